"""Letters with enclosures: one PDF, a list, pages counted through (F-61, C67)."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from arcdesk.bootstrap import Desk
from arcdesk.models.collection import Document
from arcdesk.pdf.errors import CannotCopy
from arcdesk.pdf.preview import page_texts
from arcdesk.services.evidence import PastedFile
from arcdesk.services.letter_enclosures import EnclosureChoice, EvidenceNotHis, UnknownEnclosure, choice_of
from tests.services.desks import Book, customer_id, enter


def picture(color: str = "navy") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (900, 1300), color).save(made, "PNG")
    return made.getvalue()


def pdf_of(pages: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, invariant=1)
    for number in range(pages):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.fixture
def who(desk: Desk) -> int:
    enter(desk, Book().customer("C1").invoice("F1", "C1", 1000, "2026-07-01", "2026-07-31"))
    return customer_id(desk, "C1")


def test_everything_is_one_pdf_with_a_list_and_pages_counted_through(desk: Desk, who: int) -> None:
    invoice = desk.evidence.add(PastedFile("发票F1.pdf", pdf_of(4)), kind="invoice", customer_id=who)
    slip = desk.evidence.add(PastedFile("送货单.png", picture()), kind="delivery_note", customer_id=who)
    choice = choice_of(["statement", "worksheet", "invoice", str(slip.id)])
    (letter,) = desk.letters.issue(who, "first", enclose=choice)
    pages = [re.sub(r"\s", "", page) for page in page_texts(desk.documents.pdf(letter.id))]
    total = len(pages)
    assert all(f"第{number}页共{total}页" in page for number, page in enumerate(pages, start=1))
    listed = next(page for page in pages if "附件名称" in page)
    first = pages.index(listed) + 1
    assert f"{first + 1}–{first + 1}" in listed  # the statement
    assert f"{first + 3}–{first + 6}" in listed  # the invoice's four pages
    assert f"{total}–{total}" in listed
    assert invoice.sha256[:16] in listed
    assert "往来对账单" in pages[first]
    assert "1,000.00" in pages[first]
    assert "计算表" in pages[first + 1]
    assert "附件：1.往来对账单" in "".join(pages[: first - 1])
    assert Document.get().snapshot["data"]["enclosed"] == [invoice.sha256, slip.sha256]


def test_the_same_enclosures_give_the_same_bytes(desk: Desk, who: int) -> None:
    slip = desk.evidence.add(PastedFile("送货单.png", picture()), kind="delivery_note", customer_id=who)
    choice = EnclosureChoice(frozenset({"statement"}), frozenset(), (slip.id,))
    assert desk.letters.preview(who, "first", enclose=choice) == desk.letters.preview(who, "first", enclose=choice)


def test_what_cannot_be_printed_is_refused_and_no_number_is_used(desk: Desk, who: int) -> None:
    talk = desk.evidence.add(PastedFile("通话.mp3", b"ID3 sound"), kind="recording", customer_id=who)
    broken = desk.evidence.add(PastedFile("合同.pdf", b"%PDF-1.7 broken"), kind="contract", customer_id=who)
    for piece in (talk, broken):
        with pytest.raises(CannotCopy):
            desk.letters.issue(who, "first", enclose=EnclosureChoice(pieces=(piece.id,)))
    (letter,) = desk.letters.issue(who, "first")
    assert letter.number == "CK-2026-0001"


def test_a_piece_of_another_customer_never_goes_out(desk: Desk, who: int) -> None:
    enter(desk, Book().customer("C2").invoice("F2", "C2", 5, "2026-07-01", "2026-07-31"))
    other = desk.evidence.add(PastedFile("a.png", picture("red")), kind="invoice", customer_id=customer_id(desk, "C2"))
    with pytest.raises(EvidenceNotHis):
        desk.letters.preview(who, "first", enclose=EnclosureChoice(pieces=(other.id,)))


def test_a_kind_brings_only_what_concerns_the_invoices_of_the_letter(desk: Desk, who: int) -> None:
    enter(desk, Book().customer("C1").invoice("F9", "C1", 7, "2026-10-01", "2027-01-31"))
    mine = desk.evidence.add(PastedFile("a.png", picture()), kind="invoice", customer_id=who, invoice_number="F1")
    desk.evidence.add(PastedFile("b.png", picture("red")), kind="invoice", customer_id=who, invoice_number="F9")
    desk.letters.issue(who, "first", enclose=choice_of(["invoice"]))
    assert Document.get().snapshot["data"]["enclosed"] == [mine.sha256]


def test_words_that_name_nothing_are_refused() -> None:
    with pytest.raises(UnknownEnclosure):
        choice_of(["everything"])
    assert not choice_of([])
