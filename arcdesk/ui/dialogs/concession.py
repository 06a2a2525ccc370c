"""Asking for a concession: what, on which invoices, on what condition, of whom, with what it costs (R92, F-76)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from arcdesk.domain.concession import Offer, Weighed, discounted, weigh
from arcdesk.domain.concession_state import KINDS, BadConcessionDays, Terms
from arcdesk.domain.concession_state import MOST_DAYS as MOST_TERM_DAYS
from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import with_currency
from arcdesk.domain.text import half_width
from arcdesk.i18n import current, tr
from arcdesk.services.concession_lines import ConcessionLine
from arcdesk.services.concession_sheets import verdict
from arcdesk.services.concession_texts import KIND_TEXTS
from arcdesk.services.concessions import NewConcession
from arcdesk.ui.dialogs.form_dialog import FormDialog, add_text
from arcdesk.ui.format import money_with_sign
from arcdesk.ui.widgets import char_width, label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit, named

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.concession_weighing import Situation
    from arcdesk.services.ledger import InvoiceLine
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS = 76
SHOWN_INVOICES = 6
SPARE_PX = 6
USUAL_DAYS = 14
WITH_DISCOUNT = ("discount",)
WITH_AMOUNT = ("interest", "plan", "goods", "other")
WITH_DAYS = ("term",)


@dataclass(frozen=True, slots=True)
class ConcessionFacts:
    """What the dialog needs of a customer, read in one go."""

    customer_id: int
    name: str
    invoices: tuple[InvoiceLine, ...]
    situation: Situation


def load(desk: Desk, customer_id: int) -> ConcessionFacts:
    """The open invoices of a customer, and his situation."""
    profile = desk.customers.find(customer_id)
    invoices = tuple(line for line in desk.ledger.invoices(customer_id, open_only=True) if line.open_fen > 0)
    return ConcessionFacts(profile.id, profile.name, invoices, desk.weighing.of(profile.id))


class ConcessionDialog(FormDialog):
    """The overdue invoices are chosen at first; the sentence at the foot weighs what is typed."""

    def __init__(self, context: UiContext, facts: ConcessionFacts, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("Ask for a concession"), tr("Ask|verb"), parent)
        self.setObjectName("concession_dialog")
        self.setMinimumWidth(char_width(self) * WIDTH_CHARACTERS)
        self._facts = facts
        self._weighed: Weighed | None = None
        self._pay_by_hand = False
        self._filling = False
        theme, today = context.theme, context.today
        self.kind = combo_box(
            "concession_kind", tr("What is given|concession"), [(kind, tr(KIND_TEXTS[kind])) for kind in KINDS]
        )
        self.invoices = _invoice_list(facts, today)
        self.discount = line_edit("concession_discount", tr("Discount|weigh"), hint=tr("95折, 2 %, or an amount"))
        self.amount = AmountField(tr("Amount given up"))
        self.amount.setObjectName("concession_amount")
        self.days = line_edit("concession_days", tr("Days more"), "15")
        self.pay = AmountField(tr("If the customer pays"))
        self.pay.setObjectName("concession_pay")
        self.pay_by = DateField(tr("By|day"), theme, today)
        self.pay_by.setObjectName("concession_pay_by")
        self.pay_by.set_day(today + timedelta(days=USUAL_DAYS))
        self.ask = line_edit("concession_ask", tr("To be approved by|concession"))
        self.reason = line_edit("concession_reason", tr("Reason"))
        add_text(self, label(facts.name, "heading", wrap=True))
        for field in (
            self.kind, self.invoices, self.discount, self.amount, self.days, self.pay, self.pay_by, self.ask,
            self.reason,
        ):  # fmt: skip
            self.add_row(field.accessibleName(), field)
        self.figures = label("", "muted", wrap=True)
        self.figures.setObjectName("concession_figures")
        self.figures.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        self.form.addRow(self.figures)
        add_text(self, label(tr("Nothing is promised to the customer before this is approved.|concession"), "warn",
                             wrap=True))  # fmt: skip
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.invoices.itemChanged.connect(self._on_figures)
        self.pay.textEdited.connect(self._on_pay_typed)
        for line in (self.discount, self.amount, self.days):
            line.textChanged.connect(self._on_figures)
        self._on_kind()
        self.discount.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        new = NewConcession(
            self._facts.customer_id, self._terms(), self.ask.text(), self.reason.text(),
            tuple(line.number for line in self._chosen()),
            self._weighed.offer_fen if self._weighed else None,
            self._weighed.waiting_fen if self._weighed else None,
        )  # fmt: skip
        concessions = self.context.desk.concessions
        return lambda _job: concessions.propose(new)

    def done_text(self, result: object) -> str:
        if not isinstance(result, ConcessionLine):
            return ""
        return tr("Concession {number} is asked of {name}.", number=result.number, name=result.ask)

    def _terms(self) -> Terms:
        kind = str(self.kind.currentData())
        open_fen = sum(line.open_fen for line in self._chosen())
        amount = 0
        if kind in WITH_DISCOUNT:
            text = self.discount.text().strip()
            amount = discounted(open_fen, text) if text and open_fen else 0
        elif kind in WITH_AMOUNT:
            amount = self.amount.amount() or 0
        days = self._days() if kind in WITH_DAYS else 0
        pay = self.pay.amount()
        return Terms(kind, amount, days, pay, self.pay_by.day() if pay is not None else None)

    def _days(self) -> int:
        plain = half_width(self.days.text()).strip()
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 6):
            raise BadConcessionDays(days=self.days.text()[:20] or "—", most=MOST_TERM_DAYS, field="days")
        return int(plain)

    def _chosen(self) -> list[InvoiceLine]:
        return [
            line
            for row, line in enumerate(self._facts.invoices)
            if self.invoices.item(row).checkState() == Qt.CheckState.Checked
        ]

    def _on_kind(self) -> None:
        kind = str(self.kind.currentData())
        for field, kinds in (
            (self.discount, WITH_DISCOUNT), (self.amount, WITH_AMOUNT), (self.days, WITH_DAYS)
        ):  # fmt: skip
            self.form.setRowVisible(field, kind in kinds)
        if kind == "interest" and self.amount.amount_or_none() is None:
            self.amount.set_amount(self._facts.situation.interest_fen or None)
        if kind in WITH_DAYS and not self._pay_by_hand:
            self.pay.set_amount(None)
        self._on_figures()
        self.fit()

    def _on_pay_typed(self) -> None:
        self._pay_by_hand = True

    def _on_figures(self) -> None:
        """Propose what is to be paid, and say what it costs against waiting."""
        if self._filling:
            return
        self._weighed = None
        chosen, situation = self._chosen(), self._facts.situation
        open_fen = sum(line.open_fen for line in chosen)
        try:
            terms = self._terms()
        except Refusal:
            self.figures.setText("")
            return
        if terms.kind not in WITH_DAYS and not self._pay_by_hand:
            self._filling = True
            self.pay.set_amount(max(0, open_fen - (terms.amount_fen if terms.kind == "discount" else 0)) or None)
            self._filling = False
        parts = [tr("Open on them: {amount}", amount=with_currency(open_fen, situation.currency))]
        try:
            self._weighed = self._weigh(terms, open_fen)
        except Refusal:
            self._weighed = None
        if self._weighed is not None:
            parts += self._cost_words(self._weighed)
        self.figures.setText("  ".join(parts))

    def _weigh(self, terms: Terms, open_fen: int) -> Weighed | None:
        waived = terms.amount_fen if terms.kind in WITH_AMOUNT else 0
        offer = Offer(terms.amount_fen if terms.kind == "discount" else 0, waived, terms.days)
        if not open_fen or not (terms.amount_fen or terms.days):
            return None
        return weigh(open_fen, offer, self._facts.situation.outlook())

    def _cost_words(self, found: Weighed) -> list[str]:
        situation = self._facts.situation
        cost = with_currency(found.offer_fen, situation.currency)
        words = [tr("The concession costs {amount}.", amount=cost)]
        if situation.wait_days is None and situation.loss_percent is None:
            if found.break_even_days is not None:
                days = found.break_even_days
                words.append(tr("It pays if waiting would take {days} days or more.", days=days))
        else:
            waiting = with_currency(found.waiting_fen, situation.currency)
            words.append(tr("Waiting costs {amount}.", amount=waiting))
            words.append(verdict(found, current(), situation.currency))
        return words


def _invoice_list(facts: ConcessionFacts, today: date) -> QListWidget:
    shown = named(QListWidget(), "concession_invoices", tr("Invoices"))
    for line in facts.invoices:
        overdue = tr("{days} days late", days=line.overdue_days) if line.overdue_days else ""
        text = "   ".join((line.number, money_with_sign(line.open_fen, line.currency), overdue)).strip()
        item = QListWidgetItem(text)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        is_late = line.due_on is not None and line.due_on < today
        fits = line.currency == facts.situation.currency
        item.setCheckState(Qt.CheckState.Checked if is_late and fits else Qt.CheckState.Unchecked)
        shown.addItem(item)
    rows = min(max(len(facts.invoices), 2), SHOWN_INVOICES)
    row_px = max(shown.sizeHintForRow(0), shown.fontMetrics().height())
    shown.setFixedHeight(row_px * rows + 2 * shown.frameWidth() + SPARE_PX)
    return shown
