"""The contracts of a customer: what was agreed, what rests on it, and whether its scan is kept (F-50)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.contracts import ContractBook, ContractLine, ContractProfile
from arcdesk.services.due_dates import DuePlan
from arcdesk.services.due_words import order_words, rate_words, terms_words
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.add_evidence import AddEvidenceDialog
from arcdesk.ui.dialogs.contract import ContractDialog
from arcdesk.ui.dialogs.link_invoices import LinkInvoicesDialog
from arcdesk.ui.dialogs.rederive import RederiveDialog
from arcdesk.ui.tables import Column, RowTable, RowTableModel, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, label, set_role
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class ContractsPanel(QWidget):
    """Lists ``ContractBook.lines``; Enter opens one, Ins adds one."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._customer_id = 0
        self._book = ContractBook()
        self._invoices: tuple[InvoiceLine, ...] = ()
        self._can_write = False
        self.model: RowTableModel[ContractLine] = RowTableModel(_columns(), _id_of, context.theme)
        self.table: RowTable[ContractLine] = RowTable(
            self.model, context.theme, context.settings, "dossier_contracts", tr("Contracts")
        )
        self.add_button = button(tr("New contract…"), "contract_add", self.add)
        self.edit_button = button(tr("Change…"), "contract_edit", self.edit)
        self.link_button = button(tr("Invoices…"), "contract_link", self.link)
        self.rederive_button = button(tr("Reckon due dates anew…"), "contract_rederive", self.rederive)
        self.scan_said = label("", "muted")
        self.scan_said.setObjectName("contract_scan")
        self.scan_button = button(tr("Add the scan…"), "contract_add_scan", self.add_scan, flat=True)
        self.detail = label("", "muted", wrap=True, selectable=True)
        self.detail.setObjectName("contract_detail")
        self.detail.setContentsMargins(L, S, L, S)
        self._stack = QStackedWidget()
        self._lay_out()
        self.table.row_activated.connect(lambda _line: self.edit())
        self.table.current_row_changed.connect(self._on_current)
        QShortcut(QKeySequence("Ins"), self, self.add, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_book(
        self, customer_id: int, book: ContractBook, invoices: tuple[InvoiceLine, ...], *, can_write: bool
    ) -> None:
        """Show a customer's contracts; the place in the list stays."""
        self._customer_id, self._book, self._invoices = customer_id, book, invoices
        self._can_write = can_write
        self.model.set_rows(book.lines)
        self._stack.setCurrentIndex(0 if book.lines else 1)
        self.table.select_first()
        for part in (self.add_button, self.scan_button, self._empty_add):
            part.setEnabled(can_write)
        missing = bool(book.lines) and not book.has_scan
        said = "No scan of a contract among the evidence yet" if missing else "Scan of a contract is kept"
        self.scan_said.setText(tr(said) if book.lines else "")
        set_role(self.scan_said, "warn" if missing else "good")
        self.scan_button.setVisible(missing)
        self._on_current(self.table.current_row())

    def add(self) -> None:
        """Enter a new contract."""
        if self._customer_id and self.add_button.isEnabled():
            self._open(ContractProfile(0, self._customer_id, ""))

    def edit(self) -> None:
        """Change the current contract."""
        line = self.table.current_row()
        if line is not None and self.edit_button.isEnabled():
            self._open(line.profile)

    def link(self) -> None:
        """Choose the invoices that rest on the current contract."""
        line = self.table.current_row()
        if line is not None and self.link_button.isEnabled():
            made = LinkInvoicesDialog(self._context, line.profile.number, self._invoices, self)
            made.carried_out.connect(self._offerer(line.profile.id))
            made.open()

    def rederive(self) -> None:
        """Show which due dates the current contract's term would make others."""
        line = self.table.current_row()
        if line is not None:
            self._offer(line.profile.id, tell_nothing=True)

    def add_scan(self) -> None:
        """Take the scan of a contract in as evidence."""
        line = self.table.current_row()
        belongs = [("contract", line.profile.id)] if line is not None else []
        made = AddEvidenceDialog(self._context, self._customer_id, parent=self, belongs=belongs)
        made.kind.setCurrentIndex(made.kind.findData("contract"))
        made.open()

    # inside

    def _open(self, profile: ContractProfile) -> None:
        sizes = (self._book.creditor_size, self._book.debtor_size)
        made = ContractDialog(self._context, replace(profile), sizes, self)
        made.carried_out.connect(self._on_saved)
        made.open()

    def _on_saved(self, saved: object) -> None:
        if isinstance(saved, ContractProfile):
            self._offer(saved.id)

    def _offerer(self, contract_id: int) -> Callable[[object], None]:
        return lambda _result: self._offer(contract_id)

    def _offer(self, contract_id: int, *, tell_nothing: bool = False) -> None:
        """Ask about the due dates that no longer are what the terms say."""
        desk, customer_id = self._context.desk, self._customer_id

        def show_plan(plan: DuePlan) -> None:
            if plan.changes:
                RederiveDialog(self._context, plan, customer_id, contract_id, self).open()
            elif tell_nothing:
                self._context.inform(tr("Every due date that rests on this contract is as its term says."))

        self._context.jobs.run(
            lambda _job: desk.due_dates.rederivable(customer_id, contract_id), show_plan, owner=self
        )

    def _on_current(self, line: ContractLine | None) -> None:
        can_write = line is not None and self._can_write
        for part in (self.edit_button, self.link_button, self.rederive_button):
            part.setEnabled(can_write)
        self.detail.setText(_detail(line.profile) if line is not None else "")

    def _lay_out(self) -> None:
        acts, scan = QWidget(), QWidget()
        flow = FlowLayout(spacing=S, line_spacing=S)
        flow.setContentsMargins(L, S, L, S)
        acts.setLayout(flow)
        row = QHBoxLayout(scan)
        row.setContentsMargins(S, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.scan_said)
        row.addWidget(self.scan_button)
        for part in (self.add_button, self.edit_button, self.link_button, self.rederive_button, scan):
            flow.addWidget(part)
        listed = QWidget()
        box = QVBoxLayout(listed)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(acts)
        box.addWidget(self.table, 1)
        box.addWidget(self.detail)
        text = tr(
            "No contract yet. Payment term, penalty and court written down here give invoices their due dates "
            "and letters their ground."
        )
        self._empty_add = button(tr("New contract…"), "contract_add_first", self.add, primary=True)
        self._stack.addWidget(listed)
        self._stack.addWidget(EmptyState(self._context.theme, "file", text, (self._empty_add,)))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, M)
        outer.addWidget(self._stack)


