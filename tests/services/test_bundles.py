"""The court bundle: every piece numbered, every page counted, every byte provable by a stranger."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from arcdesk.bootstrap import Desk
from arcdesk.domain.audit import GENESIS, chain_hash
from arcdesk.domain.exhibits import numbers, page_ranges
from arcdesk.services.bundles import EvidenceNotSound, NothingToBundle
from arcdesk.services.evidence import PastedFile, UnknownEvidence
from arcdesk.services.evidence_notes import Note, NothingNoted, UnknownForm
from arcdesk.services.ledger import UnknownInvoice
from tests.services.desks import Book, customer_id, enter, table_rows
from tests.services.tsa import WHEN, Authority


def pdf_of(*texts: str, rotation: int = 0, script: str = "") -> bytes:
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=(595, 595))
    for text in texts:
        canvas.drawString(72, 500, text)
        if rotation:
            canvas.setPageRotation(rotation)
        if script:
            canvas._doc.Catalog.OpenAction = script  # what a viewer would run when it opens the file
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def image_of(width: int, height: int, kind: str = "PNG") -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", (width, height), "#88aa88").save(packed, kind)
    return packed.getvalue()


@pytest.fixture
def claim(desk: Desk) -> int:
    book = Book().customer("C1").customer("C2")
    book.invoice("A", "C1", 1000, "2026-01-01", "2026-02-01").invoice("B", "C1", 500, "2026-03-01", "2026-04-01")
    book.invoice("Z", "C2", 700, "2026-01-01", "2026-02-01")
    enter(desk, book)
    who = customer_id(desk, "C1")
    add = desk.evidence.add
    add(PastedFile("合同.pdf", pdf_of("contract 1", "contract 2", "contract 3", "contract 4")), who, kind="contract")
    add(PastedFile("签收单.png", image_of(800, 1200)), who, kind="delivery_note", invoice_number="A")
    add(PastedFile("通话.mp3", b"ID3 a call " * 500), who, kind="recording")
    add(PastedFile("B 发票.pdf", pdf_of("invoice B")), who, kind="invoice", invoice_number="B")
    add(PastedFile("别家.png", image_of(30, 30)), customer_id(desk, "C2"), kind="contract")
    return who


def page_texts(file: Path) -> list[str]:
    with closing(pypdfium2.PdfDocument(file)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_pages_run_on_as_the_worked_case_says() -> None:
    assert page_ranges([4, 1, 12]) == [(1, 4), (5, 5), (6, 17)]
    assert page_ranges([]) == []


def stamped(desk: Desk, folder: Path, name: str) -> int:
    """The log stamped up to now; answers the number of the event."""
    request = desk.stamps.request(folder / name)
    (folder / f"{name}.tsr").write_bytes(Authority().answer(request.file.read_bytes()))
    return desk.stamps.attach(folder / f"{name}.tsr").event


def test_the_stamps_that_date_the_customer_s_events_go_along(desk: Desk, claim: int, tmp_path: Path) -> None:
    assert not (desk.bundles.make(claim, tmp_path / "before").folder / "时间戳").exists()
    first = stamped(desk, tmp_path, "a")
    desk.customers.add("C7", "别人")
    between = stamped(desk, tmp_path, "b")  # dates nothing of this customer
    desk.evidence.add(PastedFile("后来.png", image_of(20, 20)), claim)
    last = stamped(desk, tmp_path, "c")
    made = desk.bundles.make(claim, tmp_path)
    room = made.folder / "时间戳"
    kept = sorted(path.name for path in room.iterdir())
    assert kept == sorted(f"事件 {event}.{ending}" for event in (first, last) for ending in ("bin", "tsr"))
    assert between not in (first, last)
    assert (room / f"事件 {last}.tsr").read_bytes() == (tmp_path / "c.tsr").read_bytes()
    events = json.loads((made.folder / "事件链.json").read_text(encoding="utf-8"))["events"]
    head = events[last - 1]["hash"]
    assert hashlib.sha256((room / f"事件 {last}.bin").read_bytes()).hexdigest() == head
    text = "".join(page_texts(made.index)).replace("\r\n", "").replace("\n", "")
    assert head in text
    assert Authority().name in text
    assert "2026-10-08 09:00:30" in text  # 01:00:30 UTC in China
    assert "openssl ts -verify" in (made.folder / "核验说明.txt").read_text(encoding="utf-8-sig")
    assert f"时间戳/事件 {last}.tsr" in (made.folder / "SHA256SUMS").read_text(encoding="utf-8")
    openssl = shutil.which("openssl")
    if openssl:
        (tmp_path / "root.pem").write_bytes(Authority().pem())
        run = subprocess.run(
            [openssl, "ts", "-verify", "-digest", head, "-in", f"时间戳/事件 {last}.tsr", "-CAfile",
             str(tmp_path / "root.pem"), "-partial_chain", "-attime", str(int(WHEN.timestamp()))],
            cwd=made.folder, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr


@given(st.lists(st.integers(1, 50), max_size=40))
def test_no_page_is_counted_twice_or_left_out(counts: list[int]) -> None:
    ranges = page_ranges(counts)
    assert [page for first, last in ranges for page in range(first, last + 1)] == list(range(1, sum(counts) + 1))
    assert [last - first + 1 for first, last in ranges] == counts


def test_groups_are_numbered_as_far_as_they_have_pieces() -> None:
    assert numbers(["contract", "contract", "chasing", "other"]) == ["1-1", "1-2", "2-1", "3-1"]


def test_the_bundle_holds_the_customer_s_pieces_in_the_order_of_the_court(
    desk: Desk, claim: int, tmp_path: Path
) -> None:
    made = desk.bundles.make(claim, tmp_path)
    kinds = [item.title.split(":")[0].split("：")[0] for item in made.items]
    assert kinds[:4] == ["合同", "送货/签收单", "发票", "通话录音"]
    assert [item.number for item in made.items][:4] == ["1-1", "2-1", "3-1", "4-1"]
    assert [(item.first_page, item.last_page) for item in made.items][:4] == [(1, 4), (5, 5), (6, 6), (7, 7)]
    assert made.pages == made.items[-1].last_page
    assert not [item for item in made.items if "别家" in item.title]
    assert sorted(path.name for path in made.originals.iterdir()) == [
        "1-1 合同.pdf", "2-1 签收单.png", "3-1 B 发票.pdf", "4-1 通话.mp3",
    ]  # fmt: skip


def test_every_page_says_which_exhibit_it_is_and_its_number(desk: Desk, claim: int, tmp_path: Path) -> None:
    made = desk.bundles.make(claim, tmp_path, language="en")
    texts = page_texts(made.bundle)
    assert len(texts) == made.pages + len(made.items)  # a separator before each
    numbered = [text for text in texts if f"of {made.pages}" in text]
    for number, text in enumerate(numbered, start=1):
        assert f"Page {number} of {made.pages}" in text
    placed = next(text for text in numbered if "contract 3" in text)
    assert "Exhibit 1-1" in placed
    assert "Page 3 of" in placed
    sound = next(text for text in numbered if "cannot be printed" in text)
    assert made.items[3].sha256[:30] in sound.replace("\r\n", "").replace("\n", "")


def test_the_list_names_source_purpose_pages_and_hash(desk: Desk, claim: int, tmp_path: Path) -> None:
    (_, _, recording, *_) = (row[0] for row in table_rows("evidence"))
    contract = table_rows("evidence")[0][0]
    told = Note(purpose="证明双方约定月结30天", obtained_from="对方盖章寄回", form="original", original_at="保险柜")
    desk.evidence_notes.describe(contract, told)
    desk.evidence_notes.describe(recording, Note(device="华为 Mate 60 录音机", custodian="王会计"))
    made = desk.bundles.make(claim, tmp_path)
    text = "".join(page_texts(made.index)).replace("\r\n", "").replace("\n", "")
    for words in ("证据目录", "苏州恒通精密机械有限公司", "证明双方约定月结30天", "对方盖章寄回", "原件", "1–4"):
        assert words in text, words
    assert made.items[3].sha256 in text
    assert made.head in text
    assert "华为" in text


def test_a_stranger_verifies_it_with_standard_tools(desk: Desk, claim: int, tmp_path: Path) -> None:
    made = desk.bundles.make(claim, tmp_path)
    listed = (made.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    files = [path for path in made.folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert len(listed) == len(files)
    for line in listed:
        digest, name = line.split(" *", 1)
        assert hashlib.sha256((made.folder / name).read_bytes()).hexdigest() == digest
    if shutil.which("sha256sum"):
        run = ["sha256sum", "-c", "--quiet", "SHA256SUMS"]
        assert subprocess.run(run, cwd=made.folder, check=False).returncode == 0
        (made.originals / "1-1 合同.pdf").write_bytes(b"altered")
        assert subprocess.run(run, cwd=made.folder, check=False, capture_output=True).returncode != 0


def test_the_chain_extract_proves_the_customer_s_events_and_tells_nothing_of_others(
    desk: Desk, claim: int, tmp_path: Path
) -> None:
    made = desk.bundles.make(claim, tmp_path)
    events = json.loads((made.folder / "事件链.json").read_text(encoding="utf-8"))["events"]
    before = GENESIS
    shown = 0
    for event in events:
        if "event" in event:
            assert chain_hash(before, event["event"]) == event["hash"]
            assert event["event"]["customer_id"] == claim
            shown += 1
        before = event["hash"]
    assert shown >= 4
    assert before == made.head


def test_of_one_invoice_only_what_concerns_it_goes_along(desk: Desk, claim: int, tmp_path: Path) -> None:
    made = desk.bundles.make(claim, tmp_path, invoices=["A"])
    names = " ".join(item.title for item in made.items)
    assert "签收单" in names
    assert "合同" in names
    assert "B 发票" not in names
    with pytest.raises(UnknownInvoice):
        desk.bundles.make(claim, tmp_path, invoices=["Z"])


def test_the_handing_over_is_an_event(desk: Desk, claim: int, tmp_path: Path) -> None:
    made = desk.bundles.make(claim, tmp_path)
    (body,) = [json.loads(row[4]) for row in table_rows("audit_event") if row[2] == "evidence.bundled"]
    assert (body["folder"], body["pages"], body["head"]) == (made.folder.name, made.pages, made.head)


def test_a_piece_that_was_altered_stops_the_bundle_and_leaves_nothing(
    desk: Desk, claim: int, tmp_path: Path
) -> None:
    file = desk.evidence.file_of(str(table_rows("evidence")[0][1]))
    file.chmod(0o600)
    file.write_bytes(b"altered")
    out = tmp_path / "out"
    with pytest.raises(EvidenceNotSound):
        desk.bundles.make(claim, out)
    assert not out.exists() or list(out.iterdir()) == []


def test_a_customer_without_evidence_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C9"))
    with pytest.raises(NothingToBundle):
        desk.bundles.make(customer_id(desk, "C9"), tmp_path)


class Stop(Exception):
    """Somebody pressed Cancel."""


def test_a_stopped_bundle_leaves_nothing(desk: Desk, claim: int, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Stop

    out = tmp_path / "out"
    with pytest.raises(Stop):
        desk.bundles.make(claim, out, progress=stop)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_is_placed_whole(desk: Desk, claim: int, tmp_path: Path, rotation: int) -> None:
    desk.evidence.add(PastedFile("turned.pdf", pdf_of("TURNED", rotation=rotation)), claim, kind="letter")
    made = desk.bundles.make(claim, tmp_path, language="en")
    with closing(pypdfium2.PdfDocument(made.bundle)) as document:
        page = next(page for page in document if "TURNED" in page.get_textpage().get_text_range())
        text = page.get_textpage()
        width, height = page.get_size()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            assert 0 <= left <= right <= width
            assert 0 <= bottom <= top <= height


HOSTILE = {
    "javascript.pdf": pdf_of("shown", script="<< /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    "half.pdf": pdf_of("half")[:300],
    "no.pdf": b"%PDF-1.7 nothing",
    "huge.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    + bytes(40),
    "broken.jpg": image_of(400, 300, "JPEG")[:200],
    "CON": b"a device's name",
    "a:b?.txt": b"signs that NTFS refuses",
    "x" * 255: b"a very long name",
    "\u202egnp.exe": b"MZ backwards",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pieces_are_contained(desk: Desk, claim: int, tmp_path: Path, name: str) -> None:
    desk.evidence.add(PastedFile(name, HOSTILE[name]), claim, kind="email")
    made = desk.bundles.make(claim, tmp_path, language="en")
    content = made.bundle.read_bytes()
    assert b"/JavaScript" not in content
    assert b"/OpenAction" not in content
    assert b"/Launch" not in content
    stored = next(item for item in made.items if item.sha256 == hashlib.sha256(HOSTILE[name]).hexdigest())
    copy = made.folder / stored.stored_as
    assert copy.read_bytes() == HOSTILE[name]
    assert copy.parent == made.originals
    assert len(copy.name) <= 140
    assert not set(copy.name) & set('<>:"/\\|?*')


def test_notes_are_kept_and_the_latest_counts(desk: Desk, claim: int) -> None:
    piece = int(table_rows("evidence")[0][0])
    desk.evidence_notes.describe(piece, Note(purpose="first"))
    desk.evidence_notes.describe(piece, Note(purpose="second", form="copy"))
    assert desk.evidence_notes.of([piece]) == {piece: Note(purpose="second", form="copy")}
    assert [each.note.purpose for each in desk.evidence_notes.history(piece)] == ["second", "first"]
    for note, refusal in ((Note(), NothingNoted), (Note(form="stolen"), UnknownForm)):
        with pytest.raises(refusal):
            desk.evidence_notes.describe(piece, note)
    with pytest.raises(UnknownEvidence):
        desk.evidence_notes.describe(9999, Note(purpose="x"))


def test_the_same_claim_gives_the_same_list(desk: Desk, claim: int, tmp_path: Path) -> None:
    desk.workspace.can_write = False  # so that the first bundle's own event does not change the second
    first = desk.bundles.make(claim, tmp_path / "1")
    second = desk.bundles.make(claim, tmp_path / "2")
    assert first.index.read_bytes() == second.index.read_bytes()


def test_a_scan_of_several_sheets_is_placed_whole(desk: Desk, claim: int, tmp_path: Path) -> None:
    sheets = [Image.new("RGB", (300, 400), color) for color in ("#ffffff", "#88aa88", "#aa8888")]
    packed = io.BytesIO()
    sheets[0].save(packed, "TIFF", save_all=True, append_images=sheets[1:])
    desk.evidence.add(PastedFile("传真.tif", packed.getvalue()), claim, kind="delivery_note")
    made = desk.bundles.make(claim, tmp_path)
    fax = next(item for item in made.items if "传真" in item.title)
    assert fax.last_page - fax.first_page == 2
    with closing(pypdfium2.PdfDocument(made.bundle)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
        middles = []
        for number in (fax.first_page, fax.first_page + 1, fax.last_page):
            index = next(i for i, text in enumerate(texts) if f"第 {number} 页" in text)
            picture = document[index].render(scale=0.5).to_pil().convert("RGB")
            middles.append(picture.getpixel((picture.width // 2, picture.height // 2)))
    assert middles == [(255, 255, 255), (136, 170, 136), (170, 136, 136)]


def test_texts_and_e_mails_are_printed(desk: Desk, claim: int, tmp_path: Path) -> None:
    mail = "From: sun@example.com\nSubject: x\nDate: Mon, 7 Sep 2026 10:00:00 +0800\n\nWe owe 206,500.\n"
    desk.evidence.add(PastedFile("对账.eml", mail.encode()), claim, kind="email")
    note = "2026-08-10 上门催收\n孙总当面承认欠款😀\n" + "\n".join(f"第{number}行" for number in range(60))
    desk.evidence.add(PastedFile("记录.txt", note.encode("gb18030")), claim, kind="contact")
    desk.evidence.add(PastedFile("空.txt", b"  \n\n"), claim, kind="contact")
    made = desk.bundles.make(claim, tmp_path)
    text = "".join(page_texts(made.bundle))
    for words in ("We owe 206,500.", "sun@example.com", "孙总当面承认欠款?", "第59行"):
        assert words in text, words
    pages = {item.title: (item.first_page, item.last_page) for item in made.items}
    first, last = next(span for title, span in pages.items() if "记录" in title and span[0] != span[1])
    assert last - first == 1
    assert text.count("此件无法打印") == 2  # the recording and the empty text are only named


def test_a_noted_purpose_counts_for_every_kind_and_titles_have_no_ending(
    desk: Desk, claim: int, tmp_path: Path
) -> None:
    other = desk.evidence.add(PastedFile("承诺书 v1.25.docx", b"PK"), claim, kind="other")
    desk.evidence_notes.describe(other.id, Note(purpose="证明对方承诺付款"))
    made = desk.bundles.make(claim, tmp_path)
    piece = next(item for item in made.items if "承诺书" in item.title)
    assert piece.purpose == "证明对方承诺付款"
    assert piece.title.endswith("承诺书 v1.25")
    assert piece.stored_as.endswith("承诺书 v1.25.docx")
    assert (piece.page_words, made.items[0].page_words) == (str(piece.first_page), "1–4")


def test_a_document_with_a_page_that_cannot_be_read_is_named_and_stops_nothing(
    desk: Desk, claim: int, tmp_path: Path
) -> None:
    broken = pdf_of("one", "two").replace(b"/Type /Page\n", b"/Type /Pagx\n", 1)
    desk.evidence.add(PastedFile("broken.pdf", broken), claim, kind="letter")
    made = desk.bundles.make(claim, tmp_path)
    piece = next(item for item in made.items if "broken" in item.title)
    assert piece.first_page == piece.last_page
    named = next(text for text in page_texts(made.bundle) if f"第 {piece.first_page} 页" in text)
    assert "此件无法打印" in named
