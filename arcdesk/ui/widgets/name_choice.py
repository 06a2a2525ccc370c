"""Choosing somebody of the firm: names that are known are offered, any other may be typed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from arcdesk.ui.widgets.fields import named


class NameChoice(QComboBox):
    """An editable list of names."""

    def __init__(self, name: str, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        named(self, name, title)
        line = self.lineEdit()
        if line is not None:
            named(line, f"{name}_text", title)
            line.setPlaceholderText(hint)
        completer = self.completer()
        if completer is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)

    def offer(self, names: Iterable[str]) -> None:
        """Offer these names; what is typed stays."""
        typed = self.currentText()
        self.clear()
        self.addItems(list(names))
        self.setCurrentText(typed)

    def name(self) -> str:
        """What was chosen or typed."""
        return self.currentText().strip()
