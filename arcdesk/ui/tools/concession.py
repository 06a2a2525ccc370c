"""The calculator of concessions: what is given against what waiting costs, with the break-even (F-76, S-166)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from arcdesk.domain.concession import Offer, Outlook, Weighed, discounted, weigh
from arcdesk.domain.concession_texts import parse_percent
from arcdesk.domain.money import format_amount
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.domain.text import half_width
from arcdesk.i18n import current, tr
from arcdesk.services import concession_sheets as words
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.tools.pane import ToolFacts, ToolPane, enter
from arcdesk.ui.tools.workdays import NotDays
from arcdesk.ui.widgets import SectionLabel, label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.fields import line_edit
from arcdesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from arcdesk.services.concession_weighing import Situation
    from arcdesk.ui.context import UiContext

AMOUNT_COLUMN = 2
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ConcessionTool(ToolPane):
    """What is offered at the top, what waiting means below it; both sides beside them."""

    name = "concession"
    is_wide = True

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Concession or waiting"),
            tr(
                "What a discount, waived interest, a later day or instalments cost, and what waiting costs. Rates and "
                "chances are your own."
            ),
            parent,
        )
        self.found: Weighed | None = None
        self.currency = "CNY"
        self.customer = ""
        self._defaults_shown = False
        self.amount = AmountField(tr("Amount owed|weigh"))
        self.discount = line_edit("weigh_discount", tr("Discount|weigh"), hint=tr("95折, 2 %, or an amount"))
        self.waived = AmountField(tr("Interest waived|weigh"))
        self.term = line_edit("weigh_term", tr("Paid after, in days|weigh"), hint=tr("0: at once|weigh"))
        self.count = line_edit("weigh_count", tr("Instalments|count"), "1")
        self.apart = line_edit("weigh_apart", tr("Days between instalments"), "30")
        self.wait = line_edit("weigh_wait", tr("Days of waiting without it"))
        self.capital = line_edit("weigh_capital", tr("Cost of money, % a year"))
        self.loss = line_edit("weigh_loss", tr("Chance of losing it, %"), hint=tr("0: none|weigh"))
        self.amount.setObjectName("weigh_amount")
        self.waived.setObjectName("weigh_waived")
        self.form.addRow(SectionLabel(tr("The offer|weigh")))
        for field in (self.amount, self.discount, self.waived, self.term, self.count, self.apart):
            self.add_row(field.accessibleName(), field)
        self.form.addRow(SectionLabel(tr("Waiting|weigh")))
        for field in (self.wait, self.capital, self.loss):
            self.add_row(field.accessibleName(), field)
        self.situation = label("", "muted", wrap=True)
        self.situation.setObjectName("weigh_situation")
        self.situation.hide()
        self.offer_table = _table("weigh_offer", tr("The concession costs|weigh"))
        self.waiting_table = _table("weigh_waiting", tr("Waiting costs|weigh"))
        self._facts = form_layout()
        self.details.addWidget(self.situation)
        for part in (self.offer_table, self.waiting_table):
            self.details.addWidget(SectionLabel(part.accessibleName()))
            self.details.addWidget(part)
        self.details.addLayout(self._facts)
        self.details.addWidget(label(tr(words.HOW), "muted", wrap=True))
        for field in (
            self.amount, self.discount, self.waived, self.term, self.count, self.apart, self.wait, self.capital,
            self.loss,
        ):  # fmt: skip
            field.textChanged.connect(self.update_answer)
        self.add_sheet(self._show_sheet)

    def first_field(self) -> QWidget:
        return self.amount

    def on_facts(self, facts: ToolFacts) -> None:
        """The company's cost of money, once; afterwards what the person chose stays."""
        if not self._defaults_shown and facts.capital_percent is not None:
            self._defaults_shown = True
            if not self.capital.text():
                self.capital.setText(plain_percent(facts.capital_percent))

    def show_situation(self, situation: Situation, customer: str) -> None:
        """Fill in what is known of a customer; what nobody knows stays empty."""
        self.currency, self.customer = situation.currency, customer
        self.amount.set_amount(situation.amount_fen or None)
        self.wait.setText("" if situation.wait_days is None else str(situation.wait_days))
        self.capital.setText(plain_percent(situation.capital_percent))
        if situation.loss_percent is not None:
            self.loss.setText(plain_percent(situation.loss_percent))
        self.situation.setText(situation_text(situation))
        self.situation.show()

    def reckon(self) -> None:
        facts = self.facts
        assert facts is not None  # update_answer saw to it
        amount = self.amount.amount()
        needed = (
            (tr("Amount owed|weigh"), amount is not None), (tr("Days of waiting without it"), self.wait.text()),
            (tr("Cost of money, % a year"), self.capital.text()),
        )  # fmt: skip
        missing = [title for title, is_there in needed if not is_there]
        if amount is None or missing:
            raise enter(*missing)
        offer = Offer(
            discounted(amount, self.discount.text()) if self.discount.text().strip() and amount > 0 else 0,
            self.waived.amount() or 0, _count(self.term.text(), 0), _count(self.count.text(), 1),
            _count(self.apart.text(), 0),
        )  # fmt: skip
        loss = parse_percent(self.loss.text(), "loss") if self.loss.text().strip() else Decimal(0)
        outlook = Outlook(
            _count(self.wait.text(), 0), parse_percent(self.capital.text(), "capital"), loss,
            facts.settings.year_days,
        )  # fmt: skip
        self._show_found(weigh(amount, offer, outlook))

    def result_text(self) -> str:
        found, language = self.found, current()
        if found is None:
            return ""
        lines = [words.verdict(found, language, self.currency)]
        for part in (words.offer_lines(found, language), words.waiting_lines(found, language)):
            lines += ["\t".join((what, how, format_amount(fen))) for what, how, fen in part]
        return "\n".join([*lines, *("\t".join(pair) for pair in words.break_even_facts(found, language))])

    def _show_found(self, found: Weighed) -> None:
        self.found = found
        language = current()
        self.tell(words.verdict(found, language, self.currency))
        for shown, lines, total in (
            (self.offer_table, words.offer_lines(found, language), found.offer_fen),
            (self.waiting_table, words.waiting_lines(found, language), found.waiting_fen),
        ):
            rows = [(what, how, format_amount(fen)) for what, how, fen in lines]
            shown.show_rows([*rows, (tr("Total"), "", format_amount(total))])
            for row in range(shown.rowCount()):
                _align(shown.item(row, AMOUNT_COLUMN))
            rows_px = sum(shown.rowHeight(row) for row in range(shown.rowCount()))
            shown.setFixedHeight(rows_px + shown.horizontalHeader().sizeHint().height() + 4)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for title, value in words.break_even_facts(found, language):
            self._facts.addRow(label(title, "muted"), label(value, wrap=True, selectable=True))

    def _show_sheet(self) -> None:
        found, facts = self.found, self.facts
        if found is not None and facts is not None and self.has_answer:
            language, today, currency, customer = current(), self.context.today, self.currency, self.customer
            self.show_sheet(
                f"{tr('Concession or waiting')} {format_amount(found.amount_fen)}",
                lambda: words.weighed_pdf(found, language, today, facts.company, currency, customer),
            )


