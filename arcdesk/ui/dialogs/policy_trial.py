"""What today would look like under a policy: how many of each step, and for whom it would be different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.domain.policy import Policy
    from arcdesk.services.policies import Trial
    from arcdesk.ui.context import UiContext


class TrialDialog(QDialog):
    """The list of today, now and under the policy; nothing is changed."""

    def __init__(self, context: UiContext, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("{code} on today", code=policy.code))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 520)
        self.summary = label(tr("Reading…"), wrap=True)
        self.summary.setObjectName("trial_summary")
        self.table = named(QTableWidget(0, 3), "trial_lines", tr("Customers for whom today would be different"))
        self.table.setHorizontalHeaderLabels([tr("Customer"), tr("Now"), tr("Then")])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setStyleSheet("QTableWidget::item { padding-left: 5px; }")
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(S)
        box.addWidget(self.summary)
        box.addWidget(self.table, 1)
        box.addWidget(button(tr("Close"), "trial_close", self.accept), alignment=Qt.AlignmentFlag.AlignRight)
        policies = context.desk.policies
        context.jobs.run(lambda _: policies.try_out(policy), self._on_tried, owner=self)

    def _on_tried(self, trial: Trial) -> None:
        now, then = sum(trial.now.values()), sum(trial.then.values())
        text = tr("On the list today: {now}. Under this policy: {then}.", now=now, then=then)
        changed = tr("{count} customers would be different.", count=len(trial.lines))
        self.summary.setText(f"{text}\n{changed if trial.lines else tr('Nothing would change today.')}")
        self.table.setRowCount(len(trial.lines))
        for at, line in enumerate(trial.lines):
            cells = (
                f"{line.customer_name}  {line.customer_code}",
                _said(line.now),
                _said(line.then),
            )
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(cell)
                item.setToolTip(cell)
                self.table.setItem(at, column, item)


def _said(steps: tuple[str, ...]) -> str:
    return tr("; |list").join(tr(each) for each in steps) or "—"
