"""All exhibits as one PDF: a separator before each, its pages numbered on through the bundle (R53).

Images and the pages of PDF files are placed as they are, scaled to the sheet; of a PDF only what its
pages show is taken, no script, link or attachment. Anything else has a page with its name and hash.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from arcdesk.i18n import translate
from arcdesk.pdf import blocks, fonts, ink, pictures, preview
from arcdesk.pdf.document import Document, canvas_for, check_language, cleaned, refuse_missing_glyphs
from arcdesk.pdf.exhibit_data import BundleData, Exhibit
from arcdesk.pdf.flow import MM, PORTRAIT, Block, gap, paragraph, stack
from arcdesk.pdf.ink import ACCENT, INK, MUTED, Page
from arcdesk.pdf.text import Run, printable
from arcdesk.pdf.transcript import draw_printed, draw_transcript, transcript_sheets

MOST_PAGES = 3000
LONG_SIDE_PIXELS = 2600
HEAD_HEIGHT = 9 * MM
SIZE, LEADING = 10.0, 16.0

Progress = Callable[[int, int], None]


def pages_of(file: Path, media_type: str, printed: tuple[str, ...] = ()) -> int:
    """How many pages a file takes in the bundle; one where it can't be placed and is only named.

    ``printed`` are the lines of a text or an e-mail, which are printed in place of the file.
    """
    if printed:
        return len(transcript_sheets(printed))
    if media_type == "application/pdf":
        return _pdf_pages(file) or 1
    return pictures.frames_of(file) if media_type.startswith("image/") else 1


def render_bundle(data: BundleData, target: Path, progress: Progress | None = None) -> None:
    """Write the bundle to the new file ``target``.

    Raises:
        MissingGlyph, UnknownLanguage; OSError where the file can't be written.
    """
    check_language(data.language)
    plain = cleaned(data)
    base = io.BytesIO()
    placements = _draw_base(plain, base, progress)
    _place_pdfs(base, placements, target)


def _draw_base(data: BundleData, buffer: io.BytesIO, progress: Progress | None) -> list[tuple[int, Exhibit, int]]:
    """Separators, heads, feet and images; returns (sheet, exhibit, page of its file) for each PDF page to place."""
    title = translate("Evidence|bundle", data.language)
    canvas = canvas_for(buffer, Document([], PORTRAIT, data.language, "", "", title, data.company))
    placements: list[tuple[int, Exhibit, int]] = []
    sheet = 0
    for done, exhibit in enumerate(data.exhibits):
        _finish(canvas, _separator(data, exhibit), exhibit)
        sheet += 1
        is_pdf = exhibit.media_type == "application/pdf" and _pdf_pages(exhibit.file) > 0
        sheets, printed = transcript_sheets(exhibit.transcript), transcript_sheets(exhibit.printed)
        own = exhibit.last_page - exhibit.first_page + 1 - len(sheets)
        for index, page in enumerate(range(exhibit.first_page, exhibit.last_page + 1)):
            marks = _frame_marks(data, exhibit, page)
            if index >= own:
                draw_transcript(marks, sheets[index - own], exhibit.transcribed, data.language)
            elif printed:
                draw_printed(marks, printed[index], data.language)
            elif is_pdf:
                placements.append((sheet, exhibit, page - exhibit.first_page))
            elif not _draw_image(canvas, exhibit, index):
                _name_file(marks, data, exhibit)
            _finish(canvas, marks, None)
            sheet += 1
        if progress:
            progress(done + 1, len(data.exhibits))
    if not sheet:
        _finish(canvas, Page(), None)
    canvas.save()
    return placements


def _finish(canvas: Any, page: Page, bookmark: Exhibit | None) -> None:
    refuse_missing_glyphs(bookmark.number if bookmark else "", ink.characters([page]))
    if bookmark is not None:
        canvas.bookmarkPage(bookmark.number)
        canvas.addOutlineEntry(f"{bookmark.number} {bookmark.title}", bookmark.number)
    ink.draw(canvas, page)
    canvas.showPage()


def _separator(data: BundleData, exhibit: Exhibit) -> Page:
    """The sheet before an exhibit. It has no page number: those are the exhibits' own."""
    page, frame, language = Page(), PORTRAIT, data.language
    y = frame.top - 70 * MM
    page.text_center((frame.left + frame.right) / 2, y, translate("Exhibit|bundle", language), 15, color=MUTED)
    page.text_center((frame.left + frame.right) / 2, y - 44, exhibit.number, 34, bold=True, color=ACCENT)
    name = stack(list(_centred(exhibit.title, 15.0, 22.0)))
    name.draw(page, frame.left, y - 66)
    facts = [
        (translate("Pages:|exhibit", language), exhibit.page_words),
        (translate("Source:|exhibit", language), exhibit.source),
        (translate("Proves:|exhibit", language), exhibit.purpose),
        (translate("Held as:|exhibit", language), exhibit.form),
        (translate("Original file:|exhibit", language), printable(exhibit.stored_as)),
        ("SHA-256:", exhibit.sha256),
        (translate("Remark:|exhibit", language), exhibit.note),
    ]
    lines = blocks.labelled_lines([pair for pair in facts if pair[1]], 9.5, 15.0, frame.width)
    lines.draw(page, frame.left, y - 84 - name.height)
    foot = f"{data.company}  ·  {data.customer}"
    page.text_center((frame.left + frame.right) / 2, frame.bottom - 14, blocks.shortened(foot, 8, frame.width), 8,
                     color=MUTED)  # fmt: skip
    return page


