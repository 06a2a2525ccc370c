"""After a contact in which several payments were promised: make an instalment plan of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import button, icon_button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

FEWEST_PROMISES = 2


class PlanOffer(QWidget):
    """One line over the tabs.

    Signals:
        wanted: id of the contact whose promises are to become a plan.
    """

    wanted = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._contact_id = 0
        self.setObjectName("plan_offer")
        self.setAutoFillBackground(True)
        self.text = label("", wrap=True)
        self.make = button(tr("Make an instalment plan…"), "plan_from_promises", self._on_make)
        close = icon_button("close", tr("Close"), context.theme, "plan_offer_close", self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, XS, S, XS)
        row.setSpacing(S)
        row.addWidget(self.text, 1)
        row.addWidget(self.make)
        row.addWidget(close)
        context.theme.changed.connect(self._color)
        self._color()
        self.hide()

    def offer(self, contact_id: int, count: int) -> None:
        """Offer it for a contact with ``count`` promises; one alone is no plan."""
        self._contact_id = contact_id
        self.text.setText(
            tr("{count} payments were promised. As an instalment plan they become the due dates.", count=count)
        )
        self.setVisible(count >= FEWEST_PROMISES)

    def _on_make(self) -> None:
        self.hide()
        self.wanted.emit(self._contact_id)

    def _color(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._context.theme.color("accent_soft"))
        self.setPalette(palette)
