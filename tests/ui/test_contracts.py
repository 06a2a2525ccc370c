"""Contracts in the dossier: entered, changed, linked, and what follows from a new term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog
from pytestqt.qtbot import QtBot

from arcdesk.domain.terms import Terms
from arcdesk.services.contracts import ContractProfile
from arcdesk.services.evidence import PastedFile
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.add_evidence import AddEvidenceDialog
from arcdesk.ui.dialogs.contract import ContractDialog
from arcdesk.ui.dialogs.link_invoices import LinkInvoicesDialog
from arcdesk.ui.dialogs.rederive import RederiveDialog
from arcdesk.ui.dossier import particulars, tabs
from arcdesk.ui.dossier.contracts import ContractsPanel
from arcdesk.ui.pages.dossier import DossierPage
from arcdesk.ui.panels.company_form import CompanyForm
from arcdesk.ui.widgets.terms_field import TermsField
from tests.services.desks import csv_file
from tests.ui.access import nameless

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> DossierPage:
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    made.open_customer(context.desk.customers.find("C002").id)
    made.activate()
    made.tabs.setCurrentIndex(tabs.PROFILE)
    made.tabs.particulars.choose(particulars.CONTRACTS)
    return made


@pytest.fixture
def panel(page: DossierPage) -> ContractsPanel:
    return page.tabs.particulars.contracts


def opened(page: DossierPage, kind: type[D]) -> D:
    return next(d for d in page.findChildren(kind) if d.isVisible())


def customer(context: UiContext) -> int:
    return context.desk.customers.find("C002").id


def test_an_empty_list_says_what_a_contract_is_for(page: DossierPage, panel: ContractsPanel) -> None:
    assert panel._stack.currentIndex() == 1
    assert nameless(page.tabs.particulars) == []
    panel._empty_add.click()
    assert opened(page, ContractDialog).number.text() == ""


def test_a_contract_is_entered_with_all_it_says(
    qtbot: QtBot, page: DossierPage, panel: ContractsPanel, context: UiContext
) -> None:
    qtbot.keyClick(panel, Qt.Key.Key_Insert)
    made = opened(page, ContractDialog)
    assert nameless(made) == []
    qtbot.keyClicks(made.number, "HT-1")
    made.signed_on.setText("2026-01-05")
    made.terms.rule.setCurrentIndex(made.terms.rule.findData("month_day"))
    assert made.terms.months.currentData() == 30  # the next month is offered
    qtbot.keyClicks(made.terms.day, "20")
    assert "2026-11-20" in made.terms.example.text()
    made.penalty.setText("万分之五")
    assert "18.25%" in made.penalty_said.text()
    made.order.setCurrentIndex(1)
    made.dispute.setPlainText("苏州仲裁委员会")
    made.years.setCurrentIndex(1)
    qtbot.keyClicks(made.stop, "60")
    made.notice.setText("星湖街1号")
    made.note.setText("框架")
    made.carry_out()
    (line,) = context.desk.contracts.of(customer(context))
    assert replace(line.profile, id=0) == ContractProfile(
        0, customer(context), "HT-1", date(2026, 1, 5), 30, "month_day", 20, Decimal("0.0005"), True,
        "苏州仲裁委员会", 4, 60, "星湖街1号", "框架",
    )  # fmt: skip
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert [panel.model.index(0, n).data() for n in (0, 1, 2, 3)] == [
        "HT-1",
        "2026-01-05",
        "次月20日",
        "0.05%",
    ]
    assert "苏州仲裁委员会" in panel.detail.text()
    assert "逾期 60 天" in panel.detail.text()
    assert "1" in page.tabs.particulars._chips[particulars.CONTRACTS].text()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("number", ""), ("penalty", "5%"), ("penalty", "很多"), ("stop", "永远"), ("stop", "9" * 20),
        ("signed_on", "2026-02-30"), ("signed_on", "2026-12-31"),
    ],
)  # fmt: skip
def test_a_wrong_field_keeps_the_dialog_open_and_says_why(
    page: DossierPage, panel: ContractsPanel, context: UiContext, field: str, text: str
) -> None:
    panel.add()
    made = opened(page, ContractDialog)
    made.number.setText("HT-1")
    getattr(made, field).setText(text)
    made.carry_out()
    assert made.isVisible()
    assert made.answer.text()
    assert context.desk.contracts.of(customer(context)) == ()


@pytest.mark.parametrize("text", ["三十", "-1", "99999", "1.5", "9" * 40])
def test_a_wrong_number_of_days_is_marked_while_it_is_typed(
    page: DossierPage, panel: ContractsPanel, text: str
) -> None:
    panel.add()
    made = opened(page, ContractDialog)
    made.number.setText("HT-1")
    made.terms.days.setText(text)
    assert made.terms.days.property("wrong") == "true"
    made.carry_out()
    assert made.answer.isVisible()
    made.terms.days.setText("30")
    assert made.terms.days.property("wrong") == "false"


def test_invoices_are_linked_and_the_new_dates_are_shown_before_they_are_taken(
    qtbot: QtBot, page: DossierPage, panel: ContractsPanel, context: UiContext
) -> None:
    desk, who = context.desk, customer(context)
    desk.contracts.save(ContractProfile(0, who, "HT-1", credit_days=10))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    panel.link_button.click()
    made = opened(page, LinkInvoicesDialog)
    assert nameless(made) == []
    assert [line.number for line in made.model.rows] == ["YJ-1002", "YJ-1003"]
    made.table.selectAll()
    qtbot.keyClick(made.table, Qt.Key.Key_Space)
    assert "2" in made.count.text()
    made.carry_out()
    assert desk.ledger.invoice("YJ-1002").contract_number == "HT-1"
    # both state their dates in the file: nothing is offered
    assert not [d for d in page.findChildren(RederiveDialog) if d.isVisible()]
    qtbot.waitUntil(lambda: panel.model.rows[0].invoice_count == 2)
    assert panel.model.rows[0].open_fen == {"CNY": 12_770_050}


def test_a_changed_term_offers_before_and_after_and_leaves_them_on_cancel(
    qtbot: QtBot, page: DossierPage, panel: ContractsPanel, context: UiContext
) -> None:
    desk, who = context.desk, customer(context)
    saved = desk.contracts.save(ContractProfile(0, who, "HT-1", credit_days=60), ["YJ-1002", "YJ-1003"])
    with desk._work.write("test.derived", who) as deed:
        from arcdesk.models.base import proxy

        proxy.execute_sql("UPDATE invoice SET due_source = 'contract' WHERE contract_id = ?", (saved.id,))
        deed.touch("invoice", who)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    for confirm in (False, True):
        panel.edit()
        made = opened(page, ContractDialog)
        made.terms.days.setText("90" if confirm else "75")
        made.carry_out()
        offer = opened(page, RederiveDialog)
        assert nameless(offer) == []
        shown = {row.line.number: (row.line.due_on, row.new.due_on) for row in offer.model.rows}
        assert shown["YJ-1002"] == (date(2026, 9, 18), date(2026, 10, 18 if confirm else 3))
        if confirm:
            assert "不再逾期" in offer.effect.text()
            offer.carry_out()
        else:
            offer.reject()
            assert desk.ledger.invoice("YJ-1002").due_on == date(2026, 9, 18)
    line = desk.ledger.invoice("YJ-1002")
    assert (line.due_on, line.due_source) == (date(2026, 10, 18), "contract")
    with qtbot.waitSignal(context.message):
        panel.rederive()  # nothing is left to reckon


def test_the_scan_of_a_contract_is_asked_for_and_seen(
    qtbot: QtBot, page: DossierPage, panel: ContractsPanel, context: UiContext
) -> None:
    desk, who = context.desk, customer(context)
    desk.contracts.save(ContractProfile(0, who, "HT-1"))
    qtbot.waitUntil(panel.scan_button.isVisible)
    panel.scan_button.click()
    made = opened(page, AddEvidenceDialog)
    assert made.kind.currentData() == "contract"
    contract = next(line for line in desk.evidence_links.choices(who) if line.name == "HT-1")
    assert made.belongs.chosen() == (("contract", contract.id),)
    made.reject()
    desk.evidence.add(PastedFile("contract.pdf", b"x"), who, kind="contract")
    qtbot.waitUntil(lambda: not panel.scan_button.isVisible())
    assert "已存证" in panel.scan_said.text()


def test_a_public_body_with_too_long_a_term_is_remarked(
    qtbot: QtBot, page: DossierPage, panel: ContractsPanel, context: UiContext
) -> None:
    desk, who = context.desk, customer(context)
    desk.company.save(replace(desk.company.profile(), size="small"))
    desk.customers.save_profile(replace(desk.customers.find(who), size="public"))
    page.refresh()
    panel.add()
    made = opened(page, ContractDialog)
    assert not made.public_term.isVisible()
    made.terms.days.setText("90")
    assert made.public_term.isVisible()
    made.terms.days.setText("60")
    assert not made.public_term.isVisible()


def test_on_a_past_day_contracts_are_only_read(
    page: DossierPage, panel: ContractsPanel, context: UiContext
) -> None:
    context.desk.contracts.save(ContractProfile(0, customer(context), "HT-1"))
    context.set_as_of(date(2026, 9, 1))
    for part in (panel.add_button, panel.edit_button, panel.link_button, panel.rederive_button):
        assert not part.isEnabled()
    panel.add()
    panel.edit()
    assert not [d for d in page.findChildren(QDialog) if d.isVisible()]


# The line for a term


@pytest.mark.parametrize(
    "terms",
    [
        Terms(0), Terms(30), Terms(45, "delivered"), Terms(30, "month_end"), Terms(0, "month_day", 25),
        Terms(30, "month_day", 20), Terms(180, "month_day", 31), Terms(45, "month_day", 15), None,
    ],
)  # fmt: skip
def test_a_term_comes_back_as_it_was_shown(qtbot: QtBot, context: UiContext, terms: Terms | None) -> None:
    field = TermsField("t", "账期", lambda: date(2026, 10, 8))
    qtbot.addWidget(field)
    field.set_values(*(terms.days, terms.rule, terms.day) if terms else (None, "issued", None))
    assert field.terms() == terms


def test_the_customers_own_term_is_kept_with_its_rule(page: DossierPage, context: UiContext) -> None:
    profile = page.tabs.profile
    profile.terms.rule.setCurrentIndex(profile.terms.rule.findData("month_end"))
    profile.save()
    assert context.desk.customers.find("C002").terms == Terms(60, "month_end")
    assert not profile.is_changed


def test_a_new_term_of_the_customer_offers_the_dates_that_follow_it(
    page: DossierPage, context: UiContext, tmp_path: Path
) -> None:
    desk = context.desk
    head = "单据编号,客户编码,客户名称,开票日期,金额"
    rows = [("W-1", "C002", "上海鼎盛机械制造有限公司", "2026-09-01", "5.00")]
    desk.importing.carry_out(desk.importing.plan(csv_file(tmp_path / "w.csv", head, rows)))
    assert desk.ledger.invoice("W-1").due_on == date(2026, 10, 31)  # sixty days of the customer
    profile = page.tabs.profile
    profile.credit_days.setText("30")
    profile.save()
    offer = opened(page, RederiveDialog)
    assert [row.line.number for row in offer.model.rows] == ["W-1"]
    assert "新增逾期 1 张" in offer.effect.text()
    offer.carry_out()
    assert desk.ledger.invoice("W-1").due_on == date(2026, 10, 1)
    assert desk.ledger.invoice("YJ-1002").due_on == date(2026, 9, 18)  # the file stated it
    profile.pain_point.setText("换了财务")
    profile.save()
    assert not [d for d in page.findChildren(RederiveDialog) if d.isVisible()]


@pytest.mark.parametrize("day", ["0", "32", "九十九", "9" * 50])
def test_a_payment_day_that_no_month_has_is_not_saved(
    page: DossierPage, context: UiContext, day: str
) -> None:
    profile = page.tabs.profile
    profile.terms.rule.setCurrentIndex(profile.terms.rule.findData("month_day"))
    profile.terms.day.setText(day)
    profile.save()
    assert context.desk.customers.find("C002").terms == Terms(60)
    assert profile._answer.property("role") == "bad"


@pytest.mark.parametrize(
    ("signed", "penalty", "size", "said"),
    [
        ("2025-07-01", "0.05%", "", "五百八十五"), ("2025-07-01", "0.1%", "", "五百八十五"),
        ("2025-07-01", "0.01%", "", "3.65%"), ("2025-07-01", "0.005%", "large", "第十七条"),
        ("2025-07-01", "0.005%", "", "1.825%"), ("2010-01-01", "0.1%", "", "36.5%"),
    ],
)  # fmt: skip
def test_a_penalty_is_held_against_the_lpr_of_the_day_of_signing(
    page: DossierPage,
    panel: ContractsPanel,
    context: UiContext,
    signed: str,
    penalty: str,
    size: str,
    said: str,
) -> None:
    desk, who = context.desk, customer(context)
    desk.company.save(replace(desk.company.profile(), size="small"))
    desk.customers.save_profile(replace(desk.customers.find(who), size=size))
    page.refresh()
    panel.add()
    made = opened(page, ContractDialog)
    made.signed_on.setText(signed)
    made.penalty.setText(penalty)
    assert said in made.penalty_said.text()
    assert made.penalty_said.property("role") == ("muted" if said.endswith("%") else "warn")


def test_the_size_of_the_company_is_edited_in_its_form(qtbot: QtBot, context: UiContext) -> None:
    form = CompanyForm()
    qtbot.addWidget(form)
    form.set_profile(context.desk.company.profile())
    assert not form.is_changed()
    size = form.findChild(QComboBox, "company_size")
    size.setCurrentIndex(size.findData("small"))
    assert form.profile().size == "small"
