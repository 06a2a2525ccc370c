"""Changing a script: beside the words what would be said, and what was learned with it (R91, S-170)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from arcdesk.domain.script_fields import CONDITIONS, FIELDS, RECAP_FIELDS
from arcdesk.i18n import tr
from arcdesk.services.script_words import RECAP, title
from arcdesk.ui.dialogs.words_editor import LANGUAGE_TITLES, WordsEditor
from arcdesk.ui.panels.script_reviews import ScriptReviews
from arcdesk.ui.theme import M
from arcdesk.ui.widgets import label, set_role
from arcdesk.ui.widgets.fields import named
from arcdesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.kept_words import Words
    from arcdesk.ui.context import UiContext


class ScriptEditor(WordsEditor):
    """One script, filled in with the figures of a customer while one types."""

    def __init__(self, context: UiContext, words: Words, parent: QWidget | None = None) -> None:
        said = tr("Saved. These words are said from now on.")
        about = tr("What to say")
        super().__init__(context, words, context.desk.scripts, name="script", about=about, said=said, parent=parent)
        self._scripts = context.desk.scripts
        self.setWindowTitle(f"{title(words.kind)} ({LANGUAGE_TITLES[words.language]})")
        named(self.edit, "script_text", about)
        self.preview = label("", "", wrap=True, selectable=True)
        self.preview.setObjectName("script_preview")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setContentsMargins(M, M, M, M)
        headings = (tr("Field"), tr("Meaning"), tr("With this customer"))
        self.fields = PlainTable("script_fields", tr("Fields"), headings, narrow=(0,))
        self.fields.itemActivated.connect(lambda item: self._insert(item.row()))
        self.reviews = ScriptReviews(context, words.kind, words.language)
        self._show_fields({})
        tabs = ((self.preview, tr("Preview")), (self.fields, tr("Fields")), (self.reviews, tr("What worked")))
        self.build(tabs, (), (1080, 640))

    def look(self) -> None:
        """Fill the words typed so far with the figures of the chosen customer."""
        self._pause.stop()
        if self._customer_id is None:
            return
        scripts, kind, language = self._scripts, self._words.kind, self._words.language
        who, text = self._customer_id, self.text
        self._context.jobs.run(lambda _: scripts.preview(kind, text, who, language), self._on_preview, owner=self)

    def example(self) -> int | None:
        """The first customer of today's list, else anybody who owes."""
        desk = self._context.desk
        found = desk.worklist.today()
        return found[0].customer_id if found else desk.letters.example()

    def show_example(self, profile: CustomerProfile | None) -> None:
        """Fill in the figures of this customer, unless another was chosen meanwhile."""
        if profile is None:
            self.preview.setText(tr("Nobody owes anything yet: there is nothing to fill in."))
        elif self._customer_id is None:
            self.customer.choose(profile)

    def _on_preview(self, found: tuple[str | None, Mapping[str, str]]) -> None:
        text, values = found
        missing = tr("A value is missing with this customer: the script would not be offered.")
        self.preview.setText(text or missing)
        set_role(self.preview, "" if text else "muted")
        self._show_fields(values)

    def _show_fields(self, values: Mapping[str, str]) -> None:
        names = {**FIELDS, **(RECAP_FIELDS if self._words.kind == RECAP else {})}
        rows = [(f"{{{name}}}", tr(text), values.get(name, "—" if values else "")) for name, text in names.items()]
        for name, text in CONDITIONS.items():
            rows.append((f"{{if {name}}}", tr(text), (tr("yes") if name in values else tr("no")) if values else ""))
        self.fields.show_rows(rows)

    def _insert(self, row: int) -> None:
        item = self.fields.item(row, 0)
        if item is not None:
            self.edit.insert_field(item.text().strip("{}"))
