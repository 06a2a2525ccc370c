"""Task sheets: one paper a recipient, with room for the answer (S-060 to S-070, S-204)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from arcdesk.domain.aging import overdue_days
from arcdesk.i18n import current, tr
from arcdesk.importing.sheet_writer import Cell as BookCell
from arcdesk.importing.sheet_writer import Money, Sheet
from arcdesk.pdf.parts_sheet import PartsSheet, SheetPart, SheetTable
from arcdesk.pdf.table import Column
from arcdesk.services.case_words import role_name, sums_text
from arcdesk.services.customers import Person
from arcdesk.services.handover_sheets import person_text
from arcdesk.services.reason_text import reasons_text
from arcdesk.services.tasks import TaskInvoice, TaskLine

People = Mapping[int, Sequence[Person]]


def addressee(task: TaskLine) -> str:
    """Whom a task is for: the person, else the role."""
    return task.recipient or role_name(task.role)


def task_sheet(
    tasks: Sequence[TaskLine], people: People, company: str, made_on: date, *, mask: bool
) -> PartsSheet:
    """The paper of one recipient, who gets all of ``tasks``."""
    first = tasks[0]
    roles = dict.fromkeys(role_name(task.role) for task in tasks if task.role)
    facts = (
        (tr("To|task"), addressee(first)),
        (tr("As|role"), tr(", |list").join(roles)),
        (tr("Tasks"), str(len(tasks))),
        (tr("Overdue"), sums_text(_overdue(tasks).items())),
        (tr("Answer by"), max(task.due_on for task in tasks).isoformat()),
    )
    parts = tuple(
        _part(n, task, people.get(task.customer_id, ()), mask=mask) for n, task in enumerate(tasks, 1)
    )
    back = tr("Please write the answer on this sheet and give it back by the day named.")
    return PartsSheet(current(), tr("Task sheet"), company, made_on, facts, parts, closing=(back,))


def task_book(tasks: Sequence[TaskLine], people: People, *, mask: bool) -> tuple[Sheet, ...]:
    """The same as a workbook: a line an invoice, with columns for the answer."""
    heads: list[BookCell] = [
        tr("No.|task"), tr("To|task"), tr("Code"), tr("Customer"), tr("Why"), tr("To do|task"), tr("Bring back|task"),
        tr("Invoice"), tr("Currency"), tr("Open|amount"), tr("Due on"), tr("Days late"), tr("Contact person"),
        tr("Answer by"), tr("Answer|task"),
    ]  # fmt: skip
    rows = [heads]
    for task in tasks:
        people_text = tr("; |list").join(
            person_text(p, mask=mask) for p in people.get(task.customer_id, ())[:2]
        )
        rows += [
            [
                task.id, addressee(task), task.customer_code, task.customer_name, why_text(task), do_text(task),
                bring_text(task), _number(line) if line else "", line.currency if line else "",
                Money(line.open_fen, line.currency) if line else None, line.due_on if line else None,
                overdue_days(task.handed_on, line.due_on) if line else None, people_text, task.due_on, task.answer,
            ]
            for line in task.lines or (None,)
        ]  # fmt: skip
    return (Sheet(tr("Task sheet"), rows),)


def why_text(task: TaskLine) -> str:
    """Why there is something to do."""
    return reasons_text(task.reasons)


def do_text(task: TaskLine) -> str:
    """What to do."""
    return tr("; |list").join(tr(each.action) for each in task.actions)


def bring_text(task: TaskLine) -> str:
    """What to bring back."""
    return tr("; |list").join(dict.fromkeys(tr(each.bring) for each in task.actions))


def mail_text(tasks: Sequence[TaskLine], company: str) -> tuple[str, str]:
    """Subject and text of the mail that brings a sheet."""
    due = max(task.due_on for task in tasks).isoformat()
    subject = tr("Receivables: {count} tasks, answer by {day}", count=len(tasks), day=due)
    lines = [f"{n}. {task.customer_name}: {do_text(task)}" for n, task in enumerate(tasks, 1)]
    head = tr("{name}, these customers need you. The sheet is attached; please answer by {day}.",
              name=addressee(tasks[0]), day=due)  # fmt: skip
    return subject, "\n".join((head, "", *lines, "", company))


def _overdue(tasks: Sequence[TaskLine]) -> dict[str, int]:
    found: dict[str, int] = {}
    seen: set[int] = set()
    for task in tasks:
        if task.customer_id not in seen:
            seen.add(task.customer_id)
            for line in task.lines:
                if line.due_on < task.handed_on:
                    found[line.currency] = found.get(line.currency, 0) + line.open_fen
    return found


def _part(number: int, task: TaskLine, people: Sequence[Person], *, mask: bool) -> SheetPart:
    facts = (
        (tr("Why"), why_text(task)),
        (tr("To do|task"), do_text(task)),
        (tr("Bring back|task"), bring_text(task)),
        (tr("Contact person"), tr("; |list").join(person_text(p, mask=mask) for p in people[:2])),
        (tr("Answer by"), task.due_on.isoformat()),
    )
    title = f"{number}. {task.customer_code} {task.customer_name}　{tr('Task no. {number}', number=task.id)}"
    tables = (_table(task),) if task.lines else ()
    return SheetPart(
        title, facts, tables, blanks=(tr("Answer:|blank"), tr("Amount and day promised, by whom:"))
    )


def _table(task: TaskLine) -> SheetTable:
    several = len({line.currency for line in task.lines}) > 1
    disputed = any(line.disputed_fen for line in task.lines)
    columns = (
        Column(tr("Invoice"), weight=1.4),
        Column(tr("Due on"), "date"),
        Column(tr("Days late"), "count"),
        *([Column(tr("Currency"), "date")] if several else []),
        Column(tr("Open|amount"), "amount"),
        *([Column(tr("Disputed"), "amount")] if disputed else []),
    )
    rows: tuple[tuple[str | int | None, ...], ...] = tuple(
        (
            _number(line), line.due_on.isoformat(), str(overdue_days(task.handed_on, line.due_on) or ""),
            *([line.currency] if several else []), line.open_fen,
            *([line.disputed_fen or None] if disputed else []),
        )
        for line in task.lines
    )  # fmt: skip
    totals: tuple[tuple[str | int | None, ...], ...] = tuple(
        (
            tr("Total|document"), "", "", *([currency] if several else []),
            sum(line.open_fen for line in task.lines if line.currency == currency),
            *([sum(line.disputed_fen for line in task.lines if line.currency == currency)] if disputed else []),
        )
        for currency in dict.fromkeys(line.currency for line in task.lines)
    )  # fmt: skip
    return SheetTable(columns, rows, totals)


def _number(line: TaskInvoice) -> str:
    return (
        tr("{number}, instalment {seq}", number=line.number, seq=line.instalment)
        if line.instalment
        else line.number
    )
