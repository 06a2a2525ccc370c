"""Bringing a database to this program's schema: numbered scripts, a verified copy first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import apsw
from peewee import DatabaseError, TextField
from playhouse.migrations import Runner

from arcdesk.domain.errors import Refusal
from arcdesk.models.base import CipherDatabase, unlock

FOLDER = Path(__file__).parent / "migrations"
COPIES_KEPT = 10


class NewerWorkspace(Refusal):
    """The workspace was written by a later version of the program."""

    sentence = "This workspace was made by a newer version of ArcDesk. Install that version to open it."


class DamagedWorkspace(Refusal):
    """The database cannot be read: wrong key, a flipped bit, a torn file."""

    sentence = "The database “{path}” is damaged or has another key ({why}). Restore the newest backup."


class _Scripts(Runner):
    """The runner with a history table of text columns: apsw binds no datetime objects."""

    def __init__(self, db: CipherDatabase, now: datetime) -> None:
        super().__init__(db, str(FOLDER))
        moment = now.isoformat(timespec="seconds")

        class History(db.Model):  # type: ignore[name-defined,misc]  # peewee makes it per database
            name = TextField(unique=True)
            applied = TextField(default=moment)

            class Meta:
                table_name = "schema_migration"

        self.History = History


def pending(db: CipherDatabase, now: datetime) -> list[str]:
    """Names of the migrations that ``db`` still lacks, in order.

    Raises:
        NewerWorkspace: a migration was applied that this program does not know.
    """
    scripts = _Scripts(db, now)
    applied = set(scripts.applied())
    known = [migration.name for migration in scripts.migrations()]
    if applied - set(known):
        raise NewerWorkspace
    return [name for name in known if name not in applied]


def migrate(db: CipherDatabase, key: bytes, backups: Path, now: datetime) -> list[str]:
    """Run every pending migration; returns their names.

    Before the first one a copy of a database that already holds data is made by the
    backup API into ``backups`` and read back whole.

    Raises:
        NewerWorkspace: a migration was applied that this program does not know.
    """
    missing = pending(db, now)
    if missing and db.table_exists("company"):
        copy_database(db, key, backups / f"before-{missing[-1][:4]}-{now:%Y%m%d-%H%M%S}.db")
        _prune(backups)
    return list(_Scripts(db, now).up()) if missing else []


def copy_database(db: CipherDatabase, key: bytes, target: Path) -> None:
    """Copy the open database by the backup API under the same key and check every page."""
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = apsw.Connection(str(target))
    try:
        unlock(copy, key)
        with copy.backup("main", db.connection(), "main") as backup:
            while not backup.done:
                backup.step(500)
        if copy.pragma("quick_check") != "ok":
            raise DamagedWorkspace(path=str(target), why="quick_check")
    finally:
        copy.close()


def _prune(backups: Path) -> None:
    for old in sorted(backups.glob("before-*.db"))[:-COPIES_KEPT]:
        old.unlink()
