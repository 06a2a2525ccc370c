"""Taking a whole import back: what it added goes, what it changed is as before, or nothing happens at all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.importing.headings import chinese_heading, fields_of
from arcdesk.models import bulk
from arcdesk.models.base import proxy
from arcdesk.models.customer import ImportBatch
from arcdesk.models.queries.sql import rows
from arcdesk.services.entries import given_reason
from arcdesk.services.import_rows import KINDS
from arcdesk.services.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]
NAMED = 3
"""Documents named in a refusal; the others are counted."""


class UnknownBatch(Refusal):
    """No import has that number."""

    sentence = "There is no import no. {batch}. See the list: arcdesk import --list"


class UndoneAlready(Refusal):
    """It was taken back before."""

    sentence = "Import no. {batch} was taken back already on {day}."


class LaterImport(Refusal):
    """A later import stands on this one."""

    sentence = "Import no. {later} changed some of the same rows later. Take that one back first."


class BuiltOn(Refusal):
    """Work was done with what the import brought."""

    sentence = (
        "It cannot be taken back: entries were made here for {numbers} since, such as due dates, disputes, holds, "
        "plans or evidence. Correct the single rows instead."
    )


class PapersStand(BuiltOn):
    """A letter or statement names what the import brought: what was sent is never unsent."""

    sentence = (
        "It cannot be taken back: letters or statements were issued over {numbers} since. "
        "Correct the single rows instead."
    )


class MoneyStands(BuiltOn):
    """Money was put to what the import brought."""

    sentence = "It cannot be taken back: money was allocated here for {numbers} since. Take that allocation back first."


class ChangedSince(Refusal):
    """A value that the import set was changed by hand."""

    sentence = "It cannot be taken back: {what} of {name} was changed here since. Correct the single rows instead."


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """What was taken back: rows removed and rows set back, by table; customers kept because they have a history."""

    batch_id: int
    removed: dict[str, int]
    restored: dict[str, int]
    kept_customers: tuple[str, ...]


OF_INVOICES = (
    # table, what its rows are against it, the column that names the invoice, which of them are not the batch's own
    ("document_invoice", PapersStand, "t.invoice_id", ""),
    ("allocation", MoneyStands, "t.invoice_id", "t.batch_id IS NOT ?1"),
    ("allocation", MoneyStands, "t.credit_note_id", "t.batch_id IS NOT ?1"),
    ("write_off", MoneyStands, "t.invoice_id", "t.batch_id IS NOT ?1"),
    ("plan_share", BuiltOn, "t.invoice_id",
     "t.instalment_id NOT IN (SELECT row_id FROM import_change WHERE batch_id = ?1 AND table_name = 'instalment')"),
    ("dispute", BuiltOn, "t.invoice_id", "t.batch_id IS NOT ?1"),
    ("evidence_link", BuiltOn, "t.invoice_id", ""),
    ("due_change", BuiltOn, "t.invoice_id",
     "t.id NOT IN (SELECT row_id FROM import_change WHERE batch_id = ?1 AND table_name = 'due_change')"),
    ("invoice_hold", BuiltOn, "t.invoice_id", ""),
    ("limitation_event", BuiltOn, "t.invoice_id", ""),
    ("guarantee", BuiltOn, "t.invoice_id", ""),
    ("concession_invoice", BuiltOn, "t.invoice_id", ""),
    ("invoice", BuiltOn, "t.credits_id", "t.batch_id IS NOT ?1"),
)  # fmt: skip
OF_RECEIPTS = (
    ("allocation", MoneyStands, "t.receipt_id", "t.batch_id IS NOT ?1"),
    ("receipt", MoneyStands, "t.reverses_id", "t.batch_id IS NOT ?1"),
    ("bank_decision", MoneyStands, "t.receipt_id", ""),
)
OF_CUSTOMERS = (
    "invoice", "receipt", "contract", "contact", "contact_person", "promise", "document", "evidence_link", "follow_up",
    "write_off", "customer_hold", "payment_plan", "limitation_event", "guarantee", "grade_decision", "bank_payer",
    "customer_alias", "set_aside", "task", "legal_sign", "legal_decision", "concession",
)  # fmt: skip
"""A new customer whom one of these names by then has a history of his own, and stays."""


def undo(work: UnitOfWork, batch_id: int, reason: str, progress: Progress | None = None) -> UndoneImport:
    """Take an import back, in one transaction with one event.

    Raises:
        UnknownBatch, UndoneAlready, ReasonMissing, LaterImport, BuiltOn, ChangedSince.
    """
    batch = ImportBatch.get_or_none(ImportBatch.id == batch_id)
    if batch is None:
        raise UnknownBatch(batch=batch_id, field="undo")
    if batch.undone_at is not None:
        raise UndoneAlready(batch=batch_id, day=batch.undone_at.date().isoformat(), field="undo")
    why = given_reason(reason)
    with work.write("import.undone", None, batch=batch_id, reason=why) as deed:
        _refuse_later(batch_id)
        _refuse_built_on(batch_id)
        changes = _changes(batch_id)
        _refuse_changed(changes)
        # First: the triggers let go of append-only rows only when their batch is undone.
        ImportBatch.update(undone_at=work.clock.now(), undone_reason=why).where(ImportBatch.id == batch_id).execute()
        touched = _money_touched(batch_id)
        removed = _remove(batch_id, progress)
        for table, ids in touched.items():  # nothing open fits any amount
            bulk.update_by(f"UPDATE {table} SET open_fen = 0 WHERE id = ?1", ids)
        restored = _restore(changes)
        _reckon_open(touched)
        kept = _remove_customers(batch_id, removed)
        deed.details.update(
            file=batch.source_name, removed=removed, restored=restored, kept_customers=list(kept)
        )
        for kind in ("import", "customer", "invoice", "receipt", "write_off", "plan"):
            deed.touch(kind)
    return UndoneImport(batch_id, removed, restored, kept)


def _refuse_later(batch_id: int) -> None:
    """Imports are taken back in the order of a stack, as far as they share rows."""
    found = rows(
        """SELECT min(b.id) FROM import_batch b WHERE b.id > ?1 AND b.undone_at IS NULL AND (
             EXISTS (SELECT 1 FROM import_change c JOIN import_change mine
                     ON mine.table_name = c.table_name AND mine.row_id = c.row_id
                     WHERE c.batch_id = b.id AND mine.batch_id = ?1)
             OR EXISTS (SELECT 1 FROM import_change c JOIN invoice i ON i.id = c.row_id
                        WHERE c.batch_id = b.id AND c.table_name = 'invoice' AND i.batch_id = ?1)
             OR EXISTS (SELECT 1 FROM import_change c JOIN customer k ON k.id = c.row_id
                        WHERE c.batch_id = b.id AND c.table_name = 'customer' AND k.batch_id = ?1)
             OR EXISTS (SELECT 1 FROM import_change c JOIN contract k ON k.id = c.row_id
                        WHERE c.batch_id = b.id AND c.table_name = 'contract' AND k.batch_id = ?1)
             OR EXISTS (SELECT 1 FROM allocation a LEFT JOIN invoice i ON i.id = a.invoice_id
                        LEFT JOIN receipt r ON r.id = a.receipt_id LEFT JOIN allocation o ON o.id = a.reverses_id
                        LEFT JOIN invoice n ON n.id = a.credit_note_id
                        WHERE a.batch_id = b.id AND ?1 IN (i.batch_id, r.batch_id, o.batch_id, n.batch_id))
             OR EXISTS (SELECT 1 FROM receipt r JOIN receipt o ON o.id = r.reverses_id
                        WHERE r.batch_id = b.id AND o.batch_id = ?1))""",
        batch_id,
    )
    if found[0][0] is not None:
        raise LaterImport(later=found[0][0], field="undo")


def _refuse_built_on(batch_id: int) -> None:
    for table, refusal, column, others in OF_INVOICES:
        _refuse_if(batch_id, "invoice", table, refusal, column, others)
    for table, refusal, column, others in OF_RECEIPTS:
        _refuse_if(batch_id, "receipt", table, refusal, column, others)
    for table in ("write_off", "allocation"):
        _refuse_if(batch_id, table, table, MoneyStands, "t.reverses_id", "t.batch_id IS NOT ?1")
    plan = """(SELECT row_id AS id, 'plan' AS number, batch_id FROM import_change
              WHERE table_name = 'payment_plan' AND before IS NULL)"""
    _refuse_if(batch_id, plan, "plan_end", BuiltOn, "t.plan_id", "")


def _refuse_if(
    batch_id: int, owner: str, table: str, refusal: type[BuiltOn], column: str, others: str
) -> None:
    """Refuse where rows of ``table`` that are not the batch's own stand on rows that it brought."""
    number = "o.id" if owner == "allocation" else "o.number"
    found = rows(
        f"""SELECT DISTINCT {number} FROM {table} t JOIN {owner} o ON o.id = {column}
            WHERE o.batch_id = ?1 {f"AND {others}" if others else ""} ORDER BY 1 LIMIT {NAMED + 1}""",
        batch_id,
    )
    if found:
        names = ", ".join(str(row[0]) for row in found[:NAMED]) + ("…" if len(found) > NAMED else "")
        raise refusal(numbers=names, field="undo")


