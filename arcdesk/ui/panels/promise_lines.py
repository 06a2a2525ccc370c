"""Promised payments while logging a contact: one line, or several for an instalment plan."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets import button, icon_button
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField


class HalfAPromise(Refusal):
    """A promise line with only an amount or only a day."""

    sentence = "A promise needs an amount and a day. Fill in both, or empty the line."


class PromiseLine(QWidget):
    """Amount and day of one promised payment.

    Signals:
        removed: the line itself.
        changed: amount or day changed.
    """

    removed = Signal(object)
    changed = Signal()

    def __init__(
        self, theme: Theme, today: date, parent: QWidget | None = None, *, amount: str = "", due: str = ""
    ) -> None:
        super().__init__(parent)
        self.amount = AmountField(amount or tr("Promised amount"), self)
        self.amount.setObjectName("promise_amount")
        self.due = DateField(due or tr("Promised for"), theme, today, self)
        self.due.setObjectName("promise_due")
        remove = icon_button("close", tr("Remove this line"), theme, "promise_remove", self._on_remove)
        self.amount.textChanged.connect(self.changed)
        self.due.textChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.amount, 3)
        row.addWidget(self.due, 2)
        row.addWidget(remove)

    def value(self) -> tuple[int, date] | None:
        """Fen and day; None for an empty line.

        Raises:
            HalfAPromise, BadAmount, TooManyDecimals, BadDate.
        """
        amount_fen, due_on = self.amount.amount(), self.due.day()
        if amount_fen is None and due_on is None:
            return None
        if amount_fen is None or due_on is None:
            raise HalfAPromise(field="promise")
        return amount_fen, due_on

    def _on_remove(self) -> None:
        self.removed.emit(self)


class PromiseLines(QWidget):
    """All promised payments of one contact, or the instalments of a plan.

    ``amount`` and ``due`` are what a screen reader calls the two fields of a line.

    Signals:
        changed: a line was added, changed or removed.
    """

    changed = Signal()

    def __init__(
        self, theme: Theme, today: date, parent: QWidget | None = None, *, amount: str = "", due: str = ""
    ) -> None:
        super().__init__(parent)
        self._theme, self._today = theme, today
        self._amount, self._due = amount, due
        self._lines: list[PromiseLine] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        more = button(tr("Another instalment"), "promise_add", self.add_line, flat=True)
        more.setIcon(icon("plus", theme))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._rows)
        foot = QHBoxLayout()
        foot.addWidget(more)
        foot.addStretch(1)
        layout.addLayout(foot)

    @property
    def lines(self) -> tuple[PromiseLine, ...]:
        return tuple(self._lines)

    def start(self, amount_fen: int | None) -> None:
        """Open the first line, with what is overdue as the proposal."""
        if not self._lines:
            self.add_line()
            self._lines[0].amount.set_amount(amount_fen)
            self._lines[0].amount.selectAll()  # typing replaces the proposal

    def add_line(self) -> PromiseLine:
        """Add an empty line and put the keyboard into it."""
        line = PromiseLine(self._theme, self._today, self, amount=self._amount, due=self._due)
        line.removed.connect(self._remove)
        line.changed.connect(self.changed)
        self._lines.append(line)
        self._rows.addWidget(line)
        line.show()
        line.amount.setFocus()
        self.changed.emit()
        return line

    def clear(self) -> None:
        """Take all lines away."""
        for line in tuple(self._lines):
            self._remove(line)

    def values(self) -> tuple[tuple[int, date], ...]:
        """Fen and day of each filled line."""
        values = (line.value() for line in self._lines)
        return tuple(value for value in values if value is not None)

    def first_day(self) -> date | None:
        """The first promised day that is filled in, None while there is none."""
        days = [line.due.day_or_none() for line in self._lines]
        known = [day for day in days if day is not None]
        return min(known, default=None)

    def _remove(self, line: PromiseLine) -> None:
        self._lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()
