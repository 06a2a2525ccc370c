"""Second and final demand, and the draft of a lawyer's letter (R37, R49, R50, R71)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from arcdesk.domain.money import format_amount
from arcdesk.pdf.data import (
    FINAL_DEMAND,
    LAWYER_DRAFT,
    SECOND_DEMAND,
    Agreed,
    EarlierLetter,
    InterestNote,
    LetterData,
)
from arcdesk.pdf.errors import FiguresDisagree
from arcdesk.pdf.interest_data import SheetPart, SheetSegment
from arcdesk.pdf.letter import render_letter
from arcdesk.pdf.preview import extract_text, page_texts

EARLIER = (EarlierLetter("CK-2026-0003", date(2026, 2, 1)), EarlierLetter("CK-2026-0011", date(2026, 2, 20)))
THREATS = ("征信", "失信", "老赖", "曝光", "上门", "家属", "公安", "已立案", "blacklist", "police")


def joined(pdf: bytes) -> str:
    return re.sub(r"\s", "", extract_text(pdf))


def with_interest(data: LetterData) -> LetterData:
    parts = []
    for line in data.lines:
        fen = line.open_fen * 5 * line.overdue_days // 10_000
        segment = SheetSegment(line.due_on, data.as_of, line.overdue_days, line.open_fen, "0.05 %", "", fen)
        parts.append(
            SheetPart(
                line.invoice_number,
                line.due_on,
                line.open_fen,
                0,
                "",
                (segment,),
                (),
                fen,
                line.open_fen,
                fen,
                0,
            )
        )
    total = sum(part.total_fen for part in parts)
    return replace(data, interest=InterestNote(total, data.as_of, "合同约定0.05%/日", tuple(parts)))


@pytest.mark.parametrize("level", [SECOND_DEMAND, FINAL_DEMAND])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_later_demand_asks_for_the_amount_by_a_day_and_threatens_nobody(
    make_letter, level: int, language: str
) -> None:
    text = joined(render_letter(make_letter(level=level, language=language, earlier=EARLIER)))
    total = format_amount(make_letter().total_fen)
    assert total in text
    assert ("2026年3月20日17时前" if language == "zh" else "by17:00on20March2026") in text
    assert all(each.number in text for each in EARLIER)
    assert not [threat for threat in THREATS if threat in text]


def test_a_later_demand_without_an_earlier_one_names_none(make_letter) -> None:
    text = joined(render_letter(make_letter(level=SECOND_DEMAND)))
    assert "致函催收" not in text


def test_supply_is_stopped_only_where_the_contract_allows_it_by_now(make_letter) -> None:
    def letter(agreed: Agreed) -> str:
        return joined(render_letter(make_letter(level=SECOND_DEMAND, agreed=agreed)))

    assert "逾期超过30天的，我司有权暂停供货" in letter(Agreed(30))
    assert "暂停供货" not in letter(Agreed())
    assert "暂停供货" not in letter(Agreed(300))


def test_the_final_demand_shows_the_whole_computation(make_letter) -> None:
    data = with_interest(
        make_letter(30, level=FINAL_DEMAND, agreed=Agreed(forum="由卖方所在地人民法院管辖。"))
    )
    text = joined(render_letter(data))
    assert data.interest is not None
    for part in data.interest.sheets:
        assert format_amount(part.total_fen) in text
    assert format_amount(data.interest.total_fen) in text
    assert "由卖方所在地人民法院管辖。" in text
    assert "第五百七十九条" in text


def test_interest_that_is_not_the_sum_of_its_parts_is_refused(make_letter) -> None:
    data = with_interest(make_letter(level=FINAL_DEMAND))
    assert data.interest is not None
    with pytest.raises(FiguresDisagree):
        render_letter(replace(data, interest=replace(data.interest, total_fen=data.interest.total_fen + 1)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lawyers_letter_is_a_draft_with_blanks_for_the_firm_on_every_page(
    make_letter, language: str
) -> None:
    data = with_interest(make_letter(40, level=LAWYER_DRAFT, language=language, earlier=EARLIER))
    pdf = render_letter(data)
    pages = [re.sub(r"\s", "", page) for page in page_texts(pdf)]
    assert len(pages) > 1
    assert all(("草稿" if language == "zh" else "DRAFT") in page for page in pages)
    text = "".join(pages)
    assert ("____律师事务所" if language == "zh" else "____LawFirm") in text
    assert data.creditor.name in text
    assert format_amount(data.total_fen) in text
    assert ("第五十五条" if language == "zh" else "Articles13,25and55") in text
    assert ("执业证号" if language == "zh" else "Licenceno.") in text
    assert ("回执" if language == "zh" else "Replyslip") not in text


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "支付至委托人在合同中约定"), ("en", "totheClient'saccountasagreed")]
)
def test_a_lawyers_draft_without_an_account_names_the_clients(make_letter, language: str, words: str) -> None:
    assert words in joined(render_letter(make_letter(level=LAWYER_DRAFT, language=language, bank=None)))
