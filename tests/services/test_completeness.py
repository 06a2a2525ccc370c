"""How complete the proof of an invoice is, and what it says to get next."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.completeness import NEXT, PARTIAL, WEIGHTS, Completeness, ProofFacts, completeness
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.services.evidence_notes import Note
from tests.services.desks import TODAY, Book, customer_id, enter

SCAN = PastedFile("scan.pdf", b"%PDF a scan")


def test_the_weights_are_parts_of_a_hundred_and_every_gap_has_words() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert set(NEXT) == set(WEIGHTS)
    assert set(PARTIAL) == set(WEIGHTS) - {"letter"}


@given(st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.sampled_from(["have", "partial", "missing"])))
def test_nothing_missing_means_a_hundred_and_no_next_step(chosen: dict[str, str]) -> None:
    states = {name: chosen.get(name, "have") for name in WEIGHTS}
    found = Completeness(states)  # type: ignore[arg-type]
    assert 0 <= found.percent <= 100
    assert (found.percent == 100) == (set(states.values()) == {"have"}) == (found.next_step == "")


def test_more_proof_never_lowers_the_figure() -> None:
    flags = ("has_contract", "was_delivered", "statement_issued", "letter_issued")
    for values in product((False, True), repeat=len(flags)):
        few = dict(zip(flags, values, strict=True))
        less = completeness(ProofFacts(**few)).percent  # type: ignore[arg-type]
        more = completeness(ProofFacts(**few, own=frozenset({"delivery_note", "wechat"}))).percent  # type: ignore[arg-type]
        assert more > less


def proof(desk: Desk, number: str = "A") -> Completeness:
    return next(line.proof for line in desk.completeness.of() if line.number == number)


def test_each_deed_of_the_collector_shows_at_once(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
          .invoice("B", "C1", 9000, "2026-01-01", "2026-02-01"))  # fmt: skip
    who = customer_id(desk, "C1")
    assert proof(desk).percent == 0
    assert proof(desk).next_step == NEXT["delivery_note"]
    desk.evidence.add(SCAN, who, kind="delivery_note", invoice_number="A")
    assert proof(desk).states["delivery_note"] == "have"
    assert proof(desk, "B").states["delivery_note"] == "missing"
    assert proof(desk).next_step == NEXT["contract"]
    contract = desk.evidence.add(PastedFile("c.pdf", b"%PDF contract"), who, kind="other")
    assert proof(desk).states["contract"] == "missing"
    desk.evidence_notes.describe(contract.id, Note(kind="contract"))
    assert proof(desk, "B").states["contract"] == "have"
    desk.contacts.log(NewContact(who, "phone", "promised", note="will pay"))
    assert proof(desk).states["conversation"] == "partial"
    shot = PastedFile("chat.png", b"\x89PNG chat")
    desk.contacts.log(NewContact(who, "wechat", "promised", attachments=(shot,)))
    assert proof(desk).states["conversation"] == "have"
    letter = desk.letters.issue(who, "first", force=True, reason="已与领导商定")[0]
    assert (proof(desk).states["letter"], proof(desk).states["delivery"]) == ("have", "missing")
    desk.documents.record_sent(letter.number, "ems", "1234567890123", TODAY)
    assert proof(desk).states["delivery"] == "partial"
    desk.documents.record_delivered(letter.number, TODAY, PastedFile("slip.png", b"\x89PNG slip"))
    assert proof(desk).states["delivery"] == "have"


def test_the_least_proven_and_largest_comes_first(desk: Desk) -> None:
    book = Book().customer("C1")
    for number, amount in (("S", 10), ("L", 900), ("P", 9999)):
        book.invoice(number, "C1", amount, "2026-01-01", "2026-02-01")
    enter(desk, book)
    desk.evidence.add(SCAN, customer_id(desk, "C1"), kind="delivery_note", invoice_number="P")
    assert [line.number for line in desk.completeness.of(customer_id(desk, "C1"))] == ["L", "S", "P"]
