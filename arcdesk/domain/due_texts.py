"""What is said of a due date: where it comes from, and how it was counted (F-1).

Every function answers a text key with its values, for ``translate``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from arcdesk.domain.terms import DAYS_OF_A_MONTH, Terms

TextKey = tuple[str, Mapping[str, object]]

SOURCES: Mapping[str, str] = {
    "file": "as stated in the file",
    "row_terms": "by the invoice's own credit days",
    "contract": "by the contract",
    "customer": "by the customer's terms",
    "missing": "no due date",
    "entered": "entered by hand",
    "law": "by law, on delivery (Civil Code Art. 628)",
}
SME_SOURCE = "by law, {days} days after delivery (Regulation on Payments to SMEs, Art. 9)"
INSTALMENT_SOURCE = "instalment {number} of {count}"

# How a date was found that came in after the invoice: ``due_change.rule``.
CHANGES: Mapping[str, str] = {
    "fixed": "day entered",
    "issued": "days after the invoice date",
    "delivered": "days after delivery",
    "contract": "the contract's terms",
    "customer": "the customer's terms",
    "usual": "the customer's usual terms",
    "law": "by law",
    "agreed": "extension agreed with the customer",
    "file": "from an import",
    "undone": "change taken back",
}

_RULES: Mapping[str, tuple[str, str]] = {
    # rule: for no days, for some days
    "issued": ("on the invoice date", "{days} days after the invoice date"),
    "delivered": ("on delivery", "{days} days after delivery"),
    "month_end": ("at the end of the invoice month", "{days} days after the end of the invoice month"),
}
_PAYMENT_DAYS = ("on day {day} of the invoice month", "on day {day} of the next month")
_LATER_DAY = "on day {day} of the month that is {months} months after the invoice month"
_ODD_DAY = "on day {day} of the month in which {days} days end"


def source_text(source: str, due_on: date | None = None, delivered_on: date | None = None) -> TextKey:
    """Where a due date comes from; by law with the term of the regulation where that gave it."""
    days = (due_on - delivered_on).days if due_on and delivered_on else 0
    if source == "law" and days:
        return SME_SOURCE, {"days": days}
    return SOURCES.get(source, SOURCES["missing"]), {}


def terms_text(terms: Terms) -> TextKey:
    """Terms in words: ``30 days after the invoice date``, ``on day 20 of the next month``."""
    if terms.rule != "month_day":
        at_once, later = _RULES[terms.rule]
        return (later, {"days": terms.days}) if terms.days else (at_once, {})
    months, rest = divmod(terms.days, DAYS_OF_A_MONTH)
    if rest:
        return _ODD_DAY, {"day": terms.day, "days": terms.days}
    if months < len(_PAYMENT_DAYS):
        return _PAYMENT_DAYS[months], {"day": terms.day}
    return _LATER_DAY, {"day": terms.day, "months": months}
