"""Settings: the LPR table with what the person adds, the defaults of interest, the working days known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.rate_texts import parse_annual_percent
from arcdesk.i18n import tr
from arcdesk.services.rates import RateLine
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.dialogs.form_dialog import DayMissing
from arcdesk.ui.icons import icon
from arcdesk.ui.panels.interest_defaults import InterestDefaults
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.tables import Column, RowTable, RowTableModel, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, char_width, label, set_role
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import line_edit
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.bootstrap import Desk

ROWS_SHOWN = 9


@dataclass(frozen=True, slots=True)
class RateFacts:
    """The table as it stands: rows newest first, its last publication, and the years of working days."""

    rows: tuple[RateLine, ...]
    valid_to: date
    is_behind: bool
    workday_years: tuple[int, int]


class RatesPane(QWidget):
    """Adding a publication takes a day, a per cent figure and where it was read."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.defaults = InterestDefaults(context)
        self.valid_to = label("", "heading", wrap=True)
        self.valid_to.setObjectName("rates_valid_to")
        self.model: RowTableModel[RateLine] = RowTableModel(
            _columns(), lambda row: row.from_on, context.theme
        )
        self.table: RowTable[RateLine] = RowTable(
            self.model, context.theme, context.settings, "rates", tr("Reference rates")
        )
        self.table.context_requested.connect(self._menu)
        self.on = DateField(tr("Published on"), context.theme, context.today)
        self.on.setObjectName("rate_on")
        self.on.setPlaceholderText(tr("Published on"))
        self.percent = line_edit(
            "rate_percent", tr("1-year LPR in per cent"), hint=tr("1-year LPR in per cent")
        )
        self.source = line_edit(
            "rate_source", tr("Where it was published"), hint=tr("Where it was published")
        )
        self.add_button = button(tr("Add the publication"), "rate_add", self.add)
        self.add_button.setIcon(icon("plus", context.theme))
        self.back_button = button(tr("Take back|rate"), "rate_back", self.take_back)
        self.state = label("", "muted", wrap=True)
        self.state.setObjectName("rate_state")
        self.workdays = label("", wrap=True)
        self.workdays.setObjectName("workday_years")
        self._lay_out()
        for field in (self.on, self.percent, self.source):
            field.returnPressed.connect(self.add)
        self.table.current_row_changed.connect(lambda _: self._enable())
        self._enable()

    def load(self) -> None:
        """Read the table and the defaults; what the person is typing stays."""
        self.defaults.load()
        desk = self._context.desk
        self._context.jobs.run(lambda _: read_rates(desk), self._on_loaded, owner=self)

    @Slot()
    def add(self) -> None:
        """Add what the line says."""
        rates = self._context.desk.rates
        if not self._context.can_write:
            return
        try:
            on = self.on.day()
            if on is None:
                raise DayMissing(field="from_on")
            percent, source = parse_annual_percent(self.percent.text()), self.source.text()
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._context.jobs.run(
            lambda _: rates.add(on, percent, source), self._on_added, self._refuse, owner=self
        )

    @Slot()
    def take_back(self) -> None:
        """Take the own row in front out of the table."""
        line, rates = self.table.current_row(), self._context.desk.rates
        if line is not None and line.is_own and self._context.can_write:
            self._context.jobs.run(
                lambda _: rates.take_back(line.from_on), self._on_taken_back, self._refuse, owner=self
            )

    def _on_loaded(self, facts: RateFacts) -> None:
        self.model.set_rows(facts.rows)
        self.table.select_first()
        text = tr("LPR data up to the publication of {day}.", day=facts.valid_to.isoformat())
        if facts.is_behind:
            text = f"{text} {tr('A newer one should be out: look it up and add it.')}"
        self.valid_to.setText(text)
        set_role(self.valid_to, "warn" if facts.is_behind else "heading")
        first, last = facts.workday_years
        self.workdays.setText(
            tr(
                "Holidays and make-up days are known for {first} to {last}. For other years weekends alone are "
                "skipped, and what rests on them is marked provisional.",
                first=first,
                last=last,
            )
        )
        self._enable()

    def _on_added(self, line: RateLine) -> None:
        for field in (self.on, self.percent):
            field.clear()  # the next month's comes from the same source
        self._say(
            tr("Added: {percent} % from {day}. Interest is reckoned by it at once.",
               percent=format(line.percent, "f"), day=line.from_on.isoformat()),
            "good",
        )  # fmt: skip
        self.load()

    def _on_taken_back(self, _: object) -> None:
        self._say(tr("Taken back. What was issued keeps the rate it was reckoned by."), "good")
        self.load()

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
            fields = {"from_on": self.on, "source": self.source}
            fields.get(error.field, self.percent).setFocus()

    def _say(self, text: str, role: str) -> None:
        self.state.setText(text)
        set_role(self.state, role)

    def _enable(self) -> None:
        writes, line = self._context.can_write, self.table.current_row()
        self.add_button.setEnabled(writes)
        self.back_button.setEnabled(writes and line is not None and line.is_own)

    def _menu(self, line: RateLine, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(tr("Take back|rate"), self.take_back)
        action.setEnabled(line.is_own and self._context.can_write)
        self.table.add_common(menu)
        menu.popup(point)

    def _lay_out(self) -> None:
        box = pane_layout(
            self,
            tr("LPR and rates"),
            tr(
                "What late interest is reckoned by. Letters keep the rates of their day, whatever is added later."
            ),
        )
        unit = char_width(self)
        height = self.table.verticalHeader().defaultSectionSize() * ROWS_SHOWN
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height())
        self.on.setMaximumWidth(unit * 18)
        self.percent.setFixedWidth(unit * 24)
        self.source.setFixedWidth(unit * 32)
        line = FlowLayout(spacing=S)
        for part in (self.on, self.percent, self.source, self.add_button, self.back_button):
            line.addWidget(part)
        box.addWidget(self.valid_to)
        box.addWidget(self.table)
        entry = QWidget()
        entry.setLayout(line)
        box.addWidget(entry)
        box.addWidget(self.state)
        box.addSpacing(M)
        box.addWidget(SectionLabel(tr("Where no contract says otherwise")))
        box.addWidget(self.defaults)
        box.addSpacing(L)
        box.addWidget(SectionLabel(tr("Working days")))
        box.addWidget(self.workdays)
        box.addStretch(1)


