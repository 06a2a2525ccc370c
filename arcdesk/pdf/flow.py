"""Filling pages from the top down: blocks that stay whole, paragraphs that may run on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from arcdesk.pdf.ink import INK, Page
from arcdesk.pdf.text import Line, Run, break_lines

MM = 72 / 25.4

BASELINE = 0.29  # height of the baseline in a line, as a share of the leading: centres the characters


@dataclass(frozen=True, slots=True)
class Frame:
    """The type area of a page, in points; ``top`` and ``bottom`` are heights above the lower edge."""

    page_width: float
    page_height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


def frame_of(
    width_mm: float, height_mm: float, side_mm: float, top_mm: float, bottom_mm: float, *, bound_mm: float = 0.0
) -> Frame:
    """A frame from a sheet and its margins in millimetres; ``bound_mm`` moves it away from the bound edge."""
    width, height = width_mm * MM, height_mm * MM
    left, right = (side_mm + bound_mm) * MM, width - (side_mm - bound_mm) * MM
    return Frame(width, height, left, right, height - top_mm * MM, bottom_mm * MM)


# Company letters need the width of a seven-column table, so the 28 and 26 mm of R54 become 26 and 22: the left
# margin is the wider one, where the sheets are bound and filed.
PORTRAIT = frame_of(210, 297, side_mm=24, top_mm=18, bottom_mm=21, bound_mm=2)
LANDSCAPE = frame_of(297, 210, side_mm=16, top_mm=16, bottom_mm=18)


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a known height (points) that is never divided; ``draw(page, x, top)`` inks it."""

    height: float
    draw: Callable[[Page, float, float], None]


def gap(height: float) -> Block:
    """Empty space."""
    return Block(height, lambda page, x, top: None)


def stack(blocks: Sequence[Block]) -> Block:
    """Blocks one below the other, kept together."""

    def draw(page: Page, x: float, top: float) -> None:
        for block in blocks:
            block.draw(page, x, top)
            top -= block.height

    return Block(sum(block.height for block in blocks), draw)


def beside(placed: Sequence[tuple[float, Block]]) -> Block:
    """Blocks side by side, each ``x`` points from the left edge, aligned at the top."""

    def draw(page: Page, x: float, top: float) -> None:
        for offset, block in placed:
            block.draw(page, x + offset, top)

    return Block(max(block.height for _, block in placed), draw)


def paragraph(
    runs: Sequence[Run],
    size: float,
    leading: float,
    width: float,
    *,
    first_indent: float = 0.0,
    justify: bool = False,
    color: int = INK,
) -> list[Block]:
    """A paragraph as one block per line; ``stack`` them to keep them together."""
    lines = break_lines(runs, size, width, first_indent=first_indent, justify=justify)
    return [_line_block(line, size, leading, color) for line in lines]


def _line_block(line: Line, size: float, leading: float, color: int) -> Block:
    def draw(page: Page, x: float, top: float) -> None:
        page.set_line(x, top - leading * (1 - BASELINE), line, size, color=color)

    return Block(leading, draw)


class Flow:
    """Places blocks downwards and starts a new page when one does not fit.

    ``start_page(page, number)`` draws the head of page ``number`` (from 1) and answers the
    height at which the content begins.
    """

    def __init__(self, frame: Frame, start_page: Callable[[Page, int], float]) -> None:
        self.frame = frame
        self.pages: list[Page] = []
        self._start_page = start_page
        self.new_page()

    def new_page(self) -> None:
        self.page = Page()
        self.pages.append(self.page)
        self.y = self.page_top = self._start_page(self.page, len(self.pages))

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.y - self.frame.bottom

    @property
    def at_top(self) -> bool:
        return self.y >= self.page_top

    def need(self, height: float) -> bool:
        """Start a new page unless ``height`` points are left; tells whether it did."""
        if height <= self.room + 0.01 or self.at_top:
            return False
        self.new_page()
        return True

    def skip(self, height: float) -> None:
        """Leave space, but none at the head of a page."""
        if not self.at_top:
            self.y -= min(height, max(self.room, 0.0))

    def place(self, block: Block) -> None:
        """Draw a block, on the next page if it does not fit on this one."""
        self.need(block.height)
        block.draw(self.page, self.frame.left, self.y)
        self.y -= block.height

    def run_on(self, lines: Sequence[Block]) -> None:
        """Draw lines that may continue on the next page, never leaving a single one behind."""
        for index, line in enumerate(lines):
            left = len(lines) - index
            together = 2 if index == 0 or left == 2 else 1
            self.need(sum(each.height for each in lines[index : index + together]))
            self.place(line)
