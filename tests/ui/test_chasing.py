"""Chased or not in the window: the word in the row, why, putting on hold, and the list of what is held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk import i18n
from arcdesk.services.contacts import NewContact
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.hold import HoldDialog, suggested_days
from arcdesk.ui.dialogs.why import WhyDialog
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.pages.dossier import DossierPage
from arcdesk.ui.pages.today import TodayPage
from arcdesk.ui.why_not.dialog import WhyNotDialog

TODAY = date(2026, 10, 8)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> DossierPage:
    """The receivables of C005: YJ-1006 of 310,000, 246 days late, and YJ-1007 of 97,650."""
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    qtbot.waitExposed(made)
    made.open_customer(context.desk.customers.find("C005").id)
    made.activate()
    made.tabs.setCurrentIndex(tab.INVOICES)
    made.tabs.invoices.setFocus()
    made.tabs.invoices.select_id(line_id(made, "YJ-1006"))
    return made


def line_id(page: DossierPage, number: str) -> object:
    row = next(row for row in page.tabs.invoices_model.rows if row.number == number)
    return page.tabs.invoices_model.id_of(row)


def shown(page: DossierPage, number: str, what: int = Qt.ItemDataRole.DisplayRole) -> str:
    """What the column says of an invoice."""
    model = page.tabs.invoices_model
    column = [each.key for each in model.columns].index("chased")
    row = next(number_ for number_, row in enumerate(model.rows) if row.number == number)
    return str(model.index(row, column).data(what))


def opened(kind: type[QDialog]) -> QDialog:
    """The one open dialog of that kind."""
    (found,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
    ]
    assert isinstance(found, kind)
    return found


def words(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible() and each.text()]


def put_on_hold(qtbot: QtBot, page: DossierPage, until: str = "2026-10-20", *, whole: bool = False) -> None:
    qtbot.keyClick(page.tabs.invoices, Qt.Key.Key_H)
    dialog = opened(HoldDialog)
    assert isinstance(dialog, HoldDialog)
    if whole:
        dialog.whole.click()
    dialog.until.field.setText(until)
    dialog.reason.setText("等质检")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)


def test_each_row_says_in_a_word_whether_it_is_chased(page: DossierPage, context: UiContext) -> None:
    assert [shown(page, number) for number in ("YJ-1006", "YJ-1007")] == ["应催", "应催"]
    assert "已逾期 246 天" in shown(page, "YJ-1006", Qt.ItemDataRole.ToolTipRole)
    page.open_customer(context.desk.customers.find("C001").id)
    page.activate()
    assert shown(page, "YJ-1001") == "未到期"


def test_the_word_follows_what_is_done(page: DossierPage, context: UiContext, qtbot: QtBot) -> None:
    desk, who = context.desk, page.customer_id
    desk.contacts.log(NewContact(who, "phone", "will_check"))
    qtbot.waitUntil(lambda: shown(page, "YJ-1006") == "间隔至 10-15")
    dispute = (("YJ-1007", 9_765_000, "数量不符"),)
    desk.contacts.log(NewContact(who, "phone", "disputes", disputes=dispute))
    qtbot.waitUntil(lambda: shown(page, "YJ-1007") == "有争议")
    promise = ((100, date(2027, 1, 5)),)
    desk.contacts.log(NewContact(who, "phone", "promised", promises=promise))
    qtbot.waitUntil(lambda: shown(page, "YJ-1006") == "承诺 2027-01-05")


def test_w_tells_why_with_every_reason(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    context.desk.contacts.log(NewContact(page.customer_id, "phone", "will_check"))
    qtbot.keyClick(page.tabs.invoices, Qt.Key.Key_W)
    dialog = opened(WhyDialog)
    assert isinstance(dialog, WhyDialog)
    assert dialog.verdict.text() == "暂不催"
    assert dialog.letter_verdict.text() == "可以发出，金额 ¥310,000.00"
    text = "\n".join(words(dialog))
    for expected in (
        "YJ-1006",
        "最近一次联系在 2026-10-08，2026-10-15 起方可再催。",
        "¥310,000.00 已逾期 246 天",
    ):
        assert expected in text
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not [
        each for each in QApplication.topLevelWidgets() if isinstance(each, WhyDialog) and each.isVisible()
    ]


def test_from_why_one_goes_on_to_the_hold(qtbot: QtBot, page: DossierPage) -> None:
    page.tabs.chasing.why()
    why = opened(WhyDialog)
    assert isinstance(why, WhyDialog)
    assert why.verdict.text() == "应催：¥310,000.00"
    qtbot.mouseClick(why.hold, Qt.MouseButton.LeftButton)
    hold = opened(HoldDialog)
    assert isinstance(hold, HoldDialog)
    assert "YJ-1006" in hold.single.text()


def test_h_holds_the_invoice_alone_and_the_row_shows_it(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    put_on_hold(qtbot, page)
    qtbot.waitUntil(lambda: shown(page, "YJ-1006") == "暂停至 10-20")
    assert shown(page, "YJ-1007") == "应催"
    assert "等质检" in shown(page, "YJ-1006", Qt.ItemDataRole.ToolTipRole)
    (line,) = context.desk.holds.held()
    assert (line.invoice_number, line.until_on) == ("YJ-1006", date(2026, 10, 20))
    actions = page.tabs.chasing
    assert actions.lift_action.isVisible()
    actions.lift_action.trigger()
    qtbot.waitUntil(lambda: shown(page, "YJ-1006") == "应催")
    assert not actions.lift_action.isVisible()


def test_the_whole_customer_can_be_held_from_the_same_dialog(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    put_on_hold(qtbot, page, whole=True)
    qtbot.waitUntil(lambda: shown(page, "YJ-1007") == "暂停至 10-20")
    assert [line.invoice_number for line in context.desk.holds.held()] == [""]
    assert "等质检" in page.header.hold.text()


def test_what_is_wrong_stays_in_the_dialog(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    qtbot.mouseClick(page.tabs.chasing.button, Qt.MouseButton.LeftButton)
    dialog = opened(HoldDialog)
    assert isinstance(dialog, HoldDialog)
    for until, reason, expected in (
        ("", "等质检", "日期"),
        ("2026-13-40", "等质检", "不是有效日期"),
        ("2026-10-07", "等质检", "已经过去"),
        ("2199-12-31", "等质检", "最晚到 2029-10-08"),
        ("2026-10-20", "", "原因"),
    ):
        dialog.until.field.setText(until)
        dialog.reason.setText(reason)
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        assert expected in dialog.answer.text()
    assert context.desk.holds.held() == ()
    dialog.reject()


def test_the_usual_ends_of_a_hold_are_one_click(qtbot: QtBot, page: DossierPage) -> None:
    assert dict(suggested_days(TODAY)) == {
        "A week": TODAY + timedelta(days=7), "Two weeks": TODAY + timedelta(days=14),
        "End of the month": date(2026, 10, 31), "A month": date(2026, 11, 8),
    }  # fmt: skip
    page.tabs.chasing.hold()
    dialog = opened(HoldDialog)
    assert isinstance(dialog, HoldDialog)
    chip = next(each for each in dialog.findChildren(QPushButton) if each.text() == "本月底")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert dialog.until.day() == date(2026, 10, 31)
    dialog.reject()


def test_the_context_menu_offers_why_and_hold(page: DossierPage, monkeypatch: pytest.MonkeyPatch) -> None:
    popped: list[list[str]] = []
    visible = lambda menu: [action.text() for action in menu.actions() if action.isVisible()]  # noqa: E731
    monkeypatch.setattr(QMenu, "popup", lambda menu, _point: popped.append(visible(menu)))
    table = page.tabs.invoices
    table.customContextMenuRequested.emit(table.visualRect(table.currentIndex()).center())
    (texts,) = popped
    assert {"为什么催 / 不催…", "暂停催收至…"} <= set(texts)


def test_a_past_day_has_its_own_answers_and_holds_nothing(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    put_on_hold(qtbot, page)
    context.set_as_of(date(2026, 10, 7))
    qtbot.waitUntil(lambda: shown(page, "YJ-1006") == "应催")
    assert not page.tabs.chasing.button.isEnabled()
    with qtbot.waitSignal(context.message):
        page.tabs.chasing.hold()
    page.tabs.chasing.why()
    dialog = opened(WhyDialog)
    assert isinstance(dialog, WhyDialog)
    assert (dialog.verdict.text(), dialog.hold.isVisible()) == ("应催：¥310,000.00", False)
    dialog.reject()


def test_settled_rows_say_nothing_of_chasing(page: DossierPage, context: UiContext) -> None:
    page.open_customer(context.desk.customers.find("C008").id)
    page.activate()
    page.tabs.only_open.setChecked(False)
    assert shown(page, "YJ-1010") == ""


# Today -------------------------------------------------------------------------------------


@pytest.fixture
def today(qtbot: QtBot, context: UiContext) -> TodayPage:
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activate()
    return made


def test_today_tells_how_much_is_held_and_lists_it(
    qtbot: QtBot, today: TodayPage, context: UiContext
) -> None:
    desk = context.desk
    assert today._why_not_button.text() == "未催收…"
    codes = [row.code for row in today._queue.open]
    desk.holds.hold_customer(desk.customers.find("C003").id, date(2026, 12, 31), "重整")
    desk.holds.hold_invoice("YJ-1006", date(2026, 10, 20), "等质检")
    today.refresh()
    assert today._why_not_button.text() == "未催收 · 2"
    assert [row.code for row in today._queue.open] == [code for code in codes if code != "C003"]
    qtbot.mouseClick(today._why_not_button, Qt.MouseButton.LeftButton)
    shown = opened(WhyNotDialog)
    assert isinstance(shown, WhyNotDialog)
    dialog = shown.held
    assert [row.reason for row in dialog.model.rows] == ["等质检", "重整"]
    assert [dialog.model.index(0, column).data() for column in range(5)] == [
        "2026-10-20", "南京金桥建材有限公司", "YJ-1006", "310,000.00", "等质检",
    ]  # fmt: skip
    qtbot.mouseClick(dialog.lift_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [row.reason for row in dialog.model.rows] == ["重整"])
    qtbot.mouseClick(dialog.lift_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.model.rows)
    assert "没有暂停催收的单据或客户。" in words(dialog)
    assert not dialog.lift_button.isEnabled()
    shown.reject()
    today.refresh()
    assert today._why_not_button.text() == "未催收…"


def test_the_list_of_holds_opens_the_dossier(qtbot: QtBot, today: TodayPage, context: UiContext) -> None:
    context.desk.holds.hold_invoice("YJ-1006", date(2026, 10, 20), "等质检")
    today.show_why_not()
    dialog = opened(WhyNotDialog)
    assert isinstance(dialog, WhyNotDialog)
    with qtbot.waitSignal(context.customer_requested) as asked:
        qtbot.keyClick(dialog.held.table, Qt.Key.Key_Return)
    assert asked.args == [context.desk.customers.find("C005").id]


def test_a_customer_who_has_paid_already_is_asked_to_be_booked(today: TodayPage, context: UiContext) -> None:
    context.desk.receipts.record(context.desk.customers.find("C006").id, 5_230_000, TODAY)
    today.refresh()
    row = next(row for row in today._queue.open if row.code == "C006")
    assert (row.kind, row.step, row.overdue_fen) == ("allocate", "allocate", 0)
    today.view.setCurrentIndex(today._model.index(today._model.place_of(row.customer_id)))
    assert today.panel._action.text() == "将收款核销到应收单"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_control_of_the_dialogs_has_a_name(
    qtbot: QtBot, page: DossierPage, context: UiContext, language: str
) -> None:
    i18n.use(language)
    who = page.customer_id
    context.desk.holds.hold_invoice("YJ-1006", date(2026, 10, 20), "等质检")
    made: list[QDialog] = [
        WhyDialog(context, "YJ-1006", "金桥", page),
        HoldDialog(context, who, "金桥", "YJ-1006", page),
        WhyNotDialog(context, page),
    ]
    for dialog in made:
        dialog.show()
        for widget in dialog.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(dialog):
                assert widget.accessibleName() or isinstance(widget, QLabel), (type(dialog), widget)
        dialog.close()
