"""``calc court-fee``: what a suit for a sum of money would cost at the court (R34)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.limitation_text import LEGAL_NOTE
from arcdesk.cli.session import Session
from arcdesk.cli.sheets import write_sheet
from arcdesk.cli.tables import facts, table
from arcdesk.domain.court_fees import CourtFees, TierShare, court_fees
from arcdesk.domain.money import format_amount, format_plain, parse_amount, round_half_up
from arcdesk.i18n import current, tr


def court_fee(
    session: Session,
    claim: Annotated[str, Option("--claim", metavar="A", help="The sum claimed, interest up to now with it.")],
    pdf: Annotated[str, Option("--pdf", metavar="FILE", help="Write the estimate as a PDF too.")] = "",
) -> Status:
    """Estimate court fee, payment order and preservation of assets for a sum claimed."""
    found = court_fees(parse_amount(claim))
    files = write_sheet(pdf, lambda: _sheet(session, found))
    session.answer(fee_document(found) | {"files": files}, lambda: (*_lines(found), *_written(files)))
    return 0


def fee_document(found: CourtFees) -> dict[str, Any]:
    """The estimate as JSON, amounts with two decimals."""
    return {
        "claim": format_plain(found.claim_fen),
        "court_fee": format_plain(found.court_fen),
        "payment_order": format_plain(found.payment_order_fen),
        "preservation": format_plain(found.preservation_fen),
        "preservation_capped": found.is_preservation_capped,
        "tiers": _tiers(found.tiers),
        "preservation_tiers": _tiers(found.preservation_tiers),
        "note": tr(LEGAL_NOTE),
    }


def _tiers(shares: Sequence[TierShare]) -> list[dict[str, str | None]]:
    return [
        {
            "from": format_plain(each.from_fen),
            "to": None if each.to_fen is None else format_plain(each.to_fen),
            "percent": f"{each.permille / 10:g}" if each.permille else None,
            "part": format_plain(each.part_fen),
            "fee": format_plain(round_half_up(each.fee_fen)),
        }
        for each in shares
    ]


def _lines(found: CourtFees) -> Iterator[str]:
    from arcdesk.services.court_fee_sheets import court_fee_facts, tier_rows

    yield from facts(court_fee_facts(found, current()))
    yield ""
    heads = (tr("Part of the claim|fee"), tr("Rate|sheet"), tr("In this tier|fee"), tr("Fee|fee"))
    for title, shares in (
        ("Court fee|fee", found.tiers),
        ("Preservation of assets|fee", found.preservation_tiers),
    ):
        yield tr(title)
        rows = [(*words, format_amount(fen)) for *words, fen in tier_rows(shares, current())]
        yield from table(heads, rows, right=(1, 2, 3))
        yield ""
    yield tr(LEGAL_NOTE)


def _sheet(session: Session, found: CourtFees) -> bytes:
    from arcdesk.services.court_fee_sheets import court_fee_pdf

    return court_fee_pdf(found, session.document_language, session.clock.today())


def _written(files: Sequence[str]) -> Iterator[str]:
    for file in files:
        yield tr("Written: {path}", path=file)


COMMANDS = (
    Command("court-fee", court_fee, "Court fee, payment order and preservation for a claim", takes_minus=True),
)
