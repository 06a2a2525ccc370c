"""One sealed file: its content, where it comes from, and that it is unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.services.care_words import length_words
from arcdesk.services.evidence import StoredEvidence
from arcdesk.ui import format as show
from arcdesk.ui.evidence.care import ABOUT, About, Care, is_recording, read_about
from arcdesk.ui.evidence.content import Content, read_content
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import EVIDENCE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.attachments import readable_size
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import EmptyState, button, icon_button, label, set_role
from arcdesk.ui.widgets.flow import FlowLayout
from arcdesk.ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from arcdesk.ui.context import UiContext

NO_PREVIEW = "This kind of file has no preview. Open it with its own program."
LOWEST_LINES = 6


class EvidenceViewer(QWidget):
    """Preview and particulars of one file; reading it verifies its hash."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._item: StoredEvidence | None = None
        self._names: Mapping[int, str] = {}
        self.setObjectName("evidence_viewer")
        self._picture = PageView(context.jobs, context.theme, page_list=False)
        self._text = QPlainTextEdit(objectName="evidence_text")  # type: ignore[call-overload]
        self._text.setReadOnly(True)
        self._text.setAccessibleName(tr("Content"))
        self._pages = PageView(context.jobs, context.theme, page_list=False)
        self._none = EmptyState(context.theme, "evidence", tr("Choose a file to see it here."))
        self._other = EmptyState(
            context.theme, "file", tr(NO_PREVIEW)
        )
        self._stack = QStackedWidget()
        for widget in (self._none, self._picture, self._pages, self._text, self._other):
            self._stack.addWidget(widget)
        self.care = Care(context, self)
        self.care.changed.connect(self._reread)
        self._build()
        self.show_evidence(None, {})

    @property
    def item(self) -> StoredEvidence | None:
        """The file shown."""
        return self._item

    def show_evidence(self, item: StoredEvidence | None, names: Mapping[int, str]) -> None:
        """Show a file; ``names`` are the customers' by id."""
        self._item, self._names = item, names
        self._facts_box.setVisible(item is not None)
        if item is None:
            self._stack.setCurrentWidget(self._none)
            return
        self._show_facts(item)
        self._integrity.setText(tr("Checking…"))
        set_role(self._integrity, "muted")
        desk = self._context.desk
        self._context.jobs.run(lambda _job: read_content(desk, item), self._on_read)

    def open_outside(self) -> None:
        """Open a copy with the program the system has for it; the sealed file stays untouched."""
        item, desk = self._item, self._context.desk
        if item is not None:
            self._context.jobs.run(lambda _job: desk.evidence_copies.open_copy(item.id), _open_file)

    def describe(self) -> None:
        """Ask what the piece proves and where its original is."""
        if self._item is not None:
            self.care.describe(self._item)

    def export(self) -> None:
        """Copy the file out to a place the person picks."""
        item = self._item
        if item is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, tr("Save a copy"), item.original_name)
        if name:
            self.export_to(Path(name))

    def export_to(self, target: Path) -> None:
        """Copy the file out to ``target``; the hand-out is an event of the audit chain."""
        item, desk = self._item, self._context.desk
        if item is not None:
            self._context.jobs.run(lambda _job: desk.evidence.export(item.id, target), self._on_exported)

    # inside

    def _build(self) -> None:
        self._name = label("", "heading", wrap=True, selectable=True)
        self._integrity = label("", "muted", wrap=True)
        self._integrity.setObjectName("evidence_integrity")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(M)
        self._form.setVerticalSpacing(XS)
        self._values = {
            name: label("", wrap=True, selectable=True)
            for name in ("kind", "customer", "captured", "imported", "size", "length", "source", "note", *ABOUT)
        }
        titles = {
            "kind": tr("Kind"), "customer": tr("Customer"), "captured": tr("Captured"),
            "imported": tr("Taken in|evidence"), "size": tr("Size"), "source": tr("Source"), "note": tr("Remarks"),
            "known": tr("Described"), "length": tr("Length|recording"), "original": tr("Original|custody"),
            "links": tr("Belongs to"), "said": tr("Transcript|exhibit"),
        }  # fmt: skip
        for name, value in self._values.items():
            self._form.addRow(label(titles[name], "muted"), value)
        self._hash = label("", "muted", selectable=True)
        copy = icon_button("copy", tr("Copy the SHA-256"), self._context.theme, "copy_hash", self._copy_hash)
        hash_row = QHBoxLayout()
        hash_row.setSpacing(XS)
        hash_row.addWidget(self._hash)
        hash_row.addWidget(copy)
        hash_row.addStretch(1)
        self._form.addRow(label("SHA-256", "muted"), hash_row)
        actions = FlowLayout(spacing=S)
        for text, name, icon_name, act in (
            (tr("Open a copy"), "evidence_open", "open", self.open_outside),
            (tr("Save a copy…"), "evidence_export", "export", self.export),
            (tr("Describe…"), "evidence_describe", "edit", self.describe),
            (tr("Original…"), "evidence_original", "folder", lambda: self._care(self.care.original)),
            (tr("Link…"), "evidence_link", "link", lambda: self._care(self.care.link)),
            (tr("Transcript…"), "evidence_transcript", "audio", lambda: self._care(self.care.transcript)),
        ):
            made = button(text, name, act)
            made.setIcon(icon(icon_name, self._context.theme))
            actions.addWidget(made)
        self._transcript = made
        inner = self._facts = QWidget()
        facts = QVBoxLayout(inner)
        facts.setContentsMargins(L, S, L, M)
        facts.setSpacing(S)
        facts.addWidget(self._name)
        facts.addWidget(self._integrity)
        facts.addLayout(self._form)
        facts.addLayout(actions)
        self._facts_box = QScrollArea()  # in a low window the particulars scroll and stay whole
        self._facts_box.setWidget(inner)
        self._facts_box.setWidgetResizable(True)
        self._facts_box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._facts_box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.setMinimumHeight(self.fontMetrics().height() * LOWEST_LINES)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._stack, 1)
        box.addWidget(self._facts_box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_facts()

    def _fit_facts(self) -> None:
        """The particulars take what they need and leave the rest to the picture."""
        layout = self._facts.layout()
        if layout is not None:
            wraps, natural = layout.hasHeightForWidth(), layout.totalSizeHint().height()
            wanted = layout.totalHeightForWidth(self.width()) if wraps else natural
            self._facts_box.setFixedHeight(max(min(wanted, self.height() - self._stack.minimumHeight()), 1))

    def _show_facts(self, item: StoredEvidence) -> None:
        self._name.setText(item.original_name)
        captured = (item.captured_at or "")[:16].replace("T", " ")
        texts = {
            "kind": words(EVIDENCE_KINDS, item.kind),
            "customer": ", ".join(self._names.get(number, "") for number in item.customer_ids),
            "captured": captured,
            "imported": show.moment(item.imported_at),
            "size": readable_size(item.size_bytes),
            "source": item.source,
            "note": item.note,
            "length": length_words(item.duration_ms) if item.duration_ms else "",
            **dict.fromkeys(ABOUT, ""),
        }
        self._transcript.setVisible(is_recording(item))
        for name, value in self._values.items():
            value.setText(texts[name])
            self._form.setRowVisible(value, bool(texts[name]))
        self._hash.setText(f"{item.sha256[:8]}…{item.sha256[-4:]}")
        self._hash.setToolTip(item.sha256)
        self._fit_facts()

    def _care(self, act: Callable[[StoredEvidence], None]) -> None:
        if self._item is not None:
            act(self._item)

    def _reread(self) -> None:
        """Show what surrounds the piece anew; its content is the same."""
        item, desk = self._item, self._context.desk
        if item is not None:
            self._context.jobs.run(lambda _job: (item.id, read_about(desk, item.id)), self._on_reread)

    def _on_reread(self, found: tuple[int, About]) -> None:
        if self._item is not None and self._item.id == found[0]:
            self._show_about(found[1])

    def _show_about(self, about: About) -> None:
        for name in ABOUT:
            text = getattr(about, name)
            self._values[name].setText(text)
            self._form.setRowVisible(self._values[name], bool(text))
        self._fit_facts()

    def _on_read(self, content: Content) -> None:
        if self._item is None or content.evidence_id != self._item.id:
            return
        self._show_about(content.about)
        if content.refusal:
            self._integrity.setText(content.refusal)
            set_role(self._integrity, "bad")
            self._other.set_text("")
            self._fit_facts()
            self._stack.setCurrentWidget(self._other)
            return
        self._integrity.setText(tr("Unchanged since it was taken in."))
        set_role(self._integrity, "good")
        if content.pdf:
            self._pages.show_pdf(content.pdf)
            self._stack.setCurrentWidget(self._pages)
        elif content.image is not None and not content.image.isNull():
            self._picture.show_image(content.image)
            self._stack.setCurrentWidget(self._picture)
        elif content.text:
            self._text.setPlainText(content.text)
            self._stack.setCurrentWidget(self._text)
        else:
            self._other.set_text(content.hint or tr(NO_PREVIEW))
            self._stack.setCurrentWidget(self._other)

    def _on_exported(self, target: Path) -> None:
        self._context.inform(tr("A copy was saved as {path}", path=target), "good")

    def _copy_hash(self) -> None:
        if self._item is not None:
            QGuiApplication.clipboard().setText(self._item.sha256)
            self._context.inform(tr("Copied: {text}", text=self._item.sha256), "good")


def _open_file(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
