"""A document with its pages: a draft to be issued, or an issued one to print and save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.files import write_durably
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.evidence.proofs_bar import ProofsBar
from arcdesk.ui.icons import icon
from arcdesk.ui.printing import page_count, print_documents, send_to_printer
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import KeyHint, Line, button, label, set_role
from arcdesk.ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from arcdesk.services.documents import IssuedDocument
    from arcdesk.ui.context import UiContext

SHARE_OF_SCREEN = 0.86


class DocumentPreview(QDialog):
    """Pages at the left, what one does with them below.

    A draft (``issue`` given) is issued from here and then turns into the issued document.

    Signals:
        issued: tuple of the IssuedDocument made.
    """

    issued = Signal(object)

    def __init__(
        self,
        context: UiContext,
        title: str,
        *,
        load: Callable[[], bytes],
        issue: Callable[[], tuple[IssuedDocument, ...]] | None = None,
        file_name: str = "",
        documents: tuple[IssuedDocument, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._load, self._issue, self._documents = context, load, issue, documents
        self._file_name = file_name or title
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        room = self.screen().availableSize() * SHARE_OF_SCREEN
        self.resize(min(room.width(), 1100), room.height())
        self.pages = PageView(context.jobs, context.theme)
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("preview_answer")
        self._build()
        self._read()

    def print_pages(self) -> None:
        """Print through the system's dialog."""
        if self.pages.pdf and self._documents:
            print_documents(self._context, self, self._documents)
        elif self.pages.pdf:
            pdf = self.pages.pdf
            send_to_printer(self._context, self, (pdf,), self._file_name, page_count(pdf))

    def save_pdf(self) -> None:
        """Save the PDF where the person wants it."""
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the PDF"), f"{self._file_name}.pdf", "PDF (*.pdf)")
        if name:
            self.save_to(Path(name))

    def save_to(self, target: Path) -> None:
        """Save the PDF as ``target``."""
        pdf = self.pages.pdf
        self._context.jobs.run(lambda _job: _written(target, pdf), self._on_saved, self._on_failed, pool="work")

    def issue(self) -> None:
        """Number, seal and keep the document; money that came in meanwhile is not demanded."""
        if self._issue is None:
            return
        work = self._issue
        self.issue_button.setEnabled(False)
        self._context.jobs.run(lambda _job: work(), self._on_issued, self._on_failed)

    # inside

    def _build(self) -> None:
        theme = self._context.theme
        self.issue_button = button(tr("Issue"), "preview_issue", self.issue, primary=True)
        self.print_button = button(tr("Print…"), "preview_print", self.print_pages, primary=self._issue is None)
        self.print_button.setIcon(icon("print", theme, "text" if self._issue else "accent_text"))
        self.save_button = button(tr("Save PDF…"), "preview_save", self.save_pdf)
        self.save_button.setIcon(icon("save", theme))
        close = button(tr("Close"), "preview_close", self.reject)
        for made in (self.issue_button, self.print_button, self.save_button):
            made.setEnabled(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, M)
        foot.setSpacing(S)
        foot.addWidget(self.answer, 1)
        foot.addWidget(close)
        foot.addWidget(self.save_button)
        foot.addWidget(self.print_button)
        if self._issue is not None:
            foot.addWidget(self.issue_button)
            foot.addWidget(KeyHint("Ctrl+Enter"))
        else:
            self.issue_button.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.pages, 1)
        box.addWidget(Line(theme))
        self.proofs = ProofsBar(self._context)
        if len(self._documents) == 1:
            self.proofs.show_of(self._documents[0].id)
        box.addWidget(self.proofs)
        box.addLayout(foot)
        for keys, act in (("Ctrl+Return", self.issue), ("Ctrl+P", self.print_pages), ("Ctrl+S", self.save_pdf)):
            QShortcut(QKeySequence(keys), self, act)

    def _read(self) -> None:
        load = self._load
        self.pages.show_text(tr("Drawing the pages…"))
        self._context.jobs.run(lambda _job: load(), self._on_read, self._on_failed)

    def _on_read(self, pdf: bytes) -> None:
        self.pages.show_pdf(pdf)
        self.pages.canvas.setFocus()
        self.issue_button.setEnabled(self._issue is not None and self._context.can_write)
        # A draft has no number yet: paper of it must not leave the house.
        for made in (self.print_button, self.save_button):
            made.setEnabled(self._issue is None)
        if self._issue is not None:
            self._say(tr("A draft. Issuing numbers and seals it; then it can be printed."), "muted")

    def _on_issued(self, documents: tuple[IssuedDocument, ...]) -> None:
        self._issue = None
        numbers = ", ".join(document.number for document in documents)
        self._file_name = numbers
        self.setWindowTitle(numbers)
        self.issue_button.hide()
        self._say(tr("Issued and sealed: {numbers}", numbers=numbers), "good")
        desk = self._context.desk
        first = documents[0].id
        self._load = lambda: desk.documents.pdf(first)
        self.issued.emit(documents)
        self._context.jobs.run(lambda _job: desk.documents.pdf(first), self._on_read, self._on_failed)

    def _on_saved(self, target: Path) -> None:
        handouts, pdf = self._context.desk.handouts, self.pages.pdf
        self._context.jobs.run(lambda _job: handouts.saved(target.name, pdf), lambda _told: None)
        self._say(tr("Saved as {path}", path=target), "good")

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            return
        self._say(sentence(error), "bad")
        if self.pages.pdf:
            self.issue_button.setEnabled(self._issue is not None)
        else:
            self.pages.show_text(sentence(error))

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, role)


def preview_issued(context: UiContext, document: IssuedDocument, parent: QWidget) -> DocumentPreview:
    """Open an issued document; its hash is checked on the way."""
    desk = context.desk
    dialog = DocumentPreview(
        context,
        f"{document.number}  {document.customer_name}",
        load=lambda: desk.documents.pdf(document.id),
        file_name=f"{document.number} {document.customer_name}",
        documents=(document,),
        parent=parent,
    )
    dialog.open()
    return dialog


def _written(target: Path, pdf: bytes) -> Path:
    write_durably(target, pdf)
    return target
