"""A word of warning before somebody is called at night, or for the seventh time on a day (R70)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from arcdesk.services.reason_text import reason_text
from arcdesk.ui.widgets import label

if TYPE_CHECKING:
    from arcdesk.domain.gate import Reason
    from arcdesk.ui.context import UiContext

Asked = tuple[int, str, str]
"""Customer, channel and person asked about."""


class QuietNote(QWidget):
    """Hidden while nothing speaks against a contact now; it warns and holds nothing back."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: Asked | None = None
        self.text: QLabel = label("", "warn", wrap=True)
        self.text.setObjectName("quiet_note")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.text)
        self.hide()

    def ask(self, customer_id: int, channel: str, person: str = "") -> None:
        """Look what speaks against a contact by ``channel`` now."""
        asked = self._asked = (customer_id, channel, person)
        quiet, now = self._context.desk.quiet, self._context.clock.now()
        self._context.jobs.run(
            lambda _job: (asked, quiet.remarks(customer_id, channel, now, person)), self._on_read, owner=self
        )

    def clear(self) -> None:
        """Say nothing: it is no contact about to be made."""
        self._asked = None
        self.hide()

    def _on_read(self, answer: tuple[Asked, tuple[Reason, ...]]) -> None:
        asked, remarks = answer
        if asked == self._asked:
            self.text.setText("\n".join(map(reason_text, remarks)))
            self.setVisible(bool(remarks))
