"""While a file is read or written: what, how far, and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import M
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from arcdesk.ui.jobs import JobContext

POLL_MS = 100


class ImportWorking(QWidget):
    """Follows one job."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: JobContext | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        self._text = label("", "heading", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self.count = label("", "muted")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        told = tr("Until it is done nothing is changed: it comes in whole or not at all.")
        self._promise = label(told, "muted", wrap=True)
        self._promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cancel = button(tr("Cancel"), "import_cancel", self._on_cancel)
        column = QVBoxLayout()
        column.setSpacing(M)
        column.addStretch(2)
        for line in (self._text, self._bar, self.count, self._promise):
            column.addWidget(line)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(column, 2)
        row.addStretch(1)

    def begin(self, text: str) -> None:
        """Say what is being done, before its job starts."""
        self._text.setText(text)
        self._bar.setRange(0, 0)
        self.count.setText("")
        self._cancel.setEnabled(True)
        self._cancel.setFocus()

    def follow(self, job: JobContext) -> None:
        """Show how far the job is."""
        self._job = job
        self._poll.start()

    def rest(self) -> None:
        """The job is over."""
        self._poll.stop()
        self._job = None

    @Slot()
    def _show_progress(self) -> None:
        if self._job is None or self._job.is_cancelled:
            return
        done, total, _ = self._job.progress
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.count.setText(f"{done:,} / {total:,}" if total else "")

    @Slot()
    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._cancel.setEnabled(False)
            self.count.setText(tr("Stopping…"))
