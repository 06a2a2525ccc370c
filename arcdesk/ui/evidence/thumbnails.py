"""Small pictures of sealed files, made off the GUI thread and kept while the program runs."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from arcdesk.domain.errors import Refusal
from arcdesk.services.evidence import StoredEvidence

if TYPE_CHECKING:
    from arcdesk.services.vault import Vault
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

SIDE_PX = 320  # twice the drawn size, sharp at 200 %
LARGEST_BYTES = 32 * 1024 * 1024
MOST_KEPT = 600
MOST_PIXELS = 64_000_000
FORMATS = (b"png", b"jpeg", b"gif", b"bmp", b"webp", b"tiff")
ICON_BY_TYPE = (("image/", "image"), ("audio/", "audio"), ("video/", "audio"), ("message/", "mail"))


class Thumbnails(QObject):
    """Hands out thumbnails by hash; an unknown one is made and announced.

    Signals:
        arrived: sha256 of the file whose thumbnail is there now.
    """

    arrived = Signal(str)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: OrderedDict[str, QPixmap | None] = OrderedDict()

    def get(self, evidence: StoredEvidence) -> QPixmap | None:
        """The picture, or None while there is none (or can be none)."""
        sha256 = evidence.sha256
        if sha256 in self._known:
            self._known.move_to_end(sha256)
            return self._known[sha256]
        if not is_drawable(evidence):
            return None
        self._known[sha256] = None
        work = partial(_make, self._context.desk.evidence.vault, sha256, evidence.media_type)
        self._context.jobs.run(work, self._on_made, self._on_failed, pool="work")
        return None

    def _on_made(self, made: tuple[str, QImage]) -> None:
        sha256, image = made
        if image.isNull():
            return
        self._known[sha256] = QPixmap.fromImage(image)
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        self.arrived.emit(sha256)

    def _on_failed(self, _error: BaseException) -> None:
        """A file that cannot be drawn keeps the sign of its type; verification tells of damage."""


def is_drawable(evidence: StoredEvidence) -> bool:
    """Whether a picture of it can be made."""
    is_picture = evidence.media_type.startswith("image/") or evidence.media_type == "application/pdf"
    return is_picture and evidence.size_bytes <= LARGEST_BYTES


def icon_name(evidence: StoredEvidence) -> str:
    """The sign of its type."""
    for prefix, name in ICON_BY_TYPE:
        if evidence.media_type.startswith(prefix):
            return name
    return "file"


class PictureNotOpened(Refusal):
    """A file of a few kilobytes that claims gigabytes."""

    sentence = "The picture claims {width} × {height} pixels and is not opened. Save a copy and let it be examined."


def read_picture(content: bytes, longest_px: int = 0) -> QImage:
    """A picture, turned as its camera says, no larger than asked; null where it cannot be read.

    Raises:
        PictureNotOpened: its head claims more than ``MOST_PIXELS``; nothing was decoded.
    """
    device = QBuffer()
    device.setData(QByteArray(content))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(device)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in FORMATS:  # no drawing that could load other files
        return QImage()
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS:
        raise PictureNotOpened(width=size.width(), height=size.height())
    if longest_px and size.isValid() and max(size.width(), size.height()) > longest_px:
        size.scale(QSize(longest_px, longest_px), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(size)
    return reader.read()


def _make(vault: Vault, sha256: str, media_type: str, _job: JobContext) -> tuple[str, QImage]:
    try:
        with vault.open(sha256) as file:
            content = file.read()
    except OSError:
        return sha256, QImage()
    if media_type == "application/pdf":
        from arcdesk.pdf import preview
        from arcdesk.ui.widgets.page_view import render

        try:
            width, height = preview.page_size(content, 0)
            return sha256, render(content, 0, SIDE_PX / max(width, height))
        except Refusal:
            return sha256, QImage()
    try:
        return sha256, read_picture(content, SIDE_PX)
    except PictureNotOpened:
        return sha256, QImage()
