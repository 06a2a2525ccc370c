"""Invoices and credit notes out of a file, with their due dates, originals and disputes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from arcdesk.domain.errors import DayOutOfRange
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.domain.terms import DERIVED, DueFacts, Terms, due_date, make_terms
from arcdesk.importing.ledger_file import InvoiceRow
from arcdesk.services import import_refusals as why
from arcdesk.services import import_tax_numbers
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.import_ledger import INVOICE, Entry, record
from arcdesk.services.import_rows import difference_of
from arcdesk.services.import_state import Reconciliation, iso
from arcdesk.services.ledger import UnknownInvoice

INVOICE_TEXTS = ("tax_invoice_number", "salesperson", "note")


def take_invoices(found: Reconciliation) -> None:
    rows = [row for row in found.file.invoices if row.kind != "write_off"]  # those are no documents of their own
    rows, same = import_tax_numbers.set_known_apart(found, rows)
    taken = [(row, entry) for row in rows if (entry := _take_invoice(found, row)) is not None]
    # Only now: a credit note may stand above the invoice it refers to.
    taken = [(row, entry) for row, entry in taken if _link_original(found, row, entry)]
    if found.decisions.left:
        taken = [(row, entry) for row, entry in taken if _is_taken(found, row, entry)]
    for row, entry in taken:
        if row.disputed_fen is not None and row.disputed_fen != found.ledger.disputed.get(entry.id, 0):
            found.disputes[entry.id] = row.disputed_fen
        if entry.values["due_on"] is None and row.amount_fen > 0:
            found.undated.append(row.number)
        found.keep("invoice", entry)
        found.invoices.count(entry)
    found.accepted = frozenset({*same, *(row.number for row, _ in taken)})


def _take_invoice(found: Reconciliation, row: InvoiceRow) -> Entry | None:
    customer = found.owner_of(row)
    if customer is None:
        name = row.customer or row.customer_name
        if found.is_left("customers", name):
            found.left_keys.add(f"invoices:{row.number}")
        else:
            found.refuse(row, "customer", name, UnknownCustomer(code=name))
        return None
    contract = found.ledger.contracts.get(row.contract) if row.contract else None
    if contract is not None and contract.values["customer_id"] != customer.id:
        contract = None  # another customer's number: it stays readable in the note
    stored = found.ledger.invoices.get(row.number)
    if stored is None and found.is_doubted("invoices", row.number, customer.id, row.currency):
        return None
    try:
        due_on, source = _due(found, row, contract, customer, stored)
    except DayOutOfRange as refusal:
        found.refuse(row, "credit_days", row.number, refusal)
        return None
    if stored is None:
        note = row.note if contract or not row.contract else _with_contract(row.note, row.contract)
        values = record(
            INVOICE,
            (
                row.number, customer.id, row.kind, iso(row.issued_on), due_on, source, row.amount_fen,
                row.amount_fen, row.currency, contract.id if contract else None, row.tax_invoice_number,
                row.salesperson, None, note, iso(row.delivered_on),
            ),
        )  # fmt: skip
        stored = found.ledger.invoices[row.number] = found.ledger.new("invoice", values)
        return stored
    return _change_invoice(found, stored, row, customer, contract, due_on, source)


def _is_taken(found: Reconciliation, row: InvoiceRow, entry: Entry) -> bool:
    """Whether the person lets a new or changed invoice in; one that is left stays as the ledger has it."""
    if found.takes("invoices", row.number) or not (entry.is_new or entry.before):
        return True
    found.leave(replace(difference_of(found, "invoices", entry), accepted=False, sheet=row.sheet, row=row.row))
    _forget(found, entry)
    return False


def _forget(found: Reconciliation, entry: Entry) -> None:
    if entry.is_new:
        del found.ledger.invoices[entry.values["number"]]
    else:
        entry.restore()


def _due(
    found: Reconciliation, row: InvoiceRow, contract: Entry | None, customer: Entry, stored: Entry | None
) -> tuple[str | None, str]:
    """Due day and where it comes from: the file, the row's days, else the terms that the ledger has now."""
    if row.due_on is not None and (row.due_source not in DERIVED or found.given("invoices", "due_source")):
        return iso(row.due_on), row.due_source
    delivered = iso(row.delivered_on) or (stored.values["delivered_on"] if stored else None)
    if contract is None and stored is not None:
        contract = found.ledger.contracts_by_id.get(stored.values["contract_id"])
    on, source = due_date(
        DueFacts(
            row.issued_on,
            date.fromisoformat(delivered) if delivered else None,
            contract=_terms_of(contract),
            customer=_terms_of(customer),
            creditor_size=found.ledger.company_size,
            debtor_size=customer.values["size"],
        )
    )
    return iso(on), source


