"""Changing a policy: its rows, tried on today before they are saved as the next version (F-27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.policies import SHIPPED
from arcdesk.domain.policy import Level, Policy
from arcdesk.domain.policy import check as check_levels
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.policy_level import LevelDialog
from arcdesk.ui.dialogs.policy_trial import TrialDialog
from arcdesk.ui.panels.policy_table import PolicyTable
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label, set_role
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class PolicyEditor(QDialog):
    """A copy of a shipped policy, or one's own; nothing counts before Save.

    Signals:
        saved: the Policy as saved.
    """

    saved = Signal(object)

    def __init__(self, context: UiContext, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._policy = context, policy
        self._levels: list[Level] = list(policy.levels)
        is_copy = policy.code in SHIPPED
        self.setWindowTitle(tr("Copy of {code}", code=policy.code) if is_copy else policy.code)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        code = "" if is_copy else policy.code
        self.code = line_edit("policy_code", tr("Code|policy"), code, hint=tr("For example: OURS"))
        self.code.setReadOnly(not is_copy)
        self.name = line_edit("policy_name", tr("Name"), tr(policy.name))
        self.note = line_edit("policy_note", tr("What was changed"), hint=tr("What was changed (optional)"))
        self.table = PolicyTable()
        self.table.opened.connect(self.edit_row)
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("policy_answer")
        self.answer.hide()
        self._build()
        self.table.show_levels(self._levels)
        self.resize(820, 620)

    def add_row(self) -> None:
        """Enter a new row."""
        dialog = LevelDialog(parent=self)
        dialog.decided.connect(self._add)
        dialog.open()

    def edit_chosen(self) -> None:
        """Change the chosen row."""
        self.edit_row(self.table.currentRow())

    def edit_row(self, at: int) -> None:
        """Change a row."""
        if 0 <= at < len(self._levels):
            dialog = LevelDialog(self._levels[at], self)
            dialog.decided.connect(lambda level: self._replace(at, level))
            dialog.open()

    def remove_row(self) -> None:
        """Take the chosen row out."""
        at = self.table.currentRow()
        if 0 <= at < len(self._levels):
            del self._levels[at]
            self.table.show_levels(self._levels)

    def try_out(self) -> None:
        """Show what today would look like under these rows."""
        try:
            policy = Policy(self.code.text().strip() or self._policy.code, self.name.text(), check_levels(self._levels))
        except Refusal as refusal:
            self._say(sentence(refusal), "bad")
            return
        TrialDialog(self._context, policy, self).open()

    def save(self) -> None:
        """Save these rows as the next version."""
        policies, code, name, note = self._context.desk.policies, self.code.text(), self.name.text(), self.note.text()
        levels = tuple(self._levels)
        self._context.jobs.run(
            lambda _: policies.save(code, name, levels, note), self._on_saved, self._on_failed, owner=self
        )

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(M)
        form.setVerticalSpacing(S)
        form.addRow(tr("Code|policy"), self.code)
        form.addRow(tr("Name"), self.name)
        rows = QHBoxLayout()
        rows.setSpacing(S)
        rows.addWidget(button(tr("Add a row…"), "policy_add", self.add_row))
        rows.addWidget(button(tr("Change the row…"), "policy_edit", self.edit_chosen))
        rows.addWidget(button(tr("Remove the row"), "policy_remove", self.remove_row))
        rows.addStretch(1)
        rows.addWidget(button(tr("Try on today…"), "policy_try", self.try_out))
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.note, 1)
        foot.addWidget(button(tr("Cancel"), "policy_cancel", self.reject))
        self.save_button = button(tr("Save"), "policy_save", self.save, primary=True)
        self.save_button.setEnabled(self._context.can_write)
        foot.addWidget(self.save_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(S)
        box.addLayout(form)
        box.addWidget(self.table, 1)
        box.addLayout(rows)
        box.addWidget(self.answer)
        box.addSpacing(S)
        box.addLayout(foot)

    def _add(self, level: Level) -> None:
        self._levels.append(level)
        self._arrange(level)

    def _replace(self, at: int, level: Level) -> None:
        self._levels[at] = level
        self._arrange(level)

    def _arrange(self, level: Level) -> None:
        self._levels.sort(key=lambda each: each.from_days)
        self.table.show_levels(self._levels)
        self.table.selectRow(self._levels.index(level))

    def _on_saved(self, policy: Policy) -> None:
        self.saved.emit(policy)
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        set_role(self.answer, role)
