"""F1: which key does what, by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import KeyHint, SectionLabel, label

if TYPE_CHECKING:
    from arcdesk.ui.theme import Theme

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Everywhere", (
        ("Ctrl+1 … 8", "Show a page"), ("Ctrl+K", "Search"), ("Alt+←", "Back"), ("F5", "Read again"),
        ("Ctrl+J", "Look at another day"), ("Ctrl+Shift+M", "Copy the recap"), ("F1", "These keys"),
    )),
    ("Today|page", (
        ("Enter", "Log a contact"), ("S", "Snooze"), ("X", "Skip today"), ("D", "Done"),
        ("1 … 5, 0", "Reason and day; 0 for other words"), ("B", "Put back on the list"),
        ("O", "Open the dossier"), ("Ctrl+D", "Letter, and back"), ("Ctrl+R", "Statement, and back"),
        ("Ctrl+Shift+C", "Copy what to say"), ("Ctrl+Shift+A", "If they say…"),
    )),
    ("Log a contact", (
        ("1 … 9", "Channel"), ("Q … V", "Outcome"), ("Ctrl+F", "Next follow-up"), ("Ctrl+V", "Paste evidence"),
        ("Ctrl+Enter", "Save, next customer"), ("Esc", "Close; words stay"),
    )),
    ("Dossier", (
        ("Ctrl+L", "Log a contact"), ("Ctrl+D", "Letter"), ("Ctrl+R", "Statement"), ("Ctrl+P", "Receipt"),
        ("Ctrl+E", "Attach evidence"), ("Ctrl+F", "Follow-up"), ("Alt+1 … 8", "Show a tab"),
    )),
)  # fmt: skip


class KeysHelp(QDialog):
    """A page of keys in two columns."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = QHBoxLayout()
        columns.setSpacing(2 * L)
        for part in (KEYS[:2], KEYS[2:]):
            column = QVBoxLayout()
            column.setSpacing(S)
            for place, keys in part:
                column.addWidget(SectionLabel(tr(place)))
                grid = QGridLayout()
                grid.setHorizontalSpacing(M)
                grid.setVerticalSpacing(XS)
                grid.setColumnStretch(1, 1)
                for row, (key, text) in enumerate(keys):
                    grid.addWidget(KeyHint(key), row, 0)
                    grid.addWidget(label(tr(text)), row, 1)
                column.addLayout(grid)
            column.addStretch(1)
            columns.addLayout(column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addLayout(columns)
        box.addWidget(buttons)
