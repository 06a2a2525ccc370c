"""The letters page: what was issued, and the desk for new letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.documents_view import DocumentsView
from arcdesk.ui.panels.letter_desk import LetterDesk

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext


class LettersPage(Page):
    """Issued letters, newest first; ``prepare`` opens the desk for new ones."""

    key = "letters"
    kinds = frozenset({"document", "invoice", "receipt", "promise", "customer", "contact", "import"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.desk_view = LetterDesk(context)
        self.view = DocumentsView(
            context,
            "letter",
            self.desk_view,
            title=tr("Letters"),
            new=tr("New letters…"),
            empty=tr("No letter issued yet. Choose overdue customers, look at the pages, and issue."),
            issued=context.desk.letters.issued,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def activate(self) -> None:
        super().activate()
        self.view.take_focus()

    def refresh(self, changes: Changes | None = None) -> None:
        self.view.refresh()

    def prepare(self, customer_ids: Sequence[int]) -> None:
        """Open the desk with these customers ticked."""
        self.view.prepare(tuple(customer_ids))
