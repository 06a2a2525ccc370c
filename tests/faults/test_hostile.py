"""Files and words made to do harm: each is contained, refused with a sentence, or just a piece of evidence."""

from __future__ import annotations

import io
import json
import stat
import struct
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from arcdesk.bootstrap import Desk
from arcdesk.files import LONGEST_BYTES, safe_name
from arcdesk.pdf.active import runs_something
from arcdesk.services.backup_archive import BOOKS, MANIFEST, BackupDamaged, Member
from arcdesk.services.backups import NoRoomForBackup
from arcdesk.services.evidence import PastedFile
from arcdesk.services.evidence_copies import ActivePdf, ProgramNotOpened
from arcdesk.services.intake import expand
from arcdesk.services.restore import restore
from tests.services.desks import Book, customer_id, enter, everything, make_desk, not_well

NAMES = (
    "CON", "con.txt", "aux .png", "COM¹.pdf", "conout$", "a:b", "a:b:$DATA", "..", "../../x", "..\\..\\x",
    "/etc/passwd", "C:\\x", "字" * 255 + ".pdf", "a" * 255, "x." + "y" * 255, "a\u202egnp.exe", "\u2066a\u2069",
    "a\nb\tc\r", "\x1b[31mred",
    "a\x00b", " ", ".", "", "-rf", "a\ud800b", "%00", "a b " * 80, "🀄" * 120 + ".png", "a\u0301" * 150,
)  # fmt: skip
"""What files are called by those who mean harm, or know no better."""
WORDS = (
    "'", '"', "''; DROP TABLE customer; --", "1 OR 1=1", "%", "_", "\\", "%' OR '1'='1", "?", "?1", ":a", "@a", "$a",
    "*",
    '"a" OR "b"', "NEAR(a b)", "a AND", "NOT", "col:val", "^a", "a*", "(", ")", "[", "{", "{0}", "%s", "%n", "\x00",
    "\ud800", "\u202e", "a" * 10_000, "（", "；--", "regexp:(a+)+$", "(a+)+$", "\n", " ",
)  # fmt: skip
"""What is typed into search boxes by those who try."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path / "workspace")
    book = Book().customer("C1", "100%棉_纺织").customer("C2").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
    enter(made, book)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_any_name_becomes_one_that_every_system_takes(name: str, tmp_path: Path) -> None:
    made = safe_name(name)
    assert made
    assert made not in (".", "..")
    assert len(made) <= 120
    assert len(made.encode()) <= LONGEST_BYTES
    assert not set(made) & set('<>:"/\\|?*')
    assert made == made.strip(" .")
    assert made.isprintable()
    (tmp_path / made).write_bytes(b"x")
    assert [path.name for path in tmp_path.iterdir()] == [made]
    assert safe_name(made) == made


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("字" * 300 + ".pdf").endswith("字.pdf")
    assert safe_name("a\u202egnp.exe") == "agnp.exe"
    assert safe_name("CON .txt") == "_CON .txt"


def test_evidence_of_any_name_is_listed_on_one_line_handed_out_and_bundled(desk: Desk, tmp_path: Path) -> None:
    who, contents = customer_id(desk, "C1"), {}
    for name in NAMES:
        content = b"content of " + repr(name).encode()
        contents[desk.evidence.add(PastedFile(name, content), who).id] = content
    listed = desk.evidence.list(who)
    assert {item.id for item in listed} == contents.keys()
    for item in listed:
        assert item.original_name.isprintable()
        try:
            copy = desk.evidence_copies.open_copy(item.id)
        except ProgramNotOpened:
            assert item.original_name.endswith(".exe")
        else:
            assert copy.resolve().parent.parent == Path(tempfile.gettempdir()).resolve()
            assert copy.read_bytes() == contents[item.id]
    made = desk.bundles.make(who, tmp_path / "out")
    assert len(list(made.originals.iterdir())) == len(NAMES)
    assert {path.read_bytes() for path in made.originals.iterdir()} == set(contents.values())
    assert not_well(desk) == []
    desk.close()


def hostile_zip(sound: Path, change: Callable[[dict[str, bytes]], list[zipfile.ZipInfo | None]]) -> Path:
    """The archive with other members; what ``change`` returns is added as it is."""
    with zipfile.ZipFile(sound) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    extra = change(members)
    target = sound.with_name("hostile.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        for entry in extra:
            if entry is not None:
                archive.writestr(entry, "/etc/passwd")
    return target


def as_link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize("named", [False, True], ids=["smuggled", "in the manifest"])
def test_a_link_in_a_backup_comes_out_as_nothing_or_as_a_plain_file(
    desk: Desk, tmp_path: Path, *, named: bool
) -> None:
    import hashlib

    made = desk.backups.make(tmp_path / "stick.zip")
    desk.close()
    sha256 = hashlib.sha256(b"/etc/passwd").hexdigest()
    link = f"evidence/{sha256[:2]}/{sha256}"

    def change(members: dict[str, bytes]) -> list[zipfile.ZipInfo | None]:
        manifest = json.loads(members[MANIFEST])
        if named:
            manifest["members"][link] = {"sha256": sha256, "size_bytes": 11}
        members[MANIFEST] = json.dumps(manifest).encode()
        return [as_link(link)]

    hostile = hostile_zip(made.file, change)
    if named:
        restore(hostile, tmp_path / "new")
        assert not [path for path in (tmp_path / "new").rglob("*") if path.is_symlink()]
        assert (tmp_path / "new" / link).read_bytes() == b"/etc/passwd"
    else:
        with pytest.raises(BackupDamaged):
            restore(hostile, tmp_path / "new")
        assert not (tmp_path / "new").exists()


def test_a_link_that_waits_where_a_backup_is_unpacked_leads_nowhere(desk: Desk, tmp_path: Path) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")
    desk.close()
    (tmp_path / "victim" / "evidence" / "ab").mkdir(parents=True)
    mine = tmp_path / "victim" / "evidence" / "ab" / "mine"
    mine.write_bytes(b"mine")
    mine.chmod(0o444)
    try:
        (tmp_path / "new.restoring").symlink_to(tmp_path / "victim", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    restore(made.file, tmp_path / "new")
    assert mine.read_bytes() == b"mine"
    assert stat.S_IMODE(mine.stat().st_mode) == 0o444
    assert sorted(path.name for path in (tmp_path / "victim").iterdir()) == ["evidence"]


def test_a_bomb_that_names_its_size_is_refused_before_a_byte_is_written(desk: Desk, tmp_path: Path) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")
    desk.close()

    def change(members: dict[str, bytes]) -> list[zipfile.ZipInfo | None]:
        manifest = json.loads(members[MANIFEST])
        manifest["members"][BOOKS] = {"sha256": "0" * 64, "size_bytes": 1 << 50}
        members[MANIFEST] = json.dumps(manifest).encode()
        return []

    hostile = hostile_zip(made.file, change)
    content = hostile.read_bytes()
    with zipfile.ZipFile(hostile) as archive:
        size = archive.getinfo(BOOKS).file_size
    central = content.rindex(b"PK\x01\x02", 0, content.index(BOOKS.encode(), content.index(b"PK\x01\x02")))
    assert struct.unpack_from("<I", content, central + 24) == (size,)
    with pytest.raises((BackupDamaged, NoRoomForBackup)):
        restore(hostile, tmp_path / "new")
    assert not list(tmp_path.glob("new*"))
    assert Member("", 1)


def jpeg_head(side: int) -> bytes:
    """The beginning of a JPEG of that size."""
    frame = struct.pack(">HBHHB", 17, 8, side, side, 3) + b"\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00" + bytes(500)


@cache
def png_of(side: int, depth: int = 1, color: int = 0) -> bytes:
    """A sound PNG of one colour: sixty thousand pixels square are half a megabyte of zeros packed."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer, row = zlib.compressobj(1), bytes(1 + side * depth // 8)
    packed = b"".join(packer.compress(row * 1000) for _ in range(side // 1000)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def huge() -> bytes:
    return png_of(60_000)


def test_an_image_of_sixty_thousand_pixels_square_is_kept_and_not_drawn(
    desk: Desk, tmp_path: Path, huge: bytes
) -> None:
    who = customer_id(desk, "C1")
    start = time.monotonic()
    desk.evidence.add(PastedFile("huge.png", huge), who)
    desk.evidence.add(PastedFile("huge.jpg", jpeg_head(60_000)), who)
    made = desk.bundles.make(who, tmp_path / "out")
    assert time.monotonic() - start < 30
    assert [item.media_type for item in made.items if "huge" in item.title] == ["image/png", "image/jpeg"]
    with pypdfium2.PdfDocument(made.bundle) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "SHA-256" in text  # a title page in its place
    assert not_well(desk) == []
    desk.close()


def pdf_of(trigger: str, *, packed: bool = False) -> bytes:
    """A PDF of one page that a viewer would let run something."""
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {trigger if '/Annots' not in trigger else ''} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] {trigger if '/Annots' in trigger else ''} >>",
    }
    out = io.BytesIO(b"%PDF-1.5\n")
    out.seek(0, io.SEEK_END)
    offsets = {}
    if packed:
        bodies = [objects[number] for number in objects]
        index, at = [], 0
        for number, body in zip(objects, bodies, strict=True):
            index.append(f"{number} {at}")
            at += len(body) + 1
        head = " ".join(index) + " "
        stream = zlib.compress((head + " ".join(bodies)).encode())
        offsets[4] = out.tell()
        out.write(
            f"4 0 obj\n<< /Type /ObjStm /N 3 /First {len(head)} /Filter /FlateDecode /Length {len(stream)} >>\n"
            "stream\n".encode() + stream + b"\nendstream\nendobj\n"
        )
        table = b"\0\0\0\0" + b"".join(struct.pack(">BHB", 2, 4, n) for n in range(3))
        offsets[5] = out.tell()
        table += struct.pack(">BHB", 1, offsets[4], 0) + struct.pack(">BHB", 1, offsets[5], 0)
        out.write(
            f"5 0 obj\n<< /Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Length {len(table)} >>\nstream\n".encode()
            + table + b"\nendstream\nendobj\n" + f"startxref\n{offsets[5]}\n%%EOF\n".encode()
        )  # fmt: skip
        return out.getvalue()
    for number, body in objects.items():
        offsets[number] = out.tell()
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    table_at = out.tell()
    lines = "".join(f"{offset:010d} 00000 n \n" for offset in offsets.values())
    out.write(f"xref\n0 4\n0000000000 65535 f \n{lines}trailer\n<< /Size 4 /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{table_at}\n%%EOF\n".encode())
    return out.getvalue()


