"""One caption (a heading cell) taken apart: its plain name, its unit, its currency, its age group."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

NOT_DUE_FROM = -36_500
"""Where a group without a lower end begins: what is not due yet, in days overdue."""

_SIMPLIFIED = str.maketrans(
    "應帳賬戶單稱編碼發計幣別備註業務員責號額與開據類間產餘貸憑證記總銷結訂報數簡聯係電話會實際範圍內過齡價稅區條專"
    "壞歸屬狀態審紅沖進對納識買賣貨庫負從個萬還預訖擔當歷項頁現匯們級經辦辭製複貿滿種詳細說協議執簽運續繳銀償債權賒",
    "应账账户单称编码发计币别备注业务员责号额与开据类间产余贷凭证记总销结订报数简联系电话会实际范围内过龄价税区条专"
    "坏归属状态审红冲进对纳识买卖货库负从个万还预讫担当历项页现汇们级经办辞制复贸满种详细说协议执签运续缴银偿债权赊",
)
"""Signs of headings as they are written in Taiwan and Hong Kong, and as our words for them are."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_IGNORED = re.compile(r"[\s*:_]+")
_UNITS = {"亿元": 100_000_000, "百万元": 1_000_000, "万元": 10_000, "千元": 1_000, "元": 1}
_UNIT = re.compile(r"(亿|百万|万|千)?元(?:人民币)?")
_LOCAL = ("本位币", "本币", "人民币金额", "折人民币")
_ORIGINAL = ("原币", "外币")
_SHARES = ("占比", "比例", "比率", "%", "笔数", "张数", "率")


class Caption(NamedTuple):
    """A heading: ``name`` without its brackets, ``whole`` with them, both plain; yuan of its unit."""

    name: str
    whole: str
    scale: int = 1
    local: bool = False
    original: bool = False


class Group(NamedTuple):
    """An age group: days overdue from and to (``None``: without end), and its column."""

    from_days: int
    to_days: int | None
    column: int


