"""What was told by a notice, so that window and task scheduler never tell it twice. Frozen."""

from typing import Any

TABLE = """CREATE TABLE notice_told (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('digest', 'follow_up')), day TEXT NOT NULL,
    matters TEXT NOT NULL, shown_by TEXT NOT NULL, told_at TEXT NOT NULL) STRICT"""


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(TABLE)
    db.execute_sql("CREATE UNIQUE INDEX notice_told_digest ON notice_told (day) WHERE kind = 'digest'")
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER notice_told_no_{verb.lower()} BEFORE {verb} ON notice_told "
            f"BEGIN SELECT RAISE(ABORT, 'notice_told is append-only'); END"
        )
