"""What becomes of letters: addresses, outcomes with their effect on limitation, void and taken back."""

from __future__ import annotations

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.models.base import proxy
from arcdesk.services.contracts import ContractProfile
from arcdesk.services.customers import Person
from arcdesk.services.deliveries import UnprovenDocument
from arcdesk.services.delivery_refusals import (
    DeliveryInFuture,
    DocumentEnded,
    EndedAlready,
    NotSentYet,
    OutcomeWithoutSending,
    ReasonMissing,
    ReturnReasonMissing,
    SentCannotBeVoid,
    UnknownAddressKind,
    UnknownOutcome,
    UnknownReturnReason,
    UnknownStep,
)
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.evidence import PastedFile
from arcdesk.services.letters import NothingToDemand
from tests.services.desks import Book, customer_id, day, enter, not_well, set_day

SLIP = PastedFile("退件.jpg", b"returned envelope")


def owing(desk: Desk, code: str = "C1", amount: int = 1000) -> int:
    enter(desk, Book().customer(code).invoice(f"A-{code}", code, amount, "2024-01-01", "2024-02-01"))
    return customer_id(desk, code)


def letter(desk: Desk, who: int, kind: str = "first") -> IssuedDocument:
    return desk.letters.issue(who, kind, force=True, reason="已与领导商定")[0]


def end(desk: Desk, who: int) -> str:
    (line,) = desk.limitation.of(who).lines
    return str(line.raw_end)


def sent(desk: Desk, who: int, address_kind: str = "registered", by: str = "ems") -> IssuedDocument:
    one = letter(desk, who)
    return desk.documents.record_sent(one.number, by, "EA123CN", desk.clock.today(), address_kind=address_kind)


def names(found: tuple[UnprovenDocument, ...]) -> list[tuple[str, int, str]]:
    return [(one.document.number, one.days, one.advice.rule) for one in found]


def test_the_agreed_address_is_offered_before_the_registered_one(desk: Desk) -> None:
    who = owing(desk)
    desk.contracts.save(ContractProfile(0, who, "HT-1", notice_address="杭州市文三路9号"))
    desk.customers.save_person(who, Person(0, "周敏", "财务经理", phone="13800000001", is_primary=True))
    places = desk.deliveries.addresses(who)
    assert [(place.kind, place.address) for place in places] == [
        ("agreed", "杭州市文三路9号"), ("registered", "C1路1号"),
    ]  # fmt: skip
    assert {(place.addressee, place.phone) for place in places} == {("周敏 财务经理", "13800000001")}


def test_nobody_who_is_not_to_be_contacted_is_written_on_the_envelope(desk: Desk) -> None:
    who = owing(desk)
    desk.customers.save_person(who, Person(0, "周敏", phone="13800000001", do_not_contact=True))
    (place,) = desk.deliveries.addresses(who)
    assert (place.addressee, place.phone) == ("C1有限公司", "")


def test_the_waybill_names_the_demand_its_number_and_the_sum(desk: Desk) -> None:
    who = owing(desk)
    one = letter(desk, who)
    assert desk.deliveries.contents(one) == f"催款函（编号 {one.number}，欠款1,000.00元）"


@pytest.mark.parametrize(
    ("address", "outcome", "reason", "ends"),
    [
        ("agreed", "refused", "", "2029-10-10"),
        ("registered", "refused", "", "2029-10-10"),
        ("registered", "returned", "unknown", "2029-10-10"),
        ("agreed", "returned", "unclaimed", "2029-10-10"),
        ("registered", "returned", "unclaimed", "2027-02-01"),
        ("other", "refused", "", "2027-02-01"),
        ("other", "returned", "unknown", "2027-02-01"),
        ("agreed", "returned", "other", "2027-02-01"),
        ("other", "delivered", "", "2029-10-10"),
    ],
)
def test_an_outcome_moves_the_clock_by_its_rule_and_the_effect_is_told_before(
    desk: Desk, address: str, outcome: str, reason: str, ends: str
) -> None:
    who = owing(desk)
    one = sent(desk, who, address)
    set_day(desk, "2026-10-12")
    on = day("2026-10-10")
    told = desk.limitation.effect_of(one, outcome, on, has_proof=True, reason=reason)
    assert end(desk, who) == "2027-02-01"  # nothing is written yet
    assert [(str(move.end_before), str(move.end_after)) for move in told.moves] == [("2027-02-01", ends)]
    assert (told.advice is None) == (ends == "2029-10-10")
    found = desk.deliveries.record_outcome(one.number, outcome, on, SLIP, reason=reason)
    assert end(desk, who) == ends
    assert (found.state, found.standing.is_proven) == (outcome, ends == "2029-10-10")
    (proof,) = desk.limitation.of(who).lines
    assert not_well(desk) == []
    assert proof.chain


