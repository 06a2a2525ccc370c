"""``calc interest``: overdue interest with its segments, without a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, get_args

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing, OptionsClash
from arcdesk.cli.interest_answer import interest_document, interest_lines
from arcdesk.cli.session import Session
from arcdesk.cli.sheets import write_sheet
from arcdesk.cli.values import day, money_on, one_of
from arcdesk.domain.dates import parse_date
from arcdesk.domain.interest import InterestSheet, Payment, Terms, late_interest
from arcdesk.domain.interest_flags import LOSS_FACTORS, Flag, interest_flags, yardstick
from arcdesk.domain.interest_terms import InterestBasis
from arcdesk.domain.money import parse_amount
from arcdesk.domain.rate_texts import parse_annual_percent, parse_daily_rate, parse_multiplier
from arcdesk.domain.rates import LprTable
from arcdesk.domain.within_debt import Order
from arcdesk.i18n import tr

ORDERS: tuple[Order, ...] = get_args(Order)


def interest(
    session: Session,
    principal: Annotated[str, Option("--principal", metavar="P", help="Amount overdue.")],
    due: Annotated[str, Option("--due", metavar="DATE", help="Due date; interest runs from the day after.")],
    as_of: Annotated[
        str, Option("--as-of", "--date", metavar="DATE", help="Last day that bears interest; today.")
    ] = "",
    daily_rate: Annotated[
        str, Option("--daily-rate", metavar="R", help="Agreed rate per day: 0.0005, 0.05% or 万分之五.")
    ] = "",
    annual_rate: Annotated[
        str, Option("--annual-rate", metavar="R", help="Agreed rate in per cent per year: 6%.")
    ] = "",
    lpr: Annotated[
        str,
        Option(
            "--lpr",
            metavar="fixed|floating",
            help="By the 1-year LPR: of the first day of default, or of each day.",
        ),
    ] = "",
    multiplier: Annotated[
        str,
        Option("--multiplier", metavar="M", help="With --lpr: factor on it, 1.3 to 1.5 by the courts; 1.5."),
    ] = "",
    sme: Annotated[
        bool, Option("--sme", help="0.05 % per day: a small creditor, a large debtor, nothing agreed.")
    ] = False,
    judgment: Annotated[
        bool, Option("--judgment", help="0.0175 % per day: the doubled part of interest on a judgment debt.")
    ] = False,
    year_days: Annotated[int, Option("--year-days", metavar="365|360", help="Days of a year.")] = 365,
    paid: Annotated[
        list[str] | None,
        Option("--paid", metavar="AMOUNT@DATE", help="Money that came in; may be repeated."),
    ] = None,
    allocation: Annotated[
        str,
        Option(
            "--allocation",
            metavar="principal_first|interest_first",
            help="What a payment pays first: the principal, as agreed, or costs and interest, as the law has it.",
        ),
    ] = "principal_first",
    costs: Annotated[
        str, Option("--costs", metavar="AMOUNT", help="Costs of enforcing the debt, owed from the start.")
    ] = "",
    contract_date: Annotated[
        str,
        Option("--contract-date", metavar="DATE", help="Hold the agreed rate against the LPR of that day."),
    ] = "",
    loss_factor: Annotated[
        str,
        Option(
            "--loss-factor",
            metavar="1|1.3|1.5",
            help="Loss as a multiple of the LPR, for the warning of excess.",
        ),
    ] = "1.5",
    pdf: Annotated[str, Option("--pdf", metavar="FILE", help="Write the worksheet as a PDF too.")] = "",
) -> Status:
    """Reckon overdue interest; annual_rate is in per cent per year, total the interest accrued."""
    from arcdesk.services.reference import Reference

    terms = Terms(
        basis=_basis(daily_rate, annual_rate, lpr, sme=sme, judgment=judgment),
        daily_rate=parse_daily_rate(daily_rate) if daily_rate else None,
        multiplier=_multiplier(multiplier, lpr),
        year_days=year_days,
        annual_percent=parse_annual_percent(annual_rate) if annual_rate else None,
        allocation=one_of(allocation, "--allocation", ORDERS),
    )
    factor = Decimal(one_of(loss_factor, "--loss-factor", [format(one, "f") for one in LOSS_FACTORS]))
    rates = Reference().lpr
    sheet = late_interest(
        parse_amount(principal),
        parse_date(due),
        day(as_of) or session.clock.today(),
        terms,
        payments=[_payment(text) for text in paid or ()],
        lpr=rates,
        costs_fen=parse_amount(costs) if costs else 0,
    )
    flags = interest_flags(sheet, rates, contract_on=day(contract_date), loss_factor=factor)
    beside = yardstick(sheet, rates, factor)
    files = write_sheet(pdf, lambda: _worksheet(session, sheet, flags, rates))
    document = {**interest_document(sheet, flags, beside), "files": files}
    written = [tr("Written: {path}", path=file) for file in files]
    session.answer(document, lambda: [*interest_lines(sheet, flags), *written])
    return 0


def _worksheet(session: Session, sheet: InterestSheet, flags: Sequence[Flag], rates: LprTable) -> bytes:
    from arcdesk.services.worksheets import calculated_worksheet, worksheet_pdf

    language, today = session.document_language, session.clock.today()
    return worksheet_pdf(calculated_worksheet(sheet, flags, rates, language, today))


def _basis(daily_rate: str, annual_rate: str, lpr: str, *, sme: bool, judgment: bool) -> InterestBasis:
    """The one basis that was chosen.

    Raises:
        OptionMissing, OptionsClash: none, or two of them.
        UnknownChoice: ``--lpr`` is neither fixed nor floating.
    """
    given = [
        option
        for option, is_given in (
            ("--daily-rate", daily_rate),
            ("--annual-rate", annual_rate),
            ("--lpr", lpr),
            ("--sme", sme),
            ("--judgment", judgment),
        )
        if is_given
    ]
    if not given:
        raise OptionMissing(option="--daily-rate R / --lpr fixed|floating", field="daily_rate")
    if len(given) > 1:
        raise OptionsClash(first=given[0], second=given[1], field=given[1])
    if lpr:
        return "lpr_fixed" if one_of(lpr, "--lpr", ("fixed", "floating")) == "fixed" else "lpr_floating"
    return "sme" if sme else "judgment" if judgment else "contract"


def _multiplier(text: str, lpr: str) -> Decimal:
    """The factor on the LPR, 1.5 where none is given (R24).

    Raises:
        OptionsClash: a factor without ``--lpr``.
        BadMultiplier: no such factor.
    """
    if not text:
        return Terms("lpr_fixed").multiplier
    if not lpr:
        raise OptionMissing(option="--lpr fixed|floating", field="lpr")
    return parse_multiplier(text)


def _payment(text: str) -> Payment:
    fen, on = money_on(text, "--paid", "--paid 40000@2026-04-01")
    return Payment(on, fen)


COMMANDS = (
    Command(
        "interest",
        interest,
        "Overdue interest by segments, rates in per cent a year: agreed, LPR, SME regulation, judgment",
    ),
)