def _centred(text: str, size: float, leading: float) -> Iterator[Block]:
    """Lines of a title, each in the middle of the frame."""
    from arcdesk.pdf.text import break_lines

    for line in break_lines([Run(text, bold=True)], size, PORTRAIT.width):

        def draw(page: Page, x: float, top: float, line: Any = line) -> None:
            page.set_line(x + (PORTRAIT.width - line.width) / 2, top - leading * 0.71, line, size, color=INK)

        yield Block(leading, draw)


def _frame_marks(data: BundleData, exhibit: Exhibit, number: int) -> Page:
    """Head and foot of a numbered sheet: which exhibit, which page of how many."""
    page, frame, language = Page(), PORTRAIT, data.language
    head = translate("Exhibit {number}", language, number=exhibit.number)
    page.text(frame.left, frame.top - 2, head, 8.5, bold=True, color=ACCENT)
    room = frame.width - fonts.text_width(head, 8.5, bold=True) - 12
    page.text_right(frame.right, frame.top - 2, blocks.shortened(exhibit.title, 8, room), 8, color=MUTED)
    page.line(frame.left, frame.top - 7, frame.right, frame.top - 7, width=0.35, color=ink.HAIRLINE)
    foot = translate("Page {page} of {total}", language, page=number, total=data.pages)
    page.line(frame.left, frame.bottom - 4, frame.right, frame.bottom - 4, width=0.35, color=ink.HAIRLINE)
    page.text_right(frame.right, frame.bottom - 14, foot, 8.5, color=INK)
    return page


def _name_file(page: Page, data: BundleData, exhibit: Exhibit) -> None:
    """What cannot be printed: where it is, how large, and its hash."""
    language, frame = data.language, PORTRAIT
    text = translate(
        "This piece cannot be printed. It is handed over as a file; its content is proven by its hash.", language
    )
    facts = [
        (translate("File:|exhibit", language), printable(exhibit.stored_as)),
        (translate("Type:|exhibit", language), exhibit.media_type),
        (translate("Size:|exhibit", language), f"{exhibit.size_bytes:,} B"),
        ("SHA-256:", exhibit.sha256),
    ]
    body = [*paragraph([Run(text)], SIZE, LEADING, frame.width), gap(10.0),
            blocks.labelled_lines(facts, SIZE, LEADING, frame.width)]  # fmt: skip
    stack(body).draw(page, frame.left, frame.top - 60)


