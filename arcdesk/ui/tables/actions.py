"""What can be done with the current row of a table: by key, by its context menu, by a button over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from arcdesk.ui.icons import icon
from arcdesk.ui.tables.view import RowTable
from arcdesk.ui.widgets import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from arcdesk.ui.theme import Theme

_HAS_MENU = "row_menu"


def row_action(
    table: RowTable[Any], theme: Theme, name: str, text: str, icon_name: str, key: str, run: Callable[[], object]
) -> QAction:
    """An action on the current row of ``table``: in its context menu, and under ``key`` while it has the focus."""
    made = QAction(icon(icon_name, theme, "muted"), text, table)
    made.setObjectName(name)
    if key:
        made.setShortcut(QKeySequence(key))
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    made.triggered.connect(lambda _checked=False: run())
    table.addAction(made)
    if not table.property(_HAS_MENU):
        table.setProperty(_HAS_MENU, True)
        table.context_requested.connect(lambda _row, point: show_row_menu(table, point))
    return made


def show_row_menu(table: RowTable[Any], point: QPoint) -> None:
    """Every action of the table's rows, at a global point."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions(table.actions())
    table.add_common(menu)
    menu.popup(point)


def action_button(action: QAction, theme: Theme, icon_name: str, text: str = "") -> QPushButton:
    """A quiet button over the table that does what ``action`` does, enabled as it is; ``text`` is a shorter one."""
    made = button(text or action.text(), f"{action.objectName()}_button", action.trigger, flat=True)
    made.setIcon(icon(icon_name, theme))
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(f"{action.text()}  {keys}" if keys else action.text())
    made.setEnabled(action.isEnabled())

    def follow() -> None:
        made.setEnabled(action.isEnabled())
        made.setVisible(action.isVisible())

    action.changed.connect(follow)
    return made
