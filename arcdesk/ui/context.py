"""What every page shares: the desk, the jobs, the theme, the day looked at, and the requests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.clock import Clock
    from arcdesk.settings import MachineSettings
    from arcdesk.ui.jobs import Jobs
    from arcdesk.ui.theme import Theme


class UiContext(QObject):
    """Handed to every page, panel and dialog.

    Signals:
        as_of_changed: another day is looked at.
        data_changed(Changes): something was written; arrives on the GUI thread.
        customer_requested(int), page_requested(str): show that customer's dossier, that page.
        dossier_tab_requested(int, int): show that customer's dossier with that tab in front.
        offered(str, str, object): a sentence for the message bar with a button: its text, what it does.
        log_requested(int), receipt_requested(int), statement_requested(int): act for that customer.
        letter_requested(tuple[int, ...]): prepare letters for these customers.
        evidence_requested(int, tuple): attach files to that customer.
        due_dates_requested(int): show the invoices without a due date, of that customer or (0) of all.
        import_requested(Path | None): show the import page, with that file when one is given.
        rebuild_requested(): the language is another one; the window is built anew.
        conversion_requested(): go on turning evidence that waits; conversion_stopped(): that work ended.
        lock_requested(): cover the window until the password is typed; lock_changed(bool): it was covered, or not.
        message(str, str): a sentence for the message bar; level "info", "good" or "bad".
        file_saved(str, Path): a sentence for the message bar, with a way to the folder of the file.
    """

    as_of_changed = Signal()
    data_changed = Signal(object)
    customer_requested = Signal(object)
    page_requested = Signal(str)
    dossier_tab_requested = Signal(object, int)
    offered = Signal(str, str, object)
    log_requested = Signal(object)
    letter_requested = Signal(object)
    statement_requested = Signal(object)
    receipt_requested = Signal(object)
    evidence_requested = Signal(object, object)
    rebuild_requested = Signal()
    import_requested = Signal(object)
    due_dates_requested = Signal(object)
    conversion_requested = Signal()
    conversion_stopped = Signal()
    lock_requested = Signal()
    lock_changed = Signal(bool)
    message = Signal(str, str)
    file_saved = Signal(str, object)
    _arrived = Signal(object)

    def __init__(
        self, desk: Desk, jobs: Jobs, settings: MachineSettings, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.jobs = jobs
        self.settings = settings
        self.theme = theme
        self.is_locked = self.is_converting = False
        self._as_of: date | None = None
        self._arrived.connect(self.data_changed, Qt.ConnectionType.QueuedConnection)
        desk.changes.listen(self._on_changes)
        jobs.refused.connect(self.refuse)

    @property
    def clock(self) -> Clock:
        return self.desk.clock

    @property
    def today(self) -> date:
        """The present day."""
        return self.desk.clock.today()

    @property
    def as_of(self) -> date | None:
        """The past day looked at, or None for today."""
        return self._as_of

    @property
    def day(self) -> date:
        """The day everything is aged at: ``as_of``, else today."""
        return self._as_of or self.today

    def set_as_of(self, day: date | None) -> None:
        """Look at the books as they stood on a past ``day``; today or later means the present."""
        chosen = day if day is not None and day < self.today else None
        if chosen != self._as_of:
            self._as_of = chosen
            self.as_of_changed.emit()

    @property
    def can_write(self) -> bool:
        """False while a past day is looked at, and in a workspace opened for reading."""
        return self._as_of is None and self.desk.workspace.can_write

    def inform(self, text: str, level: str = "info") -> None:
        """Show one translated sentence in the message bar."""
        self.message.emit(text, level)

    @Slot(object)
    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal's sentence in the message bar."""
        self.message.emit(sentence(refusal), "bad")

    def close(self) -> None:
        """Stop listening to the services."""
        self.desk.changes.forget(self._on_changes)

    def _on_changes(self, changes: object) -> None:
        # Called on the thread that wrote; the queued signal brings it to the GUI thread.
        self._arrived.emit(changes)


def sentence(refusal: Refusal) -> str:
    """A refusal's sentence in the language of the window."""
    return tr(refusal.sentence, **refusal.values) if refusal.sentence else str(refusal)
