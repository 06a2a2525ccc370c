"""Letters: every field of R36, figures that add up, pages that hang together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest

from arcdesk.domain.money import format_amount
from arcdesk.domain.words import amount_in_words
from arcdesk.pdf.data import FRIENDLY_REMINDER, CreditLine, InterestNote
from arcdesk.pdf.errors import (
    DeadlineBeforeLetter,
    EmptyLetter,
    FiguresDisagree,
    MissingField,
    NoTextForLevel,
    NothingOwed,
    UnknownLanguage,
)
from arcdesk.pdf.letter import render_letter, render_letters
from arcdesk.pdf.preview import extract_text, page_count, page_texts

CREDITS = (
    CreditLine("未核销收款", date(2026, 2, 3), 2_000_000),
    CreditLine("红字发票 CN-2026-0003", date(2026, 2, 5), 345_600),
)


def joined(pdf: bytes) -> str:
    """All text without the breaks of lines and pages."""
    return re.sub(r"\s", "", extract_text(pdf))


def test_a_first_demand_shows_every_field_of_r36(make_letter) -> None:
    data = make_letter(interest=InterestNote(123_456, date(2026, 3, 9), "1年期LPR3.00%×1.5"))
    text = joined(render_letter(data))
    first = data.lines[0]
    expected = [
        data.number,
        "催款函",
        "第一次",
        data.creditor.name,
        data.creditor.address,
        data.debtor.name,
        data.debtor.address,
        data.recipient,
        data.cause,
        first.invoice_number,
        first.issued_on.isoformat(),
        first.due_on.isoformat(),
        format_amount(first.amount_fen),
        format_amount(first.received_fen),
        format_amount(first.open_fen),
        "¥" + format_amount(data.total_fen),
        amount_in_words(data.total_fen),
        "2026年3月20日17时前",
        "¥1,234.56",
        "1年期LPR3.00%×1.5",
        "本软件不提供法律意见，重大事项请咨询律师",
        data.bank.account_name,
        data.bank.bank,
        data.bank.number,
        data.contact_name,
        data.contact_phone.replace(" ", ""),
        "对账单一份",
        "盖章处",
        "2026年3月9日",
        "回执",
        "属实，我司将于",
        "有异议",
        "如贵司在收到本函前已经付款，请忽略本函",
        "第1页共2页",
    ]
    missing = [field for field in expected if field.replace(" ", "") not in text]
    assert missing == []


def test_the_longest_overdue_is_named_in_the_text(make_letter) -> None:
    data = make_letter()
    oldest = max(line.overdue_days for line in data.lines)
    assert f"最长的已达{oldest}天" in joined(render_letter(data))


def test_without_interest_there_is_no_interest_line_and_no_advice(make_letter) -> None:
    text = joined(render_letter(make_letter()))
    assert "计算依据" not in text
    assert "法律意见" not in text


def test_an_english_letter_gives_the_amount_in_english_words_and_no_chinese_of_its_own(make_letter) -> None:
    names = {"name": "Hengtong Precision Ltd.", "address": "328 Xinghu Street, Suzhou"}
    data = make_letter(language="en", recipient="Accounts Payable", cause="Contract HT-2025-018")
    data = replace(
        data,
        creditor=replace(data.creditor, **names),
        debtor=replace(data.debtor, name="Far East Decoration Ltd.", address="665 Zhangjiang Road"),
        bank=replace(data.bank, account_name="Hengtong Precision Ltd.", bank="ICBC"),
        contact_name="Li Na",
        enclosures=("Statement of account",),
    )
    text = extract_text(render_letter(data))
    assert "Demand for Payment" in text
    assert "CNY Three hundred fifty-seven thousand four hundred seven and 35/100" in text.replace("\n", " ")
    assert "17:00 on 20 March 2026" in text.replace("\n", " ")
    assert "Reply slip" in text
    assert not re.search(r"[\u4e00-\u9fff]", text)


def test_a_friendly_reminder_has_no_default_language_and_no_slip(make_letter) -> None:
    data = make_letter(level=FRIENDLY_REMINDER)
    data = replace(data, lines=tuple(replace(line, overdue_days=-3) for line in data.lines))
    text = joined(render_letter(data))
    assert "付款提醒函" in text
    assert "如贵司已经付款，请忽略本函" in text
    assert not [word for word in ("逾期", "欠付", "违约", "回执") if word in text]


def test_credits_and_disputes_are_netted_line_by_line_down_to_the_demand(make_letter) -> None:
    data = make_letter(4, CREDITS)
    lines = (data.lines[0], replace(data.lines[1], disputed_fen=1_000_000), *data.lines[2:])
    data = replace(data, lines=lines, total_fen=data.total_fen - 1_000_000)
    text = joined(render_letter(data))
    for amount in ("(10,000.00)", "(20,000.00)", "(3,456.00)", format_amount(data.total_fen)):
        assert amount in text
    assert "红字发票CN-2026-0003（2026-02-05）" in text
    assert "经上列扣减后净欠付" in text


def test_sixty_invoices_repeat_the_head_and_the_page_sub_totals_add_up(make_letter) -> None:
    data = make_letter(60)
    pages = page_texts(render_letter(data))
    with_rows = [page for page in pages if "INV-2026-" in page]
    assert len(with_rows) >= 3
    subtotals = []
    for page in with_rows:
        assert "序号 发票号码 开票日期 到期日 应收金额 已收金额 未收金额 逾期天数" in page
        figures = re.search(r"本页小计 ([\d,.]+) ([\d,.]+) ([\d,.]+)", page)
        assert figures is not None
        rows = re.findall(r"INV-2026-\d{4} \S+ \S+ ([\d,.]+) ([\d,.]+) ([\d,.]+)", page)
        found = [fen(text) for text in figures.groups()]
        assert found == [sum(fen(row[column]) for row in rows) for column in range(3)]
        subtotals.append(found[2])
    assert sum(subtotals) == data.total_fen
    total = format_amount(data.total_fen)
    assert f"{total}\n" in with_rows[-1]


def fen(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def test_a_table_on_one_page_has_no_page_sub_total(make_letter) -> None:
    assert "本页小计" not in extract_text(render_letter(make_letter(5)))


@pytest.mark.parametrize("count", range(1, 46, 2))
def test_the_signature_never_stands_on_a_page_without_the_last_paragraph(make_letter, count: int) -> None:
    for page in page_texts(render_letter(make_letter(count))):
        if "附件：" in page:
            assert "顺祝商祺" in page.replace("\n", "")
            break
    else:
        pytest.fail("no signature block")


@pytest.mark.parametrize("count", [1, 12, 24, 60])
def test_pages_are_numbered_to_the_last_and_carry_number_and_check_code(make_letter, count: int) -> None:
    pages = page_texts(render_letter(make_letter(count)))
    codes = set()
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page
        codes.update(re.findall(r"编号：CK-2026-0017 · 校验码 ([0-9A-F]{12})", page))
    assert len(codes) == 1


def test_the_same_letter_gives_the_same_bytes_and_another_day_another_check_code(make_letter) -> None:
    first, second = render_letter(make_letter()), render_letter(make_letter())
    assert first == second
    other = extract_text(render_letter(make_letter(deadline_on=date(2026, 3, 21))))
    code = re.search(r"校验码 (\w+)", extract_text(first))
    assert code is not None
    assert code[1] not in other


def test_a_copy_says_so_and_keeps_the_check_code_of_its_original(make_letter) -> None:
    original, copy = (extract_text(render_letter(make_letter(copy_of=mark))) for mark in ("", "CK-2026-0017"))
    assert "CK-2026-0017 的副本" in copy
    assert "副本" not in original
    assert re.findall(r"校验码 (\w+)", original) == re.findall(r"校验码 (\w+)", copy)


def test_a_batch_is_one_pdf_in_which_each_letter_counts_its_own_pages(make_letter) -> None:
    letters = [make_letter(3, number=f"CK-2026-{number:04d}") for number in range(1, 6)]
    single, batch = render_letter(letters[0]), render_letters(letters)
    assert page_count(batch) == 5 * page_count(single)
    assert len(batch) < 3 * len(single)
    pages = page_texts(batch)
    assert sum("第 1 页 共 2 页" in page for page in pages) == 5


def test_very_long_names_and_mixed_scripts_are_printed_whole(make_letter) -> None:
    name = "内蒙古自治区额尔古纳河流域（集团）生态农牧业综合开发与进出口贸易股份有限公司 ABC & Sons <HK> Ltd."
    data = make_letter()
    text = joined(render_letter(replace(data, debtor=replace(data.debtor, name=name))))
    assert name.replace(" ", "") in text


def test_tax_invoice_numbers_get_a_column_of_their_own(make_letter) -> None:
    data = make_letter(2)
    numbers = ("26322000000123456789", "26322000000123456790")
    lines = tuple(
        replace(line, tax_invoice_number=number) for line, number in zip(data.lines, numbers, strict=True)
    )
    text = joined(render_letter(replace(data, lines=lines)))
    assert all(number in text for number in numbers)
    assert "单据编号" in text


def test_templates_are_filled_before_names_can_act_as_markup(make_letter) -> None:
    data = make_letter(cause="合同 {total} **不加粗** 货款")
    assert "合同{total}**不加粗**货款" in joined(render_letter(data))


def test_a_demand_for_money_that_is_not_owed_is_refused(make_letter) -> None:
    data = make_letter(1)
    covering = CreditLine("未核销收款", date(2026, 2, 3), data.lines[0].open_fen)
    with pytest.raises(NothingOwed):
        render_letter(make_letter(1, (covering,)))


def test_a_letter_without_invoices_is_refused(make_letter) -> None:
    with pytest.raises(EmptyLetter):
        render_letter(make_letter(lines=()))


def test_a_total_that_is_not_the_sum_is_refused(make_letter) -> None:
    data = make_letter()
    with pytest.raises(FiguresDisagree) as refusal:
        render_letter(replace(data, total_fen=data.total_fen + 1))
    assert "357,407.36" in str(refusal.value)


def test_a_line_whose_remainder_is_wrong_is_refused(make_letter) -> None:
    data = make_letter(1)
    line = replace(data.lines[0], open_fen=data.lines[0].open_fen + 1)
    with pytest.raises(FiguresDisagree):
        render_letter(replace(data, lines=(line,), total_fen=line.open_fen))


def test_a_dispute_larger_than_the_open_amount_is_refused(make_letter) -> None:
    data = make_letter(2)
    line = replace(data.lines[0], disputed_fen=data.lines[0].open_fen + 1)
    with pytest.raises(FiguresDisagree):
        render_letter(replace(data, lines=(line, data.lines[1]), total_fen=data.lines[1].open_fen - 1))


@pytest.mark.parametrize(
    ("field", "part"),
    [
        ("number", None),
        ("cause", None),
        ("currency", None),
        ("name", "creditor"),
        ("name", "debtor"),
        ("account_name", "bank"),
        ("bank", "bank"),
        ("number", "bank"),
    ],
)
def test_each_mandatory_field_is_asked_for_by_name(make_letter, field: str, part: str | None) -> None:
    data = make_letter()
    if part is None:
        data, expected = replace(data, **{field: "  "}), field
    else:
        data, expected = (
            replace(data, **{part: replace(getattr(data, part), **{field: ""})}),
            f"{part}.{field}",
        )
    with pytest.raises(MissingField) as refusal:
        render_letter(data)
    assert refusal.value.field == expected


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "合同约定或此前已告知的收款账户"), ("en", "as agreed in the contract")]
)
def test_without_an_account_the_letter_names_the_agreed_one(make_letter, language: str, words: str) -> None:
    text = extract_text(render_letter(make_letter(language=language, bank=None)))
    assert words in text.replace("\n", "" if language == "zh" else " ").replace("\r", "")


def test_a_company_without_contact_or_address_leaves_those_lines_away(make_letter) -> None:
    data = make_letter()
    bare = replace(data, contact_name="", contact_phone="", creditor=replace(data.creditor, address=""))
    text = extract_text(render_letter(bare))
    assert data.creditor.address not in text
    assert data.contact_name not in text


def test_a_level_without_text_and_an_unknown_language_are_refused(make_letter) -> None:
    with pytest.raises(NoTextForLevel):
        render_letter(make_letter(level=9))
    with pytest.raises(UnknownLanguage):
        render_letter(make_letter(language="fr"))


def test_a_deadline_before_the_letter_is_refused(make_letter) -> None:
    data = make_letter()
    with pytest.raises(DeadlineBeforeLetter):
        render_letter(replace(data, deadline_on=data.issued_on - timedelta(days=1)))


def test_one_bad_letter_stops_the_batch_before_anything_is_printed(make_letter) -> None:
    with pytest.raises(EmptyLetter):
        render_letters([make_letter(), make_letter(lines=())])


def test_a_long_list_of_enclosures_is_printed_whole_above_the_signature(make_letter) -> None:
    names = tuple(f"送货单第{number}号复印件" for number in range(1, 13))
    text = joined(render_letter(make_letter(enclosures=names)))
    assert all(f"{number}.{name}" in text for number, name in enumerate(names, start=1))
    assert text.index(names[-1]) < text.index("盖章处")


def test_the_outline_of_a_batch_leads_to_each_letter_even_under_one_number(make_letter) -> None:
    batch = render_letters([make_letter(number="PREVIEW"), make_letter(number="PREVIEW")])
    document = pypdfium2.PdfDocument(batch)
    targets = [entry.get_dest().get_index() for entry in document.get_toc()]
    document.close()
    assert targets == [0, 2]
