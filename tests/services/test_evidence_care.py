"""Originals that go out and come back, links added later, lengths of recordings, and what is said in them."""

from __future__ import annotations

import io
import json
import struct
import wave
import zipfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.models.base import proxy
from arcdesk.services import evidence_custody as custody
from arcdesk.services import evidence_links as links
from arcdesk.services import transcripts
from arcdesk.services.contacts import NewContact
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.durations import duration_ms
from arcdesk.services.evidence import PastedFile, UnknownEvidence
from arcdesk.services.evidence_copies import ProgramNotOpened
from arcdesk.services.evidence_notes import Note
from arcdesk.services.ledger import UnknownInvoice
from tests.services.desks import TODAY, Book, customer_id, enter, set_day, table_rows


@pytest.fixture
def who(desk: Desk) -> int:
    book = Book().customer("C1").customer("C2")
    book.invoice("A", "C1", 1000, "2026-01-01", "2026-02-01").invoice("B", "C1", 500, "2026-03-01", "2026-04-01")
    book.invoice("Z", "C2", 700, "2026-01-01", "2026-02-01")
    enter(desk, book)
    return customer_id(desk, "C1")


def wav(seconds: float) -> bytes:
    packed = io.BytesIO()
    with wave.open(packed, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(seconds * 8000) * 2))
    return packed.getvalue()


def amr(frames: int) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames  # mode 7: 12.2 kbit/s


@pytest.fixture
def contract(desk: Desk, who: int) -> int:
    return desk.evidence.add(PastedFile("合同.png", b"\x89PNG scan"), who, kind="contract").id


@pytest.fixture
def call(desk: Desk, who: int) -> int:
    return desk.evidence.add(PastedFile("通话.wav", wav(205)), who, kind="recording").id


def events(action: str) -> list[dict[str, object]]:
    return [json.loads(str(row[4])) for row in table_rows("audit_event") if row[2] == action]


def test_an_original_goes_out_comes_back_and_leaves_its_history(desk: Desk, who: int, contract: int) -> None:
    assert desk.custody.of([contract]) == {}
    with pytest.raises(custody.NoOriginalNoted):
        desk.custody.lend(contract, "王律师", TODAY)
    desk.evidence_notes.describe(contract, Note(form="original", original_at="保险柜", custodian="李会计"))
    kept = desk.custody.of([contract])[contract]
    assert (kept.state, kept.place, kept.holder, kept.is_available) == ("kept", "保险柜", "李会计", True)
    back_by = TODAY + timedelta(days=7)
    now = desk.custody.lend(contract, " 王律师 ", TODAY, back_by=back_by, note="开庭用")
    assert (now.state, now.holder, now.since, now.back_by) == ("lent", "王律师", TODAY, back_by)
    assert not now.is_late(back_by)
    assert now.is_late(back_by + timedelta(days=1))
    assert desk.custody.out() == {contract: now}
    assert desk.evidence.verify().all_well
    with pytest.raises(custody.OriginalIsOut, match="王律师"):
        desk.custody.lend(contract, "别人", TODAY)
    set_day(desk, "2026-10-20")
    back = desk.custody.give_back(contract, date(2026, 10, 19))
    assert (back.state, back.place, back.holder) == ("kept", "保险柜", "李会计")
    assert desk.custody.out() == {}
    with pytest.raises(custody.OriginalIsIn):
        desk.custody.give_back(contract, date(2026, 10, 20))
    lost = desk.custody.report_lost(contract, date(2026, 10, 20))
    assert (lost.state, lost.is_available) == ("lost", False)
    for act in (lambda: desk.custody.report_lost(contract, date(2026, 10, 20)),
                lambda: desk.custody.lend(contract, "x", date(2026, 10, 20))):  # fmt: skip
        with pytest.raises(custody.OriginalIsLost):
            act()
    assert desk.custody.give_back(contract, date(2026, 10, 20)).state == "kept"
    assert [e.event for e in desk.custody.history(contract)] == ["returned", "lost", "returned", "lent"]
    assert [e["customer_id"] for e in events("evidence.lent")] == [who]
    assert len(events("evidence.returned")) == 2
    assert desk.evidence.verify().all_well


@pytest.mark.parametrize(
    ("on", "back_by", "holder", "refusal"),
    [
        (TODAY + timedelta(days=1), None, "x", custody.CustodyDayImplausible),
        (TODAY, TODAY - timedelta(days=1), "x", custody.BackBeforeLent),
        (TODAY, None, "  ", custody.HolderMissing),
    ],
)
def test_what_cannot_be_is_refused(
    desk: Desk, contract: int, on: date, back_by: date | None, holder: str, refusal: type[Refusal]
) -> None:
    desk.evidence_notes.describe(contract, Note(form="original"))
    with pytest.raises(refusal):
        desk.custody.lend(contract, holder, on, back_by=back_by)
    with pytest.raises(UnknownEvidence):
        desk.custody.lend(999, "x", TODAY)
    assert desk.custody.history(contract) == ()


