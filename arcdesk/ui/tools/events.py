"""Input lines of the limitation calculator: events with their kinds, and due dates of instalments."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.limitation_events import KINDS, Event
from arcdesk.i18n import tr
from arcdesk.ui.theme import XS, Theme
from arcdesk.ui.tools.lines import InputLine
from arcdesk.ui.tools.pane import enter
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box

LEAST_KIND_CHARACTERS = 14


class EventLine(InputLine):
    """Kind, day, and the last day of what may last; an open proceeding has none."""

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Remove this event"), parent)
        self.kind = combo_box(
            "event_kind", tr("Event"), [(name, tr(kind.label_key)) for name, kind in KINDS.items()]
        )
        self.kind.setMinimumContentsLength(LEAST_KIND_CHARACTERS)
        self.kind.setSizeAdjustPolicy(self.kind.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.on = DateField(tr("Day of the event"), theme, today)
        self.on.setObjectName("event_on")
        self.until = DateField(tr("Last day of the event"), theme, today)
        self.until.setObjectName("event_until")
        self.until.setPlaceholderText(tr("until, or open"))
        self.kind.currentIndexChanged.connect(self._on_kind)
        for field in (self.on, self.until):
            field.textChanged.connect(self.changed)
        days = QHBoxLayout()
        days.setSpacing(XS)
        days.addWidget(self.on, 1)
        days.addWidget(self.until, 1)
        both = QVBoxLayout()
        both.setSpacing(XS)
        both.addWidget(self.kind)
        both.addLayout(days)
        self.row.addLayout(both)
        self._on_kind()

    @property
    def is_empty(self) -> bool:
        return not self.on.text().strip() and not self.until.text().strip()

    def focus_first(self) -> None:
        """The kind is chosen first."""
        self.kind.setFocus()

    def event_of(self, *, counts_weak: bool) -> Event:
        """The event as it counts.

        Raises:
            StillEmpty: its day is missing.
            BadDate, EventEndsBeforeItBegins: a day that is none, or an end before the beginning.
        """
        on = self.on.day()
        if on is None:
            raise enter(tr("Day of the event"))
        ends_on = None if self.until.isHidden() else self.until.day()
        return Event(self.kind.currentData(), on, ends_on, counts_weak=counts_weak)

    def _on_kind(self) -> None:
        kind = KINDS[self.kind.currentData()]
        self.kind.setToolTip(f"{tr(kind.label_key)} ({kind.rule})")
        self.until.setVisible(kind.span != "moment")
        self.changed.emit()


class DayLine(InputLine):
    """One day: an instalment of one debt."""

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Remove this instalment"), parent)
        self.on = DateField(tr("Instalment due on"), theme, today)
        self.on.setObjectName("instalment_on")
        self.on.textChanged.connect(self.changed)
        self.row.addWidget(self.on)
        self.row.addStretch(1)

    @property
    def is_empty(self) -> bool:
        return not self.on.text().strip()
