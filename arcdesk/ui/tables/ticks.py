"""The tick of a row: a column of check boxes, by click anywhere in the cell."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from arcdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
SIDE_PX = 15.0
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class TickDelegate(QStyledItemDelegate):
    """Draws the check state of a cell as the program's check box."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        option.widget.style().drawPrimitive(panel, option, painter, option.widget)
        box = QRectF(0, 0, SIDE_PX, SIDE_PX)
        box.moveCenter(QRectF(option.rect).center())
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == CHECKED
        color = self._theme.color
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("accent" if ticked else "field_line"), 1))
        painter.setBrush(color("accent" if ticked else "base"))
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            painter.setPen(QPen(color("accent_text"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            left, top = box.left(), box.top()
            corners = [QPointF(left + 3.5, top + 7.8), QPointF(left + 6.4, top + 10.6), QPointF(left + 11.5, top + 4.6)]
            painter.drawPolyline(QPolygonF(corners))
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            ticked = index.data(Qt.ItemDataRole.CheckStateRole) == CHECKED
            return model.setData(index, UNCHECKED if ticked else CHECKED, Qt.ItemDataRole.CheckStateRole)
        return event.type() == QEvent.Type.MouseButtonDblClick  # two quick clicks are two ticks, not "open"
