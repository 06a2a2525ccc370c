"""What the mere passing of days does to a line of the work list.

From one day to the next hardly anything changes but the number of days overdue: a level is reached, a
promise falls due, a hold ends on a day that is known beforehand. Until then a line grows older as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from arcdesk.domain.account import Account, ask_again_on, standing
from arcdesk.domain.gate_reasons import Reason
from arcdesk.domain.worklist import CustomerFacts

_DAY = timedelta(days=1)


def stands_until(facts: CustomerFacts, day: date) -> date:
    """The first day after ``day`` on which the line of ``day`` may be another but for the days it counts.

    As long as the facts stay the same.
    """
    if facts.limitation:
        return _next(day)  # its days are counted down, and alarms are given at several of them
    turns = [followup.due_on for followup in facts.followups]
    for account in facts.accounts:
        turns += _turns(account, day)
    return min((turn for turn in turns if turn > day), default=date.max)


def older(reasons: tuple[Reason, ...], days: int) -> tuple[Reason, ...]:
    """The reasons of a line that stands, so many days later."""
    return tuple([_older(reason, days) if "days" in reason.values else reason for reason in reasons])


def _older(reason: Reason, days: int) -> Reason:
    counted = reason.values["days"]
    assert isinstance(counted, int)
    return Reason(reason.rule, reason.text_key, {**reason.values, "days": counted + days}, reason.blocking)


def _turns(account: Account, day: date) -> Iterator[date]:
    known, dues = standing(account, day), account.dues
    if account.attempts or dues.held:
        yield _next(day)
    if account.hold is not None:
        yield _next(account.hold.until_on)
    for promise in account.promises:
        yield promise.due_on
        yield _next(promise.due_on)
    if account.letter is not None and account.letter.deadline_on is not None:
        yield _next(account.letter.deadline_on)
    again_on = ask_again_on(account, day, "chase")
    if again_on is not None:
        yield again_on
    if known.passed < len(dues.days):
        yield _seen_on(account, dues.days[known.passed], day)
    if known.overdue_days:
        turns = account.policy.turns
        at = bisect_right(turns, known.overdue_days)
        if at < len(turns):
            yield day + timedelta(days=turns[at] - known.overdue_days)


def _seen_on(account: Account, due_on: date, day: date) -> date:
    """The next day on which what falls due on ``due_on`` makes a difference."""
    ahead = account.policy.soonest()
    if ahead < 0:
        return _next(due_on)
    first = due_on - timedelta(days=ahead) if due_on > date.min + timedelta(days=ahead) else day
    return first if first > day else _next(day)


def _next(day: date) -> date:
    return day + _DAY if day < date.max else day
