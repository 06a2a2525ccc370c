"""What is filed under a customer, and what of it hangs together: for moving it to another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from arcdesk.models.base import proxy
from arcdesk.models.queries.sql import rows

FILED = (
    "invoice", "receipt", "contract", "contact", "contact_person", "promise", "document", "evidence_link",
    "follow_up", "write_off", "customer_hold", "payment_plan", "limitation_event", "guarantee", "grade_decision",
    "bank_payer", "customer_alias", "set_aside", "task", "legal_sign", "legal_decision", "concession",
)  # fmt: skip
"""Every table whose rows name their customer; the sums of accounts follow by themselves."""

Node = tuple[str, int]
"""A row: its table and its id."""

_BOTH_WAYS = (
    ("invoice", "receipt", "SELECT invoice_id, receipt_id FROM allocation a {of} AND receipt_id IS NOT NULL"),
    ("invoice", "invoice", "SELECT invoice_id, credit_note_id FROM allocation a {of} AND credit_note_id IS NOT NULL"),
    ("invoice", "invoice", "SELECT id, credits_id FROM invoice WHERE customer_id = ?1 AND credits_id IS NOT NULL"),
    ("invoice", "write_off", "SELECT invoice_id, id FROM write_off WHERE customer_id = ?1"),
    ("receipt", "receipt", "SELECT id, reverses_id FROM receipt WHERE customer_id = ?1 AND reverses_id IS NOT NULL"),
    ("invoice", "payment_plan", """SELECT s.invoice_id, n.plan_id FROM plan_share s
        JOIN instalment n ON n.id = s.instalment_id JOIN payment_plan p ON p.id = n.plan_id
        WHERE p.customer_id = ?1"""),
    ("invoice", "concession", """SELECT n.invoice_id, n.concession_id FROM concession_invoice n
        JOIN concession c ON c.id = n.concession_id WHERE c.customer_id = ?1"""),
    ("contact", "contact", "SELECT id, corrects_id FROM contact WHERE customer_id = ?1 AND corrects_id IS NOT NULL"),
    ("contact", "promise", "SELECT contact_id, id FROM promise WHERE customer_id = ?1"),
    ("limitation_event", "limitation_event",
     "SELECT id, corrects_id FROM limitation_event WHERE customer_id = ?1 AND corrects_id IS NOT NULL"),
    ("guarantee", "guarantee",
     "SELECT id, corrects_id FROM guarantee WHERE customer_id = ?1 AND corrects_id IS NOT NULL"),
    ("customer_hold", "customer_hold",
     "SELECT id, lifts_id FROM customer_hold WHERE customer_id = ?1 AND lifts_id IS NOT NULL"),
    ("legal_sign", "legal_sign",
     "SELECT id, lifts_id FROM legal_sign WHERE customer_id = ?1 AND lifts_id IS NOT NULL"),
    ("set_aside", "set_aside",
     "SELECT id, takes_back_id FROM set_aside WHERE customer_id = ?1 AND takes_back_id IS NOT NULL"),
)  # fmt: skip
_DOWN = (
    ("contract", "invoice", "SELECT contract_id, id FROM invoice WHERE customer_id = ?1 AND contract_id IS NOT NULL"),
    ("document", "evidence_link", """SELECT d.document_id, l.id FROM evidence_link l
        JOIN delivery d ON d.id = l.delivery_id WHERE l.customer_id = ?1"""),
    *(
        (above, below, f"SELECT {above}_id, id FROM {below} WHERE customer_id = ?1 AND {above}_id IS NOT NULL{alone}")
        for above, below, alone in (
            ("invoice", "limitation_event", ""), ("invoice", "guarantee", ""), ("invoice", "evidence_link", ""),
            ("contract", "guarantee", ""), ("contract", "evidence_link", ""), ("contact", "follow_up", ""),
            ("contact", "evidence_link", ""), ("document", "evidence_link", ""), ("contact", "concession", ""),
            ("contact", "limitation_event", " AND invoice_id IS NULL"),
            ("document", "limitation_event", " AND invoice_id IS NULL"),
        )
    ),
)  # fmt: skip
_OF = "JOIN invoice i ON i.id = a.invoice_id WHERE i.customer_id = ?1"


def ties(customer_id: int) -> dict[Node, set[Node]]:
    """For each row of the customer the rows that go where it goes: money that settles it, what was said of it."""
    found: dict[Node, set[Node]] = defaultdict(set)
    for one, other, statement in _BOTH_WAYS:
        for a, b in rows(statement.format(of=_OF), customer_id):
            found[one, a].add((other, b))
            found[other, b].add((one, a))
    for above, below, statement in _DOWN:
        for a, b in rows(statement, customer_id):
            found[above, a].add((below, b))
    return found


def filed(customer_id: int) -> dict[str, list[int]]:
    """The ids of everything filed under the customer, by table."""
    return {
        table: [
            row for (row,) in rows(f"SELECT id FROM {table} WHERE customer_id = ?1 ORDER BY id", customer_id)
        ]
        for table in FILED
    }


def refile(table: str, ids: Iterable[int], to_id: int) -> None:
    """Name another customer in rows; for append-only ones a move has to list them by then."""
    statement = f"UPDATE {table} SET customer_id = ? WHERE id = ?"
    proxy.connection().cursor().executemany(statement, ((to_id, row) for row in ids))


def numbers(table: str, ids: Iterable[int]) -> list[str]:
    """The numbers of documents by id, in their order."""
    return [
        str(found[0][0])
        for one in sorted(ids)
        if (found := rows(f"SELECT number FROM {table} WHERE id = ?1", one))
    ]


def letters_of(customer_id: int) -> dict[int, set[int]]:
    """The invoices that stand in each document of the customer, by document id."""
    found: dict[int, set[int]] = defaultdict(set)
    for document, invoice in rows(
        """SELECT l.document_id, l.invoice_id FROM document_invoice l JOIN document d ON d.id = l.document_id
           WHERE d.customer_id = ?1""",
        customer_id,
    ):
        found[document].add(invoice)
    return found


def invoices_by_contract(customer_id: int) -> dict[int, set[int]]:
    """The invoices of each of the customer's contracts that has any, by contract id."""
    found: dict[int, set[int]] = defaultdict(set)
    for contract, invoice in rows(
        "SELECT contract_id, id FROM invoice WHERE customer_id = ?1 AND contract_id IS NOT NULL", customer_id
    ):
        found[contract].add(invoice)
    return found


