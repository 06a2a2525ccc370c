"""Taking money back: an allocation, a whole receipt, or a refund of what is unallocated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.credit_notes import CreditNoteLine
from arcdesk.services.ledger import ReceiptLine
from arcdesk.services.receipts import Reversal
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import money_with_sign
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.services.receipts import ReturnKind
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

CAUSES = (("bounced", "It bounced: the money never came"), ("mistake", "Entered by mistake"))


class NoAllocationChosen(Refusal):
    """Nothing to take back."""

    sentence = "Choose at least one allocation to take back."


class RefundAmountMissing(Refusal):
    """A refund without an amount."""

    sentence = "Enter the amount that is paid back."


class _BackDialog(FormDialog):
    """A deed with a day and a reason, and what follows from it in words."""

    def __init__(self, context: UiContext, title: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(context, title, verb, parent)
        self.on = DateField(tr("Day"), context.theme, context.today)
        self.on.set_day(context.today)
        self.reason = line_edit("back_reason", tr("Reason"))
        self.effect = label("", "muted", wrap=True)
        self.effect.setObjectName("back_effect")

    def finish(self, reason_title: str) -> None:
        """Add the lines that all of them end with."""
        self.reason.setAccessibleName(reason_title)
        self.add_row(tr("Day"), self.on)
        self.add_row(reason_title, self.reason)
        self.add_row("", self.effect)

    def day(self) -> date:
        """The day given.

        Raises:
            DayMissing, BadDate.
        """
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        return day


class TakeBackDialog(_BackDialog):
    """Frees invoices of some of what a receipt or credit note settles."""

    def __init__(
        self, context: UiContext, line: ReceiptLine | CreditNoteLine, parent: QWidget | None = None
    ) -> None:
        title = tr("Take back allocations of {number}", number=line.number)
        super().__init__(context, title, tr("Take back|verb"), parent)
        self._line = line
        standing = [part for part in line.allocations if part.is_standing]
        self.boxes: dict[int, QCheckBox] = {}
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        for part in standing:
            text = tr(
                "{invoice}: {amount} from {day}", invoice=part.invoice_number, day=part.on.isoformat(),
                amount=money_with_sign(part.amount_fen, line.currency),
            )  # fmt: skip
            tick = QCheckBox(text)
            tick.setObjectName(f"take_back_{part.id}")
            tick.setChecked(len(standing) == 1)
            tick.toggled.connect(self._show_effect)
            box.addWidget(tick)
            self.boxes[part.id] = tick
        self._amounts = {part.id: part.amount_fen for part in standing}
        self.add_row(tr("Allocations"), column)
        self.finish(tr("Reason"))
        self._show_effect()
        (self.reason if len(standing) == 1 else next(iter(self.boxes.values()))).setFocus()

    def chosen(self) -> list[int]:
        """Ids of the allocations that are ticked."""
        return [part_id for part_id, tick in self.boxes.items() if tick.isChecked()]

    def gather(self) -> Callable[[JobContext], object]:
        ids, day, reason, desk = self.chosen(), self.day(), self.reason.text(), self.context.desk
        if not ids:
            raise NoAllocationChosen(field="allocation")
        return lambda _job: desk.receipts.take_allocations_back(ids, day, reason)

    def done_text(self, result: object) -> str:
        return tr("The allocations of {number} are taken back.", number=self._line.number)

    def _show_effect(self, *_: object) -> None:
        fen = sum(self._amounts[part_id] for part_id in self.chosen())
        amount = money_with_sign(fen, self._line.currency)
        text = "From that day the invoices are open for {amount} again, and it is unallocated credit."
        self.effect.setText(tr(text, amount=amount) if fen else "")


class ReverseDialog(_BackDialog):
    """Takes a whole receipt back, with everything it settled."""

    def __init__(self, context: UiContext, line: ReceiptLine, parent: QWidget | None = None) -> None:
        title = tr("Take back receipt {number}", number=line.number)
        super().__init__(context, title, tr("Take back|verb"), parent)
        self._line = line
        self.cause = combo_box("back_cause", tr("Cause"), [(key, tr(text)) for key, text in CAUSES])
        self.add_row(tr("Cause"), self.cause)
        self.finish(tr("Reason"))
        self.cause.currentIndexChanged.connect(self._show_effect)
        self._show_effect()
        self.reason.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        day, reason, desk = self.day(), self.reason.text(), self.context.desk
        number, kind = self._line.number, cast("ReturnKind", self.cause.currentData())
        return lambda _job: desk.receipts.reverse(number, day, reason, kind=kind)

    def done_text(self, result: object) -> str:
        if not isinstance(result, Reversal):
            return ""
        amount = money_with_sign(result.amount_fen, result.currency)
        return tr("Receipt {number} is taken back: {amount}.", number=result.receipt_number, amount=amount)

    def _show_effect(self, *_: object) -> None:
        line = self._line
        standing = [part for part in line.allocations if part.is_standing]
        parts = tr(", |list").join(
            f"{part.invoice_number} {money_with_sign(part.amount_fen, line.currency)}" for part in standing
        )
        freed = tr("Open again: {parts}.", parts=parts) if standing else tr("It settled nothing.")
        hint = (
            "For something that never was, enter the day of the receipt itself: {day}."
            if self.cause.currentData() == "mistake"
            else "Both entries stay in the books; a promise it kept counts as not kept again."
        )
        self.effect.setText(f"{freed}\n{tr(hint, day=line.received_on.isoformat())}")


class RefundDialog(_BackDialog):
    """Pays back what is unallocated of a receipt, or part of it."""

    def __init__(self, context: UiContext, line: ReceiptLine, parent: QWidget | None = None) -> None:
        title = tr("Pay back from receipt {number}", number=line.number)
        super().__init__(context, title, tr("Record the refund"), parent)
        self._line = line
        self.amount = AmountField(tr("Amount"))
        self.amount.setObjectName("refund_amount")
        self.amount.set_amount(line.unallocated_fen)
        self.add_row(tr("Amount"), self.amount)
        self.finish(tr("Remarks"))
        unallocated = money_with_sign(line.unallocated_fen, line.currency)
        self.effect.setText(tr("{amount} of it is unallocated.", amount=unallocated))
        self.amount.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        amount_fen, day, note = self.amount.amount(), self.day(), self.reason.text()
        if amount_fen is None:
            raise RefundAmountMissing(field="amount")
        desk, number = self.context.desk, self._line.number
        return lambda _job: desk.receipts.refund(number, amount_fen, day, note)

    def done_text(self, result: object) -> str:
        if not isinstance(result, Reversal):
            return ""
        amount = money_with_sign(result.amount_fen, result.currency)
        return tr("{amount} of receipt {number} is paid back.", amount=amount, number=result.receipt_number)
