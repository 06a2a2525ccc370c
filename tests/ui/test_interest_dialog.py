"""Interest in the dossier: the figure in the head, its segments, what may be tried out, the paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.pdf import preview
from arcdesk.services.interest_settings import InterestSettings
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.dialogs.interest_sheet import InterestDialog
from arcdesk.ui.pages.dossier import DossierPage
from tests.ui.access import nameless

TODAY = date(2026, 10, 8)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> DossierPage:
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 720)
    made.open_customer(context.desk.customers.find("C005").id)
    made.show()
    made.activate()
    return made


def figure(page: DossierPage) -> QPushButton | None:
    found = page.header.findChildren(QPushButton, "dossier_interest")
    return next((each for each in found if each.isVisible()), None)  # the one before is only deleted later


def opened(page: QWidget) -> InterestDialog:
    (dialog,) = [found for found in page.findChildren(InterestDialog) if found.isVisible()]
    return dialog


def total(desk: Desk, code: str, on: date = TODAY) -> str:
    interest = desk.interest.of_customer(desk.customers.find(code).id, on)
    return show.money_with_sign(interest.totals["CNY"])


def choose(box: object, code: str) -> None:
    box.setCurrentIndex(box.findData(code))  # type: ignore[attr-defined]
    box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]


def test_the_head_shows_the_interest_to_date_and_a_click_its_segments(
    qtbot: QtBot, page: DossierPage, desk: Desk
) -> None:
    shown = figure(page)
    assert shown is not None
    assert shown.text() == total(desk, "C005")
    assert "违约时 LPR" in shown.toolTip()
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton)
    dialog = opened(page)
    assert [one.number for one in dialog.list.model.rows] == ["YJ-1006", "YJ-1007"]
    assert dialog.answer.text() == f"合计：{total(desk, 'C005')}"
    first = desk.interest.of_invoice("YJ-1006")
    assert dialog.view.total.text() == show.money_with_sign(first.total_fen)
    assert [row.days for row in dialog.view.model.rows] == [str(first.sheets[0].days)]
    assert "2026-01-20" in dialog.view.basis.text()
    assert nameless(dialog) == []
    dialog.close()


def test_a_customer_without_anything_overdue_has_no_such_figure(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    page.open_customer(context.desk.customers.find("C001").id)
    page.activate()
    assert figure(page) is None
    qtbot.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(page)
    assert dialog.answer.text() == "该日没有产生利息的应收款。"
    assert not dialog.view.isVisible()
    assert not dialog.one_button.isEnabled()
    dialog.close()


def test_another_invoice_shows_its_own_sheet(qtbot: QtBot, page: DossierPage, desk: Desk) -> None:
    page.show_interest()
    dialog = opened(page)
    dialog.list.table.setFocus()
    qtbot.keyClick(dialog.list.table, Qt.Key.Key_Down)
    second = desk.interest.of_invoice("YJ-1007")
    assert dialog.view.total.text() == show.money_with_sign(second.total_fen)
    dialog.close()


def test_basis_factor_year_and_day_are_tried_out_without_changing_anything(
    qtbot: QtBot, page: DossierPage, desk: Desk
) -> None:
    page.show_interest("YJ-1006")
    dialog = opened(page)
    assert not dialog.list.isVisible()
    choose(dialog.basis, "sme")
    assert dialog.view.total.text() == show.money_with_sign(246 * 155_00)
    choose(dialog.basis, "lpr_fixed")
    dialog.multiplier.setFocus()
    qtbot.keyClicks(dialog.multiplier, "1.3")
    qtbot.keyClick(dialog.multiplier, Qt.Key.Key_Return)
    assert dialog.view.data is not None
    assert "× 1.3 = " in dialog.view.basis.text()
    choose(dialog.year_days, "360")
    assert "360" in dialog.view.basis.text()
    dialog.as_of.setFocus()
    dialog.as_of.set_day(date(2026, 2, 14))
    qtbot.keyClick(dialog.as_of, Qt.Key.Key_Return)
    assert [row.days for row in dialog.view.model.rows] == ["10"]
    assert desk.interest.settings() == InterestSettings()
    dialog.close()


@pytest.mark.parametrize("wrong", ["40", "-1", "many"])
def test_a_wrong_factor_is_one_sentence_and_the_answer_stays(
    qtbot: QtBot, page: DossierPage, wrong: str
) -> None:
    page.show_interest("YJ-1006")
    dialog = opened(page)
    before = dialog.view.total.text()
    dialog.multiplier.setFocus()
    qtbot.keyClicks(dialog.multiplier, wrong)
    qtbot.keyClick(dialog.multiplier, Qt.Key.Key_Return)
    assert dialog.answer.property("role") == "bad"
    assert dialog.answer.isVisible()
    assert dialog.view.total.text() == before
    dialog.multiplier.clear()
    qtbot.keyClick(dialog.multiplier, Qt.Key.Key_Return)
    choose(dialog.basis, "contract")
    assert "没有约定违约金利率" in dialog.answer.text()
    dialog.close()


def test_a_past_day_is_reckoned_as_the_books_stood(
    qtbot: QtBot, page: DossierPage, context: UiContext, desk: Desk
) -> None:
    context.set_as_of(date(2026, 3, 1))
    qtbot.waitUntil(lambda: figure(page) is not None)
    shown = figure(page)
    assert shown is not None
    assert shown.text() == total(desk, "C005", date(2026, 3, 1))
    page.show_interest()
    dialog = opened(page)
    assert dialog.as_of.text() == "2026-03-01"
    assert [one.number for one in dialog.list.model.rows] == ["YJ-1006"]
    dialog.close()


def test_a_part_payment_stands_between_the_segments(
    page: DossierPage, context: UiContext, desk: Desk
) -> None:
    page.open_customer(desk.customers.find("C003").id)
    page.activate()
    page.show_interest("YJ-1004")
    dialog = opened(page)
    assert [row.kind for row in dialog.view.model.rows] == ["segment", "payment", "segment"]
    assert dialog.view.model.rows[1].principal == "(50,000.00)"
    dialog.close()


def test_what_was_settled_late_is_added_on_wish(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    owner = desk.customers.find("C006").id
    desk.receipts.record(owner, 52_300_00, date(2026, 7, 1), allocate={"YJ-1008": 52_300_00})
    dialog = InterestDialog(context, owner)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.list.model.rows
    dialog.settled.click()
    assert [one.number for one in dialog.list.model.rows] == ["YJ-1008"]
    assert [row.days for row in dialog.view.model.rows if row.kind == "segment"] == ["37"]
    assert "逾期 37 天" in dialog.view.about.text()


def test_the_menu_of_an_invoice_leads_to_its_interest(qtbot: QtBot, page: DossierPage) -> None:
    line = next(line for line in page.tabs.invoices_model.all_rows if line.number == "YJ-1007")
    page.tabs.invoices.select_id((line.id, line.instalment))
    (action,) = [found for found in page.tabs.invoices.actions() if "利息" in found.text()]
    action.trigger()
    assert opened(page).windowTitle().endswith("YJ-1007")
    opened(page).close()


def test_the_worksheet_on_paper_has_the_figures_of_the_screen(qtbot: QtBot, page: DossierPage) -> None:
    page.show_interest()
    dialog = opened(page)
    qtbot.mouseClick(dialog.all_button, Qt.MouseButton.LeftButton)
    (paper,) = [found for found in dialog.findChildren(DocumentPreview) if found.isVisible()]
    qtbot.waitUntil(lambda: bool(paper.pages.pdf))
    text = preview.extract_text(paper.pages.pdf)
    for wanted in (dialog.answer.text().removeprefix("合计："), "YJ-1006", "YJ-1007", "南京金桥建材有限公司"):
        assert wanted in text
    paper.close()
    qtbot.mouseClick(dialog.one_button, Qt.MouseButton.LeftButton)
    (one,) = [found for found in dialog.findChildren(DocumentPreview) if found.isVisible()]
    qtbot.waitUntil(lambda: bool(one.pages.pdf))
    assert "YJ-1007" not in preview.extract_text(one.pages.pdf)
    one.close()
    dialog.close()


def test_other_defaults_change_the_figure_at_once(page: DossierPage, desk: Desk, qtbot: QtBot) -> None:
    before = figure(page)
    assert before is not None
    text = before.text()
    desk.interest.save_settings(InterestSettings(multiplier=Decimal("1.3")))
    wanted = total(desk, "C005")
    assert wanted != text
    qtbot.waitUntil(lambda: (shown := figure(page)) is not None and shown.text() == wanted)
