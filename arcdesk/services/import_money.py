"""Receipts, allocations and credit notes out of a file: only what is news settles anything."""

from __future__ import annotations

from collections.abc import Mapping

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.importing.balances import BALANCE_PREFIX, IMPORTED_BALANCE, SETTLED_PREFIX
from arcdesk.importing.ledger_file import AllocationRow, InvoiceRow, ReceiptRow
from arcdesk.services import import_refusals as why
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.import_ledger import Entry, Source
from arcdesk.services.import_state import NewAllocation, Reconciliation, iso
from arcdesk.services.ledger import UnknownInvoice

DAY_OF: Mapping[Source, str] = {"receipt": "received_on", "credit_note": "issued_on", "write_off": "on_day"}
"""Where each source of money keeps its own day."""


def take_receipts(found: Reconciliation) -> None:
    for row in found.file.receipts:
        if row.origin == "imported_balance":
            continue  # its allocation decides how much of it is news
        if row.origin == "settled" and row.number.removeprefix(SETTLED_PREFIX) not in found.accepted:
            continue  # no money for an invoice that was refused
        entry = _take_receipt(found, row)
        if entry is not None:
            found.receipts.count(entry)
            found.keep("receipt", entry)


def _take_receipt(found: Reconciliation, row: ReceiptRow) -> Entry | None:
    customer = found.owner_of(row)
    if customer is None:
        name = row.customer or row.customer_name
        found.refuse(row, "customer", name, UnknownCustomer(code=name))
        return None
    stored = found.ledger.receipts.get(row.number)
    if stored is None:
        return _new_receipt(found, row, row.number, customer.id, row.amount_fen)
    facts = (customer.id, row.received_on.isoformat(), row.currency)
    amount = stored.values["amount_fen"]
    # A workbook written after part was paid back shows the receipt with what is left of it.
    amounts = (amount, amount - found.ledger.returned.get(stored.id, 0))
    known = tuple(stored.values[name] for name in ("customer_id", "received_on", "currency"))
    if facts != known or row.amount_fen not in amounts:
        found.refuse(row, "number", row.number, why.ReceiptDiffers(number=row.number))
        return None
    return stored


def _new_receipt(
    found: Reconciliation, row: ReceiptRow, number: str, customer_id: int, amount_fen: int
) -> Entry:
    values = {
        "number": number, "customer_id": customer_id, "received_on": row.received_on.isoformat(),
        "amount_fen": amount_fen, "open_fen": amount_fen, "currency": row.currency, "method": row.method,
        "note": row.note, "imported_balance": int(_is_balance(row)),
    }  # fmt: skip
    entry = found.ledger.receipts[number] = found.ledger.new("receipt", values)
    return entry


def take_allocations(found: Reconciliation) -> None:
    balances = {row.number: row for row in found.file.receipts if row.origin == "imported_balance"}
    made = {row.number for row in found.file.receipts if row.origin != "file"}
    for invoice in found.file.invoices:
        if invoice.received_fen == 0 and invoice.number in found.accepted:
            known = _own_balances(found, invoice.number)[0]
            if known:
                _refuse_less(found, invoice, 0, known)
    for row in found.file.allocations:
        if row.receipt in made and row.invoice not in found.accepted:
            continue  # the invoice was refused, with its reason
        if row.receipt in balances:
            _take_balance(found, balances[row.receipt], row)
        else:
            _take_allocation(found, row)


def _take_balance(found: Reconciliation, receipt: ReceiptRow, row: AllocationRow) -> None:
    """Money that the file shows as received without showing the receipt: only what is news."""
    invoice = found.ledger.invoices[row.invoice]
    own, settled, number = _own_balances(found, row.invoice)
    known = own + found.ledger.received.get(invoice.id, 0) - settled
    news = receipt.amount_fen - known
    if news < 0:
        _refuse_less(found, row, receipt.amount_fen, known)
        return
    if not news:
        found.receipts.unchanged += 1
        found.allocations.unchanged += 1
        return
    entry = _new_receipt(found, receipt, number, invoice.values["customer_id"], news)
    found.receipts.count(entry)
    found.keep("receipt", entry)
    share = min(news, invoice.values["open_fen"])
    if share:
        settle(found, "receipt", entry, invoice, share, receipt.received_on.isoformat())
        found.allocations.new += 1


def _own_balances(found: Reconciliation, number: str) -> tuple[int, int, str]:
    """Receipts made for an invoice by earlier imports: fen in all, fen that settled it, next free number.

    What was paid beyond the amount is in the first but not in the second, so that the same
    file brings nothing new.
    """
    name, again, own, settled = f"{BALANCE_PREFIX}{number}", 1, 0, 0
    invoice = found.ledger.invoices.get(number)
    while (entry := found.ledger.receipts.get(name)) is not None:
        own += entry.values["amount_fen"]
        settled += found.ledger.settled[entry.id, invoice.id] if invoice else 0
        again += 1
        name = f"{BALANCE_PREFIX}{number}#{again}"
    return own, settled, name


