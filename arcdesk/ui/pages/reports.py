"""Reports: the aging report of any day, by due or issue date, in any scheme and grouping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.aging import SCHEMES, Scheme
from arcdesk.files import safe_name
from arcdesk.i18n import current, tr
from arcdesk.services.exchange import RateMissing
from arcdesk.ui.icons import icon
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.aging_table import TITLES, AgingTable
from arcdesk.ui.panels.base_aging import BaseAging
from arcdesk.ui.panels.for_others import ForOthers
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, label
from arcdesk.ui.widgets.date_field import DateField

if TYPE_CHECKING:
    from arcdesk.services.aging import AgingReport
    from arcdesk.services.changes import Changes
    from arcdesk.services.exchange import BaseView
    from arcdesk.ui.context import UiContext

BASES = (("due", "By due date"), ("issued", "By issue date"))
REPORT, EMPTY = range(2)
Answer = tuple["AgingReport", "BaseView | RateMissing | None"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the aging service; ``basis`` ``None`` is the scheme's own."""

    day: date
    by: str
    scheme: str | None
    basis: str | None


class ReportsPage(Page):
    """The question in one line over the answer; one tab a currency where there are several."""

    key = "reports"
    kinds = frozenset(
        {"invoice", "receipt", "import", "scheme", "company", "customer", "document", "contact"}
    )

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.report: AgingReport | None = None
        self._schemes: tuple[Scheme, ...] = ()
        self._asked: Question | None = None
        self._day = DateField(tr("As of"), today=context.today, theme=context.theme)
        self._day.setObjectName("report_day")
        self._day.set_day(context.day)
        self._day.editingFinished.connect(self._on_question)
        self._scheme = _choice("report_scheme", tr("Aging scheme"))
        self._basis = _choice("report_basis", tr("Reckoned"))
        self._by = _choice("report_by", tr("Grouped by"))
        for code, text in BASES:
            self._basis.addItem(tr(text), code)
        for code, text in TITLES.items():
            self._by.addItem(tr(text), code)
        self._scheme.activated.connect(self._on_scheme)
        for box in (self._basis, self._by):
            box.activated.connect(self._on_question)
        self._pdf = button("PDF", "report_pdf", self.save_pdf)
        self._xlsx = button("Excel", "report_xlsx", self.save_xlsx)
        self._pdf.setAccessibleName(tr("Save the report as PDF"))
        self._xlsx.setAccessibleName(tr("Save the report as Excel workbook"))
        for made in (self._pdf, self._xlsx):
            made.setIcon(icon("save", context.theme))
            made.setToolTip(made.accessibleName())
            made.setEnabled(False)
        self._blocks = QTabWidget()
        self._blocks.setObjectName("report_currencies")
        self._blocks.setAccessibleName(tr("Currency"))
        self._lay_out()
        context.as_of_changed.connect(self._on_day_looked_at)

    @property
    def tables(self) -> tuple[AgingTable, ...]:
        """The tables shown, one a currency."""
        widgets = (self._blocks.widget(index) for index in range(self._blocks.count()))
        return tuple(widget for widget in widgets if isinstance(widget, AgingTable))

    def activate(self) -> None:
        """The table has the focus."""
        super().activate()
        for table in self.tables[:1]:
            table.table.setFocus()

    def refresh(self, changes: Changes | None = None) -> None:
        """Ask again; schemes may have been added."""
        company = self.context.desk.company
        self.context.jobs.run(
            lambda _: (company.schemes(), company.default_scheme_name), self._on_schemes, owner=self
        )

    def _on_schemes(self, answer: tuple[tuple[Scheme, ...], str]) -> None:
        schemes, default = answer
        chosen = self._scheme.currentData() or default
        self._schemes = schemes
        self._scheme.clear()
        for scheme in schemes:
            self._scheme.addItem(tr(scheme.label_key) if scheme.name in SCHEMES else scheme.name, scheme.name)
        self._scheme.setCurrentIndex(max(0, self._scheme.findData(chosen)))
        if self._asked is None:
            self._on_scheme()
        else:
            self._ask()

    @Slot()
    def _on_scheme(self) -> None:
        """A scheme comes with its own basis; it may be changed after."""
        scheme = next((s for s in self._schemes if s.name == self._scheme.currentData()), None)
        if scheme is not None:
            self._basis.setCurrentIndex(self._basis.findData(scheme.basis))
        self._on_question()

    @Slot()
    def _on_day_looked_at(self) -> None:
        self._day.set_day(self.context.day)

    @Slot()
    def _on_question(self) -> None:
        day = self._day.day_or_none()
        if day is None:
            return
        question = Question(
            day, self._by.currentData(), self._scheme.currentData(), self._basis.currentData()
        )
        if question != self._asked:
            self._ask()

    def _ask(self) -> None:
        day = self._day.day_or_none() or self.context.day
        question = Question(
            day, self._by.currentData(), self._scheme.currentData(), self._basis.currentData()
        )
        self._asked = question
        desk = self.context.desk

        def work(_: object) -> Answer:
            report = desk.aging.report(question.day, question.by, question.basis, question.scheme)
            if len(report.currencies) < 2:
                return report, None
            try:
                return report, desk.exchange.in_base(report)
            except RateMissing as missing:
                return report, missing

        self.context.jobs.run(
            work,
            self._on_report,
            title=tr("Aging report"),
            owner=self,
        )

    def _on_report(self, answer: Answer) -> None:
        report, view = answer
        kept = self._blocks.currentIndex()
        self.report = report
        parts = [self._blocks.widget(index) for index in range(self._blocks.count())]
        self._blocks.clear()
        for shown in parts:
            if shown is not None:
                shown.deleteLater()
        for block in report.currencies:
            table = AgingTable(self.context, report.by, report.scheme, block)
            self._blocks.addTab(table, f"{block.currency} · {len(block.rows):,}")
        if view is not None:
            part = BaseAging(self.context, report, view)
            part.rates_changed.connect(self._ask)
            self._blocks.addTab(part, tr("All in {currency}", currency=part.currency))
        self._blocks.setCurrentIndex(max(0, min(kept, self._blocks.count() - 1)))
        self._blocks.tabBar().setVisible(self._blocks.count() > 1)
        has_rows = any(block.rows for block in report.currencies)
        self._stack.setCurrentIndex(REPORT if has_rows else EMPTY)
        for made in (self._pdf, self._xlsx):
            made.setEnabled(has_rows)

    # Saving --------------------------------------------------------------------------------

    @Slot()
    def save_pdf(self) -> None:
        """Ask where, and write the report shown as PDF."""
        exporting, language = self.context.desk.exporting, current()
        self._save("pdf", lambda report, path: exporting.aging_pdf(report, path, language))

    @Slot()
    def save_xlsx(self) -> None:
        """Ask where, and write the report shown as workbook with the same figures."""
        exporting, language = self.context.desk.exporting, current()
        self._save("xlsx", lambda report, path: exporting.aging_xlsx(report, path, language))

    def _save(self, suffix: str, write: Callable[[AgingReport, Path], object]) -> None:
        report = self.report
        if report is None:
            return
        name = safe_name(f"{tr('Aging report')} {report.as_of}.{suffix}")
        proposed = self.context.desk.workspace.exports / name
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the report"), str(proposed), f"*.{suffix}")
        if not chosen:
            return
        path = Path(chosen) if chosen.lower().endswith(f".{suffix}") else Path(f"{chosen}.{suffix}")

        def work(_: object) -> Path:
            write(report, path)
            return path

        self.context.jobs.run(work, self._on_saved, title=tr("Save the report"), owner=self)

    def _on_saved(self, path: Path) -> None:
        self.context.inform(tr("Saved: {path}", path=path), "good")

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(L, M, L, S)
        line.setSpacing(S)
        line.addWidget(label(tr("Aging report"), "title"))
        line.addStretch(1)
        for part in (self._day, self._by, self._scheme, self._basis):
            line.addWidget(part)
        line.addSpacing(S)
        line.addWidget(ForOthers(self.context))
        line.addWidget(self._pdf)
        line.addWidget(self._xlsx)
        go = button(
            tr("Import receivables"), "reports_import", partial(self.context.page_requested.emit, "import")
        )
        empty = EmptyState(
            self.context.theme,
            "reports",
            tr("Nothing was open on this day. Choose another day or import receivables."),
            (go,),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._blocks)
        self._stack.addWidget(empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(line)
        box.addWidget(self._stack, 1)


def _choice(name: str, title: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setToolTip(title)
    return made
