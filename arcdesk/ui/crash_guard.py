"""Catching what nobody else did: logged, and shown once, on whatever thread it happened."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from arcdesk import __version__
from arcdesk.clock import Clock

if TYPE_CHECKING:
    from arcdesk.ui.crash_dialog import CrashDialog

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
        import traceback

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
        from arcdesk.ui.crash_dialog import CrashDialog

        self._dialog = CrashDialog(report, self._log)
        self._dialog.show()
