"""What a masked list shows of a phone number, an address, a WeChat name: enough to tell two apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.formula_guard import guarded, is_formula_like, unguarded
from arcdesk.domain.masking import mask, mask_in_text


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("phone", "13812341234", "138****1234"),
        ("phone", "138 1234 1234", "138****1234"),
        ("phone", "+86-13812341234", "+86-138****1234"),
        ("phone", "0571-88880000", "0571-****0000"),
        ("phone", "(021)6288 1234", "(021)****1234"),
        ("phone", "0571-88880000-801", "0571-****0000-801"),
        ("phone", "13812341234/13987654321", "138****1234/139****4321"),
        ("phone", "13812341234 85551234", "138****1234 ******34"),
        ("phone", "+1 415 555 0100", "+* *** *** **00"),
        ("phone", "8801", "****"),
        ("phone", "１３８１２３４１２３４", "*********３４"),
        ("phone", "", ""),
        ("email", "anna.li@x.cn", "a***@x.cn"),
        ("email", "王 <w@x.com.cn>", "王 <w***@x.com.cn>"),
        ("email", "anna", "a***"),
        ("wechat", "wang_fang", "w***"),
        ("wechat", "13812341234", "138****1234"),
        ("wechat", "芳", "芳***"),
    ],
)
def test_what_is_shown(kind: str, text: str, shown: str) -> None:
    assert mask(kind, text) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王经理 13812341234 说周五付", "王经理 138****1234 说周五付"),
        ("打 0571-88880000 或发 anna@x.cn", "打 0571-****0000 或发 a***@x.cn"),
        ("13812341234", "13812341234"),
        ("YJ13812341234", "YJ13812341234"),
        ("王芳", "王芳"),
        ("2026-03-05 付 1,234,567.89 元", "2026-03-05 付 1,234,567.89 元"),
    ],
)
def test_in_a_note_people_are_hidden_and_document_numbers_stay(text: str, shown: str) -> None:
    assert mask_in_text(text) == shown


@given(
    st.integers(min_value=13000000000, max_value=19999999999),
    st.sampled_from(["", " ", "+86", "86-", "电话"]),
)
def test_four_digits_of_a_mobile_number_are_never_shown(number: int, before: str) -> None:
    text = str(number)
    shown = mask("phone", before + text)
    assert text[3:7] not in shown.replace(text[:3], "", 1) or text[3:7] == text[7:]
    assert sum(c.isdigit() for c in shown) <= sum(c.isdigit() for c in before) + 7


@given(st.text(alphabet="0123456789-+() 转,/", min_size=1, max_size=30))
def test_a_phone_number_in_any_form_loses_digits_and_keeps_its_length_in_order(text: str) -> None:
    digits = [c for c in text if c.isdigit()]
    shown = mask("phone", text)
    assert sum(c.isdigit() for c in shown) < len(digits) or not digits or not text.strip()


@given(st.text(alphabet="'=+-@\t＝－0123456789.,% aA", max_size=12))
def test_the_guard_comes_off_as_it_went_on(text: str) -> None:
    safe = guarded(text)
    assert not is_formula_like(safe)
    assert unguarded(safe) == text


@pytest.mark.parametrize("text", ["-5", "-1,234.50", "-", "--", "－5", "abc", "", "1+1", "(5)"])
def test_numbers_and_dashes_need_no_guard(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 138", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-5|calc", "'=1"]
)
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"
