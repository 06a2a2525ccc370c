"""Customers: the whole receivable as one bar, the list by aging colour, a preview beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.schemes import SCHEMES
from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.customer_filter import CustomerFilter
from arcdesk.ui.panels.missing_due import MissingDueBar
from arcdesk.ui.tables import RowTable, RowTableModel
from arcdesk.ui.tables.customer_columns import customer_columns
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import EmptyState, button, char_width, icon_button

if TYPE_CHECKING:
    from arcdesk.domain.aging import Scheme
    from arcdesk.services.changes import Changes
    from arcdesk.services.customer_list import CustomerLine, CustomerList
    from arcdesk.services.worklist import TodayEntry
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.panels.customer_preview import CustomerPreview

PREVIEW_PAUSE_MS = 90
Act = Callable[[int], object]


class CustomersPage(Page):
    """Browse by aging colour; Enter opens the dossier."""

    key = "customers"
    kinds = frozenset({
        "customer", "invoice", "receipt", "contact", "promise", "document", "follow_up", "scheme", "import",
    })  # fmt: skip

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._list: CustomerList | None = None
        self._steps: dict[int, TodayEntry] = {}
        self._steps_wanted = False
        self._shown: CustomerPreview | None = None
        self._filter = CustomerFilter(context.theme)
        self._undated = MissingDueBar(context, "customers_due_dates")
        self._model: RowTableModel[CustomerLine] = RowTableModel(
            customer_columns(self._scheme, lambda: self.context.day),
            lambda row: (row.id, row.currency),
            context.theme,
        )
        self._table: RowTable[CustomerLine] = RowTable(
            self._model, context.theme, context.settings, "customers_table", tr("Customers")
        )
        self._preview_place = QWidget()
        self._preview_place.setMinimumWidth(char_width(self) * 38)
        QVBoxLayout(self._preview_place).setContentsMargins(0, 0, 0, 0)
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(PREVIEW_PAUSE_MS)
        self._compose()
        self._add_actions()
        self._allow()
        self._connect()

    # Reading -------------------------------------------------------------------------------

    def activate(self) -> None:
        super().activate()
        self._table.setFocus()
        if self._list is not None:
            self._preview_timer.start()

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the list anew; the preview follows when its customer is concerned."""
        desk, day = self.context.desk, self.context.as_of
        self.context.jobs.run(
            lambda _job: desk.customer_list.rows(day),
            self._on_list,
            title=tr("Reading customers"),
            owner=self,
        )
        self._undated.count()
        if self._shown is not None and (changes is None or self._shown.customer_id in changes.customer_ids):
            self._shown.forget()

    def _on_list(self, found: CustomerList) -> None:
        self._list = found
        self._filter.show_list(found)
        self._apply_filter()
        self._steps_wanted = True
        self._preview_timer.start()

    def _read_steps(self) -> None:
        """Next steps follow the list: what the person waits for is the list."""
        self._steps_wanted = False
        desk, day = self.context.desk, self.context.as_of
        self.context.jobs.run(lambda _job: desk.worklist.today(day), self._on_steps, owner=self)

    def _on_steps(self, entries: tuple[TodayEntry, ...]) -> None:
        self._steps = {entry.customer_id: entry for entry in entries}
        if self._shown is not None:
            self._shown.show_step(self._step())

    # Showing -------------------------------------------------------------------------------

    def _scheme(self) -> Scheme:
        return self._list.scheme if self._list is not None else SCHEMES["portrait"]

    def _step(self) -> TodayEntry | None:
        row = self._table.current_row()
        return self._steps.get(row.id) if row is not None else None

    def _apply_filter(self) -> None:
        if self._list is None:
            return
        self._model.set_rows(self._list.rows, self._filter.rule())
        self._table.select_first()
        self._filter.show_count(len(self._model.rows))
        self._show_emptiness(nobody=not self._list.rows, no_match=not self._model.rows)

    @property
    def _preview(self) -> CustomerPreview:
        """The preview, built once the list stands: the list is what the person waits for."""
        if self._shown is None:
            from arcdesk.ui.panels.customer_preview import CustomerPreview

            self._shown = CustomerPreview(self.context)
            place = self._preview_place.layout()
            if place is not None:
                place.addWidget(self._shown)
        return self._shown

    def _show_preview(self) -> None:
        if self._steps_wanted:
            self._read_steps()
        self._preview.show_customer(self._table.current_row(), self._scheme(), self._step())

    def _show_emptiness(self, *, nobody: bool, no_match: bool) -> None:
        """Say what to do where there is no customer at all, or none under the filter."""
        if nobody and self._body.count() == 1:
            self._body.addWidget(self._no_customers())
        if no_match and self._lists.count() == 1:
            self._lists.addWidget(self._no_match())
        self._body.setCurrentIndex(1 if nobody else 0)
        self._lists.setCurrentIndex(1 if no_match else 0)

    # Composition ---------------------------------------------------------------------------

    def _compose(self) -> None:
        self._lists = QStackedWidget()
        self._lists.addWidget(self._table)
        under = QHBoxLayout()
        under.setContentsMargins(S, 0, 0, 0)  # with the cells' own room the text stands under the bar
        under.addWidget(self._lists)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._filter)
        column.addWidget(self._undated)
        column.addLayout(under, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("customers_splitter")
        splitter.addWidget(left)
        splitter.addWidget(self._preview_place)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setCollapsible(0, False)
        splitter.setSizes([10_000, char_width(self) * 46])
        self._body = QStackedWidget(self)
        self._body.addWidget(splitter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._body)
        theme = self.context.theme
        self._columns = icon_button(
            "columns", tr("Choose columns"), theme, "choose_columns", self._choose_columns
        )
        preview = icon_button(
            "panel", tr("Show or hide the preview  (Ctrl+B)"), theme, "toggle_preview", self.toggle_preview
        )
        self._filter.tools.addWidget(self._columns)
        self._filter.tools.addWidget(preview)

    def _no_customers(self) -> QWidget:
        from arcdesk.ui.panels.import_start import sample_file

        context, sample = self.context, sample_file()
        start = button(
            tr("Import a ledger"),
            "empty_import",
            partial(context.page_requested.emit, "import"),
            primary=True,
        )
        buttons = [start]
        if sample is not None:
            offer = partial(context.import_requested.emit, sample)
            buttons.append(button(tr("Try the sample ledger"), "empty_sample", offer))
        text = tr("There are no receivables yet. Import an Excel ledger to begin.")
        return EmptyState(context.theme, "customers", text, buttons)

    def _no_match(self) -> QWidget:
        clear = button(tr("Clear the filter"), "clear_filter", self._filter.clear)
        return EmptyState(self.context.theme, "search", tr("No customer matches the filter."), [clear])

    def _connect(self) -> None:
        self._filter.changed.connect(self._apply_filter)
        self._filter.left.connect(self._table.setFocus)
        self._preview_timer.timeout.connect(self._show_preview)
        self._table.row_activated.connect(lambda row: self.context.customer_requested.emit(row.id))
        self._table.current_row_changed.connect(lambda _row: self._preview_timer.start())
        self._table.context_requested.connect(self._on_context_menu)
        self.context.as_of_changed.connect(self._allow)

    # Acting --------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        context = self.context
        self._acts: list[QAction] = []
        acts: tuple[tuple[str, str, str, Act], ...] = (
            (tr("Open the dossier"), "people", "", context.customer_requested.emit),
            (tr("Log a contact"), "log", "Ctrl+L", context.log_requested.emit),
            (tr("Demand letter"), "letters", "Ctrl+D", self._ask_for_letters),
            (tr("Statement"), "statements", "Ctrl+R", context.statement_requested.emit),
            (tr("Receipt"), "receipt", "Ctrl+P", context.receipt_requested.emit),
            (tr("Evidence"), "evidence", "Ctrl+E", lambda one: context.evidence_requested.emit(one, ())),
            (tr("Owner…|customers"), "people", "", self._ask_owner),
            (tr("Hand customers over…"), "forward", "", self._ask_hand_over),
            (tr("Merge with another customer…"), "people", "", self._ask_merge),
            (tr("Move part to another customer…"), "send", "", self._ask_split),
            (tr("Likely doubles"), "search", "", self._show_doubles),
            (tr("Merges and splits"), "refresh", "", self._show_moves),
        )
        for text, icon_name, keys, act in acts:
            action = QAction(icon(icon_name, context.theme, "muted"), text, self)
            if keys:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(partial(self._with_current, act))
            self.addAction(action)
            self._acts.append(action)
        for keys, slot in (("/", self._filter.focus_text), ("Ctrl+B", self.toggle_preview)):
            shortcut = QShortcut(QKeySequence(keys), self, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def toggle_preview(self) -> None:
        """Give the list the whole width, or the preview its place again."""
        self._preview_place.setVisible(not self._preview_place.isVisible())

    def _chosen(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(row.id for row in self._table.selected_rows()))

    def _ask_for_letters(self, _current: int) -> None:
        self.context.letter_requested.emit(self._chosen())

    def _ask_owner(self, _current: int) -> None:
        from arcdesk.ui.dialogs.owner import OwnerDialog

        OwnerDialog(self.context, self._chosen(), self).open()

    def _ask_hand_over(self, _current: int) -> None:
        from arcdesk.ui.dialogs.owner import HandOverDialog

        HandOverDialog(self.context, self._chosen(), self).open()

    def _ask_merge(self, current: int) -> None:
        from arcdesk.ui.dialogs.merge import ask_merge

        ask_merge(self.context, current, self)

    def _ask_split(self, current: int) -> None:
        from arcdesk.ui.dialogs.merge import ask_split

        ask_split(self.context, current, self)

    def _show_doubles(self, _current: int) -> None:
        from arcdesk.ui.dialogs.moves import DoublesDialog

        DoublesDialog(self.context, self).open()

    def _show_moves(self, _current: int) -> None:
        from arcdesk.ui.dialogs.moves import MovesDialog

        MovesDialog(self.context, self).open()

    def _with_current(self, act: Act, _checked: bool = False) -> None:
        row = self._table.current_row()
        if row is not None:
            act(row.id)

    def _allow(self) -> None:
        """A past day is only looked at."""
        for action in self._acts[1:]:
            action.setEnabled(self.context.can_write)

    def _on_context_menu(self, _row: CustomerLine, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._acts)
        self._table.add_common(menu)
        menu.popup(point)

    def _choose_columns(self) -> None:
        menu = self._table.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def hideEvent(self, event: QHideEvent) -> None:
        self._preview_timer.stop()
        super().hideEvent(event)
