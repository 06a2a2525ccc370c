"""Confirmations, receipts and agreements beside letters and statements. Frozen."""

from typing import Any

OLD = "CHECK (kind IN ('letter', 'statement'))"
NEW = "CHECK (kind IN ('letter', 'statement', 'paper'))"


def up(migrator: Any, db: Any) -> None:
    where = "WHERE type = 'table' AND name = 'document'"
    ((sql,),) = db.execute_sql(f"SELECT sql FROM sqlite_schema {where}").fetchall()
    if OLD not in sql:
        raise RuntimeError("the table document is not as the first migration made it")
    ((version,),) = db.execute_sql("PRAGMA schema_version").fetchall()
    db.execute_sql("PRAGMA writable_schema = ON")
    db.execute_sql(f"UPDATE sqlite_schema SET sql = ? {where}", (sql.replace(OLD, NEW),))
    db.execute_sql(f"PRAGMA schema_version = {version + 1}")
    db.execute_sql("PRAGMA writable_schema = OFF")
