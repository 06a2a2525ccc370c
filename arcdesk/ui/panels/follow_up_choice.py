"""When to come back to the customer: a few usual days, or any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.format import day_of_week
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets import button, clear_layout
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.flow import FlowLayout


class FollowUpChoice(QWidget):
    """A date line with buttons for the usual days; every proposal is a working day.

    Signals:
        day_changed: date or None.
    """

    day_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        today: date,
        parent: QWidget | None = None,
        *,
        title: str = "",
        name: str = "follow_up_on",
    ) -> None:
        super().__init__(parent)
        self._buttons: list[QPushButton] = []
        self.field = DateField(title or tr("Next follow-up"), theme, today, self)
        self.field.setObjectName(name)
        self.field.day_changed.connect(self._on_day_changed)
        self._row = FlowLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._row)
        layout.addWidget(self.field)

    def set_suggestions(self, suggestions: Sequence[tuple[str, date]]) -> None:
        """Offer these days: (key of the label, day)."""
        clear_layout(self._row)
        self._buttons = [self._chip(tr(key), day) for key, day in suggestions]
        self._mark(self.field.day_or_none())

    def day(self) -> date | None:
        """The chosen day, None for no follow-up.

        Raises:
            BadDate: the text is no day.
        """
        return self.field.day()

    def set_day(self, day: date | None) -> None:
        """Choose a day."""
        self.field.set_day(day)

    def _chip(self, text: str, day: date) -> QPushButton:
        chip = button(text, "follow_up_suggestion", lambda: self.set_day(day), chip=True)
        chip.setCheckable(True)
        chip.setProperty("day", day.isoformat())
        chip.setToolTip(day_of_week(day))
        self._row.addWidget(chip)
        return chip

    def _on_day_changed(self, day: date | None) -> None:
        self._mark(day)
        self.day_changed.emit(day)

    def _mark(self, day: date | None) -> None:
        for chip in self._buttons:
            chip.setChecked(day is not None and chip.property("day") == day.isoformat())
