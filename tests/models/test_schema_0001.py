"""A workspace of the first schema, frozen with its figures: it opens, and every figure stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import apsw
import pytest
from peewee import IntegrityError

from arcdesk import bootstrap, keys
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.money import format_plain
from arcdesk.models.base import proxy, unlock
from arcdesk.models.schema import pending
from tests.services.desks import COMPANY, NOW, not_well, table_rows

FROZEN = Path(__file__).parents[1] / "fixtures" / "schema_0001"
FIGURES: dict[str, Any] = json.loads((FROZEN / "figures.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The frozen workspace, as the program before the second schema left it."""
    copy = tmp_path / "workspace"
    shutil.copytree(FROZEN, copy, ignore=shutil.ignore_patterns("figures.json"))
    return copy


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    opened = bootstrap.build(folder, FixedClock(NOW.replace(month=11, day=25)))
    yield opened
    opened.close()


def raw(folder: Path, file: Path) -> apsw.Connection:
    connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
    unlock(connection, keys.unlock(keys.load(folder), None, "books"))
    return connection


def rows_of(connection: apsw.Connection, table: str) -> list[Any]:
    return list(connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2"))  # noqa: S608 - names of our own


def test_the_frozen_one_is_of_the_first_schema(folder: Path) -> None:
    old = raw(folder, folder / "arcdesk.db")
    names = [name for (name,) in old.execute("SELECT name FROM schema_migration")]
    old.close()
    assert names == ["0001_first_day"]


def test_a_copy_that_reads_back_whole_is_made_first(folder: Path, desk: Desk) -> None:
    assert pending(desk.workspace.database) == []
    (copy,) = desk.workspace.backups.glob("before-*.db")
    old = raw(folder, copy)
    assert old.pragma("integrity_check") == "ok"
    assert [name for (name,) in old.execute("SELECT name FROM schema_migration")] == ["0001_first_day"]
    for table in ("customer", "audit_event", "document"):
        before = rows_of(old, table)
        assert [row[: len(before[0])] for row in table_rows(table)] == before
    old.close()


def test_every_row_of_the_books_stays_as_it_was(folder: Path, desk: Desk) -> None:
    (copy,) = desk.workspace.backups.glob("before-*.db")
    old = raw(folder, copy)
    for table in ("invoice", "receipt", "allocation", "contract", "dispute"):
        before = rows_of(old, table)
        assert before
        assert [row[: len(before[0])] for row in table_rows(table)] == before
    old.close()


@pytest.mark.parametrize("day", FIGURES)
@pytest.mark.parametrize("by", ["customer", "invoice"])
def test_the_aging_of_every_day_is_what_the_old_program_said(desk: Desk, day: str, by: str) -> None:
    report = desk.aging.report(date.fromisoformat(day), by=by)
    assert all(block.identities.hold for block in report.currencies)
    found = {
        block.currency: {
            row.code if by == "customer" else row.key: [
                *map(format_plain, (row.balance_fen, row.unallocated_fen)), row.worst or None,
                *map(format_plain, row.buckets.values()),
            ]
            for row in block.rows
        }
        for block in report.currencies
    }  # fmt: skip
    assert found == FIGURES[day][by]


def test_the_migrated_database_is_sound(desk: Desk) -> None:
    assert proxy.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert proxy.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    assert set(not_well(desk)) <= {"evidence"}  # the sealed files are not frozen with it
    (chain,) = (check for check in desk.health.checks() if check.name == "chain")
    assert chain.ok


def test_a_migrated_workspace_has_the_tables_of_a_new_one(folder: Path, tmp_path: Path) -> None:
    def tables_of(desk: Desk) -> set[tuple[str, str]]:
        found = proxy.execute_sql("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        desk.close()
        return set(found)

    clock = FixedClock(NOW)
    migrated = tables_of(bootstrap.build(folder, clock))
    assert tables_of(bootstrap.create(tmp_path / "new", clock, COMPANY)) == migrated


def test_what_the_new_rows_are_for_works_in_it(desk: Desk) -> None:
    who = desk.customers.find("K012").id
    line = desk.receipts.record(who, 5_000_00, date(2026, 11, 20), rule="statutory")
    desk.receipts.reverse(line.number, date(2026, 11, 24), "退票")
    desk.write_offs.write_off("FP-10148", 1_00, approver="张总", reason="尾差")
    assert set(not_well(desk)) <= {"evidence"}


IMPOSSIBLE = {
    "a receipt below zero that takes nothing back": """
        INSERT INTO receipt (number, customer_id, received_on, amount_fen, open_fen, currency, method, note,
                             imported_balance) VALUES ('X', 1, '2026-01-01', -5, 0, 'CNY', '', '', 0)""",
    "money that went back without saying why": """
        INSERT INTO receipt (number, customer_id, received_on, amount_fen, open_fen, currency, method, note,
                             imported_balance, reverses_id)
        VALUES ('X', 1, '2026-01-01', -5, 0, 'CNY', '', '', 0, 1)""",
    "money that went back for a reason nobody knows": """
        INSERT INTO receipt (number, customer_id, received_on, amount_fen, open_fen, currency, method, note,
                             imported_balance, reverses_id, return_kind)
        VALUES ('X', 1, '2026-01-01', -5, 0, 'CNY', '', '', 0, 1, 'lost')""",
    "a receipt above zero that takes another back": """
        INSERT INTO receipt (number, customer_id, received_on, amount_fen, open_fen, currency, method, note,
                             imported_balance, reverses_id, return_kind)
        VALUES ('X', 1, '2026-01-01', 5, 5, 'CNY', '', '', 0, 1, 'bounced')""",
    "a receipt of nothing": """
        INSERT INTO receipt (number, customer_id, received_on, amount_fen, open_fen, currency, method, note,
                             imported_balance) VALUES ('X', 1, '2026-01-01', 0, 0, 'CNY', '', '', 0)""",
    "more open than came in": "UPDATE receipt SET open_fen = amount_fen + 1 WHERE id = 1",
    "an allocation from nowhere": """
        INSERT INTO allocation (invoice_id, amount_fen, allocated_on, effective_on)
        VALUES (1, 5, '2026-01-01', '2026-01-01')""",
    "an allocation with two sources": """
        INSERT INTO allocation (receipt_id, credit_note_id, invoice_id, amount_fen, allocated_on, effective_on)
        VALUES (1, 2, 1, 5, '2026-01-01', '2026-01-01')""",
    "an allocation below zero that takes nothing back": """
        INSERT INTO allocation (receipt_id, invoice_id, amount_fen, allocated_on, effective_on)
        VALUES (1, 1, -5, '2026-01-01', '2026-01-01')""",
    "an allocation above zero that takes another back": """
        INSERT INTO allocation (receipt_id, invoice_id, amount_fen, allocated_on, effective_on, reverses_id)
        VALUES (1, 1, 5, '2026-01-01', '2026-01-01', 1)""",
    "an allocation of a receipt that is not there": """
        INSERT INTO allocation (receipt_id, invoice_id, amount_fen, allocated_on, effective_on)
        VALUES (99999, 1, 5, '2026-01-01', '2026-01-01')""",
    "a write-off below zero that takes nothing back": """
        INSERT INTO write_off (number, customer_id, invoice_id, currency, on_day, amount_fen, approver, reason,
                               logged_at) VALUES ('W', 1, 1, 'CNY', '2026-01-01', -5, 'a', 'b', '2026-01-01')""",
    "a write-off of nothing": """
        INSERT INTO write_off (number, customer_id, invoice_id, currency, on_day, amount_fen, approver, reason,
                               logged_at) VALUES ('W', 1, 1, 'CNY', '2026-01-01', 0, 'a', 'b', '2026-01-01')""",
    "an invoice open for more than it is": "UPDATE invoice SET open_fen = amount_fen * 2 + 1 WHERE id = 1",
    "a due date from nowhere": "UPDATE invoice SET due_source = 'guessed' WHERE id = 1",
}  # fmt: skip


@pytest.mark.parametrize("statement", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_the_tables_refuse_what_cannot_be(desk: Desk, statement: str) -> None:
    before = table_rows("receipt"), table_rows("allocation"), table_rows("invoice"), table_rows("write_off")
    with pytest.raises(IntegrityError):
        proxy.execute_sql(statement)
    assert (
        table_rows("receipt"), table_rows("allocation"), table_rows("invoice"), table_rows("write_off")
    ) == before  # fmt: skip


def test_the_same_thing_is_not_taken_back_twice(desk: Desk) -> None:
    back = """INSERT INTO allocation (receipt_id, invoice_id, amount_fen, allocated_on, effective_on, reverses_id)
              SELECT receipt_id, invoice_id, -amount_fen, allocated_on, effective_on, id FROM allocation
              WHERE receipt_id IS NOT NULL LIMIT 1"""
    proxy.execute_sql(back)
    with pytest.raises(IntegrityError):
        proxy.execute_sql(back)


@pytest.mark.parametrize("verb", ["UPDATE write_off SET reason = ''", "DELETE FROM write_off"])
def test_a_write_off_is_neither_changed_nor_deleted(desk: Desk, verb: str) -> None:
    desk.write_offs.write_off("FP-10148", 1_00, approver="张总", reason="尾差")
    with pytest.raises(IntegrityError, match="append-only"):
        proxy.execute_sql(verb)
