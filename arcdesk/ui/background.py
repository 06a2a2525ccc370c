"""What runs beside the window: the tray, the reminders, the counts, the last import, backups, tidy memory."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.backup_keeper import BackupKeeper
from arcdesk.ui.evidence_keeper import EvidenceKeeper
from arcdesk.ui.notices.chain import system_notifier
from arcdesk.ui.notifications import Tray
from arcdesk.ui.reminders import Reminders
from arcdesk.ui.window_lock import WindowLock

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.services.health import Check
    from arcdesk.services.importing import LastImport
    from arcdesk.ui.main_window import MainWindow

COLLECT_MS = 2_000
REMINDER_TEXTS = {"on": "Reminders on", "quiet": "Reminders quiet now", "off": "Reminders off"}


class Background(QObject):
    """Started after the first paint; ``stop`` it before the window goes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        context = window.context
        self._tray = Tray(QApplication.windowIcon(), window)
        self._tray.open_requested.connect(window.raise_up)
        self._tray.today_requested.connect(self._on_today)
        self._tray.lock_requested.connect(context.lock_requested)
        self._tray.quit_requested.connect(window.close)
        self._notifier = system_notifier(self._tray, self)
        self._reminders = Reminders(context, self._notifier, self)
        self._reminders.wanted.connect(window.raise_up)
        self._reminders.state_changed.connect(self._on_state)
        self._backups = BackupKeeper(context, self)
        self._backups.told.connect(partial(window.status.show_fact, "backup"))
        self._evidence = EvidenceKeeper(context, self)
        self._evidence.told.connect(partial(window.status.show_fact, "security"))
        self._lock = WindowLock(window, self)
        self._collector = QTimer(self)
        self._collector.setInterval(COLLECT_MS)
        self._collector.timeout.connect(_collect)
        context.data_changed.connect(self._on_data_changed)
        context.as_of_changed.connect(self._read_last_import)  # also emitted when the day turns
        context.as_of_changed.connect(self._count)
        self._on_state(self._reminders.state)
        self._count()
        self._read_last_import()
        context.jobs.run(lambda _job: context.desk.health.clock(), self._on_clock, owner=self)
        self._backups.start()
        self._evidence.start()
        self._lock.start()
        self._tray.show()
        if context.desk.workspace.can_write:
            self._reminders.start()
        # Objects with a Qt side must die on the GUI thread, so the collector runs here alone.
        gc.disable()
        gc.freeze()
        self._collector.start()

    def stop(self) -> None:
        """End all of it."""
        self._collector.stop()
        self._lock.stop()
        self._reminders.stop()
        self._backups.stop()
        self._evidence.stop()
        self._notifier.close()
        self._tray.hide()
        gc.enable()

    def _count(self) -> None:
        """Count as the Today page does: what was done, skipped or put off is not to do any more."""
        desk, today = self._window.context.desk, self._window.context.today
        self._window.context.jobs.run(lambda _job: desk.day_list.count_open(today), self._on_counted, owner=self)

    def _on_counted(self, count: int) -> None:
        self._window.rail.show_count("today", count)
        self._tray.set_count(count)

    def _on_data_changed(self, changes: Changes) -> None:
        self._count()
        if "import" in changes.kinds:
            self._read_last_import()

    def _on_clock(self, check: Check) -> None:
        """A clock that was set back is told before anything is entered by it."""
        if not check.ok:
            self._window.context.inform(tr(check.detail_key, **check.values), "bad")

    def _read_last_import(self) -> None:
        desk = self._window.context.desk
        self._window.context.jobs.run(lambda _job: desk.importing.last(), self._on_last_import, owner=self)

    def _on_last_import(self, last: LastImport | None) -> None:
        """The day it came in, and from what; the moment and the day of the figures under the pointer."""
        if last is None:
            self._window.status.show_fact("import", tr("Nothing imported yet"))
            return
        day = show.near_day(last.at.date(), self._window.context.today)
        text = tr("Last import {day}: {name}", day=day, name=last.source_name)
        tip = tr("{moment}, figures as of {day}", moment=show.moment(last.at), day=show.day(last.as_of))
        self._window.status.show_fact("import", text, tip)

    def _on_state(self, state: str) -> None:
        self._window.status.show_fact("reminders", tr(REMINDER_TEXTS[state]))

    def _on_today(self) -> None:
        self._window.raise_up()
        self._window.show_page("today")


def _collect() -> None:
    """Collect as far as the interpreter's own thresholds ask for."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation]:
            gc.collect(generation)
            return
