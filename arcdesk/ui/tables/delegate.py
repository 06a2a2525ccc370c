"""Draws the cells of every table: text with room beside it, bars and chips."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from arcdesk.ui.tables.columns import BarCell, ChipCell
from arcdesk.ui.tables.model import CELL_ROLE
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets.aging import chip_width, paint_chip
from arcdesk.ui.widgets.shapes import paint_bar

PADDING = 8
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Delegate of every ``RowTable``."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the whole row is current, not a cell
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        option.widget.style().drawPrimitive(panel, option, painter, option.widget)
        cell = index.data(CELL_ROLE)
        painter.setFont(option.font)  # the cell drawn before may have been a bold one
        if cell is not None:
            painter.setFont(option.font)  # the cell drawn before may have been a bold one
            self._paint_cell(painter, QRectF(option.rect).adjusted(PADDING, 0, -PADDING, 0), cell)
        elif option.text:
            self._paint_text(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * PADDING, hint.height())

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        toned = index.data(Qt.ItemDataRole.ForegroundRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(toned if toned is not None else option.palette.color(role))
        room = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, option.displayAlignment | Qt.TextFlag.TextSingleLine, text)

    def _paint_cell(self, painter: QPainter, room: QRectF, cell: object) -> None:
        if isinstance(cell, BarCell):
            height = round(room.height() * 0.32)
            room.setTop(room.center().y() - height / 2)
            room.setHeight(height)
            paint_bar(painter, room, cell.segments, self._theme)
        elif isinstance(cell, ChipCell) and cell.segment.label:
            metrics = painter.fontMetrics()
            height = metrics.height() + 4
            width = chip_width(metrics, cell.segment.label)
            paint_chip(
                painter,
                QRectF(room.left(), room.center().y() - height / 2, width, height),
                cell.segment,
                self._theme,
            )
