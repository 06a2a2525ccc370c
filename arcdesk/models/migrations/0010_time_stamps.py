"""Time stamps of an authority over the head of the log (RFC 3161). Frozen."""

from typing import Any

TABLE = """CREATE TABLE time_stamp (
    id INTEGER PRIMARY KEY, event_seq INTEGER NOT NULL, head TEXT NOT NULL, stamped_at TEXT NOT NULL,
    authority TEXT NOT NULL, serial TEXT NOT NULL, policy TEXT NOT NULL, file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE, reply BLOB NOT NULL, attached_at TEXT NOT NULL) STRICT"""


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(TABLE)
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER time_stamp_no_{verb.lower()} BEFORE {verb} ON time_stamp "
            f"BEGIN SELECT RAISE(ABORT, 'time_stamp is append-only'); END"
        )
