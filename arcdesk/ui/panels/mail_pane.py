"""Settings, E-mail: the account, kept by Save, tried out by Test; the password in the system's keyring only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.mail_account import AccountState, MailAccount
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.panels.mail_form import MailForm
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import button, label, set_role
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from arcdesk.ui.jobs import JobContext


class MailPane(QWidget):
    """The account that letters are sent from; without one they are written as drafts."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_edited = False
        self._has_account = False
        self.form = MailForm(context.theme)
        self.form.edited.connect(self._on_edited)
        self._save = button(tr("Save|mail"), "mail_save", self.save, primary=True)
        self._test = button(tr("Test the connection"), "mail_test", lambda: self.test(to_oneself=False))
        self._to_self = button(
            tr("Send a test message to myself"), "mail_test_message", lambda: self.test(to_oneself=True)
        )
        self._remove = button(tr("Remove the account"), "mail_remove", self.remove, flat=True)
        self._state = label("", "muted", wrap=True, selectable=True)
        self._state.setObjectName("mail_state")
        box = pane_layout(
            self,
            tr("E-mail|mail"),
            tr(
                "An account to send letters from. ArcDesk connects to this server only when you send or test. "
                "Without an account letters are written as drafts for your mail program."
            ),
        )
        box.addWidget(self.form)
        box.addSpacing(S)
        row = FlowLayout(spacing=S)
        for made in (self._save, self._test, self._to_self, self._remove):
            row.addWidget(made)
        box.addLayout(row)
        box.addWidget(self._state)
        box.addStretch(1)

    def load(self) -> None:
        """Read the account; what a person is typing stays."""
        if not self._is_edited:
            accounts = self._context.desk.mail_account
            self._context.jobs.run(lambda _job: accounts.state(), self._on_loaded, pool="work", owner=self)

    def save(self) -> None:
        """Keep what stands in the fields, and the password where one was typed."""
        account, password = self.form.account(), self.form.password.text()
        accounts = self._context.desk.mail_account
        self._run(lambda _job: accounts.save(account, password or None), self._on_saved, tr("Saving…"))

    def test(self, *, to_oneself: bool) -> None:
        """Connect and log in with the account as kept; sends nothing, or one message to oneself."""
        outbox = self._context.desk.outbox
        password = self.form.password.text()
        self._run(
            lambda _job: outbox.test(password, to_oneself=to_oneself),
            self._on_sent_to_self if to_oneself else self._on_tested,
            tr("Connecting…"),
            pool="work",
        )

    def remove(self) -> None:
        """Forget the account and its password."""
        accounts = self._context.desk.mail_account
        self._run(lambda _job: accounts.remove(), self._on_removed, "")

    def _run(
        self, work: Callable[[JobContext], object], done: Callable[[object], None], text: str, pool: str = "db"
    ) -> None:
        for made in (self._save, self._test, self._to_self, self._remove):
            made.setEnabled(False)
        self._say(text, "muted")
        self._context.jobs.run(work, done, self._on_failed, pool=pool, owner=self)

    def _on_loaded(self, state: AccountState | None) -> None:
        self.form.show_account(state.account if state else None)
        self._has_account = state is not None
        self.form.password.setPlaceholderText(
            tr("kept in this computer's keyring") if state and state.has_password else ""
        )
        if state is not None and not state.keyring:
            text = tr("This system has no keyring: the password is asked for at each sending and kept nowhere.")
        else:
            text = tr("Kept in this computer's keyring and nowhere else. Many providers want an authorisation code.")
        self.form.keyring.setText(text)
        self._show_abilities()

    def _on_edited(self) -> None:
        self._is_edited = True
        self._say("", "muted")
        self._show_abilities()

    def _show_abilities(self) -> None:
        can = self._context.can_write
        self.form.setEnabled(can)
        self._save.setEnabled(can and self._is_edited)
        for made in (self._test, self._to_self):
            made.setEnabled(self._has_account and not self._is_edited)
        self._remove.setEnabled(can and self._has_account)

    def _on_saved(self, in_keyring: object) -> None:
        account = self.form.account()
        self._is_edited = False
        self.form.password.clear()
        self.form.password.hide_text()
        if account.user and not in_keyring:
            self._say(tr("Saved. The password is kept until ArcDesk is closed and nowhere else."), "warn")
        else:
            self._say(tr("Saved."), "good")
        self.load()

    def _on_tested(self, _account: object) -> None:
        self._say(tr("The server took the login. Nothing was sent."), "good")
        self._show_abilities()

    def _on_sent_to_self(self, account: object) -> None:
        assert isinstance(account, MailAccount)
        self._say(tr("A test message to {address} is on its way.", address=account.from_address), "good")
        self._show_abilities()

    def _on_removed(self, _: object) -> None:
        self._is_edited = False
        self._say(tr("The account and its password were removed."), "good")
        self.load()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
            field = self.form.field(error.field)
            if field is not None:
                field.setFocus()
        self._show_abilities()

    def _say(self, text: str, role: str) -> None:
        self._state.setText(text)
        set_role(self._state, role)
