"""The work list: whom to see to today, why, and with what step (F-30, F-37, ui.md "Today").

Who may be chased, the gate alone decides. What people planned themselves (follow-ups, the day of
a promise), what only needs a booking, and a limitation period that runs out, it does not silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from arcdesk.domain.account import Account, reached_levels, situation, standing, undisputed
from arcdesk.domain.alarms import LimitationFacts, alarmed
from arcdesk.domain.gate import Outlook, Reason, outlook
from arcdesk.domain.gate_reasons import broken_promise_reasons, covered_reason, deadline_reasons
from arcdesk.domain.money import with_currency
from arcdesk.domain.policy import Action, Level, Step, age_class, due_levels
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

_NO_WEIGHT = Decimal(0)
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


class WorkEntry(NamedTuple):
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
    matters = list(_follow_ups(facts, today)) if facts.followups else []
    sums = []
    for account in facts.accounts:
        ahead, known = outlook(account, today), standing(account, today)
        if account.promises or ahead.is_covered:
            matters += _booked(account, ahead, today)
        if not ahead.pauses:
            matters += _chased(account, ahead, today)
        sums.append(_Sum(ahead.late_days > 0, known.overdue_fen, known.overdue_days, account.currency))
    if facts.limitation:
        matters += _alarms(facts)
    if not matters:
        return None
    if len(matters) > 1:
        matters.sort(key=_weight_of)
    first = matters[0]
    main = sums[0] if len(sums) == 1 else max(sums, default=_Sum(False, 0, 0, "CNY"))
    return WorkEntry(
        facts.customer_id, facts.sort_key, WEIGHTS[first.kind] + _age_weight(sums), first.kind,
        tuple([matter.reason for matter in matters]), first.step, first.action, main.days, main.overdue_fen,
        main.currency,
    )  # fmt: skip


def work_list(customers: Iterable[CustomerFacts], today: date) -> list[WorkEntry]:
    """Today's lines, most urgent first; of equals the older, then the larger debt (S-040)."""
    entries = [entry for facts in customers if (entry := work_entry(facts, today))]
    return sorted(entries, key=lambda e: (-e.priority, -e.max_overdue_days, -e.overdue_fen, e.sort_key))


def _weight_of(matter: _Matter) -> int:
    return -WEIGHTS[matter.kind]


def _follow_ups(facts: CustomerFacts, today: date) -> Iterator[_Matter]:
    for followup in sorted(facts.followups, key=lambda followup: followup.due_on):
        if followup.due_on <= today:
            values: dict[str, object] = {"due_on": followup.due_on, "note": followup.note}
            text = "Follow-up of {due_on}: {note}" if followup.note else "Follow-up of {due_on}"
            reason = Reason("followup_due", text, values)
            yield _Matter("followup_due", reason, "as_planned", "Follow up as planned")


def _booked(account: Account, ahead: Outlook, today: date) -> Iterator[_Matter]:
    """What is settled with a look at the bank account or a booking, whoever is on hold."""
    for promise in account.promises:
        if promise.due_on == today and promise.missing_fen > 0 and account.dues.owes:
            values = {"amount": with_currency(promise.missing_fen, account.currency)}
            reason = Reason("promise_due_today", "{amount} is promised for today.", values)
            yield _Matter(
                "promise_due_today", reason, "check_bank", "Look in the bank account for the payment"
            )
    if ahead.is_covered:
        yield _Matter("allocate", covered_reason(account), "allocate", "Allocate the receipt to the invoices")


def _chased(account: Account, ahead: Outlook, today: date) -> list[_Matter]:
    """What the gate lets be chased: broken promises, deadlines, the level of the policy, what falls due."""
    found = []
    known = standing(account, today)
    if known.broken:
        action = "Call: ask what went wrong and get a new date"
        found += [_Matter("broken_promise", each, "call", action) for each in broken_promise_reasons(account, today)]
    if known.unpaid_fen:
        action = "Call, then prepare the next letter"
        found += [_Matter("deadline_passed", each, "call", action) for each in deadline_reasons(account, today)]
    if ahead.late_days:
        found += _levels(account, today)
    found += _soon_due(account, ahead, today)
    return found


def _levels(account: Account, today: date) -> list[_Matter]:
    """What the policy asks for at this age: its rows' actions one after another, each a reason of its own."""
    found: list[_Matter] = []
    for level in reached_levels(account, today):
        if level.from_days > 0:
            for action in level.actions:
                if found:
                    found.append(_beside("level_due", action))
                else:
                    reason = _level_reason(account, level, standing(account, today).overdue_days)
                    found.append(_Matter("level_due", reason, action.step, action_key(action)))
    return found


@lru_cache(maxsize=500)
def _beside(kind: Kind, action: Action) -> _Matter:
    """What is to be done beside the first action of a level: the same for every customer."""
    return _Matter(kind, Reason(kind, action_key(action), {}), action.step, action_key(action))


def _level_reason(account: Account, level: Level, days: int) -> Reason:
    said: dict[str, object] = {"script": level.script} if level.script else {}
    if level.reason_key:
        return Reason("level_due", level.reason_key, {"days": days, **said})
    values: dict[str, object] = {"days": days, "from_days": level.from_days, "policy": account.policy.code, **said}
    return Reason("level_due", "{days} days overdue: level from day {from_days} of {policy}", values)


def _soon_due(account: Account, ahead: Outlook, today: date) -> list[_Matter]:
    """The nearest due date of the policy's coming days that the customer's own money does not cover."""
    spare_fen = max(0, account.unallocated_fen - ahead.asked_fen)
    for due_on, fen in _coming(account, today):
        if fen > spare_fen:
            values = {"amount": with_currency(fen - spare_fen, account.currency), "due_on": due_on}
            reason = Reason("soon_due", "{amount} falls due on {due_on}.", values)
            asked = due_levels(account.policy, situation(account, today, (today - due_on).days))
            actions = [action for level in asked for action in level.actions]
            first = [_Matter("soon_due", reason, action.step, action_key(action)) for action in actions[:1]]
            return first + [_beside("soon_due", action) for action in actions[1:]]
        spare_fen -= fen
    return []


def _coming(account: Account, today: date) -> list[tuple[date, int]]:
    """What falls due today and in the policy's coming days, in fen by day."""
    dues, at = account.dues, standing(account, today).passed
    if at == len(dues.days) and not dues.held:
        return []
    last = today + timedelta(days=account.policy.soonest())
    found: dict[date, int] = {}
    while at < len(dues.days) and (due_on := dues.days[at]) <= last:
        found[due_on] = found.get(due_on, 0) + dues.sums[at + 1] - dues.sums[at]
        at += 1
    for item, hold in dues.held:
        fen = undisputed(item)
        if fen and today > hold.until_on and item.due_on and today <= item.due_on <= last:
            found[item.due_on] = found.get(item.due_on, 0) + fen
    return sorted(found.items()) if found else []


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
    heaviest = _NO_WEIGHT
    for _, overdue_fen, days, _currency in sums:
        if overdue_fen > 100 and days > 0:
            heaviest = max(heaviest, _weight(age_class(days), overdue_fen))
    return min(HEAVIEST_AGE, heaviest)


@lru_cache(maxsize=20_000)  # the same amounts every day, and a logarithm takes its time
def _weight(age: int, overdue_fen: int) -> Decimal:
    return (age * (_LOGARITHMS.log10(Decimal(overdue_fen)) - 2)).quantize(Decimal("0.01"))
