"""What customers are found by: every word spelt once is as good as every name spelt whole."""

from __future__ import annotations

import re
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from arcdesk.services.pinyin import READINGS_KEPT, search_key


def spelt_whole(text: str) -> list[str]:
    """The spellings of a name that pypinyin is given whole, for each purpose afresh."""
    best, initials = "", ""
    for run in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]+", text):
        syllables = [run] if run.isascii() else [one[0].lower() for one in pinyin(run, style=Style.NORMAL)]
        best += "".join(syllables)
        initials += run if run.isascii() else "".join(s[:1] if s.isascii() else s for s in syllables)
    letters = pinyin(text, style=Style.FIRST_LETTER, heteronym=True)
    return [best, initials, *("".join(one).lower() for one in islice(product(*letters), READINGS_KEPT))]


POLYPHONES = "重长厦行乐曾单解仇查盖区朴曲万尉会员乾藏都六安朝传降参仔圩"
PARTS = st.sampled_from(
    ("重庆", "长沙", "厦门", "六安", "银行", "音乐", "会计", "天成", "鼎盛", "旅行社", "女装", "绿洲", "科技", "贸易",
     "有限公司", "股份有限公司", "（集团）", "(中国)", "A&B", "3M ", "Ⅱ", "·", "，", "Ä", "〇", "々",
     "\u3400", "\U00020000")
)  # fmt: skip
NAMES = st.lists(PARTS | st.sampled_from(POLYPHONES) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
                 min_size=1, max_size=9).map("".join)  # fmt: skip


@given(NAMES)
def test_a_name_is_found_by_what_it_was_found_by_when_spelt_whole(name: str) -> None:
    plain = name.strip().lower()
    spellings = [] if plain.isascii() else spelt_whole(plain)
    wanted = [word for word in (plain, *spellings) if plain]
    assert search_key(name) == " ".join(dict.fromkeys(wanted))


@pytest.mark.parametrize(
    ("name", "typed"),
    [("重庆长安汽车", "cqca"), ("厦门建发", "xiamenjianfa"), ("曾氏建材", "csjc"), ("中国银行", "zgyh"),
     ("绿洲（集团）A3", "lvzhou（jituan）a3")],
)  # fmt: skip
def test_polyphones_are_found_by_the_word_and_by_their_other_readings(name: str, typed: str) -> None:
    assert typed in search_key("K1", name)
