"""The one database of a workspace: authenticated cipher, durable writes, bound at opening."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
from peewee import DatabaseProxy, Model
from playhouse.apsw_ext import APSWDatabase

from arcdesk.models.engine import GuardedCursor

CIPHER = "aegis"  # docs/decisions/0002-cipher.md
BUSY_TIMEOUT_SECONDS = 5

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",  # the ledger is worth an fsync (tried.md 11: NORMAL lost commits)
    "foreign_keys": 1,
    "recursive_triggers": 1,  # else REPLACE slips past the triggers that keep history append-only
    "cache_size": -65536,
    "temp_store": "memory",
}
READ_PRAGMAS = {"foreign_keys": 1, "cache_size": -65536, "temp_store": "memory", "query_only": 1}

proxy = DatabaseProxy()


class Row(Model):
    """Base of every table; bound to the open workspace's database.

    peewee adds ``id`` and, beside each foreign key, the bare ``…_id``: the annotations name
    them for the type checker and make no columns.
    """

    id: Any

    class Meta:
        database = proxy
        strict_tables = True
        legacy_table_names = False


class CipherDatabase(APSWDatabase):
    """SQLite whose every page is encrypted and authenticated: a flipped bit is an error.

    Args:
        file: the database file; created when missing unless ``read_only``.
        key: 32 random bytes, used as they are (no key derivation).
        read_only: open for reading beside another writer.
        frozen: the folder takes no files (a read-only disk), so read without a WAL index.
    """

    def __init__(self, file: Path, key: bytes, *, read_only: bool = False, frozen: bool = False) -> None:
        self._key = key
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        pragmas, name = PRAGMAS, str(file)
        if read_only:
            flags, pragmas = apsw.SQLITE_OPEN_READONLY, READ_PRAGMAS
        if frozen:
            flags, name = flags | apsw.SQLITE_OPEN_URI, f"{file.absolute().as_uri()}?immutable=1"
        super().__init__(name, pragmas=pragmas, timeout=BUSY_TIMEOUT_SECONDS, flags=flags)

    def _add_conn_hooks(self, conn: Any) -> None:
        unlock(conn, self._key)
        conn.pragma("user_version")  # the first read: a wrong key or a damaged file shows here
        conn.cursor_factory = GuardedCursor
        super()._add_conn_hooks(conn)


def unlock(conn: Any, key: bytes, schema: str = "main") -> None:
    """Give a raw apsw connection the workspace's cipher and its 32-byte key."""
    conn.pragma("cipher", CIPHER)
    conn.pragma("hexkey", (b"raw:" + key).hex(), schema=schema)


@contextmanager
def one_write() -> Iterator[None]:
    """One write transaction of a service, taken at once: all of it or nothing.

    BEGIN IMMEDIATE, because a plain BEGIN that later turns into a write fails under a
    second writer instead of waiting (tried.md 11). Nested uses join the outer one.
    """
    if proxy.in_transaction():
        with proxy.savepoint():
            yield
    else:
        with proxy.atomic("IMMEDIATE"):
            yield
