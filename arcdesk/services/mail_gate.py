"""Whether an issued document may still leave by e-mail: never a demand for money that is not owed.

The one gate is asked anew on the day of sending, about exactly the invoices of the letter. What it
says of claims (paid, covered, disputed, not due) is final; a hold, a promise or a newer letter may
be overridden by a person, as with the letter itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from arcdesk.domain.gate import Purpose, Reason
from arcdesk.domain.money import with_currency
from arcdesk.models.collection import DocumentInvoice
from arcdesk.models.ledger import Invoice
from arcdesk.models.mail import MailAttempt
from arcdesk.services.document_standing import steps_of
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.gate import rulings_for

FINAL = ("void", "not_yet", "counsel_draft", "paid", "less_owed")
"""Rules that nobody overrides."""

ASKED = ("already_sent", "unclear")
"""Rules against sending a document twice, which a person overrides by saying so."""

OVERRIDDEN = ("on_hold", "promised", "invoice_on_hold", "superseded")
"""Rules that ``force`` overrides."""

_PAUSES = ("on_hold", "promised", "invoice_on_hold")


def hindrances(document: IssuedDocument, day: date) -> tuple[Reason, ...]:
    """Every reason that stands against sending the document on ``day``; none where it may go."""
    found = [*_own(document, day)]
    if not any(reason.rule in FINAL for reason in found):
        found += _letter(document, day) if document.kind == "letter" else _other(document)
    found += _twice(document)
    return tuple(found)


def held_back(reasons: tuple[Reason, ...], *, again: bool, force: bool) -> tuple[Reason, ...]:
    """Those of the reasons that still hold after what the person said."""
    given = (ASKED if again else ()) + (OVERRIDDEN if force else ())
    return tuple(reason for reason in reasons if reason.rule not in given)


def _own(document: IssuedDocument, day: date) -> Iterator[Reason]:
    """What the document itself says."""
    if document.is_ended:
        yield _no("void", "“{number}” is void or was withdrawn.", number=document.number)
    if document.issued_on > day:
        text = "“{number}” is dated {day}. It can be sent from that day on."
        yield _no("not_yet", text, number=document.number, day=document.issued_on)
    if "lawyer_draft" in (document.kind, document.level):
        text = "“{number}” is a draft for counsel. It is handed to the law firm, not sent to the customer."
        yield _no("counsel_draft", text, number=document.number)


def _letter(document: IssuedDocument, day: date) -> Iterator[Reason]:
    """What the gate says today of the money that the letter demands."""
    purpose: Purpose = "reminder" if document.level == "reminder" else "letter"
    owed = _owed_of(document, day, purpose)
    if owed <= 0:
        text = "Nothing that “{number}” demands is owed any more: it was paid, credited or disputed since."
        yield _no("paid", text, number=document.number)
        return
    if owed < document.total_fen:
        text = "“{number}” demands {amount}, but only {owed} of it is still owed. Issue a new letter."
        yield _no(
            "less_owed", text, number=document.number, amount=with_currency(document.total_fen, document.currency),
            owed=with_currency(owed, document.currency),
        )  # fmt: skip
        return
    yield from _pauses(document, day, purpose)


def _owed_of(document: IssuedDocument, day: date, purpose: Purpose) -> int:
    """What may still be demanded of the letter's invoices, in fen, less all money not yet allocated."""
    asked = _asked_of(document.id)
    owed = 0
    for ruling in rulings_for([document.customer_id], day, purpose, force=True)[document.customer_id]:
        if ruling.account.currency != document.currency:
            continue
        demanded = dict.fromkeys(asked, 0)
        for answer in ruling.answers:
            if answer.item.invoice_id in demanded:
                demanded[answer.item.invoice_id] += answer.demand_fen
        owed += sum(min(fen, asked[invoice]) for invoice, fen in demanded.items())
        owed -= max(0, ruling.account.unallocated_fen)
    return owed


def _pauses(document: IssuedDocument, day: date, purpose: Purpose) -> Iterator[Reason]:
    asked = _asked_of(document.id)
    told = set()
    for ruling in rulings_for([document.customer_id], day, purpose)[document.customer_id]:
        if ruling.account.currency != document.currency:
            continue
        for answer in ruling.answers:
            for reason in ruling.reasons(answer) if answer.item.invoice_id in asked else ():
                if reason.rule in _PAUSES and reason.blocking and reason.rule not in told:
                    told.add(reason.rule)
                    yield reason
        newer = ruling.account.letter
        if newer is not None and newer.number != document.number and newer.issued_on >= document.issued_on:
            text = "A newer letter “{newer}” was issued on {day}. Send that one."
            yield _no("superseded", text, newer=newer.number, day=newer.issued_on)


def _other(document: IssuedDocument) -> Iterator[Reason]:
    """A statement of account asks for its balance: one that was settled since is history."""
    if document.kind == "statement" and document.total_fen > 0 and _open_now(document) <= 0:
        text = "Nothing that “{number}” states is owed any more: it was paid, credited or disputed since."
        yield _no("paid", text, number=document.number)


def _open_now(document: IssuedDocument) -> int:
    """What is open today of the invoices the document names, in fen."""
    rows = Invoice.select(Invoice.open_fen).where(Invoice.id.in_(list(_asked_of(document.id))))
    return sum(row.open_fen for row in rows)


def _twice(document: IssuedDocument) -> Iterator[Reason]:
    steps = steps_of([document.id])[document.id]
    by_mail = [step for step in steps if step.event == "sent" and step.means == "email" and not step.mistaken]
    sent = by_mail[-1] if by_mail else None
    if sent is not None:
        text = "“{number}” was sent by e-mail on {day} already."
        yield _no("already_sent", text, number=document.number, day=sent.on)
    last = MailAttempt.select().where(MailAttempt.document == document.id).order_by(MailAttempt.id.desc()).first()
    if sent is None and last is not None and last.state in ("sending", "unclear"):
        text = (
            "Whether “{number}” left on {day} is not known: the connection broke before the server answered. "
            "Ask the customer before it is sent again."
        )
        yield _no("unclear", text, number=document.number, day=last.at.date())


def _asked_of(document_id: int) -> dict[int, int]:
    """What the document says is open of each invoice, in fen."""
    rows = DocumentInvoice.select().where(DocumentInvoice.document == document_id)
    return {row.invoice_id: row.open_fen for row in rows}


def _no(rule: str, text: str, **values: object) -> Reason:
    return Reason(rule, text, values, blocking=True)