TRIGGERS = {
    "script": "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    "launch": "/OpenAction << /S /Launch /F (calc.exe) >>",
    "escaped": "/OpenAction << /S /J#61vaScript /JS (app.alert\\(1\\)) >>",
    "click": "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 200 200] /A << /S /Launch /F (calc.exe) >> >>]",
    "page": "/Annots [] /AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
    "names": "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>",
}


def test_a_pdf_that_runs_something_is_bundled_without_it_and_not_opened_outside(desk: Desk, tmp_path: Path) -> None:
    who, contents = customer_id(desk, "C1"), set()
    for trigger in TRIGGERS.values():
        for packed in (False, True):
            content = pdf_of(trigger, packed=packed)
            with pypdfium2.PdfDocument(content) as document:
                assert len(document) == 1
            item = desk.evidence.add(PastedFile("合同.pdf", content), who)
            with pytest.raises(ActivePdf):
                desk.evidence_copies.open_copy(item.id)
            contents.add(content)
    made = desk.bundles.make(who, tmp_path / "out")
    placed = made.bundle.read_bytes()
    assert not runs_something(placed)
    for word in (b"/JavaScript", b"/Launch", b"/OpenAction", b"calc.exe", b"app.alert"):
        assert word not in placed
    assert {path.read_bytes() for path in made.originals.iterdir()} == contents  # evidence is what it is
    desk.close()


