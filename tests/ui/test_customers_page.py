"""The list of customers: bar, filter, selection, preview and the five things one does next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.services.contacts import NewContact
from arcdesk.services.customer_list import CustomerLine
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.customers import CustomersPage
from arcdesk.ui.tables import RowTable
from arcdesk.ui.widgets import AgingBar


@pytest.fixture
def page(context: UiContext, qtbot: QtBot) -> CustomersPage:
    made = CustomersPage(context)
    qtbot.addWidget(made)
    made.resize(1230, 700)
    made.show()
    made.activate()
    return made


def table_of(page: CustomersPage) -> RowTable[CustomerLine]:
    found = page.findChild(RowTable, "customers_table")
    assert found is not None
    return found


def codes(page: CustomersPage) -> list[str]:
    model = table_of(page).model()
    return [row.code for row in model.rows]


def bar_of(page: CustomersPage) -> AgingBar:
    found = page.findChild(AgingBar, "aging_bar")
    assert found is not None
    return found


def text_of(page: CustomersPage, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert found is not None
    return str(found.text())


def type_filter(page: CustomersPage, qtbot: QtBot, text: str) -> None:
    field = page.findChild(QLineEdit, "customer_filter")
    assert field is not None
    field.setText(text)
    qtbot.waitUntil(lambda: not page._filter._timer.isActive())


def test_the_worst_come_first_and_the_settled_are_left_out(page: CustomersPage) -> None:
    assert codes(page) == ["C005", "C006", "C003", "C002", "C004", "C001", "C007"]
    current = table_of(page).current_row()
    assert current is not None
    assert current.code == "C005"


def test_the_settled_are_shown_when_asked_for(page: CustomersPage) -> None:
    box = page.findChild(QCheckBox, "with_settled")
    assert box is not None
    box.setChecked(True)
    assert codes(page)[-1] == "C008"


def test_the_bar_adds_up_to_the_open_invoices(page: CustomersPage) -> None:
    amounts = {segment.key: (segment.fen, segment.customers) for segment in bar_of(page).segments}
    assert amounts == {
        "not_due": (120_000_00, 1),
        "d1_30": (86_500_50 + 41_200_00 + 15_800_00, 2),
        "d31_90": (180_000_00, 1),
        "d91_180": (97_650_00 + 52_300_00, 2),
        "d181_up": (310_000_00, 1),
    }
    assert text_of(page, "total_balance") == "¥903,450.50"


def test_a_click_on_a_segment_filters_and_ctrl_click_adds(page: CustomersPage, qtbot: QtBot) -> None:
    bar = bar_of(page)
    red = bar.findChild(object, "bucket_d181_up")
    yellow = bar.findChild(object, "bucket_d31_90")
    qtbot.mouseClick(red, Qt.MouseButton.LeftButton)
    assert codes(page) == ["C005"]
    qtbot.mouseClick(yellow, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
    assert codes(page) == ["C005", "C003"]
    qtbot.mouseClick(yellow, Qt.MouseButton.LeftButton)
    assert codes(page) == ["C003"]
    qtbot.mouseClick(yellow, Qt.MouseButton.LeftButton)
    assert len(codes(page)) == 7


def test_a_click_into_the_bar_itself_filters_too(page: CustomersPage, qtbot: QtBot) -> None:
    bar = bar_of(page)
    strip = bar._strip
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 3, 4))
    assert bar.chosen == {"d181_up"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("海润", ["C004"]),
        ("nbhr", ["C004"]),
        ("ningbo", ["C004"]),
        ("c004", ["C004"]),
        ("jieqing", ["C008"]),
        ("zzz", []),
    ],
)
def test_the_filter_takes_name_pinyin_initials_and_code(
    page: CustomersPage, qtbot: QtBot, text: str, found: list[str]
) -> None:
    type_filter(page, qtbot, text)
    assert codes(page) == found
    type_filter(page, qtbot, "")
    assert len(codes(page)) == 7


def test_nothing_found_offers_to_clear_the_filter(page: CustomersPage, qtbot: QtBot) -> None:
    type_filter(page, qtbot, "zzz")
    clear = page.findChild(QPushButton, "clear_filter")
    assert clear is not None
    assert clear.isVisible()
    clear.click()
    assert len(codes(page)) == 7
    assert table_of(page).isVisible()


def test_another_currency_has_its_own_bar(page: CustomersPage) -> None:
    choice = page.findChild(QComboBox, "currency")
    assert choice is not None
    assert choice.isVisible()
    choice.setCurrentText("USD")
    assert {s.key: s.fen for s in bar_of(page).segments if s.fen} == {"not_due": 18_000_00}
    bar_of(page).choose("not_due", False)
    assert codes(page) == ["C007"]


def test_foreign_money_is_marked_and_own_money_is_not(page: CustomersPage) -> None:
    model = table_of(page).model()
    balance = next(n for n, column in enumerate(model.columns) if column.key == "balance")
    shown = {row.code: model.index(n, balance).data() for n, row in enumerate(model.rows)}
    assert shown["C007"] == "USD 18,000.00"
    assert shown["C001"] == "120,000.00"


def test_the_preview_shows_the_current_customer(page: CustomersPage, qtbot: QtBot) -> None:
    table_of(page).select_id((page._model.rows[3].id, "CNY"))
    qtbot.waitUntil(lambda: text_of(page, "preview_name") == "上海鼎盛机械制造有限公司")
    texts = " ".join(found.text() for found in page._preview.findChildren(QLabel))
    for expected in ("127,700.50", "YJ-1002", "赵磊", "13800000002", "对账慢"):
        assert expected in texts


def test_a_logged_contact_shows_up_and_the_selection_stays(
    page: CustomersPage, context: UiContext, qtbot: QtBot
) -> None:
    row = page._model.rows[3]
    table_of(page).select_id((row.id, "CNY"))
    now = context.clock.now()
    context.desk.contacts.log(
        NewContact(
            row.id, "phone", "promised", note="下周三付", at=now, promises=((50_000_00, date(2026, 10, 14)),)
        )
    )
    qtbot.waitUntil(lambda: page._model.rows[3].promise is not None)
    promise = page._model.rows[3].promise
    assert promise is not None
    assert (promise.amount_fen, promise.state) == (50_000_00, "open")
    current = table_of(page).current_row()
    assert current is not None
    assert current.id == row.id
    qtbot.waitUntil(lambda: any("下周三付" in found.text() for found in page._preview.findChildren(QLabel)))


@pytest.mark.parametrize(
    ("keys", "signal"),
    [
        (Qt.Key.Key_L, "log_requested"), (Qt.Key.Key_D, "letter_requested"), (Qt.Key.Key_R, "statement_requested"),
        (Qt.Key.Key_P, "receipt_requested"), (Qt.Key.Key_E, "evidence_requested"),
    ],
)  # fmt: skip
def test_five_keys_act_on_the_current_customer(
    page: CustomersPage, context: UiContext, qtbot: QtBot, keys: Qt.Key, signal: str
) -> None:
    row = table_of(page).current_row()
    assert row is not None
    page.activateWindow()
    table_of(page).setFocus()
    with qtbot.waitSignal(getattr(context, signal)) as asked:
        qtbot.keyClick(table_of(page), keys, Qt.KeyboardModifier.ControlModifier)
    assert asked.args[0] == ((row.id,) if signal == "letter_requested" else row.id)


def test_letters_are_asked_for_every_selected_customer(
    page: CustomersPage, context: UiContext, qtbot: QtBot
) -> None:
    table_of(page).selectAll()
    with qtbot.waitSignal(context.letter_requested) as asked:
        next(action for action in page.actions() if action.shortcut().toString() == "Ctrl+D").trigger()
    assert len(asked.args[0]) == 7
    assert len(set(asked.args[0])) == 7


def test_enter_opens_the_dossier(page: CustomersPage, context: UiContext, qtbot: QtBot) -> None:
    row = table_of(page).current_row()
    assert row is not None
    with qtbot.waitSignal(context.customer_requested) as asked:
        qtbot.keyClick(table_of(page), Qt.Key.Key_Return)
    assert asked.args == [row.id]


def test_on_a_past_day_the_list_is_older_and_nothing_can_be_done(
    page: CustomersPage, context: UiContext
) -> None:
    context.set_as_of(date(2026, 3, 31))
    assert codes(page) == ["C005"]
    row = page._model.rows[0]
    assert (row.balance_fen, row.overdue_fen) == (407_650_00, 310_000_00)
    assert not any(made.isEnabled() for made in page._preview._acts.buttons)
    assert [action.isEnabled() for action in page.actions()][1:6] == [False] * 5
    context.set_as_of(None)
    assert len(codes(page)) == 7
    assert all(made.isEnabled() for made in page._preview._acts.buttons)


def test_what_was_already_paid_today_was_open_before(page: CustomersPage, context: UiContext) -> None:
    """C008 settled on 2026-07-01: the day before, its invoice stands in the list in full."""
    context.set_as_of(date(2026, 6, 30))
    amounts = {row.code: row.balance_fen for row in page._model.rows}
    assert amounts["C008"] == 9_900_00
    assert amounts["C003"] == 230_000_00
    segments = sum(segment.fen for segment in bar_of(page).segments)
    total = page._filter.total()
    assert total is not None
    assert segments - total.unallocated_fen == total.balance_fen


def test_without_customers_the_page_says_what_to_do(empty_context: UiContext, qtbot: QtBot) -> None:
    page = CustomersPage(empty_context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    start = page.findChild(QPushButton, "empty_import")
    assert start is not None
    assert start.isVisible()
    with qtbot.waitSignal(empty_context.page_requested) as asked:
        start.click()
    assert asked.args == ["import"]


def test_a_hidden_page_reads_again_only_when_it_is_shown(
    page: CustomersPage, context: UiContext, qtbot: QtBot
) -> None:
    page.hide()
    before = page._list
    now: datetime = context.clock.now() - timedelta(hours=1)
    with qtbot.waitSignal(context.data_changed):
        context.desk.contacts.log(NewContact(page._model.rows[0].id, "phone", "no_answer", at=now))
    assert page._list is before
    page.show()
    page.activate()
    assert page._list is not before


def test_the_next_step_says_why(page: CustomersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.findChild(QLabel, "next_step") is not None)
    assert text_of(page, "next_step") != ""
    reasons = [label.text() for label in page._preview.findChildren(QLabel) if "246" in label.text()]
    assert reasons, "C005 is 246 days late and the reason says so"
