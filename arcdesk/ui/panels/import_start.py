"""Where an import begins: drop a file, choose one, or take the sample."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from arcdesk import resources
from arcdesk.i18n import tr
from arcdesk.ui.context import UiContext
from arcdesk.ui.icons import pixmap
from arcdesk.ui.theme import XL, L, M, S
from arcdesk.ui.widgets import SectionLabel, button, char_width, label

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")
FILTER = "*" + " *".join(SUFFIXES)
FOLDER = "import_folder"
ICON_PX = 40


def sample_file() -> Path | None:
    """The sample ledger that ships with the program."""
    files = sorted(resources.path("demo").glob("*.xlsx")) if resources.path("demo").is_dir() else []
    return files[0] if files else None


@contextmanager
def at_hand(path: Path, today: date) -> Iterator[Path]:
    """The file to be read; of the sample a copy whose debts are as old today as they were made to be."""
    if path != sample_file():
        yield path
        return
    from arcdesk.demo import moved_ledger

    with tempfile.TemporaryDirectory() as scratch:
        yield moved_ledger(Path(scratch), today)


class DropZone(QWidget):
    """A dashed field that shows where a file may be dropped."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_hovered = False
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self._draw)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(XL, XL + M, XL, XL + M)
        self.box.setSpacing(M)
        self.box.addWidget(self._picture)
        self._draw()

    def set_hovered(self, is_hovered: bool) -> None:
        """Show that letting go would take the file."""
        self._is_hovered = is_hovered
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("accent_soft" if self._is_hovered else "base"))
        painter.setPen(
            QPen(theme.color("accent" if self._is_hovered else "field_line"), 1.5, Qt.PenStyle.DashLine)
        )
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    @Slot()
    def _draw(self) -> None:
        self._picture.setPixmap(
            pixmap("import", self._context.theme, ICON_PX, "muted", self.devicePixelRatioF())
        )
        self.update()


class ImportStart(QWidget):
    """The first view of the import page.

    Signals:
        file_chosen(Path): this file is to be read.
    """

    file_chosen = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.zone = DropZone(context)
        self._choose = button(tr("Choose a file…"), "import_choose", self.choose, primary=True)
        self._sample = button(tr("Use the sample ledger"), "import_sample", self.take_sample)
        self._bank = button(
            tr("Bank statement…"), "import_bank", lambda: context.page_requested.emit("bank"), flat=True
        )
        self._sample.setVisible(sample_file() is not None)
        self._wrong = label("", "bad", wrap=True, selectable=True)
        self._wrong.setObjectName("import_refusal")
        self._wrong.hide()
        self._lay_out()
        self.show_abilities()

    @Slot()
    def choose(self) -> None:
        """Ask for a file; the dialog opens where the last one was."""
        folder = str(self._context.settings.get(FOLDER, "") or Path.home())
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a ledger"), folder, f"{tr('Ledgers')} ({FILTER});;{tr('All files')} (*)"
        )
        if name:
            self._context.settings.remember(FOLDER, str(Path(name).parent))
            self.file_chosen.emit(Path(name))

    @Slot()
    def take_sample(self) -> None:
        """Read the sample ledger."""
        sample = sample_file()
        if sample is not None:
            self.file_chosen.emit(sample)

    def say(self, text: str) -> None:
        """Show why the last file was not read; an empty text takes it away."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))

    def show_abilities(self) -> None:
        """No importing while a past day is looked at."""
        can = self._context.can_write
        self._choose.setEnabled(can)
        self._sample.setEnabled(can)
        self._hint.setText(
            tr("or drop it here. Nothing is changed before you have seen what would come in.")
            if can
            else tr("Go back to today to import: past books can't be changed.")
        )

    def _lay_out(self) -> None:
        self._title = label(tr("Bring in receivables from Excel or CSV"), "heading")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = label("", "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addStretch(1)
        row.addWidget(self._choose)
        row.addWidget(self._sample)
        row.addWidget(self._bank)
        row.addStretch(1)
        self.zone.box.addWidget(self._title)
        self.zone.box.addLayout(row)
        self.zone.box.addWidget(self._hint)
        column = QVBoxLayout()
        column.setSpacing(S)
        column.addWidget(self.zone)
        column.addWidget(self._wrong)
        column.addSpacing(L)
        column.addWidget(SectionLabel(tr("What can be read")))
        for text in (
            tr(
                "ArcDesk's own workbook: sheets for customers, contacts, contracts, invoices, receipts, allocations."
            ),
            tr(
                "A ledger kept by hand: one sheet with customer, date and amount; titles and subtotals are no trouble."
            ),
            tr(
                "A list of invoices with the day each was settled: a settled one makes a receipt of its full amount."
            ),
            tr(
                "Reading the same file again changes nothing: what is known already is recognised by its number."
            ),
        ):
            column.addWidget(label(f"•  {text}", "muted", wrap=True))
        column.addStretch(1)
        middle = QWidget()
        middle.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        middle.setMaximumWidth(char_width(self) * 110)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(L, M, L, L)
        outer.addStretch(1)
        outer.addWidget(middle, 8)
        outer.addStretch(1)
