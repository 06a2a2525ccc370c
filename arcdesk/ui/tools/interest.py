"""The interest calculator: any principal, any basis, payments between, with its segments (R22 to R32)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from arcdesk.domain.interest import Terms, late_interest
from arcdesk.domain.interest_flags import interest_flags
from arcdesk.domain.interest_terms import InterestBasis
from arcdesk.domain.money import with_currency
from arcdesk.domain.rate_texts import parse_annual_percent, parse_daily_rate, parse_multiplier, plain_percent
from arcdesk.i18n import current, tr
from arcdesk.services.worksheets import calculated_worksheet, worksheet_pdf
from arcdesk.ui.labels import INTEREST_BASES
from arcdesk.ui.panels.interest_view import InterestView, sheet_text
from arcdesk.ui.tools.lines import LineList
from arcdesk.ui.tools.pane import ToolFacts, ToolPane, enter
from arcdesk.ui.tools.payments import PaymentLine
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.pdf.interest_data import WorksheetData
    from arcdesk.ui.context import UiContext

DAILY, ANNUAL = "contract_daily", "contract_annual"
BASES = (
    (DAILY, "Agreed, per day"),
    (ANNUAL, "Agreed, per year"),
    *((basis, text) for basis, text in INTEREST_BASES.items() if basis != "contract"),
)
YEAR_DAYS = (("365", "365"), ("360", "360"))
ORDERS = (
    ("principal_first", "Principal first"),
    ("interest_first", "Costs, interest, then principal"),
)


class InterestTool(ToolPane):
    """Reckons while one types."""

    name = "interest"
    is_wide = True

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Late payment interest"),
            tr(
                "From the day after the due date, without compounding; what was agreed comes first, then the law."
            ),
            parent,
        )
        self._data: WorksheetData | None = None
        self._defaults_shown = False
        theme, today = context.theme, context.today
        self.principal = AmountField(tr("Principal"))
        self.principal.setObjectName("interest_principal")
        self.due = DateField(tr("Due date"), theme, today)
        self.due.setObjectName("interest_due")
        self.as_of = DateField(tr("Last day that bears interest"), theme, today)
        self.as_of.setObjectName("interest_as_of")
        self.as_of.set_day(context.day)
        self.basis = combo_box("interest_basis", tr("Basis|interest"), _texts(BASES))
        self.basis.setCurrentIndex(self.basis.findData("lpr_fixed"))
        self.rate = line_edit("interest_rate", tr("Agreed rate"))
        self.multiplier = line_edit("interest_multiplier", tr("Factor on the LPR"))
        self.signed = DateField(tr("Contract signed on"), theme, today)
        self.signed.setObjectName("interest_signed")
        self.year_days = combo_box("interest_year_days", tr("Days of a year"), YEAR_DAYS)
        self.order = combo_box("interest_order", tr("A payment pays"), _texts(ORDERS))
        self.costs = AmountField(tr("Costs of enforcement"))
        self.costs.setObjectName("interest_costs")
        self.payments: LineList[PaymentLine] = LineList(
            lambda: PaymentLine(theme, today), "payment_add", tr("A payment in between"), theme
        )
        self.view = InterestView(context, "tool_interest", fitted=True, with_total=False)
        self.details.addWidget(self.view)
        for title, field in (
            (tr("Principal"), self.principal),
            (tr("Due date"), self.due),
            (tr("Up to and including"), self.as_of),
            (tr("Basis|interest"), self.basis),
            (tr("Agreed rate"), self.rate),
            (tr("Factor on the LPR"), self.multiplier),
            (tr("Contract signed on"), self.signed),
            (tr("Days of a year"), self.year_days),
            (tr("A payment pays"), self.order),
            (tr("Costs of enforcement"), self.costs),
        ):
            self.add_row(title, field)
        self.add_lines(tr("Payments"), self.payments)
        for line in (
            self.principal,
            self.due,
            self.as_of,
            self.rate,
            self.multiplier,
            self.signed,
            self.costs,
        ):
            line.textChanged.connect(self.update_answer)
        for choice in (self.year_days, self.order):
            choice.currentIndexChanged.connect(self.update_answer)
        self.basis.currentIndexChanged.connect(self._on_basis)
        self.payments.changed.connect(self.update_answer)
        self.add_sheet(self._show_sheet)
        self._on_basis()

    def first_field(self) -> QWidget:
        return self.principal

    def on_facts(self, facts: ToolFacts) -> None:
        """The company's defaults, once; afterwards what the person chose stays."""
        if not self._defaults_shown:
            self._defaults_shown = True
            self.multiplier.setText(plain_percent(facts.settings.multiplier))
            _choose(self.year_days, str(facts.settings.year_days))
            _choose(self.order, facts.settings.order)

    def reckon(self) -> None:
        facts = self.facts
        assert facts is not None  # update_answer saw to it
        principal, due, as_of = self.principal.amount(), self.due.day(), self.as_of.day()
        missing = [
            title
            for title, value in (
                (tr("Principal"), principal), (tr("Due date"), due), (tr("Up to and including"), as_of)
            )
            if value is None
        ]  # fmt: skip
        if principal is None or due is None or as_of is None:
            raise enter(*missing)
        terms = self._terms()
        sheet = late_interest(
            principal,
            due,
            as_of,
            terms,
            payments=[line.payment() for line in self.payments.filled],
            lpr=facts.lpr,
            costs_fen=self.costs.amount() or 0,
        )
        flags = interest_flags(
            sheet, facts.lpr, contract_on=self.signed.day(), loss_factor=facts.settings.loss_factor
        )
        self._data = calculated_worksheet(
            sheet, flags, facts.lpr, current(), self.context.today, company=facts.company
        )
        self.view.show_sheet(self._data)
        self.tell(with_currency(self._data.total_fen, self._data.currency))

    def result_text(self) -> str:
        return sheet_text(self._data) if self._data is not None else ""

    def _terms(self) -> Terms:
        basis = self.basis.currentData()
        daily: Decimal | None = None
        annual: Decimal | None = None
        if basis in (DAILY, ANNUAL):
            if not self.rate.text().strip():
                raise enter(tr("Agreed rate"))
            daily = parse_daily_rate(self.rate.text()) if basis == DAILY else None
            annual = parse_annual_percent(self.rate.text()) if basis == ANNUAL else None
        name: InterestBasis = "contract" if basis in (DAILY, ANNUAL) else basis
        factor = Terms(name).multiplier
        if name in ("lpr_fixed", "lpr_floating"):
            if not self.multiplier.text().strip():
                raise enter(tr("Factor on the LPR"))
            factor = parse_multiplier(self.multiplier.text())
        return Terms(
            name,
            daily_rate=daily,
            multiplier=factor,
            year_days=int(self.year_days.currentData()),
            annual_percent=annual,
            allocation=self.order.currentData(),
        )

    def _on_basis(self) -> None:
        basis = self.basis.currentData()
        by_contract, by_lpr = basis in (DAILY, ANNUAL), basis in ("lpr_fixed", "lpr_floating")
        self.form.setRowVisible(self.rate, by_contract)
        self.form.setRowVisible(self.signed, by_contract)
        self.form.setRowVisible(self.multiplier, by_lpr)
        self.rate.setPlaceholderText(tr("0.05% or 万分之五") if basis == DAILY else "6%")
        self.update_answer()

    def _show_sheet(self) -> None:
        data = self._data
        if data is not None and self.has_answer:
            title = f"{tr('Late payment interest')} {data.as_of.isoformat()}"
            self.show_sheet(title, lambda: worksheet_pdf(data))


def _texts(entries: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(code, tr(text)) for code, text in entries]


def _choose(choice: QComboBox, code: str) -> None:
    choice.setCurrentIndex(max(0, choice.findData(code)))
