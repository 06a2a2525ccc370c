"""Whose money a bank line is: what speaks for a customer, what the amount pays, and what is only likely."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.bank_match import BankMoney, OpenDebt, Payer, normal_name, proposals

DAY = date(2026, 10, 8)


def debt(number: str, fen: int, days: int = 30, *words: str) -> OpenDebt:
    return OpenDebt(number, fen, DAY - timedelta(days=days), DAY - timedelta(days=days + 30), words)


def money(fen: int, payer: str = "", reference: str = "", account: str = "") -> BankMoney:
    return BankMoney(DAY, fen, "CNY", payer, account, reference)


TIANCHENG = Payer(
    1, "C001", "杭州天成贸易有限公司", "天成", debts=(debt("YJ-1001", 12_000_000), debt("YJ-1002", 30_000))
)
HAIRUN = Payer(2, "C004", "宁波海润物流有限公司", "海润", debts=(debt("YJ-1005", 1_580_000),))


@pytest.mark.parametrize(
    ("sender", "rule"),
    [
        ("杭州天成贸易有限公司", "same_name"),
        ("杭州天成贸易 有限责任公司", "like_name"),
        ("天成贸易（上海）有限公司", "short_name"),
        ("杭州天成贸易有限公司滨江分公司", "short_name"),
    ],
)
def test_the_payer_is_told_by_his_name(sender: str, rule: str) -> None:
    (first, *others) = proposals(money(12_000_000, sender), (HAIRUN, TIANCHENG))
    assert (first.customer_id, first.reasons[0].rule) == (1, rule)
    assert all(other.score < first.score for other in others)


def test_an_account_that_paid_before_says_more_than_a_name() -> None:
    known = Payer(3, "C009", "张三", sender_accounts=("6222 0001",), debts=(debt("A", 12_000_000),))
    (first, *_) = proposals(money(12_000_000, "杭州天成贸易有限公司", account="62220001"), (TIANCHENG, known))
    assert (first.customer_id, first.reasons[0].rule) == (3, "account_known")


def test_a_number_in_the_reference_decides_what_is_paid() -> None:
    (first, *_) = proposals(money(30_000, "杭州天成贸易有限公司", "付 yj-1002 货款"), (TIANCHENG,))
    assert first.shares == (("YJ-1002", 30_000),)
    assert {"number_quoted", "amount_of_quoted"} <= {reason.rule for reason in first.reasons}


def test_a_number_inside_another_number_is_not_quoted() -> None:
    payer = Payer(1, "C", "甲公司", debts=(debt("1001", 700),))
    assert proposals(money(900, "", "流水 21001"), (payer,)) == ()
    assert proposals(money(900, "", "发票1001号"), (payer,))[0].shares == (("1001", 700),)


def test_a_stranger_with_exactly_one_amount_is_only_a_guess() -> None:
    (only,) = proposals(money(1_580_000, "某某个人"), (TIANCHENG, HAIRUN))
    assert only.customer_id == 2
    assert only.score < 60
    assert proposals(money(1_580_001, "某某个人"), (TIANCHENG, HAIRUN)) == ()


def test_several_items_that_add_up_are_found() -> None:
    payer = Payer(1, "C", "甲乙丙公司", debts=(debt("A", 100, 9), debt("B", 250, 8), debt("C", 400, 7)))
    (first,) = proposals(money(500, "甲乙丙公司"), (payer,))
    assert first.shares == (("A", 100), ("C", 400))
    assert first.unallocated_fen == 0


def test_an_overpayment_leaves_the_rest_unallocated() -> None:
    (first, *_) = proposals(money(2_000_000, "宁波海润物流有限公司"), (HAIRUN,))
    assert first.shares == (("YJ-1005", 1_580_000),)
    assert first.unallocated_fen == 420_000


def test_money_that_is_in_the_books_is_pointed_out() -> None:
    payer = Payer(2, "C004", "宁波海润物流有限公司", receipts=(("R1", DAY - timedelta(days=2), 5),))
    (first,) = proposals(money(5, "宁波海润物流有限公司"), (payer,))
    assert first.known_receipt == "R1"
    assert (
        proposals(BankMoney(DAY + timedelta(days=9), 5, "CNY", payer.name), (payer,))[0].known_receipt == ""
    )


def test_legal_forms_brackets_and_case_are_no_difference() -> None:
    assert normal_name("Pacific Trading Co., Ltd.") == normal_name("PACIFIC TRADING LIMITED")
    assert normal_name("甲（上海）有限公司") == normal_name("甲(上海)有限责任公司")


amounts = st.integers(1, 10**9)


@given(
    st.lists(amounts, max_size=9),
    amounts,
    st.sampled_from(["", "甲乙丙有限公司", "甲乙"]),
    st.sampled_from(["", "N0003"]),
)
def test_a_proposal_never_shares_more_than_came_in_or_than_is_open(
    opens: list[int], came: int, payer: str, reference: str
) -> None:
    debts = tuple(debt(f"N{number:04d}", fen, number) for number, fen in enumerate(opens))
    for made in proposals(
        money(came, payer, reference), (Payer(1, "C", "甲乙丙有限公司", "甲乙", debts=debts),)
    ):
        by_number = {one.number: one.open_fen for one in debts}
        assert all(0 < fen <= by_number[number] for number, fen in made.shares)
        assert sum(fen for _, fen in made.shares) + made.unallocated_fen == came
        assert made.unallocated_fen >= 0
        assert 0 <= made.score <= 100
