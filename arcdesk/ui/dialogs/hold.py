"""Not chasing an invoice, or a whole customer, until a day: with a reason, and an end by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from arcdesk.domain.dates import add_months
from arcdesk.i18n import tr
from arcdesk.services.holds import HeldLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import day_of_week
from arcdesk.ui.panels.follow_up_choice import FollowUpChoice
from arcdesk.ui.theme import XS
from arcdesk.ui.widgets.fields import line_edit, named

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class HoldDialog(FormDialog):
    """What, until when, and why. Without an ``invoice_number`` it is the customer as a whole."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int,
        customer_name: str,
        invoice_number: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context, tr("No chasing: {customer}", customer=customer_name), tr("Put on hold"), parent
        )
        self._customer_id, self._number = customer_id, invoice_number
        title = tr("Until|hold")
        self.until = FollowUpChoice(context.theme, context.today, title=title, name="hold_until")
        self.until.set_suggestions(suggested_days(context.today))
        self.reason = line_edit(
            "hold_reason", tr("Reason"), hint=tr("Who decided it, and what is waited for")
        )
        self.add_row(tr("What|hold"), self._scope())
        self.add_row(title, self.until)
        self.add_row(tr("Reason"), self.reason)

    @property
    def is_for_customer(self) -> bool:
        """Whether everything of the customer is held."""
        return self.whole.isChecked()

    def gather(self) -> Callable[[JobContext], object]:
        day = self.until.day()
        if day is None:
            raise DayMissing(field="until")
        holds, customer_id, number = self.context.desk.holds, self._customer_id, self._number
        reason = self.reason.text().strip()
        if self.is_for_customer:
            return lambda _job: holds.hold_customer(customer_id, day, reason)
        return lambda _job: holds.hold_invoice(number, day, reason)

    def done_text(self, result: object) -> str:
        if not isinstance(result, HeldLine):
            return ""
        name = result.invoice_number or result.customer_name
        return tr("“{name}” is not chased until {day}.", name=name, day=day_of_week(result.until_on))

    def _scope(self) -> QWidget:
        self.single = named(
            QRadioButton(tr("Invoice {number} alone", number=self._number)), "hold_single", ""
        )
        self.single.setAccessibleName(self.single.text())
        self.whole = named(QRadioButton(tr("Everything of this customer")), "hold_whole", "")
        self.whole.setAccessibleName(self.whole.text())
        group = QButtonGroup(self)
        for made in (self.single, self.whole):
            group.addButton(made)
        self.single.setVisible(bool(self._number))
        (self.single if self._number else self.whole).setChecked(True)
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.single)
        layout.addWidget(self.whole)
        return box


def suggested_days(today: date) -> tuple[tuple[str, date], ...]:
    """The usual ends of a hold: key of the label and day."""
    next_month = add_months(today.replace(day=1), 1)
    return (
        ("A week", today + timedelta(days=7)),
        ("Two weeks", today + timedelta(days=14)),
        ("End of the month", next_month - timedelta(days=1)),
        ("A month", add_months(today, 1)),
    )
