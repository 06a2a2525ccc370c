"""Two lists: customers who may be one, and the merges and splits that were carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.customer_moves import Doubles, MoveLine
from arcdesk.services.move_words import kind_words, move_words
from arcdesk.ui import format as show
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.merge import MergeDialog
from arcdesk.ui.tables import Column, RowTable, RowTableModel, date_column
from arcdesk.ui.theme import L, M
from arcdesk.ui.widgets import button, char_width, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS, HEIGHT_LINES = 120, 28


class _ListDialog(QDialog):
    """A table, one deed on its current row, and what came of it."""

    def __init__(
        self, context: UiContext, title: str, table: RowTable[Any], verb: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("moves_answer")
        self.act = button(verb, "moves_act", self.act_on_row, primary=True)
        self.act.setEnabled(context.can_write)
        foot = QHBoxLayout()
        foot.addWidget(self.answer, 1)
        foot.addWidget(button(tr("Close"), "moves_close", self.reject))
        foot.addWidget(self.act)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(table, 1)
        box.addLayout(foot)
        self.read()
        table.setFocus()

    def read(self) -> None:
        """Fill the table."""
        raise NotImplementedError

    def act_on_row(self) -> None:
        """Do the deed on the current row."""
        raise NotImplementedError


class DoublesDialog(_ListDialog):
    """Pairs of customers with why they may be one; the first goes into the second."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        self.model: RowTableModel[Doubles] = RowTableModel(_pair_columns(), _pair_id, context.theme)
        self.table: RowTable[Doubles] = RowTable(
            self.model, context.theme, context.settings, "doubles_table", tr("Likely doubles")
        )
        super().__init__(context, tr("Likely doubles"), self.table, tr("Merge…"), parent)

    def read(self) -> None:
        moves = self.context.desk.customer_moves
        self.context.jobs.run(lambda _job: moves.candidates(), self._show)

    def act_on_row(self) -> None:
        row = self.table.current_row()
        if row is not None:
            dialog = MergeDialog(self.context, row.one, self)
            dialog.other.choose(row.other)
            dialog.carried_out.connect(lambda _line: self.read())
            dialog.open()

    def _show(self, found: tuple[Doubles, ...]) -> None:
        self.model.set_rows(found)
        self.table.select_first()
        self.answer.setText("" if found else tr("No two customers look like one."))


class MovesDialog(_ListDialog):
    """Merges and splits, the latest first, each with Undo."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        self.model: RowTableModel[MoveLine] = RowTableModel(
            _move_columns(), lambda line: line.id, context.theme
        )
        self.table: RowTable[MoveLine] = RowTable(
            self.model, context.theme, context.settings, "moves_table", tr("Merges and splits")
        )
        super().__init__(context, tr("Merges and splits"), self.table, tr("Undo|move"), parent)

    def read(self) -> None:
        moves = self.context.desk.customer_moves
        self.context.jobs.run(lambda _job: moves.history(), self._show)

    def act_on_row(self) -> None:
        row, moves = self.table.current_row(), self.context.desk.customer_moves
        if row is not None:
            number = row.id
            self.context.jobs.run(lambda _job: moves.undo(number), self._undone, self._failed)

    def _show(self, found: tuple[MoveLine, ...]) -> None:
        self.model.set_rows(found)
        self.table.select_first()

    def _undone(self, line: MoveLine) -> None:
        self.read()
        self.answer.setText(move_words(line))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.answer.setText(sentence(error))


def _pair_columns() -> list[Column[Doubles]]:
    return [
        Column("one", tr("Customer"), lambda row: f"{row.one.name}  {row.one.code}", width=30, stretch=True),
        Column("other", tr("Other customer"), lambda row: f"{row.other.name}  {row.other.code}", width=30),
        Column("score", tr("Likeness"), lambda row: str(row.score), lambda row: row.score, "right", width=10),
        Column("why", tr("Why"), lambda row: tr(row.why), width=32),
    ]


def _pair_id(row: Doubles) -> tuple[int, int]:
    return row.one.id, row.other.id


def _move_columns() -> list[Column[MoveLine]]:
    return [
        Column("number", tr("No.|move"), lambda row: str(row.id), lambda row: row.id, "right", width=6),
        date_column("on", tr("On|day"), lambda row: row.at.date()),
        Column("kind", tr("What|move"), lambda row: kind_words(row.kind), width=8),
        Column("from", tr("From|customer"), lambda row: f"{row.from_name}  {row.from_code}", width=24, stretch=True),
        Column("to", tr("To|customer"), lambda row: f"{row.to_name}  {row.to_code}", width=24),
        Column("reason", tr("Reason"), lambda row: row.reason, width=18),
        Column("undone", tr("Undone on"), lambda row: show.day(row.undone_at.date()) if row.undone_at else "",
               width=11),
    ]  # fmt: skip
