"""``guarantee``: who stands in for a customer's debts, by when he must be claimed on, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionsClash
from arcdesk.cli.limitation_text import LEGAL_NOTE
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.cli.values import MOST_ID
from arcdesk.domain.money import format_plain
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.services.guarantee_lines import GuaranteeLine, GuaranteePosition


def guarantee(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code.")],
    as_of: Annotated[
        str, Option("--as-of", "--date", metavar="DATE", help="The day to stand at; today.")
    ] = "",
    add: Annotated[str, Option("--add", metavar="NAME", help="Enter a guarantee by this guarantor.")] = "",
    correct: Annotated[
        int,
        Option(
            "--correct",
            metavar="ID",
            min=0,
            max=MOST_ID,
            help="With --add: enter it in the place of this one.",
        ),
    ] = 0,
    kind: Annotated[
        str,
        Option(
            "--kind", metavar="joint|general", help="With --add; general where the contract does not say."
        ),
    ] = "general",
    invoice: Annotated[
        str, Option("--invoice", metavar="NUMBER", help="With --add: for this invoice alone.")
    ] = "",
    contract: Annotated[
        str, Option("--contract", metavar="NUMBER", help="With --add: for this contract alone.")
    ] = "",
    months: Annotated[
        int | None, Option("--months", metavar="N", help="With --add: the period agreed; six months by law.")
    ] = None,
    until: Annotated[
        str, Option("--until", metavar="DATE", help="With --add: the last day agreed, instead of months.")
    ] = "",
    demand: Annotated[
        int,
        Option(
            "--demand",
            metavar="ID",
            min=0,
            max=MOST_ID,
            help="Record a claim on the guarantor, with --on and --proof.",
        ),
    ] = 0,
    suit: Annotated[
        int,
        Option(
            "--suit",
            metavar="ID",
            min=0,
            max=MOST_ID,
            help="Record a suit against the debtor, with --on and --proof.",
        ),
    ] = 0,
    on: Annotated[str, Option("--on", metavar="DATE", help="With --demand or --suit: the day; today.")] = "",
    evidence: Annotated[
        int,
        Option(
            "--evidence",
            metavar="ID",
            min=0,
            max=MOST_ID,
            help="The file that proves it, kept for the customer.",
        ),
    ] = 0,
    proof: Annotated[
        str, Option("--proof", metavar="FILE", help="A new file that proves it; it is sealed as evidence.")
    ] = "",
    note: Annotated[str, Option("--note", metavar="TEXT", help="A remark.")] = "",
    withdraw: Annotated[
        int, Option("--withdraw", metavar="ID", min=0, max=MOST_ID, help="Take a guarantee out.")
    ] = 0,
    withdraw_act: Annotated[
        int, Option("--withdraw-act", metavar="ID", min=0, max=MOST_ID, help="Take a recorded act out.")
    ] = 0,
) -> Status:
    """Show a customer's guarantees, enter one, or record what was done about it."""
    given = (
        ("--add", add), ("--demand", demand), ("--suit", suit), ("--withdraw", withdraw),
        ("--withdraw-act", withdraw_act),
    )  # fmt: skip
    deeds = [name for name, value in given if value]
    if len(deeds) > 1:
        raise OptionsClash(first=deeds[0], second=deeds[1], field="guarantee")
    day = values.day(as_of) or session.clock.today()
    file = Path(proof) if proof else None
    with session.desk(write=bool(deeds)) as desk:
        customer_id = desk.customers.find(code).id
        service = desk.guarantees
        for number in (correct, demand, suit, withdraw):
            if number:
                service.check_owner(number, customer_id)
        if add:
            from arcdesk.services.guarantee_entry import NewGuarantee

            new = NewGuarantee(
                customer_id,
                add,
                kind,
                invoice,
                contract,
                months,
                values.day(until),
                evidence or None,
                file,
                note,
            )
            service.correct(correct, new) if correct else service.add(new)
        elif demand or suit:
            service.record_act(
                demand or suit, "demand" if demand else "suit", values.day(on) or session.clock.today(),
                proof=file, evidence_id=evidence or None, note=note,
            )  # fmt: skip
        elif withdraw:
            service.withdraw(withdraw, note)
        elif withdraw_act:
            service.withdraw_act(withdraw_act, customer_id, note)
        found = service.of(customer_id, day)
    session.answer([_document(line) for line in found], lambda: _lines(found))
    return 0


def _document(line: GuaranteeLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "guarantor": line.guarantor,
        "kind": line.kind,
        "invoice": line.invoice_number or None,
        "contract": line.contract_number or None,
        "months": line.agreed_months,
        "until": _iso(line.agreed_until),
        "state": line.state,
        "days_left": line.days_left,
        "last_day": _iso(line.last_day),
        "evidence": line.evidence.id if line.evidence else None,
        "note": line.note,
        "debts": [_position_document(each, line.as_of) for each in line.positions],
        "undated": list(line.undated),
        "acts": [
            {
                "id": act.id,
                "act": act.act,
                "on": act.on.isoformat(),
                "evidence": act.evidence.id if act.evidence else None,
                "note": act.note,
            }
            for act in line.acts
        ],
    }


def _position_document(position: GuaranteePosition, as_of: date) -> dict[str, Any]:
    standing, own = position.standing, position.clock
    return {
        "invoice": position.number,
        "currency": position.currency,
        "open": format_plain(position.open_fen),
        "state": standing.state,
        "basis": standing.basis,
        "raw_end": standing.raw_end.isoformat(),
        "last_day": standing.last_day.isoformat(),
        "provisional": standing.provisional,
        "days_left": standing.days_left(as_of),
        "secured_on": _iso(standing.secured_by.on if standing.secured_by else None),
        "limitation_end": _iso(own.raw_end if own else None),
        "reason": tr(standing.reason.text_key, **standing.reason.values),
    }


def _lines(lines: Sequence[GuaranteeLine]) -> Iterator[str]:
    from arcdesk.services.guarantee_lines import ACT_KEYS, KIND_KEYS, STATE_KEYS

    if not lines:
        yield tr("No guarantee is entered for this customer.")
        return
    rows = [
        (
            str(line.id),
            line.guarantor,
            tr(KIND_KEYS[line.kind]),
            line.invoice_number or line.contract_number or tr("Every debt"),
            _iso(line.last_day) or "",
            "" if line.days_left is None else str(line.days_left),
            tr(STATE_KEYS[line.state]) if line.state else tr("Nothing is open."),
        )
        for line in lines
    ]
    headings = (
        tr("No.|column"), tr("Guarantor"), tr("Kind"), tr("Stands for"), tr("Last day|limitation"),
        tr("Days left"), tr("State"),
    )  # fmt: skip
    yield from table(headings, rows, right=(5,))
    for line in lines:
        yield ""
        yield f"{line.id}  {line.guarantor}"
        for position in line.positions:
            yield f"  {position.number}: " + tr(
                position.standing.reason.text_key, **position.standing.reason.values
            )
        for act in line.acts:
            proof = f"[{act.evidence.id}] {act.evidence.name}" if act.evidence else tr("not proven")
            yield f"  {act.on}  {tr(ACT_KEYS[act.act])}  ({act.id})  {proof}"
    yield ""
    yield tr(LEGAL_NOTE)


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


COMMANDS = (Command("guarantee", guarantee, "Who stands in for a customer's debts, and until when"),)
