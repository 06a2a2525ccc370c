"""Late interest of one invoice, or of all that is open of a customer: the segments behind the figure (R22 to R30).

It is shown and claimed, never posted. Basis, factor, year and order may be tried out here; the
company's defaults and the contract's terms stand until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.rate_texts import parse_multiplier, plain_percent
from arcdesk.i18n import current, tr
from arcdesk.services.interest_settings import Wish, known_basis, known_order
from arcdesk.services.worksheets import invoices_worksheet, worksheet_pdf
from arcdesk.ui import format as show
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.icons import icon
from arcdesk.ui.panels.interest_list import InterestList
from arcdesk.ui.panels.interest_view import InterestView
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import Line, button, label, set_role
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit, named
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.bootstrap import Desk
    from arcdesk.pdf.interest_data import WorksheetData
    from arcdesk.services.interest import InvoiceInterest
    from arcdesk.services.interest_settings import InterestSettings
    from arcdesk.ui.context import UiContext

SHARE_OF_SCREEN = 0.86
WIDEST_PX = 1120
LIST_SHARE, VIEW_SHARE = 4, 6
LIST_CHARACTERS = 30
BASES = (
    ("", "As agreed, else by law"),
    ("contract", "Contract's rate"),
    ("lpr_fixed", "LPR at default, fixed"),
    ("lpr_floating", "LPR of each period"),
    ("sme", "SME rule, 0.05 % a day"),
)
YEAR_DAYS = (("", "Year as usual"), ("365", "365"), ("360", "360"))
ORDERS = (
    ("", "Order as agreed"),
    ("principal_first", "Principal first"),
    ("interest_first", "Costs, interest, then principal"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was reckoned: each invoice with its own worksheet, and one of everything per currency."""

    invoices: tuple[InvoiceInterest, ...]
    sheets: dict[tuple[str, bool], WorksheetData]
    by_currency: dict[str, WorksheetData]
    settings: InterestSettings


