"""The sheet with the recovery key: one page, every group readable, nothing that keeps it from being printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from arcdesk import keys
from arcdesk.pdf.fonts import text_width
from arcdesk.pdf.recovery_sheet import KEY_SIZE, SPACING, STROKE_FROM, group_room
from arcdesk.services.recovery_sheet import SheetBesideBooks, recovery_sheet_pdf, save_sheet

ON = date(2026, 10, 8)


def words(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    assert len(opened) == 1
    text = str(opened[0].get_textpage().get_text_bounded())
    opened.close()
    return text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_group_stands_on_the_one_page(language: str) -> None:
    key = keys.new_recovery_key()
    text = words(recovery_sheet_pdf(key, "杭州远景包装有限公司", Path("/books/应收账款"), ON, language))
    assert all(group in text for group in key.split("-"))
    assert "杭州远景包装有限公司" in text
    assert "应收账款" in text


@pytest.mark.parametrize("sign", keys._CROCKFORD)
def test_the_widest_key_there_can_be_fits(sign: str) -> None:
    group = sign * 4
    wide = text_width(group, KEY_SIZE, bold=True) + SPACING * len(group)
    assert wide < group_room() - STROKE_FROM
    if sign in "WM":
        assert words(recovery_sheet_pdf("-".join([group] * 8), "A", Path("/a"), ON, "en")).count(group) == 8


def test_a_name_the_font_lacks_does_not_keep_the_sheet_from_being_printed() -> None:
    key = keys.new_recovery_key()
    company = "\N{CJK UNIFIED IDEOGRAPH-20BB7}野家" + "很长的公司名称" * 12 + "\N{GRINNING FACE}"
    assert key.split("-")[3] in words(recovery_sheet_pdf(key, company, Path("/a/\N{GRINNING FACE}"), ON, "zh"))


def test_the_check_code_tells_nothing_of_the_key() -> None:
    first, second = (recovery_sheet_pdf(keys.new_recovery_key(), "A", Path("/a"), ON, "en") for _ in range(2))
    code = next(line for line in words(first).splitlines() if "Check code" in line)
    assert code in words(second)


def test_the_sheet_does_not_go_beside_the_books(tmp_path: Path) -> None:
    folder = tmp_path / "books"
    (folder / "exports").mkdir(parents=True)
    with pytest.raises(SheetBesideBooks):
        save_sheet(b"%PDF", folder / "exports" / ".." / "key.pdf", folder)
    save_sheet(b"%PDF", tmp_path / "key.pdf", folder)
    assert (tmp_path / "key.pdf").read_bytes() == b"%PDF"
    assert list(folder.rglob("*.pdf")) == []
