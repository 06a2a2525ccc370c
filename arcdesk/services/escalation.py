"""The report to the CFO: what is open longer than so many days, why, and what comes next (S-061, F-84)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.collector import no_garbage_search
from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.errors import Refusal
from arcdesk.models.queries import balances
from arcdesk.services.cases import Case, CaseService
from arcdesk.services.interest import InterestService
from arcdesk.services.unit_of_work import UnitOfWork

USUAL_DAYS = 60
STEPS = (90, 120, 180, 365)
"""Days at which the ages of the report are divided, beyond the day it begins at."""
MOST_DAYS = 3650


class BadReportDays(Refusal):
    """No number of days a report can begin at."""

    sentence = "The report can begin at 0 to {most} days overdue, not at {days}."


@dataclass(frozen=True, slots=True)
class Span:
    """Days overdue from ``first`` to ``last`` (``None`` open), both included."""

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """A customer in one currency; ``old_fen`` is open longer than the report's days, by ``spans`` of its age.

    ``interest_fen`` is late interest up to the day on all that is open; ``None`` where none can be reckoned.
    """

    case: Case
    currency: str
    old_fen: int
    spans: tuple[int, ...]
    overdue_fen: int
    disputed_fen: int
    max_overdue_days: int
    interest_fen: int | None


@dataclass(frozen=True, slots=True)
class EscalationBlock:
    """One currency: rows, totals by age and by owner, all in fen."""

    currency: str
    rows: tuple[EscalationRow, ...]
    total_fen: int
    by_span: tuple[int, ...]
    by_owner: Mapping[str, tuple[int, int]]
    ledger_fen: int

    @property
    def spans_agree(self) -> bool:
        """Σ customers = Σ ages."""
        return self.total_fen == sum(self.by_span) == sum(row.old_fen for row in self.rows)

    @property
    def owners_agree(self) -> bool:
        """Σ customers = Σ owners."""
        return self.total_fen == sum(fen for fen, _ in self.by_owner.values())

    @property
    def ledger_agrees(self) -> bool:
        """The report's total is what the ledger has open for so long."""
        return self.total_fen == self.ledger_fen


@dataclass(frozen=True, slots=True)
class EscalationReport:
    """All of it as of a day: what is open more than ``days`` after its due date."""

    as_of: date
    days: int
    spans: tuple[Span, ...]
    blocks: tuple[EscalationBlock, ...]

    @property
    def is_sound(self) -> bool:
        return all(block.spans_agree and block.owners_agree and block.ledger_agrees for block in self.blocks)


class EscalationService:
    """Reads the report."""

    def __init__(self, work: UnitOfWork, cases: CaseService, interest: InterestService) -> None:
        self._work = work
        self._cases = cases
        self._interest = interest

    def report(
        self, days: int = USUAL_DAYS, on: date | None = None, owner: str | None = None
    ) -> EscalationReport:
        """What is open more than ``days`` after its due date on ``on``; of one owner where named.

        Raises:
            BadReportDays.
        """
        if not 0 <= days <= MOST_DAYS:
            raise BadReportDays(days=days, most=MOST_DAYS, field="days")
        with no_garbage_search():
            return self._report(days, on or self._work.clock.today(), owner)

    def _report(self, days: int, day: date, owner: str | None) -> EscalationReport:
        spans = spans_from(days)
        old = [item for item in balances.open_items(day) if _age(item, day) > days and item.open_fen > 0]
        items: dict[tuple[int, str], list[OpenItem]] = defaultdict(list)
        for item in old:
            items[item.customer_id, item.currency].append(item)
        cases = {case.customer.id: case for case in self._cases.of({customer for customer, _ in items}, day)}
        if owner is not None:
            cases = {number: case for number, case in cases.items() if case.customer.owner == owner}
        interest = {number: self._interest.of_customer(number, day).totals for number in cases}
        rows: dict[str, list[EscalationRow]] = defaultdict(list)
        for (customer, currency), mine in items.items():
            if customer in cases:
                fen = interest[customer].get(currency)
                rows[currency].append(_row(cases[customer], currency, mine, spans, day, fen))
        return EscalationReport(day, days, spans, tuple(_blocks(rows, old, set(cases))))


def spans_from(days: int) -> tuple[Span, ...]:
    """The ages of a report that begins beyond ``days``."""
    steps = [step for step in STEPS if step > days]
    starts = [days, *steps]
    return tuple(Span(start + 1, end) for start, end in zip(starts, [*steps, None], strict=True))


def _age(item: OpenItem, day: date) -> int:
    return overdue_days(day, item.due_on) if item.due_on else 0


def _row(
    case: Case,
    currency: str,
    items: Iterable[OpenItem],
    spans: tuple[Span, ...],
    day: date,
    interest_fen: int | None,
) -> EscalationRow:
    sums = [0] * len(spans)
    for item in items:
        age = _age(item, day)
        at = next(at for at, span in enumerate(spans) if span.last is None or age <= span.last)
        sums[at] += item.open_fen
    row = dict(case.sums)[currency]
    return EscalationRow(
        case,
        currency,
        sum(sums),
        tuple(sums),
        row.overdue_fen,
        row.disputed_fen,
        row.max_overdue_days,
        interest_fen,
    )


def _blocks(
    rows: Mapping[str, list[EscalationRow]], old: Iterable[OpenItem], customers: set[int]
) -> Iterable[EscalationBlock]:
    ledger: dict[str, int] = defaultdict(int)
    for item in old:
        if item.customer_id in customers:
            ledger[item.currency] += item.open_fen
    for currency in sorted(rows, key=lambda code: (code != "CNY", code)):
        mine = sorted(
            rows[currency], key=lambda row: (-row.max_overdue_days, -row.old_fen, row.case.customer.code)
        )
        owners: dict[str, tuple[int, int]] = {}
        for row in mine:
            fen, count = owners.get(row.case.customer.owner, (0, 0))
            owners[row.case.customer.owner] = (fen + row.old_fen, count + 1)
        by_span = tuple(sum(column) for column in zip(*(row.spans for row in mine), strict=True))
        ordered = dict(sorted(owners.items(), key=lambda entry: (-entry[1][0], entry[0])))
        yield EscalationBlock(
            currency, tuple(mine), sum(row.old_fen for row in mine), by_span, ordered, ledger[currency]
        )
