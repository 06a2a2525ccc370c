"""``dispute``: what a customer contests of an invoice; opened, handed over, closed, listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing, OptionsClash
from arcdesk.cli.list_out import Csv, List, ListOut, Mask, Xlsx
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.domain.money import format_plain, parse_amount, with_currency
from arcdesk.i18n import tr
from arcdesk.ui.labels import DISPUTE_KINDS, DISPUTE_STATES

if TYPE_CHECKING:
    from arcdesk.services.dispute_lines import DisputeLine
    from arcdesk.services.disputes import ClosedDispute


def dispute(
    session: Session,
    invoice: Annotated[
        str, Argument(metavar="INVOICE", help="Number of the invoice; with --list a customer code.")
    ] = "",
    amount: Annotated[str, Option("--amount", metavar="A", help="Open a dispute: what is contested.")] = "",
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="What the customer says.")] = "",
    category: Annotated[
        str,
        Option(
            "--category",
            metavar="C",
            help="quantity, quality, price, delivery, invoice, no_order or other.",
        ),
    ] = "",
    owner: Annotated[str, Option("--owner", metavar="NAME", help="Who is to clear it.")] = "",
    on: Annotated[str, Option("--on", metavar="DATE", help="The day it was raised, or closed; today.")] = "",
    evidence: Annotated[
        int | None, Option("--evidence", metavar="ID", help="The evidence of it.")
    ] = None,
    close: Annotated[bool, Option("--close", help="Close the dispute of INVOICE.")] = False,
    resolution: Annotated[
        str, Option("--resolution", metavar="accepted|rejected|partly", help="With --close: how it ended.")
    ] = "",
    credit: Annotated[
        str, Option("--credit", metavar="A", help="With --close: what is conceded, credited to the invoice.")
    ] = "",
    note: Annotated[str, Option("--note", metavar="TEXT", help="With --close: what was settled.")] = "",
    listed: Annotated[bool, Option("--list", help="List the disputes that stand: of a customer, or all.")] = False,
    closed_too: Annotated[bool, Option("--all", help="With --list: closed ones too.")] = False,
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="With --list: the day asked about; today.")] = "",
    xlsx: Xlsx = "",
    csv: Csv = "",
    mask: Mask = False,
) -> Status:
    """Open, hand over or close a dispute, or list them."""
    out = ListOut(xlsx, csv, mask)
    if out.wanted and not listed:
        raise OptionsClash(first="--xlsx/--csv", second="--amount/--close", field="xlsx")
    if listed and close:
        raise OptionsClash(first="--list", second="--close", field="list")
    if listed:
        return _list(session, invoice, as_of, out, closed_too=closed_too)
    if not invoice:
        raise OptionMissing(option="INVOICE", field="invoice")
    if close:
        if amount:
            raise OptionsClash(first="--close", second="--amount", field="amount")
        return _close(session, invoice, resolution, credit, note, on)
    day = values.day(on)
    fen = parse_amount(amount) if amount else None
    if fen is None and not (owner or category or reason):
        raise OptionMissing(option="--amount A", field="amount")
    with session.desk(write=True) as desk:
        if fen is None:
            line = desk.disputes.find(invoice)
            line = desk.disputes.hand_over(
                line.id, owner=owner or line.owner, category=category or line.category, reason=reason or line.reason
            )
        else:
            line = desk.disputes.open(
                invoice, fen, reason, category=category, owner=owner, on=day, evidence_id=evidence
            )
    session.answer(dispute_document(line), lambda: _lines(line))
    return 0


def dispute_document(line: DisputeLine) -> dict[str, Any]:
    """A dispute as JSON."""
    return {
        "id": line.id,
        "invoice": line.invoice_number,
        "customer": line.customer_code,
        "currency": line.currency,
        "amount": format_plain(line.amount_fen),
        "held": format_plain(line.held_fen),
        "category": line.category or None,
        "reason": line.reason or None,
        "owner": line.owner or None,
        "opened_on": line.opened_on.isoformat(),
        "closed_on": line.closed_on.isoformat() if line.closed_on else None,
        "resolution": line.resolution or None,
        "accepted": None if line.accepted_fen is None else format_plain(line.accepted_fen),
        "note": line.closed_note or None,
        "person": line.said.person or None if line.said else None,
        "contact": line.said.contact_id if line.said else None,
        "evidence": [proof.id for proof in line.proofs],
    }


def dispute_table(lines: Sequence[DisputeLine]) -> Iterator[str]:
    """Disputes as a table, a line each."""
    rows = [
        (
            line.invoice_number, line.customer_code, with_currency(line.amount_fen, line.currency),
            tr(DISPUTE_KINDS[line.category]) if line.category else "", line.reason, line.owner,
            line.opened_on.isoformat(), tr(DISPUTE_STATES["open" if line.is_open else line.resolution]),
        )
        for line in lines
    ]  # fmt: skip
    headings = (
        tr("Invoice"), tr("Customer"), tr("Disputed"), tr("Kind"), tr("Reason"), tr("Cleared by|dispute"),
        tr("Raised on"), tr("Standing"),
    )  # fmt: skip
    yield from table(headings, rows, right=(2,))


def _close(session: Session, invoice: str, resolution: str, credit: str, note: str, on: str) -> Status:
    for option, value in (("--resolution accepted|rejected|partly", resolution), ("--note TEXT", note)):
        if not value:
            raise OptionMissing(option=option, field="resolution")
    day, fen = values.day(on), parse_amount(credit) if credit else None
    with session.desk(write=True) as desk:
        line = desk.disputes.find(invoice)
        done = desk.disputes.close(
            line.id, resolution, note, on=day, accepted_fen=fen, credit=fen is not None
        )
    credited = done.credit_note
    document = {
        **dispute_document(done.line),
        "credit_note": {"number": credited.number, "amount": format_plain(-credited.amount_fen)} if credited else None,
    }
    session.answer(document, lambda: _closed_lines(done))
    return 0


def _list(session: Session, code: str, as_of: str, out: ListOut, *, closed_too: bool) -> Status:
    day = values.day(as_of)
    with session.desk(write=False) as desk:
        customer_id = desk.customers.find(code).id if code else None
        found = desk.disputes.list(customer_id, day, open_only=not closed_too)
    written = out.write(tr("Disputes"), lambda: _file_rows(found))

    def lines() -> Iterator[str]:
        if found:
            yield from dispute_table(found)
        else:
            yield tr("No dispute stands.")
        yield from written

    session.answer([dispute_document(line) for line in found], lines)
    return 0


def _file_rows(found: Sequence[DisputeLine]) -> List:
    from arcdesk.services.list_files import ListColumn, Money

    titles = (
        tr("Invoice"), tr("Code"), tr("Customer"), tr("Disputed"), tr("Kind"), tr("Reason"), tr("Cleared by|dispute"),
        tr("Raised on"), tr("Standing"), tr("Closed on"), tr("Remarks"),
    )  # fmt: skip
    rows = [
        (
            line.invoice_number, line.customer_code, line.customer_name, Money(line.amount_fen, line.currency),
            tr(DISPUTE_KINDS[line.category]) if line.category else "", line.reason, line.owner, line.opened_on,
            tr(DISPUTE_STATES["open" if line.is_open else line.resolution]), line.closed_on, line.closed_note,
        )
        for line in found
    ]  # fmt: skip
    return [ListColumn(title) for title in titles], rows


def _lines(line: DisputeLine) -> Iterator[str]:
    yield from facts(
        (
            (tr("Invoice"), line.invoice_number),
            (tr("Customer"), f"{line.customer_code}  {line.customer_name}"),
            (tr("Disputed"), with_currency(line.amount_fen, line.currency)),
            (tr("Kind"), tr(DISPUTE_KINDS[line.category]) if line.category else ""),
            (tr("Reason"), line.reason),
            (tr("Cleared by|dispute"), line.owner),
            (tr("Raised on"), line.opened_on.isoformat()),
            (tr("Closed on"), line.closed_on.isoformat() if line.closed_on else ""),
            (tr("Resolution"), tr(DISPUTE_STATES[line.resolution]) if line.closed_on else ""),
            (tr("Remarks"), line.closed_note),
        )
    )


def _closed_lines(done: ClosedDispute) -> Iterator[str]:
    yield from _lines(done.line)
    yield ""
    if done.credit_note is not None:
        credited = with_currency(-done.credit_note.amount_fen, done.line.currency)
        yield tr("Credit note {number}: {amount}", number=done.credit_note.number, amount=credited)
    elif done.line.accepted_fen:
        amount = with_currency(done.line.accepted_fen, done.line.currency)
        yield tr("{amount} is conceded but not credited yet: enter a credit note.", amount=amount)


COMMANDS = (Command("dispute", dispute, "Disputes of invoices: open, hand over, close, list"),)
