"""Words of one's own on a customer (标签), by which policies and searches tell customers apart."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[,，、;；|\s]+")
JOINT = ", "


def tags(text: str) -> tuple[str, ...]:
    """The single tags of a text, in its order, each once whatever its case."""
    found: dict[str, str] = {}
    for word in filter(None, _BETWEEN.split(text)):
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


def tidy(text: str) -> str:
    """The tags of a text as they are kept: each once, joined by a comma."""
    return JOINT.join(tags(text))


def has(text: str, tag: str) -> bool:
    """Whether a tag is among those of a text, whatever its case."""
    return tag.strip().casefold() in {word.casefold() for word in tags(text)}
