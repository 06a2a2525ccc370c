"""What a file is opened as: tables of raw cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from arcdesk.importing.ledger_file import Remark

Cell = str | float | int | bool | date | datetime | time | timedelta
"""A raw cell. A float is the number of the file, whose ``repr`` is exact: see ``values``."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its rows, the sheet's number of the first of them, and how it counts days."""

    sheet: str
    rows: Sequence[Sequence[Cell]]
    first_row: int = 1
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file's tables with its name, the SHA-256 of its bytes, and what to know of it."""

    name: str
    sha256: str
    tables: tuple[Table, ...]
    remarks: tuple[Remark, ...] = ()
