"""Beside the editor of a template: what speaks against it, and the fields with their present values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from arcdesk.domain.letter_fields import CONDITIONS, FIELDS
from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import named
from arcdesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from arcdesk.services.template_check import Remark
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.theme import Theme


class RemarkList(QListWidget):
    """What speaks against a template, what stops its use first.

    Signals:
        chosen: the Remark that was clicked or entered.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "template_remarks", tr("What speaks against these words"))
        self._theme = theme
        self._remarks: tuple[Remark, ...] = ()
        self.setWordWrap(True)
        self.setMinimumHeight(self.fontMetrics().height() * 4)
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """List ``remarks``; one line says so where there are none."""
        self._remarks = tuple(remarks)
        self.clear()
        for remark in remarks:
            text = tr("Line {line}: {text}", line=remark.line, text=tr(remark.text_key, **remark.values))
            picture = icon("warning", self._theme, "bad" if remark.blocking else "warn")
            self.addItem(QListWidgetItem(picture, text))
        if not remarks:
            item = QListWidgetItem(icon("check", self._theme, "good"), tr("Nothing speaks against these words."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)

    def _on_item(self, item: QListWidgetItem) -> None:
        row = self.row(item)
        if row < len(self._remarks):
            self.chosen.emit(self._remarks[row])


class FieldTable(QWidget):
    """Every field and condition with its meaning and its value in a letter to the chosen customer.

    Signals:
        chosen: name of the field to put into the text.
    """

    chosen = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        headings = (tr("Field"), tr("Meaning"), tr("In this letter"))
        self.table = PlainTable("template_fields", tr("Fields"), headings, narrow=(0,))
        self.table.itemActivated.connect(lambda item: self._on_row(item.row()))
        box = QVBoxLayout(self)
        box.setContentsMargins(M, S, M, 0)
        box.setSpacing(S)
        hint = tr(
            "Double-click puts a field into the text. {example} prints by condition.",
            example="{if name}…{else}…{end}",
        )
        box.addWidget(label(hint, "muted", wrap=True))
        box.addWidget(self.table, 1)
        self.show_values({})

    def load(self, customer_id: int, kind: str, language: str) -> None:
        """Read the values of a letter to this customer."""
        letters = self._context.desk.letters
        self._context.jobs.run(
            lambda _: letters.fields(customer_id, kind, language),
            self.show_values, lambda _error: self.show_values({}), owner=self,
        )  # fmt: skip

    def show_values(self, values: Mapping[str, str]) -> None:
        """Fill the table."""
        rows = [(name, text, values.get(name, "")) for name, text in FIELDS.items()]
        holds = {name: tr("yes") if name in values else tr("no") for name in CONDITIONS}
        rows += [(f"if {name}", text, holds[name] if values else "") for name, text in CONDITIONS.items()]
        unknown = "—" if values else ""
        self.table.show_rows([(f"{{{name}}}", tr(text), value or unknown) for name, text, value in rows])

    def _on_row(self, row: int) -> None:
        item = self.table.item(row, 0)
        if item is not None:
            self.chosen.emit(item.text().strip("{}"))
