"""The day everything is aged at: today, or a past day picked from a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtCore import QDate


class AsOfPicker(QToolButton):
    """A button that names the day; its menu gives today, month ends and a calendar.

    Signals:
        day_chosen(date): a day was picked; the present day means "today".
    """

    day_chosen = Signal(object)

    def __init__(self, today: date, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("as_of")
        self.setIcon(icon("calendar", theme, "muted"))
        self.setIconSize(QSize(18, 18))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setToolTip(tr("Look at the books as they stood on a past day  (Ctrl+J)"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda _checked=False: self.open_menu())
        self._today, self._day = today, today
        self.show_day(today, today)

    def show_day(self, day: date, today: date) -> None:
        """Name the day; ``today`` as the present one."""
        self._day, self._today = day, today
        word = tr("Today") if day == today else tr("As of")
        self.setText(f"{word} {show.day_of_week(day)}")
        self.setAccessibleName(tr("Aged at {day}", day=show.day(day)))

    def open_menu(self) -> None:
        """Offer today, the last month ends and a calendar."""
        from PySide6.QtCore import QDate
        from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidgetAction

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Today"), lambda: self.day_chosen.emit(self._today))
        for day in month_ends(self._today, 3):
            action = menu.addAction(tr("End of {month}", month=f"{day:%Y-%m}"))
            action.triggered.connect(partial(self.day_chosen.emit, day))
        menu.addSeparator()
        calendar = QCalendarWidget(menu)
        calendar.setAccessibleName(tr("Choose a day"))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMaximumDate(QDate(self._today.year, self._today.month, self._today.day))
        calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))
        for signal in (calendar.clicked, calendar.activated):
            signal.connect(self._on_picked)
            signal.connect(menu.close)
        month = QWidgetAction(menu)
        month.setDefaultWidget(calendar)
        menu.addAction(month)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.setFocus()

    def _on_picked(self, picked: QDate) -> None:
        self.day_chosen.emit(date(picked.year(), picked.month(), picked.day()))


def month_ends(today: date, count: int) -> list[date]:
    """The last ``count`` ends of months before ``today``, latest first."""
    ends = []
    day = today
    for _ in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    return ends
