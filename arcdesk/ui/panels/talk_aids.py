"""At hand while talking: answers for what the other side says, questions, what is prepared (R89, S-155 to S-169)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from arcdesk.i18n import current, tr
from arcdesk.services.scripts import Speaker
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import XS
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.fields import named
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.services.preparation import Preparation
    from arcdesk.services.script_library import Answer
    from arcdesk.services.worklist import TodayEntry
    from arcdesk.ui.context import UiContext

ANSWER_KEYS = "Ctrl+Shift+A"
LINES = 7
PLACES = {
    "documents": tab.DOCUMENTS, "evidence": tab.EVIDENCE, "profile": tab.PROFILE, "promises": tab.PROMISES,
}  # fmt: skip
LOOKS = {"have": ("check", "good"), "partial": ("warning", "warn"), "missing": ("close", "bad")}
TEXT, PLACE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom one talks to, about what."""

    customer_id: int
    entry: TodayEntry | None
    speaker: Speaker
    max_overdue_days: int = 0


class AidList(QListWidget):
    """A short list that is left by Esc.

    Signals:
        left(): Esc was pressed.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TalkAids(QWidget):
    """Three chips under the script, each opens its list; Enter copies an answer or shows where a paper is.

    Signals:
        copied(): a text went to the clipboard.
        opened(): a list unfolded.
    """

    copied = Signal()
    opened = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._subject: Subject | None = None
        self._came_from: QWidget | None = None
        self.answers_button = self._chip(tr("If they say…"), "talk_answers", ANSWER_KEYS)
        self.questions_button = self._chip(tr("To ask"), "talk_questions")
        self.prepared_button = self._chip(tr("At hand?"), "talk_prepared")
        self._chips = (self.answers_button, self.questions_button, self.prepared_button)
        self.list = named(AidList(), "talk_list", tr("At hand while talking"))
        self.list.setMaximumHeight(self.fontMetrics().height() * (LINES + 2))
        self.list.itemActivated.connect(self._on_item)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.left.connect(self.fold)
        self.words = label("", "", wrap=True, selectable=True)
        self.words.setObjectName("talk_words")
        row = QWidget()
        flow = FlowLayout(row, spacing=XS)
        for chip in self._chips:
            flow.addWidget(chip)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        for part in (row, self.list, self.words):
            box.addWidget(part)
        self.fold()

    def show_for(self, subject: Subject | None) -> None:
        """Whom the lists are about; an open list of another customer is folded up."""
        if self._subject is None or subject is None or subject.customer_id != self._subject.customer_id:
            self.fold()
        self._subject = subject

    def open_answers(self) -> None:
        """Open the answers and put the keyboard on them."""
        self._came_from = QApplication.focusWidget()
        self._open(self.answers_button)

    def fold(self) -> None:
        """Close the list; the keyboard goes back to where it came from."""
        had = self.list.hasFocus()
        for chip in self._chips:
            chip.setChecked(False)
        self.list.hide()
        self.words.hide()
        back, self._came_from = self._came_from, None
        if had and back is not None and back.isVisible():
            back.setFocus()

    def _chip(self, text: str, name: str, keys: str = "") -> QPushButton:
        chip = button(text, name, chip=True)
        chip.setCheckable(True)
        chip.clicked.connect(lambda: self._on_chip(chip))
        if keys:
            chip.setToolTip(f"{text} ({keys})")
        return chip

    def _on_chip(self, chip: QPushButton) -> None:
        if chip.isChecked():
            self._open(chip)
        else:
            self.fold()

    def _open(self, chip: QPushButton) -> None:
        about = self._subject
        if about is None:
            return
        for other in self._chips:
            other.setChecked(other is chip)
        desk, day, language = self._context.desk, self._context.day, current()
        if chip is self.answers_button:
            self._context.jobs.run(
                lambda _: desk.scripts.answers(about.customer_id, about.entry, about.speaker, day, language),
                self._show_answers, owner=self,
            )  # fmt: skip
        else:
            show = self._show_questions if chip is self.questions_button else self._show_prepared
            self._context.jobs.run(
                lambda _: desk.preparation.of(about.customer_id, day, about.max_overdue_days), show, owner=self
            )

    def _show_answers(self, answers: tuple[Answer, ...]) -> None:
        self._fill([self._item(each.title, each.text) for each in answers])

    def _show_questions(self, found: Preparation) -> None:
        self._fill([self._item(text, text) for text in found.questions])

    def _show_prepared(self, found: Preparation) -> None:
        items = []
        for each in found.items:
            item = self._item(tr("{what}: {how}|at hand", what=each.title, how=each.note), "", place=PLACES[each.place])
            name, tone = LOOKS[each.state]
            item.setIcon(icon(name, self._context.theme, tone))
            items.append(item)
        if found.record_call:
            items.append(self._item(tr("Important customer: record the call, and say so before."), ""))
        if found.tags:
            items.append(self._item(tr("Tags: {tags}", tags=found.tags), "", place=tab.PROFILE))
        self._fill(items)

    def _item(self, title: str, text: str, *, place: int = -1) -> QListWidgetItem:
        item = QListWidgetItem(title)
        item.setData(TEXT, text)
        item.setData(PLACE, place)
        return item

    def _fill(self, items: list[QListWidgetItem]) -> None:
        self.list.clear()
        for item in items:
            self.list.addItem(item)
        self.list.show()
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.opened.emit()

    def _on_current(self, item: QListWidgetItem | None) -> None:
        text = item.data(TEXT) if item is not None else ""
        shown = bool(text) and self.answers_button.isChecked()
        self.words.setText(text if shown else "")
        self.words.setVisible(shown)

    def _on_item(self, item: QListWidgetItem) -> None:
        if text := item.data(TEXT):
            QGuiApplication.clipboard().setText(text)
            self.copied.emit()
        elif (place := item.data(PLACE)) >= 0 and self._subject is not None:
            self._context.dossier_tab_requested.emit(self._subject.customer_id, place)
