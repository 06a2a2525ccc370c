"""Days and doors by keyboard and screen reader: every control that takes the focus has a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.pages import PAGES
from arcdesk.ui.pages.import_page import ImportPage

MINE = ("today", "reports", "import", "settings")


def nameless(widget: QWidget) -> list[str]:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    lists = {box.view() for box in widget.findChildren(QComboBox)}  # named by their box
    found = {child for kind in kinds for child in widget.findChildren(kind)} - lists
    return [
        f"{type(child).__name__} {child.objectName()}"
        for child in found
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not child.objectName().startswith("qt_")
        and not (child.accessibleName() or (isinstance(child, QAbstractButton) and child.text()))
    ]


@pytest.mark.parametrize("key", MINE)
def test_every_focusable_control_has_a_name(qtbot: QtBot, context: UiContext, key: str) -> None:
    entry = next(entry for entry in PAGES if entry.key == key)
    page = entry.load(context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    assert nameless(page) == []


def test_the_import_preview_too(qtbot: QtBot, empty_context: UiContext, ledger_file: Path) -> None:
    page = ImportPage(empty_context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    page.offer(ledger_file)
    assert nameless(page) == []
