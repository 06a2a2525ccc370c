"""Letters into the post: the list for EMS, address labels, from a choice of issued documents (F-66)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import current, tr
from arcdesk.services.document_words import ADDRESS_KINDS
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.mailing import Mailing, MailItem
from arcdesk.ui.context import sentence
from arcdesk.ui.icons import icon
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label, set_role
from arcdesk.ui.widgets.fields import combo_box

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

LABEL_SHEETS = (
    ("2x7", "14 labels of 99 × 38 mm"),
    ("2x4", "8 labels of 99 × 68 mm"),
    ("3x7", "21 labels of 64 × 38 mm"),
    ("3x8", "24 labels of 70 × 37 mm"),
    ("2x8", "16 labels of 105 × 37 mm"),
    ("2x5", "10 labels of 105 × 57 mm"),
)
"""Sheets as the shops call them: texts to translate."""

class MailingDialog(QDialog):
    """The envelopes at the top, the list and the labels below."""

    def __init__(
        self, context: UiContext, documents: Sequence[IssuedDocument], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._numbers = tuple(document.number for document in documents)
        self._plan = Mailing((), ())
        self.setWindowTitle(tr("Into the post"))
        self.setModal(True)
        unit = self.fontMetrics().horizontalAdvance("0")
        self.resize(unit * 146, unit * 70)
        self.model = RowTableModel(_columns(), _key, context.theme)
        self.table: RowTable[tuple[int, MailItem]] = RowTable(
            self.model, context.theme, context.settings, "mailing", tr("Envelopes")
        )
        self.every = QCheckBox(tr("To the agreed and to the registered address"))
        self.every.setObjectName("mailing_every")
        self.every.toggled.connect(lambda _on: self.refresh())
        self.sheet = combo_box("mailing_sheet", tr("Labels"), [(key, tr(text)) for key, text in LABEL_SHEETS])
        self.start = combo_box("mailing_start", tr("Begin at label"))
        self.sheet.currentIndexChanged.connect(self._offer_labels)
        self._offer_labels()
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("mailing_answer")
        self.list_button = button(tr("Save the EMS list…"), "mailing_list", self.save_list, primary=True)
        self.list_button.setIcon(icon("save", context.theme, "accent_text"))
        self.labels_button = button(tr("Show the labels…"), "mailing_labels", self.show_labels)
        self.labels_button.setIcon(icon("print", context.theme))
        self._arrange()
        self.refresh()

    def refresh(self) -> None:
        """Read the addresses anew."""
        desk, numbers, every = self._context.desk, self._numbers, self.every.isChecked()
        self._context.jobs.run(
            lambda _job: desk.mailing.plan(numbers, every_address=every), self._on_planned, self._on_failed
        )

    def save_list(self) -> None:
        """Write the list where the person wants it."""
        proposed = f"{tr('EMS list')} {self._context.today.isoformat()}.xlsx"
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the EMS list"), proposed, "Excel (*.xlsx)")
        if name:
            self.save_list_to(Path(name))

    def save_list_to(self, path: Path) -> None:
        """Write the list to ``path``."""
        desk, plan = self._context.desk, self._plan
        self._context.jobs.run(lambda _job: desk.mailing.ems_list(path, plan), self._on_saved, self._on_failed)

    def show_labels(self) -> None:
        """Show the labels as pages, to print or to save."""
        from arcdesk.ui.dialogs.document_preview import DocumentPreview

        desk, plan, sheet, start = (
            self._context.desk, self._plan, str(self.sheet.currentData()), int(self.start.currentData()),
        )  # fmt: skip
        title = f"{tr('Address labels')} {self._context.today.isoformat()}"
        language = current()
        DocumentPreview(
            self._context, title, load=lambda: desk.mailing.labels(plan, sheet, start, language), parent=self
        ).open()

    def _offer_labels(self) -> None:
        """The labels of the chosen sheet to begin at; a place that it has stays chosen."""
        columns, rows = str(self.sheet.currentData()).split("x")
        kept = self.start.currentData() or 1
        self.start.clear()
        for number in range(1, int(columns) * int(rows) + 1):
            self.start.addItem(str(number), number)
        self.start.setCurrentIndex(max(self.start.findData(kept), 0))

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(L)
        form.setVerticalSpacing(S)
        form.addRow(tr("Labels"), self.sheet)
        form.addRow(tr("Begin at label"), self.start)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "mailing_close", self.accept))
        foot.addWidget(self.labels_button)
        foot.addWidget(self.list_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(self.table, 1)
        box.addWidget(self.every)
        box.addLayout(form)
        box.addWidget(self.answer)
        box.addLayout(foot)

    def _on_planned(self, plan: Mailing) -> None:
        self._plan = plan
        self.model.set_rows(list(enumerate(plan.items)))
        for made in (self.list_button, self.labels_button):
            made.setEnabled(bool(plan.items))
        if plan.without_address:
            numbers = ", ".join(document.number for document in plan.without_address)
            self._say(tr("Without an address: {numbers}", numbers=numbers), "warn")
        else:
            self._say(tr("Print labels at their true size, without fitting them to the page."), "muted")

    def _on_saved(self, path: Path) -> None:
        self._context.inform(tr("Written: {path}", path=str(path)), "good")
        self._say(tr("Written: {path}", path=str(path)), "good")

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, role)


def _key(row: tuple[int, MailItem]) -> int:
    return row[0]


def _columns() -> list[Column[tuple[int, MailItem]]]:
    return [
        Column("number", tr("Number"), lambda row: row[1].document.number, width=13),
        Column("company", tr("Customer"), lambda row: row[1].place.company, width=22),
        Column("addressee", tr("Addressee"), lambda row: row[1].place.addressee, width=14),
        Column("phone", tr("Phone"), lambda row: row[1].place.phone, width=13, contact="phone"),
        Column("kind", tr("Address is"), lambda row: tr(ADDRESS_KINDS[row[1].place.kind]), width=12),
        Column("address", tr("Address"), lambda row: row[1].place.address, width=24, stretch=True,
               tip=lambda row: row[1].place.address),
        Column("contents", tr("Contents on the waybill"), lambda row: row[1].contents, width=24,
               tip=lambda row: row[1].contents),
    ]  # fmt: skip
