"""Taking files in as evidence: whose, what kind, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.evidence import StoredEvidence
from arcdesk.ui.clipboard import Attachment, holds_evidence
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.jobs import Cancelled
from arcdesk.ui.labels import EVIDENCE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.attachments import AttachmentList, pool_for, telling
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

KINDS = tuple(kind for kind in EVIDENCE_KINDS if kind not in {"statement", "letter", "delivery"})


class NoFileChosen(Refusal):
    """Nothing to take in."""

    sentence = "Choose at least one file, or paste a screenshot with Ctrl+V."


class CustomerNotChosen(Refusal):
    """Evidence that belongs to nobody."""

    sentence = "Choose the customer it belongs to."


class SealingStopped(Refusal):
    """The person stopped a long recording half way."""

    sentence = "Stopped. {done} of {total} files were taken in; nothing of the others was kept."


class AddEvidenceDialog(FormDialog):
    """Seals one or more files for a customer; ``customer_id`` None lets the person choose one."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int | None,
        attachments: Iterable[Attachment] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, tr("Add evidence"), tr("Take in"), parent)
        self._stored: list[StoredEvidence] = []
        self._customer_id = customer_id
        self.setAcceptDrops(True)
        self.customer = CustomerField(context)
        self.files = AttachmentList(context.theme, context.clock.now)
        self.files.refused.connect(self.say)
        self.kind = combo_box("evidence_kind", tr("Kind"))
        for code in KINDS:
            self.kind.addItem(words(EVIDENCE_KINDS, code), code)
        self.kind.setCurrentIndex(self.kind.findData("other"))
        self.invoice = combo_box("evidence_invoice", tr("Invoice"))
        self.captured = DateField(tr("Captured on"), context.theme, context.today)
        self.source = line_edit("evidence_source", tr("Source"))
        self.source.setPlaceholderText(tr("From whom, on which device"))
        self.note = line_edit("evidence_note", tr("Remarks"))
        self.customer.customer_chosen.connect(self._offer_invoices)
        if customer_id is None:
            self.add_row(tr("Customer"), self.customer)
        else:
            self.customer.hide()
            self._offer_invoices(customer_id)
        for title, field in (
            (tr("Files"), self.files), (tr("Kind"), self.kind), (tr("Invoice"), self.invoice),
            (tr("Captured on"), self.captured), (tr("Source"), self.source), (tr("Remarks"), self.note),
        ):  # fmt: skip
            self.add_row(title, field)
        self.files.add(attachments)

    def gather(self) -> Callable[[JobContext], object]:
        customer_id = self._customer_id or self.customer.customer_id
        if not customer_id:
            raise CustomerNotChosen(field="customer")
        if not self.files.attachments:
            raise NoFileChosen(field="files")
        day = self.captured.day()
        now = self.context.clock.now()
        captured = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo) if day else None
        desk, attachments = self.context.desk, self.files.attachments
        kind, number = str(self.kind.currentData()), str(self.invoice.currentData() or "") or None
        source, note = self.source.text().strip(), self.note.text().strip()

        stored = self._stored

        def work(job: JobContext) -> tuple[StoredEvidence, ...]:
            stored.clear()
            for done, attachment in enumerate(attachments):
                job.check_cancelled()
                told = telling(job, len(attachments), done, attachment.name)
                told(0, 0)
                sealed = desk.evidence.add(
                    attachment, customer_id, invoice_number=number, kind=kind, captured_at=captured,
                    origin=source, note=note, progress=told,
                )  # fmt: skip
                stored.append(sealed)
            return tuple(stored)

        return work

    def pool(self) -> str:
        return pool_for(self.files.attachments)

    def _on_failed(self, error: BaseException) -> None:
        super()._on_failed(error)
        if isinstance(error, Cancelled):
            self.say(SealingStopped(done=len(self._stored), total=len(self.files.attachments)))

    def done_text(self, result: object) -> str:
        stored: tuple[StoredEvidence, ...] = result  # type: ignore[assignment]
        known = sum(1 for item in stored if item.duplicate)
        if known:
            return tr("Files sealed: {count}, of these already in the store: {known}.", count=len(stored), known=known)
        return tr("Files sealed: {count}.", count=len(stored))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.files.paste()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_evidence(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.files.add_from(event.mimeData()):
            event.acceptProposedAction()

    def _offer_invoices(self, customer_id: int) -> None:
        desk = self.context.desk
        self.context.jobs.run(
            lambda _job: tuple(dict.fromkeys(line.number for line in desk.ledger.invoices(customer_id))),
            self._on_invoices,
        )

    def _on_invoices(self, numbers: tuple[str, ...]) -> None:
        self.invoice.clear()
        self.invoice.addItem(tr("All of the account"), "")
        for number in numbers:
            self.invoice.addItem(number, number)
