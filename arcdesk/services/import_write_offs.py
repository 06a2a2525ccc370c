"""Write-offs out of a ledger workbook: the rows of kind 坏账核销 (write_off) among the invoices."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.importing.ledger_file import InvoiceRow
from arcdesk.services import import_refusals as why
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import EntryTooEarly
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_money import settle
from arcdesk.services.import_state import Reconciliation
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.write_offs import ApproverMissing, WriteOffTooEarly, WriteOffTooLarge

KIND = "write_off"


def take_write_offs(found: Reconciliation) -> None:
    """Last of all: a write-off takes what receipts and credit notes left open."""
    taken = set()
    for row in found.file.invoices:
        if row.kind == KIND and (entry := _take(found, row)) is not None:
            found.invoices.count(entry)
            found.keep("write_off", entry)
            taken.add(row.number)
    found.accepted |= taken


def _take(found: Reconciliation, row: InvoiceRow) -> Entry | None:
    customer, invoice = found.owner_of(row), found.ledger.invoices.get(row.credits)
    if customer is None:
        name = row.customer or row.customer_name
        found.refuse(row, "customer", name, UnknownCustomer(code=name))
        return None
    same: dict[str, object] = {"customer_id": customer.id, "currency": row.currency}
    if invoice is None or invoice.values["amount_fen"] < 0 or any(invoice.values[n] != v for n, v in same.items()):
        found.refuse(row, "credits", row.credits, UnknownInvoice(number=row.credits))
        return None
    day = row.issued_on.isoformat()
    facts = {**same, "invoice_id": invoice.id, "on_day": day, "amount_fen": -row.amount_fen}
    stored = found.ledger.write_offs.get(row.number)
    if stored is not None:
        if any(stored.values[name] != value for name, value in facts.items()):
            found.refuse(row, "number", row.number, why.WriteOffDiffers(number=row.number))
            return None
        return stored
    if refusal := _cannot_write_off(found, row, invoice):
        values = {"approver": row.approver, "amount": format_plain(row.amount_fen)}
        found.refuse(row, refusal.field, values.get(refusal.field, day), refusal)
        return None
    texts = {"number": row.number, "approver": row.approver, "reason": row.note}
    entry = found.ledger.write_offs[row.number] = found.ledger.new(KIND, {**facts, **texts})
    settle(found, "write_off", entry, invoice, -row.amount_fen, day)
    return entry


def _cannot_write_off(found: Reconciliation, row: InvoiceRow, invoice: Entry) -> Refusal | None:
    number, day, fen = invoice.values["number"], row.issued_on.isoformat(), -row.amount_fen
    if not row.approver:
        return ApproverMissing(field="approver")
    if fen > invoice.values["open_fen"]:
        left = format_amount(invoice.values["open_fen"])
        return WriteOffTooLarge(open=left, number=number, amount=format_amount(fen), field="amount")
    if day < invoice.values["issued_on"]:
        return EntryTooEarly(day=day, begin=invoice.values["issued_on"], field="issued_on")
    begin = found.ledger.day_with_room("invoice", invoice, fen, day)
    return WriteOffTooEarly(number=number, day=day, begin=begin, field="issued_on") if begin > day else None
