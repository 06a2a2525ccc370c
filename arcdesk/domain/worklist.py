"""The work list: whom to see to today, why, and with what step (F-30, F-37, ui.md "Today").

Who may be chased, the gate alone decides. What people planned themselves (follow-ups, the day of
a promise), what only needs a booking, and a limitation period that runs out, it does not silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import Literal, NamedTuple

from arcdesk.domain.account import Account, overdue, situation, undisputed
from arcdesk.domain.aging import overdue_days
from arcdesk.domain.alarms import LimitationFacts, alarmed
from arcdesk.domain.gate import Reason, Ruling, judge
from arcdesk.domain.gate_reasons import broken_promise_reasons, covered_reason, deadline_reasons
from arcdesk.domain.money import with_currency
from arcdesk.domain.policy import Level, Step, age_class, due_levels
from arcdesk.domain.policy_words import action_key

Kind = Literal[
    "broken_promise", "deadline_passed", "followup_due", "limitation_alarm", "level_due", "promise_due_today",
    "allocate", "soon_due",
]  # fmt: skip

WEIGHTS: dict[Kind, int] = {
    "broken_promise": 1000,
    "deadline_passed": 500,
    "followup_due": 400,
    "limitation_alarm": 350,
    "level_due": 300,
    "promise_due_today": 200,
    "allocate": 150,
    "soon_due": 100,
}
"""Weight of each kind, in the order of the list."""

_LOGARITHMS = Context(prec=8)  # two decimals are used; more take time for nothing

HEAVIEST_AGE = Decimal("49.99")
"""What age and amount may add at most: less than the step between two kinds."""


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """A follow-up that was not done yet."""

    due_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """All that decides whether a customer is on the list; ``sort_key`` is e.g. his code."""

    customer_id: int
    sort_key: str
    accounts: tuple[Account, ...] = ()
    followups: tuple[FollowUpFacts, ...] = ()
    limitation: tuple[LimitationFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """One customer's line: everything there is to do with him, merged (case 12).

    ``kind`` is that of the first reason; ``step`` (a stable name) and ``action`` (a text to
    translate) say what to do about it. ``overdue_fen``, ``max_overdue_days`` and ``currency``
    are those of one account: the largest that may be chased, else the largest there is.
    """

    customer_id: int
    sort_key: str
    priority: Decimal
    kind: Kind
    reasons: tuple[Reason, ...]
    step: Step
    action: str
    max_overdue_days: int
    overdue_fen: int
    currency: str = "CNY"


class _Matter(NamedTuple):
    kind: Kind
    reason: Reason
    step: Step
    action: str


class _Sum(NamedTuple):
    """What is overdue in one currency, and whether anything of it is chased."""

    is_chased: bool
    overdue_fen: int
    days: int
    currency: str


def work_entry(facts: CustomerFacts, today: date) -> WorkEntry | None:
    """The customer's line on ``today``, or ``None`` if there is nothing to do.

    Everything is computed from the facts, so nothing is lost while the program was closed,
    and nothing comes twice (case 12, C33).
    """
    matters, sums = list(_follow_ups(facts, today)), []
    for account in facts.accounts:
        ruling = judge(account, today)
        matters += _booked(account, ruling, today)
        matters += _chased(account, ruling, today)
        is_chased = any(answer.allowed for answer in ruling.answers)
        sums.append(_Sum(is_chased, *overdue(account, today), account.currency))
    matters += _alarms(facts)
    if not matters:
        return None
    matters.sort(key=lambda matter: -WEIGHTS[matter.kind])
    first, main = matters[0], max(sums, default=_Sum(False, 0, 0, "CNY"))
    return WorkEntry(
        customer_id=facts.customer_id,
        sort_key=facts.sort_key,
        priority=WEIGHTS[first.kind] + _age_weight(sums),
        kind=first.kind,
        reasons=tuple(matter.reason for matter in matters),
        step=first.step,
        action=first.action,
        max_overdue_days=main.days,
        overdue_fen=main.overdue_fen,
        currency=main.currency,
    )


def work_list(customers: Iterable[CustomerFacts], today: date) -> list[WorkEntry]:
    """Today's lines, most urgent first; of equals the older, then the larger debt (S-040)."""
    entries = [entry for facts in customers if (entry := work_entry(facts, today))]
    return sorted(entries, key=lambda e: (-e.priority, -e.max_overdue_days, -e.overdue_fen, e.sort_key))


def _follow_ups(facts: CustomerFacts, today: date) -> Iterator[_Matter]:
    for followup in sorted(facts.followups, key=lambda followup: followup.due_on):
        if followup.due_on <= today:
            values: dict[str, object] = {"due_on": followup.due_on, "note": followup.note}
            text = "Follow-up of {due_on}: {note}" if followup.note else "Follow-up of {due_on}"
            reason = Reason("followup_due", text, values)
            yield _Matter("followup_due", reason, "as_planned", "Follow up as planned")


def _booked(account: Account, ruling: Ruling, today: date) -> Iterator[_Matter]:
    """What is settled with a look at the bank account or a booking, whoever is on hold."""
    owes = any(item.open_fen > 0 for item in account.items)
    for promise in account.promises:
        if promise.due_on == today and promise.missing_fen > 0 and owes:
            values = {"amount": with_currency(promise.missing_fen, account.currency)}
            reason = Reason("promise_due_today", "{amount} is promised for today.", values)
            yield _Matter(
                "promise_due_today", reason, "check_bank", "Look in the bank account for the payment"
            )
    if ruling.is_covered:
        yield _Matter("allocate", covered_reason(account), "allocate", "Allocate the receipt to the invoices")


