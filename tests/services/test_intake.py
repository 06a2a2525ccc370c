"""Taking files in: what a folder, an e-mail and a photograph say of themselves."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from arcdesk.bootstrap import Desk
from arcdesk.services import intake
from arcdesk.services.evidence import PastedFile
from arcdesk.services.intake import Mail, TooManyFiles, expand, read_mail, taken_at
from tests.services.desks import Book, customer_id, enter, table_rows

CHINA = timezone(timedelta(hours=8))


def mail(*names: str, html: bool = False) -> bytes:
    message = EmailMessage()
    message["From"] = "周敏 <zhou@customer.example>"
    message["To"] = "李会计 <li@ours.example>"
    message["Subject"] = "关于 9 月对账"
    message["Date"] = datetime(2026, 9, 18, 15, 4, 5, tzinfo=CHINA)
    if html:
        message.set_content("<p>欠款 <b>确认</b></p><script>alert(1)</script><br>月底付", subtype="html")
    else:
        message.set_content("欠款确认，月底付。\n")
    for name in names:
        message.add_attachment(name.encode() * 50, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def test_an_email_is_sealed_with_its_attachments_beside_it(desk: Desk) -> None:
    enter(desk, Book().customer("C1"))
    letter = PastedFile("对账.eml", mail("合同.pdf", "发票.pdf"))
    stored = desk.evidence.add(letter, customer_id(desk, "C1"), kind="email")
    found = desk.evidence.list(customer_id(desk, "C1"))
    assert sorted(item.original_name for item in found) == ["发票.pdf", "合同.pdf", "对账.eml"]
    assert {item.captured_at for item in found} == {"2026-09-18T15:04:05+08:00"}
    assert {item.note for item in found} == {"", f"对账.eml #{stored.id}"}
    assert {str(row[8]) for row in table_rows("evidence")} == {"mail"}
    assert desk.evidence.verify().all_well
    assert len([row for row in table_rows("audit_event") if row[2] == "evidence.added"]) == 1


def test_what_the_person_states_goes_before_what_the_file_says(desk: Desk) -> None:
    enter(desk, Book().customer("C1"))
    stated = datetime(2026, 9, 1, 8, 0, tzinfo=CHINA)
    stored = desk.evidence.add(PastedFile("a.eml", mail()), customer_id(desk, "C1"), captured_at=stated)
    assert stored.captured_at == "2026-09-01T08:00:00+08:00"


def test_an_email_is_read_as_it_was_written() -> None:
    plain = read_mail(mail("a.pdf"))
    assert plain is not None
    assert (plain.subject, plain.text.strip()) == ("关于 9 月对账", "欠款确认，月底付。")
    assert plain.sender == "周敏 <zhou@customer.example>"
    assert [part.name for part in plain.attachments] == ["a.pdf"]
    html = read_mail(mail(html=True))
    assert html is not None
    assert html.text.split("\n") == ["欠款 确认", "月底付"]
    assert read_mail(b"no mail at all") is None


@given(st.binary(max_size=400))
def test_no_content_makes_the_reader_fall(content: bytes) -> None:
    for data in (content, mail("a.pdf")[:200] + content):
        found = read_mail(data)
        assert found is None or isinstance(found, Mail)


def photo(**exif: str) -> bytes:
    packed = io.BytesIO()
    image = Image.new("RGB", (40, 30), "red")
    details = image.getexif()
    inner = details.get_ifd(0x8769)
    if "taken" in exif:
        inner[0x9003] = exif["taken"]
    if "offset" in exif:
        inner[0x9011] = exif["offset"]
    image.save(packed, "JPEG", exif=details)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("exif", "moment"),
    [
        ({"taken": "2026:08:05 10:11:12"}, "2026-08-05T10:11:12"),
        ({"taken": "2026:08:05 10:11:12", "offset": "+08:00"}, "2026-08-05T10:11:12+08:00"),
        ({"taken": "2026:13:45 10:11:12"}, None),
        ({"taken": "2026:08:05 10:11:12", "offset": "evening"}, "2026-08-05T10:11:12"),
        ({}, None),
    ],
)
def test_a_photograph_says_when_it_was_taken(tmp_path: Path, exif: dict[str, str], moment: str | None) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(photo(**exif))
    assert taken_at(file) == moment
    file.write_bytes(photo(**exif)[:60])
    assert taken_at(file) is None


def test_the_camera_s_moment_is_kept_with_its_source(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1"))
    (tmp_path / "送货单.jpg").write_bytes(photo(taken="2026:08:05 10:11:12"))
    stored = desk.evidence.add(tmp_path / "送货单.jpg", customer_id(desk, "C1"))
    assert stored.captured_at == "2026-08-05T10:11:12"
    assert str(table_rows("evidence")[0][8]) == "exif"


def test_a_folder_gives_its_files_in_order_and_no_litter(tmp_path: Path) -> None:
    for name in ("2.png", "1.png", "sub/3.png", "Thumbs.db", ".hidden", "~$open.docx", ".git/x"):
        file = tmp_path / "case" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    (tmp_path / "alone.pdf").write_bytes(b"x")
    found = expand([tmp_path / "alone.pdf", tmp_path / "case", tmp_path / "alone.pdf"])
    assert [file.name for file in found] == ["alone.pdf", "1.png", "2.png", "3.png"]


def test_a_folder_of_everything_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.png").write_bytes(b"x")
    with pytest.raises(TooManyFiles):
        expand([tmp_path])
