"""``writeoff`` and ``creditnote``: what lowers a debt without money."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts
from arcdesk.domain.dates import parse_date
from arcdesk.domain.money import format_plain, parse_amount, with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.write_offs import WriteOffLine


def writeoff(
    session: Session,
    invoice: Annotated[str, Argument(metavar="INVOICE", help="The invoice that will not be paid.")] = "",
    amount: Annotated[str, Option("--amount", metavar="A", help="How much of it is given up.")] = "",
    approver: Annotated[str, Option("--approver", metavar="NAME", help="Who approved it.")] = "",
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why.")] = "",
    on: Annotated[str, Option("--on", metavar="DATE", help="From which day it counts; today.")] = "",
    proof: Annotated[
        str, Option("--proof", metavar="FILE", help="The approval, to be sealed as evidence.")
    ] = "",
    evidence: Annotated[
        str, Option("--evidence", metavar="ID", help="The approval, if it is in the store already.")
    ] = "",
    reverse: Annotated[
        str, Option("--reverse", metavar="NUMBER", help="Take this write-off back; needs --approver, --reason.")
    ] = "",
) -> Status:
    """Write an invoice off in whole or in part, or take a write-off back."""
    if invoice and reverse:
        raise OptionsClash(first="INVOICE", second="--reverse", field="reverse")
    if proof and evidence:
        raise OptionsClash(first="--proof", second="--evidence", field="evidence")
    wanted = (("INVOICE", invoice or reverse), ("--amount A", amount or reverse), ("--approver NAME", approver),
              ("--reason TEXT", reason))  # fmt: skip
    for option, value in wanted:
        if not value.strip():
            raise OptionMissing(option=option, field=option)
    day, fen = values.day(on), parse_amount(amount) if amount else 0
    number = values.whole_number(evidence, "--evidence ID") if evidence else None
    with session.desk(write=True) as desk:
        if reverse:
            line = desk.write_offs.reverse(reverse, day, approver=approver, reason=reason)
        else:
            line = desk.write_offs.write_off(
                invoice, fen, day, approver=approver, reason=reason, evidence_id=number,
                proof=Path(proof) if proof else None,
            )  # fmt: skip
        open_fen = desk.ledger.invoice(line.invoice_number).open_fen
    document = {
        "write_off": line.number,
        "reverses": line.reverses_number or None,
        "invoice": line.invoice_number,
        "amount": format_plain(line.amount_fen),
        "currency": line.currency,
        "on": line.on.isoformat(),
        "approver": line.approver,
        "reason": line.reason,
        "evidence": line.evidence_id,
        "open": format_plain(open_fen),
    }
    session.answer(document, lambda: _written_off(line, open_fen))
    return 0


def _written_off(line: WriteOffLine, open_fen: int) -> list[str]:
    text = (
        "Write-off {original} is taken back by {number} of {day}: {amount}, approved by {approver}."
        if line.reverses_number
        else "{amount} of {invoice} is written off by {number} of {day}, approved by {approver}."
    )
    told = tr(
        text, number=line.number, original=line.reverses_number, invoice=line.invoice_number, day=line.on.isoformat(),
        amount=with_currency(abs(line.amount_fen), line.currency), approver=line.approver,
    )  # fmt: skip
    return [told, tr("{amount} of it is open.", amount=with_currency(open_fen, line.currency))]


def creditnote(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")],
    amount: Annotated[str, Option("--amount", metavar="A", help="The amount, above zero.")],
    on: Annotated[str, Option("--on", metavar="DATE", help="The day of issue.")],
    invoice: Annotated[str, Option("--invoice", metavar="N", help="The invoice it is for; none for a free one.")] = "",
    number: Annotated[str, Option("--number", metavar="N", help="Its own number; given out without one.")] = "",
    note: Annotated[str, Option("--note", metavar="TEXT", help="A remark.")] = "",
    currency: Annotated[
        str, Option("--currency", metavar="CUR", help="Currency; the invoice's, else the company's own.")
    ] = "",
) -> Status:
    """Enter a credit note, against an invoice or free."""
    fen, day, wanted = parse_amount(amount), parse_date(on), values.currency(currency)
    with session.desk(write=True) as desk:
        if not invoice:
            wanted = wanted or desk.company.profile().base_currency
        entered = desk.credit_notes.add(
            desk.customers.find(code).id, fen, day, invoice=invoice, number=number, currency=wanted, note=note
        )
        line = desk.credit_notes.find(entered.number)
    document = {
        "credit_note": line.number,
        "customer": code,
        "issued_on": line.issued_on.isoformat(),
        "amount": format_plain(line.amount_fen),
        "currency": line.currency,
        "invoice": line.credits_number or None,
        "allocated": [
            {"invoice": part.invoice_number, "amount": format_plain(part.amount_fen),
             "effective_on": part.on.isoformat()}
            for part in line.allocations
        ],
        "unallocated": format_plain(line.unallocated_fen),
    }  # fmt: skip
    session.answer(
        document,
        lambda: facts(
            (
                (tr("Credit note"), line.number),
                (tr("Amount"), with_currency(line.amount_fen, line.currency)),
                *((part.invoice_number, with_currency(part.amount_fen, line.currency)) for part in line.allocations),
                (tr("Not allocated"), with_currency(line.unallocated_fen, line.currency)),
            )
        ),
    )
    return 0


COMMANDS = (
    Command("writeoff", writeoff, "Write an invoice off with its approver, or take a write-off back"),
    Command("creditnote", creditnote, "Enter a credit note, against an invoice or free"),
)
