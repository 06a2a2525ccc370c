"""Taking an import back: what goes, what returns to its old value, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.form_dialog import FormDialog, add_text
from arcdesk.ui.import_services import Books
from arcdesk.ui.import_words import KINDS
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.import_services import BatchLine
    from arcdesk.ui.jobs import JobContext


class ReasonMissing(Refusal):
    """An import is to be taken back without saying why."""

    sentence = "Say why the import is taken back; the history keeps it."


class TakeBackDialog(FormDialog):
    """Asks for the reason after saying what will be gone; a refusal says what stands against it."""

    def __init__(
        self, context: UiContext, books: Books, line: BatchLine, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context, tr("Take back: {name}", name=line.source_name), tr("Take back|import"), parent
        )
        self._books, self._line = books, line
        add_text(self, label(_what_goes(line), wrap=True))
        for text in removed_lines(line.summary):
            add_text(self, label(f"•  {text}", wrap=True))
        limit = tr(
            "Where something entered since rests on it, such as a letter or an allocation, nothing is taken back."
        )
        add_text(self, label(limit, "muted", wrap=True))
        self.reason = line_edit(
            "take_back_reason", tr("Reason"), hint=tr("For example: the file of the wrong month")
        )
        self.add_row(tr("Reason"), self.reason)
        self.reason.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        reason = self.reason.text().strip()
        if not reason:
            raise ReasonMissing(field="reason")
        books, batch_id = self._books, self._line.id
        return lambda job: books.undo(batch_id, reason, progress=job.report)

    def done_text(self, result: object) -> str:
        return tr(
            "“{name}” is taken back. The ledger is as if it had never come in.", name=self._line.source_name
        )


def removed_lines(summary: Mapping[str, Any]) -> list[str]:
    """What an import added and changed, a line for each kind: what goes, what gets its old values."""
    lines = []
    for kind, words in KINDS.items():
        counts = summary.get(kind)
        if not isinstance(counts, list | tuple) or len(counts) < 2:
            continue
        new, changed = counts[0], counts[1]
        if new:
            lines.append(tr("{kind}: {count} are removed", kind=tr(words), count=f"{new:,}"))
        if changed:
            lines.append(tr("{kind}: {count} get their old values", kind=tr(words), count=f"{changed:,}"))
    return lines


def _what_goes(line: BatchLine) -> str:
    return tr("What came in with this file on {moment} goes again:", moment=show.moment(line.at))
