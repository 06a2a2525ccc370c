"""What an interest worksheet is made of, and what a letter keeps of it: plain values, texts in its language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SheetSegment:
    """A run of days, both included, with one principal and one rate; fen.

    ``rate`` is the rate as printed, ``reference`` the publication it comes from, empty without one.
    """

    first_day: date
    last_day: date
    days: int
    principal_fen: int
    rate: str
    reference: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class SheetPayment:
    """Money that came in and what it paid, in fen; ``unapplied_fen`` exceeded everything owed."""

    on: date
    amount_fen: int
    costs_fen: int
    interest_fen: int
    principal_fen: int
    unapplied_fen: int


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One debt with one due date: its segments, the payments between them, what is left; fen.

    ``title`` names it where a worksheet holds several; ``gap`` says why nothing was reckoned.
    """

    title: str
    due_on: date | None
    principal_fen: int
    costs_fen: int
    basis: str
    segments: tuple[SheetSegment, ...]
    payments: tuple[SheetPayment, ...]
    total_fen: int
    principal_left_fen: int
    interest_left_fen: int
    costs_left_fen: int
    gap: str = ""


@dataclass(frozen=True, slots=True)
class WorksheetData:
    """A worksheet of late interest up to and including ``as_of`` (R96).

    ``inputs`` are labelled lines under the title, ``remarks`` sentences under the figures.
    ``total_fen`` is what the segments of all parts add up to. ``lpr_data_to`` is the last
    publication known, where the LPR was used.
    """

    language: str
    currency: str
    as_of: date
    made_on: date
    year_days: int
    inputs: tuple[tuple[str, str], ...]
    parts: tuple[SheetPart, ...]
    total_fen: int
    remarks: tuple[str, ...] = ()
    lpr_data_to: date | None = None
    company: str = ""
