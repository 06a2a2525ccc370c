"""Settings: the library of scripts, each opened in its editor; carried from one workspace to another as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import current, tr
from arcdesk.services.script_words import title
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.script_editor import ScriptEditor
from arcdesk.ui.dialogs.words_editor import LANGUAGE_TITLES
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import button, label, set_role
from arcdesk.ui.widgets.fields import named
from arcdesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from arcdesk.services.kept_words import Words
    from arcdesk.ui.context import UiContext


class ScriptsPane(QWidget):
    """What to say, by situation."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scripts: tuple[Words, ...] = ()
        self.language = named(QComboBox(), "scripts_language", tr("Language"))
        for code, name in LANGUAGE_TITLES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(current()))
        self.language.currentIndexChanged.connect(self.load)
        headings = (tr("When|script"), tr("Contacts"), tr("Changed|template"))
        self.table = PlainTable("script_list", tr("What to say"), headings, narrow=(1, 2))
        self.table.setMinimumHeight(self.fontMetrics().height() * 18)
        self.table.itemActivated.connect(lambda item: self.open_editor(item.row()))
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("scripts_answer")
        box = pane_layout(
            self,
            tr("Scripts|pane"),
            tr("What to say, by the age of the debt and the kind of payer, and answers for what they say."),
        )
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(button(tr("Change the words…"), "script_edit", self.edit, primary=True))
        foot.addWidget(button(tr("Import…"), "scripts_import", self.import_file))
        foot.addWidget(button(tr("Export…"), "scripts_export", self.export_file))
        foot.addStretch(1)
        foot.addWidget(self.language)
        box.addWidget(self.table, 1)
        box.addSpacing(S)
        box.addLayout(foot)
        box.addWidget(self.answer)

    def load(self) -> None:
        """Read the scripts of the chosen language."""
        scripts, language = self._context.desk.scripts, self.language.currentData()
        self._context.jobs.run(lambda _: (scripts.all(language), scripts.uses()), self._on_loaded, owner=self)

    @Slot()
    def edit(self) -> None:
        """Open the chosen script."""
        self.open_editor(max(self.table.currentRow(), 0))

    def open_editor(self, row: int) -> None:
        """Open the script of a row."""
        if row < len(self._scripts):
            editor = ScriptEditor(self._context, self._scripts[row], self.window())
            editor.saved.connect(self.load)
            editor.open()

    @Slot()
    def export_file(self) -> None:
        """Ask for a file and write every script into it."""
        proposed = str(self._context.desk.workspace.exports / f"{tr('Scripts|pane')}.json")
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the scripts"), proposed, "JSON (*.json)")
        if name:
            self.export_to(Path(name))

    def export_to(self, target: Path) -> None:
        """Write every script into ``target``."""
        scripts = self._context.desk.scripts
        self._context.jobs.run(
            lambda _: scripts.export(target), lambda path: self._say(tr("Saved as {path}", path=path), "good"),
            self._on_failed, owner=self,
        )  # fmt: skip

    @Slot()
    def import_file(self) -> None:
        """Ask for a file of scripts and take it in."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Import scripts"), "", "JSON (*.json)")
        if name:
            self.import_from(Path(name))

    def import_from(self, file: Path) -> None:
        """Take in the scripts of ``file`` as new versions."""
        scripts = self._context.desk.scripts
        self._context.jobs.run(lambda _: scripts.bring(file), self._on_brought, self._on_failed, owner=self)

    def _on_brought(self, changed: tuple[Words, ...]) -> None:
        self._say(tr("Scripts changed: {count}.", count=len(changed)), "good")
        self.load()

    def _on_loaded(self, found: tuple[tuple[Words, ...], dict[str, dict[str, int]]]) -> None:
        row = max(self.table.currentRow(), 0)
        self._scripts, uses = found
        self.table.show_rows(
            [
                (
                    title(each.kind),
                    str(sum(uses.get(each.kind, {}).values()) or ""),
                    f"{each.changed_at:%Y-%m-%d %H:%M}" if each.changed_at else tr("as shipped"),
                )
                for each in self._scripts
            ]
        )
        self.table.selectRow(row)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, role)