def _changes(batch_id: int) -> list[tuple[str, int, dict[str, Any]]]:
    found = rows(
        "SELECT table_name, row_id, before FROM import_change WHERE batch_id = ?1 AND before IS NOT NULL ORDER BY id",
        batch_id,
    )
    return [(table, row_id, json.loads(before)) for table, row_id, before in found]


def _refuse_changed(changes: Iterable[tuple[str, int, dict[str, Any]]]) -> None:
    """Refuse where a value that the import set is another one by now."""
    for table, row_id, past in changes:
        if "new" not in past:
            continue
        names = list(past["new"])
        (now,) = rows(f"SELECT {', '.join(names)} FROM {table} WHERE id = ?1", row_id)
        for name, value in zip(names, now, strict=True):
            if value != past["new"][name]:
                ((label,),) = rows(f"SELECT {_label(table)} FROM {table} WHERE id = ?1", row_id)
                raise ChangedSince(what=_column(table, name), name=str(label), field="undo")


def _column(table: str, name: str) -> str:
    """A column by its heading in the ledger workbook."""
    kind, field = KINDS[table], name.removesuffix("_fen")
    return chinese_heading(kind, field) if field in fields_of(kind) else field


def _label(table: str) -> str:
    return {"contact_person": "name", "customer": "code"}.get(table, "number")


