"""Writing papers for others into a folder that the person chooses: PDF, workbook, unsent e-mail."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from arcdesk.i18n import tr
from arcdesk.services.staff_papers import FORMS, Paper

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


def ask_folder(context: UiContext, parent: QWidget) -> Path | None:
    """The folder chosen; ``None`` where the person thought better of it."""
    start = context.desk.workspace.exports
    if context.desk.workspace.can_write:
        start.mkdir(parents=True, exist_ok=True)
    chosen = QFileDialog.getExistingDirectory(parent, tr("Folder for the sheets"), str(start))
    return Path(chosen) if chosen else None


def save_papers(
    context: UiContext,
    parent: QWidget,
    make: Callable[[], Sequence[Paper]],
    forms: Collection[str] = FORMS,
    folder: Path | None = None,
) -> None:
    """Write what ``make`` gives into ``folder``, else into one that is asked for; says where they are."""
    target = folder or ask_folder(context, parent)
    if target is None:
        return
    papers = context.desk.staff_papers

    def work(_job: object) -> tuple[Path, ...]:
        return papers.write(make(), target, forms)

    def done(files: tuple[Path, ...]) -> None:
        if files:
            context.file_saved.emit(tr("{count} files written to {folder}", count=len(files), folder=target), files[0])

    context.jobs.run(work, done, title=tr("Writing the sheets"), owner=parent)
