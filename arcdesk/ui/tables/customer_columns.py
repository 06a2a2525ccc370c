"""The columns of the list of customers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.labels import AUTHORITIES, OUTCOMES, PROMISE_STATES
from arcdesk.ui.labels import label as word
from arcdesk.ui.tables.columns import BarCell, ChipCell, Column, amount_column
from arcdesk.ui.widgets import look_of, segments_of

if TYPE_CHECKING:
    from arcdesk.domain.aging import Scheme
    from arcdesk.services.customer_list import CustomerLine

AUTHORITY_ORDER = {"": 0, "none": 1, "partial": 2, "final": 3}
PROMISE_TONES = {"open": "accent", "kept": "good", "part_kept": "warn", "broken": "bad"}


def customer_columns(
    scheme: Callable[[], Scheme], day: Callable[[], date]
) -> tuple[Column[CustomerLine], ...]:
    """Columns for ``CustomerLine``; ``scheme`` and ``day`` give those of the list shown."""

    def rank(row: CustomerLine) -> int:
        keys = [bucket.key for bucket in scheme().buckets]
        return keys.index(row.worst) if row.worst in keys else -1

    def name(row: CustomerLine) -> str:
        return row.name

    columns: tuple[Column[CustomerLine], ...] = (
        Column(
            "worst", tr("Aging"), lambda row: look_of(scheme(), row.worst).label, rank,
            cell=lambda row: ChipCell(look_of(scheme(), row.worst)), is_chip=True, width=11,
        ),
        Column("name", tr("Customer"), name, tip=lambda row: f"{row.code}  {row.name}", width=23, stretch=True),
        Column("code", tr("Code"), lambda row: row.code, width=10, visible=False),
        amount_column("balance", tr("Balance"), lambda row: row.balance_fen, _currency, bold=lambda _row: True),
        Column(
            "buckets", tr("By age"), lambda row: bucket_text(scheme(), row),
            lambda row: row.overdue_fen, cell=lambda row: BarCell(segments_of(scheme(), row.buckets)),
            tip=lambda row: bucket_text(scheme(), row), width=10,
        ),
        Column(
            "days", tr("Days late"), lambda row: str(row.max_overdue_days) if row.max_overdue_days > 0 else "",
            lambda row: row.max_overdue_days, "right", lambda row: look_of(scheme(), row.worst).tone, width=9,
        ),
        amount_column(
            "overdue", tr("Overdue"), lambda row: row.overdue_fen, _currency, visible=False, blank_zero=True
        ),
        Column(
            "promise", tr("Promise"), _promise, lambda row: row.promise.due_on if row.promise else None,
            tone=lambda row: PROMISE_TONES.get(row.promise.state, "") if row.promise else "",
            tip=_promise, fitted=True, value=_promise_in_full,
        ),
        Column(
            "follow_up", tr("Next follow-up"), lambda row: show.near_day(row.next_follow_up_on, day()),
            lambda row: row.next_follow_up_on, tone=lambda row: _late(row.next_follow_up_on, day()), fitted=True,
            value=lambda row: row.next_follow_up_on,
        ),
        Column(
            "on_time", tr("On time"), lambda row: "" if row.on_time_rate is None else f"{row.on_time_rate}%",
            lambda row: row.on_time_rate, "right",
            tip=lambda _row: tr("Of the invoices that fell due in 12 months, those paid in full by their due date"),
            width=7,
        ),
        Column(
            "authority", tr("Reached"), _authority,
            lambda row: AUTHORITY_ORDER.get(row.authority_reached, 0),
            tip=lambda _row: tr("The highest authority ever spoken to"), width=11,
        ),
        Column("grade", tr("Grade"), lambda row: row.grade, align="center", width=5),
        Column("owner", tr("Owner"), lambda row: row.owner, width=8),
        Column(
            "contact", tr("Last contact"), lambda row: _contact(row, day()), lambda row: row.last_contact_on, width=20,
            value=lambda row: f"{row.last_contact_on}  {word(OUTCOMES, row.last_contact_outcome)}"
            if row.last_contact_on else None,
        ),
        amount_column(
            "unallocated", tr("Unallocated"), lambda row: row.unallocated_fen, _currency, visible=False, blank_zero=True
        ),
        amount_column(
            "disputed", tr("Disputed"), lambda row: row.disputed_fen, _currency, visible=False, blank_zero=True
        ),
    )  # fmt: skip
    return columns


def bucket_text(scheme: Scheme, row: CustomerLine) -> str:
    """The small bar in words: every bucket that holds money."""
    parts = [part for part in segments_of(scheme, row.buckets) if part.fen]
    return "\n".join(f"{part.label}  {show.money(part.fen, row.currency)}" for part in parts)


def _currency(row: CustomerLine) -> str:
    return row.currency


def _authority(row: CustomerLine) -> str:
    return word(AUTHORITIES, row.authority_reached) if row.authority_reached else ""


def _promise(row: CustomerLine) -> str:
    if row.promise is None:
        return ""
    amount = show.money(row.promise.amount_fen, row.promise.currency)
    return f"{row.promise.due_on:%m-%d}  {amount}  {word(PROMISE_STATES, row.promise.state)}"


def _promise_in_full(row: CustomerLine) -> str:
    """A promise with its year: a saved list is read later."""
    return f"{row.promise.due_on.year}-{_promise(row)}" if row.promise is not None else ""


def _late(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return "bad" if day < today else "accent" if day == today else ""


def _contact(row: CustomerLine, today: date) -> str:
    if row.last_contact_on is None:
        return ""
    return f"{show.near_day(row.last_contact_on, today)}  {word(OUTCOMES, row.last_contact_outcome)}"
