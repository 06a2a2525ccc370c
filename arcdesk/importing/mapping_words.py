"""Which field a heading may mean that no layout knows word for word: by its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from arcdesk.importing.captions import caption, plain
from arcdesk.importing.headings import names_of
from arcdesk.importing.presets import common, form_builders

EXACT, LIKELY, PARTLY, WEAK = 90, 70, 55, 35
"""How much a heading is worth: its own word, a plain part, a doubtful part, a hint."""

_NOTHING = re.compile(
    r"序号|行号|数量|单价|规格|型号|品名|产品|物料|税率|税额|占比|比例|折扣率|逾期天数|账龄|欠款天数|超期|汇率|qty|quantity|unitprice|^no$|^#$|^id$"
)
"""Headings of columns that mean nothing to a ledger, whatever stands in them."""

_INVOICES = r"""
tax_invoice_number likely 发票.*(号|编码)|票号|税票|fapiao|taxinvoice
contract likely 合同.*(号|编)|订单.*(号|编)|协议.*号|^(合同|订单)$|contract|purchaseorder
  |^po(no|number)?$|order(no|number|id)
number likely (单据|单|凭证|应收|账单|出库单|送货单|销售单|对账单|流水)(编?号|号码)
  |invoice(no|num|#|id)|doc(ument)?(no|num)|billno|^单号|^票据
number partly 编号|单号|number$|^ref|reference|^invoice$
customer likely (客户|单位|往来|购货|买方|商户|会员|公司)(的)?(编号|编码|代码|代号|id|code|no)
  |(customer|client|account|cust|buyer)(code|id|no|number)
salesperson likely 业务员|业务|销售(员|人|代表|经理)|跟单|客户经理|跟进人|经手|负责人
  |sales(man|rep|person)|owner
customer_name likely (客户|单位|公司|往来|购货|购买方?|买方|买家|甲方|欠款方|欠款人|付款方
  |采购方|收货方|店铺|门店|商家)(的)?(名|名称|全称|全名|抬头|单位|方|公司)?$
  |客户|抬头|(customer|client|company|buyer|debtor|account)(name)?$|billto
delivered_on likely (交货|送货|收货|签收|验收|到货|交付).*(日|时间|期)|deliver.*(date|on|day)
credit_days likely 账期|帐期|信用期|信用天数|付款条件|付款天数|结算方式|结算周期|几天|账期.*天
  |creditdays|terms|netdays
due_on likely 到期|截止|截至|期限|应(付|收|还).*(日|期|时间)$|最(迟|晚|后)|约定(付|收|还|回|.*(日|时间))
  |(预计|计划|预期|承诺).*(收|回|付|还)款.*(日|期|时间)|(收|回|付|还)款(日|日期|时间)$|due|deadline
  |payby|maturity
issued_on likely (开票|发票|单据|业务|出货|发货|出库|销售|下单|签订|签约|成交
  |记账|入账|账单|立账|开单|制单|交易|票据)(的)?(日|时间|年月日)
  |invoicedate|issue|billdate|docdate|orderdate|saledate
issued_on weak 日期|时间|^日$|date|^day$
open likely 未(收|回|付|结|核|清)|欠|余额|余款|剩余|待(收|回)|尚|结余|尾款|balance|outstanding|open
  |unpaid|owing|remaining|owed
received likely 已(收|回|付|结|到|核)|(实|累计)(收|回|付)|(收|回|付|到)(款|账).*(额|数)?$|到账|回笼
  |paid|received|collected|payment(s)?$
disputed likely 争议|异议|disput
amount likely 应收|价税合计|含税|(开票|发票|销售|合同|订单|货|总|账单|交易|结算)(的)?(金额|款|额|价)
  |amount|total|receivable
amount partly 金额|货款|款项|合计|总计|总价|价款|多少钱|^额$|value|sum
currency likely 币(种|别|制)|货币|currency|^ccy$
kind partly (单据|票据|业务|款项).*(类型|类别|性质|种类)|^类型$|type$
note likely 备注|说明|摘要|附注|事由|用途|note|remark|memo|comment|description
"""
_RECEIPTS = r"""
number likely (收款|回款|到账|流水|凭证|单据|单|收据)(编?号|号码)|编号|receipt(no|num)|payment(no|id)
  |reference|transactionid
customer likely (客户|单位|往来|购货|买方|商户|会员|公司)(的)?(编号|编码|代码|代号|id|code|no)
  |(customer|client|account|cust|buyer)(code|id|no|number)
customer_name likely (付款|汇款|打款|对方)(方|人|单位|户名|公司|名称)+|户名
  |(客户|单位|公司|往来|购货|购买方?|买方|买家|甲方|欠款方|欠款人|付款方
  |采购方|收货方|店铺|门店|商家)(的)?(名|名称|全称|全名|抬头|单位|方|公司)?$
  |客户|抬头|(customer|client|company|buyer|debtor|account)(name)?$|billto
received_on likely (收款|回款|到账|入账|付款|进账|交易|汇款|打款|收到)(的)?(日|时间)
  |(received|paid|payment|value)(date|on)
received_on weak 日期|时间|date
method likely 方式|渠道|账户|银行|method|channel|bank
amount likely (收款|回款|到账|实收|入账|付款|进账|贷方|收入|交易|汇款|打款)(的)?(金额|额|数)|金额
  |amount|received|paid
currency likely 币(种|别|制)|货币|currency|^ccy$
note likely 备注|说明|摘要|附言|附注|用途|note|remark|memo
"""
_CUSTOMERS = r"""
code likely 编号|编码|代码|代号|code|(customer|client)(id|no)|^id$
short_name likely 简称|别名|短名|short|alias
uscc likely 信用代码|税号|纳税人|统一社会|taxid|taxno|vat
salesperson likely 业务员|业务|销售(员|人|代表|经理)|客户经理|跟单|sales
owner likely 催收|负责人|owner
credit_limit likely 额度|限额|授信|creditlimit|limit
credit_days likely 账期|帐期|信用期|信用天数|付款条件|付款天数|creditdays|terms
grade likely 等级|级别|评级|星级|grade|rating
industry likely 行业|industry
region likely 地区|区域|省|城市|所在地|region|city|area
address likely 地址|住所|address
size likely 规模|size
name likely (客户|单位|公司|企业|往来)?(名称|全称|全名|名)$|客户|公司|单位|抬头|name|company|customer
  |client
tags likely 标签|tag
note likely 备注|说明|note|remark
"""
_CONTACTS = r"""
customer likely (客户|单位|公司|往来)(编号|编码|代码|代号)|编码|(customer|client)(code|id|no)
title likely 职务|职位|岗位|部门|title|position|role
phone likely 电话|手机|联系方式|座机|phone|mobile|tel|cell
wechat likely 微信|wechat
email likely 邮箱|邮件|e?mail
authority likely 权限|决策|authority
primary likely 首选|主要|默认|primary|default
name likely 联系人|姓名|名字|对接人|经办|财务|contact|^name$|person
"""


def _rules(text: str) -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """The rules of a table above; a line that begins with a space goes on with the pattern before."""
    worth = {"likely": LIKELY, "partly": PARTLY, "weak": WEAK}
    lines = re.sub(r"\n +", "", text).split("\n")
    rules = (line.split(" ", 2) for line in lines if line)
    return tuple((name, worth[how], re.compile(pattern)) for name, how, pattern in rules)


_PARTS = {
    "invoices": _rules(_INVOICES),
    "receipts": _rules(_RECEIPTS),
    "customers": _rules(_CUSTOMERS),
    "contacts": _rules(_CONTACTS),
}


@cache
def meanings(kind: str, heading: str) -> Mapping[str, int]:
    """The fields that a heading may mean, each with what that is worth; none for what no ledger keeps."""
    whole = plain(heading)
    bare = caption(heading).name or whole
    known = _known(kind)
    found: dict[str, int] = {}
    for text in (whole, bare):
        if text in known:
            name, rank = known[text]
            found[name] = max(found.get(name, 0), EXACT - 10 * rank)
    if found or _NOTHING.search(bare):
        return found
    for name, worth, part in _PARTS[kind]:
        if name not in found and part.search(bare):
            # Of two parts the earlier rule is the more specific.
            found[name] = worth - 3 * len(found)
    return found


def is_heading_word(text: str) -> bool:
    """Whether a cell reads like the heading of any column, also of one that is not wanted."""
    bare = caption(text).name
    return (
        bool(bare)
        and len(bare) <= 20
        and bool(_NOTHING.search(bare) or any(meanings(kind, text) for kind in _PARTS))
    )


@cache
def _known(kind: str) -> Mapping[str, tuple[str, int]]:
    tables = [names_of(kind)]
    if kind in ("invoices", "receipts"):
        tables += [
            common.CUSTOMER,
            form_builders.RECEIVABLES if kind == "invoices" else form_builders.RECEIPTS,
        ]
    allowed = names_of(kind)
    known: dict[str, tuple[str, int]] = {}
    for names in tables:
        for name, headings in names.items():
            for heading in headings.split() if name in allowed else ():
                rank = {"~": 1, "^": 2}.get(heading[0], 0)
                known.setdefault(plain(heading.lstrip("!~^")), (name, rank))
    return known


@cache
def is_unwanted(heading: str) -> bool:
    """Whether a heading names what a ledger does not keep, such as a quantity or the days overdue."""
    return _NOTHING.search(caption(heading).name or plain(heading)) is not None
