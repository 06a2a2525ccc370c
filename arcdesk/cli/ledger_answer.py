"""Late interest on invoices of the ledger as the command line answers it: JSON, or tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from arcdesk.cli.interest_answer import (
    interest_lines,
    payment_document,
    segment_document,
    yardstick_document,
)
from arcdesk.cli.tables import facts, table
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.i18n import current, tr
from arcdesk.services.worksheets import basis_text, part_title, remark_texts

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.interest import CustomerInterest, InvoiceInterest, PartInterest


def invoice_document(found: InvoiceInterest, customer_code: str) -> dict[str, Any]:
    """One invoice's interest with the keys of ``calc interest``, and what the ledger adds.

    Of an invoice under a plan the segments of all parts stand in one list, each with its
    ``instalment`` (0 for what no plan moved); ``parts`` has them one by one.
    """
    sheets = found.sheets
    days = [sheet.days for sheet in sheets]
    dues = [part.part.due_on for part in found.parts if part.part.due_on]
    return {
        "principal": format_plain(found.principal_fen),
        "total": format_plain(found.total_fen),
        "segments": [
            {**segment_document(segment), "instalment": part.part.instalment}
            for part in found.parts
            if part.sheet
            for segment in part.sheet.segments
        ],
        "basis": found.basis,
        "year_days": found.terms.year_days,
        "lpr_data_to": found.lpr_data_to.isoformat() if found.lpr_data_to else None,
        "invoice": found.number,
        "customer": customer_code,
        "currency": found.currency,
        "due_on": min(dues).isoformat() if dues else None,
        "as_of": found.as_of.isoformat(),
        "days": max(days, default=0),
        "basis_text": "; ".join(dict.fromkeys(basis_text(sheet, current()) for sheet in sheets)) or None,
        "basis_why": tr(found.why.text_key, **found.why.values),
        "basis_chosen": found.is_chosen,
        "alternatives": list(found.choice.alternatives),
        "multiplier": plain_percent(found.terms.multiplier) if found.terms.uses_lpr else None,
        "allocation": found.terms.allocation,
        "interest_paid": format_plain(sum(sheet.interest_paid_fen for sheet in sheets)),
        "interest_outstanding": format_plain(sum(sheet.interest_outstanding_fen for sheet in sheets)),
        "principal_left": format_plain(sum(sheet.open_principal_fen for sheet in sheets)),
        "disputed": format_plain(sum(part.part.disputed_fen for part in found.parts)),
        "payments": [
            {**payment_document(paid), "instalment": part.part.instalment}
            for part in found.parts
            if part.sheet
            for paid in part.sheet.payments
        ],
        "flags": [*dict.fromkeys(flag.name for flag in found.flags)],
        "notes": [
            *({"flag": flag.name, "text": tr(flag.text_key, **flag.values)} for flag in found.flags),
            *(
                {"flag": reason.rule, "text": tr(reason.text_key, **reason.values)}
                for reason in found.remarks
            ),
        ],
        "gaps": [{"rule": gap.rule, "text": tr(gap.text_key, **gap.values)} for gap in found.gaps],
        "yardstick": next((yardstick_document(part.beside) for part in found.parts if part.beside), None),
        "parts": [_part_document(part) for part in found.parts],
    }


def customer_document(found: CustomerInterest, profile: CustomerProfile) -> dict[str, Any]:
    """A customer's interest by currency, with every invoice's own answer."""
    currencies = dict.fromkeys(one.currency for one in (*found.invoices, *found.paid_late))
    return {
        "customer": profile.code,
        "name": profile.name,
        "as_of": found.as_of.isoformat(),
        "currencies": {
            currency: {
                "total": format_plain(found.totals.get(currency, 0)),
                "invoices": [
                    invoice_document(one, profile.code) for one in found.invoices if one.currency == currency
                ],
                "paid_late_total": format_plain(found.paid_late_totals.get(currency, 0)),
                "paid_late": [
                    invoice_document(one, profile.code) for one in found.paid_late if one.currency == currency
                ],
            }
            for currency in currencies
        },
    }


def invoice_lines(found: InvoiceInterest) -> Iterator[str]:
    """One invoice for people: why this basis, each part with its segments, what is not claimed."""
    yield tr(
        "{number}, {currency}, {principal} claimed", number=found.number, currency=found.currency,
        principal=format_amount(found.principal_fen),
    )  # fmt: skip
    yield tr(found.why.text_key, **found.why.values)
    several = len(found.parts) > 1
    for part in found.parts:
        yield ""
        if several or part.part.instalment:
            yield f"[{part_title(found.number, part.part.instalment, current())}]"
        if part.sheet is not None:
            yield from interest_lines(part.sheet)
        elif part.gap is not None:
            yield tr(part.gap.text_key, **part.gap.values)
    if several:
        yield ""
        yield from facts([(tr("Total interest"), format_amount(found.total_fen))])
    for text in remark_texts(found.remarks, found.flags, current()):
        yield ""
        yield f"! {text}"


def customer_lines(found: CustomerInterest, profile: CustomerProfile) -> Iterator[str]:
    """A customer for people: one line an invoice, a total a currency."""
    yield tr("Late interest of {name} up to {day}", name=profile.name, day=found.as_of.isoformat())
    for invoices, title in ((found.invoices, ""), (found.paid_late, tr("Settled, but late"))):
        for currency in dict.fromkeys(one.currency for one in invoices):
            yield ""
            if title:
                yield f"[{title}]"
            yield from _invoice_table([one for one in invoices if one.currency == currency], currency)
    if not found.invoices and not found.paid_late:
        yield tr("Nothing bears interest on this day.")
    everything = (*found.invoices, *found.paid_late)
    texts = remark_texts(
        (reason for one in everything for reason in (*one.gaps, *one.remarks)),
        (flag for one in everything for flag in one.flags),
        current(),
    )
    for text in texts:
        yield ""
        yield f"! {text}"


def _invoice_table(invoices: Sequence[InvoiceInterest], currency: str) -> Iterator[str]:
    headings = (
        tr("Invoice"),
        tr("Due"),
        tr("Days late"),
        tr("Principal"),
        tr("Basis|interest"),
        tr("Interest"),
    )
    rows = [
        (
            part_title(one.number, part.part.instalment, current()),
            part.part.due_on.isoformat() if part.part.due_on else "",
            str(part.days) if part.sheet else "",
            format_amount(part.part.principal_fen),
            basis_text(part.sheet, current()) if part.sheet else "",
            format_amount(part.total_fen),
        )
        for one in invoices
        for part in one.parts
        if part.total_fen or part.gap
    ]
    foot = (
        f"{tr('Total')} {currency}",
        "",
        "",
        "",
        "",
        format_amount(sum(one.total_fen for one in invoices)),
    )
    return table(headings, rows, right=(2, 3, 5), foot=foot)


def _part_document(part: PartInterest) -> dict[str, Any]:
    claim, sheet = part.part, part.sheet
    return {
        "instalment": claim.instalment,
        "due_on": claim.due_on.isoformat() if claim.due_on else None,
        "principal": format_plain(claim.principal_fen),
        "total": format_plain(part.total_fen),
        "days": sheet.days if sheet else 0,
        "open": format_plain(claim.open_fen),
        "annual_rate": plain_percent(sheet.annual_percent) if sheet else None,
        "gap": tr(part.gap.text_key, **part.gap.values) if part.gap else None,
    }
