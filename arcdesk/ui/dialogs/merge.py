"""Merging two customers who are one, and moving a part of one to another: what moves is said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.customer_moves import MoveEffect, MoveLine, Part
from arcdesk.services.ledger import InvoiceLine
from arcdesk.services.move_words import effect_words, move_words
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.tables import Column, amount_column, date_column
from arcdesk.ui.tables.checks import CheckModel, CheckTable
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS = 96
ROWS = 12


class OtherMissing(Refusal):
    """No customer chosen yet."""

    sentence = "The other customer is missing. Choose one from the offered list."


class _MoveDialog(FormDialog):
    """A customer, another one, a reason, and the effect in words."""

    def __init__(
        self, context: UiContext, profile: CustomerProfile, title: str, verb: str, parent: QWidget | None
    ) -> None:
        super().__init__(context, title, verb, parent)
        self._profile = profile
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.other = CustomerField(context)
        self.reason = line_edit("move_reason", tr("Reason"), hint=tr("Why; it stays in the books"))
        self.effect = label("", wrap=True)
        self.effect.setObjectName("move_effect")
        self.hint = label(
            tr("It can be undone: “Merges and splits” in the menu of the customer list."), "muted", wrap=True
        )
        self.other.customer_chosen.connect(lambda _one: self.show_effect())

    def show_effect(self) -> None:
        """Say what would move."""
        raise NotImplementedError

    def _other(self) -> str:
        """Code of the other customer.

        Raises:
            OtherMissing: nobody is chosen.
        """
        chosen = self.other.customer_id
        if chosen is None:
            raise OtherMissing(field="customer")
        return self.context.desk.customers.find(chosen).code

    def _say_effect(self, effect: MoveEffect) -> None:
        self.effect.setText("\n".join(effect_words(effect)))
        self.fit()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.effect.setText(sentence(error))

    def done_text(self, result: object) -> str:
        return move_words(result) if isinstance(result, MoveLine) else ""


class MergeDialog(_MoveDialog):
    """This customer is given up; everything of his goes to the one chosen."""

    def __init__(self, context: UiContext, profile: CustomerProfile, parent: QWidget | None = None) -> None:
        title = tr("Merge {customer} with another customer", customer=profile.name)
        super().__init__(context, profile, title, tr("Merge"), parent)
        self.fill = QCheckBox(tr("Take over particulars that the other one lacks"))
        self.fill.setObjectName("move_fill")
        self.add_row(tr("Given up"), label(f"{profile.name}  {profile.code}"))
        self.add_row(tr("Goes into"), self.other)
        self.add_row(tr("Reason"), self.reason)
        self.form.addRow(self.fill)
        self.form.addRow(self.effect)
        self.form.addRow(self.hint)
        self.other.setFocus()

    def show_effect(self) -> None:
        moves, code, other = self.context.desk.customer_moves, self._profile.code, self._other()
        self.context.jobs.run(lambda _job: moves.merge_effect(code, other), self._say_effect, self._failed)

    def gather(self) -> Callable[[JobContext], object]:
        moves, code, other = self.context.desk.customer_moves, self._profile.code, self._other()
        reason, fill = self.reason.text(), self.fill.isChecked()
        return lambda _job: moves.merge(code, other, reason, fill_blanks=fill)


class SplitDialog(_MoveDialog):
    """Ticked invoices of this customer go to the one chosen, with the money that settles them."""

    def __init__(
        self,
        context: UiContext,
        profile: CustomerProfile,
        invoices: Sequence[InvoiceLine],
        parent: QWidget | None = None,
    ) -> None:
        title = tr("Move part of {customer} to another customer", customer=profile.name)
        super().__init__(context, profile, title, tr("Move|split"), parent)
        self.add_row(tr("Goes to"), self.other)
        self.add_row(tr("Reason"), self.reason)
        self.model: CheckModel[InvoiceLine] = CheckModel(self._columns(), _number, context.theme)
        self.table: CheckTable[InvoiceLine] = CheckTable(
            self.model, context.theme, context.settings, "split_invoices", tr("Invoices")
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * ROWS)
        for place, part in enumerate((self.table, self.effect, self.hint)):
            self.body.insertWidget(1 + place, part, 1 if part is self.table else 0)
        self.model.set_rows(list({line.number: line for line in invoices}.values()))
        self.model.checks_changed.connect(self.show_effect)
        self.table.select_first()
        self.other.setFocus()

    def _columns(self) -> list[Column[InvoiceLine]]:
        return [
            Column("tick", "", lambda line: "", lambda line: not self.model.is_checked(line.number), width=1),
            Column("number", tr("Number"), _number, width=18, stretch=True),
            date_column("issued", tr("Issued on"), lambda line: line.issued_on),
            amount_column("amount", tr("Amount"), lambda line: line.amount_fen, lambda line: line.currency),
            amount_column("open", tr("Open|amount"), lambda line: line.open_fen, lambda line: line.currency),
        ]

    def part(self) -> Part:
        """What is ticked."""
        return Part(invoices=tuple(line.number for line in self.model.checked_rows))

    def show_effect(self) -> None:
        moves, code, part = self.context.desk.customer_moves, self._profile.code, self.part()
        if part.invoices:
            self.context.jobs.run(lambda _job: moves.split_effect(code, part), self._say_effect, self._failed)
        else:
            self.effect.setText("")

    def gather(self) -> Callable[[JobContext], object]:
        moves, code, part = self.context.desk.customer_moves, self._profile.code, self.part()
        other, reason = self._other(), self.reason.text()
        return lambda _job: moves.split(code, part, reason, to_code=other)


def _number(line: InvoiceLine) -> str:
    return line.number


def ask_merge(context: UiContext, customer_id: int, parent: QWidget) -> None:
    """Open the dialog that merges this customer into another one."""
    desk = context.desk
    context.jobs.run(
        lambda _job: desk.customers.find(customer_id),
        lambda found: MergeDialog(context, found, parent).open(),
    )


def ask_split(context: UiContext, customer_id: int, parent: QWidget) -> None:
    """Open the dialog that moves a part of this customer to another one."""
    desk = context.desk

    def read(_job: JobContext) -> tuple[CustomerProfile, tuple[InvoiceLine, ...]]:
        return desk.customers.find(customer_id), desk.ledger.invoices(customer_id)

    context.jobs.run(read, lambda found: SplitDialog(context, *found, parent).open())
