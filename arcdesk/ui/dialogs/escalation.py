"""The report to the CFO on the screen: who owes for long, why, what comes next, and totals that agree (S-061, F-84)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services import escalation_sheets as sheets
from arcdesk.services.case_words import contact_brief, next_text, person_name, promises_text, why_text
from arcdesk.services.escalation import MOST_DAYS, USUAL_DAYS, EscalationReport, EscalationRow
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.dialogs.paper_files import save_papers
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, char_width, label
from arcdesk.ui.widgets.fields import number_field

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class EscalationDialog(QDialog):
    """The days it begins at over the list; totals below; pages, PDF, workbook and e-mail."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.report: EscalationReport | None = None
        self.setWindowTitle(tr("Report to the CFO|title"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * 150, self.fontMetrics().height() * 30)
        self.days = number_field("escalation_days", tr("More than so many days overdue"), 0, MOST_DAYS, USUAL_DAYS)
        self.days.editingFinished.connect(self._ask)
        self.figure = label("", "heading", wrap=True)
        self.figure.setObjectName("escalation_figure")
        self.model: RowTableModel[EscalationRow] = RowTableModel(_columns(), _row_id, context.theme)
        self.table: RowTable[EscalationRow] = RowTable(
            self.model, context.theme, context.settings, "escalation", tr("Report to the CFO|title")
        )
        self.table.row_activated.connect(self._open)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(context.theme, "done", tr("Nothing is open for so long.")))
        self.totals = label("", "muted", wrap=True, selectable=True)
        self.totals.setObjectName("escalation_totals")
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(label(tr("More than so many days overdue"), "muted"))
        head.addWidget(self.days)
        head.addSpacing(L)
        head.addWidget(self.figure, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        self._acts = [
            button(tr("Pages…"), "escalation_pages", self.show_pages, primary=True),
            *(
                button(text, f"escalation_{form}", partial(self.save, form))
                for form, text in (("pdf", "PDF…"), ("xlsx", "Excel…"), ("eml", tr("E-mail draft…")))
            ),
        ]
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "escalation_close", self.reject))
        for made in reversed(self._acts):
            foot.addWidget(made)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addLayout(head)
        box.addWidget(self._stack, 1)
        box.addWidget(self.totals)
        box.addLayout(foot)
        self._ask()

    def show_pages(self) -> None:
        """Show the report as it is printed."""
        report, papers = self.report, self._context.desk.staff_papers
        if report is not None:
            name = sheets.title(report)
            DocumentPreview(
                self._context, name, load=lambda: papers.pdf(papers.escalation(report)), file_name=name, parent=self
            ).open()

    def save(self, form: str) -> None:
        """Write the report in one form."""
        report, papers = self.report, self._context.desk.staff_papers
        if report is not None:
            save_papers(self._context, self, lambda: [papers.escalation(report)], (form,))

    def _ask(self) -> None:
        days, day, service = self.days.value(), self._context.day, self._context.desk.escalation
        if self.report is None or (self.report.days, self.report.as_of) != (days, day):
            self._context.jobs.run(
                lambda _job: service.report(days, day), self._on_report, title=tr("Report to the CFO|title"), owner=self
            )

    def _on_report(self, report: EscalationReport) -> None:
        self.report = report
        self.model.set_rows([row for block in report.blocks for row in block.rows])
        self._stack.setCurrentIndex(0 if report.blocks else 1)
        self.table.select_first()
        figures = [
            (show.money_with_sign(block.total_fen, block.currency), tr("customers: {count}", count=len(block.rows)))
            for block in report.blocks
        ]
        self.figure.setText("  ·  ".join("  ".join(each) for each in figures))
        self.totals.setText("\n".join(_totals(report)))
        for made in self._acts:
            made.setEnabled(bool(report.blocks) and report.is_sound)

    def _open(self, row: EscalationRow) -> None:
        self.accept()
        self._context.customer_requested.emit(row.case.customer.id)


def _totals(report: EscalationReport) -> list[str]:
    lines = []
    for block in report.blocks:
        mark = f"{block.currency}  " if len(report.blocks) > 1 else ""
        ages = [
            f"{sheets.span_text(span)} {show.money(fen)}"
            for span, fen in zip(report.spans, block.by_span, strict=True)
            if fen
        ]
        owners = [f"{person_name(name)} {show.money(fen)}" for name, (fen, _) in block.by_owner.items()]
        lines += [
            mark + f"{tr('By age|report')}:  " + " · ".join(ages),
            mark + f"{tr('By owner')}:  " + " · ".join(owners),
        ]
    checks = [f"{'✓' if holds else '✗'} {text}" for text, holds in sheets.identities(report)]
    return [*lines, "   ".join(checks)]


def _row_id(row: EscalationRow) -> tuple[int, str]:
    return row.case.customer.id, row.currency


def _columns() -> list[Column[EscalationRow]]:
    def proof(row: EscalationRow) -> str:
        return "" if row.case.proof_percent is None else f"{row.case.proof_percent}%"

    return [
        Column("customer", tr("Customer"), lambda row: row.case.customer.name, width=18,
               tip=lambda row: f"{row.case.customer.code} {row.case.customer.name}"),
        Column("owner", tr("Owner"), lambda row: person_name(row.case.customer.owner), width=8),
        amount_column("old", tr("Open for so long"), lambda row: row.old_fen, lambda row: row.currency),
        Column("days", tr("Days late"), lambda row: str(row.max_overdue_days), lambda row: row.max_overdue_days,
               "right", width=8),
        Column("why", tr("Why"), lambda row: why_text(row.case), width=26, stretch=True,
               tip=lambda row: why_text(row.case)),
        Column("next", tr("Next step"), lambda row: next_text(row.case), width=14,
               tip=lambda row: next_text(row.case)),
        Column("contact", tr("Last contact"), lambda row: contact_brief(row.case.last_contact), width=14),
        Column("promises", tr("Promises"), lambda row: promises_text(row.case), width=12,
               tip=lambda row: promises_text(row.case)),
        date_column("limitation", tr("Limitation ends"),
                    lambda row: row.case.limitation[0] if row.case.limitation else None),
        Column("proof", tr("Evidence|percent"), proof, lambda row: row.case.proof_percent or 0, "right", width=6),
        amount_column("interest", tr("Late interest"), lambda row: row.interest_fen, lambda row: row.currency),
    ]  # fmt: skip
