"""What the authenticated cipher costs: the same books plain, under chacha20 and under AEGIS.

Inserting, opening with the raw key and first read, aging with pages warm, and aging cold:
a new connection after the file's pages were dropped from the system's cache (where the
system lets a program ask for that). docs/decisions/0002-cipher.md draws the conclusion.

    uv run python benchmarks/ciphers.py [INVOICES]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from books import CLOCK, TODAY, make_books
from measure import print_table, take_turns

from arcdesk import bootstrap
from arcdesk.models import base
from arcdesk.workspace import DATABASE

ROUNDS = 5
CIPHERS = ("plain", "chacha20", "aegis")
ciphered = base.unlock


def choose(cipher: str) -> None:
    """Make every connection from now on use ``cipher``."""

    def stay_plain(conn: Any, key: bytes, schema: str = "main") -> None:
        """No key, no cipher: an ordinary SQLite file."""

    base.unlock = stay_plain if cipher == "plain" else ciphered
    if cipher != "plain":
        base.CIPHER = cipher


def drop_from_cache(file: Path) -> None:
    """Ask the system to forget the file's pages."""
    if hasattr(os, "posix_fadvise"):
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def opening(cipher: str, folder: Path) -> Callable[[], float]:
    """Seconds from nothing to the first row read."""

    def work() -> float:
        choose(cipher)
        start = time.perf_counter()
        desk = bootstrap.build(folder, CLOCK, write=False)
        desk.company.profile()
        taken = time.perf_counter() - start
        desk.close()
        return taken

    return work


def scanning(cipher: str, folder: Path) -> Callable[[], float]:
    """Seconds to read every page of the invoices from a cold file: the cipher and little else."""

    def work() -> float:
        choose(cipher)
        drop_from_cache(folder / DATABASE)
        desk = bootstrap.build(folder, CLOCK, write=False)
        start = time.perf_counter()
        base.proxy.execute_sql("SELECT sum(length(number) + amount_fen) FROM invoice NOT INDEXED").fetchone()
        taken = time.perf_counter() - start
        desk.close()
        return taken

    return work


def aging(cipher: str, folder: Path, *, cold: bool) -> Callable[[], float]:
    """Seconds of one aging report; warm is the second of the same connection."""

    def work() -> float:
        choose(cipher)
        if cold:
            drop_from_cache(folder / DATABASE)
        desk = bootstrap.build(folder, CLOCK, write=False)
        if not cold:
            desk.aging.report(TODAY)
        start = time.perf_counter()
        desk.aging.report(TODAY)
        taken = time.perf_counter() - start
        desk.close()
        return taken

    return work


def main(invoices: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folders = {cipher: Path(scratch) / cipher for cipher in CIPHERS}
        inserts = dict.fromkeys(CIPHERS, 0.0)
        for cipher, folder in folders.items():
            choose(cipher)
            start = time.perf_counter()
            make_books(folder, max(1, invoices // 10), invoices).close()
            inserts[cipher] = time.perf_counter() - start
            is_plain = (folder / DATABASE).read_bytes()[:15] == b"SQLite format 3"
            assert is_plain == (cipher == "plain"), cipher
        print_table(f"{invoices:,} invoices and their receipts inserted (once)", inserts, against="plain")
        for title, works in (
            ("open a workspace and read its company", {c: opening(c, folders[c]) for c in CIPHERS}),
            ("every page of the invoices, cold", {c: scanning(c, folders[c]) for c in CIPHERS}),
            ("aging, pages warm", {c: aging(c, folders[c], cold=False) for c in CIPHERS}),
            ("aging, pages cold", {c: aging(c, folders[c], cold=True) for c in CIPHERS}),
        ):
            print_table(title, take_turns(works, ROUNDS), against="plain")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
