"""Whether new books get a password: off, and when it is on, what that means before it is typed."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.dialogs.password import loss_text
from arcdesk.ui.panels.password_fields import PasswordFields
from arcdesk.ui.theme import XL, XS, S, Theme
from arcdesk.ui.widgets import label


class ProtectChoice(QWidget):
    """A switch, and the two lines of a new password under it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = QCheckBox(tr("Protect the books with a password"))
        self.switch.setObjectName("first_start_protect")
        self.switch.setAccessibleName(self.switch.text())
        about = label(
            tr("For a computer that others use or that travels. Can be set and removed later in Settings, Security."),
            "muted",
            wrap=True,
        )
        self.fields = PasswordFields(theme)
        self._loss = label(loss_text(), "warn", wrap=True)
        self._inner = QWidget()
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(XL + XS, 0, 0, 0)
        inner.setSpacing(S)
        inner.addWidget(self._loss)
        inner.addWidget(self.fields)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        for part in (self.switch, about, self._inner):
            box.addWidget(part)
        self._inner.hide()
        self.switch.toggled.connect(self._on_switched)

    def password(self) -> str:
        """What was typed; empty while the switch is off.

        Raises:
            PasswordTooShort, PasswordsDiffer.
        """
        return self.fields.password() if self.switch.isChecked() else ""

    @Slot(bool)
    def _on_switched(self, is_on: bool) -> None:
        self._inner.setVisible(is_on)
        if is_on:
            self.fields.setFocus()
        else:
            self.fields.clear()
