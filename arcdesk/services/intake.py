"""What a file says of itself when it is taken in: when a photograph was taken, what an e-mail holds."""

from __future__ import annotations

import codecs
import email
import email.policy
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from arcdesk.domain.errors import Refusal

MAIL_SUFFIX = ".eml"
PHOTOGRAPHS = frozenset({".jpg", ".jpeg", ".tif", ".tiff"})
MOST_FILES = 2000
MOST_MAIL_BYTES = 100 << 20
_EXIF_IFD, _TAKEN, _OFFSET = 0x8769, 0x9003, 0x9011
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


class TooManyFiles(Refusal):
    """A folder that is no folder of evidence."""

    sentence = "“{name}” holds more than {most} files. Choose the folder of this matter alone."


@dataclass(frozen=True, slots=True)
class MailPart:
    """An attachment of an e-mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail as it is read: head lines as they stand, the moment its head states, plain text, attachments."""

    sender: str
    recipients: str
    subject: str
    sent_at: datetime | None
    text: str
    attachments: tuple[MailPart, ...]


def expand(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and those in the folders named, in the order of their names; what systems leave lies aside.

    Raises:
        TooManyFiles: one folder holds more than ``MOST_FILES``.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = list(_files_in(path))
        if len(inside) > MOST_FILES:
            raise TooManyFiles(name=path.name, most=MOST_FILES, field="files")
        found += sorted(inside)
    return tuple(dict.fromkeys(found))


def _files_in(folder: Path) -> Iterator[Path]:
    count = 0
    for place, folders, names in os.walk(folder):  # does not follow links to folders
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            file = Path(place) / name
            if name.startswith((".", "~$")) or name.lower() in _LITTER or file.is_symlink():
                continue
            count += 1
            yield file
            if count > MOST_FILES:
                return


def taken_at(file: BinaryIO) -> str | None:
    """When a photograph was taken, as its camera wrote it: ISO 8601, with an offset only where it says one."""
    from PIL import Image

    try:
        with Image.open(file) as image:
            details = image.getexif().get_ifd(_EXIF_IFD)
            moment, offset = str(details.get(_TAKEN, "")), str(details.get(_OFFSET, ""))
        parsed = datetime.strptime(moment.strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - cameras know no zone
    except Exception:  # noqa: BLE001 - whatever a damaged picture raises, it then just says nothing
        return None
    text = parsed.isoformat(timespec="seconds")
    return f"{text}{offset.strip()}" if _is_offset(offset.strip()) else text


def stated_moment(file: Path) -> tuple[str, str]:
    """The moment that a file states of itself, ISO 8601, and where: exif, mail or file; ("", "") where none."""
    suffix = file.suffix.lower()
    try:
        if suffix in PHOTOGRAPHS:
            with file.open("rb") as photograph:
                taken = taken_at(photograph)
            if taken:
                return taken, "exif"
        if suffix == MAIL_SUFFIX and file.stat().st_size <= MOST_MAIL_BYTES:
            mail = read_mail(file.read_bytes())
            if mail is not None and mail.sent_at is not None:
                return mail.sent_at.isoformat(timespec="seconds"), "mail"
        return datetime.fromtimestamp(file.stat().st_mtime).astimezone().isoformat(timespec="seconds"), "file"
    except (OSError, OverflowError, ValueError):
        return "", ""


def _is_offset(text: str) -> bool:
    return len(text) == 6 and text[0] in "+-" and text[3] == ":" and (text[1:3] + text[4:]).isdigit()


def read_text(content: bytes) -> str:
    """A text as it was meant: by its mark, else UTF-8, else the Chinese of Windows; a cut last one is left out."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    for mark, encoding in marks:
        if content.startswith(mark):
            return codecs.getincrementaldecoder(encoding)("replace").decode(content)
    for encoding in ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)("strict").decode(content)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def read_mail(content: bytes) -> Mail | None:
    """An e-mail file taken apart; ``None`` where it is none, or too large to be looked into."""
    if len(content) > MOST_MAIL_BYTES:
        return None
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        if not isinstance(message, EmailMessage) or not (message["from"] or message["subject"]):
            return None
        return Mail(
            _line(message, "from"),
            _line(message, "to"),
            _line(message, "subject"),
            _moment(message),
            _text(message),
            tuple(_attachments(message)),
        )
    except Exception:  # noqa: BLE001 - hostile heads make the parser raise anything; then it is just a file
        return None


def _line(message: EmailMessage, name: str) -> str:
    return " ".join(str(message[name] or "").split())


def _moment(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["date"]))
    except (TypeError, ValueError):
        return None


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content())
    return content if body.get_content_type() == "text/plain" else _without_tags(content)


def _without_tags(html: str) -> str:
    """The words of an HTML body; nothing in it is loaded or run."""
    from html.parser import HTMLParser

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=True)
            self.parts: list[str] = []
            self.hidden = 0

        def handle_starttag(self, tag: str, _attributes: object) -> None:
            self.hidden += tag in ("script", "style")
            if tag in ("br", "p", "div", "tr", "li"):
                self.parts.append("\n")

        def handle_endtag(self, tag: str) -> None:
            self.hidden -= tag in ("script", "style")

        def handle_data(self, data: str) -> None:
            if not self.hidden:
                self.parts.append(data)

    words = Words()
    words.feed(html)
    return "\n".join(line for line in (" ".join(part.split()) for part in "".join(words.parts).split("\n")) if line)


def _attachments(message: EmailMessage) -> Iterator[MailPart]:
    for number, part in enumerate(message.iter_attachments(), start=1):
        payload = part.get_content() if part.get_content_type() == "message/rfc822" else part.get_payload(decode=True)
        content = payload.as_bytes() if isinstance(payload, EmailMessage) else payload
        if isinstance(content, bytes) and content:
            yield MailPart(part.get_filename() or f"attachment-{number}", content)
