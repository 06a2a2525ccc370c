"""Putting a customer off, leaving him out, calling him done: why by one key, and until when by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.context import sentence
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import SectionLabel, button, clear_layout, icon_button, label, mark_wrong
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.key_choice import Choice, KeyButton, KeyChoice

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

REASONS: Mapping[str, tuple[str, ...]] = {
    "snooze": (
        "Waits for their approval", "Documents are on their way to them", "The person in charge is away",
        "Agreed to talk later", "Waits for their own customer's payment",
    ),
    "skip": (
        "Nobody is there today", "The payment is on its way", "A colleague is in touch",
        "A dispute is being settled", "Sales or management asked to wait",
    ),
    "done": (
        "The money is here, to be entered", "Dealt with in another way", "Handed to somebody else",
        "Nothing more to do today",
    ),
}  # fmt: skip
"""Usual reasons of each decision; the digits from 1 choose one."""

OTHER = "other"
TITLES = {"snooze": "Snooze: why, and until when?", "skip": "Skip today: why?", "done": "Done: how?"}
ACTS = {"snooze": "Snooze", "skip": "Skip today", "done": "Done"}


class SetAside(QWidget):
    """Unfolds under the buttons of the Today panel; digits choose, 0 asks for words of one's own.

    Signals:
        snoozed(date, str): until that day, with the reason.
        skipped(str), finished(str): not today, or done, with the reason.
        left(): the person thought better of it.
    """

    snoozed = Signal(object, str)
    skipped = Signal(str)
    finished = Signal(str)
    left = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("set_aside")
        self._context = context
        self._deed = "skip"
        self._title = SectionLabel("")
        self._choices = QVBoxLayout()
        self._reasons: KeyChoice | None = None
        self._days: KeyChoice | None = None
        self._reason = QLineEdit()
        self._reason.setObjectName("set_aside_reason")
        self._reason.setPlaceholderText(tr("Reason"))
        self._reason.setAccessibleName(tr("Reason"))
        self._reason.returnPressed.connect(self._on_reason)
        self._until = QVBoxLayout()
        self._until.setSpacing(S)
        self._wrong = label("", "bad", wrap=True)
        self._wrong.hide()
        self._act = button(tr("Skip today"), "set_aside_now", self._on_reason)
        cancel = icon_button("close", tr("Cancel|set aside"), context.theme, "set_aside_cancel", self.leave)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(S)
        box.addLayout(head)
        box.addLayout(self._choices)
        box.addWidget(self._reason)
        box.addLayout(self._until)
        box.addWidget(self._wrong)
        box.addWidget(self._act, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    @property
    def deed(self) -> str:
        """What is asked about: snooze, skip or done."""
        return self._deed

    def ask_snooze(self, suggestions: Sequence[tuple[str, date]]) -> None:
        """Ask why, then until when: each suggested day is one key."""
        self._open("snooze")
        days = sorted({day: text for text, day in reversed(suggestions)}.items())
        self._days = KeyChoice(
            tr("Snooze until"),
            [
                Choice(day.isoformat(), f"{tr(text)}  ·  {show.day_of_week(day)}", str(number))
                for number, (day, text) in enumerate(days, 1)
            ],
            (1,), self._context.theme,
        )  # fmt: skip
        self._days.chosen.connect(lambda day: self._snooze_to(date.fromisoformat(day)))
        self._other_day = DateField(tr("Another day"), today=self._context.today, theme=self._context.theme)
        self._other_day.setObjectName("snooze_day")
        self._other_day.setPlaceholderText(tr("Another day"))
        self._other_day.returnPressed.connect(self._on_other_day)
        row = QHBoxLayout()
        row.addWidget(self._other_day, 1)
        row.addWidget(button(tr("Snooze"), "snooze_other", self._on_other_day))
        self._until.addWidget(self._days)
        self._days.show()  # a key may follow before the layout shows it
        self._until.addLayout(row)

    def ask_skip(self) -> None:
        """Ask why the customer is left out today."""
        self._open("skip")

    def ask_done(self) -> None:
        """Ask what was done where no contact is logged."""
        self._open("done")

    @Slot()
    def leave(self) -> None:
        """Fold up without a decision."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus, key = self.focusWidget(), event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, KeyButton):
            focus.click()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._press(event.text()):
            super().keyPressEvent(event)

    def _press(self, key: str) -> bool:
        if not key or not key.isdigit():
            return False
        at_days = self._days is not None and self._days.isAncestorOf(self.focusWidget())
        choice = self._days if at_days else self._reasons
        return choice is not None and choice.press(key)

    def _open(self, deed: str) -> None:
        self._deed = deed
        clear_layout(self._choices)
        clear_layout(self._until)
        self._days = None
        offered = [Choice(tr(text), tr(text), str(number)) for number, text in enumerate(REASONS[deed], 1)]
        offered.append(Choice(OTHER, tr("In other words…"), "0"))
        self._reasons = KeyChoice(tr("Reason"), offered, (1,), self._context.theme)
        self._reasons.chosen.connect(self._on_usual)
        self._choices.addWidget(self._reasons)
        self._title.setText(tr(TITLES[deed]))
        self._reason.clear()
        self._reason.hide()
        self._act.setText(tr(ACTS[deed]))
        self._act.hide()
        self._say("")
        self.show()
        self._reasons.focus_first()

    def _on_usual(self, reason: str) -> None:
        """A usual reason settles it, or leads on to the day; 0 opens the line for other words."""
        is_other = reason == OTHER
        self._reason.setVisible(is_other)
        self._act.setVisible(is_other and self._deed != "snooze")
        self._reason.setText("" if is_other else reason)
        if is_other:
            self._reason.setFocus()
        else:
            self._on_reason()

    @Slot()
    def _on_reason(self) -> None:
        """The reason stands: skip and done are settled by it, a snooze asks for the day."""
        reason = self._given_reason()
        if not reason:
            return
        if self._deed == "snooze":
            if self._days is not None:
                self._days.focus_first()
        elif self._deed == "done":
            self.hide()
            self.finished.emit(reason)
        else:
            self.hide()
            self.skipped.emit(reason)

    def _snooze_to(self, day: date) -> None:
        if reason := self._given_reason():
            self.hide()
            self.snoozed.emit(day, reason)

    @Slot()
    def _on_other_day(self) -> None:
        try:
            day = self._other_day.day()
        except Refusal as refusal:
            self._say(sentence(refusal))
            return
        if day is None or day <= self._context.today:
            self._say(tr("Choose a day after today."))
            return
        self._snooze_to(day)

    def _given_reason(self) -> str:
        """The reason; an empty one is asked for, so that the list stays explainable."""
        reason = self._reason.text().strip()
        if not reason:
            self._say(tr("Say in a word why, so that the list stays explainable."))
            mark_wrong(self._reason, True)
            if self._reason.isVisible():
                self._reason.setFocus()
            elif self._reasons is not None:
                self._reasons.focus_first()
        return reason

    def _say(self, text: str) -> None:
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        mark_wrong(self._reason, False)
