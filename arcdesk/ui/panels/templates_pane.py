"""Settings: the words of the letters, one line a kind and language, each opened in its editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.dialogs.template_editor import TemplateEditor
from arcdesk.ui.dialogs.words_editor import LANGUAGE_TITLES
from arcdesk.ui.labels import LETTER_LEVELS
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import button
from arcdesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from arcdesk.services.templates import Template
    from arcdesk.ui.context import UiContext


class TemplatesPane(QWidget):
    """Which letters have words of one's own."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._templates: tuple[Template, ...] = ()
        headings = (tr("Letter"), tr("Language"), tr("Changed|template"))
        self.table = PlainTable("template_list", tr("Words of the letters"), headings)
        self.table.itemActivated.connect(lambda item: self.open_editor(item.row()))
        self.edit_button = button(tr("Change the words…"), "template_edit", self.edit, primary=True)
        box = pane_layout(
            self,
            tr("Words of the letters"),
            tr("What the letters say. Figures, table and account are filled in; letters already issued never change."),
        )
        box.addWidget(self.table)
        foot = QHBoxLayout()
        foot.addWidget(self.edit_button)
        foot.addStretch(1)
        box.addSpacing(S)
        box.addLayout(foot)
        box.addStretch(1)

    def load(self) -> None:
        """Read the templates."""
        templates = self._context.desk.templates
        self._context.jobs.run(lambda _: templates.all(), self._on_loaded, owner=self)

    @Slot()
    def edit(self) -> None:
        """Open the chosen template."""
        self.open_editor(max(self.table.currentRow(), 0))

    def open_editor(self, row: int) -> None:
        """Open the template of a row."""
        if row < len(self._templates):
            editor = TemplateEditor(self._context, self._templates[row], self.window())
            editor.saved.connect(self.load)
            editor.open()

    def _on_loaded(self, templates: tuple[Template, ...]) -> None:
        row = max(self.table.currentRow(), 0)
        self._templates = templates
        self.table.show_rows(
            [
                (
                    tr(LETTER_LEVELS[template.kind]),
                    LANGUAGE_TITLES[template.language],
                    f"{template.changed_at:%Y-%m-%d %H:%M}" if template.changed_at else tr("as shipped"),
                )
                for template in templates
            ]
        )
        self.table.selectRow(row)
        height = self.table.horizontalHeader().height() + sum(self.table.rowHeight(at) for at in range(len(templates)))
        self.table.setFixedHeight(height + 4)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
