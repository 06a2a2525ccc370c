"""What a customer can be found by: code, names, pinyin, initials (F-24)."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    best, initials = "", ""
    letters: list[tuple[str, ...]] = []
    for word in (word for run in _RUNS.findall(text) for word in ((run,) if run.isascii() else _words(run))):
        syllables, first, choices = _readings(word)
        best, initials = best + syllables, initials + first
        letters += choices
    others = ("".join(choice) for choice in islice(product(*letters), READINGS_KEPT))
    return (best, initials, *others)


def _words(run: str) -> Iterator[str]:
    """The words of a text without ASCII, as pypinyin cuts it: from its beginning, each as long as it knows one."""
    from pypinyin.constants import RE_HANS  # slow to import, and an all-Latin ledger never needs it
    from pypinyin.seg.simpleseg import simple_seg

    for part in (run,) if RE_HANS.match(run) else simple_seg(run):
        if RE_HANS.match(part):
            at = 0
            while at < len(part):
                words = _next_words(part[at:])
                yield from words
                at += sum(map(len, words))
        else:
            yield part


@lru_cache(maxsize=32_768)  # names have their endings in common: 包装制品有限公司, 制品有限公司, 有限公司
def _next_words(text: str) -> tuple[str, ...]:
    """The first word; all there are, where the text is no more than the beginning of a phrase."""
    from pypinyin.seg.mmseg import p_set, seg

    words = seg.cut(text)
    return tuple(words) if text in p_set else (next(words),)


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
