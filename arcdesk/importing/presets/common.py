"""Headings that several systems write alike, by field."""

from __future__ import annotations

from collections.abc import Mapping

CUSTOMER: Mapping[str, str] = {
    "customer": "往来单位编码 客户编码 客户编号 客户代码 购货单位编码 对账对象编码 单位编码 往来单位.编码 客户.编码",
    "customer_name": "往来单位名称 客户名称 往来单位 客户 购货单位 购货单位名称 单位名称 客户全称 对账对象名称 "
    "对账对象 "
    "往来单位.名称 客户.名称 对账单位",
    "short_name": "客户简称 简称 单位简称 往来单位简称 往来简称 购货单位简称",
}
PEOPLE: Mapping[str, str] = {
    "salesperson": "销售员 业务员 职员 经手人 负责人 销售员.名称 业务员名称",
    "department": "销售部门 部门 部门名称 销售部门.名称",
    "org": "结算组织 ~收付组织 ~收款组织 ~销售组织 ~组织",
}
MONEY: Mapping[str, str] = {
    "currency": "币别 币种 原币币别 币别名称 结算币别",
    "local_currency": "本位币 本位币别 本位币名称",
}
DAYS: Mapping[str, str] = {"year": "年", "month": "月", "day": "日"}
NOTE: Mapping[str, str] = {"note": "备注 摘要 说明"}


def names(*tables: Mapping[str, str], **own: str) -> Mapping[str, str]:
    """The headings of one layout: its own before those of the tables, field by field."""
    joined: dict[str, str] = dict(own)
    for table in tables:
        for name, headings in table.items():
            joined[name] = f"{joined[name]} {headings}" if name in joined else headings
    return joined
