"""The aging report on screen: the service's figures, any day, totals under their columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.reports import EMPTY, REPORT, ReportsPage

TODAY = date(2026, 10, 8)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> ReportsPage:
    made = ReportsPage(context)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    made.activate()
    return made


def choose(page: ReportsPage, box: str, value: str) -> None:
    combo = getattr(page, f"_{box}")
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def shown(page: ReportsPage, key: str, table: int = 0) -> list[str]:
    """The texts of one column, the totals last."""
    made = page.tables[table]
    column = next(n for n, column in enumerate(made.model.columns) if column.key == key)
    texts = [made.model.columns[column].text(row) for row in made.model.rows]
    return [*texts, str(made.totals.model().index(0, column).data())]


def test_the_table_shows_the_figures_of_the_service(desk: Desk, page: ReportsPage) -> None:
    block = desk.aging.report(TODAY).currencies[0]
    assert shown(page, "balance") == [show.money(row.balance_fen) for row in (*block.rows, block.totals)]


def test_each_currency_has_a_table_of_its_own(page: ReportsPage) -> None:
    assert [page._blocks.tabText(n)[:3] for n in range(page._blocks.count())] == ["CNY", "USD", "折合 "]
    assert shown(page, "balance", table=1)[-1] == "18,000.00"


def test_both_identities_stand_at_the_foot(page: ReportsPage) -> None:
    assert [holds for holds, _ in page.tables[0].identities()] == [True, True]


def test_another_day_is_asked_of_the_service(desk: Desk, page: ReportsPage) -> None:
    page._day.set_day(date(2026, 6, 30))
    page._day.editingFinished.emit()
    assert page.report is not None
    assert page.report.as_of == date(2026, 6, 30)
    expected = desk.aging.report(date(2026, 6, 30)).currencies[0].totals.balance_fen
    assert shown(page, "balance")[-1] == show.money(expected)


def test_grouping_by_owner_keeps_the_total(page: ReportsPage) -> None:
    total = shown(page, "balance")[-1]
    choose(page, "by", "owner")
    assert shown(page, "name")[:-1] == ["王芳", "李强"]
    assert shown(page, "balance")[-1] == total


def test_the_audit_scheme_comes_with_its_own_basis(page: ReportsPage) -> None:
    choose(page, "scheme", "audit")
    assert page.report is not None
    assert (page.report.scheme.name, page.report.basis) == ("audit", "issued")
    assert page._basis.currentData() == "issued"
    choose(page, "basis", "due")
    assert page.report.basis == "due"


def test_by_invoice_every_open_one_has_a_row(desk: Desk, page: ReportsPage) -> None:
    choose(page, "by", "invoice")
    numbers = shown(page, "invoice")[:-1]
    assert "YJ-1006" in numbers
    assert "YJ-1010" not in numbers


def test_enter_opens_the_customer(qtbot: QtBot, context: UiContext, page: ReportsPage) -> None:
    row = page.tables[0].model.rows[0]
    with qtbot.waitSignal(context.customer_requested) as opened:
        page.tables[0].table.row_activated.emit(row)
    assert opened.args == [row.customer_id]


def test_the_totals_follow_the_columns_above_them(page: ReportsPage) -> None:
    made = page.tables[0]
    header = made.table.horizontalHeader()
    header.resizeSection(2, 240)
    header.moveSection(2, 4)
    below = made.totals.horizontalHeader()
    for number in range(header.count()):
        assert below.sectionSize(number) == header.sectionSize(number)
        assert below.visualIndex(number) == header.visualIndex(number)


def test_a_day_before_everything_says_so(page: ReportsPage) -> None:
    page._day.set_day(date(2020, 1, 1))
    page._day.editingFinished.emit()
    assert page._stack.currentIndex() == EMPTY
    assert not page._pdf.isEnabled()
    page._day.set_day(TODAY)
    page._day.editingFinished.emit()
    assert page._stack.currentIndex() == REPORT


@pytest.mark.parametrize(("kind", "magic"), [("pdf", b"%PDF"), ("xlsx", b"PK\x03\x04")])
def test_the_report_is_saved(
    page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, magic: bytes
) -> None:
    target = tmp_path / "report"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    getattr(page, f"save_{kind}")()
    assert target.with_suffix(f".{kind}").read_bytes().startswith(magic)


def test_millions_fit_into_a_laptop_s_width_and_none_is_cut(
    qtbot: QtBot, context: UiContext, desk: Desk
) -> None:
    """1366 x 768 less the rail: no scrolling sideways, every total whole."""
    for number, (issued, due) in enumerate((("2026-01-05", "2026-02-04"), ("2026-09-10", "2026-10-30"))):
        add_invoice(desk, f"G-{number}", date.fromisoformat(issued), date.fromisoformat(due), 26_534_162_19)
    made = ReportsPage(context)
    qtbot.addWidget(made)
    made.resize(1366 - 134, 700)
    made.show()
    made.activate()
    table = made.tables[0]
    assert table.table.horizontalHeader().length() <= table.table.viewport().width()
    assert table.table.horizontalScrollBar().maximum() == 0
    bold = QFont(table.table.font())
    bold.setBold(True)
    for number, column in enumerate(table.model.columns):
        text = column.text(table.block.totals)
        if column.align == "right" and not table.table.isColumnHidden(number):
            assert QFontMetrics(bold).horizontalAdvance(text) + 16 <= table.totals.columnWidth(number)


def add_invoice(desk: Desk, number: str, issued_on: date, due_on: date, amount_fen: int) -> None:
    """One more large receivable of the first customer, as an import brings it."""
    folder = desk.workspace.exports
    file = folder / f"{number}.csv"
    amount = f"{amount_fen // 100}.{amount_fen % 100:02d}"
    file.write_text(
        "单据编号,客户编码,客户名称,开票日期,到期日,金额\n"
        f"{number},C001,杭州天成贸易有限公司,{issued_on},{due_on},{amount}\n",
        encoding="utf-8",
    )
    desk.importing.carry_out(desk.importing.plan(file))
