"""Missing due dates: every open invoice without one, what is proposed, and the repair in bulk (F-13, C3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.due_dates import DueLine, DuePlan, PlannedDue, plan_repair
from arcdesk.ui import format as show
from arcdesk.ui.context import sentence
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.due_effect import effect_text
from arcdesk.ui.panels.due_form import DueForm
from arcdesk.ui.tables.checks import CheckModel, CheckTable
from arcdesk.ui.tables.due_columns import due_columns
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import (
    EmptyState,
    KeyHint,
    SectionLabel,
    button,
    char_width,
    clearable,
    label,
    set_role,
)
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

PAUSE_MS = 80
PANEL_CHARACTERS = 42
MOST_SKIPPED = 5


class DueDatesPage(Page):
    """Space ticks, Ctrl+Enter gives the ticked invoices their due dates; what comes of it is shown before."""

    key = "due_dates"
    kinds = frozenset({"invoice", "import", "customer", "contract", "receipt", "company"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._planned: dict[int, PlannedDue] = {}
        self._serial = 0
        self._was_read = False
        self._last: tuple[int, ...] = ()
        self.model: CheckModel[DueLine] = CheckModel(due_columns(self._planned), _id_of, context.theme)
        self.table: CheckTable[DueLine] = CheckTable(
            self.model, context.theme, context.settings, "due_dates_table", tr("Invoices without a due date")
        )
        self.form = DueForm(context)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.preview)
        self._compose()
        self._connect()

    def activate(self) -> None:
        super().activate()
        self.table.setFocus()

    def open_customer(self, customer_id: int) -> None:
        """Show the invoices of one customer; 0 shows everybody's."""
        if not customer_id:
            self.search.clear()
            return
        desk = self.context.desk
        self.context.jobs.run(
            lambda _job: desk.customers.find(customer_id).name, self.search.setText, owner=self
        )

    def refresh(self, changes: Changes | None = None) -> None:
        desk, settled = self.context.desk, self.with_settled.isChecked()
        self.context.jobs.run(
            lambda _job: desk.due_dates.missing(include_settled=settled),
            self._on_read,
            title=tr("Reading invoices"),
            owner=self,
        )

    def preview(self) -> None:
        """Reckon what the repair would make of the ticked invoices."""
        lines, today = self.model.checked_rows, self.context.today
        self._serial += 1
        serial = self._serial
        try:
            repair = self.form.repair()
            repair.check(today)
        except Refusal as refusal:
            self._show_plan((serial, DuePlan(())))
            self._say(sentence(refusal), "bad")
            return
        self.context.jobs.run(
            lambda _job: (serial, plan_repair(lines, repair, today)), self._show_plan, owner=self
        )

    def apply(self) -> None:
        """Give the ticked invoices the due dates that are shown."""
        lines = self.model.checked_rows
        if not lines or not self.apply_button.isEnabled():
            return
        repair, reason, desk = self.form.repair(), self.reason.text().strip(), self.context.desk
        ids = [line.id for line in lines]
        self.apply_button.setEnabled(False)
        self.context.jobs.run(
            lambda _job: desk.due_dates.repair(ids, repair, reason), self._on_applied, self._on_failed,
            title=tr("Entering due dates"),
        )  # fmt: skip

    def undo(self) -> None:
        """Take the last repair of this page back."""
        ids, desk = self._last, self.context.desk
        if not ids:
            return

        def work(_job: JobContext) -> DuePlan:
            return desk.due_dates.take_back(ids)

        self.undo_button.setEnabled(False)
        self.context.jobs.run(work, self._on_undone, self._on_failed)

    # reading and showing

    def _on_read(self, lines: tuple[DueLine, ...]) -> None:
        self._planned.clear()
        self.model.set_rows(lines, self._rule())
        self.table.select_first()
        sums: dict[str, int] = {}
        for line in lines:
            sums[line.currency] = sums.get(line.currency, 0) + line.open_fen
        amounts = "  ".join(show.money_with_sign(fen, currency) for currency, fen in sums.items() if fen)
        text = tr(
            "Invoices in no bucket of the aging: {count}, {amounts}", count=f"{len(lines):,}", amounts=amounts
        )
        self.facts.setText(text if lines else "")
        self._body.setCurrentIndex(0 if lines else 1)
        if not self._was_read and lines and not any(line.proposals for line in lines):
            self.form.choose("issued")  # nothing is proposed: what most people agree on comes first
        self._was_read = True
        self._show_ticks()
        self._pause.start()

    def _show_plan(self, answer: tuple[int, DuePlan]) -> None:
        serial, plan = answer
        if serial != self._serial:
            return
        self._planned.clear()
        self._planned.update({change.line.id: change for change in plan.changes})
        if self.model.rows:
            self.model.dataChanged.emit(
                self.model.index(0, 0),
                self.model.index(len(self.model.rows) - 1, len(self.model.columns) - 1),
                [int(Qt.ItemDataRole.DisplayRole)],
            )
        count = len(plan.changes)
        self.apply_button.setEnabled(bool(count) and self.context.can_write)
        self.apply_button.setText(
            tr("Enter due dates: {count}", count=f"{count:,}") if count else tr("Enter due dates")
        )
        if not count and not plan.skipped:
            self._say(tr("Tick the invoices that are to get a due date."), "muted")
            self.skipped.hide()
            return
        if count:
            self._say(effect_text(plan), "warn" if plan.overdue else "muted")
        else:
            self._say(tr("None of the ticked invoices gets a due date this way."), "warn")
        reasons = [sentence(one.refusal) for one in plan.skipped[:MOST_SKIPPED]]
        if len(plan.skipped) > MOST_SKIPPED:
            reasons.append("…")
        head = tr("Left as they are ({count}):", count=f"{len(plan.skipped):,}")
        self.skipped.setText("\n".join([head, *reasons]))
        self.skipped.setVisible(bool(reasons))

    def _say(self, text: str, role: str) -> None:
        self.effect.setText(text)
        set_role(self.effect, role)

    def _on_applied(self, plan: DuePlan) -> None:
        self._last = tuple(change.line.id for change in plan.changes)
        self.model.check(self._last, on=False)
        self.undo_button.setEnabled(self.context.can_write)
        self.undo_button.show()
        self.reason.clear()
        text = tr("Due dates entered: {count}.", count=f"{len(plan.changes):,}")
        self.context.inform(text, "good")

    def _on_undone(self, plan: DuePlan) -> None:
        self._last = ()
        self.undo_button.hide()
        self.context.inform(tr("Due dates taken back: {count}.", count=f"{len(plan.changes):,}"), "good")

    def _on_failed(self, error: BaseException) -> None:
        self.apply_button.setEnabled(bool(self._planned) and self.context.can_write)
        self.undo_button.setEnabled(bool(self._last))
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    # choosing

    def _rule(self) -> Callable[[DueLine], bool] | None:
        wanted = self.search.text().strip().lower()
        if not wanted:
            return None
        return lambda line: (
            wanted in line.customer_name.lower()
            or wanted in line.customer_code.lower()
            or wanted in line.number.lower()
        )

    def _filter(self) -> None:
        self.model.set_filter(self._rule())
        self.table.select_first()
        self._show_ticks()

    def _on_every(self, checked: bool) -> None:
        self.model.check([line.id for line in self.model.rows], on=checked)

    def _on_checks(self) -> None:
        self._show_ticks()
        self._pause.start()

    def _show_ticks(self) -> None:
        shown = self.model.rows
        ticked = sum(1 for line in shown if self.model.is_checked(line.id))
        self.every.setChecked(bool(shown) and ticked == len(shown))
        self.count.setText(
            tr(
                "{picked} of {count} chosen",
                picked=f"{len(self.model.checked):,}",
                count=f"{len(self.model.all_rows):,}",
            )
        )

    # composition

    def _compose(self) -> None:
        theme = self.context.theme
        self.facts = label("", "muted", wrap=True)
        self.facts.setObjectName("due_facts")
        self.search: QLineEdit = line_edit("due_search", tr("Filter by customer or invoice number"))
        self.search.setPlaceholderText(tr("Filter by customer or invoice number"))
        clearable(self.search)
        self.with_settled = QCheckBox(tr("Settled ones, too"))
        self.with_settled.setObjectName("due_with_settled")
        self.every = QCheckBox(tr("All shown"))
        self.every.setObjectName("due_every")
        self.count = label("", "muted")
        self.count.setObjectName("due_count")
        head = QVBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.setSpacing(S)
        head.addWidget(label(tr("Missing due dates"), "title"))
        head.addWidget(self.facts)
        tools = QHBoxLayout()
        tools.setContentsMargins(L, 0, L, S)
        tools.setSpacing(M)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.with_settled)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, S)
        foot.addWidget(self.every)
        foot.addStretch(1)
        foot.addWidget(self.count)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(listed)
        split.addWidget(self._panel())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([10_000, char_width(self) * PANEL_CHARACTERS])
        done = button(
            tr("Show customers"), "due_show_customers", lambda: self.context.page_requested.emit("customers")
        )
        text = tr("Every open invoice has a due date.")
        self._body = QStackedWidget()
        self._body.addWidget(split)
        self._body.addWidget(EmptyState(theme, "done", text, (done,)))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self._body, 1)

    def _panel(self) -> QWidget:
        self.reason = line_edit("due_reason", tr("Reason"), hint=tr("Reason (may stay empty)"))
        self.effect = label("", "muted", wrap=True)
        self.effect.setObjectName("due_effect")
        self.skipped = label("", "muted", wrap=True, selectable=True)
        self.skipped.setObjectName("due_skipped")
        self.skipped.hide()
        self.apply_button = button(tr("Enter due dates"), "due_apply", self.apply, primary=True)
        self.apply_button.setEnabled(False)
        self.undo_button = button(tr("Take back"), "due_undo", self.undo, flat=True)
        self.undo_button.hide()
        panel = QWidget()
        panel.setObjectName("side_panel")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        panel.setMinimumWidth(char_width(self) * PANEL_CHARACTERS)
        box = QVBoxLayout(panel)
        box.setContentsMargins(L, M, L, M)
        box.setSpacing(M)
        box.addWidget(SectionLabel(tr("Due date of the ticked invoices")))
        box.addWidget(self.form)
        box.addWidget(self.reason)
        box.addWidget(self.effect)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.apply_button)
        row.addWidget(KeyHint("Ctrl+Enter"))
        row.addStretch(1)
        row.addWidget(self.undo_button)
        box.addLayout(row)
        box.addWidget(self.skipped)
        box.addStretch(1)
        return panel

    def _connect(self) -> None:
        self.model.checks_changed.connect(self._on_checks)
        self.form.changed.connect(self._pause.start)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.with_settled.toggled.connect(lambda _on: self.refresh(None))
        self.every.clicked.connect(self._on_every)
        self.table.row_activated.connect(lambda line: self.context.customer_requested.emit(line.customer_id))
        self.context.as_of_changed.connect(self._pause.start)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self.apply, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        QShortcut(
            QKeySequence("/"), self.table, self.search.setFocus, context=Qt.ShortcutContext.WidgetShortcut
        )


def _id_of(line: DueLine) -> int:
    return line.id
