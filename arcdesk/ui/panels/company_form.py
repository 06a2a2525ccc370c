"""The creditor's particulars as a form: letterhead and receiving account (R36)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from arcdesk.i18n import tr
from arcdesk.services.company import CompanyProfile
from arcdesk.ui.labels import SIZES
from arcdesk.ui.labels import label as words
from arcdesk.ui.widgets import SectionLabel, char_width
from arcdesk.ui.widgets.fields import combo_box

LETTERHEAD = (
    ("name", "Company name", "As on the business licence"),
    ("name_en", "English name", "For letters in English"),
    ("uscc", "Unified social credit code", "18 characters"),
    ("address", "Address|company", ""),
    ("contact", "Contact person", "Whom the customer asks"),
    ("phone", "Phone", ""),
    ("email", "E-mail", ""),
)
ACCOUNT = (
    ("account_name", "Account name", "Empty: the company name"),
    ("bank", "Bank and branch", ""),
    ("account_number", "Account number", ""),
)
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
_WIDTH_DIGITS = 64


class CompanyForm(QWidget):
    """Edits a ``CompanyProfile``; ``short`` shows what the first letter needs and no more.

    Signals:
        edited(): a field was changed by the person.
    """

    edited = Signal()

    def __init__(self, *, short: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = CompanyProfile("")
        self._fields: dict[str, QLineEdit] = {}
        self._form = form_layout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        for name, label, hint in LETTERHEAD[:1] + LETTERHEAD[2:6] if short else LETTERHEAD:
            self._add(name, label, hint)
        self._currency = QComboBox()
        self._currency.setObjectName("company_base_currency")
        self._currency.setAccessibleName(tr("Base currency"))
        self._currency.addItems(CURRENCIES)
        self._currency.activated.connect(self.edited)
        self._currency.setMaximumWidth(char_width(self._currency) * 16)
        self._size = combo_box("company_size", tr("Company size"))
        for code in SIZES:
            self._size.addItem(words(SIZES, code), code)
        self._size.activated.connect(self.edited)
        self._size.setMaximumWidth(char_width(self._size) * 24)
        self._size.setToolTip(tr("Small and medium creditors are protected against large and public debtors"))
        if not short:
            self._form.addRow(tr("Base currency"), self._currency)
            self._form.addRow(tr("Company size"), self._size)
        self._form.addRow(SectionLabel(tr("Receiving account")))
        for name, label, hint in ACCOUNT:
            self._add(name, label, hint)

    def profile(self) -> CompanyProfile:
        """What the form says now; fields it does not show keep their values."""
        texts = {name: edit.text().strip() for name, edit in self._fields.items()}
        shown = {name: getattr(self._profile, name) for name in CompanyProfile.__dataclass_fields__}
        chosen = {"base_currency": self._currency.currentText(), "size": str(self._size.currentData())}
        return CompanyProfile(**{**shown, **texts, **chosen})

    def set_profile(self, profile: CompanyProfile) -> None:
        """Show ``profile``."""
        self._profile = profile
        for name, edit in self._fields.items():
            edit.setText(getattr(profile, name))
        if self._currency.findText(profile.base_currency) < 0:
            self._currency.addItem(profile.base_currency)
        self._currency.setCurrentText(profile.base_currency)
        self._size.setCurrentIndex(max(self._size.findData(profile.size), 0))

    def is_changed(self) -> bool:
        """Whether the form differs from what ``set_profile`` put into it."""
        return self.profile() != self._profile

    def focus_on(self, field: str) -> None:
        """Put the cursor into ``field`` (a refusal names it), or into the first one."""
        edit = self._fields.get(field, self._fields["name"])
        edit.setFocus()
        edit.selectAll()

    def _add(self, name: str, label: str, hint: str) -> None:
        edit = QLineEdit()
        edit.setObjectName(f"company_{name}")
        edit.setAccessibleName(tr(label))
        edit.setPlaceholderText(tr(hint) if hint else "")
        edit.setMaximumWidth(char_width(edit) * _WIDTH_DIGITS)
        edit.setMinimumWidth(char_width(edit) * 24)
        edit.textEdited.connect(self.edited)
        self._form.addRow(tr(label), edit)
        self._fields[name] = edit


def form_layout(parent: QWidget | None = None) -> QFormLayout:
    """The form of every settings section: labels left, one column of fields."""
    form = QFormLayout(parent) if parent is not None else QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    return form
