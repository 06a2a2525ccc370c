"""What was decided about a customer of the day's list, in a table of its own. Frozen.

Until now a preference held it, without the reasons it answered; what still stands there is carried over.
"""

import json
from typing import Any

TABLE = """CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL CHECK (kind IN ('done', 'snooze', 'skip', 'taken_back')),
    made_on TEXT NOT NULL, back_on TEXT NOT NULL, reason TEXT NOT NULL, answered TEXT NOT NULL,
    made_at TEXT NOT NULL, takes_back_id INTEGER REFERENCES set_aside (id),
    CHECK ((kind = 'taken_back') = (takes_back_id IS NOT NULL))) STRICT"""

INDEXES = (
    "CREATE INDEX set_aside_customer ON set_aside (customer_id)",
    "CREATE INDEX set_aside_back ON set_aside (back_on)",
    "CREATE UNIQUE INDEX set_aside_takes_back ON set_aside (takes_back_id) WHERE takes_back_id IS NOT NULL",
)

MARKS = "today_marks"
KINDS = {"done": "done", "snoozed": "snooze", "skipped": "skip"}


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(TABLE)
    for index in INDEXES:
        db.execute_sql(index)
    _carry_over(db)
    columns = "id, kind, made_on, back_on, reason, answered, made_at, takes_back_id"
    for name, event, condition in (
        ("no_delete", "DELETE", ""),
        ("no_update", f"UPDATE OF {columns}", ""),
        ("no_refiling", "UPDATE OF customer_id", f"WHEN NOT EXISTS ({_MOVED}) "),
    ):
        db.execute_sql(
            f"CREATE TRIGGER set_aside_{name} BEFORE {event} ON set_aside {condition}"
            f"BEGIN SELECT RAISE(ABORT, 'set_aside is append-only'); END"
        )


_MOVED = """SELECT 1 FROM customer_move_row r JOIN customer_move m ON m.id = r.move_id
    WHERE r.table_name = 'set_aside' AND r.row_id = OLD.id
    AND ((m.undone_at IS NULL AND m.from_id = OLD.customer_id AND m.to_id = NEW.customer_id)
    OR (m.undone_at IS NOT NULL AND m.to_id = OLD.customer_id AND m.from_id = NEW.customer_id))"""


def _carry_over(db: Any) -> None:
    found = db.execute_sql("SELECT value FROM preference WHERE key = ?", (MARKS,)).fetchone()
    if found is None:
        return
    last = "SELECT max(at) FROM audit_event WHERE action = 'preference.set' AND body LIKE ?"
    (at,) = db.execute_sql(last, (f"%{MARKS}%",)).fetchone()
    for customer, mark in json.loads(found[0]).items():
        known = db.execute_sql("SELECT 1 FROM customer WHERE id = ?", (int(customer),)).fetchone()
        kind, day = KINDS.get(mark["state"]), mark["day"]
        if not known or kind is None:
            continue
        made_on = (at or day)[:10] if kind == "snooze" else day
        back_on = day if kind == "snooze" else db.execute_sql("SELECT date(?, '+1 day')", (day,)).fetchone()[0]
        if made_on >= back_on:
            continue  # its time was over before anybody could have written it down
        db.execute_sql(
            "INSERT INTO set_aside (customer_id, kind, made_on, back_on, reason, answered, made_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (int(customer), kind, made_on, back_on, mark.get("note", ""), '[["*", ""]]', at or made_on),
        )
    db.execute_sql("DELETE FROM preference WHERE key = ?", (MARKS,))
