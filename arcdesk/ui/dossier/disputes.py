"""The disputes of a customer, under his receivables: what is held out of the demand, and who is to clear it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.dispute_lines import DisputeLine
from arcdesk.ui import format as show
from arcdesk.ui.dossier.fact_bar import Act, FactBar, fit_rows
from arcdesk.ui.dossier.promise_tables import dispute_table, said_by
from arcdesk.ui.labels import CHANNELS
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import SectionLabel, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

MOST_ROWS = 4


class DisputeBox(QWidget):
    """Disputes with what can be done about each; hidden while there is none to show.

    Signals:
        close_asked(DisputeLine), owner_asked(DisputeLine): settle it; say who clears it.
        contact_asked(int), evidence_asked(int): show what stands behind it.
    """

    close_asked = Signal(object)
    owner_asked = Signal(object)
    contact_asked = Signal(object)
    evidence_asked = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._all: tuple[DisputeLine, ...] = ()
        self._open_only = True
        self.table, self.model = dispute_table(context)
        self.bar = FactBar(context.theme, "dispute_bar")
        self._held = label("", "muted")
        self._held.setObjectName("dispute_held")
        head = QHBoxLayout()
        head.setContentsMargins(L, S, L, S)
        head.setSpacing(L)
        head.addWidget(SectionLabel(tr("Disputes")))
        head.addWidget(self._held)
        head.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table)
        box.addWidget(self.bar)
        self.table.current_row_changed.connect(self._on_current)
        self.table.row_activated.connect(self._on_activated)
        self.hide()

    def show_lines(self, lines: Sequence[DisputeLine]) -> None:
        """Show a customer's disputes."""
        self._all = tuple(lines)
        self._show()

    def show_open_only(self, open_only: bool) -> None:
        """Show those that stand, or the settled ones too."""
        self._open_only = open_only
        self._show()

    def select(self, dispute_id: int) -> bool:
        """Make a dispute current; False when it is not shown."""
        return self.table.select_id(dispute_id)

    def _show(self) -> None:
        lines = tuple(line for line in self._all if line.is_open or not self._open_only)
        self.model.set_rows(lines)
        held: dict[str, int] = {}
        for line in lines:
            held[line.currency] = held.get(line.currency, 0) + line.held_fen
        sums = "   ".join(show.money_with_sign(fen, currency) for currency, fen in held.items() if fen)
        self._held.setText(tr("{sums} is not demanded", sums=sums) if sums else "")
        fit_rows(self.table, len(lines), MOST_ROWS)
        self.setVisible(bool(lines))
        self.table.select_first()
        self._on_current(self.table.current_row())

    def _on_current(self, line: DisputeLine | None) -> None:
        if line is None:
            self.bar.hide()
            return
        said, writes = line.said, self._context.can_write
        when = f"{words(CHANNELS, said.channel)} {show.moment(said.at)}" if said else ""
        settled = ""
        if line.closed_on is not None:
            settled = tr("settled {day}", day=show.day(line.closed_on))
            if line.accepted_fen:
                settled = f"{settled}, {tr('{amount} conceded', amount=show.money(line.accepted_fen, line.currency))}"
        facts = " · ".join(part for part in (when, said_by(said), settled, line.closed_note) if part)
        acts = []
        if line.is_open:
            acts.append(Act("dispute_close", "check", tr("Settle…"), lambda: self.close_asked.emit(line), writes))
            acts.append(
                Act("dispute_owner", "people", tr("Who clears it…"), lambda: self.owner_asked.emit(line), writes)
            )
        if said is not None:
            contact = said.contact_id
            acts.append(Act("dispute_contact", "log", tr("Show the contact"), lambda: self.contact_asked.emit(contact)))
        acts += [self._proof_act(proof.id, proof.name) for proof in line.proofs]
        self.bar.show_facts(facts, acts)

    def _proof_act(self, number: int, name: str) -> Act:
        return Act("dispute_proof", "evidence", name, lambda: self.evidence_asked.emit(number))

    def _on_activated(self, line: DisputeLine) -> None:
        if line.is_open and self._context.can_write:
            self.close_asked.emit(line)
