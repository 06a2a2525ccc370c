"""A workspace: one folder that holds a company's receivables, opened by one writer at a time."""

from __future__ import annotations

import errno
import json
import os
import platform
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from arcdesk import keys
from arcdesk.domain.errors import Refusal
from arcdesk.files import CannotWrite, cannot_write, sweep, write_durably
from arcdesk.keys import KEYS, KeyFile, KeysLost
from arcdesk.lock import AlreadyLocked, FileLock
from arcdesk.models import base, engine
from arcdesk.models.base import CipherDatabase
from arcdesk.models.engine import DamagedWorkspace
from arcdesk.models.schema import NewerWorkspace, migrate, pending

__all__ = ["DATABASE", "KEYS", "KeysLost", "NewerWorkspace", "Workspace", "create", "is_workspace", "open_workspace"]

DATABASE = "arcdesk.db"

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoWorkspace(Refusal):
    """The folder holds no workspace."""

    sentence = "There is no ArcDesk workspace in “{path}”. Make one with: arcdesk init"


class WorkspaceExists(Refusal):
    """``init`` into a folder that already has a workspace or other files."""

    sentence = "“{path}” is not an empty folder. Choose a new or empty folder for the workspace."


class WorkspaceInUse(Refusal):
    """Another process holds the workspace."""

    sentence = "This workspace is open in another ArcDesk ({holder}). Close it there first."


class WorkspaceReadOnly(Refusal):
    """The folder cannot be written."""

    sentence = "The workspace folder “{path}” is read-only. Copy it to a folder you can write to."


@dataclass
class Workspace:
    """An open workspace. ``close`` it; a killed process leaves nothing to repair."""

    folder: Path
    key: bytes
    database: CipherDatabase
    can_write: bool
    key_file: KeyFile
    _lock: FileLock | None = field(default=None, repr=False)
    identity: tuple[int, int] | None = field(default=None, repr=False)

    @property
    def evidence(self) -> Path:
        return self.folder / "evidence"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    def check_in_place(self) -> None:
        """Refuse to write into a database file that lost its name: nobody would find the entry again.

        Raises:
            DatabaseUnreachable: taken away or exchanged since it was opened.
        """
        file = self.folder / DATABASE
        identity = _identity_of(file)
        if identity is None or self.identity not in (None, identity):
            raise engine.DatabaseUnreachable(path=str(file))

    def close(self) -> None:
        """Close this thread's connection, fold the WAL into the file, free the lock."""
        try:
            if not self.database.is_closed():
                self.database.close()
        finally:
            self._free()

    def _free(self) -> None:
        if self._lock is not None:
            with suppress(OSError):  # somebody may be reading it (Windows); the next holder replaces it
                (self.folder / "holder.json").unlink(missing_ok=True)
            self._lock.release()
            self._lock = None


def is_workspace(folder: Path) -> bool:
    """Whether ``folder`` holds a workspace's key file or database."""
    return any((folder / name).is_file() for name in (*KEYS, DATABASE))


def is_in_use(folder: Path) -> bool:
    """Whether another process has the workspace in ``folder`` open for writing; needs no key."""
    try:
        FileLock(folder / "arcdesk.lock").release()
    except AlreadyLocked:
        return True
    except OSError:
        return False
    return False


def create(folder: Path, now: datetime) -> Workspace:
    """Make a new workspace in a new or empty folder and open it for writing.

    Raises:
        WorkspaceExists: the folder holds something already.
        CannotWrite: the folder cannot be made or written.
    """
    if is_workspace(folder) or (folder.is_dir() and any(folder.iterdir())) or folder.is_file():
        raise WorkspaceExists(path=str(folder))
    slot = keys.open_slot(os.urandom(32))
    fresh = KeyFile(str(uuid.uuid4()), base.CIPHER, now.isoformat(timespec="seconds"), (slot,))
    is_new = not folder.exists()
    try:
        keys.store(folder, fresh)
        return open_workspace(folder, now)
    except WorkspaceInUse:  # somebody else begins one here at this moment: it is not ours to take away
        raise
    except BaseException:
        discard(folder, folder_too=is_new)
        raise


def discard(folder: Path, *, folder_too: bool) -> None:
    """Take away what ``create`` made in ``folder``, as far as it can be; evidence and copies stay."""
    names = (*KEYS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "arcdesk.lock", "holder.json")
    for name in names:
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    for empty in (folder / "evidence", folder / "backups", folder / "exports", *([folder] * folder_too)):
        with suppress(OSError):
            empty.rmdir()


