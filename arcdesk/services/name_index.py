"""Names that are like a name, out of ten thousand: few are looked at closely, and only those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from arcdesk.domain import names
from arcdesk.domain.names import SURE, Likeness
from arcdesk.services.pinyin import search_key

MOST_PROPOSED = 5
_RAREST = 4
"""So many of a name's pairs of signs, the rarest ones, lead to the names compared with it: a sign typed
wrong spoils two of them."""
_LOOKED_AT = 24
_ROUGHLY = 60


class NameIndex:
    """Names by key, to be asked for those like another."""

    def __init__(self, known: Iterable[tuple[int, str]]) -> None:
        self._names: dict[int, str] = dict(known)
        self._cores: dict[int, str] = {key: names.parts(name).core for key, name in self._names.items()}
        self._holders: dict[str, list[int]] = defaultdict(list)
        for key, core in self._cores.items():
            for pair in _pairs(core):
                self._holders[pair].append(key)

    def alike(self, name: str, *, but: Iterable[int] = ()) -> list[tuple[int, Likeness]]:
        """Keys of the names that may be the same company's, the most alike first; at most five."""
        from rapidfuzz import fuzz, process  # slow to import, and most imports never ask

        core = names.parts(name).core
        holders = sorted((self._holders[p] for p in _pairs(core) if p in self._holders), key=len)
        keys = {key for found in holders[:_RAREST] for key in found} - set(but)
        if not keys:
            return []
        cores = {key: self._cores[key] for key in keys}
        near = process.extract(core, cores, scorer=fuzz.ratio, score_cutoff=_ROUGHLY, limit=_LOOKED_AT)
        judged = ((key, names.likeness(name, self._names[key], _sound)) for _, _, key in near)
        found = [(key, like) for key, like in judged if like is not None and like.score >= SURE]
        found.sort(key=lambda pair: (-pair[1].score, pair[0]))
        return found[:MOST_PROPOSED]


def _pairs(core: str) -> set[str]:
    """Every two signs that stand side by side, the first and the last with the border."""
    bordered = f"^{core}$"
    return {bordered[i : i + 2] for i in range(len(bordered) - 1)}


@lru_cache(maxsize=32_768)
def _sound(text: str) -> str:
    """How a name is spoken: its first reading in pinyin."""
    words = search_key(text).split(" ")
    return words[1] if len(words) > 1 else text
