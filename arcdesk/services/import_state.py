"""What comparing a file with the ledger has found so far: counts, refusals, rows to write."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, overload

from arcdesk.domain.errors import Refusal
from arcdesk.importing.headings import chinese_heading, fields_of
from arcdesk.importing.ledger_file import (
    AllocationRow,
    ContractRow,
    CustomerRow,
    InstalmentRow,
    InvoiceRow,
    LedgerFile,
    PersonRow,
    ReceiptRow,
    RejectedRow,
)
from arcdesk.services.customer_match import Resolver
from arcdesk.services.import_differences import UNDECIDED, Decisions, Difference, State
from arcdesk.services.import_ledger import Entry, FreedPart, Source, StoredLedger

SHEETS: dict[type, str] = {
    CustomerRow: "customers",
    PersonRow: "contacts",
    ContractRow: "contracts",
    InvoiceRow: "invoices",
    ReceiptRow: "receipts",
    AllocationRow: "allocations",
    InstalmentRow: "instalments",
}
"""The sheet of the ledger workbook whose headings name the cells of each kind of row."""


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
    """Money of a receipt, a credit note or a write-off that settles an invoice."""

    money: Entry
    invoice: Entry
    amount_fen: int
    allocated_on: str
    effective_on: str
    source: Source


@dataclass(slots=True)
class TakenBack:
    """What imports made of an invoice and a later file takes back.

    ``unused_fen`` is money made up for it that settles nothing; ``parts`` are settlements (allocation,
    source, receipt or credit note, fen) to be freed, which open the invoice again.
    """

    invoice: Entry
    unused_fen: int
    parts: tuple[FreedPart, ...]

    @property
    def opens_fen(self) -> int:
        """Fen of the invoice that are open again."""
        return sum(fen for *_, fen in self.parts)


@dataclass(slots=True)
class PlanInFile:
    """An instalment plan that the file brings: its rows, and the invoices they pay, by number."""

    number: str
    customer_id: int
    currency: str
    agreed_on: date
    rows: tuple[InstalmentRow, ...]
    invoice_ids: dict[str, int]


@dataclass
class Reconciliation:
    """One file against the ledger as it stands; nothing is written here.

    Dates are ISO texts and amounts fen, as the tables hold them. ``head`` is the number of the last
    event when the ledger was read: what was found is true until another one follows.
    """

    file: LedgerFile
    ledger: StoredLedger
    as_of: date
    customers: Tally = field(default_factory=Tally)
    invoices: Tally = field(default_factory=Tally)
    receipts: Tally = field(default_factory=Tally)
    allocations: Tally = field(default_factory=Tally)
    plans: Tally = field(default_factory=Tally)
    rejected: list[RejectedRow] = field(default_factory=list)
    new_allocations: list[NewAllocation] = field(default_factory=list)
    new_plans: list[PlanInFile] = field(default_factory=list)
    disputes: dict[int, int] = field(default_factory=dict)
    disputes_replaced: list[dict[str, Any]] = field(default_factory=list)
    touched: dict[str, dict[int, Entry]] = field(default_factory=lambda: defaultdict(dict))
    undated: list[str] = field(default_factory=list)
    accepted: frozenset[str] = frozenset()
    decisions: Decisions = UNDECIDED
    settle_missing: bool = False
    balances: Tally = field(default_factory=Tally)
    states: dict[tuple[str, int], State] = field(default_factory=dict)
    reasons: dict[tuple[str, int], tuple[str, Any]] = field(default_factory=dict)
    left: list[Difference] = field(default_factory=list)
    left_keys: set[str] = field(default_factory=set)
    settled: list[str] = field(default_factory=list)
    taken_back: list[TakenBack] = field(default_factory=list)
    head: int = 0
    is_used: bool = False
    same_as: dict[str, Entry] = field(default_factory=dict)
    """Numbers of the file that stand for a row which the ledger has under another number."""
    doubted: dict[tuple[int, str], Difference] = field(default_factory=dict)
    """Accounts (customer's id, currency) to which the file brings what the ledger may have already."""
    resolver: Resolver = field(init=False)

    def __post_init__(self) -> None:
        self.resolver = Resolver(self.ledger.customers, self.ledger.by_id, self.file, self.decisions)

    def is_doubted(self, kind: str, number: str, customer_id: int, currency: str) -> bool:
        """Whether something new belongs to a doubted account and stays out with it, unless a person takes it."""
        if not self.doubted or (customer_id, currency) not in self.doubted:
            return False
        key = f"{kind}:{number}"
        if key in self.decisions.taken:
            return False
        self.left_keys.add(key)
        return True

    def takes(self, kind: str, number: str, *, by_default: bool = True) -> bool:
        """Whether the person lets this row in."""
        decisions = self.decisions
        if by_default and not decisions.left:
            return True
        return decisions.accepts(f"{kind}:{number}", by_default=by_default)

    def leave(self, difference: Difference) -> None:
        """Remember a row that is not entered: it is shown, and what depends on it stays out in silence."""
        self.left.append(difference)
        self.left_keys.add(difference.key)

    def mark(self, kind: str, entry: Entry, state: State, told: Refusal) -> None:
        """Say of a row that is entered what it is, and why."""
        self.states[kind, entry.id] = state
        self.reasons[kind, entry.id] = (told.sentence, told.values)

    def is_new(self, table: str, number: str) -> bool:
        """Whether the file brings this row: it is not in the ledger yet."""
        entry = (self.ledger.invoices if table == "invoice" else self.ledger.receipts).get(number)
        return entry is not None and entry.is_new

    def is_left(self, kind: str, number: str) -> bool:
        """Whether that row was left out."""
        return bool(self.left_keys) and f"{kind}:{number}" in self.left_keys

    def refuse(self, row: Any, column: str, value: object, refusal: Refusal) -> None:
        """Leave a row of the file out, with the cell at fault and the reason."""
        kind = SHEETS.get(type(row), "")
        heading = chinese_heading(kind, column) if kind and column in fields_of(kind) else column
        self.rejected.append(
            RejectedRow(row.sheet, row.row, heading, str(value), refusal.sentence, refusal.values)
        )

    def keep(self, table: str, entry: Entry) -> None:
        """Remember a row that has to be written."""
        if entry.is_new or entry.before:
            self.touched[table][entry.id] = entry

    def given(self, sheet: str, name: str) -> bool:
        """Whether the file has that column: an absent one leaves stored values alone."""
        return name in self.file.given.get(sheet, frozenset())

    def owner_of(self, row: InvoiceRow | ReceiptRow) -> Entry | None:
        """The customer a row belongs to, by code or else by name."""
        return self.resolver.owner(row.customer, row.customer_name)


@lru_cache(maxsize=16_384)  # many documents share a day, and then its text as well
def _text_of(day: date) -> str:
    return day.isoformat()


@overload
def iso(day: date) -> str: ...
@overload
def iso(day: None) -> None: ...
@overload
def iso(day: date | None) -> str | None: ...
def iso(day: date | None) -> str | None:
    """A day as the tables hold it."""
    return None if day is None else _text_of(day)
