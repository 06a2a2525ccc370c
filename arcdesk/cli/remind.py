"""``remind``: being told what is due, now or every morning by the system."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from arcdesk.cli import remind_schedule, values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import NoPasswordGiven
from arcdesk.cli.followups import line_document, lines
from arcdesk.cli.session import Session
from arcdesk.cli.today import Day
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.reminding import Telling

COMMAND = "command"
"""What showed a notice where nothing on the desktop could: the lines printed."""


def remind(
    session: Session,
    on: Day = "",
    scheduled: Annotated[
        bool, Option("--scheduled", help="As the task scheduler asks: nothing in the quiet hours or when switched off.")
    ] = False,
    install: Annotated[
        bool, Option("--install", help="Let the Task Scheduler of Windows do this every day and after the log-in.")
    ] = False,
    uninstall: Annotated[bool, Option("--uninstall", help="Take it out of the Task Scheduler again.")] = False,
    status: Annotated[
        bool, Option("--status", help="Whether it is scheduled; on Linux the timer to copy.")
    ] = False,
) -> Status:
    """Tell what is due, once, without the main window; an open desktop does it by itself.

    Nobody may be there to answer: of protected books a keyring opens, or the variable, and nothing asks.
    """
    from arcdesk.workspace import WorkspaceInUse, is_in_use

    if install or uninstall or status:
        return remind_schedule.schedule(session, install=install, uninstall=uninstall)
    day = values.day(on) or session.clock.today()
    is_told_elsewhere = False
    session.may_ask = False
    told: dict[str, Any] = {"notified": 0, "digest": None, "shown_by": ""}
    try:
        with session.desk(write=True) as desk:
            due = desk.followups.open(day)
            told = _tell(session, desk, datetime.combine(day, session.clock.now().timetz()), is_scheduled=scheduled)
    except WorkspaceInUse:
        is_told_elsewhere = True
        with session.desk(write=False) as desk:
            due = desk.followups.open(day)
    except NoPasswordGiven:
        if not is_in_use(session.folder):  # an open desktop reminds by itself, whoever may read it here
            _show_locked(session)
        raise

    def text() -> Iterator[str]:
        yield from lines(due)
        if is_told_elsewhere:
            yield tr("The workspace is open in the desktop, which reminds by itself.")
        else:
            yield tr("{count} told for the first time.", count=told["notified"])

    session.answer({"due": [line_document(line) for line in due], **told}, text)
    return 0


def _tell(session: Session, desk: Desk, now: datetime, *, is_scheduled: bool) -> dict[str, Any]:
    """Show what was not told yet and keep that it was; by the scheduler, printing to nobody does not count."""
    telling = desk.reminding.telling(now, is_asked=not is_scheduled)
    ids = [number for notice in telling.notices for number in notice.follow_up_ids]
    if telling.digest is None and not ids:
        return {"notified": 0, "digest": None, "shown_by": ""}
    shown_by = _show(session, desk, telling) or ("" if is_scheduled else COMMAND)
    if shown_by:
        if telling.digest is not None:
            desk.reminding.told_digest(telling.digest, shown_by, ids)
        else:
            desk.reminding.told_follow_ups(ids, shown_by)
    digest = telling.digest
    figures = {"customers": digest.customers, "new": digest.fresh, "counts": dict(digest.counts)} if digest else None
    return {"notified": len(ids) if shown_by else 0, "digest": figures, "shown_by": shown_by}


def _show(session: Session, desk: Desk, telling: Telling) -> str:
    """Show the notices where something on the desktop takes them; what it was."""
    if not _has_window():
        return ""
    from arcdesk.ui.notices.notice import DONE, SNOOZE, Toast
    from arcdesk.ui.one_notice import show

    def act(toast: Toast, action: str) -> None:
        with suppress(Refusal):  # closed meanwhile
            if action == DONE:
                for number in toast.follow_up_ids:
                    desk.followups.done(number)
            elif action == SNOOZE:
                desk.followups.put_off(toast.follow_up_ids)

    return show(telling, session.settings, act)


def _show_locked(session: Session) -> None:
    if _has_window():
        from arcdesk.ui.one_notice import show_locked

        show_locked(session.settings)


def _has_window() -> bool:
    from arcdesk.cli.desktop import has_screen

    if not has_screen():
        return False
    try:
        import arcdesk.ui.one_notice  # noqa: F401
    except ImportError:  # the libraries of the window are not on this machine
        return False
    return True


COMMANDS = (Command("remind", remind, "Tell what is due, for the task scheduler"),)
