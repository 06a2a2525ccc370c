"""A line for the file that proves something: chosen, or dropped onto it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import XS
from arcdesk.ui.widgets.basics import button
from arcdesk.ui.widgets.fields import line_edit


class ProofField(QWidget):
    """A path with a button to choose it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.setAcceptDrops(True)
        self.line = line_edit("proof", title, hint=tr("File, or drop it here"))
        self.line.setAcceptDrops(False)  # a dropped file would come in as an address
        choose = button(tr("File…"), "choose_proof", self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XS)
        row.addWidget(self.line, 1)
        row.addWidget(choose)
        self.setFocusProxy(self.line)

    def path(self) -> Path | None:
        """The file chosen; None where the line is empty."""
        text = self.line.text().strip()
        return Path(text) if text else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.line.setText(files[0])
            event.acceptProposedAction()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._title)
        if name:
            self.line.setText(name)
