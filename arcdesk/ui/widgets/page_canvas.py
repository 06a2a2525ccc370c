"""Pages of a PDF one below the other, drawn from images that arrive as they are rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

PIXELS_PER_POINT = 96 / 72  # a page at 100 % on a screen at 100 %
GAP_PX = 16
MIN_ZOOM, MAX_ZOOM = 0.25, 4.0
SETTLE_MS = 60


class Fit(Enum):
    """How the zoom follows the window."""

    WIDTH = "width"
    PAGE = "page"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page in points."""

    width: float
    height: float


class PageCanvas(QAbstractScrollArea):
    """A scrolled column of pages.

    It asks for the pages in sight by ``wanted`` and draws what ``put`` brings; a page that
    is not there yet shows as blank paper, so that scrolling never waits.

    Signals:
        wanted: (list of page indexes, image pixels per point).
        zoom_changed: zoom factor, 1.0 = 100 %.
        page_changed: index of the page in the middle of the view.
    """

    wanted = Signal(object, float)
    zoom_changed = Signal(float)
    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sizes: tuple[PageSize, ...] = ()
        self._images: dict[int, QImage] = {}
        self._asked: dict[int, float] = {}
        self._zoom = 1.0
        self._least, self._largest_fit = MIN_ZOOM, MAX_ZOOM
        self._fit = Fit.WIDTH
        self._current = 0
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def zoom(self) -> float:
        """The zoom factor, 1.0 = 100 %."""
        return self._zoom

    @property
    def current_page(self) -> int:
        """Index of the page in the middle of the view."""
        return self._current

    def set_pages(
        self, sizes: Sequence[PageSize], *, least_zoom: float = MIN_ZOOM, largest_fit: float = MAX_ZOOM
    ) -> None:
        """Show a new document of these pages, from its top; fitting never zooms beyond ``largest_fit``."""
        self._least, self._largest_fit = least_zoom, largest_fit
        self._sizes = tuple(sizes)
        self._images.clear()
        self._asked.clear()
        self._current = 0
        self._apply_fit()
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def put(self, index: int, image: QImage, scale: float) -> None:
        """Take the image of one page, rendered at ``scale`` pixels per point."""
        if self._asked.get(index, scale) == scale:  # else the zoom has changed since
            self._images[index] = image
            self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Zoom to a fixed factor, keeping the middle of the view in place."""
        self._fit = Fit.FIXED
        self._change_zoom(zoom)

    def set_fit(self, fit: Fit) -> None:
        """Let the zoom follow the window."""
        self._fit = fit
        self._apply_fit()
        self._arrange()

    def go_to(self, index: int) -> None:
        """Scroll to the top of a page."""
        if 0 <= index < len(self._sizes):
            self.verticalScrollBar().setValue(self._tops()[index] - GAP_PX)

    def page_rect(self, index: int) -> QRect:
        """Where a page stands in the viewport, in pixels."""
        size = self._pixel_size(index)
        room = max(self.viewport().width(), self._content_width())
        left = (room - size.width()) // 2 - self.horizontalScrollBar().value()
        return QRect(QPoint(left, self._tops()[index] - self.verticalScrollBar().value()), size)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = self.palette()
        painter.fillRect(event.rect(), palette.color(QPalette.ColorRole.Window))
        for index in range(len(self._sizes)):
            rect = self.page_rect(index)
            if not rect.adjusted(-2, -2, 2, 2).intersects(event.rect()):
                continue
            painter.fillRect(rect, QColor("white"))  # paper is white in every appearance
            image = self._images.get(index)
            if image is not None:
                painter.drawImage(rect, image)
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply_fit()
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
        else:
            super().wheelEvent(event)

    # inside

    def _pixel_size(self, index: int) -> QSize:
        page, scale = self._sizes[index], self._zoom * PIXELS_PER_POINT
        return QSize(round(page.width * scale), round(page.height * scale))

    def _tops(self) -> list[int]:
        tops, y = [], GAP_PX
        for index in range(len(self._sizes)):
            tops.append(y)
            y += self._pixel_size(index).height() + GAP_PX
        return tops

    def _content_width(self) -> int:
        widths = [self._pixel_size(index).width() for index in range(len(self._sizes))]
        return max(widths, default=0) + 2 * GAP_PX

    def _content_height(self) -> int:
        return sum(self._pixel_size(i).height() + GAP_PX for i in range(len(self._sizes))) + GAP_PX

    def _apply_fit(self) -> None:
        if not self._sizes or self._fit is Fit.FIXED:
            return
        widest = max(page.width for page in self._sizes)
        zoom = (self.viewport().width() - 2 * GAP_PX) / (widest * PIXELS_PER_POINT)
        if self._fit is Fit.PAGE:
            tallest = max(page.height for page in self._sizes)
            zoom = min(zoom, (self.viewport().height() - 2 * GAP_PX) / (tallest * PIXELS_PER_POINT))
        self._zoom = min(max(zoom, self._least), self._largest_fit)
        self.zoom_changed.emit(self._zoom)

    def _change_zoom(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(self._content_height(), 1)
        self._zoom = min(max(zoom, self._least), MAX_ZOOM)
        self._arrange()
        bar.setValue(round(middle * self._content_height() - self.viewport().height() / 2))
        self.zoom_changed.emit(self._zoom)

    def _arrange(self) -> None:
        view = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, self._content_height() - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(40)
        horizontal.setRange(0, max(0, self._content_width() - view.width()))
        horizontal.setPageStep(view.width())
        self.viewport().update()
        self._settle.start()

    def _on_scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        before = [index for index, top in enumerate(self._tops()) if top <= middle]
        page = before[-1] if before else 0
        if page != self._current:
            self._current = page
            self.page_changed.emit(page)
        self.viewport().update()
        self._settle.start()

    def _ask(self) -> None:
        """Ask for the pages in sight and their neighbours that have no image at this zoom."""
        scale = round(self._zoom * PIXELS_PER_POINT * self.devicePixelRatioF(), 3)
        near = self.viewport().rect().adjusted(0, -self.viewport().height(), 0, self.viewport().height())
        missing = [
            index
            for index in range(len(self._sizes))
            if self._asked.get(index) != scale and self.page_rect(index).intersects(near)
        ]
        for index in [i for i in self._images if not self.page_rect(i).intersects(near)]:
            del self._images[index]
            self._asked.pop(index, None)
        if missing:
            self._asked.update(dict.fromkeys(missing, scale))
            self.wanted.emit(missing, scale)
