"""Bringing a database to this program's schema: numbered scripts, a verified copy first."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import apsw

from arcdesk.domain.errors import Refusal
from arcdesk.models.base import CipherDatabase, unlock
from arcdesk.models.engine import ENGINE_ERRORS, DamagedWorkspace, explain

FOLDER = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"
COPIES_KEPT = 10


class NewerWorkspace(Refusal):
    """The workspace was written by a later version of the program."""

    sentence = "This workspace was made by a newer version of ArcDesk. Install that version to open it."


def pending(db: CipherDatabase) -> list[str]:
    """Names of the migrations that ``db`` still lacks, in order.

    Raises:
        NewerWorkspace: a migration was applied that this program does not know.
    """
    known = sorted(script.stem for script in FOLDER.glob("[0-9]*.py"))
    applied: set[str] = set()
    if db.table_exists(HISTORY):
        applied = {name for (name,) in db.execute_sql(f"SELECT name FROM {HISTORY}").fetchall()}
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
    missing = pending(db)
    if not missing:
        return []
    from arcdesk.models.migration_runner import Scripts  # slow to import, and rarely needed

    if db.table_exists("company"):
        copy_database(db, key, backups / f"before-{missing[-1][:4]}-{now:%Y%m%d-%H%M%S}.db")
        _prune(backups)
    return list(Scripts(db, FOLDER, HISTORY, now).up())


def copy_database(db: CipherDatabase, key: bytes, target: Path) -> None:
    """Copy the open database by the backup API under the same key and check every page.

    Raises:
        DamagedWorkspace: the copy does not read back whole.
        DiskFull, DiskFailed: there is no room for it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = apsw.Connection(str(target))
    try:
        _fill(copy, db, key, target)
    except BaseException as error:
        with suppress(apsw.Error):  # what it could not write it cannot fold in either
            copy.close()
        for left in (target, *target.parent.glob(f"{target.name}-*")):
            left.unlink(missing_ok=True)  # half a copy must not pass for a backup
        refusal = explain(error, str(target)) if isinstance(error, ENGINE_ERRORS) else None
        if refusal is not None:
            raise refusal from error
        raise
    copy.close()


def _fill(copy: apsw.Connection, db: CipherDatabase, key: bytes, target: Path) -> None:
    unlock(copy, key)
    with copy.backup("main", db.connection(), "main") as backup:
        while not backup.done:
            backup.step(500)
    if copy.pragma("quick_check") != "ok":
        raise DamagedWorkspace(path=str(target), why="quick_check")


def _prune(backups: Path) -> None:
    for old in sorted(backups.glob("before-*.db"))[:-COPIES_KEPT]:
        old.unlink()
