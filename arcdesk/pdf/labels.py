"""Address labels on A4 sheets of the common sizes, beginning at any label of the first sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import translate
from arcdesk.pdf import ink
from arcdesk.pdf.document import Document, canvas_for, check_language, cleaned, refuse_missing_glyphs
from arcdesk.pdf.flow import BASELINE, MM, frame_of
from arcdesk.pdf.text import Line, Run, break_lines

SIZES = (11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
"""Points; the largest in which the address fits is taken."""

_LEADING = 1.28
_PAD_MM = 3.0
_NUMBER_SIZE = 6.5
_MOST_LABELS = 10_000


class UnknownLabelSheet(Refusal):
    """Not one of ``SHEETS``."""

    sentence = "There is no sheet of labels “{name}”. Choose one of: {known}."


class NoSuchLabel(Refusal):
    """A first label that the sheet does not have."""

    sentence = "The sheet has {count} labels; it cannot begin at label {start}."


class AddressTooLong(Refusal):
    """An address that a label of that size cannot hold."""

    sentence = "The address of {name} is too long for a label of {width} × {height} mm. Choose larger labels."


class NoLabels(Refusal):
    """A sheet of nothing."""

    sentence = "There is no address to print. Choose documents whose customers have an address."


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """An A4 sheet of labels; everything in millimetres."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0.0

    @property
    def count(self) -> int:
        return self.columns * self.rows


_ALL = (
    LabelSheet("2x7", 2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    LabelSheet("2x4", 2, 4, 99.1, 67.7, 4.65, 13.1, 2.5),
    LabelSheet("3x7", 3, 7, 63.5, 38.1, 7.25, 15.15, 2.5),
    LabelSheet("3x8", 3, 8, 70.0, 37.0, 0.0, 0.5),
    LabelSheet("2x8", 2, 8, 105.0, 37.0, 0.0, 0.5),
    LabelSheet("2x5", 2, 5, 105.0, 57.0, 0.0, 6.0),
)

SHEETS: Mapping[str, LabelSheet] = {sheet.name: sheet for sheet in _ALL}
"""The sheets by name, columns times rows."""


@dataclass(frozen=True, slots=True)
class Label:
    """One address; ``number`` is the document that goes into the envelope, in small print."""

    company: str
    addressee: str
    address: str
    phone: str
    number: str = ""


def render_labels(labels: Sequence[Label], sheet_name: str, start: int, language: str) -> bytes:
    """The labels as a PDF, the first one on label ``start`` (from 1), by rows.

    Raises:
        UnknownLabelSheet, NoSuchLabel, NoLabels, AddressTooLong, MissingGlyph.
    """
    check_language(language)
    sheet = SHEETS.get(sheet_name)
    if sheet is None:
        raise UnknownLabelSheet(name=sheet_name, known=", ".join(SHEETS), field="sheet")
    if not 1 <= start <= sheet.count:
        raise NoSuchLabel(count=sheet.count, start=start, field="start")
    if not labels:
        raise NoLabels(field="labels")
    pages = _pages([cleaned(label) for label in labels[:_MOST_LABELS]], sheet, start, language)
    title = translate("Address labels", language)
    refuse_missing_glyphs(title, ink.characters(pages))
    frame = frame_of(210, 297, side_mm=0, top_mm=0, bottom_mm=0)
    buffer = io.BytesIO()
    canvas = canvas_for(buffer, Document(pages, frame, language, "", "", title, ""))
    for page in pages:
        ink.draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _pages(labels: Sequence[Label], sheet: LabelSheet, start: int, language: str) -> list[ink.Page]:
    pages: list[ink.Page] = []
    for number, label in enumerate(labels, start - 1):
        place = number % sheet.count
        if not pages or place == 0:
            pages.append(ink.Page())
        row, column = divmod(place, sheet.columns)
        x = (sheet.left + column * (sheet.width + sheet.gap)) * MM
        top = (297 - sheet.top - row * sheet.height) * MM
        _draw(pages[-1], label, sheet, x, top, language)
    return pages


def _draw(page: ink.Page, label: Label, sheet: LabelSheet, x: float, top: float, language: str) -> None:
    room_width = (sheet.width - 2 * _PAD_MM) * MM
    foot = _NUMBER_SIZE * _LEADING if label.number else 0.0
    room_height = (sheet.height - 2 * _PAD_MM) * MM - foot
    for size in SIZES:
        lines = _lines(label, size, room_width, language)
        height = len(lines) * size * _LEADING
        if height <= room_height:
            break
    else:
        raise AddressTooLong(name=label.company, width=sheet.width, height=sheet.height, field="sheet")
    leading = size * _LEADING
    y = top - _PAD_MM * MM - (room_height - height) / 2
    for line in lines:
        page.set_line(x + _PAD_MM * MM, y - leading * (1 - BASELINE), line, size)
        y -= leading
    if label.number:
        bottom = top - (sheet.height - _PAD_MM) * MM
        page.text_right(
            x + (sheet.width - _PAD_MM) * MM, bottom, label.number, _NUMBER_SIZE, color=ink.MUTED
        )


def _lines(label: Label, size: float, width: float, language: str) -> list[Line]:
    """In Chinese the address comes first and the person last; in English the other way round."""
    person = label.addressee if label.addressee != label.company else ""
    if language == "zh":
        whom = f"{person} 收" if person else f"{label.company} 收"
        parts = [(label.address, False), *([(label.company, True)] if person else []), (whom, True)]
    else:
        attention = [(translate("Attn. {name}", language, name=person), False)] if person else []
        parts = [(label.company, True), *attention, (label.address, False)]
    parts.append((label.phone, False))
    return [
        line for text, is_bold in parts if text for line in break_lines([Run(text, bold=is_bold)], size, width)
    ]
