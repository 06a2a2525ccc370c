"""Confirmations, receipts and agreements from the books, and what they are worth (R17, R42 to R48)."""

from __future__ import annotations

import re

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.money import format_amount
from arcdesk.pdf.errors import MissingField
from arcdesk.pdf.paper_data import Auditor
from arcdesk.pdf.preview import extract_text
from arcdesk.services.evidence import PastedFile
from arcdesk.services.papers import (
    PAPERS,
    NothingToConfirm,
    PaperRequest,
    PlanNotHis,
    ReceiptNotHis,
    SubjectMissing,
    UnknownPaper,
)
from arcdesk.services.plans import NewPlan
from tests.services.desks import TODAY, Book, customer_id, day, enter

FIRM = Auditor("天健会计师事务所", "杭州市西溪路128号", "0571-88216888", "王审计")


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s", "", extract_text(pdf))


@pytest.fixture
def who(desk: Desk) -> int:
    enter(
        desk,
        Book()
        .customer("C1")
        .invoice("F1", "C1", 1000, "2026-07-01", "2026-07-31")
        .invoice("F2", "C1", "2345.67", "2026-08-01", "2026-12-31")
        .receipt("R1", "C1", 300, "2026-09-01", {"F1": 300})
        .receipt("R2", "C1", 50, "2026-09-02"),
    )
    return customer_id(desk, "C1")


def test_a_balance_confirmation_asks_for_payment_and_keeps_the_penalty(desk: Desk, who: int) -> None:
    (paper,) = desk.papers.issue(PaperRequest("balance_confirmation", who))
    text = text_of(desk.documents.pdf(paper.id))
    assert paper.number == "DH-2026-0001"
    assert paper.total_fen == 304_567
    assert "¥3,045.67" in text
    assert "尚未核销的款项¥50.00" in text
    for words in ("请贵司对其中已到付款期限的款项", "承诺于", "不构成放弃"):
        assert words in text
    assert "并非催款结算" not in text


def test_an_audit_confirmation_says_that_it_is_no_demand_and_answers_go_to_the_firm(desk: Desk, who: int) -> None:
    (paper,) = desk.papers.issue(PaperRequest("audit_confirmation", who, auditor=FIRM))
    text = text_of(desk.documents.pdf(paper.id))
    assert paper.number == "XZ-2026-0001"
    for words in (FIRM.name, FIRM.address, "并非催款结算", "信息证明无误", "信息不符", "3,045.67", "50.00"):
        assert words in text
    for words in ("承诺", "请贵司对其中", "工商银行"):
        assert words not in text


def test_an_audit_confirmation_needs_the_firm(desk: Desk, who: int) -> None:
    with pytest.raises(MissingField):
        desk.papers.issue(PaperRequest("audit_confirmation", who))
    assert desk.papers.issued() == ()


def test_the_two_confirmations_weigh_differently_in_limitation(desk: Desk, who: int) -> None:
    (plain,) = desk.papers.issue(PaperRequest("audit_confirmation", who, auditor=FIRM))
    (demand,) = desk.papers.issue(PaperRequest("balance_confirmation", who))
    scan = PastedFile("回函.png", b"\x89PNG signed")
    desk.documents.record_delivered(plain.number, TODAY, PastedFile("签收.png", b"\x89PNG slip"))
    desk.documents.record_reply(plain.number, "agreed", TODAY, scan=scan)
    line = next(each for each in desk.limitation.of(who).lines if each.number == "F1")
    assert line.raw_end == day("2029-07-31").replace(month=9, day=1)  # the part payment alone
    desk.documents.record_delivered(demand.number, TODAY, PastedFile("签收2.png", b"\x89PNG slip2"))
    line = next(each for each in desk.limitation.of(who).lines if each.number == "F1")
    assert line.raw_end == TODAY.replace(year=2029)


def test_a_confirmation_where_nothing_is_open_is_refused(desk: Desk, who: int) -> None:
    enter(desk, Book().customer("C2"))
    for kind in ("balance_confirmation", "audit_confirmation"):
        with pytest.raises(NothingToConfirm):
            desk.papers.preview(PaperRequest(kind, customer_id(desk, "C2"), auditor=FIRM))


def test_a_receipt_is_confirmed_with_what_it_paid_and_what_is_left(desk: Desk, who: int) -> None:
    (paper,) = desk.papers.issue(PaperRequest("receipt_confirmation", who, subject="R1"))
    text = text_of(desk.documents.pdf(paper.id))
    for words in ("¥300.00", "700.00", "¥2,995.67", "不构成对其余款项"):
        assert words in text


def test_a_receipt_of_somebody_else_is_refused(desk: Desk, who: int) -> None:
    enter(desk, Book().customer("C2").receipt("R9", "C2", 5, "2026-09-01"))
    with pytest.raises(ReceiptNotHis):
        desk.papers.preview(PaperRequest("receipt_confirmation", who, subject="R9"))
    with pytest.raises(SubjectMissing):
        desk.papers.preview(PaperRequest("receipt_confirmation", who))


def test_an_agreement_shows_every_instalment_and_they_come_to_the_principal(desk: Desk, who: int) -> None:
    schedule = desk.plans.monthly(who, ["F1", "F2"], 7, day("2026-10-31"))
    plan = desk.plans.make(NewPlan(who, ("F1", "F2"), schedule))
    (paper,) = desk.papers.issue(PaperRequest("agreement", who, subject=plan.number))
    text = text_of(desk.documents.pdf(paper.id))
    assert paper.total_fen == plan.total_fen == 304_567
    for each in plan.instalments:
        assert each.due_on.isoformat() + format_amount(each.amount_fen) in text
    for words in ("叁仟零肆拾伍元陆角柒分", "第五百六十一条", "送达", "不构成甲方对原合同项下违约金", "盖章处"):
        assert words in text
    desk.plans.end(plan.number, "void", "错误")
    with pytest.raises(PlanNotHis):
        desk.papers.preview(PaperRequest("agreement", who, subject=plan.number))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", PAPERS)
def test_every_kind_is_printed_in_both_languages_the_same_each_time(
    desk: Desk, who: int, kind: str, language: str
) -> None:
    plan = desk.plans.make(NewPlan(who, ("F1",), desk.plans.monthly(who, ["F1"], 2, day("2026-10-31"))))
    subject = {"receipt_confirmation": "R1", "agreement": plan.number}.get(kind, "")
    request = PaperRequest(kind, who, language, None, subject, FIRM)
    assert desk.papers.preview(request) == desk.papers.preview(request)


def test_an_unknown_kind_is_refused(desk: Desk, who: int) -> None:
    with pytest.raises(UnknownPaper):
        desk.papers.preview(PaperRequest("threat", who))


def test_near_the_end_of_limitation_an_audit_confirmation_is_warned_against(desk: Desk) -> None:
    enter(desk, Book().customer("C3").invoice("F3", "C3", 10, "2023-10-01", "2024-01-15"))
    old = customer_id(desk, "C3")
    (warning,) = desk.papers.warnings(PaperRequest("audit_confirmation", old))
    assert "2027-01-15" in warning
    assert desk.papers.warnings(PaperRequest("balance_confirmation", old)) == ()
