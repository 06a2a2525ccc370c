"""What is to be handed to others of the firm: the policy's actions for roles, and the work list by owner (S-204).

A task inside the firm is no approach to the customer: the interval between two approaches does not hold it back;
a promise, a hold, a dispute and money that came in do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from arcdesk.domain.account import Account, situation
from arcdesk.domain.aging import overdue_days
from arcdesk.domain.gate import Reason, judge
from arcdesk.domain.policy import Action, Level, due_levels
from arcdesk.domain.policy_words import action_key

ROLE_OF_STEP: Mapping[str, str] = MappingProxyType(
    {"visit": "sales", "stop_supply": "sales_manager", "lawyer": "legal"}
)
"""Who does what a policy asks for without naming a role; the rest is done in the program."""

INTERVALS = frozenset({"too_soon", "tried_enough"})
"""Pauses that keep an interval to the customer."""

OWNER_KINDS = frozenset({"broken_promise", "deadline_passed", "followup_due", "level_due", "soon_due"})
OWNER_STEPS = frozenset({"reminder", "message", "call", "visit", "as_planned"})
"""Entries of the work list that the owner of a customer can see to away from the program."""

VARYING = frozenset({"days", "amount", "script"})
"""Values of a reason that change from day to day while it stays the same reason."""

SOON_DAYS = 15
"""Invoices that fall due within so many days stand on a sheet beside those overdue (S-066)."""

ANSWER_WORKDAYS = 3
"""Working days in which an answer is asked for unless told."""

BRING_BACK: Mapping[str, str] = MappingProxyType(
    {
        "reminder": "Whether invoice and goods are in order, and when it will be paid",
        "message": "The answer word for word, and when it will be paid",
        "call": "An amount and a day, and who gave them",
        "visit": "A signed statement or a signed repayment plan; else what hinders the payment",
        "as_planned": "What came of it, and the next day",
        "stop_supply": "The decision on deliveries, from when, and by whom",
        "lawyer": "What is missing for a suit, and the advice: sue, wait or settle",
        "sales": "An amount and a day agreed with whoever decides",
        "sales_manager": "A payment timetable with amounts and days, agreed at the customer's management",
        "finance_manager": "The reason for the delay and a payment timetable with amounts and days",
        "director": "What was agreed with the customer's management, and whether to go on delivering",
        "cfo": "The decision: go on, limit deliveries, provide for it or sue",
        "legal": "What is missing for a suit, and the advice: sue, wait or settle",
    }
)
"""What to bring back, by role where the policy names one, else by step; texts to translate."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked of ``role`` for an account: ``action`` (a text), why, and the stable name of the reason."""

    role: str
    step: str
    action: str
    reason: Reason
    matter: str


def asked_of_roles(account: Account, day: date) -> tuple[Asked, ...]:
    """What the policy asks of roles for this account on ``day``."""
    ruling = judge(account, day)
    if set(ruling.pauses) - INTERVALS:
        return ()
    owed = [answer for answer in ruling.answers if not set(answer.pauses) - INTERVALS]
    late = [answer.item.due_on for answer in owed if not answer.no_claim and answer.item.due_on]
    found: list[Asked] = []
    if late:
        oldest = min(late)
        days = overdue_days(day, oldest)
        levels = [
            each for each in due_levels(account.policy, situation(account, day, days)) if each.from_days > 0
        ]
        found += _of_levels(account, levels, oldest, days)
    soonest = account.policy.soonest()
    coming = [
        answer.item.due_on
        for answer in owed
        if answer.no_claim == ("not_due",)
        and answer.item.due_on
        and answer.item.due_on <= day + timedelta(days=soonest)
    ]
    if coming and not ruling.is_covered:
        first = min(coming)
        days = (day - first).days
        found += _of_levels(account, due_levels(account.policy, situation(account, day, days)), first, days)
    return tuple(found)


def _of_levels(
    account: Account, levels: list[Level] | tuple[Level, ...], due_on: date, days: int
) -> Iterator[Asked]:
    for level in levels:
        for action in level.actions:
            role = action.role if action.step == "escalate" else ROLE_OF_STEP.get(action.step, "")
            if role:
                yield Asked(
                    role, action.step, action_key(action), _reason(account, level, due_on, days),
                    _matter(account, level, action, due_on),
                )  # fmt: skip


def _reason(account: Account, level: Level, due_on: date, days: int) -> Reason:
    values: dict[str, object] = {"days": days, "from_days": level.from_days, "policy": account.policy.code}
    if level.reason_key:
        return Reason("level_due", level.reason_key, {"days": days})
    if days > 0:
        return Reason("level_due", "{days} days overdue: level from day {from_days} of {policy}", values)
    return Reason(
        "soon_due", "Falls due on {due_on}: level {from_days} of {policy}", {**values, "due_on": due_on}
    )


def _matter(account: Account, level: Level, action: Action, due_on: date) -> str:
    return "|".join(
        (
            "policy",
            account.policy.code,
            str(level.from_days),
            action.step,
            action.role,
            account.currency,
            str(due_on),
        )
    )


def matter_of(reason: Reason, since: date | None) -> str:
    """The stable name of a reason of the work list; ``since`` is the due date of the oldest debt."""
    values = [f"{name}={reason.values[name]}" for name in sorted(reason.values) if name not in VARYING]
    anchor = [str(since)] if reason.rule == "level_due" and since else []
    return "|".join(("owner", reason.rule, reason.text_key if not values else "", *values, *anchor))


def bring_back(step: str, role: str) -> str:
    """What is to be brought back, a text to translate."""
    return BRING_BACK[role] if step == "escalate" else BRING_BACK[step]
