"""The clock of limitation, printable: until when, and the chain of events that carries it (R6, R10-R18)."""

from __future__ import annotations

from arcdesk.i18n import translate
from arcdesk.pdf import sheet_parts as sheet
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.flow import Flow
from arcdesk.pdf.ink import Page
from arcdesk.pdf.limitation_data import LimitationPart, LimitationSheetData
from arcdesk.pdf.table import Column, Row, draw_table

_ROW_AIR = 5.0


def render_limitation(data: LimitationSheetData) -> bytes:
    """The sheet as a PDF; the same data give the same bytes."""
    check_language(data.language)
    code = fingerprint(data)
    data = cleaned(data)
    title = translate("Limitation of the Claim", data.language)
    pages = _set_pages(data, title)
    return write([Document(pages, sheet.FRAME, data.language, "", code, title, data.company or title)])


def _set_pages(data: LimitationSheetData, title: str) -> list[Page]:
    flow = Flow(sheet.FRAME, sheet.head(title, data.company, data.made_on, data.language))
    is_one = len(data.parts) == 1 and not data.parts[0].title
    sheet.place_inputs(flow, (*data.inputs, *(data.parts[0].facts if is_one else ())), data.language)
    for part in data.parts:
        if not is_one:
            sheet.place_heading(flow, part.title, 120.0)
            sheet.place_inputs(flow, part.facts, data.language)
        _place_part(flow, data, part)
    sheet.place_sentences(flow, translate("Remarks|sheet", data.language), data.remarks)
    how = translate(
        "Alarms count to the end by the calendar; what was done in time is judged by the last working day. Events "
        "that are not proven are shown and do not count.",
        data.language,
    )
    sheet.place_advice(flow, how, language=data.language)
    return flow.pages


def _place_part(flow: Flow, data: LimitationSheetData, part: LimitationPart) -> None:
    language = data.language
    sheet.place_sentences(flow, translate("State of the claim|sheet", language), part.flags)
    flow.skip(6.0)
    if part.events:
        sheet.place_heading(flow, translate("Chain of events|sheet", language), 60.0)
        columns = [
            Column(translate("Date|sheet", language), "text", weight=0.9),
            Column(translate("Event|sheet", language), "text", weight=1.2),
            Column(translate("Proof|sheet", language), "text", weight=0.6),
            Column(translate("Effect|sheet", language), "text", weight=2.4),
        ]
        rows = [
            Row((event.when, event.kind, event.proof, event.effect), muted=not event.is_counted)
            for event in part.events
        ]
        draw_table(flow, columns, rows, row_air=_ROW_AIR)
        flow.skip(10.0)
