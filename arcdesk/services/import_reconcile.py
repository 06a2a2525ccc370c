"""Holding a file against the ledger: what is new, changed, unchanged, refused, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.importing.balances import BALANCE_PREFIX, IMPORTED_BALANCE
from arcdesk.importing.ledger_file import (
    AllocationRow,
    CustomerRow,
    InvoiceRow,
    LedgerFile,
    ReceiptRow,
    RejectedRow,
)
from arcdesk.importing.values import name_key
from arcdesk.services import import_refusals as why
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.import_ledger import Entry, StoredLedger
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.pinyin import search_key

CUSTOMER_FIELDS = (
    "short_name", "uscc", "grade", "owner", "salesperson", "credit_limit_fen", "credit_days", "industry", "region",
    "address", "size", "behaviour", "pain_point", "note",
)  # fmt: skip
PERSON_FIELDS = ("title", "authority", "phone", "wechat", "email")
INVOICE_TEXTS = ("tax_invoice_number", "salesperson", "note")


@dataclass(slots=True)
class Tally:
    """How many rows of one kind the file brings, alters and repeats."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def count(self, entry: Entry) -> None:
        if entry.is_new:
            self.new += 1
        elif entry.before:
            self.changed += 1
        else:
            self.unchanged += 1


@dataclass(slots=True)
class NewAllocation:
    """Money that settles an invoice; ``note`` is set where a credit note is the money."""

    money: Entry
    invoice: Entry
    amount_fen: int
    allocated_on: str
    effective_on: str
    by_credit_note: bool


