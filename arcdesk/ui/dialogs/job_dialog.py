"""A dialog that does things one cannot take back: Enter in a line must not set them off."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton


class JobDialog(QDialog):
    """Presses a button by Enter only where the button itself has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line ends the typing; only a button that has the focus is pressed by it."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and not isinstance(self.focusWidget(), QPushButton):
            return
        super().keyPressEvent(event)
