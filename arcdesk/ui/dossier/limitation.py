"""The limitation tab: until when each receivable can be enforced, and the chain of events that carries it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import current, tr
from arcdesk.services.limitation_lines import ChainEvent, LimitationLine
from arcdesk.ui.dialogs.limitation_event import (
    AddEventDialog,
    ConfirmEventDialog,
    EndEventDialog,
    WithdrawEventDialog,
)
from arcdesk.ui.dossier import limitation_words as words
from arcdesk.ui.dossier.guarantee_panel import GuaranteePanel, share_out
from arcdesk.ui.dossier.limitation_detail import EventDetail
from arcdesk.ui.dossier.limitation_tables import chain_table, event_id, line_id, line_table
from arcdesk.ui.icons import icon, pixmap
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import EmptyState, button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData

CHAIN_SHARE, DETAIL_SHARE = 2, 1
LINES_SHARE, STORY_SHARE = 2, 3
DETAIL_CHARACTERS = 32
WHOLE = 1000
NARROW_CHARACTERS, NARROW_LINES, WIDE_LINES = 90, 34, 16
WARN_PX = 18
LEGAL_NOTE = "This software gives no legal advice. Ask a lawyer about important matters."


class LimitationTab(QWidget):
    """Receivables above, below the chain of the chosen one and its chosen event; guarantees behind a chip.

    Signals:
        receipts_requested: the person wants to see the receipts.
        pages_requested(IssuedDocument): show that document.
    """

    receipts_requested = Signal()
    pages_requested = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._data: DossierData | None = None
        self._can_write = False
        self._warned: ChainEvent | None = None
        self.lines, self.lines_model = line_table(context)
        self.chain, self.chain_model = chain_table(context)
        self.detail = EventDetail(context)
        self.guarantees = GuaranteePanel(context)
        self.story = label("", "section", wrap=True, selectable=True)
        self.story.setContentsMargins(L, S, L, XS)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._receivables())
        self._pages.addWidget(self.guarantees)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._tool_row())
        box.addWidget(self._pages, 1)
        self.lines.current_row_changed.connect(self._show_line)
        self.chain.current_row_changed.connect(self._show_event)
        self.chain.row_activated.connect(self._open_proof)
        self.detail.evidence_requested.connect(self.show_evidence)
        self.detail.acted.connect(self.act)
        self.guarantees.evidence_requested.connect(self.show_evidence)
        self.choose("receivables")

    @property
    def alarm_count(self) -> int:
        """Receivables of which an alarm has come."""
        return len(self._data.limitation.alarms) if self._data is not None else 0

    def show_dossier(self, data: DossierData, *, can_write: bool) -> None:
        """Show a customer; the chosen receivable and event stay chosen."""
        self._data, self._can_write = data, can_write
        found = data.limitation
        self.lines_model.set_rows(found.lines)
        if self.lines.current_row() is None and found.nearest is not None:
            self.lines.select_id(line_id(found.nearest))
        self.lines.select_first()
        self._show_line(self.lines.current_row())
        self._body.setCurrentIndex(0 if found.lines else 1)
        self._show_warning()
        numbers = list(dict.fromkeys(line.number for line in found.lines))
        contracts = sorted({line.contract_number for line in data.invoices if line.contract_number})
        self.guarantees.show_guarantees(
            data.profile.id, data.guarantees, numbers, contracts, can_write=can_write
        )
        self._chips["receivables"].setText(_counted(tr("Receivables|tab"), len(found.lines)))
        self._chips["guarantees"].setText(_counted(tr("Guarantees"), len(data.guarantees)))
        self.add.setEnabled(can_write)
        self.print.setEnabled(bool(found.lines))

    def show_nearest(self) -> None:
        """Bring the receivable whose end comes first to the front."""
        self.choose("receivables")
        nearest = self._data.limitation.nearest if self._data is not None else None
        if nearest is not None:
            self.lines.select_id(line_id(nearest))
        self.lines.setFocus()

    def choose(self, key: str) -> None:
        """Show the "receivables" or the "guarantees"."""
        for name, chip in self._chips.items():
            chip.setChecked(name == key)
        self._pages.setCurrentIndex(0 if key == "receivables" else 1)

    # acting

    def add_event(self, kind: str = "") -> None:
        """Ask for an event that the log does not know."""
        if self._data is None or not self._can_write:
            return
        numbers = list(dict.fromkeys(line.number for line in self._data.limitation.lines))
        current = self.lines.current_row()
        AddEventDialog(
            self._context, self._data.profile.id, numbers, self._data.evidence, self, kind=kind,
            invoice=current.number if current is not None and kind == "payment" else "",
        ).open()  # fmt: skip

    def act(self, key: str) -> None:
        """Do what a button under the chosen event stands for."""
        event = self.chain.current_row()
        if event is None or self._data is None:
            return
        customer_id = self._data.profile.id
        deeds: dict[str, Callable[[], object]] = {
            "deliver": lambda: self._deliver(event),
            "confirm": lambda: ConfirmEventDialog(self._context, customer_id, event, self).open(),
            "end": lambda: EndEventDialog(self._context, event, self).open(),
            "withdraw": lambda: WithdrawEventDialog(self._context, event, self).open(),
            "payment": lambda: self.add_event("payment"),
            "receipts": self.receipts_requested.emit,
            "pages": lambda: self._show_pages(event),
        }
        deeds[key]()

    def show_evidence(self, evidence_id: int) -> None:
        """Open a file that proves something."""
        if self._data is None:
            return
        from arcdesk.ui.dialogs.evidence_view import EvidenceDialog

        names = {self._data.profile.id: self._data.profile.name}
        for item in self._data.evidence:
            if item.id == evidence_id:
                EvidenceDialog(self._context, item, names, self).open()

    def show_checklist(self) -> None:
        """Show what is looked at before a suit."""
        if self._data is not None:
            from arcdesk.ui.dialogs.legal import ChecklistDialog

            ChecklistDialog(self._context, self._data.profile.id, self.window()).open()

    def print_sheet(self) -> None:
        """Show the clocks with their chains as pages, to print or to save."""
        if self._data is None or not self._data.limitation.lines:
            return
        from arcdesk.services.limitation_sheets import limitation_pdf, lines_sheet
        from arcdesk.ui.dialogs.document_preview import DocumentPreview

        found, customer = self._data.limitation, self._data.profile.name
        desk, language, today = self._context.desk, current(), self._context.today

        def draw() -> bytes:
            company = desk.company.profile().name
            sheet = lines_sheet(found.lines, language, found.as_of, today, customer=customer, company=company)
            return limitation_pdf(sheet)

        title = f"{tr('Limitation')} {customer} {found.as_of.isoformat()}"
        DocumentPreview(self._context, title, load=draw, file_name=title, parent=self).open()

    def _open_proof(self, event: ChainEvent) -> None:
        if event.evidence:
            self.show_evidence(event.evidence[0].id)

    def _deliver(self, event: ChainEvent) -> None:
        from arcdesk.ui.dialogs.delivery import DeliveredDialog

        for document in self._data.documents if self._data is not None else ():
            if document.id == event.record.id:
                DeliveredDialog(self._context, document, self).open()

    def _show_pages(self, event: ChainEvent) -> None:
        for document in self._data.documents if self._data is not None else ():
            if document.id == event.record.id:
                self.pages_requested.emit(document)

    # building

    def _tool_row(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(L, S, L, S)
        row.setSpacing(XS)
        self._chips = {}
        for key, text in (("receivables", tr("Receivables|tab")), ("guarantees", tr("Guarantees"))):
            chip = button(text, f"limitation_{key}", chip=True)
            chip.setCheckable(True)
            chip.clicked.connect(self._chooser(key))
            row.addWidget(chip)
            self._chips[key] = chip
        self._note = label(tr(LEGAL_NOTE), "muted", wrap=True)
        self._note.setObjectName("limitation_legal_note")
        self._note.setContentsMargins(L, 0, L, 0)
        row.addWidget(self._note, WHOLE)
        row.addStretch(1)  # takes the room while the note is hidden
        self.add = button(tr("Add an event…"), "limitation_add", self.add_event)
        self.add.setIcon(icon("plus", self._context.theme))
        self.print = button(tr("Printable sheet…"), "limitation_print", self.print_sheet)
        self.print.setIcon(icon("print", self._context.theme))
        self.suit = button(tr("Before a suit…"), "limitation_suit", self.show_checklist)
        self.suit.setIcon(icon("lawyer", self._context.theme))
        row.addWidget(self.suit)
        row.addWidget(self.print)
        row.addWidget(self.add)
        return bar

    def _warning(self) -> QWidget:
        """What a proof that is missing would bring: the most useful thing this tab can say."""
        self._warn = QWidget()
        self._warn.setObjectName("limitation_warning")
        row = QHBoxLayout(self._warn)
        row.setContentsMargins(L, XS, L, S)
        row.setSpacing(S)
        self._warn_picture = QLabel()
        self.warn_text = label("", "warn", wrap=True, selectable=True)
        self._warn_act = button(tr("Record the delivery…"), "limitation_warn_act", self._follow_warning)
        row.addWidget(self._warn_picture)
        row.addWidget(self.warn_text, 1)
        row.addWidget(self._warn_act)
        self._context.theme.changed.connect(self._draw_warning)
        self._warn.hide()
        return self._warn

    def _receivables(self) -> QWidget:
        story = QSplitter(Qt.Orientation.Horizontal)
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.story)
        self._chain_stack = QStackedWidget()
        self._chain_stack.addWidget(self.chain)
        nothing = tr(
            "Nothing has happened yet that could bear on it: no payment, letter, statement or promise."
        )
        empty = label(nothing, "muted", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        empty.setContentsMargins(L, S, L, S)
        self._chain_stack.addWidget(empty)
        box.addWidget(self._chain_stack, 1)
        story.addWidget(left)
        story.addWidget(self.detail)
        share_out(story, CHAIN_SHARE, DETAIL_SHARE)
        self.detail.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * DETAIL_CHARACTERS)
        self._story_split = story
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.lines)
        split.addWidget(story)
        share_out(split, LINES_SHARE, STORY_SHARE)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._warning())
        self._split = split
        scroll = QScrollArea()  # in a low window the tab scrolls and its parts stay readable
        scroll.setWidget(split)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(scroll, 1)
        self._body = QStackedWidget()
        self._body.addWidget(whole)
        self._body.addWidget(
            EmptyState(self._context.theme, "lawyer", tr("Nothing is open, so nothing can expire."))
        )
        return self._body

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().horizontalAdvance("0") * NARROW_CHARACTERS
        self._story_split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self._split.setMinimumHeight(self.fontMetrics().height() * (NARROW_LINES if narrow else WIDE_LINES))
        self._note.setVisible(not narrow)

    def _chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.choose(key)

    # showing

    def _show_line(self, line: LimitationLine | None) -> None:
        self.chain_model.set_rows(line.chain if line is not None else ())
        self._chain_stack.setCurrentIndex(0 if line is not None and line.chain else 1)
        if line is None:
            self.story.setText("")
        else:
            self.story.setText(words.story(line))
        if line is not None and line.chain and self.chain.current_row() is None:
            self.chain.select_id(event_id(_telling(line)))
        self._show_event(self.chain.current_row())

    def _show_event(self, event: ChainEvent | None) -> None:
        self.detail.show_event(event, can_write=self._can_write)

    def _show_warning(self) -> None:
        """The document whose missing proof would move the most, with what it would bring."""
        lines = self._data.limitation.lines if self._data is not None else ()
        waiting = [
            (words.gained(event, line), line, event)
            for line in lines
            for event in line.chain
            if event.record.kind == "document" and event.would_end is not None
        ]
        self._warn.setVisible(bool(waiting))
        if not waiting:
            self._warned = None
            return
        _, line, event = max(waiting, key=lambda each: each[0])
        self._warned = event
        key = event.record.key
        count = len({line_id(other) for _, other, each in waiting if each.record.key == key})
        is_scan = event.outcome.event.kind == "statement_signed"
        text = (
            "{document} lacks the signed copy. With it, the end for {invoice} would move to {day}."
            if is_scan
            else "{document} lacks its proof of delivery. With it, the end for {invoice} would move to {day}."
        )
        document = words.said(event.record.title)
        said = tr(text, document=document, invoice=words.name(line), day=event.would_end)
        more = tr("{count} more receivables would gain.", count=count - 1) if count > 1 else ""
        self.warn_text.setText(words.joined(said, more))
        self._warn_act.setText(tr("Add the scan…") if is_scan else tr("Record the delivery…"))
        self._warn_act.setVisible(self._can_write)
        self._draw_warning()

    def _draw_warning(self) -> None:
        ratio = self.devicePixelRatioF()
        self._warn_picture.setPixmap(pixmap("warning", self._context.theme, WARN_PX, "warn", ratio))

    def _follow_warning(self) -> None:
        event = self._warned
        if event is None or self._data is None:
            return
        if event.outcome.event.kind == "statement_signed":
            ConfirmEventDialog(self._context, self._data.profile.id, event, self).open()
        else:
            self._deliver(event)


def _telling(line: LimitationLine) -> ChainEvent:
    """The event to show first: the one that carries the end, else the latest."""
    carrying = [event for event in line.chain if event.carries]
    return carrying[-1] if carrying else line.chain[-1]


def _counted(text: str, count: int) -> str:
    return f"{text} {count}" if count else text
