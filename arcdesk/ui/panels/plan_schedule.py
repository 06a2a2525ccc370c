"""The days and amounts of an instalment plan: reckoned by the month, then changed line by line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.plan_schedule import Planned, monthly_schedule
from arcdesk.domain.plans import MOST_INSTALMENTS
from arcdesk.i18n import tr
from arcdesk.ui.panels.promise_lines import PromiseLines
from arcdesk.ui.theme import XS, S
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

USUAL_COUNT = 3
SHOWN_LINES = 5


class HalfAnInstalment(Refusal):
    """An instalment with only an amount or only a day."""

    sentence = "Instalment {seq} needs an amount and a day. Fill in both, or empty the line."


class CountMissing(Refusal):
    """No number of instalments to reckon with."""

    sentence = "Enter how many instalments there are, and the day of the first."


class PlanSchedule(QWidget):
    """Count, first day and down payment make the lines; each line can be typed over.

    Signals:
        changed: a line is another one now.
    """

    changed = Signal()

    def __init__(self, context: UiContext, first: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme, today = context.theme, context.today
        self.count = line_edit("plan_count", tr("Number of instalments"), str(USUAL_COUNT))
        self.count.setValidator(QIntValidator(1, MOST_INSTALMENTS, self))
        self.count.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 8)
        self.first = DateField(tr("First on"), theme, today)
        self.first.setObjectName("plan_first")
        self.first.set_day(first)
        self.down = AmountField(tr("Down payment"))
        self.down.setObjectName("plan_down")
        self.down_on = DateField(tr("Down payment on"), theme, today)
        self.down_on.setObjectName("plan_down_on")
        self.lines = PromiseLines(theme, today, amount=tr("Instalment amount"), due=tr("Instalment day"))
        self.lines.changed.connect(self.changed)
        self.reckon = button(tr("Reckon"), "plan_reckon")
        self._arrange()

    def propose(self, total_fen: int, agreed_on: date) -> None:
        """Fill the lines in from count, first day and down payment; the last takes the rest (R47).

        Raises:
            CountMissing, BadAmount, BadDate, and those of ``monthly_schedule``.
        """
        first, text = self.first.day(), self.count.text().strip()
        if first is None or not text:
            raise CountMissing(field="count")
        down_fen = self.down.amount()
        down = Planned(self.down_on.day() or agreed_on, down_fen) if down_fen else None
        self.show_lines(monthly_schedule(total_fen, int(text), first, down))

    def show_lines(self, instalments: Sequence[Planned]) -> None:
        """Show these instalments."""
        self.lines.clear()
        for each in instalments:
            line = self.lines.add_line()
            line.amount.set_amount(each.amount_fen)
            line.due.set_day(each.due_on)
        self._scroll.verticalScrollBar().setValue(0)
        self.changed.emit()

    def values(self) -> tuple[Planned, ...]:
        """The instalments that are filled in, in the order shown.

        Raises:
            HalfAnInstalment, BadAmount, TooManyDecimals, BadDate.
        """
        found = []
        for seq, line in enumerate(self.lines.lines, 1):
            fen, day = line.amount.amount(), line.due.day()
            if fen is None and day is None:
                continue
            if fen is None or day is None:
                raise HalfAnInstalment(seq=seq, field="instalment")
            found.append(Planned(day, fen))
        return tuple(found)

    def total_fen(self) -> int:
        """What the lines come to so far, in fen."""
        return sum(line.amount.amount_or_none() or 0 for line in self.lines.lines)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S)
        grid.setVerticalSpacing(XS)
        fields = (
            (0, 0, tr("Count|instalments"), self.count), (0, 2, tr("First on"), self.first),
            (1, 0, tr("Down payment"), self.down), (1, 2, tr("On|day"), self.down_on),
        )  # fmt: skip
        for row, column, title, field in fields:
            text = label(title, "muted")
            text.setBuddy(field)
            grid.addWidget(text, row, column)
            grid.addWidget(field, row, column + 1)
        grid.addWidget(self.reckon, 0, 4, 2, 1)
        grid.setColumnStretch(3, 1)
        stack = QWidget()
        lines = QVBoxLayout(stack)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.lines)
        lines.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidget(stack)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumHeight(round(self.fontMetrics().height() * 1.9 * SHOWN_LINES))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        box.addLayout(grid)
        box.addWidget(scroll, 1)
