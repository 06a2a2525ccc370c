"""Beside the rows of an unknown file: what is still required, the one question, the name to remember."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.import_words import field_word
from arcdesk.ui.theme import XS, M, S
from arcdesk.ui.widgets import SectionLabel, char_width, label, set_role
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.importing.mapping_check import MappingCheck, OrderExample

WIDTH_CHARACTERS = 38


class MappingSide(QScrollArea):
    """Scrolls in a low window.

    Signals:
        order_chosen(str): "mdy" or "dmy".
    """

    order_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.required = label("", wrap=True)
        self.required.setObjectName("mapping_required")
        self.numbers = label("", "muted", wrap=True)
        self.seen = label("", "muted", wrap=True)
        self.question = QWidget()
        self.orders = {order: QRadioButton() for order in ("mdy", "dmy")}
        self._group = QButtonGroup(self)
        self._asked = label("", "warn", wrap=True)
        self.remember = QCheckBox(tr("Recognise such files from now on"))
        self.remember.setObjectName("mapping_remember")
        self.remember.setChecked(True)
        self.name = line_edit("mapping_name", tr("Name of the layout"))
        self.remember.toggled.connect(self.name.setEnabled)
        self._lay_out()

    def show_check(self, kind: str, check: MappingCheck, order: str, *, has_number: bool) -> None:
        """What the rows say of the columns chosen."""
        if check.missing:
            names = ", ".join(field_word(kind, name) for name in check.missing)
            self.required.setText(tr("Still to assign: {columns}", columns=names))
        elif not check.rows:
            self.required.setText(tr("There are no rows below the heading."))
        else:
            self.required.setText(tr("All that is required is assigned."))
        set_role(self.required, "good" if check.can_continue else "warn")
        needs_numbers = kind in ("invoices", "receipts") and not has_number
        self.numbers.setText(
            tr("No document numbers: each row gets a number of its own that stays the same next time.")
            if needs_numbers
            else ""
        )
        self.numbers.setVisible(needs_numbers)
        self.seen.setText(tr("Checked {count} of {total} rows.", count=check.rows, total=check.of_rows))
        self._ask(check.order, order)

    def chosen_name(self) -> str:
        """The name under which the layout is to be kept; "" if it is not."""
        return self.name.text().strip() if self.remember.isChecked() else ""

    # inside

    def _ask(self, example: OrderExample | None, order: str) -> None:
        self.question.setVisible(example is not None)
        if example is None:
            return
        self._asked.setText(tr("How is {text} meant?", text=example.text))
        for name, day in (("mdy", example.month_first), ("dmy", example.day_first)):
            made = self.orders[name]
            made.setText(
                tr("Month first: {day}", day=day.isoformat())
                if name == "mdy"
                else tr("Day first: {day}", day=day.isoformat())
            )
            made.setAccessibleName(made.text())
        self._group.setExclusive(False)
        for name, made in self.orders.items():
            made.blockSignals(True)
            made.setChecked(name == order)
            made.blockSignals(False)
        self._group.setExclusive(True)

    @Slot()
    def _on_order(self) -> None:
        for name, made in self.orders.items():
            if made.isChecked():
                self.order_chosen.emit(name)

    def _lay_out(self) -> None:
        asked = QVBoxLayout(self.question)
        asked.setContentsMargins(0, S, 0, 0)
        asked.setSpacing(XS)
        asked.addWidget(self._asked)
        for name, made in self.orders.items():
            made.setObjectName(f"mapping_{name}")
            made.setAccessibleName(
                tr("Month first: {day}", day="") if name == "mdy" else tr("Day first: {day}", day="")
            )
            made.toggled.connect(lambda on: self._on_order() if on else None)
            self._group.addButton(made)
            asked.addWidget(made)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(M, 0, S, 0)
        column.setSpacing(S)
        column.addWidget(self.required)
        column.addWidget(self.question)
        column.addWidget(self.numbers)
        column.addWidget(self.seen)
        column.addSpacing(S)
        column.addWidget(SectionLabel(tr("For the next file")))
        column.addWidget(self.remember)
        column.addWidget(self.name)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(char_width(self) * WIDTH_CHARACTERS)
