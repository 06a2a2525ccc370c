"""What came of letters sent by e-mail, read from the attempts: the latest of each document counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from arcdesk.i18n import tr
from arcdesk.models.collection import Document
from arcdesk.models.customer import Customer
from arcdesk.models.mail import MailAttempt
from arcdesk.services.mail_transport import Told

KEPT_AS_EVIDENCE = ("sent", "partly", "unclear")
"""After these the message exists outside the house, or may."""

STATES = ("sent", "partly", "refused", "later", "unclear")


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A document that was handed to a server: its last attempt, and who has it by all attempts together.

    ``was_chosen``: the addresses were asked for, not taken from the contact persons. ``enclosed`` are
    the numbers of the documents that went with it.
    """

    number: str
    customer_id: int
    customer_code: str
    customer_name: str
    subject: str
    to: tuple[str, ...]
    accepted: tuple[str, ...]
    was_chosen: bool
    state: str
    told: tuple[Told, ...]
    at: datetime
    evidence_id: int | None
    attempts: int
    enclosed: tuple[str, ...] = ()

    @property
    def is_failed(self) -> bool:
        """Whether it may be sent again unasked: somebody did certainly not get it."""
        return self.state in ("partly", "refused", "later")


def latest() -> tuple[OutboxLine, ...]:
    """Every document that was ever handed to a server, the latest attempt first."""
    query = (
        MailAttempt.select(MailAttempt, Document, Customer)
        .join(Document)
        .join(Customer)
        .order_by(MailAttempt.id)
    )
    rows: dict[int, list[MailAttempt]] = {}
    for row in query:
        rows.setdefault(row.document_id, []).append(row)
    ordered = sorted(rows.values(), key=lambda attempts: attempts[-1].id, reverse=True)
    return tuple(_line(attempts) for attempts in ordered)


def told_text(told: tuple[Told, ...]) -> str:
    """What the server said, in the language of this process; "" where it said nothing against it."""
    parts = []
    for each in told:
        text = tr(each.text) if each.code == 0 else f"{each.code} {each.text}".strip()
        parts.append(f"{each.to}: {text}" if each.to else text)
    return "; ".join(parts)


def _line(attempts: list[MailAttempt]) -> OutboxLine:
    last = attempts[-1]
    document = last.document
    accepted = [
        address
        for attempt in attempts
        if attempt.state in ("sent", "partly")
        for address in attempt.recipients["to"]
        if address not in {told["to"] for told in attempt.told}
    ]
    return OutboxLine(
        document.number, document.customer_id, document.customer.code, document.customer.name, last.subject,
        tuple(last.recipients["to"]), tuple(dict.fromkeys(accepted)), bool(last.recipients["chosen"]),
        "unclear" if last.state == "sending" else last.state,
        tuple(Told(**told) for told in last.told), last.at, last.evidence_id,
        len({attempt.message_id for attempt in attempts}), tuple(last.recipients.get("enclosed", ())),
    )  # fmt: skip
