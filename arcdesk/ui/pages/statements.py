"""The statements page: what was issued, and the desk for new statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.statement_runs import Coverage
from arcdesk.ui.dialogs.coverage import CoverageDialog, coverage_text
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.documents_view import DocumentsView
from arcdesk.ui.panels.statement_desk import StatementDesk
from arcdesk.ui.widgets import button

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext


class StatementsPage(Page):
    """Issued statements, newest first; ``prepare`` opens the desk for new ones."""

    key = "statements"
    kinds = frozenset({"document", "invoice", "receipt", "customer", "import"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.desk_view = StatementDesk(context)
        self._coverage: Coverage | None = None
        self.coverage_button = button(tr("Signed for…"), "statements_coverage", self.show_coverage)
        self.view = DocumentsView(
            context,
            "statement",
            self.desk_view,
            title=tr("Statements"),
            new=tr("New statements…"),
            empty=tr("No statement issued yet. Choose customers and a period, look at the pages, and issue."),
            issued=context.desk.statements.issued,
            more=(self.coverage_button,),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def activate(self) -> None:
        super().activate()
        self.view.take_focus()

    def refresh(self, changes: Changes | None = None) -> None:
        self.view.refresh()
        desk = self.context.desk
        self.context.jobs.run(lambda _job: desk.statement_runs.coverage(), self._on_coverage)

    def show_coverage(self) -> None:
        """Open the list of what is signed for."""
        if self._coverage is not None:
            shown = CoverageDialog(self.context, self._coverage, self)
            shown.statements_wanted.connect(self.prepare)
            shown.open()

    def _on_coverage(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self.coverage_button.setText(coverage_text(coverage) or tr("Signed for…"))
        self.coverage_button.setEnabled(bool(coverage.lines))

    def prepare(self, customer_ids: Sequence[int], then: Callable[[], object] | None = None) -> None:
        """Open the desk with these customers ticked; ``then`` leads back to where the wish came from."""
        self.view.prepare(tuple(customer_ids), then)
