"""Credit codes, invoice numbers, telephones: T15, T16 and what slips of the hand make of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.identifiers import check_invoice_number, check_phone, check_uscc

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REAL = ("91440300708461136T", "914403001922038216", "91440300192317458F")


@pytest.mark.parametrize("code", REAL)
def test_t15_the_codes_of_real_companies_are_valid(code: str) -> None:
    assert check_uscc(code).valid
    assert check_uscc(code).reason is None


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("9144030071526726XA", "check"),
        ("9144030071526726YG", "check"),
        ("9I440300708461136T", "character"),
        ("91440300708461136O", "character"),
        ("91440300708461136", "length"),
        ("91440300708461136TT", "length"),
        ("91330100799655058C", "check"),
        ("91350203M0001QAY9B", "check"),
        ("", "length"),
        ("9144030070846113六T", "character"),
        ("914403007084611３6", "length"),
        ("1234567890123456", "length"),
    ],
)
def test_t15_what_is_no_code_says_why(code: str, rule: str) -> None:
    checked = check_uscc(code)
    assert not checked.valid
    assert checked.reason is not None
    assert checked.reason.rule == rule


def test_a_wrong_organisation_code_under_a_right_last_character_is_found() -> None:
    wrong = "91440300708461137"
    found = [wrong + last for last in SIGNS if check_uscc(wrong + last).reason.rule == "organisation_check"]  # type: ignore[union-attr]
    assert len(found) == 1
    assert check_uscc(found[0]).reason.values == {"expected": "6", "found": "7"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "typed",
    [
        "91440300708461136t",
        " 9144 0300 7084 6113 6T ",
        "９１４４０３００７０８４６１１３６Ｔ",
        "914403-00708461136-T",
        "91440300\u00a0708461136T\u200b",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    checked = check_uscc(typed)
    assert (checked.valid, checked.normalised) == (True, "91440300708461136T")


def test_an_old_tax_number_passes_with_a_remark() -> None:
    checked = check_uscc("4403 0070 8461 136")
    assert (checked.valid, checked.normalised) == (True, "440300708461136")
    assert checked.reason is not None
    assert checked.reason.rule == "old_tax_number"
    assert not check_uscc("44030070846113X").valid


@given(st.sampled_from(REAL), st.integers(0, 17), st.sampled_from(SIGNS))
def test_one_wrong_character_is_always_found(code: str, place: int, sign: str) -> None:
    typed = code[:place] + sign + code[place + 1 :]
    assert check_uscc(typed).valid == (typed == code)


@given(st.sampled_from(REAL), st.integers(0, 16))
def test_two_neighbours_swapped_are_always_found(code: str, place: int) -> None:
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert check_uscc(typed).valid == (typed == code)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    for checked in (
        check_uscc(text),
        check_phone(text),
        check_invoice_number(text),
        check_invoice_number("1", text),
    ):
        assert checked.valid or checked.reason is not None


@pytest.mark.parametrize(
    ("number", "code", "valid", "rule"),
    [
        ("25537000000148553858", "", True, None),
        ("24112000000135114086", "", True, None),
        ("2411200000013511408", "", False, "invoice_form"),
        ("20112000000135114086", "", False, "invoice_year"),
        ("12345678", "011001900111", True, None),
        ("12345678", "1100190011", True, None),
        ("12345678", "", False, "invoice_form"),
        ("12345678", "11001900111", False, "invoice_form"),
        ("1234567", "1100190011", False, "invoice_form"),
        ("25537000000148553858", "011001900111", True, "code_with_digital_number"),
        ("２５５３ ７０００００01 48553858", "", True, None),
        ("٢5537000000148553858", "", False, "invoice_form"),
    ],
)
def test_t16_invoice_numbers(number: str, code: str, valid: bool, rule: str | None) -> None:
    checked = check_invoice_number(number, code)
    assert (checked.valid, checked.reason.rule if checked.reason else None) == (valid, rule)


def test_zeros_in_front_stay() -> None:
    assert check_invoice_number("00345678", "011001900111").normalised == "00345678"


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "+8613800138000",
        "138-0013-8000",
        "138 0013 8000",
        "013800138000",
        "010-88886666",
        "01088886666",
        "0755-86013388",
        "(0755) 86013388",
        "0755-86013388-801",
        "0755-86013388转801",
        "0755-86013388 ext. 801",
        "400-820-8820",
        "800 820 8820",
        "４００－８２０－８８２０",
    ],
)
def test_r86_telephones_are_read_as_people_write_them(number: str) -> None:
    assert check_phone(number).valid


@pytest.mark.parametrize(
    "number",
    [
        "",
        "12345678901",
        "1380013800",
        "138001380000",
        "88886666",
        "010-12345",
        "400-020-8820",
        "abc",
        "+1 202",
    ],
)
def test_r86_what_is_no_telephone_says_so(number: str) -> None:
    assert not check_phone(number).valid
