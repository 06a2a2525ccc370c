"""``set-aside`` and ``set-asides``: customers of the day's list done, snoozed or skipped, and what was decided so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import DaysReversed, OptionMissing, OptionsClash
from arcdesk.cli.list_out import Csv, List, ListOut, Mask, Xlsx
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.i18n import tr
from arcdesk.services.set_aside_words import ended_text, kind_text

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.domain.set_aside import DecisionKind
    from arcdesk.services.set_aside import SetAsideLine

REVIEWED_DAYS = 30


def set_aside(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Code of a customer on today's list.")],
    done: Annotated[
        bool, Option("--done", help="Seen to without a contact that is logged; due follow-ups close.")
    ] = False,
    snooze: Annotated[
        str, Option("--snooze-until", metavar="DATE", help="The day on which he is on the list again.")
    ] = "",
    skip: Annotated[bool, Option("--skip", help="Not today.")] = False,
    take_back: Annotated[bool, Option("--take-back", help="Put him back onto the list.")] = False,
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why; it stays in the books.")] = "",
) -> Status:
    """Set a customer of today's list aside, or put him back; what comes after and weighs more brings him back."""
    kind = _kind(done, bool(snooze), skip, take_back)
    until = values.day(snooze)
    with session.desk(write=True) as desk:
        customer = desk.customers.find(code)
        if kind is None:
            line = desk.set_aside.take_back(customer.id)
        else:
            line = desk.set_aside.decide(customer.id, kind, reason, until)
    if kind is None:
        text = tr("“{name}” is back on the list.", name=line.customer_name)
    else:
        text = tr(
            "“{name}” is set aside and back on the list on {day}: {reason}",
            name=line.customer_name, day=line.back_on, reason=line.reason,
        )  # fmt: skip
    session.answer(line_document(line), lambda: [text])
    return 0


def set_asides(
    session: Session,
    first: Annotated[str, Option("--from", metavar="DATE", help="First day; 30 days before the last.")] = "",
    last: Annotated[str, Option("--to", metavar="DATE", help="Last day; today.")] = "",
    xlsx: Xlsx = "",
    csv: Csv = "",
    mask: Mask = False,
) -> Status:
    """List what was decided about customers of the day's list, the newest first, and how each ended."""
    out = ListOut(xlsx, csv, mask)
    until = values.day(last) or session.clock.today()
    since = values.day(first) or until - timedelta(days=REVIEWED_DAYS)
    if since > until:
        raise DaysReversed(first=since, last=until, field="from")
    with session.desk(write=False) as desk:
        found = desk.set_aside.review(since, until)
    written = out.write(tr("Set aside"), lambda: _file_rows(found))
    session.answer([line_document(line) for line in found], lambda: (*lines(found), *written))
    return 0


def line_document(line: SetAsideLine) -> dict[str, Any]:
    """One decision as JSON."""
    return {
        "id": line.id,
        "customer": line.customer_code,
        "name": line.customer_name,
        "kind": line.kind,
        "from": line.made_on.isoformat(),
        "until": line.back_on.isoformat(),
        "reason": line.reason,
        "answered": list(line.kinds),
        "decided_at": line.made_at,
        "ended_by": line.ended_by or None,
        "ended_on": line.ended_on.isoformat() if line.ended_on else None,
    }


def lines(found: Iterable[SetAsideLine]) -> Iterator[str]:
    """Decisions as a table."""
    rows = [
        (
            _iso(line.made_on), line.customer_code, line.customer_name, kind_text(line.kind), _iso(line.back_on),
            line.reason, ended_text(line),
        )
        for line in found
    ]  # fmt: skip
    if not rows:
        yield tr("Nobody was set aside.")
        return
    yield from table(_titles(), rows)


def _titles() -> tuple[str, ...]:
    return (
        tr("Decided"), tr("Code"), tr("Customer"), tr("Decision"), tr("Back|set aside"), tr("Reason"),
        tr("Standing|decision"),
    )  # fmt: skip


def _file_rows(found: Iterable[SetAsideLine]) -> List:
    from arcdesk.services.list_files import ListColumn

    return [ListColumn(title) for title in _titles()], [
        (
            line.made_on, line.customer_code, line.customer_name, kind_text(line.kind), line.back_on, line.reason,
            ended_text(line),
        )
        for line in found
    ]  # fmt: skip


def _iso(day: date) -> str:
    return day.isoformat()


def _kind(done: bool, snooze: bool, skip: bool, take_back: bool) -> DecisionKind | None:
    """The one decision asked for; None takes the last one back."""
    named = {"--done": done, "--snooze-until": snooze, "--skip": skip, "--take-back": take_back}
    chosen = [option for option, is_given in named.items() if is_given]
    if not chosen:
        raise OptionMissing(option="--done, --snooze-until, --skip", field="kind")
    if len(chosen) > 1:
        raise OptionsClash(first=chosen[0], second=chosen[1], field="kind")
    kinds: dict[str, DecisionKind] = {"--done": "done", "--snooze-until": "snooze", "--skip": "skip"}
    return kinds.get(chosen[0])


COMMANDS = (
    Command("set-aside", set_aside, "Set a customer of today's list aside, or put him back"),
    Command("set-asides", set_asides, "What was decided about customers of the day's list"),
)
