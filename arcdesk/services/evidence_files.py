"""Files on the way into the evidence store and out of it: read once in blocks, copied whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from arcdesk.domain.errors import Refusal
from arcdesk.files import cannot_write, discard
from arcdesk.services.vault import BLOCK_BYTES

Progress = Callable[[int, int], None]


class EvidenceFileMissing(Refusal):
    """The file that was to be added is not there."""

    sentence = "The file “{path}” cannot be read ({why}). Nothing was recorded; choose the file again."


class ExportExists(Refusal):
    """An export never overwrites."""

    sentence = "“{path}” exists already. Choose another name."


def open_source(source: Path) -> tuple[IO[bytes], str | None, int]:
    """The file opened, the moment of its last change where the system knows it, and its size in bytes."""
    try:
        status = source.stat()
        if not stat.S_ISREG(status.st_mode):
            raise EvidenceFileMissing(path=str(source), why="no file", field="attach")
        handle = source.open("rb")
    except OSError as error:
        raise EvidenceFileMissing(path=str(source), why=error.strerror or "?", field="attach") from error
    try:
        modified = datetime.fromtimestamp(status.st_mtime).astimezone().isoformat(timespec="seconds")
    except (OSError, OverflowError, ValueError):  # a time outside the calendar
        return handle, None, status.st_size
    return handle, modified, status.st_size


def blocks(source: Path, handle: IO[bytes]) -> Iterator[bytes]:
    """Content of the source; an error of its disk is not one of the store's."""
    try:
        while block := handle.read(BLOCK_BYTES):
            yield block
    except OSError as error:
        raise EvidenceFileMissing(path=str(source), why=error.strerror or "?", field="attach") from error


def told(blocks: Iterable[bytes], in_all: int, progress: Progress | None) -> Iterator[bytes]:
    """The blocks, with ``progress`` told of each."""
    done = 0
    for block in blocks:
        yield block
        done += len(block)
        if progress:
            progress(done, max(done, in_all))


def copy_out(content: BinaryIO, target: Path) -> None:
    """Copy ``content`` to the new file ``target``; half a copy is taken away again."""
    try:
        with target.open("xb") as copy:
            try:
                for block in iter(lambda: content.read(BLOCK_BYTES), b""):
                    copy.write(block)
                copy.flush()
                os.fsync(copy.fileno())
            except OSError:
                copy.close()
                discard(target)
                raise
    except FileExistsError:
        raise ExportExists(path=str(target)) from None
    except OSError as error:
        raise cannot_write(target, error) from error
