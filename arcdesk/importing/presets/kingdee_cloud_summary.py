"""金蝶云星空 应收款汇总表 (AR_SumReport): opening, movements and closing balance of each customer."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, MONEY, NOTE, PEOPLE, names

NAME = "kingdee_cloud_summary"
LABEL = "Kingdee Cloud: receivables summary"

LAYOUTS = (
    Layout(
        NAME, "balances",
        names(
            CUSTOMER, PEOPLE, MONEY, NOTE,
            customer="FContactUnitNumber", customer_name="FContactUnit FContactUnitName", currency="FCurrencyName",
            opening="期初余额 FInitAmtFor FInitAmount", charged="本期应收 本期应收金额 FRecAmtFor",
            received="本期收款 本期实收 本期收款金额", offset="本期冲销额 本期冲销 本期核销", invoiced="已开票金额",
            balance="期末余额 期末应收余额 FLeftAmtFor FEndAmtFor",
        ),
        marks="已开票金额 本期冲销额 本期冲销 往来单位编码 往来单位名称 结算组织 收付组织 "
        "销售组 FInitAmtFor",
        needs=2, titles="应收款汇总表", requires=("opening",),
    ),
)  # fmt: skip
