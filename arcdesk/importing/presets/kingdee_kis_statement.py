"""金蝶KIS 往来对账单: per customer an opening line, then documents with their running balance; or a summary."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, DAYS, MONEY, PEOPLE, names

NAME = "kingdee_kis_statement"
LABEL = "Kingdee KIS: statement of account"

LAYOUTS = (
    Layout(
        NAME, "ledger",
        names(
            CUSTOMER, PEOPLE, MONEY, DAYS,
            date="日期 单据日期 业务日期", due_on="收款期限 到期日 到期日期", kind="单据类型 业务类型 事务类型",
            number="单据号码 单据编号 单据号 单号 编号", note="摘要 备注 说明",
            debit="应收金额 应收 本期应收 销售金额 应收款", credit="实收金额 实收 收款金额 本期实收 本期收款 已收金额",
            advance="预收金额 预收 本期预收", discount="折扣金额 折扣 优惠金额 现金折扣", balance="期末应收 "
            "应收余额 期末余额 余额 期末应收金额",
        ),
        marks="预收金额 预收 实收金额 实收 折扣金额 折扣 期末应收 应收余额 应收金额 应收", needs=3,
        titles="往来对账单", requires=("credit", "balance"),
    ),
    Layout(
        NAME, "balances",
        names(
            CUSTOMER, PEOPLE, MONEY, opening="期初应收 期初余额 期初", charged="应收金额 应收 本期应收",
            received="实收金额 实收 本期实收", discount="折扣金额 折扣 优惠金额", advance="预收金额 预收 本期预收",
            balance="期末应收 期末余额 应收余额 余额 期末应收金额",
        ),
        marks="预收金额 预收 实收金额 实收 折扣金额 折扣 期末应收 应收金额 应收", needs=3, titles="往来对账单",
    ),
)  # fmt: skip
