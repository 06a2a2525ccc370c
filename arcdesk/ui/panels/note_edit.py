"""The note of a contact: plain text; a file or screenshot pasted into it becomes evidence."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.clipboard import holds_evidence

LINES = 3


class NoteEdit(QPlainTextEdit):
    """A small text field.

    Signals:
        evidence_pasted: the QMimeData that held a file or a picture.
    """

    evidence_pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.setAccessibleName(tr("Note"))
        self.setPlaceholderText(tr("What was said"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 20)

    def add_phrase(self, phrase: str) -> None:
        """Put a sentence at the cursor, apart from what stands before it."""
        cursor = self.textCursor()
        before = self.toPlainText()[: cursor.position()]
        cursor.insertText(phrase if not before or before[-1].isspace() else f" {phrase}")
        self.setFocus()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return holds_evidence(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if holds_evidence(source):
            self.evidence_pasted.emit(source)
        else:
            super().insertFromMimeData(source)
