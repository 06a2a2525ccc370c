"""What an import would change, row by row: to look through by state, and to accept or leave."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.import_words import (
    KINDS,
    RANK,
    STATE_TIPS,
    STATES,
    UNCHANGED,
    amounts,
    count_lines,
    left_text,
    state_look,
)
from arcdesk.ui.tables.checks import CheckTable
from arcdesk.ui.tables.difference_columns import DifferenceModel
from arcdesk.ui.theme import XS, S
from arcdesk.ui.widgets import EmptyState, button, char_width, clearable, label, paint_shape
from arcdesk.ui.widgets.fields import line_edit
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.services.import_differences import Difference
    from arcdesk.services.importing import ImportPlan
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.import_choices import Choices, StateSum

NEW_SHOWN = 2000
"""New rows listed among the others; all of them are listed where they are asked for."""
PAUSE_MS = 150
SHAPE_PX = 12
LEAST_ROWS = 7
SEARCH_CHARACTERS = 26


class ImportDifferences(QWidget):
    """Chips filter, Space or a click accepts or leaves, Ctrl+F searches.

    Signals:
        decided(list[str], bool): these rows are to be entered, or left.
    """

    decided = Signal(object, bool)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._choices: Choices | None = None
        self._rows: list[Difference] = []
        self._state = ""
        self._wanted = ""
        self._nothing = EmptyState(context.theme, "done", "")
        self._stack = QStackedWidget()
        self.chips: dict[str, QPushButton] = {}
        for state in STATES:
            chip = button(
                state_look(state).label, f"import_state_{state}", partial(self._on_chip, state), chip=True
            )
            chip.setCheckable(True)
            chip.setIconSize(QSize(SHAPE_PX, SHAPE_PX))
            self.chips[state] = chip
        self._unchanged = label("", "muted")
        self._left = label("", "warn")
        self._more = label("", "muted")
        self.accept_all = button(
            tr("Accept all"), "import_accept_all", partial(self._decide_all, True), flat=True
        )
        self.leave_all = button(
            tr("Leave all"), "import_leave_all", partial(self._decide_all, False), flat=True
        )
        self.search = line_edit(
            "import_search", tr("Number or customer|search"), hint=tr("Number or customer|search")
        )
        self.search.setMaximumWidth(char_width(self) * SEARCH_CHARACTERS)
        self.search.setMinimumWidth(self.search.maximumWidth())
        clearable(self.search)
        self.model = DifferenceModel(context.theme)
        self.table: CheckTable[Difference] = CheckTable(
            self.model, context.theme, context.settings, "import_differences", tr("What would change|import")
        )
        self.table.setMinimumHeight(LEAST_ROWS * self.table.verticalHeader().defaultSectionSize())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_search)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.model.decided.connect(self.decided)
        context.theme.changed.connect(self._draw_shapes)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus,
                  context=Qt.ShortcutContext.WidgetWithChildrenShortcut)  # fmt: skip
        self._lay_out()
        self._draw_shapes()

    def show_plan(self, plan: ImportPlan, choices: Choices, *, again: bool) -> None:
        """Show what a plan would change; ``again``: the same file, so filter and place stay."""
        self._choices = choices
        if not again:
            self._state = self._wanted = ""
            self._clear_search()
        unchanged = sum(
            getattr(plan, kind).unchanged for kind in ("customers", "invoices", "receipts", "balances")
        )
        self._unchanged.setText(f"{tr(UNCHANGED)} {unchanged:,}" if unchanged else "")
        self._nothing.set_text(
            "\n".join(count_lines(plan)) or tr("Nothing changes: the ledger has all of this file.")
        )
        self._rows = sorted(choices.rows, key=lambda row: RANK.get(row.state, len(RANK)))
        if self._state and not any(row.state == self._state for row in self._rows):
            self._state = ""
        self.show_sums()
        self._fill()
        self._stack.setCurrentIndex(0 if self._rows else 1)
        if not again:
            self.table.scrollToTop()
            self.table.clearSelection()
        self.table.select_first()

    def show_sums(self) -> None:
        """Counts and ticks as they are decided now."""
        if self._choices is None:
            return
        sums = self._choices.sums
        for state, chip in self.chips.items():
            each = sums.get(state)
            chip.setVisible(each is not None)
            chip.setChecked(state == self._state)
            if each is None:
                continue
            word, fen = state_look(state).label, amounts(each.fen)
            count = f"{each.rows:,}" if each.accepted == each.rows else f"{each.accepted:,}/{each.rows:,}"
            text = f"{word} {count}" + (f" · {fen}" if fen else "")
            chip.setText(text)
            taken = tr("{accepted} of {count} are entered", accepted=each.accepted, count=each.rows)
            chip.setAccessibleName(f"{text}. {taken}")
            chip.setToolTip("\n".join((tr(STATE_TIPS[state]), _kinds_text(each), taken)))
        self._left.setText(left_text(self._choices.undecided, self._choices.left_out))
        self._left.setVisible(bool(self._left.text()))
        self.model.show_accepted(self._choices.accepted)

    def show_abilities(self) -> None:
        """Nothing is decided while a past day is looked at."""
        for part in (self.accept_all, self.leave_all):
            part.setEnabled(self._context.can_write)

    def show_state(self, state: str) -> None:
        """List the rows of one state; an empty one lists all."""
        self._state = state
        for each, chip in self.chips.items():
            chip.setChecked(each == state)
        self._fill()
        self.table.select_first()

    # inside

    def _on_chip(self, state: str) -> None:
        self.show_state("" if self._state == state else state)

    def _clear_search(self) -> None:
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._pause.stop()

    @Slot()
    def _on_search(self) -> None:
        self._wanted = self.search.text().strip().lower()
        self._fill()

    def _fill(self) -> None:
        rows, cut = self._rows, 0
        if self._state:
            rows = [row for row in rows if row.state == self._state]
        elif not self._wanted:
            new = sum(row.state == "new" for row in rows)
            cut = max(new - NEW_SHOWN, 0)
            rows = rows[: len(rows) - cut] if cut else rows  # new rows stand last
        if self._wanted:
            rows = [row for row in rows if self._matches(row)]
        self.model.set_rows(rows)
        self._more.setText(
            tr("{count} more new rows: “New” above lists all of them.", count=f"{cut:,}") if cut
            else "" if rows or not self._rows
            else tr("No row has “{text}”.", text=self._wanted)
        )  # fmt: skip
        self._more.setVisible(bool(self._more.text()))

    def _matches(self, row: Difference) -> bool:
        return any(self._wanted in text.lower() for text in (row.number, row.customer, row.customer_name))

    def _decide_all(self, on: bool) -> None:
        """All rows of the filter, listed or cut off; what only a person can decide, where it is looked at."""
        if not self._context.can_write:
            return
        rows = [
            row.key
            for row in self._rows
            if (row.state == self._state if self._state else row.state != "unknown" or not on)
            and (not self._wanted or self._matches(row))
        ]
        self.model.check(rows, on=on)

    @Slot()
    def _draw_shapes(self) -> None:
        ratio = self.devicePixelRatioF()
        for state, chip in self.chips.items():
            look = state_look(state)
            picture = QPixmap(round(SHAPE_PX * ratio), round(SHAPE_PX * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            room = picture.rect().toRectF()
            room.setSize(room.size() / ratio)
            tone = self._context.theme.tone(look.tone)
            paint_shape(painter, look.shape, room.adjusted(1, 1, -1, -1), tone.fill)
            painter.end()
            chip.setIcon(QIcon(picture))

    def _lay_out(self) -> None:
        chips = FlowLayout(spacing=S, line_spacing=XS)
        for part in (*self.chips.values(), self._unchanged):
            chips.addWidget(part)
        self._unchanged.setMinimumHeight(self.chips["new"].sizeHint().height())
        tools = QHBoxLayout()
        tools.setSpacing(S)
        tools.addWidget(self.search)
        tools.addWidget(self._left)
        tools.addWidget(self._more)
        tools.addStretch(1)
        tools.addWidget(self.accept_all)
        tools.addWidget(self.leave_all)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        self._stack.addWidget(listed)
        self._stack.addWidget(self._nothing)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(XS)
        box.addLayout(chips)
        box.addWidget(self._stack, 1)


def _kinds_text(each: StateSum) -> str:
    return tr(", |between counts").join(
        f"{tr(KINDS.get(kind, kind))} {count:,}" for kind, count in each.kinds.items()
    )
