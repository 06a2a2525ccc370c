"""When the window locks by itself, on this computer; and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.search import LOCK_KEYS
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, label
from arcdesk.ui.widgets.flow import FlowLayout
from arcdesk.ui.window_lock import MINUTES, MINUTES_KEY, SCREEN_KEY, lock_minutes, locks_with_screen

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class LockChoice(QWidget):
    """Each choice is kept at once."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        box = QVBoxLayout(self)
        box.setContentsMargins(0, M, 0, 0)
        box.setSpacing(S)
        box.addWidget(SectionLabel(tr("Lock the window when nothing was touched for")))
        self._group = QButtonGroup(self)
        choices = FlowLayout(spacing=L, line_spacing=S)
        for index, minutes in enumerate(MINUTES):
            radio = QRadioButton(tr("{count} minutes", count=minutes) if minutes else tr("Never lock by itself"))
            radio.setObjectName(f"lock_{minutes}")
            radio.setAccessibleName(radio.text())
            radio.setChecked(minutes == lock_minutes(context.settings))
            self._group.addButton(radio, index)
            choices.addWidget(radio)
        box.addLayout(choices)
        self._screen = QCheckBox(tr("Also when the screen of this computer is locked"))
        self._screen.setObjectName("lock_with_screen")
        self._screen.setAccessibleName(self._screen.text())
        self._screen.setChecked(locks_with_screen(context.settings))
        box.addWidget(self._screen)
        about = tr("Names and figures are covered; what is being typed stays. For this computer only.")
        box.addWidget(label(about, "muted", wrap=True))
        now = button(tr("Lock now"), "lock_now", context.lock_requested.emit)
        now.setToolTip(f"{tr('Lock now')}  {LOCK_KEYS}")
        row = FlowLayout(spacing=S, line_spacing=S)
        row.addWidget(now)
        box.addLayout(row)
        self._group.idClicked.connect(self._on_minutes)
        self._screen.clicked.connect(self._on_screen)

    @Slot(int)
    def _on_minutes(self, index: int) -> None:
        self._keep(MINUTES_KEY, MINUTES[index])

    @Slot(bool)
    def _on_screen(self, is_on: bool) -> None:
        self._keep(SCREEN_KEY, is_on)

    def _keep(self, key: str, value: object) -> None:
        self._context.settings.remember(key, value)
        try:
            self._context.settings.save()
        except Refusal as refusal:
            self._context.refuse(refusal)
