"""``promises``: what customers promised, whether it came, and how far their word is kept (F-78)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.domain.portrait import percent
from arcdesk.i18n import tr
from arcdesk.ui.labels import PROMISE_STATES

if TYPE_CHECKING:
    from arcdesk.domain.promises import Reliability
    from arcdesk.services.promises import PromiseReview

STATES = ("open", "due", "kept", "part_kept", "broken")


def promises(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")] = "",
    state: Annotated[
        list[str] | None,
        Option("--state", metavar="|".join(STATES), help="Only in this state; may be repeated."),
    ] = None,
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """List promises to pay, broken ones first, with the rate at which they were kept."""
    wanted = {values.one_of(text, "--state", STATES) for text in state or ()}
    day = values.day(as_of)
    with session.desk(write=False) as desk:
        found, rates = desk.promises.review(day, desk.customers.find(code).id if code else None)
    shown = [each for each in found if not wanted or each.state in wanted]
    document = {
        "promises": [_document(each) for each in shown],
        "record": {currency: _record(rate) for currency, rate in rates.items()},
    }
    session.answer(document, lambda: _lines(shown, rates))
    return 0


def _document(each: PromiseReview) -> dict[str, Any]:
    line = each.line
    return {
        "promise": line.id,
        "customer": each.customer_code,
        "name": each.customer_name,
        "currency": line.currency,
        "amount": format_plain(line.amount_fen),
        "made_on": line.made_on.isoformat(),
        "due_on": line.due_on.isoformat(),
        "state": each.state,
        "paid": format_plain(line.paid_fen),
        "late": format_plain(line.late_fen),
        "missing": format_plain(line.missing_fen),
        "days_late": line.days_late,
        "contact": line.contact_id,
        "plan": line.plan_number or None,
    }


def _record(rate: Reliability) -> dict[str, Any]:
    kept, paid = rate.kept_share, rate.paid_share
    return {
        "judged": rate.judged,
        "kept": rate.kept,
        "part_kept": rate.part_kept,
        "broken": rate.broken,
        "promised": format_plain(rate.promised_fen),
        "paid_in_time": format_plain(rate.paid_fen),
        "kept_percent": None if kept is None else percent(kept),
        "paid_percent": None if paid is None else percent(paid),
    }


def _lines(shown: Sequence[PromiseReview], rates: Mapping[str, Reliability]) -> Iterator[str]:
    from arcdesk.services.promises import record_text

    if not shown:
        yield tr("There is no such promise.")
    else:
        rows = [
            (
                each.customer_code, each.customer_name, tr(STATE_TEXTS[each.state]), each.line.due_on.isoformat(),
                with_currency(each.line.amount_fen, each.line.currency),
                with_currency(each.line.missing_fen, each.line.currency) if each.line.missing_fen else "",
                str(each.line.days_late or ""), each.line.plan_number,
            )
            for each in shown
        ]  # fmt: skip
        heads = (
            tr("Customer"), tr("Name"), tr("Standing"), tr("Promised for"), tr("Amount"), tr("Still missing"),
            tr("Days late"), tr("Plan|number"),
        )  # fmt: skip
        yield from table(heads, rows, right=(4, 5, 6))
    for currency, rate in rates.items():
        if rate.judged:
            yield ""
            yield record_text(currency, rate)


STATE_TEXTS: Mapping[str, str] = {**PROMISE_STATES, "due": "Due today|promise"}

COMMANDS = (Command("promises", promises, "Promises to pay: open, due, kept, broken, with the rate kept"),)
