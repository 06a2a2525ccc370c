"""playhouse.migrations on our engine; imported only when there is something to migrate."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from peewee import TextField
from playhouse.migrations import Runner

from arcdesk.models.base import CipherDatabase


class Scripts(Runner):
    """The runner with a history table of text columns: apsw binds no datetime objects."""

    def __init__(self, db: CipherDatabase, folder: Path, history: str, now: datetime) -> None:
        super().__init__(db, str(folder))
        moment = now.isoformat(timespec="seconds")

        class History(db.Model):  # type: ignore[name-defined]  # peewee makes it per database
            name = TextField(unique=True)
            applied = TextField(default=moment)

            class Meta:
                table_name = history

        self.History = History
