"""“Save this list…”: the rows of a list as they are shown, as a workbook or as text that Excel opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QFileDialog,
    QMenu,
    QMessageBox,
    QWidget,
)

from arcdesk.files import safe_name
from arcdesk.i18n import tr
from arcdesk.services.list_files import Cell, ListColumn, has_contacts, write_list
from arcdesk.settings import MachineSettings
from arcdesk.ui.tables.cells import saved_cell
from arcdesk.ui.tables.columns import Column

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

KEYS = "Ctrl+Shift+S"
FOLDER_KEY = "lists.folder"
MASK_KEY = "lists.mask"
WORKBOOK, TEXT = "Excel (*.xlsx)", "CSV (*.csv)"
SUFFIXES = (".xlsx", ".csv", ".tsv", ".txt")
_ASKED_EVERY = 1_000

Shown = tuple[Sequence[Column[Any]], Sequence[Any]]
Gathered = tuple[tuple[ListColumn, ...], list[list[Cell]], bool]
"""Columns, cells, and whether there is contact data among them."""


class ListSaver(QObject):
    """Gives a list its menu entry and its key.

    The key works anywhere in the window: for the list with the focus, else for the largest one in view.

    Args:
        shown: the columns in view, in their order, and the rows.
    """

    def __init__(
        self, view: QAbstractItemView, settings: MachineSettings, shown: Callable[[], Shown]
    ) -> None:
        super().__init__(view)
        self._view, self._settings, self._shown = view, settings, shown
        key = QShortcut(QKeySequence(KEYS), view)
        key.setContext(Qt.ShortcutContext.WindowShortcut)
        key.activated.connect(self._on_key)
        key.activatedAmbiguously.connect(self._on_key)  # several tables in view: one of them is asked

    def add_to(self, menu: QMenu) -> None:
        """Put the entry at the end of a menu."""
        if menu.actions():
            menu.addSeparator()
        action = menu.addAction(f"{tr('Save this list…')}\t{KEYS}", self.save)
        action.setObjectName("save_list")
        action.setEnabled(bool(self._shown()[1]) and self._context is not None)

    def save(self) -> None:
        """Ask where, and write the rows shown: filtered, sorted, the columns in view in their order."""
        context = self._context
        columns, listed = self._shown()
        if context is None or not listed:
            return
        rows = tuple(listed)

        def gather(job: JobContext) -> Gathered:
            cells: list[list[Cell]] = []
            for number, row in enumerate(rows):
                if number % _ASKED_EVERY == 0:
                    job.check_cancelled()
                    job.report(number, len(rows))
                cells.append([saved_cell(column, row) for column in columns])
            heads = tuple(ListColumn(column.title, column.contact) for column in columns)
            return heads, cells, has_contacts(heads, cells)

        context.jobs.run(gather, self._on_gathered, title=tr("Save the list"), pool="work", owner=self)

    @property
    def _context(self) -> UiContext | None:
        """What the page or dialog around the list was handed."""
        found = self._nearest("context")
        return found if hasattr(found, "jobs") else None

    def _nearest(self, name: str) -> Any:
        """The attribute of that name of the nearest widget around the list that has it."""
        widget: QObject | None = self._view.parent()
        while widget is not None and not hasattr(widget, name):
            widget = widget.parent()
        return getattr(widget, name, None)

    def _on_key(self) -> None:
        best = _list_meant(self._view)
        for saver in best.findChildren(ListSaver) if best is not None else ():
            saver.save()

    def _on_gathered(self, gathered: Gathered) -> None:
        context = self._context
        if context is None:
            return
        columns, cells, with_contacts = gathered
        hide = self._ask_masking() if with_contacts else False
        if hide is None:
            return
        title = self._view.accessibleName()
        path = self._ask_path(context, f"{self._nearest('list_subject') or ''} {title}".strip())
        if path is None:
            return
        currency = tr("Currency")

        def work(job: JobContext) -> Path:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total)

            return write_list(
                path, columns, cells, title=title, mask=bool(hide), currency_title=currency, progress=progress
            )

        def done(written: Path) -> None:
            text = tr("{count} rows saved: {path}", count=len(cells), path=written)
            context.file_saved.emit(text, written)

        context.jobs.run(work, done, title=tr("Save the list"), pool="work", owner=self)

    def _ask_masking(self) -> bool | None:
        """Whether contact data is to be hidden; None where nothing is to be saved."""
        question = QMessageBox(self._view)
        question.setObjectName("ask_masking")
        question.setWindowTitle(tr("Save the list"))
        question.setText(
            tr("This list has contact data of people. Hand on no more of it than the reader needs.")
        )
        tick = QCheckBox(tr("Hide phone numbers, WeChat names and e-mail addresses"))
        tick.setChecked(self._settings.get(MASK_KEY, True) is not False)
        question.setCheckBox(tick)
        buttons = QMessageBox.StandardButton
        question.setStandardButtons(buttons.Save | buttons.Cancel)
        answer = question.exec()
        hide = tick.isChecked()
        question.deleteLater()
        if answer != buttons.Save:
            return None
        self._settings.remember(MASK_KEY, hide)
        return hide

    def _ask_path(self, context: UiContext, title: str) -> Path | None:
        kept = self._settings.get(FOLDER_KEY)
        folder = (
            Path(kept) if isinstance(kept, str) and Path(kept).is_dir() else context.desk.workspace.exports
        )
        proposed = folder / safe_name(f"{title} {context.day}.xlsx")
        filters = f"{WORKBOOK};;{TEXT}"
        chosen, kind = QFileDialog.getSaveFileName(self._view, tr("Save the list"), str(proposed), filters)
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() not in SUFFIXES:
            path = Path(f"{chosen}{'.csv' if kind == TEXT else '.xlsx'}")
        self._settings.remember(FOLDER_KEY, str(path.parent))
        return path


def _list_meant(view: QAbstractItemView) -> QWidget | None:
    """The list of that window with the focus, else the largest one in view."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractItemView) and focus.findChild(ListSaver) is not None:
        return focus
    parents = (saver.parent() for saver in view.window().findChildren(ListSaver))
    lists = [parent for parent in parents if isinstance(parent, QAbstractItemView) and parent.isVisible()]
    return max(lists, key=lambda each: each.width() * each.height(), default=None)
