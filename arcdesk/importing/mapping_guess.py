"""What the columns of an unknown file probably mean: by their headings, and by what stands below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from arcdesk.importing.columns import DATE_FIELDS
from arcdesk.importing.headings import HEADING_SEARCH_ROWS
from arcdesk.importing.layouts import AMOUNTS, MAX_HEADING_COLUMNS, line_counts
from arcdesk.importing.ledger_file import Remark
from arcdesk.importing.mapping import KINDS, ColumnMapping, Source, column_keys, heading_unit, missing_fields
from arcdesk.importing.mapping_relations import Claim, by_relations
from arcdesk.importing.mapping_values import Profile, profile
from arcdesk.importing.mapping_words import EXACT, LIKELY, is_heading_word, is_unwanted, meanings
from arcdesk.importing.reader import Cell, Table
from arcdesk.importing.totals import is_total_line

SEARCH = -1
"""Where the heading row is to be found."""

SURE = 75
"""From here on a guess is shown as certain."""

_LOOKED_AT = 200
_LEAST = 20
_ENOUGH = {"company": 0.4, "date": 0.6}
"""The share of cells that makes a column one of these; 0.8 for others, which are read in more ways."""

_BY_VALUES = {
    "invoices": {
        "customer_name": ("company", 40, "{share} % of the cells are names of companies."),
        "number": ("document", 28, "Every row has another number."),
        "issued_on": ("date", 30, "{share} % of the cells are dates."),
        "due_on": ("date", 26, "{share} % of the cells are dates."),
        "amount": ("amount", 26, "{share} % of the cells are amounts."),
    },
    "receipts": {
        "customer_name": ("company", 40, "{share} % of the cells are names of companies."),
        "number": ("document", 28, "Every row has another number."),
        "received_on": ("date", 30, "{share} % of the cells are dates."),
        "amount": ("amount", 26, "{share} % of the cells are amounts."),
    },
    "customers": {
        "name": ("company", 40, "{share} % of the cells are names of companies."),
        "code": ("document", 28, "Every row has another number."),
        "uscc": ("uscc", 40, "{share} % of the cells are credit codes."),
    },
    "contacts": {
        "name": ("person", 24, "{share} % of the cells are names of people."),
        "phone": ("phone", 40, "{share} % of the cells are telephone numbers."),
        "email": ("email", 40, "{share} % of the cells are e-mail addresses."),
    },
}
_FITS = {
    "phone": "phone", "email": "email", "uscc": "uscc", "credit_days": "days", "currency": "currency",
    **dict.fromkeys(DATE_FIELDS, "date"), **dict.fromkeys(AMOUNTS, "amount"),
    "customer_name": "words", "salesperson": "words",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """The field that a column probably is, how sure that is (0 to 100), and why."""

    field: str
    confidence: int
    reason: Remark

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping to begin with, and a guess for each column (by its place) that it names."""

    mapping: ColumnMapping
    columns: Mapping[int, ColumnGuess]

    @property
    def confidence(self) -> int:
        """Of the least certain required column; nothing while one is missing."""
        if self.mapping.missing() or not self.columns:
            return 0
        return min(guess.confidence for guess in self.columns.values())


def guess(
    table: Table, *, kind: str | None = None, heading_row: int | None = SEARCH, lines: int = 0
) -> Guess:
    """What the columns of a table mean.

    Args:
        kind: of ``mapping.KINDS`` where the person has said it; else the one that fits best.
        heading_row: where the person has said it; ``None``: there is no heading.
        lines: how many rows the heading takes; 0 finds it out.
    """
    row, found_lines = _heading_row(table) if heading_row == SEARCH else (heading_row, 0)
    count = lines or found_lines or (_lines_at(table, row) if row is not None else 0)
    keys = column_keys(table, row, count) if row is not None else []
    body = (row + count) if row is not None else 0
    rows = [line for line in table.rows[body : body + _LOOKED_AT] if any(line) and not is_total_line(line)]
    width = min(MAX_HEADING_COLUMNS, max(map(len, rows), default=0) if row is None else len(keys))
    profiles = {place: profile([_at(line, place) for line in rows], table.date1904) for place in range(width)}
    best: tuple[tuple[int, int, int], str, dict[str, Claim]] | None = None
    for index, candidate in enumerate(KINDS):
        if kind not in (None, candidate):
            continue
        claims = _assign(candidate, keys, profiles)
        lacking = len(missing_fields(candidate, claims))
        rank = (-lacking, sum(claim.score for claim in claims.values()), -index)
        if best is None or rank > best[0]:
            best = (rank, candidate, claims)
    assert best is not None
    _, chosen, claims = best
    return _guess(table, chosen, row, count, keys, claims)


def best_sheet(tables: Sequence[Table]) -> Table:
    """The sheet that most probably holds the documents: the surest guess, of equals the one with most rows."""

    def rank(table: Table) -> tuple[bool, int, int]:
        found = guess(table)
        return not found.mapping.missing(), len(found.columns), len(table.rows)

    return max(tables, key=rank)


def _guess(
    table: Table, kind: str, row: int | None, lines: int, keys: Sequence[str], claims: Mapping[str, Claim]
) -> Guess:
    fields: dict[str, Source] = {}
    for name, claim in claims.items():
        key = keys[claim.place] if claim.place < len(keys) else ""
        fields[name] = key or claim.place
    places = [claim.place for name, claim in claims.items() if name in AMOUNTS]
    mapping = ColumnMapping(
        fields,
        kind,
        heading_row=row,
        lines=max(1, lines),
        scale=heading_unit(table, row, lines, places) if row is not None else 1,
        seen=tuple(sorted({key for key in keys if key})),
    )
    columns = {
        claim.place: ColumnGuess(name, min(100, claim.score), claim.reason) for name, claim in claims.items()
    }
    return Guess(mapping, columns)


