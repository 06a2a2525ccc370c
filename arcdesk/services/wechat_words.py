"""A WeChat exhibit in the words of its document: cover, checklist, and what the list of evidence says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from arcdesk.domain.wechat import findings
from arcdesk.i18n import translate
from arcdesk.pdf.wechat_data import CheckLine, Shot, WechatData
from arcdesk.services.bundle_pieces import printable
from arcdesk.services.evidence_notes import Note

if TYPE_CHECKING:
    from arcdesk.services.evidence import Sealed
    from arcdesk.services.wechat_books import Conversation

ANSWER_WORDS = {
    "yes": "Yes|checklist",
    "no": "Missing|checklist",
    "na": "Does not apply|checklist",
    "": "Not answered|checklist",
}


def exhibit_data(
    number: str,
    talk: Conversation,
    person: str,
    company: str,
    customer: str,
    today: date,
    shots: Sequence[tuple[Sealed, int, int, str, bool]],
    invoices: Sequence[str],
    corrects: str,
    reason: str,
    language: str,
) -> WechatData:
    """Everything that is printed. ``shots`` are file, width, height, its own moment, and whether it is lossless."""
    stated = [
        ("Customer", customer),
        ("Chat partner", talk.partner),
        ("Partner's WeChat id", talk.wechat_id or translate("not known|wechat", language)),
        ("Contact person", person),
        ("First message", minute(talk.first_at)),
        ("Last message", minute(talk.last_at)),
        ("Screenshots", str(len(shots))),
        ("Whose phone", talk.phone_owner),
        ("Device|wechat", talk.device),
        ("Our WeChat account", talk.own_account),
        ("Proves", talk.purpose),
        ("Invoices", ", ".join(invoices)),
        ("Remarks", talk.remark),
        ("Held by|wechat", company),
    ]
    return WechatData(
        language=language,
        number=number,
        company=company,
        customer=printable(customer),
        made_on=today,
        facts=tuple((translate(label, language), printable(value)) for label, value in stated if value),
        shots=tuple(
            Shot(position, printable(sealed.original_name), sealed.sha256, width, height,
                 stamped[:16].replace("T", " "), lossless=lossless)
            for position, (sealed, width, height, stamped, lossless) in enumerate(shots, start=1)
        ),
        checks=tuple(
            CheckLine(
                translate(finding.point.text, language),
                translate(ANSWER_WORDS[finding.answer], language),
                translate(finding.point.todo, language) if finding.is_missing else "",
            )
            for finding in findings(talk.answers)
        ),
        corrects=translate("This exhibit replaces {number}: {reason}", language, number=corrects,
                           reason=printable(reason)) if corrects else "",
    )  # fmt: skip


def note_of(talk: Conversation, person: str, language: str) -> Note:
    """What the list of evidence says of the exhibit (R51, R64)."""
    known = f"{talk.partner} ({talk.wechat_id})" if talk.wechat_id else talk.partner
    if person:
        known = translate("{known}, that is {person}|wechat", language, known=known, person=person)
    title = translate(
        "WeChat conversation with {known}, {first} to {last}", language, known=known,
        first=f"{talk.first_at:%Y-%m-%d}", last=f"{talk.last_at:%Y-%m-%d}",
    )  # fmt: skip
    source = translate("Screenshots of our WeChat", language)
    if talk.phone_owner:
        source = translate("Screenshots of the WeChat on the phone of {owner}", language, owner=talk.phone_owner)
    kept = translate("phone of {owner}|wechat", language, owner=talk.phone_owner) if talk.phone_owner else ""
    return Note(
        title=title, purpose=talk.purpose, obtained_from=source,
        device=", ".join(text for text in (talk.device, talk.own_account) if text), form="electronic",
        original_at=kept if talk.answers.get("phone_kept") == "yes" else "",
        custodian=talk.phone_owner if talk.answers.get("phone_kept") == "yes" else "",
    )  # fmt: skip


def minute(moment: datetime) -> str:
    """``2026-09-03 10:30``."""
    return f"{moment:%Y-%m-%d %H:%M}"
