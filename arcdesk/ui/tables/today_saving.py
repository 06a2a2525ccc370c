"""The Today queue as a list to save: who, why, what to do, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QMenu

from arcdesk.i18n import tr
from arcdesk.services.day_list import TodayRow
from arcdesk.services.reason_text import reason_text
from arcdesk.settings import MachineSettings
from arcdesk.ui.tables.columns import Column, amount_column
from arcdesk.ui.tables.saving import ListSaver, Shown
from arcdesk.ui.tables.today_list import TodayModel, second_line


def offer_queue(view: QAbstractItemView, model: TodayModel, settings: MachineSettings) -> None:
    """Give the queue “Save this list…” by key and by its menu."""

    def shown() -> Shown:
        return queue_columns(), [line for line in model.lines if isinstance(line, TodayRow)]

    saver = ListSaver(view, settings, shown)

    def pop_up(point: QPoint) -> None:
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        saver.add_to(menu)
        menu.popup(view.viewport().mapToGlobal(point))

    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(pop_up)


def queue_columns() -> tuple[Column[TodayRow], ...]:
    """The columns of the saved queue."""
    return (
        Column("code", tr("Code"), lambda row: row.code),
        Column("name", tr("Customer"), lambda row: row.name),
        amount_column(
            "overdue", tr("Overdue"), lambda row: row.overdue_fen, lambda row: row.currency, blank_zero=True
        ),
        Column("days", tr("Days late"), lambda row: str(row.max_overdue_days or ""), align="right"),
        Column("why", tr("Why"), lambda row: "; ".join(map(reason_text, row.reasons))),
        Column("action", tr("Action"), lambda row: tr(row.action) if row.action else ""),
        Column("state", tr("Standing|day list"), _became),
    )


def _became(row: TodayRow) -> str:
    return second_line(row) if row.state != "open" or row.news else ""
