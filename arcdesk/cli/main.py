"""One run of the program: arguments in, exit status out; nothing a person did wrong ends in a traceback."""

from __future__ import annotations

import contextlib
import re
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arcdesk import __version__, i18n, settings
from arcdesk.cli import streams
from arcdesk.cli.errors import NotText
from arcdesk.cli.session import Session
from arcdesk.clock import Clock, SystemClock
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.settings import MachineSettings

if TYPE_CHECKING:
    from typer.exceptions import TyperException

DONE, NOT_ALL_WELL, REFUSED, BUG, INTERRUPTED = 0, 1, 2, 70, 130
LOG_NAME = "arcdesk-error.log"


def run(argv: Sequence[str], clock: Clock | None = None) -> int:
    """Run one command line, without the program's name; the desktop where it is empty.

    Returns:
        0 done; 1 done, but not all is well; 2 refused, nothing changed; 70 a bug of ours;
        130 stopped by Ctrl+C.
    """
    streams.prepare()
    session = Session(clock or SystemClock(), MachineSettings())
    i18n.use(_language_of(argv) or session.settings.effective_language)
    try:
        _check_text(argv)
        status = _dispatch(argv, session)
        streams.flush()
    except streams.AnswerNotWritten as refusal:  # what was asked is done: never 2, "nothing changed"
        streams.complain(f"error: {tr(refusal.sentence, **refusal.values)}")
        return NOT_ALL_WELL
    except Refusal as refusal:
        streams.complain(f"error: {tr(refusal.sentence, **refusal.values)}")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a log instead of a traceback
        streams.complain(f"error: {_bug_sentence(error, session.clock)}")
        return BUG
    else:
        return status
    finally:
        with contextlib.suppress(streams.AnswerNotWritten):
            streams.flush()


def _dispatch(argv: Sequence[str], session: Session) -> int:
    if not argv:  # the way the desktop icon starts the program: no parser needed
        from arcdesk.cli.desktop import open_desktop

        return open_desktop(session, session.named_folder)
    import typer
    from typer.exceptions import TyperException

    from arcdesk.cli.app import build

    command = typer.main.get_command(build())
    try:
        status = command.main(list(argv), prog_name="arcdesk", standalone_mode=False, obj=session)
    except typer.Abort:
        return INTERRUPTED
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            streams.say(error.format_message())
            return DONE
        streams.complain(f"error: {_usage_sentence(error)}")
        return REFUSED
    return int(status or DONE)


def _check_text(argv: Sequence[str]) -> None:
    """Refuse what cannot be kept: an old file name whose bytes are no text in this system's encoding.

    Raises:
        NotText: one of the words has such bytes.
    """
    for word in argv:
        try:
            word.encode()
        except UnicodeEncodeError:
            shown = word.encode(errors="replace").decode()
            raise NotText(text=shown[:80]) from None


def _language_of(argv: Sequence[str]) -> str:
    """The last ``--lang`` on the line, as far as it names a language: help and refusals need it early."""
    found = ""
    for word, following in zip(argv, [*argv[1:], ""], strict=False):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        found = value if value in i18n.LANGUAGES else found
    return found


def _usage_sentence(error: TyperException) -> str:
    """What is wrong with the command line, in the language of this process."""
    plain = error.format_message()
    quoted = re.search(r"'([^']*)'", plain)
    what = quoted[1] if quoted else ""
    if plain.startswith("Missing"):
        problem = tr("{what} is missing.", what=what)
    elif plain.startswith("No such command"):
        problem = tr("There is no command “{what}”.", what=what)
    elif plain.startswith("No such option"):
        problem = tr("There is no option “{what}”.", what=getattr(error, "option_name", ""))
    elif "requires an argument" in plain:
        problem = tr("{what} needs a value.", what=what)
    elif plain.startswith("Got unexpected extra argument"):
        extra = re.search(r"\(([^()]*)\)$", plain)
        problem = tr("“{what}” is more than this command takes.", what=extra[1] if extra else "")
    elif plain.startswith("Invalid value for"):
        problem = tr("The value of {what} is not of the right kind.", what=what)
    else:
        problem = plain
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "arcdesk"
    return tr("{problem} See: {command} --help", problem=problem, command=path)


def _bug_sentence(error: Exception, clock: Clock) -> str:
    report = "".join(traceback.format_exception(error))
    log = settings.folder() / LOG_NAME
    try:
        _append(log, f"{clock.now().isoformat(timespec='seconds')} ArcDesk {__version__}\n{report}\n")
    except OSError:
        return tr("ArcDesk met a fault of its own: {what}. It could not write its log.", what=repr(error))
    return tr("ArcDesk met a fault of its own. Please report it with this file: {path}", path=str(log))


def _append(log: Path, text: str) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(text)
