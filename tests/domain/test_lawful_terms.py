"""Due dates by the law: the SME regulation, a silent contract, the fifth of an instalment sale."""

from __future__ import annotations

from datetime import date

import pytest

from arcdesk import resources
from arcdesk.domain.dates import parse_workdays
from arcdesk.domain.errors import BadAgreedDays, DayOutOfRange, Refusal, SmeRuleNotForDebtor
from arcdesk.domain.interest import Terms, late_interest
from arcdesk.domain.lawful_terms import due_on_delivery, may_call_whole_price, sme_due_on

WORKDAYS = parse_workdays(resources.text("reference", "cn_workdays.json"))
DELIVERED = date(2025, 7, 1)


def test_t2_11_sixty_days_from_delivery_and_the_smaller_claim_when_they_end_on_a_saturday() -> None:
    due = sme_due_on(DELIVERED, "large", None, WORKDAYS)
    assert (due.days, due.plain_on, due.rolled_on) == (60, date(2025, 8, 30), date(2025, 9, 1))
    totals = [
        late_interest(300_000_00, day, date(2025, 12, 31), Terms("sme")).total_fen
        for day in (due.plain_on, due.rolled_on)
    ]
    assert totals == [18_450_00, 18_150_00]


@pytest.mark.parametrize(
    ("size", "agreed", "days", "is_capped"),
    [
        ("public", None, 30, False),
        ("public", 45, 45, False),
        ("public", 60, 60, False),
        ("public", 90, 60, True),
        ("large", None, 60, False),
        ("large", 90, 90, False),
        ("large", 0, 0, False),
    ],
)
def test_agreed_days_hold_but_for_public_bodies_up_to_sixty(
    size: str, agreed: int | None, days: int, is_capped: bool
) -> None:
    due = sme_due_on(DELIVERED, size, agreed, WORKDAYS)
    assert (due.days, due.is_capped, due.is_provisional) == (days, is_capped, False)


def test_a_year_without_published_holidays_is_provisional() -> None:
    assert sme_due_on(date(2031, 1, 15), "public", None, WORKDAYS).is_provisional


@pytest.mark.parametrize(
    ("delivered", "size", "agreed", "refusal"),
    [
        (DELIVERED, "medium", None, SmeRuleNotForDebtor),
        (DELIVERED, "", 30, SmeRuleNotForDebtor),
        (DELIVERED, "large", -1, BadAgreedDays),
        (DELIVERED, "large", 10**9, BadAgreedDays),
        (date.max, "large", None, DayOutOfRange),
    ],
)
def test_what_the_regulation_does_not_fit_is_refused(
    delivered: date, size: str, agreed: int | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        sme_due_on(delivered, size, agreed, WORKDAYS)


def test_a_sale_that_says_nothing_falls_due_on_delivery() -> None:
    assert due_on_delivery(DELIVERED) == DELIVERED


def test_a_fifth_of_the_price_overdue_calls_in_the_rest() -> None:
    assert may_call_whole_price(20_000_00, 100_000_00)
    assert not may_call_whole_price(19_999_99, 100_000_00)
    assert not may_call_whole_price(0, 0)
