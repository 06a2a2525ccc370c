"""What goes out with the letters: sheets, kinds of evidence, single pieces of one customer (F-61, S-111)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.services.letter_enclosures import KINDS, SHEETS, EnclosureChoice
from arcdesk.ui.labels import EVIDENCE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, label
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.services.evidence import StoredEvidence
    from arcdesk.ui.context import UiContext

SHEET_NAMES = {"statement": "Statement of account, open items", "worksheet": "Computation of the interest"}
PRINTABLE = ("image/", "application/pdf")
WIDTH_CHARACTERS = 64


class EnclosureDialog(QDialog):
    """Ticks for what every letter of the batch carries; pieces of evidence where it is one customer's letter.

    Signals:
        chosen: EnclosureChoice.
    """

    chosen = Signal(object)

    def __init__(
        self, context: UiContext, choice: EnclosureChoice, customer_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._choice, self._customer_id = context, choice, customer_id
        self.setWindowTitle(tr("Enclosures"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.sheets = {name: self._tick(name, tr(SHEET_NAMES[name]), choice.sheets) for name in SHEETS}
        self.kinds = {name: self._tick(name, words(EVIDENCE_KINDS, name), choice.kinds) for name in KINDS}
        self.pieces = named(QListWidget(), "enclosure_pieces", tr("Pieces of evidence"))
        self.pieces.setAlternatingRowColors(True)
        self._arrange()
        if customer_id is not None:
            desk = context.desk
            context.jobs.run(lambda _job: self._printable(desk.evidence.list(customer_id)), self._on_read)

    def choice(self) -> EnclosureChoice:
        """What is ticked."""
        listed = (self.pieces.item(row) for row in range(self.pieces.count()))
        return EnclosureChoice(
            frozenset(name for name, tick in self.sheets.items() if tick.isChecked()),
            frozenset(name for name, tick in self.kinds.items() if tick.isChecked()),
            tuple(
                int(item.data(Qt.ItemDataRole.UserRole))
                for item in listed
                if item.checkState() == Qt.CheckState.Checked
            ),
        )

    def accept(self) -> None:
        """Hand the choice on."""
        self.chosen.emit(self.choice())
        super().accept()

    def _tick(self, name: str, text: str, given: frozenset[str]) -> QCheckBox:
        tick = QCheckBox(text)
        tick.setObjectName(f"enclose_{name}")
        tick.setChecked(name in given)
        return tick

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(S)
        about = tr("Everything goes into one PDF behind the letter, with a list and page numbers counted through.")
        box.addWidget(label(about, "muted", wrap=True))
        box.addWidget(SectionLabel(tr("Reckoned for the letter")))
        for tick in self.sheets.values():
            box.addWidget(tick)
        box.addWidget(SectionLabel(tr("Evidence on file for its invoices")))
        row = QHBoxLayout()
        row.setSpacing(L)
        for tick in self.kinds.values():
            row.addWidget(tick)
        row.addStretch(1)
        box.addLayout(row)
        if self._customer_id is not None:
            box.addWidget(SectionLabel(tr("Pieces of evidence")))
            box.addWidget(self.pieces, 1)
            self.none = label(tr("No image or PDF is on file for this customer."), "muted", wrap=True)
            self.none.hide()
            box.addWidget(self.none)
        else:
            self.pieces.hide()
            hint = tr("Single pieces can be chosen when one customer is ticked.")
            box.addWidget(label(hint, "muted", wrap=True))
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), "enclosures_cancel", self.reject))
        done = button(tr("Enclose"), "enclosures_done", self.accept, primary=True)
        done.setDefault(True)
        foot.addWidget(done)
        box.addLayout(foot)

    def _printable(self, pieces: Sequence[StoredEvidence]) -> tuple[StoredEvidence, ...]:
        """What can be copied onto paper; letters of our own are no enclosures of letters."""
        return tuple(
            piece for piece in pieces if piece.media_type.startswith(PRINTABLE) and piece.kind != "letter"
        )

    def _on_read(self, pieces: tuple[StoredEvidence, ...]) -> None:
        self.pieces.setVisible(bool(pieces))
        self.none.setVisible(not pieces)
        for piece in pieces:
            item = QListWidgetItem(f"{words(EVIDENCE_KINDS, piece.kind)} · {piece.original_name}")
            item.setData(Qt.ItemDataRole.UserRole, piece.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = piece.id in self._choice.pieces
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.pieces.addItem(item)
