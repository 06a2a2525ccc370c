"""The worksheet behind an interest figure, printable: segments, payments, total, what it rests on (R96)."""

from __future__ import annotations

from collections.abc import Sequence

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf import sheet_parts as sheet
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.errors import FiguresDisagree
from arcdesk.pdf.flow import Flow, gap, paragraph, stack
from arcdesk.pdf.ink import INK, MUTED, Page
from arcdesk.pdf.interest_data import SheetPart, SheetPayment, WorksheetData
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import currency_note, long_date, money_text

_ROW_AIR = 5.0


def render_worksheet(data: WorksheetData) -> bytes:
    """The worksheet as a PDF; the same data give the same bytes.

    Raises:
        FiguresDisagree: a total is not the sum of the segments printed above it.
    """
    return write([lay_out_worksheet(data)])


def lay_out_worksheet(data: WorksheetData) -> Document:
    """Check a worksheet and set its pages."""
    check_language(data.language)
    _check_sums(data)
    code = fingerprint(data)
    data = cleaned(data)
    title = _title(data.language)
    pages = _set_pages(data, title)
    author = data.company or title
    return Document(pages, sheet.FRAME, data.language, "", code, title, author)


def _title(language: str) -> str:
    return translate("Computation of Late Payment Interest", language)


def _check_sums(data: WorksheetData) -> None:
    """Each total is the sum of the printed segments, so the sheet foots (R30)."""
    for part in data.parts:
        _refuse_difference(data, part.title, sum(each.amount_fen for each in part.segments), part.total_fen)
    total = translate("Total|document", data.language)
    _refuse_difference(data, total, sum(part.total_fen for part in data.parts), data.total_fen)


def _refuse_difference(data: WorksheetData, what: str, expected: int, found: int) -> None:
    if expected != found:
        raise FiguresDisagree(
            number=_title(data.language),
            what=what,
            expected=format_amount(expected),
            found=format_amount(found),
        )


def _set_pages(data: WorksheetData, title: str) -> list[Page]:
    language = data.language
    flow = Flow(sheet.FRAME, sheet.head(title, data.company, data.made_on, language))
    is_one = len(data.parts) == 1 and not data.parts[0].title
    sheet.place_inputs(flow, (*data.inputs, *(_facts(data, data.parts[0]) if is_one else ())), language)
    note = paragraph([Run(currency_note(data.currency, language))], 8.0, 13.0, sheet.FRAME.width, color=MUTED)
    flow.place(stack([*note, gap(2.0)]))
    for part in data.parts:
        if not is_one:
            sheet.place_heading(flow, part.title, 110.0)
            sheet.place_inputs(flow, _facts(data, part), language)
        _place_part(flow, data, part)
    _place_total(flow, data)
    sheet.place_sentences(flow, translate("Remarks|sheet", language), data.remarks)
    cut_off = (
        translate("LPR data up to the publication of {day}.", language, day=data.lpr_data_to.isoformat())
        if data.lpr_data_to
        else ""
    )
    sheet.place_advice(flow, _how(data), cut_off, language=language)
    return flow.pages


def _how(data: WorksheetData) -> str:
    return translate(
        "Interest runs from the day after the due date, the last day included, on the principal alone and without "
        "compounding. Each segment is principal × rate × days (a yearly rate ÷ {year_days}), rounded half up to the "
        "fen; the total is the sum of the segments printed.",
        data.language,
        year_days=data.year_days,
    )


def _facts(data: WorksheetData, part: SheetPart) -> tuple[tuple[str, str], ...]:
    """What the part is and rests on."""
    language = data.language
    costs = money_text(part.costs_fen, data.currency, language) if part.costs_fen else ""
    return (
        (translate("Due on|sheet", language), part.due_on.isoformat() if part.due_on else "—"),
        (translate("Principal|sheet", language), money_text(part.principal_fen, data.currency, language)),
        (translate("Costs|sheet", language), costs),
        (translate("Basis|sheet", language), part.basis),
    )


