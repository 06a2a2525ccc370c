"""``--xlsx``, ``--csv`` and ``--mask`` of the commands that list something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from arcdesk.cli.errors import NotATextName, NotAWorkbookName
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.list_files import Cell, ListColumn

Xlsx = Annotated[str, Option("--xlsx", metavar="FILE", help="Write the list as a workbook too.")]
Csv = Annotated[str, Option("--csv", metavar="FILE", help="Write the list as text for Excel too (UTF-8).")]
Mask = Annotated[
    bool,
    Option(
        "--mask", help="In files hide phone numbers, WeChat names and e-mail addresses.", show_default=False
    ),
]

List = tuple[Sequence["ListColumn"], Sequence[Sequence["Cell"]]]
"""The columns and the rows of a list."""


@dataclass(frozen=True, slots=True)
class ListOut:
    """The files asked for; checked at once, so that a wrong name is refused before anything is read.

    Raises:
        NotAWorkbookName, NotATextName.
    """

    xlsx: str
    csv: str
    mask: bool

    def __post_init__(self) -> None:
        if self.xlsx and not self.xlsx.lower().endswith(".xlsx"):
            raise NotAWorkbookName(name=self.xlsx, field="xlsx")
        if self.csv and not self.csv.lower().endswith(".csv"):
            raise NotATextName(name=self.csv, field="csv")

    @property
    def wanted(self) -> bool:
        """Whether any file was asked for."""
        return bool(self.xlsx or self.csv)

    def write(self, title: str, make: Callable[[], List]) -> tuple[str, ...]:
        """Write the list that ``make`` gives to each file asked for; one line for people about each.

        Raises:
            TooManyRows, FileOpenElsewhere, DiskIsFull, CannotWrite.
        """
        if not self.wanted:
            return ()
        from arcdesk.services.list_files import write_list

        columns, rows = make()
        targets = [target for target in (self.xlsx, self.csv) if target]
        for target in targets:
            write_list(
                Path(target), columns, rows, title=title, mask=self.mask, currency_title=tr("Currency")
            )
        return tuple(tr("Written: {path}", path=target) for target in targets)
