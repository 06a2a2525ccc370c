"""Settings, Security: who may open the books, how far the evidence is, which backups are open, when it locks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.dialogs.password import (
    ChangePasswordDialog,
    RememberDialog,
    RemovePasswordDialog,
    RenewRecoveryKeyDialog,
    SetPasswordDialog,
    loss_text,
)
from arcdesk.ui.dialogs.recovery_key import show_recovery_key
from arcdesk.ui.jobs import Cancelled
from arcdesk.ui.panels.lock_choice import LockChoice
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.panels.unlock_form import POOL
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import SectionLabel, button, label, set_role
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from pathlib import Path

    from arcdesk.services.security import OpenBackup, Protection
    from arcdesk.ui.dialogs.form_dialog import FormDialog
    from arcdesk.ui.jobs import JobContext


@dataclass(frozen=True, slots=True)
class _Read:
    state: Protection
    open_backups: tuple[OpenBackup, ...]
    has_keyring: bool


class SecurityPane(QWidget):
    """Each button opens a small dialog; nothing is typed in the pane itself."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = label("", "heading", wrap=True)
        self._state.setObjectName("security_state")
        self._about = label("", "muted", wrap=True)
        self._about.setObjectName("security_about")
        self._set = button(tr("Set a password…"), "security_set", self._on_set, primary=True)
        self._change = button(
            tr("Change the password…"),
            "security_change",
            lambda: self._open(ChangePasswordDialog(context, parent=self)),
        )
        self._renew = button(tr("New recovery key…"), "security_renew", self._on_renew)
        self._remove = button(
            tr("Remove the password…"), "security_remove", lambda: self._open(RemovePasswordDialog(context, self))
        )
        self._waiting = label("", "warn", wrap=True)
        self._waiting.setObjectName("security_waiting")
        self._go_on = button(tr("Go on now"), "security_go_on", self._on_go_on)
        self._keyring = label("", wrap=True)
        self._keyring.setObjectName("security_keyring")
        self._remember = button(
            tr("Remember on this computer…"), "security_remember", lambda: self._open(RememberDialog(context, self))
        )
        self._forget = button(tr("Forget on this computer"), "security_forget", self._on_forget)
        self._backups = label("", wrap=True, selectable=True)
        self._backups.setObjectName("security_backups")
        self._replace = button(tr("Replace them"), "security_replace", self._on_replace)
        self._lock = LockChoice(context)
        self._answer = label("", "muted", wrap=True, selectable=True)
        self._answer.setObjectName("security_answer")
        self._lay_out()
        context.conversion_stopped.connect(self.load)

    def load(self) -> None:
        """Read how the books are protected."""
        desk = self._context.desk

        def work(_: JobContext) -> _Read:
            from arcdesk import secret_store

            own = isinstance(desk.secrets, secret_store.SystemKeyring)
            return _Read(desk.security.state(), desk.security.open_backups(), not own or secret_store.usable())

        self._context.jobs.run(work, self._on_loaded, pool=POOL, owner=self)

    def _on_loaded(self, read: _Read) -> None:
        state, can = read.state, self._context.can_write
        self._state.setText(
            tr("The books are protected by a password.") if state.has_password else tr("The books have no password.")
        )
        self._about.setText(
            tr("Books, evidence and new backups are encrypted. The recovery key opens them too.")
            if state.has_password
            else tr("Whoever has the folder or a backup can read them.") + " " + loss_text()
        )
        self._set.setVisible(not state.has_password)
        for part in (self._change, self._renew, self._remove):
            part.setVisible(state.has_password)
        for made in (self._set, self._change, self._renew, self._remove, self._remember, self._forget, self._replace):
            made.setEnabled(can)
        self._show_waiting(state)
        self._show_keyring(state, has_keyring=read.has_keyring)
        self._show_backups(read.open_backups)

    def _show_waiting(self, state: Protection) -> None:
        text = (
            tr("{count} evidence files not encrypted yet", count=state.waiting)
            if state.encrypts_evidence
            else tr("{count} evidence files not decrypted yet", count=state.waiting)
        )
        self._waiting.setText(text)
        self._waiting.setVisible(bool(state.waiting))
        self._go_on.setVisible(bool(state.waiting) and not self._context.is_converting)
        self._go_on.setEnabled(self._context.can_write)

    def _show_keyring(self, state: Protection, *, has_keyring: bool) -> None:
        self._computer.setVisible(state.has_password)
        self._lock.setVisible(state.has_password)
        if state.on_this_computer:
            text = tr("This computer's keyring opens the books with one click.")
        elif has_keyring:
            text = tr("The password is asked for at every start.")
        else:
            text = tr("This system has no keyring that can be used: the password is asked for at every start. It is "
                      "never kept in the clear.")  # fmt: skip
        self._keyring.setText(text)
        self._remember.setVisible(has_keyring and not state.on_this_computer)
        self._forget.setVisible(state.on_this_computer)

    def _show_backups(self, opened: tuple[OpenBackup, ...]) -> None:
        self._open_backups.setVisible(bool(opened))
        lines = [f"{show.moment(datetime.fromisoformat(backup.made_at))}  {backup.file}" for backup in opened]
        self._backups.setText("\n".join(lines))

    def _open(self, dialog: FormDialog) -> None:
        self._say("", "muted")
        dialog.open()

    def _on_set(self) -> None:
        dialog = SetPasswordDialog(self._context, self)
        dialog.carried_out.connect(self._show_key)
        self._open(dialog)

    def _on_renew(self) -> None:
        dialog = RenewRecoveryKeyDialog(self._context, self)
        dialog.carried_out.connect(self._show_key)
        self._open(dialog)

    @Slot(object)
    def _show_key(self, key: object) -> None:
        show_recovery_key(self._context.desk, self._context.jobs, self, key)

    @Slot()
    def _on_go_on(self) -> None:
        self._go_on.setEnabled(False)
        self._context.conversion_requested.emit()

    @Slot()
    def _on_forget(self) -> None:
        security = self._context.desk.security
        self._context.jobs.run(lambda _: security.forget(), self._on_forgotten, self._on_failed, owner=self)

    def _on_forgotten(self, _: object) -> None:
        self._say(tr("This computer asks for the password again."), "good")

    @Slot()
    def _on_replace(self) -> None:
        security, title = self._context.desk.security, tr("Replacing the backups")

        def work(job: JobContext) -> tuple[Path, ...]:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, tr("{title} (MB)", title=title))

            return security.replace_open_backups(progress)

        self._replace.setEnabled(False)
        self._say(title, "muted")
        self._context.jobs.run(
            work, self._on_replaced, self._on_failed, title=title, pool="work", owner=self
        )

    def _on_replaced(self, gone: tuple[Path, ...]) -> None:
        self._say(
            tr("A protected backup was made and read back; {count} open ones were removed.", count=len(gone)), "good"
        )
        self.load()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
        elif isinstance(error, Cancelled):
            self._say(tr("Stopped. Nothing was changed."), "muted")
        self.load()

    def _say(self, text: str, role: str) -> None:
        self._answer.setText(text)
        set_role(self._answer, role)

    def _lay_out(self) -> None:
        box = pane_layout(self, tr("Security"), tr("Who may open the books, and when the window locks."))
        box.addWidget(self._state)
        box.addWidget(self._about)
        deeds = FlowLayout(spacing=S, line_spacing=S)
        for deed in (self._set, self._change, self._renew, self._remove):
            deeds.addWidget(deed)
        box.addLayout(deeds)
        box.addLayout(_row(self._waiting, self._go_on))
        box.addWidget(self._answer)
        self._computer, part = _part(tr("This computer"), self._keyring)
        part.addLayout(_row(self._remember, self._forget))
        box.addWidget(self._computer)
        box.addWidget(self._lock)
        about = tr("Whoever has one of these reads the books of today without a password. What lies on other sticks "
                   "or shares, please replace by hand.")  # fmt: skip
        self._open_backups, part = _part(tr("Backups that open without the password"), self._backups)
        part.addWidget(label(about, "muted", wrap=True))
        part.addLayout(_row(self._replace))
        box.addWidget(self._open_backups)
        for hidden in (self._change, self._renew, self._remove, self._waiting, self._go_on, self._computer,
                       self._lock, self._open_backups):  # fmt: skip
            hidden.hide()
        box.addStretch(1)


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(S)
    for part in parts:
        row.addWidget(part, 0 if isinstance(part, QPushButton) else 1)
    row.addStretch(1)
    return row


def _part(title: str, *parts: QWidget) -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, M, 0, 0)
    box.setSpacing(S)
    box.addWidget(SectionLabel(title))
    for part in parts:
        box.addWidget(part)
    return made, box
