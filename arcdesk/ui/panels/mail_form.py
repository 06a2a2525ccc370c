"""The fields of an e-mail account: server, protection, user, password, sender."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from arcdesk.i18n import tr
from arcdesk.services.mail_account import LONGEST_PAUSE_SECONDS, SECURITIES, MailAccount
from arcdesk.ui.theme import L, S, Theme
from arcdesk.ui.widgets import char_width, label
from arcdesk.ui.widgets.fields import combo_box, line_edit, named
from arcdesk.ui.widgets.secret_field import SecretField

NUMBER_CHARACTERS = 14
SECURITY_TEXTS = {"tls": "TLS (usual)", "starttls": "STARTTLS", "none": "none, this computer only|mail"}


class MailForm(QWidget):
    """Shows an account and reads one; checks nothing itself.

    Signals:
        edited: a person changed a field.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: MailAccount | None = None
        self.host = line_edit("mail_host", tr("Server|mail"), hint="smtp.example.com")
        self.security = combo_box("mail_security", tr("Protection|mail"))
        self.port = _number("mail_port", tr("Port"), 65535, tr("usual|port"))
        self.user = line_edit("mail_user", tr("User|mail"), hint=tr("mostly the whole address"))
        self.password = SecretField(theme, "mail_password", tr("Password"))
        self.from_address = line_edit("mail_from", tr("Sender's address"))
        self.from_name = line_edit("mail_name", tr("Sender's name"), hint=tr("the company's name"))
        self.reply_to = line_edit("mail_reply_to", tr("Reply to|mail"), hint=tr("the sender's address"))
        self.receipt = named(QCheckBox(tr("Ask the reader's program for a receipt")), "mail_receipt", "")
        self.receipt.setAccessibleName(self.receipt.text())
        self.pause = _number("mail_pause", tr("Pause between two messages"), LONGEST_PAUSE_SECONDS)
        self.keyring = label("", "muted", wrap=True)
        self.keyring.setObjectName("mail_keyring")
        self._arrange()
        for line in self._lines():
            line.textEdited.connect(lambda _text: self.edited.emit())
        self.security.activated.connect(lambda _index: self._on_security())
        self.receipt.clicked.connect(lambda _on: self.edited.emit())

    def show_account(self, account: MailAccount | None) -> None:
        """Put an account into the fields; ``None`` empties them."""
        self._kept = account
        shown = account or MailAccount("", "")
        securities = [key for key in SECURITIES if key != "none" or shown.security == "none"]
        self.security.clear()
        for key in securities:
            self.security.addItem(tr(SECURITY_TEXTS[key]), key)
        self.security.setCurrentIndex(self.security.findData(shown.security))
        texts = (
            shown.host, shown.user, "", shown.from_address, shown.from_name, shown.reply_to,
            str(shown.port or ""), str(shown.pause_seconds),
        )  # fmt: skip
        for line, text in zip(self._lines(), texts, strict=True):
            line.setText(text)
        self.receipt.setChecked(shown.wants_receipt)

    def account(self) -> MailAccount:
        """What stands in the fields; the limit of time stays as it was kept."""
        kept = self._kept or MailAccount("", "")
        return MailAccount(
            self.host.text(), self.from_address.text(), self.from_name.text(), self.user.text(),
            str(self.security.currentData()), _value(self.port), self.reply_to.text(), self.receipt.isChecked(),
            _value(self.pause), kept.timeout_seconds,
        )  # fmt: skip

    def field(self, name: str) -> QWidget | None:
        """The field that a refusal names."""
        fields: dict[str, QWidget] = {
            "host": self.host, "security": self.security, "port": self.port, "user": self.user,
            "password": self.password, "to": self.from_address, "pause": self.pause,
        }  # fmt: skip
        return fields.get(name)

    def _lines(self) -> tuple[QLineEdit, ...]:
        return (
            self.host, self.user, self.password, self.from_address, self.from_name, self.reply_to,
            self.port, self.pause,
        )  # fmt: skip

    def _on_security(self) -> None:
        """The port that goes with the protection, unless another one was entered."""
        if _value(self.port) in (0, *SECURITIES.values()):
            self.port.setText(str(SECURITIES[str(self.security.currentData())]))
        self.edited.emit()

    def _arrange(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(L)
        form.setVerticalSpacing(S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Server|mail"), _side_by_side(self.host, label(tr("Port"), "muted"), self.port))
        form.addRow(tr("Protection|mail"), _side_by_side(self.security, None))
        form.addRow(tr("User|mail"), self.user)
        form.addRow(tr("Password"), self.password)
        form.addRow("", self.keyring)
        form.addRow(tr("Sender's address"), self.from_address)
        form.addRow(tr("Sender's name"), self.from_name)
        form.addRow(tr("Reply to|mail"), self.reply_to)
        form.addRow("", self.receipt)
        form.addRow(tr("Pause between two messages"), _side_by_side(self.pause, label(tr("seconds"), "muted"), None))


def _number(name: str, title: str, most: int, hint: str = "") -> QLineEdit:
    """A short line that takes a whole number."""
    line = line_edit(name, title, hint=hint)
    line.setValidator(QIntValidator(0, most, line))
    line.setFixedWidth(char_width(line) * NUMBER_CHARACTERS)
    return line


def _value(line: QLineEdit) -> int:
    """The number in the line; 0 where there is none."""
    text = line.text().strip()
    return int(text) if text.isdecimal() else 0


def _side_by_side(*parts: QWidget | None) -> QHBoxLayout:
    """Fields in one line; the first takes the room, or what stands for ``None`` does."""
    row = QHBoxLayout()
    row.setSpacing(S)
    has_gap = None in parts
    for number, part in enumerate(parts):
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if not number and not has_gap else 0)
    return row


