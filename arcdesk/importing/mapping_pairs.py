"""A mapping out of pairs of field and heading, as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from arcdesk.domain.errors import Refusal
from arcdesk.importing.captions import plain
from arcdesk.importing.headings import chinese_heading
from arcdesk.importing.layouts import AMOUNTS, MOST_LINES
from arcdesk.importing.mapping import KINDS, ColumnMapping, Source, column_keys, heading_unit, offered_fields
from arcdesk.importing.reader import Table

_PLACE = re.compile(r"@([1-9][0-9]{0,4})")


class BadFieldPair(Refusal):
    """A text that does not join a field and a heading."""

    sentence = "“{text}” does not assign a column. Write FIELD=HEADING like amount=货款, or FIELD=@3 for the third one."


class UnknownField(Refusal):
    """A field that no kind of rows has."""

    sentence = "“{text}” is no field of a ledger. Choose one of: {fields}."


class FieldsOfNoKind(Refusal):
    """Fields that no one kind of rows has together."""

    sentence = "The fields {fields} do not go together: rows are invoices, receipts, customers or contacts."


class HeadingNotThere(Refusal):
    """A heading that a file does not have."""

    sentence = "“{name}” has no row with all these headings; it lacks {columns}. Look them up in the file."


def compose(name: str, tables: Sequence[Table], pairs: Iterable[str], sheet: str = "") -> ColumnMapping:
    """The mapping that ``pairs`` like ``amount=货款`` say; ``name`` is the file's, for sentences.

    Raises:
        BadFieldPair, UnknownField, FieldsOfNoKind, HeadingNotThere.
    """
    said = [_pair(text) for text in pairs]
    kind = _kind([field for field, _ in said])
    fields: dict[str, Source] = {_code(kind, field): source for field, source in said}
    wanted = [table for table in tables if not sheet or table.sheet == sheet]
    is_by_place = all(isinstance(source, int) for source in fields.values())
    for lines in range(1, MOST_LINES + 1):
        mapping = ColumnMapping(fields, kind, sheet, None if is_by_place else 0, lines)
        for table in wanted:
            heading = mapping.heading(table)
            if heading is None:
                continue
            if is_by_place:
                return mapping
            seen = tuple(sorted({key for key in column_keys(table, heading.row, lines) if key}))
            places = [place for field, place in heading.columns.items() if field in AMOUNTS]
            scale = heading_unit(table, heading.row, lines, places)
            return replace(mapping, heading_row=heading.row, scale=scale, seen=seen)
    mapping = ColumnMapping(fields, kind)
    lacking = min((mapping.lacking(table) for table in wanted), key=len, default=mapping.headings)
    raise HeadingNotThere(name=name, columns=", ".join(lacking or mapping.headings))


def _pair(text: str) -> tuple[str, Source]:
    field, sign, heading = text.partition("=")
    if not (sign and field.strip() and heading.strip()):
        raise BadFieldPair(text=text[:60], field="map")
    place = _PLACE.fullmatch(heading.strip())
    return field.strip(), int(place[1]) - 1 if place else plain(heading)


def _words(kind: str) -> Mapping[str, str]:
    """Every field of a kind by its code and by its Chinese heading."""
    names = offered_fields(kind)
    return {**{chinese_heading(kind, name): name for name in names}, **{name: name for name in names}}


def _kind(fields: Sequence[str]) -> str:
    """The kind of rows that has all these fields, with as few required ones missing as may be."""
    for field in fields:
        if not any(field in _words(kind) for kind in KINDS):
            raise UnknownField(text=field[:40], fields=", ".join(offered_fields(KINDS[0])), field="map")
    fitting = [kind for kind in KINDS if all(field in _words(kind) for field in fields)]
    if not fitting:
        raise FieldsOfNoKind(fields=", ".join(fields), field="map")
    given = {kind: {_code(kind, field): "" for field in fields} for kind in fitting}
    return min(fitting, key=lambda kind: len(ColumnMapping(given[kind], kind).missing()))


def _code(kind: str, field: str) -> str:
    return _words(kind)[field]
