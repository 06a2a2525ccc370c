"""The printable sheets of interest and limitation: what they say, that they foot, over how many pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcdesk.pdf import preview
from arcdesk.pdf.errors import FiguresDisagree, MissingGlyph, UnknownLanguage
from arcdesk.pdf.interest_data import SheetPart, SheetPayment, SheetSegment, WorksheetData
from arcdesk.pdf.limitation_data import LimitationPart, LimitationSheetData, SheetEvent
from arcdesk.pdf.limitation_sheet import render_limitation
from arcdesk.pdf.worksheet import render_worksheet

DUE = date(2024, 1, 1)
AS_OF = date(2024, 10, 31)
SEGMENTS = (
    SheetSegment(
        date(2024, 1, 2), date(2024, 4, 1), 91, 100_000_00, "年 4.485%", "LPR 3.45%（2023-12-20）", 1_118_18
    ),
    SheetSegment(date(2024, 4, 2), AS_OF, 213, 60_000_00, "年 4.485%", "LPR 3.45%（2023-12-20）", 1_570_36),
)
PAYMENTS = (SheetPayment(date(2024, 4, 1), 40_000_00, 0, 0, 40_000_00, 0),)
PART = SheetPart(
    "",
    DUE,
    100_000_00,
    0,
    "一年期 LPR 3.45%（2023-12-20 公布）× 1.3",
    SEGMENTS,
    PAYMENTS,
    2_688_54,
    60_000_00,
    2_688_54,
    0,
)
SHEET = WorksheetData(
    language="zh",
    currency="CNY",
    as_of=AS_OF,
    made_on=date(2026, 10, 8),
    year_days=365,
    inputs=(("债务人", "杭州远大商贸有限公司"), ("应收单", "FP-1024"), ("合同", "")),
    parts=(PART,),
    total_fen=2_688_54,
    remarks=("年利率 36.5% 为 LPR 的 10.58 倍。", "没有约定：按违约行为发生时的 1 年期 LPR 加计。"),
    lpr_data_to=date(2026, 2, 24),
    company="苏州恒通精密机械有限公司",
)
EVENTS = (
    SheetEvent("2025-02-28", "收到付款", "有证据", "时效中断，自 2025-02-28 起重新计算。", True),
    SheetEvent("2025-03-01", "电话催款（无记录）", "无证据", "仅列示，不计入。", False),
)
CLOCK = LimitationPart(
    "", "时效进行中", date(2028, 2, 28), date(2028, 2, 28),
    (("到期日", "2023-03-15"), ("时效届满日", "2028-02-28"), ("已届满", "")), ("程序尚未终结。",), EVENTS,
)  # fmt: skip
LIMITATION = LimitationSheetData("zh", AS_OF, date(2026, 10, 8), (("截至日", "2026-10-08"),), (CLOCK,))


def segments(count: int) -> tuple[SheetSegment, ...]:
    start = DUE + timedelta(days=1)
    return tuple(
        SheetSegment(
            start + timedelta(days=10 * index), start + timedelta(days=10 * index + 9), 10, 100_000_00,
            "日 0.05%", "", 500_00,
        )
        for index in range(count)
    )  # fmt: skip


def test_the_worksheet_shows_what_it_rests_on_the_segments_the_payments_and_the_total() -> None:
    text = preview.extract_text(render_worksheet(SHEET))
    for wanted in (
        "逾期付款利息（违约金）计算表",
        "苏州恒通精密机械有限公司",
        "杭州远大商贸有限公司",
        "一年期 LPR 3.45%（2023-12-20 公布）× 1.3",
        "2024-01-02 2024-04-01 91 100,000.00 LPR 3.45%（2023-12-20） 年 4.485% 1,118.18",
        "2024-04-02 2024-10-31 213 60,000.00 LPR 3.45%（2023-12-20） 年 4.485% 1,570.36",
        "2024-04-01 40,000.00 40,000.00",
        "剩余本金：",
        "¥60,000.00",
        "¥2,688.54",
        "36.5% 为 LPR 的 10.58 倍",
        "LPR 数据截至 2026-02-24",
        "本软件不提供法律意见，重大事项请咨询律师。",
        "第 1 页 共 1 页",
    ):
        assert wanted in text, wanted
    assert "合同" not in text
    assert "抵充利息" not in text  # nothing was paid on interest, so there is no such column


def test_the_same_worksheet_in_english() -> None:
    text = preview.extract_text(render_worksheet(replace(SHEET, language="en", remarks=())))
    for wanted in (
        "Computation of Late Payment Interest",
        "Late payment interest up to 31 October 2024",
        "CNY 2,688.54",
        "This software gives no legal advice.",
        "Page 1 of 1",
    ):
        assert wanted in text
    assert "Remarks" not in text


def test_the_same_data_give_the_same_bytes_and_other_data_another_check_code() -> None:
    first = render_worksheet(SHEET)
    assert first == render_worksheet(SHEET)
    other = preview.extract_text(render_worksheet(replace(SHEET, as_of=AS_OF + timedelta(days=1))))
    code = preview.extract_text(first).split("校验码 ")[1][:12]
    assert code not in other


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SHEET, total_fen=1),
        replace(SHEET, parts=(replace(PART, total_fen=2_688_55),), total_fen=2_688_55),
    ],
)
def test_a_worksheet_that_does_not_foot_is_refused(wrong: WorksheetData) -> None:
    with pytest.raises(FiguresDisagree):
        render_worksheet(wrong)


def test_a_long_worksheet_repeats_its_head_and_keeps_the_total_with_a_row() -> None:
    long = segments(120)
    part = replace(PART, segments=long, payments=(), total_fen=120 * 500_00, interest_left_fen=0)
    pages = preview.page_texts(render_worksheet(replace(SHEET, parts=(part,), total_fen=120 * 500_00)))
    assert len(pages) >= 3
    assert all("计息本金" in page for page in pages)
    assert all(f"第 {number} 页 共 {len(pages)} 页" in page for number, page in enumerate(pages, 1))
    assert "60,000.00" in pages[-1]


def test_several_debts_have_a_heading_each_and_a_gap_says_why_there_is_nothing() -> None:
    gap = SheetPart(
        "FP-0001",
        date(2012, 2, 1),
        100_00,
        0,
        "",
        (),
        (),
        0,
        100_00,
        0,
        0,
        "早于利率表的起始日，不计算利息。",
    )
    dateless = replace(gap, title="FP-0002", due_on=None, gap="没有到期日。")
    named = replace(PART, title="FP-1024，第 2 期")
    text = preview.extract_text(render_worksheet(replace(SHEET, parts=(named, gap, dateless))))
    for wanted in ("FP-1024，第 2 期", "FP-0001", "早于利率表的起始日", "没有到期日。", "—"):
        assert wanted in text


def test_payments_that_pay_interest_or_costs_have_a_column_for_it() -> None:
    paid = SheetPayment(date(2024, 4, 1), 5_000_00, 800_00, 1_118_18, 3_081_82, 0)
    part = replace(PART, costs_fen=800_00, payments=(paid,), interest_left_fen=1_570_36)
    text = preview.extract_text(render_worksheet(replace(SHEET, parts=(part,))))
    assert "抵充费用" in text
    assert "2024-04-01 5,000.00 800.00 1,118.18 3,081.82" in text


def test_texts_that_cannot_be_printed_are_refused_and_line_breaks_are_not_printed() -> None:
    with pytest.raises(MissingGlyph):
        render_worksheet(replace(SHEET, company="株式会社\U0001f600"))
    text = preview.extract_text(render_worksheet(replace(SHEET, company="两行\n公司")))
    assert "两行 公司" in text
    with pytest.raises(UnknownLanguage):
        render_worksheet(replace(SHEET, language="fr"))


def test_the_limitation_sheet_shows_the_dates_and_the_chain_with_its_proof() -> None:
    text = preview.extract_text(render_limitation(LIMITATION))
    for wanted in (
        "诉讼时效计算表",
        "时效届满日：",
        "2028-02-28",
        "程序尚未终结。",
        "2025-02-28 收到付款 有证据 时效中断，自 2025-02-28 起重新计算。",
        "电话催款（无记录）",
        "本软件不提供法律意见",
        "第 1 页 共 1 页",
    ):
        assert wanted in text, wanted
    assert "已届满" not in text  # a line without a value is left out
    assert render_limitation(LIMITATION) == render_limitation(LIMITATION)


def test_a_limitation_sheet_of_several_debts_names_each() -> None:
    parts = tuple(replace(CLOCK, title=f"FP-{number}", events=EVENTS * 12) for number in range(4))
    pages = preview.page_texts(render_limitation(replace(LIMITATION, parts=parts, language="en")))
    assert len(pages) > 1
    assert all(f"FP-{number}" in "".join(pages) for number in range(4))
    assert "Chain of events" in pages[0]


def test_a_limitation_sheet_without_events_has_no_chain() -> None:
    text = preview.extract_text(
        render_limitation(replace(LIMITATION, parts=(replace(CLOCK, events=(), flags=()),)))
    )
    assert "事件链" not in text
    assert "时效状态" not in text
