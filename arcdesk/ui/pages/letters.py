"""The letters page: what was issued, and the desk for new letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.documents_view import DocumentsView
from arcdesk.ui.panels.letter_desk import LetterDesk
from arcdesk.ui.widgets import button

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.services.documents import IssuedDocument
    from arcdesk.ui.context import UiContext


class LettersPage(Page):
    """Issued letters and other documents, newest first; ``prepare`` opens the desk for new ones."""

    key = "letters"
    kinds = frozenset({"document", "invoice", "receipt", "promise", "customer", "contact", "import"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.desk_view = LetterDesk(context)
        self.papers_button = button(tr("Other documents…"), "letters_papers", self.open_papers)
        self.papers_button.setToolTip(tr("Balance and audit confirmations, receipts, instalment agreements"))
        self.view = DocumentsView(
            context,
            "letter",
            self.desk_view,
            title=tr("Letters"),
            new=tr("New letters…"),
            empty=tr("No letter issued yet. Choose overdue customers, look at the pages, and issue."),
            issued=self._issued,
            more=(self.papers_button,),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def activate(self) -> None:
        super().activate()
        self.view.take_focus()

    def open_papers(self) -> None:
        """Ask which other document is wanted."""
        from arcdesk.ui.dialogs.paper import open_papers

        open_papers(self.context, self, lambda _documents: self.view.refresh())

    def refresh(self, changes: Changes | None = None) -> None:
        self.papers_button.setEnabled(self.context.can_write)
        self.view.refresh()

    def prepare(self, customer_ids: Sequence[int], then: Callable[[], object] | None = None) -> None:
        """Open the desk with these customers ticked; ``then`` leads back to where the wish came from."""
        self.view.prepare(tuple(customer_ids), then)

    def _issued(self) -> tuple[IssuedDocument, ...]:
        """Letters and the other documents, newest first."""
        desk = self.context.desk
        return tuple(sorted((*desk.letters.issued(), *desk.papers.issued()), key=lambda each: -each.id))
