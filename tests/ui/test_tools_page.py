"""Tools: every calculator as a person uses it, live, in one sentence where something is wrong, on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.pdf import preview
from arcdesk.services.interest_settings import InterestSettings
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.pages.tools import TOOLS, ToolsPage
from arcdesk.ui.tools.allocation import AllocationTool
from arcdesk.ui.tools.codes import CodeTool
from arcdesk.ui.tools.concession import ConcessionTool
from arcdesk.ui.tools.court_fee import CourtFeeTool
from arcdesk.ui.tools.interest import InterestTool
from arcdesk.ui.tools.limitation import LimitationTool
from arcdesk.ui.tools.pane import ToolPane
from arcdesk.ui.tools.sme import SmeTool
from arcdesk.ui.tools.words import WordsTool
from arcdesk.ui.tools.workdays import WorkdaysTool
from tests.ui.access import nameless


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> ToolsPage:
    made = ToolsPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    made.activate()
    return made


def tool(page: ToolsPage, kind: type[ToolPane]) -> ToolPane:
    page.show_tool(kind.name)
    return page.pane


def interest(page: ToolsPage) -> InterestTool:
    found = tool(page, InterestTool)
    assert isinstance(found, InterestTool)
    return found


def limitation(page: ToolsPage) -> LimitationTool:
    found = tool(page, LimitationTool)
    assert isinstance(found, LimitationTool)
    return found


def type_into(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.clear()
    field.setFocus()
    if text.isascii():
        qtbot.keyClicks(field, text)
    else:  # as an input method hands it over
        field.insert(text)


def choose(box: object, code: str) -> None:
    box.setCurrentIndex(box.findData(code))  # type: ignore[attr-defined]


def rows(pane: InterestTool) -> list[tuple[str, ...]]:
    return [(row.kind, row.start, row.end, row.principal, row.amount) for row in pane.view.model.rows]


def test_before_anything_is_entered_it_says_what_to_enter_and_nothing_is_red(page: ToolsPage) -> None:
    for kind, _, _ in TOOLS:
        pane = tool(page, kind)
        if isinstance(pane, WorkdaysTool):
            continue  # today and five days are proposed
        assert not pane.has_answer
        assert pane.headline.text().startswith("请填写")
        assert pane.headline.property("role") == "muted"
        assert not pane.copy_button.isEnabled()


def test_case_14_is_reckoned_while_one_types(qtbot: QtBot, page: ToolsPage) -> None:
    pane = interest(page)
    type_into(qtbot, pane.principal, "100,000")
    type_into(qtbot, pane.due, "2024-01-01")
    type_into(qtbot, pane.as_of, "2024-10-31")
    type_into(qtbot, pane.multiplier, "1.3")
    assert pane.headline.text() == "¥3,735.45"
    line = pane.payments.add_line()
    type_into(qtbot, line.amount, "40000")
    assert pane.headline.text() == "请填写：收款日期"
    type_into(qtbot, line.on, "20240401")
    assert pane.headline.text() == "¥2,688.54"
    assert rows(pane) == [
        ("segment", "2024-01-02", "2024-04-01", "100,000.00", "1,118.18"),
        ("payment", "2024-04-01", "收款", "(40,000.00)", ""),
        ("segment", "2024-04-02", "2024-10-31", "60,000.00", "1,570.36"),
    ]
    choose(pane.basis, "contract_daily")
    assert pane.headline.text() == "请填写：约定利率"
    type_into(qtbot, pane.rate, "千分之一")
    assert pane.headline.text() == "¥21,880.00"
    assert any("过分" in text or "减少" in text for text in pane.view.data.remarks)  # type: ignore[union-attr]
    line.findChild(object, "line_remove").click()  # type: ignore[attr-defined]
    assert pane.headline.text() == "¥30,400.00"


def test_every_basis_year_and_order_counts(qtbot: QtBot, page: ToolsPage) -> None:
    pane = interest(page)
    pane.principal.set_amount(100_000_00)
    pane.due.set_day(date(2023, 3, 15))
    pane.as_of.set_day(date(2025, 6, 30))
    assert pane.headline.text() == "¥12,570.00"
    assert "LPR 数据截至 2026-02-24" in pane.view.data_to.text()
    choose(pane.year_days, "360")
    assert pane.headline.text() == "¥12,744.58"
    choose(pane.year_days, "365")
    choose(pane.basis, "lpr_floating")
    assert pane.headline.text() == "¥11,567.06"
    choose(pane.basis, "sme")
    assert pane.headline.text() == "¥41,900.00"
    choose(pane.basis, "judgment")
    assert pane.headline.text() == "¥14,665.00"
    choose(pane.basis, "contract_annual")
    type_into(qtbot, pane.rate, "7.3%")
    assert pane.headline.text() == "¥16,760.00"
    choose(pane.order, "interest_first")
    line = pane.payments.add_line()
    line.amount.set_amount(100_000_00)
    line.on.set_day(date(2024, 3, 14))
    assert rows(pane)[1] == ("payment", "2024-03-14", "收款", "(92,700.00)", "(7,300.00)")


@pytest.mark.parametrize(
    ("field", "text", "wanted"),
    [
        ("principal", "ten", "金额"),
        ("principal", "1.234", "两位小数"),
        ("due", "2026-13-40", "日期"),
        ("multiplier", "40", "倍数"),
        ("multiplier", "-1", "倍数"),
        ("costs", "-5", "小于零"),
    ],
)
def test_a_wrong_entry_is_one_sentence_in_place_of_the_answer(
    qtbot: QtBot, page: ToolsPage, field: str, text: str, wanted: str
) -> None:
    pane = interest(page)
    pane.principal.set_amount(100_000_00)
    pane.due.set_day(date(2023, 3, 15))
    assert pane.has_answer
    type_into(qtbot, getattr(pane, field), text)
    assert not pane.has_answer
    assert pane.headline.property("role") == "bad"
    assert wanted in pane.headline.text()
    assert pane.sheet_button is not None
    assert not pane.sheet_button.isEnabled()
    type_into(
        qtbot,
        getattr(pane, field),
        {"principal": "5", "due": "2023-03-15", "multiplier": "1.5", "costs": "0"}[field],
    )
    assert pane.has_answer


def test_the_companys_defaults_are_proposed_and_its_added_rates_used(
    page: ToolsPage, desk: Desk, qtbot: QtBot
) -> None:
    desk.rates.add(date(2026, 3, 20), Decimal("2.90"), "公告")
    pane = interest(page)
    pane.principal.set_amount(100_000_00)
    pane.due.set_day(date(2026, 4, 1))
    pane.as_of.set_day(date(2026, 4, 11))
    qtbot.waitUntil(lambda: "2026-03-20" in pane.view.data_to.text())
    assert "LPR 2.90%（2026-03-20）" in pane.view.model.rows[0].note
    desk.interest.save_settings(InterestSettings(Decimal("1.3"), 360, Decimal("1.3"), "interest_first"))
    fresh = ToolsPage(page.context)
    qtbot.addWidget(fresh)
    fresh.show()
    fresh.activate()
    other = interest(fresh)
    assert (other.multiplier.text(), other.year_days.currentData(), other.order.currentData()) == (
        "1.3",
        "360",
        "interest_first",
    )


def test_the_interest_sheet_shows_the_very_figures(qtbot: QtBot, page: ToolsPage) -> None:
    pane = interest(page)
    pane.principal.set_amount(100_000_00)
    pane.due.set_day(date(2023, 3, 15))
    pane.as_of.set_day(date(2025, 6, 30))
    qtbot.keyClick(pane.principal, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (shown,) = [found for found in pane.findChildren(DocumentPreview) if found.isVisible()]
    qtbot.waitUntil(lambda: bool(shown.pages.pdf))
    text = preview.extract_text(shown.pages.pdf)
    assert "¥12,570.00" in text
    assert "杭州远景包装有限公司" in text
    assert shown.print_button.isEnabled()
    shown.close()


def test_the_result_is_copied_with_its_table(qtbot: QtBot, page: ToolsPage) -> None:
    pane = interest(page)
    pane.principal.set_amount(100_000_00)
    pane.due.set_day(date(2023, 3, 15))
    pane.as_of.set_day(date(2025, 6, 30))
    qtbot.keyClick(
        pane.principal, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].endswith("\t¥12,570.00")
    assert any(line.split("\t")[:4] == ["2023-03-16", "2025-06-30", "838", "100,000.00"] for line in lines)


def test_t1_the_clock_runs_from_the_due_date_and_is_restarted_by_what_is_proven(
    qtbot: QtBot, page: ToolsPage
) -> None:
    pane = limitation(page)
    type_into(qtbot, pane.due, "2023-03-15")
    type_into(qtbot, pane.as_of, "2026-01-01")
    assert pane.headline.text() == "2026-03-15 周日，还剩 73 天"
    assert "2026-03-16" in pane.result_text()
    line = pane.events.add_line()
    choose(line.kind, "payment")
    type_into(qtbot, line.on, "2025-02-28")
    assert pane.headline.text() == "2028-02-28 周一，还剩 788 天"
    choose(line.kind, "oral_demand")
    assert pane.headline.text().startswith("2026-03-15")
    assert "没有证据" in pane.result_text()
    choose(line.kind, "audit_confirmation")
    assert pane.headline.text().startswith("2026-03-15")
    pane.weak.click()
    assert pane.headline.text().startswith("2028-02-28")


def test_a_proceeding_has_an_end_or_none(qtbot: QtBot, page: ToolsPage) -> None:
    pane = limitation(page)
    pane.due.set_day(date(2023, 3, 15))
    pane.as_of.set_day(date(2026, 1, 1))
    line = pane.events.add_line()
    assert not line.until.isVisible()
    choose(line.kind, "suit")
    assert line.until.isVisible()
    type_into(qtbot, line.on, "2024-01-05")
    assert pane.headline.text().startswith("届满日未定")
    type_into(qtbot, line.until, "2024-01-01")
    assert pane.headline.property("role") == "bad"
    type_into(qtbot, line.until, "2025-03-01")
    assert pane.headline.text().startswith("2028-03-01")


def test_instalments_of_one_debt_begin_with_the_last_and_years_may_be_four(
    qtbot: QtBot, page: ToolsPage
) -> None:
    pane = limitation(page)
    pane.due.set_day(date(2023, 1, 31))
    pane.as_of.set_day(date(2023, 1, 1))
    for day in ("2023-04-30", "2023-07-31"):
        type_into(qtbot, pane.instalments.add_line().on, day)
    assert pane.headline.text().startswith("2026-07-31")
    choose(pane.years, "4")
    assert pane.headline.text().startswith("2027-07-31")
    pane.as_of.set_day(date(2028, 1, 1))
    assert pane.headline.text().startswith("已于 2027-08-02")
    assert pane.headline.property("role") == "bad"


def test_the_limitation_sheet_has_the_chain(qtbot: QtBot, page: ToolsPage) -> None:
    pane = limitation(page)
    pane.due.set_day(date(2023, 3, 15))
    line = pane.events.add_line()
    choose(line.kind, "demand_post")
    line.on.set_day(date(2025, 1, 15))
    assert pane.sheet_button is not None
    qtbot.mouseClick(pane.sheet_button, Qt.MouseButton.LeftButton)
    (shown,) = [found for found in pane.findChildren(DocumentPreview) if found.isVisible()]
    qtbot.waitUntil(lambda: bool(shown.pages.pdf))
    text = preview.extract_text(shown.pages.pdf)
    for wanted in ("诉讼时效计算表", "2028-01-15", "催款信件（已送达）"):
        assert wanted in text
    shown.close()


def test_t3_1_the_payment_goes_to_costs_interest_and_debts(qtbot: QtBot, page: ToolsPage) -> None:
    pane = tool(page, AllocationTool)
    assert isinstance(pane, AllocationTool)
    type_into(qtbot, pane.payment, "40,000")
    type_into(qtbot, pane.on, "2026-04-10")
    first = pane.debts.lines[0]
    type_into(qtbot, first.amount, "30,000")
    type_into(qtbot, first.due, "2026-01-31")
    second = pane.debts.add_line()
    type_into(qtbot, second.amount, "50,000")
    type_into(qtbot, second.due, "2026-03-31")
    second.secured.click()
    assert pane.headline.text() == "债务1 30,000.00；债务2 10,000.00"
    type_into(qtbot, pane.costs, "800")
    type_into(qtbot, pane.interest, "5,000")
    assert [(row.name, row.paid_fen, row.left_fen) for row in pane.model.rows] == [
        ("费用", 800_00, 0),
        ("违约金/利息", 5_000_00, 0),
        ("债务1", 30_000_00, 0),
        ("债务2", 4_200_00, 45_800_00),
    ]
    assert not pane.note.isVisible()
    pane.designated.click()
    assert pane.note.isVisible()
    pane.agreed.click()
    assert not pane.note.isVisible()
    assert pane.headline.text() == "债务1 30,000.00；债务2 10,000.00"
    choose(pane.rule, "pro_rata")
    assert pane.headline.text() == "债务1 15,000.00；债务2 25,000.00"
    type_into(qtbot, second.called, "债务1")
    assert pane.headline.property("role") == "bad"
    type_into(qtbot, second.called, "乙")
    type_into(qtbot, pane.payment, "100,000")
    assert "多付" in pane.headline.text()
    assert pane.headline.text().endswith("14,200.00")


@pytest.mark.parametrize(
    ("typed", "headline", "figures"),
    [
        ("107,000.53", "人民币壹拾万柒仟元零伍角叁分", "¥107,000.53"),
        ("人民币壹拾万零柒仟元伍角叁分", "人民币壹拾万柒仟元零伍角叁分", "¥107,000.53"),
        ("-1234.5", "人民币负壹仟贰佰叁拾肆元伍角整", "(¥1,234.50)"),
    ],
)
def test_t7_figures_give_words_and_words_figures(
    qtbot: QtBot, page: ToolsPage, typed: str, headline: str, figures: str
) -> None:
    pane = tool(page, WordsTool)
    assert isinstance(pane, WordsTool)
    type_into(qtbot, pane.entry, typed)
    assert (pane.headline.text(), pane.figures.text()) == (headline, figures)
    pane.copy()
    assert QGuiApplication.clipboard().text() == headline


@pytest.mark.parametrize("typed", ["about ten", "壹拾拾元", "1.234", "99999999999999999"])
def test_what_is_no_amount_is_said_so(qtbot: QtBot, page: ToolsPage, typed: str) -> None:
    pane = tool(page, WordsTool)
    assert isinstance(pane, WordsTool)
    type_into(qtbot, pane.entry, typed)
    assert pane.headline.property("role") == "bad"


def test_t17_working_days_know_the_make_up_days(qtbot: QtBot, page: ToolsPage) -> None:
    pane = tool(page, WorkdaysTool)
    assert isinstance(pane, WorkdaysTool)
    type_into(qtbot, pane.start, "2026-02-13")
    type_into(qtbot, pane.count, "2")
    assert (pane.kind.text(), pane.next.text()) == ("工作日", "2026-02-14 周六")
    assert pane.headline.text() == "2 个工作日后：2026-02-24 周二"
    type_into(qtbot, pane.count, "7")
    assert pane.period.text() == "2026-02-24 周二"
    assert not pane.note.isVisible()
    type_into(qtbot, pane.start, "2027-01-01")
    assert pane.note.isVisible()
    for wrong in ("0", "-1", "many", "99999"):
        type_into(qtbot, pane.count, wrong)
        assert pane.headline.property("role") == "bad"


def test_t2_11_a_small_creditors_due_date_rolls_and_is_capped(qtbot: QtBot, page: ToolsPage) -> None:
    pane = tool(page, SmeTool)
    assert isinstance(pane, SmeTool)
    type_into(qtbot, pane.delivered, "2025-07-01")
    assert pane.headline.text() == "付款到期日 2025-09-01 周一"
    assert pane.plain.text() == "2025-08-30 周六，自交付起 60 日"
    choose(pane.debtor, "public")
    assert pane.headline.text() == "付款到期日 2025-07-31 周四"
    type_into(qtbot, pane.agreed, "90天")
    assert pane.notes.isVisible()
    assert pane.headline.text() == "付款到期日 2025-09-01 周一"
    for wrong in ("-1", "soon", "999999"):
        type_into(qtbot, pane.agreed, wrong)
        assert pane.headline.property("role") == "bad"


def test_t15_a_credit_code_is_checked(qtbot: QtBot, page: ToolsPage) -> None:
    pane = tool(page, CodeTool)
    assert isinstance(pane, CodeTool)
    type_into(qtbot, pane.entry, "91440300 708461136t")
    assert (pane.headline.text(), pane.headline.property("role")) == ("✓  有效", "good")
    assert pane.result_text() == "91440300708461136T"
    type_into(qtbot, pane.entry, "91440300708461136O")
    assert pane.headline.property("role") == "bad"
    assert "“O”" in pane.why.text()


def test_the_keyboard_alone_reaches_every_calculator(qtbot: QtBot, page: ToolsPage) -> None:
    assert page.focusWidget() is interest(page).principal
    qtbot.keyClick(interest(page).principal, Qt.Key.Key_Escape)
    names = page.findChild(QListWidget, "tools_list")
    assert isinstance(names, QListWidget)
    assert names.hasFocus()
    for number, (kind, _, _) in enumerate(TOOLS):
        assert names.currentRow() == number
        qtbot.keyClick(names, Qt.Key.Key_Return)
        assert page.pane.name == kind.name
        assert page.focusWidget() is page.pane.first_field()
        names.setFocus()
        qtbot.keyClick(names, Qt.Key.Key_Down)


def test_in_a_narrow_window_the_list_is_icons_and_nothing_scrolls_sideways(
    qtbot: QtBot, page: ToolsPage
) -> None:
    names = page.findChild(QListWidget, "tools_list")
    assert isinstance(names, QListWidget)
    assert names.item(0).text()
    page.resize(800, 480)
    qtbot.waitUntil(lambda: not names.item(0).text())
    for kind, _, _ in TOOLS:
        pane = tool(page, kind)
        assert pane.minimumSizeHint().width() <= page._stack.width(), kind.name
    assert nameless(page) == []


def test_lines_are_named_for_a_screen_reader(page: ToolsPage) -> None:
    interest(page).payments.add_line()
    pane = limitation(page)
    pane.events.add_line()
    pane.instalments.add_line()
    allocation = tool(page, AllocationTool)
    assert isinstance(allocation, AllocationTool)
    allocation.debts.add_line()
    assert nameless(page) == []


def test_r34_court_fees_are_reckoned_by_tiers(qtbot: QtBot, page: ToolsPage) -> None:
    pane = tool(page, CourtFeeTool)
    assert isinstance(pane, CourtFeeTool)
    type_into(qtbot, pane.claim, "100,000")
    assert "2,300.00" in pane.headline.text()
    assert "766.67" in pane.headline.text()
    assert "1,020.00" in pane.result_text()
    type_into(qtbot, pane.claim, "0")
    assert not pane.has_answer


def test_s166_a_discount_is_held_against_waiting(qtbot: QtBot, page: ToolsPage) -> None:
    pane = tool(page, ConcessionTool)
    assert isinstance(pane, ConcessionTool)
    type_into(qtbot, pane.amount, "120,000")
    type_into(qtbot, pane.discount, "95折")
    type_into(qtbot, pane.capital, "6")
    assert not pane.has_answer  # the days of waiting are the person's to say
    type_into(qtbot, pane.wait, "90")
    assert "4,224.66" in pane.headline.text()
    assert "305" in pane.result_text()
    type_into(qtbot, pane.discount, "10折")
    assert not pane.has_answer
