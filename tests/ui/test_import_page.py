"""The import page: see first, then write; refusals and cancelling leave everything as it was."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.settings import MachineSettings
from arcdesk.ui.context import UiContext
from arcdesk.ui.jobs import Cancelled, JobContext, Jobs
from arcdesk.ui.pages.import_page import DONE, PREVIEW, START, WORKING, ImportPage
from arcdesk.ui.theme import Theme

HEAD = "单据编号,客户编码,客户名称,开票日期,到期日,金额\n"
GOOD = HEAD + "A-1,K1,甲公司,2026-08-01,2026-09-01,100.00\nA-2,K1,甲公司,2026-08-02,,50.50\n"
BAD = HEAD + "A-1,K1,甲公司,2026-08-01,2026-09-01,100.00\nA-2,K1,甲公司,2026-02-30,2026-03-30,50.505\n"


@pytest.fixture
def page(qtbot: QtBot, empty_context: UiContext) -> ImportPage:
    made = ImportPage(empty_context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activate()
    return made


def write(folder: Path, text: str, name: str = "台账.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def count(page: ImportPage) -> int:
    return len(page.context.desk.customer_list.rows(date(2026, 10, 8)).rows)


def tab_titles(page: ImportPage) -> list[str]:
    tabs = page.preview._tabs
    return [tabs.tabText(number) for number in range(tabs.count())]


def confirm(page: ImportPage) -> QPushButton:
    made = page.findChild(QPushButton, "import_confirm")
    assert isinstance(made, QPushButton)
    return made


def test_a_file_is_shown_before_anything_is_written(page: ImportPage, tmp_path: Path) -> None:
    page.offer(write(tmp_path, GOOD))
    assert page._stack.currentIndex() == PREVIEW
    assert page.preview.title.text() == "台账.csv"
    assert "到期日缺失 · 1" in tab_titles(page)
    assert count(page) == 0


def test_confirming_writes_and_says_what_came_in(page: ImportPage, tmp_path: Path) -> None:
    page.offer(write(tmp_path, GOOD))
    confirm(page).click()
    assert page._stack.currentIndex() == DONE
    assert "应收单：新增 2，变更 0" in page.done.text._text.text()
    assert count(page) == 1


def test_the_same_file_again_has_nothing_to_import(page: ImportPage, tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    page.offer(file)
    confirm(page).click()
    page.offer(file)
    assert confirm(page).text() == "没有新内容可导入"
    assert not confirm(page).isEnabled()


def test_a_rejected_row_is_listed_with_place_value_and_reason(page: ImportPage, tmp_path: Path) -> None:
    page.offer(write(tmp_path, BAD))
    (fault,) = page.preview.lists["rejected"].model.rows
    assert (fault.row, fault.value) == (3, "2026-02-30")
    assert "不是日期" in fault.text or "2026-02-30" in fault.text
    assert confirm(page).isEnabled()


def test_the_list_of_rejected_rows_can_be_copied(page: ImportPage, tmp_path: Path, qapp: object) -> None:
    page.offer(write(tmp_path, BAD))
    copy = page.findChild(QPushButton, "import_rejected_copy")
    assert isinstance(copy, QPushButton)
    copy.click()
    assert "2026-02-30" in QGuiApplication.clipboard().text()


def test_a_file_that_is_no_ledger_is_refused_in_one_sentence(page: ImportPage, tmp_path: Path) -> None:
    page.offer(write(tmp_path, "just a letter\n", "letter.csv"))
    assert page._stack.currentIndex() == START
    assert "letter.csv" in page.start._wrong.text()
    assert count(page) == 0


def test_a_missing_file_is_refused_and_the_next_good_one_clears_it(page: ImportPage, tmp_path: Path) -> None:
    page.offer(tmp_path / "gone.xlsx")
    assert "gone.xlsx" in page.start._wrong.text()
    page.offer(write(tmp_path, GOOD))
    page.begin_again()
    assert not page.start._wrong.isVisible()


def test_ambiguous_dates_are_asked_about_before_importing(page: ImportPage, tmp_path: Path) -> None:
    page.offer(write(tmp_path, HEAD + "A-1,K1,甲公司,4/6/2026,5/7/2026,100.00\n"))
    assert page.preview.head.question.isVisibleTo(page.preview)
    assert not confirm(page).isEnabled()
    button = page.findChild(QPushButton, "date_order_dmy")
    assert isinstance(button, QPushButton)
    button.click()
    assert not page.preview.head.question.isVisibleTo(page.preview)
    confirm(page).click()
    (line,) = page.context.desk.ledger.invoices(page.context.desk.customers.find("K1").id)
    assert (line.issued_on, line.due_on) == (date(2026, 6, 4), date(2026, 7, 5))


def test_balances_are_dated_the_day_that_was_asked_for(page: ImportPage, tmp_path: Path) -> None:
    text = "客户名称,发票号码,开票日期,到期日,应收金额,已收金额\n甲公司,9001,2026-08-01,2026-09-01,100.00,40.00\n"
    page.offer(write(tmp_path, text))
    page.preview.head.day.set_day(date(2026, 9, 30))
    page.preview.head.day.editingFinished.emit()
    confirm(page).click()
    (customer,) = page.context.desk.customer_list.rows(date(2026, 10, 8)).rows
    (receipt,) = page.context.desk.ledger.receipts(customer.id)
    assert (receipt.received_on, receipt.amount_fen) == (date(2026, 9, 30), 4000)


def test_cancelling_changes_nothing_and_keeps_the_preview(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.offer(write(tmp_path, GOOD))
    monkeypatch.setattr(JobContext, "check_cancelled", lambda self: (_ for _ in ()).throw(Cancelled))
    confirm(page).click()
    assert page._stack.currentIndex() == PREVIEW
    assert count(page) == 0


def test_a_dropped_file_is_read(page: ImportPage, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path, GOOD)))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    assert page._stack.currentIndex() == PREVIEW


def test_nothing_is_imported_into_a_past_day(page: ImportPage, tmp_path: Path) -> None:
    page.offer(write(tmp_path, GOOD))
    page.context.set_as_of(date(2026, 9, 1))
    assert not confirm(page).isEnabled()
    page.carry_out()
    assert count(page) == 0
    assert not page.start._choose.isEnabled()


def test_off_the_gui_thread_it_comes_to_the_same(
    qtbot: QtBot, empty_desk: Desk, settings: MachineSettings, theme: Theme, tmp_path: Path
) -> None:
    jobs = Jobs(release=empty_desk.workspace.database.close)
    context = UiContext(empty_desk, jobs, settings, theme)
    made = ImportPage(context)
    qtbot.addWidget(made)
    made.show()
    made.activate()
    made.offer(write(tmp_path, GOOD))
    assert made._stack.currentIndex() == WORKING
    qtbot.waitUntil(lambda: made._stack.currentIndex() == PREVIEW)
    with qtbot.waitSignal(context.data_changed) as told:
        confirm(made).click()
    assert "import" in told.args[0].kinds
    qtbot.waitUntil(lambda: made._stack.currentIndex() == DONE)
    assert jobs.close()
    context.close()


def test_a_running_job_can_be_stopped_and_nothing_is_written(
    qtbot: QtBot,
    empty_desk: Desk,
    settings: MachineSettings,
    theme: Theme,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jobs = Jobs(release=empty_desk.workspace.database.close)
    context = UiContext(empty_desk, jobs, settings, theme)
    made = ImportPage(context)
    qtbot.addWidget(made)
    made.show()
    made.activate()
    made.offer(write(tmp_path, GOOD))
    qtbot.waitUntil(lambda: made._stack.currentIndex() == PREVIEW)
    held = threading.Event()
    carry_out = type(empty_desk.importing).carry_out

    def slow(self: object, plan: object, **watch: object) -> object:
        assert held.wait(10)
        return carry_out(self, plan, **watch)  # type: ignore[arg-type]

    monkeypatch.setattr(type(empty_desk.importing), "carry_out", slow)
    made.carry_out()
    stop = made.findChild(QPushButton, "import_cancel")
    assert isinstance(stop, QPushButton)
    stop.click()
    held.set()
    qtbot.waitUntil(lambda: made._stack.currentIndex() == PREVIEW)
    assert empty_desk.customer_list.rows().rows == ()
    assert jobs.close()
    context.close()


def test_the_sample_is_alive_whatever_the_day(page: ImportPage, clock: FixedClock) -> None:
    """Its debts are as old as they were made to be: the newest invoice is a few days old, on any day."""
    today = clock.today()
    page.start.take_sample()
    assert page._stack.currentIndex() == PREVIEW
    assert page._plan is not None
    newest = max(row.issued_on for row in page._plan.file.invoices)
    assert timedelta(0) <= today - newest < timedelta(days=30)
    confirm(page).click()
    late = [line.max_overdue_days for line in page.context.desk.customer_list.rows().rows]
    assert len(late) > 10
    assert 180 < max(late) < 730


def test_the_day_of_balances_is_asked_where_the_file_does_not_say_it(page: ImportPage, tmp_path: Path) -> None:
    page.offer(write(tmp_path, "客户编码,客户名称,期末余额\nK1,甲公司,100.00\n"))
    assert page.preview.head.day_question.isVisibleTo(page.preview)
    assert not confirm(page).isEnabled()
    said = page.findChild(QPushButton, "import_day_said")
    assert isinstance(said, QPushButton)
    said.click()
    assert not page.preview.head.day_question.isVisibleTo(page.preview)
    confirm(page).click()
    assert page.context.desk.ledger.invoice("QC-K1-20261008-CNY-1").open_fen == 10_000
