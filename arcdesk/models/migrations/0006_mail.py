"""Letters sent by e-mail: each attempt, and what the server said. Frozen."""

from typing import Any

TABLE = """CREATE TABLE mail_attempt (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL, document_id INTEGER NOT NULL REFERENCES document (id),
    message_id TEXT NOT NULL, host TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'partly', 'refused', 'later', 'unclear')),
    told TEXT NOT NULL, evidence_id INTEGER REFERENCES evidence (id), at TEXT NOT NULL) STRICT"""


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(TABLE)
    db.execute_sql("CREATE INDEX mail_attempt_document ON mail_attempt (document_id)")
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER mail_attempt_no_{verb.lower()} BEFORE {verb} ON mail_attempt "
            f"BEGIN SELECT RAISE(ABORT, 'mail_attempt is append-only'); END"
        )
