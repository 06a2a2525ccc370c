"""The parts of an invoice that bear interest: plain, lowered, disputed, under plans that came and went."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.claim_parts import ClaimPart, Lowering, LoweringKind, PlanTerms, claim_parts
from arcdesk.domain.interest import Payment
from arcdesk.domain.plans import PlanShare, spread

DUE = date(2026, 3, 15)
AGREED = date(2026, 5, 1)
ALL_KINDS: tuple[LoweringKind, ...] = ("money", "set_off", "correction", "given_up", "before_books")


def money(on: str, fen: int, counts_from: str = "") -> Lowering:
    day = date.fromisoformat(on)
    return Lowering("money", day, date.fromisoformat(counts_from) if counts_from else day, fen)


def other(kind: LoweringKind, on: str, fen: int) -> Lowering:
    day = date.fromisoformat(on)
    return Lowering(kind, day, day, fen)


def plan(*instalments: tuple[str, int], agreed: date = AGREED, plan_id: int = 1) -> PlanTerms:
    shares = [
        PlanShare(plan_id, seq, date.fromisoformat(day), fen) for seq, (day, fen) in enumerate(instalments, 1)
    ]
    return PlanTerms(agreed, tuple(shares))


THREE = plan(("2026-06-01", 2000), ("2026-07-01", 2000), ("2026-08-01", 2000))


def summary(parts: tuple[ClaimPart, ...]) -> list[tuple[str, int, list[tuple[str, int]]]]:
    return [
        (
            part.due_on.isoformat() if part.due_on else "",
            part.principal_fen,
            [(payment.on.isoformat(), payment.amount_fen) for payment in part.payments],
        )
        for part in parts
    ]


def test_without_a_plan_an_invoice_is_one_part_with_its_payments_by_day() -> None:
    (part,) = claim_parts(10_000, DUE, [money("2026-04-20", 1000), money("2026-04-01", 500)])
    assert part == ClaimPart(DUE, 10_000, (Payment(date(2026, 4, 1), 500), Payment(date(2026, 4, 20), 1000)))
    assert part.open_fen == 8_500


def test_money_counts_from_its_own_day_however_late_it_was_allocated() -> None:
    (part,) = claim_parts(10_000, DUE, [money("2026-01-05", 4000, counts_from="2026-04-20")])
    assert part.payments == (Payment(date(2026, 1, 5), 4000),)


def test_what_was_never_owed_or_is_given_up_lowers_the_principal_from_the_start() -> None:
    lowered = [other(kind, "2026-04-20", 1000) for kind in ("correction", "given_up", "before_books")]
    (part,) = claim_parts(10_000, DUE, lowered)
    assert (part.principal_fen, part.payments) == (7_000, ())


def test_a_free_credit_note_put_to_the_invoice_pays_on_its_own_day() -> None:
    (part,) = claim_parts(10_000, DUE, [other("set_off", "2026-04-20", 1000)])
    assert (part.principal_fen, part.payments) == (10_000, (Payment(date(2026, 4, 20), 1000),))


def test_the_disputed_part_is_left_out_of_the_claim() -> None:
    (part,) = claim_parts(10_000, DUE, [money("2026-04-20", 1000)], disputed_fen=2500)
    assert (part.principal_fen, part.disputed_fen, part.open_fen) == (7_500, 2_500, 6_500)


def test_what_is_disputed_or_written_off_altogether_leaves_no_part() -> None:
    assert claim_parts(10_000, DUE, disputed_fen=10_000) == ()
    assert claim_parts(10_000, DUE, [other("given_up", "2026-04-20", 10_000)]) == ()


def test_an_invoice_without_a_due_date_stays_a_part() -> None:
    (part,) = claim_parts(10_000, None)
    assert (part.due_on, part.principal_fen) == (None, 10_000)


def test_a_plan_moves_what_is_open_to_its_days_and_leaves_what_was_paid_before() -> None:
    parts = claim_parts(10_000, DUE, [money("2026-04-14", 4000)], [THREE])
    assert summary(parts) == [
        ("2026-03-15", 4000, [("2026-04-14", 4000)]),
        ("2026-06-01", 2000, []),
        ("2026-07-01", 2000, []),
        ("2026-08-01", 2000, []),
    ]
    assert [part.instalment for part in parts] == [0, 1, 2, 3]


def test_each_instalment_has_only_its_own_payments_the_earliest_first() -> None:
    paid = [money("2026-06-10", 1500), money("2026-07-20", 2000)]
    parts = claim_parts(6000, DUE, paid, [THREE])
    assert summary(parts) == [
        ("2026-06-01", 2000, [("2026-06-10", 1500), ("2026-07-20", 500)]),
        ("2026-07-01", 2000, [("2026-07-20", 1500)]),
        ("2026-08-01", 2000, []),
    ]


def test_what_lowers_the_debt_without_money_takes_its_far_end() -> None:
    parts = claim_parts(7000, DUE, [other("correction", "2026-06-20", 2500)], [THREE])
    assert summary(parts) == [("2026-06-01", 2000, []), ("2026-07-01", 2000, []), ("2026-08-01", 500, [])]


def test_the_disputed_part_stands_beyond_the_plan_and_then_with_the_last_instalment() -> None:
    parts = claim_parts(7000, DUE, [], [THREE], disputed_fen=1500)
    assert [(part.instalment, part.principal_fen, part.disputed_fen) for part in parts] == [
        (1, 2000, 0),
        (2, 2000, 0),
        (3, 1500, 500),
    ]


def test_money_of_the_day_of_the_agreement_is_a_down_payment_where_one_is_due_on_it() -> None:
    down = plan(("2026-05-01", 3000), ("2026-06-01", 3000))
    parts = claim_parts(6000, DUE, [money("2026-05-01", 3000)], [down])
    assert summary(parts) == [("2026-05-01", 3000, [("2026-05-01", 3000)]), ("2026-06-01", 3000, [])]


def test_money_of_the_day_of_the_agreement_is_else_paid_before_it() -> None:
    parts = claim_parts(8000, DUE, [money("2026-05-01", 2000)], [THREE])
    assert summary(parts)[0] == ("2026-03-15", 2000, [("2026-05-01", 2000)])
    assert all(not part.payments for part in parts[1:])


def test_an_accelerated_plan_is_due_on_that_day_what_was_due_before_stays() -> None:
    ended = PlanTerms(AGREED, THREE.shares, ((date(2026, 6, 20), "accelerated"),))
    assert [row[0] for row in summary(claim_parts(6000, DUE, [], [ended]))] == [
        "2026-06-01",
        "2026-06-20",
        "2026-06-20",
    ]


def test_a_void_plan_gives_what_is_open_its_old_day_and_leaves_what_was_paid_under_it() -> None:
    ended = PlanTerms(AGREED, THREE.shares, ((date(2026, 7, 10), "void"),))
    parts = claim_parts(6000, DUE, [money("2026-05-30", 2000)], [ended])
    assert summary(parts) == [
        ("2026-03-15", 4000, []),
        ("2026-06-01", 2000, [("2026-05-30", 2000)]),
    ]


def test_a_plan_in_the_place_of_another_keeps_what_was_paid_by_the_first_on_the_first_ones_days() -> None:
    ended = PlanTerms(AGREED, THREE.shares, ((date(2026, 7, 10), "replaced"),))
    second = plan(("2026-09-01", 2000), ("2026-10-01", 2000), agreed=date(2026, 7, 10), plan_id=2)
    parts = claim_parts(6000, DUE, [money("2026-05-30", 2000), money("2026-09-01", 500)], [ended, second])
    assert summary(parts) == [
        ("2026-06-01", 2000, [("2026-05-30", 2000)]),
        ("2026-09-01", 2000, [("2026-09-01", 500)]),
        ("2026-10-01", 2000, []),
    ]
    assert [part.plan_id for part in parts] == [1, 2, 2]


def test_what_was_paid_before_without_the_parties_knowing_meets_the_earliest_instalments() -> None:
    parts = claim_parts(6000, DUE, [money("2026-04-14", 2500)], [THREE])
    assert summary(parts) == [
        ("2026-03-15", 2500, [("2026-04-14", 2500)]),
        ("2026-07-01", 1500, []),
        ("2026-08-01", 2000, []),
    ]


SINCE = st.lists(st.tuples(st.sampled_from(ALL_KINDS), st.integers(1, 200), st.integers(1, 900)), max_size=8)


@given(SINCE, st.integers(-900, 900))
def test_what_is_open_of_each_instalment_is_what_the_ledger_has_open(
    since: list[tuple[LoweringKind, int, int]], beyond: int
) -> None:
    amounts = [share.amount_fen for share in THREE.shares]
    before = max(0, -beyond)  # paid before, but entered after the plan was agreed
    lowerings = [money("2026-04-14", before)] if before else []
    lowerings += [
        Lowering(kind, AGREED + timedelta(days=days), AGREED + timedelta(days=days), fen)
        for kind, days, fen in since
    ]
    invoice_fen = sum(amounts) + max(0, beyond)
    money_fen = sum(fen for kind, _, fen in since if kind == "money")
    other_fen = sum(fen for kind, _, fen in since) - money_fen
    if money_fen + other_fen > invoice_fen - before:
        return
    left, rest = spread(amounts, beyond, money_fen, other_fen)
    parts = claim_parts(invoice_fen, DUE, lowerings, [THREE])
    found = {part.instalment: part.open_fen for part in parts}
    assert [found.get(seq, 0) for seq in (1, 2, 3)] == list(left)
    assert found.get(0, 0) == rest


LOWERINGS = st.lists(
    st.builds(
        lambda kind, on, later, fen: Lowering(kind, on, on + timedelta(days=later), fen),
        st.sampled_from(ALL_KINDS),
        st.dates(DUE, date(2026, 12, 31)),
        st.integers(0, 60),
        st.integers(1, 3000),
    ),
    max_size=8,
)
ENDS = st.sampled_from(
    [(), ((date(2026, 6, 20), "accelerated"),), ((date(2026, 7, 10), "void"),),
     ((date(2026, 6, 20), "accelerated"), (date(2026, 7, 10), "replaced"))]
)  # fmt: skip


@given(LOWERINGS, ENDS, st.booleans(), st.integers(0, 2000))
def test_every_fen_is_claimed_once_whatever_happened(
    lowerings: list[Lowering], ends: tuple[tuple[date, str], ...], replaced: bool, disputed: int
) -> None:
    amount = 30_000
    plans = [PlanTerms(AGREED, THREE.shares, ends)]
    if replaced:
        plans.append(plan(("2026-09-01", 1000), ("2026-11-01", 500), agreed=date(2026, 8, 1), plan_id=2))
    parts = claim_parts(amount, DUE, lowerings, plans, disputed)
    gone = sum(one.amount_fen for one in lowerings if one.kind in ("correction", "given_up", "before_books"))
    paid = sum(one.amount_fen for one in lowerings if one.kind in ("money", "set_off"))
    assert sum(part.principal_fen for part in parts) == amount - gone - disputed
    assert sum(payment.amount_fen for part in parts for payment in part.payments) == paid
    assert sum(part.open_fen for part in parts) == amount - gone - paid - disputed
    assert all(part.principal_fen > 0 and part.open_fen >= 0 for part in parts)
    assert all(payment.amount_fen > 0 for part in parts for payment in part.payments)
