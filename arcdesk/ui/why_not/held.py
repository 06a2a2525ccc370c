"""Everything on hold, customers and single invoices, to be reviewed and lifted (F-29)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtWidgets import QPushButton

from arcdesk.i18n import tr
from arcdesk.services.holds import HeldLine
from arcdesk.ui import format as show
from arcdesk.ui.tables import Column, date_column
from arcdesk.ui.why_not.pane import ReviewPane


class HeldPane(ReviewPane[HeldLine]):
    """The holds of the day looked at; what ends first stands first."""

    name = "held"
    title = "On hold: what is not chased"
    hint = "A hold ends by itself after its last day. Lift it as soon as its reason is gone."
    empty = ("hold", "Nothing is on hold.")

    def columns(self) -> Sequence[Column[HeldLine]]:
        return [
            date_column("until", tr("Until|hold"), lambda line: line.until_on),
            Column("customer", tr("Customer"), _customer, width=22, tip=_customer),
            Column("invoice", tr("Invoice"), lambda line: line.invoice_number or tr("everything|hold"), width=14),
            Column("open", tr("Open|amount"), _money, _largest, "right", width=14),
            Column("reason", tr("Reason"), _reason, width=24, stretch=True, tip=_reason),
            date_column("since", tr("Since|hold"), lambda line: line.from_on),
        ]

    def row_id(self, row: HeldLine) -> Hashable:
        return row.customer_id, row.invoice_id or 0

    def customer_of(self, row: HeldLine) -> int:
        return row.customer_id

    def load(self) -> tuple[HeldLine, ...]:
        return self._context.desk.holds.held(self._context.day)

    def acts(self) -> Sequence[QPushButton]:
        self.lift_button = self.ending(tr("Chase again"), "held_lift", self.lift)
        return (self.lift_button,)

    def lift(self) -> None:
        """End the selected holds today."""
        lines, holds = self.table.selected_rows(), self._context.desk.holds
        if not lines or not self._context.can_write:
            return

        def work(_job: object) -> int:
            for line in lines:
                if line.invoice_id is None:
                    holds.lift_customer(line.customer_id)
                else:
                    holds.lift_invoice(line.invoice_number)
            return len(lines)

        self._context.jobs.run(work, self._on_lifted, self.refused, owner=self)

    def _on_lifted(self, count: int) -> None:
        self._context.inform(tr("Holds lifted: {count}.", count=count), "good")


def _customer(line: HeldLine) -> str:
    return line.customer_name


def _reason(line: HeldLine) -> str:
    return line.reason


def _money(line: HeldLine) -> str:
    return "  ".join(show.money(fen, currency) for currency, fen in line.money.items())


def _largest(line: HeldLine) -> int:
    return max(line.money.values(), default=0)
