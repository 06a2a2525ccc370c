"""Issued letters and statements as a table, with what one does with a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui import format as show
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import DOCUMENT_STATES, LETTER_LEVELS, PAPER_KINDS, STATEMENT_STYLES
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.document_deeds import DeedsButton, add_deeds
from arcdesk.ui.panels.mail_button import MailButton, add_mail
from arcdesk.ui.printing import print_documents
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import EmptyState, button

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

LONG_WAIT_DAYS = 14
"""Days without an answer after which a statement is asked about."""

STATE_TONES = {
    "issued": "",
    "sent": "accent",
    "delivered": "good",
    "refused": "warn",
    "agreed": "good",
    "disputed": "bad",
    "returned": "bad",
    "void": "muted",
    "withdrawn": "muted",
}


def what(document: IssuedDocument) -> str:
    """``第一次催款函``: kind and level in words."""
    if document.kind == "letter":
        return words(LETTER_LEVELS, document.level)
    if document.kind == "paper":
        return words(PAPER_KINDS, document.level)
    return tr("Statement of account")


def details(document: IssuedDocument) -> str:
    """What stands behind the name: invoices of a letter, period of a statement."""
    if document.kind == "statement" and document.period_from is not None:
        span = f"{show.day(document.period_from)} – {show.day(document.as_of)}"
        return f"{span} · {words(STATEMENT_STYLES, document.level)}"
    return ", ".join(document.invoice_numbers)


class DocumentTable(QWidget):
    """A table of issued documents with its actions below.

    Args:
        name: object name of the table; its columns are remembered under it.
        with_customer: whether the customer stands in a column of its own.

    Signals:
        preview_requested: IssuedDocument to be shown with its pages.
    """

    preview_requested = Signal(object)

    def __init__(
        self,
        context: UiContext,
        name: str,
        *,
        with_customer: bool,
        empty: EmptyState,
        kind: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.model = RowTableModel(_columns(context, kind, with_customer=with_customer), _id_of, context.theme)
        self.table: RowTable[IssuedDocument] = RowTable(
            self.model, context.theme, context.settings, name, tr("Issued documents")
        )
        self.table.row_activated.connect(self.preview_requested)
        self.table.context_requested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._stack, 1)
        box.addLayout(self._action_row())
        self._on_selection_changed()

    def show_documents(self, documents: Sequence[IssuedDocument], *, any_at_all: bool = False) -> None:
        """Show these documents; selection and scroll position stay.

        ``any_at_all``: there are some that a filter hides, so that an empty list stays a list.
        """
        self.model.set_rows(documents)
        self.table.select_first()
        self._stack.setCurrentIndex(0 if documents or any_at_all else 1)
        self._actions.setVisible(bool(documents) or any_at_all)
        self._on_selection_changed()

    def selected(self) -> list[IssuedDocument]:
        """The chosen documents."""
        return self.table.selected_rows()

    def select_ids(self, ids: Sequence[int]) -> None:
        """Select these documents and go to the first of them."""
        from PySide6.QtCore import QItemSelectionModel

        flags = QItemSelectionModel.SelectionFlag
        if not ids or not self.table.select_id(ids[0]):
            return
        for number in ids[1:]:
            row = self.model.row_of(number)
            if row >= 0:
                self.table.selectionModel().select(self.model.index(row, 0), flags.Select | flags.Rows)

    # actions

    def open_selected(self) -> None:
        """Show the pages of the current document."""
        document = self.table.current_row()
        if document is not None:
            self.preview_requested.emit(document)

    def save_selected(self) -> None:
        """Write the chosen documents as PDF files into a folder the person picks."""
        documents = self.selected()
        folder = QFileDialog.getExistingDirectory(self, tr("Save the PDF files in")) if documents else ""
        if folder:
            self.save_into(Path(folder))

    def save_into(self, folder: Path) -> None:
        """Write the chosen documents as PDF files into ``folder``."""
        documents, desk = tuple(self.selected()), self._context.desk

        def work(job: JobContext) -> tuple[Path, ...]:
            made = []
            for done, document in enumerate(documents):
                job.check_cancelled()
                job.report(done, len(documents), document.number)
                made.append(desk.handouts.save(document.id, folder))
            return tuple(made)

        self._context.jobs.run(work, self._on_saved, title=tr("Saving PDF files"))

    def print_selected(self) -> None:
        """Print the chosen documents one after the other; what left the house before as a copy."""
        documents = tuple(self.selected())
        if documents:
            print_documents(self._context, self, documents)

    def prepare_post(self) -> None:
        """Offer the list for EMS and the address labels of the chosen documents."""
        documents = [document for document in self.selected() if not document.is_ended]
        if documents:
            from arcdesk.ui.dialogs.mailing import MailingDialog

            MailingDialog(self._context, documents, self).open()

    def save_joined(self) -> None:
        """Write the chosen documents as one PDF where the person wants it."""
        if self.selected():
            proposed = f"{tr('{count} documents', count=len(self.selected()))} {self._context.today.isoformat()}.pdf"
            name, _ = QFileDialog.getSaveFileName(self, tr("Save as one PDF"), proposed, "PDF (*.pdf)")
            if name:
                self.save_joined_as(Path(name))

    def save_joined_as(self, target: Path) -> None:
        """Write the chosen documents as the one PDF ``target``, in the order of the table."""
        ids, desk = tuple(document.id for document in self.selected()), self._context.desk
        self._context.jobs.run(
            lambda _job: (desk.copies.save_joined(ids, target),), self._on_saved, title=tr("Saving PDF files")
        )

    def record_sent(self) -> None:
        """Note that the chosen documents left the house: one with all that is known, many by their numbers."""
        many = [document for document in self.selected() if not document.is_ended]
        if len(many) > 1:
            from arcdesk.ui.dialogs.batch_sent import BatchSentDialog

            BatchSentDialog(self._context, many, self).open()
            return
        document = self.table.current_row()
        if document is not None:
            from arcdesk.ui.dialogs.delivery import SentDialog

            SentDialog(self._context, document, self).open()

    def record_delivered(self) -> None:
        """Note that the current document arrived, with its proof."""
        document = self.table.current_row()
        if document is not None:
            from arcdesk.ui.dialogs.delivery import DeliveredDialog

            DeliveredDialog(self._context, document, self).open()

    # inside

    def _action_row(self) -> QHBoxLayout:
        self._actions = QWidget()
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(L, S, L, S)
        row.setSpacing(S)
        self._needs_one: list[QPushButton] = []
        self._needs_any: list[QPushButton] = []
        self._writes: list[QPushButton] = []
        for text, name, icon_name, act, groups in self._action_list():
            made = button(text, name, act)
            made.setIcon(icon(icon_name, self._context.theme))
            row.addWidget(made)
            for group in groups:
                group.append(made)
        self.outcome = DeedsButton(self._context, self.table.current_row, self)
        self._needs_one.append(self.outcome)
        row.addWidget(self.outcome)
        row.addWidget(MailButton(self._context, self.selected, self))
        row.addStretch(1)
        holder = QHBoxLayout()
        holder.addWidget(self._actions)
        return holder

    def _action_list(
        self,
    ) -> tuple[tuple[str, str, str, Callable[[], object], tuple[list[QPushButton], ...]], ...]:
        one, many, writes = self._needs_one, self._needs_any, self._writes
        return (
            (tr("Show pages"), "document_open", "open", self.open_selected, (one,)),
            (tr("Print…"), "document_print", "print", self.print_selected, (many,)),
            (tr("Save PDF…"), "document_save", "save", self.save_selected, (many,)),
            (tr("Into the post…"), "document_post", "letters", self.prepare_post, (many,)),
            (tr("Sent…"), "document_sent", "send", self.record_sent, (many, writes)),
        )

    def _on_selection_changed(self) -> None:
        count = len(self.table.selected_rows())
        for made in self._needs_any:
            made.setEnabled(count > 0 and (made not in self._writes or self._context.can_write))
        for made in self._needs_one:
            made.setEnabled(count == 1 and (made not in self._writes or self._context.can_write))

    def _show_menu(self, _row: IssuedDocument, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, _, icon_name, act, _groups in self._action_list():
            menu.addAction(icon(icon_name, self._context.theme), text, act)
        menu.addAction(icon("save", self._context.theme), tr("Save as one PDF…"), self.save_joined)
        menu.addSeparator()
        add_deeds(menu, self._context, self.table.current_row(), self)
        menu.addSeparator()
        add_mail(menu, self._context, self.selected(), self)
        menu.addSeparator()
        menu.addAction(tr("Open the customer"), self._open_customer)
        self.table.add_common(menu)
        menu.popup(point)

    def _open_customer(self) -> None:
        document = self.table.current_row()
        if document is not None:
            self._context.customer_requested.emit(document.customer_id)

    def _on_saved(self, files: tuple[Path, ...]) -> None:
        if not files:
            return
        folder = files[0].parent
        self._context.inform(tr("{count} PDF files saved in {folder}", count=len(files), folder=folder), "good")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _answer_columns(context: UiContext) -> tuple[Column[IssuedDocument], ...]:
    """Of a statement: how long it has waited for its answer, when that came, by how much it differs."""

    def waited(document: IssuedDocument) -> int | None:
        sent_on = document.standing.sent_on or document.standing.outcome_on
        return (context.today - sent_on).days if document.awaits_answer and sent_on else None

    def text(document: IssuedDocument) -> str:
        days = waited(document)
        return "" if days is None else show.days(days)

    def tone(document: IssuedDocument) -> str:
        return "warn" if (waited(document) or 0) > LONG_WAIT_DAYS else ""

    return (
        Column("waited", tr("Waiting|statement"), text, waited, "right", tone, width=8),
        date_column("answered", tr("Answered on"), lambda d: d.standing.answered_on, width=12),
        amount_column("difference", tr("Difference"), lambda d: d.standing.difference_fen, lambda d: d.currency,
                      lambda d: "bad" if d.standing.difference_fen else ""),
    )  # fmt: skip


def _customer(document: IssuedDocument) -> str:
    return document.customer_name


def _id_of(document: IssuedDocument) -> int:
    return document.id


def _columns(context: UiContext, kind: str, *, with_customer: bool) -> list[Column[IssuedDocument]]:
    def late(document: IssuedDocument) -> str:
        open_still = document.balance_now_fen > 0
        return "bad" if document.deadline_on and document.deadline_on < context.today and open_still else ""

    columns: list[Column[IssuedDocument]] = [
        Column("number", tr("Number"), lambda d: d.number, width=13, struck=lambda d: d.is_ended),
        date_column("issued", tr("Issued on"), lambda d: d.issued_on),
    ]
    if with_customer:
        columns.append(Column("customer", tr("Customer"), _customer, width=18, tip=_customer, stretch=kind == "letter"))
    if kind != "statement":
        columns.append(Column("what", tr("Document"), what, width=14, tip=what))
    columns += [
        amount_column("total", tr("Amount"), lambda d: d.total_fen, lambda d: d.currency),
        amount_column("then", tr("Open then"), lambda d: d.balance_then_fen, lambda d: d.currency,
                      visible=kind == "letter"),
        amount_column("now", tr("Open today"), lambda d: d.balance_now_fen, lambda d: d.currency),
    ]
    if kind != "statement":
        columns.append(date_column("deadline", tr("Deadline"), lambda d: d.deadline_on, late))
    columns += [
        Column("state", tr("State"), lambda d: words(DOCUMENT_STATES, d.state),
               tone=lambda d: STATE_TONES.get(d.state, ""), width=10),
        *(_answer_columns(context) if kind == "statement" else ()),
        Column("tracking", tr("Tracking no."), lambda d: d.tracking, width=14, visible=kind != "statement"),
        Column("details", tr("Contains"), details, width=16, stretch=kind != "letter", visible=kind != "letter",
               tip=details),
        Column("sha256", "SHA-256", lambda d: d.sha256[:16], width=17, visible=False, tip=lambda d: d.sha256),
    ]  # fmt: skip
    return columns
