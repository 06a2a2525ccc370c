"""What came of an import, what to do next, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.import_services import books, reports
from arcdesk.ui.import_words import count_lines
from arcdesk.ui.panels.import_saving import ImportSaving
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import EmptyState, button, set_role

if TYPE_CHECKING:
    from arcdesk.services.importing import ImportResult
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.import_services import Report


class ImportDone(QWidget):
    """The figures, the next steps, and "take this import back" right beside them.

    Signals:
        again_wanted(), next_wanted(), history_wanted(): another file, the next of several, the imports so far.
        undo_wanted(int): take the import of this number back.
    """

    again_wanted = Signal()
    next_wanted = Signal()
    history_wanted = Signal()
    undo_wanted = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.batch_id = 0

        def customers() -> None:
            context.page_requested.emit("customers")

        self.next_file = button(
            tr("Next file|import"), "import_done_next", self.next_wanted.emit, primary=True
        )
        self.show_customers = button(tr("Show customers"), "import_show_customers", customers, primary=True)
        self.mend = button(
            tr("Enter due dates…"), "import_due_dates", lambda: context.due_dates_requested.emit(0)
        )
        self.contacts = button(tr("Enter contacts…"), "import_contacts", customers)
        self.again = button(tr("Import another file"), "import_again", self.again_wanted.emit)
        self.undo = button(
            tr("Take this import back…"),
            "import_undo",
            lambda: self.undo_wanted.emit(self.batch_id),
            flat=True,
        )
        self.history = button(tr("Imports so far"), "import_to_history", self.history_wanted.emit, flat=True)
        for part in (self.undo, self.history):
            if books(context) is None:
                part.hide()
        self.saving = ImportSaving(context)
        steps = (self.next_file, self.show_customers, self.mend, self.contacts, self.again)
        self.text = EmptyState(context.theme, "done", "", steps)
        back = QHBoxLayout()
        back.setSpacing(S)
        back.addStretch(1)
        back.addWidget(self.saving.rejects)
        back.addWidget(self.undo)
        back.addWidget(self.history)
        back.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, 0, L, L)
        box.addWidget(self.text)
        inner = self.text.layout()
        if isinstance(inner, QVBoxLayout):
            inner.insertLayout(inner.count() - 1, back)  # under the next steps, over the stretch

    def show_abilities(self) -> None:
        """Nothing is taken back while a past day is looked at."""
        self.undo.setEnabled(self._context.can_write)

    def show_result(self, result: ImportResult, report: Report | None, next_text: str) -> None:
        """Say what came in; ``next_text`` offers the next one of several files."""
        plan = result.plan
        self.batch_id = result.batch_id
        undated = len(plan.quarantined)
        silent = (
            sum(len(each.items) for each in report.findings if each.kind == "without_contact")
            if report
            else 0
        )
        lines = [tr("The import is done."), *count_lines(plan)]
        if plan.settled:
            lines.append(
                tr("Settled because they are no longer in the list: {count}", count=f"{len(plan.settled):,}")
            )
        if plan.rejected:
            lines.append(tr("Rows left out: {count}", count=f"{len(plan.rejected):,}"))
        if undated:
            lines.append(
                tr("Without a due date: {count}. They are in no bucket until one is entered.", count=undated)
            )
        if silent:
            lines.append(tr("Customers nobody can be reached at: {count}", count=f"{silent:,}"))
        self.text.set_text("\n".join(lines))
        self.saving.show_plan(plan)
        self.saving.rejects.setVisible(bool(plan.rejected) and reports(self._context) is not None)
        self.mend.setVisible(bool(undated))
        self.contacts.setVisible(bool(silent))
        self.next_file.setText(next_text or tr("Next file|import"))
        self.next_file.setAccessibleName(self.next_file.text())
        self.next_file.setVisible(bool(next_text))
        set_role(self.show_customers, "false" if next_text else "true", "primary")
        (self.next_file if next_text else self.mend if undated else self.show_customers).setFocus()
