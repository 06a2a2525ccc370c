"""When to remind: a minute tick, quiet hours, sleep of the computer, one notice per customer.

The list in the window is the truth and a notification only a hint, so a notice is marked as
told only once it was really shown: closed too early, it comes again; shown, it never does.
"""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.notices.notice import DONE, SNOOZE, Toast
from arcdesk.ui.notices.texts import telling_toasts

if TYPE_CHECKING:
    from arcdesk.services.reminding import Digest, Telling
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext
    from arcdesk.ui.notices.notice import Notifier

TICK_MS = 60_000
FIRST_CHECK_MS = 4_000
AFTER_WAKING_MS = 20_000
BETWEEN_TOASTS_MS = 9_000
SLEPT = timedelta(minutes=5)
WINDOW = "window"
"""What showed a notice where nothing outside the window could: its message bar."""


class Reminders(QObject):
    """Asks every minute what is due and tells it once.

    Signals:
        state_changed(str): ``on``, ``quiet`` (outside working hours) or ``off``.
        wanted(): a notice was clicked; the window is to come to the front.
    """

    state_changed = Signal(str)
    wanted = Signal()

    def __init__(self, context: UiContext, notifier: Notifier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._notifier = notifier
        self._queue: deque[Toast] = deque()
        self._digest: Digest | None = None
        self._is_asking = self._is_showing = False
        self._last_tick = context.clock.now()
        self.state = "on"
        self._tick = self._timer(TICK_MS, self.tick, once=False)
        self._later = self._timer(FIRST_CHECK_MS, self.check)
        self._pace = self._timer(BETWEEN_TOASTS_MS, self._show_next)
        self._is_hinted = False
        notifier.acted.connect(self._on_acted)
        context.lock_changed.connect(self._on_lock_changed)

    def start(self) -> None:
        """Begin ticking; the first look comes when the window has settled."""
        self._tick.start()
        self._later.start(FIRST_CHECK_MS)

    def stop(self) -> None:
        """End ticking: the workspace is about to close."""
        for timer in (self._tick, self._later, self._pace):
            timer.stop()
        self._queue.clear()

    @Slot()
    def tick(self) -> None:
        """One minute passed, or many while the computer slept: then wait until it is awake."""
        now = self._context.clock.now()
        before, self._last_tick = self._last_tick, now
        if now.date() != before.date() and self._context.as_of is None:
            self._context.as_of_changed.emit()
        if now - before > SLEPT:
            self._later.start(AFTER_WAKING_MS)
        elif not self._later.isActive():
            self.check()

    @Slot()
    def check(self) -> None:
        """Ask for what is due and was not told yet."""
        if self._is_asking or self._is_showing or self._queue:
            return
        self._is_asking = True
        now = self._context.clock.now()
        reminding = self._context.desk.reminding

        def ask(_: JobContext) -> Telling:
            return reminding.telling(now)

        self._context.jobs.run(ask, self._on_answer, self._on_failure, pool="db")

    def _on_answer(self, telling: Telling) -> None:
        self._is_asking = False
        if telling.state != self.state:
            self.state = telling.state
            self.state_changed.emit(telling.state)
        self._digest = telling.digest
        self._queue.extend(telling_toasts(telling))
        self._show_next()

    def _on_failure(self, _error: BaseException) -> None:
        """A workspace that is busy or going away: the next minute asks again."""
        self._is_asking = self._is_showing = False

    @Slot()
    def _show_next(self) -> None:
        if not self._queue or self._is_showing or self._pace.isActive():
            return
        if self._context.is_locked:
            self._hint()
            return
        toast = self._queue.popleft()
        self._is_showing = True
        self._notifier.show_notice(toast, partial(self._on_told, toast))

    def _on_told(self, toast: Toast, is_taken: bool) -> None:
        """Keep that it was told. Where nothing outside the window took it, the message bar says it."""
        shown_by = self._notifier.name if is_taken else WINDOW
        if not is_taken:
            text = f"{toast.title} — {toast.text}" if toast.text else toast.title
            self._context.message.emit(text, "info")
        reminding, digest = self._context.desk.reminding, self._digest

        def keep(_: JobContext) -> None:
            if toast.is_digest and digest is not None:
                reminding.told_digest(digest, shown_by, toast.follow_up_ids)
            else:
                reminding.told_follow_ups(toast.follow_up_ids, shown_by)

        self._context.jobs.run(keep, self._on_kept, self._on_failure, pool="db")
        if self._queue:
            self._pace.start()

    def _on_kept(self, _: object) -> None:
        self._is_showing = False

    def _hint(self) -> None:
        """While the window is locked no name is shown: once that something is due; the rest waits and comes after."""
        if not self._is_hinted and self._notifier.is_available():
            self._is_hinted = True
            text = tr("There is something to follow up. Unlock ArcDesk to see it.")
            self._notifier.show_notice(Toast("ArcDesk", text), _nothing)

    @Slot(bool)
    def _on_lock_changed(self, is_locked: bool) -> None:
        self._is_hinted = False
        if not is_locked:
            self._show_next()

    @Slot(object, str)
    def _on_acted(self, toast: Toast, action: str) -> None:
        """A notice was clicked or a button of it pressed; a locked window shows itself and nothing else."""
        if action == DONE and not self._context.is_locked:
            self._done(toast)
        elif action == SNOOZE and not self._context.is_locked:
            self._snooze(toast)
        else:
            self.wanted.emit()
            if self._context.is_locked:
                return
            if toast.customer_id is None:
                self._context.page_requested.emit("today")
            else:
                self._context.customer_requested.emit(toast.customer_id)

    def _done(self, toast: Toast) -> None:
        followups = self._context.desk.followups
        self._context.jobs.run(
            lambda _: [followups.done(number) for number in toast.follow_up_ids], _nothing, self._on_too_late
        )

    def _snooze(self, toast: Toast) -> None:
        """Put the follow-ups of a notice off to the next working day."""
        followups = self._context.desk.followups
        self._context.jobs.run(lambda _: followups.put_off(toast.follow_up_ids), _nothing, self._on_too_late)

    def _on_too_late(self, error: BaseException) -> None:
        """The follow-up was closed meanwhile, or the books cannot be written: the window says so."""
        if isinstance(error, Refusal):
            self._context.refuse(error)

    def _timer(self, interval_ms: int, slot: object, *, once: bool = True) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(once)
        timer.timeout.connect(slot)
        return timer


def _nothing(_: object) -> None:
    return None
