"""``demo``: a workspace to try everything out, in the window or once without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import NoScreen
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session, documents
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.demo import MainJob
    from arcdesk.services.aging import AgingReport
    from arcdesk.services.followups import FollowUpLine
    from arcdesk.services.worklist import TodayEntry

NAME = "ArcDesk-demo"


@dataclass(frozen=True, slots=True)
class Done:
    """What the demo did without a screen, for its report."""

    folder: Path
    job: MainJob
    report: AgingReport
    letters: tuple[Path, ...]
    statements: tuple[Path, ...]
    evidence: tuple[Path, ...]
    follow_ups: tuple[FollowUpLine, ...]
    entries: tuple[TodayEntry, ...]


def demo(
    session: Session,
    no_gui: Annotated[
        bool, Option("--no-gui", help="Do the main job once and print it; open no window.")
    ] = False,
    folder: Annotated[
        str, Option("--dir", metavar="DIR", help="A new or empty folder; Documents/ArcDesk-demo.")
    ] = "",
) -> Status:
    """Make a demo workspace, and open it or do the main job once."""
    from arcdesk.cli.desktop import has_screen, open_desktop

    if not no_gui and not has_screen():
        raise NoScreen(why=tr("there is no screen here"))
    target = Path(folder).absolute() if folder else _free_folder()
    if no_gui:
        done = _run(session, target)
        session.answer(
            {
                "workspace": str(done.folder),
                "letters": [str(path) for path in done.letters],
                "statements": [str(path) for path in done.statements],
                "today": len(done.entries),
                "evidence": [str(path) for path in done.evidence],
            },
            lambda: _lines(done),
        )
        return 0
    from arcdesk import demo as workspace

    desk = workspace.make(target, session.clock)
    try:
        workspace.do_main_job(desk)
    finally:
        desk.close()
    return open_desktop(session, target)


def _run(session: Session, target: Path) -> Done:
    """The main job through the very services that the window uses."""
    from arcdesk import demo as workspace

    with bar(tr("Making the demo")) as progress:
        desk = workspace.make(target, session.clock, progress)
    try:
        job = workspace.do_main_job(desk)
        exports = desk.workspace.exports
        return Done(
            target,
            job,
            desk.aging.report(),
            tuple(desk.documents.save_pdf(document.number, exports) for document in job.letters),
            tuple(desk.documents.save_pdf(document.number, exports) for document in job.statements),
            tuple(desk.evidence.path_of(file.id) for file in job.contact.evidence),
            desk.followups.open(session.clock.today()),
            desk.worklist.today(),
        )
    finally:
        desk.close()


def _lines(done: Done) -> Iterator[str]:
    from arcdesk.cli.followups import lines as follow_up_lines
    from arcdesk.cli.reports import lines as report_lines
    from arcdesk.cli.work import entry_lines

    yield tr("Demo workspace: {path}", path=str(done.folder))
    yield tr(
        "Everything in it is invented; the dates are moved so that the bundled ledger stands as of today."
    )
    yield ""
    yield from report_lines(done.report)
    yield ""
    yield tr(
        "Logged a WeChat contact with {customer}, with its screenshot as evidence.",
        customer=done.job.customer_name,
    )
    for document in done.job.letters:
        yield tr(
            "Issued letter {number} to {customer}.", number=document.number, customer=document.customer_name
        )
    for document in done.job.statements:
        yield tr(
            "Issued statement {number} to {customer}.",
            number=document.number,
            customer=document.customer_name,
        )
    yield ""
    yield f"[{tr('Follow-ups due today')}]"
    yield from follow_up_lines(done.follow_ups)
    yield ""
    yield f"[{tr('To do today')}]"
    yield from entry_lines(done.entries)
    yield ""
    yield f"[{tr('Files made')}]"
    for title, paths in (
        (tr("Letter|document"), done.letters),
        (tr("Statement|document"), done.statements),
        (tr("Evidence"), done.evidence),
    ):
        for path in paths:
            yield f"{title}: {path}"


def _free_folder() -> Path:
    """``Documents/ArcDesk-demo``, numbered where it exists; beside the temporary files if need be."""
    import tempfile

    from arcdesk.files import unused

    home = documents()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError:
        home = Path(tempfile.gettempdir())
    return unused(home / NAME)


COMMANDS = (Command("demo", demo, "Try everything out on an invented company"),)
