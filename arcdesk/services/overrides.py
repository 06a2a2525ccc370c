"""Letters forced past the gate: what spoke against each at the time, and why it went out all the same (C55, F-29)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from arcdesk.domain.errors import Refusal
from arcdesk.domain.gate import Ruling
from arcdesk.models.collection import Document
from arcdesk.models.customer import Customer
from arcdesk.models.decisions import LetterOverride
from arcdesk.services.reason_text import reason_text
from arcdesk.services.unit_of_work import UnitOfWork


class OverrideReasonMissing(Refusal):
    """A letter past the gate that nobody could explain later."""

    sentence = "{why} Say in a few words why the letter goes out all the same; it stays in the books."


@dataclass(frozen=True, slots=True)
class Overridden:
    """A reason that would have held an invoice back."""

    invoice: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """One letter that went past the gate."""

    number: str
    level: str
    customer_id: int
    customer_code: str
    customer_name: str
    issued_on: date
    made_at: datetime
    reason: str
    overridden: tuple[Overridden, ...]


class OverrideService:
    """Lists the letters that went past the gate; what was issued stays issued."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def between(self, first: date, last: date, customer_id: int | None = None) -> tuple[OverrideLine, ...]:
        """Those issued from ``first`` to ``last``, the newest first."""
        query = LetterOverride.select(LetterOverride, Document, Customer).join(Document).join(Customer)
        query = query.where(Document.issued_on.between(first, last))
        if customer_id is not None:
            query = query.where(Document.customer == customer_id)
        return tuple(_line(row) for row in query.order_by(LetterOverride.id.desc()))


def overridden(rulings: Iterable[Ruling], numbers: Mapping[int, str]) -> dict[str, tuple[Overridden, ...]]:
    """What would have held back the items that go out by force, by currency; each once."""
    found: dict[str, tuple[Overridden, ...]] = {}
    for ruling in rulings:
        reasons = (
            Overridden(numbers[answer.item.invoice_id], reason.rule, reason_text(reason))
            for answer in ruling.answers
            if answer.allowed
            for reason in ruling.reasons(answer)
            if reason.forced
        )
        if each := tuple(dict.fromkeys(reasons)):
            found[ruling.account.currency] = each
    return found


def given_override_reason(reason: str, against: Mapping[str, tuple[Overridden, ...]]) -> str:
    """The reason without the spaces around it; "" where nothing is overridden.

    Raises:
        OverrideReasonMissing: something is, and nobody says why.
    """
    if not against:
        return ""
    if not reason.strip():
        raise OverrideReasonMissing(why=next(iter(against.values()))[0].text, field="reason")
    return reason.strip()


def note_override(document_id: int, reason: str, against: tuple[Overridden, ...], now: datetime) -> None:
    """Write down, inside the transaction that issues the letter, what it went past."""
    rows = [[each.invoice, each.rule, each.text] for each in against]
    LetterOverride.create(document=document_id, reason=reason, overridden=rows, made_at=now)


def _line(row: LetterOverride) -> OverrideLine:
    document, customer = row.document, row.document.customer
    return OverrideLine(
        document.number, document.level, customer.id, customer.code, customer.name, document.issued_on, row.made_at,
        row.reason, tuple(Overridden(*each) for each in row.overridden),
    )  # fmt: skip
