"""When to remind: a minute tick, quiet hours, sleep of the computer, one notice per customer.

The list in the window is the truth and a notification only a hint, so a notice is marked as
told only once it was really shown: closed too early, it comes again; shown, it never does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.followups import FollowUpLine, Notice
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

TICK_MS = 60_000
FIRST_CHECK_MS = 4_000
AFTER_WAKING_MS = 20_000
BETWEEN_TOASTS_MS = 9_000
SLEPT = timedelta(minutes=5)
MOST_TOASTS = 3
LONGEST_TEXT = 180
PREFERENCE = "reminders"


class Notifier(Protocol):
    """Shows a short notice outside the window. Signal: ``clicked`` on the notice last shown."""

    clicked: SignalInstance

    def is_available(self) -> bool: ...

    def show_notice(self, title: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Toast:
    """One notice to show; ``customer_id`` is ``None`` where it stands for several customers."""

    title: str
    text: str
    customer_id: int | None
    follow_up_ids: tuple[int, ...]


def make_toasts(notices: Iterable[Notice]) -> tuple[Toast, ...]:
    """One toast per customer; more than three customers share one that opens the Today list."""
    due = tuple(notices)
    if len(due) <= MOST_TOASTS:
        return tuple(
            Toast(
                tr("Follow up: {customer}", customer=notice.customer_name),
                _shorten(" · ".join(map(_line, notice.lines))),
                notice.customer_id,
                notice.follow_up_ids,
            )
            for notice in due
        )
    names = tr(", |list").join(notice.customer_name for notice in due)
    ids = tuple(number for notice in due for number in notice.follow_up_ids)
    return (Toast(tr("{count} customers to follow up", count=len(due)), _shorten(names), None, ids),)


class Reminders(QObject):
    """Asks every minute what is due and tells it once.

    Signals:
        state_changed(str): ``on``, ``quiet`` (outside working hours) or ``off``.
    """

    state_changed = Signal(str)

    def __init__(self, context: UiContext, notifier: Notifier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._notifier = notifier
        self._queue: deque[Toast] = deque()
        self._shown: Toast | None = None
        self._is_asking = False
        self._last_tick = context.clock.now()
        self.state = "on"
        self._tick = self._timer(TICK_MS, self.tick, once=False)
        self._later = self._timer(FIRST_CHECK_MS, self.check)
        self._pace = self._timer(BETWEEN_TOASTS_MS, self._show_next)
        self._is_hinted = False
        notifier.clicked.connect(self._on_clicked)
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
        if self._is_asking or self._queue:
            return
        self._is_asking = True
        now = self._context.clock.now()
        desk = self._context.desk

        def ask(_: JobContext) -> tuple[str, tuple[Notice, ...]]:
            if not desk.company.preference(PREFERENCE, True):
                return "off", ()
            if desk.quiet.is_quiet(now):
                return "quiet", ()
            return "on", desk.followups.due_notices(now.date())

        self._context.jobs.run(ask, self._on_answer, self._on_failure, pool="db")

    def _on_answer(self, answer: tuple[str, tuple[Notice, ...]]) -> None:
        self._is_asking = False
        state, notices = answer
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
        self._queue.extend(make_toasts(notices))
        self._show_next()

    def _on_failure(self, _error: BaseException) -> None:
        """A workspace that is busy or going away: the next minute asks again."""
        self._is_asking = False

    @Slot()
    def _show_next(self) -> None:
        if not self._queue or self._pace.isActive():
            return
        if self._context.is_locked:
            self._hint()
            return
        toast = self._shown = self._queue.popleft()
        if self._notifier.is_available():
            self._notifier.show_notice(toast.title, toast.text)
        else:
            self._context.message.emit(f"{toast.title} — {toast.text}", "info")
        desk, today = self._context.desk, self._context.clock.today()
        self._context.jobs.run(
            lambda _: desk.followups.mark_notified(toast.follow_up_ids, today), _nothing, pool="db"
        )
        if self._queue:
            self._pace.start()

    def _hint(self) -> None:
        """While the window is locked no name is shown: once that something is due; the rest waits and comes after."""
        if not self._is_hinted and self._notifier.is_available():
            self._is_hinted = True
            self._notifier.show_notice("ArcDesk", tr("There is something to follow up. Unlock ArcDesk to see it."))

    @Slot(bool)
    def _on_lock_changed(self, is_locked: bool) -> None:
        self._is_hinted = False
        if not is_locked:
            self._show_next()

    @Slot()
    def _on_clicked(self) -> None:
        """The notice has no payload of its own, so the one shown last is meant."""
        if self._shown is None or self._context.is_locked:
            return
        if self._shown.customer_id is None:
            self._context.page_requested.emit("today")
        else:
            self._context.customer_requested.emit(self._shown.customer_id)

    def _timer(self, interval_ms: int, slot: object, *, once: bool = True) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(once)
        timer.timeout.connect(slot)
        return timer


def _line(line: FollowUpLine) -> str:
    what = line.reason or tr("A follow-up is due.")
    return tr("{what} (since {day})", what=what, day=line.due_on) if line.days_late else what


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _nothing(_: object) -> None:
    return None
