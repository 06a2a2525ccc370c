"""Making an instalment plan: which invoices, in which amounts on which days, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.dates import add_months
from arcdesk.domain.errors import DayOutOfRange, Refusal
from arcdesk.domain.plan_schedule import Planned
from arcdesk.i18n import tr
from arcdesk.services.plan_lines import PlanLine
from arcdesk.services.plans import NewPlan
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import money, money_with_sign
from arcdesk.ui.panels.plan_schedule import PlanSchedule
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import SectionLabel, label, set_role
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.evidence import StoredEvidence
    from arcdesk.services.plan_debts import Debt
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS, TABLE_CHARACTERS = 112, 50
SHOWN_INVOICES = 6
NUMBER, DUE, OPEN, DISPUTED = range(4)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the dialog must know: what is owed, the files that may prove the plan, and what it begins with.

    ``instalments`` and ``contact_id`` come from promises; ``replaces`` is a plan that is agreed anew.
    """

    customer_id: int
    customer_name: str
    debts: tuple[Debt, ...]
    evidence: tuple[StoredEvidence, ...]
    base_currency: str
    instalments: tuple[Planned, ...] = ()
    contact_id: int | None = None
    currency: str = ""
    replaces: PlanLine | None = None
    guarantors: tuple[str, ...] = ()


def load(desk: Desk, customer_id: int, *, contact_id: int | None = None, replaces: str = "") -> PlanFacts:
    """Read the facts; with a ``contact_id`` its promises become the instalments."""
    promised = [line for line in desk.promises.of(customer_id) if line.contact_id == contact_id]
    promised.sort(key=lambda line: (line.due_on, line.id))
    profile = desk.customers.find(customer_id)
    return PlanFacts(
        customer_id,
        profile.name,
        desk.plans.owed(customer_id, replaces=replaces),
        desk.evidence.list(customer_id),
        desk.company.profile().base_currency,
        tuple(Planned(line.due_on, line.amount_fen) for line in promised),
        contact_id,
        promised[0].currency if promised else "",
        desk.plans.find(replaces) if replaces else None,
        desk.plans.guarantors(customer_id),
    )


