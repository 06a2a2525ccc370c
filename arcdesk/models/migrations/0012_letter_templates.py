"""A person's own words for the letters, each version kept; no text goes back to the shipped ones. Frozen."""

from typing import Any

TABLE = """CREATE TABLE letter_template (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    text TEXT, note TEXT NOT NULL, made_at TEXT NOT NULL) STRICT"""


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(TABLE)
    db.execute_sql("CREATE INDEX letter_template_kind ON letter_template (kind, language)")
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER letter_template_no_{verb.lower()} BEFORE {verb} ON letter_template "
            f"BEGIN SELECT RAISE(ABORT, 'letter_template is append-only'); END"
        )
