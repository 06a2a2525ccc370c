"""Import: choose a file, see what would come in, carry it out, see what came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.import_preview import KINDS, ImportPreview
from arcdesk.ui.panels.import_start import ImportStart, at_hand
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, label

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.services.importing import ImportPlan, ImportResult
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

START, WORKING, PREVIEW, DONE = range(4)
POLL_MS = 100


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked to be read, so that it can be read again with another answer."""

    path: Path
    day: date
    date_order: str | None = None


class ImportPage(Page):
    """One view at a time; a file may be dropped on any of them but the working one."""

    key = "import"
    kinds = frozenset({"import"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._request: Request | None = None
        self._plan: ImportPlan | None = None
        self._job: JobContext | None = None
        self.start = ImportStart(context)
        self.start.file_chosen.connect(self.offer)
        self.preview = ImportPreview(context)
        self.preview.confirmed.connect(self.carry_out)
        self.preview.dismissed.connect(self.begin_again)
        self.preview.date_order_chosen.connect(self._on_date_order)
        self.preview.day_chosen.connect(self._on_day)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        self.setAcceptDrops(True)
        self._lay_out()

    def refresh(self, changes: Changes | None = None) -> None:
        """Only what may be done changes with the day looked at."""
        self.start.show_abilities()
        if self._plan is not None and changes is None:
            self.preview.show_plan(self._plan)

    @Slot(object)
    def offer(self, path: Path) -> None:
        """Read ``path`` and show what would come in; nothing is written."""
        self._read(Request(path, self.context.today))

    @Slot()
    def begin_again(self) -> None:
        """Back to choosing a file."""
        self._plan = self._request = None
        self.start.say("")
        self._stack.setCurrentIndex(START)

    @Slot()
    def carry_out(self) -> None:
        """Write what the preview shows."""
        plan, importing = self._plan, self.context.desk.importing
        if plan is None or not self.context.can_write:
            return
        self._work(tr("Importing {name}", name=plan.file.source_name))

        def work(job: JobContext) -> ImportResult:
            return importing.carry_out(
                plan,
                progress=job.report,
                check_cancelled=job.check_cancelled,
            )

        self._keep_job(self.context.jobs.run(
            work, self._on_done, self._on_not_done, title=tr("Import"), owner=self
        ))  # fmt: skip

    def _read(self, request: Request) -> None:
        self._request = request
        importing, today = self.context.desk.importing, self.context.today
        self._work(tr("Reading {name}", name=request.path.name))

        def work(job: JobContext) -> ImportPlan:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total)

            with at_hand(request.path, today) as file:
                return importing.plan(
                    file, as_of=request.day, date_order=request.date_order, progress=progress
                )

        self._keep_job(self.context.jobs.run(
            work, self._on_planned, self._on_unreadable, title=tr("Import"), owner=self
        ))  # fmt: skip

    def _on_planned(self, plan: ImportPlan) -> None:
        self._rest()
        self._plan = plan
        self._stack.setCurrentIndex(PREVIEW)  # first: what is not shown takes no focus
        self.preview.show_plan(plan)

    def _on_unreadable(self, error: BaseException) -> None:
        self._rest()
        self.begin_again()
        if isinstance(error, Refusal):
            self.start.say(sentence(error))

    def _on_done(self, result: ImportResult) -> None:
        self._rest()
        self._plan = None
        parts = [
            tr("{kind}: {new} new, {changed} changed", kind=tr(text), new=counts.new, changed=counts.changed)
            for kind, text in KINDS
            if (counts := getattr(result.plan, kind)).new or counts.changed
        ]
        undated = len(result.plan.quarantined)
        if undated:
            parts.append(tr("Without a due date: {count}. They are in no bucket until one is entered.", count=undated))
        self._mend.setVisible(bool(undated))
        self._done_text.set_text("\n".join([tr("The import is done."), *parts]))
        self._stack.setCurrentIndex(DONE)
        (self._mend if undated else self._show_customers).setFocus()

    def _on_not_done(self, error: BaseException) -> None:
        """Refused or cancelled: nothing was written, the preview stands as it was."""
        self._rest()
        self._stack.setCurrentIndex(PREVIEW)
        text = sentence(error) if isinstance(error, Refusal) else tr("Stopped. Nothing was changed.")
        self.context.inform(text, "bad" if isinstance(error, Refusal) else "info")

    @Slot(str)
    def _on_date_order(self, order: str) -> None:
        if self._request is not None:
            self._read(Request(self._request.path, self._request.day, order))

    @Slot(object)
    def _on_day(self, day: date) -> None:
        if self._request is not None:
            self._read(Request(self._request.path, day, self._request.date_order))

    # Working view --------------------------------------------------------------------------

    def _work(self, text: str) -> None:
        self.start.say("")
        self._working_text.setText(text)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self._stack.setCurrentIndex(WORKING)

    def _keep_job(self, job: JobContext) -> None:
        """Follow the job, unless it has finished already."""
        if self._stack.currentIndex() == WORKING:
            self._job = job
            self._poll.start()

    def _rest(self) -> None:
        self._poll.stop()
        self._job = None

    @Slot()
    def _show_progress(self) -> None:
        if self._job is None:
            return
        done, total, _ = self._job.progress
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{done:,} / {total:,}" if total else "")

    @Slot()
    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._cancel.setEnabled(False)
            self._count.setText(tr("Stopping…"))

    # Drag and drop -------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None and self._takes_files():
            event.acceptProposedAction()
            self.start.zone.set_hovered(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.start.zone.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.start.zone.set_hovered(False)
        path = _dropped(event)
        if path is not None and self._takes_files():
            event.acceptProposedAction()
            self.offer(path)

    def _takes_files(self) -> bool:
        return self.context.can_write and self._stack.currentIndex() != WORKING

    def _lay_out(self) -> None:
        self._working_text = label("", "heading")
        self._working_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._count = label("", "muted")
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cancel = button(tr("Cancel"), "import_cancel", self._on_cancel)
        working = QWidget()
        column = QVBoxLayout()
        column.setSpacing(M)
        column.addStretch(2)
        for line in (self._working_text, self._bar, self._count):
            column.addWidget(line)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        row = QHBoxLayout(working)
        row.addStretch(1)
        row.addLayout(column, 1)
        row.addStretch(1)
        self._show_customers = button(
            tr("Show customers"), "import_show_customers",
            lambda: self.context.page_requested.emit("customers"), primary=True,
        )  # fmt: skip
        again = button(tr("Import another file"), "import_again", self.begin_again)
        self._mend = button(
            tr("Enter due dates…"), "import_due_dates", lambda: self.context.due_dates_requested.emit(0)
        )
        self._done_text = EmptyState(self.context.theme, "done", "", (self._show_customers, self._mend, again))
        self._stack = QStackedWidget()
        self._stack.setObjectName("import_stack")
        for part in (self.start, working, self.preview, self._done_text):
            self._stack.addWidget(part)
        head = QHBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.addWidget(label(tr("Import"), "title"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self._stack, 1)


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file of a drag, if it is one."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None
