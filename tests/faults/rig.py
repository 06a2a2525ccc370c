"""Lets a worker live for a while, kills it, and keeps the account of what it was told."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.workers import WORKERS

KILLS = int(os.environ.get("ARCDESK_KILLS", "16"))
"""How many kills all workers together go through."""
FLIPS = int(os.environ.get("ARCDESK_FLIPS", "120"))
"""How many bits are flipped in all places together."""
ROOT = Path(__file__).parents[2]
TALLY: dict[str, Counter[str]] = {}
"""Kills, acknowledged entries and flips of each test of this run, for the summary at its end."""


def share(name: str) -> int:
    """How many of the kills are this worker's: at least one, and all of them together ``KILLS``."""
    place, workers = list(WORKERS).index(name), len(WORKERS)
    return max(1, (KILLS - place + workers - 1) // workers)


@dataclass
class Rig:
    """One worker over all its lives, and everything that was acknowledged to it."""

    worker: str
    books: Path
    stick: Path
    longest: float
    """Seconds after its first word within which it is killed."""
    said: dict[str, set[str]] = field(default_factory=dict)
    draw: random.Random = field(default_factory=random.Random)

    def kill(self, life: int) -> list[tuple[str, str]]:
        """Let the worker live for a random while, kill it, and return what it was told, in order.

        The first life ends after its first acknowledgement, so that none of the checks runs on nothing.
        """
        program = [sys.executable, "-m", "tests.faults.workers"]
        command = [*program, self.worker, str(self.books), str(self.stick), str(life)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, stdout=pipe, stderr=pipe, cwd=ROOT, env=environment, encoding="utf-8"
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            lines = [process.stdout.readline()]
            start = time.monotonic()
            while life == 0 and lines[-1] and len(lines) < 4:
                lines.append(process.stdout.readline())
            self.longest = max(self.longest, min(10, time.monotonic() - start))  # a busy machine needs longer
            time.sleep(self.draw.uniform(0, self.longest))
            is_alive = process.poll() is None
            process.kill()
            lines += process.stdout.readlines()
            assert is_alive, process.stderr.read()
        assert lines[0] == "ready\t\n"
        whole = [line[:-1].partition("\t") for line in lines[1:] if line.endswith("\n")]
        told = [(kind, value) for kind, _, value in whole]
        for kind, value in told:
            self.said.setdefault(kind, set()).add(value)
        tally = TALLY.setdefault(self.worker, Counter())
        tally["kills"] += 1
        tally.update(kind for kind, _ in told)
        return told
