"""Invoices and credit notes out of a file, with their due dates, originals and disputes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from arcdesk.domain.money import format_amount, format_plain
from arcdesk.importing.ledger_file import InvoiceRow
from arcdesk.services import import_refusals as why
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_state import Reconciliation
from arcdesk.services.ledger import UnknownInvoice

INVOICE_TEXTS = ("tax_invoice_number", "salesperson", "note")


def take_invoices(found: Reconciliation) -> None:
    taken = [(row, entry) for row in found.file.invoices if (entry := _take_invoice(found, row)) is not None]
    # Only now: a credit note may stand above the invoice it refers to.
    taken = [(row, entry) for row, entry in taken if _link_original(found, row, entry)]
    for row, entry in taken:
        if row.disputed_fen is not None and row.disputed_fen != found.ledger.disputed.get(entry.id, 0):
            found.disputes[entry.id] = row.disputed_fen
        if entry.values["due_on"] is None and row.amount_fen > 0:
            found.undated.append(row.number)
        found.keep("invoice", entry)
        found.invoices.count(entry)
    found.accepted = frozenset(row.number for row, _ in taken)


def _take_invoice(found: Reconciliation, row: InvoiceRow) -> Entry | None:
    customer = found.owner_of(row)
    if customer is None:
        name = row.customer or row.customer_name
        found.refuse(row, "customer", name, UnknownCustomer(code=name))
        return None
    contract = found.ledger.contracts.get(row.contract) if row.contract else None
    due_on, source = _due(row, contract, customer)
    stored = found.ledger.invoices.get(row.number)
    if stored is None:
        values: dict[str, Any] = {name: getattr(row, name) for name in INVOICE_TEXTS}
        values.update(
            number=row.number, customer_id=customer.id, kind=row.kind, issued_on=row.issued_on.isoformat(),
            due_on=due_on, due_source=source, amount_fen=row.amount_fen, open_fen=row.amount_fen,
            currency=row.currency, contract_id=contract.id if contract else None, credits_id=None,
        )  # fmt: skip
        if row.contract and contract is None:
            values["note"] = _with_contract(values["note"], row.contract)
        stored = found.ledger.invoices[row.number] = found.ledger.new("invoice", values)
        return stored
    return _change_invoice(found, stored, row, customer, contract, due_on, source)


def _due(row: InvoiceRow, contract: Entry | None, customer: Entry) -> tuple[str | None, str]:
    """Due day and where it comes from: the file, the row's days, the contract's, the customer's."""
    if row.due_on is not None:
        return row.due_on.isoformat(), row.due_source
    for entry, source in ((contract, "contract"), (customer, "customer")):
        if entry is not None and entry.values["credit_days"] is not None:
            return (row.issued_on + timedelta(days=entry.values["credit_days"])).isoformat(), source
    return None, "missing"


def _change_invoice(
    found: Reconciliation,
    entry: Entry,
    row: InvoiceRow,
    customer: Entry,
    contract: Entry | None,
    due_on: str | None,
    source: str,
) -> Entry | None:
    stored = entry.values
    settled = stored["amount_fen"] - stored["open_fen"]
    if (stored["customer_id"], stored["currency"]) != (customer.id, row.currency):
        found.refuse(row, "number", row.number, why.NumberOfOtherCustomer(number=row.number))
        return None
    if (row.amount_fen > 0) != (stored["amount_fen"] > 0) or abs(row.amount_fen) < abs(settled):
        refusal = why.AmountBelowSettled(amount=format_amount(row.amount_fen), settled=format_amount(settled))
        found.refuse(row, "amount", format_plain(row.amount_fen), refusal)
        return None
    written_off = found.ledger.written_off.get(entry.id)
    if written_off is not None and row.issued_on.isoformat() > written_off:
        issued = row.issued_on.isoformat()
        found.refuse(row, "issued_on", issued, why.IssuedAfterWriteOff(day=written_off, issued=issued))
        return None
    entry.change("amount_fen", row.amount_fen)
    entry.change("open_fen", row.amount_fen - settled)
    entry.change("issued_on", row.issued_on.isoformat())
    if due_on is not None and due_on != stored["due_on"]:
        entry.change("due_on", due_on)
        entry.change("due_source", source)
    if found.given("invoices", "kind") and row.amount_fen > 0:
        entry.change("kind", row.kind)
    if contract is not None:
        entry.change("contract_id", contract.id)
    for name in INVOICE_TEXTS:
        if found.given("invoices", name):
            text = getattr(row, name)
            unknown = name == "note" and row.contract and contract is None
            entry.change(name, _with_contract(text, row.contract) if unknown else text)
    return entry


def _link_original(found: Reconciliation, row: InvoiceRow, entry: Entry) -> bool:
    """Point a credit note to its invoice; without that invoice the row is refused, whole."""
    if not row.credits or row.amount_fen > 0:
        return True
    original = found.ledger.invoices.get(row.credits)
    same = ("customer_id", "currency")
    if (
        original is not None
        and original.values["amount_fen"] > 0
        and all(original.values[name] == entry.values[name] for name in same)
    ):
        entry.change("credits_id", original.id)
        return True
    found.refuse(row, "credits", row.credits, UnknownInvoice(number=row.credits))
    if entry.is_new:
        del found.ledger.invoices[entry.values["number"]]
    else:
        entry.restore()
    return False


def _with_contract(note: str, number: str) -> str:
    """A contract number that no contract has stays readable in the note."""
    return note if number in note else f"{note} [{number}]".strip()
