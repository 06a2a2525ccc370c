"""Files made to harm, or harmed: each is refused with one sentence or read for what it is."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.domain.errors import Refusal
from arcdesk.importing import errors, zip_guard
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.load import load

from . import books

AS_OF = date(2026, 9, 30)
ROW = ["A-1", "C1", "发票", "2026-03-05", None, 10.5]
CSV = "单据编号,客户编码,开票日期,金额\nA-1,C1,2026-03-05,10.50\n"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 50 + b'">]>'


def book(path: Path) -> Path:
    return books.invoice_book(path, ROW)


def changed(path: Path, entry: str, change: Callable[[bytes], bytes]) -> None:
    """Write a small workbook with one entry changed."""
    book(path)
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents[entry] = change(contents.get(entry, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)


def with_row(path: Path, row: bytes) -> None:
    changed(path, SHEET, lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))


def with_laughs(entry: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        def change(xml: bytes) -> bytes:
            head, mark, rest = xml.rpartition(b"?>") if xml.startswith(b"<?xml") else (b"", b"", xml)
            return head + mark + LAUGHS + (rest or b"<sst><si><t>&b;</t></si></sst>")

        changed(path, entry, change)

    return make


def spreadsheet_laughs(path: Path) -> None:
    body = b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>'
    path.write_bytes(b'<?xml version="1.0"?>' + LAUGHS + body)


def overlapping(path: Path) -> None:
    """Two entries of the directory that share their bytes."""
    with zipfile.ZipFile(book(path), "a") as archive:
        archive.writestr("xl/extra.xml", b"x" * 100)
    data = bytearray(path.read_bytes())
    last = data.rfind(b"PK\x01\x02")
    data[last + 42 : last + 46] = (0).to_bytes(4, "little")
    path.write_bytes(data)


def understated(path: Path) -> None:
    """A sheet whose directory entry says that it is smaller than it is."""
    book(path)
    data = bytearray(path.read_bytes())
    at = data.rfind(SHEET.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    path.write_bytes(data)


def long_cell(path: Path) -> None:
    text = b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + b"x" * 50_000_000 + b"</t></is></c></row>"
    with_row(path, text)


def locked_xls(path: Path) -> None:
    books.old_xls(path, [["单据编号", "客户编码"], ["A", "C"]])
    data = path.read_bytes()
    code_page = struct.pack("<HHH", 0x0042, 2, 1200)
    assert data.count(code_page) == 1
    path.write_bytes(data.replace(code_page, struct.pack("<HHH", 0x002F, 2, 0)))


def loop(path: Path) -> None:
    try:
        path.symlink_to(path)
    except OSError:
        pytest.skip("no symbolic links here")


def pipe(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(path)


REFUSED: dict[str, tuple[Callable[[Path], object], type[Refusal]]] = {
    "overlapping entries": (overlapping, errors.FileDamaged),
    "understated size": (understated, errors.FileDamaged),
    "laughs in the workbook": (with_laughs("xl/workbook.xml"), errors.FileDamaged),
    "laughs in the texts": (with_laughs("xl/sharedStrings.xml"), errors.FileDamaged),
    "laughs in the sheet": (with_laughs(SHEET), errors.FileDamaged),
    "laughs in SpreadsheetML": (spreadsheet_laughs, errors.FileDamaged),
    "a cell of 50 MB": (long_cell, errors.CellTooLong),
    "a .csv cell of 50 MB": (
        lambda path: path.write_text(CSV + "x" * 50_000_000, "utf-8"),
        errors.BrokenDelimitedText,
    ),
    "an HTML cell of 50 MB": (
        lambda path: path.write_bytes(b"<table><tr><td>" + b"x" * 50_000_000),
        errors.CellTooLong,
    ),
    "an HTML page of millions of tags": (
        lambda path: path.write_bytes(b"<table><tr>" + b"<td>" * 3_100_000),
        errors.TooManyCells,
    ),
    "an HTML tag without an end": (
        lambda path: path.write_bytes(b"<table><tr><td " + b"<a" * 2_000_000),
        errors.CellTooLong,
    ),
    "two places in one cell": (
        lambda path: with_row(path, b'<row r="3"><c r="A3" r="XFD1048576"><v>1</v></c></row>'),
        errors.FileDamaged,
    ),
    "a place behind a false end": (
        lambda path: with_row(path, b'<row r="3"><c r="A3" x=">" r="XFD1048576"><v>1</v></c></row>'),
        errors.FileDamaged,
    ),
    "a far cell of another prefix": (
        lambda path: with_row(path, b'<row r="3"><x:c r="XFD1048576"><v>1</v></x:c></row>'),
        errors.TooManyCells,
    ),
    "a far cell behind a false end of the sheet": (
        lambda path: with_row(path, b'<!-- </sheetData> --><row r="3"><c r="XFD1048576"><v>1</v></c></row>'),
        errors.TooManyCells,
    ),
    "a PDF": (lambda path: path.write_bytes(b"%PDF-1.7\n" + bytes(999)), errors.NotASpreadsheet),
    "a picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(999)), errors.NotASpreadsheet),
    "a program": (
        lambda path: path.write_bytes(b"MZ\x90\x00\x03" + bytes(range(256)) * 9),
        errors.NotASpreadsheet,
    ),
    "an .xls with a password": (locked_xls, errors.FileEncrypted),
    "a folder": (lambda path: path.mkdir(), errors.NotASpreadsheet),
    "a pipe": (pipe, errors.NotASpreadsheet),
    "a link to itself": (loop, errors.FileUnreadable),
    "an .ods": (
        lambda path: _zip(path, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        errors.FormatNotRead,
    ),
    "an .xlsb": (lambda path: _zip(path, {"xl/workbook.bin": b""}), errors.FormatNotRead),
}


def _zip(path: Path, entries: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_harm_is_refused_with_a_sentence(tmp_path: Path, case: str) -> None:
    make, refusal = REFUSED[case]
    path = tmp_path / "ledger.xlsx"
    make(path)
    with pytest.raises(refusal) as told:
        load(path, as_of=AS_OF)
    assert type(told.value) is refusal
    assert len(str(told.value)) < 300


def test_an_endless_web_export_is_refused_before_it_is_read(tmp_path: Path) -> None:
    head = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
    file = tmp_path / "endless.xls"
    file.write_bytes(head + b"<Row><Cell/></Row>" * 1_200_000 + b"</Table></Worksheet></Workbook>")
    with pytest.raises(errors.TooManyCells):
        load(file, as_of=date(2026, 10, 8))
    file.write_bytes(head + bytes(65 << 20))
    with pytest.raises(errors.FileTooLarge):
        load(file, as_of=date(2026, 10, 8))


def test_a_million_formatted_rows_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cells = "".join(f'<c r="{letter}%d" s="0"/>' for letter in "ABZ")
    rows = "".join(f'<row r="%d" spans="1:26">{cells}</row>' % ((n,) * 4) for n in range(3, 1_048_577))
    assert len(rows) > zip_guard._SLIM_FROM_BYTES
    with_row(path, rows.encode())
    assert [invoice.number for invoice in load(path, as_of=AS_OF).invoices] == ["A-1"]


@pytest.mark.parametrize("offset", [40, 200, 1000, 2000, 3000, 4000, -100, -30, -1])
def test_a_cut_file_is_refused_wherever_it_was_cut(tmp_path: Path, offset: int) -> None:
    path = book(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:offset])
    with pytest.raises(errors.FileDamaged):
        load(path, as_of=AS_OF)


@pytest.mark.parametrize(
    "amount", ["NaN", "Infinity", "1e308", "-1e308", "=cmd|'/c calc'!A0", "#REF!", "1\x00\x01x"]
)
def test_what_is_no_amount_is_rejected_with_its_row(tmp_path: Path, amount: str) -> None:
    path = books.text_file(
        tmp_path / "a.csv", CSV + f'A-2,C1,2026-03-05,"{amount}"\nA-3,C1,2026年2月30日,1\n'
    )
    answer = load(path, as_of=AS_OF)
    assert [row.number for row in answer.invoices] == ["A-1"]
    assert [row.row for row in answer.rejected] == [3, 4]


def test_an_error_cell_is_no_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    row = (
        b'<row r="3" hidden="1"><c r="A3" t="str"><v>A-2</v></c><c r="B3" t="str"><v>C1</v></c>'
        b'<c r="D3" t="str"><v>2026-03-05</v></c><c r="F3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        b'<row r="4"><c r="A4" t="str"><v>A-3</v></c><c r="B4" t="str"><v>C1</v></c>'
        b'<c r="D4" t="str"><v>2026-03-05</v></c><c r="F4"><f>F2</f></c></row>'
    )
    with_row(path, row)
    answer = load(path, as_of=AS_OF)
    assert [(row.row, row.value) for row in answer.rejected] == [(3, "#DIV/0!"), (4, "#N/A")]


def test_sheets_of_odd_names_are_read(tmp_path: Path) -> None:
    names = ["a&b<'", "\u202e应收", *(f"表{number}" for number in range(98))]
    sheets = {name: [books.INVOICE_HEAD, [f"N{i}", *ROW[1:]]] for i, name in enumerate(names)}
    path = books.workbook(tmp_path / "a.xlsx", sheets)
    assert len(load(path, as_of=AS_OF).invoices) == 100


def test_a_file_that_vanishes_or_is_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx")

    def refuse(error: type[OSError]) -> Callable[..., object]:
        def opened(*_: object, **__: object) -> object:
            raise error(path)

        return opened

    for error, refusal in (
        (FileNotFoundError, errors.FileNotThere),
        (PermissionError, errors.FileUnreadable),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", refuse(error))
            with pytest.raises(refusal):
                load(path, as_of=AS_OF)


def test_a_sheet_larger_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MAX_SHEET_BYTES", 100)
    with pytest.raises(errors.ExpandsTooFar):
        load(book(tmp_path / "a.xlsx"), as_of=AS_OF)


@cache
def _small_files() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return _made_in(Path(folder))


def _made_in(folder: Path) -> dict[str, bytes]:
    rows = [["单据编号", "客户编码", "开票日期", "金额"], ["A-1", "C1", "20260305", 10.5]]
    html = (
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows) + "</table>"
    )
    return {
        "xlsx": book(folder / "seed.xlsx").read_bytes(),
        "xls": books.old_xls(folder / "seed.xls", rows).read_bytes(),
        "csv": CSV.encode("gb18030"),
        "html": html.encode(),
    }


@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv", "html"])
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_damage_ends_in_a_refusal_at_worst(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    content = bytearray(_small_files()[kind])
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=8)
    ):
        content[at] = value
    path = tmp_path / "damaged"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        answer = load(path, as_of=AS_OF)
    except Refusal:
        return
    assert isinstance(answer, LedgerFile)


LIMITED = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_DATA, (500 << 20, 500 << 20))
except ImportError:
    pass
from arcdesk.cli.main import run
from arcdesk.clock import SystemClock
sys.exit(run(sys.argv[1:], SystemClock()))
"""


@pytest.mark.parametrize("case", ["a cell of 50 MB", "a .csv cell of 50 MB", "laughs in the texts"])
def test_the_command_refuses_in_little_time_and_room(tmp_path: Path, case: str) -> None:
    workspace, path = tmp_path / "books", tmp_path / "ledger.xlsx"
    line = [sys.executable, "-c", LIMITED, "--lang", "en", "--workspace", str(workspace)]
    subprocess.run([*line, "init", str(workspace), "--company", "示例公司"], check=True, timeout=60)
    before = (workspace / "arcdesk.db").read_bytes()
    REFUSED[case][0](path)
    ended = subprocess.run([*line, "import", str(path)], capture_output=True, timeout=10, check=False)
    assert ended.returncode == 2
    assert ended.stderr.decode("utf-8").startswith("error: ")
    assert len(ended.stderr.splitlines()) == 1
    assert (workspace / "arcdesk.db").read_bytes() == before
