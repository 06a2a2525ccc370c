"""When a public body or large enterprise must pay a small creditor (R25, Art. 9 of the regulation)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import BadAgreedDays
from arcdesk.domain.lawful_terms import sme_due_on
from arcdesk.domain.text import half_width
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.labels import SIZES
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.tools.pane import ToolPane, enter
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class SmeTool(ToolPane):
    """Delivery, size of the debtor, days agreed; the due date and where it rolls to."""

    name = "sme"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Due date for small creditors"),
            tr(
                "Regulations on Payments to SMEs: 30 days for public bodies, at most 60 by contract; 60 days for "
                "large enterprises, else what is reasonable."
            ),
            parent,
        )
        self.delivered = DateField(tr("Delivered on|goods"), context.theme, context.today)
        self.delivered.setObjectName("sme_delivered")
        sizes = [(size, words(SIZES, size)) for size in ("large", "public")]
        self.debtor = combo_box("sme_size", tr("The debtor is"), sizes)
        self.agreed = line_edit("sme_agreed", tr("Days agreed"), hint=tr("empty: nothing was agreed"))
        self.add_row(tr("Delivered on|goods"), self.delivered)
        self.add_row(tr("The debtor is"), self.debtor)
        self.add_row(tr("Days agreed"), self.agreed)
        self._due = context.today
        self.plain = label("", selectable=True)
        self.interest = label("", selectable=True)
        self.notes = label("", "warn", wrap=True)
        self.notes.setObjectName("sme_notes")
        lines = form_layout()
        lines.addRow(tr("By the calendar"), self.plain)
        lines.addRow(tr("Interest runs from"), self.interest)
        self.details.addLayout(lines)
        self.details.addWidget(self.notes)
        for field in (self.delivered, self.agreed):
            field.textChanged.connect(self.update_answer)
        self.debtor.currentIndexChanged.connect(self.update_answer)

    def first_field(self) -> QWidget:
        return self.delivered

    def reckon(self) -> None:
        assert self.facts is not None  # update_answer saw to it
        delivered = self.delivered.day()
        if delivered is None:
            raise enter(tr("Delivered on|goods"))
        found = sme_due_on(delivered, self.debtor.currentData(), self._days(), self.facts.workdays)
        self._due = found.rolled_on
        self.tell(tr("Payment is due on {day}", day=show.day_of_week(found.rolled_on)))
        self.plain.setText(
            tr("{day}, {days} days from delivery", day=show.day_of_week(found.plain_on), days=found.days)
        )
        first = found.rolled_on.toordinal() + 1
        self.interest.setText(show.day_of_week(found.rolled_on.fromordinal(first)))
        notes = []
        if found.is_capped:
            notes.append(tr("More was agreed than a public body may have: 60 days count."))
        if found.is_provisional:
            notes.append(tr("Provisional: the holidays of that year are not published."))
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def result_text(self) -> str:
        return self._due.isoformat()

    def _days(self) -> int | None:
        text = half_width(self.agreed.text()).removesuffix("天").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 6):
            raise BadAgreedDays(days=self.agreed.text()[:20], field="agreed_days")
        return int(text)
