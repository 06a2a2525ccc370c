"""Preparing statements of account: choose customers and period, look at the pages, issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import current as window_language
from arcdesk.i18n import tr
from arcdesk.services.customer_list import CustomerList
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.statement_runs import StatementRun
from arcdesk.services.statements import STYLES
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.form_dialog import DayMissing
from arcdesk.ui.labels import STATEMENT_STYLES
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.batch_report import BatchResult
from arcdesk.ui.panels.candidates import CandidatePicker, candidates_of
from arcdesk.ui.panels.letter_desk import LANGUAGES
from arcdesk.ui.panels.periods import OWN, usual_periods
from arcdesk.ui.panels.run_button import RunButton
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import KeyHint, Line, button, icon_button, label, set_role
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box
from arcdesk.ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

PICKER_CHARACTERS = 66
PAUSE_MS = 150


class StatementDesk(QWidget):
    """The workbench for a batch of statements.

    Signals:
        finished: BatchResult after issuing.
        left: the person goes back to the list.
    """

    finished = Signal(object)
    left = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: tuple[int, ...] | None = None
        self._serial = 0
        self.picker = CandidatePicker(context, "statement_candidates", overdue_only=False)
        self.pages = PageView(context.jobs, context.theme)
        self.pages.show_text(tr("Choose a customer to see the statement."))
        self.period = QComboBox()
        self.period.setObjectName("statement_period")
        self.period.setAccessibleName(tr("Period"))
        self.start_on = DateField(tr("From"), context.theme, context.today)
        self.end_on = DateField(tr("To"), context.theme, context.today)
        self.style_combo = combo_box("statement_style", tr("Style"), [(c, words(STATEMENT_STYLES, c)) for c in STYLES])
        self.language = combo_box("statement_language", tr("Language"), [(c, tr(n)) for c, n in LANGUAGES])
        self.language.setCurrentIndex(self.language.findData(window_language()))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.show_pages)
        self._offer_periods()
        self._arrange()
        self._connect()

    def start(self, customer_ids: Sequence[int] | None) -> None:
        """Begin a batch with these customers ticked; None keeps what is ticked."""
        self._wanted = tuple(customer_ids) if customer_ids is not None else None
        self.picker.table.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Read the customers anew."""
        desk = self._context.desk
        self._context.jobs.run(lambda _job: desk.customer_list.rows(), self._on_listed)

    def span(self) -> tuple[date, date]:
        """First and last day of the period.

        Raises:
            DayMissing, BadDate.
        """
        start, end = self.start_on.day(), self.end_on.day()
        if start is None or end is None:
            raise DayMissing(field="from")
        return start, end

    def tick_run(self, who: str) -> None:
        """Tick everybody who gets a statement of this period, but for those who have one of it already."""
        try:
            start, end = self.span()
        except Refusal as refusal:
            self._say(sentence(refusal), "bad")
            return
        desk = self._context.desk
        self._context.jobs.run(
            lambda _job: (desk.statement_runs.plan(start, end, who), desk.customer_list.rows()),
            self._on_run,
            self._on_failed,
        )

    def show_pages(self) -> None:
        """Draw the statement of the current customer."""
        row = self.picker.table.current_row()
        if row is None:
            self.pages.show_text(tr("Choose a customer to see the statement."))
            return
        try:
            start, end = self.span()
        except Refusal as refusal:
            self.pages.show_text(sentence(refusal))
            return
        self._serial += 1
        serial, customer_id, desk = self._serial, row.id, self._context.desk
        style, language = self._style(), self._language()
        self._context.jobs.run(
            lambda _job: (serial, desk.statements.preview(customer_id, start, end, style, language)),
            self._on_drawn,
            self._on_no_pages,
        )

    def issue(self) -> None:
        """Issue a statement to every ticked customer; finished ones stay issued."""
        ids = self.picker.picked()
        try:
            start, end = self.span()
        except Refusal as refusal:
            self._say(sentence(refusal), "bad")
            return
        if not ids or not self.issue_button.isEnabled() or not self._context.can_write:
            return
        names = {row.id: row.name for row in self.picker.model.all_rows}
        desk, style, language = self._context.desk, self._style(), self._language()

        def work(job: JobContext) -> BatchResult:
            issued: list[IssuedDocument] = []
            refused: list[tuple[str, str]] = []
            for done, customer_id in enumerate(ids):
                if job.is_cancelled:
                    return BatchResult(tuple(issued), tuple(refused), stopped=True)
                job.report(done, len(ids), names[customer_id])
                try:
                    issued += desk.statements.issue(customer_id, start, end, style, language)
                except Refusal as refusal:
                    refused.append((names[customer_id], sentence(refusal)))
            return BatchResult(tuple(issued), tuple(refused))

        self.issue_button.setEnabled(False)
        self._context.jobs.run(work, self._on_issued, self._on_failed, title=tr("Issuing statements"))

    # building

    def _arrange(self) -> None:
        context = self._context
        to_list = tr("Back to the issued statements")
        back = icon_button("back", to_list, context.theme, "statements_back", self.left.emit)
        head = QHBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.setSpacing(S)
        head.addWidget(back)
        head.addWidget(label(tr("New statements"), "title"))
        head.addStretch(1)
        for field in (self.period, self.start_on, self.end_on, self.style_combo, self.language):
            head.addWidget(field)
        for day in (self.start_on, self.end_on):
            day.setMaximumWidth(day.minimumWidth() + 24)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.picker)
        holder = QWidget()
        room = QVBoxLayout(holder)
        room.setContentsMargins(S, S, 0, 0)
        room.addWidget(self.pages)
        split.addWidget(holder)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        unit = self.fontMetrics().horizontalAdvance("0")
        split.setSizes([unit * PICKER_CHARACTERS, unit * 2 * PICKER_CHARACTERS])
        self.summary = label("", "muted", wrap=True)
        self.summary.setObjectName("statement_summary")
        self.run_button = RunButton(self)
        self.run_button.chosen.connect(self.tick_run)
        self.issue_button = button(tr("Issue statements"), "statements_issue", self.issue, primary=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, S)
        foot.setSpacing(L)
        foot.addWidget(self.run_button)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.issue_button)
        foot.addWidget(KeyHint("Ctrl+Enter"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(split, 1)
        box.addWidget(Line(context.theme))
        box.addLayout(foot)

    def _connect(self) -> None:
        self.picker.picked_changed.connect(self._on_picked)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.issue, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("Esc"), self, self.left.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.picker.current_changed.connect(lambda _row: self._pause.start())
        self.period.currentIndexChanged.connect(self._on_period)
        for day in (self.start_on, self.end_on):
            day.day_changed.connect(lambda _day: self._pause.start())
            day.textEdited.connect(self._on_own_period)
        for combo in (self.style_combo, self.language):
            combo.currentIndexChanged.connect(lambda _index: self._pause.start())

    def _offer_periods(self) -> None:
        for key, span in usual_periods(self._context.today):
            self.period.addItem(tr(key), span)
        self.period.addItem(tr("Own period"), OWN)
        self._on_period()

    # inside

    def _style(self) -> str:
        return str(self.style_combo.currentData())

    def _language(self) -> str:
        return str(self.language.currentData())

    def _on_period(self) -> None:
        span = self.period.currentData()
        if span != OWN and span is not None:
            self.start_on.set_day(span[0])
            self.end_on.set_day(span[1])

    def _on_own_period(self) -> None:
        self.period.setCurrentIndex(self.period.findText(tr("Own period")))

    def _on_listed(self, listed: CustomerList) -> None:
        wanted = self._wanted or ()
        rows = candidates_of(listed, lambda line: not line.is_settled or line.id in wanted)
        self.picker.show_candidates(listed.scheme, rows)
        if self._wanted is not None:
            self.picker.pick(self._wanted)
            self._wanted = None
        self._on_picked(self.picker.picked())
        self._pause.start()

    def _on_run(self, planned: tuple[StatementRun, CustomerList]) -> None:
        run, listed = planned
        self._wanted = tuple(profile.id for profile in run.customers)
        self._on_listed(listed)
        told = tr("{count} customers ticked.", count=len(run.customers))
        if run.stated:
            told += " " + tr("{count} have a statement of this period already.", count=len(run.stated))
        self._say(told, "muted")

    def _on_picked(self, ids: tuple[int, ...]) -> None:
        self.issue_button.setEnabled(bool(ids) and self._context.can_write)
        several = tr("Issue {count} statements", count=len(ids)) if len(ids) > 1 else tr("Issue the statement")
        self.issue_button.setText(several if ids else tr("Issue statements"))
        self._say(tr("Tick the customers who are to get a statement.") if not ids else "", "muted")

    def _on_drawn(self, drawn: tuple[int, bytes]) -> None:
        serial, pdf = drawn
        if serial == self._serial:
            self.pages.show_pdf(pdf)

    def _on_no_pages(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.pages.show_text(sentence(error))

    def _on_issued(self, result: BatchResult) -> None:
        self.picker.pick(())
        self.finished.emit(result)

    def _on_failed(self, error: BaseException) -> None:
        self.issue_button.setEnabled(bool(self.picker.picked()))
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _say(self, text: str, role: str) -> None:
        self.summary.setText(text)
        set_role(self.summary, role)

