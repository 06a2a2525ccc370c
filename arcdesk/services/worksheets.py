"""From reckoned interest to the plain values of a worksheet, in the language of the paper (R96)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from arcdesk.domain.gate import Reason
from arcdesk.domain.interest import InterestSheet, Segment
from arcdesk.domain.interest_flags import Flag
from arcdesk.domain.money import with_currency
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.domain.rates import LprTable, RateRow
from arcdesk.i18n import translate
from arcdesk.pdf.interest_data import SheetPart, SheetPayment, SheetSegment, WorksheetData
from arcdesk.services.interest import InvoiceInterest, PartInterest

ORDER_TEXTS = {
    "principal_first": "Principal first",
    "interest_first": "Costs, interest, then principal",
}
"""Text key of each order of payment."""


def sheet_part(sheet: InterestSheet, lpr: LprTable, language: str, title: str = "") -> SheetPart:
    """One reckoned debt as it is printed and kept."""
    return SheetPart(
        title=title,
        due_on=sheet.due_on,
        principal_fen=sheet.principal_fen,
        costs_fen=sheet.costs_fen,
        basis=basis_text(sheet, language),
        segments=tuple(_segment(each, sheet, lpr, language) for each in sheet.segments),
        payments=tuple(
            SheetPayment(
                paid.payment.on, paid.payment.amount_fen, paid.parts.costs_fen, paid.parts.interest_fen,
                paid.parts.principal_fen, paid.unapplied_fen,
            )
            for paid in sheet.payments
        ),
        total_fen=sheet.total_fen,
        principal_left_fen=sheet.open_principal_fen,
        interest_left_fen=sheet.interest_outstanding_fen,
        costs_left_fen=sheet.left.costs_fen,
    )  # fmt: skip


def invoice_parts(
    found: InvoiceInterest, lpr: LprTable, language: str, *, named: bool = True
) -> tuple[SheetPart, ...]:
    """The parts of an invoice as they are printed; ``named`` by its number, each instalment by its own too."""
    return tuple(_invoice_part(found, each, lpr, language, named=named) for each in found.parts)


def part_title(number: str, instalment: int, language: str) -> str:
    """What a document calls a part: the invoice's number, and which instalment of it."""
    if not instalment:
        return number
    return translate("{number}, instalment {seq}", language, number=number, seq=instalment)


def basis_text(sheet: InterestSheet, language: str) -> str:
    """What the figure rests on, with the LPR and its publication (R24)."""
    return translate(sheet.rate_key, language, **sheet.rate_values)


def invoices_worksheet(
    invoices: Sequence[InvoiceInterest],
    lpr: LprTable,
    language: str,
    made_on: date,
    *,
    company: str = "",
    customer: str = "",
) -> WorksheetData:
    """The worksheet of one invoice, or of several of one customer and one currency."""
    first = invoices[0]
    parts = [part for one in invoices for part in invoice_parts(one, lpr, language, named=len(invoices) > 1)]
    known = [one.lpr_data_to for one in invoices if one.lpr_data_to]
    return WorksheetData(
        language=language,
        currency=first.currency,
        as_of=first.as_of,
        made_on=made_on,
        year_days=first.terms.year_days,
        inputs=tuple(_inputs(invoices, language, customer)),
        parts=tuple(parts),
        total_fen=sum(part.total_fen for part in parts),
        remarks=remark_texts(
            (reason for one in invoices for reason in (one.why, *one.gaps, *one.remarks)),
            (flag for one in invoices for flag in one.flags),
            language,
        ),
        lpr_data_to=min(known, default=None),
        company=company,
    )


def calculated_worksheet(
    sheet: InterestSheet,
    flags: Iterable[Flag],
    lpr: LprTable,
    language: str,
    made_on: date,
    *,
    company: str = "",
) -> WorksheetData:
    """The worksheet of the calculator: one debt that no ledger knows."""
    part = sheet_part(sheet, lpr, language)
    inputs = (
        (translate("As of|sheet", language), sheet.as_of.isoformat()),
        (translate("Days overdue|sheet", language), str(sheet.days)),
        (translate("Days of a year|sheet", language), str(sheet.year_days)),
        (translate("Payments pay|sheet", language), order_text(sheet.terms.allocation, language)),
    )
    return WorksheetData(
        language=language,
        currency="CNY",
        as_of=sheet.as_of,
        made_on=made_on,
        year_days=sheet.year_days,
        inputs=inputs,
        parts=(part,),
        total_fen=sheet.total_fen,
        remarks=remark_texts((), flags, language),
        lpr_data_to=sheet.lpr_data_to,
        company=company,
    )


