"""简道云, 明道云 and 支道: tables of forms. The columns of the business have whatever names the firm gave
them; the builder's own columns (record number, submitter, times) tell which builder it was.
"""

from __future__ import annotations

from collections.abc import Mapping

from arcdesk.importing.layouts import Layout

RECEIVABLES: Mapping[str, str] = {
    "customer": "客户编码 客户编号 客户代码",
    "customer_name": "客户名称 客户 客户全称 关联客户 所属客户 付款方 购方名称 甲方 单位名称 往来单位 公司名称",
    "amount": "应收金额 应收款金额 应收账款金额 应收款 应收总额 开票金额 发票金额 !价税合计 !含税金额 "
    "~计划回款金额 ~合同金额 金额",
    "received": "已回款金额 已回款 已收金额 已收款金额 已收款 累计回款 累计回款金额 实收金额 回款金额 已核销金额",
    "open": "未回款金额 未回款 未收金额 未收款金额 待回款金额 待收金额 剩余应收 剩余未收 欠款金额 应收余额 未收余额",
    "issued_on": "开票日期 发票日期 应收产生日期 单据日期 业务日期 签订日期 合同日期 出库日期 发货日期 "
    "~提交时间 ~创建时间 ~创建日期 ~添加时间",
    "due_on": "应收日期 计划回款日期 计划收款日期 应收款日期 到期日 到期日期 约定付款日期 约定回款日期 "
    "预计回款日期 回款截止日期 付款期限_",
    "number": "应收单号 应收编号 应收单编号 应收款编号 单据编号 单据号 单号 ~流水号 ~编号",
    "tax_invoice_number": "发票号码 发票号 发票编号",
    "contract": "合同编号 合同号 关联合同 订单编号 订单号",
    "credit_days": "账期 账期天数 信用期",
    "salesperson": "业务员 销售员 销售负责人 负责人 跟进人 ~拥有者 ~提交人",
    "department": "部门 所属部门 销售部门",
    "currency": "币别 币种",
    "status": "流程状态 审批状态 单据状态 数据状态",
    "note": "备注 说明 备注说明",
}


RECEIPTS: Mapping[str, str] = {
    "customer": RECEIVABLES["customer"],
    "customer_name": RECEIVABLES["customer_name"],
    "number": "回款编号 回款单号 收款编号 收款单号 单据编号 ~流水号 ~编号",
    "received_on": "回款日期 收款日期 到账日期 实际回款日期 实际收款日期",
    "amount": "回款金额 收款金额 实收金额 到账金额 本次回款金额 本次回款 实际回款金额",
    "method": "回款方式 收款方式 结算方式 付款方式",
    "status": RECEIVABLES["status"],
    "currency": RECEIVABLES["currency"],
    "note": RECEIVABLES["note"],
}


def tables(preset: str, record: str, marks: str) -> tuple[Layout, ...]:
    """The layouts of one builder: receivables and receipts, known by two of its ``marks``.

    ``record`` are its names for the number of a record, which stands in for that of a document.
    """
    found = []
    for kind, business in (("invoices", RECEIVABLES), ("receipts", RECEIPTS)):
        names = {**business, "number": f"{business['number']} {record}"}
        found.append(Layout(preset, kind, names, marks=marks, needs=2, unnumbered=True))
    return tuple(found)
