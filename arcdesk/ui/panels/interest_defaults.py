"""How this company reckons late interest where no contract says otherwise: factor, year, loss, order."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.interest_flags import LOSS_FACTORS
from arcdesk.domain.rate_texts import parse_multiplier, plain_percent
from arcdesk.i18n import tr
from arcdesk.services.interest_settings import InterestSettings
from arcdesk.services.worksheets import ORDER_TEXTS
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.theme import M
from arcdesk.ui.widgets import button, char_width, label, mark_wrong, set_role
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.jobs import JobContext

FIELD_CHARACTERS = 40


class InterestDefaults(QWidget):
    """Four choices, saved by one button."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept = InterestSettings()
        self.multiplier = line_edit("default_multiplier", tr("Factor on the LPR"))
        self.multiplier.setToolTip(
            tr("1.3 to 1.5: the LPR plus 30 to 50 % (Interpretation on Sale Contracts, Art. 18)")
        )
        self.year_days = combo_box(
            "default_year_days",
            tr("Days of a year"),
            (("365", tr("365, the smaller claim")), ("360", tr("360, as banks have it"))),
        )
        self.loss = combo_box(
            "default_loss",
            tr("Loss, for the warning of excess"),
            [(plain_percent(factor), f"LPR × {plain_percent(factor)}") for factor in LOSS_FACTORS],
        )
        self.order = combo_box(
            "default_order", tr("A payment pays"), [(code, tr(text)) for code, text in ORDER_TEXTS.items()]
        )
        self.save_button = button(tr("Save|interest"), "save_interest", self.save)
        self.state = label("", "muted", wrap=True)
        self.state.setObjectName("interest_state")
        form = form_layout()
        for title, field in (
            (tr("Factor on the LPR"), self.multiplier),
            (tr("Days of a year"), self.year_days),
            (tr("A payment pays"), self.order),
            (tr("Loss, for the warning of excess"), self.loss),
        ):
            field.setMaximumWidth(char_width(self) * FIELD_CHARACTERS)
            form.addRow(title, field)
        foot = QHBoxLayout()
        foot.setSpacing(M)
        foot.addWidget(self.save_button)
        foot.addWidget(self.state, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(M)
        box.addLayout(form)
        box.addLayout(foot)
        self.multiplier.textEdited.connect(self._on_edited)
        self.multiplier.returnPressed.connect(self.save)
        for choice in (self.year_days, self.loss, self.order):
            choice.activated.connect(self._on_edited)
        self._show(self._kept)

    def load(self) -> None:
        """Read the defaults; what the person is changing is not thrown away."""
        interest = self._context.desk.interest
        self._context.jobs.run(lambda _: interest.settings(), self._on_loaded, owner=self)

    @Slot()
    def save(self) -> None:
        """Keep what is chosen."""
        if not self.save_button.isEnabled():
            return
        try:
            wanted = self._chosen()
        except Refusal as refusal:
            self._refuse(refusal)
            return
        interest = self._context.desk.interest

        def work(_: JobContext) -> InterestSettings:
            interest.save_settings(wanted)
            return wanted

        self._context.jobs.run(work, self._on_saved, self._on_refused, owner=self)

    def _chosen(self) -> InterestSettings:
        return InterestSettings(
            parse_multiplier(self.multiplier.text()),
            int(self.year_days.currentData()),
            Decimal(self.loss.currentData()),
            self.order.currentData(),
        )

    def _on_loaded(self, kept: InterestSettings) -> None:
        if not self._is_changed():
            self._show(kept)
        else:
            self._kept = kept

    def _on_saved(self, kept: InterestSettings) -> None:
        self._show(kept)
        self._say(
            tr("Saved. Interest is reckoned by it from now on; issued letters stay as they are."), "good"
        )

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._refuse(error)

    def _refuse(self, refusal: Refusal) -> None:
        self._say(sentence(refusal), "bad")
        mark_wrong(self.multiplier, refusal.field == "multiplier")

    def _show(self, kept: InterestSettings) -> None:
        self._kept = kept
        self.multiplier.setText(plain_percent(kept.multiplier))
        for choice, code in (
            (self.year_days, str(kept.year_days)),
            (self.loss, plain_percent(kept.loss_factor)),
            (self.order, kept.order),
        ):
            choice.setCurrentIndex(max(0, choice.findData(code)))
        self._on_edited()

    @Slot()
    def _on_edited(self) -> None:
        mark_wrong(self.multiplier, False)
        changed = self._is_changed()
        self.save_button.setEnabled(changed and self._context.can_write)
        self._say(tr("Not saved yet") if changed else "", "muted")

    def _is_changed(self) -> bool:
        try:
            return self._chosen() != self._kept
        except Refusal:
            return True

    def _say(self, text: str, role: str) -> None:
        self.state.setText(text)
        set_role(self.state, role)
