"""One customer as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.cli.disputes import dispute_table
from arcdesk.cli.followups import lines as follow_up_lines
from arcdesk.cli.plans import plan_table
from arcdesk.cli.portraits import grade_lines, portrait_lines
from arcdesk.cli.tables import facts, table
from arcdesk.domain.money import format_amount, with_currency
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.domain.grading import GradeSuggestion
    from arcdesk.services.customers import CustomerProfile, Person
    from arcdesk.services.dispute_lines import DisputeLine
    from arcdesk.services.followups import FollowUpLine
    from arcdesk.services.ledger import Balance, InvoiceLine
    from arcdesk.services.plan_lines import PlanLine
    from arcdesk.services.portrait import Portrait
    from arcdesk.services.promises import PromiseLine
    from arcdesk.services.timeline import TimelineEntry
    from arcdesk.services.worklist import TodayEntry

PROMISE_STATES = {
    "open": "Open|promise",
    "kept": "Kept|promise",
    "part_kept": "Part kept|promise",
    "broken": "Broken|promise",
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is shown of one customer on one day."""

    day: date
    profile: CustomerProfile
    balances: tuple[Balance, ...]
    open_items: tuple[InvoiceLine, ...]
    people: tuple[Person, ...]
    promises: tuple[PromiseLine, ...]
    plans: tuple[PlanLine, ...]
    disputes: tuple[DisputeLine, ...]
    follow_ups: tuple[FollowUpLine, ...]
    timeline: tuple[TimelineEntry, ...]
    next_step: TodayEntry | None
    portrait: Portrait
    suggestion: GradeSuggestion


def dossier_lines(dossier: Dossier) -> Iterator[str]:
    """The dossier part by part; a part without content is left out."""
    profile = dossier.profile
    yield f"{profile.code}  {profile.name}"
    yield from facts(
        (
            (tr("As of"), dossier.day.isoformat()),
            (tr("Owner"), profile.owner),
            (tr("Salesperson"), profile.salesperson),
            (tr("Address"), profile.address),
            (tr("Note"), profile.note),
        )
    )
    parts = (
        (tr("Portrait"), portrait_lines(dossier.portrait)),
        (tr("Grade"), grade_lines(profile.grade, dossier.suggestion)),
        (tr("Balance"), _balances(dossier)),
        (tr("Open items"), _items(dossier)),
        (tr("Contact persons"), _people(dossier)),
        (tr("Promises"), _promises(dossier)),
        (tr("Instalment plans"), plan_table(dossier.plans) if dossier.plans else iter(())),
        (tr("Disputes"), dispute_table(dossier.disputes) if dossier.disputes else iter(())),
        (tr("Follow-ups"), follow_up_lines(dossier.follow_ups) if dossier.follow_ups else iter(())),
        (tr("Timeline"), _timeline(dossier)),
        (tr("Next step"), _next_step(dossier)),
    )
    for title, lines in parts:
        content = list(lines)
        if content:
            yield ""
            yield f"[{title}]"
            yield from content


def event_title(entry: TimelineEntry) -> str:
    """What the timeline says of an event, in the very words of the window."""
    from arcdesk.ui.dossier.timeline_words import title

    return title(entry)


def _balances(dossier: Dossier) -> Iterator[str]:
    headings = (
        tr("Currency"),
        tr("Balance"),
        tr("Open|balance"),
        tr("Overdue"),
        tr("Not allocated"),
        tr("Disputed"),
    )
    rows = [
        (
            b.currency,
            *map(
                format_amount, (b.balance_fen, b.gross_fen, b.overdue_fen, b.unallocated_fen, b.disputed_fen)
            ),
        )
        for b in dossier.balances
    ]
    return table(headings, rows, right=range(1, 6)) if rows else iter(())


def _items(dossier: Dossier) -> Iterator[str]:
    headings = (
        tr("Invoice"),
        tr("Issued"),
        tr("Due"),
        tr("Days late"),
        tr("Currency"),
        tr("Amount"),
        tr("Open|balance"),
    )
    rows = [
        (
            _item_number(line),
            line.issued_on.isoformat(),
            line.due_on.isoformat() if line.due_on else "",
            str(line.overdue_days or ""),
            line.currency,
            format_amount(line.amount_fen),
            format_amount(line.open_fen),
        )
        for line in dossier.open_items
    ]
    return table(headings, rows, right=(3, 5, 6)) if rows else iter(())


def _item_number(line: InvoiceLine) -> str:
    if not line.instalment:
        return line.number
    return tr("{number}, instalment {seq}", number=line.number, seq=line.instalment)


def _people(dossier: Dossier) -> Iterator[str]:
    rows = [(p.name, p.title, p.phone, p.wechat, p.email) for p in dossier.people]
    headings = (tr("Name"), tr("Title|job"), tr("Phone"), tr("WeChat"), tr("E-mail"))
    return table(headings, rows) if rows else iter(())


def _promises(dossier: Dossier) -> Iterator[str]:
    rows = [
        (
            p.due_on.isoformat(),
            with_currency(p.amount_fen, p.currency),
            with_currency(p.paid_fen, p.currency),
            with_currency(p.late_fen, p.currency) if p.late_fen else "",
            str(p.days_late or ""),
            tr(PROMISE_STATES[p.state]),
            p.said.person if p.said else "",
        )
        for p in dossier.promises
    ]
    headings = (
        tr("Promised for"), tr("Amount"), tr("Paid in time"), tr("Paid late"), tr("Days late"), tr("Standing"),
        tr("Said by"),
    )  # fmt: skip
    return table(headings, rows, right=(1, 2, 3, 4)) if rows else iter(())


def _timeline(dossier: Dossier) -> Iterator[str]:
    for entry in dossier.timeline:
        text = f"  {' '.join(entry.text.split())}" if entry.text else ""
        yield f"{entry.at:%Y-%m-%d %H:%M}  {event_title(entry)}{text}"


def _next_step(dossier: Dossier) -> Iterator[str]:
    if dossier.next_step is not None:
        yield tr(dossier.next_step.action)
        for reason in dossier.next_step.reasons:
            yield f"  {reason_text(reason)}"
