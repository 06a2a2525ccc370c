"""Concessions to a customer, the invoices they are about, and what became of each. Frozen."""

from typing import Any

TABLES = (
    """CREATE TABLE concession (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, customer_id INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL CHECK (kind IN ('discount', 'interest', 'term', 'plan', 'goods', 'other')),
    currency TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    days INTEGER NOT NULL CHECK (days >= 0),
    pay_fen INTEGER CHECK (pay_fen > 0), pay_by TEXT,
    ask TEXT NOT NULL, reason TEXT NOT NULL, cost_fen INTEGER, waiting_fen INTEGER,
    contact_id INTEGER REFERENCES contact (id), made_on TEXT NOT NULL, logged_at TEXT NOT NULL,
    CHECK ((pay_fen IS NULL) = (pay_by IS NULL))) STRICT""",
    """CREATE TABLE concession_invoice (
    concession_id INTEGER NOT NULL REFERENCES concession (id), invoice_id INTEGER NOT NULL REFERENCES invoice (id),
    PRIMARY KEY (concession_id, invoice_id)) STRICT""",
    """CREATE TABLE concession_event (
    id INTEGER PRIMARY KEY, concession_id INTEGER NOT NULL REFERENCES concession (id),
    event TEXT NOT NULL CHECK (event IN ('approved', 'refused', 'offered', 'accepted', 'withdrawn', 'carried_out')),
    on_day TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL, evidence_id INTEGER REFERENCES evidence (id),
    result TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
)
INDEXES = (
    "CREATE INDEX concession_customer ON concession (customer_id)",
    "CREATE INDEX concession_invoice_invoice ON concession_invoice (invoice_id)",
    "CREATE INDEX concession_event_concession ON concession_event (concession_id)",
)
FIXED = (
    "id", "number", "kind", "currency", "amount_fen", "days", "pay_fen", "pay_by", "ask", "reason", "cost_fen",
    "waiting_fen", "contact_id", "made_on", "logged_at",
)  # fmt: skip


def up(migrator: Any, db: Any) -> None:
    for statement in (*TABLES, *INDEXES):
        db.execute_sql(statement)
    for name in ("concession", "concession_invoice", "concession_event"):
        for verb in ("UPDATE", "DELETE"):
            what = f"UPDATE OF {', '.join(FIXED)}" if (name, verb) == ("concession", "UPDATE") else verb
            db.execute_sql(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {what} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
    # A row may change its customer alone, and only as a merge or split that names it says.
    db.execute_sql(
        "CREATE TRIGGER concession_no_refiling BEFORE UPDATE OF customer_id ON concession WHEN NOT EXISTS ("
        "SELECT 1 FROM customer_move_row r JOIN customer_move m ON m.id = r.move_id "
        "WHERE r.table_name = 'concession' AND r.row_id = OLD.id "
        "AND ((m.undone_at IS NULL AND m.from_id = OLD.customer_id AND m.to_id = NEW.customer_id) "
        "OR (m.undone_at IS NOT NULL AND m.to_id = OLD.customer_id AND m.from_id = NEW.customer_id))) "
        "BEGIN SELECT RAISE(ABORT, 'concession is append-only'); END"
    )
