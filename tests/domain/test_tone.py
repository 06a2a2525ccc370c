"""What a demand may not say (R68, R69, R71)."""

from __future__ import annotations

import pytest

from arcdesk.domain.tone import SENTENCES, findings


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("逾期不付，后果自负。", "threat"),
        ("我司将在微信群公布贵司名称。", "shame"),
        ("将对贵司公开曝光", "shame"),
        ("否则我们将通知您的家属。", "others"),
        ("我司将通知贵司的客户和供应商", "others"),
        ("明日起上门静坐", "door"),
        ("公安机关将传唤贵司负责人", "authority"),
        ("我司已向苏州法院起诉", "suit"),
        ("贵司征信已上报", "credit"),
        ("将被列入黑名单", "credit"),
        ("贵司老板是骗子", "insult"),
        ("Pay, OR ELSE.", "threat"),
        ("we will inform your customers of it", "others"),
        ("We have already filed suit.", "suit"),
        ("This will be reported to the credit bureau", "credit"),
    ],
)
def test_what_is_forbidden_is_found_and_blocks(text: str, rule: str) -> None:
    (found,) = findings(text)
    assert (found.rule, found.blocking) == (rule, True)
    assert text[found.start : found.end] == found.words
    assert found.rule in SENTENCES


@pytest.mark.parametrize(
    "text",
    [
        "逾期将依法通过诉讼或者仲裁主张，届时费用与违约责任由贵方依法承担。",
        "生效判决未履行的，可能被采取限制消费、纳入失信名单等措施",
        "我司不会公开曝光贵司信息",
        "请贵司财务联系人核对后联系我司。",
        "请将付款凭证发送我司联系人，以便核对入账；如有异议请书面说明。",
        "Should the amount remain unpaid, we shall assert our rights in court.",
        "credit note no. 12 has been deducted",
        "顺祝商祺！",
    ],
)
def test_what_is_lawful_passes(text: str) -> None:
    assert findings(text) == ()


def test_a_warning_does_not_block() -> None:
    (found,) = findings("由此产生的一切后果由贵司承担")
    assert not found.blocking
    assert found.words == "一切后果"


def test_every_place_is_named_once_and_in_order() -> None:
    found = findings("老赖骗子。征信。老赖")
    assert [one.words for one in found] == ["老赖", "骗子", "征信", "老赖"]
