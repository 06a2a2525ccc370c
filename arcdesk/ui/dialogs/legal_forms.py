"""Recording what was decided about a suit, and the signs that ask for one (S-065)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.legal import DECISIONS, SIGNS
from arcdesk.i18n import tr
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.name_choice import NameChoice

if TYPE_CHECKING:
    from arcdesk.services.legal import Sign
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

USUAL_WAIT_DAYS = 30


class DecisionDialog(FormDialog):
    """Go, wait until a day, settle or write off; by whom and why. An earlier decision stays in the books."""

    def __init__(self, context: UiContext, customer_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("Decision on suing: {customer}", customer=name), tr("Record the decision"), parent)
        self._customer_id = customer_id
        entries = [(code, tr(key)) for code, key in DECISIONS.items()]
        self.decision = combo_box("legal_decision", tr("Decision"), entries)
        self.until = DateField(tr("Wait until"), context.theme, context.today)
        self.until.setObjectName("legal_until")
        self.until.set_day(context.today + timedelta(days=USUAL_WAIT_DAYS))
        self.by = NameChoice("legal_by", tr("Decided by"))
        self.reason = line_edit("legal_reason", tr("Reason"))
        for title, field in (
            (tr("Decision"), self.decision),
            (tr("Wait until"), self.until),
            (tr("Decided by"), self.by),
            (tr("Reason"), self.reason),
        ):
            self.add_row(title, field)
        self.decision.currentIndexChanged.connect(self._show_until)
        self._show_until()
        staff = context.desk.staff
        context.jobs.run(lambda _job: staff.names(), self.by.offer, owner=self)

    def gather(self) -> Callable[[JobContext], object]:
        legal, customer, decision = self.context.desk.legal, self._customer_id, self.decision.currentData()
        until = self.until.day() if decision == "wait" else None
        by, reason = self.by.name(), self.reason.text()
        return lambda _job: legal.decide(customer, decision, by, reason, until)

    def done_text(self, result: object) -> str:
        return tr("The decision is recorded.")

    def _show_until(self) -> None:
        self.form.setRowVisible(self.until, self.decision.currentData() == "wait")


class SignDialog(FormDialog):
    """Something noticed that asks for a suit; or, where it stands, that it holds no longer."""

    def __init__(
        self, context: UiContext, customer_id: int, name: str, standing: Sequence[Sign], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("Sign of trouble: {customer}", customer=name), tr("Record"), parent)
        self._customer_id = customer_id
        known = {sign.kind for sign in standing}
        entries = [(f"+{kind}", tr(key)) for kind, key in SIGNS.items() if kind not in known]
        entries += [(f"-{kind}", tr("{sign}: holds no longer", sign=tr(SIGNS[kind]))) for kind in sorted(known)]
        self.kind = combo_box("legal_sign", tr("What was noticed"), entries)
        self.note = line_edit("legal_note", tr("How it is known"), hint=tr("who saw it, when, what proves it"))
        self.day = DateField(tr("On|day"), context.theme, context.today)
        self.day.setObjectName("legal_day")
        self.day.set_day(context.today)
        self.add_row(tr("What was noticed"), self.kind)
        self.add_row(tr("How it is known"), self.note)
        self.add_row(tr("On|day"), self.day)

    def gather(self) -> Callable[[JobContext], object]:
        legal, customer, note, day = self.context.desk.legal, self._customer_id, self.note.text(), self.day.day()
        chosen = str(self.kind.currentData())
        kind = chosen[1:]
        if chosen.startswith("-"):
            return lambda _job: legal.lift_sign(customer, kind, note)
        return lambda _job: legal.note_sign(customer, kind, note, day)

    def done_text(self, result: object) -> str:
        return tr("Recorded.")
