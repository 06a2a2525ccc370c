"""A file is taken in with everything that is said of it, in one deed or not at all."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.services.evidence import PastedFile
from arcdesk.services.evidence_intake import Particulars
from arcdesk.services.evidence_links import UnknownLink
from arcdesk.services.evidence_notes import Note, UnknownForm
from arcdesk.services.ledger import UnknownInvoice
from tests.services.desks import CHINA, Book, customer_id, enter, table_rows

SAID = Particulars(
    kind="delivery_note", captured_at=datetime(2026, 6, 10, 15, 30, tzinfo=CHINA), source="司机带回", remark="第二联",
    note=Note(purpose="证明已交货", device="扫描仪", form="original", original_at="保险柜", custodian="王会计"),
)  # fmt: skip


@pytest.fixture
def who(desk: Desk) -> int:
    book = Book().customer("C1").customer("C2")
    book.invoice("A", "C1", 1000, "2026-01-01", "2026-02-01").invoice("B", "C1", 500, "2026-03-01", "2026-04-01")
    book.invoice("Z", "C2", 700, "2026-01-01", "2026-02-01")
    enter(desk, book)
    return customer_id(desk, "C1")


def invoice(desk: Desk, who: int, number: str) -> tuple[str, int]:
    return next((link.kind, link.id) for link in desk.evidence_links.choices(who) if link.name == number)


def test_file_note_and_links_are_one_deed(desk: Desk, who: int) -> None:
    belongs = (invoice(desk, who, "A"), invoice(desk, who, "B"))
    said = Particulars(SAID.kind, SAID.captured_at, SAID.source, SAID.remark, SAID.note, belongs)
    before = len(table_rows("audit_event"))
    stored = desk.intake.take_in(PastedFile("签收单.png", b"slip"), who, said)
    assert (stored.kind, stored.source, stored.note) == ("delivery_note", "司机带回", "第二联")
    assert stored.captured_at == "2026-06-10T15:30:00+08:00"
    assert desk.evidence_notes.of([stored.id]) == {stored.id: SAID.note}
    assert [link.name for link in desk.evidence_links.of(stored.id) if link.kind == "invoice"] == ["A", "B"]
    (event,) = table_rows("audit_event")[before:]
    body = json.loads(event[4])
    assert body["note"]["purpose"] == "证明已交货"
    assert [link["name"] for link in body["links"]] == ["A", "B"]
    states = {line.number: line.proof.states["delivery_note"] for line in desk.completeness.of(who)}
    assert states == {"A": "have", "B": "have"}


def test_the_same_file_again_gets_the_new_links_only(desk: Desk, who: int) -> None:
    first = desk.intake.take_in(PastedFile("a", b"1"), who, Particulars(belongs=(invoice(desk, who, "A"),)))
    both = Particulars(belongs=(invoice(desk, who, "A"), invoice(desk, who, "B")))
    again = desk.intake.take_in(PastedFile("a", b"1"), who, both)
    assert again.duplicate
    assert again.id == first.id
    named = [row for row in table_rows("evidence_link") if row[3] is not None]
    assert len(named) == 2


def test_what_is_wrong_leaves_nothing(desk: Desk, who: int) -> None:
    other = invoice(desk, customer_id(desk, "C2"), "Z")
    for said, refusal in (
        (Particulars(belongs=(other,)), UnknownLink),
        (Particulars(belongs=(("invoice", 999),)), UnknownInvoice),
        (Particulars(belongs=(("ghost", 1),)), UnknownLink),
        (Particulars(note=Note(form="stolen")), UnknownForm),
    ):
        with pytest.raises(refusal):
            desk.intake.take_in(PastedFile("a", b"1"), who, said)
    assert not table_rows("evidence")
