"""The pieces of evidence that belong to a document, by name; a click shows one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arcdesk.services.evidence import StoredEvidence
    from arcdesk.services.said import Proof
    from arcdesk.ui.context import UiContext

LONGEST_NAME = 40


class ProofsBar(QWidget):
    """Hidden where nothing belongs to the document."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("proofs_bar")
        self._row = FlowLayout(self, spacing=S)
        self._row.setContentsMargins(L, S, L, 0)
        self.hide()

    def show_of(self, document_id: int) -> None:
        """Read what belongs to the document: links, proofs of delivery, signed answers."""
        links = self._context.desk.evidence_links
        self._context.jobs.run(lambda _job: links.behind("document", document_id), self._show, owner=self)

    def _show(self, proofs: Sequence[Proof]) -> None:
        if not proofs:
            return
        self._row.addWidget(label(tr("Belonging to it:|evidence"), "muted"))
        for proof in proofs:
            text = proof.name if len(proof.name) <= LONGEST_NAME else f"{proof.name[: LONGEST_NAME - 1]}…"
            made = button(text, f"proof_{proof.id}", partial(self._open, proof.id), flat=True)
            made.setIcon(icon("evidence", self._context.theme))
            self._row.addWidget(made)
        self.show()

    def _open(self, evidence_id: int) -> None:
        desk = self._context.desk
        self._context.jobs.run(lambda _job: (desk.evidence.find(evidence_id), desk.customers.names()), self._ask)

    def _ask(self, found: tuple[StoredEvidence, dict[int, str]]) -> None:
        from arcdesk.ui.dialogs.evidence_view import EvidenceDialog

        EvidenceDialog(self._context, *found, self).open()
