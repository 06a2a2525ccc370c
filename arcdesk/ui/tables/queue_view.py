"""The list of the Today page: single keys act on the customer chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from arcdesk.ui.tables.today_list import Index

LETTERS = (Qt.Key.Key_S, Qt.Key.Key_X, Qt.Key.Key_D, Qt.Key.Key_C, Qt.Key.Key_O, Qt.Key.Key_B)


class QueueView(QListView):
    """The list; single keys act on the current customer.

    Signals:
        key_pressed(str): one of the letters S, X, D, C, O, B.
        opened(): Enter.
        current_changed(int): another line is current.
    """

    key_pressed = Signal(str)
    opened = Signal()
    current_changed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key in LETTERS and not event.modifiers():
            self.key_pressed.emit(key.name[-1])
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(current.row())
