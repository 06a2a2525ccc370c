"""Sheets of plain text: a transcript behind its recording, an e-mail or a note printed from its file (R62, R63)."""

from __future__ import annotations

from functools import lru_cache

from arcdesk.i18n import translate
from arcdesk.pdf.flow import MM, PORTRAIT
from arcdesk.pdf.ink import INK, MUTED, Page
from arcdesk.pdf.text import Line, Run, break_lines, one_line

SIZE, LEADING = 10.0, 16.0
HEAD = 30 * MM
"""Room over the text: head of the sheet, title, who wrote it down."""


@lru_cache(maxsize=64)
def transcript_sheets(paragraphs: tuple[str, ...]) -> tuple[tuple[Line, ...], ...]:
    """The lines of each sheet; none for no text."""
    lines: list[Line] = []
    for text in paragraphs:
        lines += break_lines([Run(text)], SIZE, PORTRAIT.width) if text.strip() else [one_line("", SIZE)]
    room = int((PORTRAIT.top - HEAD - PORTRAIT.bottom - 8) // LEADING)
    return tuple(tuple(lines[at : at + room]) for at in range(0, len(lines), room))


def draw_transcript(page: Page, lines: tuple[Line, ...], said_by: str, language: str) -> None:
    """One sheet: its title, who wrote it down and when, the lines."""
    _draw(page, lines, translate("Transcript|exhibit", language), said_by)


def draw_printed(page: Page, lines: tuple[Line, ...], language: str) -> None:
    """One sheet of a text or e-mail that was printed from its file."""
    under = translate("Printed from the file, which is handed over unchanged and decides.", language)
    _draw(page, lines, translate("Printout|exhibit", language), under)


def _draw(page: Page, lines: tuple[Line, ...], title: str, under: str) -> None:
    y = PORTRAIT.top - 15 * MM
    page.text(PORTRAIT.left, y, title, 13, bold=True, color=INK)
    for line in break_lines([Run(under)], 8.0, PORTRAIT.width)[:2]:
        y -= 12.0
        page.set_line(PORTRAIT.left, y, line, 8.0, color=MUTED)
    y = PORTRAIT.top - HEAD
    for line in lines:
        y -= LEADING
        page.set_line(PORTRAIT.left, y, line, SIZE, color=INK)
