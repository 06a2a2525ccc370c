"""``bank``: a bank statement's lines matched to open items; the person confirms each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import BadDateOrder, OptionMissing
from arcdesk.cli.ledger import DATE_ORDERS
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.bank import BankLineRow, BankReading, ProposalRow

STATES = {
    "open": "open|bank line",
    "receipt": "entered|bank line",
    "known": "known|bank line",
    "ignored": "set aside|bank line",
}


def bank(
    session: Session,
    file: Annotated[str, Argument(metavar="FILE", help="A bank statement: .xlsx, .xls, .csv.")] = "",
    dry_run: Annotated[bool, Option("--dry-run", help="Show what the file says; keep nothing.")] = False,
    date_order: Annotated[
        str, Option("--date-order", metavar="mdy|dmy", help="How dates like 4/6/2026 are meant.")
    ] = "",
    every: Annotated[bool, Option("--list", help="List the lines; open ones with their proposals.")] = False,
    confirm: Annotated[
        int, Option("--confirm", metavar="LINE", help="Enter the money of a line as a receipt.")
    ] = 0,
    customer: Annotated[
        str,
        Option("--customer", metavar="CODE", help="Whose money it is; else the best proposal's customer."),
    ] = "",
    allocate: Annotated[
        list[str] | None,
        Option(
            "--allocate", metavar="INVOICE=AMOUNT", help="What it pays; again for each. Else as proposed."
        ),
    ] = None,
    known: Annotated[int, Option("--known", metavar="LINE", help="The money is in the books already.")] = 0,
    receipt: Annotated[
        str, Option("--receipt", metavar="NUMBER", help="As which receipt, with --known.")
    ] = "",
    ignore: Annotated[int, Option("--ignore", metavar="LINE", help="No customer's money: set it aside.")] = 0,
    reopen: Annotated[int, Option("--reopen", metavar="LINE", help="Take “known” or “set aside” back.")] = 0,
    note: Annotated[str, Option("--note", metavar="TEXT", help="Why it is set aside.")] = "",
) -> Status:
    """Read a bank statement, see whose money each line is, confirm line by line."""
    if date_order and date_order not in DATE_ORDERS:
        raise BadDateOrder(text=date_order, field="date_order")
    if confirm:
        return _confirm(session, confirm, customer, allocate or ())
    if known or ignore or reopen:
        with session.desk(write=True) as desk:
            if known and not receipt:
                raise OptionMissing(option="--receipt NUMBER", field="receipt")
            row = (
                desk.bank.mark_known(known, receipt)
                if known
                else desk.bank.ignore(ignore, note)
                if ignore
                else desk.bank.reopen(reopen)
            )
        session.answer(_line_document(row, ()), lambda: _lines([row], {}))
        return 0
    if not file:
        if not every:
            raise OptionMissing(option="FILE | --list", field="file")
        with session.desk(write=False) as desk:
            return _answer_lines(session, desk, desk.bank.lines())
    with session.desk(write=not dry_run) as desk:
        reading = desk.bank.read(Path(file), date_order=date_order or None, keep=not dry_run)
        rows = [row for row in desk.bank.lines() if row.id in reading.new_ids]
        found = desk.bank.proposals(reading.new_ids) if rows else {}
    session.answer(_reading_document(reading, rows, found), lambda: _reading_lines(reading, rows, found))
    return 1 if reading.statement.rejected else 0


def _confirm(session: Session, line_id: int, code: str, allocate: Sequence[str]) -> Status:
    from arcdesk.cli.receipts import receipt_document, receipt_lines

    with session.desk(write=True) as desk:
        found = desk.bank.proposals([line_id]).get(line_id, ())
        wanted = desk.customers.find(code).code if code else found[0].code if found else ""
        if not wanted:
            desk.bank.line(line_id)
            raise OptionMissing(option="--customer CODE", field="customer")
        shares: dict[str, int] = {}
        for text in allocate:
            number, share = values.share(text, "--allocate")
            shares[number] = shares.get(number, 0) + share
        if not allocate:
            shares = next((dict(row.proposal.shares) for row in found if row.code == wanted), {})
        line = desk.bank.confirm(line_id, desk.customers.find(wanted).id, shares)
    session.answer(receipt_document(wanted, line) | {"line": line_id}, lambda: receipt_lines(line))
    return 0


def _answer_lines(session: Session, desk: Desk, rows: Sequence[BankLineRow]) -> Status:
    found = desk.bank.proposals()
    session.answer([_line_document(row, found.get(row.id, ())) for row in rows], lambda: _lines(rows, found))
    return 0


def _line_document(row: BankLineRow, found: Sequence[ProposalRow]) -> dict[str, Any]:
    return {
        "line": row.id,
        "booked_on": row.booked_on.isoformat(),
        "amount": format_plain(row.amount_fen),
        "currency": row.currency,
        "payer": row.payer,
        "payer_account": row.payer_account,
        "reference": row.reference,
        "source": row.source_name,
        "state": row.state,
        "receipt": row.receipt_number or None,
        "note": row.note,
        "proposals": [
            {
                "customer": one.code,
                "name": one.name,
                "score": one.proposal.score,
                "allocate": [
                    {"invoice": number, "amount": format_plain(fen)} for number, fen in one.proposal.shares
                ],
                "unallocated": format_plain(one.proposal.unallocated_fen),
                "known_receipt": one.proposal.known_receipt or None,
                "reasons": [
                    {"rule": reason.rule, "text": tr(reason.text_key, **reason.values)}
                    for reason in one.proposal.reasons
                ],
            }
            for one in found
        ],
    }


def _reading_document(
    reading: BankReading, rows: Sequence[BankLineRow], found: dict[int, tuple[ProposalRow, ...]]
) -> dict[str, Any]:
    return {
        "file": reading.statement.source_name,
        "new": reading.new,
        "known": reading.known,
        "outgoing": reading.statement.outgoing,
        "rejected": [
            {
                "sheet": r.sheet,
                "row": r.row,
                "column": r.column,
                "value": r.value,
                "reason": tr(r.sentence, **r.values),
            }
            for r in reading.statement.rejected
        ],
        "lines": [_line_document(row, found.get(row.id, ())) for row in rows],
    }


def _reading_lines(
    reading: BankReading, rows: Sequence[BankLineRow], found: dict[int, tuple[ProposalRow, ...]]
) -> Iterator[str]:
    yield tr(
        "{file}: {new} new lines with money in, {known} known ones, {out} lines of money out.",
        file=reading.statement.source_name, new=reading.new, known=reading.known, out=reading.statement.outgoing,
    )  # fmt: skip
    for row in reading.statement.rejected:
        where = tr("{sheet} row {row}, {column}", sheet=row.sheet, row=row.row, column=row.column)
        yield f"  {where}: {tr(row.sentence, **row.values)}"
    if rows:
        yield ""
        yield from _lines(rows, found)


def _lines(rows: Sequence[BankLineRow], found: dict[int, tuple[ProposalRow, ...]]) -> Iterator[str]:
    heads = (
        tr("Line|bank"),
        tr("Date"),
        tr("Amount"),
        tr("Payer"),
        tr("Reference|bank"),
        tr("State"),
        tr("Proposal"),
    )
    cells = []
    for row in rows:
        best = next(iter(found.get(row.id, ())), None)
        text = row.receipt_number
        if best is not None:
            shares = ", ".join(f"{number} {format_plain(fen)}" for number, fen in best.proposal.shares)
            text = f"{best.code} {best.proposal.score} %  {shares}"
        cells.append(
            (str(row.id), row.booked_on.isoformat(), with_currency(row.amount_fen, row.currency), row.payer,
             row.reference[:30], tr(STATES[row.state]), text)
        )  # fmt: skip
    yield from table(heads, cells, right=(0, 2))


COMMANDS = (Command("bank", bank, "Match the lines of a bank statement to open items"),)