def _place_part(flow: Flow, data: WorksheetData, part: SheetPart) -> None:
    """Segments, then payments and what they left; or why there are none."""
    if part.gap:
        flow.run_on(paragraph([Run(part.gap)], sheet.SIZE, sheet.LEADING, sheet.FRAME.width, color=MUTED))
        flow.skip(8.0)
        return
    _draw_segments(flow, data, part)
    if part.payments:
        _draw_payments(flow, data, part.payments)
        _place_left(flow, data, part)
    flow.skip(10.0)


def _draw_segments(flow: Flow, data: WorksheetData, part: SheetPart) -> None:
    language = data.language
    has_reference = any(segment.reference for segment in part.segments)
    columns = [
        Column(translate("From|sheet", language), "date"),
        Column(translate("To|sheet", language), "date"),
        Column(translate("Days|sheet", language), "count"),
        Column(translate("Principal|sheet", language), "amount"),
        *([Column(translate("Reference rate|sheet", language), "text")] if has_reference else []),
        Column(translate("Rate|sheet", language), "text"),
        Column(translate("Interest|sheet", language), "amount"),
    ]
    rows = [
        Row(
            (
                segment.first_day.isoformat(),
                segment.last_day.isoformat(),
                str(segment.days),
                format_amount(segment.principal_fen),
                *([segment.reference] if has_reference else []),
                segment.rate,
                format_amount(segment.amount_fen),
            )
        )
        for segment in part.segments
    ]
    span = len(columns) - 1
    label = translate("Interest up to {day}", language, day=long_date(data.as_of, language))
    cells = (label, *[""] * (span - 1), format_amount(part.total_fen))
    draw_table(flow, columns, rows, [Row(cells, bold=True, span=span)], row_air=_ROW_AIR)


def _draw_payments(flow: Flow, data: WorksheetData, payments: Sequence[SheetPayment]) -> None:
    """What came in and what it paid; columns that hold nothing are left out."""
    language = data.language
    wanted = (
        (translate("For costs|sheet", language), [payment.costs_fen for payment in payments]),
        (translate("For interest|sheet", language), [payment.interest_fen for payment in payments]),
        (translate("For principal|sheet", language), [payment.principal_fen for payment in payments]),
        (translate("Left over|sheet", language), [payment.unapplied_fen for payment in payments]),
    )
    shown = [(title, fens) for title, fens in wanted if any(fens)]
    columns = [
        Column(translate("Received on|sheet", language), "date"),
        Column(translate("Amount|sheet", language), "amount"),
        *(Column(title, "amount") for title, _ in shown),
    ]
    rows = [
        Row(
            (
                payment.on.isoformat(),
                format_amount(payment.amount_fen),
                *(format_amount(fens[number]) for _, fens in shown),
            )
        )
        for number, payment in enumerate(payments)
    ]
    flow.skip(9.0)
    draw_table(flow, columns, rows, row_air=_ROW_AIR)


def _place_left(flow: Flow, data: WorksheetData, part: SheetPart) -> None:
    language, currency = data.language, data.currency
    left = (
        (translate("Costs left:|sheet", language), part.costs_left_fen, part.costs_fen),
        (translate("Interest left:|sheet", language), part.interest_left_fen, part.total_fen),
        (translate("Principal left:|sheet", language), part.principal_left_fen, 1),
    )
    texts = [f"{label} {money_text(fen, currency, language)}" for label, fen, owed in left if owed]
    flow.skip(4.0)
    runs = [Run("　".join(texts))]
    flow.place(stack(paragraph(runs, sheet.SIZE - 0.5, sheet.LEADING, sheet.FRAME.width)))


def _place_total(flow: Flow, data: WorksheetData) -> None:
    """The figure that is claimed, large enough to be found."""
    language = data.language
    label = translate("Late payment interest up to {day}", language, day=long_date(data.as_of, language))
    amount = money_text(data.total_fen, data.currency, language)
    flow.need(26.0)
    page, y = flow.page, flow.y - 16.0
    page.text(sheet.FRAME.left, y, label, 11.0, bold=True, color=INK)
    page.text_right(sheet.FRAME.right, y, amount, 13.0, bold=True, color=INK)
    flow.y -= 26.0
