"""Changing the due date of an invoice: a new day, why, and what hangs on it (R12, R26)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.due_dates import DueHistory, DueLine, DuePlan, plan_repair
from arcdesk.services.due_words import change_words, proposal_words, source_words, waiting_words
from arcdesk.ui import format as show
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.panels.due_effect import effect_text
from arcdesk.ui.panels.due_form import DueForm
from arcdesk.ui.theme import M
from arcdesk.ui.widgets import SectionLabel, label, set_role
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS = 76
MOST_CHANGES = 6


class DueDateDialog(FormDialog):
    """Gives one invoice another due date; the old one and the reason stay readable."""

    def __init__(
        self,
        context: UiContext,
        line: DueLine,
        history: tuple[DueHistory, ...] = (),
        instalments: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, tr("Due date of {number}", number=line.number), tr("Save"), parent)
        self._line = line
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        now = show.day(line.due_on) or tr("missing|due date")
        self.now = label(f"{now}   {source_words(line.source, line.due_on, line.delivered_on)}", wrap=True)
        self.proposed = label(_proposed(line), "muted", wrap=True)
        self.choice = DueForm(context)
        self.choice.name_delivery(tr("Delivery day"))
        self.choice.delivered_on.set_day(line.delivered_on)
        self.choice.choose("accept" if line.due_on is None and line.proposals else "fixed")
        self.choice.on.set_day(line.due_on)
        self.agreed = QCheckBox(tr("The customer agreed to this extension"))
        self.agreed.setObjectName("due_agreed")
        self.hint = label(_hint(), "warn", wrap=True)
        self.hint.setObjectName("due_hint")
        self.hint.hide()
        self.reason = line_edit("due_change_reason", tr("Reason"))
        self.effect = label("", "muted", wrap=True)
        self.effect.setObjectName("due_change_effect")
        self._build(history, instalments)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(0)
        self._pause.timeout.connect(self._show_effect)
        self.choice.changed.connect(self._pause.start)
        self.agreed.toggled.connect(self._show_hint)
        self.agreed.toggled.connect(lambda _on: self._pause.start())
        self._show_effect()
        self.choice.on.setFocus()
        self.choice.on.selectAll()

    def gather(self) -> Callable[[JobContext], object]:
        repair = self.choice.repair(overwrite=True, is_agreed=self.agreed.isChecked())
        repair.check(self.context.today)
        desk, invoice_id, reason = self.context.desk, self._line.id, self.reason.text().strip()
        return lambda _job: desk.due_dates.repair([invoice_id], repair, reason)

    def done_text(self, result: object) -> str:
        if not isinstance(result, DuePlan) or not result.changes:
            return ""
        change = result.changes[0]
        return tr(
            "“{number}” is due on {day} now.", number=change.line.number, day=show.day(change.new.due_on)
        )

    # inside

    def _show_hint(self, agreed: bool) -> None:
        self.hint.setVisible(agreed)
        self.fit()

    def _show_effect(self) -> None:
        today = self.context.today
        try:
            plan = plan_repair([self._line], self.choice.repair(overwrite=True), today)
        except Refusal as refusal:
            self._say(sentence(refusal), "bad")
            return
        if plan.skipped:
            self._say(sentence(plan.skipped[0].refusal), "muted")
            return
        change = plan.changes[0]
        late = (
            tr("{count} days overdue", count=change.overdue_days)
            if change.overdue_days
            else tr("not overdue")
        )
        self._say(
            f"{show.day(change.new.due_on)}   {late}   {effect_text(plan)}",
            "warn" if plan.overdue else "good",
        )

    def _say(self, text: str, role: str) -> None:
        self.effect.setText(text)
        set_role(self.effect, role)
        self.fit()

    def _build(self, history: tuple[DueHistory, ...], instalments: int) -> None:
        self.add_row(tr("Due on"), self.now)
        self.add_row("", self.proposed)
        if instalments:
            text = tr(
                "It is paid in {count} instalments under a plan: their due dates hold.", count=instalments
            )
            self.add_row("", label(text, "warn", wrap=True))
        self.add_row(tr("New|due date"), self.choice)
        self.add_row("", self.effect)
        self.add_row("", self.agreed)
        self.add_row("", self.hint)
        self.add_row(tr("Reason"), self.reason)
        if history:
            lines = [_history_text(entry) for entry in history[:MOST_CHANGES]]
            said = label("\n".join(lines), "muted", wrap=True, selectable=True)
            said.setObjectName("due_history")
            self.body.insertSpacing(1, M)
            self.body.insertWidget(2, SectionLabel(tr("Changes until now")))
            self.body.insertWidget(3, said)


def _proposed(line: DueLine) -> str:
    if not line.proposals:
        return waiting_words(line) if line.due_on is None else ""
    best = line.proposals[0]
    return tr("Proposed: {day}, {why}", day=show.day(best.due_on), why=proposal_words(best, line))


def _hint() -> str:
    return tr(
        "An extension that the customer asks for or agrees to interrupts limitation (Rules on Limitation, Art. 14): "
        "keep the written proof and log it as an event. The penalty then begins after the new due date "
        "(Interpretation on Sales, Art. 18)."
    )


def _history_text(entry: DueHistory) -> str:
    before = show.day(entry.old_due_on) or tr("missing|due date")
    after = show.day(entry.due_on) or tr("missing|due date")
    note = f"   {entry.note}" if entry.note else ""
    return f"{show.moment(entry.at)}   {before} → {after}   {change_words(entry.rule)}{note}"
