"""What is said in a recording: typed, or read from a text file (R62, R63)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from arcdesk.i18n import tr
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.transcripts import Transcript
from arcdesk.ui.dialogs.form_dialog import FormDialog, add_text
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.fields import line_edit, named

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

LINES = 14


class TranscriptDialog(FormDialog):
    """Starts with the transcript that counts; saving adds a new one, the old one stays readable."""

    def __init__(
        self, context: UiContext, item: StoredEvidence, kept: Transcript | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("Transcript of “{name}”", name=item.original_name), tr("Save"), parent)
        self._item = item
        self._file: Path | None = None
        self.text = named(QPlainTextEdit(kept.text if kept else ""), "transcript_text", tr("What is said"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().lineSpacing() * LINES)
        self.text.setPlaceholderText(tr("Who says what, a line each; at the start who speaks, when, and of what."))
        self.author = line_edit("transcript_author", tr("Written down by"), kept.author if kept else "")
        self.choose = button(tr("From a text file…"), "transcript_file", self._on_choose)
        add_text(self, label(tr("It is printed in the court bundle behind the recording. The recording decides."),
                             "muted", wrap=True))  # fmt: skip
        self.add_row(tr("What is said"), self.text)
        self.add_row("", self.choose)
        self.add_row(tr("Written down by"), self.author)
        self.text.setFocus()
        self.fit()

    def take_file(self, file: Path) -> None:
        """Read the transcript from ``file``, which is sealed beside the recording."""
        self._file = file
        self.text.setEnabled(False)
        self.choose.setText(tr("From “{name}”", name=file.name))

    def gather(self) -> Callable[[JobContext], object]:
        transcripts, number, author = self.context.desk.transcripts, self._item.id, self.author.text()
        if self._file is not None:
            file = self._file
            return lambda _job: transcripts.read_file(number, file, author=author)
        text = self.text.toPlainText()
        return lambda _job: transcripts.write(number, text, author=author)

    def done_text(self, result: object) -> str:
        return tr("The transcript is kept with the recording.")

    def _on_choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("The transcript as a text file"), "", f"{tr('Text')} (*.txt *.srt *.vtt);;{tr('All files')} (*)"
        )
        if chosen:
            self.take_file(Path(chosen))
