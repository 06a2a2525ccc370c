"""Screenshots of a WeChat conversation in their order, as one numbered exhibit (R62). Frozen."""

from typing import Any

TABLES = (
    """CREATE TABLE wechat_exhibit (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, evidence_id INTEGER NOT NULL REFERENCES evidence (id),
        partner TEXT NOT NULL, wechat_id TEXT NOT NULL, person TEXT NOT NULL,
        first_at TEXT NOT NULL, last_at TEXT NOT NULL, phone_owner TEXT NOT NULL, device TEXT NOT NULL,
        own_account TEXT NOT NULL, purpose TEXT NOT NULL, remark TEXT NOT NULL, checklist TEXT NOT NULL,
        corrects_id INTEGER UNIQUE REFERENCES wechat_exhibit (id), reason TEXT NOT NULL,
        language TEXT NOT NULL, pages INTEGER NOT NULL CHECK (pages > 0), made_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE wechat_part (
        exhibit_id INTEGER NOT NULL REFERENCES wechat_exhibit (id), position INTEGER NOT NULL CHECK (position > 0),
        evidence_id INTEGER NOT NULL REFERENCES evidence (id), name TEXT NOT NULL,
        PRIMARY KEY (exhibit_id, position), UNIQUE (exhibit_id, evidence_id)) STRICT""",
)


def up(migrator: Any, db: Any) -> None:
    for statement in TABLES:
        db.execute_sql(statement)
    db.execute_sql("CREATE INDEX wechat_exhibit_evidence ON wechat_exhibit (evidence_id)")
    db.execute_sql("CREATE INDEX wechat_part_evidence ON wechat_part (evidence_id)")
    for table in ("wechat_exhibit", "wechat_part"):
        for verb in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
