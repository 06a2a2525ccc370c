"""Currencies stay apart but in the one view that says at what rate they were brought together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.exchange import BadExchangeRate, StatedRate, convert, parse_exchange_rate
from arcdesk.services.exchange import RateDayInFuture, RateMissing, RateNotNeeded
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen, not_well


@pytest.fixture
def books(desk: Desk) -> Desk:
    book = Book().customer("C1").customer("C2")
    book.invoice("A", "C1", 100, "2026-08-01", "2026-08-31").invoice("B", "C2", 50, "2026-08-01", "2026-12-31")
    book.invoice("U", "C1", "10.01", "2026-05-01", "2026-05-31", currency="USD")
    enter(desk, book)
    desk.receipts.record(customer_id(desk, "C1"), fen("0.99"), day("2026-10-01"), currency="USD")
    return desk


def test_the_view_adds_up_at_the_stated_rate_and_names_it(books: Desk) -> None:
    books.exchange.add("usd", day("2026-09-30"), Decimal("7.1055"), "中国人民银行")
    report = books.aging.report(TODAY)
    view = books.exchange.in_base(report)
    assert [(rate.currency, rate.on, rate.rate, rate.source) for rate in view.rates] == [
        ("USD", day("2026-09-30"), Decimal("7.1055"), "中国人民银行")
    ]
    rows = {row.code: row for row in view.block.rows}
    assert rows["C1"].buckets["d91_180"] == 7113  # 10.01 at 7.1055 is 71.126055
    assert rows["C1"].unallocated_fen == 703  # 0.99 is 7.034445
    assert rows["C1"].balance_fen == fen(100) + 7113 - 703
    assert (rows["C1"].worst, rows["C2"].balance_fen) == ("d91_180", fen(50))
    totals = view.block.totals
    assert totals.balance_fen == sum(row.balance_fen for row in view.block.rows)
    assert sum(totals.buckets.values()) - totals.unallocated_fen == totals.balance_fen
    assert {block.currency: block.totals.balance_fen for block in report.currencies} == {
        "CNY": fen(150), "USD": fen("9.02"),
    }  # fmt: skip
    assert not_well(books) == []


def test_the_rate_of_the_day_counts_and_a_later_entry_corrects(books: Desk) -> None:
    for on, rate in (("2026-01-01", "7.0"), ("2026-09-01", "7.2"), ("2026-09-01", "7.3")):
        books.exchange.add("USD", day(on), Decimal(rate))
    assert books.exchange.rate_on("USD", day("2026-08-31")).rate == Decimal("7.0")
    assert books.exchange.rate_on("USD", day("2026-09-01")).rate == Decimal("7.3")
    with pytest.raises(RateMissing):
        books.exchange.rate_on("USD", day("2025-12-31"))
    given_rate = StatedRate("USD", TODAY, Decimal(7))
    assert books.exchange.in_base(books.aging.report(TODAY), (given_rate,)).rates == (given_rate,)


def test_what_cannot_be_is_refused(books: Desk) -> None:
    with pytest.raises(RateMissing):
        books.exchange.in_base(books.aging.report(TODAY))
    for currency in ("CNY", "dollar", "", "1$!"):
        with pytest.raises(RateNotNeeded):
            books.exchange.add(currency, TODAY, Decimal(7))
    with pytest.raises(RateDayInFuture):
        books.exchange.add("USD", day("2026-12-31"), Decimal(7))
    for text in ("", "0", "-7", "7,1", "1e9", "abc", "7.123456789", "99999999"):
        with pytest.raises(BadExchangeRate):
            parse_exchange_rate(text)


@given(st.integers(-(10**13), 10**13), st.decimals("0.00000001", "1000", places=8))
def test_a_credit_is_converted_like_the_charge_it_mirrors(amount: int, rate: Decimal) -> None:
    assert convert(-amount, rate) == -convert(amount, rate)
    assert abs(convert(amount, rate) - amount * rate) <= Decimal("0.5")
