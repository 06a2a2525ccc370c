"""The last resort: says that a bug was met, keeps a log, and lets the person go on or copy it."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from arcdesk import __version__
from arcdesk.clock import Clock
from arcdesk.i18n import tr
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, char_width, label

LOG_NAME = "arcdesk-error.log"
MOST_LOG_BYTES = 1_000_000


class CrashGuard(QObject):
    """Catches what nobody else did, on any thread, and shows it once on the GUI thread.

    Args:
        log_folder: where the log is appended.
        clock: dates the entries.
    """

    _caught = Signal(str)

    def __init__(self, log_folder: Path, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log_folder / LOG_NAME
        self._clock = clock
        self._dialog: CrashDialog | None = None
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over ``sys.excepthook``."""
        sys.excepthook = self.on_exception

    def on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log one unexpected exception and ask for the dialog; Ctrl+C just ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = "".join(traceback.format_exception(kind, error, trace))
        self._write(report)
        self._caught.emit(report)

    @Slot(object)
    def on_failed_job(self, error: BaseException) -> None:
        """A background job met a bug."""
        self.on_exception(type(error), error, error.__traceback__)

    def _write(self, report: str) -> None:
        moment = self._clock.now().isoformat(timespec="seconds")
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            if self._log.exists() and self._log.stat().st_size > MOST_LOG_BYTES:
                self._log.replace(self._log.with_suffix(".old.log"))
            with self._log.open("a", encoding="utf-8") as file:
                file.write(f"{moment} ArcDesk {__version__}\n{report}\n")
        except OSError:
            return  # a full disk must not hide the error itself

    @Slot(str)
    def _show(self, report: str) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.add(report)
            return
        self._dialog = CrashDialog(report, self._log)
        self._dialog.show()


class CrashDialog(QDialog):
    """What happened, what was not lost, and the next step."""

    def __init__(self, report: str, log: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash_dialog")
        self.setWindowTitle(tr("ArcDesk met an error"))
        text = tr(
            "Something went wrong in the program itself. Everything saved before is safe. "
            "You can go on; if it happens again, restart ArcDesk."
        )
        self._report = QPlainTextEdit(report)
        self._report.setReadOnly(True)
        self._report.setAccessibleName(tr("Error report"))
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(label(tr("Log: {path}", path=str(log)), "muted", wrap=True, selectable=True), 1)
        row.addWidget(button(tr("Copy the report"), "copy_report", self._copy))
        go_on = button(tr("Go on"), "go_on", self.accept, primary=True)
        row.addWidget(go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, L)
        box.setSpacing(M)
        box.addWidget(label(text, wrap=True))
        box.addWidget(self._report, 1)
        box.addLayout(row)
        go_on.setDefault(True)
        go_on.setFocus()
        metrics = self.fontMetrics()
        self.resize(char_width(self) * 90, metrics.height() * 22)

    def report(self) -> str:
        """The text that Copy puts on the clipboard."""
        return self._report.toPlainText()

    def add(self, report: str) -> None:
        """Append another error met while this one is shown."""
        self._report.appendPlainText("\n" + report)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
