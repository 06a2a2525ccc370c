"""The bank page as a person uses it: read a file, look, confirm, on to the next line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.bank import BankPage


@pytest.fixture
def page(qtbot: QtBot, context: UiContext, tmp_path: Path) -> BankPage:
    made = BankPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activate()
    path = tmp_path / "bank.csv"
    path.write_text(
        "交易日期,收入,支出,对方户名,摘要\n"
        "2026-10-05,41200.00,,上海鼎盛机械制造有限公司,货款\n"
        "2026-10-06,15800.00,,宁波海润物流有限公司,YJ-1005\n"
        "2026-10-07,12.34,,利息,结息\n",
        encoding="utf-8",
    )
    made.offer(path)
    made.refresh()
    return made


def test_lines_are_confirmed_one_after_another_by_key(
    page: BankPage, qtbot: QtBot, context: UiContext
) -> None:
    assert [row.payer for row in page.model.rows] == [
        "利息",
        "宁波海润物流有限公司",
        "上海鼎盛机械制造有限公司",
    ]
    page.table.select_id(page.model.rows[1].id)
    assert page.panel.table.shares() == {"YJ-1005": 1_580_000}
    assert "YJ-1005" in page.panel.reasons.text()
    qtbot.keyClick(page.panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert context.desk.ledger.invoice("YJ-1005").open_fen == 0
    page.refresh()
    assert len(page.model.rows) == 2
    page.table.select_id(page.model.rows[1].id)
    assert page.panel.table.shares() == {"YJ-1003": 4_120_000}


def test_a_line_that_is_no_customers_money_is_set_aside_and_opened_again(
    page: BankPage, qtbot: QtBot
) -> None:
    page.table.select_id(page.model.rows[0].id)
    assert not page.panel.confirm_button.isEnabled()
    qtbot.mouseClick(page.panel.aside_button, Qt.MouseButton.LeftButton)
    page.shown.setCurrentIndex(1)
    page.table.select_id(next(row.id for row in page.model.rows if row.payer == "利息"))
    assert page.panel.reopen_button.isVisible()
    qtbot.mouseClick(page.panel.reopen_button, Qt.MouseButton.LeftButton)
    page.shown.setCurrentIndex(0)
    assert len(page.model.rows) == 3


def test_the_shares_can_be_changed_and_too_much_is_refused(
    page: BankPage, qtbot: QtBot, context: UiContext
) -> None:
    page.table.select_id(page.model.rows[1].id)
    page.panel.table.set_shares({"YJ-1005": 100})
    assert "15,799" in page.panel.rest.text()
    page.panel.table._fields[0].setText("99999")
    qtbot.mouseClick(page.panel.confirm_button, Qt.MouseButton.LeftButton)
    assert page.panel.answer.isVisible()
    assert context.desk.ledger.invoice("YJ-1005").open_fen == 1_580_000


def test_a_file_that_is_no_statement_is_refused_in_the_message_bar(
    page: BankPage, qtbot: QtBot, context: UiContext, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    with qtbot.waitSignal(context.message) as caught:
        page.offer(wrong)
    assert caught.args[1] == "bad"
