"""Handing tasks out, and what is out: to whom, what, until when, and what came back (S-060 to S-080)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.case_words import role_name
from arcdesk.services.reason_text import reasons_text
from arcdesk.services.task_sheets import addressee, bring_text, do_text, why_text
from arcdesk.services.tasks import Offer, TaskLine
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.paper_files import ask_folder, save_papers
from arcdesk.ui.dialogs.staff import StaffDialog
from arcdesk.ui.dialogs.task_answer import TaskAnswerDialog
from arcdesk.ui.tables import Column, RowTable, RowTableModel, date_column
from arcdesk.ui.tables.checks import CheckModel, CheckTable
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, char_width, label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import named
from arcdesk.ui.widgets.name_choice import NameChoice

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS, HEIGHT_LINES = 136, 30
STATES = {"open": "open|task", "answered": "answered|task", "withdrawn": "withdrawn|task"}
Read = tuple[tuple[Offer, ...], tuple[TaskLine, ...], tuple[str, ...]]


class TasksDialog(QDialog):
    """Two lists: what is to be handed out today, and what is out."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("tasks_dialog")
        self.setWindowTitle(tr("Tasks for others"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        self.offers = CheckModel(_offer_columns(), lambda offer: offer.key, context.theme)
        self.offer_table: CheckTable[Offer] = CheckTable(
            self.offers, context.theme, context.settings, "task_offers", tr("To be handed out")
        )
        self.offers.checks_changed.connect(self._show_abilities)
        self.handed = RowTableModel(_task_columns(context), lambda task: task.id, context.theme)
        self.task_table: RowTable[TaskLine] = RowTable(
            self.handed, context.theme, context.settings, "tasks_handed", tr("Handed out")
        )
        self.task_table.selectionModel().selectionChanged.connect(self._show_abilities)
        self.task_table.row_activated.connect(lambda task: self._open(task.customer_id))
        self.offer_table.row_activated.connect(lambda offer: self._open(offer.customer_id))
        self.tabs = QTabWidget()
        named(self.tabs, "tasks_tabs", tr("Tasks for others"))
        self.tabs.addTab(self._offer_page(), tr("To be handed out"))
        self.tabs.addTab(self._handed_page(), tr("Handed out"))
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(button(tr("People of the firm…"), "tasks_staff", self._show_staff))
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "tasks_close", self.reject))
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(self.tabs, 1)
        box.addLayout(foot)
        context.data_changed.connect(self._on_changes)
        self._read()

    def hand_out(self, folder: Path | None = None) -> None:
        """Record the ticked tasks and write a sheet for each recipient."""
        context, keys = self._context, self.offers.checked
        if not keys or not context.can_write:
            return
        try:
            due = self.due.day()
        except Refusal as refusal:
            self._say(sentence(refusal))
            return
        target = folder or ask_folder(context, self)
        if target is None:
            return
        desk, to, mask = context.desk, self.to.name(), self.hides.isChecked()

        def work(_job: object) -> tuple[int, tuple[Path, ...]]:
            files: list[Path] = []
            lines = desk.tasks.hand_out(
                keys, due, to, lambda handed: files.extend(desk.staff_papers.write_tasks(handed, target, mask=mask))
            )
            return len(lines), tuple(files)

        context.jobs.run(work, self._on_handed_out, self._on_failed, title=tr("Writing the sheets"), owner=self)

    def _on_handed_out(self, done: tuple[int, tuple[Path, ...]]) -> None:
        count, files = done
        self._say("")
        self._context.file_saved.emit(tr("Tasks handed out: {count}", count=count), files[0])

    def answer(self, *, withdraws: bool = False) -> None:
        """Record what came back of the current task, or take it back."""
        task = self.task_table.current_row()
        if task is not None and task.state == "open" and self._context.can_write:
            TaskAnswerDialog(self._context, task, self, withdraws=withdraws).open()

    def write_again(self) -> None:
        """Write the sheets of the chosen tasks anew."""
        chosen = [task for task in self.task_table.selected_rows() if task.state == "open"]
        papers, mask = self._context.desk.staff_papers, self.hides.isChecked()
        if chosen:
            save_papers(self._context, self, lambda: papers.tasks(chosen, mask=mask))

    def _offer_page(self) -> QWidget:
        context = self._context
        self.to = NameChoice("tasks_to", tr("Give them to"), tr("as listed"))
        self.to.setMinimumWidth(char_width(self) * 18)
        self.due = DateField(tr("Answer by"), context.theme, context.today)
        self.due.setObjectName("tasks_due")
        self.due.set_day(context.desk.tasks.due_day(context.today))
        masked = tr("Hide phone numbers")
        self.hides = named(QCheckBox(masked), "tasks_mask", masked)
        verb = tr("Hand out and save the sheets…")
        self.hand_out_button = button(verb, "tasks_hand_out", self.hand_out, primary=True)
        self.say = label("", "bad", wrap=True)
        self.say.setObjectName("tasks_answer")
        self.say.hide()
        line = QHBoxLayout()
        line.setSpacing(S)
        for title, field in ((tr("Give them to"), self.to), (tr("Answer by"), self.due)):
            line.addWidget(label(title, "muted"))
            line.addWidget(field)
            line.addSpacing(M)
        line.addWidget(self.hides)
        line.addStretch(1)
        line.addWidget(self.hand_out_button)
        self._offer_stack = QStackedWidget()
        self._offer_stack.addWidget(self.offer_table)
        nothing = tr("Nothing is to be handed out. What the policy asks of others appears here.")
        self._offer_stack.addWidget(EmptyState(context.theme, "done", nothing))
        hint = tr("From the policy's actions for roles, and the work list for each owner. Nothing is sent by itself.")
        return _page(label(hint, "muted", wrap=True), self._offer_stack, self.say, line)

    def _handed_page(self) -> QWidget:
        self.everything = named(QCheckBox(tr("Also what is closed")), "tasks_all", tr("Also what is closed"))
        self.everything.toggled.connect(lambda _on: self._read())
        self.answer_button = button(tr("Answer…"), "tasks_record", self.answer, primary=True)
        self.withdraw_button = button(tr("Take back…|task"), "tasks_withdraw", partial(self.answer, withdraws=True))
        self.sheet_button = button(tr("Sheets again…"), "tasks_sheets", self.write_again)
        line = QHBoxLayout()
        line.setSpacing(S)
        line.addWidget(self.everything)
        line.addStretch(1)
        for made in (self.sheet_button, self.withdraw_button, self.answer_button):
            line.addWidget(made)
        self._task_stack = QStackedWidget()
        self._task_stack.addWidget(self.task_table)
        self._task_stack.addWidget(EmptyState(self._context.theme, "people", tr("No task awaits an answer.")))
        hint = tr("A task stays here until its answer is recorded or it is taken back.")
        return _page(label(hint, "muted", wrap=True), self._task_stack, None, line)

    def _read(self) -> None:
        desk, closed_too = self._context.desk, self.everything.isChecked()

        def work(_job: object) -> Read:
            return desk.tasks.offers(), desk.tasks.handed(open_only=not closed_too), desk.staff.names()

        self._context.jobs.run(work, self._on_read, owner=self)

    def _on_read(self, found: Read) -> None:
        offers, tasks, names = found
        before = {offer.key for offer in self.offers.all_rows}
        self.offers.set_rows(offers)
        self.offers.check(offer.key for offer in offers if offer.key not in before)
        self.handed.set_rows(tasks)
        self.to.offer(names)
        self._offer_stack.setCurrentIndex(0 if offers else 1)
        self._task_stack.setCurrentIndex(0 if tasks else 1)
        self.tabs.setTabText(0, tr("To be handed out · {count}", count=len(offers)))
        waiting = sum(task.state == "open" for task in tasks)
        self.tabs.setTabText(1, tr("Handed out · {count}", count=waiting))
        self.offer_table.select_first()
        self.task_table.select_first()
        self._show_abilities()

    def _on_changes(self, changes: Changes) -> None:
        if changes.kinds & {"task", "staff", "customer", "policy"}:
            self._read()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error))

    def _say(self, text: str) -> None:
        self.say.setText(text)
        self.say.setVisible(bool(text))

    def _show_abilities(self, *_: object) -> None:
        can = self._context.can_write
        task = self.task_table.current_row()
        is_open = task is not None and task.state == "open"
        self.hand_out_button.setEnabled(can and bool(self.offers.checked))
        self.answer_button.setEnabled(can and is_open)
        self.withdraw_button.setEnabled(can and is_open)
        self.sheet_button.setEnabled(is_open)

    def _show_staff(self) -> None:
        StaffDialog(self._context, self).open()

    def _open(self, customer_id: int) -> None:
        self.accept()
        self._context.customer_requested.emit(customer_id)


