"""Recording a receipt in the window: oldest first, never more than came in."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.receipt import ReceiptDialog
from arcdesk.ui.panels.share_table import WHY


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
    assert dialog.settles.shares() == {"YJ-1002": 8_650_050, "YJ-1003": 1_349_950}


def test_recorded_money_settles_the_invoices_named(dialog: ReceiptDialog, context: UiContext) -> None:
    dialog.amount.setText("50000")
    dialog.settles.choose("nothing")
    dialog.settles.table.fields[1].set_amount(4_120_000)
    assert dialog.settles.choice == "by_hand"
    dialog.carry_out()
    ledger = context.desk.ledger
    assert ledger.invoice("YJ-1003").open_fen == 0
    assert ledger.invoice("YJ-1002").open_fen == 8_650_050
    assert ledger.receipts(dialog._customer_id)[0].unallocated_fen == 880_000


def test_more_allocated_than_received_is_refused(dialog: ReceiptDialog, context: UiContext) -> None:
    dialog.amount.setText("100")
    dialog.settles.table.fields[0].set_amount(10_001)
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


def chip(dialog: ReceiptDialog, key: str) -> QPushButton:
    found = dialog.findChild(QPushButton, f"share_{key}")
    assert isinstance(found, QPushButton)
    return found


def reason(dialog: ReceiptDialog, row: int) -> str:
    item = dialog.settles.table.item(row, WHY)
    assert item is not None
    return item.text()


def test_each_rule_shares_anew_and_says_why(qtbot: QtBot, dialog: ReceiptDialog) -> None:
    qtbot.keyClicks(dialog.amount, "60000")
    for key, expected, why in (
        ("pro_rata", {"YJ-1002": 4_064_221, "YJ-1003": 1_935_779}, "67.7%"),
        ("statutory", {"YJ-1002": 6_000_000}, "1. 已到期 · 无担保 · 未约定利率 · 到期日 2026-09-18"),
        ("oldest", {"YJ-1002": 6_000_000}, "1. 到期日 2026-09-18"),
        ("nothing", {}, ""),
    ):
        qtbot.mouseClick(chip(dialog, key), Qt.MouseButton.LeftButton)
        assert dialog.settles.choice == key
        assert dialog.settles.shares() == expected
        assert why in reason(dialog, 0)
        assert dialog.settles.notes.isVisible() == (key == "statutory")
    assert dialog.settles.table.isColumnHidden(WHY)


def test_what_a_rule_shows_is_what_is_recorded(qtbot: QtBot, dialog: ReceiptDialog, context: UiContext) -> None:
    dialog.amount.setText("60000")
    qtbot.mouseClick(chip(dialog, "pro_rata"), Qt.MouseButton.LeftButton)
    shown = dialog.settles.shares()
    dialog.carry_out()
    (receipt,) = context.desk.ledger.receipts(dialog._customer_id)
    assert {part.invoice_number: part.amount_fen for part in receipt.allocations} == shown


def test_typing_a_share_makes_it_by_hand(qtbot: QtBot, dialog: ReceiptDialog, context: UiContext) -> None:
    dialog.amount.setText("60000")
    field = dialog.settles.table.fields[0]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "100")
    assert chip(dialog, "by_hand").isChecked()
    dialog.amount.setText("70000")  # what was typed stays
    assert dialog.settles.shares() == {"YJ-1002": 10_000}
    dialog.carry_out()
    assert context.desk.ledger.receipts(dialog._customer_id)[0].unallocated_fen == 6_990_000


def test_an_overpayment_is_said_to_stay_a_credit(dialog: ReceiptDialog) -> None:
    dialog.amount.setText("200000")
    assert dialog.settles.rest.text() == "多出的 ¥72,299.50 留作预收（未核销），可日后核销或退款，不会自动冲抵。"
    dialog.settles.choose("nothing")
    assert "¥200,000.00 记为预收" in dialog.settles.rest.text()
    dialog.settles.table.fields[0].set_amount(20_000_001)
    assert "多分了 ¥0.01" in dialog.settles.rest.text()


def test_the_form_grows_with_the_notes_and_cuts_nothing(dialog: ReceiptDialog) -> None:
    dialog.amount.setText("60000")
    dialog.settles.choose("statutory")
    rest, notes = dialog.settles.rest.geometry(), dialog.settles.notes.geometry()
    assert dialog.settles.table.geometry().bottom() < rest.top()
    assert rest.bottom() < notes.top()
    assert notes.height() >= dialog.settles.notes.heightForWidth(notes.width())


def test_money_of_before_an_invoice_is_not_put_to_it_by_a_rule(dialog: ReceiptDialog) -> None:
    dialog.amount.setText("200000")
    dialog.on.set_day(date(2026, 7, 31))  # YJ-1003 was issued on 5 August
    assert dialog.settles.shares() == {"YJ-1002": 8_650_050}
