"""The tabs of the dossier: one stream, the ledger, the papers, and the particulars."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui import format as show
from arcdesk.ui.dossier.chasing import ChasingActions, ChasingAnswers
from arcdesk.ui.dossier.disputes import DisputeBox
from arcdesk.ui.dossier.due_action import DueDateAction
from arcdesk.ui.dossier.invoice_money import InvoiceMoney
from arcdesk.ui.dossier.limitation import LimitationTab
from arcdesk.ui.dossier.particulars import ParticularsTab
from arcdesk.ui.dossier.promises_tab import PromisesTab
from arcdesk.ui.dossier.receipts_tab import ReceiptsTab
from arcdesk.ui.dossier.tables import SchemeHolder, invoice_table
from arcdesk.ui.dossier.timeline import TimelineTab
from arcdesk.ui.evidence.panel import EvidencePanel
from arcdesk.ui.icons import icon
from arcdesk.ui.panels.document_table import DocumentTable
from arcdesk.ui.panels.missing_due import MissingDueBar
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import EmptyState, button, label, set_role
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData

TITLES = (
    "Timeline", "Receivables|tab", "Receipts|tab", "Documents|tab", "Evidence", "Promises/plans|tab",
    "Limitation|tab", "Profile",
)  # fmt: skip
TIMELINE, INVOICES, RECEIPTS, DOCUMENTS, EVIDENCE, PROMISES, LIMITATION, PROFILE = range(len(TITLES))
LOWEST_PX = 120
WIDE_TAB_PX = 2 * 12 + 2  # padding and gap, as in the style sheet


class DossierTabs(QTabWidget):
    """Shows one ``DossierData``; every tab keeps its place over a refresh."""

    def __init__(self, context: UiContext, on_log: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._data: DossierData | None = None
        self._counts: tuple[int, ...] = (0,) * len(TITLES)
        self._holder = SchemeHolder()
        self._theme = context.theme
        self.setObjectName("dossier_tabs")
        self.setAccessibleName(tr("Dossier"))
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)  # a tab behind an arrow is a tab that is not there
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumSize(LOWEST_PX, LOWEST_PX)  # the bar asks for more than a narrow window has
        self.timeline = TimelineTab(context, on_log)
        self._answers = ChasingAnswers()
        more = (self._answers.column(), self._holder.written.column())
        self.invoices, self.invoices_model = invoice_table(context, self._holder, *more)
        self.money = InvoiceMoney(context, self.invoices, self.invoices_model, self._holder.written)
        self.chasing = ChasingActions(context, self.invoices)
        self.due_date = DueDateAction(context, self.invoices)
        self.receipts = ReceiptsTab(context)
        self.receipts_model = self.receipts.model
        self.promises = PromisesTab(context)
        self.disputes = DisputeBox(context)
        no_documents = tr("No letter or statement yet. Ctrl+D prepares a letter, Ctrl+R a statement.")
        self.documents = DocumentTable(
            context,
            "dossier_documents",
            with_customer=False,
            empty=EmptyState(context.theme, "letters", no_documents),
        )
        self.evidence = EvidencePanel(
            context, tr("No evidence of this customer yet. Drop files here or paste a screenshot with Ctrl+V.")
        )
        self.limitation = LimitationTab(context)
        self.limitation.receipts_requested.connect(lambda: self.setCurrentIndex(RECEIPTS))
        self.particulars = ParticularsTab(context)
        self.profile = self.particulars.profile
        pages = (
            self.timeline, self._invoice_tab(), self.receipts, self.documents, self.evidence,
            self.promises, self.limitation, self.particulars,
        )  # fmt: skip
        for title, page in zip(TITLES, pages, strict=True):
            self.addTab(page, tr(title))

    def show_dossier(self, data: DossierData, *, can_write: bool) -> None:
        """Show a customer."""
        self._data = data
        self._holder.scheme = data.scheme
        self._answers.answers, self._answers.day = data.gate, data.as_of
        self._holder.written.show(data.write_offs)
        self.chasing.show_dossier(data)
        self.timeline.show_entries(data.timeline)
        self.invoices_model.set_rows(data.invoices)
        self._filter_invoices()
        self.money.show_dossier(data)
        self.undated.count(data.profile.id)
        self.receipts.show_dossier(data, can_write=can_write)
        self.promises.show_lines(data.promises, data.plans, can_write=can_write)
        self.promises.concessions.show_lines(data.concessions, can_write=can_write)
        self.disputes.show_lines(data.disputes)
        self.raise_dispute.setEnabled(can_write)
        self.documents.show_documents(data.documents)
        self.evidence.show_items(data.evidence, {data.profile.id: data.profile.name})
        self.evidence.enable_adding(can_write)
        self.evidence.offer_bundle(data.profile.id, data.profile.name)
        self.limitation.show_dossier(data, can_write=can_write)
        self.particulars.show_dossier(data, can_write=can_write)
        self._show_counts(data)

    def show_limitation(self) -> None:
        """Bring the nearest end of limitation to the front, with the events that carry it."""
        self.setCurrentIndex(LIMITATION)
        self.limitation.show_nearest()

    def _show_counts(self, data: DossierData) -> None:
        open_items = sum(1 for line in data.invoices if line.open_fen)
        money, promises = (*data.receipts, *data.credit_notes), (*data.promises, *data.plans)
        lists = (money, data.documents, data.evidence, promises)
        self._counts = (0, open_items, *map(len, lists), self.limitation.alarm_count, 0)
        self._name_tabs()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_tabs()

    def _name_tabs(self) -> None:
        """Every tab keeps its whole name; where the window is narrow the counts and the padding give way."""
        titles = [tr(title) for title in TITLES]
        counted = [f"{title} {count}" if count else title for title, count in zip(titles, self._counts, strict=True)]
        metrics = QFontMetrics(self._bold())
        fits = sum(metrics.horizontalAdvance(text) + WIDE_TAB_PX for text in counted) <= self.width()
        set_role(self.tabBar(), "false" if fits else "true", "narrow")
        for number, text in enumerate(counted if fits else titles):
            self.setTabText(number, text)

    def _bold(self) -> QFont:
        font = QFont(self.font())  # the current tab is drawn in it
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _invoice_tab(self) -> QWidget:
        self.only_open = QCheckBox(tr("Open items only"))
        self.only_open.setObjectName("only_open")
        self.only_open.setChecked(True)
        self.only_open.toggled.connect(self._filter_invoices)
        self._sum = label("", "muted")
        self.raise_dispute = button(tr("Raise a dispute…"), "dispute_raise", flat=True)
        self.raise_dispute.setIcon(icon("dispute", self._theme))
        tab = QWidget()
        bar = QHBoxLayout()
        bar.setContentsMargins(L, S, L, S)
        bar.setSpacing(L)
        bar.addWidget(self.only_open)
        bar.addWidget(self._invoice_buttons(), 1)
        bar.addWidget(self._sum)
        box = QVBoxLayout(tab)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.undated = MissingDueBar(self._context, "dossier_due_dates")
        box.addLayout(bar)
        box.addWidget(self.undated)
        box.addWidget(self.invoices, 1)
        box.addWidget(self.disputes)
        return tab

    def _invoice_buttons(self) -> QWidget:
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=S)
        for made in (*self.money.buttons(), self.chasing.button, self.raise_dispute):
            row.addWidget(made)
        return buttons

    def _filter_invoices(self) -> None:
        self.invoices_model.set_filter(_is_open if self.only_open.isChecked() else None)
        self.disputes.show_open_only(self.only_open.isChecked())
        balances = self._data.balances if self._data is not None else ()
        sums = [show.money_with_sign(balance.gross_fen, balance.currency) for balance in balances if balance.gross_fen]
        texts = [tr("Open: {sums}", sums="   ".join(sums))] if sums else []
        given_up = self._holder.written.sums()
        if given_up:
            sums = [show.money_with_sign(fen, currency) for currency, fen in given_up.items()]
            texts.insert(0, tr("Written off: {sums}", sums="   ".join(sums)))
        self._sum.setText("   ".join(texts))


def _is_open(line: InvoiceLine) -> bool:
    return bool(line.open_fen)
