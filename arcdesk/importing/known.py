"""What one file says about its own customers and contracts, used while its invoices are read."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from arcdesk.importing import values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.ledger_file import CustomerRow, InvoiceRow


@dataclass(frozen=True, slots=True)
class Terms:
    """Days of credit, and whether they count from the end of the month (月结)."""

    days: int
    from_month_end: bool = False

    def due_day(self, issued_on: date) -> date:
        """The day an invoice falls due that was issued on ``issued_on``."""
        start = issued_on
        if self.from_month_end:
            start = issued_on.replace(day=monthrange(issued_on.year, issued_on.month)[1])
        return start + timedelta(days=self.days)


@dataclass(slots=True)
class Known:
    """Customers by the key of their name, and the credit terms of customers and contracts."""

    has_customer_sheet: bool = False
    codes: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    customer_terms: dict[str, Terms] = field(default_factory=dict)
    contract_terms: dict[str, Terms] = field(default_factory=dict)

    def add_customers(self, customers: Iterable[CustomerRow], view: SheetView) -> None:
        """Take in the customer sheet: its names lead to codes, its days are the customer's terms."""
        self.has_customer_sheet = True
        for row in customers:
            key = values.name_key(row.name)
            self.codes.setdefault(key, row.code)
            self.spellings.setdefault(key, row.name)
        self.customer_terms.update(_terms_by(view, "code"))

    def add_contracts(self, view: SheetView) -> None:
        """Take in the terms of the contract sheet."""
        self.contract_terms.update(_terms_by(view, "number"))

    def terms_for(self, contract: str, customer: str) -> tuple[str, Terms | None]:
        """The contract's terms, else the customer's, as far as this file says them, and whose they are."""
        if contract in self.contract_terms:
            return "contract", self.contract_terms[contract]
        terms = self.customer_terms.get(customer)
        return ("customer" if terms else "missing"), terms

    def resolve(self, codes: list[str], names: list[str]) -> tuple[list[str], list[str]]:
        """Codes for the names of the customer sheet, and one spelling (the first) per name."""
        if "" not in codes:
            return codes, names
        chosen: dict[str, str] = {"": ""}
        for name in names:
            if name not in chosen:
                chosen[name] = self.spellings.setdefault(values.name_key(name), name)
        names = [chosen[name] for name in names]
        if self.codes:
            by_name = {name: self.codes.get(values.name_key(name), "") for name in chosen.values()}
            codes = [code or by_name[name] for code, name in zip(codes, names, strict=True)]
        return codes, names


def read_terms(view: SheetView) -> list[Terms | None]:
    """The credit terms of each row."""

    def parse(cell: Any) -> Terms | None:
        days = values.days(cell)
        return None if days is None else Terms(days, values.from_month_end(cell))

    return view.read("credit_days", parse, None)


def derive_customers(invoices: Iterable[InvoiceRow], known: Known) -> list[CustomerRow]:
    """Customers that only document rows name: by code (its name, else the code), or by name alone.

    Beside a customer sheet a code that the sheet lacks derives nothing: it is a mistake to be
    shown. Salesperson and days of credit are those of the customer's last row that has them.
    """
    found: dict[tuple[str, str], InvoiceRow] = {}
    salespeople: dict[tuple[str, str], str] = {}
    days: dict[tuple[str, str], int] = {}
    for row in invoices:
        if known.has_customer_sheet and row.customer:
            continue
        key = (row.customer, "" if row.customer else row.customer_name)
        if key not in found or (not found[key].customer_name and row.customer_name):
            found[key] = row
        if row.salesperson:
            salespeople[key] = row.salesperson
        if row.credit_days is not None:
            days[key] = row.credit_days
    return [
        CustomerRow(
            code=row.customer,
            name=row.customer_name or row.customer,
            salesperson=salespeople.get(key, ""),
            credit_days=days.get(key),
            derived=True,
            sheet=row.sheet,
            row=row.row,
        )
        for key, row in found.items()
    ]


def _terms_by(view: SheetView, name: str) -> dict[str, Terms]:
    keys: Sequence[str] = view.read(name, values.identifier)
    return {key: terms for key, terms in zip(keys, read_terms(view), strict=True) if key and terms}
