"""Company names: the same one written otherwise, a likely one, and two that must never be taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.names import exact, likeness, normal, parts, short_forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州恒通精密机械有限公司", "苏州恒通精密机械有限责任公司"),
        ("恒通（集团）有限公司", "恒通集团公司"),
        ("恒通(苏州)精密机械有限公司", "恒通【苏州】精密机械 有限公司"),
        ("ＡＢＣ贸易有限公司", "abc贸易公司"),
        ("ABC Trading Co., Ltd.", "ABC Trading Company Limited"),
        ("恒通股份公司", "恒通股份有限公司"),
        ("恒通有限公司苏州分公司", "恒通有限责任公司苏州分公司"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("苏州恒通精密机械有限公司", "恒通精密机械", 90),
        ("苏州恒通精密机械有限公司", "江苏省苏州市恒通精密机械有限公司", 90),
        ("恒通（苏州）精密机械有限公司", "苏州恒通精密机械有限公司", 95),
        ("苏州恒通精密机械有限公司", "苏州恒通精机密械有限公司", 90),
        ("恒通机械集团有限公司", "恒通机械有限公司", 85),
        ("恒通精密机械有限公司", "恒通精密机械科技有限公司", 85),
    ],
)
def test_names_that_may_be_one_company(one: str, other: str, least: int) -> None:
    found = likeness(one, other)
    assert found is not None
    assert found.score >= least
    assert likeness(other, one) == found


def test_a_sign_that_sounds_the_same_is_a_likely_slip() -> None:
    def sound(text: str) -> str:
        return text.replace("蜜", "密")

    one, other = "苏州恒通精密机械有限公司", "苏州恒通精蜜机械有限公司"
    found = likeness(one, other, sound)
    assert found is not None
    assert found.score == 95
    assert likeness(one, other) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("恒通一分公司", "恒通二分公司"),
        ("恒通超市1号店", "恒通超市2号店"),
        ("恒通超市一号店", "恒通超市十一号店"),
        ("恒通有限公司", "恒通有限公司苏州分公司"),
        ("恒通有限公司苏州分公司", "恒通有限公司无锡分公司"),
        ("北京恒通精密机械有限公司", "上海恒通精密机械有限公司"),
        ("恒通精密机械（上海）有限公司", "恒通精密机械（苏州）有限公司"),
        ("中铁一局集团有限公司", "中铁二局集团有限公司"),
        ("苏州东门百货大楼有限公司", "苏州西门百货大楼有限公司"),
        ("宝钢集团有限公司", "宝钢股份有限公司"),
        ("恒通化工有限公司", "恒达化工有限公司"),
        ("C001有限公司", "C002有限公司"),
        ("客户1", "客户12"),
    ],
)
def test_names_of_two_companies(one: str, other: str) -> None:
    assert likeness(one, other) is None
    assert likeness(other, one) is None


def test_short_forms_leave_out_the_place_and_the_form() -> None:
    assert short_forms("苏州恒通精密机械有限公司") == ("苏州恒通精密机械", "恒通精密机械")


@given(st.text(max_size=30))
def test_any_text_has_a_normal_form_that_stays(name: str) -> None:
    assert bool(normal(name)) == bool(exact(name))
    assert parts(name).core or not exact(name)
    assert likeness(name, name) is not None
