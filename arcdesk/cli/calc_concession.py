"""``calc concession``: what a discount, waived interest, a later day or instalments cost against waiting (F-76)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.sheets import write_sheet
from arcdesk.cli.tables import facts, table
from arcdesk.domain.concession import Offer, Outlook, Weighed, discounted, weigh
from arcdesk.domain.concession_texts import parse_percent
from arcdesk.domain.money import format_amount, format_plain, parse_amount
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.i18n import current, tr

Amount = Annotated[str, Option("--amount", metavar="A", help="What is owed.")]
Discount = Annotated[
    str, Option("--discount", metavar="D", help="Off the principal: 95折, 2 %, 减1个点, or an amount.")
]
Waive = Annotated[str, Option("--waive", metavar="AMOUNT", help="Interest or penalty given up.")]
Term = Annotated[int, Option("--term", metavar="N", help="Days until it is paid under the offer; 0, at once.")]
Count = Annotated[int, Option("--instalments", metavar="N", help="Equal instalments; the first after --term days.")]
Apart = Annotated[int, Option("--apart", metavar="N", help="Days between two instalments.")]
Wait = Annotated[
    int | None,
    Option("--wait", metavar="N", help="Days until it would come without an offer.", show_default=False),
]
Capital = Annotated[str, Option("--capital", metavar="R", help="Cost of money in per cent a year.")]
Loss = Annotated[str, Option("--loss", metavar="R", help="Chance that it never comes, in per cent.")]
Pdf = Annotated[str, Option("--pdf", metavar="FILE", help="Write the comparison as a PDF too.")]


def concession(
    session: Session,
    amount: Annotated[str, Option("--amount", metavar="A", help="What is owed.")],
    capital: Annotated[str, Option("--capital", metavar="R", help="Cost of money in per cent a year.")],
    wait: Annotated[int, Option("--wait", metavar="N", help="Days until it would come without an offer.")],
    discount: Discount = "",
    waive: Waive = "",
    term: Term = 0,
    instalments: Count = 1,
    apart: Apart = 30,
    loss: Loss = "",
    year_days: Annotated[int, Option("--year-days", metavar="365|360", help="Days of a year.")] = 365,
    pdf: Pdf = "",
) -> Status:
    """Hold a concession against waiting: cost of each, break-even, yearly rate of the discount."""
    from arcdesk.domain.errors import BadYearDays

    if year_days not in (365, 360):
        raise BadYearDays(year_days=year_days, field="year_days")
    fen = parse_amount(amount)
    outlook = Outlook(wait, parse_percent(capital, "capital"), percent(loss, "loss") or Decimal(0), year_days)
    found = weigh(fen, read_offer(fen, discount, waive, term, instalments, apart), outlook)
    language, today = session.document_language, session.clock.today()

    def draw() -> bytes:
        from arcdesk.services.concession_sheets import weighed_pdf

        return weighed_pdf(found, language, today)

    files = write_sheet(pdf, draw)
    session.answer(weighed_document(found) | {"files": files}, lambda: weighed_lines(found, files=files))
    return 0


def read_offer(amount_fen: int, discount: str, waive: str, term: int, instalments: int, apart: int) -> Offer:
    """The offer as it was typed; a discount is reckoned on ``amount_fen``.

    Raises:
        AmountNotPositive, BadDiscount, ConcessionTooLarge, BadAmount.
    """
    offer = Offer(0, parse_amount(waive) if waive else 0, term, instalments, apart)
    if not discount or amount_fen <= 0:  # weighing refuses an amount of nothing
        return offer
    return replace(offer, discount_fen=discounted(amount_fen, discount))


def percent(text: str, field: str) -> Decimal | None:
    """A percentage; ``None`` where none was typed.

    Raises:
        NotPercent.
    """
    return parse_percent(text, field) if text else None


def weighed_document(found: Weighed) -> dict[str, Any]:
    """The comparison as JSON: amounts with two decimals, rates in per cent as text."""
    yearly = found.yearly
    return {
        "amount": format_plain(found.amount_fen),
        "discount": format_plain(found.offer.discount_fen),
        "waived": format_plain(found.offer.waived_fen),
        "rest": format_plain(found.rest_fen),
        "parts": [{"days": days, "amount": format_plain(fen)} for days, fen in found.parts],
        "cost_of_term": format_plain(found.term_fen),
        "offer_costs": format_plain(found.offer_fen),
        "wait_days": found.outlook.wait_days,
        "capital_percent": plain_percent(found.outlook.capital_percent),
        "loss_percent": plain_percent(found.outlook.loss_percent),
        "year_days": found.outlook.year_days,
        "cost_of_waiting": format_plain(found.wait_fen),
        "cost_of_loss": format_plain(found.loss_fen),
        "waiting_costs": format_plain(found.waiting_fen),
        "difference": format_plain(found.difference_fen),
        "break_even_days": found.break_even_days,
        "break_even_loss_percent": plain_percent(found.break_even_percent),
        "yearly_percent": plain_percent(yearly.simple_percent) if yearly else None,
        "yearly_compound_percent": plain_percent(yearly.compound_percent) if yearly else None,
    }


def weighed_lines(found: Weighed, currency: str = "CNY", files: Sequence[str] = ()) -> Iterator[str]:
    """The comparison in words, each figure with its formula."""
    from arcdesk.services import concession_sheets as words

    language = current()
    yield words.verdict(found, language, currency)
    yield ""
    yield from facts(words.weighed_facts(found, language, currency))
    for title, lines, total in (
        ("The concession costs|weigh", words.offer_lines(found, language), found.offer_fen),
        ("Waiting costs|weigh", words.waiting_lines(found, language), found.waiting_fen),
    ):
        rows = [(what, how, format_amount(fen)) for what, how, fen in lines]
        rows.append((tr("Total"), "", format_amount(total)))
        yield ""
        yield from table((tr(title), tr("How|weigh"), tr("Amount")), rows, right=(2,))
    yield ""
    yield from facts(words.break_even_facts(found, language))
    yield ""
    yield tr(words.HOW)
    for file in files:
        yield tr("Written: {path}", path=file)


COMMANDS = (
    Command("concession", concession, "A discount, waived interest, later day or instalments against waiting"),
)
