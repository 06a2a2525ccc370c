"""A list of short input lines that grows and shrinks: payments, events, debts, days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.ui.icons import icon
from arcdesk.ui.theme import XS, Theme
from arcdesk.ui.widgets import button, icon_button


class InputLine(QWidget):
    """One line: its fields, then the button that takes it away. A subclass adds fields to ``row``.

    Signals:
        removed: the line itself.
        changed: a field was changed.
    """

    removed = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, remove_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout()
        self.row.setSpacing(XS)
        remove = icon_button("close", remove_text, theme, "line_remove", lambda: self.removed.emit(self))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addLayout(self.row, 1)
        box.addWidget(remove)

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        item = self.row.itemAt(0)
        first = item.widget() if item is not None else None
        if first is not None:
            first.setFocus()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered, so that the line does not count."""
        raise NotImplementedError


L = TypeVar("L", bound=InputLine)


class LineList(QWidget, Generic[L]):
    """Lines of one kind under each other, with a button for one more.

    Signals:
        changed: a line was added, changed or removed.
    """

    changed = Signal()

    def __init__(
        self, make: Callable[[], L], name: str, more: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._lines: list[L] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(XS)
        add = button(more, name, self.add_line, flat=True)
        add.setIcon(icon("plus", theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(add)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addLayout(self._rows)
        box.addLayout(foot)

    @property
    def lines(self) -> tuple[L, ...]:
        """Every line, empty ones too."""
        return tuple(self._lines)

    @property
    def filled(self) -> tuple[L, ...]:
        """The lines in which something was entered."""
        return tuple(line for line in self._lines if not line.is_empty)

    def add_line(self) -> L:
        """Add an empty line and put the keyboard into it."""
        line = self._make()
        line.removed.connect(self._remove)
        line.changed.connect(self.changed)
        self._lines.append(line)
        self._rows.addWidget(line)
        line.show()
        line.focus_first()
        self.changed.emit()
        return line

    def _remove(self, line: L) -> None:
        self._lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()
