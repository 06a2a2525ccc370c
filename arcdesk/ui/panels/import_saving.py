"""Saving what an import says of its file: the rows left out, to be mended, and the quality report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.import_services import reports
from arcdesk.ui.widgets import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from arcdesk.services.importing import ImportPlan
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class ImportSaving(QObject):
    """Two buttons that ask where to, and write off the GUI thread."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._plan: ImportPlan | None = None
        self.rejects: QPushButton = button(
            tr("Save rejected rows…"), "import_save_rejects", self.save_rejects
        )
        self.report: QPushButton = button(tr("Save report…"), "import_save_report", self.save_report)
        for made in (self.rejects, self.report):
            if reports(context) is None:
                made.hide()

    def show_plan(self, plan: ImportPlan) -> None:
        """The plan whose rows and report are meant."""
        self._plan = plan

    @Slot()
    def save_rejects(self) -> None:
        """Ask for the file first: what it has to end in is known from the file that was read."""
        plan, service = self._plan, reports(self._context)
        if plan is None or service is None:
            return

        def ask(suffix: str) -> None:
            stem = f"{Path(plan.file.source_name).stem}-{tr('rejected|file name')}"
            path = self._ask(tr("Save rejected rows"), f"{stem}{suffix}", f"*{suffix}")
            if path is not None:
                self._write(lambda _job: service.write_rejects(plan, path), path)

        self._context.jobs.run(
            lambda _job: service.reject_suffix(plan), ask, self._on_refused, owner=self.rejects
        )

    @Slot()
    def save_report(self) -> None:
        """The quality report as a workbook."""
        plan, service = self._plan, reports(self._context)
        if plan is None or service is None:
            return
        name = f"{Path(plan.file.source_name).stem}-{tr('quality report|file name')}.xlsx"
        path = self._ask(tr("Save the quality report"), name, "*.xlsx")
        if path is not None:
            self._write(lambda _job: service.write_report(plan, path), path)

    def _ask(self, title: str, name: str, kinds: str) -> Path | None:
        folder = (
            self._plan.file.source_path.parent if self._plan and self._plan.file.source_path else Path.home()
        )
        chosen, _ = QFileDialog.getSaveFileName(self.rejects.window(), title, str(folder / name), kinds)
        return Path(chosen) if chosen else None

    def _write(self, work: Callable[[JobContext], object], path: Path) -> None:
        def told(_done: object) -> None:
            self._context.inform(tr("Saved: {path}", path=path), "good")

        self._context.jobs.run(work, told, self._on_refused, title=tr("Saving"), owner=self.rejects)

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._context.inform(sentence(error), "bad")