def _terms_of(entry: Entry | None) -> Terms | None:
    if entry is None:
        return None
    values = entry.values
    return make_terms(values["credit_days"], values["due_rule"], values["due_day"])


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
    amount = row.amount_fen
    if row.open_only:  # what is open says nothing of the amount, unless it is more than that
        amount = _amount_behind(stored["amount_fen"], amount)
    settled = stored["amount_fen"] - stored["open_fen"]
    most = found.ledger.most_settled(entry)  # also what was taken back since: its days stay as they were
    written_off = found.ledger.first_written_off.get(entry.id)
    if (stored["customer_id"], stored["currency"]) != (customer.id, row.currency):
        found.refuse(row, "number", row.number, why.NumberOfOtherCustomer(number=row.number))
        return None
    if (amount > 0) != (stored["amount_fen"] > 0) or abs(amount) < most:
        refusal = why.AmountBelowSettled(amount=format_amount(amount), settled=format_amount(most))
        found.refuse(row, "amount", format_plain(amount), refusal)
        return None
    if written_off is not None and iso(row.issued_on) > written_off:
        later = iso(row.issued_on)
        found.refuse(row, "issued_on", later, why.WrittenOffBefore(number=row.number, day=written_off))
        return None
    entry.change("amount_fen", amount)
    entry.change("open_fen", amount - settled)
    entry.change("issued_on", iso(row.issued_on))
    if _is_news(found, entry, due_on, source):
        entry.change("due_on", due_on)
        entry.change("due_source", source)
    if found.given("invoices", "delivered_on"):
        entry.change("delivered_on", iso(row.delivered_on))
    if found.given("invoices", "kind") and amount > 0:
        entry.change("kind", row.kind)
    if contract is not None:
        entry.change("contract_id", contract.id)
    for name in INVOICE_TEXTS:
        if found.given("invoices", name):
            text = getattr(row, name)
            unknown = name == "note" and row.contract and contract is None
            entry.change(name, _with_contract(text, row.contract) if unknown else text)
    return entry


def _amount_behind(stored_fen: int, open_fen: int) -> int:
    """The amount of an invoice of which a list shows only what is open."""
    same_sign = (stored_fen > 0) == (open_fen > 0)
    return stored_fen if same_sign and abs(open_fen) <= abs(stored_fen) else open_fen


def _is_news(found: Reconciliation, entry: Entry, due_on: str | None, source: str) -> bool:
    """Whether a due date of the file takes the place of the stored one.

    What was stated or entered gives way to nothing that is merely reckoned, and a date that was
    changed here gives way only to one that the file did not say before.
    """
    stored = entry.values
    if due_on is None or due_on == stored["due_on"]:
        return False
    if source in DERIVED:
        return stored["due_source"] in DERIVED
    return due_on not in found.ledger.due_said.get(entry.id, ())


def _link_original(found: Reconciliation, row: InvoiceRow, entry: Entry) -> bool:
    """Point a credit note to its invoice; without that invoice the row is refused, whole."""
    if not row.credits or row.amount_fen > 0:
        return True
    original = found.ledger.invoices.get(row.credits) or found.same_as.get(row.credits)
    same = ("customer_id", "currency")
    if (
        original is not None
        and original.values["amount_fen"] > 0
        and all(original.values[name] == entry.values[name] for name in same)
    ):
        entry.change("credits_id", original.id)
        return True
    if not found.is_left("invoices", row.credits):
        found.refuse(row, "credits", row.credits, UnknownInvoice(number=row.credits))
    _forget(found, entry)
    return False


def _with_contract(note: str, number: str) -> str:
    """A contract number that no contract has stays readable in the note."""
    return note if number in note else f"{note} [{number}]".strip()
