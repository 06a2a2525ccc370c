"""Other documents than letters: choose the kind, read what it is good for, look at it, issue it (R43 to R48)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import current as window_language
from arcdesk.i18n import tr
from arcdesk.pdf.paper_data import Auditor
from arcdesk.services.papers import PAPERS, PaperRequest
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.form_dialog import FormDialog, add_text, keep_whole
from arcdesk.ui.labels import PAPER_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

LANGUAGES = (("zh", "Chinese"), ("en", "English"))
CONFIRMATIONS = ("balance_confirmation", "audit_confirmation")


class CustomerMissing(Refusal):
    """A document to nobody."""

    sentence = "Choose the customer the document is for."


class PaperDialog(FormDialog):
    """Asks what the document needs, warns, and hands its draft on to be looked at and issued.

    Signals:
        drafted: (PaperRequest, bytes) once the pages are drawn.
    """

    drafted = Signal(object, object)

    def __init__(self, context: UiContext, customer_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("Other documents"), tr("Look at the pages"), parent)
        self.kind = combo_box("paper_kind", tr("Document|paper"), [(code, words(PAPER_KINDS, code)) for code in PAPERS])
        self.effect = label("", "muted", wrap=True)
        self.effect.setObjectName("paper_effect")
        self.customer = CustomerField(context)
        self.language = combo_box("paper_language", tr("Language"), [(c, tr(n)) for c, n in LANGUAGES])
        self.language.setCurrentIndex(max(self.language.findData(window_language()), 0))
        self.as_of = DateField(tr("Confirmed as of"), context.theme, context.today)
        self.as_of.set_day(context.today)
        self.subject = combo_box("paper_subject", tr("About|paper"))
        self.auditor = line_edit("paper_auditor", tr("Accounting firm"))
        self.address = line_edit("paper_auditor_address", tr("Its address"))
        self.contact = line_edit("paper_auditor_contact", tr("Its contact and phone"))
        self.warning = label("", "warn", wrap=True)
        self.warning.setObjectName("paper_warning")
        self.add_row(tr("Document|paper"), self.kind)
        add_text(self, self.effect)
        self.add_row(tr("Customer"), self.customer)
        self.add_row(tr("Language"), self.language)
        self.add_row(tr("Confirmed as of"), self.as_of)
        self.add_row(tr("About|paper"), self.subject)
        self.add_row(tr("Accounting firm"), self.auditor)
        self.add_row(tr("Its address"), self.address)
        self.add_row(tr("Its contact and phone"), self.contact)
        add_text(self, self.warning)
        self.kind.currentIndexChanged.connect(self._on_changed)
        self.customer.customer_chosen.connect(self._on_changed)
        self.carried_out.connect(self._on_drawn)
        if customer_id is not None:
            self.customer.choose(context.desk.customers.find(customer_id))
        self._on_changed()

    @property
    def paper(self) -> str:
        """The kind chosen."""
        return str(self.kind.currentData())

    def gather(self) -> Callable[[JobContext], object]:
        if self.customer.customer_id is None:
            raise CustomerMissing(field="customer")
        request = self._request(self.customer.customer_id)
        papers = self.context.desk.papers
        return lambda _job: (request, papers.preview(request))

    def done_text(self, result: object) -> str:
        return ""

    def _request(self, customer_id: int) -> PaperRequest:
        is_audit = self.paper == "audit_confirmation"
        firm = Auditor(self.auditor.text().strip(), self.address.text().strip(), "", self.contact.text().strip())
        return PaperRequest(
            self.paper, customer_id, str(self.language.currentData()),
            self.as_of.day() if self.paper in CONFIRMATIONS else None,
            str(self.subject.currentData() or ""), firm if is_audit else None,
        )  # fmt: skip

    def _on_changed(self, *_: object) -> None:
        """Show what this kind needs, what it is good for, and what to mind."""
        kind = self.paper
        self.effect.setText(tr(PAPERS[kind]))
        keep_whole(self, self.effect)
        self.form.setRowVisible(self.as_of, kind in CONFIRMATIONS)
        self.form.setRowVisible(self.subject, kind not in CONFIRMATIONS)
        for field in (self.auditor, self.address, self.contact):
            self.form.setRowVisible(field, kind == "audit_confirmation")
        self._warn("")
        customer_id, desk = self.customer.customer_id, self.context.desk
        if customer_id is not None:
            request = self._request(customer_id)

            def work(_job: JobContext) -> tuple[str, list[tuple[str, str]], tuple[str, ...]]:
                return kind, self._subjects(kind, customer_id), desk.papers.warnings(request)

            self.context.jobs.run(work, self._on_read)
        self.fit()

    def _subjects(self, kind: str, customer_id: int) -> list[tuple[str, str]]:
        """Receipts or plans to choose from: (number, line)."""
        desk = self.context.desk
        if kind == "receipt_confirmation":
            return [
                _entry(line.number, line.received_on, line.amount_fen, line.currency)
                for line in desk.ledger.receipts(customer_id)
                if line.amount_fen - line.returned_fen > 0 and not line.reverses_number
            ]
        if kind == "agreement":
            return [
                _entry(line.number, line.agreed_on, line.total_fen, line.currency)
                for line in desk.plans.of(customer_id)
                if line.stands
            ]
        return []

    def _on_read(self, read: tuple[str, list[tuple[str, str]], tuple[str, ...]]) -> None:
        kind, subjects, warnings = read
        if kind != self.paper:
            return
        self.subject.clear()
        for number, line in subjects:
            self.subject.addItem(line, number)
        texts = list(warnings)
        if kind not in CONFIRMATIONS and not subjects:
            texts.append(
                tr("This customer has no receipt yet.")
                if kind == "receipt_confirmation"
                else tr("This customer has no instalment plan that stands.")
            )
        self._warn("\n".join(texts))

    def _warn(self, text: str) -> None:
        self.warning.setText(text)
        self.warning.setVisible(bool(text))
        keep_whole(self, self.warning)
        self.fit()

    def _on_drawn(self, result: object) -> None:
        assert isinstance(result, tuple)
        self.drafted.emit(*result)


def _entry(number: str, day: date, fen: int, currency: str) -> tuple[str, str]:
    return number, f"{number} · {show.day(day)} · {show.money(fen, currency)}"


def open_papers(
    context: UiContext, parent: QWidget, issued: Callable[[object], None], customer_id: int | None = None
) -> PaperDialog:
    """The dialog, and after it the pages with the button that issues them; ``issued`` is told of the documents."""
    from arcdesk.ui.dialogs.document_preview import DocumentPreview

    dialog = PaperDialog(context, customer_id, parent)

    def look(request: PaperRequest, pdf: bytes) -> None:
        desk = context.desk
        preview = DocumentPreview(
            context, words(PAPER_KINDS, request.kind), load=lambda: pdf,
            issue=lambda: desk.papers.issue(request), parent=parent,
        )  # fmt: skip
        preview.issued.connect(issued)
        preview.open()

    dialog.drafted.connect(look)
    dialog.open()
    return dialog
