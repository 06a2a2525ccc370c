"""Screenshots in their order: dropped, pasted or chosen, moved by drag or keys, left out one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.domain.wechat import natural_key
from arcdesk.i18n import tr
from arcdesk.services.evidence import PastedFile, StoredEvidence
from arcdesk.ui.clipboard import Attachment, attachment_bytes, attachments_from, holds_evidence
from arcdesk.ui.evidence.thumbnails import PictureNotOpened, read_picture
from arcdesk.ui.icons import icon
from arcdesk.ui.panels.attachments import readable_size
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import button, icon_button, label

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

Shot = Attachment | StoredEvidence
"""A screenshot on its way into an exhibit, or one that is sealed already."""

SHOT_ROLE = int(Qt.ItemDataRole.UserRole)
PICTURE = QSize(54, 96)
SUFFIXES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff"


class ScreenshotList(QWidget):
    """The order of the list is the order of the exhibit.

    Alt+Up and Alt+Down move the chosen ones, Delete leaves them out, Ctrl+V takes what the clipboard holds.

    Signals:
        changed: number of screenshots.
        refused: the refusal of a folder that holds too many files.
    """

    changed = Signal(int)
    refused = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.list = _List(self)
        self.list.dropped.connect(self.take)
        self.list.placed.connect(self.place)
        self.list.moved.connect(self.shift)
        self.list.left_out.connect(self.leave_out)
        theme = context.theme
        choose = button(tr("File…"), "shots_choose", self.choose)
        choose.setIcon(icon("attach", theme))
        paste = button(tr("Paste"), "shots_paste", self.paste)
        paste.setIcon(icon("image", theme))
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(choose)
        tools.addWidget(paste)
        tools.addStretch(1)
        self._moves = [
            icon_button("chevron-up", tr("Up (Alt+Up)"), theme, "shot_up", partial(self.shift, -1)),
            icon_button("chevron-down", tr("Down (Alt+Down)"), theme, "shot_down", partial(self.shift, 1)),
            icon_button("refresh", tr("Order by name, 2 before 10"), theme, "shots_sort", self.sort),
            icon_button("close", tr("Leave out (Delete)"), theme, "shot_out", self.leave_out),
        ]
        for each in self._moves:
            tools.addWidget(each)
        self._hint = label(
            tr("Drop several screenshots here, or paste them with Ctrl+V, in the order of the conversation."), "muted",
            wrap=True,
        )  # fmt: skip
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        box.addLayout(tools)
        box.addWidget(self.list, 1)
        box.addWidget(self._hint)
        self._renumber()

    @property
    def shots(self) -> tuple[Shot, ...]:
        """The screenshots in their order."""
        return tuple(self.list.item(row).data(SHOT_ROLE) for row in range(self.list.count()))

    def add(self, shots: Iterable[Shot]) -> None:
        """Take these along, at the end; the ones that are there already stay where they are."""
        known = list(self.shots)
        for shot in shots:
            if shot not in known:
                known.append(shot)
                item = QListWidgetItem(_name(shot))
                item.setData(SHOT_ROLE, shot)
                item.setSizeHint(QSize(0, PICTURE.height() + S))
                self.list.addItem(item)
                self._context.jobs.run(
                    partial(_picture, self._context.desk, shot), partial(self._on_picture, shot), self._on_no_picture,
                    pool="work",
                )  # fmt: skip
        self._renumber()

    def take(self, mime: QMimeData) -> bool:
        """Take what a drag or the clipboard holds; False where it is no file and no picture."""
        try:
            found = attachments_from(mime, self._context.clock.now())
        except Refusal as refusal:
            self.refused.emit(refusal)
            return True
        taken = {shot.name for shot in self.shots if isinstance(shot, PastedFile)}
        self.add(_named_apart(found, taken))
        return bool(found)

    def paste(self) -> None:
        """Take what the clipboard holds."""
        self.take(QGuiApplication.clipboard().mimeData())

    def choose(self) -> None:
        """Let the person pick files; several come in the order of their names."""
        kinds = f"{tr('Pictures')} ({SUFFIXES})"
        names, _ = QFileDialog.getOpenFileNames(self, tr("Choose screenshots"), "", kinds)
        self.add(Path(name) for name in sorted(names, key=natural_key))

    def sort(self) -> None:
        """Order by name, 2 before 10."""
        self._put(sorted(self.shots, key=lambda shot: natural_key(_name(shot))), ())

    def shift(self, by: int) -> None:
        """Move the chosen ones one place up (-1) or down (1)."""
        shots = list(self.shots)
        chosen = sorted(index.row() for index in self.list.selectedIndexes())
        if not chosen or (chosen[0] == 0 and by < 0) or (chosen[-1] == len(shots) - 1 and by > 0):
            return
        for row in chosen if by < 0 else reversed(chosen):
            shots.insert(row + by, shots.pop(row))
        self._put(shots, [row + by for row in chosen])

    def place(self, before: int) -> None:
        """Move the chosen ones, in their order, before row ``before``."""
        chosen = {index.row() for index in self.list.selectedIndexes()}
        shots = self.shots
        moved = [shots[row] for row in sorted(chosen)]
        above = [shot for row, shot in enumerate(shots[:before]) if row not in chosen]
        below = [shot for row, shot in enumerate(shots[before:], start=before) if row not in chosen]
        self._put([*above, *moved, *below], range(len(above), len(above) + len(moved)))

    def leave_out(self) -> None:
        """Take the chosen ones off the list; their files stay where they are."""
        for index in sorted((index.row() for index in self.list.selectedIndexes()), reverse=True):
            self.list.takeItem(index)
        self._renumber()

    # inside

    def _put(self, shots: Sequence[Shot], chosen: Sequence[int]) -> None:
        """The same items in another order."""
        items = [self.list.takeItem(0) for _ in range(self.list.count())]
        for shot in shots:
            self.list.addItem(next(item for item in items if item.data(SHOT_ROLE) == shot))
        for row in chosen:
            self.list.item(row).setSelected(True)
        if chosen:
            self.list.setCurrentRow(chosen[0], self.list.selectionModel().SelectionFlag.NoUpdate)
        self._renumber()

    def _renumber(self) -> None:
        for row, shot in enumerate(self.shots):
            size = shot.size_bytes if isinstance(shot, StoredEvidence) else attachment_bytes(shot)
            self.list.item(row).setText(f"{row + 1}.  {_name(shot)}\n{readable_size(size)}")
            self.list.item(row).setToolTip(_name(shot))
        for each in self._moves:
            each.setEnabled(self.list.count() > 0)
        self._hint.setVisible(not self.list.count())
        self.changed.emit(self.list.count())

    def _on_picture(self, shot: Shot, image: QImage) -> None:
        for row, known in enumerate(self.shots):
            if known == shot:
                name = "error" if image.isNull() else ""
                sign = icon(name, self._context.theme) if name else QIcon(QPixmap.fromImage(image))
                self.list.item(row).setIcon(sign)

    def _on_no_picture(self, _error: BaseException) -> None:
        """It is told when the exhibit is made."""


class _List(QListWidget):
    """Signals: dropped(QMimeData) from outside; placed(int) before a row by drag; moved(int) and left_out by keys."""

    dropped = Signal(QMimeData)
    placed = Signal(int)
    moved = Signal(int)
    left_out = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("screenshots")
        self.setAccessibleName(tr("Screenshots in their order"))
        self.setIconSize(PICTURE)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is self:
            super().dragEnterEvent(event)
        elif holds_evidence(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.source() is self:
            super().dragMoveEvent(event)
        elif holds_evidence(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is self:
            event.setDropAction(Qt.DropAction.CopyAction)  # the rows are put in order here, none is taken away
            event.accept()
            self.placed.emit(self.row_at(event.position().toPoint()))
        elif holds_evidence(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(event.mimeData())

    def row_at(self, point: QPoint) -> int:
        """The row before which a drop at that point of the view belongs."""
        index = self.indexAt(point)
        if not index.isValid():
            return self.count()
        return index.row() + (point.y() > self.visualRect(index).center().y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_move = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if is_move and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.left_out.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            event.ignore()  # the dialog takes it
        else:
            super().keyPressEvent(event)


def _name(shot: Shot) -> str:
    return shot.original_name if isinstance(shot, StoredEvidence) else shot.name


def _named_apart(found: Iterable[Attachment], taken: set[str]) -> list[Attachment]:
    """Pictures pasted within one second get names of their own."""
    apart: list[Attachment] = []
    for one in found:
        if isinstance(one, PastedFile):
            stem, dot, suffix = one.name.rpartition(".")
            name, count = one.name, 2
            while name in taken:
                name, count = f"{stem}-{count}{dot}{suffix}", count + 1
            taken.add(name)
            apart.append(PastedFile(name, one.content))
        else:
            apart.append(one)
    return apart


def _picture(desk: Desk, shot: Shot, _job: JobContext) -> QImage:
    if isinstance(shot, StoredEvidence):
        content = desk.evidence.read(shot.id)
    else:
        content = shot.content if isinstance(shot, PastedFile) else shot.read_bytes()
    try:
        return read_picture(content, PICTURE.height() * 2)
    except PictureNotOpened:
        return QImage()
