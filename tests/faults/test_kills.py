"""Killed at any moment, whatever it was at: what was acknowledged is there, and there is no half of anything."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.money import format_plain
from arcdesk.files import TEMPORARY
from arcdesk.models.base import proxy
from arcdesk.services.backup_archive import check_archive
from arcdesk.services.evidence import PastedFile
from tests.faults.rig import Rig, share
from tests.faults.workers import ROWS, opened
from tests.services.desks import NOW, TODAY, Book, customer_id, enter, make_desk, not_well

LONGEST = {
    "entries": 0.15, "imports": 0.6, "letters": 1.5, "backups": 0.25, "restores": 0.25, "bundles": 1.5,
    "encryption": 0.5, "migrations": 0.8,
}  # fmt: skip
"""Seconds that a worker lives at most: as long as it takes for a few of its deeds."""


def rig(worker: str, folder: Path) -> Rig:
    """A worker on books with six customers and six pieces of evidence, and a stick beside them."""
    made = Rig(worker, folder / "workspace", folder / "stick", LONGEST[worker])
    made.stick.mkdir()
    desk = make_desk(made.books)
    book = Book()
    for number in range(6):
        book.customer(f"C{number}").invoice(f"A{number}", f"C{number}", 1000, "2026-01-01", "2026-02-01")
    enter(desk, book)
    for number in range(6):
        shot = PastedFile(f"{number}.png", made.draw.randbytes(700_000))
        desk.evidence.add(shot, customer_id(desk, "C1"))
    desk.backups.make(made.stick / "kept.zip")
    desk.close()
    return made


def kept(sql: str) -> set[str]:
    return {str(value) for (value,) in proxy.execute_sql(sql).fetchall()}


def assert_sound(desk: Desk) -> None:
    """Every file, every event, every figure, and nothing left of what was being written."""
    report = desk.evidence.verify(deep=True)
    assert report.all_well, report
    assert not_well(desk) == []
    for block in desk.aging.report(TODAY).currencies:
        assert block.identities.hold


def assert_kept(rig: Rig) -> None:
    """Every entry that the worker was told of, and of none a half."""
    said = rig.said
    assert said.get("contact", set()) <= kept("SELECT id FROM contact")
    assert said.get("sha256", set()) <= kept("SELECT sha256 FROM evidence")
    assert said.get("receipt", set()) <= kept("SELECT number FROM receipt")
    assert said.get("batch", set()) <= kept("SELECT id FROM import_batch")
    assert said.get("undone", set()) <= kept("SELECT id FROM import_batch WHERE undone_at IS NOT NULL")
    assert said.get("letter", set()) <= kept("SELECT number FROM document")
    undone = kept("SELECT count(*) FROM invoice WHERE batch_id IN (SELECT id FROM import_batch WHERE undone_at > '')")
    assert undone == {"0"}
    ((invoices,),) = proxy.execute_sql("SELECT count(*) FROM invoice WHERE batch_id > 1").fetchall()
    assert invoices % ROWS == 0
    with_file = "SELECT contact_id FROM evidence_link WHERE contact_id IS NOT NULL"
    assert kept(f"SELECT id FROM contact WHERE id NOT IN ({with_file})") == set()  # noqa: S608 - our own words
    numbers = sorted(kept("SELECT number FROM document WHERE kind = 'letter'"))
    assert [int(number[-4:]) for number in numbers] == list(range(1, len(numbers) + 1))


def assert_no_remains(books: Path) -> None:
    """Half-written files are swept up when the next writer opens the books."""
    assert [path for room in (books, books / "evidence") for path in room.glob(f"{TEMPORARY}*")] == []


def assert_same_balances(desk: Desk, figures: dict[str, Any]) -> None:
    """What every customer owes on every day that was frozen with an old workspace."""
    for on, by in figures.items():
        for block in desk.aging.report(date.fromisoformat(on)).currencies:
            balances = {row.code: format_plain(row.balance_fen) for row in block.rows}
            assert balances == {code: row[0] for code, row in by["customer"][block.currency].items()}


@pytest.mark.parametrize("worker", ["entries", "imports", "letters"])
def test_what_was_entered_survives_every_kill(worker: str, tmp_path: Path) -> None:
    rigged = rig(worker, tmp_path)
    for life in range(share(worker)):
        rigged.kill(life)
        desk = opened(rigged.books)
        assert_kept(rigged)
        assert_sound(desk)
        desk.close()
        assert_no_remains(rigged.books)
    assert rigged.said.keys() & {"contact", "batch", "letter"}


def test_what_bears_the_name_of_a_backup_is_whole(tmp_path: Path) -> None:
    rigged = rig("backups", tmp_path)
    for life in range(share("backups")):
        rigged.kill(life)
        for archive in rigged.stick.glob("*.zip"):
            check_archive(archive, lambda _: None)
        desk = opened(rigged.books)
        assert_sound(desk)
        desk.close()
        assert_no_remains(rigged.books)
    assert all(Path(name).exists() for name in rigged.said["backup"])
    desk = opened(rigged.books)
    desk.backups.make(rigged.stick / "last.zip")
    desk.close()
    assert not list(rigged.stick.glob("*.part"))  # what the kills left is swept up by the next one


def test_what_bears_the_name_of_a_restored_workspace_is_whole(tmp_path: Path) -> None:
    rigged = rig("restores", tmp_path)
    seen: set[Path] = set()
    for life in range(share("restores")):
        rigged.kill(life)
        for folder in set(rigged.stick.glob("books-*[0-9]")) - seen:
            desk = opened(folder)
            assert_sound(desk)
            assert len(desk.evidence.list()) == 6
            desk.close()
            seen.add(folder)
    assert {Path(name) for name in rigged.said["workspace"]} <= seen


def test_what_bears_the_name_of_a_bundle_is_whole(tmp_path: Path) -> None:
    rigged = rig("bundles", tmp_path)
    seen: set[Path] = set()
    for life in range(share("bundles")):
        rigged.kill(life)
        for folder in {path for path in rigged.stick.iterdir() if path.is_dir() and path.name[0] != "."} - seen:
            listed = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
            named = {name: sha256 for sha256, _, name in (line.partition(" *") for line in listed)}
            files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
            assert files.keys() - {"SHA256SUMS"} == named.keys()
            for name, sha256 in named.items():
                assert hashlib.sha256(files[name].read_bytes()).hexdigest() == sha256
            seen.add(folder)
        desk = opened(rigged.books)
        assert_sound(desk)
        desk.close()
    assert {Path(name) for name in rigged.said["bundle"]} <= seen


def test_encryption_on_and_off_may_stop_anywhere(tmp_path: Path) -> None:
    rigged = rig("encryption", tmp_path)
    for life in range(share("encryption")):
        told = rigged.kill(life)
        desk = opened(rigged.books)
        words = [(kind, value) for kind, value in told if kind in ("password", "sha256")]
        if words and words[-1][0] == "password":  # else the next change may have begun
            assert desk.security.state().has_password == (words[-1][1] == "set")
        assert_kept(rigged)
        assert desk.evidence.verify(deep=True).all_well
        desk.security.finish()  # the job takes up where it was
        assert desk.security.state().waiting == 0
        assert_sound(desk)
        forms = {path.suffix for path in (rigged.books / "evidence").rglob("*") if path.is_file()}
        assert forms == ({".enc"} if desk.security.state().has_password else {""})
        desk.close()
        assert_no_remains(rigged.books)
    assert rigged.said["contact"]


def test_a_migration_may_stop_anywhere(tmp_path: Path) -> None:
    rigged = rig("migrations", tmp_path)
    for life in range(share("migrations")):
        told = rigged.kill(life)
        for name in {value for _, value in told}:
            figures = json.loads((Path(name) / "figures.json").read_text(encoding="utf-8"))
            desk = opened(Path(name))
            assert set(not_well(desk)) <= {"evidence"}  # of the oldest the files were not frozen with it
            assert_same_balances(desk, figures)
            desk.close()
            for copy in (Path(name) / "backups").glob("before-*.db"):
                assert copy.stat().st_size
    assert rigged.said["migrated"]


def test_a_killed_writer_holds_nobody_up(tmp_path: Path) -> None:
    rigged = rig("entries", tmp_path)
    rigged.kill(0)
    assert (rigged.books / "holder.json").exists()
    desk = bootstrap.build(rigged.books, FixedClock(NOW))
    assert customer_id(desk, "C1")
    desk.close()
    assert not (rigged.books / "holder.json").exists()
