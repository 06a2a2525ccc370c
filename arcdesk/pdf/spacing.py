"""How airy a document is set; a tighter setting is taken only where it saves something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from arcdesk.pdf.ink import Page


@dataclass(frozen=True, slots=True)
class Spacing:
    """Points of leading, of the gap between parts, of air in a table row and of room for a seal.

    ``writing_lines`` is how many rules a debtor gets to explain a difference.
    """

    leading: float
    gap: float
    row_air: float
    seal_room: float
    writing_lines: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Finished pages, and the number of the one that bears the signature."""

    pages: Sequence[Page]
    signature_page: int


SETTINGS = (
    Spacing(18.0, 9.0, 7.0, 78.0, 2),
    Spacing(16.5, 7.5, 6.0, 64.0, 2),
    Spacing(15.0, 6.0, 4.5, 54.0, 1),
)


def best_layout(set_pages: Callable[[Spacing], Layout]) -> Layout:
    """The airiest of the layouts with the fewest pages and, among those, the earliest signature."""
    best = set_pages(SETTINGS[0])
    for spacing in SETTINGS[1:]:
        if len(best.pages) == 1:
            break
        layout = set_pages(spacing)
        if (len(layout.pages), layout.signature_page) < (len(best.pages), best.signature_page):
            best = layout
    return best
