"""The portrait at the head of the side column, with the grade and the way to confirm it (F-18, F-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.dialogs.due_items import DueItemsDialog
from arcdesk.ui.dialogs.grade import GradeDialog
from arcdesk.ui.dialogs.supply import SupplyDialog
from arcdesk.ui.panels.portrait_card import PortraitCard
from arcdesk.ui.portrait_words import grade
from arcdesk.ui.theme import XS
from arcdesk.ui.widgets import SectionLabel, button, label

if TYPE_CHECKING:
    from arcdesk.services.portrait import Portrait
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData


class PortraitPart(QWidget):
    """Portrait card and grade; opens the dialogs behind them."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._data: DossierData | None = None
        self.card = PortraitCard(context.theme)
        self.card.items_asked.connect(self.show_items)
        self.card.supply_asked.connect(self.hold_supply)
        self._grade = label("", wrap=True)
        self._grade.setObjectName("grade_text")
        self.confirm_button = button(tr("Confirm grade…"), "grade_confirm", self.confirm_grade)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addWidget(SectionLabel(tr("Portrait")))
        box.addWidget(self.card)
        box.addSpacing(XS)
        box.addWidget(SectionLabel(tr("Grade")))
        box.addWidget(self._grade)
        box.addWidget(self.confirm_button, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_dossier(self, data: DossierData, *, can_write: bool) -> None:
        """Show the portrait and the grade of ``data``."""
        self._data = data
        self.card.show_portrait(data.portrait, can_write=can_write)
        suggestion = data.suggestion
        self._grade.setText(grade(data.profile.grade, suggestion.grade, suggestion.score))
        self._grade.setToolTip(
            "\n".join(tr(reason.text_key, **reason.values) for reason in suggestion.reasons)
        )
        self.confirm_button.setEnabled(can_write)

    def show_items(self, portrait: Portrait) -> None:
        """List the invoices behind the payment record."""
        DueItemsDialog(self._context, portrait, self.window()).open()

    def hold_supply(self, portrait: Portrait) -> None:
        """Ask what the customer is still delivered."""
        SupplyDialog(self._context, portrait, self.window()).open()

    def confirm_grade(self) -> None:
        """Show the parts of the score, and ask for the grade."""
        if self._data is not None:
            data = self._data
            GradeDialog(self._context, data.profile, data.suggestion, data.decisions, self.window()).open()
