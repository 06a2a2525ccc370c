"""Evidence that follows the password: encrypted or decrypted in the background, gone on with at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.jobs import Cancelled

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class EvidenceKeeper(QObject):
    """Looks at the start and after each change of the password whether files wait to be turned.

    Signals:
        told(str, str): text and tip for the line at the foot; empty where nothing waits.
    """

    told = Signal(str, str)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: JobContext | None = None
        self.is_at_work = False
        self._encrypts = context.desk.workspace.key_file.encrypts_evidence
        context.data_changed.connect(self._on_data_changed)
        context.conversion_requested.connect(self.look)

    def start(self) -> None:
        """At the start of the window: take away what a killed program had handed out, and go on where files wait."""
        desk = self._context.desk
        if desk.workspace.can_write:
            self._context.jobs.run(
                lambda _: desk.evidence_copies.sweep(), lambda _: self.look(), self._on_failed, pool="work", owner=self
            )
        else:
            self.look()

    @Slot()
    def look(self) -> None:
        """Go on where files wait."""
        security = self._context.desk.security
        if not self.is_at_work:
            self._context.jobs.run(
                lambda _: security.waiting(), self._on_counted, self._on_failed, pool="work", owner=self
            )

    def stop(self) -> None:
        """End it; what was turned stays so."""
        if self._job is not None:
            self._job.cancel()

    def _on_counted(self, waiting: int) -> None:
        self._tell(waiting)
        if not waiting or self.is_at_work or not self._context.desk.workspace.can_write:
            return
        security, title = self._context.desk.security, self._title()

        def work(job: JobContext) -> int:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, title)

            return security.finish(progress)

        self.is_at_work = self._context.is_converting = True
        self._job = self._context.jobs.run(
            work, self._on_done, self._on_failed, title=title, pool="work", owner=self
        )

    def _title(self) -> str:
        encrypts = self._context.desk.workspace.key_file.encrypts_evidence
        return tr("Encrypting the evidence") if encrypts else tr("Decrypting the evidence")

    def _on_done(self, left: int) -> None:
        self._end()
        self._tell(left)
        if left:
            text = tr("{count} evidence files could not be turned: they are damaged. Look at Evidence.", count=left)
            self._context.inform(text, "bad")

    def _on_failed(self, error: BaseException) -> None:
        was_at_work = self.is_at_work
        self._end()
        if isinstance(error, Refusal):
            self._context.inform(sentence(error), "bad")
        elif isinstance(error, Cancelled) and was_at_work:
            text = tr("Stopped. What was done stays so; the rest goes on at the next start, or in Settings, Security.")
            self._context.inform(text)
        if was_at_work:
            security = self._context.desk.security
            self._context.jobs.run(
                lambda _: security.waiting(), self._tell, lambda _: None, pool="work", owner=self
            )

    def _end(self) -> None:
        self._job, self.is_at_work = None, False
        self._context.is_converting = False
        self._context.conversion_stopped.emit()
        if self._is_turned():
            self.look()

    def _tell(self, waiting: int) -> None:
        if not waiting:
            self.told.emit("", "")
            return
        encrypts = self._context.desk.workspace.key_file.encrypts_evidence
        text = (
            tr("{count} evidence files not encrypted yet", count=waiting)
            if encrypts
            else tr("{count} evidence files not decrypted yet", count=waiting)
        )
        self.told.emit(text, tr("Settings, Security"))

    def _is_turned(self) -> bool:
        """Whether the other form is wanted since this was last asked."""
        before, self._encrypts = self._encrypts, self._context.desk.workspace.key_file.encrypts_evidence
        return before != self._encrypts

    def _on_data_changed(self, changes: Changes) -> None:
        """Another password is no reason to begin again what was stopped, another protection is.

        Work under way ends by itself then, and looks again.
        """
        if "security" in changes.kinds and not self.is_at_work and self._is_turned():
            self.look()
