"""The computation of late interest inside a letter: every segment, debt by debt, and the sum (R37, R96)."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf.data import InterestNote
from arcdesk.pdf.flow import Flow, paragraph, stack
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run

_ROOM = 90.0


def draw_interest(flow: Flow, note: InterestNote, language: str, row_air: float) -> None:
    """A caption and one row a segment; the total is the letter's figure. Nothing where no segments are kept."""
    parts = [part for part in note.sheets if part.segments]
    if not parts:
        return
    columns = (
        Column(translate("Document no.|document", language)),
        Column(translate("From|sheet", language), "date"),
        Column(translate("To|sheet", language), "date"),
        Column(translate("Days|sheet", language), "count"),
        Column(translate("Principal|sheet", language), "amount"),
        Column(translate("Rate|sheet", language)),
        Column(translate("Interest|sheet", language), "amount"),
    )
    last = len(columns) - 1
    rows = [
        Row(
            (
                part.title,
                segment.first_day.isoformat(),
                segment.last_day.isoformat(),
                str(segment.days),
                format_amount(segment.principal_fen),
                segment.rate,
                format_amount(segment.amount_fen),
            ),
            {last: segment.amount_fen},
        )
        for part in parts
        for segment in part.segments
    ]
    total = Row(
        (translate("Total|document", language), *[""] * (last - 1), format_amount(note.total_fen)),
        bold=True,
        span=last,
    )

    def page_total(sums: dict[int, int]) -> Row:
        label = translate("Sub-total of this page", language)
        return Row(
            (label, *[""] * (last - 1), format_amount(sums.get(last, 0))),
            span=last,
            muted=True,
            sums=dict(sums),
        )

    caption = paragraph(
        [Run(translate("Computation of Late Payment Interest", language), bold=True)],
        9.0,
        15.0,
        flow.frame.width,
    )
    flow.need(15.0 + _ROOM)
    flow.place(stack(caption))
    draw_table(flow, columns, rows, [total], page_total=page_total, row_air=row_air)
