"""A page as a list of marks: laid out first, inked onto a canvas once all pages are known.

Waiting with the ink gives ``page x of y`` without a second layout, and lets the whole
document be checked for characters the font lacks before anything is written.
Coordinates are points from the lower left corner.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from arcdesk.pdf.fonts import BOLD, REGULAR, text_width
from arcdesk.pdf.text import Line

INK = 0x1C1F23
MUTED = 0x5F6670
FAINT = 0x9AA1AB
HAIRLINE = 0xC9CED6
RULE = 0x2F3A4A
ACCENT = 0x1F3A5F
HEAD_FILL = 0xEEF1F5
ZEBRA_FILL = 0xF7F8FA
WHITE = 0xFFFFFF
WATERMARK = 0xE7E9ED


@dataclass(frozen=True, slots=True)
class TextMark:
    """Text with its baseline starting at (x, y)."""

    x: float
    y: float
    text: str
    size: float
    bold: bool
    color: int
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class LineMark:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    color: int
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RectMark:
    """A rectangle with its lower left corner at (x, y); ``None`` leaves fill or outline away."""

    x: float
    y: float
    width: float
    height: float
    fill: int | None
    stroke: int | None
    line_width: float


@dataclass(frozen=True, slots=True)
class CircleMark:
    x: float
    y: float
    radius: float
    color: int
    width: float
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A picture with its lower left corner at (x, y); ``read`` gives it as PNG or JPEG when it is inked."""

    x: float
    y: float
    width: float
    height: float
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class WatermarkMark:
    """Large pale text across the page, its middle at (x, y), rising by ``degrees``."""

    x: float
    y: float
    text: str
    size: float
    color: int
    degrees: float


Mark = TextMark | LineMark | RectMark | CircleMark | WatermarkMark | PictureMark


@dataclass(slots=True)
class Page:
    """The marks of one page in drawing order."""

    marks: list[Mark] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        color: int = INK,
        spacing: float = 0.0,
    ) -> None:
        if text:
            self.marks.append(TextMark(x, y, text, size, bold, color, spacing))

    def text_right(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, color: int = INK
    ) -> None:
        self.text(x - text_width(text, size, bold=bold), y, text, size, bold=bold, color=color)

    def text_center(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, color: int = INK
    ) -> None:
        self.text(x - text_width(text, size, bold=bold) / 2, y, text, size, bold=bold, color=color)

    def set_line(self, x: float, y: float, line: Line, size: float, *, color: int = INK) -> None:
        """A broken line of text with its left edge at ``x`` and its baseline at ``y``."""
        for part in line.segments:
            self.text(x + part.x, y, part.text, size, bold=part.bold, color=color, spacing=part.spacing)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = 0.5,
        color: int = RULE,
        dash: tuple[float, ...] = (),
    ) -> None:
        self.marks.append(LineMark(x1, y1, x2, y2, width, color, dash))

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: int | None = None,
        stroke: int | None = None,
        line_width: float = 0.5,
    ) -> None:
        self.marks.append(RectMark(x, y, width, height, fill, stroke, line_width))

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        color: int = FAINT,
        width: float = 0.6,
        dash: tuple[float, ...] = (),
    ) -> None:
        self.marks.append(CircleMark(x, y, radius, color, width, dash))

    def picture(self, x: float, y: float, width: float, height: float, read: Callable[[], bytes]) -> None:
        self.marks.append(PictureMark(x, y, width, height, read))

    def watermark(self, x: float, y: float, text: str, size: float, *, degrees: float = 45.0) -> None:
        self.marks.append(WatermarkMark(x, y, text, size, WATERMARK, degrees))


def characters(pages: Iterable[Page]) -> Iterator[str]:
    """Every text on the pages."""
    for page in pages:
        for mark in page.marks:
            if isinstance(mark, TextMark | WatermarkMark):
                yield mark.text


def draw(canvas: Any, page: Page) -> None:
    """Ink one page onto a ReportLab canvas; runs of text share one text object."""
    pending: list[TextMark] = []
    for mark in page.marks:
        if isinstance(mark, TextMark):
            pending.append(mark)
            continue
        _draw_texts(canvas, pending)
        pending = []
        if isinstance(mark, PictureMark):
            _draw_picture(canvas, mark)
        else:
            _draw_shape(canvas, mark)
    _draw_texts(canvas, pending)


def _draw_texts(canvas: Any, marks: list[TextMark]) -> None:
    if not marks:
        return
    block = canvas.beginText()
    style: tuple[object, ...] = ()
    spacing = 0.0
    for mark in marks:
        if style != (mark.size, mark.bold, mark.color):
            style = (mark.size, mark.bold, mark.color)
            block.setFont(BOLD if mark.bold else REGULAR, mark.size)
            block.setFillColorRGB(*_rgb(mark.color))
        if spacing != mark.spacing:
            spacing = mark.spacing
            block.setCharSpace(spacing)
        block.setTextOrigin(mark.x, mark.y)
        block.textOut(mark.text)
    if spacing:
        block.setCharSpace(0)  # it would outlive the text object
    canvas.drawText(block)


def _draw_picture(canvas: Any, mark: PictureMark) -> None:
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(io.BytesIO(mark.read())), mark.x, mark.y, mark.width, mark.height)


def _draw_shape(canvas: Any, mark: LineMark | RectMark | CircleMark | WatermarkMark) -> None:
    if isinstance(mark, WatermarkMark):
        canvas.saveState()
        canvas.translate(mark.x, mark.y)
        canvas.rotate(mark.degrees)
        canvas.setFont(BOLD, mark.size)
        canvas.setFillColorRGB(*_rgb(mark.color))
        canvas.drawCentredString(0, -mark.size * 0.35, mark.text)
        canvas.restoreState()
        return
    if isinstance(mark, RectMark):
        if mark.fill is not None:
            canvas.setFillColorRGB(*_rgb(mark.fill))
        if mark.stroke is not None:
            canvas.setStrokeColorRGB(*_rgb(mark.stroke))
            canvas.setLineWidth(mark.line_width)
            canvas.setDash()
        canvas.rect(
            mark.x,
            mark.y,
            mark.width,
            mark.height,
            stroke=mark.stroke is not None,
            fill=mark.fill is not None,
        )
        return
    canvas.setStrokeColorRGB(*_rgb(mark.color))
    canvas.setLineWidth(mark.width)
    canvas.setDash(list(mark.dash))
    if isinstance(mark, LineMark):
        canvas.line(mark.x1, mark.y1, mark.x2, mark.y2)
    else:
        canvas.circle(mark.x, mark.y, mark.radius, stroke=1, fill=0)


def _rgb(color: int) -> tuple[float, float, float]:
    return ((color >> 16) / 255, (color >> 8 & 255) / 255, (color & 255) / 255)
