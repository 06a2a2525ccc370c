"""Who of all customers gets a statement of a period: the button that ticks them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from arcdesk.i18n import tr

WHO = (
    ("any", "With movements or a balance"),
    ("activity", "With movements in the period"),
    ("balance", "With a balance at its end"),
)
"""Choices: texts to translate."""


class RunButton(QPushButton):
    """A menu of who gets a statement.

    Signals:
        chosen: the key of the choice (str).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tick customers"), parent)
        self.setObjectName("statement_run")
        menu = QMenu(self)
        for key, text in WHO:
            action = menu.addAction(tr(text))
            action.setObjectName(f"run_{key}")
            action.setData(key)
        menu.triggered.connect(lambda action: self.chosen.emit(str(action.data())))
        self.setMenu(menu)
