"""A concession against waiting in words: rows with formulas for screens, terminals and the printable sheet (F-76)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from arcdesk.domain.concession import Weighed
from arcdesk.domain.money import format_amount, with_currency
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.i18n import translate
from arcdesk.pdf.parts_sheet import PartsSheet, SheetPart, SheetTable, render_parts
from arcdesk.pdf.table import Column

TITLE = "A Concession against Waiting"
HOW = (
    "Each line is reckoned exactly and rounded once to the fen, halves up; the sums are those of the lines. Cost of "
    "money, days of waiting and chance of loss are this company's own figures, or those of the customer's own "
    "payments: none is taken from statistics. Interest that may be claimed while waiting is not counted as income. "
    "What is offered counts as paid on the days offered; offer it only on condition that it is."
)

Line = tuple[str, str, int]
"""What it is, how it is reckoned, fen."""


def offer_lines(found: Weighed, language: str) -> tuple[Line, ...]:
    """What the concession costs, line by line; what is not offered has no line."""
    offer, outlook = found.offer, found.outlook
    lines: list[Line] = []
    if offer.discount_fen:
        share = plain_percent((Decimal(offer.discount_fen) * 100 / found.amount_fen).quantize(Decimal("0.01")))
        lines.append(
            (
                translate("Discount|weigh", language),
                f"{format_amount(found.amount_fen)} × {share} %",
                offer.discount_fen,
            )
        )
    if offer.waived_fen:
        lines.append((translate("Interest waived|weigh", language), "", offer.waived_fen))
    if found.term_fen or offer.term_days or offer.instalments > 1:
        capital = plain_percent(outlook.capital_percent)
        if len(found.parts) == 1:
            ((days, fen),) = found.parts
            how = f"{format_amount(fen)} × {capital} % × {days} ÷ {outlook.year_days}"
        else:
            how = translate(
                "{count} × {amount} after {days} days × {percent} % ÷ {year}",
                language,
                count=len(found.parts),
                amount=format_amount(found.parts[0][1]),
                days=_days(found),
                percent=capital,
                year=outlook.year_days,
            )
        lines.append((translate("Cost of money until it is paid|weigh", language), how, found.term_fen))
    return tuple(lines)


def waiting_lines(found: Weighed, language: str) -> tuple[Line, ...]:
    """What waiting costs, line by line."""
    outlook, amount = found.outlook, format_amount(found.amount_fen)
    capital, loss = plain_percent(outlook.capital_percent), plain_percent(outlook.loss_percent)
    return (
        (
            translate("Cost of money while waiting|weigh", language),
            f"{amount} × {capital} % × {outlook.wait_days} ÷ {outlook.year_days}",
            found.wait_fen,
        ),
        (translate("Chance of losing it|weigh", language), f"{amount} × {loss} %", found.loss_fen),
    )


def verdict(found: Weighed, language: str, currency: str = "CNY") -> str:
    """Which side costs less, and by how much."""
    difference = with_currency(abs(found.difference_fen), currency)
    if not found.difference_fen:
        return translate("Both cost the same.|weigh", language)
    text = (
        "The concession costs {amount} less than waiting."
        if found.difference_fen > 0
        else "Waiting costs {amount} less than the concession."
    )
    return translate(text, language, amount=difference)


def break_even_facts(found: Weighed, language: str) -> tuple[tuple[str, str], ...]:
    """Where both sides meet, and what the discount is worth a year."""
    days = (
        translate("no number of days: money costs nothing|weigh", language)
        if found.break_even_days is None
        else translate("from {days} days of waiting|weigh", language, days=found.break_even_days)
    )
    chance = translate(
        "from {percent} % on|weigh", language, percent=plain_percent(found.break_even_percent)
    )
    facts = [
        (translate("The concession pays|weigh", language), days),
        (translate("At the days expected, by the chance of loss|weigh", language), chance),
    ]
    if found.yearly is not None:
        facts.append(
            (
                translate("The discount as a yearly rate|weigh", language),
                translate(
                    "{simple} % for money {days} days earlier ({compound} % compounded)",
                    language,
                    simple=plain_percent(found.yearly.simple_percent),
                    days=found.yearly.days,
                    compound=plain_percent(found.yearly.compound_percent),
                ),
            )
        )
    return tuple(facts)


def weighed_facts(found: Weighed, language: str, currency: str = "CNY") -> tuple[tuple[str, str], ...]:
    """What was reckoned with."""
    return (
        (translate("Amount owed|weigh", language), with_currency(found.amount_fen, currency)),
        (
            translate("Still to be paid under the offer|weigh", language),
            with_currency(found.rest_fen, currency),
        ),
        (
            translate("Cost of money|weigh", language),
            translate(
                "{percent} % a year of {days} days",
                language,
                percent=plain_percent(found.outlook.capital_percent),
                days=found.outlook.year_days,
            ),
        ),
    )


def weighed_parts(found: Weighed, language: str, currency: str = "CNY") -> tuple[SheetPart, ...]:
    """Both sides as parts of a sheet."""
    columns = (
        Column(translate("What|weigh", language), weight=1.3),
        Column(translate("How|weigh", language), weight=1.5),
        Column(translate("Amount|weigh", language), "amount"),
    )
    total = translate("Total|document", language)
    tables = tuple(
        SheetTable(columns, lines, ((total, "", sum_fen),), title)
        for lines, sum_fen, title in (
            (offer_lines(found, language), found.offer_fen, translate("The concession costs|weigh", language)),
            (waiting_lines(found, language), found.waiting_fen, translate("Waiting costs|weigh", language)),
        )
    )
    return (
        SheetPart(translate("Cost against waiting|weigh", language), weighed_facts(found, language, currency), tables),
        SheetPart(verdict(found, language, currency), break_even_facts(found, language)),
    )


def weighed_pdf(
    found: Weighed, language: str, made_on: date, company: str = "", currency: str = "CNY", customer: str = ""
) -> bytes:
    """The comparison on paper.

    Raises:
        MissingGlyph.
    """
    facts = ((translate("Customer", language), customer), *weighed_facts(found, language, currency))
    first, second = weighed_parts(found, language, currency)
    sheet = PartsSheet(
        language, translate(TITLE, language), company, made_on, facts, (SheetPart(tables=first.tables), second),
        closing=(translate(HOW, language),),
    )  # fmt: skip
    return render_parts(sheet)


def _days(found: Weighed) -> str:
    """``0, 30, 60``; of many the first two and the last."""
    days = [str(on) for on, _ in found.parts]
    return ", ".join(days if len(days) <= 4 else (*days[:2], "…", days[-1]))