def _heading_row(table: Table) -> tuple[int | None, int]:
    """The row with most words that read like headings, and how many rows it takes; ``None``: there is none."""
    best: tuple[int, int, int] | None = None
    for index in range(min(HEADING_SEARCH_ROWS, len(table.rows))):
        for lines in line_counts(table.rows, index):
            extra = table.rows[index + 1 : index + lines]
            if lines > 1 and sum(cell != "" for cell in table.rows[index]) < 2:
                break  # a title
            if any(_is_number(cell) for line in extra for cell in line):
                break
            keys = column_keys(table, index, lines)
            filled = [key for key in keys if key]
            words = sum(is_heading_word(key) for key in filled)
            numbers = sum(map(_is_number, table.rows[index]))
            if words < 2 or 2 * words < len(filled) or numbers * 4 > len(filled):
                continue
            if best is None or words > best[0]:
                best = (words, index, lines)
    if best is not None:
        return best[1], best[2]
    return _by_contrast(table), 1


def _by_contrast(table: Table) -> int | None:
    """A first row of texts above columns of numbers or dates is a heading in words that nobody knows."""
    for index, row in enumerate(table.rows[:HEADING_SEARCH_ROWS]):
        if sum(cell != "" for cell in row) < 2:
            continue
        below = table.rows[index + 1 : index + 21]
        contrast = 0
        for place, cell in enumerate(row):
            if cell == "" or not isinstance(cell, str) or any(sign.isdigit() for sign in cell):
                continue
            column = [_at(line, place) for line in below if _at(line, place) != ""]
            looks = profile(column)
            contrast += bool(column) and max(looks.share("date"), looks.share("amount")) >= 0.8
        return index if contrast else None
    return None


def _lines_at(table: Table, row: int) -> int:
    """How many rows a heading takes that a person pointed at: those that make it say most."""
    best = (0, 0, 1)
    for lines in line_counts(table.rows, row):
        if any(_is_number(cell) for line in table.rows[row + 1 : row + lines] for cell in line):
            break
        words = sum(is_heading_word(key) for key in column_keys(table, row, lines) if key)
        best = max(best, (words, -lines, lines))
    return best[2]


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or profile([cell]).share("date") == 1


def _assign(kind: str, keys: Sequence[str], profiles: Mapping[int, Profile]) -> dict[str, Claim]:
    """The best column for each field, each column once."""
    candidates: list[tuple[int, int, str, Claim]] = []
    for place, looks in profiles.items():
        key = keys[place] if place < len(keys) else ""
        for name, claim in _candidates(kind, key, place, looks):
            candidates.append((claim.score, -place, name, claim))
    claims: dict[str, Claim] = {}
    taken: set[int] = set()
    for score, _, name, claim in sorted(candidates, key=lambda each: each[:3], reverse=True):
        if score >= _LEAST and name not in claims and claim.place not in taken:
            claims[name] = claim
            taken.add(claim.place)
    if kind == "invoices":
        unwanted = {place for place, key in enumerate(keys) if key and is_unwanted(_bare(key))}
        claims = by_relations(
            claims, {place: looks for place, looks in profiles.items() if place not in unwanted}
        )
    return claims


def _candidates(kind: str, key: str, place: int, looks: Profile) -> Iterable[tuple[str, Claim]]:
    heading = _bare(key)
    said = meanings(kind, heading) if heading else {}
    for name, worth in said.items():
        score = worth + _fit(name, looks) - (8 if heading != key else 0)
        if worth >= LIKELY:
            reason = Remark("The heading “{heading}” says so.", {"heading": heading})
        else:
            reason = Remark("The heading “{heading}” suggests it.", {"heading": heading})
        yield name, Claim(place, score, reason, min(worth, EXACT))
    if not looks.filled or looks.is_counting or (heading and is_unwanted(heading)):
        return
    for name, (what, worth, sentence) in _BY_VALUES[kind].items():
        share = looks.share(what)
        if name in said or share < _ENOUGH.get(what, 0.8):
            continue
        if name in ("number", "code") and not (
            looks.unique > 0.98 and looks.share("date") < 0.5 and looks.share("company") < 0.2
        ):
            continue
        if what == "amount" and looks.share("phone") + looks.share("uscc") > 0.5:
            continue
        # A heading that says something else goes before what the values may be.
        score = (
            worth
            + round(10 * share)
            + (4 if what == "amount" and looks.share("cents") > 0 else 0)
            - (20 if said else 0)
        )
        yield name, Claim(place, score, Remark(sentence, {"share": round(100 * share)}), 0)


def _fit(name: str, looks: Profile) -> int:
    """How well the values of a column agree with a field: what they contradict is none."""
    what = _FITS.get(name)
    if what is None or not looks.filled:
        return 0
    share = looks.share(what)
    if what == "words":
        return 5 if share > 0.5 else -30
    if share >= 0.9:
        return 10
    if share >= 0.6:
        return 5
    return -60 if share < 0.3 else -20


def _bare(key: str) -> str:
    return key.rpartition("#")[0] if "#" in key and key.rpartition("#")[2].isdigit() else key


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else ""


def with_sheet(found: Guess, sheet: str) -> Guess:
    """The guess for one sheet of several."""
    return replace(found, mapping=replace(found.mapping, sheet=sheet))
