"""What became of a document: it left the house, it arrived (R39)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.document_standing import MEANS
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.labels import MEANS as MEANS_LABELS
from arcdesk.ui.labels import label as words
from arcdesk.ui.widgets import button
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class ProofMissing(Refusal):
    """An arrival without anything that shows it."""

    sentence = "Choose the file that proves the delivery: the signed slip, the postal record or a screenshot."


class SentDialog(FormDialog):
    """When and how a document was sent."""

    def __init__(self, context: UiContext, document: IssuedDocument, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("{number}: sent", number=document.number), tr("Record"), parent)
        self._document = document
        self.on = DateField(tr("Sent on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.by = combo_box("sent_by", tr("Sent by"))
        for code in MEANS:
            self.by.addItem(words(MEANS_LABELS, code), code)
        self.tracking = line_edit("tracking", tr("Tracking no."))
        self.add_row(tr("Sent on"), self.on)
        self.add_row(tr("Sent by"), self.by)
        self.add_row(tr("Tracking no."), self.tracking)

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        desk, number = self.context.desk, self._document.number
        by, tracking = self.by.currentData(), self.tracking.text().strip()
        return lambda _job: desk.documents.record_sent(number, by, tracking, day)

    def done_text(self, result: object) -> str:
        return tr("{number} is recorded as sent.", number=self._document.number)


class DeliveredDialog(FormDialog):
    """When a document arrived, and the file that proves it."""

    def __init__(self, context: UiContext, document: IssuedDocument, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("{number}: delivered", number=document.number), tr("Record"), parent)
        self._document = document
        self.on = DateField(tr("Delivered on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.proof = line_edit("proof", tr("Proof of delivery"))
        choose = button(tr("File…"), "choose_proof", self._choose)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.proof, 1)
        line.addWidget(choose)
        self.add_row(tr("Delivered on"), self.on)
        self.add_row(tr("Proof of delivery"), row)

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        if not self.proof.text().strip():
            raise ProofMissing(field="proof")
        desk, number, proof = self.context.desk, self._document.number, Path(self.proof.text().strip())
        return lambda _job: desk.documents.record_delivered(number, day, proof)

    def done_text(self, result: object) -> str:
        return tr("{number} is recorded as delivered; the proof is sealed.", number=self._document.number)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Proof of delivery"))
        if name:
            self.proof.setText(name)
