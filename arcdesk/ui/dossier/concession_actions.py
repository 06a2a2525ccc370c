"""What is done about concessions in the dossier: by a dialog, a sheet, or a text on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import current, tr
from arcdesk.services.concession_texts import request_pdf, wording
from arcdesk.ui.context import sentence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from arcdesk.services.concession_lines import ConcessionLine
    from arcdesk.services.concession_weighing import Situation
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dialogs.concession import ConcessionFacts
    from arcdesk.ui.dossier.concession_part import ConcessionPart
    from arcdesk.ui.pages.dossier import DossierPage


class ConcessionActions:
    """Joins the part's requests to dialogs over ``page``; ``may_write`` tells the person where nothing can be written.

    ``show_evidence`` shows a sealed file.
    """

    def __init__(
        self, page: DossierPage, may_write: Callable[[], bool], show_evidence: Callable[[int], None]
    ) -> None:
        self._page, self._may_write, self._show_evidence = page, may_write, show_evidence

    def connect(self, part: ConcessionPart) -> None:
        """Listen to the part, once it is there."""
        part.asked.connect(self.ask)
        part.weighing_asked.connect(self.weigh)
        part.step_asked.connect(self.step)
        part.paper_asked.connect(lambda line: show_request(self._page.context, line, self._page))
        part.text_asked.connect(lambda line: copy_text(self._page.context, line))
        part.evidence_asked.connect(self._show_evidence)

    def ask(self) -> None:
        """Open the dialog for a new concession."""
        from arcdesk.ui.dialogs.concession import load

        page = self._page
        if self._may_write():
            desk, customer_id = page.context.desk, page.customer_id
            page.context.jobs.run(lambda _job: load(desk, customer_id), self._show_dialog)

    def step(self, line: ConcessionLine, step: str) -> None:
        """Open the dialog for a step of it."""
        from arcdesk.ui.dialogs.concession_step import ConcessionStepDialog

        if self._may_write():
            ConcessionStepDialog(self._page.context, line, step, self._page).open()

    def weigh(self) -> None:
        """Show the calculator with this customer's figures."""
        page = self._page
        desk, customer_id = page.context.desk, page.customer_id
        page.context.jobs.run(lambda _job: desk.weighing.of(customer_id), self._show_calculator)

    def _show_dialog(self, facts: ConcessionFacts) -> None:
        from arcdesk.ui.dialogs.concession import ConcessionDialog

        if facts.customer_id == self._page.customer_id:
            ConcessionDialog(self._page.context, facts, self._page).open()

    def _show_calculator(self, situation: Situation) -> None:
        from arcdesk.ui.dialogs.weighing import WeighingDialog

        data = self._page.data
        if situation.customer_id == self._page.customer_id and data is not None:
            WeighingDialog(self._page.context, situation, data.profile.name, self._page).open()


def copy_text(context: UiContext, line: ConcessionLine) -> None:
    """Put the text for the customer on the clipboard, the condition in it."""
    try:
        text = wording(line, current())
    except Refusal as refusal:
        context.inform(sentence(refusal), "bad")
        return
    QGuiApplication.clipboard().setText(text)
    context.inform(tr("Copied. Paste it into WeChat."), "good")


def show_request(context: UiContext, line: ConcessionLine, parent: QWidget) -> None:
    """Show the request for approval, to print or to save."""
    from arcdesk.ui.dialogs.document_preview import DocumentPreview

    language, today, desk = current(), context.today, context.desk

    def draw() -> bytes:
        company = desk.company.profile()
        return request_pdf(line, language, today, company.name, company.contact)

    title = f"{tr('Request for a Concession')} {line.number}"
    DocumentPreview(context, title, load=draw, file_name=title, parent=parent).open()