def test_without_its_proof_an_outcome_moves_nothing_and_says_what_is_missing(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who, "agreed")
    told = desk.limitation.effect_of(one, "refused", desk.clock.today(), has_proof=False)
    assert not told.moved
    assert told.advice is not None
    assert told.advice.rule == "no_outcome_proof"
    desk.deliveries.record_outcome(one.number, "refused", desk.clock.today())
    assert end(desk, who) == "2027-02-01"


def test_what_came_back_is_sent_again_and_may_then_arrive(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who, "other")
    set_day(desk, "2026-10-12")
    desk.deliveries.record_outcome(one.number, "returned", day("2026-10-12"), SLIP, reason="unknown")
    assert names(desk.deliveries.unproven()) == [(one.number, 4, "send_again")]
    again = desk.documents.record_sent(
        one.number, "ems", "EA456CN", day("2026-10-12"), address_kind="agreed"
    )
    assert (again.state, again.tracking) == ("sent", "EA456CN")
    assert names(desk.deliveries.unproven()) == [(one.number, 0, "on_its_way")]
    set_day(desk, "2026-10-15")
    slip = PastedFile("签收.jpg", b"slip")
    desk.deliveries.record_outcome(one.number, "delivered", day("2026-10-14"), slip, signer="收发室")
    assert end(desk, who) == "2029-10-14"
    assert desk.deliveries.unproven() == ()
    assert [step.signer for step in desk.deliveries.history(one.number)][-1] == "收发室"


def test_letters_without_proof_are_listed_the_longest_wait_first(desk: Desk) -> None:
    first, second, third = owing(desk, "C1"), owing(desk, "C2"), owing(desk, "C3")
    a, b, gone = sent(desk, first), letter(desk, second), letter(desk, third)
    desk.deliveries.void(gone.number, "对象错误")
    letter(desk, owing(desk, "C4"), "reminder")  # demands nothing
    set_day(desk, "2026-10-20")
    assert names(desk.deliveries.unproven()) == [(a.number, 12, "on_its_way"), (b.number, 12, "not_sent")]
    desk.deliveries.record_outcome(a.number, "delivered", day("2026-10-10"))
    assert names(desk.deliveries.unproven(first)) == [(a.number, 12, "no_delivery_proof")]


def test_a_void_letter_is_to_the_gate_as_if_it_had_never_been(desk: Desk) -> None:
    who = owing(desk)
    one = letter(desk, who)
    with pytest.raises(NothingToDemand):
        desk.letters.issue(who, "first")  # the interval between letters
    found = desk.deliveries.void(one.number, "金额写错")
    assert found.state == "void"
    (again,) = desk.letters.issue(who, "first")
    assert int(again.number[-4:]) == int(one.number[-4:]) + 1  # its number stays used
    assert [each.state for each in desk.letters.issued()] == ["issued", "void"]
    chain = [event.record.id for line in desk.limitation.of(who).lines for event in line.chain]
    assert one.id not in chain


def test_only_what_is_in_the_house_can_be_void(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who)
    with pytest.raises(SentCannotBeVoid):
        desk.deliveries.void(one.number, "金额写错")
    with pytest.raises(NotSentYet):
        desk.deliveries.withdraw(letter(desk, who).number, "金额写错")


def test_what_was_taken_back_no_longer_counts_for_itself(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who)
    desk.deliveries.record_outcome(one.number, "delivered", desk.clock.today(), SLIP)
    assert end(desk, who) == "2029-10-08"
    note = PastedFile("撤回函.pdf", b"note")
    found = desk.deliveries.withdraw(one.number, "金额写错", proof=note)
    assert (found.state, end(desk, who)) == ("withdrawn", "2027-02-01")
    (line,) = desk.limitation.of(who).lines
    (event,) = line.chain
    assert (event.outcome.event.proof, event.record.advice and event.record.advice.rule) == ("weak", "withdrawn")
    assert desk.letters.issue(who, "first")  # the interval is over with it


@pytest.mark.parametrize("ended", ["void", "withdrawn"])
def test_what_no_longer_counts_is_neither_sent_nor_ended_again(desk: Desk, ended: str) -> None:
    who = owing(desk)
    one = letter(desk, who) if ended == "void" else sent(desk, who)
    act = desk.deliveries.void if ended == "void" else desk.deliveries.withdraw
    with pytest.raises(ReasonMissing):
        act(one.number, "  ")
    act(one.number, "重复")
    with pytest.raises(EndedAlready):
        act(one.number, "重复")
    with pytest.raises(DocumentEnded):
        desk.documents.record_sent(one.number, "ems", "EA1", desk.clock.today())


