"""What a WeChat exhibit prints: plain frozen values, texts in its language (R60, R62)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Shot:
    """One screenshot in its place: its number, the name it came under, its hash, its size as looked at.

    ``stamped`` is the moment that the file itself states, in words, "" where it states none.
    """

    number: int
    name: str
    sha256: str
    width_px: int
    height_px: int
    stamped: str = ""
    lossless: bool = True


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One point of the checklist: what it asks, what was said to it, what is to be done where it is missing."""

    text: str
    answer: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class WechatData:
    """The whole exhibit. ``facts`` are labelled lines of the cover; ``corrects`` a sentence where it replaces one."""

    language: str
    number: str
    company: str
    customer: str
    made_on: date
    facts: tuple[tuple[str, str], ...]
    shots: tuple[Shot, ...]
    checks: tuple[CheckLine, ...]
    corrects: str = ""
