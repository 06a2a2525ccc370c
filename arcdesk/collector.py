"""Sparing Python's cycle collector where a great many plain values are made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage_search() -> Iterator[None]:
    """Make values without searching them for cycles.

    A hundred thousand rows hold no cycles, and looking for some takes a fifth to a third of
    the time of reading an import or ageing a ledger.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def leave_alone() -> None:
    """Let the collector look no more at what there is by now.

    For when a great many values were made that are kept: each of its rounds through all of them would
    take a good part of a second. They are still freed as soon as nobody holds them.
    """
    gc.freeze()
