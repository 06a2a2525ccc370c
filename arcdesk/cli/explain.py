"""``explain``: the postings that make a figure up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.explain import ExplainedLine, Explanation, Figure

FIGURE_LABELS = {
    "balance": "Balance",
    "open": "Open|balance",
    "overdue": "Overdue",
    "unallocated": "Not allocated",
    "disputed": "Disputed",
}


def explain(
    session: Session,
    what: Annotated[str, Argument(metavar="INVOICE|CODE", help="An invoice, a receipt, or a customer.")],
    figure: Annotated[
        str,
        Option(
            "--figure",
            metavar="balance|open|overdue|unallocated|disputed",
            help="Of a customer: which figure; the balance.",
        ),
    ] = "balance",
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="Up to this day; today.")] = "",
    currency: Annotated[str, Option("--currency", metavar="CUR", help="This currency alone.")] = "",
) -> Status:
    """List the postings that make a figure up, each with the sum after it."""
    from arcdesk.services.explain import FIGURES

    day, only = values.day(as_of), values.currency(currency)
    wanted = values.one_of(figure, "--figure", FIGURES)
    with session.desk(write=False) as desk:
        found = [one for one in _explanations(desk, what, wanted, day) if not only or one.currency == only]
        on = day or session.clock.today()
    session.answer(_document(what, found, on), lambda: _lines(found))
    return 0


def _explanations(desk: Desk, what: str, figure: Figure, day: date | None) -> list[Explanation]:
    """An invoice, else money, else a customer, of that number, code or name.

    Raises:
        NothingToExplain: none of them.
    """
    from arcdesk.services.customers import UnknownCustomer
    from arcdesk.services.explain import NothingToExplain

    for ask in (desk.explain.invoice, desk.explain.money):
        try:
            return [ask(what, day)]
        except NothingToExplain:
            continue
    try:
        who = desk.customers.find(what).id
    except UnknownCustomer:
        raise NothingToExplain(text=what, field="what") from None
    currencies = [balance.currency for balance in desk.ledger.balance(who, day)]
    chosen = currencies or [desk.company.profile().base_currency]
    return [desk.explain.customer(who, figure, currency, day) for currency in chosen]


def _document(what: str, found: Sequence[Explanation], day: date) -> dict[str, Any]:
    first = found[0] if found else None
    return {
        "of": what,
        "kind": first.kind if first else None,
        "name": first.name if first else None,
        "figure": first.figure if first else None,
        "as_of": day.isoformat(),
        "currencies": {
            one.currency: {
                "total": format_plain(one.total_fen),
                "lines": [_line(line) for line in one.lines],
                "instalments": [
                    {"instalment": part.instalment or None, "due_on": part.due_on.isoformat() if part.due_on else None,
                     "open": format_plain(part.open_fen)}
                    for part in one.parts
                ],
            }
            for one in found
        },
    }  # fmt: skip


def _line(line: ExplainedLine) -> dict[str, Any]:
    return {
        "date": line.on.isoformat() if line.on else None,
        "what": tr(line.label_key, **line.values),
        "number": line.number,
        "note": line.note or None,
        "amount": format_plain(line.amount_fen),
        "running": format_plain(line.running_fen),
    }


def _lines(found: Sequence[Explanation]) -> Iterator[str]:
    for one in found:
        yield tr(
            "{name}: {figure} in {currency} on {day}", name=one.name, figure=tr(FIGURE_LABELS[one.figure]),
            currency=one.currency, day=one.as_of.isoformat(),
        )  # fmt: skip
        rows = [
            (
                line.on.isoformat() if line.on else "", tr(line.label_key, **line.values), line.number,
                " ".join(line.note.split()), format_amount(line.amount_fen), format_amount(line.running_fen),
            )
            for line in one.lines
        ]  # fmt: skip
        headings = (tr("Day"), tr("Posting"), tr("Number"), tr("Note"), tr("Amount"), tr("Sum|running"))
        yield from table(headings, rows, right=(4, 5))
        for part in one.parts:
            key = "Instalment {seq}|posting" if part.instalment else "Open beyond the plan|posting"
            due = part.due_on.isoformat() if part.due_on else "—"
            yield f"  {tr(key, seq=part.instalment)}  {due}  {format_amount(part.open_fen)}"
        yield ""


COMMANDS = (Command("explain", explain, "The postings that make up what an invoice, a receipt or a customer shows"),)
