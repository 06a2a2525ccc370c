"""The lawyer's trigger: who is there and why, and the checklist of one customer (S-065, S-077, F-38)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.services import legal_sheets as sheets
from arcdesk.services.case_words import person_name
from arcdesk.services.legal import LegalChecklist, TriggerLine
from arcdesk.services.reason_text import reason_text, reasons_text
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.dialogs.legal_forms import DecisionDialog, SignDialog
from arcdesk.ui.dialogs.paper_files import save_papers
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, SectionLabel, button, char_width, clear_layout, label
from arcdesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext

ADVICE = "This software gives no legal advice. Ask a lawyer about important matters."


class TriggerDialog(QDialog):
    """Everybody at the trigger; what is to be decided stands first."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(tr("At the lawyer's trigger"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * 140, self.fontMetrics().height() * 26)
        self.model = RowTableModel(_columns(), lambda line: line.customer_id, context.theme)
        self.table: RowTable[TriggerLine] = RowTable(
            self.model, context.theme, context.settings, "legal_triggers", tr("At the lawyer's trigger")
        )
        self.table.row_activated.connect(lambda _line: self.show_checklist())
        self.table.selectionModel().selectionChanged.connect(self._show_abilities)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(context.theme, "done", tr("Nobody is at the lawyer's trigger.")))
        self.check = button(tr("Checklist…"), "trigger_check", self.show_checklist, primary=True)
        self.decide = button(tr("Decision…"), "trigger_decide", self.record_decision)
        self.excel = button("Excel…", "trigger_excel", self.save_list)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.excel)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "trigger_close", self.reject))
        foot.addWidget(self.decide)
        foot.addWidget(self.check)
        hint = tr("Over 120 days late and talks failed, over 180 anyhow; or lost contact, or assets moved away.")
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(label(hint, "muted", wrap=True))
        box.addWidget(self._stack, 1)
        box.addLayout(foot)
        context.data_changed.connect(self._on_changes)
        self._read()

    def show_checklist(self) -> None:
        """Open the checklist of the current customer."""
        line = self.table.current_row()
        if line is not None:
            ChecklistDialog(self._context, line.customer_id, self).open()

    def record_decision(self) -> None:
        """Record what was decided on the current customer."""
        line = self.table.current_row()
        if line is not None and self._context.can_write:
            DecisionDialog(self._context, line.customer_id, line.customer_name, self).open()

    def save_list(self) -> None:
        """Write the list as a workbook."""
        title = tr("At the lawyer's trigger")
        start = self._context.desk.workspace.exports / f"{title}.xlsx"
        name, _ = QFileDialog.getSaveFileName(self, title, str(start), "*.xlsx")
        if name:
            path, lines = Path(name), tuple(self.model.all_rows)
            papers = self._context.desk.staff_papers
            self._context.jobs.run(
                lambda _job: papers.triggers_book(lines, path),
                lambda done: self._context.file_saved.emit(tr("Saved: {path}", path=done), done),
                owner=self,
            )

    def _read(self) -> None:
        legal, day = self._context.desk.legal, self._context.day
        self._context.jobs.run(lambda _job: legal.at_trigger(day), self._on_read, owner=self)

    def _on_read(self, lines: tuple[TriggerLine, ...]) -> None:
        self.model.set_rows(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self.table.select_first()
        self._show_abilities()

    def _on_changes(self, changes: Changes) -> None:
        if changes.kinds & {"legal", "receipt", "contact", "invoice"}:
            self._read()

    def _show_abilities(self, *_: object) -> None:
        there = self.table.current_row() is not None
        self.check.setEnabled(there)
        self.decide.setEnabled(there and self._context.can_write)
        self.excel.setEnabled(bool(self.model.rows))


class ChecklistDialog(QDialog):
    """What is looked at before a suit against one customer, with what was decided."""

    def __init__(self, context: UiContext, customer_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._customer_id = context, customer_id
        self.found: LegalChecklist | None = None
        self.setWindowTitle(tr("Before a suit"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * 126, self.fontMetrics().height() * 36)
        self.head = label("", "heading", wrap=True)
        self.head.setObjectName("checklist_head")
        self.why = label("", wrap=True, selectable=True)
        self.why.setObjectName("checklist_why")
        self.facts = form_layout()
        self.checks = PlainTable(
            "checklist_checks", tr("Papers and facts|legal"),
            (tr("To check|legal"), tr("State"), tr("Findings|legal")), narrow=(0, 1), is_whole=True,
        )  # fmt: skip
        heads = (tr("Invoice"), tr("Open|amount"), *(tr(key) for key in sheets.PROOFS.values()))
        self.proofs = PlainTable("checklist_proofs", tr("Proof of each invoice"), heads, figures=(1,), is_whole=True)
        self.decisions = QVBoxLayout()
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, M, 0)
        inner.setSpacing(S)
        inner.addWidget(self.why)
        inner.addWidget(SectionLabel(tr("Claim and costs")))
        inner.addLayout(self.facts)
        inner.addWidget(SectionLabel(tr("Papers and facts|legal")))
        inner.addWidget(self.checks)
        inner.addWidget(SectionLabel(tr("Proof of each invoice")))
        inner.addWidget(self.proofs)
        inner.addWidget(SectionLabel(tr("Decisions|legal")))
        inner.addLayout(self.decisions)
        inner.addWidget(label(tr(ADVICE), "muted", wrap=True))
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(self.head)
        box.addWidget(scroll, 1)
        box.addLayout(self._foot())
        context.data_changed.connect(self._on_changes)
        self._read()

    def show_pages(self) -> None:
        """Show the checklist as it is printed."""
        found, papers = self.found, self._context.desk.staff_papers
        if found is not None:
            paper = papers.checklist(found)
            DocumentPreview(
                self._context, paper.name, load=lambda: papers.pdf(paper), file_name=paper.name, parent=self
            ).open()

    def save(self) -> None:
        """Write PDF, workbook and an unsent e-mail for the lawyer."""
        found, papers = self.found, self._context.desk.staff_papers
        if found is not None:
            save_papers(self._context, self, lambda: [papers.checklist(found)])

    def record_decision(self) -> None:
        """Record what was decided."""
        if self.found is not None and self._context.can_write:
            DecisionDialog(self._context, self._customer_id, self.found.case.customer.name, self).open()

    def record_sign(self) -> None:
        """Note a sign of trouble, or that one holds no longer."""
        if self.found is not None and self._context.can_write:
            name = self.found.case.customer.name
            SignDialog(self._context, self._customer_id, name, self.found.signs, self).open()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(S)
        self.sign = button(tr("Sign of trouble…"), "checklist_sign", self.record_sign)
        self.decide = button(tr("Decision…"), "checklist_decide", self.record_decision)
        foot.addWidget(self.sign)
        foot.addWidget(self.decide)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "checklist_close", self.reject))
        foot.addWidget(button(tr("Save the files…"), "checklist_save", self.save))
        foot.addWidget(button(tr("Pages…"), "checklist_pages", self.show_pages, primary=True))
        for made in (self.sign, self.decide):
            made.setEnabled(self._context.can_write)
        return foot

    def _read(self) -> None:
        legal, customer, day = self._context.desk.legal, self._customer_id, self._context.day
        self._context.jobs.run(lambda _job: legal.checklist(customer, day), self._on_read, owner=self)

    def _on_read(self, found: LegalChecklist) -> None:
        self.found = found
        profile = found.case.customer
        decided = sheets.decision_text(found.decisions[-1] if found.decisions else None)
        self.head.setText(f"{profile.name}  ·  {decided}")
        why = [reason_text(reason) for reason in found.reasons]
        why += [sheets.sign_text(sign) for sign in found.signs]
        self.why.setText("\n".join(why) or tr("Not at the trigger: neither age nor signs ask for a suit."))
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for title, value in sheets.claim_facts(found):
            if value:
                self.facts.addRow(label(title, "muted"), label(value, selectable=True))
        checks = sheets.general_checks(found)
        self.checks.show_rows([(what, tr(sheets.MARKS[state]), text) for what, state, text in checks])
        self.proofs.show_rows(
            [(number, show.money(fen, currency), *states) for number, fen, currency, states in sheets.proof_rows(found)]
        )
        clear_layout(self.decisions)
        for made in reversed(found.decisions):
            self.decisions.addWidget(label(sheets.decision_text(made), wrap=True, selectable=True))
        if not found.decisions:
            self.decisions.addWidget(label(tr("Not decided yet|legal"), "muted"))

    def _on_changes(self, changes: Changes) -> None:
        if self._customer_id in changes.customer_ids:
            self._read()


def _columns() -> list[Column[TriggerLine]]:
    def money(line: TriggerLine) -> str:
        return "  ".join(show.money(fen, currency) for currency, fen in line.overdue_fen.items())

    def why(line: TriggerLine) -> str:
        return reasons_text(line.reasons)

    def decided(line: TriggerLine) -> str:
        return sheets.decision_text(line.decision)

    return [
        Column("customer", tr("Customer"), lambda line: line.customer_name, width=22,
               tip=lambda line: f"{line.customer_code} {line.customer_name}"),
        Column("owner", tr("Owner"), lambda line: person_name(line.owner), width=8),
        Column("overdue", tr("Overdue"), money, lambda line: max(line.overdue_fen.values()), "right", width=14),
        Column("days", tr("Days late"), lambda line: str(line.max_overdue_days), lambda line: line.max_overdue_days,
               "right", width=8),
        Column("why", tr("Why"), why, width=28, stretch=True, tip=why),
        Column("decision", tr("Decision"), decided, width=24, tip=decided,
               tone=lambda line: "" if line.decision else "warn"),
    ]  # fmt: skip
