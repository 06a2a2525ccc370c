"""Settings: the policies, their rows in words, and who is chased by which."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.grading import GRADES
from arcdesk.domain.policies import SHIPPED
from arcdesk.domain.policy import Policy
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.policy_editor import PolicyEditor
from arcdesk.ui.dialogs.policy_trial import TrialDialog
from arcdesk.ui.panels.policy_table import PolicyTable
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import SectionLabel, button, label
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.services.policy_rows import Choices
    from arcdesk.ui.context import UiContext


class PolicyPane(QWidget):
    """What the age of a debt calls for."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._policies: dict[str, Policy] = {}
        self.choice = named(QComboBox(), "policy_shown", tr("Policy"))
        self.choice.currentIndexChanged.connect(self._show)
        self.table = PolicyTable()
        self.table.setMinimumHeight(self.fontMetrics().height() * 15)
        self.edit_button = button("", "policy_change", self.edit)
        self.try_button = button(tr("Try on today…"), "policy_pane_try", self.try_out)
        self.everybody = named(QComboBox(), "policy_everybody", tr("Everybody"))
        self.grades = {grade: named(QComboBox(), f"policy_grade_{grade}", grade) for grade in GRADES}
        self.answer = label("", "bad", wrap=True)
        self.answer.setObjectName("policy_pane_answer")
        self.everybody.activated.connect(partial(self._choose, ""))
        for grade, box in self.grades.items():
            box.activated.connect(partial(self._choose, grade))
        for box in (self.choice, self.everybody, *self.grades.values()):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(20)  # the long names must not widen the page
        self._build()

    def load(self) -> None:
        """Read policies and choices."""
        policies = self._context.desk.policies
        self._context.jobs.run(lambda _: (policies.all(), policies.choices()), self._on_loaded, owner=self)

    @property
    def shown(self) -> Policy | None:
        """The policy whose rows are shown."""
        return self._policies.get(self.choice.currentData() or "")

    @Slot()
    def edit(self) -> None:
        """Change the shown policy, or a copy of a shipped one."""
        if self.shown:
            editor = PolicyEditor(self._context, self.shown, self.window())
            editor.saved.connect(self._on_saved)
            editor.open()

    @Slot()
    def try_out(self) -> None:
        """What today would look like under the shown policy."""
        if self.shown:
            TrialDialog(self._context, self.shown, self.window()).open()

    def _build(self) -> None:
        box = pane_layout(
            self,
            tr("Policies"),
            tr("What the age of a debt calls for. Of the rows reached whose conditions hold, the latest day counts."),
        )
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.choice, 1)
        head.addWidget(self.try_button)
        head.addWidget(self.edit_button)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addSpacing(S)
        box.addWidget(SectionLabel(tr("Who is chased by which")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(S)
        grid.addWidget(label(tr("Everybody")), 0, 0)
        grid.addWidget(self.everybody, 0, 1)
        for row, (grade, choice) in enumerate(self.grades.items(), 1):
            grid.addWidget(label(tr("Grade {grade}", grade=grade)), row, 0)
            grid.addWidget(choice, row, 1)
        grid.setColumnStretch(1, 1)
        box.addLayout(grid)
        box.addWidget(self.answer)

    def _on_loaded(self, found: tuple[tuple[Policy, ...], Choices]) -> None:
        policies, chosen = found
        shown = self.choice.currentData() or chosen.everybody
        self._policies = {policy.code: policy for policy in policies}
        for box in (self.choice, self.everybody, *self.grades.values()):
            box.blockSignals(True)
            box.clear()
        for box in self.grades.values():
            box.addItem(tr("as everybody"), "")
        for policy in policies:
            for box in (self.choice, self.everybody, *self.grades.values()):
                box.addItem(_title(policy), policy.code)
        self.choice.setCurrentIndex(max(self.choice.findData(shown), 0))
        self.everybody.setCurrentIndex(max(self.everybody.findData(chosen.everybody), 0))
        for grade, box in self.grades.items():
            box.setCurrentIndex(max(box.findData(chosen.grades.get(grade, "")), 0))
        for box in (self.choice, self.everybody, *self.grades.values()):
            box.blockSignals(False)
            box.setEnabled(box is self.choice or self._context.can_write)
        self._show()

    def _show(self) -> None:
        policy = self.shown
        if policy is None:
            return
        self.table.show_levels(policy.levels)
        self.edit_button.setText(tr("Copy and change…") if policy.code in SHIPPED else tr("Change…"))
        self.edit_button.setEnabled(self._context.can_write)

    def _choose(self, grade: str, _index: int) -> None:
        box = self.grades[grade] if grade else self.everybody
        policies, code = self._context.desk.policies, box.currentData()
        self._context.jobs.run(
            lambda _: policies.choose(code, grade=grade), lambda _: self.load(), self._on_failed, owner=self
        )

    def _on_saved(self, policy: Policy) -> None:
        self._policies[policy.code] = policy
        if self.choice.findData(policy.code) < 0:
            self.choice.addItem(_title(policy), policy.code)
        self.choice.setCurrentIndex(self.choice.findData(policy.code))
        self.load()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.answer.setText(sentence(error))


def _title(policy: Policy) -> str:
    return f"{policy.code}  {tr(policy.name)}"
