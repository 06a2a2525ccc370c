"""The customer's guarantees: by when each guarantor must be claimed on, and what was done (R9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.guarantee_lines import ACT_KEYS, KIND_KEYS, STATE_KEYS, GuaranteeActLine, GuaranteeLine
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.guarantee import GuaranteeActDialog, GuaranteeDialog, WithdrawGuaranteeDialog
from arcdesk.ui.dossier import limitation_words as words
from arcdesk.ui.icons import icon
from arcdesk.ui.tables import ChipCell, Column, RowTable, RowTableModel
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import EmptyState, Segment, button, clear_layout, icon_button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

SOON_DAYS = 30
DETAIL_CHARACTERS = 32
WHOLE_PX = 10_000
TABLE_SHARE, DETAIL_SHARE = 2, 1


class GuaranteePanel(QWidget):
    """Table of guarantees, what the chosen one means beside it, buttons below.

    Signals:
        evidence_requested(int): show that file.
    """

    evidence_requested = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._customer_id = 0
        self._invoices: tuple[str, ...] = ()
        self._contracts: tuple[str, ...] = ()
        self._can_write = False
        self.model = RowTableModel(_columns(), lambda line: line.id, context.theme)
        self.table: RowTable[GuaranteeLine] = RowTable(
            self.model, context.theme, context.settings, "dossier_guarantees", tr("Guarantees")
        )
        self.table.current_row_changed.connect(self._show)
        body = QWidget()
        self._detail = QVBoxLayout(body)
        self._detail.setContentsMargins(L, S, L, S)
        self._detail.setSpacing(XS)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(scroll)
        share_out(split, TABLE_SHARE, DETAIL_SHARE)
        scroll.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * DETAIL_CHARACTERS)
        text = tr(
            "No guarantee is entered. Where somebody stands in for this customer, enter it: the period "
            "for claiming on him is short and never begins anew."
        )
        first = button(tr("Add a guarantee…"), "guarantee_first", self.add)
        self._first = first
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(EmptyState(context.theme, "people", text, [first]))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._stack, 1)
        box.addWidget(self._action_row())

    def show_guarantees(
        self,
        customer_id: int,
        lines: Sequence[GuaranteeLine],
        invoices: Sequence[str],
        contracts: Sequence[str],
        *,
        can_write: bool,
    ) -> None:
        """Show these; a new one may stand for one of ``invoices`` or ``contracts``."""
        self._customer_id, self._can_write = customer_id, can_write
        self._invoices, self._contracts = tuple(invoices), tuple(contracts)
        self.model.set_rows(tuple(lines))
        self.table.select_first()
        self._stack.setCurrentIndex(0 if lines else 1)
        self._actions.setVisible(bool(lines))
        self._first.setEnabled(can_write)
        self._show(self.table.current_row())

    def add(self) -> None:
        """Ask for a new guarantee."""
        GuaranteeDialog(self._context, self._customer_id, self._invoices, self._contracts, parent=self).open()

    def correct(self) -> None:
        """Ask for what stands in the place of the chosen one."""
        line = self.table.current_row()
        if line is not None:
            GuaranteeDialog(
                self._context, self._customer_id, self._invoices, self._contracts, line, self
            ).open()

    def record_act(self) -> None:
        """Ask what was done about the chosen one."""
        line = self.table.current_row()
        if line is not None:
            GuaranteeActDialog(self._context, line, self).open()

    def withdraw(self) -> None:
        """Take the chosen one out."""
        line = self.table.current_row()
        if line is not None:
            WithdrawGuaranteeDialog(self._context, line, parent=self).open()

    def _action_row(self) -> QWidget:
        self._actions = QWidget()
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(L, S, L, S)
        row.setSpacing(S)
        self._writes = []
        for text, name, icon_name, act in (
            (tr("Record what was done…"), "guarantee_act_new", "check", self.record_act),
            (tr("Add a guarantee…"), "guarantee_add", "plus", self.add),
            (tr("Correct…"), "guarantee_correct", "edit", self.correct),
            (tr("Withdraw…"), "guarantee_withdraw", "close", self.withdraw),
        ):
            made = button(text, name, act)
            made.setIcon(icon(icon_name, self._context.theme))
            row.addWidget(made)
            self._writes.append(made)
        row.addStretch(1)
        return self._actions

    def _show(self, line: GuaranteeLine | None) -> None:
        for made in self._writes:
            made.setEnabled(self._can_write and line is not None)
        clear_layout(self._detail)
        if line is None:
            return
        self._detail.addWidget(label(line.guarantor, "heading", wrap=True, selectable=True))
        if line.evidence is not None:
            self._detail.addWidget(self._file(line.evidence.id, line.evidence.name))
        for position in line.positions:
            amount = show.money(position.open_fen, position.currency)
            self._detail.addWidget(label(f"{position.number}  {amount}", "section"))
            self._detail.addWidget(label(words.said(position.standing.reason), wrap=True, selectable=True))
            if position.clock is not None:
                ends = show.day(position.clock.raw_end)
                text = tr("Limitation against the guarantor ends on {day}.", day=ends)
                self._detail.addWidget(label(text, "muted", wrap=True, selectable=True))
        for number in line.undated:
            self._detail.addWidget(
                label(tr("{number}: no due date to count from", number=number), "warn", wrap=True)
            )
        for act in line.acts:
            self._detail.addWidget(self._act(line, act))
        if line.note:
            self._detail.addWidget(label(line.note, "muted", wrap=True, selectable=True))
        self._detail.addStretch(1)

    def _act(self, line: GuaranteeLine, act: GuaranteeActLine) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, XS, 0, 0)
        box.setSpacing(XS)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(label(f"{show.day(act.on)}  {tr(ACT_KEYS[act.act])}", wrap=True))
        if act.evidence is not None:
            said.addWidget(self._file(act.evidence.id, act.evidence.name))
        else:
            said.addWidget(label(tr("Not proven: it keeps nobody. Withdraw it and enter it with its proof."), "warn",
                                 wrap=True))  # fmt: skip
        box.addLayout(said, 1)
        gone = icon_button("close", tr("Withdraw this act"), self._context.theme, f"act_withdraw_{act.id}")
        gone.setEnabled(self._can_write)
        gone.clicked.connect(lambda: WithdrawGuaranteeDialog(self._context, line, act.id, parent=self).open())
        box.addWidget(gone, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    def _file(self, number: int, name: str) -> QWidget:
        made = button(name, f"guarantee_file_{number}", flat=True)
        made.setIcon(icon("attach", self._context.theme, "accent"))
        made.setStyleSheet("text-align: left; padding: 1px 3px; min-height: 1.3em;")
        made.setAccessibleName(tr("Show {name}", name=name))
        made.clicked.connect(lambda _checked=False: self.evidence_requested.emit(number))
        return made


def share_out(split: QSplitter, *shares: int) -> None:
    """Give the parts of a splitter the room in these shares, at first and as the window grows."""
    for place, share in enumerate(shares):
        split.setStretchFactor(place, share)
    split.setSizes([WHOLE_PX * share for share in shares])
    split.setChildrenCollapsible(False)


def look(line: GuaranteeLine) -> Segment:
    """State of a guarantee, with the days left, in tone and shape."""
    state = line.state
    if state is None:
        return Segment("none", tr("Nothing is open."), "unknown", "dash", 0)
    word, left = tr(STATE_KEYS[state]), line.days_left
    if state == "secured":
        return Segment(state, word, "green", "circle", 0)
    if state == "lapsed":
        return Segment(state, word, "dark_red", "hexagon", 0)
    if left is not None and state == "running":
        word = tr("{days} left", days=show.days(left)) if left > 0 else tr("last days|limitation")
        near = ("red", "square") if left <= SOON_DAYS else ("orange", "diamond")
        return Segment(state, word, *near, 0)
    return Segment(state, word, "not_due", "ring", 0)


def _columns() -> list[Column[GuaranteeLine]]:
    def scope(line: GuaranteeLine) -> str:
        if line.contract_number:
            return tr("Contract {number}", number=line.contract_number)
        return line.invoice_number or tr("Every debt")

    return [
        Column("state", tr("State"), lambda line: look(line).label, lambda line: line.days_left,
               cell=lambda line: ChipCell(look(line)), is_chip=True, width=12),
        Column("guarantor", tr("Guarantor"), lambda line: line.guarantor, tip=lambda line: line.guarantor, width=15),
        Column("kind", tr("Kind"), lambda line: tr(KIND_KEYS[line.kind]), fitted=True),
        Column("last", tr("Claim by"), lambda line: show.day(line.last_day), lambda line: line.last_day, width=10),
        Column("scope", tr("Stands for"), scope, tip=scope, width=8, stretch=True),
    ]  # fmt: skip
