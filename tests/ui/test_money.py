"""Money in the dossier: allocated, taken back, paid back, written off, and every figure explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.models.claims import Instalment, PaymentPlan, PlanShare
from arcdesk.models.ledger import Invoice
from arcdesk.services.evidence import PastedFile
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.allocate import AllocateDialog
from arcdesk.ui.dialogs.credit_note import CreditNoteDialog
from arcdesk.ui.dialogs.money_back import RefundDialog, ReverseDialog, TakeBackDialog
from arcdesk.ui.dialogs.postings import PostingsDialog
from arcdesk.ui.dialogs.write_off import WriteOffBackDialog, WriteOffDialog
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.dossier.money_rows import kind_text, settled_text
from arcdesk.ui.pages.dossier import DossierPage
from arcdesk.ui.tables import RowTable
from arcdesk.ui.widgets.head_figure import HeadFigure
from tests.ui.access import nameless
from tests.ui.conftest import NOW

D = TypeVar("D", bound=QDialog)
LEFT = Qt.MouseButton.LeftButton
MAY, JUNE, JULY = date(2026, 5, 20), date(2026, 6, 20), date(2026, 9, 20)


@pytest.fixture
def who(context: UiContext) -> int:
    return context.desk.customers.find("C005").id


@pytest.fixture
def paid(context: UiContext, who: int) -> str:
    """A receipt of 400,000 for two invoices, 12,350 of it unallocated."""
    shares = {"YJ-1006": 310_000_00, "YJ-1007": 77_650_00}
    return context.desk.receipts.record(who, 400_000_00, MAY, method="银行转账", allocate=shares).number


@pytest.fixture
def page(qtbot: QtBot, context: UiContext, who: int) -> DossierPage:
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open_customer(who)
    made.activate()
    return made


def open_tab(page: DossierPage, number: int) -> None:
    page.tabs.setCurrentIndex(number)
    QApplication.processEvents()
    page.activateWindow()
    QApplication.processEvents()
    (page.tabs.receipts.table if number == tab.RECEIPTS else page.tabs.invoices).setFocus()


def dialog(page: QWidget, kind: type[D]) -> D:
    return next(found for found in page.findChildren(kind) if found.isVisible())


def choose_receipt(page: DossierPage, number: str) -> None:
    open_tab(page, tab.RECEIPTS)
    row = next(row for row in page.tabs.receipts_model.rows if row.line.number == number)
    page.tabs.receipts.table.select_id(row.id)


def choose_invoice(page: DossierPage, number: str, instalment: int = 0) -> None:
    open_tab(page, tab.INVOICES)
    page.tabs.only_open.setChecked(False)
    line = next(one for one in page.tabs.invoices_model.rows if (one.number, one.instalment) == (number, instalment))
    page.tabs.invoices.select_id((line.id, line.instalment))


def kinds(page: DossierPage) -> dict[str, str]:
    return {row.line.number: kind_text(row) for row in page.tabs.receipts_model.rows}


def field(owner: QWidget, name: str) -> QLineEdit:
    found = owner.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def cell(table: RowTable[object], key: str) -> QPoint:
    model = table._model
    column = next(number for number, column in enumerate(model.columns) if column.key == key)
    return table.visualRect(model.index(table.currentIndex().row(), column)).center()


def shown(found: PostingsDialog) -> list[tuple[str, str, str]]:
    model = found.model
    return [
        tuple(str(model.index(row, column).data()) for column in (1, 4, 5))  # type: ignore[misc]
        for row in range(model.rowCount())
    ]


def test_the_menu_of_a_row_has_every_deed(
    page: DossierPage, paid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    popped: list[list[str]] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _point: popped.append([a.text() for a in menu.actions()]))
    page.refresh()
    choose_receipt(page, paid)
    page.tabs.receipts.table.customContextMenuRequested.emit(cell(page.tabs.receipts.table, "number"))
    choose_invoice(page, "YJ-1006")
    page.tabs.invoices.customContextMenuRequested.emit(cell(page.tabs.invoices, "number"))
    deeds, saves = popped[0][:-2], popped[0][-2:]
    assert deeds == ["查看明细", "核销…", "撤回核销…", "退款…", "冲销（退票/误记）…"]
    assert saves == ["", "保存此列表…\tCtrl+Shift+S"]
    assert {"查看明细", "坏账核销…", "红字…"} <= set(popped[1])
    assert len(popped) == 2


def test_what_is_unallocated_stands_over_the_receipts(page: DossierPage, paid: str, context: UiContext) -> None:
    page.refresh()
    open_tab(page, tab.RECEIPTS)
    assert page.findChild(QLabel, "unallocated_sum").text() == "未核销：¥12,350.00"
    context.desk.credit_notes.add(page.customer_id, 1_000_00, JUNE)
    page.refresh()
    assert page.findChild(QLabel, "unallocated_sum").text() == "未核销：¥13,350.00"
    assert kinds(page)["CN2026-00001"] == "红字"


def test_the_rest_of_a_receipt_is_allocated_by_a_key(qtbot: QtBot, page: DossierPage, paid: str) -> None:
    page.refresh()
    choose_receipt(page, paid)
    qtbot.keyClick(page.tabs.receipts.table, Qt.Key.Key_A)
    asked = dialog(page, AllocateDialog)
    assert nameless(asked) == []
    assert asked.settles.shares() == {"YJ-1007": 12_350_00}
    asked.on.set_day(JUNE)
    qtbot.mouseClick(asked.save, LEFT)
    assert page.context.desk.ledger.invoice("YJ-1007").open_fen == 7_650_00
    qtbot.waitUntil(lambda: page.findChild(QLabel, "unallocated_sum").text() == "")


def test_nothing_chosen_leaves_the_deed_grey(page: DossierPage, paid: str) -> None:
    page.refresh()
    choose_receipt(page, paid)
    page.tabs.receipts.allocate()
    asked = dialog(page, AllocateDialog)
    asked.settles.choose("nothing")
    assert not asked.save.isEnabled()
    asked.settles.choose("statutory")
    assert asked.save.isEnabled()


def test_a_free_credit_note_is_allocated_like_money(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    number = context.desk.credit_notes.add(page.customer_id, 5_000_00, JUNE, note="返利").number
    page.refresh()
    choose_receipt(page, number)
    assert not page.tabs.receipts.pay_back.isEnabled()
    assert not page.tabs.receipts.reverse_it.isEnabled()
    qtbot.mouseClick(page.findChild(QPushButton, "money_allocate_button"), LEFT)
    dialog(page, AllocateDialog).carry_out()
    assert context.desk.ledger.invoice("YJ-1006").open_fen == 305_000_00


def test_one_allocation_is_taken_back_with_its_reason(qtbot: QtBot, page: DossierPage, paid: str) -> None:
    page.refresh()
    choose_receipt(page, paid)
    qtbot.keyClick(page.tabs.receipts.table, Qt.Key.Key_T)
    asked = dialog(page, TakeBackDialog)
    assert nameless(asked) == []
    qtbot.mouseClick(asked.save, LEFT)
    assert "请至少选择一笔" in asked.answer.text()
    tick = next(box for box in asked.findChildren(QCheckBox) if "YJ-1007" in box.text())
    tick.click()
    assert "¥77,650.00" in asked.effect.text()
    qtbot.mouseClick(asked.save, LEFT)
    assert "缺少原因" in asked.answer.text()
    field(asked, "back_reason").setText("放错发票")
    qtbot.keyClick(field(asked, "back_reason"), Qt.Key.Key_Return)
    assert page.context.desk.ledger.invoice("YJ-1007").open_fen == 97_650_00
    qtbot.waitUntil(lambda: settled_text(page.tabs.receipts_model.rows[0]) == "YJ-1006 310,000.00")


def test_a_bounced_receipt_is_struck_and_its_entry_names_it(
    qtbot: QtBot, page: DossierPage, paid: str
) -> None:
    page.refresh()
    choose_receipt(page, paid)
    qtbot.keyClick(page.tabs.receipts.table, Qt.Key.Key_R)
    asked = dialog(page, ReverseDialog)
    assert nameless(asked) == []
    assert "YJ-1006 ¥310,000.00" in asked.effect.text()
    asked.on.set_day(JUNE)
    field(asked, "back_reason").setText("支票退票")
    qtbot.mouseClick(asked.save, LEFT)
    qtbot.waitUntil(lambda: page.tabs.receipts_model.rowCount() == 2)
    back, original = page.tabs.receipts_model.rows
    assert (kind_text(original), kind_text(back)) == ("已退票", "退票冲回")
    assert settled_text(back) == f"对应收款 {paid}"
    model = page.tabs.receipts_model
    number = next(n for n, column in enumerate(model.columns) if column.key == "number")
    assert model.index(1, number).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert model.index(0, number).data(Qt.ItemDataRole.FontRole) is None
    choose_receipt(page, paid)
    assert not page.tabs.receipts.reverse_it.isEnabled()
    assert page.context.desk.ledger.invoice("YJ-1006").open_fen == 310_000_00


def test_a_mistake_is_said_to_be_one(qtbot: QtBot, page: DossierPage, paid: str) -> None:
    page.refresh()
    choose_receipt(page, paid)
    page.tabs.receipts.reverse()
    asked = dialog(page, ReverseDialog)
    asked.cause.setCurrentIndex(1)
    assert MAY.isoformat() in asked.effect.text()
    asked.on.set_day(MAY)
    field(asked, "back_reason").setText("重复录入")
    asked.carry_out()
    qtbot.waitUntil(lambda: kinds(page)[paid] == "已冲销")


def test_a_part_is_paid_back(qtbot: QtBot, page: DossierPage, paid: str) -> None:
    page.refresh()
    choose_receipt(page, paid)
    qtbot.keyClick(page.tabs.receipts.table, Qt.Key.Key_F)
    asked = dialog(page, RefundDialog)
    assert nameless(asked) == []
    assert asked.amount.amount() == 12_350_00
    asked.amount.setText("")
    qtbot.mouseClick(asked.save, LEFT)
    assert "请填写退款金额" in asked.answer.text()
    asked.amount.setText("12350.01")
    qtbot.mouseClick(asked.save, LEFT)
    assert "只有 12,350.00 未核销" in asked.answer.text()
    asked.amount.setText("10000")
    qtbot.mouseClick(asked.save, LEFT)
    qtbot.waitUntil(lambda: kinds(page).get(paid) == "部分退款")


def test_a_past_day_shows_the_money_of_then_and_nothing_can_be_done(page: DossierPage, paid: str) -> None:
    page.context.desk.receipts.reverse(paid, JUNE, "退票")
    page.context.set_as_of(date(2026, 6, 1))
    page.refresh()
    choose_receipt(page, paid)
    assert kinds(page) == {paid: "收款"}
    receipts = page.tabs.receipts
    for action in (receipts.allocate_rest, receipts.take_back, receipts.pay_back, receipts.reverse_it):
        assert not action.isEnabled()
    assert receipts.postings.isEnabled()
    receipts.reverse()
    assert not [found for found in page.findChildren(QDialog) if found.isVisible()]


def test_an_invoice_is_written_off_with_its_approval(
    qtbot: QtBot, page: DossierPage, tmp_path: Path
) -> None:
    approval = tmp_path / "批复.pdf"
    approval.write_bytes(b"%PDF approved")
    choose_invoice(page, "YJ-1007")
    qtbot.keyClick(page.tabs.invoices, Qt.Key.Key_B)
    asked = dialog(page, WriteOffDialog)
    assert nameless(asked) == []
    assert asked.amount.amount() == 97_650_00
    qtbot.mouseClick(asked.save, LEFT)
    assert "必须有审批人" in asked.answer.text()
    field(asked, "write_off_approver").setText("张总")
    field(asked, "write_off_reason").setText("破产")
    field(asked, "write_off_proof").setText(str(approval))
    qtbot.mouseClick(asked.save, LEFT)
    assert page.context.desk.ledger.invoice("YJ-1007").open_fen == 0
    qtbot.waitUntil(lambda: "坏账核销 ¥97,650.00" in "".join(made.text() for made in page.findChildren(QLabel)))
    choose_invoice(page, "YJ-1007")
    row = page.tabs.invoices.current_row()
    assert row is not None
    assert page.tabs._holder.word(row) == "坏账核销"
    (kept,) = page.context.desk.evidence.list(page.customer_id)
    assert (kept.original_name, kept.kind) == ("批复.pdf", "approval")


def test_a_write_off_is_taken_back(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    for amount in (50_000_00, 10_000_00):
        context.desk.write_offs.write_off("YJ-1006", amount, approver="张总", reason="破产")
    page.refresh()
    choose_invoice(page, "YJ-1007")
    assert not page.tabs.money.write_off_back.isVisible()
    choose_invoice(page, "YJ-1006")
    assert page.tabs.money.write_off_back.isVisible()
    page.tabs.money.write_off_back.trigger()
    asked = dialog(page, WriteOffBackDialog)
    assert nameless(asked) == []
    asked.which.setCurrentIndex(asked.which.findData("W2026-00002"))
    field(asked, "write_off_approver").setText("张总")
    field(asked, "write_off_reason").setText("恢复付款")
    qtbot.mouseClick(asked.save, LEFT)
    assert context.desk.ledger.invoice("YJ-1006").open_fen == 260_000_00


def test_a_credit_note_is_entered_for_the_invoice_under_the_cursor(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    choose_invoice(page, "YJ-1007")
    qtbot.keyClick(page.tabs.invoices, Qt.Key.Key_N)
    asked = dialog(page, CreditNoteDialog)
    assert nameless(asked) == []
    assert asked.invoice.currentData() == "YJ-1007"
    qtbot.mouseClick(asked.save, LEFT)
    assert "请填写红字金额" in asked.answer.text()
    qtbot.keyClicks(asked.amount, "650")
    field(asked, "credit_note_note").setText("退货")
    qtbot.mouseClick(asked.save, LEFT)
    assert context.desk.ledger.invoice("YJ-1007").open_fen == 97_000_00
    assert context.desk.credit_notes.of(page.customer_id)[0].note == "退货"


def test_a_free_credit_note_has_its_own_number_and_currency(context: UiContext, page: DossierPage) -> None:
    page.tabs.money.ask_credit_note()
    asked = dialog(page, CreditNoteDialog)
    asked.invoice.setCurrentIndex(0)
    assert asked.currency.isEnabled()
    asked.amount.setText("88")
    field(asked, "credit_note_number").setText("YJ-1007")
    asked.carry_out()
    assert "账上已有“YJ-1007”" in asked.answer.text()
    field(asked, "credit_note_number").setText("HZ-1")
    asked.carry_out()
    assert context.desk.credit_notes.find("HZ-1").unallocated_fen == 88_00


# Where each figure comes from


def figure(page: DossierPage, title: str) -> HeadFigure:
    return next(made for made in page.header.findChildren(HeadFigure) if made.accessibleName().startswith(title))


@pytest.mark.parametrize(
    ("title", "total"), [("应收余额", "¥7,650.00"), ("逾期", "¥20,000.00"), ("未核销", "¥12,350.00")]
)
def test_a_click_on_a_figure_of_the_head_lists_its_postings(
    qtbot: QtBot, page: DossierPage, paid: str, title: str, total: str
) -> None:
    page.refresh()
    qtbot.mouseClick(figure(page, title), LEFT)
    found = dialog(page, PostingsDialog)
    assert nameless(found) == []
    assert found.total.text() == total
    assert shown(found)[-1][2] == total.removeprefix("¥")


def test_enter_and_the_menu_ask_too(
    qtbot: QtBot, page: DossierPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)  # the offscreen screen cannot grab the keyboard
    balance = figure(page, "应收余额")
    balance.setFocus()
    qtbot.keyClick(balance, Qt.Key.Key_Return)
    assert dialog(page, PostingsDialog).total.text() == "¥407,650.00"
    dialog(page, PostingsDialog).close()
    balance.customContextMenuRequested.emit(QPoint(1, 1))
    menu = balance.findChild(QMenu)
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    assert dialog(page, PostingsDialog).explanation is not None


def test_the_credit_limit_is_no_sum_of_postings(page: DossierPage, desk: Desk) -> None:
    profile = desk.customers.find("C005")
    desk.customers.save_profile(replace(profile, credit_limit_fen=100_000_00))
    page.refresh()
    plain = [made for made in page.header.findChildren(HeadFigure) if made.focusPolicy() == Qt.FocusPolicy.NoFocus]
    assert len(plain) == 1


def test_a_click_on_an_open_amount_lists_what_settled_it(qtbot: QtBot, page: DossierPage, paid: str) -> None:
    page.refresh()
    choose_invoice(page, "YJ-1007")
    table = page.tabs.invoices
    qtbot.mouseClick(table.viewport(), LEFT, pos=cell(table, "due"))
    assert not [found for found in page.findChildren(PostingsDialog) if found.isVisible()]
    qtbot.mouseClick(table.viewport(), LEFT, pos=cell(table, "open"))
    found = dialog(page, PostingsDialog)
    assert shown(found) == [("发票", "97,650.00", "97,650.00"), ("收款核销", "(77,650.00)", "20,000.00")]
    assert found.total.text() == "¥20,000.00"


def test_what_stands_behind_a_posting_opens_and_one_comes_back(qtbot: QtBot, page: DossierPage, paid: str) -> None:
    page.refresh()
    choose_invoice(page, "YJ-1007")
    qtbot.keyClick(page.tabs.invoices, Qt.Key.Key_Return)
    found = dialog(page, PostingsDialog)
    assert not found.back_button.isEnabled()
    found.table.setFocus()
    qtbot.keyClick(found.table, Qt.Key.Key_Return)
    assert (found.name.text(), found.total.text()) == (paid, "¥12,350.00")
    found.table.select_id(1)
    qtbot.keyClick(found.table, Qt.Key.Key_Return)
    assert found.name.text() == "YJ-1006"
    qtbot.mouseClick(found.back_button, LEFT)
    qtbot.mouseClick(found.back_button, LEFT)
    assert found.name.text() == "YJ-1007"
    assert not found.back_button.isEnabled()


def test_one_window_of_postings_follows_the_person(qtbot: QtBot, page: DossierPage, paid: str) -> None:
    page.refresh()
    choose_receipt(page, paid)
    table = page.tabs.receipts.table
    qtbot.mouseClick(table.viewport(), LEFT, pos=cell(table, "left"))
    qtbot.mouseDClick(table.viewport(), LEFT, pos=cell(table, "amount"))
    qtbot.mouseClick(figure(page, "应收余额"), LEFT)
    (found,) = [made for made in page.findChildren(PostingsDialog) if made.isVisible()]
    assert not found.back_button.isEnabled()
    before = found.total.text()
    page.context.desk.receipts.record(page.customer_id, 1_00, JULY)
    qtbot.waitUntil(lambda: found.total.text() != before)
    page.context.set_as_of(date(2026, 8, 1))
    assert not found.isVisible()


def test_an_instalment_is_explained_beside_the_others(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    invoice = Invoice.get(Invoice.number == "YJ-1007")
    plan = PaymentPlan.create(
        number="FQ-1", customer=page.customer_id, currency="CNY", agreed_on=JUNE, total_fen=97_650_00,
        is_one_debt=True, is_written=True, logged_at=NOW,
    )  # fmt: skip
    for seq, (due, amount) in enumerate(((JULY, 50_000_00), (date(2026, 12, 1), 47_650_00)), 1):
        part = Instalment.create(plan=plan.id, seq=seq, due_on=due, amount_fen=amount)
        PlanShare.create(instalment=part.id, invoice=invoice.id, amount_fen=amount)
    page.refresh()
    choose_invoice(page, "YJ-1007", 2)
    qtbot.keyClick(page.tabs.invoices, Qt.Key.Key_P)
    found = dialog(page, PostingsDialog)
    assert shown(found)[-1] == ("属于第1期", "(50,000.00)", "47,650.00")
    assert "分期第1期   2026-09-20 到期   50,000.00" in found.parts.text()


def test_the_timeline_opens_the_tab_of_what_was_taken_back(page: DossierPage, paid: str, context: UiContext) -> None:
    context.desk.receipts.reverse(paid, JUNE, "退票")
    context.desk.write_offs.write_off("YJ-1006", 100, approver="张总", reason="尾差", proof=PastedFile("a.txt", b"a"))
    page.refresh()
    entries = {entry.kind: entry for entry in page.tabs.timeline.model.entries}
    page._open_entry(entries["write_off"])
    assert page.tabs.currentIndex() == tab.INVOICES
    page._open_entry(entries["receipt"])
    assert page.tabs.currentIndex() == tab.RECEIPTS
