"""The estimate of court fees in words: rows of tiers for screens, terminals and the printable sheet (R34, R98)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from arcdesk.domain.court_fees import CourtFees, TierShare
from arcdesk.domain.money import format_amount, round_half_up, with_currency
from arcdesk.i18n import translate
from arcdesk.pdf.parts_sheet import PartsSheet, SheetPart, SheetTable, render_parts
from arcdesk.pdf.table import Column

TITLE = "Estimate of Court Fees"
HOW = (
    "By tiers of the sum claimed (Measures on the Payment of Litigation Costs, articles 13 and 14): each tier's rate "
    "counts for the part of the claim that lies in it. Reckoned exactly and rounded once to the fen, halves up. A "
    "payment order costs one third of the court fee. Lawyers' fees, service, appraisal and enforcement are not in it."
)


def tier_rows(shares: Sequence[TierShare], language: str) -> tuple[tuple[str, str, str, int], ...]:
    """Each tier: its range, rate, the part of the claim in it and its fee in fen."""
    return tuple(
        (
            _range(each, language),
            f"{each.permille / 10:g} %" if each.permille else translate("fixed|fee", language),
            format_amount(each.part_fen),
            round_half_up(each.fee_fen),
        )
        for each in shares
    )


def court_fee_facts(found: CourtFees, language: str) -> tuple[tuple[str, str], ...]:
    """The figures of the estimate with their names."""
    cap = _cap(found, language)
    return (
        (translate("Sum claimed|fee", language), with_currency(found.claim_fen, "CNY")),
        (translate("Court fee|fee", language), with_currency(found.court_fen, "CNY")),
        (translate("Payment order instead|fee", language), with_currency(found.payment_order_fen, "CNY")),
        (translate("Preservation of assets|fee", language), with_currency(found.preservation_fen, "CNY") + cap),
        (
            translate("Suit with preservation|fee", language),
            with_currency(found.court_fen + found.preservation_fen, "CNY"),
        ),
    )


def court_fee_part(found: CourtFees, language: str) -> SheetPart:
    """The estimate as a part of a sheet."""
    columns = (
        Column(translate("Part of the claim|fee", language), weight=1.6),
        Column(translate("Rate|sheet", language), "text", weight=0.7),
        Column(translate("In this tier|fee", language), "amount"),
        Column(translate("Fee|fee", language), "amount"),
    )
    total = translate("Total|document", language)
    tables = tuple(
        SheetTable(columns, tier_rows(shares, language), ((total + cap, "", "", fen),), title)
        for shares, fen, title, cap in (
            (found.tiers, found.court_fen, translate("Court fee|fee", language), ""),
            (
                found.preservation_tiers, found.preservation_fen,
                translate("Preservation of assets|fee", language), _cap(found, language),
            ),
        )
    )
    return SheetPart(translate("Estimate of court fees", language), court_fee_facts(found, language), tables)


def court_fee_pdf(found: CourtFees, language: str, made_on: date, company: str = "") -> bytes:
    """The estimate on paper.

    Raises:
        MissingGlyph.
    """
    part = court_fee_part(found, language)
    sheet = PartsSheet(
        language, translate(TITLE, language), company, made_on, part.facts, (SheetPart(tables=part.tables),),
        closing=(translate(HOW, language),), is_legal=True,
    )  # fmt: skip
    return render_parts(sheet)


def _cap(found: CourtFees, language: str) -> str:
    return translate(" (the most there is)|fee", language) if found.is_preservation_capped else ""


def _range(each: TierShare, language: str) -> str:
    start = format_amount(each.from_fen).removesuffix(".00")
    if each.to_fen is None:
        return translate("above {amount}|fee", language, amount=start)
    end = format_amount(each.to_fen).removesuffix(".00")
    if not each.from_fen:
        return translate("up to {amount}|fee", language, amount=end)
    return translate("{start} to {end}|fee", language, start=start, end=end)
