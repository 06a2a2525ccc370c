"""Due dates after the import: what lacks one, what is proposed, repairs and changes (F-13, C3, R26).

A change is a new row beside the old date (``due_change``); the invoice carries the date that
counts now and where it comes from. Taking a change back is another change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from arcdesk.collector import no_garbage_search
from arcdesk.domain.aging import overdue_days
from arcdesk.domain.due_repair import (
    Proposal,
    Repair,
    Repaired,
    RepairFacts,
    proposals,
    rederived,
    repaired,
)
from arcdesk.domain.errors import DayOutOfRange, Refusal
from arcdesk.domain.terms import DueSource
from arcdesk.models import bulk
from arcdesk.models.ledger import DueChange, Invoice
from arcdesk.models.queries import due_dates as queries
from arcdesk.models.queries.due_dates import DueRow
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.unit_of_work import Deed, UnitOfWork

CHANGES_LISTED = 2000
"""Changes that the audit event lists one by one; all are counted, and kept in ``due_change``."""


class DueReasonMissing(Refusal):
    """A date that stood is changed, and nobody says why."""

    sentence = "“{number}” has a due date already. Say why it is changed."


class NothingChosen(Refusal):
    """A repair of no invoice."""

    sentence = "No invoice is chosen. Choose at least one."


class NothingToTakeBack(Refusal):
    """An invoice whose due date nobody changed since."""

    sentence = "The due date of “{number}” was not changed by hand, or the change was taken back already."


@dataclass(frozen=True, slots=True)
class DueLine:
    """One receivable with its due date, if it has one, and those that are proposed; amounts in fen."""

    id: int
    number: str
    customer_id: int
    customer_code: str
    customer_name: str
    kind: str
    amount_fen: int
    open_fen: int
    currency: str
    contract_number: str
    facts: RepairFacts
    proposals: tuple[Proposal, ...]

    @property
    def issued_on(self) -> date:
        return self.facts.issued_on

    @property
    def delivered_on(self) -> date | None:
        return self.facts.delivered_on

    @property
    def due_on(self) -> date | None:
        return self.facts.due_on

    @property
    def source(self) -> str:
        return self.facts.source


@dataclass(frozen=True, slots=True)
class PlannedDue:
    """What a repair makes of one invoice; days overdue on the day of asking, before and after."""

    line: DueLine
    new: Repaired
    overdue_days: int
    old_overdue_days: int


@dataclass(frozen=True, slots=True)
class SkippedDue:
    """An invoice that a repair leaves as it is, and why."""

    line: DueLine
    refusal: Refusal


@dataclass(frozen=True)
class DuePlan:
    """What a repair would do, or has done."""

    changes: tuple[PlannedDue, ...]
    skipped: tuple[SkippedDue, ...] = ()

    @cached_property
    def overdue(self) -> dict[str, tuple[int, int]]:
        """Invoices that are overdue afterwards and were not before, and their open fen, by currency."""
        return _sums(c.line for c in self.changes if c.overdue_days and not c.old_overdue_days)

    @cached_property
    def relieved(self) -> dict[str, tuple[int, int]]:
        """Invoices that are overdue no longer, and their open fen, by currency."""
        return _sums(c.line for c in self.changes if c.old_overdue_days and not c.overdue_days)


@dataclass(frozen=True, slots=True)
class DueHistory:
    """One change of a due date: when, by which rule, from what to what."""

    at: datetime
    rule: str
    due_on: date | None
    source: str
    old_due_on: date | None
    old_source: str
    note: str


def _sums(lines: Iterable[DueLine]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for line in lines:
        if line.open_fen:
            count, fen = found.get(line.currency, (0, 0))
            found[line.currency] = (count + 1, fen + line.open_fen)
    return found


def plan_repair(lines: Iterable[DueLine], repair: Repair, today: date) -> DuePlan:
    """What ``repair`` makes of these invoices; nothing is read or written.

    Raises:
        DueDayMissing, BadCreditDays, DeliveryInFuture: it fits no invoice.
    """
    repair.check(today)
    changes, skipped = [], []
    with no_garbage_search():
        for line in lines:
            try:
                changes.append(_planned(line, repaired(line.facts, repair), today))
            except Refusal as refusal:
                skipped.append(SkippedDue(line, refusal))
    return DuePlan(tuple(changes), tuple(skipped))


class DueDateService:
    """Reads and changes due dates."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def missing(
        self, customer_id: int | None = None, *, include_settled: bool = False
    ) -> tuple[DueLine, ...]:
        """Receivables without a due date, by customer, oldest first; only open ones unless asked."""
        today = self._work.clock.today()
        with no_garbage_search():
            return _lines(queries.missing(today, customer_id, include_settled=include_settled))

    def missing_count(self, customer_id: int | None = None) -> int:
        """How many open receivables have no due date."""
        return queries.missing_count(self._work.clock.today(), customer_id)

    def lines(self, numbers: Iterable[str]) -> tuple[DueLine, ...]:
        """These receivables by their numbers, each once, in the order given.

        Raises:
            UnknownInvoice: one is not there, or is a credit note.
        """
        wanted = list(dict.fromkeys(numbers))
        found = {row.facts.number: row for row in queries.by_ids(_ids_of(wanted))}
        for number in wanted:
            if number not in found:
                raise UnknownInvoice(number=number, field="invoice")
        return _lines(found[number] for number in wanted)

    def preview(self, lines: Iterable[DueLine], repair: Repair) -> DuePlan:
        """What ``repair`` would do today; nothing is written.

        Raises:
            DueDayMissing, BadCreditDays, DeliveryInFuture.
        """
        return plan_repair(lines, repair, self._work.clock.today())

    def repair(self, invoice_ids: Sequence[int], repair: Repair, reason: str = "") -> DuePlan:
        """Give these invoices the due dates that ``repair`` says: one transaction, one event.

        Those it does not fit are left as they are and named in the answer.

        Raises:
            NothingChosen, DueDayMissing, BadCreditDays, DeliveryInFuture.
            DueReasonMissing: one has a date already and there is no ``reason``.
            Refusal: it fits none of them; the reason for the first.
        """
        if not invoice_ids:
            raise NothingChosen(field="invoice")
        note = reason.strip()
        with self._work.write("due.changed", repair=_told(repair), reason=note) as deed:
            plan = self.preview(_lines(queries.by_ids(invoice_ids)), repair)
            if not plan.changes:
                raise plan.skipped[0].refusal if plan.skipped else NothingChosen(field="invoice")
            if not note:
                _ask_for_reason(plan)
            self._write(deed, plan, note)
        return plan

    def rederivable(self, customer_id: int, contract_id: int | None = None) -> DuePlan:
        """Due dates that follow the terms and would be others by those that stand now.

        What the file stated or a person entered is never among them.
        """
        lines = _lines(queries.derived(customer_id, contract_id))
        return DuePlan(tuple(_rederived(lines, self._work.clock.today())))

    def rederive(self, customer_id: int, contract_id: int | None = None) -> DuePlan:
        """Reckon anew every due date of ``rederivable``: one transaction, one event.

        Raises:
            NothingChosen: every date is as the terms say.
        """
        with self._work.write("due.rederived", customer_id, contract=contract_id) as deed:
            plan = self.rederivable(customer_id, contract_id)
            if not plan.changes:
                raise NothingChosen(field="invoice")
            self._write(deed, plan, "")
        return plan

    def take_back(self, invoice_ids: Sequence[int], reason: str = "") -> DuePlan:
        """Give these invoices the due dates they had before their last change by hand.

        Raises:
            NothingChosen.
            NothingToTakeBack: one was not changed, or its change was taken back.
        """
        with self._work.write("due.taken_back", reason=reason.strip()) as deed:
            plan = self.preview_undo(invoice_ids)
            self._write(deed, plan, reason.strip())
        return plan

    def preview_undo(self, invoice_ids: Sequence[int]) -> DuePlan:
        """What ``take_back`` would do; nothing is written.

        Raises:
            NothingChosen, NothingToTakeBack.
        """
        if not invoice_ids:
            raise NothingChosen(field="invoice")
        lines = {line.id: line for line in _lines(queries.by_ids(invoice_ids))}
        last = {row.invoice_id: row for row in _latest(lines)}
        for line in lines.values():
            if line.id not in last or last[line.id].rule in ("undone", "file"):
                raise NothingToTakeBack(number=line.number, field="invoice")
        today = self._work.clock.today()
        return DuePlan(tuple(_undone(line, last[line.id], today) for line in lines.values()))

    def history(self, invoice_id: int) -> tuple[DueHistory, ...]:
        """Every change of an invoice's due date, the latest first."""
        query = DueChange.select().where(DueChange.invoice == invoice_id).order_by(DueChange.id.desc())
        return tuple(
            DueHistory(
                row.logged_at, row.rule, row.due_on, row.source, row.old_due_on, row.old_source, row.note
            )
            for row in query
        )

    def _write(self, deed: Deed, plan: DuePlan, note: str) -> None:
        at = self._work.clock.now().isoformat(timespec="seconds")
        bulk.insert(
            "due_change",
            ("invoice_id", "logged_at", "rule", "due_on", "old_due_on", "note", "source", "old_source",
             "sets_delivery", "old_delivered_on"),
            (_change_row(change, at, note) for change in plan.changes),
        )  # fmt: skip
        bulk.update(
            "invoice",
            ("due_on", "due_source", "delivered_on"),
            (
                (_iso(change.new.due_on), change.new.source, _iso(change.new.delivered_on), change.line.id)
                for change in plan.changes
            ),
        )
        customers = {change.line.customer_id for change in plan.changes}
        if len(customers) == 1:
            (deed.customer_id,) = customers
        deed.details.update(
            count=len(plan.changes),
            changed=[
                [change.line.number, _iso(change.line.due_on), _iso(change.new.due_on), change.new.source]
                for change in plan.changes[:CHANGES_LISTED]
            ],
        )
        for customer_id in customers:
            deed.touch("invoice", customer_id)


