"""Jobs: off the GUI thread, back in order, cancelled when asked, dropped when nobody is left."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from arcdesk.domain.errors import BadAmount
from arcdesk.ui.jobs import Cancelled, InlineJobs, JobContext, Jobs


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def take(self, value: object) -> None:
        self.seen.append(value)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_a_job_runs_on_another_thread_and_answers_on_this_one(jobs: Jobs, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    jobs.run(
        lambda _job: threading.current_thread(),
        lambda worker: threads.extend([worker, threading.current_thread()]),
    )
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_three_hundred_results_come_back_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()
    for number in range(300):
        jobs.run(lambda _job, number=number: number, listener.take)
    qtbot.waitUntil(lambda: len(listener.seen) == 300)
    assert listener.seen == list(range(300))


def test_the_database_jobs_share_one_thread(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()
    for _ in range(20):
        jobs.run(lambda _job: threading.get_ident(), listener.take)
    qtbot.waitUntil(lambda: len(listener.seen) == 20)
    assert len(set(listener.seen)) == 1


def test_a_widget_that_is_gone_gets_no_answer(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    widget, listener = QLabel(), Listener()
    jobs.run(lambda _job: gate.wait(5), lambda _result: widget.setText("late"))
    jobs.run(lambda _job: 1, listener.take)
    widget.deleteLater()
    qtbot.waitUntil(lambda: _is_gone(widget))
    gate.set()
    qtbot.waitUntil(lambda: listener.seen == [1])  # no RuntimeError came out of the drain


def _is_gone(widget: QLabel) -> bool:
    import shiboken6

    return not shiboken6.isValid(widget)


def test_a_refusal_without_a_handler_becomes_a_sentence(jobs: Jobs, qtbot: QtBot) -> None:
    def refuse(_job: JobContext) -> None:
        raise BadAmount(text="三千")

    with qtbot.waitSignal(jobs.refused) as refused:
        jobs.run(refuse, lambda _result: None)
    assert isinstance(refused.args[0], BadAmount)


def test_a_refusal_with_a_handler_goes_there_alone(jobs: Jobs, qtbot: QtBot) -> None:
    listener, sentences = Listener(), Listener()
    jobs.refused.connect(sentences.take)

    def refuse(_job: JobContext) -> None:
        raise BadAmount(text="x")

    jobs.run(refuse, lambda _result: None, listener.take)
    qtbot.waitUntil(lambda: len(listener.seen) == 1)
    assert sentences.seen == []


def test_a_bug_goes_to_its_handler_and_to_the_crash_dialog(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()

    def fail(_job: JobContext) -> None:
        raise KeyError("bug")

    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.run(fail, lambda _result: None, listener.take)
    assert isinstance(failed.args[0], KeyError)
    assert len(listener.seen) == 1


def test_cancel_stops_between_two_items_and_keeps_what_is_done(jobs: Jobs, qtbot: QtBot) -> None:
    done: list[int] = []
    reached, go_on = threading.Event(), threading.Event()
    errors = Listener()

    def work(job: JobContext) -> None:
        for number in range(10):
            job.check_cancelled()
            done.append(number)
            job.report(number + 1, 10)
            if number == 2:
                reached.set()
                go_on.wait(5)

    context = jobs.run(work, lambda _result: None, errors.take)
    assert reached.wait(5)
    context.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: len(errors.seen) == 1)
    assert isinstance(errors.seen[0], Cancelled)
    assert done == [0, 1, 2]
    assert context.progress[:2] == (3, 10)


def test_a_callback_with_a_bug_does_not_keep_back_the_others(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener, caught = Listener(), []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: caught.append(kind))

    def explode(_result: object) -> None:
        raise ZeroDivisionError

    jobs.run(lambda _job: 1, explode)
    jobs.run(lambda _job: 2, listener.take)
    qtbot.waitUntil(lambda: listener.seen == [2])
    assert caught == [ZeroDivisionError]


def test_closing_releases_the_connection_on_the_database_thread(qtbot: QtBot) -> None:
    released: list[int] = []
    jobs = Jobs(release=lambda: released.append(threading.get_ident()))
    listener = Listener()
    jobs.run(lambda _job: threading.get_ident(), listener.take)
    qtbot.waitUntil(lambda: len(listener.seen) == 1)
    assert jobs.close()
    assert released == listener.seen


def test_settling_delivers_what_is_ready_and_leaves_the_rest(jobs: Jobs, qtbot: QtBot) -> None:
    listener, go_on = Listener(), threading.Event()
    jobs.run(lambda _job: "soon", listener.take)
    jobs.settle(5)
    assert listener.seen == ["soon"]
    jobs.run(lambda _job: go_on.wait(5) and "late", listener.take)
    jobs.settle(0.01)
    assert listener.seen == ["soon"]
    go_on.set()
    qtbot.waitUntil(lambda: listener.seen == ["soon", "late"])


def test_after_closing_no_job_is_taken(qtbot: QtBot) -> None:
    jobs, listener = Jobs(), Listener()
    jobs.close()
    context = jobs.run(lambda _job: 1, listener.take)
    assert context.is_cancelled
    assert listener.seen == []


def test_closing_gives_up_on_a_job_that_does_not_listen(qtbot: QtBot) -> None:
    jobs, gate, started = Jobs(), threading.Event(), threading.Event()

    def stubborn(_job: JobContext) -> None:
        started.set()
        gate.wait(10)

    jobs.run(stubborn, lambda _result: None)
    assert started.wait(5)
    assert not jobs.close(wait_seconds=0.05)
    gate.set()


def test_inline_jobs_answer_at_once(qtbot: QtBot) -> None:
    jobs, listener = InlineJobs(), Listener()
    jobs.run(lambda _job: "now", listener.take)
    assert listener.seen == ["now"]
