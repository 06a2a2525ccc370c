"""Cells that come one after another, with spans, laid out as rows."""

from __future__ import annotations

from arcdesk.importing.tables import Cell

MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576
MAX_CELLS = 12_000_000


class GridTooLarge(Exception):
    """More cells than are laid out; ``rows`` and ``columns`` say how far it reached."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self.rows, self.columns = rows, columns


class Grid:
    """A table under construction. A spanned cell is remembered as a merged range and holds its place."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self._column = 0
        self._cells = 0
        self._taken: dict[int, int] = {}  # column -> the last row that a cell above reaches down to

    def next_row(self, number: int | None = None) -> None:
        """Begin a row: the next one, or the one of ``number`` (0 is the first)."""
        number = len(self.rows) if number is None else number
        if not len(self.rows) <= number < MAX_ROWS:
            raise GridTooLarge(number, self._column)
        self.rows += [[] for _ in range(number + 1 - len(self.rows))]
        self._column = 0

    def put(self, value: Cell, *, across: int = 1, down: int = 1, column: int | None = None) -> None:
        """The next cell of the row, or the one of ``column``, spanning so many columns and rows."""
        if not self.rows:
            self.next_row()
        at, row = self._column if column is None else column, len(self.rows) - 1
        if self._taken and column is None:
            while self._taken.get(at, -1) >= row:
                at += 1
                self._cells += 1
        across, down = max(1, min(across, MAX_COLUMNS)), max(1, min(down, MAX_ROWS))
        cells = self.rows[row]
        self._cells += across
        if at + across > MAX_COLUMNS or self._cells > MAX_CELLS:
            raise GridTooLarge(row + 1, at + across)
        if value != "" or across == 1:
            cells += [""] * (at + 1 - len(cells))
            cells[at] = value
        self._column = at + across
        if across > 1 or down > 1:
            self.merged.append(((row, at), (row + down - 1, at + across - 1)))
            if down > 1:
                for taken in range(at, at + across):
                    self._taken[taken] = row + down - 1

    def finished(self) -> list[list[Cell]]:
        """The rows, all of one length, without empty ones at the end."""
        while self.rows and not any(cell != "" for cell in self.rows[-1]):
            self.rows.pop()
        width = max(map(len, self.rows), default=0)
        if width * len(self.rows) > MAX_CELLS:
            raise GridTooLarge(len(self.rows), width)
        for row in self.rows:
            row.extend([""] * (width - len(row)))
        return self.rows
