"""The two faces of a document page: what was issued, and the desk for new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.icons import icon
from arcdesk.ui.panels.batch_report import BatchResult, batch_text
from arcdesk.ui.panels.document_filter import DocumentFilter
from arcdesk.ui.panels.document_table import DocumentTable
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, label, set_role

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class BatchDesk(Protocol):
    """A widget in which a batch is prepared. Signals: ``finished`` (BatchResult), ``left``."""

    finished: SignalInstance
    left: SignalInstance

    def start(self, customer_ids: Sequence[int] | None) -> None: ...

    def refresh(self) -> None: ...


class DocumentsView(QStackedWidget):
    """List of issued documents of one kind; the primary button opens the desk, ``more`` stand beside it."""

    def __init__(
        self,
        context: UiContext,
        kind: str,
        desk_view: BatchDesk,
        *,
        title: str,
        new: str,
        empty: str,
        issued: Callable[[], tuple[IssuedDocument, ...]],
        more: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._context, self._issued, self._desk_view = context, issued, desk_view
        self._then: Callable[[], object] | None = None
        desk_view.finished.connect(self._on_finished)
        desk_view.left.connect(self._on_left)
        first = button(new, f"{kind}_first", self._prepare_any)
        empty_state = EmptyState(context.theme, f"{kind}s", empty, [first])
        self.documents = DocumentTable(
            context, f"{kind}s_issued", with_customer=True, empty=empty_state, kind=kind
        )
        self.documents.preview_requested.connect(self._preview)
        QShortcut(
            QKeySequence.StandardKey.Print, self.documents, self.documents.print_selected,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )  # fmt: skip
        self.new_button = button(new, f"{kind}_new", self._prepare_any, primary=True)
        self.new_button.setIcon(icon("plus", context.theme, "accent_text"))
        self.result = label("", "muted", wrap=True, selectable=True)
        self.result.setObjectName(f"{kind}_result")
        head = QHBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.setSpacing(L)
        self.shown = DocumentFilter(kind)
        self.shown.combo.currentIndexChanged.connect(self._show_listed)
        self._listed: tuple[IssuedDocument, ...] = ()
        head.addWidget(label(title, "title"))
        head.addWidget(self.shown.combo)
        head.addWidget(self.result, 1)
        for each in more:
            head.addWidget(each)
        head.addWidget(self.new_button)
        self._listing = QWidget()
        box = QVBoxLayout(self._listing)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.documents, 1)
        self.addWidget(self._listing)
        assert isinstance(desk_view, QWidget)
        self.addWidget(desk_view)

    @property
    def is_preparing(self) -> bool:
        """Whether the desk for new documents is in front."""
        return self.currentWidget() is not self._listing

    def refresh(self) -> None:
        """Read the issued documents, and the customers while the desk is open."""
        issued = self._issued
        self._context.jobs.run(lambda _job: issued(), self._on_listed)
        self.new_button.setEnabled(self._context.can_write)
        if self.is_preparing:
            self._desk_view.refresh()

    def take_focus(self) -> None:
        """Put the keyboard where the work goes on: on the list, or on the customers to tick."""
        if not self.is_preparing:
            self.documents.table.setFocus()

    def prepare(self, customer_ids: Sequence[int] | None, then: Callable[[], object] | None = None) -> None:
        """Open the desk with these customers ticked; None keeps the ticks.

        ``then`` leads back to where the wish came from, once all is issued or the desk is left.
        """
        self._then = then
        self.setCurrentIndex(1)
        self._desk_view.start(customer_ids)

    def show_list(self) -> None:
        """Go back to what was issued."""
        self.setCurrentWidget(self._listing)

    def _prepare_any(self) -> None:
        self.prepare(None)

    def _on_left(self) -> None:
        self.show_list()
        self._go_back()

    def _go_back(self) -> bool:
        then, self._then = self._then, None
        if then is not None:
            then()
        return then is not None

    def _on_finished(self, result: BatchResult) -> None:
        text, role = batch_text(result)
        self.result.setText(text)
        set_role(self.result, role)
        self.show_list()
        if not result.refused and self._go_back():
            self._context.inform(text, role)
        issued = self._issued
        self._context.jobs.run(lambda _job: (issued(), result), self._show_made)

    def _show_made(self, made: tuple[tuple[IssuedDocument, ...], BatchResult]) -> None:
        documents, result = made
        self.shown.combo.setCurrentIndex(0)
        self._on_listed(documents)
        self.documents.select_ids([document.id for document in result.issued])
        if self.isVisible():
            self.documents.table.setFocus()

    def _on_listed(self, documents: tuple[IssuedDocument, ...]) -> None:
        self._listed = documents
        self._show_listed()

    def _show_listed(self) -> None:
        self.documents.show_documents(self.shown.apply(self._listed), any_at_all=bool(self._listed))

    def _preview(self, document: IssuedDocument) -> None:
        from arcdesk.ui.dialogs.document_preview import preview_issued

        preview_issued(self._context, document, self)
