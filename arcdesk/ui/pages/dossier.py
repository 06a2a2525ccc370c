"""A customer's dossier: head, tabs, side column, and the panel for logging a contact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.contacts import LoggedContact, NewContact
from arcdesk.services.customers import Person
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.followups import FollowUpLine
from arcdesk.ui.clipboard import Attachment, attachments_from
from arcdesk.ui.dialogs.add_evidence import AddEvidenceDialog
from arcdesk.ui.dialogs.follow_up import FollowUpDialog
from arcdesk.ui.dialogs.person import PersonDialog
from arcdesk.ui.dialogs.postings import show_postings
from arcdesk.ui.dialogs.receipt import ReceiptDialog
from arcdesk.ui.dossier import data as dossier_data
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.dossier.claim_actions import ClaimActions
from arcdesk.ui.dossier.header import ACTIONS, DossierHeader
from arcdesk.ui.dossier.next_bar import NextBar
from arcdesk.ui.dossier.side import DossierSide
from arcdesk.ui.dossier.tabs import DossierTabs
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.log_contact import LogContactPanel
from arcdesk.ui.panels.recap import offer_recap
from arcdesk.ui.tables.actions import row_action
from arcdesk.ui.theme import L, S

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.services.explain import Figure
    from arcdesk.services.timeline import TimelineEntry
    from arcdesk.ui.context import UiContext

SIDE_CHARACTERS = 38
LEFT_CHARACTERS = 56
LOW_LINES = 30
ENTRY_TABS = {
    "receipt": tab.RECEIPTS, "promise": tab.PROMISES, "plan": tab.PROMISES, "invoice": tab.INVOICES,
    "dispute": tab.INVOICES, "due_change": tab.INVOICES, "limitation": tab.LIMITATION, "guarantee": tab.LIMITATION,
    "write_off": tab.INVOICES, "allocation": tab.RECEIPTS, "concession": tab.PROMISES,
}  # fmt: skip


class DossierPage(Page):
    """One customer in full. Ctrl+L D R P E F act; Ctrl+V anywhere takes a screenshot as evidence."""

    key = "dossier"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.customer_id = 0
        self.data: dossier_data.DossierData | None = None
        self._came_to_log = False
        self.header = DossierHeader(context)
        self.next_bar = NextBar(context)
        self.claims = ClaimActions(self, self._may_write, self._correct)
        self.tabs = DossierTabs(context, self.log_contact)
        self.side = DossierSide(context)
        self.log_panel = LogContactPanel(context)
        self._talk = self._talk_band()
        self._arrange()
        self._connect()
        self.claims.connect()

    @property
    def list_subject(self) -> str:
        """Whose lists these are: the name that a saved list begins with."""
        return self.data.profile.name if self.data is not None else ""

    # What the window asks for

    def open_customer(self, customer_id: int) -> None:
        """Show this customer."""
        if customer_id != self.customer_id:
            self.customer_id, self.data = customer_id, None
            self.close_log()
            self.next_bar.hide()
            self.claims.offer.hide()
            self.tabs.setCurrentIndex(tab.TIMELINE)
            self._stale = True

    def show_tab(self, number: int) -> None:
        """Bring one tab to the front."""
        self.tabs.setCurrentIndex(number)

    def activate(self) -> None:
        super().activate()
        if not self.log_panel.isVisibleTo(self):
            self.tabs.setFocus()

    def refresh(self, changes: Changes | None = None) -> None:
        concerns = changes is None or not changes.customer_ids or self.customer_id in changes.customer_ids
        if not self.customer_id or not concerns:
            return
        desk, customer_id, as_of = self.context.desk, self.customer_id, self.context.as_of
        self.context.jobs.run(lambda _job: dossier_data.load(desk, customer_id, as_of), self._on_read)

    def log_contact(self, customer_id: int = 0, attachments: Iterable[Attachment] = ()) -> None:
        """Open the panel for a contact; with a ``customer_id`` the next customer is offered afterwards."""
        self._be_at(customer_id)
        if self._may_write():
            self._came_to_log = bool(customer_id)
            self._show_log(True)
            self.log_panel.start(self.customer_id, attachments=attachments)

    def record_receipt(self, customer_id: int = 0) -> None:
        """Open the dialog for money that came in."""
        self._be_at(customer_id)
        if self._may_write():
            desk, wanted = self.context.desk, self.customer_id
            self.context.jobs.run(lambda _job: dossier_data.load(desk, wanted, None), self._show_receipt_dialog)

    def attach_evidence(self, customer_id: int = 0, attachments: Sequence[Attachment] = ()) -> None:
        """Open the dialog for taking files in."""
        self._be_at(customer_id)
        if self._may_write():
            AddEvidenceDialog(self.context, self.customer_id, attachments, self).open()

    def plan_follow_up(self) -> None:
        """Open the dialog for a follow-up; while a contact is logged, its own line for one."""
        if self.log_panel.isVisibleTo(self):
            self.log_panel.form.ask_follow_up()
        elif self._may_write() and self.data is not None:
            FollowUpDialog(self.context, self.customer_id, self.data.profile.name, parent=self).open()

    def paste_evidence(self) -> None:
        """Take what the clipboard holds: into the open contact, else as evidence of its own."""
        try:
            found = attachments_from(QGuiApplication.clipboard().mimeData(), self.context.clock.now())
        except Refusal as refusal:
            self.context.refuse(refusal)
            return
        if not found:
            self.context.inform(tr("There is neither a file nor a picture on the clipboard."))
        elif self.log_panel.isVisibleTo(self):
            self.log_panel.form.attachments.add(found)
        else:
            self.attach_evidence(0, found)

    def show_interest(self, invoice: str = "") -> None:
        """Open the segments behind the interest of an invoice, or of everything open."""
        from arcdesk.ui.dialogs.interest_sheet import InterestDialog

        if self.customer_id:
            InterestDialog(self.context, self.customer_id, invoice, self).open()

    def close_log(self) -> None:
        """Put the side column back in place of the log panel."""
        self._show_log(False)
        self.tabs.setFocus()

    # building

    def _arrange(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.next_bar)
        column.addWidget(self.claims.offer)
        column.addWidget(self._talk)
        column.addWidget(self.tabs, 1)
        unit = self.fontMetrics().horizontalAdvance("0")
        self.side.setMinimumWidth(unit * SIDE_CHARACTERS)
        self.log_panel.hide()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        for number, part in enumerate((left, self.side, self.log_panel)):
            self._split.addWidget(part)
            self._split.setStretchFactor(number, 1 if number == 0 else 0)
        self._split.setSizes([unit * 200, unit * SIDE_CHARACTERS, self.log_panel.minimumWidth()])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._split)

    def _talk_band(self) -> QWidget:
        """What to say stands over the customer's data, not under the form: it is read while talking."""
        band = QWidget()
        box = QVBoxLayout(band)
        box.setContentsMargins(L, 0, L, S)
        box.addWidget(self.log_panel.form.script)
        band.hide()
        return band

    def _show_log(self, shown: bool) -> None:
        """The log panel takes the place of the side column, and the width it needs."""
        if shown == self.log_panel.isVisibleTo(self):
            return
        self.log_panel.setVisible(shown)
        self.side.setVisible(not shown)
        self._talk.setVisible(shown)
        width = self.side.minimumWidth()
        if shown:
            room = self.width() - self.fontMetrics().horizontalAdvance("0") * LEFT_CHARACTERS
            width = max(self.log_panel.minimumWidth(), min(room, self.log_panel.form.width(wide=True)))
        self._split.setSizes([max(self.width() - width, 1), width, width])
        self._fit_header()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_header()

    def _fit_header(self) -> None:
        is_low = self.height() < self.fontMetrics().height() * LOW_LINES
        compact = is_low and self.log_panel.isVisibleTo(self)
        self.header.set_compact(compact)
        self.tabs.timeline.set_compact(compact)

    def _connect(self) -> None:
        self.header.action.connect(self.act)
        self.header.limitation_requested.connect(self.tabs.show_limitation)
        self.tabs.limitation.pages_requested.connect(self._preview)
        self.header.figure_asked.connect(self._explain)
        self.header.back.connect(lambda: self.context.page_requested.emit("customers"))
        self.side.person_edited.connect(self._edit_person)
        self.side.follow_up_done.connect(self._finish_follow_up)
        self.side.follow_up_moved.connect(self._move_follow_up)
        self.log_panel.saved.connect(self._on_logged)
        self.log_panel.closed.connect(self.close_log)
        self.tabs.evidence.add_requested.connect(lambda found: self.attach_evidence(0, found))
        self.tabs.documents.preview_requested.connect(self._preview)
        self.tabs.timeline.list.entry_activated.connect(self._open_entry)
        self.tabs.timeline.list.menu_requested.connect(self._entry_menu)
        for key, _text, _icon, keys in ACTIONS:
            self._shortcut(keys, self._actor(key))
        self._shortcut("Ctrl+V", self.paste_evidence)
        self._shortcut("Ctrl+I", self.show_interest)
        self._interest = row_action(
            self.tabs.invoices, self.context.theme, "invoice_interest", tr("Interest…"), "interest", "I",
            self._show_line_interest,
        )  # fmt: skip
        for number in range(self.tabs.count()):
            self._shortcut(f"Alt+{number + 1}", self._tab_opener(number))

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _actor(self, key: str) -> Callable[[], None]:
        return lambda: self.act(key)

    def _tab_opener(self, number: int) -> Callable[[], None]:
        return lambda: self.tabs.setCurrentIndex(number)

    # acting

    def act(self, key: str) -> None:
        """Do what a button of the head stands for."""
        if not self.customer_id:
            return
        deeds: dict[str, Callable[[], object]] = {
            "letter": lambda: self.context.letter_requested.emit((self.customer_id,)),
            "statement": lambda: self.context.statement_requested.emit(self.customer_id),
            "log": self.log_contact,
            "receipt": self.record_receipt,
            "evidence": self.attach_evidence,
            "follow_up": self.plan_follow_up,
            "interest": self.show_interest,
        }
        deeds[key]()

    def _may_write(self) -> bool:
        if not self.context.can_write:
            text = tr("Nothing can be written now: a past day is looked at, or the workspace is read-only.")
            self.context.inform(text)
        return self.context.can_write and bool(self.customer_id)

    def _be_at(self, customer_id: int) -> None:
        if customer_id and customer_id != self.customer_id:
            self.open_customer(customer_id)
            self._stale = False
            self.refresh(None)

    def _explain(self, figure: Figure, currency: str) -> None:
        """Show the postings behind a figure of the head."""
        customer_id, day = self.customer_id, self.context.as_of
        show_postings(self.context, self, lambda desk: desk.explain.customer(customer_id, figure, currency, day))

    def _show_receipt_dialog(self, data: dossier_data.DossierData) -> None:
        profile = data.profile
        ReceiptDialog(self.context, profile.id, profile.name, data.invoices, data.base_currency, self).open()

    def _edit_person(self, person: Person | None) -> None:
        PersonDialog(self.context, self.customer_id, person, self).open()

    def _finish_follow_up(self, line: FollowUpLine) -> None:
        desk = self.context.desk
        self.context.jobs.run(lambda _job: desk.followups.done(line.id), _nothing)

    def _move_follow_up(self, line: FollowUpLine) -> None:
        FollowUpDialog(self.context, self.customer_id, line.customer_name, line, self).open()

    def _preview(self, document: IssuedDocument) -> None:
        from arcdesk.ui.dialogs.document_preview import preview_issued

        preview_issued(self.context, document, self)

    def _open_entry(self, entry: TimelineEntry) -> None:
        """Show what stands behind an entry of the timeline."""
        if entry.kind == "document" and self.data is not None:
            for document in self.data.documents:
                if document.id == entry.detail_id:
                    self._preview(document)
        elif entry.kind == "evidence":
            self.tabs.setCurrentIndex(tab.EVIDENCE)
            self.tabs.evidence.grid.select(entry.detail_id)
        elif entry.kind == "contact":
            self._correct(entry.detail_id)
        elif entry.kind in ENTRY_TABS:
            self.tabs.setCurrentIndex(ENTRY_TABS[entry.kind])

    def _entry_menu(self, entry: TimelineEntry, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = tr("Correct by a new entry…") if entry.kind == "contact" else tr("Show")
        action = menu.addAction(text, lambda: self._open_entry(entry))
        action.setEnabled(entry.kind != "contact" or self.context.can_write)
        self.tabs.timeline.list.add_common(menu)
        menu.popup(point)

    def _show_line_interest(self) -> None:
        line = self.tabs.invoices.current_row()
        if line is not None and line.amount_fen > 0:
            self.show_interest(line.number)

    def _correct(self, contact_id: int) -> None:
        """Begin a new entry that takes the place of a logged one; the old one stays in the stream."""
        if not self._may_write():
            return
        if self.log_panel.isVisibleTo(self) and self.log_panel.is_dirty:
            self.context.inform(tr("Save or close the contact you are writing first."))
            return
        desk = self.context.desk
        self.context.jobs.run(lambda _job: desk.contacts.original(contact_id), self._start_correction)

    def _start_correction(self, original: NewContact) -> None:
        if original.customer_id == self.customer_id:
            self._came_to_log = False
            self._show_log(True)
            self.log_panel.start(self.customer_id, corrects=original)

    # showing

    def _on_read(self, data: dossier_data.DossierData) -> None:
        if data.profile.id != self.customer_id:
            return
        self.data = data
        writes = self.context.can_write
        self.header.show_dossier(data)
        self.header.enable_writing(writes)
        self.side.show_dossier(data, can_write=writes)
        self.tabs.show_dossier(data, can_write=writes)
        if not writes:
            self._show_log(False)

    def _on_logged(self, logged: LoggedContact) -> None:
        self.close_log()
        offer_recap(self.context, logged)
        self.claims.offer.offer(logged.id, len(logged.promise_ids))
        if self._came_to_log:
            self.next_bar.offer(self.customer_id)


def _nothing(_: object) -> None:
    return None