def test_an_original_does_not_return_before_it_left(desk: Desk, contract: int) -> None:
    desk.evidence_notes.describe(contract, Note(original_at="柜子"))
    desk.custody.lend(contract, "x", TODAY)
    with pytest.raises(custody.CustodyDayImplausible, match=str(TODAY)):
        desk.custody.give_back(contract, TODAY - timedelta(days=1))


@pytest.mark.parametrize("table", ["evidence_custody", "evidence_transcript"])
def test_what_was_recorded_stays(desk: Desk, contract: int, table: str) -> None:
    desk.evidence_notes.describe(contract, Note(form="original"))
    desk.custody.lend(contract, "x", TODAY)
    desk.transcripts.write(contract, "x")
    for sql in (f"UPDATE {table} SET evidence_id = 1", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(Exception, match="append-only"):
            proxy.execute_sql(sql)


def test_a_piece_is_linked_later_and_seen_from_both_ends(desk: Desk, who: int, contract: int) -> None:
    contact = desk.contacts.log(NewContact(who, "phone", "paid", note="x")).id
    (letter,) = desk.letters.issue(who, force=True, reason="已与领导商定")
    sent = desk.documents.record_sent(letter.number, "ems", "EX1", TODAY)
    delivery = table_rows("delivery")[-1][0]
    made = desk.evidence_links.add(
        contract, ("invoice", "A"), ("contact", contact), ("document", letter.number), ("delivery", str(delivery)),
        ("customer", "C2"),
    )  # fmt: skip
    assert [link.kind for link in made] == ["invoice", "contact", "document", "delivery", "customer"]
    found = desk.evidence_links.of(contract)
    assert [link.kind for link in found] == ["customer", "customer", "invoice", "contact", "document", "delivery"]
    assert {link.name for link in found} >= {"A", letter.number, "C2有限公司"}
    proofs = desk.evidence_links.behind("document", letter.id)
    assert [proof.id for proof in proofs] == [contract]
    assert sent.evidence_id not in [proof.id for proof in proofs]
    assert [proof.id for proof in desk.evidence_links.behind("contact", contact)] == [contract]
    assert contract in [piece.id for piece in desk.evidence.list(customer_id(desk, "C2"))]
    (event,) = events("evidence.linked")
    assert len(event["links"]) == 5  # type: ignore[arg-type]
    with pytest.raises(links.LinkedAlready):
        desk.evidence_links.add(contract, ("invoice", "A"))


def test_of_several_links_all_are_made_or_none(desk: Desk, contract: int) -> None:
    before = table_rows("evidence_link")
    for targets, refusal in (
        ((("invoice", "B"), ("invoice", "NOPE")), UnknownInvoice),
        ((("customer", "NOPE"),), UnknownCustomer),
        ((("contact", "99"),), links.UnknownLink),
        ((("contact", "abc"),), links.UnknownLink),
        ((("delivery", "9" * 40),), links.UnknownLink),
        ((("ghost", "1"),), links.UnknownLink),
        ((("invoice", "B"), ("invoice", "B")), links.LinkedAlready),
        ((), links.NothingToLink),
    ):
        with pytest.raises(refusal):
            desk.evidence_links.add(contract, *targets)
    assert table_rows("evidence_link") == before


def test_choices_are_what_the_customer_has(desk: Desk, who: int) -> None:
    names = {(link.kind, link.name) for link in desk.evidence_links.choices(who)}
    assert {("customer", "C1有限公司"), ("invoice", "A"), ("invoice", "B")} <= names
    assert ("invoice", "Z") not in names


def test_links_follow_a_customer_who_is_merged(desk: Desk, who: int, contract: int) -> None:
    desk.evidence_links.add(contract, ("invoice", "A"))
    desk.customer_moves.merge("C1", "C2", "同一家")
    assert contract in [piece.id for piece in desk.evidence.list(customer_id(desk, "C2"))]
    assert "A" in {link.name for link in desk.evidence_links.of(contract)}


def m4a(seconds: int) -> bytes:
    """The boxes of an MPEG-4 file that say how long it is, as a phone writes them."""

    def box(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content) + 8) + kind + content

    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80))
    return box(b"ftyp", b"M4A \0\0\0\0M4A ") + box(b"moov", mvhd)


