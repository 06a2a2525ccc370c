"""A line for a password: dots, and an eye that shows what was typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import Theme


class SecretField(QLineEdit):
    """Nothing of it goes to the clipboard, to an input method or to a list of suggestions while it shows dots."""

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._eye = QAction(self)
        self._eye.setObjectName(f"{name}_eye")
        self._eye.triggered.connect(self._on_eye)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._draw()

    def hide_text(self) -> None:
        """Dots again."""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._draw()

    @Slot()
    def _on_eye(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._draw()

    def _draw(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        text = tr("Show what was typed") if hidden else tr("Hide what was typed")
        self._eye.setText(text)
        self._eye.setToolTip(text)
        self._eye.setIcon(icon("eye" if hidden else "eye-off", self._theme, "muted"))
