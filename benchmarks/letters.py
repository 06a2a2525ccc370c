"""Demand letters a second, against the same page drawn by ReportLab alone.

"ReportLab alone" gets the page laid out already and does nothing but draw each text and
line of it with the same two fonts and save the PDF: no reading of the books, no line
breaking, no checks. Issuing also numbers, hashes and seals each letter durably on disk. Other typesetters make
the same letter where they are installed (``letter_rivals.py``). At the end a thousand letters are made in one
process, and its memory is told on the way.

    uv run --group letters python benchmarks/letters.py [LETTERS] [LETTERS FOR THE MEMORY]
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from books import TODAY, make_books
from letter_rivals import page_of, rivals
from measure import Work, print_table, take_turns

from arcdesk.bootstrap import Desk
from arcdesk.pdf import fonts, ink
from arcdesk.pdf.data import LetterData
from arcdesk.pdf.document import Document
from arcdesk.pdf.letter import lay_out, render_letter, render_letters

ROUNDS = 3
INVOICES_EACH = 10


def drawn_alone(document: Document) -> bytes:
    """The laid-out pages through ReportLab's canvas, one call a text or line."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    size = (document.frame.page_width, document.frame.page_height)
    canvas = Canvas(buffer, pagesize=size, invariant=1, initialFontName=fonts.REGULAR)
    for page in document.pages:
        for mark in page.marks:
            if isinstance(mark, ink.TextMark):
                canvas.setFont(fonts.BOLD if mark.bold else fonts.REGULAR, mark.size)
                canvas.drawString(mark.x, mark.y, mark.text)
            elif isinstance(mark, ink.LineMark):
                canvas.line(mark.x1, mark.y1, mark.x2, mark.y2)
            elif isinstance(mark, ink.RectMark):
                canvas.rect(mark.x, mark.y, mark.width, mark.height, stroke=0, fill=0)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def drafts(desk: Desk, customers: list[int], day: date) -> list[LetterData]:
    """The content of one letter for each customer, as the service puts it together."""
    found: list[LetterData] = []
    for customer in customers:
        for draft in desk.letters._drafts(customer, "first", "zh", day, force=True):
            found.append(replace(draft.data, number=f"CK-{day.year}-{len(found) + 1:04d}"))
    return found


def memory_mb() -> float:
    """Memory that this process holds now, in MB; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


def many(letters: list[LetterData], count: int) -> None:
    """So many letters one after the other, with the memory held after each tenth."""
    print(f"\n{count} letters in one process, MB held:", end="")
    for number in range(1, count + 1):
        render_letter(replace(letters[number % len(letters)], number=f"CK-{number:06d}"))
        if number % max(count // 10, 1) == 0:
            print(f" {memory_mb():.0f}", end="", flush=True)
    print()


def main(count: int, most: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = make_books(Path(folder) / "books", count * (ROUNDS + 2), count * (ROUNDS + 2) * INVOICES_EACH)
        customers = [line.id for line in desk.customer_list.rows(TODAY).rows if line.overdue_fen > 0]
        some = customers[:count]
        letters = drafts(desk, some, TODAY)
        laid_out = [lay_out(data) for data in letters]
        fonts.register()
        fresh = iter(customers)

        def issue_new() -> None:
            for customer in [next(fresh) for _ in some]:
                desk.letters.issue(customer, "first", force=True, reason="measured")

        pages = [page_of(data) for data in letters]
        works: dict[str, Work] = {
            "ReportLab alone, page laid out": lambda: [drawn_alone(document) for document in laid_out],
            "content to PDF": lambda: [render_letter(data) for data in letters],
            "books to PDF": lambda: [render_letter(data) for data in drafts(desk, some, TODAY)],
            "issued: numbered and sealed": issue_new,
            "one PDF of all, for printing": lambda: render_letters(letters),
            **dict(rivals(pages)),
        }
        seconds = take_turns(works, ROUNDS)
        desk.close()
    title = f"{len(letters)} letters, {sum(len(document.pages) for document in laid_out)} pages"
    print_table(title, seconds, against="ReportLab alone, page laid out", count=len(letters), unit="letters")
    many(letters, most)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
