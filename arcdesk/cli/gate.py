"""``why`` and ``hold``: whether an invoice is chased, every reason, and the decisions not to chase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import HoldNameTwofold, NothingOfThatName, OptionMissing, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.bootstrap import Desk
    from arcdesk.domain.gate import Reason
    from arcdesk.services.gate import InvoiceAnswer, Why
    from arcdesk.services.holds import HeldLine


def why(
    session: Session,
    invoice: Annotated[str, Argument(metavar="INVOICE", help="Number of the invoice.")],
    on: Annotated[str, Option("--date", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """Tell why an invoice is or is not being chased, by the very rules of the work list and the letters."""
    day = values.day(on) or session.clock.today()
    with session.desk(write=False) as desk:
        answer = desk.gate.why(invoice, day)
        customer = desk.customers.find(answer.customer_id)
    session.answer(_document(answer, customer.code), lambda: _lines(answer, customer.name))
    return 0


def hold(
    session: Session,
    name: Annotated[
        str, Argument(metavar="INVOICE|CODE", help="Number of an invoice, or code of a customer.")
    ] = "",
    until: Annotated[str, Option("--until", metavar="DATE", help="The last day without chasing.")] = "",
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why; it stays in the books.")] = "",
    lift: Annotated[bool, Option("--lift", help="End the hold today.")] = False,
    listed: Annotated[bool, Option("--list", help="Everything that is on hold.")] = False,
    invoice: Annotated[
        bool, Option("--invoice", help="The name is an invoice's, where a customer has it too.")
    ] = False,
    customer: Annotated[
        bool, Option("--customer", help="The name is a customer's, where an invoice has it too.")
    ] = False,
    on: Annotated[
        str, Option("--date", metavar="DATE", help="With --list: the day asked about; today.")
    ] = "",
) -> Status:
    """Chase an invoice or a customer no more until a day, end that, or list it all."""
    _check_options(name, until, lift=lift, listed=listed)
    if listed:
        day = values.day(on) or session.clock.today()
        with session.desk(write=False) as desk:
            held = desk.holds.held(day)
        session.answer([held_document(line) for line in held], lambda: held_lines(held))
        return 0
    last_day = values.day(until)
    with session.desk(write=True) as desk:
        found = _meant(desk, name, invoice=invoice, customer=customer)
        if last_day is None:
            _lift(desk, found, name)
            text = tr("“{name}” is no longer on hold.", name=name)
            session.answer({**_named(found, name), "held": False}, lambda: [text])
            return 0
        line = _put_on_hold(desk, found, name, last_day, reason)
    document = {**held_document(line), "held": True}
    text = tr(
        "“{name}” is on hold until {until}: {reason}", name=name, until=line.until_on, reason=line.reason
    )
    session.answer(document, lambda: [text])
    return 0


def _check_options(name: str, until: str, *, lift: bool, listed: bool) -> None:
    """Exactly one of the three things the command does."""
    given = [option for option, there in (("--until", until), ("--lift", lift), ("--list", listed)) if there]
    if len(given) > 1:
        raise OptionsClash(first=given[0], second=given[1], field=given[1])
    if not given:
        raise OptionMissing(option="--until", field="until")
    if not listed and not name:
        raise OptionMissing(option="INVOICE|CODE", field="name")


def _meant(desk: Desk, name: str, *, invoice: bool, customer: bool) -> int | None:
    """Id of the customer meant; ``None``: the invoice of that number is.

    Raises:
        OptionsClash, HoldNameTwofold, NothingOfThatName, UnknownCustomer.
    """
    from arcdesk.services.customers import UnknownCustomer
    from arcdesk.services.gate import UnknownInvoiceNumber

    if invoice and customer:
        raise OptionsClash(first="--invoice", second="--customer", field="customer")
    if invoice:
        return None
    try:
        customer_id = desk.customers.find(name).id
    except UnknownCustomer:
        if customer:
            raise
        customer_id = None
    if customer:
        return customer_id
    try:
        desk.gate.why(name)
    except UnknownInvoiceNumber:
        if customer_id is None:
            raise NothingOfThatName(name=name, field="name") from None
        return customer_id
    if customer_id is not None:
        raise HoldNameTwofold(name=name, field="name")
    return None


def _put_on_hold(desk: Desk, customer_id: int | None, number: str, until: date, reason: str) -> HeldLine:
    if customer_id is None:
        return desk.holds.hold_invoice(number, until, reason)
    return desk.holds.hold_customer(customer_id, until, reason)


def _lift(desk: Desk, customer_id: int | None, number: str) -> None:
    if customer_id is None:
        desk.holds.lift_invoice(number)
    else:
        desk.holds.lift_customer(customer_id)


def _named(customer_id: int | None, name: str) -> dict[str, Any]:
    return {"customer": None, "invoice": name} if customer_id is None else {"customer": name, "invoice": None}


def _document(answer: Why, code: str) -> dict[str, Any]:
    chase = answer.chase
    document = {
        "invoice": answer.number,
        "customer": code,
        "date": answer.day.isoformat(),
        **_answer_document(chase),
        "currency": chase.currency,
        "open": format_plain(chase.open_fen),
        "demand": format_plain(chase.demand_fen),
        "letter": _answer_document(answer.letter),
    }
    if len(chase.parts) > 1 or chase.parts[0].instalment:
        document["instalments"] = [
            {
                "instalment": part.instalment or None,
                "due_on": part.due_on.isoformat() if part.due_on else None,
                "open": format_plain(part.open_fen),
                "chased": part.chased,
                "reasons": _reasons(part.reasons),
            }
            for part in chase.parts
        ]
    return document


def _answer_document(answer: InvoiceAnswer) -> dict[str, Any]:
    return {"chased": answer.chased, "reasons": _reasons(answer.reasons)}


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"rule": reason.rule, "text": reason_text(reason)} for reason in reasons]


def _lines(answer: Why, name: str) -> Iterator[str]:
    chase, letter = answer.chase, answer.letter
    yield from facts(
        (
            (tr("Invoice"), answer.number),
            (tr("Customer"), name),
            (tr("As of"), answer.day.isoformat()),
            (tr("Open|balance"), with_currency(chase.open_fen, chase.currency)),
        )
    )
    yield ""
    yield tr("It is chased:") if chase.chased else tr("It is not chased:")
    yield from (f"  {reason_text(reason)}" for reason in chase.reasons)
    yield tr("A demand letter may go out:") if letter.chased else tr("A demand letter may not go out:")
    yield from (f"  {reason_text(reason)}" for reason in letter.reasons)


def held_document(line: HeldLine) -> dict[str, Any]:
    """One hold as JSON."""
    return {
        "customer": line.customer_code,
        "name": line.customer_name,
        "invoice": line.invoice_number or None,
        "from": line.from_on.isoformat(),
        "until": line.until_on.isoformat(),
        "reason": line.reason,
        "open": {currency: format_plain(fen) for currency, fen in line.money.items()},
    }


def held_lines(held: Iterable[HeldLine]) -> Iterator[str]:
    """Holds as a table."""
    rows = [
        (
            line.until_on.isoformat(),
            line.customer_code,
            line.customer_name,
            line.invoice_number or tr("everything|hold"),
            " ".join(with_currency(fen, currency) for currency, fen in line.money.items()),
            line.reason,
        )
        for line in held
    ]
    if not rows:
        yield tr("Nothing is on hold.")
        return
    headings = (tr("Until|hold"), tr("Code"), tr("Customer"), tr("Invoice"), tr("Open|balance"), tr("Reason"))
    yield from table(headings, rows, right=(4,))


COMMANDS = (
    Command("why", why, "Why an invoice is or is not being chased"),
    Command("hold", hold, "Chase an invoice or a customer no more until a day"),
)
