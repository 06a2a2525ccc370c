"""A person's own words for the scripts, reviews of them, and which script stood beside a contact. Frozen."""

from typing import Any

TABLES = (
    """CREATE TABLE script_text (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    text TEXT, note TEXT NOT NULL, made_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE script_review (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    on_day TEXT NOT NULL, worked TEXT NOT NULL, failed TEXT NOT NULL,
    contact_id INTEGER REFERENCES contact (id), made_at TEXT NOT NULL) STRICT""",
)


def up(migrator: Any, db: Any) -> None:
    for table in TABLES:
        db.execute_sql(table)
    db.execute_sql("CREATE INDEX script_text_kind ON script_text (kind, language)")
    db.execute_sql("CREATE INDEX script_review_contact ON script_review (contact_id)")
    db.execute_sql("ALTER TABLE contact ADD COLUMN script TEXT NOT NULL DEFAULT ''")
    for name in ("script_text", "script_review"):
        for verb in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
