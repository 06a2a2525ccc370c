"""One row of a policy: from which day, under which conditions, what to do, and how long to wait (F-27, F-28)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.domain.policy import (
    EARLIEST,
    FIELDS,
    LATEST,
    LETTERS,
    LONGEST_WAIT,
    OPERATIONS,
    QUIET_DAYS,
    ROLES,
    SCRIPT_FIELDS,
    STEPS,
    Action,
    Condition,
    Level,
    check,
)
from arcdesk.domain.policy_words import action_key
from arcdesk.domain.text import half_width
from arcdesk.i18n import tr
from arcdesk.services.policy_text import known_values
from arcdesk.ui.context import sentence
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, label
from arcdesk.ui.widgets.fields import named, number_field

MOST_ACTIONS, MOST_CONDITIONS = 3, 3
FIELD_TITLES: Mapping[str, str] = {
    "grade": "Grade", "behaviour": "Customer type", "size": "Company size", "industry": "Industry",
    "region": "Region", "tag": "Tag|customer",
    "bucket": "Aging bucket", "amount": "Overdue amount", "disputed": "Disputed|condition", "promise": "Promise",
}  # fmt: skip
OPERATION_TITLES: Mapping[str, str] = {
    "is": "is|condition", "not": "is not|condition", "at_least": "at least|condition", "below": "below|condition",
}  # fmt: skip


def every_action() -> tuple[Action, ...]:
    """All that a row can ask for, in the order in which one gets harder."""
    found: list[Action] = []
    for step in STEPS:
        if step == "letter":
            found += [Action(step), *(Action(step, letter=kind) for kind in LETTERS if kind != "reminder")]
        elif step == "escalate":
            found += [Action(step, role=role) for role in ROLES]
        else:
            found.append(Action(step))
    return tuple(found)


class ConditionLine(QWidget):
    """A field, how it is compared, and with what; empty for no condition."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = named(QComboBox(), f"condition_field_{number}", tr("Condition"))
        self.operation = named(QComboBox(), f"condition_operation_{number}", tr("Compared"))
        self.value = named(QComboBox(), f"condition_value_{number}", tr("Value"))
        self.field.addItem("—", "")
        for name in FIELDS:
            self.field.addItem(tr(FIELD_TITLES[name]), name)
        self.field.currentIndexChanged.connect(self._on_field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.field, 3)
        row.addWidget(self.operation, 2)
        row.addWidget(self.value, 4)
        self._on_field()

    def set_condition(self, condition: Condition) -> None:
        """Show a condition."""
        self.field.setCurrentIndex(self.field.findData(condition.field))
        self.operation.setCurrentIndex(self.operation.findData(condition.operation))
        at = self.value.findData(condition.value)
        if at >= 0:
            self.value.setCurrentIndex(at)
        else:
            self.value.setEditText(condition.value)

    def condition(self) -> Condition | None:
        """What the line says; None where it says nothing."""
        name = self.field.currentData()
        if not name:
            return None
        value = half_width(self.value.currentText()) if self.value.isEditable() else self.value.currentData()
        if name == "amount":
            value = value.replace(",", "")
        return Condition(name, self.operation.currentData(), value)

    def _on_field(self) -> None:
        name = self.field.currentData()
        for box in (self.operation, self.value):
            box.clear()
            box.setEnabled(bool(name))
        for operation in OPERATIONS.get(name, ()):
            self.operation.addItem(tr(OPERATION_TITLES[operation]), operation)
        known = known_values(name or "")
        self.value.setEditable(bool(name) and not known)
        for value, text in known.items():
            self.value.addItem(text, value)
        edit = self.value.lineEdit()
        if isinstance(edit, QLineEdit):
            edit.setAccessibleName(tr("Value"))


class LevelDialog(QDialog):
    """One row.

    Signals:
        decided: the Level as entered.
    """

    decided = Signal(object)

    def __init__(self, level: Level | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason_key = level.reason_key if level else ""
        self.setWindowTitle(tr("Row of the policy"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.days = number_field("level_days", tr("Days from the due date"), EARLIEST, LATEST, 1)
        self.wait = number_field("level_wait", tr("Days between two approaches"), 0, LONGEST_WAIT, QUIET_DAYS)
        self.action_boxes = [self._action_box(number) for number in range(MOST_ACTIONS)]
        self.condition_lines = [ConditionLine(number) for number in range(MOST_CONDITIONS)]
        self.script = named(QPlainTextEdit(), "level_script", tr("What to say"))
        self.script.setFixedHeight(self.fontMetrics().height() * 4)
        self.script.setTabChangesFocus(True)
        self.script.setPlaceholderText(" ".join(f"{{{name}}}" for name in SCRIPT_FIELDS))
        self.answer = label("", "bad", wrap=True)
        self.answer.setObjectName("level_answer")
        self._build()
        if level:
            self._show(level)

    def level(self) -> Level:
        """The row as entered."""
        actions = [box.currentData() for box in self.action_boxes]
        conditions = [line.condition() for line in self.condition_lines]
        return Level(
            self.days.value(), tuple(dict.fromkeys(each for each in actions if each)),
            tuple(each for each in conditions if each), self.wait.value(), self.script.toPlainText().strip(),
        )  # fmt: skip

    def accept(self) -> None:
        """Hand the row over, or say what is wrong with it."""
        try:
            (level,) = check((self.level(),))
        except Refusal as refusal:
            self.answer.setText(sentence(refusal))
            self.answer.show()
            return
        self.decided.emit(level)
        super().accept()

    def _show(self, level: Level) -> None:
        self.days.setValue(level.from_days)
        self.wait.setValue(level.wait_days)
        self.script.setPlainText(level.script)
        for box, action in zip(self.action_boxes, level.actions, strict=False):
            found = [at for at in range(box.count()) if box.itemData(at) == action]
            box.setCurrentIndex(found[0] if found else 0)
        for line, condition in zip(self.condition_lines, level.conditions, strict=False):
            line.set_condition(condition)

    def _action_box(self, number: int) -> QComboBox:
        box = named(QComboBox(), f"level_action_{number}", tr("What to do"))
        if number:
            box.addItem("—", None)
        for action in every_action():
            box.addItem(tr(action_key(action)), action)
        return box

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(M)
        form.setVerticalSpacing(S)
        days = QHBoxLayout()
        days.addWidget(self.days)
        days.addWidget(label(tr("before the due date below zero"), "muted"), 1)
        form.addRow(tr("From day|policy"), days)
        actions = QGridLayout()
        for at, choice in enumerate(self.action_boxes):
            actions.addWidget(choice, at, 0)
        form.addRow(tr("What to do"), actions)
        form.addRow(tr("Wait, days"), self.wait)
        form.addRow(tr("What to say"), self.script)
        self.answer.hide()
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), "level_cancel", self.reject))
        foot.addWidget(button(tr("Take over"), "level_accept", self.accept, primary=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(S)
        box.addLayout(form)
        box.addWidget(SectionLabel(tr("Only if all of this holds")))
        for line in self.condition_lines:
            box.addWidget(line)
        box.addWidget(self.answer)
        box.addSpacing(S)
        box.addLayout(foot)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 80)
