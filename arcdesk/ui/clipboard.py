"""What the clipboard or a drag brings: files on disk, or a picture that never was a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from arcdesk.i18n import tr
from arcdesk.services.evidence import PastedFile
from arcdesk.services.intake import expand

Attachment = Path | PastedFile


def holds_evidence(mime: QMimeData) -> bool:
    """Whether there is a file in it, or a picture that is not just the look of copied text."""
    return any(url.isLocalFile() for url in mime.urls()) or (mime.hasImage() and not mime.hasText())


def attachments_from(mime: QMimeData, now: datetime) -> tuple[Attachment, ...]:
    """Files named by ``mime`` and in its folders; else its picture as a PNG called after the moment.

    Raises:
        TooManyFiles: a folder that holds too many.
    """
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    files = tuple(path for path in expand(paths) if path.is_file())
    if files or not mime.hasImage():
        return files
    image = QImage(mime.imageData())
    if image.isNull():
        return ()
    name = tr("Screenshot {moment}.png", moment=f"{now:%Y-%m-%d %H%M%S}")
    return (PastedFile(name, png_bytes(image)),)


def png_bytes(image: QImage) -> bytes:
    """A picture as PNG; the same pixels give the same bytes."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the format is a str at run time
    buffer.close()
    return bytes(content.data())


def attachment_name(attachment: Attachment) -> str:
    """Name to show for it."""
    return attachment.name


def attachment_bytes(attachment: Attachment) -> int:
    """Its size in bytes; 0 for a file that has gone meanwhile."""
    if isinstance(attachment, PastedFile):
        return len(attachment.content)
    try:
        return attachment.stat().st_size
    except OSError:
        return 0
