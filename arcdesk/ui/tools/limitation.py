"""The limitation calculator: a due date and what happened since give the end and the chain (R1 to R21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from arcdesk.domain.limitation import INTERNATIONAL_SALE_YEARS, ORDINARY_YEARS, Clock, clock
from arcdesk.i18n import current, tr
from arcdesk.services.limitation_sheets import clock_part, limitation_pdf, limitation_sheet
from arcdesk.ui import format as show
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.theme import XS
from arcdesk.ui.tools.events import DayLine, EventLine
from arcdesk.ui.tools.lines import LineList
from arcdesk.ui.tools.pane import ToolPane, enter
from arcdesk.ui.widgets import SectionLabel, clear_layout, label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, named

if TYPE_CHECKING:
    from arcdesk.pdf.limitation_data import LimitationSheetData, SheetEvent
    from arcdesk.ui.context import UiContext

TONES = {"not_due": "figure", "running": "figure", "pending": "warn", "expired": "bad", "revived": "warn"}
SOON_DAYS = 180


class LimitationTool(ToolPane):
    """One debt; instalments of one debt begin with the last of them."""

    name = "limitation"
    is_wide = True

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Limitation"),
            tr(
                "Three calendar years from the due date, restarted by what is proven. Act before the earlier date."
            ),
            parent,
        )
        self._data: LimitationSheetData | None = None
        theme, today = context.theme, context.today
        self.due = DateField(tr("Due date"), theme, today)
        self.due.setObjectName("limitation_due")
        self.as_of = DateField(tr("Standing at"), theme, today)
        self.as_of.setObjectName("limitation_as_of")
        self.as_of.set_day(context.day)
        years = ((ORDINARY_YEARS, tr("3, the rule")), (INTERNATIONAL_SALE_YEARS, tr("4, international sale")))
        self.years = combo_box("limitation_years", tr("Years"), [(str(count), text) for count, text in years])
        self.instalments: LineList[DayLine] = LineList(
            lambda: DayLine(theme, today), "instalment_add", tr("An instalment of this debt"), theme
        )
        self.events: LineList[EventLine] = LineList(
            lambda: EventLine(theme, today), "event_add", tr("An event"), theme
        )
        self.weak = named(
            QCheckBox(tr("Let weak proof count")), "limitation_weak", tr("Let weak proof count")
        )
        for title, field in (
            (tr("Due date"), self.due),
            (tr("Standing at"), self.as_of),
            (tr("Years"), self.years),
            ("", self.weak),
        ):
            self.add_row(title, field)
        self.add_lines(tr("Events"), self.events)
        self.add_lines(tr("Instalments"), self.instalments)
        self._facts: QFormLayout = form_layout()
        self._chain = QVBoxLayout()
        self._chain.setSpacing(XS)
        self.details.addLayout(self._facts)
        self.details.addLayout(self._chain)
        for day in (self.due, self.as_of):
            day.textChanged.connect(self.update_answer)
        self.years.currentIndexChanged.connect(self.update_answer)
        self.weak.toggled.connect(self.update_answer)
        for lines in (self.instalments, self.events):
            lines.changed.connect(self.update_answer)
        self.add_sheet(self._show_sheet)

    def first_field(self) -> QWidget:
        return self.due

    def reckon(self) -> None:
        facts = self.facts
        assert facts is not None  # update_answer saw to it
        due, as_of = self.due.day(), self.as_of.day()
        if due is None or as_of is None:
            raise enter(tr("Due date") if due is None else tr("Standing at"))
        parts = [line.on.day() for line in self.instalments.filled]
        found = clock(
            due,
            [line.event_of(counts_weak=self.weak.isChecked()) for line in self.events.filled],
            workdays=facts.workdays,
            today=as_of,
            years=int(self.years.currentData()),
            instalments=[day for day in parts if day is not None],
        )
        part = clock_part(found, as_of, current())
        self._data = limitation_sheet([part], current(), as_of, self.context.today, company=facts.company)
        self._show_end(found)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for title, value in part.facts:
            if value:
                self._facts.addRow(label(title, "muted"), label(value.replace("　", "\n"), selectable=True))
        clear_layout(self._chain)
        for flag in part.flags:
            self._chain.addWidget(label(flag, "warn", wrap=True, selectable=True))
        if part.events:
            self._chain.addWidget(SectionLabel(tr("Chain of events|sheet")))
        for event in part.events:
            self._chain.addWidget(_event_label(event))
            self._chain.addWidget(label(f"→  {event.effect}", "muted", wrap=True, selectable=True))

    def result_text(self) -> str:
        if self._data is None:
            return ""
        (part,) = self._data.parts
        lines = [f"{title}\t{value}" for title, value in part.facts if value]
        lines += part.flags
        lines += (f"{each.when}\t{each.kind}\t{each.proof}\t{each.effect}" for each in part.events)
        return "\n".join(lines)

    def _show_end(self, found: Clock) -> None:
        as_of = self.as_of.day()
        assert as_of is not None  # reckon saw to it
        state, left = found.state(as_of), found.days_left(as_of)
        if found.raw_end is None:
            text = tr("No end yet: a proceeding or an obstacle goes on")
        elif state == "expired":
            text = tr("Expired on {day}", day=show.day_of_week(found.last_day or found.raw_end))
        else:
            text = tr("{day}, {days} days left", day=show.day_of_week(found.raw_end), days=left)
        soon = left is not None and left <= SOON_DAYS
        self.tell(text, "warn" if TONES[state] == "figure" and soon else TONES[state])

    def _show_sheet(self) -> None:
        data = self._data
        if data is not None and self.has_answer:
            title = f"{tr('Limitation')} {data.as_of.isoformat()}"
            self.show_sheet(title, lambda: limitation_pdf(data))


def _event_label(event: SheetEvent) -> QWidget:
    text = f"{event.when}  {event.kind}  ·  {event.proof}"
    return label(text, "" if event.is_counted else "muted", wrap=True, selectable=True)
