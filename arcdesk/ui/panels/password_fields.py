"""A new password: typed twice, with one sentence about how long it keeps, and no rules about signs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from arcdesk import keys
from arcdesk.i18n import tr
from arcdesk.keys import LEAST_LETTERS, PasswordsDiffer
from arcdesk.ui.theme import L, S, Theme
from arcdesk.ui.widgets import label, set_role
from arcdesk.ui.widgets.secret_field import SecretField

FAIR_LETTERS, GOOD_LETTERS = 12, 16


def strength(password: str) -> tuple[str, str]:
    """One sentence about a password's length and the role it is drawn in; about nothing else."""
    if not password:
        return tr("A short sentence is easy to keep and hard to guess; blanks are welcome."), "muted"
    if len(password) < LEAST_LETTERS:
        return tr("{count} of at least {least} characters", count=len(password), least=LEAST_LETTERS), "bad"
    if len(password) < FAIR_LETTERS:
        return tr("Short: whoever takes a copy of the books away could guess it in time."), "warn"
    if len(password) < GOOD_LETTERS:
        return tr("Fair. A few characters more make it much harder to guess."), "muted"
    return tr("Long enough to withstand guessing, if it is not a known saying."), "good"


class PasswordFields(QWidget):
    """Two lines and the sentence under them.

    Signals:
        edited(): something was typed.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = SecretField(theme, "new_password", tr("New password"))
        self.again = SecretField(theme, "new_password_again", tr("Once more"))
        self._about = label("", "muted", wrap=True)
        self._about.setObjectName("password_strength")
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        form = QFormLayout()
        form.setHorizontalSpacing(L)
        form.setVerticalSpacing(S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("New password"), self.first)
        form.addRow(tr("Once more"), self.again)
        form.addRow("", self._about)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(form)
        for field in (self.first, self.again):
            field.textEdited.connect(self._on_edited)
        self.setFocusProxy(self.first)
        self._on_edited()

    def password(self) -> str:
        """What was typed in both lines.

        Raises:
            PasswordTooShort, PasswordsDiffer.
        """
        keys.check_new_password(self.first.text())
        if self.first.text() != self.again.text():
            raise PasswordsDiffer(field="again")
        return self.first.text()

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.first, self.again):
            field.setText("")
            field.hide_text()
        self._on_edited()

    @Slot()
    def _on_edited(self) -> None:
        text, role = strength(self.first.text())
        if self.again.text() and not self.first.text().startswith(self.again.text()):
            text, role = tr("The two lines differ."), "bad"
        self._about.setText(text)
        set_role(self._about, role)
        self.edited.emit()
