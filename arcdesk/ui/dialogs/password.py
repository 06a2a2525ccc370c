"""The small dialogs about a password: set, change and remove it, remember it here, renew the recovery key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.keys import PasswordNeeded
from arcdesk.ui.dialogs.form_dialog import FormDialog, add_text
from arcdesk.ui.panels.password_fields import PasswordFields
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


def loss_text() -> str:
    """What nobody may find out afterwards, said before a password is set."""
    return tr(
        "Whoever forgets the password and loses the recovery key has lost the books for good: there is no back door, "
        "and nobody can help."
    )


class SetPasswordDialog(FormDialog):
    """The first password. ``carried_out`` hands over the recovery key, which is to be shown at once."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("Set a password"), tr("Set the password"), parent)
        self.setObjectName("set_password")
        about = tr("Books and evidence are then read by nobody who takes the computer, a stick or a backup away.")
        add_text(self, label(about, wrap=True))
        self.fields = PasswordFields(context.theme)
        self.form.addRow(self.fields)
        add_text(self, label(loss_text(), "warn", wrap=True))
        add_text(self, label(tr("The recovery key is shown next, to be printed."), "muted", wrap=True))
        self.fields.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        security, password = self.context.desk.security, self.fields.password()
        return lambda _job: security.set_password(password)

    def done_text(self, result: object) -> str:
        return ""


class SecretDialog(FormDialog):
    """A deed that needs the password or the recovery key once more."""

    def __init__(
        self, context: UiContext, title: str, verb: str, about: str, *, role: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(context, title, verb, parent)
        add_text(self, label(about, role, wrap=True))
        self.secret = SecretField(context.theme, "present_secret", tr("Password or recovery key"))
        self.add_row(tr("Password or recovery key"), self.secret)
        self.secret.setFocus()

    def typed(self) -> str:
        """What was typed.

        Raises:
            PasswordNeeded: nothing.
        """
        if not self.secret.text():
            raise PasswordNeeded(path=self.context.desk.workspace.folder.name, field="password")
        return self.secret.text()


class ChangePasswordDialog(FormDialog):
    """Another password; who opened the books by the recovery key needs no old one."""

    def __init__(self, context: UiContext, recovery_key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(context, tr("Change the password"), tr("Change the password"), parent)
        self.setObjectName("change_password")
        self._recovery_key = recovery_key
        self.secret = SecretField(context.theme, "present_secret", tr("Present password or recovery key"))
        if recovery_key:
            self.setWindowTitle(tr("Set a new password"))
            about = tr("The books were opened by the recovery key. Set a new password; the old one then opens nothing.")
            add_text(self, label(about, wrap=True))
            self.secret.hide()
        else:
            self.add_row(tr("Present password or recovery key"), self.secret)
        self.fields = PasswordFields(context.theme)
        self.form.addRow(self.fields)
        note = tr("The recovery key stays as it is. Backups made before keep the password of their day.")
        add_text(self, label(note, "muted", wrap=True))
        (self.fields if recovery_key else self.secret).setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        security, secret = self.context.desk.security, self._recovery_key or self.secret.text()
        if not secret:
            raise PasswordNeeded(path=self.context.desk.workspace.folder.name, field="password")
        password = self.fields.password()
        return lambda _job: security.change_password(secret, password)

    def done_text(self, result: object) -> str:
        return tr("The password was changed.")


class RemovePasswordDialog(SecretDialog):
    """Open the books to everybody again."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        about = tr("Whoever gets the folder or a new backup can then read everything. Backups made before stay locked.")
        title = tr("Remove the password")
        super().__init__(context, title, title, about, role="warn", parent=parent)
        self.setObjectName("remove_password")

    def gather(self) -> Callable[[JobContext], object]:
        security, secret = self.context.desk.security, self.typed()
        return lambda _job: security.drop_password(secret)

    def done_text(self, result: object) -> str:
        return tr("The password was removed.")


class RememberDialog(SecretDialog):
    """Let this computer's keyring open the books."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        about = tr(
            "Whoever is logged in to this computer as you then opens the books with one click, also while they are "
            "locked. A stolen disk or backup stays closed."
        )
        super().__init__(context, tr("Remember on this computer"), tr("Remember"), about, parent=parent)
        self.setObjectName("remember_password")

    def gather(self) -> Callable[[JobContext], object]:
        security, secret = self.context.desk.security, self.typed()
        return lambda _job: security.remember(secret)

    def done_text(self, result: object) -> str:
        return tr("This computer's keyring opens the books now.")


class RenewRecoveryKeyDialog(SecretDialog):
    """A new recovery key; ``carried_out`` hands it over, to be shown at once."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        about = tr("For a sheet that was lost or seen by others. The old key opens nothing any more.")
        super().__init__(context, tr("New recovery key"), tr("Make a new key"), about, parent=parent)
        self.setObjectName("renew_recovery")

    def gather(self) -> Callable[[JobContext], object]:
        security, secret = self.context.desk.security, self.typed()
        return lambda _job: security.new_recovery_key(secret)

    def done_text(self, result: object) -> str:
        return ""
