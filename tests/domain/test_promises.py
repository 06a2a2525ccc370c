"""Promises judged from the receipts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.promises import (
    Promise,
    PromiseReceipt,
    PromiseStanding,
    Reliability,
    days_late,
    judge_promises,
    reliability,
)

MADE, DUE = date(2026, 2, 1), date(2026, 2, 10)
AFTER = DUE + timedelta(days=1)


def promise(number: int = 1, amount_fen: int = 1000, made_on: date = MADE, due_on: date = DUE) -> Promise:
    return Promise(number, 1, "CNY", amount_fen, made_on, due_on)


def paid(on: date, amount_fen: int, customer_id: int = 1, currency: str = "CNY") -> PromiseReceipt:
    return PromiseReceipt(customer_id, currency, on, amount_fen)


def state(receipts: list[PromiseReceipt], today: date) -> str:
    return judge_promises([promise()], receipts, today)[1].state


def test_case_10_a_promise_is_open_through_its_day_and_broken_on_the_next() -> None:
    assert state([], MADE) == "open"
    assert state([], DUE) == "open"
    assert state([], AFTER) == "broken"


def test_case_10_sixty_per_cent_is_part_kept() -> None:
    assert judge_promises([promise()], [paid(DUE, 600)], AFTER)[1] == PromiseStanding(
        "part_kept", 600, 0, 400
    )
    assert state([paid(DUE, 600)], DUE) == "open"


def test_a_promise_is_kept_as_soon_as_it_is_covered() -> None:
    receipts = [paid(date(2026, 2, 5), 400), paid(DUE, 600)]
    assert state(receipts, date(2026, 2, 6)) == "open"
    assert state(receipts, DUE) == "kept"
    assert state(receipts, AFTER) == "kept"


def test_money_that_comes_late_leaves_the_promise_broken_but_nothing_missing() -> None:
    standing = judge_promises([promise()], [paid(AFTER, 1000)], AFTER)[1]
    assert standing == PromiseStanding("broken", 0, 1000, 0)


def test_money_of_before_the_promise_or_of_others_does_not_count() -> None:
    others = [
        paid(MADE, 1000),
        paid(DUE, 1000, customer_id=2),
        paid(DUE, 1000, currency="USD"),
        paid(DUE, -5),
    ]
    assert state(others, AFTER) == "broken"


def test_a_promise_for_the_same_day_is_kept_by_money_of_that_day() -> None:
    today = promise(due_on=MADE)
    assert judge_promises([today], [paid(MADE, 1000)], AFTER)[1].state == "kept"


def test_a_receipt_of_tomorrow_is_not_known_today() -> None:
    assert state([paid(DUE, 1000)], DUE - timedelta(days=1)) == "open"


def test_each_fen_counts_for_one_promise_in_the_order_of_their_days() -> None:
    plan = [promise(n, 400, due_on=DUE + timedelta(days=30 * (n - 1))) for n in (1, 2, 3)]
    standings = judge_promises(plan, [paid(DUE, 700)], DUE + timedelta(days=45))
    assert {n: (s.state, s.paid_fen) for n, s in standings.items()} == {
        1: ("kept", 400),
        2: ("part_kept", 300),
        3: ("open", 0),
    }


def test_money_in_time_for_a_later_promise_is_not_taken_for_an_earlier_broken_one() -> None:
    plan = [promise(1, 400), promise(2, 400, due_on=date(2026, 3, 10))]
    standings = judge_promises(plan, [paid(date(2026, 3, 1), 500)], date(2026, 3, 11))
    assert standings[2] == PromiseStanding("kept", 400, 0, 0)
    assert standings[1] == PromiseStanding("broken", 0, 100, 300)


def test_the_day_of_the_last_money_tells_how_late_it_was() -> None:
    receipts = [paid(DUE, 600), paid(AFTER, 100), paid(DUE + timedelta(days=5), 300)]
    on_the_way = judge_promises([promise()], receipts, AFTER)[1]
    assert (on_the_way.settled_on, on_the_way.missing_fen) == (None, 300)
    assert days_late(DUE, on_the_way.settled_on, DUE + timedelta(days=3)) == 3
    settled = judge_promises([promise()], receipts, DUE + timedelta(days=30))[1]
    assert (settled.state, settled.late_fen, settled.settled_on) == ("part_kept", 400, DUE + timedelta(days=5))
    assert days_late(DUE, settled.settled_on, DUE + timedelta(days=30)) == 5


def test_a_promise_kept_in_time_is_no_day_late() -> None:
    standing = judge_promises([promise()], [paid(DUE - timedelta(days=3), 1000)], AFTER)[1]
    assert standing.settled_on == DUE - timedelta(days=3)
    assert days_late(DUE, standing.settled_on, AFTER) == 0


def test_reliability_counts_only_what_is_over() -> None:
    plan = [promise(1, 400), promise(2, 400, due_on=AFTER), promise(3, 200, due_on=AFTER + timedelta(days=40))]
    standings = judge_promises(plan, [paid(DUE, 500), paid(AFTER + timedelta(days=2), 50)], AFTER + timedelta(days=9))
    found = reliability(standings.values())
    assert found == Reliability(2, 1, 1, 0, 800, 500, 0)
    assert (found.kept_share, found.paid_share) == (Fraction(1, 2), Fraction(5, 8))


def test_nothing_promised_yet_is_no_reliability() -> None:
    for standings in ([], judge_promises([promise()], [], MADE).values()):
        found = reliability(standings)
        assert found == Reliability(0, 0, 0, 0, 0, 0, 0)
        assert found.kept_share is found.paid_share is None


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@given(
    st.lists(st.tuples(st.integers(1, 1000), DAYS, st.integers(0, 40)), max_size=8),
    st.lists(st.tuples(DAYS, st.integers(-10, 1000)), max_size=12),
    DAYS,
)
def test_no_fen_is_counted_twice(
    made: list[tuple[int, date, int]], receipts: list[tuple[date, int]], today: date
) -> None:
    plan = [promise(n, fen, on, on + timedelta(days=days)) for n, (fen, on, days) in enumerate(made)]
    standings = judge_promises(plan, [paid(on, fen) for on, fen in receipts], today)
    assert standings.keys() == set(range(len(plan)))
    counted = sum(s.paid_fen + s.late_fen for s in standings.values())
    assert counted <= sum(fen for on, fen in receipts if fen > 0 and on <= today)
    for one in plan:
        standing = standings[one.id]
        assert standing.paid_fen + standing.late_fen + standing.missing_fen == one.amount_fen
        assert standing.missing_fen >= 0
        assert standing.state != "open" or today <= one.due_on
        assert (standing.settled_on is None) == (standing.missing_fen > 0)
        assert standing.settled_on is None or one.made_on <= standing.settled_on <= today
    over = reliability(standings.values())
    assert over.judged == over.kept + over.part_kept + over.broken
    assert over.paid_fen + over.late_fen <= over.promised_fen