def _lines(rows: Iterable[DueRow]) -> tuple[DueLine, ...]:
    return tuple(
        DueLine(
            row.id, row.facts.number, row.customer_id, row.customer_code, row.customer_name, row.kind,
            row.amount_fen, row.open_fen, row.currency, row.contract_number, row.facts, proposals(row.facts),
        )
        for row in rows
    )  # fmt: skip


def _ids_of(numbers: Sequence[str]) -> list[int]:
    found: list[int] = []
    for start in range(0, len(numbers), 500):
        query = Invoice.select(Invoice.id).where(Invoice.number.in_(numbers[start : start + 500]))
        found += [row.id for row in query]
    return found


def _planned(line: DueLine, new: Repaired, today: date) -> PlannedDue:
    before = overdue_days(today, line.due_on) if line.due_on else 0
    return PlannedDue(line, new, overdue_days(today, new.due_on) if new.due_on else 0, before)


def _rederived(lines: Iterable[DueLine], today: date) -> Iterable[PlannedDue]:
    for line in lines:
        try:
            new = rederived(line.facts)
        except DayOutOfRange:
            continue  # terms that lead out of the calendar leave the date as it is
        if new is not None:
            yield _planned(line, new, today)


def _latest(lines: Iterable[int]) -> list[DueChange]:
    wanted, found = list(lines), {}
    for start in range(0, len(wanted), 500):
        query = DueChange.select().where(DueChange.invoice.in_(wanted[start : start + 500]))
        found.update({row.invoice_id: row for row in query.order_by(DueChange.id)})
    return list(found.values())


def _undone(line: DueLine, change: DueChange, today: date) -> PlannedDue:
    delivered = change.old_delivered_on if change.sets_delivery else line.delivered_on
    source = cast("DueSource", change.old_source)
    return _planned(line, Repaired(change.old_due_on, source, "undone", delivered), today)


def _ask_for_reason(plan: DuePlan) -> None:
    for change in plan.changes:
        if change.line.due_on is not None and change.line.due_on != change.new.due_on:
            raise DueReasonMissing(number=change.line.number, field="reason")


def _change_row(change: PlannedDue, at: str, note: str) -> tuple[Any, ...]:
    line, new = change.line, change.new
    sets_delivery = int(new.delivered_on != line.delivered_on)
    return (
        line.id, at, new.rule, _iso(new.due_on), _iso(line.due_on), note, new.source, line.source, sets_delivery,
        _iso(line.delivered_on) if sets_delivery else None,
    )  # fmt: skip


def _told(repair: Repair) -> dict[str, Any]:
    """A repair as the audit event keeps it, without what was not chosen."""
    told = {
        "kind": repair.kind, "on": _iso(repair.on), "days": repair.days or None,
        "delivered_on": _iso(repair.delivered_on), "agreed": repair.is_agreed or None,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
