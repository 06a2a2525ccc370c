"""What a bank line may be: proposals with their reasons, the shares, and the deed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.bank_match import Proposal
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.bank import BankLineRow, ProposalRow
from arcdesk.services.customers import CustomerProfile
from arcdesk.services.ledger import InvoiceLine, ReceiptLine
from arcdesk.ui.context import sentence
from arcdesk.ui.format import money_with_sign
from arcdesk.ui.panels.share_table import ShareTable
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, label, set_role
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.fields import combo_box

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

Loaded = tuple[int, tuple[ProposalRow, ...]]
Chosen = tuple[int, CustomerProfile, Proposal, tuple[InvoiceLine, ...]]


class BankMatchPanel(QWidget):
    """Shows one line and carries out what the person decides of it.

    Signals:
        decided(line id): something was decided; the next line may be shown.
    """

    decided = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._line: BankLineRow | None = None
        self._found: tuple[ProposalRow, ...] = ()
        self._customer_id = 0
        self._known_receipt = ""
        self._build()
        self.show_line(None)

    def show_line(self, line: BankLineRow | None) -> None:
        """Show a line and look for its proposals."""
        self._line, self._found, self._customer_id, self._known_receipt = line, (), 0, ""
        self._say("")
        self.choice.clear()
        self.reasons.setText("")
        self.table.show_lines(())
        self.who.clear()
        if line is None:
            self.amount.setText(tr("No line chosen."))
            self.facts.setText("")
            self._enable()
            return
        self.amount.setText(money_with_sign(line.amount_fen, line.currency))
        texts = (line.booked_on.isoformat(), line.payer, line.payer_account, line.reference)
        self.facts.setText("\n".join(text for text in texts if text))
        self._enable()
        if line.state == "open":
            desk, line_id = self._context.desk, line.id

            def work(_job: JobContext) -> Loaded:
                return line_id, desk.bank.proposals([line_id]).get(line_id, ())

            self._context.jobs.run(work, self._on_proposals)
        else:
            self.reasons.setText(_decided_text(line))

    def confirm(self) -> None:
        """Enter the receipt as shown."""
        line = self._line
        if line is None or not self._customer_id or not self.confirm_button.isEnabled():
            return
        try:
            shares = self.table.shares()
        except Refusal as refusal:
            self._say(sentence(refusal))
            return
        desk, line_id, who = self._context.desk, line.id, self._customer_id
        self._run(lambda _job: desk.bank.confirm(line_id, who, shares), self._on_receipt)

    def mark_known(self) -> None:
        """The money is in the books already, as the receipt that the proposal names."""
        line, desk, receipt = self._line, self._context.desk, self._known_receipt
        if line is not None and receipt:
            self._run(lambda _job: desk.bank.mark_known(line.id, receipt), self._on_decided)

    def set_aside(self) -> None:
        """It is no customer's money."""
        line, desk = self._line, self._context.desk
        if line is not None:
            self._run(lambda _job: desk.bank.ignore(line.id), self._on_decided)

    def reopen(self) -> None:
        """Take "known" or "set aside" back."""
        line, desk = self._line, self._context.desk
        if line is not None:
            self._run(lambda _job: desk.bank.reopen(line.id), self._on_decided)

    # inside

    def _run(self, work: Callable[[JobContext], object], done: Callable[[object], None]) -> None:
        self._set_buttons(False)
        self._context.jobs.run(work, done, self._on_failed)

    def _on_failed(self, error: BaseException) -> None:
        self._enable()
        if isinstance(error, Refusal):
            self._say(sentence(error))

    def _on_receipt(self, receipt: object) -> None:
        if isinstance(receipt, ReceiptLine):
            amount = money_with_sign(receipt.amount_fen, receipt.currency)
            text = tr("Receipt {number}: {amount} recorded.", number=receipt.number, amount=amount)
            self._context.inform(text, "good")
        self._on_decided(receipt)

    def _on_decided(self, _: object) -> None:
        if self._line is not None:
            self.decided.emit(self._line.id)

    def _on_proposals(self, loaded: Loaded) -> None:
        line_id, found = loaded
        if self._line is None or self._line.id != line_id:
            return
        self._found = found
        self.choice.blockSignals(True)
        for row in found:
            self.choice.addItem(
                f"{row.name}  {row.code}  ·  {row.proposal.score} %", row.proposal.customer_id
            )
        self.choice.blockSignals(False)
        if found:
            self._choose(0)
        else:
            self.reasons.setText(tr("Nothing says whose money this is. Choose the customer."))
            self.who.setFocus()
        self._enable()

    def _choose(self, number: int) -> None:
        if self._line is None or not 0 <= number < len(self._found):
            return
        row = self._found[number]
        self._load_customer(row.proposal.customer_id, row.proposal)

    def _on_customer(self, customer_id: int) -> None:
        self._load_customer(customer_id, None)

    def _load_customer(self, customer_id: int, proposal: Proposal | None) -> None:
        line, desk = self._line, self._context.desk
        if line is None:
            return

        def work(_job: JobContext) -> Chosen:
            made = proposal or desk.bank.proposal_for(line.id, customer_id)
            lines = desk.ledger.invoices(customer_id, open_only=True)
            open_lines = tuple(one for one in lines if one.open_fen > 0 and one.currency == line.currency)
            return line.id, desk.customers.find(customer_id), made, open_lines

        self._context.jobs.run(work, self._on_customer_read, self._on_failed)

    def _on_customer_read(self, chosen: Chosen) -> None:
        line_id, profile, proposal, lines = chosen
        if self._line is None or self._line.id != line_id:
            return
        self._customer_id, self._known_receipt = profile.id, proposal.known_receipt
        self.table.show_lines(lines)
        self.table.set_shares(dict(proposal.shares))
        reasons = (tr(reason.text_key, **reason.values) for reason in proposal.reasons)
        self.reasons.setText("\n".join((profile.name, *(f"• {text}" for text in reasons))))
        self._enable()
        self.confirm_button.setFocus()

    def _show_rest(self) -> None:
        line = self._line
        if line is None or line.state != "open":
            self.rest.setText("")
            return
        rest = line.amount_fen - self.table.shared_fen()
        self.rest.setText(tr("{rest} stays unallocated", rest=money_with_sign(rest, line.currency)))
        set_role(self.rest, "bad" if rest < 0 else "muted")

    def _say(self, text: str) -> None:
        self.answer.setText(text)
        self.answer.setVisible(bool(text))

    def _enable(self) -> None:
        line, writes = self._line, self._context.can_write
        is_open = line is not None and line.state == "open"
        self.choice.setVisible(self.choice.count() > 1)
        self.who.setEnabled(is_open and writes)
        self.table.setVisible(is_open and bool(self._customer_id))
        self._settles.setVisible(is_open and bool(self._customer_id))
        self.confirm_button.setVisible(is_open)
        self.confirm_button.setEnabled(is_open and writes and bool(self._customer_id))
        self.known_button.setVisible(is_open and bool(self._known_receipt))
        self.known_button.setText(tr("Is receipt {number}", number=self._known_receipt))
        self.aside_button.setVisible(is_open)
        self.reopen_button.setVisible(line is not None and line.state in {"known", "ignored"})
        for made in (self.known_button, self.aside_button, self.reopen_button):
            made.setEnabled(writes)
        self._show_rest()

    def _set_buttons(self, enabled: bool) -> None:
        for made in (self.confirm_button, self.known_button, self.aside_button, self.reopen_button):
            made.setEnabled(enabled)

    def _build(self) -> None:
        self.amount = label("", "heading", selectable=True)
        self.facts = label("", "muted", wrap=True, selectable=True)
        self.choice = combo_box("bank_proposals", tr("Proposals"))
        self.choice.currentIndexChanged.connect(self._choose)
        self.who = CustomerField(self._context)
        self.who.setObjectName("bank_customer")
        self.who.setPlaceholderText(tr("Another customer: name, pinyin, initials or code"))
        self.who.customer_chosen.connect(self._on_customer)
        self.reasons = label("", "", wrap=True)
        self.reasons.setObjectName("bank_reasons")
        self.table = ShareTable("bank_shares")
        self.table.shares_changed.connect(self._show_rest)
        self.rest = label("", "muted")
        self.rest.setObjectName("bank_rest")
        self.answer = label("", "bad", wrap=True)
        self.answer.setObjectName("bank_answer")
        self.confirm_button = button(tr("Enter receipt"), "bank_confirm", self.confirm, primary=True)
        self.confirm_button.setToolTip(f"{tr('Enter receipt')}  Ctrl+Enter")
        self.known_button = button("", "bank_known", self.mark_known)
        self.aside_button = button(tr("Not a customer's money"), "bank_aside", self.set_aside)
        self.reopen_button = button(tr("Open it again"), "bank_reopen", self.reopen)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.confirm, context=Qt.ShortcutContext.WindowShortcut)
        self._settles = QWidget()
        head = QHBoxLayout(self._settles)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(S)
        head.addWidget(SectionLabel(tr("Settles")))
        head.addWidget(self.rest, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.aside_button)
        foot.addWidget(self.reopen_button)
        foot.addStretch(1)
        foot.addWidget(self.known_button)
        foot.addWidget(self.confirm_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, M, L, M)
        box.setSpacing(M)
        parts: Sequence[QWidget] = (
            self.amount,
            self.facts,
            self.choice,
            self.who,
            self.reasons,
            self._settles,
        )
        for part in parts:
            box.addWidget(part)
        box.addWidget(self.table, 10)
        box.addStretch(1)
        box.addWidget(self.answer)
        box.addLayout(foot)


def _decided_text(line: BankLineRow) -> str:
    if line.state == "receipt":
        return tr("Entered as receipt {number}.", number=line.receipt_number)
    if line.state == "known":
        return tr("It was in the books already as receipt {number}.", number=line.receipt_number)
    return tr("Set aside: no customer's money.") + (f" {line.note}" if line.note else "")
