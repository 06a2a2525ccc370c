"""Tables that stand straight whatever their alphabet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arcdesk.cli.tables import MOST_WIDE, facts, table, width

TEXTS = st.text("abcXYZ 0123应收账款催收（）￥éü\u0301", max_size=90)


def test_a_chinese_sign_is_two_columns_wide() -> None:
    assert (width("abc"), width("应收"), width("（）"), width("e\u0301")) == (3, 4, 4, 1)


def test_amounts_stand_under_each_other() -> None:
    lines = list(
        table(
            ("客户", "金额"), [("甲公司", "1.00"), ("B", "12,345.00")], right=(1,), foot=("合计", "12,346.00")
        )
    )
    assert lines == [
        "客户         金额",
        "------  ---------",
        "甲公司       1.00",
        "B       12,345.00",
        "------  ---------",
        "合计    12,346.00",
    ]


def test_facts_without_a_value_are_left_out() -> None:
    assert list(facts((("地址", "杭州"), ("备注", ""), ("Tel", "1")))) == ["地址  杭州", "Tel   1"]


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_every_line_is_as_wide_as_the_rule_at_most(rows: list[tuple[str, str]]) -> None:
    lines = list(table(("a", "b"), rows, right=(1,)))
    assert all(width(line) <= width(lines[1]) <= 2 * MOST_WIDE + 2 for line in lines)
    assert len(lines) == len(rows) + 2
