"""``grade`` and ``concentration``: what the figures suggest of a customer, and with whom the money lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing
from arcdesk.cli.portraits import grade_document, grade_lines
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.domain.portrait import WHOLE, percent
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.grades import GradeDecisionLine, GradeLine


class ShareWrong(Refusal):
    """A share of the receivable that is none."""

    sentence = "{share} is no share of the receivable. Give whole per cent from 1 to 100."


class ConfirmWhom(Refusal):
    """A grade to be confirmed for nobody."""

    sentence = "No customer is named whose grade to confirm. Write it like: arcdesk grade C001 --confirm B"


def grade(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")] = "",
    confirm: Annotated[str, Option("--confirm", metavar="GRADE", help="Set this grade: A, B, C or D.")] = "",
    note: Annotated[
        str, Option("--note", metavar="TEXT", help="Why; needed where it is not the grade suggested.")
    ] = "",
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """Show the grade that the figures suggest, or confirm one; without a customer, whose differs."""
    day = values.day(as_of) or session.clock.today()
    if not code:
        if confirm or note:
            raise ConfirmWhom(field="customer")
        with session.desk(write=False) as desk:
            lines = desk.grades.differing(day)
        session.answer([_line_document(line) for line in lines], lambda: _table(lines))
        return 0
    if note and not confirm:
        raise OptionMissing(option="--confirm", field="confirm")
    with session.desk(write=bool(confirm)) as desk:
        who = desk.customers.find(code).id
        if confirm:
            desk.grades.confirm(who, confirm, note, day)
        profile = desk.customers.find(who)
        suggestion, history = desk.grades.suggestion(who, day), desk.grades.history(who)
    document = {**_named(profile), **grade_document(profile.grade, suggestion), "as_of": day.isoformat()}

    def text() -> Iterator[str]:
        yield f"{profile.code}  {profile.name}"
        yield from grade_lines(profile.grade, suggestion)
        yield from _history_lines(history)

    session.answer({**document, "history": [_decision(line) for line in history]}, text)
    return 0


def concentration(
    session: Session,
    share: Annotated[
        int, Option("--share", metavar="PERCENT", help="The part of the receivable asked about, in per cent.")
    ] = 80,
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """Show the few customers who owe most of the receivable."""
    day = values.day(as_of) or session.clock.today()
    if not 1 <= share <= WHOLE:
        raise ShareWrong(share=share, field="share")
    with session.desk(write=False) as desk:
        found = desk.portrait.concentration(day, Fraction(share, WHOLE))
        customers = {profile.id: profile for profile in desk.customers.matching("")}

    def document() -> dict[str, Any]:
        return {
            currency: {
                "total": format_plain(one.total_fen),
                "debtors": one.debtors,
                "top": [
                    {**_named(customers[who]), "balance": format_plain(fen), "cumulated": percent(reached)}
                    for who, fen, reached in one.top
                ],
            }
            for currency, one in found.items()
        }

    def text() -> Iterator[str]:
        headings = (tr("Code"), tr("Customer"), tr("Balance"), tr("Cumulated"))
        for currency, one in found.items():
            total = with_currency(one.total_fen, currency)
            yield tr(
                "{count} of {debtors} customers owe {share}% of {total}.",
                count=len(one.top), debtors=one.debtors, share=share, total=total,
            )  # fmt: skip
            rows = [
                (
                    customers[who].code,
                    customers[who].name,
                    with_currency(fen, currency),
                    f"{percent(reached)}%",
                )
                for who, fen, reached in one.top
            ]
            yield from table(headings, rows, right=(2, 3))
            yield ""
        if not found:
            yield tr("Nobody owes anything on this day.")

    session.answer({"as_of": day.isoformat(), "share": str(share), "currencies": document()}, text)
    return 0


def _named(profile: CustomerProfile) -> dict[str, Any]:
    return {"customer": profile.code, "name": profile.name}


def _line_document(line: GradeLine) -> dict[str, Any]:
    return {"customer": line.code, "name": line.name, **grade_document(line.grade, line.suggestion)}


def _decision(line: GradeDecisionLine) -> dict[str, Any]:
    return {
        "on": line.on.isoformat(),
        "suggested": line.suggested or None,
        "confirmed": line.confirmed,
        "score": line.score,
        "note": line.note or None,
    }


def _table(lines: Iterable[GradeLine]) -> Iterator[str]:
    rows = [
        (line.code, line.name, line.grade or "—", line.suggestion.grade, str(line.suggestion.score),
         reason_text(line.suggestion.reasons[-1]))
        for line in lines
    ]  # fmt: skip
    if not rows:
        yield tr("Every grade is the one that the figures suggest.")
        return
    headings = (tr("Code"), tr("Customer"), tr("Grade"), tr("Suggested grade"), tr("Score"), tr("Why"))
    yield from table(headings, rows, right=(4,))


def _history_lines(history: tuple[GradeDecisionLine, ...]) -> Iterator[str]:
    if history:
        yield ""
        yield f"[{tr('Confirmed grades')}]"
        rows = [(line.on.isoformat(), line.confirmed, line.suggested or "—", line.note) for line in history]
        yield from table((tr("On|day"), tr("Grade"), tr("Suggested grade"), tr("Remarks")), rows)


COMMANDS = (
    Command("grade", grade, "The grade that the figures suggest; confirm it, or another one with a note"),
    Command("concentration", concentration, "The few customers who owe most of the receivable (80/20)"),
)
