"""Imports that can be taken back, layouts and names once explained, customers merged and divided. Frozen."""

from typing import Any

TABLES = (
    # What an import changed or added where the row itself cannot say so; taking it back reads this.
    """CREATE TABLE import_change (
        id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES import_batch (id),
        table_name TEXT NOT NULL, row_id INTEGER NOT NULL, before TEXT) STRICT""",
    """CREATE TABLE import_mapping (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
        body TEXT NOT NULL, saved_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE customer_alias (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('code', 'name')), text TEXT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id), batch_id INTEGER REFERENCES import_batch (id),
        noted_at TEXT NOT NULL, UNIQUE (kind, text)) STRICT""",
    """CREATE TABLE customer_move (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('merge', 'split')),
        from_id INTEGER NOT NULL REFERENCES customer (id), to_id INTEGER NOT NULL REFERENCES customer (id),
        reason TEXT NOT NULL, at TEXT NOT NULL, undone_at TEXT) STRICT""",
    """CREATE TABLE customer_move_row (
        move_id INTEGER NOT NULL REFERENCES customer_move (id), table_name TEXT NOT NULL,
        row_id INTEGER NOT NULL, before TEXT, PRIMARY KEY (move_id, table_name, row_id)) STRICT""",
)

COLUMNS = (
    "ALTER TABLE import_batch ADD COLUMN undone_at TEXT",
    "ALTER TABLE import_batch ADD COLUMN undone_reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE customer ADD COLUMN merged_into_id INTEGER REFERENCES customer (id)",
)

INDEXES = (
    "CREATE INDEX import_change_row ON import_change (table_name, row_id)",
    "CREATE INDEX import_change_batch ON import_change (batch_id)",
    "CREATE INDEX customer_alias_customer ON customer_alias (customer_id)",
    "CREATE INDEX customer_move_row_row ON customer_move_row (table_name, row_id)",
    "CREATE INDEX invoice_batch ON invoice (batch_id) WHERE batch_id IS NOT NULL",
    "CREATE INDEX receipt_batch ON receipt (batch_id) WHERE batch_id IS NOT NULL",
    "CREATE INDEX allocation_batch ON allocation (batch_id) WHERE batch_id IS NOT NULL",
)

REFILED = (
    "contact", "promise", "document", "write_off", "customer_hold", "payment_plan", "limitation_event", "guarantee",
    "grade_decision",
)  # fmt: skip
"""Append-only tables whose rows follow their customer into a merge or a split, and change nothing else."""

TAKEN_BACK = {
    "write_off": "c.table_name = 'write_off' AND c.row_id = OLD.id",
    "payment_plan": "c.table_name = 'payment_plan' AND c.row_id = OLD.id",
    "instalment": "c.table_name = 'instalment' AND c.row_id = OLD.id",
    "plan_share": "c.table_name = 'instalment' AND c.row_id = OLD.instalment_id",
    "due_change": "c.table_name = 'due_change' AND c.row_id = OLD.id",
}
"""Append-only tables that an import writes: its rows go with it when it is taken back, and only then."""


def up(migrator: Any, db: Any) -> None:
    for statement in (*TABLES, *COLUMNS, *INDEXES):
        db.execute_sql(statement)
    for table in REFILED:
        _let_customers_move(db, table)
    for table, own in TAKEN_BACK.items():
        db.execute_sql(f"DROP TRIGGER {table}_no_delete")
        db.execute_sql(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT EXISTS ("
            f"SELECT 1 FROM import_change c JOIN import_batch b ON b.id = c.batch_id "
            f"WHERE {own} AND c.before IS NULL AND b.undone_at IS NOT NULL) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _let_customers_move(db: Any, table: str) -> None:
    """A row may change its customer alone, and only as a merge or split that names it says."""
    columns = [row[1] for row in db.execute_sql(f"PRAGMA table_info({table})").fetchall()]
    fixed = ", ".join(name for name in columns if name != "customer_id")
    db.execute_sql(f"DROP TRIGGER {table}_no_update")
    db.execute_sql(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {fixed} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    db.execute_sql(
        f"CREATE TRIGGER {table}_no_refiling BEFORE UPDATE OF customer_id ON {table} WHEN NOT EXISTS ("
        f"SELECT 1 FROM customer_move_row r JOIN customer_move m ON m.id = r.move_id "
        f"WHERE r.table_name = '{table}' AND r.row_id = OLD.id "
        f"AND ((m.undone_at IS NULL AND m.from_id = OLD.customer_id AND m.to_id = NEW.customer_id) "
        f"OR (m.undone_at IS NOT NULL AND m.to_id = OLD.customer_id AND m.from_id = NEW.customer_id))) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
