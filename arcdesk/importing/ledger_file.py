"""What a file says, as plain frozen rows: the answer of ``load`` and the input of ``export``.

Amounts are int fen, dates ``datetime.date``, absent texts ``""`` and other absent values
``None``. ``sheet`` and ``row`` say where a row was read (row 1 is the first of the sheet) and
take no part in comparing two rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from arcdesk.i18n import translate


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer. ``derived`` ones come from document rows: create them, never overwrite by them."""

    code: str
    name: str
    short_name: str = ""
    uscc: str = ""
    grade: str = ""
    owner: str = ""
    salesperson: str = ""
    credit_limit_fen: int | None = None
    credit_days: int | None = None
    industry: str = ""
    region: str = ""
    address: str = ""
    size: str = ""
    behaviour: str = ""
    pain_point: str = ""
    note: str = ""
    due_rule: str = "issued"
    due_day: int | None = None
    derived: bool = False
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)
    aliases: str = ""
    """Other codes and names that stand for this customer in files, a line each (``importing.aliases``)."""
    tags: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One contact person; ``customer`` is the customer's code."""

    customer: str
    name: str
    title: str = ""
    authority: str = ""
    phone: str = ""
    wechat: str = ""
    email: str = ""
    primary: bool = False
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract; ``penalty_daily_rate`` is a fraction per day (0.0005 is 0.05 %).

    ``payment_order`` is principal_first or interest_first, ``""`` where none is named.
    """

    number: str
    customer: str
    signed_on: date | None = None
    credit_days: int | None = None
    penalty_daily_rate: Decimal | None = None
    dispute_clause: str = ""
    note: str = ""
    due_rule: str = "issued"
    due_day: int | None = None
    payment_order: str = ""
    limitation_years: int | None = None
    stop_supply_days: int | None = None
    notice_address: str = ""
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One receivable. Credits have a negative amount; ``customer`` is ``""`` where only a name is given.

    ``kind`` is invoice, credit_note, opening, other, or write_off: what the company gives up of the
    invoice in ``credits``, as ``approver`` allowed; its amount is negative like that of a credit.
    ``due_on`` is the file's own, else reckoned from the days of the row, its contract or its customer
    in this file, else the day of delivery, else ``None``; ``due_source`` says which (``domain.terms``).
    ``due_rule`` and ``due_day`` say what the row's own ``credit_days`` count from.
    ``open_only``: the file shows only what is still open; ``amount_fen`` repeats it, and says nothing of
    the original amount of an invoice that is known.
    """

    number: str
    customer: str
    customer_name: str
    kind: str
    issued_on: date
    credit_days: int | None
    due_on: date | None
    amount_fen: int
    currency: str = "CNY"
    received_fen: int | None = None
    open_fen: int | None = None
    contract: str = ""
    tax_invoice_number: str = ""
    salesperson: str = ""
    credits: str = ""
    disputed_fen: int | None = None
    note: str = ""
    delivered_on: date | None = None
    due_rule: str = field(default="issued", compare=False)
    due_day: int | None = field(default=None, compare=False)
    approver: str = ""
    due_source: str = field(default="file", compare=False)
    open_only: bool = False
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money received. ``origin`` is file, imported_balance or settled (the latter two made here).

    ``open_fen`` is what the file says is not yet allocated (预收), ``None`` where it says nothing;
    ``open_only``: the file shows only that, and ``amount_fen`` repeats it.
    """

    number: str
    customer: str
    received_on: date
    amount_fen: int
    currency: str = "CNY"
    method: str = ""
    note: str = ""
    customer_name: str = ""
    origin: str = "file"
    open_fen: int | None = None
    open_only: bool = False
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One part of a receipt set against an invoice; without ``allocated_on`` the receipt's date counts.

    ``receipt`` may also name a credit note: it then settles what its rows say and nothing by itself.
    """

    receipt: str
    invoice: str
    amount_fen: int
    allocated_on: date | None = None
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """What one instalment of a plan pays of one invoice; several invoices, several rows of one ``seq``.

    ``one_debt``: one limitation clock for all of it; ``written``: agreed in writing.
    """

    plan: str
    invoice: str
    seq: int
    due_on: date
    amount_fen: int
    agreed_on: date | None = None
    one_debt: bool = False
    written: bool = False
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """What a customer owes in all by a list that names no documents; below zero: money on account.

    ``parts`` divides it by age where the list does: (from days, to days or None, fen), days overdue
    at ``as_of``, below zero for what is not due; they add up to ``balance_fen``.
    """

    customer: str
    customer_name: str
    as_of: date
    balance_fen: int
    currency: str = "CNY"
    parts: tuple[tuple[int, int | None, int], ...] = ()
    salesperson: str = ""
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AccountTotal:
    """What a ledger of debit and credit comes to for one customer and currency after its last row, ``as_of``.

    ``opening`` is the number of the item or receipt that stands for its opening balance, ``""`` without one.
    """

    customer: str
    customer_name: str
    currency: str
    as_of: date
    balance_fen: int
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the file as a whole that the person should know: a translatable sentence."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in ``language`` ("zh" or "en")."""
        return translate(self.sentence, language, **self.values)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row left out, with the cell at fault and the reason as a translatable sentence."""

    sheet: str
    row: int
    column: str
    value: str
    sentence: str
    values: Mapping[str, object]

    def reason(self, language: str) -> str:
        """The sentence in ``language`` ("zh" or "en")."""
        return translate(self.sentence, language, **self.values)


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """An invoice without a due date: it is among the invoices too, with ``due_on`` None."""

    sheet: str
    row: int
    number: str


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """The file's own total of one currency beside that of the accepted rows, in fen.

    ``stated`` tells whether the file says its total itself (a 合计 row) or it was added up here;
    ``passed_over_fen`` is the part of the file's total in rows that are left out in peace: drafts, used-up credits.
    """

    file_total_fen: int
    imported_total_fen: int
    stated: bool = False
    passed_over_fen: int = 0

    @property
    def agrees(self) -> bool:
        """Whether what was taken in and what was left out in peace make up the file's total."""
        return self.file_total_fen == self.imported_total_fen + self.passed_over_fen


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A 小计 or 合计 row of the file: the figure it states and the figure its rows add up to."""

    sheet: str
    row: int
    label: str
    column: str
    stated_fen: int
    counted_fen: int

    @property
    def agrees(self) -> bool:
        return self.stated_fen == self.counted_fen


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """Everything one file says.

    While ``needs_date_order`` is set, dates like 4/6/2026 were read as m/d for the preview
    only: ask, then load again with ``date_order``. ``given`` names the columns each kind of
    sheet has, so that an absent column leaves stored values alone. ``lists_all_open``: every open
    item of the day is in the file, so that an open invoice which is missing has been settled.
    ``passed_over`` are rows that do not count and have no fault: drafts, void invoices.
    ``closed`` are numbers of documents and receipts that the file names and shows with nothing open;
    ``accounts`` what it says a customer owes in all, where it lists his whole account.
    ``as_of`` is the day the file itself says its balances are of, if it does (``is_day_stated``: outright,
    not as the end of a period); ``needs_day``: they are balances without documents, and nobody has said
    the day; ``mapping_name`` the saved
    explanation of its columns that was used.
    """

    preset: str = "arcdesk"
    customers: tuple[CustomerRow, ...] = ()
    persons: tuple[PersonRow, ...] = ()
    contracts: tuple[ContractRow, ...] = ()
    invoices: tuple[InvoiceRow, ...] = ()
    receipts: tuple[ReceiptRow, ...] = ()
    allocations: tuple[AllocationRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    passed_over: tuple[RejectedRow, ...] = ()
    quarantined: tuple[QuarantinedRow, ...] = ()
    control: Mapping[str, ControlTotal] = field(default_factory=dict)
    totals: tuple[TotalCheck, ...] = ()
    needs_date_order: bool = False
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    skipped_sheets: tuple[str, ...] = ()
    source_name: str = ""
    source_sha256: str = ""
    instalments: tuple[InstalmentRow, ...] = ()
    balances: tuple[BalanceRow, ...] = ()
    lists_all_open: bool = False
    closed: frozenset[str] = frozenset()
    accounts: tuple[AccountTotal, ...] = ()
    as_of: date | None = None
    is_day_stated: bool = False
    needs_day: bool = False
    remarks: tuple[Remark, ...] = ()
    mapping_name: str = ""
    source_path: Path | None = field(default=None, compare=False)
