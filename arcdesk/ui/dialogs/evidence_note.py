"""What a piece of evidence proves, whence it came, and where the original is (R51, R64)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.evidence_notes import Note
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.labels import EVIDENCE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

FORMS = (
    ("", "Not said|form"),
    ("original", "The original|form"),
    ("copy", "A copy|form"),
    ("electronic", "Electronic data|form"),
)
LINES = (
    # attribute, title, hint
    ("title", "Name on the list", "As it shall stand on the list of evidence"),
    ("purpose", "Proves", "What the court shall see from it"),
    ("obtained_from", "Obtained from", "From whom, how and when"),
    ("device", "Device and account", "Phone, app and account it was made with"),
    ("original_at", "Original kept at", "Safe, folder, phone"),
    ("custodian", "Kept by", ""),
)


class EvidenceNoteDialog(FormDialog):
    """Starts with the note that counts; saving adds a new one, the old one stays readable."""

    def __init__(
        self, context: UiContext, item: StoredEvidence, note: Note, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("About “{name}”", name=item.original_name), tr("Save"), parent)
        self._item = item
        self.kind = combo_box(
            "note_kind", tr("Kind"), [(code, words(EVIDENCE_KINDS, code)) for code in EVIDENCE_KINDS]
        )
        self.kind.setCurrentIndex(max(self.kind.findData(note.kind or item.kind), 0))
        self.form_held = combo_box("note_form", tr("We hold"), [(code, tr(text)) for code, text in FORMS])
        self.form_held.setCurrentIndex(max(self.form_held.findData(note.form), 0))
        self.add_row(tr("Kind"), self.kind)
        self.lines = {}
        for attribute, title, hint in LINES:
            line = line_edit(
                f"note_{attribute}", tr(title), getattr(note, attribute), hint=tr(hint) if hint else ""
            )
            line.setCursorPosition(0)
            self.lines[attribute] = line
            self.add_row(tr(title), line)
        self.add_row(tr("We hold"), self.form_held)
        self.lines["purpose"].setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        notes, number = self.context.desk.evidence_notes, self._item.id
        kind = str(self.kind.currentData())
        note = Note(
            kind="" if kind == self._item.kind else kind,
            form=str(self.form_held.currentData()),
            **{name: line.text().strip() for name, line in self.lines.items()},
        )
        return lambda _job: notes.describe(number, note)

    def done_text(self, result: object) -> str:
        return tr("Noted. The list of evidence will say so.")
