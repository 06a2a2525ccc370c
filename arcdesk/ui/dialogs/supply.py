"""Setting and lifting the hold on supply: cash only, or nothing until the overdue is paid (S-027, S-028)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.services.customers import CustomerProfile
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.labels import SUPPLY
from arcdesk.ui.labels import label as words
from arcdesk.ui.portrait_words import hint
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.services.portrait import Portrait
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class SupplyDialog(FormDialog):
    """What the customer is still delivered, and why; what speaks for a change stands above."""

    def __init__(self, context: UiContext, portrait: Portrait, parent: QWidget | None = None) -> None:
        profile = portrait.profile
        super().__init__(context, tr("Supply to {customer}", customer=profile.name), tr("Save"), parent)
        self._customer_id = profile.id
        self.supply = combo_box(
            "supply_choice", tr("Supply"), [(code, words(SUPPLY, code)) for code in SUPPLY]
        )
        self.supply.setCurrentIndex(self.supply.findData(_wanted(portrait)))
        self.reason = line_edit("supply_reason", tr("Reason"), profile.supply_reason or _proposed(portrait))
        self.reason.setCursorPosition(0)
        said = hint(portrait)
        if said:
            self.body.insertWidget(0, label(said, "warn", wrap=True))
        self.add_row(tr("Supply"), self.supply)
        self.add_row(tr("Reason"), self.reason)
        self.supply.currentIndexChanged.connect(self._allow)
        self._allow()

    def gather(self) -> Callable[[JobContext], object]:
        desk, customer_id = self.context.desk, self._customer_id
        state, reason = str(self.supply.currentData()), self.reason.text()
        return lambda _job: desk.portrait.hold_supply(customer_id, state, reason)

    def done_text(self, result: object) -> str:
        if isinstance(result, CustomerProfile):
            return tr("Supply: {state}", state=words(SUPPLY, result.supply))
        return ""

    def _allow(self) -> None:
        """Supply as usual needs no reason."""
        self.reason.setEnabled(bool(self.supply.currentData()))


def _wanted(portrait: Portrait) -> str:
    """The state that the hint speaks for, else the one there is."""
    if portrait.hint is None:
        return portrait.profile.supply
    return {"lift_hold": "", "stop_over_limit": "cash_only"}.get(portrait.hint.rule, "stopped")


def _proposed(portrait: Portrait) -> str:
    """A first reason to write down: what the figures say."""
    if portrait.max_overdue_days:
        return tr("{days} days overdue", days=portrait.max_overdue_days)
    return tr("Over the credit limit") if portrait.exposure.over_fen else ""
