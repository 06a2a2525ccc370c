"""What the words and numbers of other systems call a document, and which states of it do not count."""

from __future__ import annotations

from functools import lru_cache

from arcdesk.domain.text import half_width

INVOICE, OTHER, OPENING, CREDIT_NOTE = "invoice", "other", "opening", "credit_note"
RECEIPT, REFUND, DISCOUNT, WRITE_OFF = "receipt", "refund", "discount", "write_off"

_NUMBERS = {
    "26": INVOICE,
    "27": INVOICE,
    "28": INVOICE,
    "29": INVOICE,
    "r0": OTHER,
    "48": RECEIPT,
    "49": REFUND,
}
# The first word found decides: 预收退款单 is a refund, 期初预收单 a receipt, 红字应收单 a credit note.
_WORDS = (
    (("退款", "付款单", "付款退"), REFUND),
    (("坏账",), WRITE_OFF),
    (("折扣", "优惠", "抹零", "折让"), DISCOUNT),
    (("预收", "实收", "收款", "回款", "收到", "收货款", "进账", "收汇"), RECEIPT),
    (("红字", "红冲", "贷项", "退货", "销退", "冲减", "负数"), CREDIT_NOTE),
    (("期初", "年初", "上年结转", "上期结转", "上期结余", "上年结余"), OPENING),
    (("其他应收", "其它应收", "费用应收", "应收冲应收"), OTHER),
    (("应收", "发票", "销售", "出库", "发货", "赊销", "服务费", "货款", "sale", "invoice"), INVOICE),
)
_NOT_FINAL = frozenset(
    [
        "a",
        "b",
        "d",
        "z",
        "创建",
        "暂存",
        "保存",
        "审核中",
        "重新审核",
        "未审核",
        "待审核",
        "已提交",
        "提交",
        "草稿",
        "制单",
        "开立",
        "审批中",
        "待审批",
        "已驳回",
        "驳回",
        "已拒绝",
        "已撤销",
        "撤销",
        "已终止",
        "终止",
        "未提交",
        "待提交",
        "已撤回",
        "撤回",
        "已退回",
        "退回",
        "审核不通过",
        "审批不通过",
        "未通过",
        "未生效",
    ]
)
_CANCELLED = frozenset(
    [
        "b",
        "已作废",
        "作废",
        "已取消",
        "取消",
        "已关闭",
        "关闭",
        "手工关闭",
        "是",
        "true",
        "1",
        "y",
        "yes",
        "√",
    ]
)
_CANCELLED_STATUS = frozenset(["已作废", "作废", "已取消", "取消", "已关闭", "关闭", "已删除"])


@lru_cache(maxsize=4096)
def category(word: str) -> str:
    """What a document is by its kind or summary; ``""`` where the words do not say."""
    plain = "".join(half_width(word).casefold().split())
    if not plain:
        return ""
    if plain in _NUMBERS:
        return _NUMBERS[plain]
    if plain[:2] in _NUMBERS and not plain[2:3].isdigit():  # 26销售专用发票
        return _NUMBERS[plain[:2]]
    return next((kind for words, kind in _WORDS if any(word in plain for word in words)), "")


def kind_of(kind: str) -> str:
    """The kind of an invoice row of a category that raises the debt."""
    return {OPENING: OPENING, OTHER: OTHER, REFUND: OTHER}.get(kind, INVOICE)


def is_not_final(status: str) -> bool:
    """Whether a document in this state is only a draft, or no document any more."""
    plain = "".join(half_width(status).casefold().split())
    return plain in _NOT_FINAL or plain in _CANCELLED_STATUS


def is_cancelled(mark: str) -> bool:
    """Whether the column 作废状态 says that the document is void (B, 已作废, 是)."""
    return "".join(half_width(mark).casefold().split()) in _CANCELLED
