"""The language of letter templates: fields, conditions, bold, and the order of a letter (R36, R91)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.letter_template import FaultyTemplate, read_template
from arcdesk.domain.template_text import MissingValue, TemplateFault, always, fill, names, parse

LETTER = """# 催款函
## 第一次

感谢贵司，截至{as_of}
有欠款。

Second paragraph
of two lines.

{invoice_list}

请付**{amount}**。

{bank_block}

{if interest}利息{interest}。{end}

顺祝商祺！

---
# 回执

贵司{letter_no}收悉。

[ ] 属实

[ ] 有异议
"""


def printed(source: str, **values: str) -> str:
    return "".join(text for text, _ in fill(parse(source), values))


def test_fields_and_bold_are_filled() -> None:
    assert fill(parse("请付**{amount}元**整"), {"amount": "5"}) == [
        ("请付", False), ("5", True), ("元", True), ("整", False),
    ]  # fmt: skip


def test_a_condition_prints_one_of_its_parts() -> None:
    source = "{if a}有{a}{else}无{end}{if not b}，缺{end}"
    assert printed(source, a="1") == "有1，缺"
    assert printed(source, b="1") == "无"


def test_conditions_stand_in_one_another() -> None:
    source = "{if a}{if b}both{else}a{end}{else}{if b}b{end}{end}!"
    assert [printed(source, **given) for given in ({}, {"a": "1"}, {"b": "1"}, {"a": "1", "b": "1"})] == [
        "!", "a!", "b!", "both!",
    ]  # fmt: skip


def test_a_value_is_never_read_as_template() -> None:
    assert printed("{a}", a="{b}**{if x}") == "{b}**{if x}"


def test_a_field_without_value_is_not_printed_as_a_hole() -> None:
    with pytest.raises(MissingValue) as refused:
        printed("{a}{b}", a="x", b="")
    assert refused.value.name == "b"


def test_what_is_always_printed_is_known() -> None:
    assert always(parse("{a}{if c}{b}{d}{else}{b}{end}")) == {"a", "b"}
    assert list(names(parse("{a}{if c}{b}{end}"))) == ["a", "c", "b"]


@pytest.mark.parametrize(
    "source",
    ["{amount", "amount}", "{Amount}", "{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{if a}", "{if a}x", "x{end}",
     "{else}", "{if a}x{else}y{else}z{end}", "**half", "{if}x{end}", "{{a}}", "{if a.b}x{end}", "{__class__}",
     "{if a}" * 20 + "{end}" * 20],
)  # fmt: skip
def test_what_is_no_template_is_refused_with_a_reason(source: str) -> None:
    with pytest.raises(TemplateFault):
        parse(source)


@given(st.text(alphabet="ab{}*[] \n#-ifelsnd字", max_size=60))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(TemplateFault):
        parse(source)
    with suppress(FaultyTemplate):
        read_template(source)


def test_a_letter_falls_into_its_parts() -> None:
    read = read_template(LETTER)
    assert [len(part) for part in (read.opening, read.request, read.after)] == [2, 1, 2]
    assert printed_all(read.opening, as_of="今天") == ["感谢贵司，截至今天有欠款。", "Second paragraph of two lines."]
    assert read.slip is not None
    assert read.names() == {"as_of", "amount", "interest", "letter_no"}
    assert read.always_says() == {"as_of", "amount"}


def test_windows_line_ends_are_the_same() -> None:
    assert read_template(LETTER.replace("\n", "\r\n")) == read_template(LETTER)


def printed_all(texts, **values: str) -> list[str]:  # type: ignore[no-untyped-def]
    return ["".join(word for word, _ in fill(text, values)) for text in texts]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("# 催款函\n", "", 1),
        ("{invoice_list}\n", "", 1),
        ("{bank_block}\n", "", 1),
        ("请付**{amount}**。", "", 14),
        ("顺祝商祺！", "# 祝", 18),
        ("[ ] 有异议", "", 21),
        ("利息{interest}", "利息{interest", 16),
        ("Second", "{invoice_list} Second", 7),
    ],
)
def test_a_fault_names_its_line(old: str, new: str, line: int) -> None:
    source = LETTER.replace(old, new)
    with pytest.raises(FaultyTemplate) as refused:
        read_template(source)
    assert line in [fault.line for fault in refused.value.faults]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(FaultyTemplate) as refused:
        read_template(LETTER.replace("# 催款函\n", "").replace("{amount}", "{amount"))
    assert len(refused.value.faults) >= 2


def test_a_book_is_no_template() -> None:
    with pytest.raises(FaultyTemplate):
        read_template(LETTER + "字" * 20_000)
