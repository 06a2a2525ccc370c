"""The layouts of files that were explained once: renamed, or forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.import_words import field_word
from arcdesk.ui.mapping_words import KINDS
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, char_width, label
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.importing.mapping_saved import SavedMapping
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS, HEIGHT_LINES = 80, 18
NAME = Qt.ItemDataRole.UserRole


class LayoutsDialog(QDialog):
    """The saved layouts by name. F2 renames, Del forgets; imports carried out stay as they are."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("layouts_dialog")
        self.setWindowTitle(tr("Saved layouts"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        self.list = named(QListWidget(), "layouts_list", tr("Saved layouts"))
        self.list.setEditTriggers(
            QListWidget.EditTrigger.EditKeyPressed | QListWidget.EditTrigger.DoubleClicked
        )
        self.list.itemChanged.connect(self._on_renamed)
        self.list.currentItemChanged.connect(self._show_abilities)
        self.facts = label("", "muted", wrap=True)
        self.wrong = label("", "bad", wrap=True)
        self.wrong.setObjectName("layouts_refusal")
        self.wrong.hide()
        self._rename = button(tr("Rename"), "layouts_rename", self.rename)
        self._forget = button(tr("Forget|layout"), "layouts_forget", self.forget)
        self._close = button(tr("Close"), "layouts_close", self.close)
        QShortcut(QKeySequence("Del"), self.list, self.forget, context=Qt.ShortcutContext.WidgetShortcut)
        hint = tr("Files with these columns are read without asking. What was imported by a layout stays.")
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(label(hint, "muted", wrap=True))
        box.addWidget(self.list, 1)
        box.addWidget(self.facts)
        box.addWidget(self.wrong)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self._rename)
        row.addWidget(self._forget)
        row.addStretch(1)
        row.addWidget(self._close)
        box.addLayout(row)
        self.read()

    def read(self) -> None:
        """Read the layouts anew."""
        self._saved: dict[str, SavedMapping] = {each.name: each for each in self._context.desk.mappings.all()}
        with QSignalBlocker(self.list):
            self.list.clear()
            for name in self._saved:
                item = QListWidgetItem(name)
                item.setData(NAME, name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        self._show_abilities()

    def rename(self) -> None:
        """Type the other name in its line."""
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None and self._context.can_write:
            self.list.setFocus()
            self.list.editItem(item)

    def forget(self) -> None:
        """Forget the chosen layout."""
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None and self._context.can_write:
            self._try(lambda: self._context.desk.mappings.delete(str(item.data(NAME))))

    @Slot(QListWidgetItem)
    def _on_renamed(self, item: QListWidgetItem) -> None:
        before, after = str(item.data(NAME)), item.text()
        if before != after:
            self._try(lambda: self._context.desk.mappings.rename(before, after))

    def _try(self, deed: Callable[[], object]) -> None:
        try:
            deed()
            self.wrong.hide()
        except Refusal as error:
            self.wrong.setText(sentence(error))
            self.wrong.show()
        self.read()

    @Slot()
    def _show_abilities(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        for part in (self._rename, self._forget):
            part.setEnabled(item is not None and self._context.can_write)
        if item is None:
            self.facts.setText(tr("No layout is saved yet."))
            return
        mapping = self._saved[str(item.data(NAME))].mapping
        pairs = (
            f"{field_word(mapping.kind, name)} = {source if isinstance(source, str) else f'@{source + 1}'}"
            for name, source in mapping.fields.items()
        )
        self.facts.setText(f"{tr(KINDS[mapping.kind])}:  " + "  ·  ".join(pairs))
