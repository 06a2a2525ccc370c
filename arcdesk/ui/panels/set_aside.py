"""Putting a customer off: until which day and why, or not today and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import SectionLabel, button, clear_layout, icon_button, label, mark_wrong
from arcdesk.ui.widgets.date_field import DateField


class SetAside(QWidget):
    """Unfolds under the buttons of the Today panel.

    Signals:
        snoozed(date, str): until that day, with the reason.
        skipped(str): not today, with the reason.
    """

    snoozed = Signal(object, str)
    skipped = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("set_aside")
        self._context = context
        self._is_snooze = True
        self._title = SectionLabel("")
        self._reason = QLineEdit()
        self._reason.setObjectName("set_aside_reason")
        self._reason.setAccessibleName(tr("Reason"))
        self._reason.returnPressed.connect(self._on_return)
        self._days = QVBoxLayout()
        self._days.setSpacing(4)
        self._wrong = label("", "bad", wrap=True)
        self._wrong.hide()
        self._skip = button(tr("Skip today"), "skip_now", self._on_skip)
        cancel = icon_button("close", tr("Cancel|set aside"), context.theme, "set_aside_cancel", self.hide)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(S)
        box.addLayout(head)
        box.addWidget(self._reason)
        box.addLayout(self._days)
        box.addWidget(self._wrong)
        box.addWidget(self._skip, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def ask_snooze(self, suggestions: Sequence[tuple[str, date]]) -> None:
        """Ask until when; each suggestion is one click."""
        self._open(tr("Snooze until"), tr("Reason (may stay empty)"), is_snooze=True)
        for day, text in sorted({day: text for text, day in reversed(suggestions)}.items()):
            choice = button(
                f"{tr(text)}  ·  {show.day_of_week(day)}", f"snooze_{day}", partial(self._snooze_to, day)
            )
            self._days.addWidget(choice)
        row = QHBoxLayout()
        self._other = DateField(tr("Another day"), today=self._context.today, theme=self._context.theme)
        self._other.setObjectName("snooze_day")
        self._other.setPlaceholderText(tr("Another day"))
        self._other.returnPressed.connect(self._on_other)
        row.addWidget(self._other, 1)
        row.addWidget(button(tr("Snooze"), "snooze_other", self._on_other))
        self._days.addLayout(row)

    def ask_skip(self) -> None:
        """Ask why the customer is left out today."""
        self._open(tr("Skip today"), tr("Reason"), is_snooze=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _open(self, title: str, hint: str, *, is_snooze: bool) -> None:
        self._is_snooze = is_snooze
        clear_layout(self._days)
        self._title.setText(title)
        self._reason.clear()
        self._reason.setPlaceholderText(hint)
        self._reason.setAccessibleName(f"{title}: {hint}")
        self._say("")
        self._skip.setVisible(not is_snooze)
        self.show()
        self._reason.setFocus()

    def _snooze_to(self, day: date) -> None:
        self.snoozed.emit(day, self._reason.text().strip())
        self.hide()

    @Slot()
    def _on_return(self) -> None:
        if self._is_snooze:
            first = self.findChild(QPushButton, "", Qt.FindChildOption.FindDirectChildrenOnly)
            if first is not None:
                first.setFocus()
        else:
            self._on_skip()

    @Slot()
    def _on_other(self) -> None:
        try:
            day = self._other.day()
        except Refusal as refusal:
            self._say(sentence(refusal))
            return
        if day is None or day <= self._context.today:
            self._say(tr("Choose a day after today."))
            return
        self._snooze_to(day)

    @Slot()
    def _on_skip(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            self._say(tr("Say in a word why, so that the list stays explainable."))
            mark_wrong(self._reason, True)
            return
        self.skipped.emit(reason)
        self.hide()

    def _say(self, text: str) -> None:
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        mark_wrong(self._reason, False)
