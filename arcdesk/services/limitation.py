"""The limitation clock of every receivable, from the collector's own log (R1 to R21, F-54)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.alarms import LimitationEnd, in_sight
from arcdesk.domain.dates import add_years
from arcdesk.domain.errors import DayOutOfRange, Refusal
from arcdesk.domain.limitation import ALARM_DAYS, CAP_YEARS
from arcdesk.i18n import tr
from arcdesk.models.queries import balances
from arcdesk.models.queries import limitation as rows
from arcdesk.services import limitation_books
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.evidence import PastedFile
from arcdesk.services.limitation_clocks import lines_of
from arcdesk.services.limitation_effect import DeliveryEffect, effect_of
from arcdesk.services.limitation_entries import (
    LimitationEntries,
    LimitationEntry,
    NewLimitationEvent,
    ProofMissing,
)
from arcdesk.services.limitation_lines import (
    ChainEvent,
    CustomerLimitation,
    LimitationAlarm,
    LimitationLine,
    by_end,
)
from arcdesk.services.reference import Reference
from arcdesk.services.unit_of_work import UnitOfWork

_MARGIN = timedelta(days=ALARM_DAYS[0] + 1)  # a day more, as 29 February may become 28


class UnknownRecord(Refusal):
    """No event in the chain has that key."""

    sentence = "There is no event “{key}” in this customer's chain. Look up the keys in the list."


class CountsAlready(Refusal):
    """Nothing is left to decide."""

    sentence = "“{key}” counts already. There is nothing to confirm."


class NotToConfirm(Refusal):
    """What is not put right by saying so."""

    sentence = "“{key}” cannot be made to count by confirming it. {advice}"


class LimitationEnds(NamedTuple):
    """Where the periods of customers end, by customer id: good up to and including ``until``."""

    of: Mapping[int, tuple[LimitationEnd, ...]]
    until: date


class LimitationService:
    """Reads the clocks; ``entries`` writes what a person adds to the chain."""

    def __init__(self, work: UnitOfWork, reference: Reference, entries: LimitationEntries) -> None:
        self._work = work
        self._reference = reference
        self.entries = entries

    def of(self, customer_id: int, as_of: date | None = None) -> CustomerLimitation:
        """A customer's open receivables on a day (today without one), the nearest end first."""
        day = as_of or self._work.clock.today()
        lines = self._lines(day, balances.open_items(day, customer_id), with_chain=True)
        return CustomerLimitation(day, customer_id, tuple(sorted(lines, key=by_end)))

    def nearest(self, customer_id: int, as_of: date | None = None) -> LimitationLine | None:
        """The receivable of a customer whose end comes first; ``None`` where nothing is open."""
        return self.of(customer_id, as_of).nearest

    def all(self, as_of: date | None = None) -> tuple[LimitationLine, ...]:
        """Every open receivable on a day, the nearest end first."""
        day = as_of or self._work.clock.today()
        return tuple(sorted(self._lines(day, balances.open_items(day), with_chain=True), key=by_end))

    def of_several(self, customer_ids: Collection[int], day: date) -> tuple[LimitationLine, ...]:
        """The open receivables of these customers, without their chains, the nearest end first."""
        wanted = set(customer_ids)
        one = next(iter(wanted)) if len(wanted) == 1 else None
        items = [item for item in balances.open_items(day, one) if item.customer_id in wanted]
        return tuple(sorted(self._lines(day, items, with_chain=False), key=by_end))

    def ending(self, day: date, customer_id: int | None = None) -> dict[int, tuple[LimitationLine, ...]]:
        """Receivables that end within 180 days of ``day``, or ended at most 7 days before it, by customer.

        Of one customer or of all, the nearest end first, without their chains. No event makes a
        period shorter, so that only debts old enough are looked at: a ledger of 100,000 open
        invoices is answered from the few that fell due years ago.
        """
        found: dict[int, list[LimitationLine]] = defaultdict(list)
        for line in self._near(day, day, customer_id):
            if line.raw_end is not None and line.last_day is not None and in_sight(line.raw_end, line.last_day, day):
                found[line.customer_id].append(line)
        return {customer: tuple(lines) for customer, lines in found.items()}

    def ends(self, day: date, until: date, customer_id: int | None = None) -> LimitationEnds:
        """What ``ending`` finds on any day from ``day`` to ``until``, as the work list takes it.

        As long as nothing is dated within those days and nothing is entered.
        """
        found: dict[int, list[LimitationEnd]] = defaultdict(list)
        for line in self._near(day, until, customer_id):
            if line.raw_end is not None and line.last_day is not None:
                end = LimitationEnd(line.raw_end, line.last_day, line.number, line.open_fen, line.currency)
                found[line.customer_id].append(end)
            elif line.clock is not None and line.clock.cap_on is not None:  # only the twenty years end an obstacle
                until = max(day, min(until, line.clock.cap_on))
        return LimitationEnds({customer: tuple(each) for customer, each in found.items()}, until)

    def alarms(self, day: date) -> dict[int, LimitationAlarm]:
        """Customers of whom an alarm has come on ``day`` and the end has not, by customer (R6)."""
        found = {}
        for customer, lines in self.ending(day).items():
            alarmed = [line for line in lines if line.alarm is not None]
            if alarmed:
                found[customer] = _alarm(alarmed)
        return found

    def confirm(
        self, customer_id: int, key: str, *, proof: Path | PastedFile | None = None, note: str = ""
    ) -> tuple[LimitationEntry, ...]:
        """Let an event of the chain count that does not yet: a weak one by decision, another by its proof.

        What stands in the log is confirmed by an entry that names it; an entry is replaced by a new
        one. ``key`` is that of its ``Record``, as ``contact:12``.

        Raises:
            UnknownRecord: no event of this customer's open receivables has that key.
            CountsAlready, NotToConfirm: there is nothing to decide, or something else is to be done.
            ProofMissing: nothing proves it. EvidenceFileMissing, EvidenceEmpty.
        """
        events = [
            event for line in self.of(customer_id).lines for event in line.chain if event.record.key == key
        ]
        waiting = {event.outcome.event.kind: event for event in events if not event.outcome.event.counts}
        if not waiting:
            raise (CountsAlready if events else UnknownRecord)(key=key, field="key")
        record = next(iter(waiting.values())).record
        if record.kind == "entry":
            return (self.entries.count(record.id, proof=proof, note=note),)
        if record.kind not in {"contact", "document"} or record.is_on_its_way or not record.may_count:
            advice = tr(record.advice.text_key, **record.advice.values) if record.advice else ""
            raise NotToConfirm(key=key, advice=advice, field="key")
        has_files = all(each.evidence and _has_own_proof(each) for each in waiting.values())
        if proof is None and not has_files:
            raise ProofMissing(field="proof")
        owner = {f"{record.kind}_id": record.id}
        return tuple(
            self.entries.confirm(
                NewLimitationEvent(
                    customer_id, kind, event.on, counts_weak=True, proof=proof, note=note,
                    evidence_id=None if proof is not None or not event.evidence else event.evidence[0].id,
                ),
                **owner,
            )
            for kind, event in waiting.items()
        )  # fmt: skip

    def effect_of(
        self, document: IssuedDocument, event: str, on: date, *, has_proof: bool, reason: str = ""
    ) -> DeliveryEffect:
        """What recording ``event`` of a document would do to its open receivables; nothing is written (R97)."""
        today = self._work.clock.today()
        return effect_of(
            self._reference, today, document.id, document.customer_id, event, on, has_proof=has_proof, reason=reason
        )

    def _near(self, day: date, until: date, customer_id: int | None) -> list[LimitationLine]:
        """The clocks on ``day`` of what may be in sight by ``until``, the nearest end first, without their chains."""
        items = self._old_items(day, until) if customer_id is None else balances.open_items(day, customer_id)
        return sorted(self._lines(day, items, with_chain=False), key=by_end)

    def _lines(self, day: date, items: Iterable[OpenItem], *, with_chain: bool) -> list[LimitationLine]:
        every = list(items)
        books = limitation_books.read(day, (item.invoice_id for item in every), only_proofs=not with_chain)
        return lines_of(books, every, self._reference.workdays, with_chain=with_chain)

    def _old_items(self, day: date, until: date) -> list[OpenItem]:
        """The open items on ``day`` that are old enough for an alarm by ``until``.

        Where an old instalment plan stands, all items are read, as only they know its instalments.
        """
        due_by = _years_before(until, rows.fewest_years())
        planned = rows.under_plans(day, due_by, _years_before(until, CAP_YEARS))
        items = [item for item in rows.open_since(day, due_by) if item.invoice_id not in planned]
        near = {invoice for invoice, is_near in planned.items() if is_near}
        if near:
            items += [item for item in balances.open_items(day) if item.invoice_id in near]
        return items


def _has_own_proof(event: ChainEvent) -> bool:
    """Whether its files are more than the letter itself, which does not prove that it arrived."""
    return event.record.kind != "document" or event.outcome.event.proof == "weak"


def _years_before(day: date, years: int) -> date:
    """The latest due date whose period of ``years`` may end within the alarms of ``day``."""
    try:
        return add_years(day + _MARGIN, -years)
    except (DayOutOfRange, OverflowError):
        return date.min


def _alarm(lines: Sequence[LimitationLine]) -> LimitationAlarm:
    first = lines[0]
    alarm, days_left = first.alarm, first.days_left
    assert alarm is not None
    assert days_left is not None
    assert first.raw_end is not None
    assert first.last_day is not None
    return LimitationAlarm(
        first.customer_id, first.number, first.currency, first.open_fen, first.raw_end, first.last_day,
        alarm.days_before, days_left, len(lines),
    )  # fmt: skip
