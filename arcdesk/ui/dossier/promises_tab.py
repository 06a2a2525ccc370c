"""The tab 承诺与分期: what was promised and what became of it, what is paid in instalments, what is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from arcdesk.domain.promises import reliability
from arcdesk.i18n import tr
from arcdesk.services.plan_lines import PlanLine
from arcdesk.services.promises import PromiseLine
from arcdesk.ui import format as show
from arcdesk.ui.dossier.concession_part import ConcessionPart
from arcdesk.ui.dossier.fact_bar import Act, FactBar, fit_rows
from arcdesk.ui.dossier.promise_tables import instalment_table, plan_table, promise_table, said_by
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import CHANNELS
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import Line, SectionLabel, button, char_width, label

if TYPE_CHECKING:
    from arcdesk.services.said import Proof
    from arcdesk.ui.context import UiContext

MOST_PROMISES, MOST_INSTALMENTS = 5, 6
PLAN_CHARACTERS, INSTALMENT_CHARACTERS = 62, 72


class PromisesTab(QWidget):
    """Promises over instalment plans over concessions.

    Signals:
        contact_asked(int), correction_asked(int): show, or correct, the contact of that id.
        evidence_asked(int): show the file of that number.
        plan_asked(str): make a plan; with the number of one, in its place.
        end_asked(PlanLine, str): end that plan, "void" or "accelerated".
    """

    contact_asked = Signal(object)
    correction_asked = Signal(object)
    evidence_asked = Signal(object)
    plan_asked = Signal(str)
    end_asked = Signal(object, str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._currency = show.BASE_CURRENCY
        self.promises, self.promises_model = promise_table(context)
        self.plans, self.plans_model = plan_table(context)
        self.instalments, self.instalments_model = instalment_table(context, lambda: self._currency)
        self.promise_bar = FactBar(context.theme, "promise_bar")
        self.plan_bar = FactBar(context.theme, "plan_bar")
        self._record = label("", "muted")
        self._record.setObjectName("promise_record")
        self._no_promise = label(
            tr("No promises yet. They are logged with a contact, Ctrl+L."), "muted", wrap=True
        )
        no_plan = tr("No instalment plan yet. One moves the due dates of its invoices to the days agreed.")
        self._no_plan = label(no_plan, "muted", wrap=True)
        self.hint = label("", "warn", wrap=True, selectable=True)
        self.hint.setObjectName("plan_hint")
        self.add_plan = button(tr("New instalment plan…"), "plan_add", lambda: self.plan_asked.emit(""), flat=True)
        self.add_plan.setIcon(icon("plus", context.theme))
        self.concessions = ConcessionPart(context)
        self._arrange()
        self.promises.current_row_changed.connect(self._on_promise)
        self.promises.row_activated.connect(lambda line: self.contact_asked.emit(line.contact_id))
        self.plans.current_row_changed.connect(self._on_plan)

    def show_lines(self, promises: Sequence[PromiseLine], plans: Sequence[PlanLine], *, can_write: bool) -> None:
        """Show a customer's promises and plans."""
        self.add_plan.setEnabled(can_write)
        self.promises_model.set_rows(tuple(promises))
        fit_rows(self.promises, len(promises), MOST_PROMISES)
        self.plans_model.set_rows(tuple(plans))
        self._record.setText(_record(promises))
        for shown, widgets in (
            (bool(promises), (self.promises, self._record)),
            (not promises, (self._no_promise,)),
            (bool(plans), (self._plan_split,)),
            (not plans, (self._no_plan,)),
        ):
            for widget in widgets:
                widget.setVisible(shown)
        self.promises.select_first()
        self.plans.select_first()
        self._on_promise(self.promises.current_row())
        self._on_plan(self.plans.current_row())

    # inside

    def _arrange(self) -> None:
        body = QWidget()
        box = _column(body)
        box.addLayout(_head(SectionLabel(tr("Promises")), self._record))
        box.addWidget(self._no_promise)
        box.addWidget(self.promises)
        box.addWidget(self.promise_bar)
        box.addWidget(Line(self._context.theme))
        self._plan_split = QSplitter(Qt.Orientation.Horizontal)
        self._plan_split.setChildrenCollapsible(False)
        self._plan_split.addWidget(self.plans)
        self._plan_split.addWidget(self.instalments)
        for number in range(2):
            self._plan_split.setStretchFactor(number, 1)
        unit = char_width(self)
        self._plan_split.setSizes([unit * PLAN_CHARACTERS, unit * INSTALMENT_CHARACTERS])
        box.addLayout(_head(SectionLabel(tr("Instalment plans")), self.add_plan))
        box.addWidget(self._no_plan)
        box.addWidget(self.hint)
        box.addWidget(self._plan_split)
        box.addWidget(self.plan_bar)
        box.addWidget(Line(self._context.theme))
        box.addWidget(self.concessions)
        box.addStretch(1)
        for text in (self._no_promise, self._no_plan, self.hint):
            text.setContentsMargins(L, 0, L, S)
        scroll = QScrollArea()  # in a low window both parts keep their height
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _on_promise(self, line: PromiseLine | None) -> None:
        if line is None or line.said is None:
            self.promise_bar.hide()
            return
        said, contact = line.said, line.contact_id
        when = f"{words(CHANNELS, said.channel)} {show.moment(said.at)}"
        planned = tr("now plan {number}", number=line.plan_number) if line.plan_number else ""
        facts = " · ".join(part for part in (when, said_by(said), planned, said.note) if part)
        acts = [
            Act("promise_contact", "log", tr("Show the contact"), lambda: self.contact_asked.emit(contact)),
            *(self._proof_act("promise_proof", proof) for proof in said.proofs),
            Act("promise_correct", "edit", tr("Correct or withdraw…"), lambda: self.correction_asked.emit(contact),
                self._context.can_write),
        ]  # fmt: skip
        self.promise_bar.show_facts(facts, acts)

    def _on_plan(self, line: PlanLine | None) -> None:
        self._currency = line.currency if line else show.BASE_CURRENCY
        self.instalments_model.set_rows(line.instalments if line else ())
        hint = tr(line.hint.text_key, **line.hint.values) if line and line.hint else ""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        count = max(len(self.plans_model.rows), len(self.instalments_model.rows))
        for table in (self.plans, self.instalments):
            fit_rows(table, count, MOST_INSTALMENTS)
        if line is None:
            self.plan_bar.hide()
        else:
            self.plan_bar.show_facts(plan_facts(line), self._plan_acts(line))

    def _plan_acts(self, line: PlanLine) -> list[Act]:
        writes = self._context.can_write
        acts = []
        if line.contact_id:
            contact = line.contact_id
            acts.append(Act("plan_contact", "log", tr("Show the contact"), lambda: self.contact_asked.emit(contact)))
        if line.evidence_id:
            proof = line.evidence_id
            acts.append(Act("plan_proof", "evidence", tr("Open the paper"), lambda: self.evidence_asked.emit(proof)))
        if line.stands and line.state != "done":
            if line.state != "accelerated":
                acts.append(self._end_act("plan_accelerate", "warning", tr("Call in the whole…"), line, "accelerated"))
            again = Act("plan_replace", "edit", tr("Agree anew…"), lambda: self.plan_asked.emit(line.number), writes)
            acts += [again, self._end_act("plan_void", "close", tr("Declare void…"), line, "void")]
        return acts

    def _end_act(self, name: str, sign: str, text: str, line: PlanLine, how: str) -> Act:
        return Act(name, sign, text, lambda: self.end_asked.emit(line, how), self._context.can_write)

    def _proof_act(self, name: str, proof: Proof) -> Act:
        return Act(name, "evidence", proof.name, lambda: self.evidence_asked.emit(proof.id))


