"""Recording a receipt in the window: oldest first, never more than came in."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.receipt import ReceiptDialog


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    """The window behind the dialog; the dialog itself is gone when it closes."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def dialog(owner: QWidget, context: UiContext) -> ReceiptDialog:
    customer = context.desk.customers.find("C002")
    invoices = context.desk.ledger.invoices(customer.id)
    made = ReceiptDialog(context, customer.id, customer.name, invoices, "CNY", owner)
    made.open()
    return made


def test_the_amount_is_shared_out_oldest_due_first(dialog: ReceiptDialog) -> None:
    dialog.amount.setText("100,000")
    assert dialog.shares() == {"YJ-1002": 8_650_050, "YJ-1003": 1_349_950}


def test_recorded_money_settles_the_invoices_named(dialog: ReceiptDialog, context: UiContext) -> None:
    dialog.amount.setText("50000")
    dialog.share_nothing()
    dialog._shares[1].set_amount(4_120_000)
    dialog.carry_out()
    ledger = context.desk.ledger
    assert ledger.invoice("YJ-1003").open_fen == 0
    assert ledger.invoice("YJ-1002").open_fen == 8_650_050
    assert ledger.receipts(dialog._customer_id)[0].unallocated_fen == 880_000


def test_more_allocated_than_received_is_refused(dialog: ReceiptDialog, context: UiContext) -> None:
    dialog.amount.setText("100")
    dialog._shares[0].set_amount(10_001)
    dialog.carry_out()
    assert dialog.answer.isVisible()
    assert context.desk.ledger.receipts(dialog._customer_id) == ()


@pytest.mark.parametrize("text", ["", "一百元", "1.005", "0"])
def test_an_amount_that_is_none_is_refused(dialog: ReceiptDialog, context: UiContext, text: str) -> None:
    dialog.amount.setText(text)
    dialog.carry_out()
    assert dialog.answer.isVisible()
    assert dialog.isVisible()
    assert context.desk.ledger.receipts(dialog._customer_id) == ()


def test_money_of_tomorrow_is_refused_and_the_form_stays(dialog: ReceiptDialog, context: UiContext) -> None:
    dialog.amount.setText("100")
    dialog.on.set_day(date(2026, 10, 9))
    dialog.carry_out()
    assert "2026-10-09" in dialog.answer.text()
    assert dialog.amount.amount() == 10_000
    assert context.desk.ledger.receipts(dialog._customer_id) == ()


def test_the_message_says_what_stays_unallocated(qtbot: QtBot, dialog: ReceiptDialog, context: UiContext) -> None:
    dialog.amount.setText("200000")
    with qtbot.waitSignal(context.message) as said:
        dialog.carry_out()
    assert "¥72,299.50" in said.args[0]
