"""What the database engine's own errors mean to the person: disk full, locked, damaged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, Self

import apsw
from peewee import PeeweeException

from arcdesk.domain.errors import Refusal

ENGINE_ERRORS = (PeeweeException, apsw.Error)

_TAMPERED = (apsw.SQLITE_IOERR_DATA, apsw.SQLITE_IOERR_CORRUPTFS)
"""Extended codes of an input/output error that lies in the data, not in the disk."""


class DamagedWorkspace(Refusal):
    """The database cannot be read: wrong key, a flipped bit, a torn file."""

    sentence = "The database “{path}” is damaged or has another key ({why}). Restore the newest backup."


class DiskFull(Refusal):
    """SQLite could not grow the file."""

    sentence = "The disk is full. Nothing was changed; free some space and try again."


class DiskFailed(Refusal):
    """The system refused to read or write: a quota, a limit, a failing or unplugged disk."""

    sentence = "The disk gave an error ({why}). Nothing was changed; free some space or check the disk, then try again."


class WorkspaceBusy(Refusal):
    """Another writer held the database longer than the waiting time."""

    sentence = "Another program is writing to this workspace. Nothing was changed; try again in a moment."


class WorkspaceNotWritable(Refusal):
    """Writing through a reader, or onto a disk that turned read-only."""

    sentence = "This workspace is open for reading only. Nothing was changed."


class DatabaseUnreachable(Refusal):
    """The file is not there, or SQLite may not put its own files beside it."""

    sentence = "The database “{path}” cannot be opened. Check that its folder is there and can be written."


class HalfCharacter(Refusal):
    """A text that holds half of a character: from a damaged file name, or a paste gone wrong."""

    sentence = "A text holds half a character, which can't be kept. Type it anew. Nothing was changed."


def explain(error: BaseException | None, path: str) -> Refusal | None:
    """The refusal that an engine error means, or None when it is a bug of ours."""
    while error is not None and not isinstance(error, apsw.Error):
        error = error.__cause__ or error.__context__
    match error:
        case apsw.FullError():
            return DiskFull()
        case apsw.BusyError() | apsw.LockedError():
            return WorkspaceBusy()
        case apsw.ReadOnlyError():
            return WorkspaceNotWritable()
        case apsw.CantOpenError():
            return DatabaseUnreachable(path=path)
        case apsw.IOError() if getattr(error, "extendedresult", 0) not in _TAMPERED:
            return DiskFailed(why=_why(error))
        case apsw.CorruptError() | apsw.NotADBError() | apsw.IOError():
            return DamagedWorkspace(path=path, why=str(error))
    return None


def _why(error: apsw.Error) -> str:
    """What the engine says, or the name of its code where it says nothing."""
    text, code = str(error), getattr(error, "extendedresult", 0)
    known = apsw.mapping_extended_result_codes.get(code, text)
    return str(known) if text in ("", "not an error") else text


class GuardedCursor(apsw.Cursor):
    """A cursor whose engine errors come out as refusals, whichever row they strike at.

    A damaged page is met long after the workspace was opened, in the middle of any query.
    """

    def execute(self, *args: Any, **kwargs: Any) -> Self:
        return self._guarded(super().execute, *args, **kwargs)

    def executemany(self, *args: Any, **kwargs: Any) -> Self:
        return self._guarded(super().executemany, *args, **kwargs)

    def fetchone(self) -> Any:
        return self._guarded(super().fetchone)

    def fetchall(self) -> Any:
        # The engine's own fetchall asks __next__ below for every row, which costs more than the row.
        step = super().__next__
        return self._guarded(lambda: list(iter(step, None)))

    def __next__(self) -> Any:
        return self._guarded(super().__next__)

    def _guarded(self, run: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return run(*args, **kwargs)
        except apsw.Error as error:
            self._raise(error)
        except UnicodeEncodeError as error:
            raise HalfCharacter from error

    def _raise(self, error: apsw.Error) -> NoReturn:
        refusal = explain(error, self.connection.filename)
        if refusal is None:
            raise error
        raise refusal from error
