"""Running a program of the system, as a ``Protocol``, so that tests see the words and run nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

SECONDS = 30


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of it: the exit status, and what it printed."""

    status: int
    output: str


class Runner(Protocol):
    """Runs one command; ``OSError`` where it is not there or may not run."""

    def run(self, words: Sequence[str]) -> Ran: ...


class SystemRunner:
    """Runs it for real, without a console window, half a minute at most."""

    def run(self, words: Sequence[str]) -> Ran:
        """Run ``words``.

        Raises:
            OSError: there is no such program, it may not run, or it does not end.
        """
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            done = subprocess.run(  # noqa: S603 - a list of words, no shell
                list(words),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=SECONDS,
                check=False,
                creationflags=flags,
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(str(error)) from error
        return Ran(done.returncode, decoded(done.stdout))


def decoded(output: bytes) -> str:
    """What a console program of Windows printed: UTF-16 with its mark, else the code page of the console."""
    if output.startswith((b"\xff\xfe", b"\xfe\xff")):
        return output.decode("utf-16", "replace")
    return output.decode("oem" if sys.platform == "win32" else "utf-8", "replace")
