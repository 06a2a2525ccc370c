"""A contract: its number, its payment term, what it says of default and disputes (F-50)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from arcdesk.domain.errors import NoRateOnDay, Refusal
from arcdesk.domain.interest_flags import is_excessive
from arcdesk.domain.lawful_terms import MOST_PUBLIC_DAYS
from arcdesk.domain.rate_texts import parse_daily_rate, plain_percent
from arcdesk.domain.terms import LIMITATION_YEARS, exceeds_public_term, sme_regulation_applies
from arcdesk.i18n import tr
from arcdesk.services.contracts import ContractProfile
from arcdesk.services.due_words import order_words, rate_words
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import label, set_role
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit, named
from arcdesk.ui.widgets.terms_field import CreditDaysWrong, TermsField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

YEAR_DAYS = 365
CLAUSE_LINES = 3
WIDTH_CHARACTERS = 84


class ContractDialog(FormDialog):
    """Enters a contract (id 0) or changes one; ``sizes`` are those of our company and the customer."""

    def __init__(
        self,
        context: UiContext,
        profile: ContractProfile,
        sizes: tuple[str, str] = ("", ""),
        parent: QWidget | None = None,
    ) -> None:
        title = tr("Contract {number}", number=profile.number) if profile.id else tr("New contract")
        super().__init__(context, title, tr("Save"), parent)
        self._profile, self._sizes = profile, sizes
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.number = line_edit("contract_number", tr("Contract number"), profile.number)
        self.signed_on = DateField(tr("Signed on"), context.theme, context.today)
        self.signed_on.setObjectName("contract_signed_on")
        self.signed_on.set_day(profile.signed_on)
        self.terms = TermsField("contract_credit_days", tr("Credit days"), lambda: context.today)
        self.terms.set_values(profile.credit_days, profile.due_rule, profile.due_day)
        self.public_term = label("", "warn", wrap=True)
        self.public_term.setObjectName("contract_public_term")
        self.penalty = line_edit(
            "contract_penalty", tr("Penalty per day"), rate_words(profile.penalty_daily_rate),
            hint=tr("0.05% or 万分之五"),
        )  # fmt: skip
        self.penalty_said = label("", "muted", wrap=True)
        self.penalty_said.setObjectName("contract_penalty_said")
        self.order = combo_box("contract_order", tr("Order of payment"))
        for flag in (False, True):
            self.order.addItem(order_words(is_interest_first=flag), flag)
        self.order.setCurrentIndex(int(profile.is_interest_first))
        self.dispute = named(QPlainTextEdit(profile.dispute_clause), "contract_dispute", tr("Dispute clause"))
        self.dispute.setTabChangesFocus(True)
        self.dispute.setFixedHeight(self.fontMetrics().lineSpacing() * CLAUSE_LINES + 16)
        self.dispute.setPlaceholderText(tr("Court or arbitration, as the contract words it"))
        self.years = combo_box("contract_years", tr("Limitation"))
        for years in LIMITATION_YEARS:
            text = (
                "{count} years"
                if years == LIMITATION_YEARS[0]
                else "{count} years (international sale of goods)"
            )
            self.years.addItem(tr(text, count=years), years)
        self.years.setCurrentIndex(max(self.years.findData(profile.limitation_years), 0))
        stop = "" if profile.stop_supply_days is None else str(profile.stop_supply_days)
        self.stop = line_edit("contract_stop", tr("Supplies may stop after days overdue"), stop)
        self.notice = line_edit("contract_notice", tr("Address for notices"), profile.notice_address)
        self.note = line_edit("contract_note", tr("Remarks"), profile.note)
        self._build()
        self.terms.changed.connect(self._show_public_term)
        self.penalty.textChanged.connect(self._show_penalty)
        self.signed_on.day_changed.connect(lambda _day: self._show_penalty())
        self._show_public_term()
        self._show_penalty()

    def profile(self) -> ContractProfile:
        """What the form says now.

        Raises:
            BadDate, CreditDaysWrong, BadRate, ImplausibleRate.
        """
        days, rule, day = self.terms.values()
        return ContractProfile(
            self._profile.id,
            self._profile.customer_id,
            self.number.text().strip(),
            self.signed_on.day(),
            days,
            rule,
            day,
            self._rate(),
            bool(self.order.currentData()),
            self.dispute.toPlainText().strip(),
            int(self.years.currentData()),
            self._stop_days(),
            self.notice.text().strip(),
            self.note.text().strip(),
        )

    def gather(self) -> Callable[[JobContext], object]:
        profile, desk = self.profile(), self.context.desk
        return lambda _job: desk.contracts.save(profile)

    def done_text(self, result: object) -> str:
        if not isinstance(result, ContractProfile):
            return ""
        return tr("Contract {number} is saved.", number=result.number)

    # inside

    def _rate(self) -> Decimal | None:
        text = self.penalty.text().strip()
        return parse_daily_rate(text) if text else None

    def _stop_days(self) -> int | None:
        text = self.stop.text().strip()
        if text and not (text.isdecimal() and len(text) < 7):
            raise CreditDaysWrong(text=text[:40], field="stop_supply_days")
        return int(text) if text else None

    def _show_public_term(self) -> None:
        try:
            days = self.terms.values()[0]
        except Refusal:
            days = None
        text = (
            "A public body may not agree on more than {most} days after delivery "
            "(Regulation on Payments to SMEs, Art. 9)."
        )
        exceeds = exceeds_public_term(days, *self._sizes)
        self.public_term.setText(tr(text, most=MOST_PUBLIC_DAYS) if exceeds else "")
        self.public_term.setVisible(exceeds)
        self.fit()

    def _show_penalty(self) -> None:
        try:
            rate = self._rate()
        except Refusal as refusal:
            self.penalty_said.setText(tr(refusal.sentence, **refusal.values))
            set_role(self.penalty_said, "bad")
            return
        if rate is None:
            text, role = tr("none agreed: the LPR applies"), "muted"
        else:
            text, role = self._judged(rate * YEAR_DAYS * 100)
        self.penalty_said.setText(text)
        set_role(self.penalty_said, role)
        self.fit()

    def _judged(self, annual: Decimal) -> tuple[str, str]:
        """The rate per year, and what the law says of it beside the LPR of the day of signing (R25, R27)."""
        percent = plain_percent(annual)
        try:
            lpr = self.context.desk.reference.lpr.at(
                self.signed_on.day_or_none() or self.context.today
            ).percent
        except NoRateOnDay:
            return tr("= {percent}% a year", percent=percent), "muted"
        said = {"percent": percent, "lpr": plain_percent(lpr)}
        if is_excessive(annual, lpr):
            text = "= {percent}% a year: far above the LPR of {lpr}%, a court may reduce it (Civil Code Art. 585)"
            return tr(text, **said), "warn"
        if annual < lpr and sme_regulation_applies(*self._sizes):
            text = "= {percent}% a year: below the LPR of {lpr}% (Regulation on Payments to SMEs, Art. 17)"
            return tr(text, **said), "warn"
        return tr("= {percent}% a year", percent=percent), "muted"

    def _build(self) -> None:
        penalty, stop = QWidget(), QWidget()
        self.penalty.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 24)
        self.stop.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 8 + 16)
        for holder, parts in (
            (penalty, (self.penalty, self.penalty_said)),
            (stop, (self.stop, label(tr("days overdue|after a number")))),
        ):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(S)
            row.addWidget(parts[0])
            row.addWidget(parts[1], 1)
        for title, field in (
            (tr("Contract number"), self.number),
            (tr("Signed on"), self.signed_on),
            (tr("Payment term"), self.terms),
            ("", self.public_term),
            (tr("Penalty per day"), penalty),
            (tr("Order of payment"), self.order),
            (tr("Dispute clause"), self.dispute),
            (tr("Limitation"), self.years),
            (tr("Supplies may stop"), stop),
            (tr("Address for notices"), self.notice),
            (tr("Remarks"), self.note),
        ):
            self.add_row(title, field)
