"""After a contact: the written recap, offered to be copied for WeChat or a mail (S-091, R89)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from arcdesk.i18n import current, tr
from arcdesk.ui.panels.log_form import logged_text

if TYPE_CHECKING:
    from arcdesk.services.contacts import LoggedContact
    from arcdesk.ui.context import UiContext


def offer_recap(context: UiContext, logged: LoggedContact) -> None:
    """Say what was kept; where somebody was reached, offer the recap of it."""
    recaps, language = context.desk.recaps, current()

    def on_written(text: str | None) -> None:
        if text is None:
            context.inform(logged_text(logged), "good")
        else:
            context.offered.emit(logged_text(logged), tr("Copy the recap"), lambda: copy(text))

    def copy(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        context.inform(tr("The recap is copied. Paste it into WeChat or a mail: {text}", text=text), "good")

    context.jobs.run(lambda _: recaps.of(logged.id, language), on_written, owner=context)
