"""What a customer can be found by: code, names, pinyin, initials (F-24)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

READINGS_KEPT = 8
"""Spellings kept of a name with polyphonic characters, for full pinyin and for initials."""

_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")


def search_key(*texts: str) -> str:
    """Lower-case words a search may match inside: the texts and their pinyin and initials."""
    words: list[str] = []
    for text in texts:
        plain = text.strip().lower()
        if not plain:
            continue
        words.append(plain)
        if not plain.isascii():
            words.extend(_spellings(plain))
    return " ".join(dict.fromkeys(words))


@lru_cache(maxsize=32_768)  # an import spells every name twice: for its dry run and when it is carried out
def _spellings(text: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # slow to import, and an all-Latin ledger never needs it

    best, initials = "", ""
    for run in _RUNS.findall(text):
        if run.isascii():
            best, initials = best + run, initials + run
            continue
        syllables = [choices[0].lower() for choices in pinyin(run, style=Style.NORMAL)]
        best += "".join(syllables)
        initials += "".join(part[:1] if part.isascii() else part for part in syllables)
    readings = pinyin(text, style=Style.FIRST_LETTER, heteronym=True)
    others = ("".join(choice).lower() for choice in islice(product(*readings), READINGS_KEPT))
    return (best, initials, *others)
