"""The last resort: says that a bug was met, and lets the person go on or copy the report."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, char_width, label


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
