"""Tasks, hand-overs, the report to the CFO and the checklist before a suit, as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.files import CannotWrite
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.dialogs.escalation import EscalationDialog
from arcdesk.ui.dialogs.legal import ChecklistDialog, TriggerDialog
from arcdesk.ui.dialogs.legal_forms import DecisionDialog, SignDialog
from arcdesk.ui.dialogs.owner import HandOverDialog, OwnerDialog
from arcdesk.ui.dialogs.staff import StaffDialog
from arcdesk.ui.dialogs.task_answer import TaskAnswerDialog
from arcdesk.ui.dialogs.tasks import TasksDialog
from arcdesk.ui.dossier.profile import ProfileTab
from arcdesk.ui.panels.for_others import ForOthers
from arcdesk.ui.panels.handed_note import HandedNote
from tests.ui.access import nameless


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person chooses."""
    found = tmp_path / "sheets"
    found.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args, **_more: str(found))
    return found


def click(qtbot: QtBot, dialog: QDialog, name: str) -> None:
    made = dialog.findChild(QPushButton, name)
    assert made is not None
    assert made.isEnabled(), name
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
    QApplication.processEvents()  # what was written is told through the queue of events


def shown(qtbot: QtBot, dialog: QDialog) -> None:
    qtbot.addWidget(dialog)
    dialog.show()
    assert nameless(dialog) == []


def one(desk: Desk, code: str) -> int:
    return desk.customers.find(code).id


def test_tasks_are_handed_out_answered_and_taken_back(
    qtbot: QtBot, context: UiContext, desk: Desk, folder: Path
) -> None:
    dialog = TasksDialog(context)
    shown(qtbot, dialog)
    count = len(dialog.offers.rows)
    assert count
    assert len(dialog.offers.checked) == count
    dialog.offers.check([dialog.offers.id_of(dialog.offers.rows[0])], on=False)
    click(qtbot, dialog, "tasks_hand_out")
    assert len(dialog.offers.rows) == 1
    assert len(dialog.handed.rows) == count - 1
    assert {path.suffix for path in folder.iterdir()} == {".pdf", ".xlsx", ".eml"}

    dialog.tabs.setCurrentIndex(1)
    click(qtbot, dialog, "tasks_record")
    (answer,) = dialog.findChildren(TaskAnswerDialog)
    answer.text.setPlainText("月底前付")
    click(qtbot, answer, "dialog_save")
    assert len(dialog.handed.rows) == count - 2
    click(qtbot, dialog, "tasks_withdraw")
    back = next(each for each in dialog.findChildren(TaskAnswerDialog) if each.isVisible())
    click(qtbot, back, "dialog_save")
    assert back.answer.isVisible()  # a reason is needed
    back.text.setPlainText("交错人")
    click(qtbot, back, "dialog_save")
    assert len(dialog.offers.rows) == 2
    assert [line.state for line in desk.tasks.handed(open_only=False)].count("answered") == 1


def test_a_day_that_is_gone_is_said_and_nothing_is_handed_out(
    qtbot: QtBot, context: UiContext, desk: Desk, folder: Path
) -> None:
    dialog = TasksDialog(context)
    shown(qtbot, dialog)
    dialog.due.setText("2026-01-01")
    click(qtbot, dialog, "tasks_hand_out")
    assert "2026-01-01" in dialog.say.text()
    assert desk.tasks.handed(open_only=False) == ()
    assert list(folder.iterdir()) == []


def test_people_are_added_changed_and_leave(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    dialog = StaffDialog(context)
    shown(qtbot, dialog)
    names = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]  # type: ignore[union-attr]
    assert sorted(names) == ["李强", "王芳"]
    dialog.table.selectRow(names.index("王芳"))
    assert dialog.name.name() == "王芳"
    dialog.role.setCurrentIndex(dialog.role.findData("sales"))
    dialog.email.setText("no address")
    click(qtbot, dialog, "staff_save")
    assert dialog.answer.isVisible()
    dialog.email.setText("wang@example.com")
    click(qtbot, dialog, "staff_save")
    assert (desk.staff.find("王芳").role, desk.staff.find("王芳").email) == ("sales", "wang@example.com")
    click(qtbot, dialog, "staff_leave")
    assert desk.staff.find("王芳").left_on is not None


