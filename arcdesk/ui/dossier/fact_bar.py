"""One line under a table about its current row: what the columns have no room for, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from arcdesk.ui.icons import icon
from arcdesk.ui.theme import XS, L, S, Theme
from arcdesk.ui.widgets import button, clear_layout, label
from arcdesk.ui.widgets.flow import FlowLayout

SPARE_PX = 4


@dataclass(frozen=True, slots=True)
class Act:
    """A button: its object name, icon and text, and what it does."""

    name: str
    icon: str
    text: str
    run: Callable[[], object]
    enabled: bool = True


class FactBar(QWidget):
    """Facts and acts of one row; hidden while there is none."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self._facts = label("", "muted", wrap=True, selectable=True)
        self._row = QWidget()
        self._acts = FlowLayout(self._row, spacing=XS)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, XS, L, S)
        box.setSpacing(XS)
        box.addWidget(self._facts)
        box.addWidget(self._row)
        self.hide()

    def show_facts(self, facts: str, acts: Sequence[Act]) -> None:
        """Show these; a text that is empty takes no room."""
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        clear_layout(self._acts)
        for act in acts:
            made = button(act.text, act.name, act.run, flat=True)
            made.setIcon(icon(act.icon, self._theme))
            made.setEnabled(act.enabled)
            self._acts.addWidget(made)
            made.show()  # at once, not with the next turn of the event loop
        self._row.setVisible(bool(acts))
        self.show()

    def text(self) -> str:
        """What is said."""
        return self._facts.text()


def fit_rows(table: QTableView, count: int, most: int) -> None:
    """Make a table as high as ``count`` rows, ``most`` at most; it scrolls through the rest."""
    rows = min(max(count, 1), most) * table.verticalHeader().defaultSectionSize()
    table.setFixedHeight(table.horizontalHeader().sizeHint().height() + rows + SPARE_PX)