class InterestDialog(QDialog):
    """The sheet of ``invoice``, or a list of the customer's invoices beside the sheet of the one chosen."""

    def __init__(
        self, context: UiContext, customer_id: int, invoice: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._customer_id, self._invoice = context, customer_id, invoice
        self._answer: Answer | None = None
        self._customer_name = ""
        self.setObjectName("interest_dialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        title = tr("Late payment interest")
        self.setWindowTitle(f"{title}  {invoice}" if invoice else title)
        room = self.screen().availableSize() * SHARE_OF_SCREEN
        self.resize(min(room.width(), WIDEST_PX), room.height())
        self._make_choices()
        self.list = InterestList(context)
        self.list.setVisible(not invoice)
        self.view = InterestView(context, "sheet")
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("interest_answer")
        self._lay_out()
        self.list.chosen.connect(self._show_one)
        self._ask()

    # Choices -------------------------------------------------------------------------------

    def _make_choices(self) -> None:
        context = self._context
        self.as_of = DateField(tr("Last day that bears interest"), context.theme, context.today)
        self.as_of.setObjectName("sheet_as_of")
        self.as_of.set_day(context.day)
        self.basis = combo_box("sheet_basis", tr("Basis|interest"), [(c, tr(t)) for c, t in BASES])
        self.multiplier = line_edit("sheet_multiplier", tr("Factor on the LPR"))
        self.multiplier.setPlaceholderText(tr("LPR ×"))
        self.multiplier.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 12)
        self.year_days = combo_box(
            "sheet_year_days", tr("Days of a year"), [(c, tr(t)) for c, t in YEAR_DAYS]
        )
        self.order = combo_box("sheet_order", tr("A payment pays"), [(c, tr(t)) for c, t in ORDERS])
        settled = tr("Settled late, too")
        self.settled = named(QCheckBox(settled), "sheet_settled", settled)
        self.settled.setVisible(not self._invoice)
        for field in (self.as_of, self.multiplier):
            field.editingFinished.connect(self._ask)
        for choice in (self.basis, self.year_days, self.order):
            choice.setToolTip(choice.accessibleName())
            choice.activated.connect(self._ask)
        self.settled.toggled.connect(self._ask)
        self._asked: tuple[object, ...] = ()

    def _ask(self) -> None:
        """Reckon anew with what is chosen; a wrong entry leaves the last answer standing."""
        try:
            day, wish = self.as_of.day() or self._context.day, self._wish()
        except Refusal as refusal:
            self._say(sentence(refusal), "bad")
            return
        asked = (day, wish, self.settled.isChecked())
        if asked == self._asked:
            return
        self._asked = asked
        desk, customer_id, invoice = self._context.desk, self._customer_id, self._invoice
        with_paid, made_on = self.settled.isChecked(), self._context.today
        self._context.jobs.run(
            lambda _job: reckon(desk, customer_id, invoice, day, wish, made_on, with_paid=with_paid),
            self._on_answer,
            self._on_refused,
            owner=self,
        )

    def _wish(self) -> Wish:
        factor, year = self.multiplier.text().strip(), self.year_days.currentData()
        return Wish(
            known_basis(self.basis.currentData()),
            parse_multiplier(factor) if factor else None,
            int(year) if year else None,
            known_order(self.order.currentData()),
        )

    # Answers -------------------------------------------------------------------------------

    def _on_answer(self, answer: Answer) -> None:
        self._answer = answer
        self.multiplier.setPlaceholderText(f"LPR × {plain_percent(answer.settings.multiplier)}")
        totals = [show.money_with_sign(each.total_fen, name) for name, each in answer.by_currency.items()]
        self._say(
            tr("Together: {sums}", sums="   ".join(totals))
            if totals
            else tr("Nothing bears interest on this day."),
            "figure" if totals else "muted",
        )
        self.answer.setVisible(not self._invoice)
        self.list.show_invoices(answer.invoices)
        if not answer.invoices:
            self.view.hide()
        for made in (self.one_button, self.all_button):
            made.setEnabled(bool(answer.invoices))

    def _show_one(self, found: InvoiceInterest) -> None:
        if self._answer is not None:
            self.view.show()
            self.view.show_sheet(self._answer.sheets[found.number, found.is_open])

    def _on_refused(self, error: BaseException) -> None:
        self._asked = ()
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, role)
        self.answer.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line takes over what it says; it presses no button."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if not (enter and isinstance(self.focusWidget(), QLineEdit)):
            super().keyPressEvent(event)

    # Paper ---------------------------------------------------------------------------------

    def print_one(self) -> None:
        """The worksheet of the invoice in front, to print or save."""
        if self.view.data is not None:
            found = self.list.current()
            self._open_sheet(self.view.data, found.number if found else self._invoice)

    def print_all(self) -> None:
        """One worksheet of everything shown, of the currency in front."""
        found = self.list.current()
        if self._answer is not None and found is not None:
            self._open_sheet(self._answer.by_currency[found.currency], found.currency)

    def _open_sheet(self, data: WorksheetData, name: str) -> None:
        title = f"{tr('Late payment interest')} {name} {data.as_of.isoformat()}"
        preview = DocumentPreview(
            self._context, title, load=lambda: worksheet_pdf(data), file_name=title, parent=self
        )
        preview.open()

    def _lay_out(self) -> None:
        theme = self._context.theme
        choices = FlowLayout(spacing=S)
        for field in (self.as_of, self.basis, self.multiplier, self.year_days, self.order, self.settled):
            choices.addWidget(field)
        top = QWidget()
        top.setLayout(choices)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.view)
        split.setStretchFactor(0, LIST_SHARE)
        split.setStretchFactor(1, VIEW_SHARE)
        split.setSizes([self.width() * LIST_SHARE, self.width() * VIEW_SHARE])
        self.list.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * LIST_CHARACTERS)
        if not self._invoice:
            self.view.setContentsMargins(L, 0, 0, 0)
        self.one_button = button(tr("Worksheet…"), "sheet_print", self.print_one, primary=True)
        self.one_button.setIcon(icon("print", theme, "accent_text"))
        self.all_button = button(tr("Worksheet of all…"), "sheet_print_all", self.print_all)
        self.all_button.setVisible(not self._invoice)
        close = button(tr("Close"), "sheet_close", self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, M)
        foot.setSpacing(S)
        foot.addWidget(self.answer, 1)
        foot.addStretch(0)
        for made in (close, self.all_button, self.one_button):
            foot.addWidget(made)
        body = QVBoxLayout()
        body.setContentsMargins(L, M, L, S)
        body.setSpacing(M)
        body.addWidget(top)
        body.addWidget(split, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(body, 1)
        box.addWidget(Line(theme))
        box.addLayout(foot)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_one)


def reckon(
    desk: Desk, customer_id: int, invoice: str, day: date, wish: Wish, made_on: date, *, with_paid: bool
) -> Answer:
    """Interest of the invoice, or of the customer's invoices, with worksheets in the window's language.

    Raises:
        NoAgreedRate, InvoiceNotYetIssued, BadMultiplier, BadYearDays.
    """
    if invoice:
        found: tuple[InvoiceInterest, ...] = (desk.interest.of_invoice(invoice, day, wish),)
    else:
        both = desk.interest.of_customer(customer_id, day, wish, with_paid=with_paid)
        found = (*both.invoices, *both.paid_late)
    lpr, company = desk.interest.lpr, desk.company.profile().name
    customer = desk.customers.find(customer_id).name

    def sheet(invoices: list[InvoiceInterest]) -> WorksheetData:
        return invoices_worksheet(invoices, lpr, current(), made_on, company=company, customer=customer)

    currencies = dict.fromkeys(one.currency for one in found)
    return Answer(
        found,
        {(one.number, one.is_open): sheet([one]) for one in found},
        {name: sheet([one for one in found if one.currency == name]) for name in currencies},
        desk.interest.settings(),
    )
