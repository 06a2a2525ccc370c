"""Logo, sums carried over, and what an archive asks of a file."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from arcdesk.domain.money import format_amount
from arcdesk.pdf.errors import NotALogo
from arcdesk.pdf.letter import render_letter
from arcdesk.pdf.logo import Logo, kept, prepared
from arcdesk.pdf.preview import page_texts
from arcdesk.pdf.statement import render_statement


def logo() -> Logo:
    made = io.BytesIO()
    Image.new("RGBA", (400, 100), (200, 30, 30, 128)).save(made, "PNG")
    return kept(prepared(made.getvalue()))


def test_sums_are_carried_over_to_the_next_page_and_brought_forward_there(make_letter) -> None:
    data = make_letter(60)
    pages = [re.sub(r"\s", "", page) for page in page_texts(render_letter(data))]
    over = [re.search(r"过次页([\d,.]+\.\d\d)([\d,.]+\.\d\d)([\d,.]+\.\d\d)", page) for page in pages]
    forward = [re.search(r"承前页([\d,.]+\.\d\d)([\d,.]+\.\d\d)([\d,.]+\.\d\d)", page) for page in pages]
    turned = [number for number, found in enumerate(over) if found]
    assert turned
    for number in turned:
        assert over[number].groups() == forward[number + 1].groups()
    rows = pages[turned[0]].count("INV-2026-")
    assert over[turned[0]].group(3) == format_amount(sum(line.open_fen for line in data.lines[:rows]))


def test_a_statement_carries_its_running_balance_over(make_statement) -> None:
    data = make_statement(1_000, (12_345,) * 70)
    pages = [re.sub(r"\s", "", page) for page in page_texts(render_statement(data))]
    first = re.search(r"过次页([\d,.]+\.\d\d)0\.00([\d,.]+\.\d\d)", pages[0])
    assert first is not None
    rows = pages[0].count("DOC-")
    assert first.group(2) == format_amount(1_000 + 12_345 * rows)
    assert f"承前页{first.group(1)}0.00{first.group(2)}" in pages[1]


def test_the_logo_stands_on_the_letterhead_and_is_no_transparency(make_letter) -> None:
    data = make_letter()
    with_logo = replace(data, creditor=replace(data.creditor, logo=logo()))
    pdf = render_letter(with_logo)
    assert b"/Subtype /Image" in pdf
    assert b"/SMask" not in pdf
    assert pdf == render_letter(with_logo)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>", b"x" * 5_000_001])
def test_what_is_no_picture_is_no_logo(content: bytes) -> None:
    with pytest.raises(NotALogo):
        prepared(content)


def test_a_letter_says_what_an_archive_wants_to_know(make_letter) -> None:
    data = make_letter(40)
    pdf = render_letter(data)
    packet = pdf[pdf.index(b"<?xpacket begin") : pdf.index(b'<?xpacket end="w"?>')].decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in packet
    assert data.creditor.name in packet
    assert data.debtor.name in packet
    assert ">zh-CN<" in packet
    assert b"/GTS_PDFA1" in pdf
    assert b"/DestOutputProfile" in pdf
    assert b"/Encrypt" not in pdf
    assert re.search(rb"/ID\s*\[", pdf)
    assert pdf.count(b"/FontFile2") == len(re.findall(rb"/Type /FontDescriptor", pdf)) > 0
    assert not re.search(rb"/Encoding /", pdf)  # a symbolic subset must not name one


def test_names_in_the_metadata_cannot_break_it(make_letter) -> None:
    data = make_letter()
    pdf = render_letter(replace(data, debtor=replace(data.debtor, name="A & B <公司> ]]>")))
    packet = pdf[pdf.index(b"<?xpacket begin") : pdf.index(b'<?xpacket end="w"?>')].decode("utf-8")
    assert "A &amp; B &lt;公司&gt;" in packet


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_qpdf_finds_nothing_wrong(make_letter, tmp_path: Path, language: str) -> None:
    target = tmp_path / "letter.pdf"
    data = make_letter(30, language=language)
    target.write_bytes(render_letter(replace(data, creditor=replace(data.creditor, logo=logo()))))
    done = subprocess.run(["qpdf", "--check", str(target)], capture_output=True, check=False)  # noqa: S607
    assert done.returncode == 0, done.stderr
