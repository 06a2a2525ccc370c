"""Chased or not, invoice by invoice, in the dossier's table: a word in the row, the reasons behind a key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from arcdesk.domain.gate import Reason
from arcdesk.i18n import tr
from arcdesk.services.gate import InvoiceAnswer, PartAnswer
from arcdesk.services.ledger import InvoiceLine
from arcdesk.services.reason_text import reason_text
from arcdesk.ui.dialogs.hold import HoldDialog
from arcdesk.ui.dialogs.why import WhyDialog
from arcdesk.ui.icons import icon
from arcdesk.ui.tables import Column
from arcdesk.ui.tables.actions import row_action
from arcdesk.ui.widgets import button

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData
    from arcdesk.ui.tables import RowTable

WORDS: Mapping[str, tuple[str, str, str]] = {
    "not_due": ("Not due", "", "muted"),
    "no_due_date": ("No due date", "", "warn"),
    "disputed": ("Disputed|chasing", "", "warn"),
    "covered_by_credit": ("Allocate|chasing", "", "accent"),
    "on_hold": ("Held until|chasing", "until", "muted"),
    "invoice_on_hold": ("Held until|chasing", "until", "muted"),
    "promised": ("Promised|chasing", "due_on", "good"),
    "too_soon": ("Waits until|chasing", "again_on", "muted"),
    "tried_enough": ("Tried enough today", "", "muted"),
}
"""The word for each rule that holds back, the day it names, and its colour."""


class ChasingAnswers:
    """What the gate says of the invoices shown; set anew with every refresh."""

    def __init__(self) -> None:
        self.answers: Mapping[int, InvoiceAnswer] = {}
        self.day = date.min

    def part(self, line: InvoiceLine) -> PartAnswer | None:
        """The answer for one row: an invoice, or one instalment of it."""
        answer = self.answers.get(line.id)
        parts = answer.parts if answer is not None else ()
        return next((part for part in parts if part.instalment == line.instalment), None)

    def column(self) -> Column[InvoiceLine]:
        """Whether it is chased, in a word; every reason as the tip."""
        return Column(
            "chased", tr("Chasing"), self.word, self.word, tone=self.tone, fitted=True, tip=self.tip
        )

    def word(self, line: InvoiceLine) -> str:
        """``Chased``, or what holds it back and until when."""
        part = self.part(line)
        if part is None:
            return ""
        if part.chased:
            return tr("Chased")
        key, day_name, _ = WORDS.get(_first(part).rule, ("", "", ""))
        until = _first(part).values.get(day_name)
        return (
            f"{tr(key)} {_short_day(until, self.day)}" if isinstance(until, date) else tr(key) if key else ""
        )

    def tone(self, line: InvoiceLine) -> str:
        """Colour of the word."""
        part = self.part(line)
        return "" if part is None or part.chased else WORDS.get(_first(part).rule, ("", "", ""))[2]

    def tip(self, line: InvoiceLine) -> str:
        """Every reason, a line each."""
        part = self.part(line)
        return "\n".join(reason_text(reason) for reason in part.reasons) if part is not None else ""


class ChasingActions(QObject):
    """Why, hold and lift for the current row: by key, by the context menu, and by a button over the table."""

    def __init__(self, context: UiContext, table: RowTable[InvoiceLine]) -> None:
        super().__init__(table)
        self._context, self._table = context, table
        self._data: DossierData | None = None
        self.button: QPushButton = button(tr("No chasing until…"), "hold_invoice", self.hold, flat=True)
        self.button.setIcon(icon("hold", context.theme))
        theme = context.theme
        why, hold, lift = tr("Why it is or is not chased…"), tr("No chasing until…"), tr("Chase it again")
        self.why_action = row_action(table, theme, "why_chased", why, "info", "W", self.why)
        self.hold_action = row_action(table, theme, "no_chasing", hold, "hold", "H", self.hold)
        self.lift_action = row_action(table, theme, "lift_hold", lift, "done", "", self.lift)
        self.button.setToolTip(f"{tr('No chasing until…')} (H)")
        table.current_row_changed.connect(self._show_abilities)

    def show_dossier(self, data: DossierData) -> None:
        """Act for this customer."""
        self._data = data
        self._show_abilities()

    def why(self) -> None:
        """Show every reason of the current invoice."""
        line = self._table.current_row()
        if line is not None and self._data is not None:
            dialog = WhyDialog(self._context, line.number, self._data.profile.name, self._table.window())
            dialog.hold_asked.connect(self._ask_hold)
            dialog.open()

    def hold(self) -> None:
        """Ask until when the current invoice is not to be chased; without one, the customer."""
        line = self._table.current_row()
        self._ask_hold(line.number if line is not None and line.open_fen > 0 else "")

    def lift(self) -> None:
        """End the hold on the current invoice."""
        line, desk = self._table.current_row(), self._context.desk
        if line is not None and self._context.can_write:
            text = tr("“{name}” is no longer on hold.", name=line.number)
            self._context.jobs.run(
                lambda _job: desk.holds.lift_invoice(line.number),
                lambda _: self._context.inform(text, "good"),
            )

    def _ask_hold(self, number: str) -> None:
        if not self._context.can_write:
            text = tr("Nothing can be written now: a past day is looked at, or the workspace is read-only.")
            self._context.inform(text)
        elif self._data is not None:
            profile = self._data.profile
            HoldDialog(self._context, profile.id, profile.name, number, self._table.window()).open()

    def _show_abilities(self, *_: object) -> None:
        line, can = self._table.current_row(), self._context.can_write
        answer = self._data.gate.get(line.id) if line is not None and self._data is not None else None
        held = answer is not None and any(reason.rule == "invoice_on_hold" for reason in answer.reasons)
        self.why_action.setEnabled(line is not None)
        self.hold_action.setEnabled(can and line is not None and line.open_fen > 0)
        self.lift_action.setVisible(held)
        self.lift_action.setEnabled(can and held)
        self.button.setEnabled(can)


def _first(part: PartAnswer) -> Reason:
    return part.reasons[0]  # every answer has one, and the blocking ones stand first


def _short_day(day: date, today: date) -> str:
    """Month and day, with the year only where it is another one."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()
