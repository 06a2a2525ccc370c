"""电子税务局 税务数字账户: the list of invoices issued, with 数电票 and paper ones, red and void ones."""

from __future__ import annotations

from arcdesk.importing.layouts import Layout

NAME = "tax_bureau"
LABEL = "Tax bureau: list of invoices issued"

LAYOUTS = (
    Layout(
        NAME, "invoices",
        {
            "e_number": "数电票号码 数电发票号码 全电发票号码 数电号码 电子发票号码",
            "tax_code": "发票代码",
            "tax_invoice_number": "发票号码 发票号",
            "number": "_",
            "customer_name": "购方名称 购买方名称 购方企业名称 购买方 受票方名称 客户名称",
            "uscc": "购方识别号 购买方识别号 购方税号 购买方税号 购方纳税人识别号 购买方纳税人识别号",
            "issued_on": "开票日期 开票时间",
            "amount": "价税合计 价税合计金额",
            "net_amount": "金额 不含税金额 合计金额",
            "tax": "税额 合计税额",
            "kind": "发票票种 发票类型 票种 发票种类",
            "status": "发票状态 状态 开票状态",
            "is_positive": "是否正数发票",
            "credits": "对应蓝字发票 对应蓝字发票号码 蓝字发票号码 对应蓝字数电票号码 原蓝字发票号码 对应正数发票号码",
            "goods": "货物或应税劳务名称 货物名称 项目名称 商品名称 货物或应税劳务、服务名称",
            "note": "备注",
        },
        marks="数电票号码 数电发票号码 全电发票号码 购方识别号 购买方识别号 购方税号 发票状态 发票来源 发票票种 "
        "是否正数发票 发票风险等级 销方识别号 销方名称 对应蓝字发票 开票人 价税合计 发票代码",
        needs=4, titles="发票基础信息 开票清单 全量发票查询",
    ),
)  # fmt: skip
