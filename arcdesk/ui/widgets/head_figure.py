"""A figure that stands alone with its name, and tells where it comes from when asked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.widgets.basics import label

FIGURE_POINTS = 13.0
PADDING = 6
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HeadFigure(QFrame):
    """Name over amount. One that ``explains`` is opened by a click, Enter, or its menu.

    Signals:
        asked: the person wants to know where the figure comes from.
    """

    asked = Signal()

    def __init__(self, title: str, text: str, role: str, *, explains: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._explains = explains
        value = label(text, role, selectable=not explains)
        if role != "figure":  # a toned figure: the style sheet gives its colour, the size is set here
            font = value.font()
            font.setPointSizeF(FIGURE_POINTS)
            font.setWeight(QFont.Weight.DemiBold)
            value.setFont(font)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 1, PADDING, 1)  # the text stands under the texts above it
        box.setSpacing(2)
        box.addWidget(label(title, "muted"))
        box.addWidget(value)
        self.setProperty("explains", "true" if explains else "false")
        if explains:
            self.setObjectName("head_figure")
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleName(f"{title} {text}")
            self.setAccessibleDescription(tr("Show the postings"))
            self.setToolTip(tr("Show the postings"))
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self.customContextMenuRequested.connect(self._open_menu)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_inside = self.rect().contains(event.position().toPoint())
        if self._explains and event.button() == Qt.MouseButton.LeftButton and is_inside:
            self.asked.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._explains and event.key() in KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.asked.emit()
            return
        super().keyPressEvent(event)

    def _open_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Show the postings"), self.asked.emit)
        menu.addAction(tr("Copy the amount"), lambda: QGuiApplication.clipboard().setText(self._text))
        menu.popup(self.mapToGlobal(point))
