"""Which of the issued documents are shown: all, those without proof of arrival, those that await an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtWidgets import QComboBox

from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.widgets.fields import combo_box

Shown = Callable[[IssuedDocument], bool]

LETTERS: Mapping[str, tuple[str, Shown]] = {
    "all": ("All letters|filter", lambda _d: True),
    "unsent": ("Not sent yet|filter", lambda d: d.state == "issued"),
    "unproven": ("Without proof of delivery|filter", lambda d: d.awaits_proof),
    "waiting": ("Without an answer|filter", lambda d: d.awaits_answer),
    "back": ("Refused or came back|filter", lambda d: d.state in ("refused", "returned")),
    "ended": ("Void or taken back|filter", lambda d: d.is_ended),
}

STATEMENTS: Mapping[str, tuple[str, Shown]] = {
    "all": ("All statements|filter", lambda _d: True),
    "unsent": ("Not sent yet|filter", lambda d: d.state == "issued"),
    "waiting": ("Without an answer|filter", lambda d: d.awaits_answer),
    "disputed": ("With a difference|filter", lambda d: d.state == "disputed"),
    "agreed": ("Confirmed|filter", lambda d: d.state == "agreed"),
    "ended": ("Void or taken back|filter", lambda d: d.is_ended),
}


class DocumentFilter:
    """The choice with its texts; ``apply`` leaves the documents that fit."""

    def __init__(self, kind: str) -> None:
        self._choices = STATEMENTS if kind == "statement" else LETTERS
        entries = [(key, tr(text)) for key, (text, _) in self._choices.items()]
        self.combo: QComboBox = combo_box(f"{kind}s_shown", tr("Show"), entries)

    def apply(self, documents: Iterable[IssuedDocument]) -> tuple[IssuedDocument, ...]:
        """The documents that the choice shows, in their order."""
        fits = self._choices[str(self.combo.currentData())][1]
        return tuple(document for document in documents if fits(document))
