"""What the stream of one customer is made of, kind by kind: plain rows, for it is read whenever he is opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from arcdesk.domain.text import one_line
from arcdesk.models.queries.sql import rows, to_day


class ContactRow(NamedTuple):
    """Something that was said, or the correction of it."""

    id: int
    at: datetime
    channel: str
    outcome: str
    person: str
    corrects: int | None
    note: str


class PromiseRow(NamedTuple):
    """A promise; ``is_corrected`` where a later entry took the place of its contact."""

    id: int
    made_on: date
    due_on: date
    currency: str
    amount_fen: int
    is_corrected: bool


class DisputeRow(NamedTuple):
    """A dispute with the invoice it is about."""

    id: int
    number: str
    currency: str
    amount_fen: int
    accepted_fen: int | None
    opened_on: date
    reason: str
    resolution: str
    closed_on: date | None
    closed_note: str


class DocumentRow(NamedTuple):
    """A document as it was issued."""

    id: int
    number: str
    kind: str
    issued_at: datetime
    total_fen: int
    currency: str
    deadline_on: date | None


class DeliveryRow(NamedTuple):
    """A step of a document on its way."""

    id: int
    number: str
    event: str
    on_day: date
    channel: str
    tracking: str
    note: str
    reason: str
    address: str


class ReceiptRow(NamedTuple):
    """Money that came in or went back; ``original`` is the number of the receipt it takes back."""

    id: int
    number: str
    original: str
    received_on: date
    amount_fen: int
    currency: str
    note: str
    return_kind: str
    is_balance: bool


class InvoiceRow(NamedTuple):
    """An invoice or credit note."""

    id: int
    number: str
    issued_on: date
    due_on: date | None
    amount_fen: int
    currency: str


class EvidenceRow(NamedTuple):
    """A file of the customer's."""

    id: int
    name: str
    kind: str
    sha256: str
    imported_at: datetime
    note: str


class FollowUpRow(NamedTuple):
    """A follow-up as it was planned."""

    id: int
    created_at: datetime
    due_on: date
    state: str
    reason: str


class DueChangeRow(NamedTuple):
    """One due date that was changed."""

    id: int
    logged_at: datetime
    number: str
    old_due_on: date | None
    due_on: date | None
    note: str


class TakenBackRow(NamedTuple):
    """An allocation that was taken back: of the money ``number`` to an ``invoice``, in fen below zero."""

    id: int
    number: str
    invoice: str
    currency: str
    amount_fen: int
    allocated_on: date


def contacts(customer_id: int) -> Iterable[ContactRow]:
    """Every contact."""
    found = rows(
        "SELECT id, at, channel, outcome, person, corrects_id, note FROM contact WHERE customer_id = ?",
        customer_id,
    )
    for row_id, at, *others in found:
        yield ContactRow(row_id, datetime.fromisoformat(at), *others)


def promises(customer_id: int) -> Iterable[PromiseRow]:
    """Every promise, corrected since or not."""
    for row_id, made, due, currency, fen, is_corrected in rows(
        """SELECT id, made_on, due_on, currency, amount_fen,
                  contact_id IN (SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL)
           FROM promise WHERE customer_id = ?""",
        customer_id,
    ):
        yield PromiseRow(row_id, to_day(made), to_day(due), currency, fen, bool(is_corrected))


def disputes(customer_id: int) -> Iterable[DisputeRow]:
    """Every dispute of his invoices."""
    for row_id, number, currency, fen, accepted, opened, reason, resolution, closed, note in rows(
        """SELECT d.id, i.number, i.currency, d.amount_fen, d.accepted_fen, d.opened_on, d.reason, d.resolution,
                  d.closed_on, d.closed_note
           FROM invoice i CROSS JOIN dispute d ON d.invoice_id = i.id WHERE i.customer_id = ?""",
        customer_id,
    ):
        yield DisputeRow(
            row_id, number, currency, fen, accepted, to_day(opened), reason, resolution, _day(closed), note
        )


def documents(customer_id: int) -> Iterable[DocumentRow]:
    """Every letter and statement."""
    for row_id, number, kind, at, fen, currency, deadline in rows(
        """SELECT id, number, kind, issued_at, total_fen, currency, deadline_on
           FROM document WHERE customer_id = ?""",
        customer_id,
    ):
        yield DocumentRow(row_id, number, kind, datetime.fromisoformat(at), fen, currency, _day(deadline))


