"""The tree of commands."""

from __future__ import annotations

from typing import Annotated

import typer

from arcdesk import __version__
from arcdesk.cli import (
    backups,
    bank,
    calc,
    calendar_file,
    concessions,
    contact,
    contracts,
    customer_moves,
    customers,
    delivery,
    demo,
    desktop,
    disputes,
    due,
    evidence,
    evidence_care,
    exchange,
    explain,
    followups,
    gate,
    grades,
    guarantees,
    interest,
    issued,
    ledger,
    left_alone,
    legal,
    letters,
    limitation,
    mail,
    mail_account,
    mail_send,
    mailing,
    mappings,
    papers,
    password,
    plans,
    policies,
    promises,
    quiet_hours,
    rates,
    receipts,
    remind,
    report_group,
    reports,
    scripts,
    set_aside,
    staff,
    stamps,
    statement_list,
    statements,
    tasks,
    templates,
    today,
    wechat,
    why_not,
    workspaces,
    write_offs,
)
from arcdesk.cli.commands import Status, add, with_common_options
from arcdesk.cli.session import Session
from arcdesk.i18n import tr

GROUPS = (
    ("followup", "Close a follow-up or put it off", followups.ONE),
    (
        "evidence",
        "Files that prove something: add, list, hand out, verify",
        (*evidence.COMMANDS, *evidence_care.COMMANDS, *stamps.COMMANDS, *wechat.COMMANDS),
    ),
    (
        "mail",
        "Letters by e-mail: drafts, sending, results, short texts",
        (*mail_account.COMMANDS, *mail.COMMANDS, *mail_send.COMMANDS),
    ),
    ("policy", "What the age of a debt calls for: look, change, choose, try", policies.COMMANDS),
    ("concession", "Discounts, waived interest, longer terms: weigh, ask, approve, carry out", concessions.COMMANDS),
    ("template", "The words of the letters: look, change, go back", templates.COMMANDS),
    ("script", "What to say: look, change, carry, note what worked", scripts.COMMANDS),
    ("staff", "People of the firm, and who is responsible for which customer", staff.COMMANDS),
    ("task", "Tasks for others: what there is, hand out, answers", tasks.COMMANDS),
    ("legal", "Claims for the lawyer: who, checklist, decision", legal.COMMANDS),
    ("report", "Reports for the management", report_group.COMMANDS),
    ("calc", "Calculators that need no workspace", calc.COMMANDS),
)
COMMANDS = (
    *demo.COMMANDS,
    *workspaces.COMMANDS,
    *backups.COMMANDS,
    *password.COMMANDS,
    *ledger.COMMANDS,
    *mappings.COMMANDS,
    *bank.COMMANDS,
    *reports.COMMANDS,
    *exchange.COMMANDS,
    *customers.COMMANDS,
    *customer_moves.COMMANDS,
    *contracts.COMMANDS,
    *due.COMMANDS,
    *grades.COMMANDS,
    *contact.COMMANDS,
    *receipts.COMMANDS,
    *write_offs.COMMANDS,
    *explain.COMMANDS,
    *plans.COMMANDS,
    *promises.COMMANDS,
    *disputes.COMMANDS,
    *letters.COMMANDS,
    *issued.COMMANDS,
    *delivery.COMMANDS,
    *mailing.COMMANDS,
    *statements.COMMANDS,
    *statement_list.COMMANDS,
    *papers.COMMANDS,
    *interest.COMMANDS,
    *rates.COMMANDS,
    *limitation.COMMANDS,
    *guarantees.COMMANDS,
    *today.COMMANDS,
    *remind.COMMANDS,
    *followups.COMMANDS,
    *set_aside.COMMANDS,
    *quiet_hours.COMMANDS,
    *calendar_file.COMMANDS,
    *gate.COMMANDS,
    *left_alone.COMMANDS,
    *why_not.COMMANDS,
)


def build() -> typer.Typer:
    """The program with every command, its help in the language of this process."""
    app = _typer(invoke_without_command=True)
    about = tr("ArcDesk: who owes what, who was asked, what is proven. Without a command: the desktop.")
    app.callback(help=about)(with_common_options(_root))
    add(app, COMMANDS)
    for name, help_key, commands in GROUPS:
        group = _typer(no_args_is_help=True)
        add(group, commands)
        app.add_typer(group, name=name, help=tr(help_key))
    return app


def _root(
    session: Session,
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and end.", show_default=False)
    ] = False,
    self_test: Annotated[
        bool,
        typer.Option(
            "--self-test", help="Try out every part of this installation and end.", show_default=False
        ),
    ] = False,
    hidden: Annotated[
        bool,
        typer.Option(
            "--hidden", help="Start the desktop in the tray, as the log-in does.", show_default=False
        ),
    ] = False,
) -> Status:
    if session.subcommand:
        return 0
    if version:
        session.answer({"version": __version__}, lambda: (f"ArcDesk {__version__}",))
        return 0
    if self_test:
        from arcdesk.cli.self_test import run

        return run(session)
    return desktop.open_desktop(session, session.named_folder, hidden=hidden)


def _typer(**how: bool) -> typer.Typer:
    names = {"help_option_names": ["-h", "--help"]}
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=names,
        **how,  # type: ignore[arg-type]  # mypy takes the flags for any parameter
    )
