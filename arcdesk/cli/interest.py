"""``interest``: late interest on an invoice, or on everything open of a customer, with its segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.cli.sheets import write_sheet
from arcdesk.cli.values import day
from arcdesk.domain.rate_texts import parse_multiplier
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.bootstrap import Desk
    from arcdesk.services.interest import InvoiceInterest
    from arcdesk.services.interest_settings import Wish


def interest(
    session: Session,
    invoice: Annotated[
        str, Argument(metavar="INVOICE", help="Number of an invoice, open or paid late.")
    ] = "",
    customer: Annotated[
        str, Option("--customer", metavar="CODE", help="Every open invoice of this customer instead.")
    ] = "",
    as_of: Annotated[
        str, Option("--as-of", "--date", metavar="DATE", help="Last day that bears interest; today.")
    ] = "",
    basis: Annotated[
        str,
        Option(
            "--basis",
            metavar="contract|lpr_fixed|lpr_floating|sme",
            help="What the claim rests on; by itself: the contract's rate, else the law's.",
        ),
    ] = "",
    multiplier: Annotated[
        str, Option("--multiplier", metavar="M", help="Factor on the LPR; the workspace's own.")
    ] = "",
    year_days: Annotated[
        int | None, Option("--year-days", metavar="365|360", help="Days of a year; the workspace's own.")
    ] = None,
    allocation: Annotated[
        str,
        Option(
            "--allocation",
            metavar="principal_first|interest_first",
            help="What a payment pays first; as the contract or the workspace has it.",
        ),
    ] = "",
    settled: Annotated[
        bool, Option("--settled", help="With --customer: invoices paid late and settled since, too.")
    ] = False,
    pdf: Annotated[str, Option("--pdf", metavar="FILE", help="Write the worksheet as a PDF too.")] = "",
) -> Status:
    """Reckon late interest on the ledger; it is shown and claimed, never posted."""
    from arcdesk.services.interest_settings import Wish, known_basis, known_order

    if bool(invoice) == bool(customer):
        if invoice:
            raise OptionsClash(first="INVOICE", second="--customer", field="customer")
        raise OptionMissing(option="INVOICE / --customer CODE", field="invoice")
    if settled and not customer:
        raise OptionMissing(option="--customer CODE", field="customer")
    wish = Wish(
        known_basis(basis),
        parse_multiplier(multiplier) if multiplier else None,
        year_days,
        known_order(allocation),
    )
    with session.desk(write=False) as desk:
        if customer:
            return _of_customer(session, desk, customer, day(as_of), wish, pdf, settled=settled)
        return _of_invoice(session, desk, invoice, day(as_of), wish, pdf)


def _of_invoice(session: Session, desk: Desk, number: str, on: date | None, wish: Wish, pdf: str) -> Status:
    from arcdesk.cli.ledger_answer import invoice_document, invoice_lines

    found = desk.interest.of_invoice(number, on, wish)
    if wish.multiplier is not None and not found.terms.uses_lpr:
        raise OptionMissing(option="--basis lpr_fixed|lpr_floating", field="basis")
    profile = desk.customers.find(found.customer_id)
    files = _sheet(session, desk, [found], pdf, profile.name)
    document = {**invoice_document(found, profile.code), "files": files}
    session.answer(document, lambda: [*invoice_lines(found), *_written(files)])
    return 1 if found.gaps else 0


def _of_customer(
    session: Session, desk: Desk, code: str, on: date | None, wish: Wish, pdf: str, *, settled: bool
) -> Status:
    from arcdesk.cli.ledger_answer import customer_document, customer_lines

    profile = desk.customers.find(code)
    found = desk.interest.of_customer(profile.id, on, wish, with_paid=settled)
    everything = [*found.invoices, *found.paid_late]
    currencies = dict.fromkeys(one.currency for one in everything)
    files = []
    for currency in currencies:  # money of several currencies stands on sheets of its own
        target = pdf if len(currencies) == 1 or not pdf else f"{pdf.removesuffix('.pdf')} {currency}.pdf"
        mine = [one for one in everything if one.currency == currency]
        files += _sheet(session, desk, mine, target, profile.name)
    document = {**customer_document(found, profile), "files": files}
    session.answer(document, lambda: [*customer_lines(found, profile), *_written(files)])
    return 0


def _sheet(
    session: Session, desk: Desk, invoices: list[InvoiceInterest], pdf: str, customer: str
) -> list[str]:
    from arcdesk.services.worksheets import invoices_worksheet, worksheet_pdf

    return write_sheet(
        pdf,
        lambda: worksheet_pdf(
            invoices_worksheet(
                invoices,
                desk.interest.lpr,
                session.document_language,
                session.clock.today(),
                company=desk.company.profile().name,
                customer=customer,
            )
        ),
    )


def _written(files: list[str]) -> list[str]:
    return [tr("Written: {path}", path=file) for file in files]


COMMANDS = (
    Command(
        "interest", interest, "Late interest on an invoice, or on what is open of a customer, by segments"
    ),
)
