"""``remind --install``, ``--uninstall`` and ``--status``: the scheduler of the system."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from arcdesk.cli.commands import Status
from arcdesk.cli.session import Session
from arcdesk.i18n import tr
from arcdesk.startup import timers
from arcdesk.startup.commands import remind, this_program
from arcdesk.startup.schedule import NoTaskScheduler, TaskSchedule, is_windows, state_text


def schedule(session: Session, *, install: bool, uninstall: bool) -> Status:
    """Change what the Task Scheduler does and say how it stands; elsewhere show a timer to copy.

    Raises:
        NoTaskScheduler: a change was asked for, and this is not Windows.
        SchedulerMissing, SchedulerRefused.
    """
    with session.desk(write=False) as desk:
        at, words = desk.reminding.daily_at(), remind(this_program(), desk.workspace.folder)
    if not is_windows():
        if install or uninstall:
            raise NoTaskScheduler
        _answer_timer(session, words, at)
        return 0
    task = TaskSchedule(words)
    state = task.install(at) if install else task.uninstall() if uninstall else task.state()
    document = {
        "scheduled": state.is_there and state.is_enabled and state.is_ours,
        "task": task.name, "at": f"{state.at:%H:%M}" if state.at else None,
        "enabled": state.is_enabled, "these_books": state.is_ours, "command": list(words),
    }  # fmt: skip
    session.answer(document, lambda: (state_text(state),))
    return 0


def _answer_timer(session: Session, words: tuple[str, ...], at: time) -> None:
    line, units = timers.cron_line(words, at), timers.systemd_units(words, at)
    document = {"scheduled": None, "at": f"{at:%H:%M}", "command": list(words), "cron": line, "systemd": units}

    def text() -> Iterator[str]:
        yield tr("A line for “crontab -e”:")
        yield line
        yield ""
        yield tr("Or a timer of systemd:")
        yield units

    session.answer(document, text)