def test_one_owner_is_named_for_several(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    ids = (one(desk, "C001"), one(desk, "C003"))
    dialog = OwnerDialog(context, ids)
    shown(qtbot, dialog)
    dialog.owner.setCurrentText("赵新")
    click(qtbot, dialog, "dialog_save")
    assert [desk.customers.find(number).owner for number in ids] == ["赵新", "赵新"]


def test_a_portfolio_is_handed_over_and_the_sheets_written(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    dialog = HandOverDialog(context)
    shown(qtbot, dialog)
    dialog.giver.setCurrentText("李强")
    assert "4" in dialog.scope.text()
    dialog.taker.setCurrentText("王芳")
    click(qtbot, dialog, "dialog_save")
    assert dialog.answer.isVisible()  # the reason is missing
    dialog.reason.setText("调岗")
    click(qtbot, dialog, "dialog_save")
    assert desk.owners.of("李强") == ()
    assert len(list(desk.workspace.exports.glob("*.xlsx"))) == 1


def test_the_profile_offers_names_and_tells_past_owners(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    customer = one(desk, "C001")
    desk.owners.hand_over("王芳", "李强", "调岗", [customer])
    tab = ProfileTab(context)
    qtbot.addWidget(tab)
    tab.show_profile(desk.customers.find(customer))
    assert "王芳" in tab.past_owners.text()
    assert not tab.is_changed
    tab._lines["owner"].setText("孙一")
    tab.save()
    assert desk.customers.find(customer).owner == "孙一"


def test_the_report_to_the_cfo_is_shown_and_saved(
    qtbot: QtBot, context: UiContext, desk: Desk, folder: Path
) -> None:
    dialog = EscalationDialog(context)
    shown(qtbot, dialog)
    assert dialog.report is not None
    before = dialog.report.blocks[0].total_fen
    assert dialog.model.rows
    dialog.days.setValue(200)
    dialog.days.editingFinished.emit()
    assert dialog.report.days == 200
    assert dialog.report.blocks[0].total_fen < before
    for form in ("pdf", "xlsx", "eml"):
        click(qtbot, dialog, f"escalation_{form}")
    assert len(list(folder.iterdir())) == 3
    click(qtbot, dialog, "escalation_pages")
    assert dialog.findChildren(DocumentPreview)
    dialog.days.setValue(3000)
    dialog.days.editingFinished.emit()
    assert dialog.model.rows == []
    assert "✓" not in dialog.totals.text()


def test_the_trigger_leads_to_checklist_decision_and_sign(
    qtbot: QtBot, context: UiContext, desk: Desk, folder: Path
) -> None:
    dialog = TriggerDialog(context)
    shown(qtbot, dialog)
    assert [line.customer_code for line in dialog.model.rows] == ["C005"]
    click(qtbot, dialog, "trigger_check")
    (sheet,) = dialog.findChildren(ChecklistDialog)
    assert nameless(sheet) == []
    assert sheet.checks.rowCount() == 7
    assert "247" in sheet.why.text() or "246" in sheet.why.text()
    click(qtbot, sheet, "checklist_sign")
    (sign,) = sheet.findChildren(SignDialog)
    sign.kind.setCurrentIndex(sign.kind.findData("+moving_assets"))
    sign.note.setText("设备拉走")
    click(qtbot, sign, "dialog_save")
    assert "设备拉走" in sheet.why.text()
    click(qtbot, sheet, "checklist_decide")
    (decision,) = sheet.findChildren(DecisionDialog)
    decision.decision.setCurrentIndex(decision.decision.findData("wait"))
    assert decision.until.isVisible()
    decision.by.setCurrentText("张总")
    decision.reason.setText("等报价")
    click(qtbot, decision, "dialog_save")
    assert "张总" in sheet.head.text()
    assert dialog.model.rows[0].decision is not None
    click(qtbot, sheet, "checklist_save")
    assert len(list(folder.iterdir())) == 3


def test_every_report_for_others_opens_from_one_menu(qtbot: QtBot, context: UiContext) -> None:
    made = ForOthers(context)
    qtbot.addWidget(made)
    names = [action.objectName() for action in made.menu_of_others.actions()]
    assert names == ["others_cfo", "others_legal", "others_tasks", "others_handover", "others_staff"]
    for action in made.menu_of_others.actions():
        action.trigger()
    assert len([each for each in made.findChildren(QDialog) if each.isVisible()]) == 5


def test_customers_without_an_owner_are_told_and_get_one(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    desk.owners.assign([one(desk, "C001"), one(desk, "C002")], "")
    dialog = StaffDialog(context)
    shown(qtbot, dialog)
    assert "2" in dialog.nobody.text()
    click(qtbot, dialog, "staff_name_owner")
    (owner,) = dialog.findChildren(OwnerDialog)
    owner.owner.setCurrentText("王芳")
    click(qtbot, owner, "dialog_save")
    assert not dialog.nobody.isVisible()
    assert desk.owners.of("") == ()


def test_where_the_sheet_cannot_be_written_nothing_was_handed_out(
    qtbot: QtBot, context: UiContext, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise CannotWrite(path=str(folder), why="full")

    monkeypatch.setattr(desk.staff_papers, "write", refuse)
    dialog = TasksDialog(context)
    shown(qtbot, dialog)
    click(qtbot, dialog, "tasks_hand_out")
    assert dialog.say.isVisible()
    assert desk.tasks.handed(open_only=False) == ()
    over = HandOverDialog(context)
    shown(qtbot, over)
    over.giver.setCurrentText("李强")
    over.taker.setCurrentText("王芳")
    over.reason.setText("调岗")
    click(qtbot, over, "dialog_save")
    assert over.answer.isVisible()
    assert len(desk.owners.of("李强")) == 4


def test_today_says_in_whose_hands_a_customer_is(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    lines = desk.tasks.hand_out()
    note = HandedNote(context)
    qtbot.addWidget(note)
    note.ask(lines[0].customer_id)
    assert lines[0].due_on.isoformat() in note.text()
    desk.tasks.answer(lines[0].id, "好了")
    note.ask(lines[0].customer_id)
    assert lines[0].handed_on.isoformat() not in note.text() or len(desk.tasks.handed()) < len(lines)
