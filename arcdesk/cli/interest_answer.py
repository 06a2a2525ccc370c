"""An interest sheet as the command line answers it: one JSON object, or tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from arcdesk.cli.tables import facts, table
from arcdesk.domain.interest import InterestSheet, PaidOff, Segment
from arcdesk.domain.interest_flags import Flag, Yardstick
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.i18n import tr


def interest_document(
    sheet: InterestSheet, flags: Sequence[Flag] = (), beside: Yardstick | None = None
) -> dict[str, Any]:
    """``sheet`` as JSON: money with two decimals, rates in per cent per year, texts in this language.

    ``flags`` go in by name, their sentences under ``notes``; ``yardstick`` holds the LPR on the first
    day of default, null where no rate is known for it.
    """
    return {
        "principal": format_plain(sheet.principal_fen),
        "total": format_plain(sheet.total_fen),
        "segments": [segment_document(segment) for segment in sheet.segments],
        "basis": sheet.basis,
        "year_days": sheet.year_days,
        "lpr_data_to": sheet.lpr_data_to.isoformat() if sheet.lpr_data_to else None,
        "due_on": sheet.due_on.isoformat(),
        "as_of": sheet.as_of.isoformat(),
        "days": sheet.days,
        "basis_text": tr(sheet.rate_key, **sheet.rate_values),
        "allocation": sheet.terms.allocation,
        "interest_paid": format_plain(sheet.interest_paid_fen),
        "interest_outstanding": format_plain(sheet.interest_outstanding_fen),
        "principal_left": format_plain(sheet.open_principal_fen),
        "costs": format_plain(sheet.costs_fen),
        "costs_left": format_plain(sheet.left.costs_fen),
        "payments": [payment_document(paid) for paid in sheet.payments],
        "unapplied": format_plain(sheet.unapplied_fen),
        "flags": [flag.name for flag in flags],
        "notes": [{"flag": flag.name, "text": tr(flag.text_key, **flag.values)} for flag in flags],
        "yardstick": yardstick_document(beside) if beside else None,
    }


def interest_lines(sheet: InterestSheet, flags: Sequence[Flag] = ()) -> Iterator[str]:
    """``sheet`` for people: what it rests on, the segments, the payments, what is left, remarks."""
    yield tr(sheet.rate_key, **sheet.rate_values)
    if sheet.days:
        yield tr(
            "Due on {due_on}, {days} days overdue on {as_of}",
            due_on=sheet.due_on,
            days=sheet.days,
            as_of=sheet.as_of,
        )
    else:
        yield tr("Due on {due_on}, not overdue on {as_of}", due_on=sheet.due_on, as_of=sheet.as_of)
    yield ""
    yield from _segments(sheet)
    if sheet.payments:
        yield ""
        yield from _payments(sheet)
    yield ""
    yield from facts(_left(sheet))
    for flag in flags:
        yield ""
        yield f"! {tr(flag.text_key, **flag.values)}"


def segment_document(segment: Segment) -> dict[str, Any]:
    """One segment as JSON; the rate in per cent per year."""
    return {
        "from": segment.first_day.isoformat(),
        "to": segment.last_day.isoformat(),
        "days": segment.days,
        "principal": format_plain(segment.principal_fen),
        "annual_rate": plain_percent(segment.annual_rate_percent),
        "amount": format_plain(segment.amount_fen),
    }


def payment_document(paid: PaidOff) -> dict[str, Any]:
    """One payment as JSON, with what it paid."""
    return {
        "on": paid.payment.on.isoformat(),
        "amount": format_plain(paid.payment.amount_fen),
        "costs": format_plain(paid.parts.costs_fen),
        "interest": format_plain(paid.parts.interest_fen),
        "principal": format_plain(paid.parts.principal_fen),
        "unapplied": format_plain(paid.unapplied_fen),
    }


def yardstick_document(beside: Yardstick) -> dict[str, str]:
    """The rate beside the LPR as JSON, all in per cent per year."""
    return {
        "lpr": format(beside.lpr_percent, "f"),
        "annual_rate": plain_percent(beside.annual_percent),
        "times_lpr": plain_percent(beside.times_lpr),
        "limit": plain_percent(beside.limit_percent),
        "four_times_lpr": plain_percent(beside.four_times_percent),
    }


def _segments(sheet: InterestSheet) -> Iterator[str]:
    headings = [
        tr("First day"),
        tr("Last day"),
        tr("Days|count"),
        tr("Principal"),
        tr("% a year"),
        tr("Interest"),
    ]
    rows = [
        (
            segment.first_day.isoformat(),
            segment.last_day.isoformat(),
            str(segment.days),
            format_amount(segment.principal_fen),
            plain_percent(segment.annual_rate_percent),
            format_amount(segment.amount_fen),
        )
        for segment in sheet.segments
    ]
    foot = (tr("Total"), "", "", "", "", format_amount(sheet.total_fen))
    return table(headings, rows, right=range(2, 6), foot=foot)


def _payments(sheet: InterestSheet) -> Iterator[str]:
    columns = [tr("Received on"), tr("Amount"), tr("For costs"), tr("For interest"), tr("For principal")]
    rows = [
        (
            paid.payment.on.isoformat(),
            *(
                format_amount(fen)
                for fen in (
                    paid.payment.amount_fen,
                    paid.parts.costs_fen,
                    paid.parts.interest_fen,
                    paid.parts.principal_fen,
                    paid.unapplied_fen,
                )
            ),
        )
        for paid in sheet.payments
    ]
    return table([*columns, tr("Left over")], rows, right=range(1, 6))


def _left(sheet: InterestSheet) -> Iterator[tuple[str, str]]:
    if sheet.costs_fen:
        yield tr("Costs outstanding"), format_amount(sheet.left.costs_fen)
    if sheet.payments:
        yield tr("Interest paid"), format_amount(sheet.interest_paid_fen)
        yield tr("Interest outstanding"), format_amount(sheet.interest_outstanding_fen)
        yield tr("Principal left"), format_amount(sheet.open_principal_fen)
    if sheet.unapplied_fen:
        yield tr("Left over"), format_amount(sheet.unapplied_fen)
    if sheet.lpr_data_to:
        yield tr("LPR data up to"), sheet.lpr_data_to.isoformat()
    yield tr("Days of a year"), str(sheet.year_days)
