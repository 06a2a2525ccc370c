"""The portrait in the dossier and beside the list, the grade dialog, the grading pane."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk import i18n
from arcdesk.domain.grading_rules import GradingRules
from arcdesk.services.contacts import NewContact
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.due_items import DueItemsDialog
from arcdesk.ui.dialogs.grade import GradeDialog
from arcdesk.ui.dialogs.supply import SupplyDialog
from arcdesk.ui.dossier.portrait import PortraitPart
from arcdesk.ui.pages.customers import CustomersPage
from arcdesk.ui.pages.dossier import DossierPage
from arcdesk.ui.panels.grading_pane import GradingPane
from arcdesk.ui.panels.portrait_card import FactLine
from arcdesk.ui.portrait_words import facts
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets.meter import Meter
from tests.ui.access import nameless

TODAY = date(2026, 10, 8)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> DossierPage:
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def open_code(page: DossierPage, code: str) -> int:
    customer_id = page.context.desk.customers.find(code).id
    page.open_customer(customer_id)
    page.activate()
    return customer_id


def part(page: DossierPage) -> PortraitPart:
    return page.side.portrait


def line(page: QWidget, key: str) -> FactLine:
    found = page.findChild(FactLine, f"fact_{key}")
    assert found is not None
    return found


def said(page: QWidget, key: str) -> str:
    return line(page, key).value.text()


def shown(widget: QWidget, kind: type[QDialog]) -> QDialog:
    return next(found for found in widget.window().findChildren(kind) if found.isVisible())


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_the_dossier_shows_the_portrait_at_its_head(page: DossierPage) -> None:
    open_code(page, "C005")
    assert said(page, "overdue") == "246 天 · 2 笔"
    assert said(page, "on_time") == "0.0% · 0/2 笔"
    assert said(page, "late") == "209.0 天 · 中位数 209.0"
    assert said(page, "authority") == "尚未联系到人 · 应找拍板人"
    assert said(page, "pain_point") == "换了三个采购经理"
    assert said(page, "exposure") == "未设信用额度"
    assert "按金额" in line(page, "on_time").toolTip()


def test_a_click_on_a_figure_lists_the_invoices_behind_it(qtbot: QtBot, page: DossierPage) -> None:
    open_code(page, "C003")
    qtbot.mouseClick(line(page, "on_time"), Qt.MouseButton.LeftButton)
    dialog = shown(page, DueItemsDialog)
    assert isinstance(dialog, DueItemsDialog)
    assert [(row.number, row.standing, row.days_late(TODAY)) for row in dialog.model.rows] == [
        ("YJ-1004", "open", 90)
    ]
    assert "0.0%" in words(dialog)
    assert nameless(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_on_a_figure_does_the_same(qtbot: QtBot, page: DossierPage) -> None:
    open_code(page, "C003")
    late = line(page, "late")
    assert late.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(late, Qt.Key.Key_Return)
    assert shown(page, DueItemsDialog).isVisible()


def test_what_has_nothing_behind_it_does_not_open(qtbot: QtBot, page: DossierPage) -> None:
    open_code(page, "C003")
    qtbot.mouseClick(line(page, "pain_point"), Qt.MouseButton.LeftButton)
    assert not [found for found in page.window().findChildren(QDialog) if found.isVisible()]
    assert line(page, "pain_point").focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_past_day_has_the_portrait_of_that_day(page: DossierPage, context: UiContext) -> None:
    open_code(page, "C003")
    context.set_as_of(date(2026, 7, 20))
    assert said(page, "overdue") == "10 天 · 1 笔"
    assert not part(page).confirm_button.isEnabled()
    assert line(page, "supply").focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_suggested_grade_is_confirmed_with_its_parts(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    customer_id = open_code(page, "C005")
    assert "D，与建议一致" in words(part(page))
    context.desk.customers.save_profile(replace(context.desk.customers.find(customer_id), grade="B"))
    qtbot.waitUntil(lambda: "B，建议 D" in words(part(page)))
    qtbot.mouseClick(part(page).confirm_button, Qt.MouseButton.LeftButton)
    dialog = shown(page, GradeDialog)
    assert isinstance(dialog, GradeDialog)
    assert nameless(dialog) == []
    assert [meter.share for meter in dialog.findChildren(Meter)] == [0, 0, 1, 0]
    text = words(dialog)
    assert "¥407,650.00" in text
    assert "逾期超过 90 天，定为 D 级" in text
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert context.desk.customers.find(customer_id).grade == "D"
    qtbot.waitUntil(lambda: "D，与建议一致" in words(part(page)))
    part(page).confirm_grade()
    assert "历次确认" in words(shown(page, GradeDialog))


def test_another_grade_without_a_note_is_refused_in_the_dialog(qtbot: QtBot, page: DossierPage) -> None:
    customer_id = open_code(page, "C005")
    qtbot.mouseClick(part(page).confirm_button, Qt.MouseButton.LeftButton)
    dialog = shown(page, GradeDialog)
    assert isinstance(dialog, GradeDialog)
    dialog.grade.setCurrentIndex(dialog.grade.findData("B"))
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert "系统建议的等级是 D" in dialog.answer.text()
    dialog.note.setText("老客户，已签分期")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    history = page.context.desk.grades.history(customer_id)
    assert [(decision.confirmed, decision.note) for decision in history] == [("B", "老客户，已签分期")]


def test_a_customer_without_history_has_nothing_to_suggest(page: DossierPage, context: UiContext) -> None:
    new = context.desk.customers.add("N1", "新客户有限公司")
    open_code(page, "N1")
    assert new.grade == ""
    assert "未评级，尚无数据可供建议" in words(part(page))
    part(page).confirm_grade()
    dialog = shown(page, GradeDialog)
    assert "还没有应收单和合同" in words(dialog)


def test_the_hold_on_supply_is_set_from_its_hint(qtbot: QtBot, page: DossierPage) -> None:
    customer_id = open_code(page, "C005")
    assert "满 60 天即应考虑暂停发货" in words(part(page))
    qtbot.mouseClick(line(page, "supply"), Qt.MouseButton.LeftButton)
    dialog = shown(page, SupplyDialog)
    assert isinstance(dialog, SupplyDialog)
    assert nameless(dialog) == []
    assert (dialog.supply.currentData(), dialog.reason.text()) == ("stopped", "逾期 246 天")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert page.context.desk.customers.find(customer_id).supply == "stopped"
    qtbot.waitUntil(lambda: said(page, "supply") == "暂停发货 · 逾期 246 天")
    assert "暂停发货" in page.header.hold.text()


def test_a_hold_without_a_reason_is_refused(qtbot: QtBot, page: DossierPage) -> None:
    open_code(page, "C005")
    part(page).hold_supply(page.data.portrait)  # type: ignore[union-attr]
    dialog = shown(page, SupplyDialog)
    assert isinstance(dialog, SupplyDialog)
    dialog.reason.clear()
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert "请简要写明" in dialog.answer.text()
    dialog.supply.setCurrentIndex(dialog.supply.findData(""))
    assert not dialog.reason.isEnabled()


def test_the_exposure_is_a_bar_with_its_figure(page: DossierPage, context: UiContext) -> None:
    customer_id = context.desk.customers.find("C003").id
    context.desk.customers.save_profile(
        replace(context.desk.customers.find(customer_id), credit_limit_fen=100_000_00)
    )
    open_code(page, "C003")
    assert said(page, "exposure") == "已用 180.0% · 超 ¥80,000.00"
    meter = page.findChild(Meter, "exposure_meter")
    assert meter.share == Fraction(9, 5)
    assert meter.accessibleName() == said(page, "exposure")
    assert not meter.grab().isNull()
    assert "180.0%" in words(page.header)


def test_the_preview_beside_the_list_tells_the_same(qtbot: QtBot, context: UiContext) -> None:
    customers = CustomersPage(context)
    qtbot.addWidget(customers)
    customers.resize(1300, 760)
    customers.show()
    customers.activate()
    customers._table.select_id((context.desk.customers.find("C003").id, "CNY"))
    qtbot.waitUntil(lambda: said(customers, "overdue") == "90 天 · 1 笔")
    told = facts(context.desk.portrait.of(context.desk.customers.find("C003").id))
    assert [fact.text for fact in told] == [said(customers, fact.key) for fact in told]
    qtbot.mouseClick(line(customers, "on_time"), Qt.MouseButton.LeftButton)
    assert shown(customers, DueItemsDialog).isVisible()


def test_who_was_reached_is_said_and_no_longer_warned_of(page: DossierPage, context: UiContext) -> None:
    customer_id = context.desk.customers.find("C003").id
    context.desk.contacts.log(NewContact(customer_id, "phone", "will_check", person="孙总"))
    open_code(page, "C003")
    assert said(page, "authority") == "最终决定权"
    assert line(page, "authority").toolTip() == ""


@pytest.mark.parametrize("code", ["C001", "C002", "C007", "C008"])
def test_every_portrait_can_be_told_in_both_languages(context: UiContext, code: str) -> None:
    portrait = context.desk.portrait.of(context.desk.customers.find(code).id)
    for language in i18n.LANGUAGES:
        i18n.use(language)
        told = facts(portrait)
        assert all(fact.title and fact.text for fact in told)
        assert len({fact.key for fact in told}) == len(told) == 10


# The grading pane


@pytest.fixture
def pane(qtbot: QtBot, context: UiContext) -> GradingPane:
    made = GradingPane(context)
    qtbot.addWidget(made)
    made.show()
    made.load()
    return made


def put(qtbot: QtBot, pane: GradingPane, name: str, text: str) -> None:
    field = pane.findChild(QLineEdit, f"grading_{name}")
    assert field is not None
    field.setText(text)  # keyClicks knows no full-width digits
    field.textEdited.emit(text)


def press(qtbot: QtBot, pane: GradingPane, name: str) -> None:
    qtbot.mouseClick(pane.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_other_weights_are_kept_when_they_make_a_hundred(
    qtbot: QtBot, pane: GradingPane, context: UiContext
) -> None:
    assert nameless(pane) == []
    put(qtbot, pane, "overdue_weight", "60")
    assert "合计 120" in words(pane)
    press(qtbot, pane, "grading_save")
    assert "必须合计 100" in words(pane)
    assert context.desk.grades.rules() == GradingRules()
    put(qtbot, pane, "late_weight", "５")
    put(qtbot, pane, "small_fen", "20,000")
    press(qtbot, pane, "grading_save")
    wanted = replace(GradingRules(), overdue_weight=60, late_weight=5, small_fen=2_000_000)
    assert context.desk.grades.rules() == wanted


@pytest.mark.parametrize(("name", "text"), [("days_limit", ""), ("cut_a", "hundred"), ("serious_days", "99999999"),
                                            ("new_months", "-1"), ("small_fen", "1.234")])  # fmt: skip
def test_nonsense_is_said_and_the_field_marked(qtbot: QtBot, pane: GradingPane, name: str, text: str) -> None:
    put(qtbot, pane, name, text)
    press(qtbot, pane, "grading_save")
    assert pane._answer.text()
    assert pane.findChild(QLineEdit, f"grading_{name}").property("wrong") == "true"


def test_the_figures_as_shipped_come_back(qtbot: QtBot, pane: GradingPane, context: UiContext) -> None:
    context.desk.grades.save_rules(replace(GradingRules(), cut_a=99))
    pane.load()
    assert pane.findChild(QLineEdit, "grading_cut_a").text() == "99"
    press(qtbot, pane, "grading_reset")
    assert context.desk.grades.rules().cut_a == 99
    press(qtbot, pane, "grading_save")
    assert context.desk.grades.rules() == GradingRules()


def test_what_is_typed_outlives_a_refresh(qtbot: QtBot, pane: GradingPane) -> None:
    put(qtbot, pane, "cut_b", "70")
    pane.load()
    assert pane.findChild(QLineEdit, "grading_cut_b").text() == "70"


def test_the_bar_is_drawn_in_both_colours(qtbot: QtBot, theme: Theme) -> None:
    meter = Meter(theme)
    qtbot.addWidget(meter)
    meter.resize(100, 8)
    meter.show_share(Fraction(2), "bad", "200%")
    light = meter.grab().toImage()
    theme.set_mode("dark")
    assert meter.grab().toImage() != light
