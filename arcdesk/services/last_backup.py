"""The latest verified backup, as the workspace remembers it beside its books."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

LAST = "last-backup.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The latest verified backup of this workspace, wherever it went; ``books_only``: without the evidence.

    ``head`` is the hash of event ``events`` of the log: known outside the books, so that a log rewritten or cut
    off since does not fit it.
    """

    at: datetime
    file: Path
    size_bytes: int
    events: int
    head: str
    books_only: bool = False


def read_last(folder: Path) -> LastBackup | None:
    """What the folder of backups remembers; None where there was none or the note cannot be read."""
    try:
        kept: dict[str, Any] = json.loads((folder / LAST).read_text(encoding="utf-8"))
        return LastBackup(
            datetime.fromisoformat(kept["at"]), Path(kept["file"]), int(kept["bytes"]), int(kept["events"]),
            str(kept["head"]), bool(kept["books_only"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None
