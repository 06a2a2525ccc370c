"""The frame: rail, search, the day, messages, progress, names for the screen reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import BadAmount
from arcdesk.i18n import tr
from arcdesk.settings import MachineSettings
from arcdesk.ui.app import close_window, open_window
from arcdesk.ui.as_of_picker import month_ends
from arcdesk.ui.background import Background
from arcdesk.ui.dialogs.moves import DoublesDialog
from arcdesk.ui.jobs import InlineJobs, JobContext, Jobs
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.pages import PAGES
from arcdesk.ui.search import commands
from arcdesk.ui.status_line import JobLine
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets import MessageBar
from tests.ui.access import nameless


@pytest.fixture
def window(desk: Desk, settings: MachineSettings, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    made = open_window(desk, settings, theme, InlineJobs(), page="customers")
    made.resize(1366, 768)
    qtbot.waitExposed(made)
    yield made
    close_window(made)


def test_the_title_names_the_company(window: MainWindow) -> None:
    assert window.windowTitle() == "杭州远景包装有限公司 — ArcDesk"


def test_every_page_of_the_rail_opens_and_has_names_for_everything(window: MainWindow, qtbot: QtBot) -> None:
    for entry in PAGES:
        if not entry.in_rail:
            continue
        button = window.rail.findChild(QWidget, f"rail_{entry.key}")
        assert button is not None
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.current_key == entry.key
        assert button.isChecked()  # type: ignore[attr-defined]
        assert nameless(window.page(entry.key)) == [], entry.key


def test_the_frame_itself_has_names_for_everything(window: MainWindow) -> None:
    assert nameless(window) == []


def test_a_page_is_imported_on_the_first_visit_only(window: MainWindow) -> None:
    assert set(window._pages) == {"customers"}
    assert window.page("customers") is window.page("customers")


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_7, "import"),
        (Qt.Key.Key_8, "tools"),
        (Qt.Key.Key_1, "today"),
        (Qt.Key.Key_Comma, "settings"),
    ],
)
def test_ctrl_and_a_figure_open_a_page(window: MainWindow, qtbot: QtBot, key: Qt.Key, page: str) -> None:
    window.activateWindow()
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == page


def test_alt_left_goes_back(window: MainWindow) -> None:
    window.show_page("today")
    window.show_page("import")
    window.go_back()
    assert window.current_key == "today"
    window.go_back()
    assert window.current_key == "customers"
    window.go_back()
    assert window.current_key == "customers"


@pytest.mark.parametrize(
    ("text", "first"),
    [("hzhf", None), ("sudz", None), ("nbhr", "宁波海润物流有限公司"), ("13800000003", "苏州恒远电子科技有限公司"),
     ("YJ-1007", "YJ-1007"), ("C006", "重庆长江食品有限公司"), ("长江", "重庆长江食品有限公司"), ("报表", "转到 报表")],
)  # fmt: skip
def test_the_search_finds_customers_documents_and_pages(
    window: MainWindow, qtbot: QtBot, text: str, first: str | None
) -> None:
    window.search.setFocus()
    qtbot.keyClicks(window.search, text) if text.isascii() else window.search.setText(text)
    window.search._timer.stop()
    window.search._ask()
    assert [hit.title for hit in window.search.results[:1]] == ([first] if first else [])


def test_enter_opens_the_hit_and_empties_the_box(window: MainWindow, qtbot: QtBot) -> None:
    window.search.setFocus()
    qtbot.keyClicks(window.search, "YJ-1007")
    with qtbot.waitSignal(window.context.customer_requested) as asked:
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.context.desk.customers.find(asked.args[0]).code == "C005"
    assert window.search.text() == ""
    assert window.current_key == "dossier"


def test_down_moves_and_escape_closes_the_results(window: MainWindow, qtbot: QtBot) -> None:
    window.search.setFocus()
    qtbot.keyClicks(window.search, "YJ-10")
    qtbot.waitUntil(lambda: len(window.search.results) > 1)
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    popup = window.search._popup
    assert popup is not None
    assert popup.current() == window.search.results[1]
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.results == []
    assert window.search.text() == ""


def test_a_past_day_turns_the_frame_amber_and_writing_off(window: MainWindow) -> None:
    note = window.findChild(QWidget, "past_note")
    frame = window.findChild(QWidget, "past_frame")
    assert note is not None
    assert frame is not None
    window.picker.day_chosen.emit(date(2026, 6, 30))
    assert note.isVisible()
    assert frame.property("past") == "true"
    assert not window.context.can_write
    assert "2026-06-30" in window.picker.text()
    back = window.findChild(QPushButton, "back_to_today")
    assert back is not None
    back.click()
    assert not note.isVisible()
    assert window.context.can_write
    assert "今天" in window.picker.text()


def test_a_future_day_means_today(window: MainWindow) -> None:
    window.set_as_of(date(2027, 1, 1))
    assert window.context.as_of is None


def test_month_ends_are_offered_across_the_year() -> None:
    assert month_ends(date(2026, 2, 1), 3) == [date(2026, 1, 31), date(2025, 12, 31), date(2025, 11, 30)]


def test_a_refusal_is_one_sentence_over_the_page(window: MainWindow) -> None:
    window.context.refuse(BadAmount(text="三千"))
    bar = window.findChild(MessageBar, "message_bar")
    assert bar is not None
    assert bar.isVisible()
    assert "三千" in bar.text()
    assert "{" not in bar.text()
    assert bar.property("level") == "bad"
    assert not bar._timer.isActive()  # bad news stays
    window.context.inform("好", "good")
    assert bar._timer.isActive()


def test_a_small_window_shows_icons_alone(window: MainWindow, qtbot: QtBot) -> None:
    wide = window.rail.width()
    window.resize(1000, 600)
    qtbot.waitUntil(lambda: window.rail.width() < wide)
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: window.rail.width() == wide)


def test_the_arrows_walk_along_the_rail(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    first = window.rail.findChild(QWidget, "rail_today")
    assert first is not None
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "rail_customers"


def test_the_badge_counts_and_tells_the_screen_reader(window: MainWindow) -> None:
    window.rail.show_count("today", 120)
    button = window.rail.findChild(QWidget, "rail_today")
    assert button is not None
    assert button.badge.text() == "99+"  # type: ignore[attr-defined]
    assert button.accessibleName() == "今日 (120)"


def test_size_and_place_come_back(window: MainWindow, settings: MachineSettings) -> None:
    window.resize(1111, 666)
    window.close()
    assert isinstance(MachineSettings(settings.file).get("window"), str)


def test_long_work_shows_its_count_and_cancel(qtbot: QtBot) -> None:
    jobs = Jobs()
    line = JobLine(jobs)
    qtbot.addWidget(line)
    go_on = threading.Event()
    stopped: list[BaseException] = []

    def work(job: JobContext) -> None:
        job.report(12, 35, "出具催款函")
        go_on.wait(10)
        job.check_cancelled()

    context = jobs.run(work, lambda _result: None, stopped.append, pool="work")
    assert not line.isVisible()
    context.started_at -= 1  # as if a second had passed
    qtbot.waitUntil(line.isVisible)
    assert "12 / 35" in line._text.text()
    cancel = line.findChild(QPushButton, "cancel_job")
    assert cancel is not None
    cancel.click()
    assert context.is_cancelled
    go_on.set()
    qtbot.waitUntil(lambda: len(stopped) == 1)
    assert not line.isVisible()
    jobs.close()


def fact(window: MainWindow, name: str) -> QLabel:
    made = window.status.findChild(QLabel, f"status_{name}")
    assert isinstance(made, QLabel)
    return made


def test_the_foot_tells_the_last_import_and_the_reminders(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    background = Background(window)
    assert fact(window, "import").text() == "最近导入 今天：ledger.xlsx"
    assert "2026-10-08 10:00" in fact(window, "import").toolTip()
    assert fact(window, "reminders").text() == "提醒已开启"
    more = tmp_path / "十月.csv"
    rows = "单据编号,客户编码,客户名称,开票日期,到期日,金额\nZ-1,C001,甲,2026-09-01,2026-10-01,1.00\n"
    more.write_text(rows, encoding="utf-8")
    importing = window.context.desk.importing
    importing.carry_out(importing.plan(more))
    qtbot.waitUntil(lambda: fact(window, "import").text() == "最近导入 今天：十月.csv")
    background.stop()


def test_the_foot_of_empty_books_says_so(
    empty_desk: Desk, settings: MachineSettings, theme: Theme, qtbot: QtBot
) -> None:
    made = open_window(empty_desk, settings, theme, InlineJobs())
    background = Background(made)
    assert fact(made, "import").text() == "尚未导入"
    background.stop()
    close_window(made)


def test_the_badge_of_today_leaves_out_who_was_put_off(window: MainWindow, qtbot: QtBot) -> None:
    desk, today = window.context.desk, window.context.today
    background = Background(window)
    button = window.rail.findChild(QWidget, "rail_today")
    assert button is not None
    badge = button.badge  # type: ignore[attr-defined]
    waiting = desk.day_list.of(today).open
    assert badge.text() == str(len(waiting))
    desk.set_aside.decide(waiting[0].customer_id, "snooze", "等批复", today + timedelta(days=3))
    qtbot.waitUntil(lambda: badge.text() == str(len(waiting) - 1))
    background.stop()


def test_lists_without_a_page_of_their_own_are_found_by_the_search(window: MainWindow) -> None:
    (hit,) = [hit for hit in commands(PAGES, window.context) if hit.title == tr("Likely doubles")]
    hit.open()
    shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, DoublesDialog)]
    assert shown
    for dialog in shown:
        dialog.close()
