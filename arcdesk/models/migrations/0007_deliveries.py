"""What became of a document, with address and outcome; documents that no longer count. Frozen."""

from typing import Any

OLD = (
    "id", "document_id", "event", "on_day", "channel", "tracking", "note", "difference_fen", "evidence_id", "logged_at",
)  # fmt: skip

TABLE = """CREATE TABLE delivery_wider (
    id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES document (id),
    event TEXT NOT NULL CHECK (event IN (
        'sent', 'delivered', 'refused', 'returned', 'agreed', 'disputed', 'void', 'withdrawn', 'copied', 'mistaken')),
    on_day TEXT NOT NULL, channel TEXT NOT NULL, tracking TEXT NOT NULL, note TEXT NOT NULL,
    difference_fen INTEGER, evidence_id INTEGER REFERENCES evidence (id), logged_at TEXT NOT NULL,
    addressee TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '',
    address_kind TEXT NOT NULL DEFAULT '' CHECK (address_kind IN ('', 'agreed', 'registered', 'other')),
    contents TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', signer TEXT NOT NULL DEFAULT '',
    corrects_id INTEGER UNIQUE REFERENCES delivery_wider (id),
    CHECK ((corrects_id IS NOT NULL) = (event = 'mistaken'))) STRICT"""

VIEWS = (
    """CREATE VIEW standing_delivery AS SELECT * FROM delivery d WHERE d.event <> 'mistaken'
       AND NOT EXISTS (SELECT 1 FROM delivery c WHERE c.corrects_id = d.id)""",
    """CREATE VIEW ended_document AS SELECT document_id, on_day FROM delivery
       WHERE event IN ('void', 'withdrawn')""",
)
"""What stands of the deliveries, and the documents that are void or withdrawn, with the day."""


def up(migrator: Any, db: Any) -> None:
    columns = ", ".join(OLD)
    db.execute_sql(TABLE)
    db.execute_sql(f"INSERT INTO delivery_wider ({columns}) SELECT {columns} FROM delivery")
    db.execute_sql("DROP TABLE delivery")
    db.execute_sql("ALTER TABLE delivery_wider RENAME TO delivery")
    db.execute_sql("CREATE INDEX delivery_document ON delivery (document_id)")
    db.execute_sql("CREATE INDEX delivery_ended ON delivery (document_id) WHERE event IN ('void', 'withdrawn')")
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER delivery_no_{verb.lower()} BEFORE {verb} ON delivery "
            f"BEGIN SELECT RAISE(ABORT, 'delivery is append-only'); END"
        )
    for view in VIEWS:
        db.execute_sql(view)
