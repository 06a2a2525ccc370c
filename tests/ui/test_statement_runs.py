"""Statements for many in the window: ticked by period, answered, and what is signed for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.answer import AnswerDialog
from arcdesk.ui.dialogs.coverage import CoverageDialog
from arcdesk.ui.pages.statements import StatementsPage
from tests.ui.access import nameless


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> StatementsPage:
    made = StatementsPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    made.refresh()
    return made


def tick(page: StatementsPage, who: str) -> None:
    button = page.findChild(QPushButton, "statement_run")
    assert isinstance(button, QPushButton)
    menu = button.menu()
    assert isinstance(menu, QMenu)
    (action,) = [each for each in menu.actions() if each.objectName() == f"run_{who}"]
    action.trigger()


def choose_period(page: StatementsPage, text: str) -> None:
    combo = page.desk_view.period
    combo.setCurrentIndex(combo.findText(text))


def names(page: StatementsPage) -> list[str]:
    rows = {row.id: row.code for row in page.desk_view.picker.model.all_rows}
    return sorted(rows[number] for number in page.desk_view.picker.picked())


def deeds(page: StatementsPage) -> dict[str, QAction]:
    button = page.findChild(QPushButton, "document_outcome")
    assert isinstance(button, QPushButton)
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return {action.objectName(): action for action in menu.actions() if action.objectName()}


def opened(page: StatementsPage, kind: type[QDialog]) -> QDialog:
    return [each for each in page.findChildren(kind) if each.isVisible()][-1]


def statement(page: StatementsPage, context: UiContext, code: str = "C003") -> IssuedDocument:
    page.prepare((context.desk.customers.find(code).id,))
    choose_period(page, "上季度")
    page.desk_view.issue()
    return context.desk.statements.issued()[0]


def test_a_quarter_is_stated_to_everybody_with_a_balance_and_nobody_twice(
    page: StatementsPage, context: UiContext
) -> None:
    statement(page, context)
    page.prepare(())
    choose_period(page, "上季度")
    tick(page, "balance")
    owing = [code for code in names(page) if code]
    assert "C003" not in owing
    assert {"C001", "C002", "C005"} <= set(owing)
    assert "C008" not in owing  # paid in July
    assert "1 个客户已有本期对账单" in page.desk_view.summary.text()
    tick(page, "activity")
    assert "C008" in names(page)  # moved in the quarter, though nothing is open: it is listed for the run
    page.desk_view.issue()
    listed = context.desk.statements.issued()
    assert "C008" in {document.customer_code for document in listed}
    numbers = sorted(int(document.number[-4:]) for document in listed)
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_answer_is_entered_with_the_signed_copy(
    page: StatementsPage, context: UiContext, tmp_path: Path
) -> None:
    one = statement(page, context)
    page.refresh()
    page.view.documents.table.select_id(one.id)
    deeds(page)["document_agreed"].trigger()
    asked = opened(page, AnswerDialog)
    assert isinstance(asked, AnswerDialog)
    assert nameless(asked) == []
    assert not asked.difference.isVisible()
    assert "2029-10-08" in asked.effect.text.text()
    asked.figures.setChecked(True)
    assert "2029-10-08" not in asked.effect.text.text()
    asked.figures.setChecked(False)
    scan = tmp_path / "回执.pdf"
    scan.write_bytes(b"signed")
    asked.scan.line.setText(str(scan))
    asked.carry_out()
    assert context.desk.documents.find(one.id).state == "agreed"
    page.refresh()
    assert page.coverage_button.text().startswith("已签章确认：CNY")
    page.coverage_button.click()
    shown = opened(page, CoverageDialog)
    assert isinstance(shown, CoverageDialog)
    assert nameless(shown) == []
    rows = {line.customer_code: line for _, line in shown.model.all_rows}
    assert rows["C003"].covered_fen == rows["C003"].open_fen == 18_000_000
    assert rows["C005"].covered_fen == 0
    shown.table.selectRow(0)
    shown.prepare_statements()
    assert page.view.is_preparing
    assert len(page.desk_view.picker.picked()) == 1


def test_a_difference_is_entered_with_its_amount_and_found_again(
    page: StatementsPage, context: UiContext
) -> None:
    one = statement(page, context)
    page.refresh()
    page.view.documents.table.select_id(one.id)
    deeds(page)["document_disputed"].trigger()
    asked = opened(page, AnswerDialog)
    assert isinstance(asked, AnswerDialog)
    assert asked.difference.isVisible()
    assert not asked.figures.isVisible()
    assert asked.effect.text.text() == ""
    asked.difference.setText("很多")
    asked.carry_out()
    assert asked.answer.isVisible()
    asked.difference.setText("1,234.50")
    asked.carry_out()
    assert context.desk.documents.find(one.id).standing.difference_fen == 123_450
    page.refresh()
    combo = page.findChild(QComboBox, "statements_shown")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("disputed"))
    assert [document.number for document in page.view.documents.model.all_rows] == [one.number]
    combo.setCurrentIndex(combo.findData("agreed"))
    assert not page.view.documents.model.all_rows


def test_a_wrong_period_is_said_before_anybody_is_ticked(page: StatementsPage) -> None:
    page.prepare(())
    page.desk_view.start_on.setText("2026-02-30")
    tick(page, "any")
    assert "2026-02-30" in page.desk_view.summary.text()
    assert names(page) == []
