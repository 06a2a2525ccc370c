"""Settings of the grading: weights, cut points, and the figures of the rules in words (R82)."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.grading_rules import FULL, LIMITS, BadGradingRule, GradingRules
from arcdesk.domain.text import half_width
from arcdesk.i18n import tr
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import SectionLabel, button, char_width, label, mark_wrong, set_role
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.ui.jobs import JobContext

WEIGHTS = ("overdue_weight", "late_weight", "promise_weight", "trend_weight")
SECTIONS = (
    ("Weights of the score, together 100", (*WEIGHTS, "days_limit", "worse_limit")),
    ("Score and grade; below the C it is a D", ("cut_a", "cut_b", "cut_c")),
    ("Rules that come before the score", ("serious_count", "serious_days", "new_months", "small_fen")),
)
AMOUNT = "small_fen"
MOST_DIGITS = 6


class GradingPane(QWidget):
    """Edits ``GradingRules``; a refusal stands beside the button, and the field is marked."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stored = GradingRules()
        self._fields: dict[str, QLineEdit] = {}
        self._answer = label("", "bad", wrap=True)
        self._answer.setObjectName("grading_answer")
        self._total = label("", "muted")
        self._total.setObjectName("grading_total")
        self.save_button = button(tr("Save the grading"), "grading_save", self.save)
        self.reset_button = button(tr("As shipped"), "grading_reset", self.reset, flat=True)
        box = pane_layout(
            self,
            tr("Grading"),
            tr("From what a grade is suggested. A grade is set only by whoever confirms it, in the dossier."),
        )
        form = form_layout()
        for title, names in SECTIONS:
            form.addRow(SectionLabel(tr(title)))
            for name in names:
                form.addRow(tr(LIMITS[name][0]), self._field(name))
                if name == WEIGHTS[-1]:
                    form.addRow("", self._total)
        box.addLayout(form)
        box.addSpacing(S)
        foot = QHBoxLayout()
        foot.setSpacing(M)
        foot.addWidget(self.save_button)
        foot.addWidget(self.reset_button)
        foot.addWidget(self._answer, 1)
        box.addLayout(foot)
        box.addStretch(1)
        self._show(self._stored)

    def load(self) -> None:
        """Read the rules; what the person is typing is not thrown away."""
        if not self._is_changed():
            grades = self._context.desk.grades
            self._context.jobs.run(lambda _: grades.rules(), self._on_loaded, owner=self)
        self._allow()

    @Slot()
    def save(self) -> None:
        """Keep what the form says."""
        grades = self._context.desk.grades
        try:
            rules = self.gather()
            rules.check()
        except Refusal as refusal:
            self._refuse(refusal)
            return

        def write(_: JobContext) -> GradingRules:
            return grades.save_rules(rules)

        self._context.jobs.run(write, self._on_saved, self._on_failed, owner=self)

    @Slot()
    def reset(self) -> None:
        """Put the figures of the program back into the form; nothing is kept before Save."""
        self._show(GradingRules())
        self._on_edited()

    def gather(self) -> GradingRules:
        """What the form says now.

        Raises:
            BadGradingRule, BadAmount, TooManyDecimals.
        """
        values: dict[str, Any] = {name: self._whole(name) for name in self._fields if name != AMOUNT}
        amount = self._fields[AMOUNT]
        assert isinstance(amount, AmountField)
        return GradingRules(**values, small_fen=amount.amount() or 0)

    # inside

    def _field(self, name: str) -> QLineEdit:
        title = tr(LIMITS[name][0])
        made: QLineEdit = AmountField(title) if name == AMOUNT else line_edit(f"grading_{name}", title)
        made.setObjectName(f"grading_{name}")
        made.setFixedWidth(char_width(self) * (18 if name == AMOUNT else 10))
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.textEdited.connect(self._on_edited)
        made.returnPressed.connect(self.save)
        self._fields[name] = made
        return made

    def _whole(self, name: str) -> int:
        text = half_width(self._fields[name].text()).strip()
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            label_key, least, most = LIMITS[name]
            raise BadGradingRule(name=label_key, least=least, most=most, value=text or "—", field=name)
        return int(text)

    def _is_changed(self) -> bool:
        try:
            return self.gather() != self._stored
        except Refusal:
            return True

    def _show(self, rules: GradingRules) -> None:
        for one in fields(rules):
            field, value = self._fields[one.name], getattr(rules, one.name)
            if isinstance(field, AmountField):
                field.set_amount(value)
            else:
                field.setText(str(value))
        self._show_total()

    def _show_total(self) -> None:
        try:
            total = sum(self._whole(name) for name in WEIGHTS)
        except Refusal:
            self._total.setText("")
            return
        self._total.setText(tr("Together {total} of 100", total=total))
        set_role(self._total, "muted" if total == FULL else "bad")

    def _on_edited(self) -> None:
        self._answer.clear()
        for field in self._fields.values():
            mark_wrong(field, False)
        self._show_total()

    def _on_loaded(self, rules: GradingRules) -> None:
        self._stored = rules
        self._show(rules)

    def _on_saved(self, rules: GradingRules) -> None:
        self._on_loaded(rules)
        self._on_edited()
        self._context.inform(tr("Saved. Suggestions follow the new figures; confirmed grades stay."), "good")

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._refuse(error)

    def _refuse(self, refusal: Refusal) -> None:
        if isinstance(refusal, BadGradingRule):
            values = {**refusal.values, "name": tr(str(refusal.values["name"]))}
            self._answer.setText(tr(refusal.sentence, **values))
        else:
            self._answer.setText(sentence(refusal))
        field = self._fields.get(refusal.field or AMOUNT, self._fields[AMOUNT])
        mark_wrong(field, True)
        field.setFocus()

    def _allow(self) -> None:
        for made in (self.save_button, self.reset_button, *self._fields.values()):
            made.setEnabled(self._context.can_write)
