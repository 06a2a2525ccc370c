"""Concessions in the dossier as a person uses them: asked for, approved, offered, carried out."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.domain.concession_state import Terms
from arcdesk.services.concession_lines import ConcessionLine
from arcdesk.services.concessions import NewConcession
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.concession import ConcessionDialog
from arcdesk.ui.dialogs.concession_step import ConcessionStepDialog
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.dialogs.terms_review import TermsReview
from arcdesk.ui.dialogs.weighing import WeighingDialog
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.pages.dossier import DossierPage
from tests.ui.access import nameless

SHORT = "C003"  # 180,000.00 of YJ-1004 overdue


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> DossierPage:
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 860)
    made.show()
    qtbot.waitExposed(made)
    made.open_customer(context.desk.customers.find(SHORT).id)
    made.activate()
    made.tabs.setCurrentIndex(tab.PROMISES)
    return made


def dialog(page: QWidget) -> QDialog:
    return next(found for found in page.findChildren(QDialog) if found.isVisible())


def press(qtbot: QtBot, page: QWidget, name: str) -> None:
    """Click a button as soon as the change before it is shown."""

    def shown() -> list[QPushButton]:
        return [found for found in page.findChildren(QPushButton, name) if found.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    shown()[-1].click()


def proposed(context: UiContext) -> ConcessionLine:
    terms = Terms("discount", 900_000, 0, 17_100_000, date(2026, 10, 31))
    customer = context.desk.customers.find(SHORT).id
    return context.desk.concessions.propose(NewConcession(customer, terms, "王总", "资金紧张", ("YJ-1004",)))


def test_a_discount_is_asked_for_with_its_cost_and_the_rest_as_condition(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    press(qtbot, page, "concession_add")
    asked = dialog(page)
    assert isinstance(asked, ConcessionDialog)
    asked.discount.setText("95折")
    assert asked.pay.amount() == 17_100_000  # what is left of 180,000
    assert "9,000.00" in asked.figures.text()
    asked.carry_out()
    assert asked.answer.isVisible()  # nobody is named who is to approve it
    asked.ask.setText("王总")
    asked.reason.setText("客户资金紧张")
    assert nameless(asked) == []
    with qtbot.waitSignal(asked.carried_out):
        qtbot.keyClick(asked.reason, Qt.Key.Key_Return)
    table = page.tabs.promises.concessions.table
    qtbot.waitUntil(lambda: table.current_row() is not None)
    line = table.current_row()
    assert line is not None
    assert (line.state, line.amount_fen, line.pay_fen, line.invoices) == (
        "proposed", 900_000, 17_100_000, ("YJ-1004",)
    )  # fmt: skip
    assert line.cost_fen == 900_000


def test_from_approval_to_the_credit_note_by_clicks(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    number = proposed(context).number
    part = page.tabs.promises.concessions
    for name in ("concession_approve", "concession_offer"):
        press(qtbot, page, name)
        step = dialog(page)
        assert isinstance(step, ConcessionStepDialog)
        with qtbot.waitSignal(step.carried_out):
            step.carry_out()
    press(qtbot, page, "concession_text")
    qtbot.waitUntil(lambda: "acknowledgement" in part.bar.text() or "认账" in part.bar.text())
    assert "171,000.00" in QGuiApplication.clipboard().text()
    customer = context.desk.customers.find(SHORT).id
    context.desk.receipts.record(customer, 17_100_000, context.today, allocate={"YJ-1004": 17_100_000})
    press(qtbot, page, "concession_carry_out")
    step = dialog(page)
    assert isinstance(step, ConcessionStepDialog)
    with qtbot.waitSignal(step.carried_out):
        step.carry_out()
    assert context.desk.concessions.find(number).state == "done"
    assert context.desk.ledger.invoice("YJ-1004").open_fen == 0


def test_a_refusal_needs_its_reason(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    number = proposed(context).number
    press(qtbot, page, "concession_refuse")
    step = dialog(page)
    assert isinstance(step, ConcessionStepDialog)
    step.who.setText("王总")
    step.carry_out()
    qtbot.waitUntil(step.answer.isVisible)
    step.note.setText("不同意")
    with qtbot.waitSignal(step.carried_out):
        step.carry_out()
    assert context.desk.concessions.find(number).state == "refused"


def test_the_request_is_shown_as_a_sheet(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    proposed(context)
    press(qtbot, page, "concession_paper")
    assert isinstance(dialog(page), DocumentPreview)


def test_the_calculator_opens_with_the_customers_figures(qtbot: QtBot, page: DossierPage) -> None:
    press(qtbot, page, "concession_weigh")
    shown = dialog(page)
    assert isinstance(shown, WeighingDialog)
    assert shown.pane.amount.amount() == 18_000_000
    assert shown.pane.situation.text()
    shown.pane.wait.setText("90")
    shown.pane.discount.setText("95折")
    assert shown.pane.has_answer
    assert nameless(shown) == []


def test_everything_that_waits_for_a_person_stands_in_one_list(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    line = proposed(context)
    review = TermsReview(context, page)
    qtbot.addWidget(review)
    review.show()
    assert [row.number for row in review.concessions_model.rows] == [line.number]
    assert nameless(review) == []
    asked: list[int] = []
    context.customer_requested.connect(asked.append)
    review.tabs.setCurrentIndex(1)
    review.concessions.select_first()
    review.open_current()
    assert asked == [line.customer_id]
