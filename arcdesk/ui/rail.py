"""The rail at the left: one entry per page, with keys and badges."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.pages import PageEntry
from arcdesk.ui.theme import XS, M, S, Theme
from arcdesk.ui.widgets import Badge

ICON_PX = 20


class RailButton(QToolButton):
    """One entry: icon, word, badge."""

    def __init__(self, entry: PageEntry, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = entry.key
        title = tr(entry.title_key)
        self.setObjectName(f"rail_{entry.key}")
        self.setText(f" {title}")  # the style leaves too little between icon and word
        self.setAccessibleName(title)
        self.setToolTip(f"{title}  ({entry.shortcut})" if entry.shortcut else title)
        self.setIcon(icon(entry.icon, theme, "muted"))
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.badge = Badge(self)
        theme.changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_badge()

    def place_badge(self) -> None:
        """Right in a wide entry, over the icon's corner in a narrow one."""
        size = self.badge.sizeHint()
        narrow = self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        y = 0 if narrow else (self.height() - size.height()) // 2
        x = self.width() - size.width() - (0 if narrow else 8)
        self.badge.setGeometry(x, y, size.width(), size.height())


class Rail(QWidget):
    """The entries in order, settings at the foot.

    Signals:
        page_chosen(str): key of the page wanted.
    """

    page_chosen = Signal(str)

    def __init__(self, entries: Iterable[PageEntry], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._narrow = False
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(S, M, S, M)
        box.setSpacing(XS)
        for entry in entries:
            if entry.key == "settings":
                box.addStretch(1)
            button = RailButton(entry, theme, self)
            button.clicked.connect(lambda _checked=False, key=entry.key: self.page_chosen.emit(key))
            self._group.addButton(button)
            self._buttons[entry.key] = button
            box.addWidget(button)
        self._words = QLabel(self)
        self._words.hide()
        self._fit()

    def show_current(self, key: str) -> None:
        """Mark the entry of the page shown; a page outside the rail marks none."""
        button = self._buttons.get(key)
        if button is not None:
            button.setChecked(True)

    def show_count(self, key: str, count: int) -> None:
        """Show how much is due on a page."""
        button = self._buttons[key]
        button.badge.show_count(count)
        name = button.text().strip()
        button.setAccessibleName(f"{name} ({count})" if count else name)
        button.place_badge()

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone where the window is small."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._fit()

    def _fit(self) -> None:
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if self._narrow
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        for button in self._buttons.values():
            button.setToolButtonStyle(style)
        widest = max(self.fontMetrics().horizontalAdvance(button.text()) for button in self._buttons.values())
        self.setFixedWidth(ICON_PX + 40 if self._narrow else widest + ICON_PX + 84)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        buttons = list(self._buttons.values())
        focused = next((n for n, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
