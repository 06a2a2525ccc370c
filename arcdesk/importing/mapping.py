"""How a person explained the columns of a file: which heading stands for which field. Kept, and found again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.importing.captions import plain, unit
from arcdesk.importing.dayorder import ORDERS
from arcdesk.importing.headings import HEADING_SEARCH_ROWS, REQUIRED, STAND_INS, Heading, fields_of
from arcdesk.importing.layouts import AMOUNTS, MOST_LINES, captions_of
from arcdesk.importing.reader import Table

KINDS = ("invoices", "receipts", "customers", "contacts")
SCALES = (1, 10_000)
Source = str | int
"""Where a field stands: under a heading in its plain form, or in a column by its place (0 is the first)."""

_NOT_OFFERED = frozenset(["approver", "settled_on"])
_FEW_NEW_COLUMNS = 5
_MADE_UP = frozenset([("invoices", "number"), ("receipts", "number")])
_STAND_INS = {**STAND_INS, ("invoices", "issued_on"): ("due_on",)}


class BadMapping(Refusal):
    """A text that is no saved mapping."""

    sentence = "This layout can't be read: {problem}. Assign the columns again."


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the columns of one sheet mean.

    ``sheet`` is ``""`` where any sheet with these headings is meant, ``heading_row`` (0 is the first row of
    the table) ``None`` where there is no heading and ``fields`` name columns by their places.
    ``scale`` has the yuan of one unit of all amounts. ``open_only``: the amount is what is still open.
    ``currency`` is that of all rows without one of their own. ``seen`` are all headings of the file that
    was explained: another file with the same few headings among very many others is not meant.
    """

    fields: Mapping[str, Source]
    kind: str = "invoices"
    sheet: str = ""
    heading_row: int | None = 0
    lines: int = 1
    scale: int = 1
    open_only: bool = False
    date_order: str = ""
    currency: str = "CNY"
    seen: tuple[str, ...] = field(default=(), compare=False)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that a file must have, sorted; of a file without any the places, as ``@1``."""
        return tuple(
            sorted(f"@{source + 1}" if isinstance(source, int) else source for source in self.fields.values())
        )

    @property
    def fingerprint(self) -> str:
        """The same for every file that has the mapped headings, in whatever order and beside whatever others."""
        return "|".join((self.kind, *self.headings))

    def missing(self) -> tuple[str, ...]:
        """The required fields that no column gives."""
        return missing_fields(self.kind, self.fields)

    def heading(self, table: Table) -> Heading | None:
        """The heading of a table that this mapping explains; ``None`` where it does not fit."""
        if self.heading_row is None:
            width = max((len(row) for row in table.rows[:HEADING_SEARCH_ROWS]), default=0)
            places = {name: source for name, source in self.fields.items() if isinstance(source, int)}
            if not places or len(places) < len(self.fields) or max(places.values()) >= width:
                return None
            return self._heading_at(0, 0, places)
        rows = [self.heading_row, *range(min(HEADING_SEARCH_ROWS, len(table.rows)))]
        for row in dict.fromkeys(rows):
            if row >= len(table.rows):
                continue
            columns = self._columns(table, row)
            if columns is not None:
                return self._heading_at(row, self.lines, columns)
        return None

    def lacking(self, table: Table) -> tuple[str, ...]:
        """The mapped headings that a table has in no row, by the row that has most of them."""
        best: tuple[str, ...] = self.headings
        for row in range(min(HEADING_SEARCH_ROWS, len(table.rows))):
            keys = set(column_keys(table, row, self.lines))
            lacking = tuple(
                heading for heading in self.headings if heading not in keys and heading[:1] != "@"
            )
            best = min(best, lacking, key=len)
        return best

    def recognises(self, table: Table) -> bool:
        """Whether a file that nobody has explained may be read by this: its headings are those once seen."""
        heading = self.heading(table)
        if heading is None or self.missing():
            return False
        if self.heading_row is None:
            return True
        keys = {key for key in column_keys(table, heading.row, self.lines) if key}
        return not self.seen or len(keys - set(self.seen)) <= max(_FEW_NEW_COLUMNS, len(self.seen))

    def to_json(self) -> dict[str, Any]:
        """As plain values for a JSON text."""
        return {**asdict(self), "fields": dict(self.fields), "seen": list(self.seen)}

    def _columns(self, table: Table, row: int) -> dict[str, int] | None:
        keys = column_keys(table, row, self.lines)
        places = {key: place for place, key in reversed(list(enumerate(keys))) if key}
        columns: dict[str, int] = {}
        for name, source in self.fields.items():
            place = places.get(source) if isinstance(source, str) else source
            if place is None or place >= len(keys):
                return None
            columns[name] = place
        return columns if any(isinstance(source, str) for source in self.fields.values()) else None

    def _heading_at(self, row: int, lines: int, columns: dict[str, int]) -> Heading:
        if self.open_only and "amount" in columns and "open" not in columns:
            columns["open"] = columns.pop("amount")
        scale = {name: self.scale for name in columns if name in AMOUNTS} if self.scale != 1 else {}
        return Heading(self.kind, row, columns, (), "mapped", lines, scale)


def missing_fields(kind: str, given: Iterable[str]) -> tuple[str, ...]:
    """The required fields of a kind of rows that are not ``given``, nor what may stand in for them.

    Document numbers are never missing: rows without one get their own.
    """
    fields = set(given)
    return tuple(
        name
        for name in REQUIRED[kind]
        if name not in fields
        and (kind, name) not in _MADE_UP
        and not fields.intersection(_STAND_INS.get((kind, name), ()))
    )


def offered_fields(kind: str) -> tuple[str, ...]:
    """The fields that a column may be given, the required ones first."""
    names = [name for name in fields_of(kind) if name not in _NOT_OFFERED]
    if kind == "receipts":
        names.insert(names.index("customer") + 1, "customer_name")
    return tuple(names)


def column_keys(table: Table, row: int, lines: int = 1) -> list[str]:
    """The plain heading of each column; one that is there twice has ``#2`` behind it, none is ``""``."""
    heads = table.rows[row : row + max(1, min(lines, MOST_LINES))]
    if not any(heads):
        return []
    keys: list[str] = []
    counts: dict[str, int] = {}
    for place, head in enumerate(captions_of(heads, {})):
        text = head.whole if head else plain(_last_text(heads, place))
        counts[text] = counts.get(text, 0) + 1
        keys.append(text if not text or counts[text] == 1 else f"{text}#{counts[text]}")
    return keys


