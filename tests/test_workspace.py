"""Opening and closing a workspace: one writer, keys kept twice, damage always refused."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcdesk import bootstrap, workspace
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.files import CannotWrite
from arcdesk.lock import AlreadyLocked, FileLock
from arcdesk.models import base, schema
from arcdesk.models.base import proxy
from arcdesk.models.engine import DamagedWorkspace, WorkspaceNotWritable
from arcdesk.models.schema import NewerWorkspace
from arcdesk.services.company import CompanyNameMissing, CompanyProfile, CompanyService
from arcdesk.workspace import DATABASE, KEYS, NoWorkspace, WorkspaceExists, WorkspaceInUse, WorkspaceReadOnly
from tests.services.desks import NOW, Book, enter, everything, make_desk, not_well

CLOCK = FixedClock(NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed workspace with two customers and an invoice."""
    folder = tmp_path / "workspace"
    desk = make_desk(folder)
    enter(desk, Book().customer("C1").customer("C2").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    desk.close()
    return folder


def codes(desk: Desk) -> list[str]:
    return [customer.code for customer in desk.customers.matching("")]


def test_a_closed_workspace_is_whole_in_its_folder(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names == {DATABASE, *KEYS, "arcdesk.lock", "evidence", "backups", "exports"}
    desk = bootstrap.build(folder, CLOCK)
    assert codes(desk) == ["C1", "C2"]
    assert not_well(desk) == []
    desk.close()
    desk.close()


def test_the_database_is_not_readable_without_its_key(folder: Path) -> None:
    content = (folder / DATABASE).read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert b"customer" not in content


@pytest.mark.parametrize("what", ["file", "files inside", "workspace"])
def test_a_new_workspace_needs_an_empty_folder(folder: Path, tmp_path: Path, what: str) -> None:
    places = {"file": tmp_path / "file", "files inside": tmp_path / "full", "workspace": folder}
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(WorkspaceExists):
        make_desk(places[what])
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_a_company_without_a_name_makes_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(CompanyNameMissing):
        bootstrap.create(tmp_path / "w", CLOCK, CompanyProfile("  "))
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("stage", ["migrate", "save"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_creation_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, is_there: bool
) -> None:
    def fail(*_: object) -> None:
        raise WorkspaceNotWritable(why="disk I/O error")

    folder = tmp_path / "w"
    if is_there:
        folder.mkdir()
    with monkeypatch.context() as patch:
        if stage == "migrate":
            patch.setattr(workspace, "migrate", fail)
        else:
            patch.setattr(CompanyService, "save", fail)
        with pytest.raises(WorkspaceNotWritable):
            bootstrap.create(folder, CLOCK, CompanyProfile("A"))
    assert folder.is_dir() == is_there
    assert not list(folder.glob("*"))
    bootstrap.create(folder, CLOCK, CompanyProfile("A")).close()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite):
        make_desk(tmp_path / "file" / "w")


def test_no_workspace_is_no_workspace(tmp_path: Path) -> None:
    for write in (True, False):
        with pytest.raises(NoWorkspace):
            bootstrap.build(tmp_path, CLOCK, write=write)
        with pytest.raises(NoWorkspace):
            bootstrap.build(tmp_path / "missing", CLOCK, write=write)


def test_a_second_writer_is_told_who_holds_it(folder: Path) -> None:
    desk = bootstrap.build(folder, CLOCK)
    with pytest.raises(WorkspaceInUse) as refused:
        bootstrap.build(folder, CLOCK)
    assert f"pid {os.getpid()}" in str(refused.value)
    assert codes(desk) == ["C1", "C2"]
    desk.close()
    bootstrap.build(folder, CLOCK).close()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"computer": 1}'])
def test_a_strange_holder_file_does_not_hide_the_refusal(folder: Path, content: bytes) -> None:
    lock = FileLock(folder / "arcdesk.lock")
    (folder / "holder.json").write_bytes(content)
    with pytest.raises(WorkspaceInUse):
        bootstrap.build(folder, CLOCK)
    lock.release()


def test_a_workspace_may_be_closed_on_another_thread(folder: Path) -> None:
    desk = bootstrap.build(folder, CLOCK)
    proxy.close()
    thread = threading.Thread(target=desk.close)
    thread.start()
    thread.join()
    FileLock(folder / "arcdesk.lock").release()


def test_the_lock_is_free_again_after_release(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    with pytest.raises(AlreadyLocked):
        FileLock(tmp_path / "lock")
    lock.release()
    FileLock(tmp_path / "lock").release()


READER = """
import sys
from datetime import datetime
from pathlib import Path
from arcdesk import bootstrap
from arcdesk.clock import FixedClock
desk = bootstrap.build(Path(sys.argv[1]), FixedClock(datetime.fromisoformat("2026-10-08T09:00:00+08:00")), write=False)
try:
    for _ in sys.stdin:
        print(",".join(customer.code for customer in desk.customers.matching("")), flush=True)
    desk.customers.add("X", "X")
except Exception as error:
    print(type(error).__name__, flush=True)
finally:
    desk.close()
"""


def test_a_reader_beside_the_writer_sees_each_commit_and_cannot_write(folder: Path) -> None:
    desk = bootstrap.build(folder, CLOCK)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", READER, str(folder)], **pipes) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def seen() -> str:
            print(file=reader.stdin, flush=True)
            return reader.stdout.readline().strip()

        assert seen() == "C1,C2"
        desk.customers.add("C3", "三")
        assert seen() == "C1,C2,C3"
        reader.stdin.close()
        assert reader.stdout.readline().strip() == WorkspaceNotWritable.__name__
    assert codes(desk) == ["C1", "C2", "C3"]
    desk.close()


def test_a_reader_leaves_no_lock_and_no_holder(folder: Path) -> None:
    desk = bootstrap.build(folder, CLOCK, write=False)
    assert codes(desk) == ["C1", "C2"]
    with pytest.raises(WorkspaceNotWritable):
        desk.customers.add("C3", "三")
    assert not (folder / "holder.json").exists()
    desk.close()
    bootstrap.build(folder, CLOCK).close()


def test_a_folder_that_takes_no_files_can_be_read_but_not_opened_for_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(workspace.os, "access", lambda *_: False)
        desk = bootstrap.build(folder, CLOCK, write=False)
        assert codes(desk) == ["C1", "C2"]
        assert {path.name for path in folder.iterdir()} & {f"{DATABASE}-shm", f"{DATABASE}-wal"} == set()
        desk.close()

    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    for broken in ("FileLock", "write_durably"):
        with monkeypatch.context() as patch:
            if broken == "FileLock":
                patch.setattr(workspace, "FileLock", read_only)
            else:
                patch.setattr("tempfile.mkstemp", lambda **_: read_only())
            with pytest.raises(WorkspaceReadOnly):
                bootstrap.build(folder, CLOCK)
    bootstrap.build(folder, CLOCK).close()


def test_a_full_disk_at_the_opening_is_called_by_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.mkstemp", full)
        with pytest.raises(CannotWrite):
            bootstrap.build(folder, CLOCK)
    bootstrap.build(folder, CLOCK).close()


# keys


@pytest.mark.parametrize(
    "broken",
    [None, b"", b"{", b"[]", b'{"format": 1}', b'{"format": 1, "slots": [{"kind": "open", "key": "00"}]}'],
)
def test_the_copy_of_the_key_opens_when_the_key_file_is_broken(folder: Path, broken: bytes | None) -> None:
    if broken is None:
        (folder / KEYS[0]).unlink()
    else:
        (folder / KEYS[0]).write_bytes(broken)
    desk = bootstrap.build(folder, CLOCK)
    assert codes(desk) == ["C1", "C2"]
    assert not_well(desk) == ["keys"]
    desk.close()


def test_without_a_key_the_workspace_is_refused(folder: Path) -> None:
    for content in (b"no key", b"[" * 100_000):
        for name in KEYS:
            (folder / name).write_bytes(content)
        with pytest.raises(DamagedWorkspace):
            bootstrap.build(folder, CLOCK)


def test_another_key_is_refused(folder: Path) -> None:
    for name in KEYS:
        document = json.loads((folder / name).read_text(encoding="utf-8"))
        document["slots"][0]["key"] = "ab" * 32
        (folder / name).write_text(json.dumps(document), encoding="utf-8")
    for write in (True, False):
        with pytest.raises(DamagedWorkspace):
            bootstrap.build(folder, CLOCK, write=write)


def test_a_key_file_of_a_later_format_is_refused(folder: Path) -> None:
    document = json.loads((folder / KEYS[0]).read_text(encoding="utf-8"))
    document.pop("check")  # of one that does not fit the copy would be taken
    (folder / KEYS[0]).write_text(json.dumps(document | {"format": 3}), encoding="utf-8")
    with pytest.raises(NewerWorkspace):
        bootstrap.build(folder, CLOCK)


# damage


def test_a_lost_database_is_refused_and_not_begun_anew(folder: Path) -> None:
    (folder / "backups" / "before-0002-x.db").touch()
    (folder / DATABASE).unlink()
    for write in (True, False):
        with pytest.raises(DamagedWorkspace):
            bootstrap.build(folder, CLOCK, write=write)
    assert not (folder / DATABASE).exists()


def test_a_creation_that_was_cut_short_can_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    make_desk(folder).close()
    for file in (DATABASE, KEYS[1]):
        (folder / file).unlink()
    desk = bootstrap.build(folder, CLOCK)
    assert desk.company.profile().name == ""
    desk.close()


@pytest.mark.parametrize("content", [b"", b"short", b"SQLite format 3\x00" + bytes(5000)])
def test_another_file_in_the_place_of_the_database_is_refused(folder: Path, content: bytes) -> None:
    (folder / DATABASE).write_bytes(content)
    with pytest.raises(DamagedWorkspace):
        bootstrap.build(folder, CLOCK, write=bool(content))


def test_a_flipped_bit_is_refused_or_harmless_but_never_another_figure(folder: Path) -> None:
    whole = (folder / DATABASE).read_bytes()
    desk = bootstrap.build(folder, CLOCK)
    expected = everything()
    desk.close()
    draw, seen = random.Random(20261008), 0  # noqa: S311 - the same bits at every run
    for _ in range(60):
        place = draw.randrange(len(whole))
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << draw.randrange(8)
        (folder / DATABASE).write_bytes(spoilt)
        try:
            desk = bootstrap.build(folder, CLOCK)
        except DamagedWorkspace:
            seen += 1
            continue
        try:
            assert everything() == expected
            seen += "database" in not_well(desk)
        except DamagedWorkspace:
            seen += 1
        finally:
            desk.close()
    assert seen >= 58


def test_damage_met_while_working_is_one_sentence_and_a_finding_of_the_doctor(folder: Path) -> None:
    desk = bootstrap.build(folder, CLOCK)
    (page,) = proxy.execute_sql("SELECT rootpage FROM sqlite_schema WHERE name = 'customer'").fetchone()
    (size,) = proxy.execute_sql("PRAGMA page_size").fetchone()
    desk.close()
    spoilt = bytearray((folder / DATABASE).read_bytes())
    spoilt[(page - 1) * size + 100] ^= 1
    (folder / DATABASE).write_bytes(spoilt)
    desk = bootstrap.build(folder, CLOCK)
    with pytest.raises(DamagedWorkspace):
        desk.customers.matching("")
    with pytest.raises(DamagedWorkspace):
        desk.aging.report()
    with pytest.raises(DamagedWorkspace):
        desk.customers.add("C3", "三")
    assert "database" in not_well(desk)
    desk.close()


# migrations

SECOND = '''"""A second migration for the tests."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE customer ADD COLUMN fax TEXT NOT NULL DEFAULT ''")
'''


@pytest.fixture
def two_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    for script in schema.FOLDER.glob("[0-9]*.py"):
        (scripts / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    (scripts / "9999_fax.py").write_text(SECOND, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "FOLDER", scripts)
        yield scripts


def test_before_a_migration_a_copy_is_made_that_opens_with_the_same_key(
    folder: Path, two_migrations: Path
) -> None:
    desk = bootstrap.build(folder, CLOCK)
    assert codes(desk) == ["C1", "C2"]
    assert proxy.execute_sql("SELECT fax FROM customer").fetchall() == [("",), ("",)]
    (copy,) = desk.workspace.backups.iterdir()
    assert copy.name == "before-9999-20261008-090000.db"
    before = base.CipherDatabase(copy, desk.workspace.key, read_only=True)
    columns = [row[1] for row in before.execute_sql("PRAGMA table_info(customer)").fetchall()]
    assert "fax" not in columns
    assert before.execute_sql("SELECT code FROM customer ORDER BY code").fetchall() == [("C1",), ("C2",)]
    before.close()
    desk.close()
    bootstrap.build(folder, CLOCK).close()
    assert len(list((folder / "backups").glob("*.db"))) == 1


def test_only_the_newest_copies_are_kept(folder: Path, two_migrations: Path) -> None:
    for index in range(12):
        (folder / "backups" / f"before-0002-202501{index:02}-000000.db").touch()
    bootstrap.build(folder, CLOCK).close()
    names = sorted(path.name for path in (folder / "backups").iterdir())
    assert len(names) == schema.COPIES_KEPT
    assert names[-1].startswith("before-9999")


def test_a_migration_that_fails_leaves_the_database_as_it_was(folder: Path, two_migrations: Path) -> None:
    (two_migrations / "9999_fax.py").write_text(
        SECOND + "    raise RuntimeError('half way')\n", encoding="utf-8"
    )
    with pytest.raises(RuntimeError, match="half way"):
        bootstrap.build(folder, CLOCK)
    (two_migrations / "9999_fax.py").unlink()
    desk = bootstrap.build(folder, CLOCK)
    assert not_well(desk) == []
    assert codes(desk) == ["C1", "C2"]
    desk.close()


def test_a_reader_of_an_older_workspace_migrates_it_first(folder: Path, two_migrations: Path) -> None:
    desk = bootstrap.build(folder, CLOCK, write=False)
    assert proxy.execute_sql("SELECT count(fax) FROM customer").fetchone() == (2,)
    desk.close()


def test_a_workspace_of_a_newer_program_is_refused(
    folder: Path, two_migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.build(folder, CLOCK).close()
    before = (folder / DATABASE).read_bytes()
    (two_migrations / "9999_fax.py").unlink()
    for write in (True, False):
        with pytest.raises(NewerWorkspace):
            bootstrap.build(folder, CLOCK, write=write)
    assert (folder / DATABASE).read_bytes() == before


def test_a_copy_that_fails_is_taken_away_again(
    folder: Path, two_migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(conn: object, key: bytes, schema: str = "main") -> None:
        raise DamagedWorkspace(path="copy", why="test")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "unlock", spoilt)
        with pytest.raises(DamagedWorkspace):
            bootstrap.build(folder, CLOCK)
    assert list((folder / "backups").iterdir()) == []
    desk = bootstrap.build(folder, CLOCK)
    assert codes(desk) == ["C1", "C2"]
    desk.close()
