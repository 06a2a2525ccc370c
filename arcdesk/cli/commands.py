"""How a plain function becomes a command: the common options are added, its texts translated."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, get_args

import typer

from arcdesk.cli.session import Session
from arcdesk.i18n import tr

Status = int | None
"""What a command returns: 0 or None for done, 1 for done but not all well."""


@dataclass(frozen=True, slots=True)
class Command:
    """A function ``(session, **options) -> Status`` under its name, with the key of its help.

    ``takes_minus``: a word that begins with a minus sign and is no option is an argument, as -5.00.
    """

    name: str
    function: Callable[..., Status]
    help: str
    takes_minus: bool = False


Workspace = Annotated[
    str,
    typer.Option(
        "--workspace", metavar="DIR", help="The workspace folder (or ARCDESK_WORKSPACE).", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.", show_default=False)]
Language = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="zh|en",
        help="Language of the answer, and of the letter or statement made.",
        show_default=False,
    ),
]


def add(app: typer.Typer, commands: Iterable[Command]) -> None:
    """Make every command known to ``app``, its help in the language of this process."""
    for command in commands:
        settings = {"ignore_unknown_options": True} if command.takes_minus else None
        register = app.command(command.name, help=tr(command.help), context_settings=settings)
        register(with_common_options(command.function))


def with_common_options(function: Callable[..., Status]) -> Callable[..., None]:
    """``function`` as typer calls it: the session comes from the context, the rest from the line."""

    def command(context: typer.Context, workspace: str, as_json: bool, language: str, **options: Any) -> None:
        session = context.find_object(Session)
        assert session is not None  # run() hands it in
        session.apply(workspace, language, as_json=as_json)
        session.subcommand = context.invoked_subcommand or ""
        status = function(session, **options)
        if status:
            raise typer.Exit(status)

    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    common = (("workspace", Workspace, ""), ("as_json", Json, False), ("language", Language, ""))
    parameters = [
        inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
        *(p.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=_translated(p.annotation)) for p in own),
        *(
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_translated(kind)
            )
            for name, kind, default in common
        ),
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _translated(annotation: Any) -> Any:
    """An ``Annotated`` parameter with its help text in the language of this process."""
    kind, *details = get_args(annotation)
    speaking = []
    for detail in details:
        info = copy.copy(detail)
        if getattr(info, "help", None):
            info.help = tr(info.help)
        speaking.append(info)
    return Annotated[(kind, *speaking)]
