"""Draws one entry of the timeline: when, a sign on the line of time, headline and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from arcdesk.ui import format as show
from arcdesk.ui.dossier.timeline_words import icon_of, title, tone_of
from arcdesk.ui.icons import pixmap
from arcdesk.ui.theme import XS, L, S

if TYPE_CHECKING:
    from arcdesk.services.timeline import TimelineEntry
    from arcdesk.ui.context import UiContext

ICON_PX = 16
DISC_PX = 28
MOST_TEXT_LINES = 6
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class TimelineDelegate(QStyledItemDelegate):
    """Row delegate of the timeline."""

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        entry = index.data(int(Qt.ItemDataRole.UserRole))
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        metrics = QFontMetrics(option.font)
        text = self._text_height(metrics, entry.text, self._text_width(metrics, width))
        height = max(metrics.height() + text + (2 if text else 0), DISC_PX) + 2 * S
        return QSize(width, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: TimelineEntry = index.data(int(Qt.ItemDataRole.UserRole))
        theme = self._context.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.color("alternate"))
        metrics = QFontMetrics(option.font)
        rect = option.rect.adjusted(L, S, -L, -S)
        when = self._when_width(metrics)
        self._draw_when(painter, metrics, QRect(rect.left(), rect.top(), when, rect.height()), entry)
        self._draw_sign(painter, option, index, rect.left() + when + S, rect.top(), entry)
        left = rect.left() + when + S + DISC_PX + S
        self._draw_words(painter, option, QRect(left, rect.top(), rect.right() - left, rect.height()), entry)
        painter.restore()

    def _draw_when(self, painter: QPainter, metrics: QFontMetrics, rect: QRect, entry: TimelineEntry) -> None:
        painter.setPen(self._context.theme.color("text"))
        day = show.near_day(entry.at.date(), self._context.today)
        painter.drawText(rect, WRAP, day)
        if entry.at.hour or entry.at.minute:  # a receipt or a promise has a day only
            painter.setPen(self._context.theme.color("muted"))
            after = rect.adjusted(metrics.horizontalAdvance(f"{day} "), 0, 0, 0)
            painter.drawText(after, WRAP, f"{entry.at:%H:%M}")

    def _draw_sign(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        x: int,
        y: int,
        entry: TimelineEntry,
    ) -> None:
        theme = self._context.theme
        middle = x + DISC_PX / 2
        painter.setPen(QPen(theme.color("line"), 1.5))
        top = option.rect.top() if index.row() else y
        last = index.row() == index.model().rowCount() - 1
        painter.drawLine(QPointF(middle, top), QPointF(middle, y if last else option.rect.bottom() + 1))
        tone = tone_of(entry)
        ground = {"good": "good_soft", "bad": "bad_soft", "warn": "warn_soft"}.get(tone, "accent_soft")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawEllipse(QRectF(x, y, DISC_PX, DISC_PX))
        inset = (DISC_PX - ICON_PX) / 2
        ratio = option.widget.devicePixelRatioF() if option.widget is not None else 1.0
        painter.drawPixmap(QPointF(x + inset, y + inset), pixmap(icon_of(entry), theme, ICON_PX, tone, ratio))

    def _draw_words(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, entry: TimelineEntry
    ) -> None:
        theme = self._context.theme
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        metrics = QFontMetrics(bold)
        headline = metrics.elidedText(title(entry), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), headline)
        if entry.text:
            painter.setFont(option.font)
            painter.setPen(theme.color("muted"))
            painter.drawText(rect.adjusted(0, metrics.height() + 2, 0, 0), WRAP, entry.text)

    def _text_height(self, metrics: QFontMetrics, text: str, width: int) -> int:
        if not text:
            return 0
        height = metrics.boundingRect(QRect(0, 0, max(width, 80), 10_000), WRAP, text).height()
        return min(height, metrics.lineSpacing() * MOST_TEXT_LINES)

    def _text_width(self, metrics: QFontMetrics, width: int) -> int:
        return width - 2 * L - self._when_width(metrics) - DISC_PX - 2 * S

    def _when_width(self, metrics: QFontMetrics) -> int:
        return metrics.horizontalAdvance("2026-00-00 00:00") + XS