def deliveries(customer_id: int) -> Iterable[DeliveryRow]:
    """Every step of his documents."""
    for row_id, number, event, on, *others in rows(
        """SELECT v.id, d.number, v.event, v.on_day, v.channel, v.tracking, v.note, v.reason, v.address
           FROM delivery v JOIN document d ON d.id = v.document_id WHERE d.customer_id = ?""",
        customer_id,
    ):
        yield DeliveryRow(row_id, number, event, to_day(on), *others)


def receipts(customer_id: int, limit: int | None) -> Iterable[ReceiptRow]:
    """The newest ``limit`` receipts, or all."""
    for row_id, number, original, on, fen, currency, note, kind, is_balance in rows(
        """SELECT r.id, r.number, coalesce(o.number, ''), r.received_on, r.amount_fen, r.currency, r.note,
                  r.return_kind, r.imported_balance
           FROM receipt r LEFT JOIN receipt o ON o.id = r.reverses_id
           WHERE r.customer_id = ?1 ORDER BY r.received_on DESC, r.id DESC LIMIT ?2""",
        customer_id,
        _most(limit),
    ):
        yield ReceiptRow(row_id, number, original, to_day(on), fen, currency, note, kind, bool(is_balance))


def taken_back(customer_id: int) -> Iterable[TakenBackRow]:
    """What takes an allocation of a receipt or credit note back; write-offs tell of themselves."""
    for row_id, number, invoice, currency, fen, on in rows(
        """SELECT a.id, coalesce(r.number, n.number), i.number, i.currency, a.amount_fen, a.allocated_on
           FROM invoice i CROSS JOIN allocation a ON a.invoice_id = i.id
           LEFT JOIN receipt r ON r.id = a.receipt_id LEFT JOIN invoice n ON n.id = a.credit_note_id
           WHERE i.customer_id = ? AND a.reverses_id IS NOT NULL AND a.write_off_id IS NULL""",
        customer_id,
    ):
        yield TakenBackRow(row_id, number, invoice, currency, fen, to_day(on))


def invoices(customer_id: int, limit: int | None) -> Iterable[InvoiceRow]:
    """The newest ``limit`` invoices and credit notes, or all."""
    for row_id, number, issued, due, fen, currency in rows(
        """SELECT id, number, issued_on, due_on, amount_fen, currency FROM invoice
           WHERE customer_id = ?1 ORDER BY issued_on DESC, id DESC LIMIT ?2""",
        customer_id,
        _most(limit),
    ):
        yield InvoiceRow(row_id, number, to_day(issued), _day(due), fen, currency)


def evidence(customer_id: int) -> Iterable[EvidenceRow]:
    """His files; an exhibit stands for its screenshots."""
    for row_id, name, kind, sha256, at, note in rows(
        """SELECT id, original_name, kind, sha256, imported_at, note FROM evidence
           WHERE id IN (SELECT evidence_id FROM evidence_link WHERE customer_id = ?)
             AND id NOT IN (SELECT evidence_id FROM wechat_part)""",
        customer_id,
    ):
        yield EvidenceRow(row_id, one_line(name), kind, sha256, datetime.fromisoformat(at), note)


def follow_ups(customer_id: int) -> Iterable[FollowUpRow]:
    """Every follow-up, done or not."""
    for row_id, at, due, state, reason in rows(
        "SELECT id, created_at, due_on, state, reason FROM follow_up WHERE customer_id = ?", customer_id
    ):
        yield FollowUpRow(row_id, datetime.fromisoformat(at), to_day(due), state, reason)


def due_changes(customer_id: int) -> Iterable[DueChangeRow]:
    """Every change of a due date, in the order in which they were made."""
    for row_id, at, number, old, new, note in rows(
        """SELECT c.id, c.logged_at, i.number, c.old_due_on, c.due_on, c.note
           FROM invoice i CROSS JOIN due_change c ON c.invoice_id = i.id WHERE i.customer_id = ? ORDER BY c.id""",
        customer_id,
    ):
        yield DueChangeRow(row_id, datetime.fromisoformat(at), number, _day(old), _day(new), note)


def _most(limit: int | None) -> int:
    return -1 if limit is None else limit


def _day(text: str | None) -> date | None:
    return to_day(text) if text else None
