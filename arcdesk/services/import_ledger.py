"""The ledger as an import sees it: every row by its number, with what the file would change.

Rows are held in memory while a file is compared, then flushed in bulk, so that planning and
carrying out are one computation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from arcdesk.domain.room import first_day_with_room, most_used
from arcdesk.models.queries import room
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


class _Keys:
    """Whose attributes are the keys of a table's rows: Python keeps the keys of all ``__dict__`` of a class once."""


@lru_cache
def _keys_of(columns: tuple[str, ...]) -> type[_Keys]:
    return type("Keys", (_Keys,), {"columns": columns})


def record(columns: tuple[str, ...], values: Iterable[Any]) -> dict[str, Any]:
    """The values by column, as a dictionary of less than half the size: a large ledger has many of them."""
    found = _keys_of(columns)().__dict__
    found.update(zip(columns, values, strict=True))
    return found


CUSTOMER = (
    "code", "name", "short_name", "uscc", "grade", "owner", "salesperson", "credit_limit_fen", "credit_days",
    "industry", "region", "address", "size", "behaviour", "pain_point", "note", "search_key", "due_rule", "due_day",
    "tags",
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
    "due_rule",
    "due_day",
    "is_interest_first",
    "limitation_years",
    "stop_supply_days",
    "notice_address",
)
INVOICE = (
    "number", "customer_id", "kind", "issued_on", "due_on", "due_source", "amount_fen", "open_fen", "currency",
    "contract_id", "tax_invoice_number", "salesperson", "credits_id", "note", "delivered_on",
)  # fmt: skip
RECEIPT = (
    "number", "customer_id", "received_on", "amount_fen", "open_fen", "currency", "method", "note", "imported_balance"
)  # fmt: skip
WRITE_OFF = ("number", "customer_id", "invoice_id", "currency", "on_day", "amount_fen", "approver", "reason")
TABLES = {
    "customer": CUSTOMER, "contact_person": PERSON, "contract": CONTRACT, "invoice": INVOICE, "receipt": RECEIPT,
    "write_off": WRITE_OFF,
}  # fmt: skip

Source = Literal["receipt", "credit_note", "write_off"]
"""What settles an invoice."""

FreedPart = tuple[int, Source, int, int]
"""A settlement by an import: allocation, source, receipt or credit note (by id), fen."""

Movement = tuple[int, int, int, str]
"""An allocation as a file names it: money's id, invoice's id, fen, day (ISO)."""


class Settlements:
    """The allocations of one source of money, to tell what a file repeats."""

    def __init__(self, source: Source) -> None:
        name = f"{source}_id"
        self.every: Counter[Movement] = Counter(
            rows(f"SELECT {name}, invoice_id, amount_fen, allocated_on FROM allocation WHERE {name} IS NOT NULL")
        )
        self.unmatched = Counter(self.every)

    def repeats(self, money: int, invoice: int, fen: int, on: str, *, on_any_day: bool) -> bool:
        """Whether the ledger has this allocation and no earlier row of the file stands for it.

        ``on_any_day``: something was taken back there, so that it may count from a later day.
        """
        wanted = (money, invoice, fen, on)
        if not self.unmatched[wanted]:
            later = (k for k, n in self.unmatched.items() if n and k[:3] == wanted[:3] and k[3] > on)
            found = next(later, None) if on_any_day else None
            if found is None:
                return False
            wanted = found
        self.unmatched[wanted] -= 1
        return True


