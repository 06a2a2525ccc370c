"""Settings, E-mail: the account is entered, tried out against a real server, and removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.services.mail_account import MailAccount
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.settings import SettingsPage
from arcdesk.ui.panels.mail_pane import MailPane
from tests.services.mail_server import PASSWORD, USER, Post, certificate, serving


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    folder = tmp_path / "authority"
    certificate(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
    with serving(folder) as server:
        yield server


@pytest.fixture
def pane(qtbot: QtBot, context: UiContext) -> Iterator[MailPane]:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1180, 720)
    page.show()
    page.activate()
    page.show_pane("mail")
    yield page.mail
    page.close()


def press(qtbot: QtBot, pane: MailPane, name: str) -> str:
    """Click a button of the pane; what it says afterwards."""
    made = pane.findChild(QPushButton, name)
    assert made is not None
    assert made.isEnabled(), name
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    return said(pane)


def said(pane: MailPane) -> str:
    found = pane.findChild(QLabel, "mail_state")
    assert found is not None
    return found.text()


def fill(qtbot: QtBot, pane: MailPane, port: int, password: str = PASSWORD) -> None:
    form = pane.form
    for line, text in (
        (form.host, "localhost"), (form.port, str(port)), (form.user, USER), (form.password, password),
        (form.from_address, USER), (form.pause, "0"),
    ):  # fmt: skip
        line.clear()
        qtbot.keyClicks(line, text)


def test_an_account_is_entered_and_tried_out(
    qtbot: QtBot, pane: MailPane, context: UiContext, post: Post
) -> None:
    assert not pane.findChild(QPushButton, "mail_test").isEnabled()  # type: ignore[union-attr]
    fill(qtbot, pane, post.port)
    assert "已保存" in press(qtbot, pane, "mail_save")
    account = context.desk.mail_account.needed()
    assert (account.host, account.port, account.pause_seconds) == ("localhost", post.port, 0)
    assert pane.form.password.text() == ""
    assert (post.names, post.taken) == ([], [])
    assert "没有发送" in press(qtbot, pane, "mail_test")
    assert (post.logins, post.taken) == ([(USER, PASSWORD)], [])
    assert USER in press(qtbot, pane, "mail_test_message")
    assert post.recipients() == [USER]


def test_a_wrong_password_is_said_under_the_buttons(
    qtbot: QtBot, pane: MailPane, context: UiContext, post: Post
) -> None:
    fill(qtbot, pane, post.port, "wrong")
    press(qtbot, pane, "mail_save")
    assert "授权码" in press(qtbot, pane, "mail_test")
    assert context.desk.mail_account.account() is not None


def test_what_cannot_be_meant_is_refused_and_what_is_typed_stays(
    qtbot: QtBot, pane: MailPane, context: UiContext
) -> None:
    fill(qtbot, pane, 465)
    pane.form.from_address.clear()
    qtbot.keyClicks(pane.form.from_address, "nobody")
    assert "不是邮箱地址" in press(qtbot, pane, "mail_save")
    pane.load()
    assert pane.form.from_address.text() == "nobody"
    assert context.desk.mail_account.account() is None


def test_the_port_follows_the_protection_until_another_is_entered(qtbot: QtBot, pane: MailPane) -> None:
    form = pane.form
    form.security.setCurrentIndex(form.security.findData("starttls"))
    form.security.activated.emit(1)
    assert form.port.text() == "587"
    form.port.clear()
    qtbot.keyClicks(form.port, "2525")
    form.security.setCurrentIndex(form.security.findData("tls"))
    form.security.activated.emit(0)
    assert form.port.text() == "2525"


def test_no_unprotected_connection_is_offered(pane: MailPane) -> None:
    offered = [pane.form.security.itemData(index) for index in range(pane.form.security.count())]
    assert offered == ["tls", "starttls"]


def test_a_removed_account_leaves_no_password(qtbot: QtBot, context: UiContext) -> None:
    account = MailAccount("smtp.example.com", USER, user=USER)
    context.desk.mail_account.save(account, PASSWORD)
    kept = context.desk.mail_account.needed()
    pane = MailPane(context)
    qtbot.addWidget(pane)
    pane.load()
    press(qtbot, pane, "mail_remove")
    assert context.desk.secrets.get(kept.secret_name) is None
    assert pane.form.host.text() == ""


def test_a_past_day_lets_nothing_be_changed(qtbot: QtBot, context: UiContext) -> None:
    context.desk.mail_account.save(MailAccount("smtp.example.com", USER, user=USER), PASSWORD)
    pane = MailPane(context)
    qtbot.addWidget(pane)
    context.set_as_of(context.today.replace(day=1))
    pane.load()
    assert not pane.form.isEnabled()
    assert not pane.findChild(QPushButton, "mail_remove").isEnabled()  # type: ignore[union-attr]
