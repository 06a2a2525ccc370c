"""After a contact that came from Today: whom to call next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import button, icon_button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class NextBar(QWidget):
    """One line over the tabs: the next customer of the day, and a button to begin with him."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._customer_id = 0
        self.setObjectName("next_bar")
        self.setAutoFillBackground(True)
        context.theme.changed.connect(self._color)
        self.name = label("", selectable=False)
        self.go_button = button(tr("Log a contact"), "next_go", self.go)
        close = icon_button("close", tr("Close"), context.theme, "next_close", self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, XS, S, XS)
        row.setSpacing(S)
        row.addWidget(self.name, 1)
        row.addWidget(self.go_button)
        row.addWidget(close)
        self._color()
        self.hide()

    def offer(self, after: int) -> None:
        """Look for the next customer of today's list, other than ``after``."""
        desk, today = self._context.desk, self._context.today

        def work(_job: JobContext) -> tuple[int, str, int]:
            rows = [row for row in desk.day_list.of(today).open if row.customer_id != after]
            return (rows[0].customer_id, rows[0].name, len(rows)) if rows else (0, "", 0)

        self._context.jobs.run(work, self._on_found)

    def go(self) -> None:
        """Begin a contact with that customer."""
        self.hide()
        if self._customer_id:
            self._context.log_requested.emit(self._customer_id)

    def _color(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._context.theme.color("accent_soft"))
        self.setPalette(palette)

    def _on_found(self, found: tuple[int, str, int]) -> None:
        self._customer_id, name, count = found
        self.name.setText(tr("Next today: {customer}, {count} to go", customer=name, count=count))
        self.setVisible(bool(self._customer_id))
        if self._customer_id:
            self.go_button.setFocus()