def situation_text(situation: Situation) -> str:
    """What the days of waiting rest on, in one or two sentences."""
    if situation.mean_days is None or situation.on_time is None:
        return tr("Nothing is known of how this customer pays: enter the days of waiting yourself.")
    known = tr(
        "Of {count} items of twelve months {share} were paid on time, on average {days} days late; the oldest open "
        "one is {oldest} days late.",
        count=situation.judged,
        share=f"{round(situation.on_time * 100)} %",
        days=round(situation.mean_days),
        oldest=situation.oldest_days,
    )
    if situation.wait_days is None:
        return f"{known} " + tr("He is later than ever: enter the days of waiting yourself.")
    return known


def _table(name: str, title: str) -> PlainTable:
    table = PlainTable(name, title, (tr("What|weigh"), tr("How|weigh"), tr("Amount")), narrow=(0, AMOUNT_COLUMN))
    _align(table.horizontalHeaderItem(AMOUNT_COLUMN))
    return table


def _align(item: QTableWidgetItem | None) -> None:
    if item is not None:
        item.setTextAlignment(RIGHT)


def _count(text: str, empty: int) -> int:
    """A whole number from 0; ``empty`` where nothing is typed.

    Raises:
        NotDays: something else.
    """
    plain = half_width(text).strip()
    if not plain:
        return empty
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 6):
        raise NotDays(text=text[:40], field="days")
    return int(plain)
