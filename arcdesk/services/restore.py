"""Bringing a backup back: checked whole before the new folder gets its name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from arcdesk import keys
from arcdesk.files import cannot_write, replace, sync_folder
from arcdesk.models import engine
from arcdesk.models.base import CipherDatabase
from arcdesk.services.backup_archive import (
    BOOKS,
    KEY_FILE,
    BackupDamaged,
    Manifest,
    read_key_file,
    read_manifest,
    unpack_archive,
)
from arcdesk.services.backups import SPARE_BYTES, NoRoomForBackup, Progress
from arcdesk.workspace import KEYS, WorkspaceExists

UNFINISHED = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that came out of a backup; ``missing`` evidence was not inside, or was not as sealed."""

    folder: Path
    company: str
    made_at: datetime
    events: int
    evidence_files: int
    missing: tuple[str, ...]


def restore(
    archive: Path, folder: Path, progress: Progress | None = None, *, secret: str | None = None
) -> Restored:
    """Unpack ``archive`` into the new or empty ``folder``, every file and every page of the books checked.

    A backup of an older schema is brought up to date when the folder is first opened.

    Args:
        progress: told of megabytes done and in all; raises to stop, which leaves nothing.
        secret: the password or recovery key that the books had when the backup was made, where they had one.

    Raises:
        WorkspaceExists, NotABackup, NewerBackup, BackupDamaged, BackupUnreadable, NoRoomForBackup, CannotWrite,
        PasswordNeeded, WrongPassword.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise WorkspaceExists(path=str(folder))
    manifest = read_manifest(archive)
    key = _key_of(archive, secret)
    _check_room(folder, manifest.size_bytes)
    unfinished = folder.with_name(folder.name + UNFINISHED)
    try:
        _begin(unfinished)
        unpack_archive(archive, unfinished, _moved(progress, manifest.size_bytes))
        shutil.copyfile(unfinished / KEY_FILE, unfinished / KEYS[1])
        _check_books(unfinished, archive, key)
        if folder.is_dir():
            folder.rmdir()
        replace(unfinished, folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        _discard(unfinished)
    return _restored(folder, manifest)


def check_secret(archive: Path, secret: str) -> None:
    """Whether ``secret`` opens the books inside; nothing to check where they have no password.

    Raises:
        NotABackup, NewerBackup, BackupDamaged, BackupUnreadable, PasswordNeeded, WrongPassword.
    """
    _key_of(archive, secret)


def _begin(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()  # nothing is unpacked or swept away behind a link
    _discard(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    for room in ("evidence", "backups", "exports"):
        (folder / room).mkdir()


def _discard(folder: Path) -> None:
    """Remove what an unfinished restore left; its evidence is read-only, which Windows removes not."""
    if folder.is_symlink():
        return
    for sealed in folder.glob("evidence/*/*"):
        with suppress(OSError):
            sealed.chmod(0o600)
    shutil.rmtree(folder, ignore_errors=True)


def _check_room(folder: Path, size: int) -> None:
    there = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    free = shutil.disk_usage(there).free
    if free < size + SPARE_BYTES:
        needed = (size + SPARE_BYTES) >> 20
        raise NoRoomForBackup(needed=needed, path=str(folder), free=free >> 20, field="file")


def _moved(progress: Progress | None, total: int) -> Callable[[int], None]:
    done = 0

    def moved(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done >> 20, total >> 20)

    return moved


def _key_of(archive: Path, secret: str | None) -> bytes:
    """The key of the books inside, asked for before anything is written."""
    try:
        return keys.unlock(keys.parse(read_key_file(archive)), secret, str(archive))
    except ValueError:
        raise BackupDamaged(name=archive.name, what=KEY_FILE) from None


def _check_books(folder: Path, archive: Path, key: bytes) -> None:
    """Read every page of the books with their key; the hash proves the copy, this proves what was copied."""
    database = CipherDatabase(folder / BOOKS, key, read_only=True)
    try:
        database.connect()
        answer = [str(row[0]) for row in database.execute_sql("PRAGMA integrity_check(3)").fetchall()]
    except engine.ENGINE_ERRORS as error:
        raise BackupDamaged(name=archive.name, what=BOOKS) from error
    finally:
        if not database.is_closed():
            database.close()
    if answer != ["ok"]:
        raise BackupDamaged(name=archive.name, what="; ".join(answer)[:80])
    for left in (f"{BOOKS}-wal", f"{BOOKS}-shm"):
        (folder / left).unlink(missing_ok=True)


def _restored(folder: Path, manifest: Manifest) -> Restored:
    return Restored(
        folder,
        manifest.company,
        datetime.fromisoformat(manifest.made_at),
        manifest.events,
        sum(name.startswith("evidence/") for name in manifest.members),
        (*manifest.left_out, *manifest.lost),
    )
