"""The rules of the gate and of the work list said again, item by item and without any shortcut.

What the program answers for ten thousand customers at once is held to this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import Any

from arcdesk.domain.account import Account, PromiseFacts
from arcdesk.domain.aging import OpenItem
from arcdesk.domain.gate_reasons import Reason
from arcdesk.domain.money import with_currency
from arcdesk.domain.policy import Level, Policy, Situation, age_class, holds
from arcdesk.domain.policy_words import action_key
from arcdesk.domain.worklist import HEAVIEST_AGE, WEIGHTS, CustomerFacts, WorkEntry, work_entry

Matter = tuple[Any, Reason, Any, str]


def free_of_dispute(item: OpenItem) -> int:
    return max(0, item.open_fen - max(0, item.disputed_fen))


def is_held(account: Account, item: OpenItem, day: date) -> bool:
    return item.invoice_id in account.held and day <= account.held[item.invoice_id].until_on


def overdue(account: Account, day: date) -> tuple[int, int]:
    late = [
        item
        for item in account.items
        if item.due_on and item.due_on < day and free_of_dispute(item) and not is_held(account, item, day)
    ]
    fen = sum(map(free_of_dispute, late)) - max(0, account.unallocated_fen)
    return max(0, fen), max(((day - item.due_on).days for item in late if item.due_on), default=0)


def broken(account: Account, day: date) -> list[tuple[PromiseFacts, int]]:
    owed = sum(free_of_dispute(item) for item in account.items if not is_held(account, item, day))
    owed -= max(0, account.unallocated_fen)
    found = []
    for promise in sorted(account.promises, key=lambda each: each.due_on):
        later = [each for each in account.promises if each.made_on > promise.made_on]
        is_replaced = any(each.due_on >= promise.due_on for each in later)
        if promise.due_on < day and promise.missing_fen > 0 and not is_replaced and owed > 0:
            found.append((promise, min(promise.missing_fen, owed)))
    return found


def promised(account: Account, day: date) -> list[PromiseFacts]:
    if broken(account, day):
        return []
    return [each for each in account.promises if each.due_on >= day and each.missing_fen > 0]


def unpaid_of_letter(account: Account, day: date) -> int:
    letter = account.letter
    if letter is None or letter.deadline_on is None or letter.deadline_on >= day:
        return 0
    asked = sum(
        free_of_dispute(item)
        for item in account.items
        if item.invoice_id in letter.invoice_ids and is_asked(account, item, day)
    )
    return min(asked, overdue(account, day)[0])


def situation(account: Account, day: date, days: int | None = None) -> Situation:
    fen, oldest = overdue(account, day)
    promise = "broken" if broken(account, day) else "open" if promised(account, day) else "none"
    is_disputed = any(item.disputed_fen > 0 for item in account.items)
    return Situation(oldest if days is None else days, fen, is_disputed, promise, account.traits)


def levels(policy: Policy, asked: Situation) -> list[Level]:
    reached = [
        level
        for level in policy.levels
        if level.from_days <= asked.days and all(holds(each, asked) for each in level.conditions)
    ]
    return [level for level in reached if level.from_days == max(each.from_days for each in reached)]


def pauses(account: Account, day: date) -> list[str]:
    found = []
    if account.hold is not None and day <= account.hold.until_on:
        found.append("on_hold")
    if promised(account, day):
        found.append("promised")
    written = [letter.issued_on for letter in (account.letter, account.other_letter) if letter]
    last = max([*written, *([account.reached_on] if account.reached_on else [])], default=None)
    waits = min((level.wait_days for level in levels(account.policy, situation(account, day))), default=7)
    if unpaid_of_letter(account, day) or broken(account, day):
        waits = 1
    if last is not None and day < last + timedelta(days=waits):
        found.append("too_soon")
    elif account.attempts >= 6:
        found.append("tried_enough")
    return found


def is_asked(account: Account, item: OpenItem, day: date) -> bool:
    """Whether an item may be asked for, but for the pauses of the account and the customer's own money."""
    is_late = item.due_on is not None and item.due_on < day
    return is_late and free_of_dispute(item) > 0 and not is_held(account, item, day)


def asked_fen(account: Account, day: date) -> int:
    return sum(free_of_dispute(item) for item in account.items if is_asked(account, item, day))


