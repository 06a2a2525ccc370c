"""From open items to receivables with their clocks: what starts each, and what its events did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.dates import add_years
from arcdesk.domain.errors import Refusal
from arcdesk.domain.gate import Reason
from arcdesk.domain.limitation import EXPIRED, REVIVED, SUSPENDED, Clock, EventOutcome, clock
from arcdesk.domain.limitation_events import Event
from arcdesk.domain.workdays import Workdays
from arcdesk.models.queries.limitation import DebtRow, PlanRow
from arcdesk.services.limitation_books import Books, record_of
from arcdesk.services.limitation_lines import ChainEvent, EvidenceRef, LimitationLine, RunsFrom

_NO_START = Reason(
    "no_start",
    text_key="Neither a due date nor a day of delivery is known. Enter one: the period is counted from it.",
    values={},
)


@dataclass(frozen=True, slots=True)
class _Debt:
    """What one clock is about: an invoice, or an instalment of it."""

    row: DebtRow
    instalment: int
    amount_fen: int
    open_fen: int
    base: date | None
    runs_from: RunsFrom
    plan: PlanRow | None = None
    spoken: tuple[int, date] | None = None
    """A plan by word of mouth, and the day that its clock would be counted from if it were signed."""


def lines_of(
    books: Books, items: Iterable[OpenItem], workdays: Workdays, *, with_chain: bool
) -> list[LimitationLine]:
    """A line with its clock for each receivable.

    ``with_chain`` shows what does not count as well, with the files and with what a missing proof would bring.
    """
    parts: dict[int, list[OpenItem]] = defaultdict(list)
    for item in items:
        parts[item.invoice_id].append(item)
    judged = [
        _judge(books, debt, workdays, only_counted=not with_chain)
        for invoice_id, mine in parts.items()
        for debt in _debts(books, books.debts[invoice_id], mine)
    ]
    events = (outcome.event for _, one, _ in judged if one for outcome in one.events)
    files = books.evidence(events) if with_chain else {}
    return [_line(books, debt, one, why, files, workdays, with_chain=with_chain) for debt, one, why in judged]


def _line(
    books: Books,
    debt: _Debt,
    one: Clock | None,
    why: Reason | None,
    files: Mapping[int, EvidenceRef],
    workdays: Workdays,
    *,
    with_chain: bool,
) -> LimitationLine:
    chain = tuple(
        ChainEvent(
            outcome,
            record_of(outcome.event),
            tuple(files[evidence] for evidence in outcome.event.evidence if evidence in files),
            _would_end(books, debt, one, outcome, workdays) if with_chain and one else None,
        )
        for outcome in (one.events if one else ())
    )
    row = debt.row
    return LimitationLine(
        books.as_of, row.customer_id, row.id, row.number, debt.instalment, row.currency, debt.amount_fen,
        debt.open_fen, date.fromisoformat(row.issued_on), _day(row.due_on), debt.runs_from, one, why, chain,
    )  # fmt: skip


def _debts(books: Books, row: DebtRow, items: Sequence[OpenItem]) -> Iterable[_Debt]:
    """The clocks of one invoice (R8): itself; each instalment of a provable plan; or its last one for all."""
    whole = []
    shared: dict[int, list[OpenItem]] = defaultdict(list)
    for item in items:
        plan = books.plan_over(item.plan_id)
        if plan is None:
            whole.append(item)
        elif plan.is_one_debt:
            shared[plan.id].append(item)
        else:
            agreed_fen = item.amount_fen or row.amount_fen
            yield _Debt(row, item.instalment, agreed_fen, item.open_fen, item.due_on, "instalment", plan)
    for plan_id, mine in shared.items():
        plan = books.plans[plan_id]
        base = date.fromisoformat(plan.last_due_on)
        yield _Debt(
            row, 0, row.amount_fen, sum(each.open_fen for each in mine), base, "last_instalment", plan
        )
    if whole:
        start, runs_from = _start(row, whole)
        left = sum(each.open_fen for each in whole)
        yield _Debt(row, 0, row.amount_fen, left, start, runs_from, spoken=_spoken(books, whole))


def _spoken(books: Books, items: Sequence[OpenItem]) -> tuple[int, date] | None:
    """The plan that nobody signed over these items, with the day its nearest clock would begin."""
    planned = [(item.plan_id, item.due_on) for item in items if item.plan_id and item.due_on]
    if not planned:
        return None
    plan = books.plans[planned[0][0]]
    first = min(due for _, due in planned)
    return plan.id, date.fromisoformat(plan.last_due_on) if plan.is_one_debt else first


def _start(row: DebtRow, items: Sequence[OpenItem]) -> tuple[date | None, RunsFrom]:
    """The day that a debt with no provable plan is counted from, and what it is (R4, R7)."""
    spoken = min((each.due_on for each in items if each.due_on), default=None)
    starts: tuple[tuple[date | None, RunsFrom], ...] = (
        (_day(row.due_on), "due"), (_day(row.delivered_on), "delivered"), (spoken, "instalment"),
    )  # fmt: skip
    return next((start for start in starts if start[0] is not None), (None, "none"))


def _judge(
    books: Books, debt: _Debt, workdays: Workdays, *, only_counted: bool
) -> tuple[_Debt, Clock | None, Reason | None]:
    if debt.base is None:
        return debt, None, _NO_START
    try:
        events = books.events(debt.row.id, debt.plan)
        if only_counted:
            events = [event for event in events if event.counts]
        return debt, _clock(books, debt, events, workdays), None
    except Refusal as refusal:  # a due date at the edge of the calendar must not hide the other receivables
        return debt, None, Reason("out_of_range", refusal.sentence, refusal.values)


def _clock(books: Books, debt: _Debt, events: Sequence[Event], workdays: Workdays) -> Clock:
    assert debt.base is not None
    first = _first_day(debt.row) or debt.base
    one = clock(
        debt.base, events, workdays=workdays, today=books.as_of, years=debt.row.years, first_breach=first
    )
    if debt.plan is None or first >= debt.base:
        return one
    return _with_past(one, debt, first, events, workdays)


def _with_past(one: Clock, debt: _Debt, first: date, events: Sequence[Event], workdays: Workdays) -> Clock:
    """The clock of an instalment, marked where the old debt had run out before the plan was agreed (R1, 192)."""
    assert debt.plan is not None
    agreed_on = date.fromisoformat(debt.plan.agreed_on)
    before = [event for event in events if event.on < agreed_on]
    old = clock(first, before, workdays=workdays, today=agreed_on, years=debt.row.years)
    if one.has(REVIVED) or not (old.has(EXPIRED) or old.has(REVIVED)):
        return one
    return replace(one, expired_on=one.expired_on or old.expired_on, flags=(*one.flags, REVIVED))


def _would_end(
    books: Books, debt: _Debt, one: Clock, outcome: EventOutcome, workdays: Workdays
) -> date | None:
    """The raw end if this event were proven; ``None`` where that would move nothing."""
    event = outcome.event
    if event.counts or not record_of(event).may_count or one.raw_end is None or event.on <= one.start:
        return None
    if event.kind == "oral_demand" and not event.evidence:
        return None  # what was only said cannot be proven afterwards
    moved = _plain_restart(debt, one, event) or _moved(books, debt, one, event, workdays)
    return moved if moved is not None and moved > one.raw_end else None


def _plain_restart(debt: _Debt, one: Clock, event: Event) -> date | None:
    """The raw end after an event of one day that is in time, where nothing else plays a part: nearly always."""
    is_plain = event.about.span == "moment" and debt.spoken is None and not one.has(SUSPENDED)
    if not is_plain or one.last_day is None or event.on > one.last_day:
        return None
    moved = add_years(event.on, debt.row.years)
    return moved if one.cap_on is None else min(moved, one.cap_on)


def _moved(books: Books, debt: _Debt, one: Clock, event: Event, workdays: Workdays) -> date | None:
    carrying = [each.event for each in one.events if each.event.counts]
    record = record_of(event)
    if debt.spoken is not None and (record.kind, record.id) == ("plan", debt.spoken[0]):
        debt = replace(debt, base=debt.spoken[1])  # signed, it moves the due dates as well
    return _clock(books, debt, [*carrying, replace(event, strength="strong")], workdays).raw_end


def _first_day(row: DebtRow) -> date | None:
    """The day that the debt was first due: nothing that was agreed later moves the twenty years."""
    return _day(row.due_on) or _day(row.delivered_on)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
