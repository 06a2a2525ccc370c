"""Every open follow-up in one table, overdue ones first, with done and snooze."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext
from arcdesk.ui.icons import icon
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import EmptyState, button

if TYPE_CHECKING:
    from arcdesk.services.followups import FollowUpLine
    from arcdesk.ui.jobs import JobContext


class FollowUpList(QWidget):
    """The table and its two buttons. Enter opens the customer."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model: RowTableModel[FollowUpLine] = RowTableModel(
            _columns(), lambda line: line.id, context.theme
        )
        self.table: RowTable[FollowUpLine] = RowTable(
            self._model, context.theme, context.settings, "follow_ups", tr("Follow-ups")
        )
        self.table.row_activated.connect(lambda line: context.customer_requested.emit(line.customer_id))
        self.table.context_requested.connect(self._on_context)
        self._done = button(tr("Done"), "follow_up_done", self.done)
        self._done.setIcon(icon("done", context.theme))
        self._snooze = button(tr("Snooze"), "follow_up_snooze", self.ask_day)
        self._snooze.setIcon(icon("snooze", context.theme))
        self.table.selectionModel().selectionChanged.connect(self._show_abilities)
        self._model.layoutChanged.connect(self._show_abilities)
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, S)
        tools.setSpacing(S)
        for made in (self._done, self._snooze):
            tools.addWidget(made)
        tools.addStretch(1)
        full = QWidget()
        box = QVBoxLayout(full)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(tools)
        box.addWidget(self.table, 1)
        empty = EmptyState(
            context.theme,
            "followup",
            tr("No follow-ups are planned. They come from logging a contact, or from Snooze."),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(empty)
        QShortcut(QKeySequence("D"), self.table, self.done)
        self._show_abilities()

    def show_lines(self, lines: Sequence[FollowUpLine]) -> None:
        """Show these follow-ups; selection and place stay."""
        self._model.set_rows(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self._show_abilities()

    def select_one(self) -> None:
        """Select the first follow-up where none is, so that the buttons have something to act on."""
        if self._model.rows and not self.table.selectionModel().hasSelection():
            self.table.select_id(self._model.rows[0].id)

    @Slot()
    def done(self) -> None:
        """Close the selected follow-ups."""
        ids = [line.id for line in self.table.selected_rows()]
        followups = self._context.desk.followups
        if ids and self._done.isEnabled():
            self._run(lambda _: [followups.done(number) for number in ids])

    @Slot()
    def ask_day(self) -> None:
        """Offer the usual days under the button."""
        followups, today = self._context.desk.followups, self._context.today
        self._context.jobs.run(lambda _: followups.suggestions(today), self._on_days, owner=self)

    def _on_days(self, days: Sequence[tuple[str, date]]) -> None:
        menu = self.day_menu(days)
        menu.popup(self._snooze.mapToGlobal(QPoint(0, self._snooze.height())))

    def day_menu(self, days: Sequence[tuple[str, date]]) -> QMenu:
        """A menu whose entries put the selected follow-ups off to that day."""
        menu = QMenu(self)
        for text, day in days:
            menu.addAction(f"{tr(text)}  ·  {show.day_of_week(day)}", partial(self.snooze, day))
        return menu

    def snooze(self, until: date) -> None:
        """Put the selected follow-ups off."""
        ids = [line.id for line in self.table.selected_rows()]
        followups = self._context.desk.followups
        self._run(lambda _: [followups.snooze(number, until) for number in ids])

    def _run(self, work: Callable[[JobContext], object]) -> None:
        self._context.jobs.run(work, _nothing, self._on_refused, owner=self)

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._context.refuse(error)

    @Slot()
    def _show_abilities(self) -> None:
        can = self._context.can_write and bool(self.table.selected_rows())
        for made in (self._done, self._snooze):
            made.setEnabled(can)

    def _on_context(self, line: FollowUpLine, point: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(
            tr("Open the dossier"), lambda: self._context.customer_requested.emit(line.customer_id)
        )
        if self._done.isEnabled():
            menu.addAction(tr("Done"), self.done)
            menu.addAction(tr("Snooze"), self.ask_day)
        self.table.add_common(menu)
        menu.popup(point)

    def buttons(self) -> tuple[QPushButton, ...]:
        """The two buttons, for the page's tab order."""
        return (self._done, self._snooze)


def _columns() -> tuple[Column[FollowUpLine], ...]:
    def late(line: FollowUpLine) -> str:
        return "red" if line.days_late else ""

    return (
        Column(
            "due_on", tr("Due on"), lambda line: show.day_of_week(line.due_on),
            lambda line: line.due_on, tone=late, width=16,
        ),
        Column(
            "late", tr("Days late"), lambda line: str(line.days_late) if line.days_late else "",
            lambda line: line.days_late, "right", late, width=10,
        ),
        Column("customer", tr("Customer"), lambda line: line.customer_name, width=34),
        Column("code", tr("Code"), lambda line: line.customer_code, width=10),
        Column("reason", tr("Reason"), lambda line: line.reason, tip=lambda line: line.reason, stretch=True),
    )  # fmt: skip


def _nothing(_: object) -> None:
    return None
