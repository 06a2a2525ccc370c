"""金蝶云星空 收款单列表 (AR_RECEIVEBILL): money received, with fees and refunds."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, MONEY, NOTE, PEOPLE, names

NAME = "kingdee_cloud_receipts"
LABEL = "Kingdee Cloud: list of receipts"

LAYOUTS = (
    Layout(
        NAME, "receipts",
        names(
            CUSTOMER, PEOPLE, MONEY, NOTE,
            number="单据编号 FBillNo 收款单号", kind="单据类型 FBillTypeID", received_on="业务日期 FDate "
            "收款日期 单据日期",
            customer="FContactUnit.FNumber", customer_name="FContactUnit FContactUnit.FName 付款单位 ~FPayUnit",
            net="实收金额 FRealRecAmountFor ~FRealRecAmount_D 收款金额 ^FRealRecAmount 表体实收金额",
            amount="应收金额 FRecTotalAmountFor 收款总额 ^FRecTotalAmount",
            fee="手续费 FHandlingChargeFor", discount="现金折扣 折扣 FSettleDistAmountFor",
            method="结算方式 FSettleTypeID", purpose="收款用途 FPurposeID", status="单据状态 FDocumentStatus",
            cancelled="作废状态 FCancelStatus", currency="FCurrencyID", note="FRemark", open="未核销金额 预收余额",
        ),
        marks="实收金额 收款用途 手续费 收款组织 往来单位 往来单位类型 结算方式 FRealRecAmountFor FRecTotalAmountFor "
        "FPurposeID FSettleTypeID FContactUnit 单据状态 单据类型",
        needs=2, titles="收款单列表",
    ),
)  # fmt: skip
