"""Looking at evidence inside the program: pictures, documents, texts and e-mails; nothing is run, nothing explodes."""

from __future__ import annotations

import io
import tracemalloc
import zlib

import pytest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from arcdesk.pdf import preview
from arcdesk.services.evidence import PastedFile
from arcdesk.services.intake import read_text
from arcdesk.ui.context import UiContext
from arcdesk.ui.evidence.content import Content, read_content
from arcdesk.ui.evidence.thumbnails import PictureNotOpened, read_picture
from arcdesk.ui.evidence.viewer import EvidenceViewer
from tests.services.test_wechat import shot


def chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


HUGE = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", (60000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00")
    + chunk(b"IDAT", zlib.compress(bytes(9000)))
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname" width="9" height="9"/></svg>'


def pdf(action: str = "", size: tuple[float, float] = (595, 842)) -> bytes:
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=size)
    canvas.drawString(72, 500, "shown")
    if action:
        canvas._doc.Catalog.OpenAction = action
    canvas.showPage()
    canvas.save()
    return packed.getvalue()


def read(context: UiContext, name: str, content: bytes) -> Content:
    desk = context.desk
    return read_content(desk, desk.evidence.add(PastedFile(name, content), desk.customers.find("C002").id))


def test_a_picture_of_60000_by_60000_is_refused_by_its_head() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(PictureNotOpened) as refused:
            read_picture(HUGE)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert refused.value.values == {"width": 60000, "height": 60000}


def test_what_may_not_be_drawn_says_so(context: UiContext) -> None:
    assert "60000 × 60000" in read(context, "huge.png", HUGE).hint
    assert "可能运行程序" in read(context, "setup.exe", b"MZ").hint
    assert "可能运行程序" in read(context, "scan.pdf", b"MZ a program").hint
    assert "可能运行程序" in read(context, "logo.svg", SVG).hint
    assert "播放器" in read(context, "通话.m4a", b"\x00" * 99).hint
    assert "损坏" in read(context, "half.png", shot(1)[:200]).hint
    disguised = read(context, "svg.png", SVG + b"\n")
    assert disguised.image is not None
    assert disguised.image.isNull()


@pytest.mark.parametrize(
    "action", ["<< /S /JavaScript /JS (app.alert\\(1\\)) >>", "<< /S /Launch /F (calc.exe) >>", ""]
)
def test_a_document_with_a_script_or_a_launch_is_only_drawn(context: UiContext, action: str) -> None:
    content = read(context, "a.pdf", pdf(action))
    assert not content.hint
    width, height, pixels = preview.render_page(content.pdf, 0, 1.0)
    assert (width, height) == (595, 842)
    assert len(pixels) == width * height * 4


def test_a_page_as_large_as_a_field_is_drawn_coarsely() -> None:
    content = pdf(size=(200_000, 200_000))
    width, height, _ = preview.render_page(content, 0, 4.0)
    assert width * height <= preview.MOST_PIXELS * 1.01
    assert preview.page_sizes(content) == [(preview.LONGEST_SIDE, preview.LONGEST_SIDE)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("确认欠款".encode(), "确认欠款"),
        ("确认欠款".encode("gb18030"), "确认欠款"),
        ("确认欠款".encode("utf-8-sig"), "确认欠款"),
        ("确认欠款".encode("utf-16"), "确认欠款"),
        ("确认欠款".encode()[:-1], "确认欠"),
        (b"", ""),
        (b"\xff\xff\xff", "���"),
    ],
)
def test_a_text_is_read_as_it_was_meant(content: bytes, text: str) -> None:
    assert read_text(content) == text


def test_an_e_mail_shows_its_head_and_text_and_loads_nothing(context: UiContext) -> None:
    mail = (
        "From: sun@example.com\nTo: us@example.com\nSubject: =?utf-8?b?5a+56LSm?=\n"
        "Date: Mon, 7 Sep 2026 10:00:00 +0800\n"
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
        "<p>we owe it</p><script>alert(1)</script><img src='http://example.com/x.png'>"
    )
    text = read(context, "a.eml", mail.encode()).text
    assert "对账" in text
    assert "we owe it" in text
    assert "alert" not in text
    assert "http://example.com" not in text


def test_a_scrolled_screenshot_is_as_wide_as_the_view_and_can_be_zoomed(qtbot: QtBot, context: UiContext) -> None:
    desk = context.desk
    item = desk.evidence.add(PastedFile("长图.png", shot(1, 540, 4500)), desk.customers.find("C002").id)
    viewer = EvidenceViewer(context)
    qtbot.addWidget(viewer)
    viewer.resize(420, 700)
    viewer.show()
    viewer.show_evidence(item, {})
    canvas = viewer._picture.canvas
    assert viewer._stack.currentWidget() is viewer._picture
    qtbot.waitUntil(lambda: 0 in canvas._images)
    assert 0.5 < canvas.zoom < 1.0
    assert canvas.page_rect(0).width() <= canvas.viewport().width()
    assert canvas.verticalScrollBar().maximum() > 1000
    before = canvas.zoom
    viewer._picture.zoom_in()
    assert canvas.zoom > before
    small = desk.evidence.add(PastedFile("小图.png", shot(2, 60, 40)), desk.customers.find("C002").id)
    viewer.show_evidence(small, {})
    viewer._picture.fit_width()
    assert canvas.zoom == 1.0
