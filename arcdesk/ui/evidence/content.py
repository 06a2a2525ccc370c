"""What the viewer shows of a sealed file: read by its hash, decided by what it is, never run."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtGui import QImage

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.evidence_copies import could_run
from arcdesk.services.intake import MOST_MAIL_BYTES, Mail, read_mail, read_text
from arcdesk.ui import format as show
from arcdesk.ui.context import sentence
from arcdesk.ui.evidence.care import About, read_about
from arcdesk.ui.evidence.thumbnails import read_picture

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk

LONGEST_TEXT = 100_000
MOST_BYTES = 256 << 20
TEXT_TYPES = ("text/", "message/", "application/json", "application/xml")
PLAYED = ("audio/", "video/")


@dataclass(frozen=True, slots=True)
class Content:
    """One of ``pdf``, ``image``, ``text``, or else a ``hint`` why there is nothing to see; ``refusal`` if not sound."""

    evidence_id: int
    about: About
    pdf: bytes = b""
    image: QImage | None = None
    text: str = ""
    hint: str = ""
    refusal: str = ""


def read_content(desk: Desk, item: StoredEvidence) -> Content:
    """Read a file, its hash checked; what may not be drawn says why."""
    about = read_about(desk, item.id)
    try:
        file = desk.evidence.open(item.id)
    except Refusal as refusal:
        return Content(item.id, about, refusal=sentence(refusal))
    with file:
        try:
            return _shown(item, about, file)
        except Refusal as refusal:
            return Content(item.id, about, hint=sentence(refusal))


def _shown(item: StoredEvidence, about: About, file: BinaryIO) -> Content:
    kind = item.media_type
    head = file.read(8)
    file.seek(0)
    if could_run(item.original_name, head):
        return Content(item.id, about, hint=tr("This file could run a program. It is never opened from here."))
    if kind.startswith(PLAYED):
        text = tr("Recordings are played by the system's player: open a copy. It is checked, read-only, and removed "
                  "when the program closes.")  # fmt: skip
        return Content(item.id, about, hint=text)
    if kind.startswith("text/") or kind in TEXT_TYPES:
        return Content(item.id, about, text=read_text(file.read(LONGEST_TEXT)) or " ")
    if item.size_bytes > MOST_BYTES:
        return Content(item.id, about, hint=tr("The file is too large to be shown here. Open a copy."))
    if kind == "application/pdf":
        return Content(item.id, about, pdf=file.read())
    if kind.startswith("image/"):
        image = read_picture(file.read())
        return Content(item.id, about, image=image, hint=tr("This picture cannot be read. It may be damaged."))
    if kind.startswith("message/") and item.size_bytes <= MOST_MAIL_BYTES:
        content = BytesIO(file.read()).getvalue()
        mail = read_mail(content)
        return Content(item.id, about, text=_mail_text(mail) if mail else read_text(content[:LONGEST_TEXT]))
    return Content(item.id, about)


def _mail_text(mail: Mail) -> str:
    """An e-mail as it is read: the head, the text, the names of what was attached."""
    head = [
        tr("From: {text}|mail", text=mail.sender),
        tr("To: {text}|mail", text=mail.recipients),
        tr("Date: {text}|mail", text=show.moment(mail.sent_at) if mail.sent_at else ""),
        tr("Subject: {text}|mail", text=mail.subject),
    ]
    if mail.attachments:
        head.append(tr("Attached: {text}|mail", text=", ".join(part.name for part in mail.attachments)))
    return "\n".join(head) + f"\n\n{mail.text[:LONGEST_TEXT]}"
