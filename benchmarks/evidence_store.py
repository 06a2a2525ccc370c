"""Taking evidence in against a shell that copies, hashes and syncs; verifying it against sha256sum.

    uv run python benchmarks/evidence_store.py                    2 GB in 1,000 files, on the disk of the system
    uv run python benchmarks/evidence_store.py --megabytes 200 --files 100 --folder /mnt/stick

Goals, as ratios in one run: taking in at most 1.5 times the shell, verifying at most 1.2 times sha256sum. The
shell writes each file once and syncs it; the program keeps its order (temporary, fsync, rename, read-only, row)
and enters the file, its link and an event of the chain.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from measure import Work, print_table, seconds_of

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.company import CompanyProfile

NOW = datetime(2026, 10, 8, 9, 0, tzinfo=timezone(timedelta(hours=8)))
LOOP = 'for file in "$1"/*; do cp "$file" "$2/" && sha256sum "$file" >>"$2.sums" && sync "$2/${file##*/}"; done'
CHECK = 'sha256sum --check --quiet "$2.sums"'
GOALS = {"take in": 1.5, "verify": 1.2}


def main() -> None:
    """Take turns on fresh files and print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=2000)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None, help="where to write; the system's temporary folder")
    chosen = parser.parse_args()
    if shutil.which("sha256sum") is None or shutil.which("sync") is None:
        parser.exit(2, "sha256sum and sync are needed for the comparison\n")
    for turn in range(chosen.rounds):
        with tempfile.TemporaryDirectory(prefix="arcdesk-bench-", dir=chosen.folder) as place:
            run(Path(place), chosen.megabytes << 20, chosen.files, program_first=bool(turn % 2))


def run(place: Path, size: int, files: int, *, program_first: bool) -> None:
    """One round: the same files to both, one after the other, each from a disk with nothing left to write."""
    source = place / "source"
    source.mkdir()
    for number in range(files):
        with (source / f"{number:05d}.bin").open("wb") as file:
            for start in range(0, size // files, 1 << 20):
                file.write(os.urandom(min(1 << 20, size // files - start)))
    copies = place / "copies"
    copies.mkdir()
    desk = open_desk(place / "workspace")
    works: dict[str, Work] = {
        "shell": lambda: shell(LOOP, source, copies),
        "service": lambda: take_in(desk, source),
    }
    taken = {}
    for name in sorted(works, reverse=program_first):
        os.sync()
        taken[name] = seconds_of(works[name])
    print_table(f"take in: {files} files, {size >> 20} MB", taken, against="shell", count=size >> 20, unit="MB")
    checks: dict[str, Work] = {
        "sha256sum": lambda: shell(CHECK, source, copies),
        "verify": lambda: verify(desk, files),
    }
    for work in checks.values():
        work()  # both read from memory from here on, so that the disk is no part of it
    checked = {name: seconds_of(work) for name, work in checks.items()}
    print_table("verify", checked, against="sha256sum", count=size >> 20, unit="MB")
    desk.close()
    for name, ratio in (("take in", taken["service"] / taken["shell"]),
                        ("verify", checked["verify"] / checked["sha256sum"])):  # fmt: skip
        print(f"{name}: {ratio:.2f} x, goal {GOALS[name]} x: {'met' if ratio <= GOALS[name] else 'MISSED'}")


def open_desk(folder: Path) -> Desk:
    """New books with one customer."""
    desk = bootstrap.create(folder, FixedClock(NOW), CompanyProfile("甲公司"))
    desk.customers.add("C1", "乙公司")
    return desk


def shell(script: str, source: Path, copies: Path) -> None:
    """Run a line of shell with both folders."""
    subprocess.run(["/bin/sh", "-c", script, "sh", str(source), str(copies)], check=True)


def take_in(desk: Desk, source: Path) -> None:
    """Add every file as a person would who drops the folder."""
    customer = desk.customers.find("C1").id
    for file in sorted(source.iterdir()):
        desk.evidence.add(file, customer)


def verify(desk: Desk, files: int) -> None:
    """Hold every file against its hash and the chain against itself."""
    report = desk.evidence.verify(deep=True)
    assert report.all_well
    assert report.files == files


if __name__ == "__main__":
    main()
