"""The ledger as an import sees it: every row by its number, with what the file would change.

Rows are held in memory while a file is compared, then flushed in bulk, so that planning and
carrying out are one computation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from arcdesk.importing.values import name_key
from arcdesk.models.queries.sql import rows


@dataclass(slots=True)
class Entry:
    """One stored or new row: its values, whether it is new, and the old values that changed."""

    id: int
    values: dict[str, Any]
    is_new: bool = False
    before: dict[str, Any] = field(default_factory=dict)

    def change(self, name: str, value: Any) -> None:
        """Set a value, remembering the stored one."""
        if self.values[name] != value:
            if not self.is_new:
                self.before.setdefault(name, self.values[name])
            self.values[name] = value

    def restore(self) -> None:
        """Take every change back."""
        self.values.update(self.before)
        self.before.clear()


CUSTOMER = (
    "code", "name", "short_name", "uscc", "grade", "owner", "salesperson", "credit_limit_fen", "credit_days",
    "industry", "region", "address", "size", "behaviour", "pain_point", "note", "search_key",
)  # fmt: skip
PERSON = ("customer_id", "name", "title", "authority", "phone", "wechat", "email", "is_primary")
CONTRACT = (
    "number",
    "customer_id",
    "signed_on",
    "credit_days",
    "penalty_daily_rate",
    "dispute_clause",
    "note",
)
INVOICE = (
    "number", "customer_id", "kind", "issued_on", "due_on", "due_source", "amount_fen", "open_fen", "currency",
    "contract_id", "tax_invoice_number", "salesperson", "credits_id", "note",
)  # fmt: skip
RECEIPT = (
    "number", "customer_id", "received_on", "amount_fen", "open_fen", "currency", "method", "note", "imported_balance"
)  # fmt: skip
TABLES = {
    "customer": CUSTOMER, "contact_person": PERSON, "contract": CONTRACT, "invoice": INVOICE, "receipt": RECEIPT
}  # fmt: skip


class StoredLedger:
    """Everything an import compares with, read in one query a table."""

    def __init__(self) -> None:
        self.customers = _by("customer", "code")
        self.contracts = _by("contract", "number")
        self.invoices = _by("invoice", "number")
        self.receipts = _by("receipt", "number")
        self.persons = {
            (entry.values["customer_id"], entry.values["name"]): entry for entry in _entries("contact_person")
        }
        self.by_id = {entry.id: entry for entry in self.customers.values()}
        self.customer_ids_by_name: dict[str, list[int]] = defaultdict(list)
        for entry in self.customers.values():
            self.customer_ids_by_name[name_key(entry.values["name"])].append(entry.id)
        self.allocated = Counter(
            (receipt, invoice, fen, on)
            for receipt, invoice, fen, on in rows(
                "SELECT receipt_id, invoice_id, amount_fen, allocated_on FROM allocation WHERE receipt_id IS NOT NULL"
            )
        )
        self.received: dict[int, int] = defaultdict(int)
        """Fen that receipts have settled of each invoice (by id)."""
        for (_, invoice, fen, _), count in self.allocated.items():
            self.received[invoice] += fen * count
        self.settled: Counter[tuple[int, int]] = Counter()
        """Fen of each receipt that settled each invoice, by (receipt id, invoice id)."""
        for (receipt, invoice, fen, _), count in self.allocated.items():
            self.settled[receipt, invoice] += fen * count
        self.disputed: dict[int, int] = dict(
            rows(
                "SELECT invoice_id, sum(amount_fen) FROM dispute WHERE closed_on IS NULL GROUP BY invoice_id"
            )
        )
        self.written_off: dict[int, str] = dict(
            rows("SELECT invoice_id, min(on_day) FROM write_off GROUP BY invoice_id")
        )
        """The first day on which something was given up of an invoice, by id."""
        self._next = {table: max((entry.id for entry in _all(self, table)), default=0) for table in TABLES}

    def new(self, table: str, values: dict[str, Any]) -> Entry:
        """A row that the file adds."""
        self._next[table] += 1
        return Entry(self._next[table], values, is_new=True)


def _all(ledger: StoredLedger, table: str) -> list[Entry]:
    found: dict[str, Any] = {
        "customer": ledger.customers, "contact_person": ledger.persons, "contract": ledger.contracts,
        "invoice": ledger.invoices, "receipt": ledger.receipts,
    }  # fmt: skip
    return list(found[table].values())


def _entries(table: str) -> list[Entry]:
    columns = TABLES[table]
    found = rows(f"SELECT id, {', '.join(columns)} FROM {table}")
    return [Entry(row[0], dict(zip(columns, row[1:], strict=True))) for row in found]


def _by(table: str, key: str) -> dict[str, Entry]:
    return {entry.values[key]: entry for entry in _entries(table)}
