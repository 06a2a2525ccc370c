"""The list of what an import would change: its columns, its ticks, its order."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from arcdesk.i18n import tr
from arcdesk.ui.import_words import RANK, change_lines, one_of, reason_text, state_look
from arcdesk.ui.tables.checks import CheckModel
from arcdesk.ui.tables.columns import ChipCell, Column, amount_column

if TYPE_CHECKING:
    from arcdesk.services.import_differences import Difference
    from arcdesk.ui.theme import Theme


class DifferenceModel(CheckModel["Difference"]):
    """Ticked rows are those that would be entered.

    Signals:
        decided(list[str], bool): a person ticked these rows, or took their ticks away.
    """

    decided = Signal(object, bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__(difference_columns(), lambda row: row.key, theme)

    def check(self, ids: Iterable[Hashable], *, on: bool = True) -> None:
        other = [each for each in ids if self.is_checked(each) != on]
        super().check(other, on=on)
        if other:
            self.decided.emit(other, on)

    def show_accepted(self, keys: Collection[Hashable]) -> None:
        """Show the ticks as they are to be; nobody decided anything."""
        self._checked = set(keys)
        if self.rows:
            last = self.index(len(self.rows) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [int(Qt.ItemDataRole.CheckStateRole)])


def difference_columns() -> Sequence[Column[Difference]]:
    """Tick, state, what it is, whose, how much is open before and after, and why."""

    def tip(row: Difference) -> str:
        place = f"{row.sheet} {row.row}".strip() if row.row else ""
        lines = [
            f"{row.number}  {row.customer} {row.customer_name}",
            *change_lines(row),
            reason_text(row),
            place,
        ]
        return "\n".join(line for line in lines if line.strip())

    def changes(row: Difference) -> str:
        return tr(", |between counts").join(change_lines(row))

    return (
        Column("tick", "", lambda _row: "", width=1),
        Column(
            "state", tr("State"), lambda row: state_look(row.state).label, lambda row: RANK.get(row.state, 9),
            cell=lambda row: ChipCell(state_look(row.state)), is_chip=True, width=9,
        ),
        Column("kind", tr("Kind"), lambda row: one_of(row.kind), width=8),
        Column("number", tr("Number"), lambda row: row.number, tip=tip, width=18),
        Column(
            "customer", tr("Customer"), lambda row: row.customer_name or row.customer,
            tip=lambda row: f"{row.customer}  {row.customer_name}", width=22,
        ),
        amount_column(
            "before", tr("Open before|import"), lambda row: row.old_fen, lambda row: row.currency,
            lambda _row: "muted", width=12,
        ),
        amount_column(
            "after", tr("Open after|import"), lambda row: row.new_fen, lambda row: row.currency, width=12,
            bold=lambda row: row.old_fen != row.new_fen,
        ),
        Column("changes", tr("What changes|import"), changes, tip=tip, width=20, stretch=True),
        Column("reason", tr("Why|import"), reason_text, tip=tip, width=20),
    )  # fmt: skip
