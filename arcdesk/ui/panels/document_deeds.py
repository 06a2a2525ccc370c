"""What one records of an issued document: sent, what came of it, its answer, its end; as one menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.icons import icon

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of the menu: its text, icon and name, for which documents, and what it opens."""

    name: str
    text: str
    icon: str
    fits: Callable[[IssuedDocument], bool]
    act: Callable[[UiContext, IssuedDocument, QWidget], None]
    writes: bool = True


def deeds() -> tuple[tuple[Deed, ...], ...]:
    """The entries in groups, in the order in which things happen."""
    return (
        (
            Deed("delivered", tr("Delivered…"), "check", _may_come, _outcome("delivered")),
            Deed("refused", tr("Refused…"), "close", _was_sent, _outcome("refused")),
            Deed("returned", tr("Came back…"), "back", _was_sent, _outcome("returned")),
        ),
        (
            Deed("agreed", tr("Confirmed…"), "check", _may_answer, _answer("agreed")),
            Deed("disputed", tr("With a difference…"), "dispute", _may_answer, _answer("disputed")),
        ),
        (
            Deed("void", tr("Declare void…"), "minus", lambda d: d.state == "issued", _end),
            Deed("withdraw", tr("Take back by a note…"), "minus", _is_out, _end),
        ),
        (Deed("history", tr("What became of it…"), "timeline", lambda _d: True, _history, writes=False),),
    )


class DeedsButton(QPushButton):
    """A button that offers the deeds for the document in question."""

    def __init__(self, context: UiContext, current: Callable[[], IssuedDocument | None], parent: QWidget) -> None:
        super().__init__(tr("Outcome"), parent)
        self.setObjectName("document_outcome")
        self._context, self._current, self._parent = context, current, parent
        self.setIcon(icon("check", context.theme))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def _fill(self) -> None:
        self._menu.clear()
        add_deeds(self._menu, self._context, self._current(), self._parent)


def add_deeds(menu: QMenu, context: UiContext, document: IssuedDocument | None, parent: QWidget) -> None:
    """Put the deeds that fit ``document`` into a menu."""
    if document is None:
        return
    for group in deeds():
        fitting = [deed for deed in group if deed.fits(document)]
        if fitting and menu.actions():
            menu.addSeparator()
        for deed in fitting:
            action = menu.addAction(icon(deed.icon, context.theme), deed.text)
            action.setObjectName(f"document_{deed.name}")
            action.setEnabled(context.can_write or not deed.writes)
            action.triggered.connect(_call(deed, context, document, parent))


def _call(deed: Deed, context: UiContext, document: IssuedDocument, parent: QWidget) -> Callable[[], None]:
    return lambda: deed.act(context, document, parent)


def _may_come(document: IssuedDocument) -> bool:
    return document.state != "void"


def _was_sent(document: IssuedDocument) -> bool:
    return document.standing.sent_on is not None and document.state != "void"


def _is_out(document: IssuedDocument) -> bool:
    return document.state != "issued" and not document.is_ended


def _may_answer(document: IssuedDocument) -> bool:
    return document.is_answered_for and not document.is_ended


def _answer(result: str) -> Callable[[UiContext, IssuedDocument, QWidget], None]:
    def ask(context: UiContext, document: IssuedDocument, parent: QWidget) -> None:
        from arcdesk.ui.dialogs.answer import AnswerDialog

        AnswerDialog(context, document, result, parent).open()

    return ask


def _outcome(outcome: str) -> Callable[[UiContext, IssuedDocument, QWidget], None]:
    def ask(context: UiContext, document: IssuedDocument, parent: QWidget) -> None:
        from arcdesk.ui.dialogs.delivery import DeliveredDialog, OutcomeDialog

        made = (
            DeliveredDialog(context, document, parent)
            if outcome == "delivered"
            else OutcomeDialog(context, document, outcome, parent)
        )
        made.open()

    return ask


def _end(context: UiContext, document: IssuedDocument, parent: QWidget) -> None:
    from arcdesk.ui.dialogs.document_end import EndDocumentDialog

    EndDocumentDialog(context, document, parent).open()


def _history(context: UiContext, document: IssuedDocument, parent: QWidget) -> None:
    from arcdesk.ui.dialogs.document_end import DocumentHistoryDialog

    DocumentHistoryDialog(context, document, parent).open()
