"""证据目录: the numbered list that goes to the court with the bundle (R51)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.exhibit_data import BundleData, Exhibit, StampLine
from arcdesk.pdf.flow import LANDSCAPE, Block, Flow, gap, paragraph, stack
from arcdesk.pdf.ink import ACCENT, MUTED, Page
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import long_date

SIZE, LEADING = 9.0, 13.5
_TITLE = 18.0


def render_index(data: BundleData) -> bytes:
    """The list as a PDF; the same data give the same bytes.

    Raises:
        MissingGlyph, UnknownLanguage.
    """
    check_language(data.language)
    plain = cleaned(data)
    title = translate("List of Evidence", data.language)
    code = fingerprint(without_places(data))
    return write([Document(_pages(plain, title), LANDSCAPE, data.language, "", code, title, data.company)])


def without_places(data: BundleData) -> BundleData:
    """The data without where the files lie on this machine."""
    groups = tuple(
        (title, tuple(replace(exhibit, file=Path(exhibit.sha256)) for exhibit in group)) for title, group in data.groups
    )
    return replace(data, groups=groups)


def _pages(data: BundleData, title: str) -> list[Page]:
    language = data.language

    def start_page(page: Page, number: int) -> float:
        if number > 1:
            return blocks.running_head(page, LANDSCAPE, title, data.customer)
        y = LANDSCAPE.top - _TITLE
        page.text_center((LANDSCAPE.left + LANDSCAPE.right) / 2, y, title, _TITLE, bold=True, color=ACCENT)
        page.line(LANDSCAPE.left, y - 9.0, LANDSCAPE.right, y - 9.0, width=1.1, color=ACCENT)
        return y - 22.0

    flow = Flow(LANDSCAPE, start_page)
    pairs = [
        (translate("Submitted by:", language), data.company),
        (translate("Against:", language), data.customer),
    ]
    if data.invoices:
        pairs.append((translate("For the invoices:", language), ", ".join(data.invoices)))
    flow.place(stack([blocks.labelled_lines(pairs, SIZE, LEADING, LANDSCAPE.width), gap(6.0)]))
    _draw_groups(flow, data)
    _place_closing(flow, data)
    return flow.pages


def _draw_groups(flow: Flow, data: BundleData) -> None:
    """One table, so that its columns stand under each other; each group has a line of its own."""
    language = data.language
    columns = (
        Column(translate("No.|exhibit", language), "date"),
        Column(translate("Evidence|exhibit", language), weight=1.6),
        Column(translate("Source|exhibit", language), weight=1.2),
        Column(translate("What it proves", language), weight=2.0),
        Column(translate("Original or copy", language), weight=0.9),
        Column(translate("Pages|exhibit", language), "date"),
        Column(translate("Copies|exhibit", language), "date"),
        Column(translate("Remark|exhibit", language), weight=1.6),
    )
    rows = []
    for number, (title, exhibits) in enumerate(data.groups, start=1):
        heading = translate("Group {number}: {title}", language, number=number, title=title)
        rows.append(Row((heading,), bold=True, span=len(columns)))
        for each in exhibits:
            cells = (each.number, each.title, each.source, each.purpose, each.form, each.page_words, "1")
            rows.append(Row((*cells, _remark(each, language))))
    draw_table(flow, columns, rows, largest=8.5, row_air=6.0)


def _remark(exhibit: Exhibit, language: str) -> str:
    """A note, and of electronic data the carrier's hash (R51)."""
    parts = [exhibit.note] if exhibit.note else []
    if exhibit.electronic:
        parts.append(f"SHA-256 {exhibit.sha256}")
    separator = "；" if language == "zh" else "; "
    return separator.join(parts)


def _stamp_lines(stamp: StampLine, language: str) -> Iterator[Block]:
    """Who dated the record, when, and where the proof of it lies."""
    text = translate(
        "Time stamp (RFC 3161): the record up to event {event} (hash {hash}) existed at {moment}; {authority}, serial "
        "number {serial}, policy {policy}; file “{file}”. Whether the authority's certificate leads to a trusted root "
        "was not checked.",
        language, event=stamp.event, hash=stamp.head, moment=stamp.stamped_at, authority=stamp.authority,
        serial=stamp.serial, policy=stamp.policy, file=stamp.stored_as,
    )  # fmt: skip
    yield from paragraph([Run(text)], 8.0, 12.0, LANDSCAPE.width, color=MUTED)


def _place_closing(flow: Flow, data: BundleData) -> None:
    language = data.language
    count = len(data.exhibits)
    total = translate("{count} pieces, {pages} pages.", language, count=count, pages=data.pages)
    chain = translate(
        "Event {number} of the record has the hash {hash}. A hash proves that a file has not changed since it "
        "was taken in on this computer; it proves neither its origin nor the time before.",
        language, number=data.events, hash=data.head,
    )  # fmt: skip
    flow.skip(8.0)
    for stamp in data.stamps:
        flow.place(stack(list(_stamp_lines(stamp, language))))
    text = [
        *paragraph([Run(total, bold=True)], SIZE, LEADING, LANDSCAPE.width),
        *paragraph([Run(chain)], 8.0, 12.0, LANDSCAPE.width, color=MUTED),
    ]
    fields = (
        translate("Submitted by (seal):", language),
        translate("Date submitted:", language),
        translate("Received by:", language),
    )
    signed = [*text, gap(10.0), blocks.fill_in(fields, SIZE, 24.0, LANDSCAPE.width * 0.6)]
    made = translate("Made on {day}", language, day=long_date(data.made_on, language))
    signed += paragraph([Run(made)], 8.0, 12.0, LANDSCAPE.width, color=MUTED)
    flow.place(stack(signed))
