"""What a file is, is told by its bytes; what it can't be is refused in one sentence."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from arcdesk.domain.errors import Refusal
from arcdesk.importing import errors, zip_guard
from arcdesk.importing.load import load
from arcdesk.importing.reader import read_source, read_tables

from . import books

HEAD = "单据编号,客户编码,开票日期,金额\n"
LINES = HEAD + "A-1,C1,2026-03-05,10.50\nA-2,C2,2026-03-06,20\n"
AS_OF = date(2026, 9, 30)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_is_read_in_every_encoding_an_office_program_writes(tmp_path: Path, encoding: str) -> None:
    path = books.text_file(
        tmp_path / "应收单.csv", LINES.replace("C2", "㐂𠀀" if "utf" in encoding else "朱镕基"[0]), encoding
    )
    rows = read_tables(path)[0].rows
    assert rows[0] == ["单据编号", "客户编码", "开票日期", "金额"]
    assert len(rows) == 3


def test_four_byte_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    path = books.text_file(tmp_path / "a.csv", LINES.replace("C2", "㐂𠀀"), "gb18030")
    assert read_tables(path)[0].rows[2][1] == "㐂𠀀"


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    path = books.text_file(tmp_path / "a.tsv", LINES.replace(",", separator))
    assert [len(row) for row in read_tables(path)[0].rows] == [4, 4, 4]


def test_a_workbook_called_csv_and_an_old_one_called_xlsx_are_read(tmp_path: Path) -> None:
    modern = books.invoice_book(tmp_path / "a.xlsx", ["A-1", "C1", "发票", date(2026, 3, 5), None, 10.5])
    modern = modern.rename(tmp_path / "ledger.csv")
    old = books.old_xls(
        tmp_path / "old.xlsx", [["单据编号", "客户编码", "开票日期", "金额"], ["A-1", "C1", "20260305", 10.5]]
    )
    for path in (modern, old):
        (invoice,) = load(path, as_of=AS_OF).invoices
        assert (invoice.number, invoice.issued_on, invoice.amount_fen) == ("A-1", date(2026, 3, 5), 1050)


def test_rows_keep_the_numbers_they_have_in_the_sheet(tmp_path: Path) -> None:
    blank: list[object] = [None]
    path = books.workbook(
        tmp_path / "a.xlsx",
        {"应收单": [blank, blank, books.INVOICE_HEAD, ["A-1", "C1", "发票", "x", None, 1]]},
    )
    (rejected,) = load(path, as_of=AS_OF).rejected
    assert (rejected.row, rejected.column, rejected.value) == (4, "开票日期", "x")


def test_one_sheet_can_be_chosen(tmp_path: Path) -> None:
    sheets = {
        name: [["单据编号", "客户编码", "开票日期", "金额"], [name, "C1", "2026-03-05", 1]]
        for name in ("甲", "乙")
    }
    path = books.workbook(tmp_path / "a.xlsx", sheets)
    assert [row.number for row in load(path, as_of=AS_OF, sheet="乙").invoices] == ["乙"]
    with pytest.raises(errors.SheetNotThere) as refusal:
        load(path, as_of=AS_OF, sheet="丙")
    assert refusal.value.values["sheets"] == "甲, 乙"


def test_the_source_has_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = books.text_file(tmp_path / "a.csv", "abc")
    assert read_source(path).sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def _truncated(path: Path) -> None:
    books.invoice_book(path, *(["A", "C", "发票", "2026-03-05", None, i] for i in range(500)))
    path.write_bytes(path.read_bytes()[:4000])


def _zip_without_workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "hello")


def _encrypted(path: Path) -> None:
    path.write_bytes(books.compound_file({"EncryptionInfo": b"\x04", "EncryptedPackage": b"\x01" * 5000}))


def _foreign_compound(path: Path) -> None:
    path.write_bytes(books.compound_file({"WordDocument": b"\x01" * 5000}))


def _ring(path: Path) -> None:
    """An old workbook whose second sector is followed by the first: read on, it never ends."""
    books.old_xls(path, [["单据编号", "客户编码", "开票日期", "金额"], ["A-1", "C1", "20260305", 10.5]])
    data = bytearray(path.read_bytes())
    table = 512
    data[table + 4 * 3 : table + 4 * 4] = (2).to_bytes(4, "little")
    path.write_bytes(data)


def _cell_outside(path: Path) -> None:
    """An old workbook with a cell in column 47,105 of the 256: laid out, it takes gigabytes."""
    books.old_xls(path, [["单据编号", "客户编码"], *([f"A-{i}", "C1"] for i in range(300))])
    data = path.read_bytes()
    cell = struct.pack("<HHHH", 0x0204, 8 + 1 + 2 * 5, 299, 0)
    assert data.count(cell) == 1
    path.write_bytes(data.replace(cell, struct.pack("<HHHH", 0x0204, 8 + 1 + 2 * 5, 60_000, 47_104)))


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda path: None, errors.FileNotThere),
        (lambda path: path.mkdir(), errors.NotASpreadsheet),
        (lambda path: path.write_bytes(b""), errors.FileIsEmpty),
        (lambda path: path.write_bytes(b" \r\n\t\r\n"), errors.FileIsEmpty),
        (lambda path: path.write_bytes(b"%PDF-1.7 ..."), errors.NotASpreadsheet),
        (lambda path: path.write_bytes(b"<html><table></table></html>"), errors.NotASpreadsheet),
        (lambda path: path.write_bytes(b"PK\x03\x04 and nothing more"), errors.FileDamaged),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), errors.FileDamaged),
        (_truncated, errors.FileDamaged),
        (_zip_without_workbook, errors.NotASpreadsheet),
        (_encrypted, errors.FileEncrypted),
        (_foreign_compound, errors.NotASpreadsheet),
        (_ring, errors.FileDamaged),
        (_cell_outside, errors.FileDamaged),
        (lambda path: path.write_bytes(bytes(range(256)) * 40), errors.NotASpreadsheet),
        (lambda path: path.write_bytes(HEAD.encode() + b"A,C\x00,2026-03-05,1\n" * 400), errors.NotASpreadsheet),
        (lambda path: path.write_bytes(HEAD.encode("gbk") + b"\xff\xff\xff,1,2,3\n"), errors.UnknownEncoding),
        (lambda path: path.write_text(HEAD + 'A-1,"C1,2026-03-05,1\n', "utf-8"), errors.BrokenDelimitedText),
        (lambda path: path.write_text(HEAD + f"{'x' * 200_000},C,D,1\n", "utf-8"), errors.BrokenDelimitedText),
        (lambda path: path.write_text("some words\nand no table\n", "utf-8"), errors.NoHeading),
        (lambda path: path.write_text("单据编号,客户编码,开票日期\nA,B,C\n", "utf-8"), errors.MissingColumns),
    ],
)  # fmt: skip
def test_a_file_that_is_no_ledger_is_refused(
    tmp_path: Path, make: Callable[[Path], object], refusal: type[Refusal]
) -> None:
    path = tmp_path / "ledger.xlsx"
    make(path)
    with pytest.raises(refusal):
        load(path, as_of=AS_OF)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(201 * 1024 * 1024)
    with pytest.raises(errors.FileTooLarge):
        load(path, as_of=AS_OF)


def test_missing_columns_are_named_in_both_languages(tmp_path: Path) -> None:
    path = books.text_file(tmp_path / "a.csv", "单据编号,客户编码,到期日,备注\nA,C1,2026-03-05,\n")
    with pytest.raises(errors.MissingColumns) as refusal:
        load(path, as_of=AS_OF)
    assert refusal.value.values["columns"] == "开票日期/issued_on, 金额/amount"


def test_two_cells_in_opposite_corners_are_refused_and_not_laid_out(tmp_path: Path) -> None:
    path = books.invoice_book(tmp_path / "a.xlsx", ["A-1", "C1", "发票", "2026-03-05", None, 1])
    _replace(
        path,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    with pytest.raises(errors.TooManyCells) as refusal:
        load(path, as_of=AS_OF)
    assert (refusal.value.values["rows"], refusal.value.values["columns"]) == (1_048_576, 16_384)


def test_cells_without_a_place_are_counted(tmp_path: Path) -> None:
    path = books.invoice_book(tmp_path / "a.xlsx", ["A-1", "C1", "发票", "2026-03-05", None, 1])
    wide = b"<row>" + b"<c><v>1</v></c>" * 3_000 + b"</row>" + b"<row><c><v>1</v></c></row>" * 9_000
    _replace(path, "xl/worksheets/sheet1.xml", b"</sheetData>", wide + b"</sheetData>")
    with pytest.raises(errors.TooManyCells):
        load(path, as_of=AS_OF)


def test_a_stray_cell_far_below_does_no_harm(tmp_path: Path) -> None:
    path = books.invoice_book(tmp_path / "a.xlsx", ["A-1", "C1", "发票", "2026-03-05", None, 1])
    _replace(
        path,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="200000"><c r="A200000" t="str"><v> </v></c></row></sheetData>',
    )
    answer = load(path, as_of=AS_OF)
    assert (len(answer.invoices), answer.rejected) == (1, ())


def test_a_sheet_of_all_columns_is_read(tmp_path: Path) -> None:
    head = [*books.INVOICE_HEAD, *(f"x{i}" for i in range(16_384 - len(books.INVOICE_HEAD)))]
    path = books.invoice_book(tmp_path / "a.xlsx", ["A-1", "C1", "发票", "2026-03-05", None, 1], head=head)
    assert len(load(path, as_of=AS_OF).invoices) == 1


def test_a_zip_bomb_is_refused_by_its_declared_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = books.invoice_book(tmp_path / "a.xlsx", ["A-1", "C1", "发票", "2026-03-05", None, 1])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(3_000_000))
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(zip_guard, "MAX_UNPACKED_BYTES", 2 << 20)
    with pytest.raises(errors.ExpandsTooFar):
        load(path, as_of=AS_OF)


def _replace(path: Path, entry: str, old: bytes, new: bytes) -> None:
    """Change one entry of a workbook by hand."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert old in contents[entry]
    contents[entry] = contents[entry].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
