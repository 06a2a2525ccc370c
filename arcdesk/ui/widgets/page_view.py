"""A document on screen: its pages rendered as they will print, a page list and the zoom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.jobs import JobContext, Jobs
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets.basics import button, icon_button, label
from arcdesk.ui.widgets.fields import named
from arcdesk.ui.widgets.page_canvas import PIXELS_PER_POINT, Fit, PageCanvas, PageSize

THUMBNAIL_SCALE = 0.31  # pixels per point: an A4 page becomes 185 x 261, sharp at 200 %
THUMBNAIL = QSize(92, 130)
LIST_WORTH_ITS_ROOM = 3.5
NARROWEST_LINES = 10
BAR_CHARACTERS = 40  # page number and zoom
ZOOM_STEP = 1.25
LEAST_IMAGE_ZOOM = 0.02


@dataclass(frozen=True, slots=True)
class _Opened:
    serial: int
    sizes: tuple[PageSize, ...]
    thumbnails: tuple[QImage, ...]


@dataclass(frozen=True, slots=True)
class _Rendered:
    serial: int
    index: int
    scale: float
    image: QImage


def render(pdf: bytes, index: int, scale: float) -> QImage:
    """One page of a PDF as an image, ``scale`` pixels per point."""
    from arcdesk.pdf import preview

    width, height, pixels = preview.render_page(pdf, index, scale)
    return QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()


class PageView(QWidget):
    """Shows a PDF or a picture.

    Signals:
        shown: number of pages, when the document is on screen.
    """

    shown = Signal(int)

    def __init__(self, jobs: Jobs, theme: Theme, *, page_list: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_page_list = page_list
        self._jobs, self._theme = jobs, theme
        self._pdf = b""
        self._image = QImage()
        self._serial = 0
        self._count = 0
        self.canvas = PageCanvas(self)
        self.canvas.setAccessibleName(tr("Pages of the document"))
        self.canvas.wanted.connect(self._render)
        self.canvas.zoom_changed.connect(self._on_zoom_changed)
        self.canvas.page_changed.connect(self._on_page_changed)
        self._build()

    @property
    def pdf(self) -> bytes:
        """The document on screen, empty when there is none."""
        return self._pdf

    def show_pdf(self, pdf: bytes) -> None:
        """Show another document from its first page."""
        self._pdf, self._image = pdf, QImage()
        self._serial += 1
        work = partial(_open, pdf, self._serial, self._has_page_list)
        self._jobs.run(work, self._on_opened, self._on_failed, pool="work")

    def show_image(self, image: QImage) -> None:
        """Show a picture from its top, as wide as the view and never enlarged; the keys zoom as in a document."""
        self._pdf, self._image = b"", image
        self._serial += 1
        self.pages.clear()
        self._count = 1
        self._show_page_list()
        self._stack.setCurrentWidget(self.canvas)
        self._bar.setEnabled(True)
        size = PageSize(image.width() / PIXELS_PER_POINT, image.height() / PIXELS_PER_POINT)
        self.canvas.set_pages([size], least_zoom=LEAST_IMAGE_ZOOM, largest_fit=1.0)
        self._page_label.setText(f"{image.width()} × {image.height()}")
        self.shown.emit(1)

    def show_text(self, text: str) -> None:
        """Show a sentence in place of a document."""
        self._pdf, self._image = b"", QImage()
        self._serial += 1
        self._hint.setText(text)
        self._stack.setCurrentWidget(self._hint)
        self._bar.setEnabled(False)

    def zoom_in(self) -> None:
        self.canvas.set_zoom(self.canvas.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        self.canvas.set_zoom(self.canvas.zoom / ZOOM_STEP)

    def fit_width(self) -> None:
        self.canvas.set_fit(Fit.WIDTH)

    def fit_page(self) -> None:
        self.canvas.set_fit(Fit.PAGE)

    # inside

    def _build(self) -> None:
        self.pages = named(QListWidget(self), "page_list", tr("Page list"))
        self.pages.setViewMode(QListView.ViewMode.IconMode)
        self.pages.setFlow(QListView.Flow.TopToBottom)
        self.pages.setWrapping(False)
        self.pages.setMovement(QListView.Movement.Static)
        self.pages.setIconSize(THUMBNAIL)
        self.pages.setGridSize(QSize(THUMBNAIL.width() + 16, THUMBNAIL.height() + self.fontMetrics().height() + 16))
        self.pages.setFixedWidth(THUMBNAIL.width() + 36)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.currentRowChanged.connect(self._on_row_chosen)
        self._hint = label(tr("Nothing to show yet."), "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setMargin(24)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self.canvas)
        self._bar = self._zoom_bar()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.pages)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._bar)
        layout.addLayout(middle, 1)
        self.pages.hide()
        self._bar.setEnabled(False)
        for keys, slot in (
            (QKeySequence.StandardKey.ZoomIn, self.zoom_in),
            (QKeySequence.StandardKey.ZoomOut, self.zoom_out),
            ("Ctrl+0", self.fit_width),
        ):
            QShortcut(QKeySequence(keys), self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _zoom_bar(self) -> QWidget:
        bar = QWidget(self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(4)
        self._page_label = label("", "muted")
        self._page_label.setObjectName("page_label")
        self._zoom_label = QLabel("", bar, alignment=Qt.AlignmentFlag.AlignCenter)
        self._zoom_label.setMinimumWidth(self.fontMetrics().horizontalAdvance("400 %"))
        row.addWidget(self._page_label)
        row.addStretch(1)
        row.addWidget(icon_button("zoom-out", tr("Zoom out"), self._theme, "zoom_out", self.zoom_out))
        row.addWidget(self._zoom_label)
        row.addWidget(icon_button("zoom-in", tr("Zoom in"), self._theme, "zoom_in", self.zoom_in))
        row.addSpacing(8)
        self._fit_buttons = (
            button(tr("Fit width"), "fit_width", self.fit_width, flat=True),
            button(tr("Whole page"), "fit_page", self.fit_page, flat=True),
        )
        for made in self._fit_buttons:
            row.addWidget(made)
        return bar

    def _on_opened(self, opened: _Opened) -> None:
        if opened.serial != self._serial:
            return
        self.pages.blockSignals(True)
        self.pages.clear()
        for number, image in enumerate(opened.thumbnails, start=1):
            item = QListWidgetItem(QIcon(QPixmap.fromImage(image)), str(number))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, tr("Page {number}", number=number))
            self.pages.addItem(item)
        self.pages.setCurrentRow(0)
        self.pages.blockSignals(False)
        self._count = len(opened.sizes)
        self._show_page_list()
        self._stack.setCurrentWidget(self.canvas)
        self._bar.setEnabled(True)
        self.canvas.set_pages(opened.sizes)
        self._show_page_number()
        self.shown.emit(len(opened.sizes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_page_list()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * NARROWEST_LINES, self.fontMetrics().height() * NARROWEST_LINES)

    def _show_page_list(self) -> None:
        """The list is worth its room only beside several pages in a wide view."""
        least = self.fontMetrics().horizontalAdvance("0") * BAR_CHARACTERS
        wide = self.width() >= least + sum(made.sizeHint().width() for made in self._fit_buttons)
        for made in self._fit_buttons:
            made.setVisible(wide)
        room = self.width() > self.pages.width() * LIST_WORTH_ITS_ROOM
        self.pages.setVisible(self._has_page_list and self._count > 1 and room)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.show_text(sentence(error))

    def _render(self, indexes: list[int], scale: float) -> None:
        for index in indexes:
            work = partial(_render_page, self._pdf, self._serial, index, scale)
            if not self._image.isNull():
                work = partial(_scale_image, self._image, self._serial, index, scale)
            self._jobs.run(work, self._on_rendered, self._on_failed, pool="work")

    def _on_rendered(self, page: _Rendered) -> None:
        if page.serial == self._serial:
            self.canvas.put(page.index, page.image, page.scale)

    def _on_zoom_changed(self, zoom: float) -> None:
        self._zoom_label.setText(f"{round(zoom * 100)} %")

    def _on_page_changed(self, index: int) -> None:
        self.pages.blockSignals(True)
        self.pages.setCurrentRow(index)
        self.pages.blockSignals(False)
        self._show_page_number()

    def _on_row_chosen(self, row: int) -> None:
        self.canvas.go_to(row)

    def _show_page_number(self) -> None:
        number, count = self.canvas.current_page + 1, self._count
        if self._image.isNull():
            self._page_label.setText(tr("Page {number} of {count}", number=number, count=count))


def _open(pdf: bytes, serial: int, thumbnails_too: bool, job: JobContext) -> _Opened:
    from arcdesk.pdf import preview

    sizes = tuple(PageSize(*size) for size in preview.page_sizes(pdf))
    thumbnails = []
    for index in range(len(sizes) if thumbnails_too else 0):
        job.check_cancelled()
        thumbnails.append(render(pdf, index, THUMBNAIL_SCALE))
    return _Opened(serial, sizes, tuple(thumbnails))


def _render_page(pdf: bytes, serial: int, index: int, scale: float, _job: JobContext) -> _Rendered:
    return _Rendered(serial, index, scale, render(pdf, index, scale))


def _scale_image(image: QImage, serial: int, index: int, scale: float, _job: JobContext) -> _Rendered:
    """The picture as large as it is drawn, and no larger than it is."""
    wanted = round(image.width() * scale / PIXELS_PER_POINT)
    if 0 < wanted < image.width():
        return _Rendered(serial, index, scale, image.scaledToWidth(wanted, Qt.TransformationMode.SmoothTransformation))
    return _Rendered(serial, index, scale, image)
