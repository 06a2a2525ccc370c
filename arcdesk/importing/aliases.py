"""Other codes and names of a customer in one cell of the ledger workbook: a line each, 编码:K07 or 名称:旧名."""

from __future__ import annotations

from collections.abc import Iterable

WORDS = {"code": "编码", "name": "名称"}
_KINDS = {word: kind for kind, text in WORDS.items() for word in (text, kind)}


def aliases_text(aliases: Iterable[tuple[str, str]]) -> str:
    """The cell for (kind, text) pairs; kind is code or name."""
    return "\n".join(f"{WORDS[kind]}:{text}" for kind, text in aliases)


def read_aliases(cell: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a cell; a line that is none is passed over."""
    found = []
    for line in cell.splitlines():
        word, _, text = line.replace("：", ":", 1).partition(":")
        kind = _KINDS.get(word.strip())
        if kind and text.strip():
            found.append((kind, text.strip()))
    return tuple(found)
