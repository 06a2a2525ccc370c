"""Reading ``KIND@DATE`` and ``KIND@FROM..TO``: the words that people use for events of limitation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from arcdesk.cli.errors import BadEvent, EventStartMissing
from arcdesk.domain.dates import parse_date
from arcdesk.domain.limitation_events import KINDS, SUSPENSION, Event
from arcdesk.domain.text import half_width

ALIASES: Mapping[str, str] = {
    "payment": "paid part_payment partial_payment partial_performance receipt "
    "付款 收款 部分付款 部分还款 还款 部分履行 回款",
    "demand_signed": "demand letter signed_demand letter_signed 催款 催款函 催收函 催告 签收",
    "demand_post": "letter_delivered post mail ems delivered 邮寄 邮寄送达 快递 信件 送达",
    "demand_data": "email e_mail sms wechat 邮件 电子邮件 短信 微信 数据电文",
    "oral_demand": "call phone phone_call visit oral 电话 电话催收 口头 口头催收 上门 走访",
    "debtor_agrees": "plan instalment_plan installment_plan repayment_plan extension ack acknowledgment "
    "acknowledgement promise promise_to_pay security 分期 分期协议 还款计划 还款协议 延期 展期 承诺 书面承诺 承诺付款 "
    "确认欠款 债务人同意 同意履行 担保",
    "iou_after_default": "iou 欠条",
    "statement_signed": "statement signed_statement 对账单 对账单签章",
    "statement_reconciled": "reconciliation 对账 核对",
    "audit_confirmation": "audit confirmation 询证函 审计询证函",
    "suit": "lawsuit sue court 起诉 诉讼",
    "arbitration": "仲裁",
    "suit_equivalent": "payment_order bankruptcy preservation enforcement set_off setoff "
    "支付令 申报债权 破产申报 保全 诉前保全 强制执行 抵销",
    "mediation_or_agency": "mediation mediator agency complaint 调解 人民调解 投诉",
    "police_report": "police 报案 报警",
    "assignment_notice": "assignment 债权转让 转让通知",
    "debt_assumption": "assumption 债务承担 债务加入",
    "newspaper_notice": "newspaper 公告 登报",
    SUSPENSION: "obstacle force_majeure 中止 不可抗力 障碍",
}
"""Other words for each kind, parted by blanks."""

_NAMES = {alias: kind for kind, words in ALIASES.items() for alias in (kind, *words.split())}
_RANGE = re.compile(r"\s*(?:\.{2,}|~|至|…)\s*")


def parse_event(text: str, *, count_weak: bool = False) -> Event:
    """The event written as ``KIND@DATE``, ``KIND@FROM..TO`` or ``KIND@FROM..`` for one that goes on.

    Whoever names an event here can prove it, so it has the class of its kind. Of an obstacle
    given with one day only (or with its end alone) no more than that day is taken for proven.

    Raises:
        BadEvent: not of this form.
        EventStartMissing: only an end, for anything but an obstacle.
        UnknownEventKind, EventHasNoEnd, EventEndsBeforeItBegins, BadDate: a part of it is wrong.
    """
    word, sign, when = half_width(text).partition("@")
    first, *more = _RANGE.split(when.strip(), maxsplit=1)
    last = more[0] if more else ""
    if not sign or not word.strip() or not (first or last):
        raise BadEvent(text=text, field="event")
    kind = _kind(word)
    if not first:
        if kind != SUSPENSION:
            raise EventStartMissing(text=text, kind=kind, field="event")
        first = last
    event = Event(kind, parse_date(first), parse_date(last) if last else None, counts_weak=count_weak)
    is_one_day = kind == SUSPENSION and not more
    return replace(event, ends_on=event.on) if is_one_day else event


def _kind(word: str) -> str:
    """Stable name of a kind; the word itself where nobody knows it, for ``Event`` to refuse."""
    plain = re.sub(r"[\s\-]+", "_", word.strip().lower())
    return _NAMES.get(plain, plain if plain in KINDS else word.strip())
