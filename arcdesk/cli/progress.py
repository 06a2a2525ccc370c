"""A progress bar on standard error, where a person is looking at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from arcdesk.cli import streams
from arcdesk.cli.tables import width

COLUMNS = 30

Progress = Callable[[int, int], None]


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A callback ``(done, total)`` that draws the bar; the line is gone when the work is."""
    if not streams.is_terminal():
        yield _silent
        return
    shown = -1

    def draw(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // total if total else 100
        if percent != shown:
            shown = percent
            full = COLUMNS * percent // 100
            print(
                f"\r{title} [{'#' * full}{'.' * (COLUMNS - full)}] {percent:3d} %",
                end="",
                file=sys.stderr,
                flush=True,
            )

    try:
        yield draw
    finally:
        if shown >= 0:
            print(f"\r{' ' * (width(title) + COLUMNS + 9)}\r", end="", file=sys.stderr, flush=True)


def _silent(_done: int, _total: int) -> None:
    """Nobody is looking."""
