"""Hostile pictures and words in the window: nothing too large is drawn, nothing typed is taken for a command."""

from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.evidence.thumbnails import PictureNotOpened, read_picture
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.pages import PAGES
from arcdesk.ui.search_box import PAUSE_MS, SearchBox
from tests.faults.test_hostile import WORDS, jpeg_head, png_of
from tests.services.desks import everything


@pytest.mark.parametrize("content", [png_of(15_000), png_of(60_000), jpeg_head(60_000)], ids=["15", "60", "jpeg"])
def test_a_picture_too_large_to_be_real_is_not_unpacked(content: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(PictureNotOpened):
        read_picture(content, 320)
    assert time.monotonic() - start < 5


def test_a_large_photograph_is_still_drawn() -> None:
    assert read_picture(png_of(8000), 320).width() == 320


def test_every_field_of_the_window_takes_any_text_and_changes_nothing(qtbot: QtBot, context: UiContext) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    broken: list[BaseException] = []
    context.jobs.failed.connect(broken.append)
    before = everything()
    fields = 0
    for page in PAGES:
        if page.key == "dossier":
            context.customer_requested.emit(context.desk.customers.find("C002").id)
        else:
            context.page_requested.emit(page.key)
        QApplication.processEvents()
        for field in window.findChildren(QLineEdit):
            if field.isVisible() and field.isEnabled() and not field.isReadOnly():
                fields += 1
                was = field.text()
                for word in WORDS[fields % 3 :: 3]:
                    field.setText(word)
                QApplication.processEvents()
                field.setText(was)
                QApplication.processEvents()
    for word in ("'; DROP TABLE customer; --", "%", "\ud800", '"a" NEAR(b)'):
        window.findChild(SearchBox).setText(word)
        qtbot.wait(2 * PAUSE_MS)  # it looks when nothing more is typed for a moment
    assert fields > len(PAGES)
    assert broken == []
    assert everything() == before
    window.close()
