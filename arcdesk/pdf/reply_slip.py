"""The reply slip (回执): two boxes for the debtor, torn off or on a sheet of its own (R38)."""

from __future__ import annotations

from collections.abc import Mapping

from arcdesk.domain.letter_template import Slip
from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.data import LetterData
from arcdesk.pdf.flow import Block, Flow, beside, gap, paragraph, stack
from arcdesk.pdf.letter_words import filled, plain


def place_slip(flow: Flow, data: LetterData, slip: Slip, values: Mapping[str, str]) -> None:
    """Put the slip under the letter to be torn off, or in full size on the next page."""
    drawn = _torn_off(data, slip, values, flow.frame.width)
    if drawn.height + 12.0 > flow.room:
        flow.new_page()
        drawn = _own_sheet(data, slip, values, flow.frame.width)
    flow.skip(12.0)
    flow.place(drawn)


def _torn_off(data: LetterData, slip: Slip, values: Mapping[str, str], width: float) -> Block:
    language = data.language
    size, half = 9.5, (width - 24.0) / 2
    company, name, phone, day = _labels(language)
    return stack(
        [
            blocks.tear_line(translate("cut here, complete, seal and return", language), width),
            *_answers(data, slip, values, width, size=size, leading=15.0, objection_lines=1),
            gap(8.0),
            beside(
                [
                    (0.0, blocks.fill_in([company, phone], size, 20.0, half)),
                    (half + 24.0, blocks.fill_in([name, day], size, 20.0, half)),
                ]
            ),
        ]
    )


def _own_sheet(data: LetterData, slip: Slip, values: Mapping[str, str], width: float) -> Block:
    """The same slip with room to write and an area for the debtor's seal."""
    size, sign_width = 10.5, width * 0.56
    fields = blocks.fill_in(list(_labels(data.language)), size, 30.0, sign_width)
    seal = blocks.seal_area(data.language, width - sign_width)
    return stack(
        [
            gap(10.0),
            *_answers(data, slip, values, width, size=size, leading=19.0, objection_lines=4),
            gap(26.0),
            beside([(0.0, fields), (sign_width, seal)]),
        ]
    )


def _answers(
    data: LetterData,
    slip: Slip,
    values: Mapping[str, str],
    width: float,
    *,
    size: float,
    leading: float,
    objection_lines: int,
) -> list[Block]:
    """Title, addressee and the two boxes; ticking the first is a promise to perform."""
    to = [(translate("To:|document", data.language), data.creditor.name)]
    air = leading * 0.3
    return [
        blocks.title_block(plain(slip.title, values, data.number), "", width, size=size * 1.6),
        gap(air),
        blocks.labelled_lines(to, size, leading, width, bold_values=True),
        *paragraph(filled(slip.opening, values, data.number), size, leading, width),
        gap(air),
        blocks.checkbox(filled(slip.agrees, values, data.number), size, leading, width),
        gap(air),
        blocks.checkbox(filled(slip.objects, values, data.number), size, leading, width),
        blocks.blank_lines(objection_lines, leading * 1.25, width, indent=size * 1.6),
    ]


def _labels(language: str) -> tuple[str, str, str, str]:
    return (
        translate("Company (seal):", language),
        translate("Signed by, title:", language),
        translate("Phone:|document", language),
        translate("Date:|document", language),
    )
