"""People of the firm, tasks handed out to them with their answers, signs and decisions before a suit. Frozen."""

from typing import Any

TABLES = (
    """CREATE TABLE staff (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> ''), role TEXT NOT NULL, email TEXT NOT NULL,
    takes_tasks INTEGER NOT NULL CHECK (takes_tasks IN (0, 1)), left_on TEXT) STRICT""",
    """CREATE TABLE task (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id), recipient TEXT NOT NULL,
    role TEXT NOT NULL, actions TEXT NOT NULL, matters TEXT NOT NULL, reasons TEXT NOT NULL, lines TEXT NOT NULL,
    handed_on TEXT NOT NULL, due_on TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE task_answer (
    id INTEGER PRIMARY KEY, task_id INTEGER NOT NULL UNIQUE REFERENCES task (id),
    kind TEXT NOT NULL CHECK (kind IN ('answered', 'withdrawn')), on_day TEXT NOT NULL, text TEXT NOT NULL,
    logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE legal_sign (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL CHECK (kind IN ('lost_contact', 'moving_assets', 'talks_failed')), on_day TEXT NOT NULL,
    note TEXT NOT NULL, logged_at TEXT NOT NULL, lifts_id INTEGER REFERENCES legal_sign (id)) STRICT""",
    """CREATE TABLE legal_decision (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    decision TEXT NOT NULL CHECK (decision IN ('go', 'wait', 'settle', 'write_off')), on_day TEXT NOT NULL,
    until_on TEXT, decided_by TEXT NOT NULL, reason TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX task_customer ON task (customer_id)",
    "CREATE INDEX legal_sign_customer ON legal_sign (customer_id)",
    "CREATE INDEX legal_decision_customer ON legal_decision (customer_id)",
)
REFILED = ("task", "legal_sign", "legal_decision")


def up(migrator: Any, db: Any) -> None:
    for statement in TABLES:
        db.execute_sql(statement)
    for table in (*REFILED, "task_answer"):
        db.execute_sql(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    db.execute_sql(
        "CREATE TRIGGER task_answer_no_update BEFORE UPDATE ON task_answer "
        "BEGIN SELECT RAISE(ABORT, 'task_answer is append-only'); END"
    )
    for table in REFILED:
        _let_customers_move(db, table)


def _let_customers_move(db: Any, table: str) -> None:
    """A row may change its customer alone, and only as a merge or split that names it says."""
    columns = [row[1] for row in db.execute_sql(f"PRAGMA table_info({table})").fetchall()]
    fixed = ", ".join(name for name in columns if name != "customer_id")
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
