"""The area at the foot of a statement where both sides confirm with seal and date (R40, R41)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.data import Party, StatementData
from arcdesk.pdf.flow import BASELINE, Block, gap, paragraph, stack
from arcdesk.pdf.ink import FAINT, HAIRLINE, MUTED, RULE, Page
from arcdesk.pdf.spacing import Spacing
from arcdesk.pdf.statement_texts import StatementText
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import fill, long_date

_SIZE, _LEADING, _PAD = 9.0, 14.5, 8.0
_SENDER_SHARE = 0.41  # the debtor needs more room, for the answers


def confirmation(
    data: StatementData, text: StatementText, values: Mapping[str, str], width: float, spacing: Spacing
) -> Block:
    """Two parts in one frame: the sender signs at the left, the debtor answers at the right.

    The debtor's promise to pay stands there only if the statement demands something (R41).
    """
    split = width * _SENDER_SHARE
    inner = width - split - 2 * _PAD
    demands = data.for_collection and data.closing_fen > 0
    answers = [
        blocks.checkbox([Run(text.agrees)], _SIZE, _LEADING, inner),
        blocks.checkbox([Run(text.differs)], _SIZE, _LEADING, inner),
        blocks.blank_lines(spacing.writing_lines, 17.0, inner, indent=_SIZE * 1.6),
        gap(6.0),
    ]
    if demands:
        promise = blocks.checkbox(fill(text.promise, values), _SIZE, _LEADING, inner)
        answers = [answers[0], promise, *answers[1:]]
    language = data.language
    left = _Side(data.creditor, translate("Issued by", language), [], long_date(data.issued_on, language))
    right = _Side(data.debtor, translate("Confirmed by", language), answers, "")
    return _framed(left, right, split, width, _Foot(language, spacing.seal_room))


@dataclass(frozen=True, slots=True)
class _Side:
    """One part: who, in which role, what there is to answer, and the day if it is known."""

    party: Party
    role: str
    answers: list[Block]
    day: str

    def upper(self, width: float) -> Block:
        role = paragraph([Run(self.role)], 8.0, 13.0, width, color=MUTED)
        name = paragraph([Run(self.party.name, bold=True)], 10.0, 15.0, width)
        return stack([*role, *name, gap(3.0), *self.answers])


@dataclass(frozen=True, slots=True)
class _Foot:
    """Free space for the seal, then who signs and when; nothing like a seal is printed (R61)."""

    language: str
    height: float

    def block(self, day: str, width: float) -> Block:
        name, date_label = (
            translate("Signed by, title:", self.language),
            translate("Date:|document", self.language),
        )
        fields = blocks.fill_in([name, date_label], _SIZE, 20.0, width)
        label_width = blocks.label_width([name, date_label], _SIZE)
        hint = translate("Company seal here", self.language)

        def draw(page: Page, x: float, top: float) -> None:
            fields_top = top - self.height + fields.height
            fields.draw(page, x, fields_top)
            page.text(x + label_width + 4.0, fields_top - 20.0 * (2 - BASELINE), day, _SIZE)
            page.text_center(x + width * 0.62, fields_top + 2.0, hint, 7.0, color=FAINT)

        return Block(self.height, draw)


def _framed(left: _Side, right: _Side, split: float, width: float, foot: _Foot) -> Block:
    """Both parts in one frame, their signature lines at the same height."""
    inners = [split - 2 * _PAD, width - split - 2 * _PAD]
    uppers = [side.upper(inner) for side, inner in zip((left, right), inners, strict=True)]
    height = max(upper.height for upper in uppers) + foot.height + 2 * _PAD

    def draw(page: Page, x: float, top: float) -> None:
        page.rect(x, top - height, width, height, stroke=RULE, line_width=0.7)
        page.line(x + split, top, x + split, top - height, width=0.5, color=HAIRLINE)
        for offset, side, upper, inner in zip((0.0, split), (left, right), uppers, inners, strict=True):
            upper.draw(page, x + offset + _PAD, top - _PAD)
            foot.block(side.day, inner).draw(page, x + offset + _PAD, top - height + _PAD + foot.height)

    return Block(height, draw)
