"""One flipped bit in books, keys, evidence or a backup is found, and never a wrong figure shown."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcdesk import bootstrap, keys
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.errors import Refusal
from arcdesk.keys import KEYS
from arcdesk.services.backup_archive import MANIFEST, SUMS
from arcdesk.services.evidence import PastedFile
from arcdesk.services.restore import restore
from tests.faults.rig import FLIPS, TALLY
from tests.faults.workers import PASSWORD
from tests.services.desks import NOW, TODAY, Book, customer_id, enter, make_desk, not_well

BOOKS, EVIDENCE, ENCRYPTED, KEY_FILE, BACKUP, SEALED_BACKUP = (
    max(5, FLIPS * share // 100) for share in (45, 15, 15, 10, 10, 5)
)
UNREAD = (*range(16), 18)
"""Bytes of a database file without a meaning here: the salt of a passphrase, where the key is raw, and the number of
the format for writers, which a reader passes over."""


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


@pytest.fixture(scope="module")
def protected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same books under a password, their evidence encrypted."""
    made = tmp_path_factory.mktemp("flips") / "protected"
    shutil.copytree(folder, made)
    desk = bootstrap.build(made, FixedClock(NOW))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})
        desk.security.set_password(PASSWORD)
    desk.security.finish()
    desk.close()
    return made


def flips(content: bytes, count: int, name: str) -> Iterator[bytes]:
    """``content`` with one bit flipped, again and again."""
    draw = random.Random(20261126)  # noqa: S311 - the same moments at every run
    for _ in range(count):
        changed = bytearray(content)
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
        TALLY.setdefault(f"flips, {name}", Counter())["bits"] += 1
        yield bytes(changed)


def opened(folder: Path) -> Desk:
    key = keys.unlock(keys.load(folder), PASSWORD, str(folder))
    return bootstrap.build(folder, FixedClock(NOW), write=False, key=key)


def balances(desk: Desk) -> dict[str, int]:
    (block,) = desk.aging.report(TODAY).currencies
    return {row.code: row.balance_fen for row in block.rows}


def findings(folder: Path) -> tuple[list[str], dict[str, int]]:
    """What the doctor and the verification find, and the balances; a refusal to read is a finding too."""
    try:
        desk = opened(folder)
        try:
            report = desk.evidence.verify(deep=True)
            found = not_well(desk) + ([] if report.all_well else ["verify"])
            return found, balances(desk)
        finally:
            desk.close()
    except Refusal as refusal:
        return [type(refusal).__name__], {}


@pytest.mark.parametrize("which", ["folder", "protected"])
def test_every_flip_in_the_books_is_found_and_shows_no_other_figure(
    which: str, request: pytest.FixtureRequest
) -> None:
    place: Path = request.getfixturevalue(which)
    file = place / "arcdesk.db"
    sound = file.read_bytes()
    try:
        nothing, right = findings(place)
        assert (nothing, len(right)) == ([], 5)
        for changed in flips(sound, BOOKS // 2, "books"):
            file.write_bytes(changed)
            for left in ("arcdesk.db-wal", "arcdesk.db-shm"):
                (place / left).unlink(missing_ok=True)
            found, shown = findings(place)
            assert shown in ({}, right)
            if any(changed[at] != sound[at] for at in UNREAD):
                TALLY["flips, books"]["bits that nothing reads"] += 1
                assert shown == right
            else:
                assert found
    finally:
        file.write_bytes(sound)


@pytest.mark.parametrize(("which", "count"), [("folder", EVIDENCE), ("protected", ENCRYPTED)])
def test_every_flip_in_the_evidence_is_found_and_its_file_named(
    which: str, count: int, request: pytest.FixtureRequest
) -> None:
    desk = opened(request.getfixturevalue(which))
    try:
        first = desk.evidence.list()[-1]
        file = desk.evidence.file_of(first.sha256)
        assert (file.suffix == ".enc") == (which == "protected")
        sound = file.read_bytes()
        file.chmod(0o600)
        for changed in flips(sound, count, f"evidence of {which}"):
            file.write_bytes(changed)
            report = desk.evidence.verify(deep=True)
            assert [finding.evidence_id for finding in report.damaged] == [first.id]
        file.write_bytes(sound)
        assert desk.evidence.verify(deep=True).all_well
    finally:
        desk.close()


@pytest.mark.parametrize("which", ["folder", "protected"])
@pytest.mark.parametrize("name", KEYS)
def test_a_flip_in_a_key_file_is_found_and_its_copy_opens_the_books(
    which: str, name: str, request: pytest.FixtureRequest
) -> None:
    place: Path = request.getfixturevalue(which)
    file = place / name
    sound = file.read_bytes()
    try:
        _, right = findings(place)
        for changed in flips(sound, max(2, KEY_FILE // 4), f"keys of {which}"):
            file.write_bytes(changed)
            assert findings(place) == (["keys"], right)
    finally:
        file.write_bytes(sound)
    assert findings(place)[0] == []


@pytest.mark.parametrize(("which", "count"), [("folder", BACKUP), ("protected", SEALED_BACKUP)])
def test_every_flip_in_a_backup_is_found_or_harmless(
    which: str, count: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place: Path = request.getfixturevalue(which)
    key = keys.unlock(keys.load(place), PASSWORD, "")
    copy = tmp_path / "books"
    shutil.copytree(place, copy)
    desk = bootstrap.build(copy, FixedClock(NOW), key=key)
    made = desk.backups.make(tmp_path / "stick.zip")
    desk.close()
    sound = made.file.read_bytes()
    with zipfile.ZipFile(made.file) as archive:
        names = {entry.filename for entry in archive.infolist()} - {MANIFEST, SUMS}
        members = {name: archive.read(name) for name in names}
    harmless = 0
    for number, changed in enumerate(flips(sound, count, f"backup of {which}")):
        made.file.write_bytes(changed)
        target = tmp_path / f"new-{number}"
        try:
            restore(made.file, target, secret=PASSWORD)
        except Refusal:
            assert not target.exists()
            continue
        TALLY[f"flips, backup of {which}"]["bits that nothing reads"] += 1
        harmless += 1  # a bit that no program reads: every file that came back is the one that was put in
        for name, content in members.items():
            assert target.joinpath(*name.split("/")).read_bytes() == content
        shutil.rmtree(target)
    assert harmless <= max(2, count // 10)
