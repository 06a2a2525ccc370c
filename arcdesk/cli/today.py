"""``today`` and ``remind``: what there is to do, and being told of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from typer import Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.day_list import row_documents, row_lines, row_list
from arcdesk.cli.errors import NoPasswordGiven
from arcdesk.cli.followups import line_document, lines
from arcdesk.cli.list_out import Csv, ListOut, Mask, Xlsx
from arcdesk.cli.session import Session
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.followups import Notice

Day = Annotated[str, Option("--date", metavar="DATE", help="The day asked about; today.")]


def today(
    session: Session,
    on: Day = "",
    owner: Annotated[str, Option("--owner", metavar="NAME", help="Customers of this owner alone.")] = "",
    everyone: Annotated[
        bool, Option("--all", help="Also who was set aside or is done, and why.")
    ] = False,
    xlsx: Xlsx = "",
    csv: Csv = "",
    mask: Mask = False,
) -> Status:
    """Show the work list of a day as the Today page does, the most urgent first."""
    out = ListOut(xlsx, csv, mask)
    day = values.day(on) or session.clock.today()
    with session.desk(write=False) as desk:
        queue = desk.day_list.of(day, owner or None)
        rows = queue.rows if everyone else queue.open
        documents = row_documents(desk, rows, day) if session.as_json else []
    written = out.write(tr("Today|page"), lambda: row_list(rows))
    session.answer(documents, lambda: (*row_lines(rows, is_whole=everyone), *written))
    return 0


def remind(session: Session, on: Day = "") -> Status:
    """Tell what is due, once, without the main window; an open desktop does it by itself.

    Nobody may be there to answer: of protected books a keyring opens, or the variable, and nothing asks.
    """
    from arcdesk.workspace import WorkspaceInUse, is_in_use

    day = values.day(on) or session.clock.today()
    is_told_elsewhere = False
    session.may_ask = False
    try:
        with session.desk(write=True) as desk:
            due = desk.followups.open(day)
            notices = desk.followups.due_notices(day)
            if notices:
                _show(session, notices)
                desk.followups.mark_notified([n for notice in notices for n in notice.follow_up_ids], day)
        notified = sum(len(notice.follow_up_ids) for notice in notices)
    except WorkspaceInUse:
        is_told_elsewhere, notified = True, 0
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
            yield tr("{count} told for the first time.", count=notified)

    session.answer({"due": [line_document(line) for line in due], "notified": notified}, text)
    return 0


def _show(session: Session, notices: tuple[Notice, ...]) -> None:
    """Show the notices beside the clock where there is a screen with a tray; the list is printed anyway."""
    if _has_window():
        from arcdesk.ui.one_notice import show

        show(notices, session.settings)


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


COMMANDS = (
    Command("today", today, "The work list: whom to see to today, why, and how"),
    Command("remind", remind, "Tell what is due, for the task scheduler"),
)
