"""``why-not``: everybody who is not being chased: held, set aside, forced past the gate, left alone; and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import DaysReversed
from arcdesk.cli.gate import held_document, held_lines
from arcdesk.cli.left_alone import coverage_document, coverage_lines
from arcdesk.cli.session import Session
from arcdesk.cli.set_aside import line_document, lines
from arcdesk.cli.tables import table
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.overrides import OverrideLine


def why_not(
    session: Session,
    days: Annotated[int, Option("--days", min=1, max=3650, help="Days without a talk or a letter.")] = 30,
    since: Annotated[
        str, Option("--from", metavar="DATE", help="First day of letters past the gate; a year before.")
    ] = "",
    on: Annotated[str, Option("--date", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """List everything that is not being chased, and why: held, set aside, letters past the gate, left alone."""
    day = values.day(on) or session.clock.today()
    first = values.day(since) or day - timedelta(days=365)
    if first > day:
        raise DaysReversed(first=first, last=day, field="from")
    with session.desk(write=False) as desk:
        held = desk.holds.held(day)
        aside = desk.set_aside.standing(day)
        passed = desk.overrides.between(first, day)
        coverage = desk.contact_coverage.of(days, day)
    document = {
        "date": day.isoformat(),
        "held": [held_document(line) for line in held],
        "set_aside": [line_document(line) for line in aside],
        "overridden": [_override_document(line) for line in passed],
        "left_alone": coverage_document(coverage),
    }

    def text() -> Iterator[str]:
        for title, found in (
            (tr("On hold|tab"), held_lines(held)),
            (tr("Set aside|tab"), lines(aside)),
            (tr("Past the gate|tab"), _override_lines(passed)),
            (tr("Left alone|tab"), coverage_lines(coverage)),
        ):
            yield f"== {title} =="
            yield from found
            yield ""

    session.answer(document, text)
    return 0


def _override_document(line: OverrideLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "kind": line.level,
        "customer": line.customer_code,
        "name": line.customer_name,
        "issued_on": line.issued_on.isoformat(),
        "reason": line.reason,
        "overridden": [{"invoice": each.invoice, "rule": each.rule, "text": each.text} for each in line.overridden],
    }


def _override_lines(passed: Iterable[OverrideLine]) -> Iterator[str]:
    rows = [
        (
            line.issued_on.isoformat(), line.number, line.customer_code, line.customer_name, line.reason,
            tr("; |list").join(f"{each.invoice}: {each.text}" for each in line.overridden),
        )
        for line in passed
    ]  # fmt: skip
    if not rows:
        yield tr("No letter went past the gate.")
        return
    yield from table(
        (tr("Issued|letter"), tr("Number"), tr("Code"), tr("Customer"), tr("Reason"), tr("Spoke against it")), rows
    )


COMMANDS = (Command("why-not", why_not, "Everybody who is not being chased, and why"),)
