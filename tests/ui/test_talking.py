"""At hand while talking: answers by key, what is prepared, the recap, the library of scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.keys_help import KeysHelp
from arcdesk.ui.dialogs.script_editor import ScriptEditor
from arcdesk.ui.pages.today import TodayPage
from arcdesk.ui.panels.scripts_pane import ScriptsPane
from arcdesk.ui.theme import Theme

LATE = "C005"  # 246 days late, nobody known, "avoids paying"


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> TodayPage:
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activateWindow()
    made.activate()
    row = next(row for row in made._queue.open if row.code == LATE)
    made.view.setCurrentIndex(made._model.index(made._model.place_of(row.customer_id)))
    return made


def test_an_answer_is_found_and_copied_by_keys(qtbot: QtBot, page: TodayPage) -> None:
    aids = page.panel.script.aids
    page.view.setFocus()
    aids.open_answers()
    assert QApplication.focusWidget() is aids.list
    assert "财务" in aids.words.text()
    qtbot.keyClick(aids.list, Qt.Key.Key_Down)
    shown = aids.words.text()
    assert "审批" in shown
    qtbot.keyClick(aids.list, Qt.Key.Key_Return)
    assert QApplication.clipboard().text() == shown
    qtbot.keyClick(aids.list, Qt.Key.Key_Escape)
    assert not aids.list.isVisible()
    assert QApplication.focusWidget() is page.view


def test_what_is_missing_before_the_call_is_named_and_leads_there(
    qtbot: QtBot, page: TodayPage, context: UiContext
) -> None:
    aids = page.panel.script.aids
    aids.prepared_button.click()
    lines = [aids.list.item(row).text() for row in range(aids.list.count())]
    assert any(line.startswith("合同") for line in lines)
    assert any("还没有登记" in line for line in lines)
    with qtbot.waitSignal(context.dossier_tab_requested):
        qtbot.keyClick(aids.list, Qt.Key.Key_Return)
    aids.questions_button.click()
    assert [aids.list.item(row).text() for row in range(aids.list.count())][-1] == "付多少、哪天付、由哪位经办？"


def test_today_warns_that_nobody_who_decides_was_reached(page: TodayPage) -> None:
    assert page.panel._ask_higher.isVisible()


def test_the_recap_is_offered_after_a_talk_and_not_after_a_call_nobody_took(
    qtbot: QtBot, page: TodayPage, context: UiContext
) -> None:
    page.panel.log()
    page.log_panel.form.outcome.press("t")
    with qtbot.waitSignal(context.offered) as offered:
        page.log_panel.save()
    offered.args[2]()
    assert "审批" in QApplication.clipboard().text()
    page.panel.log()
    page.log_panel.form.outcome.press("z")
    with qtbot.waitSignal(context.message):
        page.log_panel.save()


def test_a_script_is_changed_beside_its_preview(qtbot: QtBot, context: UiContext) -> None:
    pane = ScriptsPane(context)
    qtbot.addWidget(pane)
    pane.load()
    keys = [words.kind for words in pane._scripts]
    editor = ScriptEditor(context, pane._scripts[keys.index("late.any")], pane)
    editor.show()
    assert "¥" in editor.preview.text()
    editor.put("{greeting}{nonsense}")
    assert not editor.save_button.isEnabled()
    editor.put("{greeting}{amount}，{pay_deadline}前请付。")
    editor.look()
    assert editor.preview.text().endswith("前请付。")
    with qtbot.waitSignal(editor.saved):
        editor.save()
    assert not context.desk.scripts.current("late.any", "zh").is_shipped
    editor.reviews.worked.setText("先问卡在哪一步")
    editor.reviews.add()
    assert "先问卡在哪一步" in editor.reviews.list.item(0).text()
    editor.reviews.add()
    assert editor.reviews.wrong.isVisible() or editor.reviews.wrong.text()
    editor.close()


def test_the_library_comes_and_goes_as_a_file(qtbot: QtBot, context: UiContext, tmp_path: Path) -> None:
    pane = ScriptsPane(context)
    qtbot.addWidget(pane)
    pane.load()
    pane.export_to(tmp_path / "a.json")
    assert (tmp_path / "a.json").exists()
    pane.import_from(tmp_path / "a.json")
    assert pane.answer.text() == "内容没有变化，未保存。"


def test_the_keys_are_listed(qtbot: QtBot, theme: Theme) -> None:
    dialog = KeysHelp(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.isVisible()
