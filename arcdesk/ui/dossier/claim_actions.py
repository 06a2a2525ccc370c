"""What is done about promises, plans and disputes in the dossier: by a dialog, or by showing what stands behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from arcdesk.ui.dialogs.dispute import CloseDisputeDialog, DisputeOwnerDialog, OpenDisputeDialog
from arcdesk.ui.dialogs.end_plan import EndPlanDialog
from arcdesk.ui.dialogs.plan import PlanDialog, PlanFacts, load
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.dossier.concession_actions import ConcessionActions
from arcdesk.ui.dossier.plan_offer import PlanOffer

if TYPE_CHECKING:
    from arcdesk.services.dispute_lines import DisputeLine
    from arcdesk.services.plan_lines import PlanLine
    from arcdesk.services.plans import PlanEnding
    from arcdesk.ui.pages.dossier import DossierPage


class ClaimActions:
    """Joins the tabs' requests to dialogs over ``page``.

    ``may_write`` says whether anything can be written now, and tells the person if not;
    ``correct`` begins the correction of a contact.
    """

    def __init__(
        self, page: DossierPage, may_write: Callable[[], bool], correct: Callable[[int], None]
    ) -> None:
        self._page = page
        self._may_write = may_write
        self._correct = correct
        self.offer = PlanOffer(page.context)
        self.concessions = ConcessionActions(page, may_write, self.show_evidence)

    def connect(self) -> None:
        """Listen to the tabs, once they are there."""
        promises, disputes = self._page.tabs.promises, self._page.tabs.disputes
        promises.plan_asked.connect(lambda replaces: self.make_plan(replaces=replaces))
        promises.end_asked.connect(self.end_plan)
        promises.correction_asked.connect(self._correct)
        self.offer.wanted.connect(lambda contact_id: self.make_plan(contact_id=contact_id))
        disputes.close_asked.connect(self.close_dispute)
        disputes.owner_asked.connect(self.hand_dispute_over)
        for part in (promises, disputes):
            part.contact_asked.connect(self.show_contact)
            part.evidence_asked.connect(self.show_evidence)
        self.concessions.connect(promises.concessions)
        self._page.tabs.raise_dispute.clicked.connect(lambda _checked=False: self.raise_dispute())

    def make_plan(self, *, contact_id: int | None = None, replaces: str = "") -> None:
        """Open the dialog for a plan; of the promises of a contact, or in place of another plan."""
        page = self._page
        if self._may_write():
            desk, customer_id = page.context.desk, page.customer_id
            page.context.jobs.run(
                lambda _job: load(desk, customer_id, contact_id=contact_id, replaces=replaces), self._show_plan_dialog
            )

    def end_plan(self, line: PlanLine, how: PlanEnding) -> None:
        """Open the dialog for ending a plan."""
        if self._may_write():
            EndPlanDialog(self._page.context, line, how, self._page).open()

    def raise_dispute(self) -> None:
        """Open the dialog for a dispute of the current invoice."""
        page = self._page
        if self._may_write() and page.data is not None:
            current = page.tabs.invoices.current_row()
            OpenDisputeDialog(
                page.context, page.data.invoices, page.data.disputes, page.data.evidence,
                current.number if current else "", page,
            ).open()  # fmt: skip

    def close_dispute(self, line: DisputeLine) -> None:
        """Open the dialog for settling a dispute."""
        if self._may_write():
            CloseDisputeDialog(self._page.context, line, self._page).open()

    def hand_dispute_over(self, line: DisputeLine) -> None:
        """Open the dialog that says who clears a dispute."""
        if self._may_write():
            DisputeOwnerDialog(self._page.context, line, self._page).open()

    def show_contact(self, contact_id: int) -> None:
        """Show a logged contact in the stream."""
        self._page.tabs.setCurrentIndex(tab.TIMELINE)
        self._page.tabs.timeline.select("contact", contact_id)
        self._page.tabs.timeline.list.setFocus()

    def show_evidence(self, evidence_id: int) -> None:
        """Show a sealed file."""
        self._page.tabs.setCurrentIndex(tab.EVIDENCE)
        self._page.tabs.evidence.grid.select(evidence_id)

    def _show_plan_dialog(self, facts: PlanFacts) -> None:
        if facts.customer_id == self._page.customer_id:
            PlanDialog(self._page.context, facts, self._page).open()
