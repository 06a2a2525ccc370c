"""How an invoice gets a due date: the choices of a repair, as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from arcdesk.domain.due_repair import Repair, RepairKind
from arcdesk.domain.terms import MOST_CREDIT_DAYS
from arcdesk.i18n import tr
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import char_width, label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import line_edit
from arcdesk.ui.widgets.terms_field import CreditDaysWrong

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

KINDS: tuple[tuple[RepairKind, str], ...] = (
    ("accept", "As proposed|due choice"),
    ("issued", "Invoice date plus|due choice"),
    ("delivered", "Delivery plus|due choice"),
    ("fixed", "On|due choice"),
    ("contract", "By the contract's term|due choice"),
    ("law", "By law, from delivery|due choice"),
)
USUAL_DAYS = "30"
FROM_DELIVERY = frozenset({"accept", "delivered", "contract", "law"})


class DueForm(QWidget):
    """One of the kinds of ``Repair``; filling in a field chooses its kind.

    Signals:
        changed(): something was chosen or typed.
    """

    changed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.kinds: dict[str, QRadioButton] = {}
        for kind, text in KINDS:
            made = QRadioButton(tr(text))
            made.setObjectName(f"due_{kind}")
            made.toggled.connect(self._on_kind)
            self._group.addButton(made)
            self.kinds[kind] = made
        self.days = self._days_line("due_issued_days", tr("Days after the invoice date"))
        self.delivery_days = self._days_line("due_delivered_days", tr("Days after delivery"))
        self.on = DateField(tr("Due on"), context.theme, context.today)
        self.on.setObjectName("due_on")
        self.delivered_on = DateField(tr("Delivery day"), context.theme, context.today)
        self.delivered_on.setObjectName("due_delivered_on")
        self.delivered_on.setPlaceholderText(tr("where unknown"))
        self._delivery_label = label(tr("Delivery day, where unknown"), "muted")
        self._lay_out()
        for kind, field in (("issued", self.days), ("delivered", self.delivery_days), ("fixed", self.on)):
            field.textEdited.connect(self._chooser(kind))
            field.textChanged.connect(lambda _text: self.changed.emit())
        self.delivered_on.textChanged.connect(lambda _text: self.changed.emit())
        self.choose("accept")

    @property
    def kind(self) -> RepairKind:
        """The kind chosen."""
        return next(kind for kind, _ in KINDS if self.kinds[kind].isChecked())

    def choose(self, kind: RepairKind) -> None:
        """Choose a kind."""
        self.kinds[kind].setChecked(True)

    def repair(self, *, overwrite: bool = False, is_agreed: bool = False) -> Repair:
        """What is chosen.

        Raises:
            BadDate, CreditDaysWrong.
        """
        kind = self.kind
        days = self.days if kind == "issued" else self.delivery_days if kind == "delivered" else None
        return Repair(
            kind,
            on=self.on.day() if kind == "fixed" else None,
            days=_number(days) if days is not None else 0,
            delivered_on=self.delivered_on.day() if kind in FROM_DELIVERY else None,
            overwrite=overwrite,
            is_agreed=is_agreed,
        )

    def name_delivery(self, text: str) -> None:
        """Say what the line for the delivery day is for."""
        self._delivery_label.setText(text)
        self.delivered_on.setPlaceholderText("")

    # inside

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(S)
        grid.setVerticalSpacing(S)
        grid.setColumnStretch(2, 1)
        rows: dict[str, tuple[QWidget, ...]] = {
            "issued": (self.days, label(tr("days|after a number"))),
            "delivered": (self.delivery_days, label(tr("days|after a number"))),
        }
        for place, (kind, _) in enumerate(KINDS):
            parts = rows.get(kind, ())
            grid.addWidget(self.kinds[kind], place, 0, 1, 1 if parts or kind == "fixed" else 3)
            for column, part in enumerate(parts, start=1):
                grid.addWidget(part, place, column)
            if kind == "fixed":
                grid.addWidget(self.on, place, 1, 1, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        box.addLayout(grid)
        box.addWidget(self._delivery_label)
        box.addWidget(self.delivered_on)

    def _days_line(self, name: str, title: str) -> QLineEdit:
        made = line_edit(name, title, USUAL_DAYS)
        made.setMaximumWidth(char_width(made) * 6 + 16)
        return made

    def _chooser(self, kind: RepairKind) -> object:
        return lambda _text: self.choose(kind)

    def _on_kind(self, chosen: bool) -> None:
        if chosen:
            needs = self.kind in FROM_DELIVERY
            self._delivery_label.setEnabled(needs)
            self.delivered_on.setEnabled(needs)
            self.changed.emit()


def _number(line: QLineEdit) -> int:
    text = line.text().strip()
    if not text.isdecimal() or len(text) > len(str(MOST_CREDIT_DAYS)):
        raise CreditDaysWrong(text=text[:40], field=line.objectName())
    return int(text)
