"""Statements of account: R40, R41 and the figures of T4."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from arcdesk.domain.words import amount_in_words
from arcdesk.pdf.data import StatementRow
from arcdesk.pdf.errors import FiguresDisagree, MissingField, UnknownLanguage
from arcdesk.pdf.preview import extract_text, page_texts
from arcdesk.pdf.statement import render_statement, render_statements

DEMANDING = ("请贵司对其中已到", "即行支付", "承诺于", "欠款", "违约金", "催款")


def joined(pdf: bytes) -> str:
    return re.sub(r"\s", "", extract_text(pdf))


def test_the_worked_example_closes_at_102_345_67_in_figures_and_words(make_statement) -> None:
    data = make_statement(12_000_000, (5_000_000, -8_000_000, 1_234_567))
    assert data.closing_fen == 10_234_567
    text = joined(render_statement(data))
    for field in (
        data.number,
        "往来对账单",
        data.creditor.name,
        data.debtor.name,
        "2026-01-01—2026-02-28",
        "人民币",
        "期初余额120,000.00",
        "50,000.00170,000.00",
        "80,000.0090,000.00",
        "本期合计62,345.6780,000.00",
        "期末余额102,345.67",
        amount_in_words(10_234_567),
        "未到期",
        "2026年3月16日前",
        "核对无误",
        "有差异",
        "盖章处",
        "第1页共1页",
    ):
        assert field in text, field


def test_money_received_in_advance_is_called_so_and_nothing_is_demanded(make_statement) -> None:
    text = joined(render_statement(make_statement(-500_000, (300_000,), for_collection=True)))
    assert "预收2,000.00" in text
    assert amount_in_words(200_000) in text
    assert [word for word in DEMANDING if word in text] == []


def test_a_settled_account_demands_nothing(make_statement) -> None:
    text = joined(render_statement(make_statement(0, (300_000, -300_000))))
    assert "已经结清" in text
    assert [word for word in DEMANDING if word in text] == []


def test_for_collection_it_demands_promises_and_reserves_the_penalty(make_statement) -> None:
    text = joined(render_statement(make_statement()))
    assert "即行支付至我司下列账户" in text
    assert "我司确认截至2026年2月28日欠款本金¥102,345.67" in text
    assert "并承诺于" in text
    assert "仅确认本金余额，不影响、也不构成放弃合同约定的逾期付款违约金" in text
    assert make_statement().bank.number in text


def test_a_date_to_pay_by_is_printed_where_one_is_set(make_statement) -> None:
    text = joined(render_statement(make_statement(pay_by=date(2026, 3, 31))))
    assert "于2026年3月31日前支付" in text


def test_a_plain_statement_asks_only_for_confirmation(make_statement) -> None:
    text = joined(render_statement(make_statement(for_collection=False)))
    assert "核对无误" in text
    assert [word for word in DEMANDING if word in text] == []


@pytest.mark.parametrize("for_collection", [True, False])
def test_it_never_says_that_it_serves_the_audit_only(make_statement, for_collection: bool) -> None:
    text = joined(render_statement(make_statement(for_collection=for_collection)))
    assert "复核账目" not in text
    assert "并非催款" not in text


def test_a_long_statement_repeats_its_head_sums_each_page_and_asks_for_a_seal_across(make_statement) -> None:
    data = make_statement(0, (5_000_000, -3_333_333, 777_777) * 40)
    pages = page_texts(render_statement(data))
    with_rows = [page for page in pages if "DOC-" in page]
    assert len(with_rows) >= 4
    debits = credits = 0
    for page in with_rows:
        assert "日期 单据编号 摘要 借方（增加） 贷方（减少） 余额" in page
        figures = re.search(r"本页小计 ([\d,.]+) ([\d,.]+)", page)
        assert figures is not None
        debits += int(re.sub(r"\D", "", figures[1]))
        credits += int(re.sub(r"\D", "", figures[2]))
    assert debits == sum(row.debit_fen for row in data.rows)
    assert credits == sum(row.credit_fen for row in data.rows)
    assert all("请加盖骑缝章" in page for page in pages)


def test_one_page_needs_no_seal_across(make_statement) -> None:
    pages = page_texts(render_statement(make_statement(for_collection=False)))
    assert len(pages) == 1
    assert "骑缝章" not in pages[0]


def test_open_items_show_what_is_left_of_each(make_statement) -> None:
    rows = (
        StatementRow(date(2026, 1, 5), "INV-1", "货款", 10_000, 4_000, 6_000, date(2026, 2, 5)),
        StatementRow(date(2026, 1, 9), "INV-2", "货款", 5_000, 0, 5_000),
        StatementRow(date(2026, 2, 9), "SK-3", "未核销收款", 0, 1_000, -1_000),
    )
    data = make_statement(
        0, (), style="open_items", rows=rows, closing_fen=10_000, aging=(), unallocated_fen=0
    )
    text = joined(render_statement(data))
    assert "未收金额" in text
    assert "2026-02-05" in text
    assert "合计150.0050.00100.00" in text
    assert "期初余额" not in text


def test_a_closing_balance_that_does_not_follow_is_refused(make_statement) -> None:
    data = make_statement()
    with pytest.raises(FiguresDisagree):
        render_statement(replace(data, closing_fen=data.closing_fen + 1))


def test_a_wrong_running_balance_is_refused_and_the_posting_named(make_statement) -> None:
    data = make_statement()
    rows = (data.rows[0], replace(data.rows[1], balance_fen=1), data.rows[2])
    with pytest.raises(FiguresDisagree) as refusal:
        render_statement(replace(data, rows=rows))
    assert "DOC-0002" in str(refusal.value)


def test_aging_that_disagrees_with_the_balance_is_refused(make_statement) -> None:
    with pytest.raises(FiguresDisagree):
        render_statement(make_statement(unallocated_fen=100))


def test_names_number_and_language_are_required(make_statement) -> None:
    with pytest.raises(MissingField):
        render_statement(make_statement(number=""))
    with pytest.raises(UnknownLanguage):
        render_statement(make_statement(language="de"))


def test_an_english_statement_is_english(make_statement) -> None:
    text = extract_text(render_statement(make_statement(language="en"))).replace("\n", " ")
    assert "Statement of Account" in text
    assert "CNY One hundred two thousand three hundred forty-five and 67/100" in text
    assert "Closing balance 102,345.67" in text
    assert "neither affects nor waives" in text


def test_the_same_statement_gives_the_same_bytes(make_statement) -> None:
    assert render_statement(make_statement()) == render_statement(make_statement())


def test_a_batch_numbers_each_statement_for_itself(make_statement) -> None:
    pages = page_texts(render_statements([make_statement(for_collection=False)] * 3))
    assert len(pages) == 3
    assert all("第 1 页 共 1 页" in page for page in pages)
