"""Killed at any moment, the workspace opens again with everything that was acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from arcdesk.models.base import proxy
from tests.services.desks import NOW, TODAY, Book, customer_id, enter, make_desk, not_well

KILLS = 22
ROWS = 25
"""Invoices in one import: all of them are there, or none."""

WORKER = """
import sys
from pathlib import Path
from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from tests.services.desks import NOW, TODAY, Book, customer_id

folder, life, rows = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
desk = bootstrap.build(folder, FixedClock(NOW))
who = customer_id(desk, "C1")
print("ready", flush=True)
for step in range(100_000):
    kind = step % 4
    if kind < 2:
        shot = PastedFile(f"{life}-{step}.png", f"{life} {step} ".encode() * (1 + step * 997 % 40_000))
        logged = desk.contacts.log(NewContact(who, "wechat", "promised", attachments=(shot,), follow_up_on=TODAY))
        print("contact", logged.id, logged.evidence[0].sha256, flush=True)
    elif kind == 2:
        line = desk.receipts.record(who, 100 + step, TODAY, rule="oldest")
        print("receipt", line.number, flush=True)
    else:
        book = Book()
        for row in range(rows):
            book.invoice(f"{life}-{step}-{row}", "C1", 10, "2026-01-01", "2026-02-01")
        print("batch", book.into(desk).batch_id, flush=True)
"""


def live_and_die(folder: Path, life: int, seconds: float) -> list[list[str]]:
    """Let a worker run for so long after its first word, kill it, and return what it acknowledged."""
    command = [sys.executable, "-c", WORKER, str(folder), str(life), str(ROWS)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
        worker.kill()
        said = worker.stdout.read()
    return [line.split() for line in said.split("\n")[:-1]]


def kept(sql: str) -> set[str]:
    return {str(value) for (value,) in proxy.execute_sql(sql).fetchall()}


def test_what_was_acknowledged_survives_every_kill(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    desk = make_desk(folder)
    enter(desk, Book().customer("C1"))
    desk.close()
    draw = random.Random()  # noqa: S311 - other moments at every run
    promised: dict[str, set[str]] = {"contact": set(), "sha256": set(), "receipt": set(), "batch": set()}
    for life in range(KILLS):
        for kind, name, *sha256 in live_and_die(folder, life, draw.uniform(0, 0.12)):
            promised[kind].add(name)
            promised["sha256"].update(sha256)
        desk = bootstrap.build(folder, FixedClock(NOW))
        assert promised["contact"] <= kept("SELECT id FROM contact")
        assert promised["sha256"] <= kept("SELECT sha256 FROM evidence")
        assert promised["receipt"] <= kept("SELECT number FROM receipt")
        assert promised["batch"] <= kept("SELECT id FROM import_batch")
        (invoices,) = proxy.execute_sql("SELECT count(*) FROM invoice").fetchone()
        assert invoices % ROWS == 0
        report = desk.evidence.verify(deep=True)
        assert report.all_well, report
        assert not_well(desk) == []
        for block in desk.aging.report(TODAY).currencies:
            assert block.identities.hold
        desk.close()
    assert len(promised["contact"]) > KILLS
    assert promised["batch"]


def test_a_killed_writer_holds_nobody_up(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    desk = make_desk(folder)
    enter(desk, Book().customer("C1"))
    desk.close()
    live_and_die(folder, 0, 0.05)
    assert (folder / "holder.json").exists()
    desk = bootstrap.build(folder, FixedClock(NOW))
    assert customer_id(desk, "C1")
    desk.close()
    assert not (folder / "holder.json").exists()
