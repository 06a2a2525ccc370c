"""Missing due dates: from the line over the customers to the repair in bulk, by keyboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from arcdesk.services.contracts import ContractProfile
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.due_date import DueDateDialog
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.pages.customers import CustomersPage
from arcdesk.ui.pages.dossier import DossierPage
from arcdesk.ui.pages.due_dates import DueDatesPage
from arcdesk.ui.pages.import_page import ImportPage
from tests.services.desks import csv_file
from tests.ui.access import nameless

HEAD = "单据编号,客户编码,客户名称,开票日期,到期日,金额"
ROWS = (
    ("W-1", "N1", "甲公司", "2026-06-01", "", "1000.00"),
    ("W-2", "N1", "甲公司", "2026-09-20", "", "2000.00"),
    ("W-3", "N2", "乙公司", "2026-05-01", "", "300.00"),
    ("W-4", "N2", "乙公司", "2026-01-01", "2026-03-02", "500.00"),
)


@pytest.fixture
def undated(context: UiContext, tmp_path: Path) -> UiContext:
    """Three open invoices without a due date, of two customers; one of them has a habit."""
    importing = context.desk.importing
    importing.carry_out(importing.plan(csv_file(tmp_path / "u.csv", HEAD, ROWS)))
    return context


@pytest.fixture
def page(qtbot: QtBot, undated: UiContext) -> DueDatesPage:
    made = DueDatesPage(undated)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    made.activate()
    return made


def numbers(page: DueDatesPage) -> list[str]:
    return [line.number for line in page.model.rows]


def due_on(context: UiContext, number: str) -> date | None:
    return context.desk.ledger.invoice(number).due_on


def test_what_lacks_a_due_date_is_listed_with_what_is_proposed(page: DueDatesPage) -> None:
    assert numbers(page) == ["W-3", "W-1", "W-2"]
    assert "¥3,300.00" in page.facts.text()
    column = next(n for n, c in enumerate(page.model.columns) if c.key == "proposed")
    told = [page.model.index(row, column).data() for row in range(3)]
    assert told[0].startswith("2026-06-30")
    assert "交货日" in told[1]
    assert nameless(page) == []
    assert not page.apply_button.isEnabled()


def test_the_list_keeps_the_rules_of_qt(page: DueDatesPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.model)


def test_by_keyboard_the_ticked_get_their_dates_and_the_effect_is_seen_before(
    qtbot: QtBot, page: DueDatesPage, undated: UiContext
) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert len(page.model.checked) == 3
    page.form.days.selectAll()
    qtbot.keyClicks(page.form.days, "45")  # typing chooses the kind
    assert page.form.kind == "issued"
    qtbot.waitUntil(page.apply_button.isEnabled)
    column = next(n for n, c in enumerate(page.model.columns) if c.key == "new")
    assert [page.model.index(row, column).data() for row in range(3)] == [
        "2026-06-15",
        "2026-07-16",
        "2026-11-04",
    ]
    assert "2 张" in page.effect.text()
    assert "¥1,300.00" in page.effect.text()
    assert "3" in page.apply_button.text()
    assert due_on(undated, "W-1") is None
    qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert due_on(undated, "W-1") == date(2026, 7, 16)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page._body.currentIndex() == 1  # nothing is missing any more


def test_the_last_repair_can_be_taken_back(qtbot: QtBot, page: DueDatesPage, undated: UiContext) -> None:
    page.model.check([page.model.rows[0].id])
    qtbot.waitUntil(page.apply_button.isEnabled)
    page.apply_button.click()
    assert due_on(undated, "W-3") == date(2026, 6, 30)  # as proposed
    qtbot.waitUntil(lambda: numbers(page) == ["W-1", "W-2"])
    assert page.undo_button.isVisible()
    page.undo_button.click()
    assert due_on(undated, "W-3") is None
    qtbot.waitUntil(lambda: numbers(page) == ["W-3", "W-1", "W-2"])
    assert not page.undo_button.isVisible()


def test_what_gets_no_date_is_named_with_the_reason(qtbot: QtBot, page: DueDatesPage) -> None:
    page.every.click()
    qtbot.waitUntil(page.skipped.isVisible)
    assert "W-1" in page.skipped.text()
    assert "1" in page.apply_button.text()
    page.form.choose("contract")
    qtbot.waitUntil(lambda: not page.apply_button.isEnabled())
    page.form.choose("delivered")
    page.form.delivered_on.setText("2026-10-01")
    page.form.delivery_days.setText("5")
    qtbot.waitUntil(page.apply_button.isEnabled)
    assert not page.skipped.isVisible()


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [
        ("issued", "days", "三十"), ("issued", "days", ""), ("issued", "days", "-5"), ("issued", "days", "9" * 30),
        ("fixed", "on", ""), ("fixed", "on", "2026-02-30"), ("delivered", "delivery_days", "很多"),
        ("delivered", "delivered_on", "2026-10-09"), ("law", "delivered_on", "昨"),
    ],
)  # fmt: skip
def test_nonsense_is_said_in_a_sentence_and_nothing_can_be_applied(
    qtbot: QtBot, page: DueDatesPage, undated: UiContext, kind: str, field: str, text: str
) -> None:
    page.every.click()
    page.form.choose(kind)  # type: ignore[arg-type]
    getattr(page.form, field).setText(text)
    page.preview()
    assert not page.apply_button.isEnabled()
    assert page.effect.text()
    page.apply()
    assert due_on(undated, "W-1") is None


def test_a_filter_and_the_customer_asked_for_narrow_the_list(qtbot: QtBot, page: DueDatesPage) -> None:
    page.search.setText("w-2")
    assert numbers(page) == ["W-2"]
    page.every.click()  # ticks what is shown, no more
    assert [row.number for row in page.model.checked_rows] == ["W-2"]
    page.open_customer(page.context.desk.customers.find("N2").id)
    assert numbers(page) == ["W-3"]
    page.open_customer(0)
    assert len(numbers(page)) == 3


def test_settled_invoices_are_shown_on_demand(page: DueDatesPage, undated: UiContext, tmp_path: Path) -> None:
    undated.desk.receipts.record(
        undated.desk.customers.find("N2").id, 30_000, date(2026, 10, 1), allocate={"W-3": 30_000}
    )
    page.refresh()
    assert numbers(page) == ["W-1", "W-2"]
    page.with_settled.click()
    assert numbers(page) == ["W-3", "W-1", "W-2"]


def test_enter_opens_the_customer(qtbot: QtBot, page: DueDatesPage, undated: UiContext) -> None:
    with qtbot.waitSignal(undated.customer_requested) as caught:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert caught.args == [undated.desk.customers.find("N2").id]


def test_while_a_past_day_is_looked_at_nothing_can_be_entered(
    qtbot: QtBot, page: DueDatesPage, undated: UiContext
) -> None:
    page.every.click()
    qtbot.waitUntil(page.apply_button.isEnabled)
    undated.set_as_of(date(2026, 9, 1))
    qtbot.waitUntil(lambda: not page.apply_button.isEnabled())
    page.apply()
    assert due_on(undated, "W-3") is None


# The ways there


def test_the_customers_page_says_how_many_and_leads_there(qtbot: QtBot, undated: UiContext) -> None:
    window = MainWindow(undated)
    qtbot.addWidget(window)
    window.show()
    window.show_page("customers")
    customers = window.page("customers")
    assert isinstance(customers, CustomersPage)
    assert "3 张" in customers._undated.text.text()
    customers._undated.mend.click()
    assert window.current_key == "due_dates"
    page = window.page("due_dates")
    assert isinstance(page, DueDatesPage)
    assert page.model.rowCount() == 3


def test_where_every_date_is_known_the_line_is_hidden(qtbot: QtBot, context: UiContext) -> None:
    page = CustomersPage(context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    assert not page._undated.isVisible()


def test_an_import_that_leaves_some_offers_the_way(
    qtbot: QtBot, empty_context: UiContext, tmp_path: Path
) -> None:
    page = ImportPage(empty_context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    page.offer(csv_file(tmp_path / "u.csv", HEAD, ROWS))
    page.carry_out()
    mend = page.findChild(QPushButton, "import_due_dates")
    assert mend.isVisible()
    with qtbot.waitSignal(empty_context.due_dates_requested):
        mend.click()
    page.begin_again()
    page.offer(csv_file(tmp_path / "v.csv", HEAD, [("Z", "N9", "丙", "2026-01-01", "2026-02-01", "1.00")]))
    page.carry_out()
    assert not mend.isVisible()


# One invoice in the dossier


@pytest.fixture
def dossier(qtbot: QtBot, undated: UiContext) -> DossierPage:
    made = DossierPage(undated)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    made.open_customer(undated.desk.customers.find("N2").id)
    made.activate()
    made.tabs.setCurrentIndex(tab.INVOICES)
    return made


def dialog(dossier: DossierPage) -> DueDateDialog:
    return next(d for d in dossier.findChildren(QDialog) if d.isVisible())  # type: ignore[return-value]


def select(dossier: DossierPage, number: str) -> None:
    invoice = dossier.context.desk.ledger.invoice(number).id
    assert dossier.tabs.invoices.select_id((invoice, 0))


def test_each_due_date_says_where_it_comes_from(dossier: DossierPage) -> None:
    model = dossier.tabs.invoices_model
    columns = {column.key: place for place, column in enumerate(model.columns)}
    by_number = {line.number: place for place, line in enumerate(model.rows)}
    due = model.index(by_number["W-4"], columns["due"])
    assert (due.data(), due.data(Qt.ItemDataRole.ToolTipRole)) == ("2026-03-02", "文件所载")
    assert model.index(by_number["W-3"], columns["due"]).data() == "缺失"
    assert model.index(by_number["W-3"], columns["due_from"]).data() == "缺到期日"
    assert dossier.tabs.invoices.isColumnHidden(columns["due_from"])
    assert "1 张" in dossier.tabs.undated.text.text()
    assert dossier.tabs.undated.isVisible()


def test_the_line_in_the_dossier_leads_to_this_customers_invoices(qtbot: QtBot, dossier: DossierPage) -> None:
    with qtbot.waitSignal(dossier.context.due_dates_requested) as caught:
        dossier.tabs.undated.mend.click()
    assert caught.args == [dossier.customer_id]


def test_f2_changes_a_due_date_with_a_reason_and_says_what_hangs_on_it(
    qtbot: QtBot, dossier: DossierPage, undated: UiContext
) -> None:
    select(dossier, "W-4")
    dossier.tabs.invoices.setFocus()
    qtbot.keyClick(dossier.tabs.invoices, Qt.Key.Key_F2)
    made = dialog(dossier)
    assert nameless(made) == []
    assert "文件所载" in made.now.text()
    made.choice.on.setText("2026-12-31")
    qtbot.waitUntil(lambda: "不再逾期" in made.effect.text())
    assert not made.hint.isVisible()
    made.agreed.click()
    assert "时效" in made.hint.text()
    assert made.hint.isVisible()
    made.carry_out()
    assert made.answer.isVisible()  # no reason yet
    made.reason.setText("延期协议")
    made.carry_out()
    line = undated.desk.ledger.invoice("W-4")
    assert (line.due_on, line.due_source) == (date(2026, 12, 31), "entered")
    (history,) = undated.desk.due_dates.history(line.id)
    assert (history.rule, history.note) == ("agreed", "延期协议")
    qtbot.waitUntil(lambda: not dossier.findChildren(DueDateDialog) or not dialog_is_open(dossier))
    select(dossier, "W-4")
    dossier.tabs.due_date.change()
    again = dialog(dossier)
    said = again.findChild(type(again.now), "due_history").text()
    assert "2026-03-02 → 2026-12-31" in said
    assert "延期协议" in said


def dialog_is_open(dossier: DossierPage) -> bool:
    return any(d.isVisible() for d in dossier.findChildren(QDialog))


def test_an_undated_invoice_is_offered_what_is_proposed(dossier: DossierPage, undated: UiContext) -> None:
    select(dossier, "W-3")
    dossier.tabs.due_date.change()
    made = dialog(dossier)
    assert made.choice.kind == "accept"
    assert "惯常账期" in made.proposed.text()
    made.carry_out()
    assert due_on(undated, "W-3") == date(2026, 6, 30)


def test_a_delivery_day_can_be_entered_and_corrected(dossier: DossierPage, undated: UiContext) -> None:
    for delivered, due in (("2026-05-10", date(2026, 5, 20)), ("2026-05-12", date(2026, 5, 22))):
        select(dossier, "W-3")
        dossier.tabs.due_date.change()
        made = dialog(dossier)
        made.choice.choose("delivered")
        made.choice.delivery_days.setText("10")
        made.choice.delivered_on.setText(delivered)
        made.reason.setText("签收单")
        made.carry_out()
        assert due_on(undated, "W-3") == due
        made.close()


def test_the_menu_of_an_invoice_has_the_action(qtbot: QtBot, dossier: DossierPage) -> None:
    select(dossier, "W-4")
    assert "更改到期日…" in [action.text() for action in dossier.tabs.invoices.actions()]
    assert dossier.tabs.due_date.action.isEnabled()


def test_on_a_past_day_no_date_is_changed(qtbot: QtBot, dossier: DossierPage, undated: UiContext) -> None:
    undated.set_as_of(date(2026, 9, 1))
    select(dossier, "W-4")
    with qtbot.waitSignal(undated.message):
        dossier.tabs.due_date.change()
    assert not dialog_is_open(dossier)


def test_an_instalment_says_that_it_is_one(undated: UiContext) -> None:
    from dataclasses import replace

    from arcdesk.services.due_words import line_words

    line = undated.desk.ledger.invoice("W-4")
    assert line_words(replace(line, instalment=2, instalments=3)) == "分期第2/3期"
    assert line_words(replace(line, amount_fen=-5)) == ""


def test_a_contract_that_gives_the_date_is_proposed(page: DueDatesPage, undated: UiContext) -> None:
    who = undated.desk.customers.find("N1").id
    undated.desk.contracts.save(
        ContractProfile(0, who, "HT-1", credit_days=30, due_rule="month_day", due_day=20), ["W-1"]
    )
    page.refresh()
    line = next(row for row in page.model.rows if row.number == "W-1")
    assert (line.proposals[0].rule, line.proposals[0].due_on) == ("contract", date(2026, 7, 20))
