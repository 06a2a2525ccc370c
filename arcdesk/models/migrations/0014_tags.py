"""Words of one's own on a customer, by which a policy may tell him apart. Frozen."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE customer ADD COLUMN tags TEXT NOT NULL DEFAULT ''")
