"""Grid and viewer side by side: the body of the evidence page and of the dossier's tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.wechat_books import StoredExhibit
from arcdesk.services.wechat_refusals import CorrectedAlready
from arcdesk.ui.clipboard import attachments_from, holds_evidence
from arcdesk.ui.dialogs.bundle import BundleDialog
from arcdesk.ui.dialogs.wechat_exhibit import WechatDialog
from arcdesk.ui.evidence.grid import EvidenceGrid
from arcdesk.ui.evidence.viewer import EvidenceViewer
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import EVIDENCE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import EmptyState, button, label
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

GRID_SHARE, VIEWER_SHARE = 3, 2


class EvidencePanel(QWidget):
    """Filter line, grid of files, and the viewer beside it; files can be dropped on it.

    Signals:
        add_requested: attachments to be taken in (may be empty: let the person choose).
    """

    add_requested = Signal(object)

    def __init__(
        self, context: UiContext, empty_text: str, *, primary: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._items: tuple[StoredEvidence, ...] = ()
        self._customer = (0, "")
        self.setAcceptDrops(True)
        self.grid = EvidenceGrid(context)
        self.viewer = EvidenceViewer(context)
        self.grid.chosen.connect(self._on_chosen)
        self.grid.opened.connect(lambda _item: self.viewer.open_outside())
        self.grid.menu_requested.connect(self._show_menu)
        first = button(tr("Add evidence…"), "evidence_first", self._add)
        chat = button(tr("WeChat screenshots…"), "evidence_first_chat", self.make_exhibit)
        self._empty = EmptyState(context.theme, "evidence", empty_text, [first, chat])
        self._nothing = EmptyState(context.theme, "search", tr("No file matches the filter."))
        self._stack = QStackedWidget()
        for widget in (self.grid, self._empty, self._nothing):
            self._stack.addWidget(widget)
        self._tools = self._tool_row(primary=primary)
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._tools)
        box.addWidget(self._stack, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(left)
        self._split.addWidget(self.viewer)
        self._split.setStretchFactor(0, GRID_SHARE)
        self._split.setStretchFactor(1, VIEWER_SHARE)
        self._split.setChildrenCollapsible(False)
        self.viewer.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 36)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)

    def show_items(self, items: Sequence[StoredEvidence], names: Mapping[int, str]) -> None:
        """Show these files; ``names`` are the customers' by id."""
        self._items = tuple(items)
        self.grid.grid_model.names = names
        self._filter()
        self._read_out()

    def _read_out(self) -> None:
        """Mark the originals that are out."""
        custody = self._context.desk.custody
        self._context.jobs.run(lambda _job: frozenset(custody.out()), self.grid.grid_model.set_out, owner=self)

    def show_states(self, states: Mapping[int, str]) -> None:
        """Mark what the last verification found."""
        self.grid.grid_model.set_states(states)

    def offer_bundle(self, customer_id: int, name: str) -> None:
        """All of it belongs to one customer: offer to write his court bundle."""
        self._customer = (customer_id, name)
        self.bundle.show()

    def enable_adding(self, enabled: bool) -> None:
        """Switch adding off while a past day is looked at."""
        self.add.setEnabled(enabled)
        self.chat.setEnabled(enabled)
        self.setAcceptDrops(enabled)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_evidence(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        try:
            found = attachments_from(event.mimeData(), self._context.clock.now())
        except Refusal as refusal:
            self._context.refuse(refusal)
            return
        if found:
            event.acceptProposedAction()
            self.add_requested.emit(found)

    # inside

    def _tool_row(self, *, primary: bool) -> QWidget:
        bar, find = QWidget(), QWidget()
        flow = FlowLayout(bar, spacing=S)  # beside a narrow dossier the buttons stand in a line of their own
        flow.setContentsMargins(L, S, S, S)
        row = QHBoxLayout(find)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        self.search = line_edit("evidence_search", tr("Filter by name"))
        self.search.setPlaceholderText(tr("Filter by name"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 22)
        self.search.textChanged.connect(self._filter)
        self.kind = combo_box("evidence_kind_filter", tr("Kind"))
        self.kind.addItem(tr("All kinds"), "")
        for code in EVIDENCE_KINDS:
            self.kind.addItem(words(EVIDENCE_KINDS, code), code)
        self.kind.currentIndexChanged.connect(self._filter)
        self._count = label("", "muted")
        self.add = button(tr("Add evidence…"), "evidence_add", self._add, primary=primary)
        self.add.setIcon(icon("attach", self._context.theme, "accent_text" if primary else "text"))
        row.addWidget(self.search)
        row.addWidget(self.kind)
        row.addWidget(self._count)
        flow.addWidget(find)
        self.bundle = button(tr("Court bundle…"), "evidence_bundle", self._on_bundle)
        self.bundle.setIcon(icon("lawyer", self._context.theme))
        self.bundle.hide()
        self.chat = button(tr("WeChat screenshots…"), "evidence_chat", self.make_exhibit)
        self.chat.setIcon(icon("wechat", self._context.theme))
        for made in (self.bundle, self.chat, self.add):
            flow.addWidget(made)
        return bar

    def _filter(self) -> None:
        wanted, kind = self.search.text().strip().lower(), self.kind.currentData()
        shown = [
            item
            for item in self._items
            if (not kind or item.kind == kind) and (not wanted or wanted in f"{item.original_name} {item.note}".lower())
        ]
        self.grid.show_items(shown)
        self._stack.setCurrentIndex(0 if shown else (1 if not self._items else 2))
        self._tools.setVisible(bool(self._items))
        self._count.setText(tr("{count} files", count=len(shown)) if self._items else "")
        if not shown:
            self.viewer.show_evidence(None, {})

    def _on_chosen(self, item: StoredEvidence | None) -> None:
        self.viewer.show_evidence(item, self.grid.grid_model.names)

    def menu_for(self, item: StoredEvidence) -> QMenu:
        """What can be done with a file."""
        theme = self._context.theme
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("open", theme), tr("Open a copy"), self.viewer.open_outside)
        menu.addAction(icon("export", theme), tr("Save a copy…"), self.viewer.export)
        menu.addAction(icon("edit", theme), tr("Describe…"), self.viewer.describe)
        if self.chat.isEnabled():
            self._offer_exhibit(menu, item)
        for customer_id in item.customer_ids:
            name = self.grid.grid_model.names.get(customer_id, "")
            menu.addAction(
                icon("people", theme),
                tr("Open {customer}", customer=name),
                lambda customer_id=customer_id: self._context.customer_requested.emit(customer_id),
            )
        return menu

    def _show_menu(self, item: StoredEvidence, point: QPoint) -> None:
        self.menu_for(item).popup(point)

    def make_exhibit(self, shots: Sequence[StoredEvidence] = ()) -> None:
        """Put screenshots in order and make one exhibit of them."""
        owners = {customer_id for shot in shots for customer_id in shot.customer_ids}
        customer_id = self._customer[0] or (owners.pop() if len(owners) == 1 else None)
        WechatDialog(self._context, customer_id, shots, self).open()

    def _offer_exhibit(self, menu: QMenu, item: StoredEvidence) -> None:
        theme, chosen = self._context.theme, self.grid.selected()
        if chosen and all(one.media_type.startswith("image/") for one in chosen):
            text = tr("Make a WeChat exhibit of {count}…", count=len(chosen))
            menu.addAction(icon("wechat", theme), text, lambda: self.make_exhibit(chosen))
        elif item.kind == "wechat" and item.media_type == "application/pdf":
            menu.addAction(icon("wechat", theme), tr("Put the exhibit right…"), lambda: self._put_right(item))

    def _put_right(self, item: StoredEvidence) -> None:
        wechat = self._context.desk.wechat

        def work(_job: JobContext) -> StoredExhibit | None:
            return next((one for one in wechat.of() if one.evidence_id == item.id), None)

        self._context.jobs.run(work, self._ask_correction)

    def _ask_correction(self, exhibit: StoredExhibit | None) -> None:
        if exhibit is None:
            return
        if exhibit.replaced_by:
            self._context.refuse(CorrectedAlready(number=exhibit.number, by=exhibit.replaced_by))
            return
        WechatDialog(self._context, exhibit.customer_ids[0], parent=self, replaces=exhibit).open()

    def _add(self) -> None:
        self.add_requested.emit(())

    def _on_bundle(self) -> None:
        BundleDialog(self._context, *self._customer, parent=self).open()


