"""Statements for many: who gets one, what became of them, what is signed for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.models.queries import balances
from arcdesk.pdf.preview import extract_text
from arcdesk.services.delivery_refusals import DocumentEnded
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.evidence import PastedFile
from arcdesk.services.statement_runs import CoverageLine, UnknownChoice
from arcdesk.services.statements import PeriodReversed
from tests.services.desks import Book, customer_id, day, enter, set_day

SEPTEMBER = day("2026-09-01"), day("2026-09-30")
SCAN = PastedFile("回执.pdf", b"signed")


def books(desk: Desk) -> None:
    """Moved and owing, moved and settled, owing only, settled long ago, in advance."""
    book = Book()
    book.customer("MOVED").invoice("M1", "MOVED", 1000, "2026-09-05", "2026-10-05")
    book.customer("PAID").invoice("P1", "PAID", 500, "2026-08-01", "2026-08-31")
    book.receipt("R1", "PAID", 500, "2026-09-10", {"P1": 500})
    book.customer("OLD").invoice("O1", "OLD", 700, "2026-01-01", "2026-02-01")
    book.customer("GONE").invoice("G1", "GONE", 100, "2025-01-01", "2025-02-01")
    book.receipt("R2", "GONE", 100, "2025-03-01", {"G1": 100})
    book.customer("LATER").invoice("L1", "LATER", 300, "2026-10-02", "2026-11-02")
    book.customer("AHEAD").receipt("R3", "AHEAD", 50, "2026-06-01")
    enter(desk, book)


def codes(desk: Desk, who: str = "any") -> list[str]:
    return [profile.code for profile in desk.statement_runs.plan(*SEPTEMBER, who).customers]


def issued(desk: Desk, code: str, span: tuple[date, date] = SEPTEMBER) -> IssuedDocument:
    (one,) = desk.statements.issue(customer_id(desk, code), *span)
    return one


def covered(desk: Desk) -> dict[str, tuple[int, int]]:
    return {line.customer_code: (line.covered_fen, line.open_fen) for line in desk.statement_runs.coverage().lines}


def test_who_gets_a_statement_of_a_period(desk: Desk) -> None:
    books(desk)
    assert set(codes(desk)) == {"MOVED", "PAID", "OLD", "AHEAD"}
    assert set(codes(desk, "activity")) == {"MOVED", "PAID"}
    assert set(codes(desk, "balance")) == {"MOVED", "OLD", "AHEAD"}


def test_everybody_of_a_run_can_be_given_a_statement_and_once_is_enough(desk: Desk) -> None:
    books(desk)
    plan = desk.statement_runs.plan(*SEPTEMBER)
    result = desk.statement_runs.issue(plan.customers, SEPTEMBER)
    assert (len(result.issued), result.refused, result.stopped) == (4, (), False)
    again = desk.statement_runs.plan(*SEPTEMBER)
    assert again.customers == ()
    assert {profile.code for profile in again.stated} == {"MOVED", "PAID", "OLD", "AHEAD"}
    desk.deliveries.void(result.issued[0].number, "重做")
    assert [profile.code for profile in desk.statement_runs.plan(*SEPTEMBER).customers] == [
        result.issued[0].customer_code
    ]


def test_a_run_that_is_stopped_keeps_what_is_issued_and_leaves_no_gap(desk: Desk) -> None:
    books(desk)
    plan = desk.statement_runs.plan(*SEPTEMBER)
    result = desk.statement_runs.issue(plan.customers, SEPTEMBER, progress=lambda done, _all, _name: done < 2)
    assert (len(result.issued), result.stopped) == (2, True)
    rest = desk.statement_runs.issue(desk.statement_runs.plan(*SEPTEMBER).customers, SEPTEMBER)
    numbers = [document.number for document in (*result.issued, *rest.issued)]
    assert [int(number[-4:]) for number in numbers] == [1, 2, 3, 4]


def test_what_is_no_choice_or_no_period_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownChoice):
        desk.statement_runs.plan(*SEPTEMBER, "everybody")
    with pytest.raises(PeriodReversed):
        desk.statement_runs.plan(SEPTEMBER[1], SEPTEMBER[0])


def test_the_way_of_statements_is_tracked(desk: Desk) -> None:
    books(desk)
    one, two = issued(desk, "MOVED"), issued(desk, "OLD")
    desk.documents.record_sent(one.number, "ems", "EA1", desk.clock.today())
    set_day(desk, "2026-10-20")
    assert [(each.document.number, each.days_waiting) for each in desk.statement_runs.tracked()] == [
        (two.number, 0), (one.number, 12),
    ]  # fmt: skip
    found = desk.documents.record_reply(one.number, "disputed", day("2026-10-19"), difference_fen=12_345)
    assert (found.state, found.standing.difference_fen, found.standing.answered_on) == (
        "disputed", 12_345, day("2026-10-19"),
    )  # fmt: skip
    assert desk.statement_runs.days_waiting(found) == 0
    desk.deliveries.void(two.number, "重做")
    with pytest.raises(DocumentEnded):
        desk.documents.record_reply(two.number, "agreed", day("2026-10-20"))


def test_a_signed_statement_is_evidence_moves_the_clock_and_covers_what_is_open(desk: Desk) -> None:
    books(desk)
    assert covered(desk) == {"MOVED": (0, 100_000), "OLD": (0, 70_000), "LATER": (0, 30_000)}
    one = issued(desk, "MOVED")
    told = desk.limitation.effect_of(one, "agreed", day("2026-10-08"), has_proof=True)
    assert [str(move.end_after) for move in told.moved] == ["2029-10-08"]
    desk.documents.record_reply(one.number, "agreed", day("2026-10-08"))
    assert covered(desk)["MOVED"] == (0, 100_000)  # not signed yet
    desk.documents.record_reply(one.number, "agreed", day("2026-10-08"), scan=SCAN)
    (line,) = desk.limitation.of(customer_id(desk, "MOVED")).lines
    assert str(line.raw_end) == "2029-10-08"
    assert covered(desk)["MOVED"] == (100_000, 100_000)
    (found,) = [each for each in desk.statement_runs.coverage().lines if each.customer_code == "MOVED"]
    assert (found.number, found.as_of) == (one.number, day("2026-09-30"))
    assert any(item.original_name == "回执.pdf" for item in desk.evidence.list(customer_id(desk, "MOVED")))


def test_figures_alone_are_weak_and_told_so(desk: Desk) -> None:
    books(desk)
    one = issued(desk, "OLD")
    told = desk.limitation.effect_of(one, "agreed", day("2026-10-08"), has_proof=True, reason="figures")
    assert (told.moved, told.advice and told.advice.rule) == ((), "figures_only")
    desk.documents.record_reply(one.number, "agreed", day("2026-10-08"), scan=SCAN, only_figures=True)
    (line,) = desk.limitation.of(customer_id(desk, "OLD")).lines
    assert str(line.raw_end) == "2029-02-01"
    kinds = {(event.outcome.event.kind, event.outcome.event.proof) for event in line.chain}
    assert ("statement_reconciled", "weak") in kinds


def test_a_signature_covers_for_twelve_months_and_no_more_than_is_open(desk: Desk) -> None:
    books(desk)
    one = issued(desk, "OLD")
    desk.documents.record_reply(one.number, "agreed", day("2026-10-08"), scan=SCAN)
    enter(desk, Book().customer("OLD").receipt("R9", "OLD", 300, "2026-10-08", {"O1": 300}))
    assert covered(desk)["OLD"] == (40_000, 40_000)
    set_day(desk, "2027-09-30")
    assert covered(desk)["OLD"] == (40_000, 40_000)
    set_day(desk, "2027-10-01")
    assert covered(desk)["OLD"] == (0, 40_000)


def test_a_later_difference_takes_the_cover_away(desk: Desk) -> None:
    books(desk)
    one = issued(desk, "OLD")
    desk.documents.record_reply(one.number, "agreed", day("2026-10-08"), scan=SCAN)
    desk.documents.record_reply(one.number, "disputed", day("2026-10-08"), difference_fen=100)
    assert covered(desk)["OLD"] == (0, 70_000)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 900), st.booleans()), min_size=1, max_size=5))
def test_the_cover_never_exceeds_what_is_open(desk: Desk, parts: list[tuple[int, bool]]) -> None:
    for amount, is_signed in parts:
        code = f"H{len(desk.customers.matching(''))}"
        enter(desk, Book().customer(code).invoice(f"I-{code}", code, amount, "2026-08-01", "2026-09-01"))
        if is_signed:
            one = issued(desk, code)
            scan = PastedFile("s.pdf", code.encode())
            desk.documents.record_reply(one.number, "agreed", day("2026-10-08"), scan=scan)
    report = desk.statement_runs.coverage()
    opened = sum(item.open_fen for item in balances.open_items(desk.clock.today()))
    assert sum(whole for _, whole in report.totals().values()) == opened

    def is_sound(line: CoverageLine) -> bool:
        return 0 <= line.covered_fen <= line.open_fen

    assert all(map(is_sound, report.lines))


def test_the_reservation_of_interest_stands_on_every_statement_that_demands(desk: Desk) -> None:
    books(desk)
    owing = extract_text(desk.documents.pdf(issued(desk, "OLD").number)).replace("\n", "")
    assert "本对账单仅确认本金余额" in owing
    assert "不影响、也不构成放弃合同约定的逾期付款违约金" in owing
    assert "仅为复核账目之用" not in owing
    ahead = extract_text(desk.documents.pdf(issued(desk, "AHEAD").number)).replace("\n", "")
    assert "承诺于" not in ahead  # nothing is owed: nothing is demanded
