"""Due dates by agreement and by law: the rules by example and by property (R7, R25, F-13)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.due_texts import CHANGES, SOURCES, source_text, terms_text
from arcdesk.domain.errors import DayOutOfRange, Refusal
from arcdesk.domain.terms import (
    DUE_RULES,
    DUE_SOURCES,
    MOST_CREDIT_DAYS,
    BadCreditDays,
    BadDueDay,
    Due,
    DueFacts,
    Terms,
    UnknownDueRule,
    due_date,
    exceeds_public_term,
    make_terms,
    sme_regulation_applies,
)
from arcdesk.i18n import translate

DAYS = st.dates(date(1900, 1, 1), date(2180, 12, 31))
CREDIT = st.integers(0, MOST_CREDIT_DAYS)
SIZES = st.sampled_from(["", "large", "medium", "small", "micro", "public"])
TERMS = st.builds(make_terms, CREDIT, st.sampled_from(DUE_RULES), st.integers(1, 31))


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("terms", "issued", "due"),
    [
        (Terms(60), "2024-11-15", "2025-01-14"),  # T10
        (Terms(0), "2026-03-05", "2026-03-05"),
        (Terms(30, "month_end"), "2026-02-03", "2026-03-30"),
        (Terms(0, "month_end"), "2024-02-10", "2024-02-29"),
        (Terms(30, "month_end"), "2026-12-31", "2027-01-30"),
        # 次月20日, whatever the length of the months and the day of the invoice
        (Terms(30, "month_day", 20), "2026-01-01", "2026-02-20"),
        (Terms(30, "month_day", 20), "2026-01-31", "2026-02-20"),
        (Terms(30, "month_day", 20), "2026-02-01", "2026-03-20"),
        (Terms(30, "month_day", 20), "2025-12-31", "2026-01-20"),
        (Terms(60, "month_day", 10), "2026-01-31", "2026-03-10"),
        # the month's last day where it has no such day
        (Terms(30, "month_day", 31), "2026-01-15", "2026-02-28"),
        (Terms(30, "month_day", 30), "2024-01-15", "2024-02-29"),
        (Terms(0, "month_day", 31), "2026-04-30", "2026-04-30"),
        # 当月20日 of what was invoiced after the 20th is the next one
        (Terms(0, "month_day", 20), "2026-05-20", "2026-05-20"),
        (Terms(0, "month_day", 20), "2026-05-21", "2026-06-20"),
        (Terms(0, "month_day", 30), "2026-01-31", "2026-02-28"),
        (Terms(5, "month_day", 20), "2026-05-22", "2026-06-20"),
        (Terms(45, "month_day", 20), "2026-01-05", "2026-02-20"),
        (Terms(45, "month_day", 20), "2026-01-20", "2026-03-20"),
    ],
)  # fmt: skip
def test_credit_days_end_on_the_day_agreed(terms: Terms, issued: str, due: str) -> None:
    assert terms.due_on(on(issued)) == on(due)


def test_days_after_delivery_need_the_delivery() -> None:
    terms = Terms(30, "delivered")
    assert terms.due_on(on("2026-03-05"), on("2026-03-10")) == on("2026-04-09")
    assert terms.due_on(on("2026-03-05")) is None


@given(TERMS, DAYS, DAYS)
def test_no_due_date_lies_before_the_day_it_counts_from(terms: Terms, issued: date, delivered: date) -> None:
    found = terms.due_on(issued, delivered)
    assert found is not None
    assert found >= (delivered if terms.rule == "delivered" else issued)


@given(st.integers(0, 120), st.integers(1, 31), DAYS)
def test_a_fixed_day_is_that_day_or_the_last_of_its_month(months: int, day: int, issued: date) -> None:
    found = Terms(30 * months, "month_day", day).due_on(issued)
    assert found is not None
    assert found.day == min(day, monthrange(found.year, found.month)[1])
    ahead = (found.year - issued.year) * 12 + found.month - issued.month
    assert ahead == months or (months == 0 and ahead == 1)


@given(CREDIT, CREDIT, DAYS, st.sampled_from(["issued", "month_end"]))
def test_more_days_are_never_due_earlier(less: int, more: int, issued: date, rule: str) -> None:
    short, long = sorted((less, more))
    first, second = make_terms(short, rule), make_terms(long, rule)
    assert first is not None
    assert second is not None
    assert (second.due_on(issued) or issued) - (first.due_on(issued) or issued) == timedelta(
        days=long - short
    )


@pytest.mark.parametrize(
    ("terms", "issued"),
    [
        (Terms(3660), date(2199, 12, 31)), (Terms(1, "month_end"), date(2199, 12, 1)),
        (Terms(30, "month_day", 1), date(2199, 12, 1)), (Terms(0, "month_day", 1), date(2199, 12, 31)),
    ],
)  # fmt: skip
def test_a_day_beyond_the_calendar_is_refused(terms: Terms, issued: date) -> None:
    with pytest.raises(DayOutOfRange):
        terms.due_on(issued)


# The order of sources


STATED, ROW, CONTRACT, CUSTOMER = on("2026-02-02"), Terms(1), Terms(10), Terms(20)
ISSUED, DELIVERED = on("2026-01-01"), on("2026-01-03")


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        (DueFacts(ISSUED, DELIVERED, STATED, ROW, CONTRACT, CUSTOMER), Due(STATED, "file")),
        (DueFacts(ISSUED, DELIVERED, None, ROW, CONTRACT, CUSTOMER), Due(on("2026-01-02"), "row_terms")),
        (DueFacts(ISSUED, DELIVERED, None, None, CONTRACT, CUSTOMER), Due(on("2026-01-11"), "contract")),
        (DueFacts(ISSUED, DELIVERED, None, None, None, CUSTOMER), Due(on("2026-01-21"), "customer")),
        (DueFacts(ISSUED, DELIVERED), Due(DELIVERED, "law")),
        (DueFacts(ISSUED), Due(None, "missing")),
        # what was agreed to count from an unknown delivery is not replaced by what was not agreed
        (DueFacts(ISSUED, contract=Terms(30, "delivered"), customer=CUSTOMER), Due(None, "missing")),
        (DueFacts(ISSUED, DELIVERED, contract=Terms(30, "delivered")), Due(on("2026-02-02"), "contract")),
    ],
)
def test_the_first_source_that_speaks_is_followed(facts: DueFacts, due: Due) -> None:
    assert due_date(facts) == due


@given(DAYS, st.none() | DAYS, st.none() | DAYS, *[st.none() | TERMS] * 3, SIZES, SIZES)
def test_a_lower_source_never_changes_what_a_higher_one_says(
    issued: date, delivered: date | None, stated: date | None, row: Terms | None, contract: Terms | None,
    customer: Terms | None, creditor: str, debtor: str,
) -> None:  # fmt: skip
    facts = DueFacts(issued, delivered, stated, row, contract, customer, creditor, debtor)
    found = due_date(facts)
    assert (found.on is None) == (found.source == "missing")
    by_rank = (("file", stated), ("row_terms", row), ("contract", contract), ("customer", customer))
    speaking = [source for source, said in by_rank if said is not None]
    if speaking:
        assert found.source in (speaking[0], "missing")
        kept = {"file": "stated_on", "row_terms": "row"}.get(speaking[0], speaking[0])
        assert due_date(DueFacts(issued, delivered, **{kept: getattr(facts, kept)})) == found
    else:
        assert found.source == ("missing" if delivered is None else "law")


# By law


@pytest.mark.parametrize(
    ("creditor", "debtor", "delivered", "due"),
    [
        ("", "", "2026-03-05", "2026-03-05"),  # Civil Code 628
        ("small", "large", "2025-07-01", "2025-08-30"),  # T2.11
        ("micro", "public", "2025-07-01", "2025-07-31"),
        ("medium", "public", "2025-06-01", "2025-07-01"),
        ("small", "large", "2025-05-31", "2025-05-31"),  # before the regulation
        ("large", "large", "2025-07-01", "2025-07-01"),
        ("small", "medium", "2025-07-01", "2025-07-01"),
        ("", "large", "2025-07-01", "2025-07-01"),
        ("public", "public", "2025-07-01", "2025-07-01"),
    ],
)
def test_without_agreement_the_law_gives_the_day(
    creditor: str, debtor: str, delivered: str, due: str
) -> None:
    found = due_date(DueFacts(on("2026-01-01"), on(delivered), creditor_size=creditor, debtor_size=debtor))
    assert found == Due(on(due), "law")
    assert sme_regulation_applies(creditor, debtor) == (
        creditor in ("medium", "small", "micro") and debtor in ("large", "public")
    )


@pytest.mark.parametrize(
    ("creditor", "debtor", "days", "exceeds"),
    [
        ("small", "public", 61, True),
        ("small", "public", 60, False),
        ("small", "large", 90, False),
        ("large", "public", 90, False),
        ("", "public", 90, False),
        ("small", "public", None, False),
    ],
)
def test_a_public_body_may_not_agree_on_more_than_sixty_days(
    creditor: str, debtor: str, days: int | None, exceeds: bool
) -> None:
    assert exceeds_public_term(days, creditor, debtor) is exceeds


def test_an_agreement_with_a_large_debtor_stands() -> None:
    facts = DueFacts(
        on("2025-07-01"), on("2025-07-01"), contract=Terms(90), creditor_size="small", debtor_size="large"
    )
    assert due_date(facts) == Due(on("2025-09-29"), "contract")


# Wrong terms


@pytest.mark.parametrize(
    ("days", "rule", "day", "refusal"),
    [
        (-1, "issued", None, BadCreditDays),
        (MOST_CREDIT_DAYS + 1, "delivered", None, BadCreditDays),
        (10**30, "issued", None, BadCreditDays),
        (30, "sometime", None, UnknownDueRule),
        (None, "", None, UnknownDueRule),
        (30, "month_day", None, BadDueDay),
        (30, "month_day", 0, BadDueDay),
        (30, "month_day", 32, BadDueDay),
        (0, "month_day", -5, BadDueDay),
    ],
)
def test_wrong_terms_are_refused_by_name(
    days: int | None, rule: str, day: int | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        make_terms(days, rule, day)


def test_no_days_are_no_terms_and_a_day_that_does_not_matter_is_dropped() -> None:
    assert make_terms(None, "month_day", 20) is None
    assert make_terms(30, "issued", 20) == Terms(30)


# Words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_source_and_change_has_words(language: str) -> None:
    assert set(SOURCES) == set(DUE_SOURCES)
    said = [translate(key, language) for key in (*SOURCES.values(), *CHANGES.values())]
    assert len(set(said)) == len(said)
    if language == "zh":
        assert all(not text.isascii() for text in said)


@pytest.mark.parametrize(
    ("terms", "chinese"),
    [
        (Terms(0), "开票当日"),
        (Terms(30), "开票后30天"),
        (Terms(0, "delivered"), "货到付款（交货当日）"),
        (Terms(45, "delivered"), "交货后45天"),
        (Terms(0, "month_end"), "月结（开票当月月末）"),
        (Terms(30, "month_end"), "月结30天（开票当月月末起算）"),
        (Terms(0, "month_day", 25), "开票当月25日"),
        (Terms(30, "month_day", 20), "次月20日"),
        (Terms(90, "month_day", 10), "开票后第3个月的10日"),
        (Terms(45, "month_day", 15), "45天期满当月15日"),
    ],
)
def test_terms_are_said_as_an_accountant_says_them(terms: Terms, chinese: str) -> None:
    key, values = terms_text(terms)
    assert translate(key, "zh", **values) == chinese


def test_the_term_of_the_regulation_is_named() -> None:
    key, values = source_text("law", on("2025-08-30"), on("2025-07-01"))
    assert "60" in translate(key, "zh", **values)
    assert source_text("law", on("2025-07-01"), on("2025-07-01"))[0] == SOURCES["law"]
    assert source_text("nonsense")[0] == SOURCES["missing"]
