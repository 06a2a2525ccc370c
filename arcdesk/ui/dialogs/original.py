"""The original of a piece: where it is, to whom it goes, and that it is back (R58, R64)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.services.care_words import custody_words, event_words
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.evidence_custody import Custody, CustodyEvent
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

ACTS = {"lent": "Give the original away|custody", "returned": "It is back|custody", "lost": "It is lost|custody"}
OFFERED = {"kept": ("lent", "lost"), "lent": ("returned", "lost"), "lost": ("returned",)}
MOST_EVENTS = 6


class Whereabouts(NamedTuple):
    """Where an original is now, and how it came there, newest first."""

    now: Custody | None
    history: tuple[CustodyEvent, ...]


class OriginalDialog(FormDialog):
    """Says where the original is and records the next change of hands; nothing recorded is ever changed."""

    def __init__(
        self, context: UiContext, item: StoredEvidence, found: Whereabouts, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("The original of “{name}”", name=item.original_name), tr("Record"), parent)
        self._item, self._state = item, found.now.state if found.now else ""
        if found.now is None:
            text = tr("No original is noted. Say first by “Describe…” that it is held, or where it is kept.")
            add_text(self, label(text, wrap=True))
        else:
            self.add_row(tr("Now|custody"), label(custody_words(found.now), "heading", wrap=True))
        acts = [(act, tr(ACTS[act])) for act in OFFERED.get(self._state, ())]
        self.act = combo_box("custody_act", tr("What happened"), acts)
        self.holder = line_edit("custody_holder", tr("Given to"), hint=tr("Lawyer, court, colleague"))
        self.on = DateField(tr("On|day"), context.theme, context.today)
        self.on.setObjectName("custody_on")
        self.on.set_day(context.today)
        self.back_by = DateField(tr("Back by|custody"), context.theme, context.today)
        self.back_by.setObjectName("custody_back_by")
        self.note = line_edit("custody_note", tr("Remarks"))
        if found.now is None:
            self.save.setEnabled(False)
        else:
            self._rows()
        self._tell_history(found.history)
        self.fit()

    def gather(self) -> Callable[[JobContext], object]:
        on = self.on.day()
        if on is None:
            raise DayMissing(field="on")
        custody, number, note = self.context.desk.custody, self._item.id, self.note.text().strip()
        act = self.act.currentData()
        if act == "lent":
            lend = partial(custody.lend, number, self.holder.text(), on, back_by=self.back_by.day(), note=note)
            return lambda _job: lend()
        if act == "returned":
            return lambda _job: custody.give_back(number, on, note=note)
        return lambda _job: custody.report_lost(number, on, note=note)

    def done_text(self, result: object) -> str:
        return custody_words(result) if isinstance(result, Custody) else ""

    def _rows(self) -> None:
        self.add_row(tr("What happened"), self.act)
        self.add_row(tr("Given to"), self.holder)
        self.add_row(tr("On|day"), self.on)
        self.add_row(tr("Back by|custody"), self.back_by)
        self.add_row(tr("Remarks"), self.note)
        self.act.currentIndexChanged.connect(self._on_act)
        self._on_act()
        (self.holder if self.act.currentData() == "lent" else self.on).setFocus()

    def _on_act(self) -> None:
        for field in (self.holder, self.back_by):
            self.form.setRowVisible(field, self.act.currentData() == "lent")
        self.fit()

    def _tell_history(self, history: tuple[CustodyEvent, ...]) -> None:
        lines = [
            "  ".join(part for part in (show.day(event.on_day), event_words(event), event.note) if part)
            for event in history[:MOST_EVENTS]
        ]
        if lines:
            self.add_row(tr("Before|custody"), label("\n".join(lines), "muted", wrap=True, selectable=True))
