"""Tasks for others of the firm: what there is today, handing it out, and the answers (S-060 to S-080, S-204)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from arcdesk.collector import no_garbage_search
from arcdesk.domain.account import Account, undisputed
from arcdesk.domain.errors import Refusal
from arcdesk.domain.gate import Reason
from arcdesk.domain.policy_words import ROLE_TEXTS
from arcdesk.domain.staff import Colleague, recipient
from arcdesk.domain.tasks import (
    ANSWER_WORKDAYS,
    OWNER_KINDS,
    OWNER_STEPS,
    SOON_DAYS,
    asked_of_roles,
    bring_back,
    matter_of,
)
from arcdesk.models import audit_chain
from arcdesk.models.customer import Customer
from arcdesk.models.queries import names
from arcdesk.models.staff import Task, TaskAnswer
from arcdesk.services.day_list import DayListService
from arcdesk.services.entries import entry_day, given_reason
from arcdesk.services.gate_facts import accounts_on
from arcdesk.services.reference import Reference
from arcdesk.services.staff import StaffService
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.worklist import TodayEntry


class NothingToHandOut(Refusal):
    """No task is left that was not handed out."""

    sentence = "There is nothing to hand out: every task of today is with somebody already."


class DueBeforeToday(Refusal):
    """An answer asked for on a day that is gone."""

    sentence = "The answer is due on {day}, which is past. Choose today or a later day."


class UnknownTask(Refusal):
    """No task has that number."""

    sentence = "There is no task no. {number}."


class TaskClosed(Refusal):
    """A second answer to one task."""

    sentence = "Task no. {number} was closed on {day} already."


@dataclass(frozen=True, slots=True)
class TaskInvoice:
    """An invoice, or an instalment of it, on a task sheet; ``open_fen`` and ``disputed_fen`` of that day."""

    number: str
    instalment: int
    currency: str
    due_on: date
    open_fen: int
    disputed_fen: int


@dataclass(frozen=True, slots=True)
class TaskText:
    """One thing to do: ``action`` and what to ``bring`` back, both texts to translate."""

    action: str
    bring: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What could be handed out today to one person for one customer; ``role`` "" where it goes to the owner.

    ``recipient`` is "" where the directory names nobody for the role.
    """

    customer_id: int
    customer_code: str
    customer_name: str
    owner: str
    recipient: str
    role: str
    actions: tuple[TaskText, ...]
    reasons: tuple[Reason, ...]
    matters: tuple[str, ...]
    lines: tuple[TaskInvoice, ...]

    @property
    def key(self) -> tuple[int, str, str]:
        return (self.customer_id, self.recipient, self.role if not self.recipient else "")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task that was handed out, and its answer; ``state`` is open, answered or withdrawn."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    recipient: str
    role: str
    actions: tuple[TaskText, ...]
    reasons: tuple[Reason, ...]
    lines: tuple[TaskInvoice, ...]
    handed_on: date
    due_on: date
    state: str
    answered_on: date | None
    answer: str

    def days_late(self, day: date) -> int:
        """Days past the day by which it was to be answered, while it is open."""
        return max(0, (day - self.due_on).days) if self.state == "open" else 0


