"""Putting a PDF on paper: its pages as images of at most 300 dpi through the system's printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.jobs import JobContext
from arcdesk.ui.widgets.page_view import render

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from arcdesk.services.documents import IssuedDocument
    from arcdesk.ui.context import UiContext

MAX_DPI = 300
POINTS_PER_INCH = 72


class PrinterRefused(Refusal):
    """The printer took no page: out of reach, or its dialog was never answered."""

    sentence = "“{printer}” did not take the pages. Check that it is switched on, or save the PDF and print it later."


def ask_printer(parent: QWidget, *, title: str, pages: int) -> QPrinter | None:
    """Let the person choose printer, copies and pages; None when the dialog was left.

    The system's own dialog is modal by nature; nothing of ours runs meanwhile.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName(title)
    printer.setCreator("ArcDesk")
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("Print {document}", document=title))
    if pages:
        dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, bool(pages))
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_documents(context: UiContext, parent: QWidget, documents: tuple[IssuedDocument, ...]) -> None:
    """Print issued documents one after the other; what left the house before is printed, and entered, as a copy."""
    desk = context.desk

    def read(job: JobContext) -> tuple[bytes, ...]:
        found = []
        for done, document in enumerate(documents):
            job.check_cancelled()
            job.report(done, len(documents), document.number)
            found.append(desk.copies.pages(document.id))
        return tuple(found)

    def ready(pdfs: tuple[bytes, ...]) -> None:
        first = documents[0]
        several = tr("{count} documents", count=len(documents))
        title = f"{first.number} {first.customer_name}" if len(documents) == 1 else several
        pages = page_count(pdfs[0]) if len(pdfs) == 1 else 0
        send_to_printer(context, parent, pdfs, title, pages, printed)

    def printed() -> None:
        context.jobs.run(lambda _job: desk.copies.note(document.id for document in documents), lambda _done: None)

    context.jobs.run(read, ready, title=tr("Preparing to print"), owner=parent)


def send_to_printer(
    context: UiContext,
    parent: QWidget,
    pdfs: tuple[bytes, ...],
    title: str,
    pages: int,
    printed: Callable[[], None] | None = None,
) -> None:
    """Ask for a printer, then print every page off the GUI thread; ``pages`` 0 offers no choice of pages.

    ``printed`` is called once the pages are on their way.
    """
    printer = ask_printer(parent, title=title, pages=pages)
    if printer is None:
        return

    def work(job: JobContext) -> int:
        return sum(print_all(pdfs, printer, job))

    def done(count: int) -> None:
        context.inform(tr("{count} pages sent to the printer.", count=count), "good")
        handouts = context.desk.handouts
        context.jobs.run(lambda _job: handouts.printed(title, pdfs, count), lambda _told: None)
        if printed is not None:
            printed()

    context.jobs.run(
        work,
        done,
        title=tr("Printing {document}", document=title),
        pool="work",
        owner=context,
    )


def print_all(pdfs: tuple[bytes, ...], printer: QPrinter, job: JobContext) -> list[int]:
    """Print several documents as one print job; returns the pages of each."""
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefused(printer=printer.printerName() or tr("The printer"))
    try:
        counts: list[int] = []
        for pdf in pdfs:
            wanted = list(_chosen(page_count(pdf), printer)) if len(pdfs) == 1 else list(range(page_count(pdf)))
            for done, index in enumerate(wanted):
                job.check_cancelled()
                job.report(len(counts), len(pdfs), tr("Page {number}", number=index + 1))
                if done or counts:
                    printer.newPage()
                dpi = min(printer.resolution(), MAX_DPI)
                _draw(painter, printer, render(pdf, index, dpi / POINTS_PER_INCH), dpi)
            counts.append(len(wanted))
        return counts
    finally:
        painter.end()


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF."""
    from arcdesk.pdf import preview

    return preview.page_count(pdf)


def _chosen(pages: int, printer: QPrinter) -> Iterator[int]:
    """Page indexes the dialog asked for; 0 means every page."""
    first, last = printer.fromPage() or 1, printer.toPage() or pages
    yield from range(max(first, 1) - 1, min(last, pages))


def _draw(painter: QPainter, printer: QPrinter, image: QImage, dpi: int) -> None:
    """Draw a page at its true size; a sheet of another size gets it scaled down whole."""
    sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    true_size = QSizeF(image.size()) * (printer.resolution() / dpi)
    factor = min(sheet.width() / true_size.width(), sheet.height() / true_size.height(), 1.0)
    target = QRectF(sheet.topLeft(), true_size * factor)
    target.moveCenter(sheet.center())
    painter.drawImage(target, image)
