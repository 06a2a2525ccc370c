"""Days as people type them in a hurry: ``+3``, ``10-13``, ``周二``, ``下周二``, ``tue``, ``明天``."""

from __future__ import annotations

import re
from datetime import date, timedelta

WORDS = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2, "昨天": -1, "yesterday": -1}
CHINESE_WEEK, ENGLISH_WEEK = "一二三四五六日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HALF_A_YEAR = 183

_STEP = re.compile(r"([+-])\s*(\d{1,3})")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_WEEKDAY = re.compile(r"(下)?(?:周|星期|礼拜)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*")


def day_from_words(text: str, today: date) -> date | None:
    """The day meant by a short form, told from ``today``; None for anything else.

    A month and a day mean the nearest such day. A weekday means the next one after today;
    with 下 the one of the next calendar week.
    """
    short = text.strip().lower()
    if short in WORDS:
        return today + timedelta(days=WORDS[short])
    if found := _STEP.fullmatch(short):
        return today + timedelta(days=int(found[2]) * (1 if found[1] == "+" else -1))
    if found := _MONTH_AND_DAY.fullmatch(short):
        return _nearest(int(found[1]), int(found[2]), today)
    if found := _WEEKDAY.fullmatch(short):
        return _weekday(found, today)
    return None


def _nearest(month: int, day: int, today: date) -> date | None:
    """That day of this year, the last or the next, whichever lies nearest."""
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:  # 29 February of another year, or no day at all
            continue
    near = [each for each in found if abs((each - today).days) <= HALF_A_YEAR]
    return min(near, key=lambda each: abs((each - today).days), default=None)


def _weekday(found: re.Match[str], today: date) -> date:
    chinese = "日" if found[2] == "天" else found[2]
    number = CHINESE_WEEK.index(chinese) if chinese else ENGLISH_WEEK.index(found[3])
    if found[1]:
        return today + timedelta(days=7 - today.weekday() + number)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
