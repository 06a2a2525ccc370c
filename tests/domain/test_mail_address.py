"""Addresses as people keep them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.mail_address import BadMailAddress, parse_address, parse_addresses


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" Zhang.San@Example.COM ", "Zhang.San@example.com"),
        ("zhang＠example．com", "zhang@example.com"),
        ("mailto:a@b.cn", "a@b.cn"),
        ("a@公司.cn", "a@xn--55qx5d.cn"),
        ("o'neil+ar@mail.example.co.uk", "o'neil+ar@mail.example.co.uk"),
    ],
)
def test_an_address_is_made_plain(text: str, plain: str) -> None:
    assert parse_address(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "", "zhang", "@b.cn", "a@", "a@b", "a@b..cn", ".a@b.cn", "a.@b.cn", "a..b@c.cn", "张三@b.cn", "a b@c.cn",
        "a@b.cn\nBcc: x@y.cn", "a@-b.cn", "a@b.1", f"{'a' * 65}@b.cn", f"a@{'b' * 250}.cn", "a@b@c.cn", "a,b@c.cn",
        '"a"@b.cn', "a@[127.0.0.1]", "a@b.cn>",
    ],
)  # fmt: skip
def test_what_no_server_takes_is_refused(text: str) -> None:
    with pytest.raises(BadMailAddress):
        parse_address(text)


def test_several_addresses_come_in_every_form_people_write_them() -> None:
    text = "a@x.cn; b@x.cn，c@x.cn、d@x.cn\n周敏 <e@x.cn>, a@x.cn"
    assert parse_addresses(text) == ("a@x.cn", "b@x.cn", "c@x.cn", "d@x.cn", "e@x.cn")
    assert parse_addresses(" ; ") == ()


def test_one_bad_address_among_good_ones_is_named() -> None:
    with pytest.raises(BadMailAddress, match="13800000000"):
        parse_addresses("a@x.cn; 13800000000")


@given(st.text(st.sampled_from(string.printable + "＠，张<>"), max_size=40))
def test_no_text_becomes_a_head_of_its_own(text: str) -> None:
    try:
        found = parse_addresses(text)
    except BadMailAddress:
        return
    for address in found:
        assert address.isascii()
        assert not set(address) & set("\r\n <>,;")
        assert parse_address(address) == address
