"""One sealed file in a window of its own, where it is named and not listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.evidence import StoredEvidence
from arcdesk.ui.evidence.viewer import EvidenceViewer
from arcdesk.ui.theme import L, M
from arcdesk.ui.widgets import button

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

SHARE_OF_SCREEN = 0.8
WIDEST_PX = 760


class EvidenceDialog(QDialog):
    """Shows a file with its particulars; Esc closes it."""

    def __init__(
        self,
        context: UiContext,
        item: StoredEvidence,
        names: Mapping[int, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(item.original_name)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        room = self.screen().availableSize() * SHARE_OF_SCREEN
        self.resize(min(room.width(), WIDEST_PX), room.height())
        self.viewer = EvidenceViewer(context)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, 0, L, M)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "evidence_close", self.reject))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.viewer, 1)
        box.addLayout(foot)
        self.viewer.show_evidence(item, names)