def entry(facts: CustomerFacts, day: date) -> WorkEntry | None:
    """What ``work_entry`` answers; follow-ups and limitation are taken from it, as they were never made faster."""
    alone = work_entry(replace(facts, accounts=()), day)
    with_clocks = work_entry(replace(facts, accounts=tuple(map(silent, facts.accounts))), day)
    matters = [matter for account in facts.accounts for matter in of_account(account, day)]
    follow_ups = [each for each in alone.reasons if each.rule == "followup_due"] if alone else []
    alarms = [each for each in with_clocks.reasons if each.rule == "limitation_alarm"] if with_clocks else []
    proof = "Get a proof that stops the clock: a letter by EMS, or a signed acknowledgement"
    matters = [
        *(("followup_due", each, "as_planned", "Follow up as planned") for each in follow_ups),
        *matters,
        *(("limitation_alarm", each, "prove", proof) for each in alarms),
    ]
    if not matters:
        return None
    matters.sort(key=lambda matter: -WEIGHTS[matter[0]])
    sums = [(is_chased(each, day), *overdue(each, day), each.currency) for each in facts.accounts]
    main = max(sums, default=(False, 0, 0, "CNY"))
    kind, _, step, action = matters[0]
    reasons = tuple(reason for _, reason, _, _ in matters)
    priority = WEIGHTS[kind] + weight([(fen, days) for _, fen, days, _ in sums])
    return WorkEntry(
        facts.customer_id, facts.sort_key, priority, kind, reasons, step, action, main[2], main[1], main[3]
    )


def silent(account: Account) -> Account:
    """An account of which only what answers an alarm is left."""
    return Account(account.currency, reached_on=account.reached_on, letter=account.letter)


def is_chased(account: Account, day: date) -> bool:
    asked = asked_fen(account, day)
    return not pauses(account, day) and asked > 0 and asked > account.unallocated_fen


def of_account(account: Account, day: date) -> Iterator[Matter]:
    asked = asked_fen(account, day)
    for promise in account.promises:
        if promise.due_on == day and promise.missing_fen > 0 and any(item.open_fen > 0 for item in account.items):
            values = {"amount": with_currency(promise.missing_fen, account.currency)}
            reason = Reason("promise_due_today", "{amount} is promised for today.", values)
            yield "promise_due_today", reason, "check_bank", "Look in the bank account for the payment"
    if 0 < asked <= account.unallocated_fen:
        text = "Received or credited, but not allocated: {amount}, which covers all that is due. Allocate it."
        values = {"amount": with_currency(account.unallocated_fen, account.currency)}
        reason = Reason("covered_by_credit", text, values, blocking=True)
        yield "allocate", reason, "allocate", "Allocate the receipt to the invoices"
    if pauses(account, day):
        return
    for promise, fen in broken(account, day):
        values = {"amount": with_currency(fen, account.currency), "due_on": promise.due_on}
        text = "Promise broken: {amount} was promised for {due_on} and has not come."
        reason = Reason("broken_promise", text, values)
        yield "broken_promise", reason, "call", "Call: ask what went wrong and get a new date"
    if unpaid := unpaid_of_letter(account, day):
        assert account.letter is not None
        known: dict[str, object] = {
            "number": account.letter.number, "deadline_on": account.letter.deadline_on,
            "amount": with_currency(unpaid, account.currency),
        }  # fmt: skip
        text = "Letter {number}: the deadline of {deadline_on} has passed, {amount} is unpaid."
        yield "deadline_passed", Reason("deadline_passed", text, known), "call", "Call, then prepare the next letter"
    if is_chased(account, day):
        yield from of_levels(account, day)
    yield from coming(account, day)


def of_levels(account: Account, day: date) -> Iterator[Matter]:
    days = overdue(account, day)[1]
    first = True
    for level in levels(account.policy, situation(account, day)):
        for action in level.actions if level.from_days > 0 else ():
            values: dict[str, object] = {}
            text = action_key(action)
            if first:
                text = level.reason_key or "{days} days overdue: level from day {from_days} of {policy}"
                values = {"days": days}
                if not level.reason_key:
                    values |= {"from_days": level.from_days, "policy": account.policy.code}
                if level.script:
                    values["script"] = level.script
            yield "level_due", Reason("level_due", text, values), action.step, action_key(action)
            first = False


def coming(account: Account, day: date) -> Iterator[Matter]:
    ahead = max((-level.from_days for level in account.policy.levels), default=-1)
    spare = max(0, account.unallocated_fen - asked_fen(account, day))
    for due_on in sorted({item.due_on for item in account.items if item.due_on and item.due_on >= day}):
        fen = sum(
            free_of_dispute(item)
            for item in account.items
            if item.due_on == due_on and not is_held(account, item, day)
        )
        if due_on > day + timedelta(days=ahead):
            return
        if fen > spare:
            values: dict[str, object] = {"amount": with_currency(fen - spare, account.currency), "due_on": due_on}
            reason = Reason("soon_due", "{amount} falls due on {due_on}.", values)
            asked = levels(account.policy, situation(account, day, (day - due_on).days))
            for place, action in enumerate(action for level in asked for action in level.actions):
                why = Reason("soon_due", action_key(action), {}) if place else reason
                yield "soon_due", why, action.step, action_key(action)
            return
        spare -= fen


def weight(sums: list[tuple[int, int]]) -> Decimal:
    found = [Decimal(0)]
    for fen, days in sums:
        if fen > 100 and days > 0:
            size = Context(prec=8).log10(Decimal(fen)) - 2
            found.append((age_class(days) * size).quantize(Decimal("0.01")))
    return min(HEAVIEST_AGE, max(found))
