"""Work off the GUI thread: one database thread, a few others, results back in order.

A job is a plain function of a ``JobContext``. Its result comes back on the GUI thread
through one queued signal into a slot of ``Jobs``; a callback whose widget is gone by then
is dropped.
"""

from __future__ import annotations

import functools
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from arcdesk.domain.errors import Refusal

T = TypeVar("T")
WORK_THREADS = 2
CLOSE_WAIT_SECONDS = 10.0


class Cancelled(Exception):
    """Raised inside a job by ``JobContext.check_cancelled``."""


class JobContext:
    """What a job knows of its surroundings; safe to use from both threads."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.started_at = time.monotonic()
        self.progress: tuple[int, int, str] = (0, 0, "")
        self._cancelled = threading.Event()

    def report(self, done: int, total: int = 0, text: str = "") -> None:
        """Say how far the job is: ``done`` of ``total`` items (0: unknown)."""
        self.progress = (done, total, text)

    def cancel(self) -> None:
        """Ask the job to stop at its next ``check_cancelled``."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def check_cancelled(self) -> None:
        """Raise ``Cancelled`` when somebody pressed Cancel."""
        if self._cancelled.is_set():
            raise Cancelled


@dataclass(slots=True)
class _Answer:
    context: JobContext
    future: Future[Any]
    on_done: Callable[[Any], object]
    on_error: Callable[[BaseException], object] | None
    owner: QObject | None


class Jobs(QObject):
    """Runs jobs and brings their results back.

    Args:
        release: closes the calling thread's database connection; called on the database
            thread at the end and on the other threads after every job.

    Signals:
        started(JobContext), finished(JobContext): for the progress line.
        refused(Refusal): a job without ``on_error`` met a refusal.
        failed(BaseException): a job met a bug.
    """

    started = Signal(object)
    finished = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    _ready = Signal()

    def __init__(self, release: Callable[[], object] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._release = release
        self._answers: deque[_Answer] = deque()
        self._running: dict[JobContext, _Answer] = {}
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._closed = False
        self._ready.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        fn: Callable[[JobContext], T],
        on_done: Callable[[T], object],
        on_error: Callable[[BaseException], object] | None = None,
        title: str = "",
        pool: str = "db",
        owner: QObject | None = None,
    ) -> JobContext:
        """Run ``fn`` on a pool thread, then ``on_done(result)`` on the GUI thread.

        ``on_error`` gets a ``Refusal`` or ``Cancelled`` instead of the program's own answer
        (an inline sentence; nothing); a bug goes to it as well and then to the crash dialog.
        Callbacks are dropped when ``owner``, or a QObject they are bound to, no longer exists.
        """
        context = JobContext(title)
        if self._closed:
            context.cancel()
            return context
        future = self._pool(pool).submit(self._work, fn, context, pool)
        answer = _Answer(context, future, on_done, on_error, owner)
        self._running[context] = answer
        self.started.emit(context)
        future.add_done_callback(lambda _future: self._push(answer))
        return context

    @property
    def is_busy(self) -> bool:
        """Whether any job has not delivered its result yet."""
        return bool(self._running)

    def settle(self, wait_seconds: float) -> None:
        """Wait a moment for the jobs begun so far and deliver them, on the GUI thread.

        For the time before the first paint only: a list that comes at once is painted once.
        """
        answers = list(self._running.values())
        wait([answer.future for answer in answers], timeout=wait_seconds)
        for answer in answers:
            if answer.future.done():
                self._take(answer)

    def close(self, wait_seconds: float = CLOSE_WAIT_SECONDS) -> bool:
        """Refuse new jobs, cancel the running ones, wait, and close the database connection.

        Returns False when a job was still at work after ``wait_seconds``.
        """
        self._closed = True
        futures = [answer.future for answer in self._running.values()]
        for context, future in zip(tuple(self._running), futures, strict=True):
            context.cancel()
            future.cancel()
        waiting = [future for future in futures if not future.cancelled()]
        if self._release is not None and "db" in self._pools:
            waiting.append(self._pools["db"].submit(self._release))
        _done, late = wait(waiting, timeout=wait_seconds)
        for pool in self._pools.values():
            pool.shutdown(wait=not late, cancel_futures=True)
        self._pools.clear()
        self._running.clear()
        self._answers.clear()
        return not late

    def _pool(self, name: str) -> ThreadPoolExecutor:
        if name not in self._pools:
            threads = 1 if name == "db" else WORK_THREADS
            self._pools[name] = ThreadPoolExecutor(threads, thread_name_prefix=f"arcdesk-{name}")
        return self._pools[name]

    def _work(self, fn: Callable[[JobContext], T], context: JobContext, pool: str) -> T:
        context.check_cancelled()
        try:
            return fn(context)
        finally:
            if pool != "db" and self._release is not None:
                self._release()

    def _push(self, answer: _Answer) -> None:
        self._answers.append(answer)
        if shiboken6.isValid(self):
            self._ready.emit()

    @Slot()
    def _drain(self) -> None:
        while self._answers:
            self._take(self._answers.popleft())

    def _take(self, answer: _Answer) -> None:
        if self._running.pop(answer.context, None) is None:
            return  # ``settle`` was faster
        self.finished.emit(answer.context)
        try:
            self._deliver(answer)
        except Exception:  # noqa: BLE001 - a callback's bug must not keep back the other results
            sys.excepthook(*sys.exc_info())

    def _deliver(self, answer: _Answer) -> None:
        callback = answer.on_error if _error_of(answer.future) is not None else answer.on_done
        alive = _is_alive(answer.owner) and (callback is None or all(map(_is_alive, _owners(callback))))
        error = _error_of(answer.future)
        if error is None:
            if alive:
                answer.on_done(answer.future.result())
            return
        if answer.on_error is not None and alive:
            answer.on_error(error)
        if isinstance(error, Cancelled):
            return
        if isinstance(error, Refusal):
            if answer.on_error is None:
                self.refused.emit(error)
            return
        self.failed.emit(error)


class InlineJobs(Jobs):
    """Jobs that run at once on the calling thread: for tests and for the picture script."""

    def run(
        self,
        fn: Callable[[JobContext], T],
        on_done: Callable[[T], object],
        on_error: Callable[[BaseException], object] | None = None,
        title: str = "",
        pool: str = "db",
        owner: QObject | None = None,
    ) -> JobContext:
        context = JobContext(title)
        future: Future[Any] = Future()
        self.started.emit(context)
        try:
            future.set_result(fn(context))
        except Exception as error:  # noqa: BLE001 - handed on to the job's owner, like a thread's
            future.set_exception(error)
        self.finished.emit(context)
        self._deliver(_Answer(context, future, on_done, on_error, owner))
        return context


def _error_of(future: Future[Any]) -> BaseException | None:
    return Cancelled() if future.cancelled() else future.exception()


def _is_alive(candidate: object) -> bool:
    return not isinstance(candidate, QObject) or shiboken6.isValid(candidate)


def _owners(callback: Callable[..., object]) -> Iterator[object]:
    """The objects a callback works on: its bound self, or what its closure holds."""
    if isinstance(callback, functools.partial):
        yield from _owners(callback.func)
        yield from callback.args
        return
    yield getattr(callback, "__self__", None)
    for cell in getattr(callback, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:  # a name of the closure that was never set
            continue
