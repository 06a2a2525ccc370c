"""Letters that went past the gate: why, and which reasons spoke against them. Frozen."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(
        """CREATE TABLE letter_override (
        id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL UNIQUE REFERENCES document (id),
        reason TEXT NOT NULL, overridden TEXT NOT NULL, made_at TEXT NOT NULL) STRICT"""
    )
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER letter_override_no_{verb.lower()} BEFORE {verb} ON letter_override "
            f"BEGIN SELECT RAISE(ABORT, 'letter_override is append-only'); END"
        )