def _refuse_less(
    found: Reconciliation, row: InvoiceRow | AllocationRow, received_fen: int, known_fen: int
) -> None:
    refusal = why.ReceivedLess(received=format_amount(received_fen), known=format_amount(known_fen))
    found.refuse(row, "received", format_plain(received_fen), refusal)


def _take_allocation(found: Reconciliation, row: AllocationRow) -> None:
    source, money = _money_named(found, row.receipt)
    invoice = found.ledger.invoices.get(row.invoice)
    if money is None:
        found.refuse(row, "receipt", row.receipt, why.UnknownReceipt(number=row.receipt))
        return
    if invoice is None or invoice.values["amount_fen"] < 0:
        found.refuse(row, "invoice", row.invoice, UnknownInvoice(number=row.invoice))
        return
    on = iso(row.allocated_on) or money.values[DAY_OF[source]]
    known = found.ledger.by_receipts if source == "receipt" else found.ledger.by_credit_notes
    uneven = found.ledger.is_uneven(source, money) or found.ledger.is_uneven("invoice", invoice)
    if known.repeats(money.id, invoice.id, row.amount_fen, on, on_any_day=uneven):
        found.allocations.unchanged += 1
        return
    if refusal := _cannot_settle(money, invoice, row.amount_fen):
        found.refuse(row, "amount", format_plain(row.amount_fen), refusal)
        return
    settle(found, source, money, invoice, row.amount_fen, on)
    found.allocations.new += 1


def _money_named(found: Reconciliation, number: str) -> tuple[Source, Entry | None]:
    """The receipt of that number, else the credit note."""
    receipt = found.ledger.receipts.get(number)
    note = found.ledger.invoices.get(number) if receipt is None else None
    if note is not None and note.values["amount_fen"] < 0:
        return "credit_note", note
    return "receipt", receipt


def take_credit_notes(found: Reconciliation) -> None:
    """A credit note of an invoice settles it by its own date, with what is open on both.

    One that the allocations of the file name settles what they say instead; one that the file
    shows as open in full settles nothing yet.
    """
    told = {row.receipt for row in found.file.allocations}
    told |= {row.number for row in found.file.invoices if row.amount_fen < 0 and row.open_fen == row.amount_fen}
    for row in found.file.invoices:
        note = found.ledger.invoices.get(row.number) if row.credits else None
        original = found.ledger.invoices.get(row.credits) if note else None
        if note is None or original is None or not (note.is_new or "credits_id" in note.before):
            continue
        share = min(-note.values["open_fen"], original.values["open_fen"])
        if share > 0 and note.values["currency"] == original.values["currency"] and row.number not in told:
            settle(found, "credit_note", note, original, share, note.values["issued_on"])


def settle(found: Reconciliation, source: Source, money: Entry, invoice: Entry, fen: int, on: str) -> None:
    """Put ``fen`` of ``money`` to ``invoice`` from ``on``, or from when both were free of what was taken back."""
    ledger = found.ledger
    day = max(on, ledger.day_with_room("invoice", invoice, fen, on))
    if source != "write_off":
        day = max(day, ledger.day_with_room(source, money, fen, on))
        ledger.used(source, money, fen, day)
        money.change("open_fen", money.values["open_fen"] + (fen if source == "credit_note" else -fen))
        found.keep("invoice" if source == "credit_note" else "receipt", money)
    ledger.used("invoice", invoice, fen, day)
    effective = max(day, invoice.values["issued_on"], money.values[DAY_OF[source]])
    found.new_allocations.append(NewAllocation(money, invoice, fen, day, effective, source))
    invoice.change("open_fen", invoice.values["open_fen"] - fen)
    found.keep("invoice", invoice)


def _cannot_settle(money: Entry, invoice: Entry, fen: int) -> Refusal | None:
    if any(money.values[name] != invoice.values[name] for name in ("customer_id", "currency")):
        return why.AllocationAcrossCustomers(invoice=invoice.values["number"], money=money.values["number"])
    for values in (invoice.values, money.values):
        if fen > abs(values["open_fen"]):
            left = format_amount(abs(values["open_fen"]))
            return why.AllocationTooLarge(open=left, number=values["number"], amount=format_amount(fen))
    return None


def _is_balance(row: ReceiptRow) -> bool:
    """Whether a receipt stands for a balance, also when it comes back in an exported workbook."""
    marked = row.number.startswith(BALANCE_PREFIX) and row.note == IMPORTED_BALANCE
    return row.origin == "imported_balance" or marked
