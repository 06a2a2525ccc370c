"""用友/畅捷通 T+ 往来对账: debit and credit, each with what was entered, what is settled and what is open."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout
from arcdesk.importing.presets.common import CUSTOMER, DAYS, MONEY, PEOPLE, names

NAME = "tplus_reconciliation"
LABEL = "Yonyou T+: reconciliation of accounts"

LAYOUTS = (
    Layout(
        NAME, "ledger",
        names(
            CUSTOMER, PEOPLE, MONEY, DAYS,
            account="科目编码", account_name="科目名称", date="业务日期 单据日期 日期 ~凭证日期",
            due_on="到期日 到期日期",
            number="业务单号 单据编号 单据号", voucher="凭证字号 凭证号", kind="单据类型 业务类型", note="摘要 备注",
            debit="借方-发生 借方发生 借方-发生金额 借方发生额", debit_settled="借方-已结 借方已结 "
            "借方-已结金额 借方已结金额",
            debit_open="借方-未结 借方未结 借方-未结金额 借方未结金额", credit="贷方-发生 贷方发生 "
            "贷方-发生金额 贷方发生额",
            credit_settled="贷方-已结 贷方已结 贷方-已结金额 贷方已结金额",
            credit_open="贷方-未结 贷方未结 贷方-未结金额 贷方未结金额", balance="余额 期末余额", direction="方向",
        ),
        marks="科目编码 对账对象编码 对账对象名称 凭证字号 业务单号 借方-发生 借方-已结 借方-未结 贷方-发生 "
        "贷方-已结 贷方-未结 "
        "借方-发生-金额 借方-已结-金额 借方-未结-金额 贷方-发生-金额 贷方-未结-金额 借方未结 贷方未结",
        needs=3, titles="往来对账",
    ),
)  # fmt: skip
