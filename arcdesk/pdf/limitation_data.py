"""What a sheet on limitation is made of: plain values, texts in its language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SheetEvent:
    """One event of the chain: when, what, how well proven, and what it did to the period."""

    when: str
    kind: str
    proof: str
    effect: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class LimitationPart:
    """The clock of one debt.

    ``facts`` are labelled lines (due date, period, ends), ``flags`` sentences under them.
    ``raw_end`` is ``None`` while a proceeding goes on; ``state`` is one word for the day looked at.
    """

    title: str
    state: str
    raw_end: date | None
    last_day: date | None
    facts: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    events: tuple[SheetEvent, ...]


@dataclass(frozen=True, slots=True)
class LimitationSheetData:
    """Clocks of limitation as of a day, one part a debt."""

    language: str
    as_of: date
    made_on: date
    inputs: tuple[tuple[str, str], ...]
    parts: tuple[LimitationPart, ...]
    remarks: tuple[str, ...] = ()
    company: str = ""
