"""One flipped bit anywhere in the books, the evidence or a backup is found, and never a wrong figure shown."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from arcdesk.domain.errors import Refusal
from arcdesk.services.backup_archive import MANIFEST, SUMS
from arcdesk.services.evidence import PastedFile
from arcdesk.services.restore import restore
from tests.services.desks import NOW, Book, customer_id, enter, make_desk, not_well

BOOKS, EVIDENCE, BACKUP = 600, 200, 200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a hundred invoices and two files, closed."""
    made = tmp_path_factory.mktemp("flips") / "workspace"
    desk = make_desk(made)
    book = Book()
    for one in range(5):
        book.customer(f"C{one}")
        for number in range(20):
            book.invoice(f"A{one}-{number}", f"C{one}", 100 + number, "2026-01-01", "2026-02-01")
    enter(desk, book)
    for name in ("a", "b"):
        desk.evidence.add(PastedFile(f"{name}.png", b"\x89PNG" + name.encode() * 20_000), customer_id(desk, "C1"))
    desk.close()
    return made


def flips(content: bytes, count: int) -> Iterator[bytes]:
    draw = random.Random(20261126)  # noqa: S311 - the same moments at every run
    for _ in range(count):
        changed = bytearray(content)
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
        yield bytes(changed)


def findings(folder: Path) -> list[str]:
    """What the doctor and the verification find; a refusal to read is a finding too."""
    try:
        desk = bootstrap.build(folder, FixedClock(NOW), write=False)
        try:
            report = desk.evidence.verify(deep=True)
            return not_well(desk) + ([] if report.all_well else ["verify"])
        finally:
            desk.close()
    except Refusal as refusal:
        return [type(refusal).__name__]


def test_every_flip_in_the_books_is_found(folder: Path) -> None:
    file = folder / "arcdesk.db"
    sound = file.read_bytes()
    try:
        assert findings(folder) == []
        for changed in flips(sound, BOOKS):
            file.write_bytes(changed)
            for left in ("arcdesk.db-wal", "arcdesk.db-shm"):
                (folder / left).unlink(missing_ok=True)
            assert findings(folder)
    finally:
        file.write_bytes(sound)


def test_every_flip_in_the_evidence_is_found_and_its_file_named(folder: Path) -> None:
    desk = bootstrap.build(folder, FixedClock(NOW), write=False)
    try:
        first = desk.evidence.list()[-1]
        file = desk.evidence.file_of(first.sha256)
        sound = file.read_bytes()
        file.chmod(0o600)
        for changed in flips(sound, EVIDENCE):
            file.write_bytes(changed)
            report = desk.evidence.verify(deep=True)
            assert [finding.evidence_id for finding in report.damaged] == [first.id]
        file.write_bytes(sound)
        assert desk.evidence.verify(deep=True).all_well
    finally:
        desk.close()


def test_every_flip_in_a_backup_is_found_or_harmless(folder: Path, tmp_path: Path) -> None:
    desk = bootstrap.build(folder, FixedClock(NOW))
    made = desk.backups.make(tmp_path / "stick.zip")
    desk.close()
    sound = made.file.read_bytes()
    with zipfile.ZipFile(made.file) as archive:
        names = {entry.filename for entry in archive.infolist()} - {MANIFEST, SUMS}
        members = {name: archive.read(name) for name in names}
    harmless = 0
    for number, changed in enumerate(flips(sound, BACKUP)):
        made.file.write_bytes(changed)
        target = tmp_path / f"new-{number}"
        try:
            restore(made.file, target)
        except Refusal:
            assert not target.exists()
            continue
        harmless += 1  # a bit that no program reads: every file that came back is the one that was put in
        for name, content in members.items():
            assert target.joinpath(*name.split("/")).read_bytes() == content
    assert harmless < BACKUP // 10
