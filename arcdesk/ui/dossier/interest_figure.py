"""Interest to date in the head of a dossier: the figure, and the click that shows its segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.labels import INTEREST_BASES
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from arcdesk.services.interest import CustomerInterest

KEYS = "Ctrl+I"
FRAME_PX = 2


class InterestFigure(QWidget):
    """Title over an amount that looks like the other figures and answers to a click.

    Signals:
        clicked(): the segments are wanted.
    """

    clicked = Signal()

    def __init__(self, theme: Theme, text: str, basis: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        title = tr("Interest to date")
        self.value = button(text, "dossier_interest", self.clicked.emit, flat=True)
        self.value.setCursor(Qt.CursorShape.PointingHandCursor)
        self.value.setToolTip(tr("{basis}. A click shows the segments.", basis=basis) + f"  {KEYS}" if basis else KEYS)
        self.value.setAccessibleName(f"{title} {text}")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, FRAME_PX, 0, 0)  # as the frame of the figures beside it
        box.setSpacing(2)
        box.addWidget(label(title, "muted"))
        box.addWidget(self.value, alignment=Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        color = self._theme.colors.accent
        self.value.setStyleSheet(
            f"QPushButton {{ color: {color}; border: 1px solid transparent; padding: 0; margin: -1px; min-height: 0;"
            f" font-size: 13pt; font-weight: 600; text-align: left; }}"
            f"QPushButton:focus {{ border: 1px solid {color}; padding: 0; }}"
        )


def interest_figure(theme: Theme, interest: CustomerInterest, currency: str) -> InterestFigure | None:
    """The figure of the main currency; ``None`` where nothing of it bears interest."""
    mine = [one for one in interest.invoices if one.currency == currency]
    if not mine:
        return None
    bases = dict.fromkeys(words(INTEREST_BASES, one.basis) for one in mine if one.total_fen)
    text = show.money_with_sign(interest.totals.get(currency, 0), currency)
    return InterestFigure(theme, text, tr("; |list").join(bases))
