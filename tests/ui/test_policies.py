"""Policies in the settings: looking, copying, changing rows, trying on today, choosing (F-27, F-28)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.domain.policies import P_003
from arcdesk.domain.policy import Action, Condition, Level
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.policy_editor import PolicyEditor
from arcdesk.ui.dialogs.policy_level import LevelDialog, every_action
from arcdesk.ui.dialogs.policy_trial import TrialDialog
from arcdesk.ui.dossier.profile import ProfileTab
from arcdesk.ui.panels.policy_pane import PolicyPane


@pytest.fixture
def pane(qtbot: QtBot, context: UiContext) -> PolicyPane:
    made = PolicyPane(context)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.load()
    return made


def press(widget: QWidget, name: str) -> None:
    found = widget.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    found.click()


def choose(box: QComboBox, data: object) -> None:
    (at,) = (index for index in range(box.count()) if box.itemData(index) == data)
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_the_policy_in_use_is_shown_in_words(pane: PolicyPane) -> None:
    assert pane.shown == P_003
    rows = [[pane.table.item(row, column).text() for column in range(4)] for row in range(pane.table.rowCount())]
    assert rows[0][0] == "到期前 7 天"
    assert rows[2][0] == "逾期 31 天"
    choose(pane.choice, "P-001")
    assert "等级为 C" in [pane.table.item(row, 1).text() for row in range(pane.table.rowCount())]


def test_a_grade_is_chased_by_another_policy(desk: Desk, pane: PolicyPane) -> None:
    choose(pane.grades["C"], "P-001")
    assert dict(desk.policies.choices().grades) == {"C": "P-001"}
    choose(pane.everybody, "P-000")
    assert desk.policies.choices().everybody == "P-000"
    choose(pane.grades["C"], "")
    assert dict(desk.policies.choices().grades) == {}


def test_a_copy_is_made_changed_tried_and_saved(qtbot: QtBot, desk: Desk, pane: PolicyPane) -> None:
    press(pane, "policy_change")
    editor = pane.window().findChild(PolicyEditor)
    assert isinstance(editor, PolicyEditor)
    qtbot.keyClicks(editor.code, "OURS")
    editor.table.selectRow(0)
    press(editor, "policy_remove")
    press(editor, "policy_add")
    dialog = editor.findChild(LevelDialog)
    assert isinstance(dialog, LevelDialog)
    dialog.days.setValue(10)
    choose(dialog.action_boxes[0], Action("call"))
    choose(dialog.action_boxes[1], Action("escalate", role="sales_manager"))
    line = dialog.condition_lines[0]
    line.field.setCurrentIndex(line.field.findData("amount"))
    line.value.setEditText("１0,000")
    press(dialog, "level_accept")
    press(editor, "policy_try")
    trial = editor.findChild(TrialDialog)
    assert isinstance(trial, TrialDialog)
    assert "户" in trial.summary.text()
    trial.accept()
    with qtbot.waitSignal(editor.saved):
        press(editor, "policy_save")
    saved = desk.policies.find("OURS")
    assert saved.levels[1] == Level(
        10, (Action("call"), Action("escalate", role="sales_manager")), (Condition("amount", "at_least", "10000"),)
    )
    assert saved.levels[0].from_days == 1
    assert pane.choice.currentData() == "OURS"
    assert pane.edit_button.text() == "更改…"


def test_a_row_is_shown_as_it_was_entered(qtbot: QtBot) -> None:
    level = Level(
        -3, (Action("letter", letter="second"), Action("stop_supply")),
        (Condition("promise", "not", "open"), Condition("region", "is", "华东")), 4, "您好",
    )  # fmt: skip
    dialog = LevelDialog(level)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    with qtbot.waitSignal(dialog.decided) as decided:
        press(dialog, "level_accept")
    assert decided.args == [level]


def test_what_cannot_be_is_said_beside_the_button(qtbot: QtBot, pane: PolicyPane) -> None:
    dialog = LevelDialog()
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    line = dialog.condition_lines[0]
    line.field.setCurrentIndex(line.field.findData("amount"))
    line.value.setEditText("many")
    press(dialog, "level_accept")
    assert dialog.isVisible()
    assert "many" in dialog.answer.text()
    press(pane, "policy_change")
    editor = pane.window().findChild(PolicyEditor)
    assert isinstance(editor, PolicyEditor)
    press(editor, "policy_save")
    assert editor.answer.text()
    editor.reject()


def test_every_action_can_be_chosen_once() -> None:
    assert len(set(every_action())) == len(every_action()) == 18


def test_one_customer_is_chased_by_a_policy_of_its_own(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    profile = desk.customers.find("C001")
    tab = ProfileTab(context)
    qtbot.addWidget(tab)
    tab.show()
    tab.show_profile(profile)
    assert "P-003" in tab.policy.currentText()
    choose(tab.policy, "P-002")
    assert desk.policies.of(profile.id).code == "P-002"
    assert tab.policy.currentData() == "P-002"
    choose(tab.policy, "")
    assert desk.policies.of(profile.id).code == "P-003"
    assert not tab.is_changed
