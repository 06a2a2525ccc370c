"""Where a paper original went, what else a piece belongs to, how long a recording is and what is said in it. Frozen."""

from typing import Any

TABLES = (
    """CREATE TABLE evidence_custody (
        id INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL REFERENCES evidence (id),
        event TEXT NOT NULL CHECK (event IN ('lent', 'returned', 'lost')), holder TEXT NOT NULL,
        on_day TEXT NOT NULL, back_by TEXT, note TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE evidence_transcript (
        id INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL REFERENCES evidence (id),
        source_id INTEGER REFERENCES evidence (id), text TEXT NOT NULL, author TEXT NOT NULL,
        logged_at TEXT NOT NULL) STRICT""",
)

COLUMNS = (
    "ALTER TABLE evidence ADD COLUMN duration_ms INTEGER",
    "ALTER TABLE evidence_link ADD COLUMN contract_id INTEGER REFERENCES contract (id)",
    "ALTER TABLE evidence_link ADD COLUMN delivery_id INTEGER REFERENCES delivery (id)",
)

INDEXES = (
    "CREATE INDEX evidence_custody_evidence ON evidence_custody (evidence_id)",
    "CREATE INDEX evidence_transcript_evidence ON evidence_transcript (evidence_id)",
    "CREATE INDEX evidence_link_document ON evidence_link (document_id) WHERE document_id IS NOT NULL",
)


def up(migrator: Any, db: Any) -> None:
    for statement in (*TABLES, *COLUMNS, *INDEXES):
        db.execute_sql(statement)
    for table in ("evidence_custody", "evidence_transcript"):
        for verb in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
