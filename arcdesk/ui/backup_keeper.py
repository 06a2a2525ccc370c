"""Backups that come by themselves: one is looked for at the start, every hour, and when the day is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.context import sentence

if TYPE_CHECKING:
    from arcdesk.services.backups import MadeBackup
    from arcdesk.services.changes import Changes
    from arcdesk.services.last_backup import LastBackup
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

LOOK_MS = 3_600_000


class BackupKeeper(QObject):
    """Makes a backup in the background when one is due, and tells of the last one.

    Signals:
        told(str, str): text and tip for the line at the foot.
    """

    told = Signal(str, str)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: JobContext | None = None
        self._complaint = ""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        context.data_changed.connect(self._on_data_changed)

    def start(self) -> None:
        """Begin to look."""
        self.tell()
        if self._context.desk.workspace.can_write:
            self._timer.start()
            self.look()

    def stop(self) -> None:
        """End it; a backup under way is given up whole."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def look(self) -> None:
        """Make a backup if one is due."""
        backups = self._context.desk.backups
        self._context.jobs.run(lambda _: backups.is_due(), self._on_due, self._on_failed, owner=self)

    @Slot()
    def tell(self) -> None:
        """Say when the last verified backup was made."""
        backups = self._context.desk.backups
        self._context.jobs.run(lambda _: backups.last(), self._on_last, owner=self)

    def _on_due(self, is_due: bool) -> None:
        if not is_due or self._job is not None:
            return
        backups = self._context.desk.backups

        def work(job: JobContext) -> MadeBackup:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, tr("Backing up (MB)"))

            return backups.make_due(progress)

        self._job = self._context.jobs.run(
            work, self._on_made, self._on_failed, title=tr("Backing up"), pool="work", owner=self
        )

    def _on_made(self, made: MadeBackup) -> None:
        self._job = None
        self._complaint = ""
        if made.lost:
            text = tr(
                "{count} evidence files were missing or altered before. Look at Evidence.",
                count=len(made.lost),
            )
            self._context.inform(text, "bad")
        self.tell()

    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        if not isinstance(error, Refusal):
            return
        text = sentence(error)
        if text != self._complaint:  # a stick that is not plugged in is said once, not every hour
            self._complaint = text
            self._context.inform(text, "bad")

    def _on_last(self, last: LastBackup | None) -> None:
        if last is None:
            self.told.emit(tr("No backup yet"), tr("Settings, Backup"))
            return
        day = show.near_day(last.at.date(), self._context.today)
        text = (
            tr("Last backup {day} (books only)", day=day)
            if last.books_only
            else tr("Last backup {day}", day=day)
        )
        self.told.emit(text, f"{show.moment(last.at)}  {last.file}")

    def _on_data_changed(self, changes: Changes) -> None:
        if "backup" in changes.kinds:
            self.tell()
