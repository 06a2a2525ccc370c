"""The backup at the end of the day: made before the window goes, with a way out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.theme import L, M
from arcdesk.ui.widgets import button, char_width, label
from arcdesk.ui.window_lock import NAMELESS

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

POLL_MS = 100


class ClosingBackup(QDialog):
    """Shows the backup being made; "close without it" ends it at once.

    ``refusal`` is the sentence of a backup that could not be made.
    """

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("ArcDesk")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty(NAMELESS, True)
        self._context = context
        self._stop = threading.Event()
        self.refusal = ""
        self._text = label(tr("Backing up before closing"), "heading", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._skip = button(tr("Close without a backup"), "closing_skip", self._on_skip)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        for part in (self._text, self._bar):
            box.addWidget(part)
        box.addWidget(self._skip, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(char_width(self) * 56)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        self._job: JobContext | None = None

    def begin(self) -> None:
        """Start the work."""
        backups = self._context.desk.backups

        def work(job: JobContext) -> object:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total)

            return backups.make_due(progress)

        self._poll.start()
        self._job = self._context.jobs.run(work, self._on_made, self._on_failed, pool="work", owner=self)

    def reject(self) -> None:
        self._on_skip()

    def _on_made(self, _: object) -> None:
        self._poll.stop()
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self._poll.stop()
        if not isinstance(error, Refusal):
            super().reject()
            return
        self.refusal = sentence(error)
        self._text.setText(self.refusal)
        self._bar.hide()
        self._skip.setFocus()
        self._job = None

    def _on_skip(self) -> None:
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _show_progress(self) -> None:
        if self._job is not None:
            done, total, _ = self._job.progress
            self._bar.setRange(0, total)
            self._bar.setValue(done)


def back_up_before_closing(context: UiContext, parent: QWidget) -> None:
    """Make the backup that is due at the end of the day, if one is; returns when the window may go."""
    if not context.desk.workspace.can_write or not context.desk.backups.is_due(closing=True):
        return
    if context.desk.backups.settings().every != "close":
        return
    dialog = ClosingBackup(context, parent)
    loop = QEventLoop()
    dialog.finished.connect(loop.quit)
    dialog.show()
    dialog.begin()
    if dialog.isVisible():
        loop.exec()
    dialog.deleteLater()
    QCoreApplication.processEvents()
