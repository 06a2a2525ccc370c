"""The words, Chinese and English, behind every code of the ledger workbook (interface section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _table(**words: str) -> Mapping[str, str]:
    return MappingProxyType({word: code for code, text in words.items() for word in (*text.split(), code)})


# The first word of each code is the one that ArcDesk writes.
SIZES = _table(large="大型", medium="中型", small="小型", micro="微型", public="机关事业单位 机关 事业单位")
BEHAVIOURS = _table(reliable="守约", forgetful="健忘", short_of_cash="资金紧张", malicious="恶意拖欠 恶意")
AUTHORITIES = _table(none="无", partial="部分", final="最终")
KINDS = _table(
    invoice="发票 销售发票 专用发票 普通发票 增值税专用发票 增值税普通发票",
    credit_note="红字 红字发票 贷项 贷项通知单 creditnote",
    opening="期初 期初余额",
    other="其他 其它 应收单",
    write_off="坏账核销",
)
DUE_RULES = _table(
    issued="开票日起 开票 开票后 发票日起 发票日",
    delivered="交货日起 交货 交货后 交付 货到 货到后 收货 验收 验收后",
    month_end="月结 月末起 当月月末",
    month_day="每月固定日 固定日 固定付款日",
)
DUE_SOURCES = _table(
    file="文件 文件所载",
    row_terms="本单账期 单据账期",
    contract="合同 合同账期",
    customer="客户 客户账期",
    entered="录入 手工录入",
    law="法定 法定期限",
)
PAYMENT_ORDERS = _table(
    principal_first="先本后息 先本金后利息 principal", interest_first="先息后本 先利息后本金 interest"
)
GRADES: Mapping[str, str] = MappingProxyType(
    {word: word[0].upper() for g in "abcd" for word in (g, g + "级", g + "类")}
)

CURRENCIES = _table(
    CNY="人民币 RMB ¥ 元 人民币元 本位币 综合本位币 PRE001",
    USD="美元 US$ 美金 PRE007",
    EUR="欧元 € PRE003",
    HKD="港币 港元 HK$ 香港元 PRE002",
    JPY="日元 日本日元 日圆 PRE004",
    GBP="英镑 £ PRE006",
    TWD="新台币",
    AUD="澳元",
    CAD="加元",
    SGD="新加坡元",
    KRW="韩元",
    MOP="澳门元",
    CHF="瑞士法郎",
)


def chinese_word(codes: Mapping[str, str], code: str) -> str:
    """The word that ArcDesk writes for ``code``; the code itself where it has none."""
    return next((word for word, known in codes.items() if known == code), code)