class PlanDialog(FormDialog):
    """Invoices at the left, the schedule at the right; the sums of both stand against each other."""

    def __init__(self, context: UiContext, facts: PlanFacts, parent: QWidget | None = None) -> None:
        title = tr("Instalment plan of {customer}", customer=facts.customer_name)
        super().__init__(context, title, tr("Make the plan"), parent)
        self._facts = facts
        self._debts: list[Debt] = []
        self._owed = facts.debts
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.agreed = DateField(tr("Agreed on"), context.theme, context.today)
        self.agreed.setObjectName("plan_agreed")
        self.agreed.set_day(context.today)
        self.currency = combo_box("plan_currency", tr("Currency"))
        self.currency.addItems(self._currencies())
        if facts.currency:
            self.currency.setCurrentText(facts.currency)
        self.table = _invoice_table(self)
        self.schedule = PlanSchedule(context, _next_month(context.today))
        self.sums = label("", "muted", wrap=True)
        self.sums.setObjectName("plan_sums")
        self.written = QCheckBox(tr("Agreed in writing"))
        self.written.setObjectName("plan_written")
        self.one_debt = QCheckBox(tr("One debt: limitation runs from the last instalment"))
        self.one_debt.setObjectName("plan_one_debt")
        self.evidence = combo_box("plan_evidence", tr("Rests on"), (("", tr("No file chosen")),))
        for item in facts.evidence:
            self.evidence.addItem(item.original_name, item.id)
        self.note = line_edit("plan_note", tr("Remarks"))
        self._build()
        self._show_debts(first=True)
        if facts.instalments:
            self.schedule.show_lines(facts.instalments)
        else:
            self.propose()
        self.answer.hide()
        self.agreed.day_changed.connect(self._on_agreed)
        self.currency.currentTextChanged.connect(lambda _text: self._show_debts(first=True))
        self.table.itemChanged.connect(lambda _item: self._show_sums())
        self.schedule.changed.connect(self._show_sums)
        self.schedule.reckon.clicked.connect(self.propose)
        self._show_sums()
        self.setMinimumWidth(max(self.minimumWidth(), self.sizeHint().width()))
        self.schedule.count.setFocus()
        self.schedule.count.selectAll()

    def propose(self) -> None:
        """Share what is undisputed of the chosen invoices out over the months."""
        try:
            self.schedule.propose(self._chosen_fen(), self.agreed.day_or_none() or self.context.today)
        except Refusal as refusal:
            self.say(refusal)
        else:
            self.answer.hide()

    def chosen(self) -> tuple[str, ...]:
        """Numbers of the invoices that are ticked."""
        return tuple(debt.number for debt in self._chosen())

    def gather(self) -> Callable[[JobContext], object]:
        day = self.agreed.day()
        if day is None:
            raise DayMissing(field="agreed")
        facts = self._facts
        new = NewPlan(
            facts.customer_id, self.chosen(), self.schedule.values(), day, self.written.isChecked(),
            self.one_debt.isChecked(), facts.contact_id, self.evidence.currentData() or None, self.note.text().strip(),
            facts.replaces.number if facts.replaces else "",
        )  # fmt: skip
        desk = self.context.desk
        return lambda _job: desk.plans.make(new)

    def done_text(self, result: object) -> str:
        if not isinstance(result, PlanLine):
            return ""
        return tr(
            "Plan {number}: {amount} in {count} instalments. The invoices fall due by it now.", number=result.number,
            amount=money_with_sign(result.total_fen, result.currency), count=len(result.instalments),
        )  # fmt: skip

    # inside

    def _build(self) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(L)
        row.addWidget(self.agreed)
        row.addWidget(self.currency)
        self.currency.setVisible(self.currency.count() > 1)
        row.addWidget(self.written)
        row.addWidget(self.one_debt)
        row.addStretch(1)
        self.add_row(tr("Agreed on"), head)
        if self._facts.replaces is not None:
            text = tr("Takes the place of plan {number} from that day.", number=self._facts.replaces.number)
            self.add_row("", label(text, "warn", wrap=True))
        if self._facts.guarantors:
            names = tr(", |list").join(self._facts.guarantors)
            text = tr("Guarantor: {names}. Get the consent in writing: without it nothing heavier binds.", names=names)
            self.add_row("", label(text, "warn", wrap=True))
        columns = QHBoxLayout()
        columns.setSpacing(L)
        columns.addLayout(_part(tr("Which invoices"), self.table), 1)
        columns.addLayout(_part(tr("Instalments"), self.schedule), 1)
        foot = QFormLayout()
        foot.setHorizontalSpacing(L)
        foot.setVerticalSpacing(S)
        foot.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        foot.addRow(tr("Rests on"), self.evidence)
        foot.addRow(tr("Remarks"), self.note)
        self.body.insertLayout(1, columns, 1)
        self.body.insertWidget(2, self.sums)
        self.body.insertLayout(3, foot)

    def _currencies(self) -> list[str]:
        owed = sorted({debt.currency for debt in self._facts.debts if not debt.plan_number})
        base = self._facts.base_currency
        return sorted(owed, key=lambda currency: currency != base) or [base]

    def _show_debts(self, *, first: bool = False) -> None:
        """List what is owed in the currency; ``first`` ticks what the plan is most likely about."""
        kept = set(self.chosen())
        currency = self.currency.currentText()
        self._debts = [debt for debt in self._owed if debt.currency == currency]
        ticked = self._likely() if first else kept
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._debts))
        for place, debt in enumerate(self._debts):
            self._show_debt(place, debt, is_ticked=debt.number in ticked)
        self.table.blockSignals(False)
        self._show_sums()

    def _show_debt(self, place: int, debt: Debt, *, is_ticked: bool) -> None:
        free = not debt.plan_number and debt.undisputed_fen > 0
        note = tr("in plan {number}", number=debt.plan_number) if debt.plan_number else ""
        texts = {
            NUMBER: debt.number, DUE: debt.due_on.isoformat() if debt.due_on else "—",
            OPEN: money(debt.open_fen, debt.currency, debt.currency),
            DISPUTED: note or (money(debt.disputed_fen, debt.currency, debt.currency) if debt.disputed_fen else ""),
        }  # fmt: skip
        for column, text in texts.items():
            item = QTableWidgetItem(text)
            flags = Qt.ItemFlag.ItemIsSelectable | (Qt.ItemFlag.ItemIsEnabled if free else Qt.ItemFlag.NoItemFlags)
            if column == NUMBER:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
                item.setCheckState(Qt.CheckState.Checked if free and is_ticked else Qt.CheckState.Unchecked)
            elif column in {OPEN, DISPUTED}:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setFlags(flags)
            self.table.setItem(place, column, item)

    def _likely(self) -> set[str]:
        """The invoices of the plan that is agreed anew; for promises those they reach; else all overdue ones."""
        if self._facts.replaces is not None:
            return set(self._facts.replaces.invoices)
        free = [debt for debt in self._debts if not debt.plan_number and debt.undisputed_fen > 0]
        promised = sum(each.amount_fen for each in self._facts.instalments)
        if promised:
            reached = set()
            for debt in free:
                if promised > 0:
                    reached.add(debt.number)
                promised -= debt.undisputed_fen
            return reached
        overdue = {debt.number for debt in free if debt.due_on and debt.due_on < self.context.today}
        return overdue or {debt.number for debt in free}

    def _chosen(self) -> list[Debt]:
        ticked = []
        for place, debt in enumerate(self._debts):
            item = self.table.item(place, NUMBER)
            if item is not None and item.checkState() == Qt.CheckState.Checked:
                ticked.append(debt)
        return ticked

    def _chosen_fen(self) -> int:
        return sum(debt.undisputed_fen for debt in self._chosen())

    def _show_sums(self) -> None:
        owed, planned, currency = self._chosen_fen(), self.schedule.total_fen(), self.currency.currentText()
        text = tr(
            "Undisputed of the chosen invoices: {owed}. Instalments: {planned}.",
            owed=money_with_sign(owed, currency), planned=money_with_sign(planned, currency),
        )  # fmt: skip
        difference = planned - owed
        if difference < 0:
            rest = money_with_sign(-difference, currency)
            text = f"{text} {tr('{rest} stays outside the plan, with its own due date.', rest=rest)}"
        elif difference > 0:
            more = money_with_sign(difference, currency)
            text = f"{text} {tr('That is {more} too much, unless it covers what is disputed.', more=more)}"
        self.sums.setText(text)
        set_role(self.sums, "muted" if not difference else "warn")

    def _on_agreed(self, day: date | None) -> None:
        """What was open on another day is another sum."""
        if day is None or day > self.context.today:
            return
        desk, facts = self.context.desk, self._facts
        replaces = facts.replaces.number if facts.replaces else ""
        self.context.jobs.run(lambda _job: desk.plans.owed(facts.customer_id, day, replaces), self._on_owed)

    def _on_owed(self, debts: Sequence[Debt]) -> None:
        self._owed = tuple(debts)
        self._show_debts()


def _invoice_table(parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, 4)
    table.setObjectName("plan_invoices")
    table.setAccessibleName(tr("Which invoices"))
    for column, title in enumerate((tr("Invoice"), tr("Due on"), tr("Open|amount"), tr("Disputed"))):
        side = Qt.AlignmentFlag.AlignRight if column in {OPEN, DISPUTED} else Qt.AlignmentFlag.AlignLeft
        heading = QTableWidgetItem(title)
        heading.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        table.setHorizontalHeaderItem(column, heading)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    header = table.horizontalHeader()
    for column in (DUE, OPEN, DISPUTED):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(NUMBER, QHeaderView.ResizeMode.Stretch)
    row = parent.fontMetrics().height() + S
    table.verticalHeader().setDefaultSectionSize(row)
    table.setMinimumHeight(row * (SHOWN_INVOICES + 1))
    table.setMinimumWidth(parent.fontMetrics().horizontalAdvance("0") * TABLE_CHARACTERS)
    table.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
    return table


def _part(title: str, content: QWidget) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(XS)
    box.addWidget(SectionLabel(title))
    box.addWidget(content, 1)
    return box


def _next_month(today: date) -> date:
    try:
        return add_months(today, 1)
    except DayOutOfRange:
        return today
