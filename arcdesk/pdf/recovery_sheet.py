"""The recovery key on one sheet of paper, for the safe: to be read and typed by somebody in a hurry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf import sheet_parts as sheet
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.flow import Block, Flow, gap, stack
from arcdesk.pdf.ink import FAINT, MUTED, Page

KEY_SIZE = 21.0
"""The widest group there can be still ends before the stroke to the next one."""

SPACING = 2.5
STROKE_FROM, STROKE_TO = 13.0, 7.0  # points before the next group
GROUPS_A_LINE = 4
SIDE_POINTS = 36.0


@dataclass(frozen=True, slots=True)
class RecoverySheetData:
    """What stands on the sheet; ``key`` in groups with hyphens between them."""

    language: str
    company: str
    books: str
    made_on: date
    key: str


def render_recovery_sheet(data: RecoverySheetData) -> bytes:
    """The sheet as a PDF of one page. Its check code does not depend on the key.

    Raises:
        MissingGlyph.
    """
    check_language(data.language)
    code = fingerprint(replace(data, key=""))
    data = cleaned(data)
    title = translate("Recovery key|sheet", data.language)
    return write([Document(_pages(data, title), sheet.FRAME, data.language, "", code, title, data.company or title)])


def _pages(data: RecoverySheetData, title: str) -> list[Page]:
    language = data.language
    flow = Flow(sheet.FRAME, sheet.head(title, data.company, data.made_on, language))
    sheet.place_inputs(flow, [(translate("Books|sheet", language), data.books)], language)
    flow.skip(8.0)
    flow.place(blocks.boxed(_key(data.key.split("-")), sheet.FRAME.width, pad=14.0))
    flow.skip(10.0)
    sheet.place_sentences(flow, translate("What it is for|sheet", language), _purposes(language))
    sheet.place_sentences(flow, translate("How to use it|sheet", language), _uses(language))
    flow.skip(22.0)
    kept = [translate("Kept at:|sheet", language), translate("By whom, since when:|sheet", language)]
    flow.place(stack([gap(4.0), blocks.fill_in(kept, 10.0, 30.0, sheet.FRAME.width)]))
    return flow.pages


def _purposes(language: str) -> tuple[str, ...]:
    return (
        translate("It opens the books and their backups where the password was forgotten.", language),
        translate(
            "Whoever holds this sheet can read everything. Keep it in a safe, apart from the computer.", language
        ),
        translate(
            "The program keeps no copy. With the password and this sheet both lost, the books are lost for good.",
            language,
        ),
    )


def _uses(language: str) -> tuple[str, ...]:
    return (
        translate("Start ArcDesk and type the eight groups where the password is asked for.", language),
        translate(
            "Capitals, blanks and hyphens do not matter. There is no O, I, L or U in it: what looks so is 0 or 1.",
            language,
        ),
        translate("Set a new password when it is offered. The key stays valid.", language),
        translate("When a new recovery key is made, this one opens nothing any more: destroy the sheet.", language),
    )


def group_room() -> float:
    """Points from the beginning of a group to the beginning of the next."""
    return (sheet.FRAME.width - SIDE_POINTS) / GROUPS_A_LINE


def _key(groups: list[str]) -> Block:
    """The groups in large type, four a line, each with its number beneath."""
    lines = [groups[at : at + GROUPS_A_LINE] for at in range(0, len(groups), GROUPS_A_LINE)]
    height, width = KEY_SIZE * 2.0, group_room()

    def draw(page: Page, x: float, top: float) -> None:
        for row, line in enumerate(lines):
            baseline = top - row * height - KEY_SIZE
            for column, group in enumerate(line):
                left = x + column * width
                page.text(left, baseline, group, KEY_SIZE, bold=True, spacing=SPACING)
                number = str(row * GROUPS_A_LINE + column + 1)
                page.text(left, baseline - 13.0, number, 7.5, color=MUTED)
                if column:
                    page.line(
                        left - STROKE_FROM, baseline + 7.0, left - STROKE_TO, baseline + 7.0, width=1.2, color=FAINT
                    )

    return Block(height * len(lines) - 8.0, draw)