def remark_texts(reasons: Iterable[Reason], flags: Iterable[Flag], language: str) -> tuple[str, ...]:
    """Sentences of flags and remarks, the flags first, each once."""
    texts = [
        *(translate(flag.text_key, language, **flag.values) for flag in flags),
        *(translate(reason.text_key, language, **reason.values) for reason in reasons),
    ]
    return tuple(dict.fromkeys(texts))


def order_text(order: str, language: str) -> str:
    """What a payment pays first, in words."""
    return translate(ORDER_TEXTS[order], language)


def worksheet_pdf(data: WorksheetData) -> bytes:
    """The worksheet on paper.

    Raises:
        FiguresDisagree, MissingGlyph.
    """
    from arcdesk.pdf.worksheet import render_worksheet

    return render_worksheet(data)


def _inputs(invoices: Sequence[InvoiceInterest], language: str, customer: str) -> Iterator[tuple[str, str]]:
    first = invoices[0]
    yield translate("Debtor|sheet", language), customer
    if len(invoices) == 1:
        issued = translate("issued on {day}", language, day=first.issued_on.isoformat())
        yield translate("Invoice|sheet", language), f"{first.number}　{issued}"
        yield translate("Contract|sheet", language), first.contract_number
        yield translate("Invoice amount|sheet", language), with_currency(first.amount_fen, first.currency)
    else:
        yield translate("Invoices|sheet", language), str(len(invoices))
    yield translate("As of|sheet", language), first.as_of.isoformat()
    orders = dict.fromkeys(order_text(one.terms.allocation, language) for one in invoices)
    yield translate("Payments pay|sheet", language), translate("; |list", language).join(orders)


def _invoice_part(
    found: InvoiceInterest, each: PartInterest, lpr: LprTable, language: str, *, named: bool
) -> SheetPart:
    title = part_title(found.number, each.part.instalment, language)
    if not named and len(found.parts) == 1:
        title = ""
    if each.sheet is not None:
        return sheet_part(each.sheet, lpr, language, title)
    assert each.gap is not None  # a part without a sheet says why
    gap = translate(each.gap.text_key, language, **each.gap.values)
    part = each.part
    return SheetPart(title, part.due_on, part.principal_fen, 0, "", (), (), 0, part.open_fen, 0, 0, gap)


def _segment(segment: Segment, sheet: InterestSheet, lpr: LprTable, language: str) -> SheetSegment:
    return SheetSegment(
        segment.first_day, segment.last_day, segment.days, segment.principal_fen,
        segment_rate(segment, language), _reference(segment, sheet, lpr, language), segment.amount_fen,
    )  # fmt: skip


def segment_rate(segment: Segment, language: str) -> str:
    """The rate of a segment as printed: per day where it is reckoned per day, else per year."""
    if segment.daily_rate is not None:
        return translate("{percent} % a day", language, percent=plain_percent(segment.daily_rate * 100))
    return translate("{percent} % a year", language, percent=plain_percent(segment.annual_rate_percent))


def reference_row(segment: Segment, sheet: InterestSheet, lpr: LprTable) -> RateRow | None:
    """The publication that a segment's rate comes from; ``None`` where it needs none."""
    if not sheet.terms.uses_lpr:
        return None
    return lpr.at(segment.first_day) if sheet.basis == "lpr_floating" else sheet.breach_rate


def _reference(segment: Segment, sheet: InterestSheet, lpr: LprTable, language: str) -> str:
    row = reference_row(segment, sheet, lpr)
    if row is None:
        return ""
    values = {"percent": format(row.percent, "f"), "day": row.from_on.isoformat()}
    if row.kind == "base":
        return translate("Base rate {percent} % ({day})", language, **values)
    return translate("LPR {percent} % ({day})", language, **values)
