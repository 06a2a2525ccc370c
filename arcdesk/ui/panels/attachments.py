"""Evidence waiting to be sealed with a contact: chosen, dropped or pasted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.intake import stated_moment
from arcdesk.ui.clipboard import Attachment, attachment_bytes, attachment_name, attachments_from
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets import button, clear_layout, icon_button, label

if TYPE_CHECKING:
    from arcdesk.ui.jobs import JobContext, Jobs

LARGE_BYTES = 32 << 20
MOST_ROWS = 5
NAME_PX, NAME_BESIDE_MOMENT_PX = 260, 150
MOMENT_SOURCES = {"exif": "(camera)", "mail": "(e-mail)", "file": "(file)"}


def pool_for(attachments: Iterable[Attachment]) -> str:
    """On which thread they are sealed: large ones must not keep the others from the database."""
    return "work" if sum(attachment_bytes(one) for one in attachments) > LARGE_BYTES else "db"


def telling(job: JobContext, attachment_count: int = 1, done: int = 0, name: str = "") -> Callable[[int, int], None]:
    """A listener for the bytes of one file: tells the job, in megabytes, and stops when it was cancelled."""

    def tell(moved: int, total: int) -> None:
        job.check_cancelled()
        which = f"{name} ({done + 1}/{attachment_count})" if attachment_count > 1 else name
        job.report(moved >> 20, max(total >> 20, 1), f"{which}, MB")

    return tell


class AttachmentList(QWidget):
    """Names of the files to come along, each with a way to leave it out.

    Signals:
        changed: number of attachments.
        refused: the refusal of a folder that holds too many files.
    """

    changed = Signal(int)
    refused = Signal(object)

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None, jobs: Jobs | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now, self._jobs = theme, now, jobs
        self._attachments: list[Attachment] = []
        inner = QWidget()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._area = QScrollArea()  # a folder of two hundred files must not make the window as high
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.hide()
        self._hint = label(tr("Drop files here, or paste a screenshot with Ctrl+V."), "muted", wrap=True)
        choose = button(tr("File…"), "attach_file", self.choose_files)
        choose.setIcon(icon("attach", theme))
        paste = button(tr("Paste"), "attach_paste", self.paste)
        paste.setIcon(icon("image", theme))
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(choose)
        buttons.addWidget(paste)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._area)
        layout.addLayout(buttons)
        layout.addWidget(self._hint)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What is to be sealed, in the order it came."""
        return tuple(self._attachments)

    def add(self, attachments: Iterable[Attachment]) -> None:
        """Take these along too."""
        before = len(self._attachments)
        for attachment in attachments:
            if attachment not in self._attachments:
                self._attachments.append(attachment)
                self._rows.addWidget(self._row(attachment))
        if len(self._attachments) > before:
            self._announce()

    def add_from(self, mime: QMimeData) -> bool:
        """Take what a drag or the clipboard holds; False when it holds no file or picture."""
        try:
            found = attachments_from(mime, self._now())
        except Refusal as refusal:
            self.refused.emit(refusal)
            return True
        self.add(found)
        return bool(found)

    def paste(self) -> None:
        """Take what the clipboard holds."""
        self.add_from(QGuiApplication.clipboard().mimeData())

    def choose_files(self) -> None:
        """Let the person pick files."""
        names, _ = QFileDialog.getOpenFileNames(self, tr("Choose evidence"))
        self.add(Path(name) for name in names)

    def clear(self) -> None:
        """Forget all of them."""
        self._attachments.clear()
        clear_layout(self._rows)
        self._announce()

    def _row(self, attachment: Attachment) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        name = attachment_name(attachment)
        room = NAME_PX if self._jobs is None else NAME_BESIDE_MOMENT_PX
        title = label(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        title.setToolTip(name)
        size = label(readable_size(attachment_bytes(attachment)), "muted")
        remove = icon_button("close", tr("Leave out {name}", name=name), self._theme, "attachment_remove")
        remove.clicked.connect(lambda: self._remove(attachment, row))
        layout.addWidget(title)
        layout.addWidget(size)
        if self._jobs is not None and isinstance(attachment, Path):
            layout.addWidget(self._moment_label(attachment, self._jobs))
        layout.addStretch(1)
        layout.addWidget(remove)
        return row

    def _moment_label(self, file: Path, jobs: Jobs) -> QLabel:
        """The moment that the file states of itself, and where it says so."""
        shown = label("", "muted")
        shown.setObjectName("attachment_moment")

        def work(_job: JobContext) -> tuple[str, str]:
            return stated_moment(file)

        def on_read(stated: tuple[str, str]) -> None:
            moment, where = stated
            if moment:
                shown.setText(f"{moment[:16].replace('T', ' ')} {tr(MOMENT_SOURCES[where])}")

        jobs.run(work, on_read, pool="work", owner=shown)
        return shown

    def _remove(self, attachment: Attachment, row: QWidget) -> None:
        self._attachments.remove(attachment)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._announce()

    def _announce(self) -> None:
        count = len(self._attachments)
        self._hint.setVisible(not count)
        self._area.setVisible(count > 0)
        row = self._rows.itemAt(0)
        height = row.sizeHint().height() + self._rows.spacing() if row is not None else 0
        self._area.setFixedHeight(height * min(max(count, 1), MOST_ROWS))
        self.changed.emit(len(self._attachments))


def readable_size(size_bytes: int) -> str:
    """A file size for people: ``640 B``, ``12 KB``, ``3.4 MB``."""
    if size_bytes < 1024:
        return f"{size_bytes} B"
    if size_bytes < 1024 * 1024:
        return f"{round(size_bytes / 1024)} KB"
    return f"{size_bytes / (1024 * 1024):.1f} MB"
