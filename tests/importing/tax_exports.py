"""Lists as 电子税务局 writes them: the list of invoices and the list of their lines."""

from __future__ import annotations

from typing import Any

Rows = list[list[Any]]

HEAD = [
    "序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号", "购买方名称", "开票日期",
    "金额", "税额", "价税合计", "发票来源", "发票票种", "发票状态", "是否正数发票", "发票风险等级", "开票人", "备注",
]  # fmt: skip
SELLER = ["91320594MA1XABCD2E", "苏州恒通精密机械有限公司"]
BUYER = ["91310000MA1FL4AB1T", "上海甲方贸易有限公司"]
E1, E2, E3, E4 = (f"2632200000012345678{n}" for n in range(1, 5))
PAPER = "3200212130-07654321"
DAY = "2026-08-03 10:21:07"


def line(
    number: str, total: str, *, code: str = "", paper: str = "", status: str = "正常", note: str = "", day: str = DAY,
    buyer: list[str] | None = None,
) -> list[Any]:  # fmt: skip
    """One invoice."""
    positive = "否" if total.startswith("-") else "是"
    source = "电子发票服务平台" if number else "增值税发票管理系统"
    kind = "数电发票（增值税专用发票）" if number else "增值税专用发票"
    return ["1", code, paper, number, *SELLER, *(buyer or BUYER), day, "0", "0", total, source, kind, status,
            positive, "正常", "李会计", note]  # fmt: skip


def example() -> Rows:
    """An electronic one with its red one, a paper one, a void one, one reversed by a red one that is not here."""
    return [
        HEAD,
        line(E1, "1130.00", status="已红冲-部分"),
        line(E2, "-130.00", note=f"被红冲蓝字数电发票号码：{E1} 红字发票信息确认单编号：3205"),
        line("", "565.50", code="3200212130", paper="07654321"),
        line(E3, "99.00", status="已作废"),
        line(E4, "88.00", status="已红冲-全额"),
    ]


BRIEF_HEAD = [
    "数电票号码", "发票代码", "发票号码", "购方名称", "购方识别号", "价税合计", "开票日期", "发票状态", "对应蓝字发票",
]  # fmt: skip


def brief() -> Rows:
    """The short form: red ones name the blue one in a column of their own."""
    name, code = BUYER[1], BUYER[0]
    return [
        ["开票清单"],
        BRIEF_HEAD,
        [E1, "", "", name, code, 1130, "2026-08-03", "正常", ""],
        [E2, "", "", name, code, -130, "2026-08-09", "红冲", E1],
        ["", "3200212130", "07654321", name, code, 565.5, "2026-08-05", "正常", ""],
        ["", "3200212130", "07654322", name, code, -565.5, "2026-08-06", "红冲", "07654321"],
        [E3, "", "", name, code, 99, "2026-08-05", "作废", ""],
        ["合计", "", "", "", "", 1099, "", "", ""],
    ]


def lines() -> Rows:
    """The list of lines: two of the first invoice, one of the second."""
    head = ["数电发票号码", "购方识别号", "购买方名称", "开票日期", "货物或应税劳务名称", "数量", "金额", "税率",
            "税额", "价税合计", "发票来源", "发票票种", "发票状态", "是否正数发票"]  # fmt: skip
    tail = ["电子发票服务平台", "数电发票（普通发票）", "正常", "是"]
    return [
        head,
        [E1, *BUYER, DAY, "螺丝", 10, 900, "13%", 117, 1017, *tail],
        [E1, *BUYER, DAY, "螺母", 10, 100, "13%", 13, 113, *tail],
        [E3, *BUYER, DAY, "垫片", 1, 50, "13%", 6.5, 56.5, *tail],
    ]
