"""Disks that fail in other ways than by being full: each ends in a sentence and in books that are sound."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.errors import Refusal
from arcdesk.files import CannotWrite
from arcdesk.models.engine import DamagedWorkspace, DatabaseUnreachable
from arcdesk.services.backups import BackupFolderMissing
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import EvidenceDamaged, PastedFile
from arcdesk.services.evidence_files import EvidenceFileMissing
from arcdesk.services.restore import restore
from arcdesk.workspace import WorkspaceInUse, WorkspaceReadOnly
from tests.faults.rig import ROOT
from tests.services.desks import (
    NOW,
    TODAY,
    Book,
    customer_id,
    enter,
    everything,
    make_desk,
    not_well,
    set_day,
)

NOBODY = 65534
needs_rights = pytest.mark.skipif(os.name == "nt", reason="folders of Windows know no write bit")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody may walk into, so that another user can be let at it."""
    made = Path(tempfile.mkdtemp(prefix="arcdesk-faults-"))
    made.chmod(0o755)
    yield made
    for path in [made, *made.rglob("*")]:
        path.chmod(stat.S_IMODE(path.lstat().st_mode) | stat.S_IRWXU)
    shutil.rmtree(made)


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    made = make_desk(place / "workspace")
    enter(made, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    made.evidence.add(PastedFile("a.png", b"a" * 3000), customer_id(made, "C1"))
    made.backups.make(place / "kept.zip")
    write_letter(made)  # whatever is imported late is imported by now, while it can be read
    made.bundles.make(customer_id(made, "C1"), place / "warm")
    yield made
    made.close()


@contextmanager
def without_rights(folder: Path, *, readable: bool = True) -> Iterator[None]:
    """Nothing in ``folder`` can be written, or even read: root becomes another user for that while."""
    paths = [folder, *folder.rglob("*")]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in paths}
    for path in reversed(paths):
        path.chmod((0o555 if path.is_dir() else 0o444) if readable else 0)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.setresuid(NOBODY, NOBODY, 0)
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        for path, mode in modes.items():
            if path.exists():
                path.chmod(mode)


def log(desk: Desk) -> None:
    shot = PastedFile("b.png", os.urandom(3000))
    desk.contacts.log(NewContact(customer_id(desk, "C1"), "wechat", "promised", attachments=(shot,)))


def add(desk: Desk) -> None:
    desk.evidence.add(PastedFile("c.png", os.urandom(3000)), customer_id(desk, "C1"))


def write_letter(desk: Desk) -> None:
    desk.letters.issue(customer_id(desk, "C1"), force=True, reason="已与领导商定")


def back_up(desk: Desk) -> None:
    desk.backups.make()


def bring_back(desk: Desk) -> None:
    folder = desk.workspace.folder
    restore(folder.parent / "kept.zip", folder / "exports" / "new")


def bundle(desk: Desk) -> None:
    desk.bundles.make(customer_id(desk, "C1"), desk.workspace.exports)


def protect(desk: Desk) -> None:
    desk.security.set_password("correct horse")


DEEDS: list[Callable[[Desk], None]] = [log, add, write_letter, back_up, bring_back, bundle, protect]


@needs_rights
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_rights_lost_while_open_change_nothing(desk: Desk, deed: Callable[[Desk], None]) -> None:
    before, keys = everything(), desk.workspace.key_file
    with without_rights(desk.workspace.folder), pytest.raises(Refusal) as refused:
        deed(desk)
    assert refused.value.sentence
    assert not isinstance(refused.value, DamagedWorkspace)
    assert everything() == before
    assert desk.workspace.key_file == keys
    assert not_well(desk) == []
    assert desk.evidence.verify().all_well
    deed(desk)
    assert not_well(desk) in ([], ["protection"])


@needs_rights
def test_a_read_only_folder_can_be_read_and_says_so_to_who_writes(desk: Desk) -> None:
    folder = desk.workspace.folder
    desk.close()
    with without_rights(folder):
        with pytest.raises(WorkspaceReadOnly):
            bootstrap.build(folder, FixedClock(NOW))
        reader = bootstrap.build(folder, FixedClock(NOW), write=False)
        assert reader.aging.report(TODAY).currencies
        with pytest.raises(Refusal):
            log(reader)
        reader.close()
    again = bootstrap.build(folder, FixedClock(NOW))
    log(again)
    assert not_well(again) == []
    again.close()