def _restore(changes: Iterable[tuple[str, int, dict[str, Any]]]) -> dict[str, int]:
    """Set the old values again; a dispute that the import closed stands again."""
    restored: dict[str, int] = defaultdict(int)
    moved = []
    for table, row_id, past in changes:
        if "new" in past:
            bulk.update(table, tuple(past["old"]), [(*past["old"].values(), row_id)])
            if table == "invoice" and "issued_on" in past["old"]:
                moved.append(row_id)
        elif table == "dispute":
            bulk.update("dispute", ("closed_on", "resolution"), [(None, "", row_id)])
        restored[table] += 1
    bulk.renew_effective_days(moved)
    return dict(restored)


def _money_touched(batch_id: int) -> dict[str, list[int]]:
    """Invoices and receipts of other batches that this one settled, freed or changed the amount of."""
    invoices = rows(
        """SELECT invoice_id FROM allocation WHERE batch_id = ?1
           UNION SELECT credit_note_id FROM allocation WHERE batch_id = ?1 AND credit_note_id IS NOT NULL
           UNION SELECT row_id FROM import_change WHERE batch_id = ?1 AND table_name = 'invoice'""",
        batch_id,
    )
    receipts = rows(
        """SELECT receipt_id FROM allocation WHERE batch_id = ?1 AND receipt_id IS NOT NULL
           UNION SELECT reverses_id FROM receipt WHERE batch_id = ?1 AND reverses_id IS NOT NULL
           UNION SELECT row_id FROM import_change WHERE batch_id = ?1 AND table_name = 'receipt'""",
        batch_id,
    )
    return {"invoice": [row[0] for row in invoices], "receipt": [row[0] for row in receipts]}


