"""A choice of one among a few, each with its own key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QWidget

from arcdesk.ui.theme import Theme

RADIUS_PX = 5
PAD_PX = 8
SPACING_PX = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its value, the text shown and the key that gives it."""

    value: str
    text: str
    key: str


class KeyButton(QAbstractButton):
    """A flat button that shows its key in front of its text."""

    def __init__(self, choice: Choice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)
        self.choice = choice
        self.setText(choice.text)
        self.setCheckable(True)
        self.setAccessibleName(choice.text)
        self.setAccessibleDescription(choice.key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance("W") + 3 * PAD_PX
        return QSize(width, metrics.height() + PAD_PX + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        text, fill, edge = color("text"), color("base"), color("field_line")
        if self.isChecked():
            text, fill, edge = color("accent_text"), color("accent"), color("accent")
        elif self.underMouse() or self.isDown():
            fill = color("alternate")
        if not self.isEnabled():
            text, fill, edge = color("muted"), color("window"), color("line")
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        self._draw_text(painter, text)
        if self.hasFocus():
            ring = text if self.isChecked() else color("accent")
            painter.setPen(QPen(ring, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1.5, 1.5, -1.5, -1.5), RADIUS_PX - 1, RADIUS_PX - 1)

    def _draw_text(self, painter: QPainter, color: QColor) -> None:
        key_width = painter.fontMetrics().horizontalAdvance("W")
        key = self.rect().adjusted(PAD_PX, 0, 0, 0)
        key.setWidth(key_width)
        painter.setPen(color if self.isChecked() else self._theme.color("muted"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self.choice.key)
        painter.setPen(color)
        room = self.rect().adjusted(PAD_PX + key_width + PAD_PX // 2, 0, -PAD_PX // 2, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class KeyChoice(QWidget):
    """A grid of ``KeyButton``: one stop for Tab, arrow keys inside, or each answer's own key.

    Args:
        columns: the numbers of columns allowed; the largest there is room for is taken.

    Signals:
        chosen: the value, when a person or ``press`` chose it.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[Choice],
        columns: Sequence[int],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, KeyButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING_PX)
        self._columns, self._shown_columns = tuple(columns), 0
        for choice in choices:
            button = KeyButton(choice, theme, self)
            button.setObjectName(f"choice_{choice.value}")
            button.clicked.connect(self._on_clicked)
            self._group.addButton(button)
            self._buttons[choice.value] = button
        self._arrange(min(self._columns))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width_for(min(self._columns)), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = [count for count in self._columns if self.width_for(count) <= self.width()]
        self._arrange(max(fitting, default=min(self._columns)))

    @property
    def value(self) -> str:
        """The chosen value, empty while nothing is chosen."""
        button = self._group.checkedButton()
        return button.choice.value if isinstance(button, KeyButton) else ""

    def choose(self, value: str) -> None:
        """Show ``value`` as chosen; an empty one takes the choice back."""
        if value:
            self._buttons[value].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def press(self, key: str) -> bool:
        """Choose the answer of ``key``; False when no answer has it."""
        for button in self._buttons.values():
            if button.choice.key == key.upper():
                button.setChecked(True)
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.chosen.emit(button.choice.value)
                return True
        return False

    def focus_first(self) -> None:
        """Put the keyboard on the chosen answer, or on the first one."""
        button = self._group.checkedButton() or next(iter(self._buttons.values()))
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def width_for(self, columns: int) -> int:
        """Width in pixels at which no text of ``columns`` columns is cut."""
        widest = max(button.sizeHint().width() for button in self._buttons.values())
        return columns * (widest + SPACING_PX) - SPACING_PX

    def _arrange(self, columns: int) -> None:
        if columns == self._shown_columns:
            return
        for column in range(max(self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for position, button in enumerate(self._buttons.values()):
            self._grid.addWidget(button, position // columns, position % columns)
        self._shown_columns = columns

    def _on_clicked(self) -> None:
        self.chosen.emit(self.value)
