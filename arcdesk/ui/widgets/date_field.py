"""A line for a day: typed in any usual form or a short one, stepped by the arrow keys, or picked."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from arcdesk.domain.dates import parse_date
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets.basics import mark_wrong
from arcdesk.ui.widgets.day_words import day_from_words

STEPS = {
    Qt.Key.Key_Up: timedelta(days=1),
    Qt.Key.Key_Down: timedelta(days=-1),
    Qt.Key.Key_PageUp: timedelta(days=7),
    Qt.Key.Key_PageDown: timedelta(days=-7),
}


class DateField(QLineEdit):
    """A day; Up and Down step by a day, Page Up and Page Down by a week, Alt+Down opens the calendar.

    Signals:
        day_changed: date or None, as the text changes.
    """

    day_changed = Signal(object)

    def __init__(self, name: str, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setAccessibleName(name)
        self.setPlaceholderText(tr("Date"))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("2026-00-00") + 48)
        self._pick = QAction(icon("calendar", theme, "muted"), tr("Choose a day"), self)
        self._pick.triggered.connect(self.open_calendar)
        self.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._on_text_changed)
        self.editingFinished.connect(self._tidy)

    def day(self) -> date | None:
        """The day, None when the line is empty.

        Raises:
            BadDate: the text is no day of the calendar.
        """
        text = self.text().strip()
        if not text:
            return None
        return day_from_words(text, self._today) or parse_date(text)

    def day_or_none(self) -> date | None:
        """The day, None for an empty line and for a text that is no day."""
        try:
            return self.day()
        except Refusal:
            return None

    def set_day(self, day: date | None) -> None:
        """Show a day; None empties the line."""
        self.setText("" if day is None else day.isoformat())

    def open_calendar(self) -> None:
        """Show a month to pick the day from."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setAccessibleName(tr("Choose a day"))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        start = self.day_or_none() or self._today
        calendar.setSelectedDate(QDate(start.year, start.month, start.day))
        calendar.activated.connect(self._on_picked)
        calendar.clicked.connect(self._on_picked)
        calendar.clicked.connect(menu.close)
        calendar.activated.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif key in STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.set_day((self.day_or_none() or self._today) + STEPS[key])
        else:
            super().keyPressEvent(event)

    def _on_picked(self, picked: QDate) -> None:
        self.set_day(date(picked.year(), picked.month(), picked.day()))
        self.setFocus()

    def _on_text_changed(self) -> None:
        try:
            day = self.day()
        except Refusal as refusal:
            self.setToolTip(tr(refusal.sentence, **refusal.values))
            self.day_changed.emit(None)
        else:
            self.setToolTip("")
            mark_wrong(self, False)
            self.day_changed.emit(day)

    def _tidy(self) -> None:
        try:
            day = self.day()
        except Refusal:
            mark_wrong(self, True)
        else:
            self.set_day(day)
