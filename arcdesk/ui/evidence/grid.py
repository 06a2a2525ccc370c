"""The grid of evidence: thumbnail, name, kind and day of each sealed file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)  # fmt: skip
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.services.care_words import length_words
from arcdesk.services.evidence import StoredEvidence
from arcdesk.ui.evidence.thumbnails import Thumbnails, icon_name
from arcdesk.ui.icons import pixmap
from arcdesk.ui.labels import EVIDENCE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import XS, S

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

NO_INDEX = QModelIndex()
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
PICTURE = QSize(164, 118)
SIGN_PX = 36
BAD_STATES = {"damaged": "Altered", "missing": "Missing"}


class EvidenceModel(QAbstractListModel):
    """Sealed files, newest first, with the state the last verification found."""

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._items: list[StoredEvidence] = []
        self._states: Mapping[int, str] = {}
        self._out: frozenset[int] = frozenset()
        self.names: Mapping[int, str] = {}
        self.thumbnails = Thumbnails(context, self)
        self.thumbnails.arrived.connect(self._on_arrived)

    @property
    def items(self) -> Sequence[StoredEvidence]:
        """What is shown."""
        return self._items

    def set_items(self, items: Sequence[StoredEvidence]) -> None:
        """Show these files."""
        if list(items) == self._items:
            return
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    def set_states(self, states: Mapping[int, str]) -> None:
        """Mark files as "damaged" or "missing" by id."""
        self._states = states
        self._touch()

    def set_out(self, numbers: frozenset[int]) -> None:
        """Mark the pieces whose original is out of the house."""
        if numbers != self._out:
            self._out = numbers
            self._touch()

    def caption(self, item: StoredEvidence) -> str:
        """Kind, day and length; and that the original is out."""
        out = f" · {tr('original out|custody')}" if item.id in self._out else ""
        return caption(item, self._context.today) + out

    def state(self, evidence_id: int) -> str:
        """What the last verification found: damaged, missing or nothing."""
        return self._states.get(evidence_id, "")

    def row_of(self, evidence_id: int) -> int:
        """Row of the file with this id, or -1."""
        return next((row for row, item in enumerate(self._items) if item.id == evidence_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.original_name
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            customers = ", ".join(self.names[i] for i in item.customer_ids if i in self.names)
            return "\n".join(filter(None, (item.original_name, self.caption(item), customers)))
        return None

    def _on_arrived(self, sha256: str) -> None:
        for row, item in enumerate(self._items):
            if item.sha256 == sha256:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _touch(self) -> None:
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))


def caption(item: StoredEvidence, today: date) -> str:
    """``微信记录 · 10-08``: kind and the day it shows, else the day it came in; other years in full."""
    on = (item.captured_at or "")[:10] or f"{item.imported_at:%Y-%m-%d}"
    length = f" · {length_words(item.duration_ms)}" if item.duration_ms else ""
    return f"{words(EVIDENCE_KINDS, item.kind)} · {on.removeprefix(f'{today.year}-')}{length}"


class EvidenceGrid(QListView):
    """Thumbnails in rows; keeps selection and place over a refresh.

    Signals:
        chosen: StoredEvidence that became current, or None.
        opened: StoredEvidence, by Enter or a double click.
        menu_requested: StoredEvidence and a global point.
    """

    chosen = Signal(object)
    opened = Signal(object)
    menu_requested = Signal(object, QPoint)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid_model = EvidenceModel(context, self)
        self.setObjectName("evidence_grid")
        self.setAccessibleName(tr("Evidence"))
        self.setModel(self.grid_model)
        self.setItemDelegate(_TileDelegate(context, self.grid_model, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(S)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(self._open)
        context.theme.changed.connect(self.viewport().update)

    def show_items(self, items: Sequence[StoredEvidence]) -> None:
        """Show these files; the current one stays current where it still exists."""
        current, place = self.current(), self.verticalScrollBar().value()
        self.grid_model.set_items(items)
        if current is not None:
            self.select(current.id)
        self.verticalScrollBar().setValue(place)

    def current(self) -> StoredEvidence | None:
        """The file the keyboard is on."""
        item: StoredEvidence | None = self.currentIndex().data(ITEM_ROLE)
        return item

    def selected(self) -> tuple[StoredEvidence, ...]:
        """The chosen files in the order in which they stand, the oldest first."""
        rows = sorted((index.row() for index in self.selectedIndexes()), reverse=True)
        return tuple(self.grid_model.items[row] for row in rows)

    def select(self, evidence_id: int) -> bool:
        """Make a file current; False when it is not shown."""
        row = self.grid_model.row_of(evidence_id)
        if row < 0:
            return False
        index = self.grid_model.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.chosen.emit(current.data(ITEM_ROLE))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(ITEM_ROLE))

    def _on_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid():
            self.menu_requested.emit(index.data(ITEM_ROLE), self.viewport().mapToGlobal(point))


class _TileDelegate(QStyledItemDelegate):
    def __init__(self, context: UiContext, model: EvidenceModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._model = context, model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        text = QFontMetrics(option.font).height() * 2
        return QSize(PICTURE.width() + 2 * S, PICTURE.height() + text + 3 * S)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item: StoredEvidence = index.data(ITEM_ROLE)
        theme = self._context.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tile = QRectF(option.rect).adjusted(1, 1, -1, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(tile, 6, 6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("alternate"))
            painter.drawRoundedRect(tile, 6, 6)
        frame = QRect(option.rect.topLeft() + QPoint(S, S), PICTURE)
        self._draw_picture(painter, frame, item, option)
        self._draw_text(painter, option, frame, item)
        painter.restore()

    def _draw_picture(
        self, painter: QPainter, frame: QRect, item: StoredEvidence, option: QStyleOptionViewItem
    ) -> None:
        theme = self._context.theme
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("alternate"))
        painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        ratio = option.widget.devicePixelRatioF() if option.widget is not None else 1.0
        picture = self._model.thumbnails.get(item)
        if picture is None:
            sign = pixmap(icon_name(item), theme, SIGN_PX, "muted", ratio)
            painter.drawPixmap(frame.center() - QPoint(SIGN_PX // 2, SIGN_PX // 2), sign)
            return
        painter.drawPixmap(_fitted(picture, frame.adjusted(4, 4, -4, -4)), picture)

    def _draw_text(
        self, painter: QPainter, option: QStyleOptionViewItem, frame: QRect, item: StoredEvidence
    ) -> None:
        theme, metrics = self._context.theme, QFontMetrics(option.font)
        line = QRect(frame.left(), frame.bottom() + XS, frame.width(), metrics.height())
        name = metrics.elidedText(item.original_name, Qt.TextElideMode.ElideMiddle, frame.width())
        painter.setPen(theme.color("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        state = self._model.state(item.id)
        text = tr(BAD_STATES[state]) if state else self._model.caption(item)
        painter.setPen(theme.color("bad" if state else "muted"))
        line.translate(0, metrics.height())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, frame.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _fitted(picture: QPixmap, room: QRect) -> QRect:
    """The largest rectangle of the picture's shape in ``room``."""
    size = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(QPoint(0, 0), size)
    target.moveCenter(room.center())
    return target
