"""Small parts: amount and day lines, choices by key, wrapping rows, the pages of a document."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCalendarWidget, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.domain.errors import Refusal
from arcdesk.pdf import preview
from arcdesk.ui.context import UiContext
from arcdesk.ui.jobs import JobContext, Jobs
from arcdesk.ui.printing import _chosen, print_all
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.day_words import day_from_words
from arcdesk.ui.widgets.flow import FlowLayout
from arcdesk.ui.widgets.key_choice import Choice, KeyChoice
from arcdesk.ui.widgets.page_view import PageView

TODAY = date(2026, 10, 8)


@pytest.mark.parametrize(("typed", "shown"), [("1234.5", "1,234.50"), ("￥８８", "88.00"), ("(5)", "(5.00)"), ("", "")])
def test_an_amount_is_tidied_when_the_line_is_left(qtbot: QtBot, theme: Theme, typed: str, shown: str) -> None:
    field = AmountField("金额")
    qtbot.addWidget(field)
    field.setText(typed)
    field.editingFinished.emit()
    assert field.text() == shown


def test_a_wrong_amount_stays_and_is_framed(qtbot: QtBot, theme: Theme) -> None:
    field = AmountField("金额")
    qtbot.addWidget(field)
    field.setText("1.005")
    field.editingFinished.emit()
    assert (field.text(), field.property("wrong")) == ("1.005", "true")
    assert "1.005" in field.toolTip()
    field.setText("1.00")
    assert field.property("wrong") == "false"


@given(fen=st.integers(-(10**13), 10**13))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_amount_shown_is_the_amount_read(qtbot: QtBot, theme: Theme, fen: int) -> None:
    field = AmountField("金额")
    field.set_amount(fen)
    assert field.amount() == fen


@pytest.mark.parametrize("typed", ["20261009", "2026/10/9", "2026年10月9日"])
def test_a_day_is_read_in_every_usual_form(qtbot: QtBot, theme: Theme, typed: str) -> None:
    field = DateField("日期", theme, TODAY)
    qtbot.addWidget(field)
    field.setText(typed)
    field.editingFinished.emit()
    assert (field.day(), field.text()) == (date(2026, 10, 9), "2026-10-09")


def test_arrow_keys_step_by_a_day_and_a_week(qtbot: QtBot, theme: Theme) -> None:
    field = DateField("日期", theme, TODAY)
    qtbot.addWidget(field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.day() == date(2026, 10, 9)
    qtbot.keyClick(field, Qt.Key.Key_PageDown)
    assert field.day() == date(2026, 10, 2)


@pytest.mark.qt_log_ignore("does not support grabbing")  # the offscreen screen has no keyboard to grab
def test_a_day_is_picked_from_the_calendar(qtbot: QtBot, theme: Theme) -> None:
    field = DateField("日期", theme, TODAY)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = field.findChild(QMenu)
    menu.findChild(QCalendarWidget).clicked.emit(QDate(2026, 11, 1))
    assert field.day() == date(2026, 11, 1)


def test_an_impossible_day_is_framed(qtbot: QtBot, theme: Theme) -> None:
    field = DateField("日期", theme, TODAY)
    qtbot.addWidget(field)
    field.setText("2026-02-30")
    field.editingFinished.emit()
    assert field.property("wrong") == "true"
    assert field.day_or_none() is None


def test_a_choice_takes_its_key_in_either_case(qtbot: QtBot, theme: Theme) -> None:
    choice = KeyChoice("结果", [Choice("a", "甲", "Q"), Choice("b", "乙", "W")], (2,), theme)
    qtbot.addWidget(choice)
    with qtbot.waitSignal(choice.chosen) as chosen:
        assert choice.press("w")
    assert chosen.args == ["b"]
    assert not choice.press("x")
    choice.choose("")
    assert choice.value == ""


def test_columns_follow_the_room(qtbot: QtBot, theme: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    choice = KeyChoice("结果", [Choice(str(n), f"第{n}个答案", str(n)) for n in range(9)], (5, 3), theme, holder)
    holder.show()
    choice.resize(choice.width_for(5), 200)
    assert choice._grid.itemAtPosition(0, 4) is not None
    choice.resize(choice.width_for(3), 200)
    assert choice._grid.itemAtPosition(2, 2) is not None


@given(widths=st.lists(st.integers(10, 120), max_size=12), room=st.integers(120, 500))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_wrapping_row_neither_overlaps_nor_overflows(
    qtbot: QtBot, theme: Theme, widths: list[int], room: int
) -> None:
    holder = QWidget()
    layout = FlowLayout(holder, spacing=4)
    for width in widths:
        part = QWidget()
        part.setFixedSize(width, 20)
        layout.addWidget(part)
    holder.resize(QSize(room, max(layout.heightForWidth(room), 1)))
    layout.activate()
    rects = [layout.itemAt(n).geometry() for n in range(layout.count())]
    assert all(rect.right() < room and rect.bottom() < holder.height() for rect in rects)
    assert not any(a.intersects(b) for n, a in enumerate(rects) for b in rects[:n])


# Pages


@pytest.fixture
def pdf(context: UiContext) -> bytes:
    customer_id = context.desk.customers.find("C003").id
    return context.desk.statements.preview(customer_id, date(2026, 1, 1), TODAY)


def test_a_document_is_shown_with_its_pages_and_zoom(qtbot: QtBot, context: UiContext, pdf: bytes) -> None:
    view = PageView(context.jobs, context.theme)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    with qtbot.waitSignal(view.shown) as shown:
        view.show_pdf(pdf)
    assert shown.args == [preview.page_count(pdf)]
    qtbot.waitUntil(lambda: 0 in view.canvas._images)
    before = view.canvas.zoom
    view.zoom_in()
    assert view.canvas.zoom > before
    qtbot.waitUntil(lambda: view.canvas._images[0].width() > 595 * before * 96 / 72)
    view.fit_page()
    assert view.canvas.page_rect(0).height() <= view.canvas.viewport().height()


def test_pages_are_drawn_off_the_gui_thread(qtbot: QtBot, context: UiContext, pdf: bytes) -> None:
    jobs = Jobs()
    view = PageView(jobs, context.theme)
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    view.show_pdf(pdf)
    qtbot.waitUntil(lambda: 0 in view.canvas._images)
    assert jobs.close()


def test_only_the_newest_document_is_shown(qtbot: QtBot, context: UiContext, pdf: bytes) -> None:
    jobs = Jobs()
    view = PageView(jobs, context.theme)
    qtbot.addWidget(view)
    view.show()
    view.show_pdf(pdf)
    view.show_text("没有可催的款。")
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert view.pdf == b""
    assert view._hint.isVisible()
    assert jobs.close()


def test_a_file_that_is_no_pdf_gets_a_sentence(qtbot: QtBot, context: UiContext) -> None:
    view = PageView(context.jobs, context.theme)
    qtbot.addWidget(view)
    view.show()
    view.show_pdf(b"not a pdf")
    assert "PDF" in view._hint.text()


def test_every_page_goes_to_the_printer(qtbot: QtBot, context: UiContext, pdf: bytes, tmp_path) -> None:  # type: ignore[no-untyped-def]
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    counts = print_all((pdf, pdf), printer, JobContext())
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert counts == [preview.page_count(pdf)] * 2
    assert preview.page_count(printed) == 2 * preview.page_count(pdf)
    width, height = preview.page_size(printed, 0)
    assert (round(width), round(height)) == (595, 842)


def test_the_pages_asked_for_are_the_pages_printed(theme: Theme) -> None:
    printer = QPrinter()
    assert list(_chosen(4, printer)) == [0, 1, 2, 3]
    printer.setFromTo(2, 3)
    assert list(_chosen(4, printer)) == [1, 2]
    printer.setFromTo(3, 9)
    assert list(_chosen(4, printer)) == [2, 3]


def test_a_button_is_as_wide_as_its_text(qtbot: QtBot, theme: Theme) -> None:
    choice = KeyChoice("渠道", [Choice("visit", "上门拜访", "6")], (1,), theme)
    qtbot.addWidget(choice)
    button = choice.findChild(QWidget, "choice_visit")
    assert button.sizeHint().width() > QPushButton("上门拜访").fontMetrics().horizontalAdvance("上门拜访")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("+3", date(2026, 10, 11)),
        ("-1", date(2026, 10, 7)),
        ("明天", date(2026, 10, 9)),
        ("today", date(2026, 10, 8)),
        ("10-13", date(2026, 10, 13)),
        ("1-5", date(2027, 1, 5)),  # the nearest one
        ("10月1日", date(2026, 10, 1)),
        ("周二", date(2026, 10, 13)),
        ("周四", date(2026, 10, 15)),  # today is a Thursday
        ("下周五", date(2026, 10, 16)),
        ("星期天", date(2026, 10, 11)),
        ("tue", date(2026, 10, 13)),
        ("Wednesday", date(2026, 10, 14)),
    ],
)
def test_a_day_is_read_in_short_forms_too(qtbot: QtBot, theme: Theme, typed: str, day: date) -> None:
    field = DateField("日期", theme, date(2026, 10, 8))
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.day() == day
    field.editingFinished.emit()
    assert field.text() == day.isoformat()


@pytest.mark.parametrize("typed", ["13-40", "2-30", "+9999", "周八", "someday", "2026-13-01", "-"])
def test_what_is_no_day_is_not_guessed(qtbot: QtBot, theme: Theme, typed: str) -> None:
    field = DateField("日期", theme, date(2026, 10, 8))
    qtbot.addWidget(field)
    field.setText(typed)
    with pytest.raises(Refusal):
        field.day()


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_the_next_one_and_never_today(today: date, number: int) -> None:
    found = day_from_words(f"周{'一二三四五六日'[number]}", today)
    assert found is not None
    assert found.weekday() == number
    assert 1 <= (found - today).days <= 7