def test_a_pdf_that_runs_nothing_is_opened(desk: Desk) -> None:
    who = customer_id(desk, "C1")
    for packed in (False, True):
        item = desk.evidence.add(PastedFile("a.pdf", pdf_of(f"/Lang (zh{packed:d})", packed=packed)), who)
        assert desk.evidence_copies.open_copy(item.id).name == "a.pdf"
    letter = desk.letters.issue(who, force=True, reason="已与领导商定")[0]
    assert desk.evidence_copies.open_copy(letter.evidence_id).suffix == ".pdf"
    desk.close()


def test_a_pdf_of_many_packed_objects_is_looked_through_in_little_time() -> None:
    start = time.monotonic()
    packed = zlib.compress(b"1 0 << /Type /Font >> " * 1000)
    one = b"4 0 obj\n<< /Type /ObjStm /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (len(packed), packed)
    assert not runs_something(b"%PDF-1.5\n" + one * 5000 + bytes(20_000_000))
    assert time.monotonic() - start < 20


def test_a_folder_of_links_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "drop" / "inner").mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(b"secret")
    try:
        (tmp_path / "drop" / "a.png").symlink_to(tmp_path / "secret.txt")
        (tmp_path / "drop" / "inner" / "up").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert expand([tmp_path / "drop"]) == ()


def test_what_is_typed_into_a_search_is_only_looked_for(desk: Desk) -> None:
    before = everything()
    for text in WORDS:
        wanted = [profile.code for profile in desk.customers.matching(text)]
        found = desk.customers.search(text)
        if text.strip(" \n\x00\u202e"):
            assert wanted == (["C1"] if text in ("%", "_") else []), text
        else:
            assert wanted == ["C1", "C2"], text
            assert found == ()
    assert everything() == before
    desk.close()
