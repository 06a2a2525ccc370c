"""Tables: rows of frozen dataclasses, columns as functions, one view that keeps its place."""

from __future__ import annotations

from arcdesk.ui.tables.columns import BarCell, ChipCell, Column, amount_column, date_column
from arcdesk.ui.tables.model import ID_ROLE, ROW_ROLE, RowTableModel
from arcdesk.ui.tables.view import RowTable

__all__ = [
    "ID_ROLE", "ROW_ROLE", "BarCell", "ChipCell", "Column", "RowTable", "RowTableModel", "amount_column",
    "date_column",
]  # fmt: skip
