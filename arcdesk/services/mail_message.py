"""One e-mail as bytes: text, the sealed PDF, and a head that no name or subject can break."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

PROGRAM = "ArcDesk"


@dataclass(frozen=True, slots=True)
class Sender:
    """As whom an e-mail is written; ``address`` may be empty in a draft, which the mail program then fills."""

    address: str = ""
    name: str = ""
    reply_to: str = ""
    wants_receipt: bool = False


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A PDF to be attached, with the name that the reader sees."""

    name: str
    content: bytes


def compose(
    sender: Sender, to: Sequence[str], subject: str, text: str, enclosures: Sequence[Enclosure], moment: datetime
) -> EmailMessage:
    """The message as it is sent, with its own Message-ID and the date of ``moment``."""
    message = _message(sender, to, subject, text, enclosures)
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{moment:%Y%m%d}.{secrets.token_hex(12)}@{sender.address.rpartition('@')[2]}>"
    if sender.wants_receipt:
        message["Disposition-Notification-To"] = sender.reply_to or sender.address
    return message


def draft(
    sender: Sender, to: Sequence[str], subject: str, text: str, enclosures: Sequence[Enclosure]
) -> EmailMessage:
    """The message for a mail program to open as unsent: that one gives it date and Message-ID."""
    message = _message(sender, to, subject, text, enclosures)
    message["X-Unsent"] = "1"
    if sender.wants_receipt and sender.address:
        message["Disposition-Notification-To"] = sender.reply_to or sender.address
    return message


def _message(
    sender: Sender, to: Sequence[str], subject: str, text: str, enclosures: Sequence[Enclosure]
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    if sender.address:
        message["From"] = Address(display_name=_line(sender.name), addr_spec=sender.address)
    if to:
        message["To"] = [Address(addr_spec=address) for address in to]
    if sender.reply_to:
        message["Reply-To"] = Address(addr_spec=sender.reply_to)
    message["Subject"] = _line(subject)
    message["X-Mailer"] = PROGRAM
    message.set_content(text)
    for enclosure in enclosures:
        message.add_attachment(
            enclosure.content, maintype="application", subtype="pdf", filename=_line(enclosure.name)
        )
    return message


def _line(text: str) -> str:
    """``text`` on one line: a line break in a head would begin another one."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
