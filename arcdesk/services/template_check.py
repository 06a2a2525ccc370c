"""What speaks against a letter template: its form, its fields, its tone, what a demand must say (R36, R71, R91)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from arcdesk.domain import tone
from arcdesk.domain.letter_fields import CONDITIONS, FIELDS
from arcdesk.domain.letter_template import FaultyTemplate, LetterTemplate, read_template
from arcdesk.domain.template_text import printed

AMOUNTS = ("amount", "amount_cn")
_TYPED_AMOUNT = re.compile(r"(?:[¥￥$€]|CNY|RMB|人民币)\s*\d[\d,.]*|\d[\d,.]*\s*(?:万元|元)")
_TYPED_DAY = re.compile(r"(?:19|20)\d\d\s*(?:年|[-/.])\s*\d{1,2}\s*(?:月|[-/.])\s*\d{1,2}\s*日?")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a template: where (line from 1, positions in the text), what, and whether it stops its use."""

    line: int
    text_key: str
    values: dict[str, str] = field(default_factory=dict)
    blocking: bool = True
    start: int = 0
    end: int = 0


def remarks(source: str, *, is_demand: bool) -> tuple[Remark, ...]:
    """Everything to be said about a template, what stops its use first, then by line.

    ``is_demand``: without amount and day to pay by it would be no request for performance (R10, R37).
    """
    found = [*tone_remarks(source), *typed_remarks(source)]
    try:
        template = read_template(source)
    except FaultyTemplate as error:
        found += [Remark(fault.line, fault.sentence, dict(fault.values)) for fault in error.faults]
    else:
        found += [*_names(source, template), *_must_say(template, is_demand=is_demand)]
    return tuple(sorted(found, key=lambda one: (not one.blocking, one.line, one.start)))


def _names(source: str, template: LetterTemplate) -> Iterator[Remark]:
    for name in sorted(template.names()):
        if name not in FIELDS and name not in CONDITIONS:
            yield remark_at(source, name, text_key="There is no field {field}.")
    for name in sorted({name for text in template.texts() for name in printed(text)}):
        if name in CONDITIONS:
            yield remark_at(source, name, text_key="{field} can only be a condition; it has nothing to print.")


def _must_say(template: LetterTemplate, *, is_demand: bool) -> Iterator[Remark]:
    says = template.always_says()
    if not says.intersection(AMOUNTS):
        yield Remark(
            1,
            text_key="The letter never says the amount: put {field} where no condition hides it.",
            values={"field": "{amount}"},
            blocking=is_demand,
        )
    if "pay_deadline" not in says:
        yield Remark(
            1,
            text_key="The letter never says until when to pay: put {field} where no condition hides it.",
            values={"field": "{pay_deadline}"},
            blocking=is_demand,
        )


def tone_remarks(source: str) -> Iterator[Remark]:
    """What a demand may not or should not say (R68, R69, R71)."""
    for found in tone.findings(source):
        yield Remark(
            _line(source, found.start), tone.SENTENCES[found.rule], {"words": found.words}, found.blocking,
            found.start, found.end,
        )  # fmt: skip


def typed_remarks(source: str) -> Iterator[Remark]:
    """Figures and days written out: they would be the same in every letter."""
    for match in _TYPED_AMOUNT.finditer(source):
        yield Remark(
            _line(source, match.start()),
            text_key="“{words}” is an amount written out: it would stand in every letter. Use a field.",
            values={"words": match[0]}, blocking=False, start=match.start(), end=match.end(),
        )  # fmt: skip
    for match in _TYPED_DAY.finditer(source):
        yield Remark(
            _line(source, match.start()),
            text_key="“{words}” is a day written out: it would stand in every letter. Use a field.",
            values={"words": match[0]}, blocking=False, start=match.start(), end=match.end(),
        )  # fmt: skip


def remark_at(source: str, name: str, *, text_key: str) -> Remark:
    """A remark on the first place that names the field ``name``."""
    match = re.search(rf"\{{[^{{}}]*\b{re.escape(name)}\b[^{{}}]*\}}", source)
    start, end = match.span() if match else (0, 0)
    return Remark(_line(source, start), text_key, {"field": f"{{{name}}}"}, start=start, end=end)


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
