"""What is known of a piece of evidence beside its file (R64). Frozen."""

from typing import Any

TABLE = """CREATE TABLE evidence_note (
    id INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL REFERENCES evidence (id),
    kind TEXT NOT NULL, title TEXT NOT NULL, purpose TEXT NOT NULL, obtained_from TEXT NOT NULL,
    device TEXT NOT NULL, form TEXT NOT NULL CHECK (form IN ('', 'original', 'copy', 'electronic')),
    original_at TEXT NOT NULL, custodian TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT"""


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(TABLE)
    db.execute_sql("CREATE INDEX evidence_note_evidence ON evidence_note (evidence_id)")
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER evidence_note_no_{verb.lower()} BEFORE {verb} ON evidence_note "
            f"BEGIN SELECT RAISE(ABORT, 'evidence_note is append-only'); END"
        )
