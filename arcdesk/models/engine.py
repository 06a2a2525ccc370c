"""What the database engine's own errors mean to the person: disk full, locked, damaged."""

from __future__ import annotations

import apsw
from peewee import PeeweeException

from arcdesk.domain.errors import Refusal
from arcdesk.models.schema import DamagedWorkspace

ENGINE_ERRORS = (PeeweeException, apsw.Error)


class DiskFull(Refusal):
    """SQLite could not grow the file."""

    sentence = "The disk is full. Nothing was changed; free some space and try again."


class WorkspaceBusy(Refusal):
    """Another writer held the database longer than the waiting time."""

    sentence = "Another program is writing to this workspace. Nothing was changed; try again in a moment."


class WorkspaceNotWritable(Refusal):
    """Writing through a reader, or onto a disk that turned read-only."""

    sentence = "This workspace is open for reading only. Nothing was changed."


def explain(error: BaseException, path: str) -> Refusal | None:
    """The refusal that an engine error means, or None when it is a bug of ours."""
    cause = error.__cause__ if isinstance(error, PeeweeException) and error.__cause__ else error
    text = f"{type(cause).__name__} {error}".lower()
    for words, refusal in (
        (("fullerror", "disk is full"), DiskFull()),
        (("busyerror", "lockederror", "database is locked"), WorkspaceBusy()),
        (("readonly",), WorkspaceNotWritable()),
        (("corrupterror", "notadberror", "malformed", "not a database", "disk i/o"),
         DamagedWorkspace(path=path, why=str(error))),
    ):
        if any(word in text for word in words):
            return refusal
    return None
