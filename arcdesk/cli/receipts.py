"""``receipt`` and ``allocate``: money that came in, what it settles, and what of it was taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import NothingLeft, OptionMissing, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts
from arcdesk.domain.allocation import RULES, Rule
from arcdesk.domain.dates import parse_date
from arcdesk.domain.money import format_amount, format_plain, parse_amount, with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.credit_notes import CreditNoteLine
    from arcdesk.services.ledger import AllocationLine, ReceiptLine
    from arcdesk.services.posting import Settled
    from arcdesk.services.receipts import Reversal

On = Annotated[str, Option("--on", metavar="DATE", help="The day it came in, or on which it happened.")]
Reason = Annotated[str, Option("--reason", metavar="TEXT", help="Why it is taken back.")]


def receipt(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")] = "",
    amount: Annotated[str, Option("--amount", metavar="A", help="The money that came in, or is paid back.")] = "",
    on: On = "",
    allocate: Annotated[
        list[str] | None,
        Option("--allocate", metavar="INVOICE=AMOUNT", help="An invoice it settles; may be repeated."),
    ] = None,
    auto: Annotated[bool, Option("--auto", help="Settle what is left oldest due first.")] = False,
    rule: Annotated[
        str, Option("--rule", metavar="oldest|pro_rata|statutory", help="Settle what is left by this rule.")
    ] = "",
    method: Annotated[str, Option("--method", metavar="TEXT", help="Transfer, bill, cash…")] = "",
    note: Annotated[str, Option("--note", metavar="TEXT", help="A remark.")] = "",
    currency: Annotated[
        str, Option("--currency", metavar="CUR", help="Currency of the amounts; the company's own.")
    ] = "",
    reverse: Annotated[
        str, Option("--reverse", metavar="NUMBER", help="Take this receipt back: it bounced; needs --reason.")
    ] = "",
    mistake: Annotated[
        bool, Option("--mistake", help="With --reverse: there never was such money.")
    ] = False,
    reason: Reason = "",
    refund: Annotated[
        str, Option("--refund", metavar="NUMBER", help="Pay back --amount of what is unallocated of it.")
    ] = "",
) -> Status:
    """Record money and what it settles, take a receipt back, or pay a part of it back."""
    deed = _one_deed({"CODE": code, "--reverse": reverse, "--refund": refund})
    _only(deed, {"--allocate": allocate, "--auto": auto, "--rule": rule, "--method": method, "--currency": currency},
          "CODE")  # fmt: skip
    _only(deed, {"--amount": amount, "--note": note}, "CODE", "--refund")
    _only(deed, {"--reason": reason, "--mistake": mistake}, "--reverse")
    if reverse:
        return _reverse(session, reverse, on, reason, mistake=mistake)
    if not amount:
        raise OptionMissing(option="--amount A", field="amount")
    if refund:
        return _refund(session, refund, amount, on, note)
    return _record(session, code, amount, on, allocate or (), _rule(rule, auto=auto), (method, note, currency))


def _record(
    session: Session, code: str, amount: str, on: str, allocate: Iterable[str], rule: Rule | None,
    texts: tuple[str, str, str],
) -> Status:  # fmt: skip
    if not on:
        raise OptionMissing(option="--on DATE", field="on")
    fen, day, shares = parse_amount(amount), parse_date(on), _shares(allocate, "--allocate")
    method, note, currency = texts
    with session.desk(write=True) as desk:
        line = desk.receipts.record(
            desk.customers.find(code).id,
            fen,
            day,
            currency=values.currency(currency) or desk.company.profile().base_currency,
            method=method,
            note=note,
            allocate=shares,
            rule=rule,
        )
    session.answer({**receipt_document(code, line), "rule": rule}, lambda: receipt_lines(line))
    return 0


def _reverse(session: Session, number: str, on: str, reason: str, *, mistake: bool) -> Status:
    day = values.day(on)
    if not reason.strip():
        raise OptionMissing(option="--reason TEXT", field="reason")
    with session.desk(write=True) as desk:
        gone = desk.receipts.reverse(number, day, reason, kind="mistake" if mistake else "bounced")
    document = {
        "reversed": gone.receipt_number,
        "entry": gone.number,
        "kind": "mistake" if mistake else "bounced",
        "on": gone.on.isoformat(),
        "amount": format_plain(gone.amount_fen),
        "currency": gone.currency,
        "freed": [_freed(part) for part in gone.taken_back],
    }
    text = "Receipt {number} is taken back by {entry} of {day}: {amount}."
    session.answer(document, lambda: (_gone(text, gone), *_freed_lines(gone.taken_back, gone.currency)))
    return 0


def _refund(session: Session, number: str, amount: str, on: str, note: str) -> Status:
    fen, day = parse_amount(amount), values.day(on)
    with session.desk(write=True) as desk:
        gone = desk.receipts.refund(number, fen, day, note)
        left = desk.receipts.find(number)
    document = {
        "refunded": gone.receipt_number,
        "entry": gone.number,
        "on": gone.on.isoformat(),
        "amount": format_plain(gone.amount_fen),
        "currency": gone.currency,
        "unallocated": format_plain(left.unallocated_fen),
    }
    text = "Of receipt {number} {amount} is paid back by {entry} of {day}."
    session.answer(document, lambda: (_gone(text, gone), _left(left)))
    return 0


def allocate(
    session: Session,
    number: Annotated[str, Argument(metavar="NUMBER", help="A receipt or a credit note.")],
    invoices: Annotated[
        list[str] | None,
        Argument(metavar="INVOICE=AMOUNT", help="What it is put to; with --take-back the invoices alone."),
    ] = None,
    on: On = "",
    rule: Annotated[
        str, Option("--rule", metavar="oldest|pro_rata|statutory", help="Put all that is left by this rule.")
    ] = "",
    take_back: Annotated[
        bool, Option("--take-back", help="Free these invoices of it again; needs --reason.")
    ] = False,
    reason: Reason = "",
) -> Status:
    """Put what is unallocated of money to invoices, or free invoices of it again."""
    day, named = values.day(on), tuple(invoices or ())
    if take_back and rule:
        raise OptionsClash(first="--take-back", second="--rule", field="rule")
    if named and rule:
        raise OptionsClash(first="INVOICE=AMOUNT", second="--rule", field="rule")
    if not named and not rule:
        raise OptionMissing(option="INVOICE" if take_back else "INVOICE=AMOUNT", field="invoices")
    if take_back and not reason.strip():
        raise OptionMissing(option="--reason TEXT", field="reason")
    shares = {} if take_back else _shares(named, "allocate NUMBER")
    wanted = _rule(rule, auto=False)
    with session.desk(write=True) as desk:
        line = _money(desk, number)
        freed: Sequence[Settled] = ()
        if take_back:
            freed = desk.receipts.take_allocations_back(_standing(line, named), day, reason)
        else:
            if wanted is not None:
                shares = desk.receipts.propose(
                    line.customer_id, line.currency, line.unallocated_fen, day or session.clock.today(), wanted
                ).by_number
                if not shares:
                    raise NothingLeft(number=number, rest=format_amount(line.unallocated_fen), field="rule")
            service = desk.receipts if _is_receipt(line) else desk.credit_notes
            service.allocate(number, shares, day)
        line = _money(desk, number)
    document = {
        "money": line.number,
        "kind": "receipt" if _is_receipt(line) else "credit_note",
        "currency": line.currency,
        "taken_back": [_freed(part) for part in freed],
        "allocated": [_allocated(part) for part in line.allocations if part.is_standing],
        "unallocated": format_plain(line.unallocated_fen),
    }
    label = tr("Receipt") if _is_receipt(line) else tr("Credit note")
    session.answer(document, lambda: (*_freed_lines(freed, line.currency), *_money_lines(label, line)))
    return 0


def _one_deed(given: dict[str, str]) -> str:
    """Which is asked for: a customer, a receipt to take back, a receipt to pay back.

    Raises:
        OptionMissing, OptionsClash: none of them, or two.
    """
    named = [name for name, value in given.items() if value]
    if not named:
        raise OptionMissing(option="CODE", field="code")
    if len(named) > 1:
        raise OptionsClash(first=named[0], second=named[1], field=named[1])
    return named[0]


def _only(deed: str, given: Mapping[str, object], *deeds: str) -> None:
    """Options that mean something with these deeds alone.

    Raises:
        OptionsClash: one of them beside another deed.
    """
    for option, value in given.items():
        if value and deed not in deeds:
            raise OptionsClash(first=deed, second=option, field=option)


def _rule(text: str, *, auto: bool) -> Rule | None:
    if text and auto:
        raise OptionsClash(first="--auto", second="--rule", field="rule")
    if auto:
        return "oldest"
    return values.one_of(text, "--rule", RULES) if text else None


def _shares(texts: Iterable[str], option: str) -> dict[str, int]:
    shares: dict[str, int] = {}
    for text in texts:
        number, fen = values.share(text, option)
        shares[number] = shares.get(number, 0) + fen
    return shares


def _money(desk: Desk, number: str) -> ReceiptLine | CreditNoteLine:
    """The receipt of that number, else the credit note.

    Raises:
        UnknownReceipt: neither.
    """
    from arcdesk.services.credit_notes import UnknownCreditNote
    from arcdesk.services.receipts import UnknownReceipt

    try:
        return desk.receipts.find(number)
    except UnknownReceipt as refusal:
        try:
            return desk.credit_notes.find(number)
        except UnknownCreditNote:
            raise refusal from None


def _is_receipt(line: ReceiptLine | CreditNoteLine) -> bool:
    return hasattr(line, "received_on")


def _standing(line: ReceiptLine | CreditNoteLine, invoices: Iterable[str]) -> list[int]:
    """Ids of what the money settles of these invoices.

    Raises:
        UnknownInvoice: nothing of one of them.
    """
    from arcdesk.services.ledger import UnknownInvoice

    found: list[int] = []
    for number in dict.fromkeys(invoices):
        ids = [part.id for part in line.allocations if part.is_standing and part.invoice_number == number]
        if not ids:
            raise UnknownInvoice(number=number, field="invoices")
        found += ids
    return found


def receipt_document(code: str, line: ReceiptLine) -> dict[str, Any]:
    """A recorded receipt as JSON."""
    return {
        "receipt": line.number,
        "customer": code,
        "received_on": line.received_on.isoformat(),
        "amount": format_plain(line.amount_fen),
        "currency": line.currency,
        "allocated": [_allocated(part) for part in line.allocations],
        "unallocated": format_plain(line.unallocated_fen),
    }


def receipt_lines(line: ReceiptLine) -> list[str]:
    """A recorded receipt for people."""
    return _money_lines(tr("Receipt"), line)


def _allocated(part: AllocationLine) -> dict[str, Any]:
    return {
        "invoice": part.invoice_number, "amount": format_plain(part.amount_fen), "effective_on": part.on.isoformat()
    }  # fmt: skip


def _freed(part: Settled) -> dict[str, Any]:
    return {
        "invoice": part.invoice_number, "amount": format_plain(-part.amount_fen), "effective_on": part.on.isoformat()
    }  # fmt: skip


def _gone(text: str, gone: Reversal) -> str:
    return tr(
        text, number=gone.receipt_number, entry=gone.number, day=gone.on.isoformat(),
        amount=with_currency(gone.amount_fen, gone.currency),
    )  # fmt: skip


def _freed_lines(parts: Iterable[Settled], currency: str) -> list[str]:
    return [
        tr("{invoice} is open for {amount} again from {day}.", invoice=part.invoice_number,
           amount=with_currency(-part.amount_fen, currency), day=part.on.isoformat())
        for part in parts
    ]  # fmt: skip


def _left(line: ReceiptLine) -> str:
    return tr("{rest} stays unallocated", rest=with_currency(line.unallocated_fen, line.currency))


def _money_lines(label: str, line: ReceiptLine | CreditNoteLine) -> list[str]:
    settled = [
        (part.invoice_number, with_currency(part.amount_fen, line.currency))
        for part in line.allocations
        if part.is_standing
    ]
    return list(
        facts(
            (
                (label, line.number),
                (tr("Amount"), with_currency(line.amount_fen, line.currency)),
                *settled,
                (tr("Not allocated"), with_currency(line.unallocated_fen, line.currency)),
            )
        )
    )


COMMANDS = (
    Command("receipt", receipt, "Record money that came in and what it settles, or take a receipt back"),
    Command("allocate", allocate, "Put what is left of a receipt or credit note to invoices, or free them again"),
)
