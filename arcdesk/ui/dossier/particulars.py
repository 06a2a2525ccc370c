"""The dossier's tab of particulars: the customer's own, and the contracts with him."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.dossier.contracts import ContractsPanel
from arcdesk.ui.dossier.profile import ProfileTab
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import button

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData

PARTS = ("Particulars", "Contracts")
PARTICULARS, CONTRACTS = range(len(PARTS))


class ParticularsTab(QWidget):
    """Two parts behind two chips; the count of contracts stands on theirs."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profile = ProfileTab(context)
        self.contracts = ContractsPanel(context)
        self._stack = QStackedWidget()
        self._chips: list[QPushButton] = []
        bar = QHBoxLayout()
        bar.setContentsMargins(L, S, L, 0)
        bar.setSpacing(XS)
        for number, (title, part) in enumerate(zip(PARTS, (self.profile, self.contracts), strict=True)):
            chip = button(tr(title), f"particulars_{number}", partial(self.choose, number), chip=True)
            chip.setCheckable(True)
            self._chips.append(chip)
            self._stack.addWidget(part)
            bar.addWidget(chip)
        bar.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self._stack, 1)
        self.choose(PARTICULARS)

    def choose(self, number: int) -> None:
        """Bring a part to the front."""
        for place, chip in enumerate(self._chips):
            chip.setChecked(place == number)
        self._stack.setCurrentIndex(number)

    def show_dossier(self, data: DossierData, *, can_write: bool) -> None:
        """Show a customer's particulars and contracts."""
        self.profile.show_profile(data.profile)
        self.profile.setEnabled(can_write)
        self.contracts.show_book(data.profile.id, data.contracts, data.invoices, can_write=can_write)
        count = len(data.contracts.lines)
        self._chips[CONTRACTS].setText(f"{tr(PARTS[CONTRACTS])} {count}" if count else tr(PARTS[CONTRACTS]))
