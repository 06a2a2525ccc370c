"""Who is overdue and was left alone: not reached, not written to for so many days, and what holds him (F-32)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtWidgets import QHBoxLayout

from arcdesk.domain.money import with_currency
from arcdesk.i18n import tr
from arcdesk.services.contact_coverage import USUAL_DAYS, Coverage, Gap
from arcdesk.services.reason_text import reason_text
from arcdesk.ui.tables import Column, date_column
from arcdesk.ui.theme import M
from arcdesk.ui.why_not.pane import ReviewPane
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import number_field


class LeftAlonePane(ReviewPane[Gap]):
    """The customers of the day looked at; who owes longest stands first."""

    name = "coverage"
    title = "Left alone: overdue without a talk or a letter"
    hint = ""
    empty = ("check", "Nobody who is overdue was left alone for that long.")

    def columns(self) -> Sequence[Column[Gap]]:
        return [
            Column("customer", tr("Customer"), _customer, width=30, tip=_customer),
            Column("overdue", tr("Overdue"), _overdue, lambda gap: gap.overdue_fen, "right", width=14),
            Column("days", tr("Days"), lambda gap: str(_days(gap)), _days, "right"),
            date_column("reached", tr("Last reached"), lambda gap: gap.reached_on),
            date_column("written", tr("Last letter"), lambda gap: gap.written_on),
            Column("owner", tr("Owner|customer"), lambda gap: gap.owner, width=9),
            Column("held", tr("Held by"), _held, width=24, stretch=True, tip=_held),
        ]

    def row_id(self, row: Gap) -> Hashable:
        return row.customer_id, row.currency

    def customer_of(self, row: Gap) -> int:
        return row.customer_id

    def head(self) -> QHBoxLayout:
        self.days = number_field("coverage_days", tr("Days without a talk or a letter"), 1, 3650, USUAL_DAYS)
        self.days.setSuffix(tr(" days|suffix"))
        self.days.valueChanged.connect(self.read)
        self.share = self.hint_label
        self.share.setObjectName("coverage_share")
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(label(tr("Neither reached nor written to for")))
        row.addWidget(self.days)
        row.addWidget(self.share, 1)
        return row

    def load(self) -> Coverage:
        return self._context.desk.contact_coverage.of(self.days.value(), self._context.day)

    def on_read(self, found: Coverage) -> None:
        self.show_rows(found.gaps, len({gap.customer_id for gap in found.gaps}))
        parts = [
            tr(
                "{covered} of {overdue} overdue were touched ({share} %)",
                covered=with_currency(found.covered_fen.get(currency, 0), currency),
                overdue=with_currency(fen, currency),
                share=found.covered_fen.get(currency, 0) * 100 // fen,
            )
            for currency, fen in found.overdue_fen.items()
        ]
        self.share.setText(tr("; |list").join(parts))


def _customer(gap: Gap) -> str:
    return f"{gap.customer_name}  {gap.customer_code}"


def _days(gap: Gap) -> int:
    return gap.max_overdue_days


def _overdue(gap: Gap) -> str:
    return with_currency(gap.overdue_fen, gap.currency)


def _held(gap: Gap) -> str:
    return tr("; |list").join(reason_text(reason) for reason in gap.reasons)
