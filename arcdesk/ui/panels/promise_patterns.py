"""The usual promises at one key: a chip fills the lines, a second press adds an instalment (S-158 to S-164)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.plan_schedule import Planned
from arcdesk.domain.promise_patterns import PATTERNS, USUAL_COUNTS, Pattern, pattern_lines, rebalanced
from arcdesk.i18n import tr
from arcdesk.ui.theme import XS
from arcdesk.ui.widgets import button
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.domain.workdays import Workdays
    from arcdesk.ui.panels.promise_lines import PromiseLines

TEXTS: dict[Pattern, str] = {
    "whole": "All this week",
    "quarter": "A quarter this week, {count} × on the 20th",
    "half": "Half this week, {count} × on the 20th",
    "earnest": "10 % earnest money, {count} × on the 20th",
}
MOST_COUNT = 6


class PromisePatterns(QWidget):
    """Chips over the lines of promises; Alt+1 to Alt+4 wherever the keyboard is in ``panel``.

    What stands in the only line is the sum that is split, at first what is overdue. Afterwards the first payment
    may be typed over: the others take up the difference as long as nobody changed them.

    Signals:
        refused: a Refusal, where the sum cannot be split so.
    """

    refused = Signal(object)

    def __init__(
        self,
        lines: PromiseLines,
        today: date,
        workdays: Callable[[], Workdays],
        panel: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines, self._today, self._workdays = lines, today, workdays
        self._shown: tuple[Planned, ...] = ()
        self._pattern: Pattern | None = None
        self._filling = False
        row = FlowLayout(self, spacing=XS)
        self._chips = {}
        for number, pattern in enumerate(PATTERNS, 1):
            chip = button("", f"pattern_{pattern}", chip=True)
            chip.clicked.connect(lambda _checked=False, pattern=pattern: self.apply(pattern))
            chip.setToolTip(tr("Alt+{number}; once more: one instalment more", number=number))
            keys = QKeySequence(f"Alt+{number}")
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(keys, panel, lambda pattern=pattern: self.apply(pattern), context=context)
            self._chips[pattern] = chip
            row.addWidget(chip)
        self._say_counts(())
        lines.changed.connect(self._on_changed)

    def apply(self, pattern: Pattern) -> None:
        """Split the sum by a pattern; the one that stands already gets one instalment more."""
        total = self._total()
        if not total:
            if not self._lines.lines:
                self._lines.start(None)
            self._lines.lines[0].amount.setFocus()
            return
        count = USUAL_COUNTS[pattern]
        if pattern == self._pattern and self._is_untouched() and count:
            count = len(self._shown) % (MOST_COUNT + 1) or 1
        try:
            found = pattern_lines(pattern, total, self._today, self._workdays(), count)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return
        self._fill(found)
        self._pattern = pattern
        self._say_counts(found)
        self._lines.lines[0].amount.setFocus()
        self._lines.lines[0].amount.selectAll()

    def _total(self) -> int:
        """What stands in the lines; after a pattern the sum that was split."""
        return sum(line.amount.amount_or_none() or 0 for line in self._lines.lines)

    def _fill(self, found: Sequence[Planned]) -> None:
        self._filling = True
        self._lines.clear()
        for each in found:
            line = self._lines.add_line()
            line.amount.set_amount(each.amount_fen)
            line.due.set_day(each.due_on)
        self._shown = tuple(found)
        self._filling = False
        self._lines.changed.emit()

    def _on_changed(self) -> None:
        """Let the other lines take up what was changed in the first."""
        if self._filling or len(self._shown) < 2 or not self._is_untouched():
            return
        first = self._lines.lines[0].amount.amount_or_none()
        total = sum(each.amount_fen for each in self._shown)
        if first is None or first == self._shown[0].amount_fen or not 0 < first < total:
            return
        days = [each.due_on for each in self._shown[1:]]
        try:
            rest = rebalanced(total - first, days)
        except Refusal:
            return
        self._filling = True
        for line, each in zip(self._lines.lines[1:], rest, strict=True):
            line.amount.set_amount(each.amount_fen)
        self._shown = (Planned(self._shown[0].due_on, first), *rest)
        self._filling = False

    def _is_untouched(self) -> bool:
        """Whether every line but the first amount is as the pattern left it."""
        lines = self._lines.lines
        return len(lines) == len(self._shown) and all(
            line.due.day_or_none() == each.due_on
            and (number == 0 or line.amount.amount_or_none() == each.amount_fen)
            for number, (line, each) in enumerate(zip(lines, self._shown, strict=True))
        )

    def _say_counts(self, found: Sequence[Planned]) -> None:
        for number, (pattern, chip) in enumerate(self._chips.items(), 1):
            count = len(found) - 1 if found and pattern == self._pattern else USUAL_COUNTS[pattern]
            text = tr(TEXTS[pattern], count=count)
            chip.setText(f"{number}  {text}")
            chip.setAccessibleName(text)
