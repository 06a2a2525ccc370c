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
    from pypinyin.seg.simpleseg import seg  # slow to import, and an all-Latin ledger never needs it

    best, initials = "", ""
    letters: list[tuple[str, ...]] = []
    for word in (word for run in _RUNS.findall(text) for word in ((run,) if run.isascii() else seg(run))):
        syllables, first, choices = _readings(word)
        best, initials = best + syllables, initials + first
        letters += choices
    others = ("".join(choice) for choice in islice(product(*letters), READINGS_KEPT))
    return (best, initials, *others)


@lru_cache(
    maxsize=16_384
)  # names share their towns, trades and endings; pypinyin converts each of these afresh
def _readings(word: str) -> tuple[str, str, tuple[tuple[str, ...], ...]]:
    """A word's likeliest pinyin, its initials, and every initial each character can have."""
    if word.isascii():
        return word, word, ((word,),)
    from pypinyin import Style, pinyin

    syllables = [choices[0].lower() for choices in pinyin(word, style=Style.NORMAL)]
    first = "".join(part[:1] if part.isascii() else part for part in syllables)
    letters = pinyin(word, style=Style.FIRST_LETTER, heteronym=True)
    return (
        "".join(syllables),
        first,
        tuple(tuple(choice.lower() for choice in choices) for choices in letters),
    )
