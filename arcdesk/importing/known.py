"""What one file says about its own customers and contracts, used while its invoices are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from arcdesk.domain.errors import Refusal
from arcdesk.domain.terms import DueRule, Terms, make_terms
from arcdesk.importing import codes, values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.ledger_file import BalanceRow, CustomerRow, InvoiceRow, ReceiptRow


class Agreed(NamedTuple):
    """What a row says of the terms: days, what they count from, the fixed payment day."""

    days: int | None
    rule: DueRule
    day: int | None

    @property
    def terms(self) -> Terms | None:
        return make_terms(*self)


@dataclass(slots=True)
class Known:
    """Customers by the key of their name, and the credit terms of customers and contracts."""

    has_customer_sheet: bool = False
    codes: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    customer_terms: dict[str, Terms] = field(default_factory=dict)
    contract_terms: dict[str, Terms] = field(default_factory=dict)
    credit_codes: dict[str, str] = field(default_factory=dict)
    short_names: dict[str, str] = field(default_factory=dict)

    def add_customers(self, customers: Iterable[CustomerRow], view: SheetView) -> None:
        """Take in the customer sheet: its names lead to codes, its days are the customer's terms."""
        self.has_customer_sheet = True
        for row in customers:
            key = values.name_key(row.name)
            self.codes.setdefault(key, row.code)
            self.spellings.setdefault(key, row.name)
        self.customer_terms.update(_terms_by(view, "code"))

    def add_short_names(self, view: SheetView) -> None:
        """Take in the short names that stand beside names."""
        pairs = zip(view.read("customer_name", values.name), view.read("short_name", values.name), strict=True)
        for name, short in pairs:
            if name and short:
                self.short_names.setdefault(values.name_key(name), short)

    def add_credit_codes(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take in names with their USCC; a name with two of them has none."""
        for name, code in pairs:
            key = values.name_key(name)
            known = self.credit_codes.setdefault(key, code)
            if known != code:
                self.credit_codes[key] = ""

    def add_contracts(self, view: SheetView) -> None:
        """Take in the terms of the contract sheet."""
        self.contract_terms.update(_terms_by(view, "number"))

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


def read_agreed(view: SheetView) -> list[Agreed]:
    """The terms of each row: 到期规则 and 付款日 where the sheet has them, else what 账期天数 says.

    A row whose rule is a fixed day without saying which is rejected.
    """
    said = view.read("credit_days", values.terms, None)
    rules = view.read("due_rule", lambda cell: values.code(cell, codes.DUE_RULES))
    days = view.read("due_day", values.day_of_month, None)
    return [_agreed(view, index, *row) for index, row in enumerate(zip(said, rules, days, strict=True))]


def _agreed(view: SheetView, index: int, said: Terms | None, rule: DueRule | str, day: int | None) -> Agreed:
    plain: DueRule = said.rule if said else "issued"
    chosen = rule or ("month_day" if day and plain == "issued" else plain)
    fixed = day or (said.day if said else None)
    try:
        terms = make_terms(said.days if said else None, chosen, fixed)
    except Refusal as reason:
        view.reject(index, "due_day", reason)
        return Agreed(None, "issued", None)
    return Agreed(terms.days if terms else None, chosen, fixed if chosen == "month_day" else None)  # type: ignore[arg-type]


def derive_customers(
    invoices: Iterable[InvoiceRow], known: Known, others: Iterable[ReceiptRow | BalanceRow] = ()
) -> list[CustomerRow]:
    """Customers that only document rows name: by code (its name, else the code), or by name alone.

    Beside a customer sheet a code that the sheet lacks derives nothing: it is a mistake to be
    shown. Salesperson and days of credit are those of the customer's last row that has them.
    ``others`` are rows of money or balances in lists that stand for the whole ledger of a customer.
    """
    found: dict[tuple[str, str], InvoiceRow | ReceiptRow | BalanceRow] = {}
    salespeople: dict[tuple[str, str], str] = {}
    agreed: dict[tuple[str, str], InvoiceRow] = {}
    for row in (*invoices, *others):
        if known.has_customer_sheet and row.customer:
            continue
        key = (row.customer, "" if row.customer else row.customer_name)
        if key not in found or (not found[key].customer_name and row.customer_name):
            found[key] = row
        if isinstance(row, ReceiptRow):
            continue
        if row.salesperson:
            salespeople[key] = row.salesperson
        if isinstance(row, InvoiceRow) and row.credit_days is not None:
            agreed[key] = row
    return [_derived(row, salespeople.get(key, ""), agreed.get(key), known) for key, row in found.items()]


def _derived(
    row: InvoiceRow | ReceiptRow | BalanceRow, salesperson: str, agreed: InvoiceRow | None, known: Known
) -> CustomerRow:
    key = values.name_key(row.customer_name)
    return CustomerRow(
        code=row.customer,
        name=row.customer_name or row.customer,
        short_name=known.short_names.get(key, ""),
        uscc=known.credit_codes.get(key, ""),
        salesperson=salesperson,
        credit_days=agreed.credit_days if agreed else None,
        due_rule=agreed.due_rule if agreed else "issued",
        due_day=agreed.due_day if agreed else None,
        derived=True,
        sheet=row.sheet,
        row=row.row,
    )


def _terms_by(view: SheetView, name: str) -> dict[str, Terms]:
    keys: Sequence[str] = view.read(name, values.identifier)
    agreed = [row.terms for row in read_agreed(view)]
    return {key: terms for key, terms in zip(keys, agreed, strict=True) if key and terms}