class StoredLedger:
    """Everything an import compares with, read in one query a table."""

    def __init__(self) -> None:
        self.customers = _by("customer", "code")
        self.contracts = _by("contract", "number")
        self.invoices = _by("invoice", "number")
        self.receipts = _by("receipt", "number")
        self.credits = [entry for entry in self.invoices.values() if entry.values["amount_fen"] < 0]
        """Credit notes that are stored."""
        self.persons = {
            (entry.values["customer_id"], entry.values["name"]): entry for entry in _entries("contact_person")
        }
        self.by_id = {entry.id: entry for entry in self.customers.values()}
        self.write_offs = _by("write_off", "number")
        self.by_receipts = Settlements("receipt")
        self.by_credit_notes = Settlements("credit_note")
        self.received: dict[int, int] = defaultdict(int)
        """Fen that receipts have settled of each invoice (by id)."""
        self.settled: Counter[tuple[int, int]] = Counter()
        """Fen of each receipt that settled each invoice, by (receipt id, invoice id)."""
        for (receipt, invoice, fen, _), count in self.by_receipts.every.items():
            self.received[invoice] += fen * count
            self.settled[receipt, invoice] += fen * count
        self.credited: dict[int, list[tuple[int, int]]] = defaultdict(list)
        """Credit notes that settle each invoice (by id): note's id and fen."""
        for (note, invoice, fen, _), count in self.by_credit_notes.every.items():
            self.credited[invoice].append((note, fen * count))
        self.returned: dict[int, int] = dict(
            rows("SELECT reverses_id, -sum(amount_fen) FROM receipt WHERE reverses_id IS NOT NULL GROUP BY 1")
        )
        """Fen that went back of each receipt."""
        self.first_written_off: dict[int, str] = dict(
            rows("SELECT invoice_id, min(on_day) FROM write_off GROUP BY invoice_id")
        )
        self._uneven = {side: room.uneven(side) for side in ("invoice", "credit_note", "receipt")}
        self.disputed: dict[int, int] = dict(
            rows(
                "SELECT invoice_id, sum(amount_fen) FROM dispute WHERE closed_on IS NULL GROUP BY invoice_id"
            )
        )
        self.receipts_by_id = {entry.id: entry for entry in self.receipts.values()}
        self.contracts_by_id = {entry.id: entry for entry in self.contracts.values()}
        self.due_said: dict[int, set[str | None]] = defaultdict(set)
        """Due dates that were changed by hand, by invoice: no news when a file says them again."""
        for invoice, rule, old in rows("SELECT invoice_id, rule, old_due_on FROM due_change ORDER BY id"):
            if rule == "file":
                self.due_said.pop(invoice, None)
            else:
                self.due_said[invoice].add(old)
        self.imported: set[int] = {row for (row,) in rows("SELECT id FROM invoice WHERE batch_id IS NOT NULL")}
        """Invoices that came by an import."""
        self.made_up: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
        """Imported balances that still count: day and fen by customer and currency."""
        for customer, currency, on, fen in rows(
            """SELECT customer_id, currency, received_on, amount_fen + coalesce(
                   (SELECT sum(b.amount_fen) FROM receipt b WHERE b.reverses_id = r.id), 0)
               FROM receipt r WHERE imported_balance AND reverses_id IS NULL AND number NOT LIKE 'YS-%'"""
        ):
            self.made_up[customer, currency].append((on, fen))
        self.imported_receipts: set[int] = {
            row for (row,) in rows("SELECT id FROM receipt WHERE batch_id IS NOT NULL AND reverses_id IS NULL")
        }
        self.by_import: dict[int, list[FreedPart]] = defaultdict(list)
        """What imports settled of each invoice with imported money, and still stands, the latest first."""
        for allocation, invoice, receipt, note, fen in rows(
            """SELECT a.id, a.invoice_id, a.receipt_id, a.credit_note_id, a.amount_fen FROM allocation a
               LEFT JOIN receipt r ON r.id = a.receipt_id LEFT JOIN invoice n ON n.id = a.credit_note_id
               WHERE a.batch_id IS NOT NULL AND coalesce(r.batch_id, n.batch_id) IS NOT NULL AND a.reverses_id IS NULL
                 AND NOT EXISTS (SELECT 1 FROM allocation b WHERE b.reverses_id = a.id) ORDER BY a.id DESC"""
        ):
            source: Source = "receipt" if receipt is not None else "credit_note"
            self.by_import[invoice].append((allocation, source, receipt if receipt is not None else note, fen))
        self.by_hand: dict[tuple[int, str, int], list[tuple[str, int]]] = defaultdict(list)
        """Receipts that a person entered and that still count: day and id by customer, currency and fen."""
        for receipt, customer, currency, fen, on in rows(
            """SELECT id, customer_id, currency, amount_fen, received_on FROM receipt r
               WHERE batch_id IS NULL AND reverses_id IS NULL
                 AND NOT EXISTS (SELECT 1 FROM receipt b WHERE b.reverses_id = r.id) ORDER BY received_on, id"""
        ):
            self.by_hand[customer, currency, fen].append((on, receipt))
        self.company_size: str = next((size for (size,) in rows("SELECT size FROM company")), "")
        self._next = {table: max((entry.id for entry in _all(self, table)), default=0) for table in TABLES}

    def is_uneven(self, side: str, entry: Entry) -> bool:
        """Whether something of the row was taken back: then its past is not told by what is open."""
        return entry.id in self._uneven[side]

    def day_with_room(self, side: str, entry: Entry, fen: int, on: str) -> str:
        """The first day from ``on`` on which that much of the row is free for good (ISO)."""
        changes = self._uneven[side].get(entry.id)
        if changes is None:
            return on
        day = first_day_with_room(abs(entry.values["amount_fen"]), changes, fen, date.fromisoformat(on))
        return on if day is None else day.isoformat()

    def most_settled(self, entry: Entry) -> int:
        """The most that was ever settled of an invoice, or used of a credit note, in fen above zero."""
        side = "invoice" if entry.values["amount_fen"] > 0 else "credit_note"
        now = abs(entry.values["amount_fen"] - entry.values["open_fen"])
        return max(now, most_used(self._uneven[side].get(entry.id, ())))

    def used(self, side: str, entry: Entry, fen: int, on: str) -> None:
        """Remember an allocation of this import where the row's past is uneven."""
        changes = self._uneven[side].get(entry.id)
        if changes is not None:
            changes.append((date.fromisoformat(on), -fen))

    def new(self, table: str, values: dict[str, Any]) -> Entry:
        """A row that the file adds."""
        self._next[table] += 1
        return Entry(self._next[table], values, is_new=True)


def _all(ledger: StoredLedger, table: str) -> list[Entry]:
    found: dict[str, Any] = {
        "customer": ledger.customers, "contact_person": ledger.persons, "contract": ledger.contracts,
        "invoice": ledger.invoices, "receipt": ledger.receipts, "write_off": ledger.write_offs,
    }  # fmt: skip
    return list(found[table].values())


def _entries(table: str) -> list[Entry]:
    columns = TABLES[table]
    found = rows(f"SELECT id, {', '.join(columns)} FROM {table}")
    return [Entry(row[0], record(columns, row[1:])) for row in found]


def _by(table: str, key: str) -> dict[str, Entry]:
    return {entry.values[key]: entry for entry in _entries(table)}
