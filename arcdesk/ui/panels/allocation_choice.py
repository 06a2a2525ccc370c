"""Which invoices some money goes to: by a rule that says why, by hand, or not yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from arcdesk.domain.allocation import RULES, Rule
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.allocating import Proposal, ProposedShare
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui.format import money, money_with_sign
from arcdesk.ui.panels.share_table import ShareTable
from arcdesk.ui.theme import XS, M, S
from arcdesk.ui.widgets import SectionLabel, button, label, set_role

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

NOTHING, BY_HAND = "nothing", "by_hand"
LEAST_LINES = 11
CHOICES = (
    ("oldest", "Oldest first"),
    ("statutory", "By the law|allocation"),
    ("pro_rata", "In proportion"),
    (BY_HAND, "By hand|allocation"),
    (NOTHING, "Leave unallocated"),
)


class AllocatedTooMuch(Refusal):
    """More given to invoices than there is."""

    sentence = "{allocated} is allocated, but only {amount} came in. Reduce the shares."


class AllocationChoice(QWidget):
    """Chips for the rules over the open items. A rule fills the shares; typing one makes it "by hand".

    What is left is said in words: it stays the customer's credit, and nothing nets it silently.

    Signals:
        changed: the shares or the choice are other ones.
        unfolded: the texts under the table need more room than before.
    """

    changed = Signal()
    unfolded = Signal()

    def __init__(self, context: UiContext, customer_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._customer_id = context, customer_id
        self._lines: tuple[InvoiceLine, ...] = ()
        self._amount_fen, self._currency, self._day = 0, "", context.today
        self._filling = False
        self._wanted = 0
        self.table = ShareTable("receipt_invoices")
        self.table.shares_changed.connect(self._on_shares)
        self.rest = label("", "muted", wrap=True)
        self.rest.setObjectName("receipt_rest")
        self.notes = label("", "muted", wrap=True)
        self.notes.setObjectName("allocation_notes")
        self._chips: dict[str, QPushButton] = {}
        self._arrange()
        self.choose("oldest")

    @property
    def choice(self) -> str:
        """A rule, ``by_hand`` or ``nothing``."""
        return next(key for key, chip in self._chips.items() if chip.isChecked())

    @property
    def rule(self) -> Rule | None:
        """The rule chosen; None for by hand and for nothing."""
        return self.choice if self.choice in RULES else None

    def show_lines(self, lines: Sequence[InvoiceLine], currency: str) -> None:
        """Offer these open items of one currency."""
        self._lines = tuple(line for line in lines if line.open_fen > 0 and line.currency == currency)
        self._currency = currency
        self._fill(lambda: self.table.show_lines(self._lines))
        self.propose()

    def set_money(self, amount_fen: int, day: date) -> None:
        """So much is to be shared out, as it stood on that day."""
        self._amount_fen, self._day = amount_fen, day
        self.propose()

    def choose(self, choice: str) -> None:
        """Take a rule, ``by_hand`` or ``nothing``."""
        self._chips[choice].setChecked(True)
        self.propose()

    def propose(self) -> None:
        """Share the money out by the rule chosen; what is typed by hand stays."""
        rule = self.rule
        self._wanted += 1
        if rule is None:
            self.notes.setText("")
            self._unfold()
            self.table.show_reasons({})
            if self.choice == NOTHING:
                self._fill(lambda: self.table.set_shares({}))
            self._say_rest()
            return
        desk, who, wanted = self._context.desk, self._customer_id, self._wanted
        currency, amount_fen, day = self._currency, self._amount_fen, self._day
        self._context.jobs.run(
            lambda _job: (wanted, desk.receipts.propose(who, currency, amount_fen, day, rule)),
            self._on_proposal,
            owner=self,
        )

    def shares(self) -> dict[str, int]:
        """Fen by invoice number, for the invoices that get some.

        Raises:
            BadAmount, TooManyDecimals, AllocatedTooMuch.
        """
        given = self.table.shares()
        if sum(given.values()) > self._amount_fen:
            raise AllocatedTooMuch(allocated=money(sum(given.values())), amount=money(self._amount_fen))
        return given

    # inside

    def _arrange(self) -> None:
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(XS)
        row.addWidget(SectionLabel(tr("Settles")))
        row.addSpacing(S)
        for key, text in CHOICES:
            chip = button(tr(text), f"share_{key}", self._chooser(key), chip=True)
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            group.addButton(chip)
            row.addWidget(chip)
            self._chips[key] = chip
        self._chips["oldest"].setChecked(True)
        row.addStretch(1)
        self.table.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        box.addLayout(row)
        box.addWidget(self.table, 1)
        box.addWidget(self.rest)
        box.addWidget(self.notes)
        box.setContentsMargins(0, M, 0, 0)

    def _chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.choose(key)

    def _fill(self, fill: Callable[[], None]) -> None:
        """Fill the fields without taking it for the person's own typing."""
        self._filling = True
        try:
            fill()
        finally:
            self._filling = False
        self._say_rest()

    def _on_proposal(self, found: tuple[int, Proposal]) -> None:
        wanted, proposal = found
        if wanted != self._wanted:  # the amount, the day or the rule is another one by now
            return
        self._fill(lambda: self.table.set_shares(proposal.by_number))
        is_order = proposal.rule != "pro_rata"
        self.table.show_reasons({share.invoice_number: _why(share, is_order) for share in proposal.shares})
        self.notes.setText("\n".join(tr(note.text_key, **note.values) for note in proposal.notes))
        self._unfold()

    def _on_shares(self) -> None:
        if self._filling:
            return
        if self.choice != BY_HAND:
            self._wanted += 1  # a proposal that is under way comes too late
            self._chips[BY_HAND].setChecked(True)
            self.table.show_reasons({})
            self.notes.setText("")
            self._unfold()
        self._say_rest()

    def _unfold(self) -> None:
        """The notes take room only while there are some, and then all that they need."""
        self.notes.setVisible(bool(self.notes.text()))
        self.unfolded.emit()

    def _say_rest(self) -> None:
        rest = self._amount_fen - self.table.shared_fen()
        amount = money_with_sign(abs(rest), self._currency or "CNY")
        if not self._amount_fen:
            text = ""
        elif rest < 0:
            text = tr("{amount} more than there is.", amount=amount)
        elif rest == 0:
            text = tr("All of it is allocated.")
        elif self.choice == NOTHING:
            text = tr("{amount} stays as the customer's credit until you allocate it or pay it back.", amount=amount)
        else:
            text = tr("{amount} more than is settled: it stays as the customer's credit, to be allocated later or"
                      " paid back; it is never set off by itself.", amount=amount)  # fmt: skip
        self.rest.setText(text)
        self.rest.setVisible(bool(text))
        set_role(self.rest, "bad" if rest < 0 else "warn" if rest and self._amount_fen else "muted")
        self.changed.emit()


def _why(share: ProposedShare, is_order: bool) -> str:
    reasons = " · ".join(tr(reason.text_key, **reason.values) for reason in share.reasons)
    return f"{share.place}. {reasons}" if is_order else reasons
