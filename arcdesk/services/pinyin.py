"""What a customer can be found by: code, names, pinyin, initials (F-24)."""

from __future__ import annotations

from itertools import islice, product

READINGS_KEPT = 8
"""Spellings kept of a name with polyphonic characters, for full pinyin and for initials."""


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


def _spellings(text: str) -> list[str]:
    from pypinyin import Style, pinyin  # slow to import, and an all-Latin ledger never needs it

    best = "".join(syllables[0] for syllables in pinyin(text, style=Style.NORMAL))
    initials = "".join(syllables[0] for syllables in pinyin(text, style=Style.FIRST_LETTER))
    readings = pinyin(text, style=Style.FIRST_LETTER, heteronym=True)
    others = ("".join(choice) for choice in islice(product(*readings), READINGS_KEPT))
    return [best.lower(), initials.lower(), *(other.lower() for other in others)]
