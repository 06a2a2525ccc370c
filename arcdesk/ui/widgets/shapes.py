"""The drawn signs of aging: shapes and segmented bars, for widgets and table delegates alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from arcdesk.ui.theme import Theme

SHAPES = ("ring", "circle", "triangle", "diamond", "square", "hexagon", "dash")


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of an aging bar: a bucket with its amount."""

    key: str
    label: str
    tone: str
    shape: str
    fen: int
    customers: int = 0


def paint_shape(painter: QPainter, shape: str, rect: QRectF, color: QColor) -> None:
    """Draw one of ``SHAPES`` into ``rect``; an unknown name gives the ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    middle = rect.center()
    if shape == "circle":
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape == "triangle":
        corners = [QPointF(middle.x(), top), QPointF(right, bottom - 0.5), QPointF(left, bottom - 0.5)]
        painter.drawPolygon(QPolygonF(corners))
    elif shape == "diamond":
        corners = [
            QPointF(middle.x(), top), QPointF(right, middle.y()),
            QPointF(middle.x(), bottom), QPointF(left, middle.y()),
        ]  # fmt: skip
        painter.drawPolygon(QPolygonF(corners))
    elif shape == "hexagon":
        inset = rect.width() / 4
        corners = [
            QPointF(left + inset, top), QPointF(right - inset, top), QPointF(right, middle.y()),
            QPointF(right - inset, bottom), QPointF(left + inset, bottom), QPointF(left, middle.y()),
        ]  # fmt: skip
        painter.drawPolygon(QPolygonF(corners))
    elif shape == "dash":
        painter.drawRect(QRectF(left, middle.y() - rect.height() / 8, rect.width(), rect.height() / 4))
    elif shape == "square":
        painter.drawRect(rect.adjusted(0.75, 0.75, -0.75, -0.75))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, max(1.5, rect.width() / 6)))
        painter.drawEllipse(rect.adjusted(1.25, 1.25, -1.25, -1.25))
    painter.restore()


def segment_rects(
    rect: QRectF, amounts: Sequence[int], gap: float = 1.0, smallest: float = 3.0
) -> list[QRectF]:
    """Place the positive ``amounts`` side by side in ``rect``; nothing that exists vanishes.

    Amounts of zero or less get an empty rectangle. A part too small to see gets ``smallest``.
    """
    total = sum(amount for amount in amounts if amount > 0)
    if total <= 0:
        return [QRectF() for _ in amounts]
    count = sum(1 for amount in amounts if amount > 0)
    room = max(1.0, rect.width() - gap * (count - 1))
    widths = [max(smallest, room * amount / total) if amount > 0 else 0.0 for amount in amounts]
    scale = room / sum(widths)
    rects, x = [], rect.left()
    for width in widths:
        if width <= 0:
            rects.append(QRectF())
            continue
        rects.append(QRectF(x, rect.top(), width * scale, rect.height()))
        x += width * scale + gap
    return rects


def paint_bar(
    painter: QPainter,
    rect: QRectF,
    segments: Sequence[Segment],
    theme: Theme,
    chosen: frozenset[str] = frozenset(),
) -> None:
    """Draw a segmented bar; while some are ``chosen`` the others fade."""
    for segment, part in zip(segments, segment_rects(rect, [s.fen for s in segments]), strict=True):
        if part.isEmpty():
            continue
        color = theme.tone(segment.tone).fill
        if chosen and segment.key not in chosen:
            color.setAlphaF(0.28)
        painter.fillRect(part, color)
