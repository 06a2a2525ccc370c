"""The main window: rail, search, the day, pages built on the first visit, status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.as_of_picker import AsOfPicker
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages import PAGES
from arcdesk.ui.pages.base import Page
from arcdesk.ui.rail import Rail
from arcdesk.ui.search import LOCK_KEYS, commands, find_hits
from arcdesk.ui.search_box import Finder, Hit, SearchBox
from arcdesk.ui.status_line import StatusLine
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import OFFER_KEYS, MessageBar, button, char_width, label, set_role

FIRST_PAGE = "customers"
NARROW_BELOW_PX = 1100
MOST_STEPS_BACK = 30
PAST_FRAME_PX = 3  # as the style sheet draws it


class MainWindow(QMainWindow):
    """Composes the frame and answers the requests of the ``UiContext``.

    Signals:
        closed(): the window was closed by the person.
    """

    closed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._pages: dict[str, Page] = {}
        self._entries = {entry.key: entry for entry in PAGES}
        self._current = ""
        self._way: list[str] = []
        self.setObjectName("main_window")
        self.setMinimumSize(QSize(880, 520))
        self.rail = Rail([entry for entry in PAGES if entry.in_rail], context.theme)
        self.search = SearchBox(self._finder(), self._commands(), context.jobs, context.theme)
        self.picker = AsOfPicker(context.today, context.theme)
        self.messages = MessageBar(context.theme)
        self.status = StatusLine(context.jobs)
        self._stack = QStackedWidget()
        self._past = self._past_note()
        self._layers = QStackedWidget()  # the frame, and the cover over it while the books are locked
        self._layers.addWidget(self._frame())
        self.setCentralWidget(self._layers)
        self._connect()
        self._add_shortcuts()
        self._restore_geometry()
        self.show_workspace()

    # Pages ---------------------------------------------------------------------------------

    @property
    def current_key(self) -> str:
        """Key of the page in front."""
        return self._current

    def page(self, key: str) -> Page:
        """The page, imported and built on the first call."""
        if key not in self._pages:
            page = self._entries[key].load(self.context)
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages[key]

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        if self._current and self._current != key:
            self._way = [*self._way[-MOST_STEPS_BACK:], self._current]
        self._bring(key)

    def go_back(self) -> None:
        """Return to the page seen before."""
        if self._way:
            self._bring(self._way.pop())

    def _bring(self, key: str) -> None:
        page = self.page(key)
        self._current = key
        self.rail.show_current(self._entries[key].within or key)
        self._stack.setCurrentWidget(page)
        page.activate()

    # Requests ------------------------------------------------------------------------------

    def open_customer(self, customer_id: int) -> None:
        """Show a customer's dossier."""
        self.page("dossier").open_customer(customer_id)
        self.show_page("dossier")

    def _open_tab(self, customer_id: int, tab: int) -> None:
        self.open_customer(customer_id)
        self.page("dossier").show_tab(tab)

    def _log(self, customer_id: int) -> None:
        self.show_page("dossier")
        self.page("dossier").log_contact(customer_id)

    def _receipt(self, customer_id: int) -> None:
        self.show_page("dossier")
        self.page("dossier").record_receipt(customer_id)

    def _attach(self, customer_id: int, paths: Sequence[Path]) -> None:
        self.show_page("dossier")
        self.page("dossier").attach_evidence(customer_id, tuple(paths or ()))

    def _letters(self, customer_ids: Sequence[int]) -> None:
        self._prepare("letters", tuple(customer_ids))

    def _statement(self, customer_id: int) -> None:
        self._prepare("statements", (customer_id,))

    def _prepare(self, key: str, customer_ids: tuple[int, ...]) -> None:
        """Open the desk of a page; from Today it leads back to the queue when it is done."""
        is_from_today = self._current == "today"
        self.show_page(key)
        self.page(key).prepare(customer_ids, partial(self._back_to_today, key) if is_from_today else None)

    def _back_to_today(self, key: str) -> None:
        if self._current == key:
            self.go_back()

    def _import(self, path: Path | None) -> None:
        self.show_page("import")
        if path is not None:
            self.page("import").offer(path)

    def _due_dates(self, customer_id: int) -> None:
        self.page("due_dates").open_customer(customer_id)
        self.show_page("due_dates")

    def show_keys(self) -> None:
        """Open the list of keys."""
        from arcdesk.ui.dialogs.keys_help import KeysHelp

        KeysHelp(self.context.theme, self).open()

    def set_as_of(self, day: date | None) -> None:
        """Look at another day; a past one turns the frame amber and all writing off."""
        self.context.set_as_of(day)

    def show_workspace(self) -> None:
        """Name company and folder in title and status line."""
        if self.context.is_locked:
            self.setWindowTitle(tr("ArcDesk (locked)"))
            return
        company = self.context.desk.company.profile().name
        folder = self.context.desk.workspace.folder
        self.setWindowTitle(f"{company} — ArcDesk" if company else "ArcDesk")
        note = "" if self.context.desk.workspace.can_write else f" ({tr('read-only')})"
        self.status.show_fact("workspace", f"{folder.name}{note}", str(folder))

    def cover_with(self, cover: QWidget) -> None:
        """Show ``cover`` in place of everything, the title too, until ``uncover``."""
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child is not self._layers and not child.isWindow():
                child.hide()  # what lies over the frame, as the results of a search do
        self._layers.addWidget(cover)
        self._layers.setCurrentWidget(cover)
        self.show_workspace()

    def uncover(self) -> None:
        """Show the frame again, as it was left."""
        cover = self._layers.currentWidget()
        self._layers.setCurrentIndex(0)
        if cover is not None:
            self._layers.removeWidget(cover)
        self.show_workspace()

    def raise_up(self) -> None:
        """Come to the front, also from the task bar."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def keep_geometry(self) -> None:
        """Remember size and place for the next start."""
        self.context.settings.remember("window", bytes(self.saveGeometry().toBase64().data()).decode("ascii"))

    # Composition ---------------------------------------------------------------------------

    def _frame(self) -> QWidget:
        self._past_frame = QFrame()
        self._past_frame.setObjectName("past_frame")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for part in (self._top_bar(), self._past, self.messages):
            right.addWidget(part)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        row = self._frame_row = QHBoxLayout(self._past_frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        return self._past_frame

    def _top_bar(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("top_bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(L, S, M, S)
        row.setSpacing(M)
        self.search.setMinimumWidth(char_width(self) * 40)
        self.search.setMaximumWidth(char_width(self) * 80)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        row.addWidget(self.picker)
        return bar

    def _past_note(self) -> QWidget:
        note = QFrame()
        note.setObjectName("past_note")
        self._past_text: QLabel = label()
        back = button(tr("Back to today"), "back_to_today", lambda: self.set_as_of(None))
        row = QHBoxLayout(note)
        row.setContentsMargins(L, XS, M, XS)
        row.addWidget(self._past_text, 1)
        row.addWidget(back)
        note.hide()
        return note

    def _finder(self) -> Finder:
        desk, context = self.context.desk, self.context
        return lambda text: find_hits(desk, text, context.customer_requested.emit)

    def _commands(self) -> tuple[Hit, ...]:
        return commands(PAGES, self.context)

    def _connect(self) -> None:
        context = self.context
        self.rail.page_chosen.connect(self.show_page)
        self.picker.day_chosen.connect(self.set_as_of)
        context.as_of_changed.connect(self._on_as_of_changed)
        context.customer_requested.connect(self.open_customer)
        context.dossier_tab_requested.connect(self._open_tab)
        context.page_requested.connect(self.show_page)
        context.log_requested.connect(self._log)
        context.receipt_requested.connect(self._receipt)
        context.evidence_requested.connect(self._attach)
        context.import_requested.connect(self._import)
        context.due_dates_requested.connect(self._due_dates)
        context.letter_requested.connect(self._letters)
        context.statement_requested.connect(self._statement)
        context.message.connect(self.messages.show_message)
        context.offered.connect(self.messages.show_offer)
        context.file_saved.connect(self.messages.show_saved)
        context.data_changed.connect(self._on_data_changed)

    def _add_shortcuts(self) -> None:
        for entry in PAGES:
            if entry.shortcut:
                self._shortcut(entry.shortcut, partial(self.show_page, entry.key))
        self._shortcut("Ctrl+K", self.search.setFocus)
        self._shortcut("Ctrl+J", self.picker.open_menu)
        self._shortcut(LOCK_KEYS, self.context.lock_requested.emit)
        self._shortcut("Alt+Left", self.go_back)
        self._shortcut(OFFER_KEYS, self.messages.take_offer)
        self._shortcut("F1", self.show_keys)
        self._shortcut("F5", lambda: self.page(self._current).refresh(None))

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self, act)

    def _restore_geometry(self) -> None:
        kept = self.context.settings.get("window")
        if isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            return
        room = self.screen().availableGeometry()
        self.resize(min(1366, room.width()), min(800, room.height()))

    # Events --------------------------------------------------------------------------------

    def _on_as_of_changed(self) -> None:
        context = self.context
        past = context.as_of is not None
        self.picker.show_day(context.day, context.today)
        self._past_text.setText(
            tr("You see the books as of {day}. Nothing can be changed here.", day=show.day(context.day))
        )
        self._past.setVisible(past)
        set_role(self._past_frame, "true" if past else "false", "past")
        edge = PAST_FRAME_PX if past else 0
        self._frame_row.setContentsMargins(edge, edge, edge, edge)

    def _on_data_changed(self, changes: object) -> None:
        if "company" in getattr(changes, "kinds", ()):
            self.show_workspace()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QApplication.setQuitOnLastWindowClosed(True)  # off after a start in the tray

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < NARROW_BELOW_PX)

    def closeEvent(self, event: QCloseEvent) -> None:
        from arcdesk.ui.dialogs.closing_backup import back_up_before_closing

        back_up_before_closing(self.context, self)
        self.keep_geometry()
        try:
            self.context.settings.save()
        except Refusal:
            self.context.settings.remember(
                "unsaved", True
            )  # the books are safe; only the window's size is lost
        super().closeEvent(event)
        self.closed.emit()
