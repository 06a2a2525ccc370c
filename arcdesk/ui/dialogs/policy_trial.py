"""What today would look like under a policy: how many of each step, and for whom it would be different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.policy_text import steps_text
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.plain_table import PlainTable

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
        self.table = PlainTable(
            "trial_lines", tr("Customers for whom today would be different"), (tr("Customer"), tr("Now"), tr("Then"))
        )
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
        self.table.show_rows(
            [
                (f"{line.customer_name}  {line.customer_code}", steps_text(line.now), steps_text(line.then))
                for line in trial.lines
            ]
        )