@pytest.mark.parametrize(
    ("name", "content", "length"),
    [
        ("通话.wav", wav(2.5), 2500),
        ("通话.amr", amr(500), 10_000),
        ("通话.AMR", amr(1), 20),
        ("宽带.awb", b"#!AMR-WB\n" + (b"\x04" + bytes(17)) * 50, 1000),
        ("录音.m4a", m4a(125), 125_000),
        ("x.amr", b"#!AMR\n", None),
        ("x.mp3", b"ID3 a call", None),
        ("x.wav", wav(1)[:20], None),
        ("x.mp4", b"\0\0\0\x18ftypmp42", None),
        ("x.txt", wav(1), None),
    ],
)
def test_the_length_of_a_recording_is_kept(
    desk: Desk, who: int, name: str, content: bytes, length: int | None
) -> None:
    kept = desk.evidence.add(PastedFile(name, content), who)
    assert kept.duration_ms == length
    assert desk.evidence.find(kept.id).duration_ms == length


@given(st.sampled_from([".mp3", ".wav", ".m4a", ".ogg", ".flac", ".amr", ".wma"]), st.binary(max_size=400))
def test_no_bytes_stop_the_reading_of_a_length(suffix: str, content: bytes) -> None:
    for start in (b"", b"ID3\x03", b"RIFF\xff\xff\xff\xffWAVE", b"OggS", b"fLaC", b"\0\0\0\x20ftypM4A ", b"#!AMR\n"):
        found = duration_ms(io.BytesIO(start + content), f"x{suffix}")
        assert found is None or 0 < found < 30 * 24 * 3600 * 1000


def test_a_transcript_is_typed_or_read_and_the_latest_counts(desk: Desk, call: int, tmp_path: Path) -> None:
    first = desk.transcripts.write(call, "甲：你好  \n乙：下周付\n\n", author="李会计")
    assert first.text == "甲：你好\n乙：下周付"
    file = tmp_path / "文字稿.txt"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        file.write_bytes(f"甲：欠款{encoding}\r\n乙：认".encode(encoding))
        kept = desk.transcripts.read_file(call, file)
        assert kept.text == f"甲：欠款{encoding}\n乙：认"
        assert desk.evidence.find(kept.source_id).original_name == "文字稿.txt"
    assert desk.transcripts.of([call])[call] == kept
    assert len(desk.transcripts.history(call)) == 5
    assert len(events("evidence.transcribed")) == 5


def test_what_no_page_can_show_is_taken_out_of_a_transcript(desk: Desk, call: int) -> None:
    kept = desk.transcripts.write(call, "甲：\udcff好\x00\x1b[31m\u202e", author="李\n会计\udc80")
    assert kept.text == "甲：?好  [31m"
    assert kept.author == "李 会计?"
    assert desk.evidence.verify().all_well


def test_what_is_no_transcript_is_refused(desk: Desk, call: int, tmp_path: Path) -> None:
    for text, refusal in (
        (" \n", transcripts.TranscriptEmpty), ("x" * (transcripts.MOST_CHARACTERS + 1), transcripts.TranscriptTooLong)
    ):  # fmt: skip
        with pytest.raises(refusal):
            desk.transcripts.write(call, text)
    file = tmp_path / "x.txt"
    for content in (b"PK\x03\x04\0\0binary", b"\xff\xff\xff", b"\xff\xfe\x00\xd8"):
        file.write_bytes(content)
        with pytest.raises(transcripts.TranscriptNotText):
            desk.transcripts.read_file(call, file)
    with pytest.raises(UnknownEvidence):
        desk.transcripts.write(999, "x")
    assert desk.transcripts.of([call]) == {}


