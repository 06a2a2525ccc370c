"""``contracts`` and ``contract``: what was agreed, and which invoices rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import UnknownOrder
from arcdesk.cli.list_out import Csv, List, ListOut, Mask, Xlsx
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.contracts import ContractLine, ContractProfile

ORDERS = ("principal_first", "interest_first")


def contracts(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code; without one all contracts.")] = "",
    xlsx: Xlsx = "",
    csv: Csv = "",
    mask: Mask = False,
) -> Status:
    """List contracts, the latest signed first."""
    out = ListOut(xlsx, csv, mask)
    with session.desk(write=False) as desk:
        found = desk.contracts.of(desk.customers.find(code).id if code else None)
        names = desk.customers.names()
        codes = {who: desk.customers.find(who).code for who in {line.profile.customer_id for line in found}}
    written = out.write(tr("Contracts"), lambda: _file_rows(found, codes, names))
    session.answer(
        [_document(line, codes[line.profile.customer_id]) for line in found],
        lambda: (*_listed(found, names), *written),
    )
    return 0


def _file_rows(found: tuple[ContractLine, ...], codes: dict[int, str], names: dict[int, str]) -> List:
    """A row a contract; one with open invoices in several currencies has an open amount for each."""
    from arcdesk.services.due_words import order_words, rate_words, terms_words
    from arcdesk.services.list_files import ListColumn, Money

    currencies = sorted({currency for line in found for currency in line.open_fen}) or ["CNY"]
    titles = (
        tr("Contract"), tr("Code"), tr("Customer"), tr("Signed on"), tr("Payment term"), tr("Penalty per day"),
        tr("Order of payment"), tr("Disputes|clause"), tr("Address for notices"), tr("Note"), tr("Invoices"),
        *(f"{tr('Open|balance')} {currency}" for currency in currencies),
    )  # fmt: skip
    rows = [
        (
            one.number, codes[one.customer_id], names[one.customer_id], one.signed_on, terms_words(one.terms),
            rate_words(one.penalty_daily_rate), order_words(is_interest_first=one.is_interest_first),
            one.dispute_clause, one.notice_address, one.note, line.invoice_count,
            *(Money(line.open_fen[name]) if name in line.open_fen else None for name in currencies),
        )
        for line in found
        for one in (line.profile,)
    ]  # fmt: skip
    return [ListColumn(title) for title in titles], rows


def contract(
    session: Session,
    number: Annotated[str, Argument(metavar="NUMBER", help="Contract number.")],
    customer: Annotated[str, Option("--customer", metavar="CODE", help="Customer of a new contract.")] = "",
    signed: Annotated[str | None, Option("--signed", metavar="DATE", help="Day of signing.")] = None,
    days: Annotated[int | None, Option("--days", metavar="N", help="Credit days.")] = None,
    rule: Annotated[
        str | None,
        Option(
            "--rule",
            metavar="RULE",
            help="What they count from: issued, delivered, month_end or month_day (a fixed payment day).",
        ),
    ] = None,
    payment_day: Annotated[
        int | None, Option("--payment-day", metavar="1-31", help="Fixed payment day of the month.")
    ] = None,
    penalty: Annotated[
        str | None, Option("--penalty", metavar="RATE", help="Penalty per day, like 0.05% or 万分之五.")
    ] = None,
    order: Annotated[
        str | None,
        Option("--order", metavar="principal_first|interest_first", help="What a payment settles first."),
    ] = None,
    dispute: Annotated[
        str | None, Option("--dispute", metavar="TEXT", help="Dispute clause: court or arbitration.")
    ] = None,
    years: Annotated[
        int | None, Option("--years", metavar="3|4", help="Years of limitation; 4 in international sales.")
    ] = None,
    stop_supply: Annotated[
        int | None, Option("--stop-supply", metavar="N", help="Days overdue after which supplies may stop.")
    ] = None,
    notice: Annotated[
        str | None, Option("--notice", metavar="TEXT", help="Agreed address for notices.")
    ] = None,
    note: Annotated[str | None, Option("--note", metavar="TEXT", help="A remark.")] = None,
    link: Annotated[
        list[str] | None,
        Option("--link", metavar="INVOICE", help="An invoice that rests on it; may be repeated."),
    ] = None,
    recompute: Annotated[
        bool,
        Option("--recompute", help="Reckon the due dates anew that follow its terms.", show_default=False),
    ] = False,
) -> Status:
    """Show a contract, or enter or change one."""
    if order is not None and order not in ORDERS:
        raise UnknownOrder(order=order[:40], known=", ".join(ORDERS), field="order")
    given: dict[str, Any] = {
        "signed_on": values.day(signed), "credit_days": days, "due_rule": rule, "due_day": payment_day,
        "penalty_daily_rate": _rate(penalty), "dispute_clause": dispute, "limitation_years": years,
        "stop_supply_days": stop_supply, "notice_address": notice, "note": note,
        "is_interest_first": None if order is None else order == "interest_first",
    }  # fmt: skip
    changes = {name: value for name, value in given.items() if value is not None}
    writes = bool(changes or link or customer or recompute)
    with session.desk(write=writes) as desk:
        profile = _found(desk, number, customer)
        if changes or link or not profile.id:
            profile = desk.contracts.save(replace(profile, **changes), link or ())
        open_dates = desk.due_dates.rederivable(profile.customer_id, profile.id)
        moved = 0
        if recompute and open_dates.changes:
            moved = len(desk.due_dates.rederive(profile.customer_id, profile.id).changes)
        left = len(open_dates.changes) - moved
        line = next(line for line in desk.contracts.of(profile.customer_id) if line.profile.id == profile.id)
        code = desk.customers.find(profile.customer_id).code
    document = {**_document(line, code), "due_dates_changed": moved, "due_dates_to_recompute": left}
    session.answer(document, lambda: _shown(line, code, moved, left))
    return 0


def _rate(text: str | None) -> Any:
    from arcdesk.domain.rate_texts import parse_daily_rate

    return None if text is None else parse_daily_rate(text)


def _found(desk: Desk, number: str, customer: str) -> ContractProfile:
    """The contract, or a new one of the customer named.

    Raises:
        UnknownContract: it is not there and no customer is named. UnknownCustomer.
        OptionMissing: another customer has it.
    """
    from arcdesk.services.contracts import ContractOfOther, ContractProfile, UnknownContract

    who = desk.customers.find(customer).id if customer else None
    try:
        profile = desk.contracts.find(number.strip())
    except UnknownContract:
        if who is None:
            raise
        return ContractProfile(0, who, number)
    if who is not None and profile.customer_id != who:
        raise ContractOfOther(number=profile.number, field="customer")
    return profile


def _document(line: ContractLine, code: str) -> dict[str, Any]:
    from arcdesk.services.due_words import terms_words

    profile = line.profile
    rate = profile.penalty_daily_rate
    return {
        "number": profile.number,
        "customer": code,
        "signed_on": profile.signed_on.isoformat() if profile.signed_on else None,
        "credit_days": profile.credit_days,
        "due_rule": profile.due_rule,
        "due_day": profile.due_day,
        "terms": terms_words(profile.terms) or None,
        "penalty_daily_rate": None if rate is None else format(rate, "f"),
        "payment_order": ORDERS[profile.is_interest_first],
        "dispute_clause": profile.dispute_clause or None,
        "limitation_years": profile.limitation_years,
        "stop_supply_days": profile.stop_supply_days,
        "notice_address": profile.notice_address or None,
        "note": profile.note or None,
        "invoices": line.invoice_count,
        "open": {currency: format_plain(fen) for currency, fen in line.open_fen.items()},
    }


def _listed(found: tuple[ContractLine, ...], names: dict[int, str]) -> Iterator[str]:
    from arcdesk.services.due_words import rate_words, terms_words

    if not found:
        yield tr("There is no contract.")
        return
    rows = [
        (
            line.profile.number,
            names[line.profile.customer_id],
            line.profile.signed_on.isoformat() if line.profile.signed_on else "",
            terms_words(line.profile.terms),
            rate_words(line.profile.penalty_daily_rate),
            str(line.invoice_count),
            " ".join(with_currency(fen, currency) for currency, fen in line.open_fen.items()),
        )
        for line in found
    ]
    headings = (
        tr("Contract"), tr("Customer"), tr("Signed on"), tr("Payment term"), tr("Penalty per day"),
        tr("Invoices"), tr("Open|balance"),
    )  # fmt: skip
    yield from table(headings, rows, right=(5, 6))


def _shown(line: ContractLine, code: str, moved: int, left: int) -> Iterator[str]:
    from arcdesk.services.due_words import order_words, rate_words, terms_words

    profile = line.profile
    stop = profile.stop_supply_days
    yield from facts(
        (
            (tr("Contract"), profile.number),
            (tr("Customer"), code),
            (tr("Signed on"), profile.signed_on.isoformat() if profile.signed_on else ""),
            (tr("Payment term"), terms_words(profile.terms)),
            (tr("Penalty per day"), rate_words(profile.penalty_daily_rate)),
            (tr("Order of payment"), order_words(is_interest_first=profile.is_interest_first)),
            (tr("Disputes|clause"), profile.dispute_clause),
            (tr("Limitation"), tr("{count} years", count=profile.limitation_years)),
            (tr("Supplies may stop"), "" if stop is None else tr("{count} days overdue", count=stop)),
            (tr("Address for notices"), profile.notice_address),
            (tr("Note"), profile.note),
            (tr("Invoices"), str(line.invoice_count)),
            (
                tr("Open|balance"),
                " ".join(with_currency(fen, cur) for cur, fen in line.open_fen.items()),
            ),
        )
    )
    if moved:
        yield tr("Due dates changed: {count}.", count=moved)
    if left:
        yield tr("Due dates that do not follow these terms yet: {count}. Add --recompute.", count=left)


COMMANDS = (
    Command("contracts", contracts, "Contracts of a customer, or all: payment terms, penalty, disputes"),
    Command("contract", contract, "Show a contract, or enter or change one; link invoices to it"),
)
