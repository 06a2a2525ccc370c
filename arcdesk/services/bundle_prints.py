"""Texts and e-mails of a court bundle as lines to print: a judge reads paper, the file lies beside it (R58)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcdesk.i18n import translate
from arcdesk.pdf.text import printable
from arcdesk.services.intake import Mail, read_mail, read_text

if TYPE_CHECKING:
    from arcdesk.models.collection import Evidence
    from arcdesk.services.vault import Vault

MOST_BYTES = 20 << 20
MOST_LINES = 4000
TEXTS = frozenset({"text/plain", "text/csv"})
MAIL = "message/rfc822"


def printed_lines(vault: Vault, row: Evidence, language: str) -> tuple[str, ...]:
    """The lines of a text or an e-mail; none of what is no text, or too long to be printed."""
    if row.media_type not in TEXTS | {MAIL} or row.size_bytes > MOST_BYTES:
        return ()
    with vault.open(row.sha256) as file:
        content = file.read()
    if row.media_type in TEXTS:
        text = read_text(content)
    else:
        mail = read_mail(content)
        if mail is None:
            return ()
        text = _mail_text(mail, language)
    lines = tuple(printable(line.expandtabs(4)) for line in text.splitlines())
    return lines if any(line.strip() for line in lines) and len(lines) <= MOST_LINES else ()


def _mail_text(mail: Mail, language: str) -> str:
    sent = mail.sent_at.strftime("%Y-%m-%d %H:%M %z") if mail.sent_at else ""
    head = [
        translate("From: {text}|mail", language, text=mail.sender),
        translate("To: {text}|mail", language, text=mail.recipients),
        translate("Date: {text}|mail", language, text=sent),
        translate("Subject: {text}|mail", language, text=mail.subject),
    ]
    if mail.attachments:
        names = ", ".join(part.name for part in mail.attachments)
        head.append(translate("Attached: {text}|mail", language, text=names))
    return "\n".join(head) + f"\n\n{mail.text}"
