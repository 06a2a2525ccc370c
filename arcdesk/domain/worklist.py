"""The work list: whom to chase today, why, and with what step (F-30, F-37, ui.md "Today")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from arcdesk.domain.gate import Reason
from arcdesk.domain.money import with_currency
from arcdesk.domain.policy import QUIET_DAYS, SOON_DUE_DAYS, Level, Step, level_for

Kind = Literal[
    "broken_promise", "deadline_passed", "followup_due", "level_due", "promise_due_today", "soon_due"
]

WEIGHTS: dict[Kind, int] = {
    "broken_promise": 1000,
    "deadline_passed": 500,
    "followup_due": 400,
    "level_due": 300,
    "promise_due_today": 200,
    "soon_due": 100,
}
"""Weight of each kind, in the order of the list; the age adds less than the step between two."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A customer's money in one currency, in fen: open, and overdue without what is disputed.

    ``soon_due_on`` is the nearest due date not yet passed, ``soon_due_fen`` what is due then.
    """

    currency: str
    open_fen: int
    overdue_fen: int
    max_overdue_days: int
    soon_due_on: date | None = None
    soon_due_fen: int = 0


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """A promise that matters still: not kept, with what has not come yet, in fen."""

    made_on: date
    due_on: date
    missing_fen: int
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The latest letter with its deadline and what is still unpaid of it, in fen."""

    number: str
    deadline_on: date
    unpaid_fen: int
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """A follow-up that is not done yet."""

    due_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """All that decides whether a customer is on today's list; ``sort_key`` is e.g. his code."""

    customer_id: int
    sort_key: str
    accounts: tuple[AccountFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    letters: tuple[LetterFacts, ...] = ()
    followups: tuple[FollowUpFacts, ...] = ()
    last_contact_on: date | None = None
    on_hold: bool = False
    hold_until: date | None = None


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """One customer's line: everything there is to do with him today, merged.

    ``kind`` is that of the first reason; ``step`` (a stable name) and ``action`` (a text to
    translate) say what to do about it; ``overdue_fen`` is the largest of his currencies.
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


def work_entry(facts: CustomerFacts, today: date) -> WorkEntry | None:
    """The customer's line on ``today``, or ``None`` if there is nothing to do.

    A hold silences what the program finds itself; follow-ups and promises of the day, which
    people set, stay. Everything is computed from the facts, so nothing is lost while the
    program was closed, and nothing comes twice (case 12, C33).
    """
    found: list[tuple[Kind, Reason, Step, str]] = [*_planned(facts, today)]
    if not (facts.on_hold and (facts.hold_until is None or today <= facts.hold_until)):
        found += [*_broken(facts, today), *_deadlines(facts, today), *_levels(facts, today)]
    if not found:
        return None
    found.sort(key=lambda row: -WEIGHTS[row[0]])
    kind, _reason, step, action = found[0]
    return WorkEntry(
        customer_id=facts.customer_id,
        sort_key=facts.sort_key,
        priority=WEIGHTS[kind] + _age_weight(facts),
        kind=kind,
        reasons=tuple(row[1] for row in found),
        step=step,
        action=action,
        max_overdue_days=max((account.max_overdue_days for account in facts.accounts), default=0),
        overdue_fen=max((account.overdue_fen for account in facts.accounts), default=0),
    )


def work_list(customers: Iterable[CustomerFacts], today: date) -> list[WorkEntry]:
    """Today's lines, most urgent first; of equals the older, then the larger debt (S-040)."""
    entries = [entry for facts in customers if (entry := work_entry(facts, today))]
    return sorted(entries, key=lambda e: (-e.priority, -e.max_overdue_days, -e.overdue_fen, e.sort_key))


def _broken(facts: CustomerFacts, today: date) -> Iterable[tuple[Kind, Reason, Step, str]]:
    for promise in sorted(facts.promises, key=lambda promise: promise.due_on):
        account = _account(facts, promise.currency)
        renewed = any(
            other.due_on >= today and other.currency == promise.currency and other.made_on > promise.made_on
            for other in facts.promises
        )
        if promise.due_on >= today or promise.missing_fen <= 0 or renewed or not account:
            continue
        if (missing := min(promise.missing_fen, account.open_fen)) > 0:
            values = {"amount": with_currency(missing, promise.currency), "due_on": promise.due_on}
            text = "Promise broken: {amount} was promised for {due_on} and has not come."
            action = "Call: ask what went wrong and get a new date"
            yield "broken_promise", Reason("broken_promise", text, values), "call", action


def _deadlines(facts: CustomerFacts, today: date) -> Iterable[tuple[Kind, Reason, Step, str]]:
    for letter in facts.letters:
        if letter.deadline_on < today and letter.unpaid_fen > 0:
            values = {
                "number": letter.number,
                "deadline_on": letter.deadline_on,
                "amount": with_currency(letter.unpaid_fen, letter.currency),
            }
            text = "Letter {number}: the deadline of {deadline_on} has passed, {amount} is unpaid."
            action = "Call, then prepare the next letter"
            yield "deadline_passed", Reason("deadline_passed", text, values), "call", action


def _planned(facts: CustomerFacts, today: date) -> Iterable[tuple[Kind, Reason, Step, str]]:
    for followup in sorted(facts.followups, key=lambda followup: followup.due_on):
        if followup.due_on <= today:
            values: dict[str, object] = {"due_on": followup.due_on, "note": followup.note}
            text = "Follow-up of {due_on}: {note}" if followup.note else "Follow-up of {due_on}"
            reason = Reason("followup_due", text, values)
            yield "followup_due", reason, "as_planned", "Follow up as planned"
    for promise in facts.promises:
        if promise.due_on == today and promise.missing_fen > 0:
            values = {"amount": with_currency(promise.missing_fen, promise.currency)}
            reason = Reason("promise_due_today", "{amount} is promised for today.", values)
            yield "promise_due_today", reason, "check_bank", "Look in the bank account for the payment"


def _levels(facts: CustomerFacts, today: date) -> Iterable[tuple[Kind, Reason, Step, str]]:
    """What the policy asks for, unless a contact or a promise has made it wait (C53)."""
    contact = facts.last_contact_on
    if contact is not None and (today - contact).days < QUIET_DAYS:
        return
    for account in facts.accounts:
        level = _level(account)
        if any(p.due_on >= today and p.currency == account.currency for p in facts.promises):
            continue
        if level is not None:
            reason = Reason("level_due", level.reason_key, {"days": account.max_overdue_days})
            yield "level_due", reason, level.step, level.action_key
        soon = account.soon_due_on
        if soon is not None and today <= soon <= today + timedelta(days=SOON_DUE_DAYS):
            values = {"amount": with_currency(account.soon_due_fen, account.currency), "due_on": soon}
            reason = Reason("soon_due", "{amount} falls due on {due_on}.", values)
            yield "soon_due", reason, "reminder", "Send a friendly reminder"


def _account(facts: CustomerFacts, currency: str) -> AccountFacts | None:
    return next((account for account in facts.accounts if account.currency == currency), None)


def _level(account: AccountFacts) -> Level | None:
    return level_for(account.max_overdue_days) if account.overdue_fen > 0 else None


def _age_weight(facts: CustomerFacts) -> Decimal:
    """Level times the power of ten of the overdue amount in whole units; the gravest currency."""
    weights = [Decimal(0)]
    for account in facts.accounts:
        level = _level(account)
        if level is not None and account.overdue_fen > 100:
            size = (Decimal(account.overdue_fen) / 100).log10()
            weights.append((level.index * size).quantize(Decimal("0.01")))
    return max(weights)
