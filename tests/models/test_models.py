"""The room of the tables: column types, the write transaction, the engine's errors, the chain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import apsw
import pytest
from peewee import ForeignKeyField, IntegrityError, OperationalError

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.models import (
    audit,
    audit_chain,
    bank,
    bulk,
    claims,
    collection,
    concession,
    customer,
    decisions,
    engine,
    imports,
    kept,
    ledger,
    mail,
    policy,
    reference,
    staff,
    told,
    wechat,
)
from arcdesk.models.audit import AuditEvent
from arcdesk.models.base import Row, one_write, proxy
from arcdesk.models.fields import DayField, FlagField, JsonField, MomentField, MoneyField
from tests.services.desks import NOW, Book, enter, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = make_desk(tmp_path / "workspace")
    yield opened
    opened.close()


@pytest.mark.parametrize("value", [1.0, Decimal(1), "1", True])
def test_nothing_but_whole_fen_goes_into_a_money_column(value: object) -> None:
    with pytest.raises(TypeError):
        MoneyField().db_value(value)  # type: ignore[arg-type]
    assert (MoneyField().db_value(-5), MoneyField().db_value(None)) == (-5, None)


def test_a_moment_without_offset_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        MomentField().db_value(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    assert MomentField().db_value(NOW) == "2026-10-08T09:00:00+08:00"
    assert MomentField().python_value("2026-10-08T09:00:00+08:00") == NOW


def test_values_come_back_as_they_went_in() -> None:
    for field, value in (
        (DayField(), date(2026, 2, 28)),
        (FlagField(), True),
        (FlagField(), None),
        (JsonField(), {"键": [1, None]}),
    ):
        assert field.python_value(field.db_value(value)) == value


def every_table() -> list[type[Row]]:
    rooms = (
        customer, ledger, imports, kept, collection, claims, reference, bank, mail, wechat, audit, policy, decisions,
        concession, staff, told,
    )  # fmt: skip
    return [
        model for room in rooms for model in vars(room).values()
        if isinstance(model, type) and issubclass(model, Row) and model is not Row
    ]  # fmt: skip


def test_the_models_and_the_migrated_tables_have_the_same_columns(desk: Desk) -> None:
    models = {model._meta.table_name: model for model in every_table()}
    tables = {
        name
        for (name,) in proxy.execute_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    }
    assert tables - {"schema_migration"} == set(models)
    for name, model in models.items():
        found = {
            (row[1], bool(row[3]))
            for row in proxy.execute_sql(f"PRAGMA table_info({name})").fetchall()
            if not row[5]
        }
        meant = {
            (field.column_name, not field.null)
            for field in model._meta.sorted_fields
            if not field.primary_key
        }
        keys = model._meta.primary_key
        composite = set(getattr(keys, "field_names", ()))
        meant = {(c, needed) for c, needed in meant if not {c, c.removesuffix("_id")} & composite}
        assert found == meant, name
        references = {row[3] for row in proxy.execute_sql(f"PRAGMA foreign_key_list({name})").fetchall()}
        fields = {f.column_name for f in model._meta.sorted_fields if isinstance(f, ForeignKeyField)}
        assert fields <= references, name
        (sql,) = proxy.execute_sql("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        assert sql.endswith("STRICT"), name


def test_a_text_cannot_stand_in_a_column_of_numbers(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1, "2026-01-01"))
    with pytest.raises(IntegrityError, match="cannot store TEXT"):
        proxy.execute_sql("UPDATE invoice SET amount_fen = '1,000.00'")
    with pytest.raises(IntegrityError, match="cannot store REAL"):
        proxy.execute_sql("UPDATE invoice SET amount_fen = 0.5")


@pytest.mark.parametrize(
    "change",
    [
        "open_fen = -1", "open_fen = amount_fen + 1", "amount_fen = 0", "kind = 'credit_note'", "kind = 'gift'",
        "customer_id = 99", "due_source = 'guess'",
    ],
)  # fmt: skip
def test_the_tables_themselves_refuse_what_cannot_be(desk: Desk, change: str) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1, "2026-01-01"))
    with pytest.raises(IntegrityError):
        proxy.execute_sql(f"UPDATE invoice SET {change}")  # noqa: S608 - the cases above


def test_the_connection_is_durable_and_keeps_references(desk: Desk) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    assert {name: proxy.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_a_write_that_fails_inside_another_takes_only_itself_back(desk: Desk) -> None:
    def add(key: str) -> None:
        proxy.execute_sql("INSERT INTO preference VALUES (?, '1')", (key,))

    def fail(key: str) -> None:
        with one_write():
            add(key)
            raise KeyError(key)

    with one_write():
        add("outer")
        with pytest.raises(KeyError):
            fail("inner")
    keys = [key for (key,) in proxy.execute_sql("SELECT key FROM preference").fetchall()]
    assert keys == ["outer"]
    with pytest.raises(KeyError):
        fail("lost")
    assert len(proxy.execute_sql("SELECT key FROM preference").fetchall()) == 1


def test_a_second_writer_is_told_to_wait_and_then_refused(desk: Desk) -> None:
    other = type(desk.workspace.database)(desk.workspace.folder / "arcdesk.db", desk.workspace.key)
    other.connect()
    other.execute_sql("BEGIN IMMEDIATE")
    proxy.connection().set_busy_timeout(1)
    with pytest.raises(engine.WorkspaceBusy):
        desk.customers.add("C1", "一")
    other.execute_sql("ROLLBACK")
    other.close()
    assert desk.customers.add("C1", "一").code == "C1"


MEANINGS: list[tuple[type[apsw.Error], int, type[Refusal] | None]] = [
    (apsw.FullError, apsw.SQLITE_FULL, engine.DiskFull),
    (apsw.BusyError, apsw.SQLITE_BUSY, engine.WorkspaceBusy),
    (apsw.LockedError, apsw.SQLITE_LOCKED, engine.WorkspaceBusy),
    (apsw.ReadOnlyError, apsw.SQLITE_READONLY, engine.WorkspaceNotWritable),
    (apsw.CantOpenError, apsw.SQLITE_CANTOPEN, engine.DatabaseUnreachable),
    (apsw.IOError, apsw.SQLITE_IOERR_WRITE, engine.DiskFailed),
    (apsw.IOError, apsw.SQLITE_IOERR_READ, engine.DiskFailed),
    (apsw.IOError, apsw.SQLITE_IOERR_DATA, engine.DamagedWorkspace),
    (apsw.CorruptError, apsw.SQLITE_CORRUPT, engine.DamagedWorkspace),
    (apsw.NotADBError, apsw.SQLITE_NOTADB, engine.DamagedWorkspace),
    (apsw.SQLError, apsw.SQLITE_ERROR, None),
    (apsw.ConstraintError, apsw.SQLITE_CONSTRAINT, None),
]


@pytest.mark.parametrize(("kind", "code", "refusal"), MEANINGS)
def test_every_error_of_the_engine_means_one_thing(
    kind: type[apsw.Error], code: int, refusal: type[Refusal] | None
) -> None:
    error = kind("what the engine says")
    error.extendedresult = code
    wrapped = OperationalError("wrapped")
    wrapped.__context__ = error
    for shown in (error, wrapped):
        found = engine.explain(shown, "arcdesk.db")
        assert type(found) is (refusal or type(None))
    assert engine.explain(ValueError("a bug"), "arcdesk.db") is None


def test_a_mistake_in_a_statement_stays_a_mistake(desk: Desk) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        proxy.execute_sql("SELECT * FROM nowhere")


@pytest.mark.parametrize("count", [0, 1, bulk.ROWS_A_STATEMENT - 1, bulk.ROWS_A_STATEMENT, 1003])
def test_rows_in_bulk_are_the_rows_they_were_in_their_order(desk: Desk, count: int) -> None:
    rows = [(f"k{n}", str(n)) for n in range(count)]
    with one_write():
        bulk.insert("preference", ("key", "value"), (row for row in rows))
    assert proxy.execute_sql("SELECT key, value FROM preference ORDER BY rowid").fetchall() == rows


def test_a_bulk_insert_that_fails_far_down_leaves_nothing(desk: Desk) -> None:
    rows = [(f"k{n}", str(n)) for n in range(60)] + [("k7", "again")]
    with pytest.raises(apsw.ConstraintError), one_write():
        bulk.insert("preference", ("key", "value"), rows)
    assert proxy.execute_sql("SELECT count(*) FROM preference").fetchone() == (0,)


def test_an_event_holds_its_details_in_plain_values(desk: Desk) -> None:
    details = {
        "on": date(2026, 1, 2),
        "at": "theirs",
        "seq": 99,
        "rate": Decimal("0.0005"),
        "parts": ((1, date(2026, 1, 3)),),
    }
    with one_write():
        seq = audit_chain.append(NOW, "tested", 7, details)
    (event,) = audit_chain.events_of(7)
    assert (event["seq"], event["at"], event["action"]) == (seq, "2026-10-08T09:00:00+08:00", "tested")
    assert (event["on"], event["rate"], event["parts"]) == ("2026-01-02", "0.0005", [[1, "2026-01-03"]])
    assert event["actor"] == audit_chain.actor()
    assert audit_chain.first_broken() is None
    assert re.fullmatch(r"[0-9a-f]{64}", AuditEvent.get(AuditEvent.seq == seq).hash)


def test_an_event_with_a_float_is_refused_before_it_is_sealed(desk: Desk) -> None:
    before = AuditEvent.select().count()
    with pytest.raises(TypeError), one_write():
        audit_chain.append(NOW, "tested", None, {"amount": 0.1})
    assert AuditEvent.select().count() == before
    assert audit_chain.first_broken() is None


def test_a_known_head_shows_what_was_cut_off_behind_it(desk: Desk) -> None:
    head = AuditEvent.select().order_by(AuditEvent.seq.desc()).first().hash
    assert audit_chain.first_broken(head) is None
    assert audit_chain.first_broken("00" * 32) == 2
