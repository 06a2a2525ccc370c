"""The imports so far: listed, taken back with a reason, refused in a sentence; and next week's file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.services.importing import ImportService
from arcdesk.settings import MachineSettings
from arcdesk.ui import import_files
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.take_back import TakeBackDialog, removed_lines
from arcdesk.ui.import_files import KnownFile, newest_like
from arcdesk.ui.pages.import_page import DONE, PREVIEW, START, ImportPage
from tests.ui.access import nameless
from tests.ui.import_fakes import FakeImports, StillNeeded, made_plan

HEAD = "单据编号,客户编码,客户名称,开票日期,到期日,金额\n"
WEEK_1 = HEAD + "A-1,K1,甲公司,2026-08-01,2026-09-01,100.00\nA-2,K1,甲公司,2026-08-02,2026-09-02,50.00\n"
WEEK_2 = HEAD + "A-1,K1,甲公司,2026-08-01,2026-09-15,100.00\nA-3,K2,乙公司,2026-08-02,2026-09-02,70.00\n"
needs_undo = pytest.mark.skipif(not hasattr(ImportService, "undo"), reason="imports can't be taken back here")


@pytest.fixture
def imports(empty_context: UiContext, monkeypatch: pytest.MonkeyPatch) -> FakeImports:
    made = FakeImports(made_plan(near=()))
    monkeypatch.setattr(empty_context.desk, "importing", made)
    return made


@pytest.fixture
def page(qtbot: QtBot, empty_context: UiContext, imports: FakeImports) -> ImportPage:
    return shown(qtbot, empty_context)


def shown(qtbot: QtBot, context: UiContext) -> ImportPage:
    made = ImportPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.activate()
    return made


def press(page: ImportPage, name: str) -> None:
    made = page.findChild(QPushButton, name)
    assert isinstance(made, QPushButton)
    assert made.isVisible()
    made.click()


def file(folder: Path, name: str, text: str = "x", age: int = 0) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_700_000_000 + age, 1_700_000_000 + age))
    return path


def dialog(page: ImportPage) -> TakeBackDialog:
    (made,) = page.window().findChildren(TakeBackDialog)
    assert isinstance(made, TakeBackDialog)
    return made


def drop(page: ImportPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, mouse, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPoint(5, 5), action, data, mouse, keys))


def test_before_the_first_import_there_is_no_history_but_a_list_of_what_can_be_read(page: ImportPage) -> None:
    assert not page.start.history.isVisible()
    assert page.start._readable.isVisible()


def test_an_import_is_taken_back_from_where_it_was_reported(page: ImportPage, imports: FakeImports) -> None:
    page.offer(Path("a.xlsx"))
    page.carry_out()
    assert "因不在清单中而结清：1" in page.done.text._text.text()
    press(page, "import_undo")
    asked = dialog(page)
    asked.carry_out()
    assert "请填写撤销导入的原因" in asked.answer.text()
    asked.reason.setText("选错了月份")
    asked.carry_out()
    assert page._stack.currentIndex() == START
    row = page.start.history.table.current_row()
    assert row is not None
    assert row.undone_reason == "选错了月份"
    assert page.start.history.table.hasFocus()
    assert not page.start.history._undo.isEnabled()


def test_the_history_strikes_out_what_was_taken_back_and_says_why(
    page: ImportPage, imports: FakeImports
) -> None:
    page.offer(Path("a.xlsx"))
    page.carry_out()
    imports.undo(1, "选错了文件")
    press(page, "import_to_history")
    model = page.start.history.model
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert texts == [
        "2026-10-08 09:30", "a.xlsx", "2026-10-08 已撤销：选错了文件", "ArcDesk 台账工作簿", "2026-09-30",
        "5", "2", "1",
    ]  # fmt: skip
    assert model.index(0, 1).data(Qt.ItemDataRole.FontRole).strikeOut()


def test_a_refusal_stays_in_the_dialog_and_nothing_is_struck(
    qtbot: QtBot, page: ImportPage, imports: FakeImports
) -> None:
    page.offer(Path("a.xlsx"))
    page.carry_out()
    page.begin_again()
    imports.refusal = StillNeeded(field="batch")
    page.start.history.focus()
    qtbot.keyClick(page.start.history.table, Qt.Key.Key_Delete)
    asked = dialog(page)
    asked.reason.setText("x")
    asked.carry_out()
    assert asked.isVisible()
    assert asked.answer.text()
    assert imports.lines[0].undone_at is None
    assert nameless(asked) == []


def test_the_dialog_says_what_goes_and_what_returns() -> None:
    assert removed_lines({"customers": [1, 0, 3], "invoices": [12, 38, 5], "rejected": 4}) == [
        "客户：删除 1 条", "应收单：删除 12 条", "应收单：恢复原值 38 条",
    ]  # fmt: skip


def test_everything_on_the_start_view_has_a_name(page: ImportPage, tmp_path: Path) -> None:
    page.offer(file(tmp_path, "a.xlsx"))
    page.carry_out()
    assert nameless(page) == []
    page.begin_again()
    assert page.start.history.isVisible()
    assert nameless(page) == []


# Next week


def test_next_weeks_export_is_one_key_away(
    qtbot: QtBot, page: ImportPage, imports: FakeImports, tmp_path: Path
) -> None:
    page.offer(file(tmp_path, "账龄_20260930.xlsx"))
    page.carry_out()
    newer = file(tmp_path, "账龄_20261007.xlsx", age=60)
    page.begin_again()
    (again,) = page.start.again
    assert again.text() == "再次导入：账龄_20261007.xlsx"
    assert again.hasFocus()
    qtbot.keyClick(again, Qt.Key.Key_Return)
    assert page._stack.currentIndex() == PREVIEW
    assert imports.paths[-1] == newer


def test_only_names_that_differ_in_figures_are_the_same_export(tmp_path: Path) -> None:
    old = file(tmp_path, "应收账龄 2026-09-30.xlsx")
    file(tmp_path, "应付账龄 2026-10-07.xlsx", age=90)
    file(tmp_path, "应收账龄 2026-10-07.csv", age=90)
    assert newest_like(old) == old
    new = file(tmp_path, "应收账龄 2026-10-07 (1).xlsx", age=50)
    assert newest_like(old) == new
    assert newest_like(tmp_path / "gone" / "x.xlsx") is None


def test_the_last_file_of_each_layout_is_remembered(settings: MachineSettings, tmp_path: Path) -> None:
    for preset, name in (("a", "1.xlsx"), ("b", "2.xlsx"), ("a", "3.xlsx")):
        import_files.remember(settings, preset, tmp_path / name)
    assert import_files.remembered(settings) == [
        KnownFile("a", tmp_path / "3.xlsx"),
        KnownFile("b", tmp_path / "2.xlsx"),
    ]


def test_settings_that_make_no_sense_are_no_files(settings: MachineSettings) -> None:
    for kept in ("x", [1, {"preset": "a"}], {"preset": "a"}):
        settings.remember(import_files.KEY, kept)
        assert import_files.remembered(settings) == []


# Several files


def test_several_files_are_taken_one_after_another(
    page: ImportPage, imports: FakeImports, tmp_path: Path
) -> None:
    paths = [file(tmp_path, name) for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    drop(page, *paths)
    page.carry_out()
    assert page._stack.currentIndex() == DONE
    assert page.done.next_file.text() == "下一个文件：b.xlsx（还有 2 个）"
    assert page.done.next_file.hasFocus()
    press(page, "import_done_next")
    page.begin_again()
    assert page.start.next_file.text() == "下一个文件：c.xlsx（还有 1 个）"
    press(page, "import_next")
    page.carry_out()
    assert not page.done.next_file.isVisible()
    assert imports.paths == paths
    assert [plan.file.source_name for plan in imports.carried] == ["a.xlsx", "c.xlsx"]


def test_a_dropped_folder_is_no_file(page: ImportPage, tmp_path: Path) -> None:
    drop(page, tmp_path)
    assert page._stack.currentIndex() == START


# The whole way, on real books


@needs_undo
def test_a_weekly_file_is_decided_imported_and_taken_back(
    qtbot: QtBot, empty_context: UiContext, tmp_path: Path
) -> None:
    page = shown(qtbot, empty_context)
    ledger, customers = empty_context.desk.ledger, empty_context.desk.customers
    page.offer(file(tmp_path, "周报1.csv", WEEK_1))
    page.carry_out()
    page.offer(file(tmp_path, "周报2.csv", WEEK_2))
    table = page.preview.differences.table
    assert {row.key: row.state for row in page.preview.differences.model.rows} == {
        "invoices:A-1": "changed", "customers:K2": "new", "invoices:A-3": "new",
    }  # fmt: skip
    assert table.select_id("invoices:A-1")
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page._plan is not None and "invoices:A-1" in page._plan.decisions.left)
    assert not page.preview.differences.model.is_checked("invoices:A-1")
    page.carry_out()
    first = ledger.invoices(customers.find("K1").id)
    assert {line.number: str(line.due_on) for line in first} == {"A-1": "2026-09-01", "A-2": "2026-09-02"}
    assert [line.number for line in ledger.invoices(customers.find("K2").id)] == ["A-3"]
    press(page, "import_undo")
    asked = dialog(page)
    asked.reason.setText("试一下")
    asked.carry_out()
    states = [line.undone_at is None for line in page.start.history.model.rows]
    assert states == [False, True]
    assert [line.code for line in empty_context.desk.customer_list.rows().rows] == ["K1"]
