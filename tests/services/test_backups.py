"""Backups and what comes back from them: whole, verified, and nothing that leads out of the folder."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.errors import Refusal
from arcdesk.domain.retention import to_drop
from arcdesk.files import CannotWrite
from arcdesk.models.schema import pending
from arcdesk.services.backup_archive import (
    MANIFEST,
    BackupDamaged,
    Manifest,
    NewerBackup,
    NotABackup,
    read_manifest,
)
from arcdesk.services.backups import BackupFolderMissing, BackupSettings, NoRoomForBackup, UnknownInterval
from arcdesk.services.cloud_folders import synchronised_by
from arcdesk.services.evidence import PastedFile
from arcdesk.services.restore import restore
from arcdesk.workspace import WorkspaceExists
from tests.services.desks import NOW, Book, customer_id, enter, not_well, set_day, table_rows

TABLES = ("customer", "invoice", "receipt", "allocation", "contact", "evidence", "evidence_link", "company")
FROZEN = Path(__file__).parents[1] / "fixtures" / "schema_0001"


@pytest.fixture
def books(desk: Desk) -> Desk:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    for number in range(3):
        desk.evidence.add(
            PastedFile(f"聊天{number}.png", b"\x89PNG" + bytes([number]) * 3000), customer_id(desk, "C1")
        )
    return desk


def opened(folder: Path) -> Desk:
    return bootstrap.build(folder, FixedClock(NOW))


def contents(names: tuple[str, ...] = TABLES) -> dict[str, list[object]]:
    return {name: list(table_rows(name)) for name in names}


def test_what_was_backed_up_comes_back_whole(books: Desk, tmp_path: Path) -> None:
    before = contents()
    made = books.backups.make(tmp_path / "stick.zip")
    books.close()
    assert made.evidence_files == 3
    assert not made.lost
    done = restore(made.file, tmp_path / "new")
    assert (done.company, done.evidence_files, done.missing) == ("苏州恒通精密机械有限公司", 3, ())
    again = opened(done.folder)
    assert contents() == before
    assert again.evidence.verify().all_well
    assert not_well(again) == []
    again.close()


def test_a_stranger_can_check_it_with_standard_tools(books: Desk, tmp_path: Path) -> None:
    made = books.backups.make(tmp_path / "stick.zip")
    shutil.unpack_archive(made.file, tmp_path / "unpacked")
    if shutil.which("sha256sum"):
        words = ["sha256sum", "-c", "--quiet", "SHA256SUMS"]
        assert subprocess.run(words, cwd=tmp_path / "unpacked", check=False).returncode == 0
    listed = (tmp_path / "unpacked" / "SHA256SUMS").read_text(encoding="utf-8")
    assert "arcdesk.db" in listed
    assert listed.count("evidence/") == 3


def test_the_backup_is_an_event_and_is_remembered(books: Desk, tmp_path: Path) -> None:
    made = books.backups.make(tmp_path / "stick.zip")
    (event,) = [json.loads(row[4]) for row in table_rows("audit_event") if row[2] == "backup.made"]
    assert (event["head"], event["events"]) == (made.head, made.events)
    last = books.backups.last()
    assert last is not None
    assert (last.file, last.head, last.at) == (made.file, made.head, NOW)
    assert read_manifest(made.file).head == made.head


def test_without_evidence_the_restore_says_what_is_missing(books: Desk, tmp_path: Path) -> None:
    made = books.backups.make(tmp_path / "books.zip", with_evidence=False)
    done = restore(made.file, tmp_path / "new")
    assert (done.evidence_files, len(done.missing)) == (0, 3)
    last = books.backups.last()
    assert last is not None
    assert last.books_only


def test_evidence_that_was_altered_before_is_named_and_stops_nothing(books: Desk, tmp_path: Path) -> None:
    first, second, _ = (row[1] for row in table_rows("evidence"))
    file = books.evidence.file_of(str(first))
    file.chmod(0o600)
    file.write_bytes(b"other")
    gone = books.evidence.file_of(str(second))
    gone.chmod(0o600)
    gone.unlink()
    made = books.backups.make(tmp_path / "stick.zip")
    assert sorted(made.lost) == sorted((str(first), str(second)))
    done = restore(made.file, tmp_path / "new")
    books.close()
    again = opened(done.folder)
    report = again.evidence.verify()
    assert (len(report.damaged), len(report.missing)) == (1, 1)
    again.close()


@pytest.mark.parametrize("seed", range(60))
def test_any_changed_byte_is_found_before_anything_is_restored(desk: Desk, tmp_path: Path, seed: int) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")
    content = bytearray(made.file.read_bytes())
    chance = random.Random(seed)  # noqa: S311 - no secret
    spot = chance.randrange(len(content))
    content[spot] ^= 1 << chance.randrange(8)
    made.file.write_bytes(content)
    try:
        done = restore(made.file, tmp_path / "new")
    except Refusal:
        assert not (tmp_path / "new").exists()
        assert not (tmp_path / "new.restoring").exists()
        return
    # A bit of the zip's own bookkeeping (a time, a flag nobody reads): then all that matters came back.
    desk.close()
    again = opened(done.folder)
    assert not_well(again) == []
    again.close()


def test_a_cut_off_archive_is_refused(books: Desk, tmp_path: Path) -> None:
    made = books.backups.make(tmp_path / "stick.zip")
    content = made.file.read_bytes()
    for share in (0, 10, 50, 99):
        made.file.write_bytes(content[: len(content) * share // 100])
        with pytest.raises((NotABackup, BackupDamaged)):
            restore(made.file, tmp_path / "new")
        assert not (tmp_path / "new").exists()


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    target = path.with_name("other.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target


@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/outside", "..\\..\\outside", "C:\\outside", "evidence/../../outside", "CON", "a:b",
     "evidence/ab/" + "x" * 255, "evidence/ab/\u202egnp.exe"],
)  # fmt: skip
def test_nothing_but_what_a_backup_has_is_unpacked(desk: Desk, tmp_path: Path, name: str) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")
    smuggled = rewritten(made.file, lambda members: members.update({name: b"x"}))
    with pytest.raises(BackupDamaged):
        restore(smuggled, tmp_path / "deep" / "new")

    def name_it(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        manifest["members"][name] = {"sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
                                     "size_bytes": 1}  # fmt: skip
        members.update({name: b"x", MANIFEST: json.dumps(manifest).encode()})

    with pytest.raises(BackupDamaged):
        restore(rewritten(made.file, name_it), tmp_path / "deep" / "new")
    assert not list(tmp_path.rglob("*outside*"))
    assert not (tmp_path / "deep" / "new").exists()


def test_a_bomb_is_refused_by_the_size_that_the_manifest_says(desk: Desk, tmp_path: Path) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")
    bomb = rewritten(made.file, lambda members: members.update({"arcdesk.db": bytes(1 << 26)}))
    with pytest.raises(BackupDamaged):
        restore(bomb, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_other_files_and_later_formats_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")

    def later(members: dict[str, bytes]) -> None:
        members[MANIFEST] = json.dumps({**json.loads(members[MANIFEST]), "format": 99}).encode()

    with pytest.raises(NewerBackup):
        restore(rewritten(made.file, later), tmp_path / "new")
    (tmp_path / "letter.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (tmp_path / "note.txt").write_text("no zip", encoding="utf-8")
    for name in ("letter.zip", "note.txt"):
        with pytest.raises(NotABackup):
            restore(tmp_path / name, tmp_path / "new")


def test_a_folder_with_something_in_it_stays_as_it_is(desk: Desk, tmp_path: Path) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceExists):
        restore(made.file, tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine.txt"]


class Stop(Exception):
    """Raised by a person who has had enough."""


def test_a_stopped_backup_and_a_stopped_restore_leave_nothing(books: Desk, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Stop

    (tmp_path / "stick").mkdir()
    with pytest.raises(Stop):
        books.backups.make(tmp_path / "stick" / "a.zip", progress=stop)
    assert list((tmp_path / "stick").iterdir()) == []
    assert books.backups.last() is None
    made = books.backups.make(tmp_path / "stick" / "a.zip")
    with pytest.raises(Stop):
        restore(made.file, tmp_path / "new", stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stick", "workspace"]


def test_a_backup_of_the_first_schema_comes_back_and_is_brought_up_to_date(
    desk: Desk, tmp_path: Path
) -> None:
    from arcdesk.services.backup_archive import write_archive

    about = Manifest(made_at=NOW.isoformat(), program="0", workspace="w", company="旧账", events=1, head="0")
    sources = [(name, FROZEN / name) for name in ("arcdesk.db", "workspace.json")]
    write_archive(tmp_path / "old.zip", sources, about, lambda _: None)
    desk.close()
    done = restore(tmp_path / "old.zip", tmp_path / "new")
    again = opened(done.folder)
    assert pending(again.workspace.database) == []
    assert again.ledger is not None
    assert table_rows("invoice")
    again.close()


def test_where_they_go_and_how_often_is_kept(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnknownInterval):
        desk.backups.save(BackupSettings(every="hourly"))
    with pytest.raises(BackupFolderMissing):
        desk.backups.save(BackupSettings(folder=str(tmp_path / "nowhere")))
    (tmp_path / "stick").mkdir()
    desk.backups.save(BackupSettings(folder=str(tmp_path / "stick"), every="weekly"))
    made = desk.backups.make()
    assert made.file.parent == tmp_path / "stick"
    (tmp_path / "stick").rename(tmp_path / "unplugged")
    with pytest.raises(BackupFolderMissing):
        desk.backups.make()


def test_one_is_due_when_there_is_news_and_the_interval_is_over(books: Desk) -> None:
    keep = books.backups
    assert keep.is_due()
    keep.make()
    assert not keep.is_due()
    set_day(books, "2026-10-09")
    assert not keep.is_due()  # nothing was entered since
    keep.save(replace(keep.settings(), every="daily"))
    assert keep.is_due()
    keep.save(replace(keep.settings(), every="weekly"))
    assert not keep.is_due()
    set_day(books, "2026-10-15")
    assert keep.is_due()
    keep.save(replace(keep.settings(), every="close"))
    assert (keep.is_due(), keep.is_due(closing=True)) == (False, True)
    keep.save(replace(keep.settings(), every="off"))
    assert not keep.is_due(closing=True)


def is_fresh(desk: Desk) -> bool:
    """What the doctor says of the age of the last backup."""
    (check,) = [check for check in desk.health.checks() if check.name == "backup"]
    return check.ok


def test_the_doctor_says_when_the_last_backup_is_too_old(books: Desk) -> None:
    assert is_fresh(books)
    set_day(books, "2026-10-20")
    assert not is_fresh(books)
    books.backups.make()
    assert is_fresh(books)
    set_day(books, "2026-12-20")
    assert is_fresh(books)  # nothing was entered since
    books.evidence.add(PastedFile("neu.png", b"\x89PNG new"), customer_id(books, "C1"))
    assert not is_fresh(books)


def test_old_ones_of_this_workspace_are_thinned_out_and_no_others(books: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "letter.zip").write_bytes(b"another file")
    books.backups.save(BackupSettings(folder=str(stick)))
    day = NOW.date()
    for _ in range(40):
        books.backups.make()
        day += timedelta(days=1)
        set_day(books, day)
    kept = sorted(path.name for path in stick.glob("ArcDesk-*"))
    assert 7 <= len(kept) <= 7 + 5 + 2
    assert (stick / "letter.zip").exists()


def test_one_that_comes_by_itself_holds_the_evidence_only_where_a_folder_was_chosen(
    books: Desk, tmp_path: Path
) -> None:
    assert books.backups.make_due().evidence_files == 0
    (tmp_path / "stick").mkdir()
    books.backups.save(BackupSettings(folder=str(tmp_path / "stick")))
    assert books.backups.make_due().evidence_files == 3


def test_the_books_alone_never_push_out_a_whole_backup(books: Desk) -> None:
    whole = books.backups.make()
    for step in range(1, 30):
        set_day(books, NOW.date() + timedelta(days=step))
        books.backups.make_due()
    assert whole.file.exists()


@given(st.sets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=60))
def test_the_newest_of_every_kept_period_stays(days: set[date]) -> None:
    today = date(2026, 12, 31)
    made_on = {day.isoformat(): day for day in days}
    dropped = to_drop(made_on, today)
    kept = {made_on[name] for name in made_on if name not in dropped}
    assert max(days, default=None) == max(kept, default=None)
    assert set(sorted(days)[-7:]) <= kept
    assert len(kept) <= 7 + 5 + 12
    months = sorted({(day.year, day.month) for day in days})[-12:]
    assert {(day.year, day.month) for day in kept} >= set(months)


def test_a_full_disk_is_said_before_anything_is_written(
    books: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=1000))
    with pytest.raises(NoRoomForBackup):
        books.backups.make(tmp_path / "stick.zip")
    assert not (tmp_path / "stick.zip").exists()


def test_a_folder_that_takes_no_file_is_one_sentence(books: Desk, tmp_path: Path) -> None:
    (tmp_path / "stick.zip.part").mkdir()  # what cannot be written over
    (tmp_path / "stick.zip.part" / "x").write_text("x", encoding="utf-8")
    with pytest.raises(CannotWrite):
        books.backups.make(tmp_path / "stick.zip")
    assert not (tmp_path / "stick.zip").exists()


@pytest.mark.parametrize(
    ("parts", "service"),
    [
        (("OneDrive - 恒通", "ArcDesk"), "OneDrive"),
        (("我的坚果云", "应收"), "坚果云"),
        (("BaiduSyncdisk",), "百度网盘"),
        (("Dropbox", "a", "b"), "Dropbox"),
        (("Documents", "ArcDesk"), ""),
        (("onedriver", "ArcDesk"), ""),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(
    tmp_path: Path, parts: tuple[str, ...], service: str
) -> None:
    assert synchronised_by(tmp_path.joinpath(*parts)) == service


def test_a_synchronised_folder_is_known_by_its_mark(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert synchronised_by(tmp_path / "ArcDesk") == "Syncthing"


def test_before_an_import_the_books_are_saved_where_something_was_entered(desk: Desk, tmp_path: Path) -> None:
    def saved() -> list[Path]:
        return sorted(desk.workspace.backups.glob("*.zip"))

    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    assert saved() == []  # nothing was in these books yet
    before = contents()
    enter(desk, Book().customer("C1").invoice("B", "C1", 500, "2026-01-01", "2026-02-01"))
    assert len(saved()) == 1
    restore(saved()[0], tmp_path / "before")
    desk.close()
    again = opened(tmp_path / "before")
    assert contents() == before
    again.close()


def test_an_import_without_anything_new_to_save_makes_no_backup(desk: Desk) -> None:
    enter(desk, Book().customer("C1"))
    desk.backups.make()
    enter(desk, Book().customer("C2"))
    assert len(list(desk.workspace.backups.glob("*.zip"))) == 1
    desk.backups.save(BackupSettings(every="off"))
    enter(desk, Book().customer("C3"))
    assert len(list(desk.workspace.backups.glob("*.zip"))) == 1


def test_without_room_for_the_backup_nothing_is_imported(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(desk, Book().customer("C1"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 1 << 20))  # type: ignore[attr-defined]
    with pytest.raises(NoRoomForBackup):
        enter(desk, Book().customer("C2"))
    assert [row[2] for row in table_rows("customer")] == [row[2] for row in table_rows("customer")][:1]
