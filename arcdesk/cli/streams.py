"""Standard streams that always take a line: none at all, a legacy code page, a closed pipe."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from pathlib import Path

from arcdesk.domain.errors import Refusal


class AnswerNotWritten(Refusal):
    """Standard output took no more: a file on a full disk."""

    sentence = "The answer could not be written ({why}). Free some space and ask again."


_READER_GONE = {errno.EPIPE, errno.EINVAL}
"""What writing into a closed pipe gives on POSIX and on Windows."""


def prepare() -> None:
    """Give the process UTF-8 streams; a windowed build has none and writes nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nowhere())
        elif isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """One line on standard output; quiet once the reader has gone."""
    _write("stdout", text)


def complain(text: str) -> None:
    """One line on standard error, whatever line breaks ``text`` has."""
    _write("stderr", " ".join(text.split("\n")))


def flush() -> None:
    """Write out what is waiting; a reader that left early is no error."""
    for name in ("stdout", "stderr"):
        try:
            getattr(sys, name).flush()
        except ValueError:  # closed already
            continue
        except OSError as error:
            _close_down(name, error)


def is_terminal() -> bool:
    """Whether standard error is looked at by a person, so that a progress bar makes sense."""
    try:
        return sys.stderr.isatty()
    except ValueError:
        return False


def _write(name: str, text: str) -> None:
    try:
        print(text, file=getattr(sys, name))
    except OSError as error:
        _close_down(name, error)


def _close_down(name: str, error: OSError) -> None:
    """Send the rest of a stream nowhere, so that neither we nor the interpreter trip over it again.

    Raises:
        AnswerNotWritten: a reader is there, and part of the answer did not reach it.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, getattr(sys, name).fileno())
        os.close(nowhere)
    setattr(sys, name, _nowhere())
    if name == "stdout" and error.errno not in _READER_GONE:
        raise AnswerNotWritten(why=error.strerror or type(error).__name__) from error


def _nowhere() -> io.TextIOWrapper:
    return Path(os.devnull).open("w", encoding="utf-8")
