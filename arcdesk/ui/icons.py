"""Line icons from ``resources/icons``: 24 px grid, drawn in the theme's colours."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from arcdesk import resources
from arcdesk.ui.theme import Theme


def icon(name: str, theme: Theme, color: str = "text", checked_color: str | None = "accent") -> QIcon:
    """The icon ``name`` in a theme colour, in ``checked_color`` while its button is checked.

    Drawn sharp at any scaling. After ``theme.changed`` the same icon paints in the new colours.
    """
    return QIcon(_SvgEngine(name, theme, color, checked_color))


def pixmap(name: str, theme: Theme, size_px: int, color: str = "text", ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` as a picture of ``size_px`` logical pixels."""
    side = round(size_px * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, theme.color(color).name()).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


class _SvgEngine(QIconEngine):
    def __init__(self, name: str, theme: Theme, color: str, checked_color: str | None) -> None:
        super().__init__()
        self._name, self._theme = name, theme
        self._color, self._checked_color = color, checked_color

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        name = self._color
        if mode == QIcon.Mode.Disabled:
            name = "field_line"
        elif state == QIcon.State.On and self._checked_color:
            name = self._checked_color
        side = min(rect.width(), rect.height())
        square = QRectF(
            rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side
        )
        _renderer(self._name, self._theme.color(name).name()).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button squeezed to nothing in a narrow window
            return QPixmap()
        picture = QPixmap(size)
        if picture.isNull():  # a button squeezed to nothing asks for no pixels at all
            return picture
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, picture.rect(), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _SvgEngine(self._name, self._theme, self._color, self._checked_color)


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    source = resources.text("icons", f"{name}.svg").replace("currentColor", color)
    return QSvgRenderer(QByteArray(source.encode()))