def read_rates(desk: Desk) -> RateFacts:
    """What the pane shows."""
    rates = desk.rates
    return RateFacts(rates.rows(), rates.lpr.valid_to, rates.is_behind(), rates.workday_years)


def _columns() -> Sequence[Column[RateLine]]:
    def five(row: RateLine) -> str:
        return format(row.five_year_percent, "f") if row.five_year_percent else ""

    def kind(row: RateLine) -> str:
        return tr("LPR") if row.kind == "lpr" else tr("Base rate")

    def source(row: RateLine) -> str:
        return row.source if row.is_own else tr("shipped with ArcDesk")

    def tone(row: RateLine) -> str:
        return "" if row.is_own else "muted"

    return (
        date_column("from", tr("From day"), lambda row: row.from_on, width=11),
        Column("percent", tr("1 year, %"), lambda row: format(row.percent, "f"), lambda row: row.percent, "right",
               bold=lambda row: row.is_own, width=9),
        Column("five", tr("5 years, %"), five, lambda row: row.five_year_percent, "right", tone, width=10),
        Column("kind", tr("Kind"), kind, tone=tone, width=10),
        Column("source", tr("Source"), source, tone=tone, width=20, stretch=True, tip=source),
        Column("logged", tr("Entered at"), lambda row: show.moment(row.logged_at), tone=tone, width=16),
    )  # fmt: skip
