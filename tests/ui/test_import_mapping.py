"""A file that no layout knows is explained column by column, and known from then on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.layouts import LayoutsDialog
from arcdesk.ui.pages.import_page import DONE, MAPPING, PREVIEW, START, ImportPage

UNKNOWN = """2026年货款
对象,何时,何时结,几何,注解
苏州甲机械有限公司,2026-06-01,2026-07-31,1000.50,急
无锡乙贸易有限公司,2月30日,2026-08-07,800,
无锡乙贸易有限公司,2026-06-09,2026-08-08,900,
"""
DOUBTFUL = "客户名,开单日,货款\n甲公司,4/6/2026,100\n乙公司,5/7/2026,200\n"


@pytest.fixture
def page(qtbot: QtBot, empty_context: UiContext) -> ImportPage:
    made = ImportPage(empty_context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activate()
    return made


def write(folder: Path, text: str, name: str = "九月货款 2026-09.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def press(qtbot: QtBot, page: ImportPage, name: str) -> None:
    made = page.findChild(QPushButton, name)
    assert isinstance(made, QPushButton)
    assert made.isEnabled()
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)


def choose(combo: QComboBox, data: object) -> None:
    index = combo.findData(data)
    assert index >= 0
    combo.setCurrentIndex(index)


def chosen(page: ImportPage) -> list[object]:
    return [combo.currentData() for combo in page.mapping.grid.combos]


def test_an_unknown_file_is_explained_imported_and_recognised(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    file = write(tmp_path, UNKNOWN)
    page.offer(file)
    assert page._stack.currentIndex() == MAPPING
    assert chosen(page) == ["customer_name", "issued_on", "due_on", "amount", ""]
    grid = page.mapping.grid
    assert grid.status(0) == "✓ 3 有内容"
    assert grid.status(1) == "✗ 1 看不懂：2月30日"
    assert grid.status(3) == "✓ 3 金额"
    assert "日期" in grid.combos[1].toolTip()
    assert page.mapping.side.required.text() == "必填的列都已指定。"
    choose(grid.combos[4], "note")
    assert grid.status(4) == "✓ 1 有内容"
    choose(grid.combos[3], "")
    assert "金额" in page.mapping.side.required.text()
    assert not page.mapping._go_on.isEnabled()
    choose(grid.combos[3], "amount")
    assert page.mapping.side.name.text() == "九月货款"
    press(qtbot, page, "mapping_continue")
    assert page._stack.currentIndex() == PREVIEW
    assert page.preview.head.layout_used.text().endswith("九月货款")
    assert page._plan is not None
    assert (page._plan.invoices.new, len(page._plan.rejected)) == (2, 1)
    page.carry_out()
    assert page._stack.currentIndex() == DONE
    page.offer(
        write(tmp_path, UNKNOWN.replace("何时,何时结,几何,注解", "何时,何时结,几何,注解,备用"), "十月.csv")
    )
    assert page._stack.currentIndex() == PREVIEW
    plan = page._plan
    assert plan is not None
    assert plan.file.mapping_name == "九月货款"
    assert [
        getattr(kind, what)
        for kind in (plan.customers, plan.invoices, plan.receipts)
        for what in ("new", "changed")
    ] == [0] * 6


def test_columns_of_a_file_that_was_read_may_be_changed(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    page.offer(write(tmp_path, "单据编号,客户名称,开票日期,金额\nA1,甲公司,2026-06-01,100\n"))
    assert page._stack.currentIndex() == PREVIEW
    press(qtbot, page, "import_columns")
    assert page._stack.currentIndex() == MAPPING
    page.mapping.open_only.click()
    choose(page.mapping.unit, 10_000)
    page.mapping.side.remember.click()
    press(qtbot, page, "mapping_continue")
    assert page._plan is not None
    (row,) = page._plan.file.invoices
    assert (row.open_only, row.amount_fen) == (True, 100_000_000)
    assert page.context.desk.mappings.all() == ()
    press(qtbot, page, "import_columns")
    assert page.mapping.open_only.isChecked()
    press(qtbot, page, "mapping_back")
    assert page._stack.currentIndex() == PREVIEW


def test_the_order_of_dates_is_asked_with_a_real_example(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    page.offer(write(tmp_path, DOUBTFUL))
    side = page.mapping.side
    assert side.question.isVisible()
    assert [made.text() for made in side.orders.values()] == [
        "月在前：2026-04-06",
        "日在前：2026-06-04",
    ]
    assert not page.mapping._go_on.isEnabled()
    side.orders["dmy"].click()
    press(qtbot, page, "mapping_continue")
    assert page._plan is not None
    assert [row.issued_on.isoformat() for row in page._plan.file.invoices] == ["2026-06-04", "2026-07-05"]
    assert not page._plan.file.needs_date_order
    page.offer(write(tmp_path, DOUBTFUL.replace("5/7/2026", "25/7/2026")))
    assert page._plan is not None
    assert page._plan.file.invoices[0].issued_on.isoformat() == "2026-06-04"


def test_a_row_is_made_the_heading_by_a_click_and_by_number(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    page.offer(write(tmp_path, UNKNOWN))
    header = page.mapping.grid.body.verticalHeader()
    at = header.sectionViewportPosition(1) + header.sectionSize(1) // 2
    qtbot.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=header.viewport().rect().topLeft() + _down(at)
    )
    assert page.mapping.mapping.heading_row is None
    page.mapping.heading.setCurrentIndex(2)
    assert page.mapping.mapping.heading_row == 1
    assert chosen(page)[:4] == ["customer_name", "issued_on", "due_on", "amount"]


def test_sheets_and_kinds_are_chosen(page: ImportPage, tmp_path: Path) -> None:
    import xlsxwriter

    file = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("说明").write_row(0, 0, ["随便", "写写"])
        sheet = book.add_worksheet("明细")
        sheet.write_row(0, 0, ["对象", "何时", "几何"])
        for number in range(3):
            sheet.write_row(number + 1, 0, ["某某有限公司", "2026-06-01", 100.5 + number])
    page.offer(file)
    assert page.mapping.sheet.currentText() == "明细"
    assert page.mapping.mapping.sheet == "明细"
    page.mapping.sheet.setCurrentIndex(0)
    assert not page.mapping._go_on.isEnabled()
    page.mapping.sheet.setCurrentIndex(1)
    choose(page.mapping.kind, "receipts")
    assert chosen(page) == ["customer_name", "received_on", "amount"]


def test_sixty_columns_scroll_together(page: ImportPage, tmp_path: Path) -> None:
    head = ",".join(f"列{number}" for number in range(57))
    page.offer(write(tmp_path, f"对象,何时,几何,{head}\n" + "某某有限公司,2026-06-01,100.5\n" * 60))
    grid = page.mapping.grid
    assert len(grid.combos) == 60
    bar = grid.body.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert grid.body.verticalScrollBar().maximum() > 0
    assert grid.head.horizontalScrollBar().value() == bar.value() > 0
    assert grid.body.columnViewportPosition(59) == grid.head.columnViewportPosition(59)


def test_saved_layouts_are_renamed_and_forgotten(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    page.offer(write(tmp_path, UNKNOWN))
    press(qtbot, page, "mapping_continue")
    page.begin_again()
    assert page._stack.currentIndex() == START
    press(qtbot, page, "import_layouts")
    dialog = page.findChild(QDialog, "layouts_dialog")
    assert isinstance(dialog, LayoutsDialog)
    dialog.rename()
    line = dialog.list.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText("新名")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [each.name for each in page.context.desk.mappings.all()] == ["新名"])
    dialog.forget()
    assert page.context.desk.mappings.all() == ()
    dialog.close()
    page.offer(write(tmp_path, UNKNOWN))
    assert page._stack.currentIndex() == MAPPING
    press(qtbot, page, "mapping_back")
    assert page._stack.currentIndex() == START


def _down(pixels: int) -> object:
    from PySide6.QtCore import QPoint

    return QPoint(5, pixels)
