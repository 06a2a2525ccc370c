"""Deciding an import: states, ticks, near matches, other plans, and what would be written at any moment."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from arcdesk import i18n
from arcdesk.bootstrap import Desk
from arcdesk.importing.ledger_file import ControlTotal
from arcdesk.services.import_differences import Decisions
from arcdesk.services.importing import Counts
from arcdesk.settings import MachineSettings
from arcdesk.ui.context import UiContext
from arcdesk.ui.import_choices import Choices
from arcdesk.ui.import_words import change_lines
from arcdesk.ui.jobs import Cancelled, JobContext, Jobs
from arcdesk.ui.pages.import_page import DONE, PREVIEW, START, ImportPage
from arcdesk.ui.panels.import_differences import NEW_SHOWN
from arcdesk.ui.theme import Theme
from tests.ui.access import nameless
from tests.ui.import_fakes import CHANGED, NEAR, UNKNOWN, FakeImports, made_plan

FILE = Path("账龄_20260930.xlsx")


@pytest.fixture
def imports(empty_context: UiContext, monkeypatch: pytest.MonkeyPatch) -> FakeImports:
    made = FakeImports(made_plan(near=()))
    monkeypatch.setattr(empty_context.desk, "importing", made)
    return made


@pytest.fixture
def page(qtbot: QtBot, empty_context: UiContext, imports: FakeImports) -> ImportPage:
    made = ImportPage(empty_context)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.activate()
    return made


def confirm(page: ImportPage) -> QPushButton:
    made = page.findChild(QPushButton, "import_confirm")
    assert isinstance(made, QPushButton)
    return made


def numbers(page: ImportPage) -> list[str]:
    return [row.number for row in page.preview.differences.model.rows]


def test_what_asks_for_a_decision_stands_first_and_is_not_ticked(page: ImportPage) -> None:
    page.offer(FILE)
    model = page.preview.differences.model
    assert numbers(page)[:4] == ["AR-0500", "AR-0777", "AR-0901", "AR-1002"]
    assert not model.is_checked(UNKNOWN.key)
    assert model.is_checked(CHANGED.key)
    assert page.preview.differences._left.text() == "1 待定，不采纳则维持原样"


def test_the_button_says_what_would_happen(page: ImportPage) -> None:
    page.offer(FILE)
    assert confirm(page).text() == "导入：5 新增，1 变更，1 结清，1 重新打开"
    assert confirm(page).hasFocus()


def test_a_chip_lists_its_state_alone_and_again_all(page: ImportPage) -> None:
    page.offer(FILE)
    chip = page.preview.differences.chips["settled"]
    assert chip.text() == "结清 1 · 15,800.00"
    chip.click()
    assert numbers(page) == ["AR-0901"]
    chip.click()
    assert len(numbers(page)) == 9
    assert not chip.isChecked()


def test_space_leaves_the_selected_rows_and_the_plan_is_reckoned_once(
    qtbot: QtBot, page: ImportPage, imports: FakeImports
) -> None:
    page.offer(FILE)
    table = page.preview.differences.table
    page.preview.differences.chips["new"].click()
    table.setFocus()
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert confirm(page).text() == "导入：1 变更，1 结清，1 重新打开"  # at once, before the plan is made anew
    qtbot.keyClick(table, Qt.Key.Key_Space)
    table.select_id("invoices:AR-000002")
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(imports.asked))
    assert imports.asked == [Decisions(left=frozenset({"invoices:AR-000002"}))]
    assert table.current_row().number == "AR-000002"  # type: ignore[union-attr]
    assert page.preview.differences.chips["new"].isChecked()
    assert page.preview.differences.chips["new"].text().startswith("新增 4/5")


def test_confirming_before_the_new_plan_is_there_writes_what_was_decided(
    qtbot: QtBot, page: ImportPage, imports: FakeImports
) -> None:
    page.offer(FILE)
    page.preview.differences.table.select_id(UNKNOWN.key)
    page.preview.differences.table.setFocus()
    qtbot.keyClick(page.preview.differences.table, Qt.Key.Key_Space)
    qtbot.keyClick(page.preview.differences.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page._stack.currentIndex() == DONE
    assert imports.carried[0].decisions == Decisions(taken=frozenset({UNKNOWN.key}))
    assert imports.asked == []
    assert not page._pause.isActive()


def test_the_plan_is_reckoned_anew_off_the_gui_thread(
    qtbot: QtBot, empty_desk: Desk, settings: MachineSettings, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports, threads = FakeImports(made_plan(near=())), []
    replan = imports.replan
    monkeypatch.setattr(empty_desk, "importing", imports)
    monkeypatch.setattr(
        imports, "replan", lambda *given: (threads.append(threading.current_thread()), replan(*given))[1]
    )
    jobs = Jobs(release=empty_desk.workspace.database.close)
    context = UiContext(empty_desk, jobs, settings, theme)
    made = ImportPage(context)
    qtbot.addWidget(made)
    made.show()
    made.activate()
    made.offer(FILE)
    qtbot.waitUntil(lambda: made._stack.currentIndex() == PREVIEW)
    made.preview.differences.model.check([CHANGED.key, UNKNOWN.key], on=False)
    qtbot.waitUntil(lambda: made._plan is not None and CHANGED.key in made._plan.decisions.left)
    assert threads
    assert threads[0] is not threading.main_thread()
    assert made.preview.differences.chips["changed"].text().startswith("变更 0/1")
    assert jobs.close()
    context.close()


def test_stopping_while_a_file_is_read_goes_back_and_says_that_nothing_was_changed(
    page: ImportPage, imports: FakeImports, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    page.context.message.connect(lambda text, _level: told.append(text))
    monkeypatch.setattr(JobContext, "check_cancelled", lambda self: (_ for _ in ()).throw(Cancelled))
    page.offer(FILE)
    assert page._stack.currentIndex() == START
    assert told == ["已停止，未作任何更改。"]
    assert imports.carried == []


def test_decisions_outlive_another_day_of_the_balances(page: ImportPage, imports: FakeImports) -> None:
    page.offer(FILE)
    page.preview.differences.model.check([CHANGED.key], on=False)
    page.preview.head.day.set_day(date(2026, 9, 29))
    page.preview.head.day.editingFinished.emit()
    assert len(imports.paths) == 2
    assert not page.preview.differences.model.is_checked(CHANGED.key)
    page.carry_out()
    assert imports.carried[0].decisions == Decisions(left=frozenset({CHANGED.key}))


def test_an_answer_to_older_decisions_is_dropped(page: ImportPage) -> None:
    page.offer(FILE)
    before = page._plan
    assert before is not None
    page.preview.differences.model.check([CHANGED.key], on=False)
    page._on_replanned(page._serial - 1, replace(before, differences=()))
    assert page._plan is before
    assert len(numbers(page)) == 9


def test_accepting_all_leaves_conflicts_to_a_person_who_looks_at_them(page: ImportPage) -> None:
    page.offer(FILE)
    list_ = page.preview.differences
    list_.leave_all.click()
    assert confirm(page).text() == "没有新内容可导入"
    assert not confirm(page).isEnabled()
    list_.accept_all.click()
    assert not list_.model.is_checked(UNKNOWN.key)
    list_.chips["unknown"].click()
    list_.accept_all.click()
    assert list_.model.is_checked(UNKNOWN.key)
    assert confirm(page).text().endswith("1 待定已采纳")


def test_a_search_finds_a_customer_and_acts_on_what_it_found(qtbot: QtBot, page: ImportPage) -> None:
    page.offer(FILE)
    list_ = page.preview.differences
    qtbot.keyClick(list_.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(list_.search, "c004")
    qtbot.waitUntil(lambda: numbers(page) == ["AR-0901"])
    list_.leave_all.click()
    list_.search.setText("nobody")
    qtbot.waitUntil(lambda: numbers(page) == [])
    assert "nobody" in list_._more.text()
    assert confirm(page).text() == "导入：5 新增，1 变更，1 重新打开"


def test_thousands_of_new_rows_are_cut_off_until_they_are_asked_for(
    page: ImportPage, imports: FakeImports
) -> None:
    imports.made = made_plan(new=NEW_SHOWN + 3000, near=())
    page.offer(FILE)
    list_ = page.preview.differences
    assert len(numbers(page)) == NEW_SHOWN + 4
    assert "3,001" in list_._more.text()  # with the new customer
    list_.chips["new"].click()
    assert len(numbers(page)) == NEW_SHOWN + 3001
    assert not list_._more.isVisible()


def test_nobody_decides_while_a_past_day_is_looked_at(
    page: ImportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.offer(FILE)
    monkeypatch.setattr(UiContext, "can_write", False)
    page.refresh()
    list_ = page.preview.differences
    assert not list_.accept_all.isEnabled()
    assert not confirm(page).isEnabled()


def test_a_file_that_brings_nothing_says_so(page: ImportPage, imports: FakeImports) -> None:
    none = Counts(0, 0, 3)
    imports.made = made_plan(
        differences=(), near=(), customers=none, invoices=none, receipts=none, allocations=none, rejected=()
    )
    page.offer(FILE)
    assert confirm(page).text() == "没有新内容可导入"
    assert page.preview.differences._nothing.isVisible()


def test_a_total_that_is_met_and_one_that_is_not_are_told_by_sign_and_word(page: ImportPage) -> None:
    page.offer(FILE)
    texts = [made.text() for made in page.preview.head._controls]
    assert texts == [
        "✓ CNY 450,000.00  与文件合计相符",
        "✗ USD：文件 18,000.00，导入 17,000.00，差额 1,000.00",
    ]
    assert page.preview.head.day_from.text() == "按文件所注"


def test_totals_are_renewed_with_the_plan(page: ImportPage) -> None:
    page.offer(FILE)
    assert page._plan is not None
    page._on_replanned(page._serial, replace(page._plan, control={"CNY": ControlTotal(100, 100)}))
    assert [made.text() for made in page.preview.head._controls] == ["✓ CNY 1.00  与文件合计相符"]


# Near matches


def test_near_matches_are_decided_one_after_another_by_one_key(
    qtbot: QtBot, page: ImportPage, imports: FakeImports
) -> None:
    imports.made = made_plan()
    page.offer(FILE)
    near = page.preview.near
    assert near.isVisible()
    assert "宁波鑫达精密模具" in near._question.text()
    assert near.undecided == 2
    qtbot.keyClick(near._choice, Qt.Key.Key_1)
    assert "天成贸易" in near._question.text()
    qtbot.keyClick(near._choice, Qt.Key.Key_0)
    assert near.undecided == 0
    assert near._choice is None
    assert confirm(page).hasFocus()
    qtbot.waitUntil(lambda: bool(imports.asked))
    assert imports.asked == [Decisions(same={"宁波鑫达精密模具": "C0012", "天成贸易": ""})]


def test_a_near_match_is_looked_at_again_and_changed(
    qtbot: QtBot, page: ImportPage, imports: FakeImports
) -> None:
    imports.made = made_plan(near=(replace(NEAR[1], chosen="C001"),))
    page.offer(FILE)
    near = page.preview.near
    assert near._choice is None
    near._on.click()
    assert near._choice is not None
    assert near._choice.value == "1"
    qtbot.keyClick(near._choice, Qt.Key.Key_0)
    assert page.preview.decided_plan().decisions.same == {"天成贸易": ""}  # type: ignore[union-attr]


# What is kept, in words


def test_taking_a_decision_back_leaves_no_decision() -> None:
    choices = Choices(made_plan())
    choices.decide([CHANGED.key, UNKNOWN.key], on=False)
    choices.decide([CHANGED.key, UNKNOWN.key], on=True)
    assert choices.decisions == Decisions(taken=frozenset({UNKNOWN.key}))
    choices.decide([UNKNOWN.key], on=False)
    assert choices.decisions == Decisions()


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "到期日 2026-03-01 → 2026-03-15"), ("en", "due on 2026-03-01 → 2026-03-15")]
)
def test_a_change_is_told_in_words(language: str, text: str) -> None:
    before = i18n.current()
    i18n.use(language)
    assert change_lines(CHANGED)[0] == text
    i18n.use(before)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_has_a_name_and_fits_a_small_window(
    qtbot: QtBot, empty_context: UiContext, imports: FakeImports, language: str
) -> None:
    i18n.use(language)
    imports.made = made_plan()
    page = ImportPage(empty_context)
    qtbot.addWidget(page)
    page.show()
    page.resize(750, 420)
    page.activate()
    page.offer(FILE)
    assert page._stack.currentIndex() == PREVIEW
    assert nameless(page) == []
    qtbot.waitUntil(lambda: confirm(page).width() >= confirm(page).minimumSizeHint().width())
    assert page.minimumSizeHint().width() <= 750
    near = page.preview.near
    assert near._choice is not None
    assert near.mapTo(page, near.rect().bottomRight()).x() < 750
    table = page.preview.differences.table
    assert table.height() >= 7 * table.rowHeight(0)