def heading_unit(table: Table, row: int, lines: int, places: Iterable[int]) -> int:
    """The yuan of the unit that the headings of the amounts, or the lines above, name."""
    keys = column_keys(table, row, lines)
    own = max((unit(keys[place]) for place in places if place < len(keys) and "(" in keys[place]), default=1)
    above = (
        cell for line in table.rows[:row] for cell in line[:60] if isinstance(cell, str) and "单位" in cell
    )
    return own if own != 1 else max((unit(plain(cell)) for cell in above), default=1)


def with_field(mapping: ColumnMapping, source: Source, name: str) -> ColumnMapping:
    """The mapping with another meaning of one column; ``""`` is none. A field is given once."""
    fields = {key: value for key, value in mapping.fields.items() if value != source and key != name}
    return replace(mapping, fields={**fields, name: source} if name else fields)


def from_json(body: Mapping[str, Any]) -> ColumnMapping:
    """A mapping out of its plain values.

    Raises:
        BadMapping: something is missing or of no known kind.
    """
    try:
        mapping = ColumnMapping(
            fields={str(name): source for name, source in body["fields"].items()},
            kind=body["kind"],
            sheet=body["sheet"],
            heading_row=body["heading_row"],
            lines=body["lines"],
            scale=body["scale"],
            open_only=body["open_only"],
            date_order=body["date_order"],
            currency=body["currency"],
            seen=tuple(body.get("seen", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadMapping(problem=str(error)[:60]) from None
    is_known = (
        mapping.kind in KINDS
        and set(mapping.fields) <= set(offered_fields(mapping.kind))
        and all(
            isinstance(source, str | int) and not isinstance(source, bool)
            for source in mapping.fields.values()
        )
        and mapping.date_order in ("", *ORDERS)
        and isinstance(mapping.scale, int)
        and mapping.scale > 0
        and isinstance(mapping.lines, int)
        and isinstance(mapping.heading_row, int | None)
    )
    if not is_known:
        raise BadMapping(problem=mapping.kind if mapping.kind not in KINDS else json.dumps(body)[:60])
    return mapping


def fitting(tables: Sequence[Table], mapping: ColumnMapping) -> tuple[list[Table], list[str]]:
    """The sheets that a mapping explains, and the names of the others.

    The sheet it names, if the file has it; next month's sheet may have another name, and any fits then.
    """
    named = [table for table in tables if table.sheet == mapping.sheet] if mapping.sheet else []
    chosen = [table for table in named or tables if mapping.heading(table) is not None]
    return chosen, [table.sheet for table in tables if table not in chosen]


def _last_text(heads: Sequence[Sequence[Any]], place: int) -> str:
    texts = [row[place] for row in heads if place < len(row) and row[place] not in ("", None)]
    return str(texts[-1]) if texts else ""
