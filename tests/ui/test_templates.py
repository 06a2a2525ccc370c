"""Changing the words of a letter: typing, remarks, preview, saving and going back (F-57, R71, R91)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.template_editor import TemplateEditor
from arcdesk.ui.panels.templates_pane import TemplatesPane


@pytest.fixture
def editor(qtbot: QtBot, context: UiContext, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> TemplateEditor:
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    made = TemplateEditor(context, desk.templates.current("first", "zh"))
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    qtbot.waitUntil(lambda: bool(made.pages.pdf))
    return made


def press(editor: TemplateEditor, name: str) -> None:
    found = editor.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    found.click()


def remarks(editor: TemplateEditor) -> list[str]:
    return [editor.remarks.item(at).text() for at in range(editor.remarks.count())]


def end_of(editor: TemplateEditor, words: str) -> None:
    """Put the cursor behind ``words``."""
    cursor = editor.edit.document().find(words)
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionEnd())
    editor.edit.setTextCursor(cursor)


def test_the_letter_is_shown_to_the_customer_who_owes_most(editor: TemplateEditor) -> None:
    assert editor.customer.customer_id is not None
    assert not editor.save_button.isEnabled()
    assert editor.remarks.count() == 1


def test_what_is_typed_is_drawn_and_saved(qtbot: QtBot, desk: Desk, editor: TemplateEditor) -> None:
    before = editor.pages.pdf
    end_of(editor, "顺祝商祺！")
    qtbot.keyClicks(editor.edit, "Regards, {company}.")
    qtbot.waitUntil(lambda: editor.pages.pdf != before)
    qtbot.keyClicks(editor.note, "greeting")
    with qtbot.waitSignal(editor.saved):
        qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "Regards, {company}." in desk.templates.current("first", "zh").text
    assert [each.note for each in desk.templates.versions("first", "zh")] == ["greeting"]
    assert not editor.is_changed


def test_a_threat_is_marked_and_cannot_be_saved(qtbot: QtBot, desk: Desk, editor: TemplateEditor) -> None:
    end_of(editor, "顺祝商祺！")
    editor.edit.insertPlainText("否则公开曝光。")
    assert "公开曝光" in remarks(editor)[0]
    assert not editor.save_button.isEnabled()
    editor.save()
    assert desk.templates.current("first", "zh").is_shipped
    editor.remarks.itemClicked.emit(editor.remarks.item(0))
    assert editor.edit.textCursor().selectedText() == "公开曝光"
    qtbot.keyClick(editor.edit, Qt.Key.Key_Delete)
    assert len(remarks(editor)) == 1


def test_a_misspelt_field_is_named(editor: TemplateEditor) -> None:
    end_of(editor, "顺祝商祺！")
    editor.edit.insertPlainText("{custmer}")
    assert "{custmer}" in remarks(editor)[0]


def test_a_field_is_put_in_by_a_double_click(editor: TemplateEditor) -> None:
    end_of(editor, "顺祝商祺！")
    names = [editor.fields.table.item(row, 0).text() for row in range(editor.fields.table.rowCount())]
    row = names.index("{letter_no}")
    editor.fields.table.itemActivated.emit(editor.fields.table.item(row, 0))
    assert "顺祝商祺！{letter_no}" in editor.text
    amount = editor.fields.table.item(names.index("{amount}"), 2).text()
    assert amount.startswith("¥")


def test_the_shipped_words_come_back(qtbot: QtBot, desk: Desk, editor: TemplateEditor) -> None:
    end_of(editor, "顺祝商祺！")
    editor.edit.insertPlainText("此致。")
    with qtbot.waitSignal(editor.saved):
        press(editor, "template_save")
    press(editor, "template_shipped")
    with qtbot.waitSignal(editor.saved):
        press(editor, "template_save")
    assert desk.templates.current("first", "zh").is_shipped
    editor.versions_button.menu().aboutToShow.emit()
    entries = editor.versions_button.menu().actions()
    assert len(entries) == 2
    entries[1].trigger()
    assert "此致。" in editor.text


def test_a_template_goes_out_and_another_comes_in(desk: Desk, editor: TemplateEditor, tmp_path: Path) -> None:
    editor.export_to(tmp_path / "first.txt")
    assert (tmp_path / "first.txt").read_text(encoding="utf-8") == desk.templates.shipped("first", "zh")
    (tmp_path / "own.txt").write_text("# 别的\n", encoding="utf-8")
    editor.import_from(tmp_path / "own.txt")
    assert editor.text.startswith("# 别的")
    assert not editor.save_button.isEnabled()
    editor.edit.undo()
    assert editor.text == desk.templates.shipped("first", "zh")
    editor.import_from(tmp_path / "absent.txt")
    assert "absent.txt" in editor.answer.text()


def test_what_was_typed_is_not_lost_without_asking(
    qtbot: QtBot, editor: TemplateEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.edit.insertPlainText("x")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Cancel)
    press(editor, "template_close")
    assert editor.isVisible()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    press(editor, "template_close")
    assert not editor.isVisible()


def test_the_pane_lists_every_letter_and_opens_its_editor(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    pane = TemplatesPane(context)
    qtbot.addWidget(pane)
    pane.resize(900, 600)
    pane.show()
    pane.load()
    qtbot.waitUntil(lambda: pane.table.rowCount() == 8)
    pane.table.selectRow(2)
    pane.edit_button.click()
    editor = pane.findChild(TemplateEditor)
    assert isinstance(editor, TemplateEditor)
    assert "第二次" in editor.text
    editor.reject()