def _chased(account: Account, ruling: Ruling, today: date) -> Iterator[_Matter]:
    """What the gate lets be chased: broken promises, deadlines, the level of the policy, what falls due."""
    if ruling.pauses:
        return
    for reason in broken_promise_reasons(account, today):
        yield _Matter("broken_promise", reason, "call", "Call: ask what went wrong and get a new date")
    for reason in deadline_reasons(account, today):
        yield _Matter("deadline_passed", reason, "call", "Call, then prepare the next letter")
    late = [
        overdue_days(today, answer.item.due_on)
        for answer in ruling.answers
        if answer.allowed and answer.item.due_on
    ]
    if late:
        yield from _levels(account, today, max(late))
    yield from _soon_due(account, ruling, today)


def _levels(account: Account, today: date, days: int) -> Iterator[_Matter]:
    """What the policy asks for at this age: its rows' actions one after another, each a reason of its own."""
    levels = [level for level in due_levels(account.policy, situation(account, today, days)) if level.from_days > 0]
    actions = [(level, action) for level in levels for action in level.actions]
    for at, (level, action) in enumerate(actions):
        key = action_key(action)
        reason = _level_reason(account, level, days) if at == 0 else Reason("level_due", key, {})
        yield _Matter("level_due", reason, action.step, key)


def _level_reason(account: Account, level: Level, days: int) -> Reason:
    said: dict[str, object] = {"script": level.script} if level.script else {}
    if level.reason_key:
        return Reason("level_due", level.reason_key, {"days": days, **said})
    values: dict[str, object] = {"days": days, "from_days": level.from_days, "policy": account.policy.code, **said}
    return Reason("level_due", "{days} days overdue: level from day {from_days} of {policy}", values)


def _soon_due(account: Account, ruling: Ruling, today: date) -> Iterator[_Matter]:
    """The nearest due date of the policy's coming days that the customer's own money does not cover."""
    ahead = account.policy.soonest()
    coming: dict[date, int] = {}
    for answer in ruling.answers:
        due_on = answer.item.due_on
        if due_on and answer.no_claim == ("not_due",) and not answer.pauses:
            coming[due_on] = coming.get(due_on, 0) + undisputed(answer.item)
    spare_fen = max(0, account.unallocated_fen - ruling.asked_fen)
    for due_on in sorted(coming):
        if due_on > today + timedelta(days=ahead):
            return
        if coming[due_on] > spare_fen:
            values = {"amount": with_currency(coming[due_on] - spare_fen, account.currency), "due_on": due_on}
            reason = Reason("soon_due", "{amount} falls due on {due_on}.", values)
            asked = due_levels(account.policy, situation(account, today, (today - due_on).days))
            for action in (action for level in asked for action in level.actions):
                yield _Matter("soon_due", reason, action.step, action_key(action))
                reason = Reason("soon_due", action_key(action), {})
            return
        spare_fen -= coming[due_on]


def _alarms(facts: CustomerFacts) -> Iterator[_Matter]:
    """Limitation periods that run out, one line a currency; no hold silences them."""
    letters = {account.currency: account.letter for account in facts.accounts}
    reached = [account.reached_on for account in facts.accounts]
    for currency in dict.fromkeys(clock.currency for clock in facts.limitation):
        letter = letters.get(currency)
        answers = [*reached, letter.issued_on if letter else None]
        answered_on = max((on for on in answers if on), default=None)
        if clocks := alarmed(facts.limitation, currency, answered_on):
            action = "Get a proof that stops the clock: a letter by EMS, or a signed acknowledgement"
            yield _Matter("limitation_alarm", _alarm_reason(clocks), "prove", action)


def _alarm_reason(clocks: tuple[LimitationFacts, ...]) -> Reason:
    first = clocks[0]
    values: dict[str, object] = {
        "number": first.invoice_number,
        "raw_end": first.raw_end,
        "days": abs(first.days_left),
        "amount": with_currency(sum(clock.amount_fen for clock in clocks), first.currency),
        "count": len(clocks),
    }
    if first.days_left < 0:
        text = "Limitation ended on {raw_end}: {number}, {amount}. See whether a rest day still saves it."
        more = "Limitation ended on {raw_end} for {number}; {count} invoices with {amount} are at risk."
    elif first.days_left == 0:
        text = "Limitation ends today: {number}, {amount}."
        more = "Limitation ends today for {number}; {count} invoices with {amount} are at risk."
    else:
        text = "Limitation ends on {raw_end}, in {days} days: {number}, {amount}."
        more = (
            "Limitation ends on {raw_end}, in {days} days, for {number}; {count} with {amount} are at risk."
        )
    return Reason("limitation_alarm", text if len(clocks) == 1 else more, values)


def _age_weight(sums: Iterable[_Sum]) -> Decimal:
    """Class of age times the power of ten of the overdue amount in whole units; the gravest currency."""
    weights = [Decimal(0)]
    for _, overdue_fen, days, _currency in sums:
        if overdue_fen > 100 and days > 0:
            size = _LOGARITHMS.log10(Decimal(overdue_fen)) - 2
            weights.append((age_class(days) * size).quantize(Decimal("0.01")))
    return min(HEAVIEST_AGE, max(weights))
