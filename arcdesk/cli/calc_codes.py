"""``calc uscc``: is this a credit code?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from typer import Argument

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.domain.identifiers import check_uscc
from arcdesk.i18n import tr


def uscc(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="18 characters, or an old tax number of 15 digits.")],
) -> Status:
    """Check a unified social credit code; the status is 1 where it is not valid."""
    checked = check_uscc(code)
    reason = tr(checked.reason.text_key, **checked.reason.values) if checked.reason else None

    def lines() -> Iterator[str]:
        yield f"{checked.normalised}  {tr('Valid') if checked.valid else tr('Not valid')}"
        if reason:
            yield reason

    document = {"valid": checked.valid, "normalised": checked.normalised, "reason": reason}
    session.answer(document, lines)
    return 0 if checked.valid else 1


COMMANDS = (Command("uscc", uscc, "Check a unified social credit code", takes_minus=True),)
