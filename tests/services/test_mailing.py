"""The EMS list, address labels, and copies of what left the house."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.pdf.labels import SHEETS, AddressTooLong, Label, NoSuchLabel, UnknownLabelSheet, render_labels
from arcdesk.pdf.preview import extract_text, page_count, page_size, page_texts
from arcdesk.services.contracts import ContractProfile
from arcdesk.services.customers import Person
from arcdesk.services.delivery_refusals import DocumentEnded
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.mailing import EMS_COLUMNS, NobodyToSendTo
from tests.services.desks import Book, customer_id, enter


def letters(desk: Desk, *codes: str, **facts: object) -> list[IssuedDocument]:
    book = Book()
    for code in codes:
        book.customer(code, **facts).invoice(f"A-{code}", code, 1000, "2026-01-01", "2026-02-01")
    enter(desk, book)
    return [desk.letters.issue(customer_id(desk, code), "first")[0] for code in codes]


def sheet_of(path: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    (sheet,) = book.worksheets
    return list(sheet.iter_rows(values_only=True))


def test_the_list_for_the_carrier_has_a_row_for_each_envelope(desk: Desk, tmp_path: Path) -> None:
    one, two = letters(desk, "C1", "C2")
    who = customer_id(desk, "C1")
    desk.contracts.save(ContractProfile(0, who, "HT-1", notice_address="杭州市文三路9号"))
    desk.customers.save_person(who, Person(0, "周敏", phone="013800000001", is_primary=True))
    plan = desk.mailing.plan([one.number, two.number, one.number])
    head, first, second = sheet_of(desk.mailing.ems_list(tmp_path / "清单.xlsx", plan))
    assert head == EMS_COLUMNS
    told = dict(zip(head, first, strict=True))
    assert told["收件人姓名"] == "周敏"
    assert told["收件人电话"] == "013800000001"  # a text: the zero stays
    assert told["收件人地址"] == "杭州市文三路9号"
    assert told["内件品名"] == f"催款函（编号 {one.number}，欠款1,000.00元）"
    assert told["备注"] == one.number
    assert told["寄件人单位"] == "苏州恒通精密机械有限公司"
    assert dict(zip(head, second, strict=True))["收件人地址"] == "C2路1号"
    every = desk.mailing.plan([one.number], every_address=True)
    assert [item.place.kind for item in every.items] == ["agreed", "registered"]


def test_what_looks_like_a_formula_stays_a_text(desk: Desk, tmp_path: Path) -> None:
    (one,) = letters(desk, "C1", address='=HYPERLINK("http://x")')
    path = desk.mailing.ems_list(tmp_path / "list.xlsx", desk.mailing.plan([one.number]))
    cell = openpyxl.load_workbook(path).worksheets[0]["E2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


def test_documents_without_an_address_are_named_and_void_ones_refused(desk: Desk, tmp_path: Path) -> None:
    one, two = letters(desk, "C1", "C2", address="")
    plan = desk.mailing.plan([one.number, two.number])
    assert [document.number for document in plan.without_address] == [one.number, two.number]
    for act in (lambda: desk.mailing.ems_list(tmp_path / "x.xlsx", plan), lambda: desk.mailing.labels(plan, "2x7")):
        with pytest.raises(NobodyToSendTo):
            act()
    assert list(tmp_path.glob("*.xlsx")) == []
    desk.deliveries.void(one.number, "重复")
    with pytest.raises(DocumentEnded):
        desk.mailing.plan([one.number])


def test_a_workspace_that_is_only_read_makes_lists_and_labels(desk: Desk, tmp_path: Path) -> None:
    (one,) = letters(desk, "C1")
    before = desk.deliveries.history(one.number)
    plan = desk.mailing.plan([one.number])
    assert one.number in extract_text(desk.mailing.labels(plan, "3x8", 24))
    assert desk.deliveries.history(one.number) == before


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_lies_within_a4_and_its_labels_do_not_overlap(name: str) -> None:
    sheet = SHEETS[name]
    right = sheet.left + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap
    assert sheet.left >= 0
    assert right <= 210.01
    assert sheet.top + sheet.rows * sheet.height <= 297.01


@pytest.mark.parametrize(("start", "pages"), [(1, 1), (13, 1), (14, 2)])
def test_labels_begin_at_the_label_that_is_asked_for(start: int, pages: int) -> None:
    two = [Label("甲公司", "周敏", "杭州市文三路9号", "13800000001", f"CK-{n}") for n in (1, 2)]
    pdf = render_labels(two, "2x7", start, "zh")
    assert page_count(pdf) == pages
    assert [round(side) for side in page_size(pdf, 0)] == [595, 842]
    assert render_labels(two, "2x7", start, "zh") == pdf  # the same input, the same bytes
    assert [text.count("CK-") for text in page_texts(pdf)] == ([2] if pages == 1 else [1, 1])


def test_a_label_says_who_gets_it_in_both_languages() -> None:
    one = Label("Pacific Trading Ltd.", "John Smith", "1 Ocean Drive, Singapore", "+65 1234", "CK-1")
    assert "Attn. John Smith" in extract_text(render_labels([one], "2x7", 1, "en"))
    assert "John Smith 收" in extract_text(render_labels([one], "2x7", 1, "zh"))
    alone = Label("甲有限公司", "甲有限公司", "杭州", "")
    assert extract_text(render_labels([alone], "2x7", 1, "zh")).count("甲有限公司") == 1


@pytest.mark.parametrize(
    ("sheet", "start", "address", "refusal"),
    [
        ("9x9", 1, "杭州", UnknownLabelSheet),
        ("2x7", 0, "杭州", NoSuchLabel),
        ("2x7", 15, "杭州", NoSuchLabel),
        ("3x8", 1, "很长的地址" * 80, AddressTooLong),
    ],
)
def test_what_no_label_can_hold_is_refused(
    sheet: str, start: int, address: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        render_labels([Label("甲公司", "周敏", address, "")], sheet, start, "zh")


def test_a_reprint_is_marked_and_entered_and_the_original_is_untouched(desk: Desk, tmp_path: Path) -> None:
    (one,) = letters(desk, "C1")
    sealed = desk.documents.pdf(one.number)
    assert desk.copies.pages(one.number) == sealed  # still in the house: an original
    desk.copies.note((one.id,))
    assert desk.deliveries.history(one.number) == ()
    desk.documents.record_sent(one.number, "ems", "EA1", desk.clock.today())
    marked = desk.copies.pages(one.number)
    texts = page_texts(marked)
    assert len(texts) == page_count(sealed)
    assert all("副本 COPY" in text for text in texts)
    assert all(line in texts[0] for line in page_texts(sealed)[0].split("\n")[:5])
    assert desk.documents.pdf(one.number) == sealed
    path = desk.copies.save(one.number, tmp_path)
    assert page_texts(path.read_bytes()) == texts
    assert "副本 COPY" in path.name
    assert [step.event for step in desk.deliveries.history(one.number)] == ["sent", "copied"]
    assert desk.documents.find(one.number).state == "sent"


def test_a_void_letter_is_printed_as_void(desk: Desk) -> None:
    (one,) = letters(desk, "C1")
    desk.deliveries.void(one.number, "金额写错")
    assert "作废 VOID" in extract_text(desk.copies.pages(one.number))


def test_several_documents_are_written_as_one(desk: Desk, tmp_path: Path) -> None:
    one, two = letters(desk, "C1", "C2")
    whole = desk.copies.save_joined((one.id, two.id), tmp_path / "all.pdf").read_bytes()
    assert page_count(whole) == sum(page_count(desk.documents.pdf(each.id)) for each in (one, two))
    text = extract_text(whole)
    assert text.index(one.number) < text.index(two.number)


def test_many_letters_are_recorded_as_sent_with_what_the_carrier_hands_back(desk: Desk, tmp_path: Path) -> None:
    one, two, three = letters(desk, "C1", "C2", "C3")
    file = tmp_path / "回单.csv"
    rows = ("备注,收件人姓名,运单号", f"{one.number},甲,EE1CN", f"{two.number},乙,EE2CN", f"{three.number},丙,")
    file.write_text("\n".join(rows), "gb18030")
    tracked = desk.mailing.tracked_in(file)
    assert tracked == ((one.number, "EE1CN"), (two.number, "EE2CN"))
    done = desk.mailing.record_sent(tracked, "ems", desk.clock.today())
    assert [(each.state, each.tracking, each.standing.address_kind) for each in done] == [
        ("sent", "EE1CN", "registered"), ("sent", "EE2CN", "registered"),
    ]  # fmt: skip
    assert desk.documents.find(three.number).state == "issued"


@pytest.mark.parametrize(
    "wrong", ["CK-2026-9999\tEE9", "CK-2026-0001 EE1 EE2", "CK-2026-0001 A\nCK-2026-0001 B", "CK-2026-0001"]
)
def test_one_wrong_line_records_nothing(desk: Desk, tmp_path: Path, wrong: str) -> None:
    one, two = letters(desk, "C1", "C2")
    file = tmp_path / "lines.txt"
    file.write_text(f"{wrong}\n" if wrong == one.number else f"{two.number}\tEE2\n{wrong}\n", "utf-8")
    with pytest.raises(Refusal):
        desk.mailing.record_sent(desk.mailing.tracked_in(file), "ems", desk.clock.today())
    assert {desk.documents.find(each.number).state for each in (one, two)} == {"issued"}


def test_the_list_comes_back_as_a_workbook_too(desk: Desk, tmp_path: Path) -> None:
    (one,) = letters(desk, "C1")
    path = desk.mailing.ems_list(tmp_path / "list.xlsx", desk.mailing.plan([one.number]))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(1, len(EMS_COLUMNS) + 1, "运单号")
    sheet.cell(2, len(EMS_COLUMNS) + 1, "EE77CN")
    book.save(path)
    assert desk.mailing.tracked_in(path) == ((one.number, "EE77CN"),)
