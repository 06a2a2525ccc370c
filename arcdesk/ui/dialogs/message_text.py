"""A short text for WeChat or SMS: on the clipboard at once, and logged only when the person says it was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from arcdesk.domain.gate import Reason
from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.reason_text import reason_text
from arcdesk.ui.dialogs.form_dialog import FormDialog, add_text
from arcdesk.ui.icons import icon
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

TITLES = {"wechat": "Text for WeChat: {number}", "sms": "Text for SMS: {number}"}
LINES = 7


class MessageTextDialog(FormDialog):
    """Closing it logs nothing."""

    def __init__(
        self,
        context: UiContext,
        document: IssuedDocument,
        channel: str,
        text: str,
        remarks: Sequence[Reason] = (),
        parent: QWidget | None = None,
    ) -> None:
        title = tr(TITLES[channel], number=document.number)
        super().__init__(context, title, tr("It was sent: log it"), parent)
        self._document, self._channel, self._text = document, channel, text
        self.setObjectName("message_text")
        self.text = named(QPlainTextEdit(text), "message_body", title)
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(self.fontMetrics().lineSpacing() * LINES)
        add_text(self, label(document.customer_name, "heading", wrap=True))
        self.form.addRow(self.text)
        for remark in remarks:
            add_text(self, label(reason_text(remark), "warn", wrap=True))
        self.copied = label("", "good", wrap=True)
        self.copied.setObjectName("message_copied")
        add_text(self, self.copied)
        again = button(tr("Copy again"), "message_copy", self.copy, flat=True)
        again.setIcon(icon("copy", context.theme))
        self.form.addRow(again)
        asks = tr("Send it yourself, then say so here. Otherwise cancel: nothing is logged.")
        add_text(self, label(asks, "muted", wrap=True))
        self.save.setEnabled(context.can_write)
        self.copy()

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)
        self.copied.setText(tr("Copied. Paste it into the conversation."))

    def gather(self) -> Callable[[JobContext], object]:
        mail, number, channel, text = self.context.desk.mail, self._document.number, self._channel, self._text
        return lambda _job: mail.log_text(number, channel, text)

    def done_text(self, result: object) -> str:
        return tr("Logged as a contact of {customer}.", customer=self._document.customer_name)
