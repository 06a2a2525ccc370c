"""What the heading of a column means: the Chinese and English names of every field (interface
section 2), and those that home-made and foreign lists use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from arcdesk.importing.captions import Group, normal

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
        "tags": "标签 tags tag 客户标签",
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
        "number": "单据编号 number 单据号 单号 应收单号 invoicenumber invoiceno",
        "customer": "客户编码 customer 客户编号 客户代码 customerid customercode",
        "customer_name": "客户名称 customer_name 客户 公司名称 单位名称 购货单位 往来单位 往来单位名称 客户全称",
        "kind": "单据类型 kind",
        "issued_on": "开票日期 issued_on 发票日期 单据日期 业务日期 invoicedate ~日期",
        "credit_days": "账期天数 credit_days 账期 信用期",
        "due_on": "到期日 due_on 到期日期 应收日期 应收款日 约定还款日 应付款日期 duedate",
        "amount": "金额 amount 应收金额 开票金额 发票金额 !价税合计 !价税合计金额 !含税金额 应收款金额 "
        "应收账款 invoiceamount",
        "currency": "币别 currency 币种",
        "received": "已收金额 received 已收款 已回款 回款金额 已收 已收款金额 已回款金额",
        "open": "未收金额 open 未收款 未收余额 欠款金额 未收 未收款金额 未回款金额 尚未收款金额 应收余额 "
        "欠款余额 未核销金额 ~余额",
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
        "received_on": "收款日期 received_on 回款日期 到账日期",
        "amount": "金额 amount 收款金额 实收金额 回款金额",
        "currency": "币别 currency 币种",
        "method": "方式 method 收款方式 结算方式",
        "note": "备注 note notes remark remarks",
    },
    "balances": {
        "customer": "客户编码 customer 客户编号 客户代码 customercode 往来单位编码",
        "customer_name": "客户名称 customer_name 客户 公司名称 单位名称 购货单位 往来单位 往来单位名称 客户全称",
        "balance": "期末余额 balance 期末数 余额 应收余额 欠款余额 应收款合计 应收款余额 期末应收",
        "currency": "币别 currency 币种",
        "prepaid": "预收 预收余额 预收款 预收金额 未核销预收 预收账款",
        "opening": "期初余额 期初 期初数 年初余额 上期期末 期初应收",
        "charged": "本期应收 本期发生 本月应收 应收增加 借方发生 本期增加",
        "received": "本期收款 本期收回 本月收款 贷方发生 已收款 本期减少",
        "salesperson": "业务员 salesperson 销售员",
        "note": "备注 note notes remark remarks",
    },
    "ledger": {
        "customer": "客户编码 customer 客户编号 客户代码 customercode 往来单位编码",
        "customer_name": "客户名称 customer_name 客户 公司名称 单位名称 购货单位 往来单位 往来单位名称 客户全称",
        "date": "日期 date 单据日期 业务日期 记账日期 ~登记日期 ~凭证日期",
        "year": "年",
        "month": "月",
        "day": "日",
        "due_on": "到期日 due_on 到期日期",
        "kind": "单据类型 kind 业务类型 类型",
        "number": "单据编号 number 单据号 单号 业务单号",
        "voucher": "凭证字号 凭证号 凭证号数",
        "note": "摘要 note 备注",
        "currency": "币别 currency 币种",
        "debit": "借方 debit 借方金额 借方发生额 本期借方 本期应收 应收金额",
        "credit": "贷方 credit 贷方金额 贷方发生额 本期贷方 本期收回 收款金额",
        "direction": "方向 direction 借贷方向 借/贷",
        "balance": "余额 balance 期末余额",
        "salesperson": "业务员 salesperson 销售员",
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

_SHORT = "客户简称 简称 单位简称 往来单位简称 往来简称 购货单位简称"
_STATUS = "单据状态 审核状态 审批状态 流程状态"
# Fields that are read and never written: ArcDesk's own workbook has no column for them.
_ALSO_READ: dict[str, dict[str, str]] = {
    "receipts": {
        "customer_name": "客户名称 customer_name 客户 公司名称 单位名称 往来单位 付款单位", "status": _STATUS,
        "short_name": _SHORT,
    },
    "invoices": {"status": _STATUS, "short_name": _SHORT},
    "ledger": {"status": _STATUS, "short_name": _SHORT},
    "balances": {"short_name": _SHORT},
}

REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "customers": ("code", "name"),
        "contacts": ("customer", "name"),
        "contracts": ("number", "customer"),
        "invoices": ("number", "customer", "issued_on", "amount"),
        "receipts": ("number", "customer", "received_on", "amount"),
        "ledger": ("customer", "date", "debit"),
        "balances": ("customer", "balance"),
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

STAND_INS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("invoices", "number"): ("tax_invoice_number", "e_number"),
        ("invoices", "customer"): ("customer_name", "short_name"),
        ("invoices", "amount"): ("open",),
        ("receipts", "customer"): ("customer_name", "short_name"),
        ("receipts", "amount"): ("net",),
        ("ledger", "customer"): ("customer_name", "short_name"),
        ("ledger", "debit"): ("credit",),
        ("ledger", "date"): ("month",),
        ("balances", "customer"): ("customer_name", "short_name"),
    }
)
"""What may stand in for a required column."""

normal_heading = normal


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one sheet: its kind, its first row (0 is the sheet's first) and field -> column.

    ``lines`` is how many rows it takes; ``preset`` the layout that knows it (``mapped`` where a person
    said what the columns are). ``scale`` has the yuan of the unit of an amount (万元: 10,000), ``groups``
    the age groups, ``rivals`` the columns that claim the field of another one with equal right.
    """

    kind: str
    row: int
    columns: Mapping[str, int]
    missing: tuple[str, ...]
    preset: str = "arcdesk"
    lines: int = 1
    scale: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def body(self) -> int:
        """The first row below the heading."""
        return self.row + self.lines


def chinese_heading(kind: str, name: str) -> str:
    """The heading that ArcDesk writes over a column, e.g. 到期日."""
    names = _NAMES.get(kind, {}).get(name)
    return names.split()[0] if names else name


def fields_of(kind: str) -> tuple[str, ...]:
    """Every field of one kind of sheet, in the order of the contract."""
    return tuple(_NAMES[kind])


def names_of(kind: str) -> Mapping[str, str]:
    """Every field of one kind of sheet with its headings, divided by spaces.

    A heading after ``!`` is more specific than the others of its field, one after ``~`` less.
    """
    return {**_NAMES[kind], **_ALSO_READ.get(kind, {})}


def kind_by_name(sheet: str) -> str | None:
    """The kind of sheet that the name of a sheet stands for, in either language."""
    plain = normal_heading(sheet)
    for kind, chinese in SHEET_NAMES.items():
        if plain in (chinese, kind):
            return kind
    return None
