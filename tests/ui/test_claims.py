"""Promises, instalment plans and disputes in the dossier: seen, made, ended, settled."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.clock import FixedClock
from arcdesk.domain.plan_schedule import Planned
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.services.plans import NewPlan
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.dispute import CloseDisputeDialog, DisputeOwnerDialog, OpenDisputeDialog
from arcdesk.ui.dialogs.end_plan import EndPlanDialog
from arcdesk.ui.dialogs.plan import PlanDialog
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.dossier.timeline_words import title
from arcdesk.ui.pages.dossier import DossierPage
from tests.ui.access import nameless

TODAY = date(2026, 10, 8)
SHORT = "C003"  # 180,000.00 of YJ-1004 overdue
TWO = "C002"  # YJ-1002 86,500.50 and YJ-1003 41,200.00, both overdue


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> DossierPage:
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    qtbot.waitExposed(made)
    return made


def open_code(page: DossierPage, code: str) -> int:
    customer_id = page.context.desk.customers.find(code).id
    page.open_customer(customer_id)
    page.activate()
    return customer_id


def dialog(page: QWidget) -> QDialog:
    return next(found for found in page.findChildren(QDialog) if found.isVisible())


def press(page: QWidget, name: str) -> None:
    shown = [found for found in page.findChildren(QPushButton, name) if found.isVisible()]
    shown[-1].click()


def on(context: UiContext, day: date) -> None:
    assert isinstance(context.clock, FixedClock)
    context.clock.moment = datetime(day.year, day.month, day.day, 10, tzinfo=timezone(timedelta(hours=8)))


def planned(page: DossierPage, *parts: tuple[date, int]) -> None:
    customer_id = page.context.desk.customers.find(SHORT).id
    instalments = tuple(Planned(day, fen) for day, fen in parts)
    page.context.desk.plans.make(NewPlan(customer_id, ("YJ-1004",), instalments, date(2026, 9, 1)))


THREE = ((date(2026, 9, 20), 6_000_000), (date(2026, 10, 20), 6_000_000), (date(2026, 11, 20), 6_000_000))


# promises


def test_a_promise_shows_its_state_who_made_it_and_its_proof(
    qtbot: QtBot, page: DossierPage, context: UiContext
) -> None:
    customer_id = context.desk.customers.find(SHORT).id
    on(context, date(2026, 9, 1))
    proof = PastedFile("聊天.png", b"x")
    contact = NewContact(
        customer_id, "wechat", "promised", note="月中付", person="孙总", promises=((100, date(2026, 9, 15)),),
        attachments=(proof,),
    )  # fmt: skip
    logged = context.desk.contacts.log(contact)
    on(context, TODAY)
    open_code(page, SHORT)
    page.tabs.setCurrentIndex(tab.PROMISES)
    promises = page.tabs.promises
    model = promises.promises_model
    shown = [model.index(0, n).data() for n in range(model.columnCount())]
    assert shown[0] == "未履行"
    assert "孙总 · 最终决定权" in shown
    assert "聊天.png" in shown
    assert "23" in shown  # days late
    assert "1 次" in promises._record.text()
    assert "月中付" in promises.promise_bar.text()
    press(page, "promise_proof")
    assert page.tabs.currentIndex() == tab.EVIDENCE
    assert page.tabs.evidence.viewer.item is not None
    page.tabs.setCurrentIndex(tab.PROMISES)
    qtbot.keyClick(promises.promises, Qt.Key.Key_Return)
    assert page.tabs.currentIndex() == tab.TIMELINE
    entry = page.tabs.timeline.list.currentIndex().data(int(Qt.ItemDataRole.UserRole))
    assert (entry.kind, entry.detail_id) == ("contact", logged.id)


def test_a_promise_is_withdrawn_by_a_correction(page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, SHORT)
    context.desk.contacts.log(
        NewContact(customer_id, "phone", "promised", promises=((100, date(2026, 10, 15)),))
    )
    page.refresh()
    page.tabs.setCurrentIndex(tab.PROMISES)
    press(page, "promise_correct")
    assert page.log_panel.isVisible()
    page.log_panel.form.promises.clear()
    page.log_panel.save()
    assert context.desk.promises.of(customer_id) == ()


# plans


def test_a_plan_shows_its_instalments_and_what_may_be_claimed(page: DossierPage) -> None:
    planned(page, *THREE)
    open_code(page, SHORT)
    page.tabs.setCurrentIndex(tab.PROMISES)
    promises = page.tabs.promises
    assert [row.number for row in promises.plans_model.rows] == ["P2026-001"]
    assert [row.state for row in promises.instalments_model.rows] == ["late", "open", "open"]
    assert "第 634 条" in promises.hint.text()
    assert "口头约定" in promises.plan_bar.text()
    lines = page.tabs.invoices_model.rows
    assert [page.tabs.invoices_model.index(n, 1).data() for n in range(len(lines))] == [
        "YJ-1004 · 1/3", "YJ-1004 · 2/3", "YJ-1004 · 3/3"
    ]  # fmt: skip
    assert page.tabs.tabText(tab.PROMISES).endswith("1")


def test_everything_about_plans_and_disputes_has_a_name_to_be_read_out(page: DossierPage, context: UiContext) -> None:
    planned(page, *THREE)
    context.desk.disputes.open("YJ-1004", 100, "x")
    open_code(page, SHORT)
    for number in (tab.PROMISES, tab.INVOICES):
        page.tabs.setCurrentIndex(number)
        assert nameless(page) == []


def test_a_low_window_scrolls_promises_and_plans(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    planned(page, *THREE)
    who = context.desk.customers.find(SHORT).id
    context.desk.contacts.log(NewContact(who, "phone", "promised", promises=((100, date(2026, 10, 15)),)))
    page.resize(760, 430)
    open_code(page, SHORT)
    page.tabs.setCurrentIndex(tab.PROMISES)
    promises = page.tabs.promises
    parts = (promises.promises, promises.promise_bar, promises.hint, promises.plans, promises.plan_bar)

    def stand_apart() -> bool:
        places = [(part.mapTo(promises, part.rect().topLeft()).y(), part.height()) for part in parts]
        return all(top + height <= below for (top, height), (below, _) in pairwise(places))

    qtbot.waitUntil(stand_apart)
    assert promises.instalments.height() >= 4 * promises.instalments.verticalHeader().defaultSectionSize()


def test_a_new_plan_is_proposed_and_made(page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, TWO)
    page.tabs.setCurrentIndex(tab.PROMISES)
    press(page, "plan_add")
    made = dialog(page)
    assert isinstance(made, PlanDialog)
    assert nameless(made) == []
    assert made.chosen() == ("YJ-1002", "YJ-1003")
    assert [each.amount_fen for each in made.schedule.values()] == [4_256_683, 4_256_683, 4_256_684]
    made.schedule.count.setText("2")
    made.schedule.first.set_day(date(2026, 11, 20))
    made.schedule.down.set_amount(2_770_050)
    made.schedule.reckon.click()
    assert [(each.due_on, each.amount_fen) for each in made.schedule.values()] == [
        (TODAY, 2_770_050), (date(2026, 11, 20), 5_000_000), (date(2026, 12, 20), 5_000_000)
    ]  # fmt: skip
    made.written.setChecked(True)
    made.carry_out()
    (line,) = context.desk.plans.of(customer_id)
    assert (line.total_fen, len(line.instalments), line.is_written, line.is_one_debt) == (12_770_050, 3, True, False)


def test_an_invoice_that_is_not_ticked_stays_outside(page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, TWO)
    page.claims.make_plan()
    made = dialog(page)
    assert isinstance(made, PlanDialog)
    made.table.item(1, 0).setCheckState(Qt.CheckState.Unchecked)
    assert "超出 ¥41,200.00" in made.sums.text()
    made.carry_out()
    assert made.isVisible()
    assert "86,500.50" in made.answer.text()
    made.propose()
    assert "超出" not in made.sums.text()
    made.schedule.lines.lines[2].amount.set_amount(0)
    made.carry_out()
    assert made.isVisible()  # an instalment of nothing
    made.schedule.lines.lines[2].amount.set_amount(2_000_000)
    assert "不在分期内" in made.sums.text()
    made.carry_out()
    assert context.desk.plans.of(customer_id)[0].invoices == ("YJ-1002",)


@pytest.mark.parametrize(
    ("count", "down", "first"),
    [("", "", "2026-11-08"), ("3", "", ""), ("3", "999999999", "2026-11-08"), ("0", "", "x")],
)
def test_what_cannot_be_reckoned_is_said(page: DossierPage, count: str, down: str, first: str) -> None:
    open_code(page, TWO)
    page.claims.make_plan()
    made = dialog(page)
    assert isinstance(made, PlanDialog)
    made.schedule.count.setText(count)
    made.schedule.down.setText(down)
    made.schedule.first.setText(first)
    made.propose()
    assert made.answer.isVisible()
    assert made.answer.text()


def test_on_another_day_another_sum_was_open(page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, TWO)
    context.desk.receipts.record(customer_id, 8_650_050, TODAY, allocate={"YJ-1002": 8_650_050})
    page.claims.make_plan()
    made = dialog(page)
    assert isinstance(made, PlanDialog)
    assert made.chosen() == ("YJ-1003",)
    made.agreed.set_day(date(2026, 10, 7))
    assert made.table.rowCount() == 2


def test_half_an_instalment_is_refused(page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, TWO)
    page.claims.make_plan()
    made = dialog(page)
    assert isinstance(made, PlanDialog)
    made.schedule.lines.lines[1].due.setText("")
    made.carry_out()
    assert "第 2 期" in made.answer.text()
    assert context.desk.plans.of(customer_id) == ()


def test_promises_of_a_contact_are_turned_into_a_plan(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, TWO)
    page.log_contact()
    form = page.log_panel.form
    form.outcome.press("q")
    form.promises.add_line()
    for line, fen, day in zip(form.promises.lines, (8_650_050, 1_000_000), (20, 30), strict=True):
        line.amount.set_amount(fen)
        line.due.set_day(date(2026, 10, day))
    page.log_panel.save()
    assert page.claims.offer.isVisible()
    page.claims.offer.make.click()
    made = dialog(page)
    assert isinstance(made, PlanDialog)
    assert made.chosen() == ("YJ-1002", "YJ-1003")
    assert [each.amount_fen for each in made.schedule.values()] == [8_650_050, 1_000_000]
    made.carry_out()
    (plan,) = context.desk.plans.of(customer_id)
    assert plan.contact_id == context.desk.contacts.recent(customer_id, 1)[0].id
    assert {line.plan_number for line in context.desk.promises.of(customer_id)} == {plan.number}
    assert not page.claims.offer.isVisible()


def test_one_promise_alone_offers_no_plan(page: DossierPage) -> None:
    open_code(page, TWO)
    page.log_contact()
    page.log_panel.form.outcome.press("q")
    page.log_panel.form.promises.lines[0].due.set_day(date(2026, 10, 20))
    page.log_panel.save()
    assert not page.claims.offer.isVisible()


def test_a_plan_is_called_in_and_agreed_anew(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    planned(page, *THREE)
    customer_id = open_code(page, SHORT)
    page.tabs.setCurrentIndex(tab.PROMISES)
    press(page, "plan_accelerate")
    made = dialog(page)
    assert isinstance(made, EndPlanDialog)
    assert nameless(made) == []
    made.carry_out()
    assert made.isVisible()  # without a reason
    made.reason.setText("两次催告未付")
    made.carry_out()
    assert context.desk.plans.find("P2026-001").state == "accelerated"
    qtbot.waitUntil(lambda: page.tabs.promises.plans_model.rows[0].state == "accelerated")
    assert "两次催告未付" in page.tabs.promises.plan_bar.text()
    press(page, "plan_replace")
    again = dialog(page)
    assert isinstance(again, PlanDialog)
    assert again.chosen() == ("YJ-1004",)
    again.carry_out()
    states = [(line.number, line.state) for line in context.desk.plans.of(customer_id)]
    assert states == [("P2026-002", "running"), ("P2026-001", "replaced")]
    qtbot.waitUntil(lambda: len(page.tabs.promises.plans_model.rows) == 2)
    page.tabs.timeline.choose("money")
    assert "分期协议 P2026-001 已由新协议取代" in [title(entry) for entry in page.tabs.timeline.model.entries]


def test_a_plan_is_declared_void(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    planned(page, *THREE)
    open_code(page, SHORT)
    page.tabs.setCurrentIndex(tab.PROMISES)
    press(page, "plan_void")
    made = dialog(page)
    assert isinstance(made, EndPlanDialog)
    made.reason.setText("登记错误")
    with qtbot.waitSignal(context.message) as said:
        made.carry_out()
    assert "恢复原到期日" in said.args[0]
    qtbot.waitUntil(lambda: len(page.tabs.invoices_model.rows) == 1)
    shown = [found.objectName() for found in page.tabs.promises.plan_bar.findChildren(QPushButton) if found.isVisible()]
    assert shown == []


def test_a_past_day_shows_the_plan_of_that_day_and_offers_nothing(page: DossierPage, context: UiContext) -> None:
    planned(page, *THREE)
    context.desk.plans.end("P2026-001", "void", "x", date(2026, 10, 1))
    open_code(page, SHORT)
    page.tabs.setCurrentIndex(tab.PROMISES)
    assert page.tabs.promises.plans_model.rows[0].state == "void"
    context.set_as_of(date(2026, 9, 10))
    assert page.tabs.promises.plans_model.rows[0].state == "running"
    assert not page.tabs.promises.add_plan.isEnabled()
    assert not any(found.isEnabled() for found in page.tabs.promises.plan_bar.findChildren(QPushButton, "plan_void"))
    context.set_as_of(date(2026, 8, 31))
    assert page.tabs.promises.plans_model.rows == []


# disputes


def test_a_dispute_is_raised_handed_over_and_settled(qtbot: QtBot, page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, TWO)
    page.tabs.setCurrentIndex(tab.INVOICES)
    assert not page.tabs.disputes.isVisible()
    page.tabs.invoices.select_id((page.tabs.invoices_model.rows[1].id, 0))
    press(page, "dispute_raise")
    made = dialog(page)
    assert isinstance(made, OpenDisputeDialog)
    assert nameless(made) == []
    assert (made.invoice.currentData(), made.amount.amount()) == ("YJ-1003", 4_120_000)
    made.amount.set_amount(1_200_000)
    made.carry_out()
    assert made.isVisible()  # neither a kind nor words
    made.kind.setCurrentIndex(made.kind.findData("quantity"))
    made.reason.setText("短少两箱")
    made.carry_out()
    qtbot.waitUntil(page.tabs.disputes.isVisible)
    assert "¥12,000.00" in page.tabs.disputes._held.text()
    press(page, "dispute_owner")
    owner = dialog(page)
    assert isinstance(owner, DisputeOwnerDialog)
    owner.owner.setText("仓库老张")
    owner.carry_out()
    qtbot.waitUntil(lambda: page.tabs.disputes.model.rows[0].owner == "仓库老张")
    press(page, "dispute_close")
    close = dialog(page)
    assert isinstance(close, CloseDisputeDialog)
    assert nameless(close) == []
    close.resolution.setCurrentIndex(close.resolution.findData("partly"))
    assert close.conceded.isEnabled()
    close.conceded.set_amount(500_000)
    close.note.setText("补发一箱，减免一箱")
    with qtbot.waitSignal(context.message) as said:
        close.carry_out()
    assert "CN2026-00001" in said.args[0]
    invoice = context.desk.ledger.invoice("YJ-1003")
    assert (invoice.open_fen, invoice.disputed_fen) == (3_620_000, 0)
    qtbot.waitUntil(lambda: not page.tabs.disputes.isVisible())
    page.tabs.only_open.click()
    assert page.tabs.disputes.isVisible()
    (line,) = context.desk.disputes.list(customer_id)
    assert (line.resolution, line.accepted_fen) == ("partly", 500_000)


def test_a_rejected_dispute_has_nothing_to_credit(page: DossierPage, context: UiContext) -> None:
    open_code(page, TWO)
    line = context.desk.disputes.open("YJ-1003", 100, "x")
    page.claims.close_dispute(line)
    close = dialog(page)
    assert isinstance(close, CloseDisputeDialog)
    close.resolution.setCurrentIndex(close.resolution.findData("rejected"))
    assert not close.credit.isEnabled()
    close.carry_out()
    assert close.isVisible()  # without what was settled
    close.note.setText("查无此事")
    close.carry_out()
    assert context.desk.ledger.invoice("YJ-1003").open_fen == 4_120_000
    assert context.desk.disputes.list(line.customer_id)[0].resolution == "rejected"


def test_a_second_dispute_of_an_invoice_says_that_it_takes_the_place_of_the_first(
    page: DossierPage, context: UiContext
) -> None:
    open_code(page, TWO)
    context.desk.disputes.open("YJ-1003", 100_000, "x", category="price", owner="王芳")
    page.refresh()
    page.tabs.invoices.select_id((page.tabs.invoices_model.rows[1].id, 0))
    page.claims.raise_dispute()
    made = dialog(page)
    assert isinstance(made, OpenDisputeDialog)
    assert "1,000.00" in made.replaces.text()
    assert (made.kind.currentData(), made.owner.text()) == ("price", "王芳")
    made.invoice.setCurrentIndex(made.invoice.findData("YJ-1002"))
    assert not made.replaces.isVisible()


def test_a_dispute_logged_with_a_contact_leads_back_to_it(page: DossierPage, context: UiContext) -> None:
    customer_id = open_code(page, TWO)
    page.log_contact()
    form = page.log_panel.form
    form.outcome.press("s")
    line = form.disputes.lines[0]
    line.invoice.setCurrentIndex(line.invoice.findData("YJ-1003"))
    line.kind.setCurrentIndex(line.kind.findData("quality"))
    page.log_panel.save()
    (dispute,) = context.desk.disputes.list(customer_id)
    assert dispute.category == "quality"
    page.refresh()
    page.tabs.setCurrentIndex(tab.INVOICES)
    press(page, "dispute_contact")
    assert page.tabs.currentIndex() == tab.TIMELINE


def test_an_invoice_in_instalments_is_offered_once_for_a_dispute(page: DossierPage) -> None:
    planned(page, *THREE)
    open_code(page, SHORT)
    page.log_contact()
    page.log_panel.form.outcome.press("s")
    line = page.log_panel.form.disputes.lines[0]
    assert [line.invoice.itemData(n) for n in range(line.invoice.count())] == ["", "YJ-1004"]
    line.invoice.setCurrentIndex(1)
    assert line.amount.amount() == 18_000_000
