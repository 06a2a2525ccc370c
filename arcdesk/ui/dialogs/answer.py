"""The customer's answer to a statement: confirmed or with a difference, with the signed copy (R18, R41)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.dialogs.delivery_effect import EffectLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.proof_field import ProofField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

RESULTS = (("agreed", "The customer confirms it"), ("disputed", "The customer finds a difference"))
"""Answers to a statement: texts to translate."""


class AnswerDialog(FormDialog):
    """What the customer answered, and what that does to limitation before it is saved."""

    def __init__(
        self, context: UiContext, document: IssuedDocument, result: str = "agreed", parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("{number}: answer", number=document.number), tr("Record"), parent)
        self._document = document
        self.result_combo = combo_box(
            "answer_result", tr("Answer|statement"), [(code, tr(text)) for code, text in RESULTS]
        )
        self.result_combo.setCurrentIndex(self.result_combo.findData(result))
        self.on = DateField(tr("Answered on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.difference = AmountField(tr("Difference"))
        self.difference.setObjectName("answer_difference")
        self.scan = ProofField(tr("The signed copy"))
        self.figures = QCheckBox(tr("Only the figures were confirmed: demand and promise are struck out"))
        self.figures.setObjectName("answer_figures")
        self.note = line_edit("answer_note", tr("Remarks"))
        for title, field in (
            (tr("Answer|statement"), self.result_combo), (tr("Answered on"), self.on),
            (tr("Difference"), self.difference), (tr("The signed copy"), self.scan), ("", self.figures),
            (tr("Remarks"), self.note),
        ):  # fmt: skip
            self.add_row(title, field)
        self.effect = EffectLine(context, document, self)
        self.result_combo.currentIndexChanged.connect(self._on_result)
        self.on.day_changed.connect(lambda _day: self._ask())
        self.figures.toggled.connect(lambda _on: self._ask())
        self._on_result()

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        desk, number, result = self.context.desk, self._document.number, self._result()
        difference = self.difference.amount() if result == "disputed" else None
        scan, only, note = self.scan.path(), result == "agreed" and self.figures.isChecked(), self.note.text()
        return lambda _job: desk.documents.record_reply(
            number, result, day, difference_fen=difference, scan=scan, only_figures=only, note=note
        )

    def done_text(self, result: object) -> str:
        return tr("The answer to {number} is recorded.", number=self._document.number)

    def _result(self) -> str:
        return str(self.result_combo.currentData())

    def _on_result(self) -> None:
        is_agreed = self._result() == "agreed"
        self.form.setRowVisible(self.difference, not is_agreed)
        self.form.setRowVisible(self.figures, is_agreed)
        self._ask()

    def _ask(self) -> None:
        if self._result() != "agreed":
            self.effect.clear()
            return
        self.effect.ask("agreed", self.on.day_or_none(), "figures" if self.figures.isChecked() else "")
