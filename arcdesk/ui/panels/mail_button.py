"""What one does with issued documents by e-mail, WeChat and SMS; as one menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from arcdesk.domain.gate import Reason
from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.icons import icon

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class MailButton(QPushButton):
    """A button that offers e-mail for the documents chosen, and the list of what was sent.

    Args:
        chosen: the documents chosen in the table.
    """

    def __init__(self, context: UiContext, chosen: Callable[[], list[IssuedDocument]], parent: QWidget) -> None:
        super().__init__(tr("E-mail|mail"), parent)
        self.setObjectName("document_mail")
        self._context, self._chosen, self._parent = context, chosen, parent
        self.setIcon(icon("mail", context.theme))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def _fill(self) -> None:
        self._menu.clear()
        add_mail(self._menu, self._context, self._chosen(), self._parent)


def add_mail(menu: QMenu, context: UiContext, documents: list[IssuedDocument], parent: QWidget) -> None:
    """Put what can be done with these documents into a menu."""
    send = menu.addAction(
        icon("mail", context.theme), tr("By e-mail or as drafts…"), partial(send_documents, context, documents, parent)
    )
    send.setObjectName("mail_send_action")
    send.setEnabled(bool(documents))
    for channel, text in (("wechat", tr("Text for WeChat…")), ("sms", tr("Text for SMS…"))):
        act = partial(copy_text, context, documents[0], channel, parent) if documents else _nothing
        action = menu.addAction(icon("wechat" if channel == "wechat" else "copy", context.theme), text, act)
        action.setObjectName(f"mail_{channel}_action")
        action.setEnabled(len(documents) == 1)
    menu.addSeparator()
    sent = menu.addAction(icon("timeline", context.theme), tr("Sent e-mails…"), partial(show_outbox, context, parent))
    sent.setObjectName("mail_outbox_action")


def send_documents(context: UiContext, documents: list[IssuedDocument], parent: QWidget) -> None:
    """Open the dialog that sends these documents or writes them as drafts, the oldest first."""
    from arcdesk.ui.dialogs.send_mail import SendMailDialog

    SendMailDialog(context, sorted(document.number for document in documents), parent).open()


def show_outbox(context: UiContext, parent: QWidget) -> None:
    """Open the list of what was sent."""
    from arcdesk.ui.dialogs.outbox import OutboxDialog

    OutboxDialog(context, parent).open()


def copy_text(context: UiContext, document: IssuedDocument, channel: str, parent: QWidget) -> None:
    """Fill in the text about one document and open it; a refusal stands in the message bar."""
    mail = context.desk.mail

    def work(_job: JobContext) -> tuple[str, tuple[Reason, ...]]:
        return mail.short_text(document.number), mail.remarks(document.number)

    def show(made: tuple[str, tuple[Reason, ...]]) -> None:
        from arcdesk.ui.dialogs.message_text import MessageTextDialog

        text, remarks = made
        MessageTextDialog(context, document, channel, text, remarks, parent).open()

    context.jobs.run(work, show, owner=parent)


def _nothing() -> None:
    """Nothing is chosen."""
