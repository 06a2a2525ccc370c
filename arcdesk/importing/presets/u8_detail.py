"""用友U8 应收明细账: debit and credit rows, matching (9P) with the partner's number, opening and month rows."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, DAYS, MONEY, PEOPLE, names

NAME = "u8_detail"
LABEL = "Yonyou U8: receivables ledger"

LAYOUTS = (
    Layout(
        NAME, "ledger",
        names(
            CUSTOMER, PEOPLE, MONEY, DAYS,
            customer="cDwCode partner", customer_name="cDwName name",
            date="单据日期 doc_date dVouchDate 日期 date 口径日期 ~登记日期 ~reg_date dRegDate 记账日期",
            due_on="到期日 到期日期 dGatheringDate", kind="单据类型 单据类型名称 doc_type_name ~doc_type cVouchType",
            number="单据号 单据编号 doc_code cVouchID", voucher="凭证号 凭证字号",
            proc="处理方式 proc_style cProcStyle 处理类型", co_kind="对应单据类型 co_doc_type cCoVouchType",
            co_number="对应单据号 co_doc_code 对应单据编号 cCoVouchID 核销单据号", note="摘要 digest cDigest",
            salesperson="person cPerson", department="dept cDepName",
            debit="借方 debit 本期应收 借方金额 应收金额 iDAmount_f ^iDAmount 借方发生",
            credit="贷方 credit 本期收回 贷方金额 收回金额 iCAmount_f ^iCAmount 贷方发生",
            direction="方向", balance="余额 balance 余额金额", account="科目 account 科目编码 科目名称",
        ),
        marks="处理方式 对应单据类型 对应单据号 单据类型 单据号 登记日期 口径日期 本期收回 摘要 proc_style co_doc_code "
        "co_doc_type doc_type_name doc_code digest reg_date doc_date cProcStyle cCoVouchID 凭证号",
        needs=3, titles="应收明细账",
    ),
)  # fmt: skip
