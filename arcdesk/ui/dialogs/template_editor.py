"""Changing the words of a letter: text at the left, the letter as it would print beside it (F-57, R71, R91)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QMessageBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.labels import LETTER_LEVELS
from arcdesk.ui.panels.template_side import FieldTable, RemarkList
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import Line, button, label, set_role
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.fields import line_edit
from arcdesk.ui.widgets.page_view import PageView
from arcdesk.ui.widgets.template_edit import TemplateEdit

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.template_check import Remark
    from arcdesk.services.templates import Template, TemplateVersion
    from arcdesk.ui.context import UiContext

PAUSE_MS = 350
SHARE_OF_SCREEN = 0.9
LANGUAGE_TITLES = {"zh": "中文", "en": "English"}


class TemplateEditor(QDialog):
    """One template: what is typed is checked and drawn at once, and kept only by Save.

    Signals:
        saved: the Template now in use.
    """

    saved = Signal(object)

    def __init__(self, context: UiContext, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._template = context, template
        self._customer_id: int | None = None
        self._remarks: tuple[Remark, ...] = ()
        title = tr(LETTER_LEVELS[template.kind])
        self.setWindowTitle(tr("Words of the letter: {kind} ({language})", kind=title,
                               language=LANGUAGE_TITLES[template.language]))  # fmt: skip
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        room = self.screen().availableSize() * SHARE_OF_SCREEN
        self.resize(min(room.width(), 1280), min(room.height(), 900))
        self.edit = TemplateEdit(context.theme)
        self.remarks = RemarkList(context.theme)
        self.pages = PageView(context.jobs, context.theme, page_list=False)
        self.fields = FieldTable(context)
        self.customer = CustomerField(context)
        self.note = line_edit("template_note", tr("What was changed"), hint=tr("What was changed (optional)"))
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("template_answer")
        self.answer.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._build()
        self.edit.setPlainText(template.text)
        self.edit.textChanged.connect(self._on_edited)
        self.remarks.chosen.connect(self.edit.go_to)
        self.fields.chosen.connect(self.edit.insert_field)
        self.customer.customer_chosen.connect(self._on_customer)
        self._check()
        self._find_example()

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.edit.toPlainText()

    @property
    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return self.text.strip() != self._template.text.strip()

    def look(self) -> None:
        """Draw the letter to the chosen customer in the words typed so far."""
        self._pause.stop()
        if self._customer_id is None or any(remark.blocking for remark in self._remarks):
            return
        letters, kind, language = self._context.desk.letters, self._template.kind, self._template.language
        who, text = self._customer_id, self.text
        self._context.jobs.run(
            lambda _: letters.preview(who, kind, language, force=True, template=text),
            self.pages.show_pdf, self._on_not_drawn, owner=self,
        )  # fmt: skip

    def save(self) -> None:
        """Use these words from now on."""
        if not self.save_button.isEnabled():
            return
        templates, kind, language = self._context.desk.templates, self._template.kind, self._template.language
        text, note = self.text, self.note.text()
        self._context.jobs.run(
            lambda _: templates.save(kind, language, text, note), self._on_saved, self._on_failed, owner=self
        )

    def put(self, text: str) -> None:
        """Put another text into the editor, as one step that can be undone; nothing is saved."""
        cursor = self.edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def put_shipped(self) -> None:
        """Put the shipped words into the editor."""
        self.put(self._context.desk.templates.shipped(self._template.kind, self._template.language))
        self._say(tr("The shipped words. Save to use them again."), "muted")

    def import_file(self) -> None:
        """Put the words of a text file into the editor."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Import a template"), "", f"{tr('Text files')} (*.txt)")
        if name:
            self.import_from(Path(name))

    def import_from(self, file: Path) -> None:
        """Put the words of ``file`` into the editor."""
        try:
            self.put(self._context.desk.templates.read(file))
        except Refusal as refusal:
            self._say(sentence(refusal), "bad")

    def export_file(self) -> None:
        """Write the words in use into a text file."""
        proposed = f"{tr(LETTER_LEVELS[self._template.kind])} {self._template.language}.txt"
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the template"), proposed, f"{tr('Text files')} (*.txt)")
        if name:
            self.export_to(Path(name))

    def export_to(self, target: Path) -> None:
        """Write the saved words to ``target``."""
        templates, kind, language = self._context.desk.templates, self._template.kind, self._template.language
        self._context.jobs.run(
            lambda _: templates.export(kind, language, target),
            lambda path: self._say(tr("Saved as {path}", path=path), "good"), self._on_failed, owner=self,
        )  # fmt: skip

    def reject(self) -> None:
        """Close; what is not saved is asked for."""
        if not self.is_changed or self._may_discard():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_changed and not self._may_discard():
            event.ignore()
            return
        super().closeEvent(event)

    # inside

    def _build(self) -> None:
        self.save_button = button(tr("Save and use"), "template_save", self.save, primary=True)
        self.versions_button = button(tr("Versions"), "template_versions")
        self._versions_menu = QMenu(self.versions_button)
        self._versions_menu.aboutToShow.connect(self._fill_versions)
        self.versions_button.setMenu(self._versions_menu)
        shipped = button(tr("As shipped"), "template_shipped", self.put_shipped)
        bring = button(tr("Import…"), "template_import", self.import_file)
        export = button(tr("Export…"), "template_export", self.export_file)
        close = button(tr("Close"), "template_close", self.reject)
        head = QHBoxLayout()
        head.setContentsMargins(L, S, L, 0)
        head.addWidget(label(tr("Preview with"), "muted"))
        head.addWidget(self.customer, 1)
        side = QTabWidget()
        side.setObjectName("template_side")
        side.setDocumentMode(True)
        side.addTab(self.pages, tr("Preview"))
        side.addTab(self.fields, tr("Fields"))
        right = QWidget()
        right_box = QVBoxLayout(right)
        right_box.setContentsMargins(0, 0, 0, 0)
        right_box.setSpacing(S)
        right_box.addLayout(head)
        right_box.addWidget(side, 1)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.edit)
        left.addWidget(self.remarks)
        left.setStretchFactor(0, 4)
        left.setStretchFactor(1, 1)
        left.setChildrenCollapsible(False)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([560, 640])
        both.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, M)
        foot.setSpacing(S)
        for made in (self.versions_button, shipped, bring, export):
            foot.addWidget(made)
        foot.addWidget(self.note, 1)
        foot.addWidget(close)
        foot.addWidget(self.save_button)
        line = QHBoxLayout()
        line.setContentsMargins(L, S, L, 0)
        line.addWidget(self.answer)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(0)
        box.addWidget(both, 1)
        box.addWidget(Line(self._context.theme))
        box.addLayout(line)
        box.addLayout(foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)

    def _on_edited(self) -> None:
        self._check()
        self._say("", "muted")
        self._pause.start()

    def _check(self) -> None:
        self._remarks = self._context.desk.templates.check(self._template.kind, self.text)
        self.edit.mark(self._remarks)
        self.remarks.show_remarks(self._remarks)
        is_usable = not any(remark.blocking for remark in self._remarks)
        self.save_button.setEnabled(is_usable and self.is_changed and self._context.can_write)

    def _find_example(self) -> None:
        desk = self._context.desk

        def work(_: object) -> CustomerProfile | None:
            found = desk.letters.example()
            return desk.customers.find(found) if found is not None else None

        self.pages.show_text(tr("Drawing the pages…"))
        self._context.jobs.run(work, self._on_example, owner=self)

    def _on_example(self, profile: CustomerProfile | None) -> None:
        if profile is None:
            self.pages.show_text(
                tr("Nobody owes anything yet: there is no letter to show. The text can be changed all the same.")
            )
            return
        self.customer.choose(profile)

    def _on_customer(self, customer_id: int) -> None:
        self._customer_id = customer_id
        self.fields.load(customer_id, self._template.kind, self._template.language)
        self.look()

    def _on_not_drawn(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.pages.show_text(sentence(error))

    def _on_saved(self, template: Template) -> None:
        self._template = template
        self.note.clear()
        self._check()
        self._say(tr("Saved. New letters use these words; those issued keep theirs."), "good")
        self.saved.emit(template)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _fill_versions(self) -> None:
        self._versions_menu.clear()
        versions = self._context.desk.templates.versions(self._template.kind, self._template.language)
        for version in versions:
            self._versions_menu.addAction(version_title(version), partial(self._put_version, version))
        if not versions:
            self._versions_menu.addAction(tr("Nobody changed these words yet.")).setEnabled(False)

    def _put_version(self, version: TemplateVersion) -> None:
        if version.text is None:
            self.put_shipped()
        else:
            self.put(version.text)
            self._say(tr("The words of {moment}. Save to use them again.", moment=f"{version.made_at:%Y-%m-%d %H:%M}"),
                      "muted")  # fmt: skip

    def _may_discard(self) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self, tr("Words of the letter"), tr("What you typed is not saved. Throw it away?"),
            buttons.Discard | buttons.Cancel, buttons.Cancel,
        )  # fmt: skip
        return answer == buttons.Discard

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        set_role(self.answer, role)


def version_title(version: TemplateVersion) -> str:
    """When it was saved, and what was noted of it."""
    what = tr("as shipped") if version.text is None else version.note
    return f"{version.made_at:%Y-%m-%d %H:%M}  {what}".strip()