def plan_facts(line: PlanLine) -> str:
    """How a plan was agreed and how it ended, in one line."""
    parts = [
        tr("{day} in writing" if line.is_written else "{day} orally", day=show.day(line.agreed_on)),
        tr("one debt for limitation") if line.is_one_debt else tr("limitation invoice by invoice"),
        line.note,
    ]
    if line.ended_on is not None:
        parts += [tr("ended {day}", day=show.day(line.ended_on)), line.end_reason]
    return " · ".join(part for part in parts if part)


def _record(promises: Sequence[PromiseLine]) -> str:
    """What became of the promises whose time is over; empty where there is none."""
    found = reliability(promises)
    if not found.judged:
        return ""
    parts = [tr("{count} due so far: {kept} kept", count=found.judged, kept=found.kept)]
    if found.part_kept:
        parts.append(tr("{count} in part", count=found.part_kept))
    if found.broken:
        parts.append(tr("{count} broken", count=found.broken))
    if len({line.currency for line in promises}) == 1:  # amounts of two currencies have no sum
        parts.append(tr("{share} of the money in time", share=show.share(found.paid_fen, found.promised_fen)))
    return " · ".join(parts)


def _column(widget: QWidget) -> QVBoxLayout:
    box = QVBoxLayout(widget)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    return box


def _head(title: QWidget, other: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(L, S, L, S)
    row.setSpacing(L)
    row.addWidget(title)
    row.addWidget(other)
    row.addStretch(1)
    return row
