"""When an invoice falls due: as stated, as agreed, or failing that by law (R7, R25, F-1, F-13).

One function, ``due_date``, answers for the import, for repairs by hand and for a change of
contract, so that the same facts never give two days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from arcdesk.domain.dates import YEARS, add_months
from arcdesk.domain.errors import DayOutOfRange, Refusal
from arcdesk.domain.lawful_terms import MOST_PUBLIC_DAYS, SME_DAYS
from arcdesk.domain.limitation import INTERNATIONAL_SALE_YEARS, ORDINARY_YEARS

DueRule = Literal["issued", "delivered", "month_end", "month_day"]
DueSource = Literal["file", "row_terms", "contract", "customer", "missing", "entered", "law"]
DUE_RULES: tuple[DueRule, ...] = get_args(DueRule)
DUE_SOURCES: tuple[DueSource, ...] = get_args(DueSource)

DERIVED: frozenset[str] = frozenset({"contract", "customer", "law", "missing"})
"""Sources that follow the terms when these change; a date that was stated or entered does not."""

MOST_CREDIT_DAYS = 3660
DAYS_OF_A_MONTH = 30

LIMITATION_YEARS = (ORDINARY_YEARS, INTERNATIONAL_SALE_YEARS)
"""What the law gives; nobody can agree otherwise (R1, R9)."""

SME_SIZES = frozenset({"medium", "small", "micro"})
SME_SINCE = date(2025, 6, 1)
"""The regulation of 2025 (国令802); what was delivered before it has no such term (R25)."""


class UnknownDueRule(Refusal):
    """None of the four ways to count credit days."""

    sentence = "“{rule}” is not a rule for due dates. Choose one of: {known}."


class BadCreditDays(Refusal):
    """Credit days below zero or beyond ten years."""

    sentence = "{days} is not a number of credit days. Give whole days from 0 to {most}."


class BadDueDay(Refusal):
    """A fixed day of the month that no month has, or none at all."""

    sentence = "A fixed payment day is a day of the month from 1 to 31, not “{day}”."


class Due(NamedTuple):
    """A due date and where it comes from; no date only with the source ``missing``."""

    on: date | None
    source: DueSource


@dataclass(frozen=True, slots=True)
class Terms:
    """Days of credit and what they are counted from.

    Attributes:
        days: Days after the invoice date (``issued``), after delivery or acceptance
            (``delivered``), or after the end of the invoice's month (``month_end``, 月结). For
            ``month_day`` every thirty of them are one calendar month.
        rule: What they are counted from.
        day: For ``month_day``: payment is due on this day of the month in which the days end, so
            that thirty days and the 20th are 次月20日 whatever the length of the months.
    """

    days: int
    rule: DueRule = "issued"
    day: int | None = None

    def due_on(self, issued_on: date, delivered_on: date | None = None) -> date | None:
        """The due date; ``None`` where it counts from a delivery that is not known.

        Raises:
            DayOutOfRange: it lies outside the calendar that ArcDesk keeps.
        """
        if self.rule == "delivered":
            return None if delivered_on is None else _after(delivered_on, self.days)
        if self.rule == "month_end":
            return _after(_on_day(issued_on, 31), self.days)
        if self.rule == "month_day":
            return self._payment_day(issued_on)
        return _after(issued_on, self.days)

    def _payment_day(self, issued_on: date) -> date:
        months, rest = divmod(self.days, DAYS_OF_A_MONTH)
        end = _after(add_months(issued_on, months), rest)
        found = _on_day(end, self.day or 31)
        # 当月20日 for what was invoiced on the 25th can only be the 20th that follows.
        return found if found >= issued_on else _on_day(add_months(end.replace(day=1), 1), self.day or 31)


@dataclass(frozen=True, slots=True)
class DueFacts:
    """All that decides over one due date.

    Attributes:
        stated_on: The date that the invoice, or the file it came in, states itself.
        row: Terms of this invoice alone; ``contract`` and ``customer`` those of the two.
        creditor_size: Size of our own company, ``debtor_size`` of the customer (R25).
    """

    issued_on: date
    delivered_on: date | None = None
    stated_on: date | None = None
    row: Terms | None = None
    contract: Terms | None = None
    customer: Terms | None = None
    creditor_size: str = ""
    debtor_size: str = ""


def due_date(facts: DueFacts) -> Due:
    """The due date by the first source that speaks: stated, row, contract, customer, law.

    Agreed terms that count from an unknown delivery leave the date missing: what another
    source would say was not agreed.

    Raises:
        DayOutOfRange: it lies outside the calendar.
    """
    if facts.stated_on is not None:
        return Due(facts.stated_on, "file")
    agreed: tuple[tuple[DueSource, Terms | None], ...] = (
        ("row_terms", facts.row),
        ("contract", facts.contract),
        ("customer", facts.customer),
    )
    for source, terms in agreed:
        if terms is not None:
            on = terms.due_on(facts.issued_on, facts.delivered_on)
            return Due(on, source if on else "missing")
    if facts.delivered_on is not None:
        lawful = legal_terms(facts.delivered_on, facts.creditor_size, facts.debtor_size)
        return Due(lawful.due_on(facts.issued_on, facts.delivered_on), "law")
    return Due(None, "missing")


def legal_terms(delivered_on: date, creditor_size: str = "", debtor_size: str = "") -> Terms:
    """Terms of a sale in which none were agreed.

    On delivery (Civil Code 628, R7); from a small or medium creditor to a public body or a large
    enterprise 30 or 60 days after it (Regulation on Payments to SMEs, Art. 9, R25).
    """
    if delivered_on >= SME_SINCE and sme_regulation_applies(creditor_size, debtor_size):
        return Terms(SME_DAYS[debtor_size], "delivered")
    return Terms(0, "delivered")


def sme_regulation_applies(creditor_size: str, debtor_size: str) -> bool:
    """Whether the payment regulation protects this creditor against this debtor (R25, Art. 3)."""
    return creditor_size in SME_SIZES and debtor_size in SME_DAYS


def exceeds_public_term(days: int | None, creditor_size: str, debtor_size: str) -> bool:
    """Whether a public body agreed on more days than the regulation allows it to (R25, Art. 9)."""
    applies = debtor_size == "public" and sme_regulation_applies(creditor_size, debtor_size)
    return applies and (days or 0) > MOST_PUBLIC_DAYS


def make_terms(days: int | None, rule: str = "issued", day: int | None = None) -> Terms | None:
    """Checked terms; ``None`` where no days were agreed.

    Raises:
        UnknownDueRule, BadCreditDays, BadDueDay.
    """
    if rule not in DUE_RULES:
        raise UnknownDueRule(rule=rule[:40], known=", ".join(DUE_RULES), field="due_rule")
    if days is None:
        return None
    if not 0 <= days <= MOST_CREDIT_DAYS:
        raise BadCreditDays(days=days, most=MOST_CREDIT_DAYS, field="credit_days")
    if rule != "month_day":
        return Terms(days, rule)
    if day is None or not 1 <= day <= 31:
        raise BadDueDay(day="" if day is None else day, field="due_day")
    return Terms(days, rule, day)


def _after(day: date, days: int) -> date:
    try:
        found = day + timedelta(days=days)
    except OverflowError:
        raise DayOutOfRange(day=day) from None
    if found.year not in YEARS:
        raise DayOutOfRange(day=day)
    return found


def _on_day(month: date, day: int) -> date:
    """``day`` of the month in which ``month`` lies, its last day where it is shorter."""
    first = month.replace(day=1)
    return min(first + timedelta(days=day - 1), _last_of(first))


def _last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
