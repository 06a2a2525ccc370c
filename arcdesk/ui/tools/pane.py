"""What every calculator is: inputs, the answer at once, one sentence where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.icons import icon
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.theme import XL, L, M, S
from arcdesk.ui.tools.lines import LineList
from arcdesk.ui.widgets import SectionLabel, button, char_width, label, set_role

if TYPE_CHECKING:
    from decimal import Decimal

    from arcdesk.domain.rates import LprTable
    from arcdesk.domain.workdays import Workdays
    from arcdesk.services.interest_settings import InterestSettings

FORM_CHARACTERS = 42
FIELD_CHARACTERS = 40
ALONE_CHARACTERS = 84
RESULT_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class ToolFacts:
    """What the calculators reckon with, read from the workspace when the page is shown."""

    lpr: LprTable
    workdays: Workdays
    settings: InterestSettings
    company: str
    capital_percent: Decimal | None = None


class StillEmpty(Exception):
    """A field that is needed and not filled in: said quietly, as a hint what to enter."""


class ToolPane(QWidget):
    """One calculator: the answer in one line over the inputs, its details below or beside them.

    A subclass adds rows and ``details``, and implements ``reckon``. ``is_wide``: the details stand
    beside the inputs where there is room.
    """

    name = ""
    is_wide = False

    def __init__(self, context: UiContext, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.facts: ToolFacts | None = None
        self.has_answer = False
        self.setObjectName(f"tool_{self.name}")
        self.headline = label("", "muted", wrap=True, selectable=True)
        self.headline.setObjectName(f"{self.name}_headline")
        self.form: QFormLayout = form_layout()
        self._details = QWidget()
        self.details = QVBoxLayout(self._details)
        self.details.setContentsMargins(0, 0, 0, 0)
        self.details.setSpacing(M)
        self.copy_button = button(tr("Copy"), f"{self.name}_copy", self.copy)
        self.copy_button.setIcon(icon("copy", context.theme))
        self.copy_button.setToolTip(f"{tr('Copy the result')}  Ctrl+Shift+C")
        self.sheet_button: QPushButton | None = None
        self._lay_out(title, about)
        self._shortcut("Ctrl+Shift+C", self.copy)

    # What a subclass says

    def reckon(self) -> None:
        """Read the fields, show the details, and say the answer by ``tell``.

        Raises:
            StillEmpty: something is not filled in yet.
            Refusal: something is wrong.
        """
        raise NotImplementedError

    def result_text(self) -> str:
        """The answer as plain text, for the clipboard."""
        raise NotImplementedError

    def on_facts(self, facts: ToolFacts) -> None:
        """Take over defaults from ``facts``; called whenever they were read."""

    def first_field(self) -> QWidget:
        """The field that gets the keyboard."""
        raise NotImplementedError

    # What is shared

    def add_row(self, title: str, field: QWidget) -> None:
        """One labelled field; a tick stands without a label of its own."""
        if isinstance(field, QCheckBox):
            self.form.addRow("", field)
            return
        field.setMaximumWidth(char_width(self) * FIELD_CHARACTERS)
        self.form.addRow(title, field)

    def add_lines(self, title: str, lines: QWidget) -> None:
        """A list of lines over the whole width, under its title."""
        assert isinstance(lines, LineList)
        self.form.addRow(SectionLabel(title))
        self.form.addRow(lines)

    def tell(self, text: str, role: str = "figure") -> None:
        """The answer in one line."""
        self.headline.setText(text)
        set_role(self.headline, role)

    def show_facts(self, facts: ToolFacts) -> None:
        """Reckon with other tables or defaults."""
        self.facts = facts
        self.on_facts(facts)
        self.update_answer()

    def update_answer(self) -> None:
        """Reckon anew: called on every change of a field."""
        if self.facts is None:
            return
        try:
            self.reckon()
        except StillEmpty as missing:
            self.tell(str(missing), "muted")
            self._show(answered=False)
        except Refusal as refusal:
            self.tell(sentence(refusal), "bad")
            self._show(answered=False)
        else:
            self._show(answered=True)

    def copy(self) -> None:
        """Put the answer on the clipboard."""
        if self.has_answer:
            QGuiApplication.clipboard().setText(self.result_text())
            self.context.inform(tr("The result is on the clipboard."), "good")

    def add_sheet(self, on_click: Callable[[], object]) -> None:
        """Offer the answer as a printable sheet."""
        self.sheet_button = button(tr("Printable sheet…"), f"{self.name}_sheet", on_click)
        self.sheet_button.setIcon(icon("print", self.context.theme))
        self.sheet_button.setToolTip("Ctrl+P")
        self._buttons.addWidget(self.sheet_button)
        self._shortcut("Ctrl+P", self.sheet_button.click)

    def show_sheet(self, title: str, draw: Callable[[], bytes]) -> None:
        """Show the pages of a sheet, to print or to save."""
        from arcdesk.ui.dialogs.document_preview import DocumentPreview

        DocumentPreview(self.context, title, load=draw, file_name=title, parent=self).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        unit = char_width(self)
        needed = unit * (FORM_CHARACTERS + RESULT_CHARACTERS) + 3 * XL
        beside = self.is_wide and self.width() >= needed
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(direction)
        self._inputs.setMaximumWidth(unit * (FORM_CHARACTERS if beside else ALONE_CHARACTERS))

    def _show(self, *, answered: bool) -> None:
        self.has_answer = answered
        self._details.setVisible(answered)
        self.copy_button.setEnabled(answered)
        if self.sheet_button is not None:
            self.sheet_button.setEnabled(answered)

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(keys), self, act, context=context)

    def _lay_out(self, title: str, about: str) -> None:
        self._inputs = QWidget()
        inputs = QVBoxLayout(self._inputs)
        inputs.setContentsMargins(0, 0, 0, 0)
        inputs.addLayout(self.form)
        inputs.addStretch(1)
        details = QVBoxLayout()
        details.addWidget(self._details)
        details.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(L)
        self._halves.addWidget(self._inputs)
        self._halves.addLayout(details, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(S)
        self._buttons.addWidget(self.copy_button)
        head = QHBoxLayout()
        head.setSpacing(L)
        head.addWidget(self.headline, 1)
        head.addLayout(self._buttons)
        head.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(XL, L, XL, L)
        box.setSpacing(S)
        box.addWidget(label(title, "heading"))
        box.addWidget(label(about, "muted", wrap=True))
        box.addLayout(head)
        box.addSpacing(S)
        box.addLayout(self._halves, 1)


def enter(*fields: str) -> StillEmpty:
    """The hint what to enter first; the names are translated already."""
    return StillEmpty(tr("Enter: {fields}", fields=tr(", |list").join(fields)))
