"""Import: choose a file, decide what of it comes in, carry it out, and take it back if need be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.importing.errors import MissingColumns, NoHeading
from arcdesk.services.import_differences import Decisions
from arcdesk.ui import import_files
from arcdesk.ui.context import sentence
from arcdesk.ui.import_services import books, reports
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.import_done import ImportDone
from arcdesk.ui.panels.import_mapping import ImportMapping, may_be_list
from arcdesk.ui.panels.import_preview import ImportPreview
from arcdesk.ui.panels.import_start import ImportStart, at_hand, sample_file
from arcdesk.ui.panels.import_working import ImportWorking
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import label

if TYPE_CHECKING:
    from arcdesk.importing.mapping import ColumnMapping
    from arcdesk.importing.reader import Table
    from arcdesk.services.changes import Changes
    from arcdesk.services.importing import ImportPlan, ImportResult
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.import_services import Report
    from arcdesk.ui.jobs import JobContext

    Explained = tuple[Sequence[Table], ColumnMapping | None]

START, WORKING, PREVIEW, DONE, MAPPING = range(5)
UNEXPLAINED = (NoHeading, MissingColumns)
"""Refusals of files that a person may explain."""

PAUSE_MS = 250
"""Ticks in quick succession are reckoned once."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked to be read, so that it can be read again with another answer; no day: the file's own.

    ``decisions`` are those already made of the file; ``mapping`` is what its columns were said to mean.
    """

    path: Path
    day: date | None = None
    date_order: str | None = None
    decisions: Decisions = field(default_factory=Decisions)
    mapping: ColumnMapping | None = None


class ImportPage(Page):
    """One view at a time; files may be dropped on any of them but the working one."""

    key = "import"
    kinds = frozenset({"import"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._request: Request | None = None
        self._plan: ImportPlan | None = None
        self._report: Report | None = None
        self._waiting: list[Path] = []
        self._serial = 0
        self.start = ImportStart(context)
        self.start.file_chosen.connect(self.offer)
        self.start.next_wanted.connect(self.read_next)
        self.start.history.taken_back.connect(self._on_taken_back)
        self.working = ImportWorking()
        self.preview = ImportPreview(context)
        self.preview.confirmed.connect(self.carry_out)
        self.preview.dismissed.connect(self.begin_again)
        self.preview.decided.connect(self._on_decided)
        self.preview.date_order_chosen.connect(self._on_date_order)
        self.preview.day_chosen.connect(self._on_day)
        self.preview.columns_wanted.connect(self.explain)
        self.mapping = ImportMapping(context)
        self.mapping.confirmed.connect(self._on_explained)
        self.mapping.dismissed.connect(self._on_mapping_left)
        self.done = ImportDone(context)
        self.done.again_wanted.connect(self.begin_again)
        self.done.next_wanted.connect(self.read_next)
        self.done.history_wanted.connect(self.show_history)
        self.done.undo_wanted.connect(self.take_back)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._replan)
        self.setAcceptDrops(True)
        self._lay_out()

    def activate(self) -> None:
        super().activate()
        if self._stack.currentIndex() == START:
            self.start.focus_first()

    def refresh(self, changes: Changes | None = None) -> None:
        """The imports so far; and what may be done changes with the day looked at."""
        self.start.show_abilities()
        self.start.refresh()
        self.preview.show_abilities()
        self.done.show_abilities()

    @Slot(object)
    def offer(self, path: Path) -> None:
        """Read ``path`` and show what would come in; nothing is written."""
        self.offer_all((path,))

    def offer_all(self, paths: Sequence[Path]) -> None:
        """Read the first of several files; the others come after it, one by one."""
        self._waiting = list(paths[1:])
        self._read(Request(paths[0]))

    @Slot()
    def read_next(self) -> None:
        """Read the next one of several files."""
        if self._waiting:
            self._read(Request(self._waiting.pop(0)))

    @Slot()
    def begin_again(self) -> None:
        """Back to choosing a file."""
        self._forget()
        self.start.say("")
        self.start.show_next(self._next_text())
        self._stack.setCurrentIndex(START)
        self.start.focus_first()
        self.start.refresh()

    @Slot()
    def show_history(self) -> None:
        """The imports so far, the one just carried out in front."""
        batch_id = self.done.batch_id
        self.begin_again()
        self.start.history.focus(batch_id)

    @Slot(int)
    def take_back(self, batch_id: int) -> None:
        """Ask for the reason and take an import back."""
        self.start.history.take_back(batch_id, self)

    @Slot()
    def carry_out(self) -> None:
        """Write what is decided in the preview."""
        plan, importing = self.preview.decided_plan(), self.context.desk.importing
        if plan is None or self._plan is None or not self.context.can_write:
            return
        self._pause.stop()
        self._serial += 1
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

    # Reading -------------------------------------------------------------------------------

    def _read(self, request: Request) -> None:
        self._forget()
        self._request = request
        importing, today, service = self.context.desk.importing, self.context.today, reports(self.context)
        decided = books(self.context)
        self._work(tr("Reading {name}", name=request.path.name))

        def work(job: JobContext) -> tuple[ImportPlan, Report | None]:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total)

            with at_hand(request.path, today) as file:
                plan = importing.plan(
                    file, as_of=request.day, date_order=request.date_order, progress=progress, mapping=request.mapping
                )
            job.check_cancelled()
            if decided is not None and request.decisions != Decisions():
                plan = decided.replan(plan, request.decisions)
            return plan, service.quality(plan) if service is not None else None

        self._keep_job(self.context.jobs.run(
            work, self._on_planned, self._on_unreadable, title=tr("Import"), owner=self
        ))  # fmt: skip

    def _on_planned(self, found: tuple[ImportPlan, Report | None]) -> None:
        self.working.rest()
        self._plan, self._report = found
        self._stack.setCurrentIndex(PREVIEW)  # first: what is not shown takes no focus
        self.preview.show_plan(self._plan, self._report)

    def _on_unreadable(self, error: BaseException) -> None:
        self.working.rest()
        if isinstance(error, UNEXPLAINED) and self._request is not None:
            self.explain(why=sentence(error))
            return
        self.begin_again()
        if isinstance(error, Refusal):
            self.start.say(sentence(error))
        else:
            self.context.inform(tr("Stopped. Nothing was changed."))

    # Columns that no layout knows ----------------------------------------------------------

    def explain(self, why: str = "") -> None:
        """Ask what the columns of the file mean; ``why`` it was not read without."""
        request, plan, mappings, today = self._request, self._plan, self.context.desk.mappings, self.context.today
        if request is None:
            return
        name = plan.file.mapping_name if plan is not None else ""

        def work(_job: JobContext) -> Explained:
            with at_hand(request.path, today) as file:
                return mappings.tables(file), request.mapping or (mappings.named(name).mapping if name else None)

        def show(found: Explained) -> None:
            self.working.rest()
            if why and not any(may_be_list(table) for table in found[0]):
                self.begin_again()
                self.start.say(why)
                return
            self._stack.setCurrentIndex(MAPPING)
            self.mapping.show_file(request.path, *found, name=name, why=why)

        self._work(tr("Reading {name}", name=request.path.name))
        self._keep_job(self.context.jobs.run(
            work, show, self._on_unreadable, title=tr("Import"), owner=self
        ))  # fmt: skip

    @Slot(object, object, str)
    def _on_explained(self, path: Path, mapping: ColumnMapping, name: str) -> None:
        if name and self.context.can_write:
            try:
                self.context.desk.mappings.save(name, mapping)
            except Refusal as error:
                self.context.inform(sentence(error), "bad")
                return
        before = self._request or Request(path)
        decisions = self._decisions() if self._plan is not None else Decisions()
        self._read(replace(before, path=path, mapping=mapping, decisions=decisions, date_order=None))

    @Slot()
    def _on_mapping_left(self) -> None:
        if self._plan is None:
            self.begin_again()
        else:
            self._stack.setCurrentIndex(PREVIEW)

    @Slot(str)
    def _on_date_order(self, order: str) -> None:
        if self._request is not None:
            self._read(replace(self._request, date_order=order, decisions=self._decisions()))

    @Slot(object)
    def _on_day(self, day: date) -> None:
        if self._request is not None:
            self._read(replace(self._request, day=day, decisions=self._decisions()))

    def _decisions(self) -> Decisions:
        """What was decided so far: another day, or another order of dates, is no reason to decide again."""
        plan = self.preview.decided_plan()
        return plan.decisions if plan is not None else Decisions()

    # Deciding ------------------------------------------------------------------------------

    @Slot(object)
    def _on_decided(self, _decisions: Decisions) -> None:
        self._serial += 1
        self._pause.start()

    @Slot()
    def _replan(self) -> None:
        """Reckon the plan anew off the GUI thread; ticks made meanwhile make this answer void."""
        plan, decided, service = self._plan, self.preview.decided_plan(), books(self.context)
        if plan is None or decided is None or service is None:
            return
        decisions = decided.decisions
        self.context.jobs.run(
            lambda _job: service.replan(plan, decisions),
            partial(self._on_replanned, self._serial),
            owner=self,
        )

    def _on_replanned(self, serial: int, plan: ImportPlan) -> None:
        if serial == self._serial and self._stack.currentIndex() == PREVIEW:
            self._plan = plan
            self.preview.show_plan(plan, self._report, again=True)

    # Carried out ---------------------------------------------------------------------------

    def _on_done(self, result: ImportResult) -> None:
        self.working.rest()
        request, report = self._request, self._report
        self._forget()
        if request is not None and request.path != sample_file():
            import_files.remember(self.context.settings, result.plan.file.preset, request.path)
        self._stack.setCurrentIndex(DONE)
        self.done.show_result(result, report, self._next_text())
        self.start.history.refresh()

    def _on_not_done(self, error: BaseException) -> None:
        """Refused or cancelled: nothing was written, the preview stands as it was."""
        self.working.rest()
        self._stack.setCurrentIndex(PREVIEW)
        text = sentence(error) if isinstance(error, Refusal) else tr("Stopped. Nothing was changed.")
        self.context.inform(text, "bad" if isinstance(error, Refusal) else "info")

    @Slot(int)
    def _on_taken_back(self, batch_id: int) -> None:
        """What was done is undone: its view has nothing more to say."""
        if self._stack.currentIndex() == DONE and self.done.batch_id == batch_id:
            self.show_history()

    def _forget(self) -> None:
        self._plan = self._request = self._report = None
        self._serial += 1
        self._pause.stop()

    def _next_text(self) -> str:
        if not self._waiting:
            return ""
        return tr("Next file: {name} ({count} left)", name=self._waiting[0].name, count=len(self._waiting))

    def _work(self, text: str) -> None:
        self.start.say("")
        self._stack.setCurrentIndex(WORKING)
        self.working.begin(text)

    def _keep_job(self, job: JobContext) -> None:
        """Follow the job, unless it has finished already."""
        if self._stack.currentIndex() == WORKING:
            self.working.follow(job)

    # Drag and drop -------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) and self._takes_files():
            event.acceptProposedAction()
            self.start.zone.set_hovered(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.start.zone.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.start.zone.set_hovered(False)
        paths = _dropped(event)
        if paths and self._takes_files():
            event.acceptProposedAction()
            self.offer_all(paths)

    def _takes_files(self) -> bool:
        return self.context.can_write and self._stack.currentIndex() != WORKING

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.setObjectName("import_stack")
        for part in (self.start, self.working, self.preview, self.done, self.mapping):
            self._stack.addWidget(part)
        self._title = label(tr("Import"), "title")
        self._title.setContentsMargins(L, M, L, S)
        self._stack.currentChanged.connect(lambda place: self._title.setVisible(place not in (PREVIEW, MAPPING)))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._title)
        box.addWidget(self._stack, 1)


def _dropped(event: QDropEvent) -> list[Path]:
    """The local files of a drag; folders are none."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if not path.is_dir()]