def open_sums(chosen: Mapping[str, Iterable[int]]) -> dict[str, int]:
    """What is open of invoices less what is free of receipts, in fen by currency."""
    found: dict[str, int] = defaultdict(int)
    for table, sign in (("invoice", 1), ("receipt", -1)):
        wanted = set(chosen.get(table, ()))
        for row, currency, fen in rows(f"SELECT id, currency, open_fen FROM {table} WHERE open_fen <> 0"):
            if row in wanted:
                found[currency] += sign * fen
    return dict(found)


def newest() -> dict[str, int]:
    """The highest id of each kind of row that an undone move may have to take along."""
    return {table: rows(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0] for table in FILED}


def moved_on(move_id: int) -> int | None:
    """The first later move that stands and took some of the same rows, or emptied the customer they went to."""
    found = rows(
        """SELECT m.id FROM customer_move m WHERE m.id > ?1 AND m.undone_at IS NULL AND (
               EXISTS (SELECT 1 FROM customer_move_row r JOIN customer_move_row mine
                       ON mine.table_name = r.table_name AND mine.row_id = r.row_id
                       WHERE r.move_id = m.id AND mine.move_id = ?1 AND r.table_name <> 'customer')
               OR (m.kind = 'merge' AND m.from_id IN (SELECT to_id FROM customer_move WHERE id = ?1))
               OR (m.kind = 'merge' AND m.from_id IN (SELECT from_id FROM customer_move WHERE id = ?1)))
           ORDER BY m.id DESC LIMIT 1""",
        move_id,
    )
    return int(found[0][0]) if found else None


def counts(move_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many rows of each table went with each move."""
    wanted = set(move_ids)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for move, table, count in rows(
        "SELECT move_id, table_name, count(*) FROM customer_move_row GROUP BY 1, 2"
    ):
        if move in wanted:
            found[move][table] = count
    return found


def history_of(customer_id: int) -> list[tuple[Any, ...]]:
    """Moves from or to a customer: id, kind, is it to him, other's code and name, reason, at, undone at, rows."""
    return rows(
        """SELECT m.id, m.kind, m.to_id = ?1, c.code, c.name, m.reason, m.at, m.undone_at,
                  (SELECT count(*) FROM customer_move_row r WHERE r.move_id = m.id
                   AND r.table_name NOT IN ('customer', 'customer_alias'))
           FROM customer_move m JOIN customer c ON c.id = CASE WHEN m.to_id = ?1 THEN m.from_id ELSE m.to_id END
           WHERE ?1 IN (m.from_id, m.to_id) ORDER BY m.id""",
        customer_id,
    )