class TaskService:
    """Reads what others have to do, records what was handed out, and what came back."""

    def __init__(
        self, work: UnitOfWork, staff: StaffService, day_list: DayListService, reference: Reference
    ) -> None:
        self._work = work
        self._staff = staff
        self._day_list = day_list
        self._reference = reference

    def due_day(self, on: date | None = None) -> date:
        """By when an answer is asked for unless told: three working days."""
        return self._reference.workdays.add_workdays(on or self._work.clock.today(), ANSWER_WORKDAYS)

    def offers(self, on: date | None = None) -> tuple[Offer, ...]:
        """What is to be handed out on a day and was not yet, by recipient; whoever owes longest first.

        Of the work list, what is still to do; of the policy, whatever it asks of a role.
        """
        day = on or self._work.clock.today()
        with no_garbage_search():
            return self._offers(day)

    def _offers(self, day: date) -> tuple[Offer, ...]:
        people, numbers = self._staff.colleagues(), names.invoice_numbers()
        accounts = accounts_on(day)
        entries = {row.customer_id: row.entry for row in self._day_list.of(day).open}
        done = _matters_handed()
        found: list[Offer] = []
        query = Customer.select(
            Customer.id, Customer.code, Customer.name, Customer.owner, Customer.salesperson
        )
        for row in query.where(Customer.merged_into.is_null()):
            mine = accounts.get(row.id, ())
            parts = _Parts(row, people, day)
            for account in mine:
                parts.take_roles(account)
            parts.take_entry(entries.get(row.id))
            found += parts.offers(_lines(mine, numbers, day), done.get(row.id, set()))
        return tuple(sorted(found, key=_by_recipient))

    def hand_out(
        self,
        keys: Collection[tuple[int, str, str]] | None = None,
        due_on: date | None = None,
        to: str = "",
        make: Callable[[tuple[TaskLine, ...]], object] | None = None,
    ) -> tuple[TaskLine, ...]:
        """Record that these tasks of today were handed out; all of them without ``keys``.

        Args:
            to: who gets them in place of the one the directory names.
            make: writes the sheets; where it cannot, nothing was handed out.

        Raises:
            DueBeforeToday, NothingToHandOut.
        """
        today = self._work.clock.today()
        due = due_on or self.due_day(today)
        if due < today:
            raise DueBeforeToday(day=due.isoformat(), field="due_on")
        wanted = None if keys is None else set(keys)
        chosen = [offer for offer in self.offers(today) if wanted is None or offer.key in wanted]
        if not chosen:
            raise NothingToHandOut(field="task")
        ids: list[int] = []
        now = self._work.clock.now()
        with self._work.write("tasks.handed_out", due_on=due, tasks=ids) as deed:
            for offer in chosen:
                name = to or offer.recipient
                row = Task.create(
                    customer=offer.customer_id, recipient=name, role=offer.role, handed_on=today, due_on=due,
                    actions=[[each.action, each.bring] for each in offer.actions], matters=list(offer.matters),
                    reasons=[_plain_reason(each) for each in offer.reasons],
                    lines=[_plain_line(each) for each in offer.lines], logged_at=now,
                )  # fmt: skip
                ids.append(row.id)
                told = {"task": row.id, "to": name, "role": offer.role, "due_on": due}
                audit_chain.append(now, "task.handed_out", offer.customer_id, told)
                deed.touch("task", offer.customer_id)
            lines = tuple(line for line in self.handed() if line.id in set(ids))
            if make is not None:
                make(lines)
        return lines

    def handed(self, *, open_only: bool = True, customer_id: int | None = None) -> tuple[TaskLine, ...]:
        """What was handed out, the earliest day first; without ``open_only`` also what is closed."""
        answers = {row.task_id: row for row in TaskAnswer.select()}
        query = Task.select(Task, Customer).join(Customer).order_by(Task.due_on, Task.id)
        if customer_id is not None:
            query = query.where(Task.customer == customer_id)
        return tuple(
            _line(row, answers.get(row.id)) for row in query if not (open_only and row.id in answers)
        )

    def find(self, number: int) -> TaskLine:
        """A task by its number.

        Raises:
            UnknownTask.
        """
        found = next((line for line in self.handed(open_only=False) if line.id == number), None)
        if found is None:
            raise UnknownTask(number=number, field="task")
        return found

    def answer(self, number: int, text: str, on: date | None = None) -> TaskLine:
        """Record what came back of a task.

        Raises:
            UnknownTask, TaskClosed, ReasonMissing, EntryInFuture, EntryTooEarly.
        """
        return self._close(number, "answered", text, on)

    def withdraw(self, number: int, reason: str) -> TaskLine:
        """Take a task back; its reason may be handed out again.

        Raises:
            UnknownTask, TaskClosed, ReasonMissing.
        """
        return self._close(number, "withdrawn", reason, None)

    def _close(self, number: int, kind: str, text: str, on: date | None) -> TaskLine:
        line = self.find(number)
        if line.answered_on is not None:
            raise TaskClosed(number=number, day=line.answered_on.isoformat(), field="task")
        why = given_reason(text)
        day = entry_day(on, line.handed_on, self._work.clock.today())
        with self._work.write(f"task.{kind}", line.customer_id, task=number, on=day, text=why) as deed:
            TaskAnswer.create(task=number, kind=kind, on_day=day, text=why, logged_at=self._work.clock.now())
            deed.touch("task", line.customer_id)
        return self.find(number)


