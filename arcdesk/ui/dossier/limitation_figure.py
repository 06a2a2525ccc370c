"""The nearest end of limitation in the head of the dossier: a figure to click."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.limitation_lines import CustomerLimitation, LimitationLine
from arcdesk.ui import format as show
from arcdesk.ui.dossier import limitation_words as words
from arcdesk.ui.dossier.interest_figure import FRAME_PX
from arcdesk.ui.widgets import button, label, paint_shape

if TYPE_CHECKING:
    from arcdesk.ui.theme import Theme

FIGURE_POINTS = 13.0
SHAPE_PX = 12


class LimitationFigure(QWidget):
    """Day and days left of the nearest end, with tone and shape; a click tells ``on_click``."""

    def __init__(
        self, found: CustomerLimitation, nearest: LimitationLine, theme: Theme, on_click: Callable[[], object]
    ) -> None:
        super().__init__()
        self._nearest, self._theme = nearest, theme
        gone = len(found.expired)
        title = tr("Limitation, {count} ended", count=gone) if gone else tr("Limitation|figure")
        self.setObjectName("limitation_figure")
        self.open = button(text(nearest), "limitation_open", on_click, flat=True)
        font = QFont(self.open.font())
        font.setPointSizeF(FIGURE_POINTS)
        font.setWeight(QFont.Weight.DemiBold)
        self.open.setFont(font)
        self.open.setIconSize(QSize(SHAPE_PX, SHAPE_PX))
        where = tr(
            "{invoice}: {state}. A click shows the events that carry the date.",
            invoice=words.name(nearest), state=words.state(nearest),
        )  # fmt: skip
        self.open.setToolTip(where)
        self.open.setAccessibleName(f"{title}: {text(nearest)}")
        self.open.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, FRAME_PX, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label(title, "bad" if gone else "muted"))
        layout.addWidget(self.open)
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.open.setIcon(_shape(self._nearest, self._theme, self.devicePixelRatioF()))
        color = self._theme.color(words.ROLES.get(self._nearest.urgency, "text")).name()
        self.open.setStyleSheet(
            f"text-align: left; padding: 0; min-height: 0; border-width: 1px; color: {color};"
        )


def text(line: LimitationLine) -> str:
    """``2028-10-31 · 706 days left``."""
    if line.raw_end is None:
        return words.days_left(line)
    return f"{show.day(line.raw_end)} · {words.days_left(line)}"


def _shape(line: LimitationLine, theme: Theme, ratio: float) -> QIcon:
    chip = words.chip(line)
    tone = theme.tone(chip.tone)
    picture = QPixmap(round(SHAPE_PX * ratio), round(SHAPE_PX * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    paint_shape(
        painter,
        chip.shape,
        QRectF(0, 0, SHAPE_PX, SHAPE_PX),
        tone.text if chip.shape == "ring" else tone.fill,
    )
    painter.end()
    return QIcon(picture)