REMOVALS = (
    ("allocation", "DELETE FROM allocation WHERE batch_id = ?1 AND reverses_id IS NOT NULL"),
    ("allocation", "DELETE FROM allocation WHERE batch_id = ?1"),
    ("plan_share", "DELETE FROM plan_share WHERE instalment_id IN ({instalment})"),
    ("instalment", "DELETE FROM instalment WHERE id IN ({instalment})"),
    ("payment_plan", "DELETE FROM payment_plan WHERE id IN ({payment_plan})"),
    ("due_change", "DELETE FROM due_change WHERE id IN ({due_change})"),
    ("dispute", "DELETE FROM dispute WHERE batch_id = ?1"),
    ("write_off", "DELETE FROM write_off WHERE batch_id = ?1"),
    ("receipt", "DELETE FROM receipt WHERE batch_id = ?1 AND reverses_id IS NOT NULL"),
    ("receipt", "DELETE FROM receipt WHERE batch_id = ?1"),
    ("invoice", "DELETE FROM invoice WHERE batch_id = ?1 AND credits_id IS NOT NULL"),
    ("invoice", "DELETE FROM invoice WHERE batch_id = ?1"),
    ("contract", """DELETE FROM contract WHERE batch_id = ?1 AND NOT EXISTS (
        SELECT 1 FROM invoice i WHERE i.contract_id = contract.id) AND NOT EXISTS (
        SELECT 1 FROM guarantee g WHERE g.contract_id = contract.id) AND NOT EXISTS (
        SELECT 1 FROM evidence_link l WHERE l.contract_id = contract.id)"""),
    ("contact_person", """DELETE FROM contact_person WHERE id IN ({contact_person}) AND NOT EXISTS (
        SELECT 1 FROM contact c WHERE c.person_id = contact_person.id)"""),
    ("customer_alias", "DELETE FROM customer_alias WHERE batch_id = ?1"),
)  # fmt: skip


def _remove(batch_id: int, progress: Progress | None) -> dict[str, int]:
    """Delete what the batch added, in the order in which rows lean on each other."""
    removed: dict[str, int] = defaultdict(int)
    for done, (table, statement) in enumerate(REMOVALS, start=1):
        added = "SELECT row_id FROM import_change WHERE batch_id = ?1 AND before IS NULL AND table_name = "
        text = statement.format(**{name: f"{added}'{name}'" for name in _ADDED})
        cursor = proxy.connection().cursor()
        cursor.execute(text, (batch_id,))
        removed[table] += proxy.connection().changes()
        if progress:
            progress(done, len(REMOVALS))
    return {table: count for table, count in removed.items() if count}


_ADDED = ("instalment", "payment_plan", "due_change", "contact_person")


def _reckon_open(touched: dict[str, list[int]]) -> None:
    """What is open, from the postings that are left."""
    bulk.update_by(
        """UPDATE invoice SET open_fen = amount_fen - CASE WHEN amount_fen > 0
               THEN coalesce((SELECT sum(a.amount_fen) FROM allocation a WHERE a.invoice_id = invoice.id), 0)
               ELSE -coalesce((SELECT sum(a.amount_fen) FROM allocation a WHERE a.credit_note_id = invoice.id), 0) END
           WHERE id = ?1""",
        touched["invoice"],
    )
    bulk.update_by(
        """UPDATE receipt SET open_fen = amount_fen
               - coalesce((SELECT sum(a.amount_fen) FROM allocation a WHERE a.receipt_id = receipt.id), 0)
               + coalesce((SELECT sum(b.amount_fen) FROM receipt b WHERE b.reverses_id = receipt.id), 0)
           WHERE id = ?1""",
        touched["receipt"],
    )


def _remove_customers(batch_id: int, removed: dict[str, int]) -> tuple[str, ...]:
    """Delete the new customers who have nothing else by now; names of those who stay."""
    used = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} t WHERE t.customer_id = c.id)" for table in OF_CUSTOMERS
    )
    used += " OR EXISTS (SELECT 1 FROM customer_move m WHERE c.id IN (m.from_id, m.to_id))"
    stays = f"SELECT code FROM customer c WHERE batch_id = ?1 AND ({used}) ORDER BY code"
    kept = tuple(code for (code,) in rows(stays, batch_id))
    cursor = proxy.connection().cursor()
    # Sums of nothing stay behind where the triggers took everything off again.
    for table in ("account_month", "account_year"):
        cursor.execute(
            f"DELETE FROM {table} WHERE charges_fen = 0 AND credits_fen = 0 AND receipts_fen = 0 "
            f"AND customer_id IN (SELECT id FROM customer c WHERE batch_id = ?1 AND NOT ({used}))",
            (batch_id,),
        )
    cursor.execute(f"DELETE FROM customer AS c WHERE batch_id = ?1 AND NOT ({used})", (batch_id,))
    count = proxy.connection().changes()
    if count:
        removed["customer"] = count
    return kept