def plain(text: object) -> str:
    """Full-width and traditional forms, case, spaces, stars, colons and underlines taken away; brackets stay."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", str(text)[:80]).casefold().translate(_SIMPLIFIED))


def normal(text: object) -> str:
    """As ``plain``, and what stands in brackets taken away too."""
    plain_text = unicodedata.normalize("NFKC", str(text)[:80]).casefold().translate(_SIMPLIFIED)
    return _IGNORED.sub("", _BRACKETS.sub("", plain_text))


def caption(text: object) -> Caption:
    """A heading cell taken apart."""
    whole = plain(text)
    if whole.isascii() and "(" not in whole:
        return Caption(whole, whole)
    name = normal(text)
    inside = "".join(_BRACKETS.findall(whole))
    local = any(word in whole for word in _LOCAL)
    original = any(word in whole for word in _ORIGINAL)
    return Caption(name, whole, unit(inside) if inside else 1, local and not original, original)


def unit(text: str) -> int:
    """How many yuan the unit in a text stands for: 万元 is 10,000; without one it is 1."""
    found = _UNIT.search(text)
    return _UNITS[f"{found[1] or ''}元"] if found else 1


# Age groups ----------------------------------------------------------------------------------

_NOT_DUE = frozenset(
    [
        "未到期",
        "未逾期",
        "未过期",
        "未超期",
        "未到期金额",
        "未逾期金额",
        "账期内",
        "信用期内",
        "期内",
        "未到账期",
        "notdue",
        "current",
        "未到期余额",
    ]
)
_TODAY = frozenset(["今日到期", "当天到期", "当日到期", "本日到期", "今天到期"])
_ALL_LATE = frozenset(
    [
        "账期外",
        "信用期外",
        "已到期",
        "已逾期",
        "已过期",
        "逾期",
        "逾期金额",
        "逾期合计",
        "超期金额",
        "已逾期金额",
        "overdue",
    ]
)
_LATE = r"(?:账龄|已到期|到期|已逾期|逾期|已过期|过期|超期|超账期|超信用期|账期外|d)?"
_SPAN = re.compile(
    rf"{_LATE}\(?(-?\d{{1,4}})\)?(天|日|个月|月|年)?(?:-|~|至|到|—|–|－)\(?(-?\d{{1,4}})\)?(天|日|days?|个月|月|年)?(?:金额|余额)?"
)
_ABOVE = re.compile(
    rf"{_LATE}(>=|>|≥|大于等于|大于|超过|超|满)?(-?\d{{1,4}})(天|日|days?|个月|月|年)?(?:及)?(以上|\+|up|以后|以外)?(?:金额|余额)?"
)
_WITHIN = re.compile(
    rf"{_LATE}(<=|<|≤|小于等于|小于|不超过)?(-?\d{{1,4}})(天|日|days?|个月|月|年)?(?:及)?(以内|之内|内|以下)?(?:金额|余额)?"
)
_BEFORE = re.compile(r"(?:未到期|未逾期|未过期)(.+)")
_PLAIN_SPAN = re.compile(r"(\d{1,4})(?:天|日)?(?:-|~|至|到|—)(\d{1,4})(?:天|日)?")
_PLAIN_ABOVE = re.compile(r"(?:>|≥|大于|超过)?(\d{1,4})(?:天|日)?(?:以上|\+|以外)?")
_DAYS_OF = {"年": 365, "月": 30, "个月": 30}


def age_groups(captions: list[Caption | None]) -> tuple[Group, ...]:
    """The age groups among the headings of a row, in their order; one column for each group.

    Of a group in two currencies the original one counts. ``90天以上`` after ``61-90天`` begins at 91.
    """
    found: dict[tuple[int, int | None], Group] = {}
    best: dict[tuple[int, int | None], bool] = {}
    last_end = 0
    for column, head in enumerate(captions):
        span = _span(head, last_end) if head else None
        if head is None or span is None:
            continue
        if span not in found or (best[span] and not head.local):
            found[span] = Group(*span, column)
            best[span] = head.local
        last_end = span[1] or last_end
    if not any(group.to_days is None or group.to_days > 0 for group in found.values()):
        late = (i for i, head in enumerate(captions) if head and head.name in _ALL_LATE and not head.local)
        first_late = next(late, None)
        if first_late is not None:
            found[1, None] = Group(1, None, first_late)
    return tuple(sorted(found.values(), key=lambda group: group.column))


def _span(head: Caption, last_end: int) -> tuple[int, int | None] | None:
    if any(word in head.whole for word in _SHARES):
        return None
    for text in dict.fromkeys((head.name, head.whole)):
        bare = re.sub(r"\((?:原币|本位币|本币|[千万百亿]*元)\)|(?:原币|本位币|本币)$", "", text)
        span = _days(bare, last_end)
        if span is not None:
            return span
    return None


def _days(text: str, last_end: int) -> tuple[int, int | None] | None:
    if text in _NOT_DUE:
        return NOT_DUE_FROM, 0
    if text in _TODAY:
        return 0, 0
    if before := _BEFORE.fullmatch(text):
        return _ahead(before[1])
    if pair := _SPAN.fullmatch(text):
        last = pair[4] or pair[2] or "天"
        first = pair[2] or last
        start, end = _in_days(pair[1], first), _in_days(pair[3], last)
        if first in _DAYS_OF:
            start += 1  # 1-2年 begins on the day after a year
        return (min(start, end), max(start, end))
    above = _ABOVE.fullmatch(text)
    if above and (above[1] or above[4]):
        start = _in_days(above[2], above[3] or "天")
        if start < 0:
            return NOT_DUE_FROM, start
        exclusive = start == last_end or above[3] in _DAYS_OF or above[1] in (">", "大于", "超过", "超")
        return start + 1 if exclusive else start, None
    within = _WITHIN.fullmatch(text)
    if within and (within[1] or within[4]):
        end = _in_days(within[2], within[3] or "天")
        if end < 0:
            return NOT_DUE_FROM, end
        return last_end + 1 if last_end < end else 1, end
    return None


def _ahead(rest: str) -> tuple[int, int | None] | None:
    """未到期1-30天 is 1 to 30 days before the day, 未到期31天以上 all beyond."""
    if pair := _PLAIN_SPAN.fullmatch(rest):
        return -max(int(pair[1]), int(pair[2])), -min(int(pair[1]), int(pair[2]))
    if above := _PLAIN_ABOVE.fullmatch(rest):
        return NOT_DUE_FROM, -int(above[1])
    return None


def _in_days(number: str, measure: str) -> int:
    return int(number) * _DAYS_OF.get(measure, 1)
