"""``mail account``: where and as whom e-mail is sent; the password goes to the system's keyring only."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OneAtATime, OptionMissing
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.mail_account import AccountState, MailAccount

MAIL_PASSWORD = "ARCDESK_MAIL_PASSWORD"  # noqa: S105 - the name of a variable


def account(
    session: Session,
    set_: Annotated[bool, Option("--set", help="Keep the account; asks for its password.")] = False,
    show: Annotated[bool, Option("--show", help="Show the account; this is done without an option, too.")] = False,
    test: Annotated[bool, Option("--test", help="Connect and log in; sends nothing.")] = False,
    to_oneself: Annotated[
        bool, Option("--to-myself", help="With --test: send one short message to the account's own address.")
    ] = False,
    remove: Annotated[bool, Option("--remove", help="Forget the account and its password.")] = False,
    host: Annotated[str, Option("--host", metavar="NAME", help="Name of the SMTP server.")] = "",
    port: Annotated[str, Option("--port", metavar="N", help="Its port; 465 for tls, 587 for starttls.")] = "",
    security: Annotated[
        str, Option("--security", metavar="tls|starttls", help="How the connection is protected.")
    ] = "",
    user: Annotated[str | None, Option("--user", metavar="NAME", help="User name; empty for a server without.")] = None,
    sender: Annotated[str, Option("--from", metavar="ADDRESS", help="The sender's address.")] = "",
    name: Annotated[str | None, Option("--name", metavar="NAME", help="The sender's name; the company's.")] = None,
    reply_to: Annotated[str | None, Option("--reply-to", metavar="ADDRESS", help="Where answers go.")] = None,
    receipt: Annotated[
        bool | None, Option("--receipt/--no-receipt", help="Ask the reader's program for a receipt.")
    ] = None,
    pause: Annotated[str, Option("--pause", metavar="SECONDS", help="Pause between two messages.")] = "",
) -> Status:
    """Show, keep, try out or forget the account that e-mail is sent from."""
    if sum((set_, show, test, remove)) > 1:
        raise OneAtATime(names="--set, --show, --test, --remove", field="account")
    if to_oneself and not test:
        raise OptionMissing(option="--test", field="test")
    done = ""
    with session.desk(write=set_ or remove) as desk:
        if set_:
            named = {"host": host, "security": security, "from_address": sender}
            changed: dict[str, Any] = {key: value for key, value in named.items() if value}
            free = {"user": user, "from_name": name, "reply_to": reply_to, "wants_receipt": receipt}
            changed |= {key: value for key, value in free.items() if value is not None}
            if port or security:
                changed["port"] = values.whole_number(port, "--port") if port else 0
            if pause:
                changed["pause_seconds"] = _seconds(pause)
            done = _keep(desk, changed)
        elif remove:
            desk.mail_account.remove()
        elif test:
            desk.outbox.test(password(desk), to_oneself=to_oneself)
            done = tr("The server took the login. Nothing was sent.")
            if to_oneself:
                done = tr("The test message is on its way.")
        state = desk.mail_account.state()
    session.answer(_document(state, tested=test), lambda: (*_lines(state), *((done,) if done else ())))
    return 0


def password(desk: Desk) -> str:
    """The password for this run: from the variable, the keyring, or asked for at the terminal.

    Raises:
        MailPasswordMissing: none of them.
    """
    from arcdesk.services.mail_account import MailPasswordMissing

    kept = desk.mail_account.needed()
    given = os.environ.get(MAIL_PASSWORD, "")
    if given:
        desk.mail_account.use_once(kept, given)
    if desk.mail_account.needs_password(kept):
        asked = _ask(kept)
        if not asked:
            raise MailPasswordMissing(user=kept.user, host=kept.host, field="password")
        desk.mail_account.use_once(kept, asked)
    return desk.mail_account.password_of(kept)


def _keep(desk: Desk, given: dict[str, Any]) -> str:
    """Keep the account with what was given now over what was kept before; says where the password went."""
    from arcdesk.services.mail_account import MailAccount

    before = desk.mail_account.account() or MailAccount("", "")
    changed = replace(before, **given).checked()
    secret = os.environ.get(MAIL_PASSWORD, "")
    if not secret and changed.user and not desk.mail_account.password_of(changed):
        secret = _ask(changed)
    in_keyring = desk.mail_account.save(changed, secret or None)
    if changed.user and not in_keyring:
        return tr("The password is kept nowhere: it is asked for at each sending.")
    return ""


def _ask(kept: MailAccount) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        return ""
    return getpass.getpass(tr("Password of {user} at {host}: |prompt", user=kept.user, host=kept.host))


def _seconds(text: str) -> int:
    return 0 if text.strip() == "0" else values.whole_number(text, "--pause")


def _document(state: AccountState | None, *, tested: bool) -> dict[str, Any]:
    if state is None:
        return {"account": None}
    return {
        "account": asdict(state.account), "password_in_keyring": state.has_password, "keyring": state.keyring,
        "tested": tested,
    }  # fmt: skip


def _lines(state: AccountState | None) -> Iterator[str]:
    if state is None:
        yield tr("No e-mail account is set up. Letters can be written as drafts: arcdesk mail draft")
        return
    kept = state.account
    yes, no = tr("yes|mail"), tr("no|mail")
    yield from facts(
        (
            (tr("Server|mail"), f"{kept.host}:{kept.port} ({kept.security})"),
            (tr("User|mail"), kept.user),
            (tr("From|mail"), f"{kept.from_name} <{kept.from_address}>".strip()),
            (tr("Reply to|mail"), kept.reply_to),
            (tr("Read receipt"), yes if kept.wants_receipt else no),
            (tr("Pause, seconds"), str(kept.pause_seconds)),
            (tr("Password in the keyring"), yes if state.has_password else no),
        )
    )
    if not state.keyring:
        yield tr("This system has no keyring: the password is asked for at each sending and kept nowhere.")


COMMANDS = (Command("account", account, "The account that e-mail is sent from: set, show, test, remove"),)
