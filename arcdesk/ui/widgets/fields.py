"""Plain fields with the two names each needs: one for tests and styles, one for screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, title: str) -> W:
    """Give ``widget`` its object name and its accessible name."""
    widget.setObjectName(name)
    widget.setAccessibleName(title)
    return widget


def line_edit(name: str, title: str, text: str = "", *, hint: str = "") -> QLineEdit:
    """A line of text; ``hint`` stands in it while it is empty."""
    line = named(QLineEdit(text), name, title)
    line.setPlaceholderText(hint)
    return line


def combo_box(name: str, title: str, entries: Iterable[tuple[str, str]] = ()) -> QComboBox:
    """A choice of (data, text) entries."""
    combo = named(QComboBox(), name, title)
    for data, text in entries:
        combo.addItem(text, data)
    return combo


def number_field(name: str, title: str, lowest: int, highest: int, value: int) -> QSpinBox:
    """A whole number, typed or moved by the arrow keys."""
    made = named(QSpinBox(), name, title)
    made.setRange(lowest, highest)
    made.setValue(value)
    return made
