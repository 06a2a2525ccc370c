"""Choosing the aging scheme of every screen, and making one's own, with its borders drawn at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from arcdesk.domain.aging import SCHEMES, Scheme, scheme_from_cuts
from arcdesk.domain.errors import BadCuts, Refusal
from arcdesk.domain.text import half_width
from arcdesk.i18n import tr
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, char_width, label, mark_wrong
from arcdesk.ui.widgets.scheme_preview import SchemePreview

if TYPE_CHECKING:
    from arcdesk.ui.jobs import JobContext

BASES = (("due", "By due date"), ("issued", "By issue date"))
_MOST_DAYS = 36_500
_BETWEEN = re.compile(r"[\s,/;、，；]+")


def parse_cuts(text: str) -> tuple[int, ...]:
    """Last days of the buckets out of "30, 60, 90" or "30/60/90".

    Raises:
        BadCuts: something else than rising whole numbers.
    """
    parts = [part for part in _BETWEEN.split(half_width(text).strip()) if part]
    if not all(part.isascii() and part.isdigit() and int(part[:6]) <= _MOST_DAYS for part in parts):
        raise BadCuts(text=text, field="cuts")
    return tuple(int(part[:6]) for part in parts)


def _nothing(_: object) -> None:
    return None


class SchemeEditor(QWidget):
    """Default scheme with a preview; below it a form for an own scheme."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._schemes: tuple[Scheme, ...] = ()
        self._choice = QComboBox()
        self._choice.setObjectName("default_scheme")
        self._choice.setAccessibleName(tr("Aging scheme of every screen"))
        self._choice.activated.connect(self._on_chosen)
        self._preview = SchemePreview(context.theme, context.today)
        self._name = QLineEdit()
        self._name.setObjectName("scheme_name")
        self._name.setAccessibleName(tr("Name of the scheme"))
        self._cuts = QLineEdit()
        self._cuts.setObjectName("scheme_cuts")
        self._cuts.setAccessibleName(tr("Last day of each bucket"))
        self._cuts.setPlaceholderText("30, 60, 90")
        self._basis = QComboBox()
        self._basis.setObjectName("scheme_basis")
        self._basis.setAccessibleName(tr("Reckoned"))
        for code, text in BASES:
            self._basis.addItem(tr(text), code)
        self._own = SchemePreview(context.theme, context.today)
        self._own.setObjectName("own_scheme_preview")
        self._wrong = label("", "bad", wrap=True)
        self._wrong.setObjectName("scheme_wrong")
        self._save = button(tr("Save scheme and use it"), "save_scheme", self.save)
        for edit in (self._name, self._cuts, self._basis):
            edit.setFixedWidth(char_width(self) * 48)
        self._lay_out()
        for edit in (self._name, self._cuts):
            edit.textEdited.connect(self._on_edited)
            edit.returnPressed.connect(self.save)
        self._basis.activated.connect(self._on_edited)
        self._on_edited()

    def load(self) -> None:
        """Read the schemes and the default out of the workspace."""
        company = self._context.desk.company
        self._context.jobs.run(
            lambda _: (company.schemes(), company.default_scheme_name), self._on_loaded, owner=self
        )

    @Slot()
    def save(self) -> None:
        """Keep the own scheme and make it the default."""
        name = self._name.text().strip()
        company = self._context.desk.company
        if not name:
            self._refuse(tr("Give the scheme a name."), self._name)
            return
        try:
            cuts = parse_cuts(self._cuts.text())
        except Refusal as refusal:
            self._refuse(sentence(refusal), self._cuts)
            return
        basis = self._basis.currentData()

        def write(_: JobContext) -> str:
            company.save_scheme(name, cuts, basis)
            company.set_default_scheme(name)
            return name

        self._context.jobs.run(write, self._on_saved, self._on_refused, owner=self)

    def _on_loaded(self, answer: tuple[tuple[Scheme, ...], str]) -> None:
        self._schemes, chosen = answer
        self._choice.clear()
        for scheme in self._schemes:
            self._choice.addItem(tr(scheme.label_key) if scheme.name in SCHEMES else scheme.name, scheme.name)
        self._choice.setCurrentIndex(max(0, self._choice.findData(chosen)))
        self._choice.setEnabled(self._context.can_write)
        self._show_chosen()

    def _on_saved(self, name: str) -> None:
        self.load()
        self._context.inform(tr("The scheme “{name}” is now used on every screen.", name=name), "good")

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._refuse(sentence(error), self._cuts if error.field == "cuts" else self._name)

    @Slot()
    def _on_chosen(self) -> None:
        name = self._choice.currentData()
        company = self._context.desk.company
        self._context.jobs.run(lambda _: company.set_default_scheme(name), _nothing, owner=self)
        self._show_chosen()

    def _show_chosen(self) -> None:
        name = self._choice.currentData()
        self._preview.show_scheme(next((scheme for scheme in self._schemes if scheme.name == name), None))

    @Slot()
    def _on_edited(self) -> None:
        """Redraw while typing; an unfinished text is no error yet."""
        text = self._cuts.text()
        self._wrong.clear()
        mark_wrong(self._name, False)
        mark_wrong(self._cuts, False)
        try:
            cuts = parse_cuts(text or self._cuts.placeholderText())
            scheme = scheme_from_cuts("own", cuts, self._basis.currentData())
        except Refusal as refusal:
            self._own.show_scheme(None)
            self._refuse(sentence(refusal), self._cuts)
            return
        self._own.show_scheme(scheme)
        self._save.setEnabled(self._context.can_write and bool(text))

    def _refuse(self, text: str, field: QLineEdit) -> None:
        self._wrong.setText(text)
        mark_wrong(field, True)
        field.setFocus()

    def _lay_out(self) -> None:
        form = form_layout()
        form.addRow(tr("Name of the scheme"), self._name)
        form.addRow(tr("Last day of each bucket"), self._cuts)
        form.addRow(tr("Reckoned"), self._basis)
        foot = QHBoxLayout()
        foot.addWidget(self._save)
        foot.addWidget(self._wrong, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(M)
        box.addWidget(SectionLabel(tr("Aging scheme of every screen")))
        self._choice.setSizePolicy(
            self._choice.sizePolicy().Policy.Maximum, self._choice.sizePolicy().verticalPolicy()
        )
        self._choice.setMinimumWidth(char_width(self) * 48)
        box.addWidget(self._choice)
        box.addWidget(self._preview)
        box.addSpacing(L)
        box.addWidget(SectionLabel(tr("A scheme of your own")))
        box.addLayout(form)
        box.addWidget(self._own)
        box.addSpacing(S)
        box.addLayout(foot)
        box.addStretch(1)
