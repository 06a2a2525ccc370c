"""Files that survive a power cut and a virus scanner: durable writes, retried renames, safe names."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.domain.text import one_line

RENAME_ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 0.05
LONGEST_NAME = 120
LONGEST_BYTES = 200
"""Of a name in UTF-8: Linux takes 255 bytes, of which a number before it and " (2)" behind it want some."""
TEMPORARY = ".tmp-"
"""How the name begins of everything that is not whole yet."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_DEVICE = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\..*)?$", re.IGNORECASE)
_LONGEST_ENDING = 12


class CannotWrite(Refusal):
    """The file system refused a write: read-only, full, or held by another program."""

    sentence = "“{path}” cannot be written ({why}). Choose another folder or free some space, then try again."


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """The refusal for an ``OSError`` met while writing ``path``."""
    return CannotWrite(path=str(path), why=error.strerror or type(error).__name__)


def safe_name(text: str) -> str:
    """``text`` as a file name that every system takes and shows as it is.

    No reserved signs, devices, trailing dots or invisible marks that turn a name around; too long a one is
    shortened before its ending.
    """
    name = one_line(_FORBIDDEN.sub("_", text)).strip(" .")
    if _DEVICE.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    while len(stem) + len(dot + ending) > LONGEST_NAME or len((stem + dot + ending).encode()) > LONGEST_BYTES:
        stem = stem[:-1].rstrip(" .")
    return f"{stem}{dot}{ending}" or "_"


def replace(source: Path, target: Path) -> None:
    """Rename over ``target``, trying again while a scanner holds the file (Windows)."""
    pause = FIRST_PAUSE_SECONDS
    for attempt in range(RENAME_ATTEMPTS):
        try:
            os.replace(source, target)
        except PermissionError:
            if attempt == RENAME_ATTEMPTS - 1:
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes) -> None:
    """Write ``content`` whole or not at all: temporary name, fsync, rename, fsync of the folder.

    Raises:
        CannotWrite: the folder is read-only or the disk is full; ``path`` is as before.
    """
    write_all_durably({path: content})


def write_all_durably(contents: Mapping[Path, bytes]) -> None:
    """Write several files, none of which is touched before there is room for all.

    Raises:
        CannotWrite: a folder is read-only or the disk is full; a failure while writing leaves all as before.
    """
    with prepared(contents) as put:
        put()


@contextmanager
def prepared(contents: Mapping[Path, bytes]) -> Iterator[Callable[[], None]]:
    """Write several files beside their places; what comes, when it is called, gives all of them their names.

    Between the two something else may be done that can fail for want of room: the names need none any more.

    Raises:
        CannotWrite: as ``write_all_durably``, on the way in or from the call.
    """
    written: dict[Path, Path] = {}
    path = next(iter(contents))

    def put() -> None:
        target = path
        try:
            for target, temporary in written.items():
                replace(temporary, target)
            for folder in {target.parent for target in written}:
                sync_folder(folder)
        except OSError as error:
            raise cannot_write(target, error) from error

    try:
        for path, content in contents.items():
            try:
                written[path] = _written(path.parent, content)
            except OSError as error:
                raise cannot_write(path, error) from error
        yield put
    finally:
        for temporary in written.values():
            discard(temporary)


def _written(folder: Path, content: bytes) -> Path:
    """A synced temporary file in ``folder`` with that content; half a one is taken away."""
    import tempfile  # not needed to open a workspace, and not quick to import

    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        discard(temporary)
        raise
    return temporary


def discard(temporary: Path) -> None:
    """Remove a file that was not needed after all, even if it was made read-only (Windows)."""
    with suppress(OSError):
        temporary.chmod(0o600)
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def sweep(folder: Path, before: datetime | None = None) -> None:
    """Remove what a killed program was writing in ``folder``, last touched ``before`` that moment where one is given.

    Only what bears a temporary name, be it a file or a folder.
    """
    with suppress(OSError):
        for left in folder.glob(f"{TEMPORARY}*"):
            if before is None or left.lstat().st_mtime < before.timestamp():
                for inner in left.rglob("*") if left.is_dir() and not left.is_symlink() else ():
                    discard(inner)
                discard(left)
                shutil.rmtree(left, ignore_errors=True)


def unused(path: Path) -> Path:
    """``path``, or the first of ``name (2)``, ``name (3)`` … that does not exist yet."""
    candidate, count = path, 1
    while candidate.exists():
        count += 1
        candidate = path.with_name(f"{path.stem} ({count}){path.suffix}")
    return candidate
