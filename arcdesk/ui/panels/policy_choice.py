"""By which policy one customer is chased: that of the grade, or one of its own, chosen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from arcdesk.domain.policy import Policy
from arcdesk.i18n import tr
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.services.policy_rows import Choices
    from arcdesk.ui.context import UiContext


class CustomerPolicy(QComboBox):
    """Shows and changes the choice for a customer."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "profile_policy", tr("Policy"))
        self._context = context
        self._customer_id = 0
        self.setEnabled(False)
        self.activated.connect(self._on_chosen)

    def show_customer(self, customer_id: int) -> None:
        """Read what is chosen for a customer."""
        self._customer_id = customer_id
        policies = self._context.desk.policies
        self._context.jobs.run(
            lambda _: (policies.all(), policies.choices(), policies.of(customer_id)), self._on_read, owner=self
        )

    def _on_read(self, found: tuple[tuple[Policy, ...], Choices, Policy]) -> None:
        policies, chosen, counting = found
        own = chosen.customers.get(self._customer_id, "")
        self.clear()
        usual = tr("as everybody of the grade") if own else tr("as everybody of the grade: {code}", code=counting.code)
        self.addItem(usual, "")
        for policy in policies:
            self.addItem(f"{policy.code}  {tr(policy.name)}", policy.code)
        self.setCurrentIndex(max(self.findData(own), 0))
        self.setEnabled(self._context.can_write)

    @Slot()
    def _on_chosen(self) -> None:
        policies, code, who = self._context.desk.policies, self.currentData(), self._customer_id
        self._context.jobs.run(
            lambda _: policies.choose(code, customer_id=who), lambda _: self.show_customer(who), owner=self
        )
