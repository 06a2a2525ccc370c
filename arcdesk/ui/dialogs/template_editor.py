"""Changing the words of a letter: beside the text the letter as it would print (F-57, R71, R91)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.words_editor import LANGUAGE_TITLES, WordsEditor
from arcdesk.ui.labels import LETTER_LEVELS
from arcdesk.ui.panels.template_side import FieldTable
from arcdesk.ui.widgets import button
from arcdesk.ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.templates import Template
    from arcdesk.ui.context import UiContext


class TemplateEditor(WordsEditor):
    """One template; the letter beside it is drawn anew while one types."""

    def __init__(self, context: UiContext, template: Template, parent: QWidget | None = None) -> None:
        said = tr("Saved. New letters use these words; those issued keep theirs.")
        super().__init__(
            context, template, context.desk.templates, name="template", about=tr("Words of the letter"), said=said,
            parent=parent,
        )  # fmt: skip
        self._templates = context.desk.templates
        title = tr(LETTER_LEVELS[template.kind])
        self.setWindowTitle(tr("Words of the letter: {kind} ({language})", kind=title,
                               language=LANGUAGE_TITLES[template.language]))  # fmt: skip
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.pages = PageView(context.jobs, context.theme, page_list=False)
        self.pages.show_text(tr("Drawing the pages…"))
        self.fields = FieldTable(context)
        self.fields.chosen.connect(self.edit.insert_field)
        bring = button(tr("Import…"), "template_import", self.import_file)
        export = button(tr("Export…"), "template_export", self.export_file)
        self.build(((self.pages, tr("Preview")), (self.fields, tr("Fields"))), (bring, export), (1280, 900))

    def look(self) -> None:
        """Draw the letter to the chosen customer in the words typed so far."""
        self._pause.stop()
        if self._customer_id is None or not self.is_usable:
            return
        letters, kind, language = self._context.desk.letters, self._words.kind, self._words.language
        who, text = self._customer_id, self.text
        self._context.jobs.run(
            lambda _: letters.preview(who, kind, language, force=True, template=text),
            self.pages.show_pdf, self._on_not_drawn, owner=self,
        )  # fmt: skip

    def example(self) -> int | None:
        """Somebody to whom a letter could go."""
        return self._context.desk.letters.example()

    def show_example(self, profile: CustomerProfile | None) -> None:
        """Draw the letter to this customer."""
        if profile is None:
            self.pages.show_text(
                tr("Nobody owes anything yet: there is no letter to show. The text can be changed all the same.")
            )
            return
        self.customer.choose(profile)

    def import_file(self) -> None:
        """Put the words of a text file into the editor."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Import a template"), "", f"{tr('Text files')} (*.txt)")
        if name:
            self.import_from(Path(name))

    def import_from(self, file: Path) -> None:
        """Put the words of ``file`` into the editor."""
        try:
            self.put(self._templates.read(file))
        except Refusal as refusal:
            self.refused(refusal)

    def export_file(self) -> None:
        """Write the words in use into a text file."""
        proposed = f"{tr(LETTER_LEVELS[self._words.kind])} {self._words.language}.txt"
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the template"), proposed, f"{tr('Text files')} (*.txt)")
        if name:
            self.export_to(Path(name))

    def export_to(self, target: Path) -> None:
        """Write the saved words to ``target``."""
        templates, kind, language = self._templates, self._words.kind, self._words.language
        self._context.jobs.run(
            lambda _: templates.export(kind, language, target),
            lambda path: self.say(tr("Saved as {path}", path=path), "good"), self.refused, owner=self,
        )  # fmt: skip

    def _on_customer(self, customer_id: int) -> None:
        self.fields.load(customer_id, self._words.kind, self._words.language)
        super()._on_customer(customer_id)

    def _on_not_drawn(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.pages.show_text(sentence(error))
