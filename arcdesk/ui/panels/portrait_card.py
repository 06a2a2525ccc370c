"""The portrait as a card: a line a fact, what stands behind it at a click (S-038, F-18)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from arcdesk.ui.portrait_words import Fact, facts
from arcdesk.ui.theme import S, Theme
from arcdesk.ui.widgets import label, set_role
from arcdesk.ui.widgets.meter import Meter

if TYPE_CHECKING:
    from arcdesk.services.portrait import Portrait

KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
MORE = "›"
NUDGES = frozenset(
    {QEvent.Type.HoverEnter, QEvent.Type.HoverLeave, QEvent.Type.FocusIn, QEvent.Type.FocusOut}
)


class FactLine(QWidget):
    """Name and value of one fact; where something stands behind it, a click or Enter asks for it.

    Signals:
        asked(str): the fact's key.
    """

    asked = Signal(str)

    def __init__(self, key: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._theme, self._opens = key, theme, False
        self.setObjectName(f"fact_{key}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        top = Qt.AlignmentFlag.AlignTop
        self.caption = label("", "muted")
        self.value = label("", wrap=True)
        self.value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._more = label(MORE, "muted")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.caption, alignment=top)
        row.addWidget(self.value, 1)
        row.addWidget(self._more, alignment=top)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 1, 2, 1)
        self._column.setSpacing(2)
        self._column.addLayout(row)
        self._under: list[QHBoxLayout] = []

    def put_under(self, widget: QWidget) -> None:
        """Let ``widget`` stand under the value, not under its caption."""
        row = QHBoxLayout()
        row.addWidget(widget)
        self._under.append(row)
        self._column.addLayout(row)

    def show_fact(self, fact: Fact, caption_px: int, *, opens: bool) -> None:
        """Show ``fact``; ``opens`` says that something can be asked for."""
        self._opens = opens
        self.setToolTip(fact.tip)
        self.caption.setText(fact.title)
        self.caption.setFixedWidth(caption_px)
        self.value.setText(fact.text)
        set_role(self.value, fact.role)
        self._more.setVisible(opens)
        for row in self._under:
            row.setContentsMargins(caption_px + S, 0, 0, 2)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{fact.title}: {fact.text}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_inside = self.rect().contains(event.position().toPoint())
        if self._opens and is_inside and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(self._key)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._opens and event.key() in KEYS:
            self.asked.emit(self._key)
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in NUDGES:
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._opens or not (self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent" if self.hasFocus() else "alternate"), 1.5))
        painter.setBrush(self._theme.color("alternate"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


class PortraitCard(QWidget):
    """All facts of a portrait, one below the other; a line keeps its place and the focus over a refresh.

    Signals:
        items_asked(Portrait): the invoices behind a figure are wanted.
        supply_asked(Portrait): the hold on supply is to be set or lifted.
    """

    items_asked = Signal(object)
    supply_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._portrait: Portrait | None = None
        self._lines: dict[str, FactLine] = {}
        self.setObjectName("portrait_card")
        self._meter = Meter(theme)
        self._meter.setObjectName("exposure_meter")
        self._hint = label("", "warn", wrap=True)
        self._hint.setObjectName("supply_hint")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def show_portrait(self, portrait: Portrait, *, can_write: bool = False) -> None:
        """Show the portrait; without ``can_write`` the supply is only read."""
        self._portrait = portrait
        told = facts(portrait)
        caption_px = max(self.fontMetrics().horizontalAdvance(fact.title) for fact in told) + 2
        for fact in told:
            opens = fact.has_items or (fact.key == "supply" and can_write)
            self._line(fact.key).show_fact(fact, caption_px, opens=opens)
            if fact.key == "supply":
                self._hint.setText(fact.tip)
                self._hint.setVisible(bool(fact.tip))
            elif fact.key == "exposure":
                self._show_exposure(portrait, fact)

    def _line(self, key: str) -> FactLine:
        if key not in self._lines:
            line = self._lines[key] = FactLine(key, self._theme)
            line.asked.connect(self._on_asked)
            self._box.addWidget(line)
            if key in {"exposure", "supply"}:
                line.put_under(self._meter if key == "exposure" else self._hint)
        return self._lines[key]

    def _show_exposure(self, portrait: Portrait, fact: Fact) -> None:
        exposure = portrait.exposure
        self._meter.setVisible(exposure.used is not None)
        if exposure.used is not None:
            tone = "bad" if exposure.over_fen else "accent"
            self._meter.show_share(max(Fraction(0), exposure.used), tone, fact.text)

    def _on_asked(self, key: str) -> None:
        if key == "supply":
            self.supply_asked.emit(self._portrait)
        else:
            self.items_asked.emit(self._portrait)
