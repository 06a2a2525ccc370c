"""Beside the editor of a script: what came of it, and notes of what worked and what did not (S-170)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.labels import OUTCOMES
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.fields import line_edit, named

if TYPE_CHECKING:
    from arcdesk.services.script_library import Review
    from arcdesk.ui.context import UiContext


class ScriptReviews(QWidget):
    """Counts of contacts, the notes newest first, and two lines for another note."""

    def __init__(self, context: UiContext, kind: str, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._kind, self._language = context, kind, language
        self.uses = label("", "muted", wrap=True)
        self.uses.setObjectName("script_uses")
        self.list = named(QListWidget(), "script_reviews", tr("What was learned"))
        self.list.setWordWrap(True)
        self.worked = line_edit("review_worked", tr("What worked"), hint=tr("What worked"))
        self.failed = line_edit("review_failed", tr("What did not"), hint=tr("What did not"))
        self.add_button = button(tr("Note it"), "review_add", self.add)
        self.add_button.setEnabled(context.can_write)
        self.failed.returnPressed.connect(self.add)
        self.wrong = label("", "bad", wrap=True)
        self.wrong.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(M, S, M, S)
        box.setSpacing(S)
        for part in (self.uses, self.list, self.worked, self.failed, self.wrong, self.add_button):
            box.addWidget(part)
        self.load()

    def load(self) -> None:
        """Read notes and counts."""
        scripts, kind, language = self._context.desk.scripts, self._kind, self._language
        self._context.jobs.run(
            lambda _: (scripts.reviews(kind, language), scripts.uses().get(kind, {})), self._on_read, owner=self
        )

    def add(self) -> None:
        """Keep what was typed as a note of today."""
        scripts, kind, language = self._context.desk.scripts, self._kind, self._language
        worked, failed = self.worked.text(), self.failed.text()
        self._context.jobs.run(
            lambda _: scripts.review(kind, language, worked, failed), self._on_added, self._on_failed, owner=self
        )

    def _on_read(self, found: tuple[tuple[Review, ...], Mapping[str, int]]) -> None:
        reviews, uses = found
        counted = tr("; |list").join(f"{words(OUTCOMES, outcome)} {count}" for outcome, count in uses.items())
        stood = tr("Stood beside {count} contacts: {outcomes}", count=sum(uses.values()), outcomes=counted)
        self.uses.setText(stood if uses else tr("Stood beside no contact yet."))
        self.list.clear()
        for each in reviews:
            lines = [each.on_day.isoformat()]
            lines += [tr("Worked: {text}", text=each.worked)] if each.worked else []
            lines += [tr("Did not work: {text}", text=each.failed)] if each.failed else []
            self.list.addItem("\n".join(lines))

    def _on_added(self, _review: Review) -> None:
        self.worked.clear()
        self.failed.clear()
        self.wrong.hide()
        self.load()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.wrong.setText(sentence(error))
            self.wrong.show()
