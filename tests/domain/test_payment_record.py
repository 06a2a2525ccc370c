"""Punctuality, days late and trend, from invoices and what paid them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.due_items import Debt, DueItem, Payment, Source, due_items
from arcdesk.domain.payment_record import (
    Half,
    PaymentRecord,
    judged,
    median_days,
    record_of,
    trend_of,
    weighted_days,
    window,
)
from arcdesk.domain.plans import InvoicePlan, PlanShare

DAY = date(2026, 10, 8)
DUE = date(2026, 6, 1)


def debt(due: date | None = DUE, amount: int = 1000, left: int = 0) -> Debt:
    return Debt(1, "INV-1", "CNY", due, amount, left)


def after(days: int, fen: int = 1000, *, dated: bool = True) -> Payment:
    return Payment(DUE + timedelta(days=days), fen, is_dated=dated)


def one(payments: list[Payment], left: int = 0) -> DueItem:
    (item,) = due_items(debt(left=left), payments)
    return item


def test_the_due_date_itself_is_on_time_and_the_next_day_is_not() -> None:
    assert one([after(0)]).is_on_time
    assert not one([after(1)]).is_on_time
    assert [one([after(days)]).days_late(DAY) for days in (-5, 0, 1, 30)] == [0, 0, 1, 30]


def test_the_last_of_several_payments_decides() -> None:
    item = one([after(12, 400), after(-3, 600)])
    assert (item.standing, item.closed_on, item.days_late(DAY)) == ("paid", DUE + timedelta(days=12), 12)


def test_what_is_open_is_late_up_to_the_day() -> None:
    item = one([after(-3, 600)], left=400)
    assert (item.standing, item.closed_on, item.days_late(DAY)) == ("open", None, (DAY - DUE).days)


def test_a_write_off_is_no_payment() -> None:
    given_up = Payment(DUE, 1000, "write_off")
    for payments in ([given_up], [after(-3, 600), Payment(DUE, 400, "write_off")]):
        item = one(payments, left=0)
        assert (item.standing, item.is_on_time, item.days_late(DAY)) == (
            "written_off",
            False,
            (DAY - DUE).days,
        )


def test_a_balance_that_was_imported_after_the_due_date_says_nothing_of_the_day() -> None:
    assert one([after(20, dated=False)]).standing == "undated"
    assert one([after(0, dated=False)]).is_on_time
    assert one([after(2, 600, dated=False), after(20, 400)]).days_late(DAY) == 20
    assert record_of([one([after(20, dated=False)])], DAY) == PaymentRecord(undated=1)


def test_the_window_is_twelve_calendar_months_without_the_day_itself() -> None:
    assert window(date(2028, 2, 29)) == (date(2027, 2, 28), date(2027, 8, 29))
    assert window(date(1900, 3, 1)) == (date(1900, 1, 1), date(1900, 1, 1))
    for due, counted in ((date(2025, 10, 7), 0), (date(2025, 10, 8), 1), (date(2026, 10, 7), 1), (DAY, 0)):
        items = due_items(debt(due), [Payment(due, 1000)])
        assert record_of(items, DAY).due == counted


def test_an_older_invoice_counts_among_the_days_late_only_while_it_is_open() -> None:
    old = date(2024, 1, 1)
    still_open = due_items(debt(old, left=1000), [])
    assert record_of(still_open, DAY) == PaymentRecord(older=Half(1, (DAY - old).days))
    for settled in (due_items(debt(old), [Payment(date(2026, 9, 1), 1000)]), due_items(debt(old), [])):
        assert record_of(settled, DAY) == PaymentRecord()


def test_the_rate_is_by_number_and_the_amounts_stay_in_their_currencies() -> None:
    items = [
        DueItem(1, "A", "CNY", DUE, 1000, DUE, "paid"),
        DueItem(2, "B", "CNY", DUE, 3000, DUE + timedelta(days=10), "paid"),
        DueItem(3, "C", "USD", DUE, 500, None, "open"),
    ]
    record = record_of(items, DAY)
    assert record.rate == Fraction(1, 3)
    assert record.amounts == {"CNY": (4000, 1000), "USD": (500, 0)}
    assert weighted_days(items, DAY) == {"CNY": Fraction(30_000, 4000), "USD": Fraction((DAY - DUE).days)}
    assert median_days(items, DAY) == 10
    assert record.late.mean == Fraction(10 + (DAY - DUE).days, 3)


def test_nothing_due_has_neither_rate_nor_days() -> None:
    record = record_of([], DAY)
    assert (record.rate, record.late.mean, median_days([], DAY), record.trend.direction) == (None,) * 4


@pytest.mark.parametrize(
    ("recent", "before", "direction"),
    [(5, 9, "better"), (9, 5, "worse"), (5, Fraction(11, 2), "same"), (5, 6, "better"), (None, 6, None)],
)
def test_the_trend_compares_two_half_years(recent: int | None, before: int, direction: str | None) -> None:
    found = trend_of(None if recent is None else Fraction(recent), Fraction(before))
    assert found.direction == direction


def test_the_halves_meet_six_months_ago() -> None:
    _, middle = window(DAY)
    items = [DueItem(n, "A", "CNY", due, 1, due + timedelta(days=n), "paid")
             for n, due in ((1, middle), (2, middle - timedelta(days=1)))]  # fmt: skip
    record = record_of(items, DAY)
    assert (record.recent, record.before, record.then_days) == (Half(1, 1), Half(1, 2), 1)


def test_who_never_pays_is_neither_better_nor_worse() -> None:
    _, middle = window(DAY)
    items = [
        DueItem(n, "A", "CNY", end - timedelta(days=30 * n), 1, None, "open")
        for end in (DAY, middle)
        for n in (1, 3, 5)
    ]
    trend = record_of(items, DAY).trend
    assert (trend.direction, trend.recent, trend.before) == ("same", 90, 90)
    assert record_of(items, DAY).before.mean == 90 + (DAY - middle).days


# Instalment plans


def plan(agreed_on: date, *parts: tuple[str, int]) -> InvoicePlan:
    shares = (
        PlanShare(7, number, date.fromisoformat(due), fen) for number, (due, fen) in enumerate(parts, 1)
    )
    return InvoicePlan(agreed_on, tuple(shares))


def on(day: str, fen: int, source: Source = "money") -> Payment:
    return Payment(date.fromisoformat(day), fen, source)


def told(items: tuple[DueItem, ...]) -> list[tuple[int, int, str, int]]:
    return [(item.instalment, item.amount_fen, item.standing, item.days_late(DAY)) for item in items]


IN_TIME, LATE = DUE - timedelta(days=1), DUE + timedelta(days=20)


def test_a_plan_agreed_in_time_is_judged_by_its_instalments_and_not_by_the_old_date() -> None:
    agreed = plan(IN_TIME, ("2026-07-01", 400), ("2026-08-01", 600))
    items = due_items(debt(left=600), [on("2026-06-20", 100), on("2026-07-03", 300)], agreed)
    assert told(items) == [(1, 400, "paid", 2), (2, 600, "open", 68)]


def test_money_of_before_the_plan_pays_no_instalment() -> None:
    agreed = plan(IN_TIME, ("2026-07-01", 700))
    assert told(due_items(debt(left=700), [on("2026-05-20", 300)], agreed)) == [(1, 700, "open", 99)]
    down = plan(IN_TIME, ("2026-05-31", 300), ("2026-07-01", 700))
    assert told(due_items(debt(left=700), [on("2026-05-31", 300)], down))[0] == (1, 300, "paid", 0)


def test_a_plan_agreed_late_does_not_undo_the_missed_date() -> None:
    agreed = plan(LATE, ("2026-07-01", 500), ("2026-08-01", 500))
    items = due_items(debt(left=500), [on("2026-07-01", 500)], agreed)
    assert told(items) == [(0, 1000, "deferred", 20), (1, 500, "paid", 0), (2, 500, "open", 68)]
    assert record_of(items, DAY).rate == Fraction(1, 3)


def test_what_a_plan_leaves_out_keeps_its_own_date() -> None:
    left_out = due_items(debt(left=1000), [], plan(IN_TIME, ("2026-12-01", 600)))
    assert told(left_out)[0] == (0, 400, "open", (DAY - DUE).days)
    late = due_items(debt(left=1000), [], plan(LATE, ("2026-12-01", 600)))
    assert told(late)[0] == (0, 1000, "open", (DAY - DUE).days)
    paid_up = due_items(
        debt(), [on("2026-07-11", 600), on("2026-07-21", 400)], plan(LATE, ("2026-07-10", 600))
    )
    assert told(paid_up) == [(0, 1000, "deferred", 50), (1, 600, "paid", 1)]


def test_an_invoice_without_a_due_date_is_judged_only_under_a_plan() -> None:
    assert due_items(debt(None), []) == ()
    assert told(due_items(debt(None, left=1000), [], plan(DUE, ("2026-07-01", 1000)))) == [
        (1, 1000, "open", 99)
    ]


def test_the_rest_of_a_plan_that_is_written_off_was_never_paid() -> None:
    agreed = plan(IN_TIME, ("2026-07-01", 500), ("2026-08-01", 500))
    items = due_items(debt(), [on("2026-07-01", 500), on("2026-09-01", 500, "write_off")], agreed)
    assert [item.standing for item in items] == ["paid", "written_off"]


def test_a_credit_note_pays_the_end_of_a_plan() -> None:
    agreed = plan(IN_TIME, ("2026-07-01", 500), ("2026-08-01", 500))
    items = due_items(debt(left=500), [on("2026-06-15", 500, "credit")], agreed)
    assert [item.standing for item in items] == ["open", "paid"]


# For any books

STANDINGS = st.sampled_from(["paid", "open", "written_off", "undated", "deferred"])


@st.composite
def any_items(draw: st.DrawFn) -> list[DueItem]:
    items = []
    for number in range(draw(st.integers(0, 12))):
        due = DAY + timedelta(days=draw(st.integers(-800, 30)))
        standing = draw(STANDINGS)
        closed = (
            None if standing in ("open", "written_off") else due + timedelta(days=draw(st.integers(-20, 90)))
        )
        currency = draw(st.sampled_from(["CNY", "USD"]))
        items.append(
            DueItem(number, f"I{number}", currency, due, draw(st.integers(1, 10**9)), closed, standing)
        )
    return items


@given(any_items(), st.randoms())
def test_the_order_of_the_books_changes_nothing(items: list[DueItem], chance: object) -> None:
    mixed = list(items)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert record_of(mixed, DAY) == record_of(items, DAY)
    assert median_days(mixed, DAY) == median_days(items, DAY)
    assert weighted_days(mixed, DAY) == weighted_days(items, DAY)


@given(any_items())
def test_the_parts_make_the_whole(items: list[DueItem]) -> None:
    record = record_of(items, DAY)
    assert record.due == record.recent.count + record.before.count
    assert record.late.count + record.undated == len(judged(items, DAY))
    assert 0 <= record.on_time <= record.due
    assert sum((record_of([item], DAY) for item in items), PaymentRecord()) == record
    assert all(0 <= on_time <= due for due, on_time in record.amounts.values())


@given(any_items(), st.integers(1, 60))
def test_a_payment_that_comes_later_never_improves_the_record(items: list[DueItem], later: int) -> None:
    moved = [
        DueItem(i.invoice_id, i.number, i.currency, i.due_on, i.amount_fen,
                i.closed_on + timedelta(days=later) if i.closed_on else None, i.standing)
        for i in items
    ]  # fmt: skip
    before, after_move = record_of(items, DAY), record_of(moved, DAY)
    assert (after_move.rate or 0) <= (before.rate or 0)
    assert (after_move.late.mean or 0) >= (before.late.mean or 0)
