"""What is killed: ``python -m tests.faults.mail_worker BOOKS`` sends every letter that may still leave."""

from __future__ import annotations

import sys
from pathlib import Path

from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from tests.services.desks import NOW


def main(books: Path) -> None:
    """Say ``ready``, then a line for each letter that the program says is through."""
    desk = bootstrap.build(books, FixedClock(NOW))
    numbers = [document.number for document in reversed(desk.letters.issued())]
    say("ready")
    desk.outbox.send(numbers, on_result=lambda result: say(f"{result.number} {result.state}"))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
