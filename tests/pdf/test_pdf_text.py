"""The line breaker: 禁则, whole words and amounts, nothing lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from arcdesk.pdf.text import NO_END, NO_START, Run, break_lines, clean

CJK = "应收账款催收台到期日逾期利息请贵司付款。，、；：？！）》」』】”’…（《「『【“‘"
MIXED = CJK + "abcXYZ0123456789.,%()¥-/　 "

SIZE = 10.0


def texts_of(text: str, width: float, **options: object) -> list[str]:
    return [line.text for line in break_lines([Run(text)], SIZE, width, **options)]  # type: ignore[arg-type]


def has_long_punctuation(text: str, limit: int = 4) -> bool:
    """Runs of marks longer than this may leave no lawful place to break at all."""
    run = 0
    for char in text:
        run = run + 1 if char in NO_START or char in NO_END else 0
        if run > limit:
            return True
    return False


@given(st.text(alphabet=MIXED, max_size=200), st.integers(min_value=8, max_value=40))
def test_no_line_starts_with_closing_or_ends_with_opening_punctuation(text: str, ems: int) -> None:
    words_fit = all(len(word) <= 6 for word in text.replace("　", " ").split(" ") if word.isascii())
    if has_long_punctuation(text) or not words_fit:
        return
    lines = texts_of(text, ems * SIZE)
    for before, after in pairwise(lines):
        assert not after or after[0] not in NO_START, (before, after)
        assert not before or before[-1] not in NO_END or before[-1] == "¥", (before, after)


@given(st.text(alphabet=MIXED, max_size=200), st.integers(min_value=1, max_value=40), st.booleans())
def test_breaking_loses_nothing_but_blanks(text: str, ems: int, justify: bool) -> None:
    joined = "".join(texts_of(text, ems * SIZE, justify=justify))
    assert joined.replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet=MIXED, max_size=200), st.integers(min_value=2, max_value=40), st.booleans())
def test_no_line_is_wider_than_the_measure(text: str, ems: int, justify: bool) -> None:
    if has_long_punctuation(text, limit=0):
        return
    for line in break_lines([Run(text)], SIZE, ems * SIZE, justify=justify):
        assert line.width <= ems * SIZE + 0.02


def test_an_amount_moves_whole_to_the_next_line() -> None:
    lines = texts_of("合计欠付人民币¥1,234,567.89元，请付款", 12 * SIZE)
    assert any("¥1,234,567.89元" in line for line in lines)


def test_an_english_word_is_not_divided() -> None:
    text = "please remit the outstanding amount immediately"
    lines = texts_of(text, 12 * SIZE)
    assert len(lines) > 1
    assert [word for line in lines for word in line.split()] == text.split()


def test_a_word_wider_than_the_line_breaks_after_a_separator() -> None:
    lines = texts_of("INV-2026-000001-SHANGHAI-REPLACEMENT", 12 * SIZE)
    assert len(lines) > 1
    assert lines[0].endswith("-")


def test_dashes_and_ellipses_stay_in_one_piece() -> None:
    for ems in range(4, 12):
        for line in texts_of("甲乙丙丁——戊己庚辛……壬癸", ems * SIZE):
            assert line.count("—") in (0, 2)
            assert line.count("…") in (0, 2)


def test_ideographic_spaces_are_kept() -> None:
    assert texts_of("　　户　名", 20 * SIZE) == ["　　户　名"]


def test_closing_punctuation_may_hang_half_over_the_edge() -> None:
    assert texts_of("甲乙丙丁戊己庚辛壬。", 9.5 * SIZE) == ["甲乙丙丁戊己庚辛壬。"]


def test_justified_lines_reach_the_right_edge_and_the_last_stays_ragged() -> None:
    lines = break_lines(
        [Run("请贵司于上述日期前付清INV-1的货款并来函确认，谢谢合作。")], SIZE, 105.0, justify=True
    )
    assert len(lines) > 2
    assert all(abs(line.width - 105.0) < 0.05 for line in lines[:-1])
    assert lines[-1].width < 105.0


def test_bold_runs_stay_bold_across_a_break() -> None:
    lines = break_lines([Run("请于"), Run("二〇二六年三月二十日", bold=True), Run("前付款")], SIZE, 60.0)
    bold = "".join(part.text for line in lines for part in line.segments if part.bold)
    assert bold == "二〇二六年三月二十日"


def test_pasted_line_breaks_and_invisible_marks_are_cleaned_away() -> None:
    assert clean("上海\n远东\u200b公司\t（\ufeff甲）") == "上海 远东公司 （甲）"
    assert clean("a\u0301 b") == "á b"
    assert clean("户　名\u00a0x") == "户　名\u00a0x"
