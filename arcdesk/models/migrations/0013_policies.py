"""Policies in versions, and who is chased by which. Frozen."""

from typing import Any

TABLES = (
    """CREATE TABLE policy (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL, version INTEGER NOT NULL CHECK (version > 0), name TEXT NOT NULL,
    levels TEXT NOT NULL, note TEXT NOT NULL, made_at TEXT NOT NULL, UNIQUE (code, version)) STRICT""",
    """CREATE TABLE policy_choice (
    id INTEGER PRIMARY KEY, scope TEXT NOT NULL CHECK (scope IN ('all', 'grade', 'customer')),
    key TEXT NOT NULL, policy TEXT NOT NULL, made_at TEXT NOT NULL) STRICT""",
)


def up(migrator: Any, db: Any) -> None:
    for table in TABLES:
        db.execute_sql(table)
    for name in ("policy", "policy_choice"):
        for verb in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
