"""The dossier: one customer in full, with what one does next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk import i18n
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.follow_up import FollowUpDialog
from arcdesk.ui.dialogs.person import PersonDialog
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.dossier.tabs import TITLES
from arcdesk.ui.dossier.timeline_words import title
from arcdesk.ui.pages.dossier import DossierPage

TODAY = date(2026, 10, 8)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> DossierPage:
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def open_code(page: DossierPage, code: str) -> int:
    customer_id = page.context.desk.customers.find(code).id
    page.open_customer(customer_id)
    page.activate()
    return customer_id


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def dialog(page: QWidget) -> QDialog:
    return next(found for found in page.findChildren(QDialog) if found.isVisible())


def test_the_head_names_customer_balance_and_days(page: DossierPage) -> None:
    open_code(page, "C003")
    assert page.header.name.text() == "苏州恒远电子科技有限公司"
    text = words(page.header)
    assert "¥180,000.00" in text
    assert "90" in text
    assert page.header.chip.accessibleName()


def test_a_past_day_shows_what_stood_then_and_turns_writing_off(page: DossierPage, context: UiContext) -> None:
    open_code(page, "C003")
    context.set_as_of(date(2026, 7, 31))
    assert "¥230,000.00" in words(page.header)
    assert page.tabs.receipts_model.rowCount() == 0
    assert not page.findChild(QPushButton, "action_log").isEnabled()
    page.log_contact()
    assert not page.log_panel.isVisible()


def test_settled_invoices_are_shown_on_demand(page: DossierPage) -> None:
    open_code(page, "C008")
    assert page.tabs.invoices_model.rowCount() == 0
    page.tabs.only_open.click()
    assert [row.number for row in page.tabs.invoices_model.rows] == ["YJ-1010"]


def test_a_change_of_this_customer_is_shown_at_once(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, "C004")
    assert page.tabs.receipts_model.rowCount() == 0
    context.desk.receipts.record(customer_id, 580_000, TODAY, rule="oldest")
    qtbot.waitUntil(lambda: page.tabs.receipts_model.rowCount() == 1)
    assert "¥10,000.00" in words(page.header)
    assert page.tabs.receipts_model.rows[0].allocations[0].invoice_number == "YJ-1005"


def test_another_customers_change_leaves_the_page_alone(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    open_code(page, "C004")
    shown = page.data
    context.desk.receipts.record(context.desk.customers.find("C001").id, 100, TODAY)
    qtbot.wait(1)
    assert page.data is shown


def test_the_timeline_is_newest_first_and_can_be_filtered(page: DossierPage, context: UiContext) -> None:
    customer_id = context.desk.customers.find("C003").id
    context.desk.contacts.log(
        NewContact(customer_id, "visit", "promised", note="月底结清", person="孙总", promises=((100_00, TODAY),))
    )
    open_code(page, "C003")
    model = page.tabs.timeline.model
    moments = [entry.at for entry in model.entries]
    assert moments == sorted(moments, reverse=True)
    page.tabs.timeline.choose("contacts")
    assert [title(entry) for entry in model.entries] == ["拜访 · 承诺付款 · 孙总"]
    page.tabs.timeline.choose("money")
    assert {entry.kind for entry in model.entries} == {"receipt", "promise"}
    assert any("¥100.00" in title(entry) and "2026-10-08" in title(entry) for entry in model.entries)


def test_an_issued_letter_stands_once_in_the_stream(page: DossierPage, context: UiContext) -> None:
    customer_id = context.desk.customers.find("C005").id
    number = context.desk.letters.issue(customer_id, "first")[0].number
    open_code(page, "C005")
    model = page.tabs.timeline.model
    assert sum(number in title(entry) for entry in model.entries) == 1
    page.tabs.timeline.choose("evidence")
    assert sum(number in title(entry) for entry in model.entries) == 1


def test_enter_on_a_contact_begins_a_correction(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    customer_id = context.desk.customers.find("C003").id
    context.desk.contacts.log(NewContact(customer_id, "phone", "refused", note="不认账"))
    open_code(page, "C003")
    page.tabs.timeline.choose("contacts")
    page.tabs.timeline.list.setCurrentIndex(page.tabs.timeline.model.index(0))
    qtbot.keyClick(page.tabs.timeline.list, Qt.Key.Key_Return)
    assert page.log_panel.isVisible()
    assert page.log_panel.form.note.toPlainText() == "不认账"


def test_an_evidence_entry_opens_the_file(page: DossierPage, context: UiContext) -> None:
    customer_id = context.desk.customers.find("C003").id
    stored = context.desk.evidence.add(PastedFile("送货单.txt", "已签收".encode()), customer_id)
    open_code(page, "C003")
    page._open_entry(next(e for e in page.tabs.timeline.model.entries if e.kind == "evidence"))
    assert page.tabs.currentIndex() == tab.EVIDENCE
    assert page.tabs.evidence.viewer.item is not None
    assert page.tabs.evidence.viewer.item.id == stored.id


def test_keys_open_panel_tabs_and_requests(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, "C002")
    page.activateWindow()
    page.tabs.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(context.letter_requested) as letter:
        qtbot.keyClick(page.tabs, Qt.Key.Key_D, control)
    with qtbot.waitSignal(context.statement_requested) as statement:
        qtbot.keyClick(page.tabs, Qt.Key.Key_R, control)
    assert (letter.args, statement.args) == ([(customer_id,)], [customer_id])
    qtbot.keyClick(page.tabs, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert page.tabs.currentIndex() == tab.DOCUMENTS
    qtbot.keyClick(page.tabs, Qt.Key.Key_L, control)
    assert page.log_panel.isVisible()
    assert not page.side.isVisible()


def test_a_logged_contact_closes_the_panel_and_says_so(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    open_code(page, "C002")
    page.log_contact()
    page.log_panel.form.outcome.press("z")
    with qtbot.waitSignal(context.message) as said:
        page.log_panel.save()
    assert said.args[1] == "good"
    assert page.side.isVisible()
    assert not page.next_bar.isVisible()


def test_coming_from_today_the_next_customer_is_offered(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    first = context.desk.worklist.today()[0].customer_id
    page.log_contact(first)
    page.log_panel.form.outcome.press("z")
    page.log_panel.save()
    assert page.next_bar.isVisible()
    with qtbot.waitSignal(context.log_requested) as asked:
        page.next_bar.go_button.click()
    assert asked.args[0] not in {0, first}


def test_a_pasted_screenshot_goes_into_the_open_contact(page: DossierPage) -> None:
    from PySide6.QtGui import QImage

    open_code(page, "C002")
    page.log_contact()
    QGuiApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))
    page.paste_evidence()
    assert len(page.log_panel.form.attachments.attachments) == 1


def test_without_an_open_contact_it_becomes_evidence_of_its_own(page: DossierPage, context: UiContext) -> None:
    from PySide6.QtGui import QImage

    customer_id = open_code(page, "C002")
    QGuiApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))
    page.paste_evidence()
    dialog(page).carry_out()  # type: ignore[attr-defined]
    assert [item.media_type for item in context.desk.evidence.list(customer_id)] == ["image/png"]


def test_a_clipboard_without_a_picture_is_said_so(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    open_code(page, "C002")
    QGuiApplication.clipboard().setText("只是文字")
    with qtbot.waitSignal(context.message):
        page.paste_evidence()


def test_a_phone_number_is_copied_by_one_click(page: DossierPage) -> None:
    open_code(page, "C001")
    copies = {made.text(): made for made in page.side.findChildren(QPushButton, "copy_address")}
    copies["13800000001"].click()
    assert QGuiApplication.clipboard().text() == "13800000001"
    assert "部分决定权" in words(page.side)


def test_a_person_is_added(page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, "C004")
    page.side.findChild(QToolButton, "person_add").click()
    made = dialog(page)
    assert isinstance(made, PersonDialog)
    made.carry_out()
    assert made.isVisible()  # without a name
    made._lines["name"].setText("钱总")
    made.authority.setCurrentIndex(made.authority.findData("final"))
    made.carry_out()
    assert [(p.name, p.authority) for p in context.desk.customers.people(customer_id)] == [("钱总", "final")]


def test_a_follow_up_is_planned_moved_and_done(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, "C004")
    page.plan_follow_up()
    made = dialog(page)
    assert isinstance(made, FollowUpDialog)
    made.reason.setText("问签批")
    made.carry_out()
    assert made.answer.isVisible()  # no day yet
    made.when.set_day(TODAY + timedelta(days=1))
    made.carry_out()
    line = context.desk.followups.open(customer_id=customer_id)[0]
    assert (line.due_on, line.reason) == (date(2026, 10, 9), "问签批")
    qtbot.waitUntil(lambda: page.side.findChild(QToolButton, "follow_up_later") is not None)
    page.side.findChild(QToolButton, "follow_up_later").click()
    later = dialog(page)
    assert isinstance(later, FollowUpDialog)
    later.when.set_day(date(2026, 10, 20))
    later.carry_out()
    assert context.desk.followups.open(customer_id=customer_id)[0].due_on == date(2026, 10, 20)
    page._finish_follow_up(line)
    assert context.desk.followups.open(customer_id=customer_id) == ()


def test_the_profile_is_saved_and_a_wrong_term_is_not(page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, "C002")
    profile = page.tabs.profile
    profile.credit_days.setText("六十天")
    profile.save()
    assert context.desk.customers.find(customer_id).credit_days == 60
    assert profile.is_changed
    profile.credit_days.setText("90")
    profile.credit_limit.setText("¥500,000")
    profile.hold_until.set_day(date(2026, 11, 1))
    profile.hold_reason.setText("高层协商")
    profile.save()
    saved = context.desk.customers.find(customer_id)
    assert (saved.credit_days, saved.credit_limit_fen, saved.hold_reason) == (90, 50_000_000, "高层协商")
    assert not profile.is_changed


def test_a_hold_is_shown_in_the_head(page: DossierPage, context: UiContext) -> None:
    from dataclasses import replace

    profile = context.desk.customers.find("C005")
    context.desk.customers.save_profile(replace(profile, hold_until=date(2026, 12, 1), hold_reason="诉讼中"))
    open_code(page, "C005")
    assert "诉讼中" in page.header.hold.text()
    assert page.header.hold.isVisible()


def test_unsaved_profile_words_survive_a_refresh(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, "C002")
    page.tabs.profile.pain_point.setText("换了财务")
    context.desk.receipts.record(customer_id, 100, TODAY)
    qtbot.waitUntil(lambda: page.tabs.receipts_model.rowCount() == 1)
    assert page.tabs.profile.pain_point.text() == "换了财务"


def test_a_low_narrow_window_keeps_head_and_tabs_apart(qtbot: QtBot, page: DossierPage) -> None:
    open_code(page, "C003")
    page.log_contact()
    page.resize(850, 430)
    qtbot.waitUntil(lambda: page.header.height() >= page.header.minimumHeight())
    assert page.header.geometry().bottom() < page.tabs.geometry().top()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tab_keeps_its_whole_name_on_a_small_screen(
    qtbot: QtBot, context: UiContext, language: str
) -> None:
    """910 x 512 is a laptop of 1366 x 768 at 150 %."""
    i18n.use(language)
    page = DossierPage(context)
    qtbot.addWidget(page)
    page.resize(850, 430)
    page.show()
    open_code(page, "C002")
    bar = page.tabs.tabBar()
    titles = [i18n.tr(title) for title in TITLES]
    assert [bar.tabText(number).split(" ")[0] for number in range(bar.count())] == titles
    assert not bar.usesScrollButtons()
    for number in range(bar.count()):
        rect = bar.tabRect(number)
        assert rect.width() >= bar.fontMetrics().horizontalAdvance(bar.tabText(number))
        assert rect.right() <= page.tabs.width()


def test_the_script_stands_over_the_customers_data_while_talking(page: DossierPage) -> None:
    open_code(page, "C002")
    assert not page._talk.isVisible()
    page.log_contact()
    script = page.log_panel.form.script
    assert "¥127,700.50" in script.text.text()
    assert script.isVisible()
    assert script.mapTo(page, script.rect().topLeft()).x() < page.log_panel.x()
    page.close_log()
    assert not script.isVisible()


def test_a_correction_does_not_push_aside_what_is_being_written(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    customer_id = open_code(page, "C002")
    logged = context.desk.contacts.log(NewContact(customer_id, "phone", "no_answer", note="没人接"))
    page.log_contact()
    page.log_panel.form.note.setPlainText("正在写")
    with qtbot.waitSignal(context.message):
        page._correct(logged.id)
    assert page.log_panel.form.note.toPlainText() == "正在写"


def test_ctrl_f_asks_for_the_follow_up_in_the_open_contact(qtbot: QtBot, page: DossierPage) -> None:
    open_code(page, "C002")
    page.log_contact()
    page.act("follow_up")
    assert page.log_panel.form.follow_up.field.hasFocus() or page.focusWidget() is page.log_panel.form.follow_up.field
