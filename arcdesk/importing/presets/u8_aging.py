"""用友U8 账龄分析: one row a customer, not due and overdue by age, less the money not yet set against invoices."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, MONEY, PEOPLE, names

NAME = "u8_aging"
LABEL = "Yonyou U8: receivables aging"

LAYOUTS = (
    Layout(
        NAME, "balances",
        names(
            CUSTOMER, PEOPLE, MONEY,
            customer="partner cDwCode", customer_name="name cDwName", balance="余额 balance 应收余额 期末余额",
            prepaid="未核销预收 预收 预收款 prepaid 预收余额 预收账款", overdue="逾期 overdue 逾期金额 逾期合计",
            salesperson="person_name", salesperson_code="业务员编码 person_code",
            salesperson_source="person_source 业务员来源",
        ),
        marks="未核销预收 预收 预收款 逾期 91-180 91-180天 181-365 181-365天 365以上 365天以上 notdue prepaid overdue "
        "partner 信用额度", needs=3, titles="账龄分析",
    ),
    Layout(
        NAME, "balances",
        names(customer="partner cDwCode", customer_name="name cDwName", debit="debit", credit="credit",
        balance="balance"),
        marks="partner debit credit", needs=3,
    ),
)  # fmt: skip
