"""Writing what a comparison found, inside one transaction: rows, settlements, plans, disputes, and how to undo them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from operator import itemgetter
from typing import Any, get_args

from arcdesk.importing.balances import BALANCE_PREFIX, IMPORTED_BALANCE
from arcdesk.models import bulk
from arcdesk.models.ledger import Allocation, Dispute, Invoice, Receipt
from arcdesk.models.queries.sql import rows
from arcdesk.services import import_plans
from arcdesk.services.dispute_lines import replace_disputes
from arcdesk.services.import_ledger import TABLES, Entry, Source
from arcdesk.services.import_state import Reconciliation, TakenBack
from arcdesk.services.import_unseen import UNSEEN_NOTE
from arcdesk.services.posting import settle, take_back
from arcdesk.services.receipts import give_back

SOURCES: tuple[Source, ...] = get_args(Source)
WITHOUT_BATCH = ("contact_person", "due_change", "payment_plan", "instalment", "write_off")
"""Tables whose new rows are listed one by one: they carry no batch, or are append-only but for a batch undone."""
OPEN_AGAIN = f"{IMPORTED_BALANCE}; open again"


def write(
    found: Reconciliation, batch_id: int, now: datetime, check_cancelled: Callable[[], None] | None = None
) -> None:
    """Enter everything that was found, as batch ``batch_id``; ``check_cancelled`` is asked after each table."""
    as_of = found.as_of
    before = _last_ids()
    for table, columns in TABLES.items():
        changed = found.touched.get(table, {}).values()
        has_batch = table != "contact_person"
        fixed: dict[str, Any] = {"batch_id": batch_id} if has_batch else {}
        if table == "customer":
            fixed["hold_reason"] = ""
        if table == "contact_person":
            fixed["do_not_contact"] = 0
        if table == "write_off":
            fixed["logged_at"] = now.isoformat(timespec="seconds")
        values_of, rest = itemgetter(*columns), tuple(fixed.values())
        bulk.insert(
            table,
            ("id", *columns, *fixed),
            ((e.id, *values_of(e.values), *rest) for e in _referred_first(changed)),
        )
        _update(table, [entry for entry in changed if not entry.is_new])
        if check_cancelled:
            check_cancelled()
    bulk.insert(
        "allocation",
        (*(f"{source}_id" for source in SOURCES), "invoice_id", "amount_fen", "allocated_on", "effective_on",
         "batch_id"),
        (
            (
                *(part.money.id if part.source == source else None for source in SOURCES),
                part.invoice.id, part.amount_fen, part.allocated_on, part.effective_on, batch_id,
            )
            for part in found.new_allocations
        ),
    )  # fmt: skip
    moved = [
        e.id for e in found.touched.get("invoice", {}).values() if not e.is_new and "issued_on" in e.before
    ]
    bulk.renew_effective_days(moved)
    import_plans.write_plans(found, now)
    _note_due_changes(found, now)
    for invoice_id, fen in found.disputes.items():
        found.disputes_replaced += replace_disputes(Dispute.invoice == invoice_id, as_of)
        if fen:
            Dispute.create(invoice=invoice_id, amount_fen=fen, opened_on=as_of, batch=batch_id)
    for part in found.taken_back:
        _take_back(part, found, batch_id)
    _keep_past(found, batch_id, before)


def _take_back(part: TakenBack, found: Reconciliation, batch_id: int) -> None:
    """Take out of an invoice what earlier files made of it; money that the file still shows is only freed."""
    left = part.unused_fen
    for receipt_id in _balance_receipts(part.invoice):
        receipt = Receipt.get_by_id(receipt_id)
        left -= _give_back(receipt, min(receipt.open_fen, left), max(found.as_of, receipt.received_on), batch_id)
    shown = _left_shown(found)
    for allocation_id, source, money_id, fen in part.parts:
        model = Receipt if source == "receipt" else Invoice
        standing = Allocation.get_by_id(allocation_id)
        day = take_back(standing, max(found.as_of, standing.effective_on), batch_id).on
        if standing.amount_fen > fen:  # what is more of it stands anew from the same day
            invoice = Invoice.get_by_id(standing.invoice_id)
            settle(model.get_by_id(money_id), invoice, standing.amount_fen - fen, day, batch_id)
        money: Receipt | Invoice = model.get_by_id(money_id)
        rest = min(fen, max(0, abs(money.open_fen) - shown[money.number])) if money.number in shown else fen
        if isinstance(money, Receipt):
            _give_back(money, rest, day, batch_id)
        elif rest:
            _use_up(money, rest, day, batch_id)


def _left_shown(found: Reconciliation) -> dict[str, int]:
    """What the file shows as left of money, by number; of money that it shows whole, all of it."""
    shown = {row.number: row.amount_fen for row in found.file.receipts}
    return shown | {row.number: -row.amount_fen for row in found.file.invoices if row.amount_fen < 0}


def _use_up(note: Invoice, fen: int, on: date, batch_id: int) -> None:
    """A credit that the file does not show open stays used: for a document that no list showed."""
    name, again = f"{BALANCE_PREFIX}{note.number}", 1
    while Invoice.get_or_none(Invoice.number == name) is not None:
        again += 1
        name = f"{BALANCE_PREFIX}{note.number}#{again}"
    unseen = Invoice.create(
        number=name, customer=note.customer_id, kind="other", issued_on=on, due_on=on, due_source="file",
        amount_fen=fen, open_fen=fen, currency=note.currency, tax_invoice_number="", salesperson="",
        note=UNSEEN_NOTE, batch=batch_id,
    )  # fmt: skip
    settle(Invoice.get_by_id(note.id), unseen, fen, on, batch_id)


def _give_back(receipt: Receipt, fen: int, on: date, batch_id: int) -> int:
    if fen:
        give_back(receipt, fen, on, OPEN_AGAIN, "mistake", batch_id)
    return fen


def _balance_receipts(invoice: Entry) -> list[int]:
    """The receipts made up for an invoice, the latest first."""
    name = f"{BALANCE_PREFIX}{invoice.values['number']}"
    found = Receipt.select(Receipt.id, Receipt.number).where(
        (Receipt.customer == invoice.values["customer_id"]) & Receipt.number.startswith(name)
    )
    mine = [row.id for row in found if row.number == name or row.number.startswith(f"{name}#")]
    return sorted(mine, reverse=True)


def _last_ids() -> dict[str, int]:
    """The highest id of each table whose new rows are listed one by one."""
    return {name: rows(f"SELECT coalesce(max(id), 0) FROM {name}")[0][0] for name in WITHOUT_BATCH}


def _keep_past(found: Reconciliation, batch_id: int, before: dict[str, int]) -> None:
    """What the import changed, with the old values, and what it added where no batch says so."""
    changed = (
        (batch_id, table, entry.id, json.dumps({"old": old, "new": new}, ensure_ascii=False, sort_keys=True))
        for table, entries in found.touched.items()
        for entry in entries.values()
        if not entry.is_new
        and (old := {name: value for name, value in entry.before.items() if name != "open_fen"})
        and (new := {name: entry.values[name] for name in old})
    )
    closed = ((batch_id, "dispute", row["dispute"], json.dumps(row)) for row in found.disputes_replaced)
    bulk.insert("import_change", ("batch_id", "table_name", "row_id", "before"), (*changed, *closed))
    for name, last in before.items():
        bulk.insert(
            "import_change",
            ("batch_id", "table_name", "row_id"),
            ((batch_id, name, row_id) for (row_id,) in rows(f"SELECT id FROM {name} WHERE id > ?", last)),
        )


def _note_due_changes(found: Reconciliation, logged_at: datetime) -> None:
    """A due date that the file replaced stays readable beside the new one."""
    changed = [e for e in found.touched.get("invoice", {}).values() if not e.is_new and "due_on" in e.before]
    bulk.insert(
        "due_change",
        ("invoice_id", "logged_at", "rule", "due_on", "old_due_on", "note", "source", "old_source", "sets_delivery"),
        (
            (
                e.id, logged_at.isoformat(timespec="seconds"), "file", e.values["due_on"], e.before["due_on"], "",
                e.values["due_source"], e.before.get("due_source", e.values["due_source"]), 0,
            )
            for e in changed
        ),
    )  # fmt: skip


def _referred_first(entries: Iterable[Entry]) -> list[Entry]:
    """The new rows, a credit note after the invoice it refers to, wherever the file has it."""
    return sorted((e for e in entries if e.is_new), key=lambda e: e.values.get("credits_id") is not None)


def _update(table: str, entries: list[Entry]) -> None:
    by_columns: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        by_columns.setdefault(tuple(entry.before), []).append(entry)
    for columns, group in by_columns.items():
        bulk.update(table, columns, ((*(e.values[name] for name in columns), e.id) for e in group))


