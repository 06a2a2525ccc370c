"""One event of the chain in full: what it did or why not, what proves it, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.limitation_lines import ChainEvent
from arcdesk.ui.dossier import limitation_words as words
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import AgingChip, button, clear_layout, label
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

Action = tuple[str, str, str]
"""Key, text and icon of something that can be done with an event."""


class EventDetail(QWidget):
    """The event chosen in the chain.

    Signals:
        evidence_requested(int): show that file.
        acted(str): the key of an action: "deliver", "confirm", "end", "withdraw", "receipts", "payment", "pages".
    """

    evidence_requested = Signal(object)
    acted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("limitation_detail")
        body = QWidget()
        self._box = QVBoxLayout(body)
        self._box.setContentsMargins(L, S, L, S)
        self._box.setSpacing(S)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def show_event(self, event: ChainEvent | None, *, can_write: bool) -> None:
        """Show an event, or nothing."""
        clear_layout(self._box)
        if event is None:
            self._box.addStretch(1)
            return
        self._box.addWidget(label(words.kind(event), "heading", wrap=True, selectable=True))
        self._box.addWidget(self._head(event))
        self._box.addWidget(label(words.said(event.outcome.reason), wrap=True, selectable=True))
        if event.record.advice is not None:
            self._box.addWidget(label(words.said(event.record.advice), "warn", wrap=True, selectable=True))
        if event.would_end is not None:
            gain = label(words.would_end(event), "good", wrap=True, selectable=True)
            gain.setObjectName("limitation_would_end")
            self._box.addWidget(gain)
        files = self._files(event)
        if files is not None:
            self._box.addWidget(files)
        deeds = list(actions(event)) if can_write else [each for each in actions(event) if each[0] in READS]
        if deeds:
            self._box.addWidget(self._buttons(deeds))
        self._box.addStretch(1)

    def _head(self, event: ChainEvent) -> QWidget:
        row = QWidget()
        box = FlowLayout(row, spacing=S, line_spacing=XS)
        chip = AgingChip(self._context.theme)
        chip.show_bucket(words.mark(event))
        box.addWidget(chip)
        box.addWidget(label(words.span(event)))
        box.addWidget(label(words.source(event.record), "muted"))
        return row

    def _files(self, event: ChainEvent) -> QWidget | None:
        if not event.evidence:
            return None
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        for file in event.evidence:
            made = button(file.name, f"limitation_file_{file.id}", flat=True)
            made.setIcon(icon("attach", self._context.theme, "accent"))
            made.setStyleSheet("text-align: left; padding: 1px 3px; min-height: 1.3em;")
            made.setToolTip(tr("Show {name}", name=file.name))
            made.setAccessibleName(tr("Show {name}", name=file.name))
            made.clicked.connect(lambda _checked=False, number=file.id: self.evidence_requested.emit(number))
            box.addWidget(made)
        return holder

    def _buttons(self, deeds: Iterable[Action]) -> QWidget:
        row = QWidget()
        box = FlowLayout(row, spacing=S)
        box.setContentsMargins(0, M, 0, 0)
        for key, text, icon_name in deeds:
            made = button(text, f"limitation_{key}")
            made.setIcon(icon(icon_name, self._context.theme))
            made.clicked.connect(lambda _checked=False, key=key: self.acted.emit(key))
            box.addWidget(made)
        return row


READS = frozenset({"pages", "receipts"})
"""Actions that change nothing."""


def actions(event: ChainEvent) -> Iterable[Action]:
    """What can be done with an event, the most useful first."""
    happened, record = event.outcome.event, event.record
    if record.kind == "document":
        if not happened.counts and happened.kind != "statement_signed":
            yield "deliver", tr("Record the delivery…"), "check"
        elif not happened.counts:
            yield "confirm", tr("Add the scan…"), "attach"
        yield "pages", tr("Show pages"), "open"
    elif record.kind == "receipt":
        if not record.may_count:
            yield "payment", tr("Enter the payment…"), "plus"
        yield "receipts", tr("Receipts|tab"), "receipt"
    elif record.kind in {"contact", "entry"} and not happened.counts and record.may_count:
        text = tr("Let it count…") if event.evidence else tr("Add the proof…")
        yield "confirm", text, "check" if event.evidence else "attach"
    if record.kind == "entry":
        if happened.ends_on is None and happened.about.span != "moment":
            yield "end", tr("It has ended…"), "calendar"
        yield "withdraw", tr("Withdraw…"), "close"
