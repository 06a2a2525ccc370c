"""Backups: one verified archive to any folder, by hand or when one is due, kept by age (F-55)."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from arcdesk import __version__
from arcdesk.domain.audit import GENESIS
from arcdesk.domain.errors import Refusal
from arcdesk.domain.retention import to_drop
from arcdesk.files import cannot_write, discard, replace, safe_name, sync_folder, unused, write_durably
from arcdesk.models.audit import AuditEvent
from arcdesk.models.collection import Evidence
from arcdesk.models.schema import copy_database
from arcdesk.services.backup_archive import (
    BOOKS,
    FORMAT,
    KEY_FILE,
    PLAIN_FORMAT,
    BackupDamaged,
    Manifest,
    Moved,
    check_archive,
    read_manifest,
    write_archive,
)
from arcdesk.services.company import CompanyService
from arcdesk.services.evidence import EvidenceService
from arcdesk.services.last_backup import LAST, LastBackup, read_last
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.vault import ENCRYPTED
from arcdesk.services.verification import VERIFIED

EVERY = ("off", "close", "daily", "weekly")
PREFERENCE = "backup"
MADE = "backup.made"
SUFFIX = ".zip"
UNFINISHED = ".part"
SPARE_BYTES = 64 << 20
STALE_DAYS = 7

Progress = Callable[[int, int], None]
"""Told of megabytes done and in all; raises to stop."""


class BackupFolderMissing(Refusal):
    """The folder chosen for backups is not there: a stick that is not plugged in."""

    sentence = "The backup folder “{path}” is not there. Plug the drive in, or choose another folder."


class NoRoomForBackup(Refusal):
    """The disk could not hold the archive."""

    sentence = (
        "The backup needs {needed} MB, “{path}” has {free} MB. Free some space or choose another folder."
    )


class UnknownInterval(Refusal):
    """Neither off, close, daily nor weekly."""

    sentence = "“{every}” is not an interval of backups. Choose one of: {known}."


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where backups go (``""``: the workspace's own folder), how often, and whether old ones are thinned out."""

    folder: str = ""
    every: str = "daily"
    thin_out: bool = True


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was written and read back. ``lost`` evidence was missing or altered before it."""

    file: Path
    at: datetime
    size_bytes: int
    evidence_files: int
    lost: tuple[str, ...]
    events: int
    head: str
    dropped: tuple[str, ...] = ()


class BackupService:
    """Makes, checks and thins out backups."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService, company: CompanyService) -> None:
        self._work = work
        self._evidence = evidence
        self._company = company

    def settings(self) -> BackupSettings:
        """What was chosen, else the defaults."""
        kept = self._company.preference(PREFERENCE, {})
        return BackupSettings(**{**asdict(BackupSettings()), **(kept if isinstance(kept, dict) else {})})

    def save(self, settings: BackupSettings) -> BackupSettings:
        """Keep where backups go and how often.

        Raises:
            UnknownInterval, BackupFolderMissing.
        """
        if settings.every not in EVERY:
            raise UnknownInterval(every=settings.every, known=", ".join(EVERY), field="every")
        if settings.folder and not Path(settings.folder).is_dir():
            raise BackupFolderMissing(path=settings.folder, field="folder")
        self._company.set_preference(PREFERENCE, asdict(settings))
        return settings

    @property
    def folder(self) -> Path:
        """Where backups go."""
        chosen = self.settings().folder
        return Path(chosen) if chosen else self._work.workspace.backups

    def last(self) -> LastBackup | None:
        """The latest verified backup, as the workspace remembers it."""
        return read_last(self._work.workspace.backups)

    def is_stale(self) -> bool:
        """Whether something has been entered that no backup of the last days has."""
        last, now = self.last(), self._work.clock.now()
        if last is None:
            first = AuditEvent.select(AuditEvent.at).order_by(AuditEvent.seq).first()
            return first is not None and now - datetime.fromisoformat(first.at) > timedelta(days=STALE_DAYS)
        return self._has_news(last.events) and now - last.at > timedelta(days=STALE_DAYS)

    def is_due(self, *, closing: bool = False) -> bool:
        """Whether one should be made now by the interval chosen; nothing new needs none."""
        every = self.settings().every
        last = self.last()
        if every == "off" or (every == "close" and not closing):
            return False
        if last is None:
            return True
        if not self._has_news(last.events):
            return False
        days = {"close": 0, "daily": 1, "weekly": 7}[every]
        return (self._work.clock.now().date() - last.at.date()).days >= days

    def make_due(self, progress: Progress | None = None) -> MadeBackup:
        """The backup that comes by itself: whole to a folder that was chosen, else the books alone.

        Beside the books the evidence lies already, sealed and never changed; copying it there again
        every day would fill the disk and save nothing.

        Raises:
            as ``make``.
        """
        return self.make(with_evidence=bool(self.settings().folder), progress=progress)

    def make_before_import(self) -> None:
        """Save the books before something large changes them, where something was entered since the last backup.

        Into the workspace's own folder whatever the settings say: the stick may not be plugged in.

        Raises:
            as ``make``.
        """
        last = self.last()
        if self.settings().every != "off" and self._has_news(last.events if last else 1):
            self._make(unused(self._work.workspace.backups / self._name()), with_evidence=False)
            if self.settings().thin_out:
                self._thin_out(self._work.workspace.backups)

    def make(
        self, target: Path | None = None, *, with_evidence: bool = True, progress: Progress | None = None
    ) -> MadeBackup:
        """Write one archive, read it back whole, and remember it; a stopped or failed one leaves nothing.

        Args:
            target: the file; without it a dated one in the folder of the settings.
            with_evidence: the books alone (False) are for moments before something large; a restore
                of them finds no evidence files.

        Raises:
            BackupFolderMissing, NoRoomForBackup, CannotWrite, BackupDamaged, DamagedWorkspace.
        """
        own = target is None
        target = target if target is not None else unused(self.folder / self._name())
        manifest = self._make(target, with_evidence=with_evidence, progress=progress)
        dropped = self._thin_out(target.parent) if own and self.settings().thin_out else ()
        return self._remember(target, manifest, dropped)

    def _make(self, target: Path, *, with_evidence: bool, progress: Progress | None = None) -> Manifest:
        folder = target.parent
        if folder == self._work.workspace.backups:
            with suppress(OSError):  # said below
                folder.mkdir(exist_ok=True)
        if not folder.is_dir():
            raise BackupFolderMissing(path=str(folder), field="file")
        for stale in folder.glob(f"*{SUFFIX}{UNFINISHED}"):
            discard(stale)
        unfinished = target.with_name(target.name + UNFINISHED)
        try:
            manifest = self._write(unfinished, with_evidence=with_evidence, progress=progress)
            replace(unfinished, target)
            sync_folder(folder)
        except OSError as error:
            raise cannot_write(target, error) from error
        finally:
            discard(unfinished)
        self._tell(target, manifest)
        return manifest

    def thin_out(self, folder: Path, today: date) -> tuple[str, ...]:
        """Remove the backups of this workspace that no day, week or month needs; returns their names."""
        found: dict[bool, dict[Path, date]] = {True: {}, False: {}}
        mine = self._identity()
        for path in folder.glob(f"ArcDesk-*{SUFFIX}"):
            with suppress(Refusal, ValueError):
                manifest = read_manifest(path)
                if manifest.workspace == mine:
                    found[bool(manifest.left_out)][path] = datetime.fromisoformat(manifest.made_at).date()
        dropped = [path for made_on in found.values() for path in to_drop(made_on, today)]
        for path in dropped:
            discard(path)
        return tuple(path.name for path in dropped)

    def _thin_out(self, folder: Path) -> tuple[str, ...]:
        return self.thin_out(folder, self._work.clock.today())

    def _name(self) -> str:
        company = safe_name(self._company.profile().name)[:40]
        return f"ArcDesk-{company}-{self._work.clock.now():%Y%m%d-%H%M%S}{SUFFIX}"

    def _write(self, target: Path, *, with_evidence: bool, progress: Progress | None) -> Manifest:
        workspace = self._work.workspace
        with _scratch(workspace.backups, target.parent) as scratch:
            books = scratch / BOOKS
            copy_database(workspace.database, workspace.key, books)
            sealed = {row.sha256: row.size_bytes for row in Evidence.select()}
            size = books.stat().st_size + (sum(sealed.values()) if with_evidence else 0)
            _check_room(target.parent, size)
            moved = _counted(progress, 2 * size)
            key_file = scratch / KEY_FILE
            with self._evidence.vault.at_rest:
                files, lost = self._there(sealed) if with_evidence else ({}, ())
                key_file.write_bytes(workspace.key_file.as_bytes())
                sources = [(BOOKS, books), (KEY_FILE, key_file), *files.items()]
                is_sealed = workspace.key_file.is_protected or any(name.endswith(ENCRYPTED) for name in files)
                about = self._about(
                    tuple(sealed) if not with_evidence else (), lost, FORMAT if is_sealed else PLAIN_FORMAT
                )
                written = write_archive(target, sources, about, moved)
        read_back = check_archive(target, moved)
        if read_back != written:
            raise BackupDamaged(name=target.name, what="manifest.json")
        return written

    def _there(self, sealed: Iterable[str]) -> tuple[dict[str, Path], tuple[str, ...]]:
        """Evidence files by their name in the archive, and the hashes of those that are gone or cannot be decrypted."""
        files: dict[str, Path] = {}
        lost: list[str] = []
        for sha256 in sealed:
            file = self._evidence.file_of(sha256)
            if not os.access(file, os.R_OK):
                lost.append(sha256)
                continue
            files[f"evidence/{sha256[:2]}/{file.name}"] = file
            # What is plain is hashed while it is written; an encrypted one has to be opened for that.
            if file.suffix == ENCRYPTED and not self._evidence.vault.is_sound(sha256):
                lost.append(sha256)
        return files, tuple(lost)

    def _about(self, left_out: tuple[str, ...], lost: tuple[str, ...], form: int) -> Manifest:
        last = AuditEvent.select().order_by(AuditEvent.seq.desc()).first()
        return Manifest(
            made_at=self._work.clock.now().isoformat(timespec="seconds"),
            program=__version__,
            workspace=self._identity(),
            company=self._company.profile().name,
            events=last.seq if last else 0,
            head=last.hash if last else GENESIS,
            left_out=left_out,
            lost=lost,
            format=form,
        )

    def _identity(self) -> str:
        return self._work.workspace.key_file.workspace

    def _has_news(self, events: int) -> bool:
        """Whether anything was entered after the event of that number; a backup or a verification is nothing."""
        news = (AuditEvent.seq > events) & AuditEvent.action.not_in((MADE, VERIFIED))
        return bool(AuditEvent.select().where(news).exists())

    def _tell(self, target: Path, manifest: Manifest) -> None:
        if self._work.workspace.can_write:
            with self._work.write(
                MADE, file=target.name, bytes=target.stat().st_size, events=manifest.events, head=manifest.head,
                lost=list(manifest.lost), books_only=bool(manifest.left_out),
            ) as deed:  # fmt: skip
                deed.touch("backup")

    def _remember(self, target: Path, manifest: Manifest, dropped: tuple[str, ...]) -> MadeBackup:
        made = MadeBackup(
            target, datetime.fromisoformat(manifest.made_at), target.stat().st_size,
            sum(name.startswith("evidence/") for name in manifest.members), manifest.lost, manifest.events,
            manifest.head, dropped,
        )  # fmt: skip
        note = {"at": manifest.made_at, "file": str(target.absolute()), "bytes": made.size_bytes,
                "events": made.events, "head": made.head, "books_only": bool(manifest.left_out)}  # fmt: skip
        # A file and not a row: also a reader beside the open window makes backups.
        write_durably(self._work.workspace.backups / LAST, json.dumps(note, ensure_ascii=False).encode())
        return made


def _counted(progress: Progress | None, total: int) -> Moved:
    """A listener for bytes that tells ``progress`` of megabytes: written once, read back once."""
    done = 0

    def moved(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done >> 20, total >> 20)

    return moved


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + SPARE_BYTES:
        raise NoRoomForBackup(
            needed=(size + SPARE_BYTES) >> 20, path=str(folder), free=free >> 20, field="file"
        )


@contextmanager
def _scratch(*folders: Path) -> Iterator[Path]:
    """A temporary folder in the first of ``folders`` that takes one; gone at the end."""
    for folder in folders:
        with suppress(OSError):
            made = Path(tempfile.mkdtemp(prefix=".tmp-", dir=folder))
            break
    else:
        raise cannot_write(folders[-1], PermissionError(13, os.strerror(13)))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