@needs_rights
def test_evidence_that_cannot_be_read_is_a_finding_and_no_crash(desk: Desk, place: Path) -> None:
    item = desk.evidence.list()[-1]
    with without_rights(desk.evidence.file_of(item.sha256).parent, readable=False):
        assert "evidence" in not_well(desk)
        with pytest.raises(EvidenceDamaged):
            desk.evidence.read(item.id)
    assert not_well(desk) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody take a file that is open")
@pytest.mark.parametrize("how", ["database", "folder", "exchanged"])
def test_books_that_vanish_under_the_window_take_no_entry(desk: Desk, place: Path, how: str) -> None:
    """What is written into a file without a name is lost: it must not be acknowledged."""
    folder, aside = desk.workspace.folder, place / "aside"
    before = everything()
    if how == "folder":
        folder.rename(aside)
    else:
        shutil.copy(folder / "arcdesk.db", aside)
        (folder / "arcdesk.db").unlink()
        if how == "exchanged":
            shutil.copy(aside, folder / "arcdesk.db")
    for deed in (log, write_letter):
        with pytest.raises((DatabaseUnreachable, CannotWrite)):
            deed(desk)
    if how == "folder":
        aside.rename(folder)
        assert everything() == before
        log(desk)
        assert not_well(desk) == []


def test_a_stored_file_that_vanishes_is_named_and_mended_by_the_original(desk: Desk) -> None:
    (item,) = [one for one in desk.evidence.list() if one.original_name == "a.png"]
    file = desk.evidence.file_of(item.sha256)
    file.chmod(0o600)
    file.unlink()
    (finding,) = desk.evidence.verify().missing
    assert finding.original_name == "a.png"
    assert not_well(desk) == ["evidence"]
    with pytest.raises(EvidenceDamaged):
        desk.evidence.read(item.id)
    log(desk)  # the rest goes on
    desk.evidence.add(PastedFile("a.png", b"a" * 3000), customer_id(desk, "C1"))
    assert not_well(desk) == []


def test_a_source_that_vanishes_leaves_nothing(desk: Desk, place: Path) -> None:
    before = everything()
    gone = place / "gone.png"
    with pytest.raises(EvidenceFileMissing):
        desk.contacts.log(NewContact(customer_id(desk, "C1"), "wechat", "promised", attachments=(gone,)))
    assert everything() == before


def test_folders_of_the_workspace_that_vanish_are_made_again(desk: Desk) -> None:
    for room in (desk.workspace.backups, desk.workspace.exports):
        shutil.rmtree(room)
    desk.backups.make()
    desk.backups.make_before_import()
    bundle(desk)
    assert not_well(desk) == []


def test_a_stick_that_is_pulled_out_is_asked_for(desk: Desk, place: Path) -> None:
    with pytest.raises(BackupFolderMissing):
        desk.backups.make(place / "stick" / "a.zip")
    assert not_well(desk) == []


def test_a_key_file_that_vanishes_is_found_by_its_copy(desk: Desk) -> None:
    folder = desk.workspace.folder
    desk.close()
    (folder / "workspace.json").unlink()
    again = bootstrap.build(folder, FixedClock(NOW))
    assert not_well(again) == ["keys"]
    again.close()


def test_a_second_instance_is_refused_reads_and_may_write_when_the_first_is_killed(desk: Desk) -> None:
    folder = desk.workspace.folder
    desk.close()
    command = [sys.executable, "-m", "tests.faults.workers", "entries", str(folder), str(folder.parent), "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment) as first:
        assert first.stdout is not None
        assert first.stdout.readline().startswith(b"ready")
        with pytest.raises(WorkspaceInUse) as refused:
            bootstrap.build(folder, FixedClock(NOW))
        assert str(first.pid) in str(refused.value.values)
        reader = bootstrap.build(folder, FixedClock(NOW), write=False)
        assert reader.aging.report(TODAY).currencies[0].identities.hold
        reader.close()
        first.kill()
    second = bootstrap.build(folder, FixedClock(NOW))
    log(second)
    assert not_well(second) == []
    second.close()


def test_a_clock_set_back_is_told_and_breaks_no_chain(desk: Desk) -> None:
    set_day(desk, "2026-10-05")
    (check,) = [check for check in desk.health.checks() if check.name == "clock"]
    assert not check.ok
    log(desk)
    desk.receipts.record(customer_id(desk, "C1"), 5000, desk.clock.today(), rule="oldest")
    desk.backups.make()
    assert desk.evidence.verify().all_well
    assert not_well(desk) == []
