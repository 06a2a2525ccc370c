"""Buckets at their borders, sums by customer and currency, the two identities."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.aging import (
    NO_DUE_DATE,
    SCHEMES,
    OpenItem,
    age_items,
    bucket_for,
    combine,
    overdue_days,
    scheme_from_cuts,
    scheme_named,
)
from arcdesk.domain.errors import BadCuts, UnknownScheme

DUE = date(2026, 1, 1)
PORTRAIT = SCHEMES["portrait"]


def item(due_on: date | None, open_fen: int, **more: object) -> OpenItem:
    values = {"invoice_id": 1, "customer_id": 1, "currency": "CNY", "issued_on": date(2025, 1, 1)} | more
    return OpenItem(due_on=due_on, open_fen=open_fen, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (
            "portrait",
            {-1: "not_due", 0: "not_due", 1: "d1_30", 30: "d1_30", 31: "d31_90", 90: "d31_90"}
            | {91: "d91_180", 180: "d91_180", 181: "d181_up", 9999: "d181_up"},
        ),
        (
            "standard",
            {0: "not_due", 1: "d1_30", 30: "d1_30", 31: "d31_60", 60: "d31_60", 61: "d61_90", 90: "d61_90"}
            | {91: "d91_up"},
        ),
        ("seasonal", {0: "not_due", 60: "d31_60", 61: "d61_90", 180: "d91_180", 181: "d181_up"}),
        ("short", {0: "not_due", 30: "d1_30", 31: "d31_60", 60: "d31_60", 61: "d61_up"}),
    ],
)
def test_case_1_the_upper_border_belongs_to_the_bucket(scheme: str, expected: dict[int, str]) -> None:
    for days, key in expected.items():
        as_of = DUE + timedelta(days=days)
        assert bucket_for(SCHEMES[scheme], as_of, DUE, date(2025, 1, 1)).key == key


def test_the_default_scheme_has_its_colours_and_shapes() -> None:
    assert [(bucket.key, bucket.tone, bucket.shape) for bucket in PORTRAIT.buckets] == [
        ("not_due", "not_due", "ring"),
        ("d1_30", "green", "circle"),
        ("d31_90", "yellow", "triangle"),
        ("d91_180", "orange", "diamond"),
        ("d181_up", "red", "square"),
    ]
    for scheme in SCHEMES.values():
        assert all(bucket.color.startswith("#") and len(bucket.color) == 7 for bucket in scheme.buckets)


def test_labels_name_both_borders() -> None:
    labels = [bucket.label_key.format(**bucket.label_values) for bucket in PORTRAIT.buckets]
    assert labels == ["Not due", "1–30 days", "31–90 days", "91–180 days", "Over 180 days"]
    years = [bucket.label_key.format(**bucket.label_values) for bucket in SCHEMES["audit"].buckets]
    assert years[0] == "Within 1 year"
    assert years[1:3] == ["1–2 years", "2–3 years"]
    assert years[-1] == "Over 5 years"


def test_what_is_due_today_is_not_overdue() -> None:
    assert overdue_days(DUE, DUE) == 0
    assert overdue_days(DUE + timedelta(days=3), DUE) == 3
    assert overdue_days(DUE - timedelta(days=3), DUE) == 0


def test_t10_the_same_invoice_on_three_bases() -> None:
    issued, due, as_of = date(2024, 11, 15), date(2025, 1, 14), date(2025, 2, 28)
    assert overdue_days(as_of, due) == 45
    assert bucket_for(SCHEMES["standard"], as_of, due, issued).key == "d31_60"
    assert bucket_for(PORTRAIT, as_of, due, issued, "issued").key == "d91_180"
    assert bucket_for(SCHEMES["audit"], as_of, due, issued).key == "y0_1"


@pytest.mark.parametrize(
    ("as_of", "key"),
    [
        (date(2024, 2, 29), "y0_1"),
        (date(2025, 2, 28), "y0_1"),
        (date(2025, 3, 1), "y1_2"),
        (date(2026, 2, 28), "y1_2"),
        (date(2026, 3, 1), "y2_3"),
        (date(2028, 2, 29), "y3_4"),
        (date(2028, 3, 1), "y4_5"),
        (date(2029, 2, 28), "y4_5"),
        (date(2029, 3, 1), "y5_up"),
        (date(2040, 1, 1), "y5_up"),
    ],
)
def test_audit_years_end_on_the_anniversary(as_of: date, key: str) -> None:
    assert bucket_for(SCHEMES["audit"], as_of, None, date(2024, 2, 29)).key == key


def test_by_issue_date_nothing_is_called_not_due() -> None:
    by_issue = PORTRAIT.on("issued")
    assert by_issue.buckets[0].label_key == "Issued on the day"
    assert by_issue.buckets[0].key == "not_due"
    assert by_issue.on("due") == PORTRAIT
    assert SCHEMES["audit"].on("due").buckets[0].key == "not_due"
    assert SCHEMES["audit"].on("due").on("issued") == SCHEMES["audit"]
    assert bucket_for(SCHEMES["audit"], DUE, DUE, date(2020, 1, 1), "due").key == "not_due"


def test_an_item_without_a_due_date_is_never_lost() -> None:
    aged = age_items([item(None, 500), item(DUE, 200)], PORTRAIT, DUE)[1, "CNY"]
    assert aged.bucket_fen["no_due_date"] == 500
    assert aged.gross_fen == 700
    assert aged.worst is not None
    assert aged.worst.key == "not_due"
    assert age_items([item(None, 500)], PORTRAIT, DUE)[1, "CNY"].worst == NO_DUE_DATE
    by_issue = age_items([item(None, 500)], PORTRAIT, DUE, "issued")[1, "CNY"]
    assert by_issue.bucket_fen["d181_up"] == 500


def test_case_6_each_instalment_ages_by_itself() -> None:
    plan = [item(DUE + timedelta(days=30 * n), 40_000, invoice_id=n) for n in range(3)]
    aged = age_items(plan, PORTRAIT, DUE + timedelta(days=10))[1, "CNY"]
    assert aged.bucket_fen == {"not_due": 80_000, "d1_30": 40_000, "d31_90": 0, "d91_180": 0, "d181_up": 0}
    assert (aged.overdue_fen, aged.max_overdue_days) == (40_000, 10)


def test_case_8_currencies_are_never_summed() -> None:
    aged = age_items([item(DUE, 100), item(DUE, 100, currency="USD")], PORTRAIT, DUE)
    assert {key: row.gross_fen for key, row in aged.items()} == {(1, "CNY"): 100, (1, "USD"): 100}


def test_the_worst_bucket_is_the_oldest_that_holds_money() -> None:
    old, young = DUE - timedelta(days=200), DUE - timedelta(days=5)
    rows = [item(old, 1), item(young, 999), item(old, -5), item(DUE - timedelta(days=400), 0)]
    aged = age_items(rows, PORTRAIT, DUE)[1, "CNY"]
    assert aged.worst is not None
    assert aged.worst.key == "d181_up"
    assert aged.max_overdue_days == 200
    credit_only = age_items([item(old, -5)], PORTRAIT, DUE)[1, "CNY"]
    assert (credit_only.worst, credit_only.gross_fen, credit_only.max_overdue_days) == (None, -5, 0)


def test_case_9_a_disputed_invoice_stays_in_the_aging() -> None:
    aged = age_items([item(DUE, 1000, disputed_fen=400)], PORTRAIT, DUE)[1, "CNY"]
    assert (aged.gross_fen, aged.disputed_fen) == (1000, 400)


DAYS = st.dates(date(2020, 1, 1), date(2027, 1, 1))
ITEMS = st.lists(
    st.builds(
        OpenItem,
        invoice_id=st.integers(1, 99),
        customer_id=st.integers(1, 4),
        currency=st.sampled_from(["CNY", "USD"]),
        issued_on=DAYS,
        due_on=DAYS | st.none(),
        open_fen=st.integers(-(10**9), 10**12),
    ),
    max_size=60,
)


@given(ITEMS, DAYS, st.sampled_from(sorted(SCHEMES)), st.sampled_from(["due", "issued"]))
def test_buckets_add_up_whatever_the_scheme_and_basis(
    items: list[OpenItem], as_of: date, name: str, basis: str
) -> None:
    scheme = SCHEMES[name].on(basis)  # type: ignore[arg-type]
    aged = age_items(items, SCHEMES[name], as_of, basis)  # type: ignore[arg-type]
    for (customer, currency), row in aged.items():
        mine = [i.open_fen for i in items if (i.customer_id, i.currency) == (customer, currency)]
        assert sum(row.bucket_fen.values()) == row.gross_fen == sum(mine)
    for currency in ("CNY", "USD"):
        total = combine([row for (_, cur), row in aged.items() if cur == currency], scheme)
        assert sum(total.bucket_fen.values()) == sum(i.open_fen for i in items if i.currency == currency)
        assert list(total.bucket_fen)[: len(scheme.buckets)] == [bucket.key for bucket in scheme.buckets]


def test_totals_carry_the_worst_of_their_rows() -> None:
    rows = [item(DUE - timedelta(days=n), 100, customer_id=n) for n in (5, 100, 40)]
    total = combine(age_items(rows, PORTRAIT, DUE).values(), PORTRAIT)
    assert total.worst is not None
    assert (total.worst.key, total.max_overdue_days, total.overdue_fen) == ("d91_180", 100, 300)


@pytest.mark.parametrize("cuts", [(), (0, 30), (-1,), (30, 30), (60, 30), tuple(range(1, 11))])
def test_borders_that_do_not_ascend_are_refused(cuts: tuple[int, ...]) -> None:
    with pytest.raises(BadCuts):
        scheme_from_cuts("mine", cuts)


def test_own_borders_make_a_scheme_without_gaps() -> None:
    scheme = scheme_from_cuts("mine", (7, 15, 30, 60, 90, 180, 365))
    assert [bucket.key for bucket in scheme.buckets][:3] == ["not_due", "d1_7", "d8_15"]
    assert scheme.buckets[-1].key == "d366_up"
    assert scheme.buckets[-1].tone == "dark_red"
    for before, after in zip(scheme.buckets[1:], scheme.buckets[2:], strict=False):
        assert before.to_days is not None
        assert after.from_days == before.to_days + 1


def test_an_unknown_scheme_is_refused_with_the_known_ones() -> None:
    assert scheme_named("portrait") is PORTRAIT
    with pytest.raises(UnknownScheme, match="portrait"):
        scheme_named("weekly")


def test_a_hundred_thousand_items_age_in_well_under_a_second() -> None:
    rows = [
        OpenItem(n, n % 5000, "CNY", date(2024, 1, 1), DUE + timedelta(days=n % 700 - 600), 100)
        for n in range(100_000)
    ]
    started = time.process_time()
    age_items(rows, PORTRAIT, DUE)
    assert time.process_time() - started < 1.0
