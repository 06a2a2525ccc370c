"""A line of the work list as JSON and as text: shared by ``today``, ``customer`` and ``demo``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from arcdesk.cli.list_out import List
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import current, tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.worklist import TodayEntry


def entry_documents(desk: Desk, entries: Iterable[TodayEntry], day: date) -> list[dict[str, Any]]:
    """The work list as the JSON of interface.md, each line with what to say."""
    from arcdesk.services.scripts import speaker_of

    behaviours = {profile.id: profile.behaviour for profile in desk.customers.matching("")}
    facts = desk.scripts.facts(day, current())
    found = []
    for entry in entries:
        speaker = speaker_of(desk.customers.people(entry.customer_id), behaviours[entry.customer_id])
        said = desk.scripts.say(entry, speaker, day, current(), facts)
        found.append(
            {
                "customer": entry.customer_code,
                "name": entry.customer_name,
                "priority": float(entry.priority),
                "kind": entry.kind,
                "reasons": [reason_text(reason) for reason in entry.reasons],
                "action": tr(entry.action),
                "script": said.text if said else None,
                "amount_overdue": format_plain(entry.overdue_fen),
                "currency": entry.currency,
            }
        )
    return found


def entry_list(entries: Iterable[TodayEntry]) -> List:
    """The work list as the rows of a file."""
    from arcdesk.services.list_files import ListColumn, Money

    titles = (tr("Code"), tr("Customer"), tr("Owner"), tr("Overdue"), tr("Days late"), tr("Why"), tr("Action"))
    rows = [
        (
            entry.customer_code, entry.customer_name, entry.owner,
            Money(entry.overdue_fen, entry.currency) if entry.overdue_fen else None, entry.max_overdue_days or None,
            "; ".join(map(reason_text, entry.reasons)), tr(entry.action),
        )
        for entry in entries
    ]  # fmt: skip
    return [ListColumn(title) for title in titles], rows


def entry_lines(entries: Iterable[TodayEntry]) -> Iterator[str]:
    """The work list as a table: who, why, what to do."""
    rows = [
        (
            entry.customer_code,
            entry.customer_name,
            with_currency(entry.overdue_fen, entry.currency) if entry.overdue_fen else "",
            reason_text(entry.reasons[0]),
            tr(entry.action),
        )
        for entry in entries
    ]
    if not rows:
        yield tr("Nothing to do today.")
        return
    yield from table((tr("Code"), tr("Customer"), tr("Overdue"), tr("Why"), tr("Action")), rows, right=(2,))
