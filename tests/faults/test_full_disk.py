"""A disk that takes no more: one sentence, nothing changed, and all is well when there is room again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.errors import Refusal
from arcdesk.files import unused
from arcdesk.models.engine import DamagedWorkspace
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.services.restore import restore
from tests.services.desks import (
    NOW,
    TODAY,
    Book,
    customer_id,
    enter,
    everything,
    make_desk,
    not_well,
    table_rows,
)

resource = pytest.importorskip("resource", reason="this system has no limit on the size of files")


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Every write past ``size`` bytes of a file fails, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def log(desk: Desk, who: int) -> None:
    shot = PastedFile("a.png", bytes(3000))
    desk.contacts.log(NewContact(who, "wechat", "promised", promises=((100, TODAY),), attachments=(shot,)))


def receive(desk: Desk, who: int) -> None:
    desk.receipts.record(who, 5000, TODAY, rule="oldest")


def write_letter(desk: Desk, who: int) -> None:
    desk.letters.issue(who, force=True, reason="已与领导商定")


def take_in(desk: Desk, who: int) -> None:
    book = Book()
    for row in range(300):
        book.invoice(f"B{row}", "C1", 10, "2026-01-01", "2026-02-01")
    book.into(desk)


def books() -> dict[str, list[tuple[object, ...]]]:
    """All tables, without the events of backups: one made before a refused import may stay."""
    tables = everything()
    return tables | {"audit_event": [row for row in tables["audit_event"] if row[2] != "backup.made"]}


DEEDS: list[Callable[[Desk, int], None]] = [log, receive, write_letter, take_in]


@pytest.mark.parametrize("room", [0, 1000, 9000, 30_000])
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_a_full_disk_changes_nothing(tmp_path: Path, deed: Callable[[Desk, int], None], room: int) -> None:
    desk = make_desk(tmp_path / "workspace")
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    who, before = customer_id(desk, "C1"), books()
    wal = (tmp_path / "workspace" / "arcdesk.db-wal").stat().st_size
    refusal = None
    with no_file_beyond(wal + room):
        try:
            deed(desk, who)
        except Refusal as error:
            refusal = error
    assert refusal is not None or room
    if refusal is not None:
        assert not isinstance(refusal, DamagedWorkspace)
        assert books() == before
    assert desk.evidence.verify().all_well
    deed(desk, who)
    assert books() != before
    assert not_well(desk) == []
    desk.close()


def back_up(desk: Desk, who: int) -> None:
    desk.backups.make()


def bundle(desk: Desk, who: int) -> None:
    desk.bundles.make(who, desk.workspace.exports)


def bring_back(desk: Desk, who: int) -> None:
    folder = desk.workspace.folder
    restore(folder.parent / "kept.zip", unused(folder / "exports" / "new"))


def protect(desk: Desk, who: int) -> None:
    desk.security.set_password("correct horse")
    desk.security.drop_password("correct horse")


def encrypt(desk: Desk, who: int) -> None:
    if not desk.security.state().has_password:
        desk.security.set_password("correct horse")
    desk.security.finish()


LARGE: list[Callable[[Desk, int], None]] = [back_up, bundle, bring_back, protect, encrypt]


@pytest.mark.parametrize("room", [0, 500, 40_000, 300_000])
@pytest.mark.parametrize("deed", LARGE, ids=lambda deed: deed.__name__)
def test_a_full_disk_leaves_no_half_of_anything_large(
    tmp_path: Path, deed: Callable[[Desk, int], None], room: int
) -> None:
    """Here the room is that of every file, so that the books take an entry and what is written beside them does not."""
    folder = tmp_path / "workspace"
    desk = make_desk(folder)
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    who, before = customer_id(desk, "C1"), table_rows("invoice")
    desk.evidence.add(PastedFile("a.bin", os.urandom(600_000)), who)
    desk.backups.make(tmp_path / "kept.zip")
    refusal = None
    with no_file_beyond(room):
        try:
            deed(desk, who)
        except Refusal as error:
            refusal = error
    assert refusal is not None
    assert not isinstance(refusal, DamagedWorkspace)
    assert table_rows("invoice") == before
    assert desk.evidence.verify().all_well
    assert [path for path in tmp_path.rglob("*") if path.name.startswith(".tmp-") or path.suffix == ".part"] == []
    assert not (folder / "exports" / "new").exists()
    assert list(folder.joinpath("backups").glob("*.zip")) == []
    deed(desk, who)
    assert desk.evidence.verify().all_well
    assert not_well(desk) in ([], ["protection"])
    desk.close()
    again = bootstrap.build(folder, FixedClock(NOW), key=desk.workspace.key)
    assert table_rows("invoice") == before
    again.close()
