"""Promises of every customer and concessions that wait for somebody: reviewed in one place (F-78, S-183)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from arcdesk.domain.promises import Reliability
from arcdesk.i18n import tr
from arcdesk.services.concession_lines import WAITING, ConcessionLine
from arcdesk.services.promises import PromiseReview, record_text
from arcdesk.ui.dossier.concession_actions import show_request
from arcdesk.ui.dossier.concession_tables import concession_table
from arcdesk.ui.dossier.promise_tables import PROMISE_LOOKS
from arcdesk.ui.labels import PROMISE_STATES
from arcdesk.ui.tables import ChipCell, Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import Segment, button, char_width, label
from arcdesk.ui.widgets.fields import combo_box

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS, HEIGHT_LINES = 150, 30
STATES = {**PROMISE_STATES, "due": "Due today|promise"}
LOOKS: Mapping[str, tuple[str, str]] = {**PROMISE_LOOKS, "due": ("orange", "diamond")}
RANKS = {state: rank for rank, state in enumerate(("broken", "part_kept", "due", "open", "kept"))}


@dataclass(frozen=True, slots=True)
class _Read:
    promises: tuple[PromiseReview, ...]
    rates: Mapping[str, Reliability]
    concessions: tuple[ConcessionLine, ...]


class TermsReview(QDialog):
    """Two lists of the day looked at; Enter opens the customer."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._all: tuple[PromiseReview, ...] = ()
        self.setObjectName("terms_review")
        self.setWindowTitle(tr("Promises and concessions"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.window().width() if parent is not None else 2000
        self.resize(
            min(char_width(self) * WIDTH_CHARACTERS, room), self.fontMetrics().height() * HEIGHT_LINES
        )
        self.promises_model: RowTableModel[PromiseReview] = RowTableModel(
            _columns(), lambda each: each.line.id, context.theme
        )
        self.promises: RowTable[PromiseReview] = RowTable(
            self.promises_model, context.theme, context.settings, "review_promises", tr("Promises")
        )
        self.concessions, self.concessions_model = concession_table(
            context, "review_concessions", with_customer=True
        )
        self.state = combo_box("review_state", tr("State"), _state_choices())
        self.record = label("", "muted", wrap=True)
        self.record.setObjectName("review_record")
        self.waiting = label("", "muted", wrap=True)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("review_tabs")
        self.tabs.setAccessibleName(tr("Promises and concessions"))
        self.tabs.addTab(self._promise_page(), tr("Promises"))
        self.tabs.addTab(self._concession_page(), tr("Concessions"))
        self.paper = button(tr("Request on paper…"), "review_paper", self.show_paper)
        self.open_button = button(tr("Open the customer"), "review_open", self.open_current, primary=True)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.paper)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "review_close", self.reject))
        foot.addWidget(self.open_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(self.tabs, 1)
        box.addLayout(foot)
        self.state.currentIndexChanged.connect(self._show_promises)
        for table in (self.promises, self.concessions):
            table.row_activated.connect(lambda _line: self.open_current())
            table.selectionModel().selectionChanged.connect(self._show_abilities)
        self.tabs.currentChanged.connect(self._show_abilities)
        context.data_changed.connect(self._read)
        self._read()

    def open_current(self) -> None:
        """Close, and show the dossier of the current line's customer."""
        customer_id = self._customer()
        if customer_id is not None:
            self.accept()
            self._context.customer_requested.emit(customer_id)

    def show_paper(self) -> None:
        """Show the request of the current concession, to be signed."""
        line = self.concessions.current_row()
        if line is not None:
            show_request(self._context, line, self)

    def _customer(self) -> int | None:
        if self.tabs.currentIndex() == 0:
            each = self.promises.current_row()
            return each.line.customer_id if each else None
        line = self.concessions.current_row()
        return line.customer_id if line else None

    def _read(self) -> None:
        desk, day = self._context.desk, self._context.as_of

        def work(_job: JobContext) -> _Read:
            promises, rates = desk.promises.review(day)
            return _Read(promises, rates, desk.concessions.of(None, day, WAITING))

        self._context.jobs.run(work, self._on_read, owner=self)

    def _on_read(self, read: _Read) -> None:
        self._all = read.promises
        judged = [record_text(currency, rate) for currency, rate in read.rates.items() if rate.judged]
        self.record.setText("\n".join(judged))
        self.record.setVisible(bool(self.record.text()))
        self.concessions_model.set_rows(read.concessions)
        asked = sum(line.state == "proposed" for line in read.concessions)
        met = sum(line.state == "met" for line in read.concessions)
        self.waiting.setText(
            tr(
                "{asked} wait for approval, {met} have their condition met and can be carried out.",
                asked=asked,
                met=met,
            )
            if read.concessions
            else tr("No concession waits for anybody.")
        )
        self.concessions.select_first()
        self._show_promises()

    def _show_promises(self) -> None:
        wanted = self.state.currentData()
        self.promises_model.set_rows(tuple(each for each in self._all if wanted in ("", each.state)))
        self.promises.select_first()
        self._show_abilities()

    def _show_abilities(self) -> None:
        self.open_button.setEnabled(self._customer() is not None)
        self.paper.setVisible(self.tabs.currentIndex() == 1)
        self.paper.setEnabled(self.concessions.current_row() is not None)

    def _promise_page(self) -> QWidget:
        head = QHBoxLayout()
        head.setSpacing(M)
        head.addWidget(self.state)
        head.addWidget(self.record, 1)
        self.state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return _page(head, self.promises)

    def _concession_page(self) -> QWidget:
        head = QHBoxLayout()
        head.addWidget(self.waiting, 1)
        return _page(head, self.concessions)


def _page(head: QHBoxLayout, table: QWidget) -> QWidget:
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(0, M, 0, 0)
    box.setSpacing(M)
    box.addLayout(head)
    box.addWidget(table, 1)
    return page


def _state_choices() -> Sequence[tuple[str, str]]:
    return (("", tr("All states|promise")), *((state, tr(STATES[state])) for state in RANKS))


def _columns() -> list[Column[PromiseReview]]:
    def chip(each: PromiseReview) -> ChipCell:
        tone, shape = LOOKS[each.state]
        return ChipCell(Segment(each.state, tr(STATES[each.state]), tone, shape, 0))

    return [
        Column("state", tr("State"), lambda each: tr(STATES[each.state]), lambda each: RANKS[each.state], cell=chip,
               is_chip=True, width=10),
        Column("customer", tr("Customer"), lambda each: each.customer_name, tip=lambda each: each.customer_code,
               width=24, stretch=True),
        date_column("due", tr("Promised for"), lambda each: each.line.due_on),
        amount_column("amount", tr("Amount"), lambda each: each.line.amount_fen, lambda each: each.line.currency,
                      fitted=True),
        amount_column("paid", tr("Paid in time"), lambda each: each.line.paid_fen, lambda each: each.line.currency,
                      blank_zero=True, fitted=True),
        amount_column("missing", tr("Still missing"), lambda each: each.line.missing_fen,
                      lambda each: each.line.currency, _missing_tone, blank_zero=True, fitted=True),
        Column("days", tr("Days late"), lambda each: str(each.line.days_late or ""), lambda each: each.line.days_late,
               "right", width=8),
        Column("plan", tr("Plan|number"), lambda each: each.line.plan_number, width=11),
        date_column("made", tr("Made on"), lambda each: each.line.made_on),
    ]  # fmt: skip


def _missing_tone(each: PromiseReview) -> str:
    return "bad" if each.state in ("broken", "part_kept") else ""
