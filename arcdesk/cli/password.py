"""``password``, ``unlock`` and ``lock``: who may open the workspace."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import NoPasswordGiven, OneAtATime
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.security import Protection

NEW_PASSWORD = "ARCDESK_NEW_PASSWORD"  # noqa: S105 - the name of a variable


def password(
    session: Session,
    set_: Annotated[bool, Option("--set", help="Protect the workspace by a password.")] = False,
    change: Annotated[bool, Option("--change", help="Replace the password.")] = False,
    remove: Annotated[bool, Option("--remove", help="Open the workspace to everybody again.")] = False,
    new_recovery_key: Annotated[
        bool, Option("--new-recovery-key", help="Make a new recovery key; the old one opens nothing any more.")
    ] = False,
    finish: Annotated[
        bool, Option("--finish", help="Go on encrypting or decrypting the evidence after a stop.")
    ] = False,
) -> Status:
    """Show whether the workspace is protected; set, change or remove its password."""
    if sum((set_, change, remove, new_recovery_key, finish)) > 1:
        raise OneAtATime(names="--set, --change, --remove, --new-recovery-key, --finish", field="password")
    recovery, left = None, 0
    with session.desk(write=set_ or change or remove or new_recovery_key or finish) as desk:
        if set_:
            recovery = desk.security.set_password(_new_password())
        elif change:
            secret = session.secret(desk.workspace.folder)
            desk.security.change_password(secret, _new_password())
        elif remove:
            desk.security.drop_password(session.secret(desk.workspace.folder))
        elif new_recovery_key:
            recovery = desk.security.new_recovery_key(session.secret(desk.workspace.folder))
        if set_ or remove or finish:
            left = _finish(desk)
        state, opened = desk.security.state(), desk.security.open_backups()
    document = {
        "protected": state.has_password, "on_this_computer": state.on_this_computer,
        "evidence": "encrypted" if state.encrypts_evidence else "plain", "waiting": state.waiting,
        "recovery_key": recovery, "open_backups": [str(backup.file) for backup in opened],
    }  # fmt: skip
    session.answer(document, lambda: _lines(state, recovery, [backup.file for backup in opened]))
    return 1 if left else 0


def unlock(session: Session) -> Status:
    """Let this computer's keyring open the workspace, so that commands need no password."""
    with session.desk(write=True) as desk:
        desk.security.remember(session.secret(desk.workspace.folder))
    session.answer({"on_this_computer": True}, lambda: (tr("This computer opens the workspace by itself now."),))
    return 0


def lock(session: Session) -> Status:
    """Ask for the password on this computer again."""
    with session.desk(write=True) as desk:
        desk.security.forget()
    session.answer({"on_this_computer": False}, lambda: (tr("This computer asks for the password again."),))
    return 0


def _finish(desk: Desk) -> int:
    with bar(tr("Evidence|check")) as progress:
        return desk.security.finish(progress)


def _new_password() -> str:
    """A password for the first time: from the variable, or typed twice at the terminal."""
    given = os.environ.get(NEW_PASSWORD)
    if given is not None:
        return given
    if sys.stdin is None or not sys.stdin.isatty():
        raise NoPasswordGiven(variable=NEW_PASSWORD, field="password")
    first = getpass.getpass(tr("New password: |prompt"))
    if first != getpass.getpass(tr("Once more: |prompt")):
        from arcdesk.keys import PasswordsDiffer

        raise PasswordsDiffer(field="password")
    return first


def _lines(state: Protection, recovery: str | None, opened: list[Path]) -> Iterator[str]:
    yield from facts(
        (
            (tr("Password|check"), tr("set|password") if state.has_password else tr("none|password")),
            (
                tr("Evidence|check"),
                tr("encrypted|evidence") if state.encrypts_evidence else tr("not encrypted|evidence"),
            ),
        )
    )
    if state.waiting:
        yield tr("{count} evidence files are not there yet. Run: arcdesk password --finish", count=state.waiting)
    if recovery:
        yield tr("Recovery key: {key}", key=recovery)
        yield tr("Write it down and keep it apart from this computer. It is shown this once and is kept nowhere.")
    if opened:
        yield tr("These backups still open without the password; make a new one and delete them:")
        yield from (str(file) for file in opened)


COMMANDS = (
    Command("password", password, "Protect the workspace by a password, or change it"),
    Command("unlock", unlock, "Let this computer open the workspace without asking"),
    Command("lock", lock, "Ask for the password on this computer again"),
)

