"""Deliveries of an older workspace are kept by the migration that widens their table."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[2] / "arcdesk" / "models" / "migrations"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Database:
    """As much of a database as a migration asks for."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.execute_sql("PRAGMA foreign_keys = ON")

    def execute_sql(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        return self.connection.execute(statement, values)


@pytest.fixture
def old() -> Iterator[Database]:
    """A database of the first schema with a document and two steps of it."""
    db = Database()
    script("0001_first_day").up(None, db)
    db.execute_sql("INSERT INTO customer (id, code, name, short_name, uscc, grade, owner, salesperson, industry, "
                   "region, address, size, behaviour, pain_point, note, hold_reason, search_key) VALUES "
                   "(1, 'C', 'C', '', '', '', '', '', '', '', '', '', '', '', '', '', '')")  # fmt: skip
    db.execute_sql("INSERT INTO evidence VALUES (1, 'aa', 1, 'x', 'x', 'letter', 't', NULL, '', '', '', '')")
    db.execute_sql("INSERT INTO document VALUES (1, 'CK-1', 'letter', 'first', 1, 'zh', 'CNY', '2026-01-01', 't', "
                   "'2026-01-01', NULL, 100, NULL, NULL, '{}', 1)")  # fmt: skip
    for step in ("sent", "delivered"):
        db.execute_sql(
            "INSERT INTO delivery (document_id, event, on_day, channel, tracking, note, evidence_id, logged_at) "
            "VALUES (1, ?, '2026-01-02', 'ems', 'EA1', '', 1, 't')", (step,)
        )  # fmt: skip
    yield db
    db.connection.close()


def test_what_was_recorded_stays_and_stands(old: Database) -> None:
    before = old.execute_sql("SELECT * FROM delivery ORDER BY id").fetchall()
    script("0007_deliveries").up(None, old)
    after = old.execute_sql("SELECT * FROM delivery ORDER BY id").fetchall()
    assert [row[: len(before[0])] for row in after] == before
    assert [row[1] for row in old.execute_sql("SELECT id, event FROM standing_delivery ORDER BY id")] == [
        "sent", "delivered",
    ]  # fmt: skip
    assert old.execute_sql("SELECT * FROM ended_document").fetchall() == []
    assert old.execute_sql("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("statement", ["UPDATE delivery SET note = 'x'", "DELETE FROM delivery"])
def test_it_is_append_only_as_before(old: Database, statement: str) -> None:
    script("0007_deliveries").up(None, old)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        old.execute_sql(statement)


def test_a_step_is_taken_out_once_and_only_by_a_correction(old: Database) -> None:
    script("0007_deliveries").up(None, old)
    insert = (
        "INSERT INTO delivery (document_id, event, on_day, channel, tracking, note, logged_at, corrects_id) "
        "VALUES (1, ?, '2026-01-03', '', '', '', 't', ?)"
    )
    old.execute_sql(insert, ("mistaken", 2))
    assert [row[0] for row in old.execute_sql("SELECT event FROM standing_delivery")] == ["sent"]
    for values in (("mistaken", 2), ("mistaken", None), ("sent", 1), ("lost", None)):
        with pytest.raises(sqlite3.IntegrityError):
            old.execute_sql(insert, values)
