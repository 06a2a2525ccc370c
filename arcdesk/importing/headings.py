"""What the heading of a column means: the Chinese and English names of every field (interface
section 2), and those that home-made and foreign lists use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

HEADING_SEARCH_ROWS = 30
MAX_HEADING_COLUMNS = 16_384

# First the Chinese heading that ArcDesk writes, then its English alias, then what others write.
_NAMES: dict[str, dict[str, str]] = {
    "customers": {
        "code": "客户编码 code 客户编号 客户代码 customercode",
        "name": "客户名称 name 客户全称 公司名称 单位名称 customername",
        "short_name": "简称 short_name 客户简称",
        "uscc": "统一社会信用代码 uscc 信用代码 税号 纳税人识别号",
        "grade": "客户等级 grade 信用等级 等级",
        "owner": "负责人 owner 催收负责人",
        "salesperson": "业务员 salesperson 销售员",
        "credit_limit": "信用额度 credit_limit",
        "credit_days": "账期天数 credit_days 账期 信用期 付款期限",
        "industry": "行业 industry 所属行业",
        "region": "地区 region 区域",
        "address": "地址 address",
        "size": "企业规模 size 规模",
        "behaviour": "客户类型 behaviour behavior",
        "pain_point": "痛点 pain_point",
        "note": "备注 note notes remark remarks",
        "due_rule": "到期规则 due_rule",
        "due_day": "固定付款日 due_day",
        "aliases": "别名 aliases",
    },
    "contacts": {
        "customer": "客户编码 customer 客户编号 客户代码 customercode",
        "name": "姓名 name 联系人",
        "title": "职务 title 职位",
        "authority": "权限 authority",
        "phone": "电话 phone 手机 联系电话 mobile",
        "wechat": "微信 wechat 微信号",
        "email": "邮箱 email e-mail 电子邮箱",
        "primary": "首选 primary",
    },
    "contracts": {
        "number": "合同编号 number 合同号",
        "customer": "客户编码 customer 客户编号 客户代码 customercode",
        "signed_on": "签订日期 signed_on 签约日期",
        "credit_days": "账期天数 credit_days 账期",
        "penalty_daily_rate": "违约金日利率 penalty_daily_rate 违约金比例",
        "dispute_clause": "争议解决 dispute_clause",
        "note": "备注 note notes remark remarks",
        "due_rule": "到期规则 due_rule",
        "due_day": "固定付款日 due_day",
        "payment_order": "抵充顺序 payment_order 还款顺序",
        "limitation_years": "时效年数 limitation_years",
        "stop_supply_days": "停供天数 stop_supply_days",
        "notice_address": "通知地址 notice_address 送达地址",
    },
    "invoices": {
        "number": "单据编号 number 单据号 单号 invoicenumber invoiceno",
        "customer": "客户编码 customer 客户编号 客户代码 customerid customercode",
        "customer_name": "客户名称 customer_name 客户 公司名称 单位名称 购货单位 往来单位",
        "kind": "单据类型 kind",
        "issued_on": "开票日期 issued_on 发票日期 单据日期 invoicedate",
        "credit_days": "账期天数 credit_days 账期 信用期",
        "due_on": "到期日 due_on 到期日期 应收日期 duedate",
        "amount": "金额 amount 应收金额 开票金额 发票金额 价税合计 invoiceamount",
        "currency": "币别 currency 币种",
        "received": "已收金额 received 已收款 已回款 回款金额 已收",
        "open": "未收金额 open 未收款 未收余额 欠款金额 未收",
        "contract": "合同编号 contract 合同/订单号 合同号 订单号",
        "tax_invoice_number": "发票号码 tax_invoice_number 发票号",
        "salesperson": "业务员 salesperson 销售员",
        "credits": "原单编号 credits",
        "disputed": "争议金额 disputed",
        "note": "备注 note notes remark remarks",
        "delivered_on": "交货日期 delivered_on 交付日期 送货日期 收货日期 签收日期 验收日期",
        "approver": "审批人 approver",
        "due_source": "到期依据 due_source",
        "settled_on": "结清日期 settleddate",
    },
    "receipts": {
        "number": "收款编号 number 收款单号",
        "customer": "客户编码 customer 客户编号 客户代码 customerid customercode",
        "received_on": "收款日期 received_on",
        "amount": "金额 amount 收款金额",
        "currency": "币别 currency 币种",
        "method": "方式 method 收款方式 结算方式",
        "note": "备注 note notes remark remarks",
    },
    "allocations": {
        "receipt": "收款编号 receipt 收款单号",
        "invoice": "单据编号 invoice 单据号",
        "amount": "核销金额 amount",
        "allocated_on": "核销日期 allocated_on",
    },
    "instalments": {
        "plan": "协议号 plan 分期协议号 协议编号",
        "invoice": "单据编号 invoice 单据号",
        "seq": "期次 seq 期数",
        "due_on": "到期日 due_on 到期日期 还款日 还款日期",
        "amount": "金额 amount 还款金额 应还金额",
        "agreed_on": "签订日期 agreed_on 签约日期",
        "one_debt": "一笔债务 one_debt",
        "written": "书面 written",
    },
}

REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "customers": ("code", "name"),
        "contacts": ("customer", "name"),
        "contracts": ("number", "customer"),
        "invoices": ("number", "customer", "issued_on", "amount"),
        "receipts": ("number", "customer", "received_on", "amount"),
        "allocations": ("receipt", "invoice", "amount"),
        "instalments": ("plan", "invoice", "seq", "due_on", "amount"),
    }
)

SHEET_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "customers": "客户",
        "contacts": "联系人",
        "contracts": "合同",
        "invoices": "应收单",
        "receipts": "收款单",
        "allocations": "核销",
        "instalments": "分期",
    }
)

_STAND_INS = {("invoices", "number"): "tax_invoice_number", ("invoices", "customer"): "customer_name"}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_IGNORED = re.compile(r"[\s*:_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row of one sheet: its kind, its place (0 is the first row) and field -> column."""

    kind: str
    row: int
    columns: Mapping[str, int]
    missing: tuple[str, ...]