def _area() -> tuple[float, float, float, float]:
    """The room for an exhibit: left, bottom, width, height."""
    bottom = PORTRAIT.bottom + 2
    return PORTRAIT.left, bottom, PORTRAIT.width, PORTRAIT.top - HEAD_HEIGHT - bottom


def _fitted(width: float, height: float) -> tuple[float, float, float]:
    """Scale and lower left corner that put a piece of that size into the middle of the area, never enlarged past it."""
    left, bottom, room_x, room_y = _area()
    scale = min(room_x / width, room_y / height)
    return scale, left + (room_x - width * scale) / 2, bottom + (room_y - height * scale) / 2


def _draw_image(canvas: Any, exhibit: Exhibit, frame: int) -> bool:
    """Place an image, or one sheet of a scan of several, upright and no larger than needed; False where it is none."""
    if not exhibit.media_type.startswith("image/"):
        return False
    from reportlab.lib.utils import ImageReader

    try:
        with exhibit.file.open("rb") as file:
            shown = pictures.upright(file, LONG_SIDE_PIXELS, frame)
    except (OSError, pictures.NotDrawable):
        return False
    packed = io.BytesIO(pictures.packed(shown, lossless=exhibit.media_type != "image/jpeg"))
    scale, _, _ = _fitted(*shown.size)
    scale = min(scale, 72 / 96)  # a small screenshot is not blown up beyond its size on the screen
    _, bottom, _, room_y = _area()
    width, height = shown.size[0] * scale, shown.size[1] * scale
    x = PORTRAIT.left + (PORTRAIT.width - width) / 2
    y = bottom + (room_y - height) / 2
    canvas.drawImage(ImageReader(packed), x, y, width, height)
    return True


def _pdf_pages(file: Path) -> int:
    """Pages of a PDF that opens without a password; 0 of one that does not, or has a page that can't be read."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with preview.LOCK, closing(pypdfium2.PdfDocument(file)) as document:
            count = len(document)
            for index in range(count if count <= MOST_PAGES else 0):
                document[index].close()
    except (pypdfium2.PdfiumError, OSError):
        return 0
    return count if count <= MOST_PAGES else 0


def _place_pdfs(base: io.BytesIO, placements: list[tuple[int, Exhibit, int]], target: Path) -> None:
    """Lay the pages of the PDF exhibits onto their sheets and write the file."""
    if not placements:
        _write(target, base.getvalue())
        return
    import pypdfium2

    with preview.LOCK, closing(pypdfium2.PdfDocument(base.getvalue())) as bundle:
        opened: Path | None = None
        source: Any = None
        try:
            for sheet, exhibit, index in placements:
                if exhibit.file != opened:
                    if source is not None:
                        source.close()
                    source, opened = pypdfium2.PdfDocument(exhibit.file), exhibit.file
                _place_page(bundle, sheet, source, index)
        finally:
            if source is not None:
                source.close()
        packed = io.BytesIO()
        bundle.save(packed)
    _write(target, packed.getvalue())


def _place_page(bundle: Any, sheet: int, source: Any, index: int) -> None:
    """One page as it is shown: turned, cropped, with its stamps and filled fields drawn in."""
    import pypdfium2
    from pypdfium2 import raw

    page = source[index]
    raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)  # one that can't be drawn in leaves the page as it was
    width, height = page.get_size()
    page.close()
    scale, x, y = _fitted(width, height)
    placed = source.page_as_xobject(index, bundle).as_pageobject()
    placed.set_matrix(pypdfium2.PdfMatrix().scale(scale, scale).translate(x, y))
    target = bundle[sheet]
    target.insert_obj(placed)
    target.gen_content()
    target.close()


def _write(target: Path, content: bytes) -> None:
    with target.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
