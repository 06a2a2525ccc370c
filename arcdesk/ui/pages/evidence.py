"""The evidence page: every sealed file, its preview, and whether all of it is still intact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.completeness import ProofLine
from arcdesk.services.evidence import StoredEvidence
from arcdesk.ui.clipboard import Attachment
from arcdesk.ui.dialogs.add_evidence import AddEvidenceDialog
from arcdesk.ui.dialogs.stamps import StampsDialog
from arcdesk.ui.evidence.completeness import CompletenessView
from arcdesk.ui.evidence.panel import EvidencePanel
from arcdesk.ui.icons import icon
from arcdesk.ui.pages.base import Page
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label, set_role

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.services.integrity import VerifyReport
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


Read = tuple[tuple[StoredEvidence, ...], "Mapping[int, str]", tuple[ProofLine, ...]]


class EvidencePage(Page):
    """All evidence of the workspace, and how well it proves each open invoice."""

    key = "evidence"
    kinds = frozenset({"evidence", "contact", "document", "customer", "import", "receipt"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.panel = EvidencePanel(
            context,
            tr("No evidence yet. Drop files here, paste a screenshot while logging a contact, or choose files."),
            primary=True,
        )
        self.panel.add_requested.connect(self.add)
        title = label(tr("Evidence"), "title")
        self.result: QLabel = label("", "muted", wrap=True)
        self.result.setObjectName("verify_result")
        self.verify_button = button(tr("Verify everything"), "verify", self.verify)
        self.verify_button.setIcon(icon("check", context.theme))
        self.stamps_button = button(tr("Time stamps…"), "evidence_stamps", self.show_stamps)
        self.stamps_button.setIcon(icon("lock", context.theme))
        self.proof = CompletenessView(context)
        self.proof.customer_requested.connect(context.customer_requested)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("evidence_tabs")
        self.tabs.setAccessibleName(tr("Evidence"))
        self.tabs.addTab(self.panel, tr("Files|evidence"))
        self.tabs.addTab(self.proof, tr("What proves each invoice"))
        self.tabs.setDocumentMode(True)
        head = QHBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.setSpacing(M)
        head.addWidget(title)
        head.addWidget(self.result, 1)
        head.addWidget(self.stamps_button)
        head.addWidget(self.verify_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.tabs, 1)

    def activate(self) -> None:
        super().activate()
        self.panel.grid.setFocus()

    def refresh(self, changes: Changes | None = None) -> None:
        desk = self.context.desk

        def work(_job: JobContext) -> Read:
            return desk.evidence.list(), desk.customers.names(), desk.completeness.of()

        self.context.jobs.run(work, self._on_read)
        self.panel.enable_adding(self.context.can_write)

    def add(self, attachments: Sequence[Attachment] = ()) -> None:
        """Take files in for a customer the person chooses."""
        AddEvidenceDialog(self.context, None, attachments, self).open()

    def show_stamps(self) -> None:
        """The time stamps over the log: request, reply, list."""
        StampsDialog(self.context, self).open()

    def verify(self) -> None:
        """Hold every file against its hash and every event against the chain."""
        desk = self.context.desk

        def work(job: JobContext) -> VerifyReport:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, tr("Verifying evidence"))

            return desk.verification.verify(progress)

        self.verify_button.setEnabled(False)
        self._say(tr("Verifying…"), "muted")
        self.context.jobs.run(work, self._on_verified, self._on_failed, title=tr("Verifying evidence"))

    def _on_read(self, read: Read) -> None:
        items, names, lines = read
        self.panel.show_items(items, names)
        self.proof.show_lines(lines, names)

    def _on_verified(self, report: VerifyReport) -> None:
        self.verify_button.setEnabled(True)
        states = {finding.evidence_id: "damaged" for finding in report.damaged}
        states |= {finding.evidence_id: "missing" for finding in report.missing}
        self.panel.show_states(states)
        self._say(verdict(report), "good" if report.all_well else "bad")

    def _on_failed(self, _error: BaseException) -> None:
        self.verify_button.setEnabled(True)
        self._say(tr("The verification was stopped. Nothing was changed."), "muted")

    def _say(self, text: str, role: str) -> None:
        self.result.setText(text)
        set_role(self.result, role)


def verdict(report: VerifyReport) -> str:
    """The outcome of a verification in one sentence."""
    if report.all_well:
        well = tr(
            "All well: {files} files unchanged, {events} events unbroken.",
            files=report.files,
            events=report.chain_events,
        )
        furthest = report.stamps.stamped_to
        return well + " " + tr("Stamped up to event {number}.", number=furthest.event) if furthest else well
    parts = []
    if report.damaged:
        parts.append(tr("{count} files altered", count=len(report.damaged)))
    if report.missing:
        parts.append(tr("{count} files missing", count=len(report.missing)))
    if not report.chain_ok:
        parts.append(tr("the chain breaks at event {number}", number=report.chain_broken_at))
    bad_stamps = report.stamps.missing + sum(not stamp.is_sound for stamp in report.stamps.stamps)
    if bad_stamps:
        parts.append(tr("{count} time stamps do not fit", count=bad_stamps))
    return tr("Not all well: {findings}. Restore the newest backup.", findings=", ".join(parts))
