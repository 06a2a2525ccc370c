"""金蝶云星空 应收款账龄分析表 (AR_AgingAnalysis) and 到期债权表: what is open, by document or by customer."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, MONEY, NOTE, PEOPLE, names

NAME = "kingdee_cloud_aging"
LABEL = "Kingdee Cloud: receivables aging"

_PARTIES = names(
    CUSTOMER, PEOPLE, MONEY, NOTE,
    customer="FContactUnitNumber", customer_name="FContactUnit FContactUnitName",
    currency="FCurrencyName FCurrency", local_currency="FMasterCurrencyName",
    salesperson="FSalerName", department="FSaleDeptName",
    org="FSettleOrgName ~FPayOrgName ~FSaleOrgName", note="FRemark",
)  # fmt: skip
_OPEN = "尚未收款金额 FBalanceAmtFor 尚未收款 未收款金额 未收金额 未核销金额 剩余金额 ~应收金额 ~金额 ^FBalanceAmt"
_MARKS = (
    "往来单位编码 往来单位名称 尚未收款金额 收付组织 结算组织 销售组织 销售部门 销售员 "
    "过期天数 未过期天数 FContactUnitNumber FContactUnit FBalanceAmtFor FBalanceAmt FSettleOrgName FPayOrgName "
    "FSalerName"
)

LAYOUTS = (
    Layout(
        NAME, "invoices",
        names(
            _PARTIES,
            number="单据编号 FBillNo", kind="单据类型 FBillTypeName FBillType", issued_on="业务日期 FDate 单据日期",
            due_on="到期日 FEndDate 到期日期", open=_OPEN, contract="合同编号 合同号",
            tax_invoice_number="发票号码 发票号",
        ),
        marks=_MARKS, needs=2, titles="账龄分析表 到期债权表", requires=("open",),
    ),
    Layout(
        NAME, "balances", names(_PARTIES, balance=f"{_OPEN} 余额 期末余额"),
        marks=_MARKS, needs=2, titles="账龄分析表",
    ),
)  # fmt: skip
