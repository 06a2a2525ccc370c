"""A3/A6 应收账龄分析: a balance by customer (or department, employee) in ranges that the user set."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, MONEY, PEOPLE, names

NAME = "a3_aging"
LABEL = "A3/A6: receivables aging"

LAYOUTS = (
    Layout(
        NAME, "balances",
        names(
            CUSTOMER, PEOPLE, MONEY, customer="编码", customer_name="名称 分类名称",
            balance="应收余额 应收款余额 余额 应收合计 期末余额 应收款 合计", prepaid="预收款 预收 预收余额",
        ),
        marks="应收余额 应收款余额 客户编号 总天数 账龄区间 分类名称 职员名称", needs=2, titles="应收账龄分析 "
        "总天数 分类方式",
    ),
)  # fmt: skip
