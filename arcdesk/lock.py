"""One writer at a time: an operating-system lock on a file, freed even when its holder is killed.

Twenty lines of our own because the usual package imports asyncio, which costs every start of
the program as much as the whole database layer does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


class AlreadyLocked(Exception):
    """Another process holds the lock."""


class FileLock:
    """An exclusive lock on ``path``, held until ``release`` or the end of the process."""

    def __init__(self, path: Path) -> None:
        """Take the lock at once or not at all.

        Raises:
            AlreadyLocked: somebody else has it.
            OSError: the file cannot be opened for writing.
        """
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise AlreadyLocked from error

    def release(self) -> None:
        """Give the lock back; the file stays."""
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
