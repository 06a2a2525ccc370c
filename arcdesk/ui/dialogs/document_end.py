"""The end of a document, and its history: void, taken back, an entry made by mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.document_standing import DeliveryStep
from arcdesk.services.document_words import ADDRESS_KINDS, RETURN_REASONS, STATES
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.evidence import StoredEvidence
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text
from arcdesk.ui.labels import MEANS, label
from arcdesk.ui.tables import Column, RowTable, RowTableModel, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button
from arcdesk.ui.widgets import label as text_label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import line_edit
from arcdesk.ui.widgets.proof_field import ProofField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class EndDocumentDialog(FormDialog):
    """Declare void what never left the house, or take back by a note what did."""

    def __init__(self, context: UiContext, document: IssuedDocument, parent: QWidget | None = None) -> None:
        self._is_out = document.state != "issued"
        title = "{number}: take back" if self._is_out else "{number}: declare void"
        verb = tr("Take back|document") if self._is_out else tr("Declare void")
        super().__init__(context, tr(title, number=document.number), verb, parent)
        self._document = document
        self.on = DateField(tr("Day"), context.theme, context.today)
        self.on.set_day(context.today)
        self.reason = line_edit("end_reason", tr("Reason"))
        self.proof = ProofField(tr("The note to the customer"))
        self.add_row(tr("Reason"), self.reason)
        self.add_row(tr("Day"), self.on)
        if self._is_out:
            self.add_row(tr("The note to the customer"), self.proof)
            told = tr(
                "It was sent, so it is taken back by a note to the customer. It then counts neither for limitation "
                "nor as the last letter; its number stays used."
            )
        else:
            told = tr("It never left the house: it counts nowhere, as if never sent. Its number stays used.")
        add_text(self, text_label(told, "muted", wrap=True))
        self.reason.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        desk, number, reason, proof = (
            self.context.desk, self._document.number, self.reason.text(), self.proof.path(),
        )  # fmt: skip
        if self._is_out:
            return lambda _job: desk.deliveries.withdraw(number, reason, day, proof)
        return lambda _job: desk.deliveries.void(number, reason, day)

    def done_text(self, result: object) -> str:
        text = "{number} is recorded as taken back." if self._is_out else "{number} is void."
        return tr(text, number=self._document.number)


class MistakeDialog(FormDialog):
    """Take out an entry of a document that was made by mistake; it stays in the list, struck."""

    def __init__(
        self, context: UiContext, document: IssuedDocument, step: DeliveryStep, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("{number}: entered by mistake", number=document.number), tr("Take out"), parent)
        self._number, self._step = document.number, step
        self.reason = line_edit("mistake_reason", tr("Reason"))
        add_text(self, text_label(f"{tr(STATES[step.event])}  {show.day(step.on)}"))
        self.add_row(tr("Reason"), self.reason)

    def gather(self) -> Callable[[JobContext], object]:
        desk, number, step, reason = self.context.desk, self._number, self._step.id, self.reason.text()
        return lambda _job: desk.deliveries.take_back(number, step, reason)

    def done_text(self, result: object) -> str:
        return tr("The entry no longer counts.")


class DocumentHistoryDialog(QDialog):
    """Every step of a document, in the order in which it was entered."""

    def __init__(self, context: UiContext, document: IssuedDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._document = context, document
        self.setWindowTitle(tr("{number}: what became of it", number=document.number))
        self.setModal(True)
        unit = self.fontMetrics().horizontalAdvance("0")
        self.resize(unit * 120, unit * 48)
        self.model = RowTableModel(_columns(), lambda step: step.id, context.theme)
        self.table: RowTable[DeliveryStep] = RowTable(
            self.model, context.theme, context.settings, "document_history", tr("What became of it")
        )
        self.nothing = text_label(tr("Nothing is recorded yet: it is issued and in the house."), "muted")
        self.open_proof = button(tr("Show the proof"), "history_proof", self._open_proof)
        self.mistaken = button(tr("Entered by mistake…"), "history_mistaken", self.take_out)
        close = button(tr("Close"), "history_close", self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        for made in (self.open_proof, self.mistaken):
            foot.addWidget(made)
        foot.addStretch(1)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(self.nothing)
        box.addWidget(self.table, 1)
        box.addLayout(foot)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.refresh()

    def refresh(self) -> None:
        """Read the steps anew."""
        desk, number = self._context.desk, self._document.number
        self._context.jobs.run(lambda _job: desk.deliveries.history(number), self._on_read)

    def take_out(self) -> None:
        """Ask for the reason, and take the chosen entry out."""
        step = self.table.current_row()
        if step is not None:
            asked = MistakeDialog(self._context, self._document, step, self)
            asked.carried_out.connect(lambda _done: self.refresh())
            asked.open()

    def _open_proof(self) -> None:
        step = self.table.current_row()
        if step is not None and step.evidence_id is not None:
            desk, wanted, customer = self._context.desk, step.evidence_id, self._document.customer_id
            self._context.jobs.run(
                lambda _job: [item for item in desk.evidence.list(customer) if item.id == wanted], self._show_proof
            )

    def _show_proof(self, found: list[StoredEvidence]) -> None:
        from arcdesk.ui.dialogs.evidence_view import EvidenceDialog

        names = {self._document.customer_id: self._document.customer_name}
        for item in found:
            EvidenceDialog(self._context, item, names, self).open()

    def _on_read(self, steps: tuple[DeliveryStep, ...]) -> None:
        self.model.set_rows(steps)
        self.nothing.setVisible(not steps)
        self.table.setVisible(bool(steps))
        self.table.select_first()
        self._on_selection()

    def _on_selection(self) -> None:
        step = self.table.current_row()
        self.open_proof.setEnabled(step is not None and step.evidence_id is not None)
        ends = ("void", "withdrawn", "copied")
        can_be = step is not None and not step.mistaken and step.event not in ends
        self.mistaken.setEnabled(can_be and self._context.can_write)


def _state(step: DeliveryStep) -> str:
    words = tr(STATES[step.event])
    return tr("{step} (by mistake)", step=words) if step.mistaken else words


def _details(step: DeliveryStep) -> str:
    reason = tr(RETURN_REASONS[step.reason]) if step.event == "returned" and step.reason else step.reason
    reason = tr("Figures only|answer") if reason == "figures" else reason
    place = f"{tr(ADDRESS_KINDS[step.address_kind])} {step.address}".strip() if step.address else ""
    return " · ".join(filter(None, (reason, step.signer, place, step.contents, step.note)))


def _columns() -> list[Column[DeliveryStep]]:
    return [
        date_column("on", tr("Day"), lambda step: step.on),
        Column("step", tr("Step"), _state, width=12, struck=lambda step: step.mistaken),
        Column("means", tr("Sent by"), lambda step: label(MEANS, step.means) if step.means else "", width=10),
        Column("tracking", tr("Tracking no."), lambda step: step.tracking, width=16),
        Column("details", tr("Details"), _details, width=30, stretch=True, tip=_details),
    ]