@dataclass
class Reconciliation:
    """One file against the ledger as it stands; nothing is written here.

    Dates are ISO texts and amounts fen, as the tables hold them.
    """

    file: LedgerFile
    ledger: StoredLedger
    as_of: date
    tick: Callable[[int], None] = lambda done: None
    customers: Tally = field(default_factory=Tally)
    invoices: Tally = field(default_factory=Tally)
    receipts: Tally = field(default_factory=Tally)
    allocations: Tally = field(default_factory=Tally)
    rejected: list[RejectedRow] = field(default_factory=list)
    new_allocations: list[NewAllocation] = field(default_factory=list)
    disputes: dict[int, int] = field(default_factory=dict)
    touched: dict[str, dict[int, Entry]] = field(default_factory=lambda: defaultdict(dict))
    undated: list[str] = field(default_factory=list)
    accepted: frozenset[str] = frozenset()

    def run(self) -> None:
        """Compare every row, in the order in which they depend on each other."""
        for position, step in enumerate(
            (
                self._take_customers, self._take_persons, self._take_contracts, self._take_invoices,
                self._take_receipts, self._take_allocations, self._take_credit_notes,
            )
        ):  # fmt: skip
            self.tick(position)
            step()

    def _refuse(self, row: Any, column: str, value: object, refusal: Refusal) -> None:
        rejected = RejectedRow(row.sheet, row.row, column, str(value), refusal.sentence, refusal.values)
        self.rejected.append(rejected)

    def _keep(self, table: str, entry: Entry) -> None:
        if entry.is_new or entry.before:
            self.touched[table][entry.id] = entry

    def _given(self, sheet: str, name: str) -> bool:
        return name in self.file.given.get(sheet, frozenset())

    # customers, people, contracts

    def _take_customers(self) -> None:
        for row in self.file.customers:
            entry = self._customer_for(row)
            if entry is None:
                entry = self._new_customer(row)
            elif not row.derived:
                self._change_customer(entry, row)
            self.customers.count(entry)
            self._keep("customer", entry)

    def _customer_for(self, row: CustomerRow) -> Entry | None:
        if row.code:
            return self.ledger.customers.get(row.code)
        return self._customer_named(row.name)

    def _customer_named(self, name: str) -> Entry | None:
        ids = self.ledger.customer_ids_by_name.get(name_key(name), ())
        return self.ledger.by_id[ids[0]] if len(ids) == 1 else None

    def _new_customer(self, row: CustomerRow) -> Entry:
        code = row.code or self._free_code()
        values = {name: getattr(row, name) for name in CUSTOMER_FIELDS}
        values.update(code=code, name=row.name, search_key=search_key(code, row.name, row.short_name))
        entry = self.ledger.new("customer", values)
        self.ledger.customers[code] = self.ledger.by_id[entry.id] = entry
        self.ledger.customer_ids_by_name[name_key(row.name)].append(entry.id)
        return entry

    def _free_code(self) -> str:
        number = len(self.ledger.customers) + 1
        while f"K{number:04d}" in self.ledger.customers:
            number += 1
        return f"K{number:04d}"

    def _change_customer(self, entry: Entry, row: CustomerRow) -> None:
        entry.change("name", row.name)
        for name in CUSTOMER_FIELDS:
            if self._given("customers", "credit_limit" if name == "credit_limit_fen" else name):
                entry.change(name, getattr(row, name))
        if entry.before.keys() & {"name", "short_name"}:
            entry.change("search_key", search_key(entry.values["code"], row.name, entry.values["short_name"]))

    def _take_persons(self) -> None:
        for row in self.file.persons:
            customer = self.ledger.customers.get(row.customer)
            if customer is None:
                self._refuse(row, "customer", row.customer, UnknownCustomer(code=row.customer))
                continue
            key = (customer.id, row.name)
            entry = self.ledger.persons.get(key)
            if entry is None:
                values = {name: getattr(row, name) for name in PERSON_FIELDS}
                values.update(customer_id=customer.id, name=row.name, is_primary=int(row.primary))
                entry = self.ledger.persons[key] = self.ledger.new("contact_person", values)
            else:
                for name in PERSON_FIELDS:
                    if self._given("contacts", name):
                        entry.change(name, getattr(row, name))
                if self._given("contacts", "primary"):
                    entry.change("is_primary", int(row.primary))
            self._keep("contact_person", entry)

    def _take_contracts(self) -> None:
        for row in self.file.contracts:
            customer = self.ledger.customers.get(row.customer)
            if customer is None:
                self._refuse(row, "customer", row.customer, UnknownCustomer(code=row.customer))
                continue
            rate = row.penalty_daily_rate
            values: dict[str, Any] = {
                "number": row.number,
                "customer_id": customer.id,
                "signed_on": _iso(row.signed_on),
                "credit_days": row.credit_days,
                "penalty_daily_rate": None if rate is None else format(rate.normalize(), "f"),
                "dispute_clause": row.dispute_clause,
                "note": row.note,
            }
            entry = self.ledger.contracts.get(row.number)
            if entry is None:
                entry = self.ledger.contracts[row.number] = self.ledger.new("contract", values)
            elif entry.values["customer_id"] != customer.id:
                self._refuse(row, "number", row.number, why.NumberOfOtherCustomer(number=row.number))
                continue
            else:
                for name, value in values.items():
                    if self._given("contracts", name):
                        entry.change(name, value)
            self._keep("contract", entry)

    # invoices

    def _take_invoices(self) -> None:
        taken = [(row, entry) for row in self.file.invoices if (entry := self._take_invoice(row)) is not None]
        # Only now: a credit note may stand above the invoice it refers to.
        taken = [(row, entry) for row, entry in taken if self._link_original(row, entry)]
        for row, entry in taken:
            if row.disputed_fen is not None and row.disputed_fen != self.ledger.disputed.get(entry.id, 0):
                self.disputes[entry.id] = row.disputed_fen
            if entry.values["due_on"] is None and row.amount_fen > 0:
                self.undated.append(row.number)
            self._keep("invoice", entry)
            self.invoices.count(entry)
        self.accepted = frozenset(row.number for row, _ in taken)

    def _take_invoice(self, row: InvoiceRow) -> Entry | None:
        customer = self._owner_of(row)
        if customer is None:
            name = row.customer or row.customer_name
            self._refuse(row, "customer", name, UnknownCustomer(code=name))
            return None
        contract = self.ledger.contracts.get(row.contract) if row.contract else None
        due_on, source = self._due(row, contract, customer)
        stored = self.ledger.invoices.get(row.number)
        if stored is None:
            values: dict[str, Any] = {name: getattr(row, name) for name in INVOICE_TEXTS}
            values.update(
                number=row.number, customer_id=customer.id, kind=row.kind, issued_on=row.issued_on.isoformat(),
                due_on=due_on, due_source=source, amount_fen=row.amount_fen, open_fen=row.amount_fen,
                currency=row.currency, contract_id=contract.id if contract else None, credits_id=None,
            )  # fmt: skip
            if row.contract and contract is None:
                values["note"] = _with_contract(values["note"], row.contract)
            stored = self.ledger.invoices[row.number] = self.ledger.new("invoice", values)
            return stored
        return self._change_invoice(stored, row, customer, contract, due_on, source)

    def _owner_of(self, row: InvoiceRow | ReceiptRow) -> Entry | None:
        if row.customer:
            return self.ledger.customers.get(row.customer)
        return self._customer_named(row.customer_name)

    def _due(self, row: InvoiceRow, contract: Entry | None, customer: Entry) -> tuple[str | None, str]:
        """Due day and where it comes from: the file, the row's days, the contract's, the customer's."""
        if row.due_on is not None:
            return row.due_on.isoformat(), row.due_source
        for entry, source in ((contract, "contract"), (customer, "customer")):
            if entry is not None and entry.values["credit_days"] is not None:
                return (row.issued_on + timedelta(days=entry.values["credit_days"])).isoformat(), source
        return None, "missing"

    def _change_invoice(
        self, entry: Entry, row: InvoiceRow, customer: Entry, contract: Entry | None, due_on: str | None, source: str
    ) -> Entry | None:
        stored = entry.values
        settled = stored["amount_fen"] - stored["open_fen"]
        if (stored["customer_id"], stored["currency"]) != (customer.id, row.currency):
            self._refuse(row, "number", row.number, why.NumberOfOtherCustomer(number=row.number))
            return None
        if (row.amount_fen > 0) != (stored["amount_fen"] > 0) or abs(row.amount_fen) < abs(settled):
            refusal = why.AmountBelowSettled(amount=format_amount(row.amount_fen), settled=format_amount(settled))
            self._refuse(row, "amount", format_plain(row.amount_fen), refusal)
            return None
        entry.change("amount_fen", row.amount_fen)
        entry.change("open_fen", row.amount_fen - settled)
        entry.change("issued_on", row.issued_on.isoformat())
        if due_on is not None and due_on != stored["due_on"]:
            entry.change("due_on", due_on)
            entry.change("due_source", source)
        if self._given("invoices", "kind") and row.amount_fen > 0:
            entry.change("kind", row.kind)
        if contract is not None:
            entry.change("contract_id", contract.id)
        for name in INVOICE_TEXTS:
            if self._given("invoices", name):
                text = getattr(row, name)
                unknown = name == "note" and row.contract and contract is None
                entry.change(name, _with_contract(text, row.contract) if unknown else text)
        return entry

    def _link_original(self, row: InvoiceRow, entry: Entry) -> bool:
        """Point a credit note to its invoice; without that invoice the row is refused, whole."""
        if not row.credits or row.amount_fen > 0:
            return True
        original = self.ledger.invoices.get(row.credits)
        same = ("customer_id", "currency")
        if original is not None and original.values["amount_fen"] > 0 and all(
            original.values[name] == entry.values[name] for name in same
        ):
            entry.change("credits_id", original.id)
            return True
        self._refuse(row, "credits", row.credits, UnknownInvoice(number=row.credits))
        if entry.is_new:
            del self.ledger.invoices[entry.values["number"]]
        else:
            entry.restore()
        return False

    # money

    def _take_receipts(self) -> None:
        for row in self.file.receipts:
            if row.origin == "imported_balance":
                continue  # its allocation decides how much of it is news
            entry = self._take_receipt(row)
            if entry is not None:
                self.receipts.count(entry)
                self._keep("receipt", entry)

    def _take_receipt(self, row: ReceiptRow) -> Entry | None:
        customer = self._owner_of(row)
        if customer is None:
            name = row.customer or row.customer_name
            self._refuse(row, "customer", name, UnknownCustomer(code=name))
            return None
        stored = self.ledger.receipts.get(row.number)
        if stored is None:
            return self._new_receipt(row, row.number, customer.id, row.amount_fen)
        facts = (customer.id, row.received_on.isoformat(), row.amount_fen, row.currency)
        names = ("customer_id", "received_on", "amount_fen", "currency")
        if facts != tuple(stored.values[name] for name in names):
            self._refuse(row, "number", row.number, why.ReceiptDiffers(number=row.number))
            return None
        return stored

    def _new_receipt(self, row: ReceiptRow, number: str, customer_id: int, amount_fen: int) -> Entry:
        values = {
            "number": number, "customer_id": customer_id, "received_on": row.received_on.isoformat(),
            "amount_fen": amount_fen, "open_fen": amount_fen, "currency": row.currency, "method": row.method,
            "note": row.note, "imported_balance": int(_is_balance(row)),
        }  # fmt: skip
        entry = self.ledger.receipts[number] = self.ledger.new("receipt", values)
        return entry

    def _take_allocations(self) -> None:
        balances = {row.number: row for row in self.file.receipts if row.origin == "imported_balance"}
        already = Counter(self.ledger.allocated)
        for row in self.file.invoices:
            if row.received_fen == 0 and (known := self._own_balances(row.number)[0]):
                self._refuse_less(row, 0, known)
        for row in self.file.allocations:
            if row.receipt in balances:
                self._take_balance(balances[row.receipt], row)
            else:
                self._take_allocation(row, already)

    def _take_balance(self, receipt: ReceiptRow, row: AllocationRow) -> None:
        """Money that the file shows as received without showing the receipt: only what is news."""
        invoice = self.ledger.invoices.get(row.invoice)
        if invoice is None:
            return  # the invoice was refused, with its reason
        own, settled, number = self._own_balances(row.invoice)
        known = own + self.ledger.received.get(invoice.id, 0) - settled
        news = receipt.amount_fen - known
        if news < 0:
            self._refuse_less(row, receipt.amount_fen, known)
            return
        if not news:
            self.receipts.unchanged += 1
            self.allocations.unchanged += 1
            return
        entry = self._new_receipt(receipt, number, invoice.values["customer_id"], news)
        self.receipts.count(entry)
        self._keep("receipt", entry)
        share = min(news, invoice.values["open_fen"])
        if share:
            self._settle(entry, invoice, share, receipt.received_on.isoformat(), by_credit_note=False)
            self.allocations.new += 1

    def _own_balances(self, number: str) -> tuple[int, int, str]:
        """Receipts made for an invoice by earlier imports: fen in all, fen that settled it, next free number.

        What was paid beyond the amount is in the first but not in the second, so that the same
        file brings nothing new.
        """
        name, again, own, settled = f"{BALANCE_PREFIX}{number}", 1, 0, 0
        invoice = self.ledger.invoices.get(number)
        while (entry := self.ledger.receipts.get(name)) is not None:
            own += entry.values["amount_fen"]
            settled += self.ledger.settled[entry.id, invoice.id] if invoice else 0
            again += 1
            name = f"{BALANCE_PREFIX}{number}#{again}"
        return own, settled, name

    def _refuse_less(self, row: InvoiceRow | AllocationRow, received_fen: int, known_fen: int) -> None:
        refusal = why.ReceivedLess(received=format_amount(received_fen), known=format_amount(known_fen))
        self._refuse(row, "received", format_plain(received_fen), refusal)

    def _take_allocation(self, row: AllocationRow, already: Counter[tuple[int, int, int, str]]) -> None:
        receipt, invoice = self.ledger.receipts.get(row.receipt), self.ledger.invoices.get(row.invoice)
        if receipt is None:
            self._refuse(row, "receipt", row.receipt, why.UnknownReceipt(number=row.receipt))
            return
        if invoice is None or invoice.values["amount_fen"] < 0:
            self._refuse(row, "invoice", row.invoice, UnknownInvoice(number=row.invoice))
            return
        on = _iso(row.allocated_on) or receipt.values["received_on"]
        key = (receipt.id, invoice.id, row.amount_fen, on)
        if already[key]:
            already[key] -= 1
            self.allocations.unchanged += 1
            return
        if refusal := _cannot_settle(receipt, invoice, row.amount_fen):
            self._refuse(row, "amount", format_plain(row.amount_fen), refusal)
            return
        self._settle(receipt, invoice, row.amount_fen, on, by_credit_note=False)
        self.allocations.new += 1

    def _take_credit_notes(self) -> None:
        """A credit note of an invoice settles it by its own date, with what is open on both."""
        for row in self.file.invoices:
            note = self.ledger.invoices.get(row.number) if row.credits else None
            original = self.ledger.invoices.get(row.credits) if note else None
            if note is None or original is None or not (note.is_new or "credits_id" in note.before):
                continue
            share = min(-note.values["open_fen"], original.values["open_fen"])
            if share > 0 and note.values["currency"] == original.values["currency"]:
                self._settle(note, original, share, note.values["issued_on"], by_credit_note=True)

    def _settle(self, money: Entry, invoice: Entry, fen: int, on: str, *, by_credit_note: bool) -> None:
        day = money.values["issued_on" if by_credit_note else "received_on"]
        effective = max(on, invoice.values["issued_on"], day)
        self.new_allocations.append(NewAllocation(money, invoice, fen, on, effective, by_credit_note))
        invoice.change("open_fen", invoice.values["open_fen"] - fen)
        money.change("open_fen", money.values["open_fen"] + (fen if by_credit_note else -fen))
        self._keep("invoice", invoice)
        self._keep("invoice" if by_credit_note else "receipt", money)


def _cannot_settle(receipt: Entry, invoice: Entry, fen: int) -> Refusal | None:
    money, item = receipt.values, invoice.values
    if (money["customer_id"], money["currency"]) != (item["customer_id"], item["currency"]):
        return why.AllocationAcrossCustomers(invoice=item["number"], money=money["number"])
    for values in (item, money):
        if not 0 < fen <= values["open_fen"]:
            left = format_amount(values["open_fen"])
            return why.AllocationTooLarge(open=left, number=values["number"], amount=format_amount(fen))
    return None


def _is_balance(row: ReceiptRow) -> bool:
    """Whether a receipt stands for a balance, also when it comes back in an exported workbook."""
    marked = row.number.startswith(BALANCE_PREFIX) and row.note == IMPORTED_BALANCE
    return row.origin == "imported_balance" or marked


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _with_contract(note: str, number: str) -> str:
    """A contract number that no contract has stays readable in the note."""
    return note if number in note else f"{note} [{number}]".strip()
