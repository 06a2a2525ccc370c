"""The part of the tab 承诺与分期 for concessions: asked for, decided, offered, carried out (R92)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.concession_lines import ConcessionLine
from arcdesk.services.concession_texts import LIMITATION_NOTE
from arcdesk.ui.dossier.concession_tables import concession_table, concession_words
from arcdesk.ui.dossier.fact_bar import Act, FactBar, fit_rows
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import SectionLabel, button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

MOST_ROWS = 4
OPEN_STATES = ("proposed", "approved", "offered", "met")


class ConcessionPart(QWidget):
    """The table, and under it what can be done with the current row.

    Signals:
        asked(): a new concession is to be asked for.
        weighing_asked(): a concession is to be weighed, without asking for it.
        step_asked(ConcessionLine, str): approve, refuse, offer, accept, withdraw or carry_out that one.
        paper_asked(ConcessionLine): show the request for approval.
        text_asked(ConcessionLine): put the text for the customer on the clipboard.
        evidence_asked(int): show the file of that number.
    """

    asked = Signal()
    weighing_asked = Signal()
    step_asked = Signal(object, str)
    paper_asked = Signal(object)
    text_asked = Signal(object)
    evidence_asked = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.table, self.model = concession_table(context)
        self.bar = FactBar(context.theme, "concession_bar")
        self._none = label(
            tr("No concession yet. A discount or waived interest is asked for here before it is promised."),
            "muted", wrap=True,
        )  # fmt: skip
        self._none.setContentsMargins(L, 0, L, S)
        self.add = button(tr("Ask for a concession…"), "concession_add", self.asked.emit, flat=True)
        self.add.setIcon(icon("plus", context.theme))
        self.weigh = button(tr("Concession or waiting…"), "concession_weigh", self.weighing_asked.emit, flat=True)
        self.weigh.setIcon(icon("promise", context.theme))
        head = QHBoxLayout()
        head.setContentsMargins(L, S, L, S)
        head.setSpacing(L)
        head.addWidget(SectionLabel(tr("Concessions")))
        head.addWidget(self.add)
        head.addWidget(self.weigh)
        head.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        for part in (self._none, self.table, self.bar):
            box.addWidget(part)
        self.table.current_row_changed.connect(self._on_row)

    def show_lines(self, lines: Sequence[ConcessionLine], *, can_write: bool) -> None:
        """Show a customer's concessions."""
        self.add.setEnabled(can_write)
        self.model.set_rows(tuple(lines))
        fit_rows(self.table, len(lines), MOST_ROWS)
        # room for the bar that scrolls sideways, or it hides the last row in a narrow window
        self.table.setFixedHeight(self.table.height() + self.table.horizontalScrollBar().sizeHint().height())
        self.table.setVisible(bool(lines))
        self._none.setVisible(not lines)
        self.table.select_first()
        self._on_row(self.table.current_row())

    def _on_row(self, line: ConcessionLine | None) -> None:
        if line is None:
            self.bar.hide()
            return
        facts = [concession_words(line)]
        if line.state == "offered" or (line.state == "met" and not line.is_written):
            facts.append(tr(LIMITATION_NOTE))
        self.bar.show_facts("\n".join(facts), concession_acts(self, self._context, line))


def concession_acts(part: ConcessionPart, context: UiContext, line: ConcessionLine) -> list[Act]:
    """What can be done with a concession as it stands."""
    writes = context.can_write

    def step(name: str, sign: str, text: str) -> Act:
        return Act(f"concession_{name}", sign, text, lambda: part.step_asked.emit(line, name), writes)

    acts = []
    if line.state == "proposed":
        acts += [step("approve", "check", tr("Approved by…")), step("refuse", "close", tr("Refused…|concession"))]
        acts.append(
            Act("concession_paper", "print", tr("Request on paper…"), lambda: part.paper_asked.emit(line))
        )
    if line.is_approved and line.state in ("approved", "offered", "met"):
        acts.append(
            Act("concession_text", "copy", tr("Copy the text for the customer"), lambda: part.text_asked.emit(line))
        )
    if line.state == "approved":
        acts.append(step("offer", "send", tr("Offered to the customer…")))
    if line.state in ("offered", "met") and line.step("accepted") is None:
        acts.append(step("accept", "evidence", tr("Accepted by the customer…")))
    if line.state == "met" and line.kind != "interest":
        acts.append(step("carry_out", "check", tr("Carry out…|concession")))
    proof = next((done.evidence_id for done in line.steps if done.evidence_id is not None), None)
    if proof is not None:
        show = Act("concession_proof", "evidence", tr("Open the paper"), lambda: part.evidence_asked.emit(proof))
        acts.append(show)
    if line.state in OPEN_STATES:
        acts.append(step("withdraw", "minus", tr("Withdraw…|concession")))
    return acts
