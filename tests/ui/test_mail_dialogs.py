"""Letters by e-mail from the window: the dialog, the drafts, the list of what was sent, texts for WeChat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot

from arcdesk.clock import FixedClock
from arcdesk.services.customers import Person
from arcdesk.services.mail_account import MailAccount
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.message_text import MessageTextDialog
from arcdesk.ui.dialogs.outbox import OutboxDialog
from arcdesk.ui.dialogs.send_mail import SendMailDialog
from arcdesk.ui.jobs import JobContext, Jobs
from arcdesk.ui.pages.letters import LettersPage
from arcdesk.ui.panels.mail_button import MailButton
from tests.services.mail_server import PASSWORD, USER, Post, certificate, serving

MAILS = {"C002": "zhao@example.com", "C003": "sun@example.com"}


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, context: UiContext) -> Iterator[Post]:
    """A mail server, and the account for it."""
    folder = tmp_path / "authority"
    certificate(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
    with serving(folder) as server:
        account = MailAccount(
            "localhost", USER, user=USER, port=server.port, pause_seconds=0, timeout_seconds=5
        )
        context.desk.mail_account.save(account, PASSWORD)
        yield server


@pytest.fixture
def numbers(context: UiContext) -> list[str]:
    """Letters to three customers, of whom two have an address."""
    desk, made = context.desk, []
    for code in ("C002", "C003", "C005"):
        owner = desk.customers.find(code).id
        if code in MAILS:
            (person,) = desk.customers.people(owner)
            with_mail = Person(person.id, person.name, person.title, email=MAILS[code], is_primary=True)
            desk.customers.save_person(owner, with_mail)
        made += [document.number for document in desk.letters.issue(owner, "first", "zh")]
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Folders that the program opened in the file manager."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(QUrl(url).toLocalFile()))
    return found


def shown(qtbot: QtBot, dialog: QDialog) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def send_dialog(qtbot: QtBot, context: UiContext, numbers: list[str]) -> SendMailDialog:
    dialog = SendMailDialog(context, numbers)
    shown(qtbot, dialog)
    return dialog


def cells(dialog: SendMailDialog) -> list[str]:
    return [row.state for row in dialog.model.all_rows]


def test_the_dialog_says_who_gets_what_and_who_does_not(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post
) -> None:
    dialog = send_dialog(qtbot, context, numbers)
    assert cells(dialog) == ["可发送", "可发送", "暂不发送"]
    assert "没有邮箱地址" in dialog.model.all_rows[2].why
    assert dialog.send_button.text() == "发送 2 封邮件"
    assert dialog.preview.to.text() == "zhao@example.com"
    assert "127,700.50" in dialog.preview.subject.text()
    assert "赵磊" in dialog.preview.text.toPlainText()
    assert (post.names, post.taken) == ([], [])


def test_sending_shows_each_result_in_its_line(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post
) -> None:
    post.at_recipient["sun@example.com"] = "550 no such user"
    dialog = send_dialog(qtbot, context, numbers)
    qtbot.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    assert cells(dialog) == ["已发送", "被拒收", "暂不发送"]
    assert "550 no such user" in dialog.model.all_rows[1].why
    assert "已发送 1 封" in dialog.answer.text()
    assert post.recipients() == ["zhao@example.com"]
    assert context.desk.documents.find(numbers[0]).state == "sent"
    assert dialog.send_button.text() == "发送邮件"  # the refused one may go again, the sent one may not


def test_an_address_typed_in_counts_for_that_letter(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post
) -> None:
    dialog = send_dialog(qtbot, context, numbers)
    dialog.table.select_id(dialog.model.all_rows[2].line.document.id)
    qtbot.keyClicks(dialog.preview.to, "finance@example.com")
    qtbot.keyClick(dialog.preview.to, Qt.Key.Key_Tab)
    dialog.preview.to.editingFinished.emit()
    assert cells(dialog) == ["可发送"] * 3
    dialog.send()
    assert post.recipients() == ["zhao@example.com", "sun@example.com", "finance@example.com"]


def test_enter_in_the_address_sends_nothing(qtbot: QtBot, context: UiContext, numbers: list[str], post: Post) -> None:
    dialog = send_dialog(qtbot, context, numbers)
    dialog.preview.to.setFocus()
    qtbot.keyClick(dialog.preview.to, Qt.Key.Key_Return)
    assert (post.names, post.taken) == ([], [])
    assert dialog.isVisible()
    dialog.send_button.setFocus()
    qtbot.keyClick(dialog.send_button, Qt.Key.Key_Return)
    assert len(post.taken) == 2


def test_a_letter_sent_before_needs_the_tick(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post
) -> None:
    context.desk.outbox.send(numbers[:1])
    dialog = send_dialog(qtbot, context, numbers[:1])
    assert cells(dialog) == ["暂不发送"]
    assert not dialog.send_button.isEnabled()
    dialog.again.click()
    assert dialog.send_button.isEnabled()


def test_a_wrong_password_is_said_and_nothing_was_sent(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post
) -> None:
    account = context.desk.mail_account.needed()
    context.desk.secrets.set(account.secret_name, "wrong")
    dialog = send_dialog(qtbot, context, numbers)
    dialog.send()
    assert "授权码" in dialog.answer.text()
    assert cells(dialog) == ["可发送", "可发送", "暂不发送"]


def test_without_a_kept_password_it_is_asked_for_this_time_only(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post
) -> None:
    account = context.desk.mail_account.needed()
    context.desk.secrets.delete(account.secret_name)
    dialog = send_dialog(qtbot, context, numbers)
    assert dialog.password.isVisible()
    dialog.send()
    assert "没有" in dialog.answer.text()
    qtbot.keyClicks(dialog.password, PASSWORD)
    dialog.send()
    assert cells(dialog)[:2] == ["已发送", "已发送"]
    assert context.desk.secrets.get(account.secret_name) is None


def test_stop_ends_the_run_after_the_message_under_way(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def report(job: JobContext, done: int, *_: object) -> None:
        if done == 1:
            job.cancel()

    monkeypatch.setattr(JobContext, "report", report)
    monkeypatch.setattr(context.desk.outbox, "_sleep", lambda _seconds: None)
    context.desk.mail_account.save(replace(context.desk.mail_account.needed(), pause_seconds=1))
    dialog = send_dialog(qtbot, context, numbers)
    dialog.send()
    assert "已停止" in dialog.answer.text()
    assert post.recipients() == ["zhao@example.com"]
    assert cells(dialog) == ["已发送", "可发送", "暂不发送"]


def test_real_threads_send_while_the_window_goes_on(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post
) -> None:
    threaded = Jobs(release=context.desk.workspace.database.close)
    own = UiContext(context.desk, threaded, context.settings, context.theme)
    try:
        dialog = send_dialog(qtbot, own, numbers)
        qtbot.waitUntil(dialog.send_button.isEnabled)
        qtbot.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
        assert dialog.close_button.text() == "停止"
        qtbot.waitUntil(lambda: dialog.close_button.text() == "关闭", timeout=20_000)
        qtbot.waitUntil(lambda: not threaded.is_busy, timeout=20_000)
        assert cells(dialog)[:2] == ["已发送", "已发送"]
    finally:
        threaded.close()
        own.close()


def test_drafts_are_saved_without_an_account(
    qtbot: QtBot, context: UiContext, numbers: list[str], tmp_path: Path, opened: list[str]
) -> None:
    dialog = send_dialog(qtbot, context, numbers)
    assert not dialog.send_button.isEnabled()
    dialog.save_drafts_into(tmp_path / "drafts")
    assert cells(dialog) == ["已写草稿"] * 3
    assert len(list((tmp_path / "drafts").glob("*.eml"))) == 3
    assert opened == [str(tmp_path / "drafts")]


def test_the_list_of_sent_mails_sends_the_failed_ones_again(
    qtbot: QtBot, context: UiContext, numbers: list[str], post: Post
) -> None:
    post.at_recipient["sun@example.com"] = "450 try later"
    context.desk.outbox.send(numbers[:2])
    dialog = OutboxDialog(context)
    shown(qtbot, dialog)
    assert [line.state for line in dialog.model.all_rows] == ["later", "sent"]
    post.at_recipient.clear()
    qtbot.mouseClick(dialog.retry_button, Qt.MouseButton.LeftButton)
    assert {line.state for line in dialog.model.all_rows} == {"sent"}
    assert not dialog.retry_button.isEnabled()
    assert post.recipients() == ["zhao@example.com", "sun@example.com"]


def test_an_empty_list_says_so(qtbot: QtBot, context: UiContext) -> None:
    dialog = OutboxDialog(context)
    shown(qtbot, dialog)
    assert dialog.model.all_rows == ()
    assert not dialog.retry_button.isEnabled()


def test_the_menu_offers_what_fits_the_choice(qtbot: QtBot, context: UiContext, numbers: list[str]) -> None:
    page = LettersPage(context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    page.activate()
    page.refresh()
    made = page.findChild(MailButton)
    assert made is not None
    page.view.documents.table.selectAll()
    assert enabled(made) == {"mail_send_action": True, "mail_wechat_action": False, "mail_sms_action": False,
                             "mail_outbox_action": True}  # fmt: skip
    page.view.documents.table.clearSelection()
    page.view.documents.table.selectRow(0)
    assert enabled(made)["mail_wechat_action"]
    right = made.mapTo(page, made.rect().topRight()).x()
    assert right < 1180


def enabled(made: MailButton) -> dict[str, bool]:
    menu = made.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return {action.objectName(): action.isEnabled() for action in menu.actions() if action.objectName()}


def test_a_text_is_copied_at_once_and_logged_only_when_it_was_sent(
    qtbot: QtBot, context: UiContext, numbers: list[str]
) -> None:
    desk, number = context.desk, numbers[0]
    document = desk.documents.find(number)
    for is_sent in (False, True):
        dialog = MessageTextDialog(
            context, document, "wechat", desk.mail.short_text(number), desk.mail.remarks(number)
        )
        shown(qtbot, dialog)
        assert number in QGuiApplication.clipboard().text()
        (dialog.carry_out if is_sent else dialog.reject)()
        logged = desk.contacts.recent(document.customer_id)
        assert [line.channel for line in logged] == (["wechat"] if is_sent else [])


def test_the_text_warns_at_night(
    qtbot: QtBot, context: UiContext, numbers: list[str], clock: FixedClock
) -> None:
    assert context.desk.mail.remarks(numbers[0]) == ()
    clock.moment = clock.moment.replace(hour=22, minute=40)
    (remark,) = context.desk.mail.remarks(numbers[0])
    assert remark.rule == "quiet_hours"


def test_a_past_day_lets_nothing_leave(qtbot: QtBot, context: UiContext, numbers: list[str], post: Post) -> None:
    context.set_as_of(context.today.replace(day=1))
    dialog = send_dialog(qtbot, context, numbers)
    assert not dialog.send_button.isEnabled()
    assert not dialog.draft_button.isEnabled()
    dialog.send()
    assert (post.names, post.taken) == ([], [])
