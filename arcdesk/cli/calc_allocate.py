"""``calc allocate``: who gets the money of a payment, without a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import BadDebt, DebtTwice
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.cli.values import day, one_of
from arcdesk.domain.allocation import RULES, Allocation, Debt, allocate
from arcdesk.domain.dates import parse_date
from arcdesk.domain.errors import AmountNotPositive, BadDate
from arcdesk.domain.money import format_amount, format_plain, parse_amount
from arcdesk.domain.rate_texts import parse_burden
from arcdesk.domain.text import half_width
from arcdesk.domain.within_debt import DESIGNATION_NOT_BINDING
from arcdesk.i18n import tr

SECURED = ("secured", "有担保")
EXAMPLE = "--debt A:30000:2026-01-31:18.25:secured"


def allocate_payment(
    session: Session,
    payment: Annotated[str, Option("--payment", metavar="AMOUNT", help="The money that came in.")],
    on: Annotated[str, Option("--on", "--date", metavar="DATE", help="The day it came in; today.")] = "",
    costs: Annotated[str, Option("--costs", metavar="AMOUNT", help="Costs of enforcement owed.")] = "",
    interest: Annotated[str, Option("--interest", metavar="AMOUNT", help="Interest owed.")] = "",
    debts: Annotated[
        list[str] | None,
        Option(
            "--debt",
            metavar="NAME:AMOUNT:DUE[:RATE[:secured]]",
            help="A debt, the rate in per cent per year; may be repeated.",
        ),
    ] = None,
    rule: Annotated[
        str,
        Option(
            "--rule",
            metavar="statutory|oldest|pro_rata",
            help="Between debts: by the law (due, unsecured, heavier, earlier), oldest first, in proportion.",
        ),
    ] = "statutory",
    principal_first: Annotated[
        bool,
        Option("--principal-first", help="The parties agreed on the principal before costs and interest."),
    ] = False,
    designated: Annotated[
        bool, Option("--designated", help="The debtor alone wrote that the money is for the principal.")
    ] = False,
) -> Status:
    """Share a payment out over costs, interest and debts."""
    known = [_debt(text) for text in debts or ()]
    for number, debt in enumerate(known):
        if debt.id in {other.id for other in known[:number]}:
            raise DebtTwice(name=debt.id, field="debt")
    costs_fen, interest_fen = _owed(costs), _owed(interest)
    shared = allocate(
        parse_amount(payment),
        known,
        one_of(rule, "--rule", RULES),
        day(on) or session.clock.today(),
        costs_fen=costs_fen,
        interest_fen=interest_fen,
        order="principal_first" if principal_first else "interest_first",
    )
    left = (costs_fen - shared.costs_fen, interest_fen - shared.interest_fen)
    notes = (
        [DESIGNATION_NOT_BINDING] if designated and not principal_first and costs_fen + interest_fen else []
    )
    session.answer(_document(known, shared, left, notes), lambda: _lines(known, shared, left, notes))
    return 0


def _owed(text: str) -> int:
    return parse_amount(text) if text else 0


def _debt(text: str) -> Debt[str]:
    """``NAME:AMOUNT:DUE[:RATE[:secured]]``, read from the right, so that a name may hold a colon.

    Raises:
        BadDebt: a part is missing, or amount and day do not stand where they should.
        AmountNotPositive, BadAnnualRate: an amount or rate that is none.
    """
    fields = re.split("[:：]", text)
    is_secured = half_width(fields[-1]).lower() in SECURED
    if is_secured:
        fields.pop()
    rate = "" if not fields or _is_day(fields[-1]) else fields.pop()
    if len(fields) < 2:
        raise BadDebt(text=text[:60], example=EXAMPLE, field="debt")
    due_on = parse_date(fields.pop() if len(fields) > 2 else rate)  # what is no day says so itself
    open_fen = parse_amount(fields.pop())
    name = text[: len(":".join(fields))].strip()
    if not name:
        raise BadDebt(text=text[:60], example=EXAMPLE, field="debt")
    if open_fen <= 0:
        raise AmountNotPositive(amount=format_amount(open_fen), field="debt")
    percent = parse_burden(rate) if rate.strip() else Decimal(0)
    return Debt(name, open_fen, due_on, annual_percent=percent, is_secured=is_secured)


def _is_day(text: str) -> bool:
    try:
        parse_date(text)
    except BadDate:
        return False
    return True


def _document(
    debts: Sequence[Debt[str]], shared: Allocation[str], left: tuple[int, int], notes: Sequence[str]
) -> dict[str, Any]:
    shares = dict(shared.shares)
    return {
        "costs": format_plain(shared.costs_fen),
        "interest": format_plain(shared.interest_fen),
        "debts": [
            {
                "name": debt.id,
                "allocated": format_plain(shares.get(debt.id, 0)),
                "left": format_plain(debt.open_fen - shares.get(debt.id, 0)),
            }
            for debt in debts
        ],
        "unallocated": format_plain(shared.rest_fen),
        "costs_left": format_plain(left[0]),
        "interest_left": format_plain(left[1]),
        "flags": ["designation_not_binding"] if notes else [],
        "notes": [{"flag": "designation_not_binding", "text": tr(note)} for note in notes],
    }


def _lines(
    debts: Sequence[Debt[str]], shared: Allocation[str], left: tuple[int, int], notes: Sequence[str]
) -> Iterator[str]:
    shares = dict(shared.shares)
    owed = [
        (tr("Costs"), shared.costs_fen, left[0]),
        (tr("Interest"), shared.interest_fen, left[1]),
        *((debt.id, shares.get(debt.id, 0), debt.open_fen - shares.get(debt.id, 0)) for debt in debts),
    ]
    rows = [
        (name, format_amount(paid + rest), format_amount(paid), format_amount(rest))
        for name, paid, rest in owed
        if paid + rest
    ]
    paid_fen, rest_fen = sum(paid for _, paid, _ in owed), sum(rest for _, _, rest in owed)
    foot = (tr("Total"), format_amount(paid_fen + rest_fen), format_amount(paid_fen), format_amount(rest_fen))
    headings = [tr("Debt"), tr("Owed"), tr("Allocated"), tr("Still owed")]
    yield from table(headings, rows, right=range(1, 4), foot=foot)
    if shared.rest_fen:
        yield ""
        yield from facts([(tr("Unallocated"), format_amount(shared.rest_fen))])
    for note in notes:
        yield ""
        yield f"! {tr(note)}"


COMMANDS = (
    Command("allocate", allocate_payment, "Who gets the money of a payment: costs, interest, then the debts"),
)
