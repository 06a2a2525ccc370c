"""One step of a concession: approved, refused, offered, accepted, withdrawn, carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import current, tr
from arcdesk.services.concession_lines import ConcessionLine
from arcdesk.services.concession_texts import (
    LIMITATION_NOTE,
    STATE_TEXTS,
    condition_text,
    given_text,
)
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.proof_field import ProofField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

TITLES = {
    "approve": ("Concession {number}: approved", "Approve|concession"),
    "refuse": ("Concession {number}: refused", "Refuse|concession"),
    "offer": ("Concession {number}: offered to the customer", "Save"),
    "accept": ("Concession {number}: accepted by the customer", "Save"),
    "withdraw": ("Withdraw concession {number}", "Withdraw|concession verb"),
    "carry_out": ("Carry out concession {number}", "Carry out|verb"),
}
NAMES = {"approve": "Approved by", "refuse": "Refused by", "offer": "To whom|concession", "accept": "Accepted by"}
WITH_PROOF = ("approve", "accept")
BOOKED = (
    ("credit_note", "Credit note, a price reduced"),
    ("write_off", "Write-off, the claim is given up in the books"),
)


class ConcessionStepDialog(FormDialog):
    """The fields that the step needs; what follows from it is said first."""

    def __init__(
        self, context: UiContext, line: ConcessionLine, step: str, parent: QWidget | None = None
    ) -> None:
        title, verb = TITLES[step]
        super().__init__(context, tr(title, number=line.number), tr(verb), parent)
        self.setObjectName("concession_step")
        self._line, self._step = line, step
        language = current()
        self.who = line_edit("concession_who", tr(NAMES.get(step, "Approved by")))
        self.on = DateField(tr("Day"), context.theme, context.today)
        self.on.set_day(context.today)
        self.note = line_edit("concession_note", tr("Reason") if step in ("refuse", "withdraw") else tr("Note"))
        self.proof = ProofField(tr("Approval") if step == "approve" else tr("Signed paper"))
        self.how = combo_box("concession_how", tr("Booked as"), [(code, tr(text)) for code, text in BOOKED])
        what = given_text(line, language)
        condition = condition_text(line, language)
        add_text(self, label(" · ".join(part for part in (line.customer_name, what) if part), "heading", wrap=True))
        if condition:
            add_text(self, label(tr("If paid: {condition}", condition=condition), "muted", wrap=True))
        if step in NAMES:
            self.add_row(self.who.accessibleName(), self.who)
        if step == "carry_out":
            if line.kind == "discount":
                self.add_row(self.how.accessibleName(), self.how)
        else:
            self.add_row(tr("Day"), self.on)
            self.add_row(self.note.accessibleName(), self.note)
        if step in WITH_PROOF:
            self.add_row(self.proof.line.accessibleName(), self.proof)
        follows = self._follows()
        if follows:
            add_text(self, label(follows, "muted", wrap=True))
        if step == "approve":
            self.who.setText(line.ask)
            self.note.setFocus()
        elif step in NAMES:
            self.who.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        service, number = self.context.desk.concessions, self._line.number
        who, note, proof, how = self.who.text(), self.note.text(), self.proof.path(), str(self.how.currentData())
        steps: dict[str, Callable[[JobContext], object]] = {
            "approve": lambda _job: service.approve(number, who, day, note=note, proof=proof),
            "refuse": lambda _job: service.refuse(number, who, note, day),
            "offer": lambda _job: service.offer(number, who, day, note=note),
            "accept": lambda _job: service.accept(number, who, day, note=note, proof=proof),
            "withdraw": lambda _job: service.withdraw(number, note, day),
            "carry_out": lambda _job: service.carry_out(number, how),
        }
        return steps[self._step]

    def done_text(self, result: object) -> str:
        if not isinstance(result, ConcessionLine):
            return ""
        return tr("Concession {number}: {state}", number=result.number, state=tr(STATE_TEXTS[result.state]))

    def _follows(self) -> str:
        if self._step == "offer":
            return tr(LIMITATION_NOTE)
        if self._step == "accept":
            return tr("With the signed paper the event of limitation is entered too; spoken words alone prove little.")
        if self._step == "carry_out" and self._line.kind == "term":
            return tr("The due dates of its invoices are moved by {count} days.", count=self._line.days)
        return ""
