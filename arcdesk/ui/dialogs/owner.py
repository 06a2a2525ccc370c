"""Naming the owner of customers, and handing a portfolio over with its sheets (S-201, S-206)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from arcdesk.i18n import tr
from arcdesk.services.owners import HandOver
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import line_edit, named
from arcdesk.ui.widgets.name_choice import NameChoice

if TYPE_CHECKING:
    from arcdesk.services.staff import StaffLine
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class OwnerDialog(FormDialog):
    """One owner for the customers chosen; empty names nobody."""

    def __init__(self, context: UiContext, customer_ids: Sequence[int], parent: QWidget | None = None) -> None:
        title = tr("Owner of {count} customers", count=len(customer_ids))
        super().__init__(context, title, tr("Name the owner"), parent)
        self._ids = tuple(customer_ids)
        self.owner = NameChoice("owner_name", tr("Owner"), tr("empty: nobody"))
        self.reason = line_edit("owner_reason", tr("Reason"), hint=tr("optional"))
        self.add_row(tr("Owner"), self.owner)
        self.add_row(tr("Reason"), self.reason)
        staff = context.desk.staff
        context.jobs.run(lambda _job: staff.names(), self.owner.offer, owner=self)

    def gather(self) -> Callable[[JobContext], object]:
        owners, ids, name, reason = self.context.desk.owners, self._ids, self.owner.name(), self.reason.text()
        return lambda _job: owners.assign(ids, name, reason.strip())

    def done_text(self, result: object) -> str:
        return tr("Customers changed: {count}", count=result)


class HandOverDialog(FormDialog):
    """From whom, to whom, which customers, on which day and why; then the hand-over sheets are written."""

    def __init__(
        self, context: UiContext, customer_ids: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("Hand customers over"), tr("Hand over and write the sheets"), parent)
        self._ids = tuple(customer_ids)
        self._counts: dict[str, int] = {}
        self.giver = NameChoice("handover_from", tr("Handed over by|sheet"))
        self.taker = NameChoice("handover_to", tr("Taken over by|sheet"))
        self.day = DateField(tr("On|handover"), context.theme, context.today)
        self.day.setObjectName("handover_day")
        self.day.set_day(context.today)
        example = tr("leaves, or moves to another post")
        self.reason = line_edit("handover_reason", tr("Reason"), hint=example)
        masked = tr("Mask contact data on the sheets")
        self.hides = named(QCheckBox(masked), "handover_mask", masked)
        self.scope = label("", "muted", wrap=True)
        self.scope.setObjectName("handover_scope")
        for title, field in (
            (tr("Handed over by|sheet"), self.giver),
            (tr("Taken over by|sheet"), self.taker),
            (tr("On|handover"), self.day),
            (tr("Reason"), self.reason),
            ("", self.hides),
        ):
            self.add_row(title, field)
        add_text(self, self.scope)
        hint = tr("Follow-ups stay open. PDF, workbook and an unsent e-mail go into the workspace's folder “exports”.")
        add_text(self, label(hint, "muted", wrap=True))
        self.giver.currentTextChanged.connect(self._tell_scope)
        staff = context.desk.staff
        context.jobs.run(lambda _job: staff.all(), self._on_staff, owner=self)

    def gather(self) -> Callable[[JobContext], object]:
        day = self.day.day()
        if day is None:
            raise DayMissing(field="on")
        desk, ids = self.context.desk, self._ids or None
        giver, taker, reason = self.giver.name(), self.taker.name(), self.reason.text()
        mask = self.hides.isChecked()

        def work(_job: object) -> tuple[HandOver, tuple[Path, ...]]:
            folder = desk.workspace.exports
            folder.mkdir(parents=True, exist_ok=True)
            papers, files = desk.staff_papers, list[Path]()

            def write(done: HandOver) -> None:
                paper = papers.hand_over(done, desk.cases.of(done.customer_ids), mask=mask)
                files.extend(papers.write([paper], folder))

            return desk.owners.hand_over(giver, taker, reason, ids, day, write), tuple(files)

        return work

    def done_text(self, result: object) -> str:
        assert isinstance(result, tuple)  # what the job returns
        done, files = result
        text = tr("{count} customers handed over to {name}.", count=len(done.customer_ids), name=done.to_owner)
        self.context.file_saved.emit(text, files[0])
        return ""

    def _on_staff(self, lines: tuple[StaffLine, ...]) -> None:
        self._counts = {line.name: line.owns for line in lines}
        today = self.context.today
        self.giver.offer(line.name for line in lines if line.owns)
        self.taker.offer(line.name for line in lines if line.colleague.is_here(today))
        if not self.giver.name() and self.giver.count():
            self.giver.setCurrentIndex(0)
        self._tell_scope()

    def _tell_scope(self) -> None:
        if self._ids:
            self.scope.setText(tr("Of the {count} customers chosen, those of this owner.", count=len(self._ids)))
        else:
            count = self._counts.get(self.giver.name(), 0)
            self.scope.setText(tr("All {count} customers of this owner.", count=count))
