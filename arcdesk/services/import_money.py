"""Receipts, allocations and credit notes out of a file: only what is news settles anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.importing.balances import BALANCE_PREFIX, IMPORTED_BALANCE, SETTLED_PREFIX
from arcdesk.importing.ledger_file import AllocationRow, ReceiptRow
from arcdesk.services import import_refusals as why
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.import_differences import Difference
from arcdesk.services.import_ledger import Entry, Source
from arcdesk.services.import_state import NewAllocation, Reconciliation, iso
from arcdesk.services.ledger import UnknownInvoice

DAY_OF: Mapping[Source, str] = {"receipt": "received_on", "credit_note": "issued_on", "write_off": "on_day"}
"""Where each source of money keeps its own day."""
SAME_MONEY_DAYS = 7
"""Bank and books may date the same money that far apart."""


def take_receipts(found: Reconciliation) -> None:
    numbers = {row.number for row in found.file.receipts}
    told = {row.receipt for row in found.file.allocations}
    for row in found.file.receipts:
        if is_made(row):
            continue  # ``import_cover`` decides how much of it is news
        if row.origin == "settled" and row.number.removeprefix(SETTLED_PREFIX) not in found.accepted:
            continue  # no money for an invoice that was refused
        entry = _take_receipt(found, row, numbers, told)
        if entry is not None:
            found.receipts.count(entry)
            found.keep("receipt", entry)


def is_made(row: ReceiptRow) -> bool:
    """Whether a reader made the receipt up for a balance that the file shows."""
    return row.origin == "imported_balance" and row.number.startswith(BALANCE_PREFIX)


def _take_receipt(found: Reconciliation, row: ReceiptRow, numbers: set[str], told: set[str]) -> Entry | None:
    customer = found.owner_of(row)
    if customer is None:
        name = row.customer or row.customer_name
        if found.is_left("customers", name):
            found.left_keys.add(f"receipts:{row.number}")
        else:
            found.refuse(row, "customer", name, UnknownCustomer(code=name))
        return None
    stored = found.ledger.receipts.get(row.number)
    if stored is None and found.is_doubted("receipts", row.number, customer.id, row.currency):
        return None
    if stored is None:
        doubt = _double(found, row, customer, numbers) or _covered(found, row, customer, told)
        if not found.takes("receipts", row.number, by_default=doubt is None):
            _leave_receipt(found, row, customer, doubt)
            return None
        return new_receipt(found, row, row.number, customer.id, row.amount_fen)
    if row.open_only:
        return stored  # what the file shows is what is left of it: ``import_cover`` compares that
    facts = (customer.id, row.received_on.isoformat(), row.currency)
    amount = stored.values["amount_fen"]
    # A workbook written after part was paid back shows the receipt with what is left of it.
    amounts = (amount, amount - found.ledger.returned.get(stored.id, 0))
    known = tuple(stored.values[name] for name in ("customer_id", "received_on", "currency"))
    if facts != known or row.amount_fen not in amounts:
        found.refuse(row, "number", row.number, why.ReceiptDiffers(number=row.number))
        return None
    return stored


def _double(found: Reconciliation, row: ReceiptRow, customer: Entry, numbers: set[str]) -> Refusal | None:
    """Why a receipt may be money that the ledger has already under another number."""
    if row.origin != "file" or _is_balance(row):
        return None
    for on, receipt in found.ledger.by_hand.get((customer.id, row.currency, row.amount_fen), ()):
        number = found.ledger.receipts_by_id[receipt].values["number"]
        if number not in numbers and abs((date.fromisoformat(on) - row.received_on).days) <= SAME_MONEY_DAYS:
            return why.LooksEntered(number=row.number, known=number, day=on)
    return None


def _covered(found: Reconciliation, row: ReceiptRow, customer: Entry, told: set[str]) -> Refusal | None:
    """Why a receipt of which the file says no more may be money that an earlier list showed as received."""
    # A ledger of the whole account shows the very money behind such balances, with what it paid.
    is_ledger = bool(found.file.accounts)
    if row.origin != "file" or _is_balance(row):
        return None
    if not is_ledger and (row.open_fen is not None or row.number in told):
        return None
    made = found.ledger.made_up.get((customer.id, row.currency), ())
    later = sum(fen for on, fen in made if on >= row.received_on.isoformat())
    if later < (1 if is_ledger else row.amount_fen):
        return None
    return why.MayBeCovered(number=row.number, amount=format_amount(later))


def _leave_receipt(found: Reconciliation, row: ReceiptRow, customer: Entry, doubt: Refusal | None) -> None:
    found.leave(
        Difference(
            "receipts", row.number, customer.values["code"], customer.values["name"],
            "new" if doubt is None else "unknown", row.currency, None, row.amount_fen, accepted=False,
            reason=doubt.sentence if doubt else "", values=doubt.values if doubt else {},
            sheet=row.sheet, row=row.row,
        )
    )  # fmt: skip


def new_receipt(
    found: Reconciliation, row: ReceiptRow, number: str, customer_id: int, amount_fen: int
) -> Entry:
    """A receipt that the ledger did not have; all of it is unallocated as yet."""
    values = {
        "number": number, "customer_id": customer_id, "received_on": row.received_on.isoformat(),
        "amount_fen": amount_fen, "open_fen": amount_fen, "currency": row.currency, "method": row.method,
        "note": row.note, "imported_balance": int(_is_balance(row)),
    }  # fmt: skip
    entry = found.ledger.receipts[number] = found.ledger.new("receipt", values)
    return entry


def take_allocations(found: Reconciliation) -> None:
    made = {row.number for row in found.file.receipts if is_made(row)}
    settled = {row.number for row in found.file.receipts if row.origin == "settled"}
    for row in found.file.allocations:
        if row.receipt in made or (row.receipt in settled and row.invoice not in found.accepted):
            continue  # the first are ``import_cover``'s; of the others the invoice was refused, with its reason
        if found.is_left("receipts", row.receipt) or found.is_left("invoices", row.invoice):
            continue
        _take_allocation(found, row)


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
        original = (found.ledger.invoices.get(row.credits) or found.same_as.get(row.credits)) if note else None
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


def source_of(money: Entry) -> Source:
    """What a stored row settles an invoice as: a receipt, or a credit note among the invoices."""
    return "credit_note" if "issued_on" in money.values else "receipt"


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
