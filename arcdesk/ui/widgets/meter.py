"""A thin bar for a part of a whole: a credit limit used, points of a score. The figure stands beside it."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from arcdesk.ui.theme import Theme

HEIGHT_PX, NARROWEST_PX = 8, 48


class Meter(QWidget):
    """Filled up to a share; beyond the whole the end is marked, for those who tell no colours apart."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = Fraction(0)
        self._tone = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def share(self) -> Fraction:
        """The share shown, 1 for the whole."""
        return self._share

    def show_share(self, share: Fraction, tone: str, words: str) -> None:
        """Show ``share`` in a colour of the theme; ``words`` say it to a screen reader."""
        self._share, self._tone = share, tone
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROWEST_PX * 2, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST_PX, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(self.rect())
        radius = track.height() / 2
        painter.setBrush(self._theme.color("line"))
        painter.drawRoundedRect(track, radius, radius)
        if self._share > 0:
            part = QRectF(track)
            whole_px = Fraction(round(track.width()))
            part.setWidth(max(track.height(), round(whole_px * min(Fraction(1), self._share))))
            painter.setBrush(self._theme.color(self._tone))
            painter.drawRoundedRect(part, radius, radius)
        if self._share > 1:  # where the whole ends in what there is
            end = round(Fraction(round(track.width())) / self._share)
            painter.setBrush(self._theme.color("base"))
            painter.drawRect(QRectF(end - 1, track.top(), 2, track.height()))
        painter.end()
