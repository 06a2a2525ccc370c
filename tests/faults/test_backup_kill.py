"""Killed while a backup is written or a workspace restored: nothing half-done passes for whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from arcdesk.services.backup_archive import check_archive
from arcdesk.services.evidence import PastedFile
from arcdesk.services.restore import restore
from tests.services.desks import NOW, Book, customer_id, enter, make_desk, not_well

KILLS = int(os.environ.get("ARCDESK_KILLS", "12"))

WORKER = """
import sys
from pathlib import Path
from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from arcdesk.services.restore import restore
from tests.services.desks import NOW

books, stick, life = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
desk = bootstrap.build(books, FixedClock(NOW))
print("ready", flush=True)
for step in range(1000):
    made = desk.backups.make(stick / f"{life}-{step}.zip")
    print("backup", made.file, flush=True)
    done = restore(made.file, stick / f"books-{life}-{step}")
    print("restored", done.folder, flush=True)
"""


def live_and_die(books: Path, stick: Path, life: int, seconds: float) -> list[list[str]]:
    command = [sys.executable, "-c", WORKER, str(books), str(stick), str(life)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
        worker.kill()
        said = worker.stdout.read()
    return [line.split(" ", 1) for line in said.split("\n")[:-1]]


def test_what_bears_the_name_of_a_backup_or_a_workspace_is_whole(tmp_path: Path) -> None:
    books, stick = tmp_path / "workspace", tmp_path / "stick"
    stick.mkdir()
    desk = make_desk(books)
    enter(desk, Book().customer("C1").invoice("A", "C1", 10, "2026-01-01", "2026-02-01"))
    draw = random.Random()  # noqa: S311 - other moments at every run
    for number in range(6):
        shot = PastedFile(f"{number}.png", draw.randbytes(900_000))
        desk.evidence.add(shot, customer_id(desk, "C1"))
    desk.close()
    acknowledged: list[list[str]] = []
    for life in range(KILLS):
        acknowledged += live_and_die(books, stick, life, draw.uniform(0, 0.25))
    for kind, name in acknowledged:
        assert Path(name).exists(), kind
    for archive in stick.glob("*.zip"):
        check_archive(archive, lambda _: None)
    for folder in stick.glob("books-*[0-9]"):
        again = bootstrap.build(folder, FixedClock(NOW))
        assert again.evidence.verify(deep=True).all_well
        assert not_well(again) == []
        again.close()
    desk = bootstrap.build(books, FixedClock(NOW))
    assert not_well(desk) == []
    made = desk.backups.make(stick / "last.zip")
    assert not list(stick.glob("*.part"))  # what the kills left is swept up by the next one
    desk.close()
    assert restore(made.file, tmp_path / "new").evidence_files == 6
    assert any(kind == "backup" for kind, _ in acknowledged)
