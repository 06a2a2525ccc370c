"""When money falls due by the law: where nothing was agreed, and where small creditors are protected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from arcdesk.domain.errors import BadAgreedDays, DayOutOfRange, SmeRuleNotForDebtor
from arcdesk.domain.workdays import Workdays

SME_DAYS: Mapping[str, int] = {"public": 30, "large": 60}
"""Days from delivery that hold by the regulation where nothing was agreed, by size of the debtor (R25)."""

MOST_PUBLIC_DAYS = 60
"""Public bodies may not agree on more; with a large enterprise it is what is reasonable (R25)."""

_MOST_AGREED_DAYS = 3650


@dataclass(frozen=True, slots=True)
class SmeDue:
    """Due date under the regulation on payments to small and medium enterprises.

    Attributes:
        days: Days from delivery that were counted.
        plain_on: Their last day as the calendar has it.
        rolled_on: The next working day where that is a day of rest (R3): the smaller claim, which
            letters go by (T2.11).
        is_capped: Whether more days were agreed than a public body may have.
        is_provisional: Whether holidays of that year are not published yet.
    """

    days: int
    plain_on: date
    rolled_on: date
    is_capped: bool
    is_provisional: bool


def sme_due_on(delivered_on: date, debtor_size: str, agreed_days: int | None, workdays: Workdays) -> SmeDue:
    """Due date of what a small creditor delivered to a public body or a large enterprise (R25, Art. 9).

    Args:
        delivered_on: Day of delivery, or where that starts the term the day of acceptance or of
            the confirmed settlement (Art. 10); it is not counted itself.
        debtor_size: ``public`` or ``large``.
        agreed_days: Days of the contract; ``None`` where it is silent.

    Raises:
        SmeRuleNotForDebtor: another size: the regulation does not bind that debtor.
        BadAgreedDays: below 0 or above ten years.
        DayOutOfRange: the day lies outside the calendar.
    """
    if debtor_size not in SME_DAYS:
        raise SmeRuleNotForDebtor(field="debtor_size")
    if agreed_days is not None and not 0 <= agreed_days <= _MOST_AGREED_DAYS:
        raise BadAgreedDays(days=agreed_days, field="agreed_days")
    days = SME_DAYS[debtor_size] if agreed_days is None else agreed_days
    is_capped = debtor_size == "public" and days > MOST_PUBLIC_DAYS
    if is_capped:
        days = MOST_PUBLIC_DAYS
    try:
        plain_on = delivered_on + timedelta(days=days)
    except OverflowError:
        raise DayOutOfRange(day=delivered_on) from None
    rolled_on = workdays.roll(plain_on)
    return SmeDue(days, plain_on, rolled_on, is_capped, workdays.is_provisional(rolled_on))


def due_on_delivery(delivered_on: date) -> date:
    """Due date of a sale that says nothing of the time of payment: the day of delivery.

    Civil Code Art. 628: the buyer pays when he receives the goods or the document of title;
    limitation runs from there, too (R7). Other contracts fall due when the creditor demands and
    a time to prepare has passed, which no date of an invoice tells.
    """
    return delivered_on


def may_call_whole_price(overdue_fen: int, price_fen: int) -> bool:
    """Whether a buyer by instalments owes enough for the whole price to be called in (R33).

    A fifth of the total price, overdue, after a demand and a reasonable time (Civil Code Art. 634).
    """
    return price_fen > 0 and overdue_fen * 5 >= price_fen
