"""Taking files in as evidence: whose, what kind, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.evidence_hints import HINTS
from arcdesk.i18n import tr
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.evidence_intake import Particulars
from arcdesk.services.evidence_links import Link
from arcdesk.services.evidence_notes import Note
from arcdesk.ui.clipboard import Attachment, holds_evidence
from arcdesk.ui.dialogs.evidence_note import FORMS, LINES
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.icons import icon
from arcdesk.ui.jobs import Cancelled
from arcdesk.ui.labels import EVIDENCE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.attachments import AttachmentList, pool_for, telling
from arcdesk.ui.panels.belongs_list import BelongsList
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.basics import SectionLabel, char_width
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.moment_field import MomentField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

NOT_ASKED = ("title", "obtained_from")
"""Lines of a note that the form asks for otherwise, or that differ from file to file."""
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
    """Seals one or more files for a customer; ``customer_id`` None lets the person choose one.

    ``belongs`` names what is ticked from the beginning, by kind and id.

    What is said here goes with every file: take files in together that have it in common.
    """

    def __init__(
        self,
        context: UiContext,
        customer_id: int | None,
        attachments: Iterable[Attachment] = (),
        parent: QWidget | None = None,
        *,
        belongs: Iterable[tuple[str, int]] = (),
    ) -> None:
        super().__init__(context, tr("Add evidence"), tr("Take in"), parent)
        self._ticked = tuple(belongs)
        self._stored: list[StoredEvidence] = []
        self._customer_id = customer_id
        self.setAcceptDrops(True)
        self._build_form()
        self._arrange()
        self.customer.customer_chosen.connect(self._ask_choices)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._on_kind()
        if customer_id is not None:
            self._ask_choices(customer_id)
        self.files.add(attachments)

    def gather(self) -> Callable[[JobContext], object]:
        customer_id = self._customer_id or self.customer.customer_id
        if not customer_id:
            raise CustomerNotChosen(field="customer")
        if not self.files.attachments:
            raise NoFileChosen(field="files")
        said = Particulars(
            kind=str(self.kind.currentData()), captured_at=self.captured.moment(), source=self.source.text().strip(),
            remark=self.note.text().strip(), belongs=self.belongs.chosen(),
            note=Note(form=str(self.form_held.currentData()),
                      **{name: line.text().strip() for name, line in self.lines.items()}),
        )  # fmt: skip
        desk, attachments, stored = self.context.desk, self.files.attachments, self._stored

        def work(job: JobContext) -> tuple[StoredEvidence, ...]:
            stored.clear()
            for done, attachment in enumerate(attachments):
                job.check_cancelled()
                told = telling(job, len(attachments), done, attachment.name)
                told(0, 0)
                stored.append(desk.intake.take_in(attachment, customer_id, said, told))
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

    # inside

    def _build_form(self) -> None:
        context = self.context
        self.customer = CustomerField(context)
        self.files = AttachmentList(context.theme, context.clock.now, jobs=context.jobs)
        self.files.refused.connect(self.say)
        self.kind = combo_box("evidence_kind", tr("Kind"), [(code, words(EVIDENCE_KINDS, code)) for code in KINDS])
        self.kind.setCurrentIndex(self.kind.findData("other"))
        stated = tr("Captured on (stated)")
        self.captured = MomentField("evidence_captured", stated, context.theme, context.today, needs_time=False)
        self.captured.setToolTip(tr("Empty: what the file itself states counts."))
        self.source = line_edit("evidence_source", tr("Obtained from"), hint=tr("From whom, how and when"))
        self.form_held = combo_box("evidence_form", tr("We hold"), [(code, tr(text)) for code, text in FORMS])
        self.note = line_edit("evidence_note", tr("Remarks"))
        self.lines = {
            name: line_edit(f"evidence_{name}", tr(title), hint=tr(hint) if hint else "")
            for name, title, hint in LINES if name not in NOT_ASKED
        }  # fmt: skip
        for title, field in (
            (tr("Customer"), self.customer), (tr("Files"), self.files), (tr("Kind"), self.kind),
            (tr("Proves"), self.lines["purpose"]), (stated, self.captured), (tr("Obtained from"), self.source),
            (tr("Device and account"), self.lines["device"]), (tr("We hold"), self.form_held),
            (tr("Original kept at"), self.lines["original_at"]), (tr("Kept by"), self.lines["custodian"]),
            (tr("Remarks"), self.note),
        ):  # fmt: skip
            self.add_row(title, field)
        self.form.setRowVisible(self.customer, self._customer_id is None)

    def _arrange(self) -> None:
        """The form at the left; what it belongs to, and what makes it hold, at the right."""
        self.belongs = BelongsList()
        self._hints = label("", wrap=True)
        self._hints.setObjectName("evidence_hints")
        self._as_exhibit = button(tr("Make one exhibit of them…"), "evidence_as_exhibit", self._make_exhibit)
        self._as_exhibit.setIcon(icon("wechat", self.context.theme))
        self.body.removeItem(self.form)
        right = QVBoxLayout()
        right.setSpacing(S)
        right.addWidget(SectionLabel(tr("Belongs to")))
        right.addWidget(self.belongs, 1)
        self._hints_title = SectionLabel(tr("What makes it hold"))
        right.addWidget(self._hints_title)
        right.addWidget(self._hints)
        right.addWidget(self._as_exhibit, 0, Qt.AlignmentFlag.AlignLeft)
        columns = QHBoxLayout()
        columns.setSpacing(L)
        columns.addLayout(self.form, 3)
        columns.addLayout(right, 2)
        self.body.insertLayout(0, columns, 1)
        self.belongs.setMinimumWidth(char_width(self) * 34)
        self.setMinimumWidth(char_width(self) * 116)

    def _on_kind(self) -> None:
        kind = str(self.kind.currentData())
        hints = HINTS.get(kind, ())
        self._hints.setText("\n".join(f"• {tr(hint)}" for hint in hints))
        self._hints_title.setVisible(bool(hints))
        self._hints.setVisible(bool(hints))
        self._as_exhibit.setVisible(kind == "wechat")

    def _make_exhibit(self) -> None:
        """The same files in the dialog that puts screenshots in order."""
        from arcdesk.ui.dialogs.wechat_exhibit import WechatDialog

        customer_id = self._customer_id or self.customer.customer_id
        WechatDialog(self.context, customer_id, self.files.attachments, self.parentWidget()).open()
        self.reject()

    def _ask_choices(self, customer_id: int) -> None:
        links = self.context.desk.evidence_links
        self.context.jobs.run(lambda _job: links.choices(customer_id), self._on_choices)

    def _on_choices(self, links: tuple[Link, ...]) -> None:
        self.belongs.show_choices(links)
        for link in links:
            if (link.kind, link.id) in self._ticked:
                self.belongs.tick(link.kind, link.id)