def _page(hint: QWidget, body: QWidget, below: QWidget | None, line: QHBoxLayout) -> QWidget:
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(M, M, M, M)
    box.setSpacing(M)
    box.addWidget(hint)
    box.addWidget(body, 1)
    if below is not None:
        box.addWidget(below)
    box.addLayout(line)
    return page


def _offer_columns() -> list[Column[Offer]]:
    def to(offer: Offer) -> str:
        return offer.recipient or tr("{role} (nobody named)", role=role_name(offer.role))

    def why(offer: Offer) -> str:
        return reasons_text(offer.reasons)

    def do(offer: Offer) -> str:
        return tr("; |list").join(tr(each.action) for each in offer.actions)

    return [
        Column("tick", "", lambda _offer: "", width=4),
        Column("to", tr("To|task"), to, width=14, tip=to, tone=lambda offer: "" if offer.recipient else "warn"),
        Column("customer", tr("Customer"), lambda offer: offer.customer_name, width=22,
               tip=lambda offer: f"{offer.customer_code} {offer.customer_name}"),
        Column("why", tr("Why"), why, width=36, stretch=True, tip=why),
        Column("do", tr("To do|task"), do, width=24, tip=do),
        Column("count", tr("Invoices"), lambda offer: str(len(offer.lines)), lambda offer: len(offer.lines), "right",
               width=8),
    ]  # fmt: skip


def _task_columns(context: UiContext) -> list[Column[TaskLine]]:
    def late(task: TaskLine) -> str:
        return "bad" if task.days_late(context.today) else ""

    return [
        Column("no", tr("No."), lambda task: str(task.id), lambda task: task.id, "right", width=6),
        Column("to", tr("To|task"), addressee, width=12, tip=addressee),
        Column("customer", tr("Customer"), lambda task: task.customer_name, width=22,
               tip=lambda task: task.customer_name),
        Column("do", tr("To do|task"), do_text, width=20, stretch=True, tip=why_text),
        Column("bring", tr("Bring back|task"), bring_text, width=20, tip=bring_text, visible=False),
        date_column("handed", tr("Handed out on"), lambda task: task.handed_on),
        date_column("due", tr("Answer by"), lambda task: task.due_on, late),
        Column("state", tr("State"), lambda task: tr(STATES[task.state]), width=8, tone=late),
        Column("answer", tr("Answer|task"), lambda task: task.answer, width=12, tip=lambda task: task.answer),
    ]  # fmt: skip
