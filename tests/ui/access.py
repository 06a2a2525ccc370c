"""What a screen reader would call each control; used by the tests of every page and dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QWidget


def nameless(widget: QWidget) -> list[str]:
    """Controls inside ``widget`` that take the focus by Tab and have no name to be read out."""
    found = [child for child in widget.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return sorted(f"{type(child).__name__} {child.objectName()}" for child in found if not _is_named(child))


def _is_named(child: QWidget) -> bool:
    if child.accessibleName() or child.objectName().startswith("qt_"):
        return True
    if isinstance(child, QAbstractButton | QLabel) and child.text():
        return True  # read out as it stands
    parent = child.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox):
            return bool(parent.accessibleName())  # an inner part, named by its field
        parent = parent.parentWidget()
    return False
