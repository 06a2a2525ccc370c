"""Where an import begins: drop a file, choose one, or take the sample."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from arcdesk import resources
from arcdesk.i18n import tr
from arcdesk.ui import import_files
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.layouts import LayoutsDialog
from arcdesk.ui.icons import icon, pixmap
from arcdesk.ui.import_files import KnownFile
from arcdesk.ui.import_words import layout_name
from arcdesk.ui.panels.import_history import ImportHistory
from arcdesk.ui.theme import XL, XS, L, M, S
from arcdesk.ui.widgets import SectionLabel, button, char_width, clear_layout, label
from arcdesk.ui.widgets.flow import FlowLayout

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
        self.box.setContentsMargins(XL, L, XL, L)
        self.box.setSpacing(S)
        self.box.addWidget(self._picture)
        self._draw()

    def set_hovered(self, is_hovered: bool) -> None:
        """Show that letting go would take the file."""
        self._is_hovered = is_hovered
        self.update()

    def set_small(self, is_small: bool) -> None:
        """Take little room: who comes every week knows what the field is for."""
        self._picture.setVisible(not is_small)
        edge = M if is_small else L
        self.box.setContentsMargins(XL, edge, XL, edge)

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
        next_wanted(): read the next one of several files.
    """

    file_chosen = Signal(object)
    next_wanted = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.zone = DropZone(context)
        self._choose = button(tr("Choose a file…"), "import_choose", self.choose, primary=True)
        self._sample = button(tr("Use the sample ledger"), "import_sample", self.take_sample)
        self._bank = button(
            tr("Bank statement…"), "import_bank", lambda: context.page_requested.emit("bank"), flat=True
        )
        self._layouts = button(tr("Saved layouts…"), "import_layouts", self._on_layouts, flat=True)
        self._layouts.hide()
        self._sample.setVisible(sample_file() is not None)
        self._help = button(tr("What can be read"), "import_help", self._on_help, flat=True)
        self._help.setCheckable(True)
        self.next_file = button(tr("Next file|import"), "import_next", self.next_wanted.emit, primary=True)
        self.next_file.hide()
        self.again: list[QPushButton] = []
        self._again_row = FlowLayout(spacing=S, line_spacing=XS)
        self._wrong = label("", "bad", wrap=True, selectable=True)
        self._wrong.setObjectName("import_refusal")
        self._wrong.hide()
        self.history = ImportHistory(context)
        self.history.shown.connect(self._on_history)
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

    def show_next(self, text: str) -> None:
        """Offer the next one of several files; an empty text takes the offer away."""
        self.next_file.setText(text or tr("Next file|import"))
        self.next_file.setAccessibleName(self.next_file.text())
        self.next_file.setVisible(bool(text))

    def focus_first(self) -> None:
        """Put the keyboard on what is most likely wanted."""
        if self.next_file.isVisibleTo(self):
            self.next_file.setFocus()
        else:
            (self.again[0] if self.again else self._choose).setFocus()

    def refresh(self) -> None:
        """Read the imports so far, and look which files lie ready again."""
        self.history.refresh()
        self._layouts.setVisible(bool(self._context.desk.mappings.all()))
        known = import_files.remembered(self._context.settings)
        if known:
            self._context.jobs.run(
                lambda _job: import_files.at_hand_now(known), self._on_again, pool="files", owner=self
            )

    def show_abilities(self) -> None:
        """No importing while a past day is looked at."""
        can = self._context.can_write
        for part in (self._choose, self._sample, self.next_file, *self.again):
            part.setEnabled(can)
        self.history.show_abilities()
        self._hint.setText(
            tr("or drop it here. Nothing is changed before you have seen what would come in.")
            if can
            else tr("Go back to today to import: past books can't be changed.")
        )

    def _on_again(self, files: list[KnownFile]) -> None:
        leads = self._choose.hasFocus() or any(made.hasFocus() for made in self.again)
        clear_layout(self._again_row)
        self.again = []
        for number, known in enumerate(files, 1):
            text = tr("Again: {name}", name=known.path.name)
            made = button(text, f"import_again_{number}", partial(self.file_chosen.emit, known.path))
            made.setIcon(icon("refresh", self._context.theme))
            made.setToolTip(f"{layout_name(known.preset)}\n{known.path}")
            self._again_row.addWidget(made)
            made.show()
            self.again.append(made)
        self.show_abilities()
        if leads:
            self.focus_first()

    def _on_history(self, is_any: bool) -> None:
        """Who has imported before needs no list of what can be read, and a smaller field."""
        self._help.setVisible(is_any)
        self._readable.setVisible(not is_any or self._help.isChecked())
        self.zone.set_small(is_any)
        self._spring.setVisible(not is_any)

    def _on_layouts(self) -> None:
        dialog = LayoutsDialog(self._context, self)
        dialog.finished.connect(lambda _result: self.refresh())
        dialog.open()

    def _on_help(self) -> None:
        self._readable.setVisible(self._help.isChecked())

    def _lay_out(self) -> None:
        self._title = label(tr("Bring in receivables from Excel or CSV"), "heading")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = label("", "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addStretch(1)
        for part in (self._choose, self._sample, self._bank, self._layouts, self._help):
            row.addWidget(part)
        row.addStretch(1)
        self._help.hide()
        self.zone.box.addWidget(self._title)
        self.zone.box.addLayout(row)
        self.zone.box.addWidget(self._hint)
        column = QVBoxLayout()
        column.setSpacing(S)
        column.addWidget(self.zone)
        column.addWidget(self._wrong)
        column.addWidget(self.next_file, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._again_row)
        self._readable = self._what_can_be_read()
        column.addWidget(self._readable)
        column.addSpacing(S)
        column.addWidget(self.history, 1)
        self._spring = QWidget()
        column.addWidget(self._spring, 1)
        middle = QWidget()
        middle.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        middle.setMaximumWidth(char_width(self) * 170)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(L, S, L, M)
        outer.addStretch(1)
        outer.addWidget(middle, 40)
        outer.addStretch(1)

    def _what_can_be_read(self) -> QWidget:
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(XS)
        box.addWidget(SectionLabel(tr("What can be read")))
        for text in (
            tr(
                "Exports of Kingdee, Yonyou, form builders and others: recognised by their headings, not by name."
            ),
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
            box.addWidget(label(f"•  {text}", "muted", wrap=True))
        return part