class _Parts:
    """What there is to do for one customer, gathered by who does it."""

    def __init__(self, row: Customer, people: tuple[Colleague, ...], day: date) -> None:
        self._row, self._people, self._day = row, people, day
        self._found: dict[tuple[str, str], list[tuple[TaskText, tuple[Reason, ...], tuple[str, ...]]]] = (
            defaultdict(list)
        )
        self._oldest: date | None = None

    def take_roles(self, account: Account) -> None:
        """What the policy asks of roles."""
        due = [
            item.due_on
            for item in account.items
            if item.due_on and item.due_on < self._day and item.open_fen > 0
        ]
        self._oldest = min([*due, *([self._oldest] if self._oldest else [])], default=None)
        row = self._row
        for asked in asked_of_roles(account, self._day):
            name = recipient(asked.role, row.owner, row.salesperson, self._people, self._day)
            key = (name, "" if name and name == row.owner else asked.role)
            text = TaskText(asked.action, bring_back(asked.step, asked.role))
            self._found[key].append((text, (asked.reason,), (asked.matter,)))

    def take_entry(self, entry: TodayEntry | None) -> None:
        """The customer's line of the work list, for his owner; an owner who works in the program needs no sheet."""
        owner = self._row.owner
        if entry is None or not owner or entry.kind not in OWNER_KINDS or entry.step not in OWNER_STEPS:
            return
        known = {one.name: one for one in self._people}.get(owner)
        if known is not None and (
            known.role in ("finance", "finance_manager") or not known.is_here(self._day)
        ):
            return
        reasons = tuple(
            reason
            for reason in entry.reasons
            if reason.rule in OWNER_KINDS and reason.text_key not in ROLE_TEXTS.values()
        )
        matters = tuple(matter_of(reason, self._oldest) for reason in reasons)
        self._found[owner, ""].append((TaskText(entry.action, bring_back(entry.step, "")), reasons, matters))

    def offers(self, lines: tuple[TaskInvoice, ...], done: set[str]) -> Iterable[Offer]:
        """One offer a recipient, without what was handed out before."""
        for (name, role), parts in self._found.items():
            new = [part for part in parts if not set(part[2]) <= done]
            if not new:
                continue
            reasons: dict[str, Reason] = {}
            for _, given, _ in new:
                reasons |= {f"{reason.text_key}{reason.values}": reason for reason in given}
            yield Offer(
                self._row.id, self._row.code, self._row.name, self._row.owner, name, role,
                tuple(dict.fromkeys(text for text, _, _ in new)), tuple(reasons.values()),
                tuple(dict.fromkeys(matter for _, _, matters in new for matter in matters)), lines,
            )  # fmt: skip


def _lines(accounts: tuple[Account, ...], numbers: dict[int, str], day: date) -> tuple[TaskInvoice, ...]:
    until = day + timedelta(days=SOON_DAYS)
    return tuple(
        TaskInvoice(
            numbers[item.invoice_id], item.instalment, account.currency, item.due_on, item.open_fen,
            item.open_fen - undisputed(item),
        )
        for account in accounts
        for item in account.items
        if item.due_on and item.due_on <= until and item.open_fen > 0
    )  # fmt: skip


def _by_recipient(offer: Offer) -> tuple[bool, str, str, date, str]:
    oldest = min((line.due_on for line in offer.lines), default=date.max)
    return (not offer.recipient, offer.recipient, offer.role, oldest, offer.customer_code)


def _matters_handed() -> dict[int, set[str]]:
    """Reasons by customer that were handed out and not taken back."""
    withdrawn = {row.task_id for row in TaskAnswer.select().where(TaskAnswer.kind == "withdrawn")}
    found: dict[int, set[str]] = defaultdict(set)
    for row in Task.select(Task.id, Task.customer, Task.matters):
        if row.id not in withdrawn:
            found[row.customer_id] |= set(row.matters)
    return found


def _plain_reason(reason: Reason) -> dict[str, Any]:
    values = json.loads(json.dumps(dict(reason.values), default=str))
    return {"rule": reason.rule, "text": reason.text_key, "values": values, "instalment": reason.instalment}


def _plain_line(line: TaskInvoice) -> list[Any]:
    return [
        line.number,
        line.instalment,
        line.currency,
        line.due_on.isoformat(),
        line.open_fen,
        line.disputed_fen,
    ]


def _line(row: Task, answer: TaskAnswer | None) -> TaskLine:
    customer: Any = row.customer
    return TaskLine(
        row.id, row.customer_id, customer.code, customer.name, row.recipient, row.role,
        tuple(TaskText(*each) for each in row.actions),
        tuple(Reason(r["rule"], r["text"], r["values"], instalment=r["instalment"]) for r in row.reasons),
        tuple(TaskInvoice(n, seq, cur, date.fromisoformat(on), fen, held) for n, seq, cur, on, fen, held in row.lines),
        row.handed_on, row.due_on, answer.kind if answer else "open",
        answer.on_day if answer else None, answer.text if answer else "",
    )  # fmt: skip