def open_workspace(
    folder: Path, now: datetime, *, write: bool = True, key: bytes | None = None
) -> Workspace:
    """Open the workspace in ``folder``, migrating it when it is older than the program.

    A reader (``write=False``) takes no lock and may stand beside the one writer.

    Args:
        key: the data key of protected books, as ``keys.unlock`` gives it.

    Raises:
        NoWorkspace, WorkspaceInUse, WorkspaceReadOnly, NewerWorkspace, DamagedWorkspace, PasswordNeeded.
    """
    if not is_workspace(folder):
        raise NoWorkspace(path=str(folder))
    key_file = keys.load(folder)
    if key is None:
        key = keys.unlock(key_file, None, str(folder))
    if not _has_database(folder) and (not write or _has_content(folder)):
        raise DamagedWorkspace(path=str(folder / DATABASE), why="missing")
    opener = _open_writer if write else _open_reader
    workspace = opener(folder, key, key_file, now)
    base.proxy.initialize(workspace.database)
    return workspace


def _has_database(folder: Path) -> bool:
    files = [folder / name for name in (DATABASE, f"{DATABASE}-wal")]
    return any(file.is_file() and file.stat().st_size for file in files)


def _has_content(folder: Path) -> bool:
    """Whether files of an earlier use lie in ``folder``: then a missing database is a loss, not a start."""
    return any(any((folder / room).glob("*")) for room in ("evidence", "backups"))


def _open_writer(folder: Path, key: bytes, key_file: KeyFile, now: datetime) -> Workspace:
    lock = _take(folder, now)
    workspace = Workspace(folder, key, CipherDatabase(folder / DATABASE, key), True, key_file, lock)
    try:
        workspace.key_file = keys.load(folder)  # nobody else changes it from here on
        keys.mend(folder, workspace.key_file)
        for room in (workspace.evidence, workspace.backups, workspace.exports):
            room.mkdir(exist_ok=True)
        _sweep(workspace, now)
        workspace.database.connect()
        migrate(workspace.database, key, workspace.backups, now)
        workspace.identity = _identity_of(folder / DATABASE)
    except BaseException as error:  # noqa: BLE001 - closed whatever it was, and raised again
        workspace.close()
        _raise_explained(folder, error)
    return workspace


def _identity_of(file: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name; ``None`` where there is none.

    Windows lets nobody exchange a file that is open, and some of its disks number files anew.
    """
    try:
        found = file.stat()
    except OSError:
        return None
    return (0, 0) if os.name == "nt" else (found.st_dev, found.st_ino)


def _sweep(workspace: Workspace, now: datetime) -> None:
    """Take away what a killed writer left half-written; what a reader beside us may be writing only after a day."""
    sweep(workspace.folder)
    sweep(workspace.evidence)
    for room in (workspace.backups, workspace.exports):
        sweep(room, now - timedelta(days=1))


def _open_reader(folder: Path, key: bytes, key_file: KeyFile, now: datetime) -> Workspace:
    file = folder / DATABASE
    log = file.with_name(f"{DATABASE}-wal")
    frozen = not os.access(folder, os.W_OK) and not (log.exists() and log.stat().st_size)
    database = CipherDatabase(file, key, read_only=True, frozen=frozen)
    workspace = Workspace(folder, key, database, False, key_file)
    try:
        workspace.database.connect()
        behind = bool(pending(workspace.database))
    except BaseException as error:  # noqa: BLE001 - closed whatever it was, and raised again
        workspace.close()
        _raise_explained(folder, error)
    if behind:
        workspace.close()
        return _open_writer(folder, key, key_file, now)
    return workspace


def _raise_explained(folder: Path, error: BaseException) -> NoReturn:
    """Raise the refusal that tells the person what ``error`` means, or ``error`` itself."""
    refusal = (
        engine.explain(error, str(folder / DATABASE)) if isinstance(error, engine.ENGINE_ERRORS) else None
    )
    if isinstance(refusal, engine.WorkspaceNotWritable):
        raise WorkspaceReadOnly(path=str(folder)) from error
    if refusal is not None:
        raise refusal from error
    if isinstance(error, OSError):
        raise cannot_write(folder, error) from error
    raise error


def _take(folder: Path, now: datetime) -> FileLock:
    try:
        lock = FileLock(folder / "arcdesk.lock")
    except AlreadyLocked:
        raise WorkspaceInUse(holder=_holder(folder)) from None
    except OSError as error:
        raise WorkspaceReadOnly(path=str(folder)) from error
    holder = {"pid": os.getpid(), "computer": platform.node(), "since": now.isoformat(timespec="seconds")}
    try:
        write_durably(folder / "holder.json", json.dumps(holder).encode())
    except CannotWrite as error:
        lock.release()
        if isinstance(error.__cause__, OSError) and error.__cause__.errno not in _NO_ROOM:
            raise WorkspaceReadOnly(path=str(folder)) from error
        raise
    return lock


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / "holder.json").read_text(encoding="utf-8"))
        return f"{holder['computer']}, pid {holder['pid']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "?"