def _columns() -> list[Column[ContractLine]]:
    return [
        Column("number", tr("Contract"), lambda line: line.profile.number, width=14),
        date_column("signed", tr("Signed on"), lambda line: line.profile.signed_on),
        Column("terms", tr("Payment term"), lambda line: terms_words(line.profile.terms), width=18, stretch=True,
               tip=lambda line: terms_words(line.profile.terms)),
        Column("penalty", tr("Penalty per day"), lambda line: rate_words(line.profile.penalty_daily_rate),
               lambda line: line.profile.penalty_daily_rate or 0, "right", width=9),
        Column("invoices", tr("Invoices"), lambda line: str(line.invoice_count or ""), lambda line: line.invoice_count,
               "right", width=6),
        Column("open", tr("Open|amount"), _open_text, lambda line: sum(line.open_fen.values()), "right",
               bold=lambda line: any(line.open_fen.values()), width=13),
        Column("dispute", tr("Dispute clause"), lambda line: line.profile.dispute_clause, width=18,
               tip=lambda line: line.profile.dispute_clause),
        Column("order", tr("Order of payment"),
               lambda line: order_words(is_interest_first=line.profile.is_interest_first), width=14, visible=False),
        Column("stop", tr("Supplies may stop"), _stop_text, lambda line: line.profile.stop_supply_days, width=12,
               visible=False),
        Column("years", tr("Limitation"), lambda line: tr("{count} years", count=line.profile.limitation_years),
               lambda line: line.profile.limitation_years, width=7, visible=False),
        Column("notice", tr("Address for notices"), lambda line: line.profile.notice_address, width=16, visible=False),
        Column("note", tr("Remarks"), lambda line: line.profile.note, width=12, visible=False),
    ]  # fmt: skip


def _id_of(line: ContractLine) -> int:
    return line.profile.id


def _open_text(line: ContractLine) -> str:
    return "  ".join(show.money(fen, currency) for currency, fen in line.open_fen.items() if fen)


def _stop_text(line: ContractLine) -> str:
    days = line.profile.stop_supply_days
    return "" if days is None else tr("{count} days overdue", count=days)


def _detail(profile: ContractProfile) -> str:
    """What the columns have no room for, one fact behind the other."""
    stop = profile.stop_supply_days
    facts = (
        (tr("Order of payment"), order_words(is_interest_first=profile.is_interest_first)),
        (tr("Limitation"), tr("{count} years", count=profile.limitation_years)),
        (tr("Supplies may stop"), "" if stop is None else tr("{count} days overdue", count=stop)),
        (tr("Dispute clause"), profile.dispute_clause),
        (tr("Address for notices"), profile.notice_address),
        (tr("Remarks"), profile.note),
    )
    return "   ".join(f"{name}: {value}" for name, value in facts if value)
