"""What is killed: ``python -m tests.faults.workers NAME BOOKS STICK LIFE`` works until it is stopped.

A worker says ``ready``, then one line for each thing that the program has told it is done: a kind and a value,
divided by a tab. What was said must be there when the process is gone, whenever that is.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from arcdesk import bootstrap, keys
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.services.restore import restore
from tests.services.desks import NOW, TODAY, Book, customer_id

ROWS = 25
"""Invoices in one import: all of them are there, or none."""
PASSWORD = "correct horse"  # noqa: S105 - of the tests
CHEAP = {"t": 1, "m": 64, "p": 1}
"""What a password costs here: a quarter of a second each would leave no time to be killed in."""
FROZEN = Path(__file__).parents[1] / "fixtures"
SCHEMAS = ("schema_0001", "schema_0003", "schema_0005")

Said = Iterator[tuple[str, object]]


def opened(books: Path) -> Desk:
    """The desk, by the password where there is one."""
    key = keys.unlock(keys.load(books), PASSWORD, str(books))
    return bootstrap.build(books, FixedClock(NOW), key=key)


def log_one(desk: Desk, name: str, step: int) -> Said:
    """A contact with a screenshot of up to half a megabyte."""
    shot = PastedFile(f"{name}.png", f"{name} ".encode() * (1 + step * 997 % 40_000))
    new = NewContact(customer_id(desk, "C1"), "wechat", "promised", attachments=(shot,), follow_up_on=TODAY)
    logged = desk.contacts.log(new)
    yield "contact", logged.id
    yield "sha256", logged.evidence[0].sha256


def entries(books: Path, _stick: Path, life: str) -> Said:
    """Contacts with evidence, and every third time a receipt."""
    desk = opened(books)
    yield "ready", ""
    for step in count():
        if step % 3 == 2:
            line = desk.receipts.record(customer_id(desk, "C1"), 100 + step, TODAY, rule="oldest")
            yield "receipt", line.number
        else:
            yield from log_one(desk, f"{life}-{step}", step)


def imports(books: Path, _stick: Path, life: str) -> Said:
    """Imports, each with its backup before it, and every third one taken back."""
    desk = opened(books)
    yield "ready", ""
    for step in count():
        book = Book()
        for row in range(ROWS):
            book.invoice(f"{life}-{step}-{row}", "C1", 10, "2026-01-01", "2026-02-01")
        done = book.into(desk)
        yield "batch", done.batch_id
        if step % 3 == 2:
            desk.importing.undo(done.batch_id, "twice")
            yield "undone", done.batch_id


def letters(books: Path, _stick: Path, _life: str) -> Said:
    """One letter to each customer after the other."""
    desk = opened(books)
    codes = [row.code for row in desk.customers.matching("")]
    yield "ready", ""
    for step in count():
        for issued in desk.letters.issue(customer_id(desk, codes[step % len(codes)]), force=True, reason="再发"):
            yield "letter", issued.number
            yield "sha256", issued.sha256


def backups(books: Path, stick: Path, life: str) -> Said:
    """Backups to a stick."""
    desk = opened(books)
    yield "ready", ""
    for step in count():
        yield "backup", desk.backups.make(stick / f"{life}-{step}.zip").file


def restores(_books: Path, stick: Path, life: str) -> Said:
    """One backup brought back again and again."""
    yield "ready", ""
    for step in count():
        yield "workspace", restore(stick / "kept.zip", stick / f"books-{life}-{step}").folder


def bundles(books: Path, stick: Path, _life: str) -> Said:
    """Court bundles."""
    desk = opened(books)
    yield "ready", ""
    while True:
        yield "bundle", desk.bundles.make(customer_id(desk, "C1"), stick).folder


def encryption(books: Path, _stick: Path, life: str) -> Said:
    """A password set, the evidence encrypted, something logged, the password dropped, the evidence decrypted."""
    keys.ARGON2.update(CHEAP)
    desk = opened(books)
    yield "ready", ""
    for step in count():
        if not desk.security.state().has_password:
            desk.security.set_password(PASSWORD)
            yield "password", "set"
            desk.security.finish()
        yield from log_one(desk, f"{life}-{step}-locked", step)
        desk.security.drop_password(PASSWORD)
        yield "password", "dropped"
        desk.security.finish()
        yield from log_one(desk, f"{life}-{step}-open", step)


def migrations(_books: Path, stick: Path, life: str) -> Said:
    """Workspaces of older programs, opened for the first time."""
    yield "ready", ""
    for step in count():
        old = stick / f"{life}-{step}-{SCHEMAS[step % len(SCHEMAS)]}"
        shutil.copytree(FROZEN / SCHEMAS[step % len(SCHEMAS)], old, ignore=shutil.ignore_patterns("*.zip"))
        yield "old", old  # the copy is whole: from here on it is the program that is killed
        opened(old).close()
        yield "migrated", old


WORKERS: dict[str, Callable[[Path, Path, str], Said]] = {
    work.__name__: work
    for work in (entries, imports, letters, backups, restores, bundles, encryption, migrations)
}

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    name, *places, life = sys.argv[1:]
    for kind, value in WORKERS[name](*map(Path, places), life):
        print(kind, value, sep="\t", flush=True)  # noqa: T201 - this is the pipe
