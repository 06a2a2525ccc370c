"""The doctor: each finding names what is wrong and what to do, and the rest goes on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from arcdesk import bootstrap, i18n
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.models.base import proxy
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.services.health import CHECK_NAMES, Check
from tests.services.desks import NOW, Book, customer_id, enter, set_day
from tests.services.test_stamps import stamped


@pytest.fixture
def books(desk: Desk) -> Desk:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    desk.evidence.add(PastedFile("a.png", b"a" * 500), customer_id(desk, "C1"))
    return desk


def found(desk: Desk, name: str, *, deep: bool = False) -> Check:
    (check,) = [check for check in desk.health.checks(deep=deep) if check.name == name]
    return check


def told(check: Check) -> str:
    return i18n.tr(check.detail_key, **check.values)


def test_sound_books_have_no_finding_and_every_check_has_a_name(books: Desk) -> None:
    checks = books.health.checks(deep=True)
    assert [check.name for check in checks if not check.ok] == []
    assert {check.name for check in checks} < CHECK_NAMES.keys()
    for language in ("zh", "en"):
        i18n.use(language)
        assert all("{" not in told(check) for check in checks)


def test_only_the_deep_look_reads_the_files(books: Desk) -> None:
    (item,) = books.evidence.list()
    file = books.evidence.file_of(item.sha256)
    file.chmod(0o600)
    file.write_bytes(b"b" * 500)
    seen: list[tuple[int, int]] = []
    assert found(books, "evidence").ok
    assert not found(books, "evidence", deep=True).ok
    books.health.checks(deep=True, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 1)]


def test_a_clock_behind_the_last_entry_is_told_with_both_times(books: Desk) -> None:
    set_day(books, "2026-10-07")
    check = found(books, "clock")
    assert not check.ok
    assert "2026-10-07 09:00" in told(check)
    assert "2026-10-08 09:00" in told(check)
    set_day(books, "2026-10-08", hour=10)
    assert found(books, "clock").ok


def test_what_was_entered_by_a_clock_set_back_is_found_later(books: Desk) -> None:
    set_day(books, "2026-10-07")
    books.contacts.log(NewContact(customer_id(books, "C1"), "phone", "no_answer"))
    set_day(books, "2026-10-09")
    check = found(books, "clock")
    assert check.ok  # it is past, and nobody can mend it
    (last,) = proxy.execute_sql("SELECT max(seq) FROM audit_event").fetchone()
    assert check.values == {"hours": 24, "seq": last}


def test_older_books_put_back_by_hand_are_found_by_what_the_last_backup_held(books: Desk, tmp_path: Path) -> None:
    folder = books.workspace.folder
    assert [check for check in books.health.checks() if check.name == "history"] == []  # no backup yet
    books.close()
    shutil.copy(folder / "arcdesk.db", tmp_path / "old.db")
    desk = bootstrap.build(folder, FixedClock(NOW))
    desk.contacts.log(NewContact(customer_id(desk, "C1"), "phone", "no_answer"))
    made = desk.backups.make()
    assert found(desk, "history").ok
    desk.close()
    shutil.copy(tmp_path / "old.db", folder / "arcdesk.db")
    desk = bootstrap.build(folder, FixedClock(NOW))
    check = found(desk, "history")
    assert not check.ok
    assert check.values["seq"] == made.events
    assert str(made.file) in told(check)
    desk.backups.make()  # on purpose, then
    assert found(desk, "history").ok
    desk.close()


def test_a_chain_written_anew_agrees_with_itself_and_not_with_the_backup(books: Desk) -> None:
    from arcdesk.domain.audit import GENESIS, canonical_json, chain_hash

    books.backups.make()
    assert found(books, "history").ok
    previous = GENESIS
    for (drop,) in proxy.execute_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_event'"
    ).fetchall():
        proxy.execute_sql(f"DROP TRIGGER {drop}")
    for seq, body in proxy.execute_sql("SELECT seq, body FROM audit_event ORDER BY seq").fetchall():
        event = json.loads(body)
        if seq == 2:
            event["actor"] = "somebody else"
        previous = chain_hash(previous, event)
        proxy.execute_sql(
            "UPDATE audit_event SET body = ?, hash = ? WHERE seq = ?", (canonical_json(event).decode(), previous, seq)
        )
    assert found(books, "chain").ok
    assert not found(books, "history").ok


def test_what_cannot_be_looked_at_is_a_finding_and_the_rest_goes_on(
    books: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unplugged(_: object) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("arcdesk.services.health.shutil.disk_usage", unplugged)
    check = found(books, "space")
    assert not check.ok
    assert "Input/output error" in told(check)
    assert found(books, "database").ok


def test_time_stamps_are_told_where_there_are_any(books: Desk, tmp_path: Path) -> None:
    assert [check for check in books.health.checks() if check.name == "stamps"] == []
    stamped(books, tmp_path)
    assert told(found(books, "stamps")) == "1 time stamps hold."
    for (trigger,) in proxy.execute_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'time_stamp'"
    ).fetchall():
        proxy.execute_sql(f"DROP TRIGGER {trigger}")
    proxy.execute_sql("DELETE FROM time_stamp")
    check = found(books, "stamps")
    assert not check.ok
    assert check.values["count"] == 1
