"""Setting customers of the day's list aside: done, snoozed, skipped, each with its reason and its end (F-29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from arcdesk.domain.dates import add_years
from arcdesk.domain.errors import Refusal
from arcdesk.domain.set_aside import DecisionKind, answered, first_day_back
from arcdesk.models.collection import FollowUp
from arcdesk.models.customer import Customer
from arcdesk.models.decisions import SetAside
from arcdesk.models.queries import set_asides
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.decided import decision_of
from arcdesk.services.entries import given_reason
from arcdesk.services.unit_of_work import Deed, UnitOfWork
from arcdesk.services.worklist import WorklistService

EndedBy = Literal["", "expired", "taken_back", "replaced"]
MOST_YEARS = 1
"""The longest snooze; who is not to be chased for longer is put on hold."""


class NothingToSetAside(Refusal):
    """A decision about somebody with whom there is nothing to do."""

    sentence = "“{name}” is not on today's list, so there is nothing to set aside."


class SnoozeEnded(Refusal):
    """A snooze until a day that is not to come."""

    sentence = "{day} is not after today. Choose the day on which the customer is to be on the list again."


class SnoozeTooLong(Refusal):
    """A snooze that would be forgotten."""

    sentence = "A customer may be put off until {last} at most. For longer, put him on hold."


class NotSetAside(Refusal):
    """Nothing to take back."""

    sentence = "“{name}” is not set aside."


@dataclass(frozen=True, slots=True)
class SetAsideLine:
    """One decision; it counts from ``made_on`` until before ``back_on``, or until it ended.

    ``ended_by`` is "" while it stands; ``ended_on`` the day of it.
    """

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    kind: DecisionKind
    made_on: date
    back_on: date
    reason: str
    kinds: tuple[str, ...]
    made_at: str
    ended_by: EndedBy = ""
    ended_on: date | None = None


class SetAsideService:
    """Writes decisions down, takes them back, and lists them."""

    def __init__(self, work: UnitOfWork, worklist: WorklistService) -> None:
        self._work = work
        self._worklist = worklist

    def decide(
        self, customer_id: int, kind: DecisionKind, reason: str, until: date | None = None
    ) -> SetAsideLine:
        """Set a customer of today's list aside: snoozed ``until`` that day, or done or skipped for today.

        A snooze moves his due follow-ups, or plans one where there is none; done closes them.

        Raises:
            UnknownCustomer, ReasonMissing, NothingToSetAside, SnoozeEnded, SnoozeTooLong.
        """
        customer, today = _customer(customer_id), self._work.clock.today()
        why, back_on = given_reason(reason), self._back_on(kind, until)
        entry = self._worklist.of(customer_id, today)
        if entry is None:
            raise NothingToSetAside(name=customer.name, field="customer")
        kept = answered(entry.reasons)
        details = {"kind": kind, "back_on": back_on, "reason": why, "answered": [each.kind for each in kept]}
        now = self._work.clock.now()
        with self._work.write("set_aside.decided", customer_id, **details) as deed:
            row = SetAside.create(
                customer=customer_id, kind=kind, made_on=today, back_on=back_on, reason=why, made_at=now,
                answered=[[each.kind, each.mark] for each in kept],
            )  # fmt: skip
            _settle_follow_ups(deed, customer_id, kind, back_on, why, now)
            deed.details["set_aside"] = row.id
            deed.touch("set_aside", customer_id)
        return _line(set_asides.standing(today, customer_id)[customer_id], today)

    def take_back(self, customer_id: int) -> SetAsideLine:
        """Put a customer who was set aside back onto the list; the follow-ups stay as they are by now.

        Raises:
            UnknownCustomer, NotSetAside.
        """
        customer, today = _customer(customer_id), self._work.clock.today()
        kept = set_asides.standing(today, customer_id).get(customer_id)
        if kept is None:
            raise NotSetAside(name=customer.name, field="customer")
        with self._work.write("set_aside.taken_back", customer_id, set_aside=kept.id, reason=kept.reason) as deed:
            SetAside.create(
                customer=customer_id, kind="taken_back", made_on=today, back_on=today, reason="", answered=[],
                made_at=self._work.clock.now(), takes_back=kept.id,
            )  # fmt: skip
            deed.touch("set_aside", customer_id)
        return _line(kept, today, ended_by="taken_back", ended_on=today)

    def standing(self, on: date | None = None) -> tuple[SetAsideLine, ...]:
        """Every decision that counts on a day, what ends first at the top."""
        day = on or self._work.clock.today()
        lines = [_line(kept, day) for kept in set_asides.standing(day).values()]
        return tuple(sorted(lines, key=lambda line: (line.back_on, line.customer_code)))

    def review(self, first: date, last: date) -> tuple[SetAsideLine, ...]:
        """Every decision that counted on some day from ``first`` to ``last``, the newest first, and how it ended."""
        kept = set_asides.between(first, last)
        replaced = set_asides.replaced_on({each.id for each in kept})
        today = self._work.clock.today()
        return tuple(_ended(each, replaced.get(each.id), today) for each in kept)

    def _back_on(self, kind: DecisionKind, until: date | None) -> date:
        today = self._work.clock.today()
        if kind == "snooze":
            if until is None or until <= today:
                raise SnoozeEnded(day=until or today, field="until")
            if until > (last := add_years(today, MOST_YEARS)):
                raise SnoozeTooLong(last=last, field="until")
        return first_day_back(kind, today, until)


def _settle_follow_ups(
    deed: Deed, customer_id: int, kind: DecisionKind, back_on: date, reason: str, now: datetime
) -> None:
    """Follow-ups that are due move with a snooze and are closed by done; a snooze without any plans one."""
    if kind == "skip":
        return
    due = (FollowUp.customer == customer_id) & (FollowUp.state == "open") & (FollowUp.due_on <= now.date())
    numbers = [row.id for row in FollowUp.select(FollowUp.id).where(due)]
    if kind == "done":
        FollowUp.update(state="done", closed_at=now).where(FollowUp.id.in_(numbers)).execute()
    elif numbers:
        FollowUp.update(due_on=back_on, notified_on=None).where(FollowUp.id.in_(numbers)).execute()
    else:
        made = FollowUp.create(customer=customer_id, due_on=back_on, reason=reason, created_at=now)
        numbers = [made.id]
    if numbers:
        deed.details["follow_ups"] = numbers
        deed.touch("follow_up", customer_id)


def _customer(customer_id: int) -> Customer:
    row = Customer.get_or_none(Customer.id == customer_id)
    if row is None:
        raise UnknownCustomer(code=customer_id, field="customer")
    return row


def _ended(kept: set_asides.KeptDecision, replaced_on: str | None, today: date) -> SetAsideLine:
    if kept.taken_back_on:
        return _line(kept, today, ended_by="taken_back", ended_on=date.fromisoformat(kept.taken_back_on))
    if replaced_on and replaced_on < kept.back_on:
        return _line(kept, today, ended_by="replaced", ended_on=date.fromisoformat(replaced_on))
    return _line(kept, today)


def _line(
    kept: set_asides.KeptDecision, day: date, *, ended_by: EndedBy = "", ended_on: date | None = None
) -> SetAsideLine:
    """The line as of ``day``: what ran out by then is expired."""
    decision = decision_of(kept)
    if not ended_by and decision.back_on <= day:
        ended_by, ended_on = "expired", decision.back_on
    kinds = tuple(dict.fromkeys(each.kind for each in decision.answered if each.kind != "*"))
    return SetAsideLine(
        kept.id, kept.customer_id, kept.code, kept.name, decision.kind, decision.made_on, decision.back_on,
        decision.reason, kinds, kept.made_at, ended_by, ended_on,
    )  # fmt: skip
