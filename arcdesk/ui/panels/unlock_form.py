"""Asking for the password or the recovery key: one line, one button, one sentence where it was wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.theme import S, Theme
from arcdesk.ui.widgets import button, label, mark_wrong, set_role
from arcdesk.ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from arcdesk.ui.jobs import Jobs

POOL = "keys"
"""A thread of its own: nobody stands before the lock until a backup is done."""


class UnlockForm(QWidget):
    """The key is derived off the GUI thread: the window stays alive for that second.

    Args:
        check: what a secret opens; raises a refusal where it opens nothing.
        by_keyring: what this computer's keyring opens, ``None`` where it does not; offered as a button of its own.

    Signals:
        unlocked(object): what ``check`` or ``by_keyring`` returned.
    """

    unlocked = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        theme: Theme,
        check: Callable[[str], object],
        by_keyring: Callable[[], object | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._check, self._by_keyring = jobs, check, by_keyring
        self.setObjectName("unlock_form")
        self.field = SecretField(theme, "unlock_secret", tr("Password or recovery key"))
        self.field.setPlaceholderText(tr("Password or recovery key"))
        self.field.textEdited.connect(self._on_edited)
        self.field.returnPressed.connect(self.unlock)
        self.open_button = button(tr("Open|books"), "unlock_open", self.unlock, primary=True)
        self.keyring_button = button(
            tr("Open with this computer's keyring"), "unlock_keyring", self.unlock_by_keyring
        )
        self.keyring_button.hide()
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("unlock_answer")
        self.answer.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.answer.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)  # nothing jumps when it speaks
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.field, 1)
        row.addWidget(self.open_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        box.addWidget(self.keyring_button)
        box.addLayout(row)
        box.addWidget(self.answer)
        self.setFocusProxy(self.field)

    def start(self) -> None:
        """Empty, with the focus; whether the keyring can open is asked in the background."""
        self.field.setText("")
        self.field.hide_text()
        self._say("")
        self._busy(False)
        self.field.setFocus()
        self.keyring_button.hide()
        asked = self._by_keyring
        if asked is not None:
            self._jobs.run(
                lambda _: asked() is not None, self._on_asked, self._on_not_asked, pool=POOL, owner=self
            )

    @Slot()
    def unlock(self) -> None:
        """Try what was typed."""
        secret = self.field.text()
        if not self.open_button.isEnabled():
            return
        if not secret:
            self._say(tr("Enter the password, or the recovery key from the printed sheet."), "muted")
            self.field.setFocus()
            return
        self._busy(True)
        self._jobs.run(lambda _: self._check(secret), self._on_unlocked, self._on_failed, pool=POOL, owner=self)

    @Slot()
    def unlock_by_keyring(self) -> None:
        """Let the keyring open."""
        asked = self._by_keyring
        if asked is None or not self.open_button.isEnabled():
            return
        self._busy(True)
        self._jobs.run(lambda _: asked(), self._on_keyring, self._on_failed, pool=POOL, owner=self)

    def _on_asked(self, can: bool) -> None:
        self.keyring_button.setVisible(can)
        if can and not self.field.text():
            self.keyring_button.setFocus()

    def _on_not_asked(self, _error: BaseException) -> None:
        """Without the keyring there is still the line."""

    def _on_unlocked(self, opened: object) -> None:
        self.field.setText("")
        self._busy(False)
        self._say("")
        self.unlocked.emit(opened)

    def _on_keyring(self, opened: object | None) -> None:
        if opened is not None:
            self._on_unlocked(opened)
            return
        self._busy(False)
        self.keyring_button.hide()
        self._say(tr("The keyring does not open these books any more. Enter the password."), "bad")
        self.field.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._busy(False)
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
            mark_wrong(self.field, True)
        else:
            self._say(tr("That could not be tried. Try again."), "bad")
        self.field.selectAll()
        self.field.setFocus()

    @Slot()
    def _on_edited(self) -> None:
        mark_wrong(self.field, False)
        self._say("")

    def _busy(self, is_busy: bool) -> None:
        for part in (self.open_button, self.keyring_button):
            part.setEnabled(not is_busy)
        self.field.setReadOnly(is_busy)
        if is_busy:
            self._say(tr("Checking…|secret"), "muted")

    def _say(self, text: str, role: str = "muted") -> None:
        self.answer.setText(text)
        self.answer.setAccessibleName(text)
        set_role(self.answer, role)
