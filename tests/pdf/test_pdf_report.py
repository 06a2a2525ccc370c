"""Table reports, previews and the Chinese of every text the print room uses."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import arcdesk.pdf
from arcdesk import i18n, resources
from arcdesk.domain.errors import Refusal
from arcdesk.pdf import errors, preview
from arcdesk.pdf.errors import FiguresDisagree, UnreadablePdf
from arcdesk.pdf.letter import render_letter
from arcdesk.pdf.report import Footer, render_table
from arcdesk.pdf.table import Column

COLUMNS = (
    Column("客户编码"),
    Column("客户", weight=2),
    Column("余额", "amount"),
    Column("最长逾期", "count"),
)


def report(count: int, *footers: Footer) -> bytes:
    rows = [(f"C{index:04d}", "上海远东建筑装饰工程有限公司", index * 1000, index) for index in range(count)]
    total = [("合计", "", sum(row[2] for row in rows), None)]
    return render_table(
        "账龄分析表", "截至2026年3月9日", COLUMNS, rows, total, footers, "zh", company="苏州恒通"
    )


def test_a_report_lies_across_the_sheet_and_prints_its_identities_at_the_foot() -> None:
    pdf = report(3, Footer("各账龄合计 − 未核销 = 余额", True))
    width, height = preview.page_size(pdf, 0)
    assert width > height
    text = preview.extract_text(pdf)
    assert "各账龄合计 − 未核销 = 余额" in text
    assert "合计 30.00" in text
    assert "苏州恒通" in text


def test_a_report_over_pages_repeats_its_head() -> None:
    pages = preview.page_texts(report(120))
    assert len(pages) > 2
    assert all("客户编码 客户 余额 最长逾期" in page for page in pages)


def test_a_report_whose_identity_fails_is_refused() -> None:
    with pytest.raises(FiguresDisagree) as refusal:
        report(3, Footer("期初 + 应收 − 收款 = 期末", False))
    assert "期初" in str(refusal.value)


def test_an_empty_report_still_prints_its_head() -> None:
    assert "客户编码" in preview.extract_text(report(0))


def test_a_page_is_rendered_to_rgba_pixels_in_the_asked_scale(make_letter) -> None:
    pdf = render_letter(make_letter())
    width, height, pixels = preview.render_page(pdf, 0, 1.5)
    assert (width, height) == (893, 1263)
    assert len(pixels) == width * height * 4
    assert pixels[:4] == b"\xff\xff\xff\xff"
    assert min(pixels) < 64


def test_the_accent_colour_of_the_letterhead_comes_out_blue_not_red(make_letter) -> None:
    _, _, pixels = preview.render_page(render_letter(make_letter()), 0, 1.0)
    blues = sum(pixels[at + 2] > pixels[at] + 20 for at in range(0, len(pixels), 4))
    reds = sum(pixels[at] > pixels[at + 2] + 20 for at in range(0, len(pixels), 4))
    assert blues > 300 > reds


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\nbroken"])
def test_what_is_no_pdf_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(UnreadablePdf):
        preview.page_count(content)


def used_keys() -> set[str]:
    """Every literal text given to ``translate`` or ``tr`` in the print room, and every refusal."""
    keys = {
        each.sentence
        for _, each in inspect.getmembers(errors, inspect.isclass)
        if issubclass(each, Refusal) and each is not Refusal
    }
    for file in Path(arcdesk.pdf.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                text = node.args[0] if node.args else None
                if node.func.id in ("translate", "tr") and isinstance(text, ast.Constant):
                    keys.add(text.value)
    return keys


def test_every_text_has_its_chinese_and_no_chinese_is_left_over() -> None:
    chinese = json.loads(resources.text("i18n", "zh", "pdf.json"))
    assert set(chinese) <= used_keys() <= set(i18n.catalogue("zh"))
    assert list(chinese) == sorted(chinese)
    assert all(chinese.values())


def test_importing_the_print_room_loads_no_heavy_library() -> None:
    rooms = "letter, statement, report, preview"
    check = (
        f"import sys; from arcdesk.pdf import {rooms}; print({{'reportlab', 'pypdfium2'}} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
