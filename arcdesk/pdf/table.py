"""Tables on canvas: heads repeated on every page, aligned figures, sub-totals per page.

Figures are never wrapped or split. Columns of text share what the figures leave; when that
is too little the whole table steps down in size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from arcdesk.pdf.flow import Block, Flow
from arcdesk.pdf.fonts import text_width
from arcdesk.pdf.ink import HAIRLINE, HEAD_FILL, INK, MUTED, RULE, ZEBRA_FILL, Page
from arcdesk.pdf.text import Line, Run, break_lines, longest_piece, one_line

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
READABLE = 8.0
PAD_X = 4.0
LEADING = 1.42
HEAD_AIR = 8.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``kind`` is text, date, count or amount; ``weight`` shares the free width."""

    title: str
    kind: str = "text"
    weight: float = 1.0

    @property
    def is_figure(self) -> bool:
        return self.kind in ("amount", "count")

    @property
    def wraps(self) -> bool:
        return self.kind == "text"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of printed cells; ``sums`` gives the fen behind the columns that are sub-totalled.

    ``span`` merges that many leading columns into the first cell (for labels of totals).
    """

    cells: tuple[str, ...]
    sums: Mapping[int, int] = field(default_factory=dict)
    bold: bool = False
    span: int = 1
    muted: bool = False


@dataclass(frozen=True, slots=True)
class _Grid:
    columns: tuple[Column, ...]
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    size: float
    row_air: float
    has_brackets: tuple[bool, ...]


@dataclass(slots=True)
class _PageSums:
    """What the rows of one page add up to: column -> fen."""

    sums: dict[int, int] = field(default_factory=dict)
    rows: int = 0

    def add(self, row: Row) -> None:
        self.rows += 1
        for index, fen in row.sums.items():
            self.sums[index] = self.sums.get(index, 0) + fen


def draw_table(
    flow: Flow,
    columns: Sequence[Column],
    rows: Sequence[Row],
    foot: Sequence[Row] = (),
    *,
    page_total: Callable[[dict[int, int]], Row] | None = None,
    carried: Callable[[dict[int, int], bool], Row] | None = None,
    zebra: bool = False,
    row_air: float = 7.0,
    largest: float = SIZES[0],
) -> None:
    """Draw the table over as many pages as it takes.

    ``foot`` (the totals) stays together and never starts a page without a row above it.
    ``page_total`` makes the sub-total row of a page; it is drawn only if there are several. ``carried``
    makes the row that carries the sums so far over to the next page (True) and the one that brings them
    forward there (False): 过次页, 承前页.
    """
    grid = _grid(columns, [*rows, *foot], flow.frame.width, row_air, largest)
    head = _head_block(grid, flow.frame.width)
    body = [
        _row_block(grid, row, flow.frame.width, shaded=zebra and index % 2 == 1, ruled=not zebra)
        for index, row in enumerate(rows)
    ]
    feet = [_row_block(grid, row, flow.frame.width) for row in foot]
    closing = sum(block.height for block in feet)
    row_height = grid.size * LEADING + row_air
    subtotal_height = row_height if page_total else 0.0
    turning_height = subtotal_height + (row_height if carried else 0.0)

    flow.need(head.height + sum(block.height for block in body[:2]) + subtotal_height)
    flow.place(head)
    page, pages, so_far = _PageSums(), 1, _PageSums()
    for index, (row, block) in enumerate(zip(rows, body, strict=True)):
        last = index == len(rows) - 1
        below = closing + (subtotal_height if pages > 1 else 0.0) if last else turning_height
        if block.height + below > flow.room and page.rows:
            over = carried(so_far.sums, True) if carried else None
            _close_page(flow, grid, page, page_total, over)
            flow.new_page()
            flow.place(head)
            if carried:
                flow.place(_row_block(grid, carried(so_far.sums, False), flow.frame.width))
            page, pages = _PageSums(), pages + 1
        flow.place(block)
        page.add(row)
        so_far.add(row)
    if pages > 1:
        _close_page(flow, grid, page, page_total)
    for block in feet:
        flow.place(block)
    flow.page.line(flow.frame.left, flow.y, flow.frame.right, flow.y, width=0.9, color=RULE)


def _close_page(
    flow: Flow,
    grid: _Grid,
    page: _PageSums,
    page_total: Callable[[dict[int, int]], Row] | None,
    over: Row | None = None,
) -> None:
    if page_total is not None:
        flow.place(_row_block(grid, page_total(page.sums), flow.frame.width))
    if over is not None:
        flow.place(_row_block(grid, over, flow.frame.width))
    flow.page.line(flow.frame.left, flow.y, flow.frame.right, flow.y, width=0.9, color=RULE)


def _grid(
    columns: Sequence[Column], rows: Sequence[Row], width: float, row_air: float, largest: float
) -> _Grid:
    """Size and widths: a readable size in which nothing wraps, else the largest in which figures fit."""
    sizes = [size for size in SIZES if size <= largest]
    natural_em, least_em = _measures(columns, rows)
    room = width - 2 * PAD_X * len(columns)
    unwrapped = [size for size in sizes if size >= READABLE and sum(natural_em) * size <= room]
    possible = [size for size in sizes if sum(least_em) * size <= room]
    size = (unwrapped or possible or sizes[-1:])[0]
    natural, least = ([em * size + 2 * PAD_X for em in measures] for measures in (natural_em, least_em))
    widths = _share(columns, natural, least, width) if possible else [width / len(columns)] * len(columns)
    lefts = [sum(widths[:index]) for index in range(len(widths))]
    brackets = tuple(
        column.is_figure and any(len(row.cells) > index and row.cells[index].endswith(")") for row in rows)
        for index, column in enumerate(columns)
    )
    return _Grid(tuple(columns), tuple(lefts), tuple(widths), size, row_air, brackets)


def _measures(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[list[float], list[float]]:
    """Widths in em at which no cell wraps, and the least ones that keep figures and words whole."""
    natural, least = [], []
    for index, column in enumerate(columns):
        cells = [row.cells[index] for row in rows if len(row.cells) > index and row.span <= max(index, 1)]
        title = text_width(column.title, 1.0, bold=True)
        word = max(longest_piece(column.title, 1.0), min(title, max(4.2, title / 2 + 1.0)))
        widest = max((text_width(cell, 1.0, bold=True) for cell in cells), default=0.0)
        if column.wraps:
            natural.append(max(widest, title))
            least.append(max(word, min(widest, 6.5 * column.weight)))
        else:
            bracket = text_width(")", 1.0) if column.is_figure else 0.0
            natural.append(max(widest + bracket, word))
            least.append(natural[-1])
    return natural, least


def _share(columns: Sequence[Column], natural: list[float], least: list[float], width: float) -> list[float]:
    """Give texts what they want as far as it goes, and spread what is left over all columns."""
    wanted = [want - floor for want, floor in zip(natural, least, strict=True)]
    spare = width - sum(least)
    granted = min(1.0, spare / sum(wanted)) if sum(wanted) > 0 else 0.0
    widths = [floor + want * granted for floor, want in zip(least, wanted, strict=True)]
    left = width - sum(widths)
    shares = [column.weight if column.wraps else 1.0 for column in columns]
    return [each + left * share / sum(shares) for each, share in zip(widths, shares, strict=True)]


def _head_block(grid: _Grid, width: float) -> Block:
    """The head: titles stand like their cells, and break into lines of about equal length."""
    titles = [
        _balanced(column.title, grid.size, each - 2 * PAD_X + 0.5)
        for column, each in zip(grid.columns, grid.widths, strict=True)
    ]
    tallest = max(len(lines) for lines in titles)
    height = tallest * grid.size * LEADING + HEAD_AIR

    def draw(page: Page, x: float, top: float) -> None:
        page.rect(x, top - height, width, height, fill=HEAD_FILL)
        page.line(x, top, x + width, top, width=0.9, color=RULE)
        page.line(x, top - height, x + width, top - height, width=0.5, color=RULE)
        for index, lines in enumerate(titles):
            _draw_cell(page, grid, index, 1, lines, x, top, height, bold_color=INK)

    return Block(height, draw)


def _balanced(title: str, size: float, width: float) -> list[Line]:
    """``title`` in as few lines as ``width`` needs, in the narrowest measure that gives those."""
    runs = [Run(title, bold=True)]
    lines = break_lines(runs, size, width)
    measure = text_width(title, size, bold=True) / len(lines)
    while len(lines) > 1 and measure < width:
        narrow = break_lines(runs, size, measure)
        if len(narrow) == len(lines):
            return narrow
        measure += size / 4
    return lines


def _row_block(grid: _Grid, row: Row, width: float, *, shaded: bool = False, ruled: bool = True) -> Block:
    cells = _broken_cells(grid, row)
    tallest = max((len(lines) for _, _, lines in cells), default=1)
    height = tallest * grid.size * LEADING + grid.row_air

    def draw(page: Page, x: float, top: float) -> None:
        if shaded:
            page.rect(x, top - height, width, height, fill=ZEBRA_FILL)
        for index, span, lines in cells:
            _draw_cell(page, grid, index, span, lines, x, top, height, bold_color=MUTED if row.muted else INK)
        if ruled:
            page.line(x, top - height, x + width, top - height, width=0.35, color=HAIRLINE)

    return Block(height, draw)


def _broken_cells(grid: _Grid, row: Row) -> list[tuple[int, int, list[Line]]]:
    """(column, span, lines) of the cells of a row; cells swallowed by the span are left out."""
    cells = []
    for index, text in enumerate(row.cells):
        if 0 < index < row.span:
            continue
        span = row.span if index == 0 else 1
        width = sum(grid.widths[index : index + span]) - 2 * PAD_X + 0.5
        unbroken = not grid.columns[index].wraps and span == 1
        if unbroken or text_width(text, grid.size, bold=row.bold) <= width:
            lines = [one_line(text, grid.size, bold=row.bold)]
        else:
            lines = break_lines([Run(text, row.bold)], grid.size, width)
        cells.append((index, span, lines))
    return cells


def _draw_cell(
    page: Page,
    grid: _Grid,
    index: int,
    span: int,
    lines: Sequence[Line],
    x: float,
    top: float,
    height: float,
    *,
    bold_color: int,
) -> None:
    """One cell: figures flush right, dates centred, texts flush left, all centred in height."""
    column = grid.columns[index]
    left = x + grid.lefts[index]
    width = sum(grid.widths[index : index + span])
    leading = grid.size * LEADING
    baseline = top - (height - len(lines) * leading) / 2 - leading + leading * 0.24
    for line in lines:
        bracket = (
            text_width(")", grid.size) if grid.has_brackets[index] and not line.text.endswith(")") else 0.0
        )
        if column.is_figure and span == 1:
            start = left + width - PAD_X - line.width - bracket
        elif column.kind == "date" and span == 1:
            start = left + (width - line.width) / 2
        else:
            start = left + PAD_X
        page.set_line(start, baseline, line, grid.size, color=bold_color)
        baseline -= leading
