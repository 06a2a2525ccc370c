"""Plain table reports on landscape sheets: aging, lists, work sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.errors import FiguresDisagree
from arcdesk.pdf.flow import LANDSCAPE, Flow, gap, paragraph, stack
from arcdesk.pdf.ink import ACCENT, INK, MUTED, Page
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run

FRAME = LANDSCAPE

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Footer:
    """A line under the table; ``holds`` says whether the identity it states is true (F-7)."""

    text: str
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class _Report:
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...]
    footers: tuple[Footer, ...]
    language: str
    company: str
    number: str


def render_table(
    title: str,
    subtitle: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    totals: Sequence[Sequence[Cell]],
    footers: Sequence[Footer],
    language: str,
    *,
    company: str = "",
    number: str = "",
) -> bytes:
    """A table as a PDF, all texts already in ``language``.

    A cell is text, fen in a column of kind ``amount``, a number in one of kind ``count``, or
    ``None`` for nothing.

    Raises:
        FiguresDisagree: an identity among the footers does not hold; no paper then (F-7).
    """
    check_language(language)
    report = cleaned(
        _Report(
            title,
            subtitle,
            tuple(columns),
            tuple(map(tuple, rows)),
            tuple(map(tuple, totals)),
            tuple(footers),
            language,
            company,
            number,
        )
    )
    for footer in report.footers:
        if footer.holds is False:
            yes, no = translate("true|identity", language), translate("false|identity", language)
            raise FiguresDisagree(number=number or title, what=footer.text, expected=yes, found=no)
    pages = _set_pages(report)
    return write([Document(pages, FRAME, language, number, fingerprint(report), title, company or title)])


def _set_pages(report: _Report) -> list[Page]:
    def start_page(page: Page, number: int) -> float:
        if number > 1:
            return blocks.running_head(page, FRAME, report.company or report.title, report.title)
        return _first_head(page, report)

    flow = Flow(FRAME, start_page)
    body = [Row(_cells(report.columns, row)) for row in report.rows]
    foot = [Row(_cells(report.columns, row), bold=True) for row in report.totals]
    draw_table(flow, report.columns, body, foot, zebra=True, row_air=5.0)
    flow.skip(10.0)
    for footer in report.footers:
        mark = "\N{CHECK MARK} " if footer.holds else ""
        flow.place(
            stack([*paragraph([Run(mark + footer.text)], 8.5, 13.5, FRAME.width, color=MUTED), gap(1.0)])
        )
    return flow.pages


def _first_head(page: Page, report: _Report) -> float:
    y = FRAME.top - 16.0
    page.text(FRAME.left, y, report.title, 16.0, bold=True, color=ACCENT)
    page.text_right(FRAME.right, y, report.company, 9.5, color=INK)
    for line in (
        paragraph([Run(report.subtitle)], 9.0, 14.0, FRAME.width, color=MUTED) if report.subtitle else ()
    ):
        line.draw(page, FRAME.left, y - 5.0)
        y -= line.height
    return y - 14.0


def _cells(columns: Sequence[Column], row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(_cell(column, value) for column, value in zip(columns, row, strict=True))


def _cell(column: Column, value: Cell) -> str:
    if value is None:
        return ""
    return format_amount(value) if column.kind == "amount" and isinstance(value, int) else str(value)
