"""The calculator of court fees: a claim gives fee, payment order and preservation, tier by tier (R34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.court_fees import CourtFees, court_fees
from arcdesk.domain.money import format_amount, with_currency
from arcdesk.i18n import current, tr
from arcdesk.services.court_fee_sheets import HOW, court_fee_facts, court_fee_pdf, tier_rows
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.tools.pane import ToolPane, enter
from arcdesk.ui.widgets import SectionLabel, label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class CourtFeeTool(ToolPane):
    """One claim in the base currency."""

    name = "court_fee"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Court fees"),
            tr("What a suit, a payment order and the preservation of assets would cost at the court."),
            parent,
        )
        self._found: CourtFees | None = None
        self.claim = AmountField(tr("Sum claimed|fee"))
        self.claim.setObjectName("court_fee_claim")
        self.add_row(tr("Sum claimed|fee"), self.claim)
        self._facts = form_layout()
        self.details.addLayout(self._facts)
        self.details.addWidget(SectionLabel(tr("How the court fee comes about|fee")))
        heads = (tr("Part of the claim|fee"), tr("Rate|sheet"), tr("In this tier|fee"), tr("Fee|fee"))
        title = tr("How the court fee comes about|fee")
        self._tiers = PlainTable("court_fee_tiers", title, heads, figures=(1, 2, 3), is_whole=True)
        self.details.addWidget(self._tiers)
        self.details.addWidget(label(tr(HOW), "muted", wrap=True))
        advice = "This software gives no legal advice. Ask a lawyer about important matters."
        self.details.addWidget(label(tr(advice), "muted", wrap=True))
        self.claim.textChanged.connect(self.update_answer)
        self.add_sheet(self._show_sheet)

    def first_field(self) -> QWidget:
        return self.claim

    def reckon(self) -> None:
        fen = self.claim.amount()
        if fen is None:
            raise enter(tr("Sum claimed|fee"))
        found = court_fees(fen)
        self._found = found
        self.tell(
            tr(
                "Court fee {fee}, payment order {order}",
                fee=with_currency(found.court_fen, "CNY"),
                order=with_currency(found.payment_order_fen, "CNY"),
            )
        )
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for title, value in court_fee_facts(found, current())[1:]:
            self._facts.addRow(label(title, "muted"), label(value, selectable=True))
        rows = [(*words, format_amount(fee)) for *words, fee in tier_rows(found.tiers, current())]
        self._tiers.show_rows(rows)

    def result_text(self) -> str:
        if self._found is None:
            return ""
        return "\n".join(f"{title}\t{value}" for title, value in court_fee_facts(self._found, current()))

    def _show_sheet(self) -> None:
        found, facts = self._found, self.facts
        if found is not None and facts is not None and self.has_answer:
            title = f"{tr('Court fees')} {format_amount(found.claim_fen)}"
            language, today = current(), self.context.today
            self.show_sheet(title, lambda: court_fee_pdf(found, language, today, facts.company))