def normal_heading(text: object) -> str:
    """A heading with full-width forms, case, spaces, stars and a unit in brackets taken away."""
    plain = unicodedata.normalize("NFKC", str(text)[:80]).casefold()
    return _IGNORED.sub("", _BRACKETS.sub("", plain))


_ALIASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        kind: {normal_heading(alias): field for field, names in fields.items() for alias in names.split()}
        for kind, fields in _NAMES.items()
    }
)


def chinese_heading(kind: str, field: str) -> str:
    """The heading that ArcDesk writes over a column, e.g. 到期日."""
    return _NAMES[kind][field].split()[0]


def fields_of(kind: str) -> tuple[str, ...]:
    """Every field of one kind of sheet, in the order of the contract."""
    return tuple(_NAMES[kind])


def find_heading(sheet: str, rows: Sequence[Sequence[object]], kind: str | None = None) -> Heading | None:
    """The heading row of a sheet, below any title rows; ``None`` where nothing looks like one.

    The kind follows from the headings; the sheet's name decides between equals. Of several
    rows the one that names most fields wins; a missing required field counts against it.
    """
    named = kind_by_name(sheet)
    best: tuple[tuple[int, int, bool, int], Heading] | None = None
    for index, row in enumerate(rows[:HEADING_SEARCH_ROWS]):
        texts = [normal_heading(cell) if isinstance(cell, str) else "" for cell in row[:MAX_HEADING_COLUMNS]]
        for candidate in (kind,) if kind else REQUIRED:
            columns = _match(texts, _ALIASES[candidate])
            missing = _missing(candidate, columns)
            rank = (len(columns) - len(missing), len(columns), candidate == named, -index)
            if len(columns) >= 2 and (best is None or rank > best[0]):
                best = (rank, Heading(candidate, index, columns, missing))
    return best[1] if best else None


def kind_by_name(sheet: str) -> str | None:
    """The kind of sheet that the name of a sheet stands for, in either language."""
    plain = normal_heading(sheet)
    for kind, chinese in SHEET_NAMES.items():
        if plain in (chinese, kind):
            return kind
    return None


def _match(texts: Sequence[str], aliases: Mapping[str, str]) -> dict[str, int]:
    """Field -> column; where two columns claim a field, the first one has it."""
    columns: dict[str, int] = {}
    for index, text in enumerate(texts):
        if text and (field := aliases.get(text)) is not None:
            columns.setdefault(field, index)
    return columns


def _missing(kind: str, columns: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        field
        for field in REQUIRED[kind]
        if field not in columns and _STAND_INS.get((kind, field)) not in columns
    )
