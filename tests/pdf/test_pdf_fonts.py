"""The embedded faces: coverage told before printing, embedded in the file, nothing else used."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from arcdesk.pdf.errors import MissingGlyph
from arcdesk.pdf.fonts import char_widths, describe_characters, missing_glyphs, text_width
from arcdesk.pdf.letter import render_letter


def test_rare_surnames_and_company_characters_can_be_drawn() -> None:
    assert missing_glyphs("龘曌喆囧瑄堃淼赟") == []


def test_missing_characters_are_named_once_in_order() -> None:
    assert missing_glyphs("甲𠮷乙☑𠮷") == ["𠮷", "☑"]
    assert describe_characters(["𠮷", "☑"]) == "𠮷 (U+20BB7), ☑ (U+2611)"
    assert describe_characters(["\x07"]) == "(U+0007)"


def test_a_letter_with_a_missing_character_is_refused_and_names_it(make_letter) -> None:
    data = make_letter()
    with pytest.raises(MissingGlyph) as refusal:
        render_letter(replace(data, debtor=replace(data.debtor, name="上海𠮷野家有限公司")))
    assert "U+20BB7" in str(refusal.value)
    assert data.number in str(refusal.value)


def test_fonts_are_embedded_subsets_and_no_standard_font_is_used(make_letter) -> None:
    pdf = render_letter(make_letter())
    names = set(re.findall(rb"/BaseFont\s*/([^\s/>]+)", pdf))
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+NotoSansSC-(Regular|Bold)", name) for name in names)
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") >= 2


def test_each_font_has_a_map_back_to_unicode(make_letter) -> None:
    pdf = render_letter(make_letter())
    assert pdf.count(b"/ToUnicode") == len(re.findall(rb"/BaseFont", pdf)) > 0


def test_digits_are_all_of_one_width_so_that_columns_of_figures_align() -> None:
    assert len({text_width(digit, 10.0) for digit in "0123456789"}) == 1
    assert len({text_width(digit, 10.0, bold=True) for digit in "0123456789"}) == 1


def test_registering_from_several_threads_loads_the_faces_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        widths = list(pool.map(lambda _: char_widths(bold=True), range(8)))
    assert all(each is widths[0] for each in widths)
