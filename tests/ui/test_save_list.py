"""Any list saved as it is shown: by key, by menu, as workbook or text, with contact data hidden on request."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.services.contacts import NewContact
from arcdesk.services.list_files import Money, plain_text
from arcdesk.ui.context import UiContext
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.pages import PAGES
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.tables.cells import saved_cell

SHIFT_S = (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def window(qtbot: QtBot, context: UiContext) -> MainWindow:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Answer the question for a name; what was proposed is in the list."""
    proposed: list[str] = []

    def answer(target: Path | str, kind: str = "") -> list[str]:
        def ask(_parent: QWidget, _title: str, name: str, _filters: str) -> tuple[str, str]:
            proposed.append(name)
            return str(target), kind

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return proposed

    return answer


def customers(window: MainWindow) -> RowTable[Any]:
    window.show_page("customers")
    return window.page("customers").findChild(RowTable, "customer_list") or window.page(
        "customers"
    ).findChild(RowTable)


def sheet(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


def test_the_key_saves_the_rows_as_they_are_shown(
    window: MainWindow, qtbot: QtBot, asked: Callable[..., list[str]], tmp_path: Path, context: UiContext
) -> None:
    table = customers(window)
    model = table._model
    keys = [column.key for column in model.columns]
    header = table.horizontalHeader()
    table.setColumnHidden(keys.index("code"), False)
    table.setColumnHidden(keys.index("owner"), True)
    header.moveSection(header.visualIndex(keys.index("balance")), 0)
    table.sortByColumn(keys.index("balance"), Qt.SortOrder.DescendingOrder)
    model.set_filter(lambda row: row.owner == "王芳")
    proposed = asked(tmp_path / "名单.xlsx")
    table.setFocus()
    qtbot.keyClick(table, *SHIFT_S)
    assert Path(proposed[0]).name == "客户 2026-10-08.xlsx"
    head, *rows = sheet(tmp_path / "名单.xlsx")
    shown = [model.columns[header.logicalIndex(n)] for n in range(len(keys))]
    assert [title for title in head if title != "币别"] == [
        column.title for column in shown if not table.isColumnHidden(keys.index(column.key))
    ]
    assert head[:2] == ("币别", "应收余额")
    assert [row[head.index("客户编码")] for row in rows] == [row.code for row in model.rows]
    assert [row[1] for row in rows] == [row.balance_fen / 100 for row in model.rows]
    assert {row[0] for row in rows} == {"CNY", "USD"}
    assert not window.messages.findChild(QPushButton, "message_folder").isHidden()
    assert window.messages.text().startswith(f"已保存 {len(model.rows)} 行")
    assert context.settings.get("lists.folder") == str(tmp_path)
    asked(tmp_path / "二.xlsx")
    table.save_list()
    assert Path(proposed[-1]).parent == tmp_path


def test_the_key_finds_the_list_from_anywhere_in_the_window(
    window: MainWindow, qtbot: QtBot, asked: Callable[..., list[str]], tmp_path: Path
) -> None:
    customers(window)
    asked(tmp_path / "a", "CSV (*.csv)")
    window.search.setFocus()
    qtbot.keyClick(window, *SHIFT_S)
    written = (tmp_path / "a.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(written.decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + len(customers(window)._model.rows)
    assert "120000.00" in {cell for row in rows for cell in row}


def test_the_folder_is_opened_from_the_message(
    window: MainWindow,
    qtbot: QtBot,
    asked: Callable[..., list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    asked(tmp_path / "a.xlsx")
    customers(window).save_list()
    made = window.messages.findChild(QPushButton, "message_folder")
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]
    window.context.inform("etwas")
    assert made.isHidden()


def test_a_folder_that_is_none_is_refused_in_one_sentence(
    window: MainWindow, asked: Callable[..., list[str]], tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    asked(tmp_path / "file" / "a.xlsx")
    customers(window).save_list()
    assert "a.xlsx" in window.messages.text()
    assert window.messages.findChild(QPushButton, "message_folder").isHidden()


def test_every_table_of_every_page_has_the_entry_and_loses_nothing(
    window: MainWindow,
    asked: Callable[..., list[str]],
    tmp_path: Path,
    context: UiContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _point: menus.append(menu))
    seen = 0
    for entry in PAGES:
        if entry.key == "dossier":
            window.open_customer(context.desk.customers.find("C002").id)
        window.show_page(entry.key)
        for table in window.page(entry.key).findChildren(RowTable):
            model = table._model
            for row in model.rows:
                for column in model.columns:
                    assert bool(column.text(row)) <= bool(plain_text(saved_cell(column, row))), column.key
            if not model.rows:
                continue
            seen += 1
            target = tmp_path / f"{seen}.xlsx"
            asked(target)
            table.customContextMenuRequested.emit(table.visualRect(model.index(0, 1)).center())
            (save,) = [action for action in menus[-1].actions() if action.objectName() == "save_list"]
            save.trigger()
            head, *rows = sheet(target)
            assert len(rows) == len(model.rows), table.objectName()
            assert all(head)
    assert seen >= 6


def test_a_table_of_one_foreign_currency_names_it(
    window: MainWindow, asked: Callable[..., list[str]], tmp_path: Path
) -> None:
    window.show_page("reports")
    asked(tmp_path / "a.xlsx")
    for table in window.page("reports").findChildren(RowTable):
        if table._model.rows[0].code == "C007":
            table.save_list()
    head, row = sheet(tmp_path / "a.xlsx")
    assert (row[head.index("币别")], row[head.index("应收余额")]) == ("USD", 18000)


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    phone: str
    note: str
    fen: int
    on: date


LINES = [
    Line(1, "=1+1", "13812341234", "打 13987654321 找王总", -123450, date(2026, 3, 5)),
    Line(2, "乙", "", "", 0, date(2026, 3, 6)),
]
COLUMNS = (
    Column[Line]("name", "名称", lambda row: row.name),
    Column[Line]("phone", "电话", lambda row: row.phone, contact="phone"),
    Column[Line]("note", "备注", lambda row: row.note),
    amount_column("amount", "金额", lambda row: row.fen, lambda _row: "USD"),
    date_column("on", "日期", lambda row: row.on),
    Column[Line]("rate", "比率", lambda row: "95.5%", align="right"),
    Column[Line]("number", "编号", lambda row: "0012"),
)  # fmt: skip


class Holder(QWidget):
    def __init__(self, context: UiContext, lines: list[Line]) -> None:
        super().__init__()
        self.context = context
        model: RowTableModel[Line] = RowTableModel(COLUMNS, lambda row: row.id, context.theme)
        self.table: RowTable[Line] = RowTable(
            model, context.theme, context.settings, "people", "联系人", self
        )
        model.set_rows(lines)


@pytest.mark.parametrize("hide", [True, False])
def test_contact_data_is_hidden_where_it_is_ticked(
    qtbot: QtBot, context: UiContext, asked: Callable[..., list[str]], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, hide: bool,
) -> None:  # fmt: skip
    def answer(box: QMessageBox) -> int:
        tick = box.checkBox()
        assert isinstance(tick, QCheckBox)
        assert tick.isChecked()
        tick.setChecked(hide)
        return QMessageBox.StandardButton.Save

    monkeypatch.setattr(QMessageBox, "exec", answer)
    holder = Holder(context, LINES)
    qtbot.addWidget(holder)
    asked(tmp_path / "a.xlsx")
    holder.table.save_list()
    first = tuple(c.date() if hasattr(c, "date") else c for c in sheet(tmp_path / "a.xlsx")[1])
    assert first == (
        "=1+1",
        "138****1234" if hide else "13812341234",
        "打 139****4321 找王总" if hide else "打 13987654321 找王总",
        "USD", -1234.5, date(2026, 3, 5), 0.955, "0012",
    )  # fmt: skip
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert context.settings.get("lists.mask") is hide


def test_nothing_is_saved_where_the_question_is_cancelled_or_nothing_is_listed(
    qtbot: QtBot,
    context: UiContext,
    asked: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Cancel)
    proposed = asked(tmp_path / "a.xlsx")
    for lines in (LINES, []):
        holder = Holder(context, lines)
        qtbot.addWidget(holder)
        holder.table.save_list()
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _point: menus.append(menu))
    holder.table.customContextMenuRequested.emit(QPoint(1, 1))
    assert [action.isEnabled() for action in menus[0].actions()] == [False]
    assert proposed == []


def test_figures_of_a_text_column_become_numbers_only_at_the_right() -> None:
    def cell(text: str, align: str = "right") -> object:
        return saved_cell(Column[int]("x", "x", lambda _row: text, align=align), 0)

    assert cell("USD (1,234.50)") == Money(-123450, "USD")
    assert (cell("12"), cell("-1,234"), cell("12", "left")) == (12, -1234, "12")
    assert cell("1,2") == "1,2"
    assert cell("1.00  USD 2.00") == "1.00  USD 2.00"
    assert (cell("2026-03-05", "left"), cell("2026-02-30", "left")) == (date(2026, 3, 5), "2026-02-30")


def test_the_queue_of_today_is_a_list_too(
    window: MainWindow, asked: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _point: menus.append(menu))
    window.show_page("today")
    view = window.page("today").view  # type: ignore[attr-defined]
    asked(tmp_path / "a.xlsx")
    view.customContextMenuRequested.emit(QPoint(5, 5))
    menus[-1].actions()[-1].trigger()
    head, *rows = sheet(tmp_path / "a.xlsx")
    assert "逾期金额" in head
    assert [row[1] for row in rows] == [row.name for row in window.page("today")._queue.open]  # type: ignore[attr-defined]


def test_the_timeline_is_saved_with_its_moments(
    window: MainWindow, asked: Callable[..., list[str]], tmp_path: Path, context: UiContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    who = context.desk.customers.find("C002").id
    note = "赵磊换号 13987654321"
    context.desk.contacts.log(NewContact(who, "phone", "promised", note=note))
    window.open_customer(who)
    stream = window.page("dossier").tabs.timeline  # type: ignore[attr-defined]
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _point: menus.append(menu))
    window.page("dossier")._entry_menu(stream.model.entries[0], QPoint(1, 1))  # type: ignore[attr-defined]
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Save)
    proposed = asked(tmp_path / "a.xlsx")
    menus[-1].actions()[-1].trigger()
    assert Path(proposed[0]).name == "上海鼎盛机械制造有限公司 时间线 2026-10-08.xlsx"
    rows = sheet(tmp_path / "a.xlsx")[1:]
    assert len(rows) == len(stream.model.entries)
    assert [row[0].replace(tzinfo=None) for row in rows] == [
        entry.at.replace(tzinfo=None) for entry in stream.model.entries
    ]
    assert "139****4321" in str(rows)
    assert "13987654321" not in str(rows)


def test_of_two_lists_in_view_the_key_means_the_one_with_the_focus_else_the_larger(
    qtbot: QtBot,
    context: UiContext,
    asked: Callable[..., list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Save)
    window = QWidget()
    qtbot.addWidget(window)
    small, large, field = Holder(context, LINES), Holder(context, LINES), QLineEdit(window)
    for holder, place in ((small, (0, 0, 200, 100)), (large, (0, 100, 400, 300))):
        holder.setParent(window)
        holder.setGeometry(*place)
        holder.table.setGeometry(0, 0, place[2], place[3])
    small.table.setAccessibleName("小")
    large.table.setAccessibleName("大")
    window.resize(400, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    proposed = asked(tmp_path / "a.xlsx")
    for widget in (small.table, large.table, field):
        widget.setFocus()
        qtbot.keyClick(widget, *SHIFT_S)
    assert [Path(name).name[0] for name in proposed] == ["小", "大", "大"]
