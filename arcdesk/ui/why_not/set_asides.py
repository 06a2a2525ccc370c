"""Who was put off, skipped or called done: what stands, and what ran out or was taken back of late (F-29)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import timedelta

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton

from arcdesk.i18n import tr
from arcdesk.services.set_aside import SetAsideLine
from arcdesk.services.set_aside_words import ended_text, kind_text
from arcdesk.ui.tables import Column, date_column
from arcdesk.ui.why_not.pane import ReviewPane

REVIEWED_DAYS = 90


class SetAsidePane(ReviewPane[SetAsideLine]):
    """What stands on the day looked at; with a tick also what ended within ninety days."""

    name = "set_aside"
    title = "Set aside: put off, skipped or done"
    hint = (
        "A decision ends by itself on its day. A promise that breaks, a deadline that passes or a limitation alarm "
        "brings the customer back before."
    )
    empty = ("snooze", "Nobody is set aside.")

    def columns(self) -> Sequence[Column[SetAsideLine]]:
        return [
            date_column("back", tr("Back|set aside"), lambda line: line.back_on),
            Column("customer", tr("Customer"), _customer, width=22, tip=_customer),
            Column("kind", tr("Decision"), lambda line: kind_text(line.kind), width=8),
            Column("reason", tr("Reason"), _reason, width=24, stretch=True, tip=_reason),
            Column("standing", tr("Standing|decision"), ended_text, width=18, tip=ended_text),
            date_column("made", tr("Decided"), lambda line: line.made_on),
        ]

    def row_id(self, row: SetAsideLine) -> Hashable:
        return row.id

    def customer_of(self, row: SetAsideLine) -> int:
        return row.customer_id

    def head(self) -> QHBoxLayout:
        self.ended = QCheckBox(tr("Also what ended in the last {days} days", days=REVIEWED_DAYS))
        self.ended.setObjectName("set_aside_ended")
        self.ended.setAccessibleName(self.ended.text())
        self.ended.toggled.connect(self.read)
        row = super().head()
        row.addWidget(self.ended)
        return row

    def acts(self) -> Sequence[QPushButton]:
        self.back_button = self.ending(tr("Put back on the list"), "set_aside_back", self.take_back)
        return (self.back_button,)

    def may_end(self, row: SetAsideLine) -> bool:
        return not row.ended_by

    def load(self) -> tuple[SetAsideLine, ...]:
        service, day = self._context.desk.set_aside, self._context.day
        if self.ended.isChecked():
            return service.review(day - timedelta(days=REVIEWED_DAYS), day)
        return service.standing(day)

    def on_read(self, found: tuple[SetAsideLine, ...]) -> None:
        self.show_rows(found, sum(not line.ended_by for line in found))

    def take_back(self) -> None:
        """Put the chosen customers back onto the list."""
        lines = [line for line in self.table.selected_rows() if not line.ended_by]
        service = self._context.desk.set_aside
        if not lines or not self._context.can_write:
            return

        def work(_job: object) -> int:
            for line in lines:
                service.take_back(line.customer_id)
            return len(lines)

        self._context.jobs.run(work, self._on_back, self.refused, owner=self)

    def _on_back(self, count: int) -> None:
        self._context.inform(tr("Back on the list: {count}.", count=count), "good")


def _customer(line: SetAsideLine) -> str:
    return line.customer_name


def _reason(line: SetAsideLine) -> str:
    return line.reason
