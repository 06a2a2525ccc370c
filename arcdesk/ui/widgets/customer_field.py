"""A line that finds a customer by code, name, pinyin or initials while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from arcdesk.i18n import tr
from arcdesk.services.customers import CustomerProfile

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

PAUSE_MS = 150
MOST_OFFERED = 12


class CustomerField(QLineEdit):
    """Offers the customers that match.

    Signals:
        customer_chosen: id of the customer picked from the offer.
    """

    customer_chosen = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._offered: dict[str, CustomerProfile] = {}
        self._chosen: CustomerProfile | None = None
        self.setObjectName("customer_field")
        self.setAccessibleName(tr("Customer"))
        self.setPlaceholderText(tr("Name, pinyin, initials or code"))
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._on_activated)
        self.setCompleter(completer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self.textEdited.connect(self._on_edited)

    @property
    def customer_id(self) -> int | None:
        """Id of the chosen customer; None while the text is nobody."""
        return self._chosen.id if self._chosen is not None and self.text() == _line(self._chosen) else None

    def search(self) -> None:
        """Look for what is typed."""
        text, desk = self.text(), self._context.desk

        def work(_job: JobContext) -> tuple[str, tuple[CustomerProfile, ...]]:
            return text, desk.customers.matching(text, MOST_OFFERED)

        self._context.jobs.run(work, self._on_found)

    def choose(self, profile: CustomerProfile) -> None:
        """Take this customer."""
        self._chosen = profile
        self.setText(_line(profile))
        self.customer_chosen.emit(profile.id)

    def _on_edited(self) -> None:
        self._chosen = None
        self._pause.start()

    def _on_found(self, found: tuple[str, tuple[CustomerProfile, ...]]) -> None:
        text, profiles = found
        if text != self.text():
            return
        self._offered = {_line(profile): profile for profile in profiles}
        self._model.setStringList(list(self._offered))
        if self.hasFocus() and profiles:
            self.completer().complete()

    def _on_activated(self, line: str) -> None:
        if line in self._offered:
            self.choose(self._offered[line])


def _line(profile: CustomerProfile) -> str:
    return f"{profile.name}  {profile.code}"
