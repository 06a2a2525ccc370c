"""A working paper in parts: labelled facts, tables, remarks; for sheets handed to people inside the firm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf import sheet_parts as sheet
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.errors import FiguresDisagree
from arcdesk.pdf.flow import LANDSCAPE, PORTRAIT, Flow, gap, paragraph, stack
from arcdesk.pdf.fonts import text_width
from arcdesk.pdf.ink import MUTED, Page
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run

Cell = str | int | None
_ROW_AIR = 5.0


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Columns over rows; a cell is text, fen in a column of kind ``amount``, or nothing."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One part under its heading: labelled facts, tables, numbered sentences; ``blanks`` lines to write on."""

    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[SheetTable, ...] = ()
    sentences: tuple[str, ...] = ()
    sentences_title: str = ""
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartsSheet:
    """The whole paper, texts in its language.

    ``identities`` are sentences that must be true, each with whether it is; ``is_legal`` adds the line of R98.
    """

    language: str
    title: str
    company: str
    made_on: date
    facts: tuple[tuple[str, str], ...]
    parts: tuple[SheetPart, ...]
    identities: tuple[tuple[str, bool], ...] = ()
    closing: tuple[str, ...] = ()
    is_legal: bool = False
    is_wide: bool = False


def render_parts(data: PartsSheet) -> bytes:
    """The paper as a PDF; the same data give the same bytes.

    Raises:
        FiguresDisagree: an identity does not hold; no paper then (F-7).
        MissingGlyph.
    """
    check_language(data.language)
    for text, holds in data.identities:
        if not holds:
            yes, no = translate("true|identity", data.language), translate("false|identity", data.language)
            raise FiguresDisagree(number=data.title, what=text, expected=yes, found=no)
    code = fingerprint(data)
    data = cleaned(data)
    frame = LANDSCAPE if data.is_wide else PORTRAIT
    author = data.company or data.title
    return write([Document(_set_pages(data), frame, data.language, "", code, data.title, author)])


def _set_pages(data: PartsSheet) -> list[Page]:
    frame = LANDSCAPE if data.is_wide else PORTRAIT
    flow = Flow(frame, sheet.head(data.title, data.company, data.made_on, data.language, frame))
    sheet.place_inputs(flow, data.facts, data.language)
    for part in data.parts:
        _place_part(flow, data, part)
    for text, holds in data.identities:
        mark = "\N{CHECK MARK} " if holds else ""
        flow.place(stack([*paragraph([Run(mark + text)], 8.5, 13.5, frame.width, color=MUTED), gap(1.0)]))
    if data.is_legal:
        sheet.place_advice(flow, *data.closing, language=data.language)
    else:
        flow.skip(8.0)
        for text in data.closing:
            flow.place(
                stack(paragraph([Run(text)], sheet.SMALL, sheet.SMALL_LEADING, frame.width, color=MUTED))
            )
    return flow.pages


def _place_part(flow: Flow, data: PartsSheet, part: SheetPart) -> None:
    facts = sheet.inputs_block(part.facts, data.language, flow.frame.width)
    if part.title:
        sheet.place_heading(flow, part.title, max(60.0 + 24.0 * len(part.blanks), facts.height if facts else 0.0))
    if facts is not None:
        flow.place(facts)
    for each in part.tables:
        if each.title:
            small = paragraph([Run(each.title, bold=True)], sheet.SIZE, sheet.LEADING, flow.frame.width)
            flow.need(sum(line.height for line in small) + 50.0)
            flow.place(stack([*small, gap(2.0)]))
        rows = [Row(_cells(each.columns, row)) for row in each.rows]
        foot = [Row(_cells(each.columns, row), bold=True) for row in each.totals]
        draw_table(flow, each.columns, rows, foot, row_air=_ROW_AIR)
        flow.skip(8.0)
    sheet.place_sentences(flow, part.sentences_title, part.sentences)
    for title in part.blanks:
        _place_blank(flow, title)
    flow.skip(8.0)


def _place_blank(flow: Flow, title: str) -> None:
    """A label with a line to write on."""
    (line, *_) = paragraph([Run(title)], sheet.SIZE, 21.0, flow.frame.width)
    flow.need(line.height)
    flow.place(line)
    start = flow.frame.left + text_width(title, sheet.SIZE) + 6.0
    flow.page.line(start, flow.y + 4.0, flow.frame.right, flow.y + 4.0, width=0.5, color=MUTED)


def _cells(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(
        "" if value is None
        else format_amount(value) if column.kind == "amount" and isinstance(value, int)
        else str(value)
        for column, value in zip(columns, row, strict=True)
    )  # fmt: skip