def page_texts(file: Path) -> list[str]:
    with closing(pypdfium2.PdfDocument(file)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_the_bundle_prints_transcript_length_and_where_the_original_is(
    desk: Desk, who: int, call: int, contract: int, tmp_path: Path
) -> None:
    said = "\n".join(f"甲：第{number}句，请于本月付清😀。" for number in range(60))
    desk.transcripts.write(call, said, author="李会计")
    desk.evidence_notes.describe(contract, Note(form="original", original_at="保险柜"))
    desk.custody.lend(contract, "王律师", TODAY)
    copy = desk.evidence.add(PastedFile("送货单.png", b"\x89PNG copy"), who, kind="delivery_note").id
    desk.evidence_notes.describe(copy, Note(form="copy", original_at="档案室"))
    gone = desk.evidence.add(PastedFile("对账单.png", b"\x89PNG gone"), who, kind="statement").id
    desk.evidence_notes.describe(gone, Note(form="original"))
    desk.custody.report_lost(gone, TODAY)
    made = desk.bundles.make(who, tmp_path)
    index = "".join(page_texts(made.index)).replace("\r\n", "").replace("\n", "")
    for words in ("王律师", "2026-10-08", "复印件，原件备查", "复印件，原件遗失", "时长 3:25"):
        assert words in index, words
    item = next(each for each in made.items if "通话" in each.title)
    assert item.last_page - item.first_page + 1 == 3  # its own page and two of the transcript
    texts = page_texts(made.bundle)
    assert len(texts) == made.pages + len(made.items)
    pages = [text.replace("\r\n", "") for text in texts if "录音文字稿" in text]
    assert len(pages) == 2
    assert "第0句" in pages[0]
    assert "第59句" in pages[1]
    assert "李会计" in pages[0]
    assert f"第 {item.last_page} 页" in pages[1]


def test_a_contract_s_scan_goes_along_with_the_invoices_of_that_contract(desk: Desk, who: int, tmp_path: Path) -> None:
    from arcdesk.services.contracts import ContractProfile

    desk.contracts.save(ContractProfile(0, who, "HT-1"))
    desk.contracts.link(["A"], "HT-1")
    scan = desk.evidence.add(PastedFile("HT-1.png", b"\x89PNG HT-1"), who, kind="contract")
    desk.evidence_links.add(scan.id, ("contract", "HT-1"))
    assert [proof.id for proof in desk.evidence_links.behind("contract", desk.contracts.find("HT-1").id)] == [scan.id]
    with_it = desk.bundles.make(who, tmp_path, invoices=["A"])
    assert scan.sha256 in [item.sha256 for item in with_it.items]
    desk.evidence.add(PastedFile("B.png", b"\x89PNG B"), who, invoice_number="B")
    without = desk.bundles.make(who, tmp_path, invoices=["B"])
    assert scan.sha256 not in [item.sha256 for item in without.items]


def office(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "x")
    return packed.getvalue()


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600_000)
MACRO = "_VBA_PROJECT".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "opens"),
    [
        ("对账.xlsx", office("xl/workbook.xml"), True),
        ("对账.xlsx", office("xl/vbaProject.bin"), False),
        ("对账.xlsx", office("xl/macrosheets/sheet1.xml"), False),
        ("合同.doc", OLD_OFFICE, True),
        ("合同.doc", OLD_OFFICE + bytes(448_570) + MACRO, False),  # across two blocks of reading
        ("合同.xls", OLD_OFFICE + MACRO + bytes(600_000), False),
        ("坏.docx", b"PK\x03\x04 no zip", True),
        ("通话.amr", amr(50), True),
        ("通话.amr", b"#!/bin/sh\n", False),
        ("x.pdf.exe. ", b"x", False),
        ("a.txt", b"MZ", False),
    ],
)
def test_what_runs_or_carries_a_macro_is_not_opened(
    desk: Desk, who: int, name: str, content: bytes, *, opens: bool
) -> None:
    kept = desk.evidence.add(PastedFile(name, content), who)
    if opens:
        assert desk.evidence_copies.open_copy(kept.id).read_bytes() == content
    else:
        with pytest.raises(ProgramNotOpened):
            desk.evidence_copies.open_copy(kept.id)


def test_what_is_saved_printed_viewed_and_exported_is_an_event_of_its_customer(
    desk: Desk, who: int, contract: int, tmp_path: Path
) -> None:
    (letter,) = desk.letters.issue(who, force=True, reason="已与领导商定")
    kept = desk.handouts.save(letter.number, tmp_path)
    pdf = kept.read_bytes()
    desk.handouts.printed("催款函", (pdf,), 2)
    desk.handouts.saved("工作表.pdf", b"%PDF a worksheet")
    desk.evidence_copies.open_copy(contract)
    desk.evidence.export(contract, tmp_path / "out.png")
    saved, loose = events("document.saved")
    assert (saved["title"], saved["customer_id"]) == (kept.name, who)
    assert saved["evidence"] == [desk.documents.find(letter.number).evidence_id]
    assert "customer_id" not in loose
    (printed,) = events("document.printed")
    assert (printed["pages"], printed["customer_id"], printed["sha256"]) == (2, who, saved["sha256"])
    assert [e["customer_id"] for e in (*events("evidence.viewed"), *events("evidence.exported"))] == [who, who]
    desk.workspace.can_write = False  # type: ignore[misc]
    desk.handouts.printed("催款函", (pdf,), 2)
    assert len(events("document.printed")) == 1
