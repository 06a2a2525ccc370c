"""The week board of the Today page: days beside each other, follow-ups moved among them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.panels.week_day import ENTRY, DayColumn
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from arcdesk.services.week import WeekBoard as Board
    from arcdesk.ui.context import UiContext

DAYS = 7


class WeekBoard(QWidget):
    """This week, or another one; ``head`` has room for more buttons. Weekend days without anything on them stay away.

    Left and right walk the days, Ctrl with them moves the current follow-up by a day, Enter opens the customer.
    """

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._within = context.day
        self._wanted: int | None = None
        self.columns = tuple(DayColumn(context.theme) for _ in range(DAYS))
        self._range = label("", "heading")
        self._note = label(tr("The holidays of this year are not published yet."), "warn")
        head = self.head = QHBoxLayout()
        head.setSpacing(S)
        for text, name, step in (
            (tr("Week before"), "week_before", -1),
            (tr("This week"), "week_this", 0),
            (tr("Week after"), "week_after", 1),
        ):
            head.addWidget(button(text, name, partial(self.turn, step)))
        head.addSpacing(M)
        head.addWidget(self._range)
        head.addStretch(1)
        head.addWidget(self._note)
        days = QHBoxLayout()
        days.setSpacing(0)
        for number, column in enumerate(self.columns):
            column.list.stepped.connect(partial(self._step, number))
            column.list.moved.connect(partial(self._move, number))
            column.list.dropped.connect(partial(self._drop, number))
            column.list.opened.connect(context.customer_requested)
            days.addWidget(column, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(M)
        box.addLayout(head)
        box.addLayout(days, 1)

    def load(self) -> None:
        """Read the week shown."""
        week, within = self._context.desk.week, self._within
        self._context.jobs.run(lambda _: week.board(within), self._on_loaded, owner=self)

    @Slot()
    def turn(self, weeks: int) -> None:
        """Go to the week before (-1), the next (1) or this one (0)."""
        self._within = self._within + timedelta(days=7 * weeks) if weeks else self._context.day
        self.load()

    def focus_day(self, on: date | None = None) -> None:
        """Put the focus into a day: the one named, else today's, else the first with anything on it."""
        wanted = on or self._context.day
        shown = [column for column in self.columns if column.isVisibleTo(self)]
        best = next((column for column in shown if column.on == wanted), None)
        if best is None or not best.list.count():
            best = next((column for column in shown if column.list.count()), best)
        if best is not None:
            best.list.setFocus()

    def _on_loaded(self, board: Board) -> None:
        first, last = board.days[0].on, board.days[-1].on
        self._range.setText(f"{show.day(first)} … {show.day(last)}")
        self._note.setVisible(board.is_provisional)
        for column, day in zip(self.columns, board.days, strict=True):
            column.show_day(day, self._context.today)
            is_weekend = day.on.weekday() >= 5
            column.setVisible(not is_weekend or day.is_make_up or bool(day.entries))
        self._show_wanted()

    def _show_wanted(self) -> None:
        """After a follow-up was moved: stay on it, wherever it went."""
        wanted, self._wanted = self._wanted, None
        for column in self.columns:
            for row in range(column.list.count()):
                item = column.list.item(row)
                if wanted is not None and item.data(ENTRY).follow_up_id == wanted:
                    column.list.setCurrentRow(row)
                    column.list.setFocus()

    def _step(self, number: int, step: int) -> None:
        """The next day that is shown; past Sunday comes the next week."""
        at = number + step
        while 0 <= at < DAYS and not self.columns[at].isVisibleTo(self):
            at += step
        if 0 <= at < DAYS:
            self.columns[at].list.setFocus()
        else:
            self.turn(step)

    def _move(self, number: int, follow_up_id: int, step: int) -> None:
        on = self.columns[number].on
        if on is not None:
            self._put(follow_up_id, on + timedelta(days=step))

    def _drop(self, number: int, follow_up_id: int) -> None:
        on = self.columns[number].on
        if on is not None:
            self._put(follow_up_id, on)

    def _put(self, follow_up_id: int, on: date) -> None:
        """Move a follow-up to a day; into the next week the board goes with it."""
        if not self._context.can_write:
            return
        followups = self._context.desk.followups

        def done(_: object) -> None:
            self._wanted, self._within = follow_up_id, on
            self.load()

        self._context.jobs.run(lambda _: followups.move(follow_up_id, on), done, self._on_refused, owner=self)

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._context.refuse(error)