def test_an_entry_made_by_mistake_is_taken_out_by_a_new_one(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who)
    desk.deliveries.record_outcome(one.number, "delivered", desk.clock.today(), SLIP)
    _, wrong = desk.deliveries.history(one.number)
    found = desk.deliveries.take_back(one.number, wrong.id, "是另一封信的回执")
    assert (found.state, found.standing.is_proven, end(desk, who)) == ("sent", False, "2027-02-01")
    assert [step.mistaken for step in desk.deliveries.history(one.number)] == [False, True]
    with pytest.raises(UnknownStep):
        desk.deliveries.take_back(one.number, wrong.id, "again")
    with pytest.raises(UnknownStep):
        desk.deliveries.take_back(one.number, 99, "none")
    assert not_well(desk) == []


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda d, n: d.deliveries.record_outcome(n, "lost", d.clock.today()), UnknownOutcome),
        (lambda d, n: d.deliveries.record_outcome(n, "returned", d.clock.today()), ReturnReasonMissing),
        (lambda d, n: d.deliveries.record_outcome(n, "returned", d.clock.today(), reason="x"), UnknownReturnReason),
        (lambda d, n: d.deliveries.record_outcome(n, "refused", d.clock.today()), OutcomeWithoutSending),
        (lambda d, n: d.deliveries.record_outcome(n, "delivered", day("2026-12-01")), DeliveryInFuture),
        (lambda d, n: d.documents.record_sent(n, "ems", "", d.clock.today(), address_kind="x"), UnknownAddressKind),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, act: object, refusal: type[Refusal]
) -> None:
    one = letter(desk, owing(desk))
    with pytest.raises(refusal):
        act(desk, one.number)  # type: ignore[operator]
    assert desk.deliveries.history(one.number) == ()


def test_the_database_itself_refuses_to_rewrite_a_delivery(desk: Desk) -> None:
    sent(desk, owing(desk))
    for statement in ("UPDATE delivery SET tracking = 'x'", "DELETE FROM delivery"):
        with pytest.raises(Exception, match="append-only"):
            proxy.execute_sql(statement)


def test_a_letter_over_nothing_or_a_credit_cannot_be_made(desk: Desk) -> None:
    book = Book().customer("P").invoice("PAID", "P", 100, "2026-01-01", "2026-02-01")
    book.receipt("R1", "P", 100, "2026-03-01", {"PAID": 100})
    book.customer("Q").invoice("CN", "Q", -50, "2026-01-01")
    book.customer("S").invoice("OVER", "S", 100, "2026-01-01", "2026-02-01").receipt("R2", "S", 150, "2026-03-01")
    enter(desk, book)
    for code in ("P", "Q", "S"):
        for kind in ("auto", "reminder", "first"):
            with pytest.raises(NothingToDemand):
                desk.letters.issue(customer_id(desk, code), kind, force=True)
    assert desk.letters.issued() == ()


def test_the_balance_then_stays_beside_the_balance_now(desk: Desk) -> None:
    who = owing(desk)
    one = letter(desk, who)
    enter(desk, Book().customer("C1").receipt("R1", "C1", 400, "2026-10-08", {"A-C1": 400}))
    found = desk.documents.find(one.number)
    assert (found.balance_then_fen, found.balance_now_fen) == (100_000, 60_000)


def test_the_next_demand_does_not_build_on_a_void_one(desk: Desk) -> None:
    who = owing(desk)
    one = letter(desk, who, "auto")
    assert one.level == "first"
    desk.deliveries.void(one.number, "金额写错")
    assert letter(desk, who, "auto").level == "first"


def test_a_message_sent_besides_does_not_take_the_refusal_of_the_post_away(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who, "registered")
    set_day(desk, "2026-10-10")
    desk.documents.record_sent(one.number, "email", "", day("2026-10-09"))
    told = desk.limitation.effect_of(one, "refused", day("2026-10-10"), has_proof=True)
    assert [str(move.end_after) for move in told.moved] == ["2029-10-10"]
    found = desk.deliveries.record_outcome(one.number, "refused", day("2026-10-10"), SLIP)
    assert (end(desk, who), found.standing.is_proven) == ("2029-10-10", True)
    assert desk.deliveries.unproven() == ()


def test_a_message_that_bounced_is_no_arrival(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who, "", by="email")
    found = desk.deliveries.record_outcome(one.number, "returned", desk.clock.today(), SLIP, reason="unknown")
    assert (end(desk, who), found.standing.is_proven) == ("2027-02-01", False)
    assert names(desk.deliveries.unproven()) == [(one.number, 0, "bounced")]


def test_a_refusal_elsewhere_counts_once_a_person_confirms_it_by_its_own_file(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who, "other")
    desk.deliveries.record_outcome(one.number, "refused", desk.clock.today(), SLIP)
    assert end(desk, who) == "2027-02-01"
    desk.limitation.confirm(who, f"document:{one.id}")
    assert end(desk, who) == "2029-10-08"


def test_a_refusal_that_was_entered_by_mistake_is_not_looked_at(desk: Desk) -> None:
    who = owing(desk)
    one = sent(desk, who, "other")
    desk.deliveries.record_outcome(one.number, "returned", desk.clock.today(), SLIP, reason="other")
    step = desk.deliveries.history(one.number)[-1]
    desk.deliveries.take_back(one.number, step.id, "另一封信")
    assert names(desk.deliveries.unproven()) == [(one.number, 0, "on_its_way")]
