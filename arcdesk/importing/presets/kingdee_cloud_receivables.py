"""金蝶云星空 应收单列表 (AR_receivable): documents with their totals and what is not yet received."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, MONEY, NOTE, PEOPLE, names

NAME = "kingdee_cloud_receivables"
LABEL = "Kingdee Cloud: list of receivables"

LAYOUTS = (
    Layout(
        NAME, "invoices",
        names(
            CUSTOMER, PEOPLE, MONEY, NOTE,
            number="单据编号 FBillNo", kind="单据类型 FBillTypeID FBillTypeName", issued_on="业务日期 FDate 单据日期",
            due_on="到期日 FEndDate_H 到期日期 FEndDate",
            customer="FCustomerID.FNumber FCustomerNumber", customer_name="FCustomerID FCustomerID.FName FCustomerName",
            amount="!价税合计 !FAllAmountFor !应收金额 ^FAllAmount ~金额",
            open="未收款金额 FNoReceiveAmount 未收金额 尚未收款金额 未收款 未核销金额",
            received="已收款金额 已收金额 累计收款金额 已核销金额 FReceiveAmount",
            status="单据状态 FDocumentStatus", cancelled="作废状态 FCancelStatus", closed="关闭状态",
            currency="FCurrencyID FCurrencyID.FName", tax_invoice_number="发票号 发票号码", contract="合同编号 合同号",
            credits="源单编号_ 红冲单号 原单编号", salesperson="FSalerID FSaleErID FSaleErID.FName",
            department="FSaleDeptID", org="FSettleOrgID", note="FRemark FAR_Remark",
            local_currency="FMainBookStdCurrID",
        ),
        marks="价税合计 单据状态 作废状态 立账类型 业务日期 未收款金额 FAllAmountFor FNoReceiveAmount "
        "FDocumentStatus FCancelStatus FCustomerID FEndDate_H FBillTypeID 结算组织 收款组织",
        needs=3, titles="应收单列表",
    ),
)  # fmt: skip
