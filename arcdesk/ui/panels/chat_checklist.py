"""The points that a court asks of a WeChat conversation, each with its answer (R62)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from arcdesk.domain.wechat import CHECKLIST, missing
from arcdesk.i18n import tr
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import label, set_role
from arcdesk.ui.widgets.basics import SectionLabel
from arcdesk.ui.widgets.fields import combo_box

ANSWERS = {"": "Not answered|checklist", "yes": "Yes|checklist", "no": "Missing|checklist"}
NOT_APPLICABLE = "Does not apply|checklist"


class ChatChecklist(QWidget):
    """Each point with a choice beside it; what is missing shows what to do.

    Signals:
        changed: the answers.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = label("", "muted")
        self._count.setObjectName("checklist_count")
        self._boxes: dict[str, QComboBox] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, S, 0)
        grid.setHorizontalSpacing(S)
        grid.setVerticalSpacing(S)
        grid.setColumnStretch(0, 1)
        for row, (key, point) in enumerate(CHECKLIST.items()):
            text = label(tr(point.text), wrap=True)
            text.setToolTip(tr(point.todo))
            entries = [(code, tr(word)) for code, word in ANSWERS.items()]
            if point.may_not_apply:
                entries.append(("na", tr(NOT_APPLICABLE)))
            box = combo_box(f"check_{key}", tr(point.text), entries)
            box.setToolTip(tr(point.todo))
            box.currentIndexChanged.connect(self._on_changed)
            self._boxes[key] = box
            grid.addWidget(text, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignVCenter)
        inner = QWidget()
        inner.setLayout(grid)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(SectionLabel(tr("What a court asks of a WeChat conversation")))
        column.addWidget(area, 1)
        column.addWidget(self._count)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 42 + L)
        self._on_changed()

    def answers(self) -> dict[str, str]:
        """What was said, by key; points without an answer are left out."""
        return {key: str(box.currentData()) for key, box in self._boxes.items() if box.currentData()}

    def show_answers(self, answers: Mapping[str, str]) -> None:
        """Show what was said before."""
        for key, box in self._boxes.items():
            box.setCurrentIndex(max(box.findData(answers.get(key, "")), 0))

    def _on_changed(self) -> None:
        answers = self.answers()
        left = len(missing(answers))
        text = tr("{count} points are still missing. They can be put right later by a correction.", count=left)
        self._count.setText(text if left else tr("Nothing is missing."))
        self._count.setWordWrap(True)
        set_role(self._count, "warn" if left else "good")
        self.changed.emit(answers)
