"""Who gets the money of a payment: costs, interest, then the debts by a rule (R31, R32)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from arcdesk.domain.allocation import Allocation, Debt, allocate
from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount
from arcdesk.domain.rate_texts import parse_burden
from arcdesk.domain.within_debt import DESIGNATION_NOT_BINDING
from arcdesk.i18n import tr
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column
from arcdesk.ui.theme import Theme
from arcdesk.ui.tools.lines import InputLine, LineList
from arcdesk.ui.tools.pane import ToolPane, enter
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit, named

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

RULES = (
    ("statutory", "By the law"),
    ("oldest", "Oldest first"),
    ("pro_rata", "In proportion"),
)


class DebtTwice(Refusal):
    """Two debts of one name."""

    sentence = "Two debts are called “{name}”. Give each a name of its own."


@dataclass(frozen=True, slots=True)
class Share:
    """A row of the answer: what was owed, what it gets, what is left; fen."""

    number: int
    name: str
    owed_fen: int
    paid_fen: int

    @property
    def left_fen(self) -> int:
        return self.owed_fen - self.paid_fen


class DebtLine(InputLine):
    """Name, amount, due date, rate and security of one debt."""

    def __init__(self, theme: Theme, today: date, number: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Remove this debt"), parent)
        self.called = line_edit("debt_name", tr("Name of the debt"), tr("Debt {number}", number=number))
        self.amount = AmountField(tr("Amount owed"))
        self.amount.setObjectName("debt_amount")
        self.due = DateField(tr("Due date"), theme, today)
        self.due.setObjectName("debt_due")
        self.rate = line_edit("debt_rate", tr("Rate it bears"), hint=tr("rate"))
        self.rate.setToolTip(tr("Per cent a year; 0.05%/day and 万分之五 are per day. Empty for none."))
        self.secured = named(QCheckBox(tr("secured")), "debt_secured", tr("Secured by a guarantee or pledge"))
        for field, stretch in ((self.called, 2), (self.amount, 3), (self.due, 3), (self.rate, 2)):
            field.textChanged.connect(self.changed)
            self.row.addWidget(field, stretch)
        self.row.addWidget(self.secured)
        self.secured.toggled.connect(self.changed)

    @property
    def is_empty(self) -> bool:
        return not self.amount.text().strip()

    def focus_first(self) -> None:
        """The name is proposed; the amount comes first."""
        self.amount.setFocus()

    def debt(self) -> Debt[str]:
        """The debt.

        Raises:
            StillEmpty: no name or amount.
            BadAmount, BadDate, BadAnnualRate: a field that is none.
        """
        fen, name = self.amount.amount(), self.called.text().strip()
        if fen is None or not name:
            raise enter(tr("Name of the debt") if fen is not None else tr("Amount owed"))
        rate = self.rate.text().strip()
        percent = parse_burden(rate) if rate else Decimal(0)
        return Debt(name, fen, self.due.day(), annual_percent=percent, is_secured=self.secured.isChecked())


class AllocationTool(ToolPane):
    """A payment over costs, interest and debts."""

    name = "allocation"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Who gets the money"),
            tr(
                "Unless agreed otherwise: costs, interest, principal (Civil Code Art. 561); between debts Art. 560."
            ),
            parent,
        )
        theme, today = context.theme, context.today
        self._shares: tuple[Share, ...] = ()
        self._made = 0
        self.payment = AmountField(tr("Payment"))
        self.payment.setObjectName("allocation_payment")
        self.on = DateField(tr("Received on"), theme, today)
        self.on.setObjectName("allocation_on")
        self.on.set_day(context.day)
        self.costs = AmountField(tr("Costs of enforcement"))
        self.costs.setObjectName("allocation_costs")
        self.interest = AmountField(tr("Interest owed"))
        self.interest.setObjectName("allocation_interest")
        self.rule = combo_box(
            "allocation_rule", tr("Between debts"), [(code, tr(text)) for code, text in RULES]
        )
        self.rule.setToolTip(tr("By the law: what is due, unsecured, heavier, earlier comes first"))
        agreed = tr("Principal first, as agreed")
        self.agreed = named(QCheckBox(agreed), "allocation_agreed", agreed)
        alone = tr("The debtor alone wrote that it is for the principal")
        self.designated = named(QCheckBox(alone), "allocation_designated", alone)
        self.debts: LineList[DebtLine] = LineList(self._make_debt, "debt_add", tr("A debt"), theme)
        for title, field in (
            (tr("Payment"), self.payment),
            (tr("Received on"), self.on),
            (tr("Costs of enforcement"), self.costs),
            (tr("Interest owed"), self.interest),
            (tr("Between debts"), self.rule),
            ("", self.agreed),
            ("", self.designated),
        ):
            self.add_row(title, field)
        self.add_lines(tr("Debts"), self.debts)
        self.model: RowTableModel[Share] = RowTableModel(_columns(), lambda row: row.number, theme)
        self.table: RowTable[Share] = RowTable(
            self.model, theme, context.settings, "allocation_shares", tr("Shares of the payment")
        )
        self.table.setSortingEnabled(False)
        self.note = label(tr(DESIGNATION_NOT_BINDING), "warn", wrap=True)
        for part in (self.table, self.note):
            self.details.addWidget(part)
        for line in (self.payment, self.on, self.costs, self.interest):
            line.textChanged.connect(self.update_answer)
        self.rule.currentIndexChanged.connect(self.update_answer)
        for tick in (self.agreed, self.designated):
            tick.toggled.connect(self.update_answer)
        self.debts.changed.connect(self.update_answer)
        self.debts.add_line()

    def first_field(self) -> QWidget:
        return self.payment

    def reckon(self) -> None:
        payment, on = self.payment.amount(), self.on.day()
        if payment is None or on is None:
            raise enter(tr("Payment") if payment is None else tr("Received on"))
        costs, interest = self.costs.amount() or 0, self.interest.amount() or 0
        debts = [line.debt() for line in self.debts.filled]
        if not debts and not costs and not interest:
            raise enter(tr("Amount owed"))
        for number, debt in enumerate(debts):
            if debt.id in {other.id for other in debts[:number]}:
                raise DebtTwice(name=debt.id, field="debt")
        found = allocate(
            payment,
            debts,
            self.rule.currentData(),
            on,
            costs_fen=costs,
            interest_fen=interest,
            order="principal_first" if self.agreed.isChecked() else "interest_first",
        )
        paid = dict(found.shares)
        rows = [(tr("Costs"), costs, found.costs_fen), (tr("Interest"), interest, found.interest_fen)]
        rows += [(debt.id, debt.open_fen, paid.get(debt.id, 0)) for debt in debts]
        self._shares = tuple(Share(number, *row) for number, row in enumerate(rows) if row[1])
        self.model.set_rows(self._shares)
        self._fit_table()
        self.tell(_summary(found))
        asks = self.designated.isChecked() and not self.agreed.isChecked() and bool(costs + interest)
        self.note.setVisible(asks)

    def result_text(self) -> str:
        lines = [
            "\t".join((row.name, *map(format_amount, (row.owed_fen, row.paid_fen, row.left_fen))))
            for row in self._shares
        ]
        titles = "\t".join(column.title for column in self.model.columns)
        return "\n".join((titles, *lines))

    def _make_debt(self) -> DebtLine:
        self._made += 1
        return DebtLine(self.context.theme, self.context.today, self._made)

    def _fit_table(self) -> None:
        rows = max(1, len(self._shares)) * self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height() + 6)


def _summary(found: Allocation[str]) -> str:
    """Costs, interest and debts in one line, and what nobody gets."""
    parts = [(tr("Costs"), found.costs_fen), (tr("Interest"), found.interest_fen), *found.shares]
    text = tr("; |list").join(f"{name} {format_amount(fen)}" for name, fen in parts if fen)
    if found.rest_fen:
        left = tr("left over, the customer's own: {amount}", amount=format_amount(found.rest_fen))
        text = tr("; |list").join(part for part in (text, left) if part)
    return text


def _columns() -> tuple[Column[Share], ...]:
    return (
        Column("name", tr("Debt"), lambda row: row.name, width=16, stretch=True),
        amount_column("owed", tr("Owed"), lambda row: row.owed_fen),
        amount_column("paid", tr("Allocated"), lambda row: row.paid_fen, bold=lambda row: bool(row.paid_fen)),
        amount_column("left", tr("Still owed"), lambda row: row.left_fen),
    )
