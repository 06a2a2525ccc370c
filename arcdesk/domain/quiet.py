"""Quiet hours: when nobody is to be reminded, called, written to or visited (R70, F-35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from arcdesk.domain.errors import Refusal
from arcdesk.domain.workdays import Workdays

INTRUSIVE = ("phone", "wechat", "sms", "visit")
"""Channels that reach a person wherever he is, so that the hour matters."""


class NotAClockTime(Refusal):
    """No time of day."""

    sentence = "“{text}” is no time of day. Write it as 22:00."


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``starts`` until before ``ends``, over midnight where it starts later than it ends; equal: never."""

    starts: time = time(22)
    ends: time = time(8)

    def covers(self, at: time) -> bool:
        """Whether ``at`` is within them."""
        if self.starts <= self.ends:
            return self.starts <= at < self.ends
        return at >= self.starts or at < self.ends


DEFAULT_HOURS = QuietHours()


def is_quiet(moment: datetime, workdays: Workdays, hours: QuietHours = DEFAULT_HOURS) -> bool:
    """Whether no notice is to be shown: in the quiet hours, and on days that are not worked."""
    return hours.covers(moment.time()) or not workdays.is_workday(moment.date())


def clock_time(text: str) -> time:
    """A time of day such as ``22:00``.

    Raises:
        NotAClockTime: the text is none.
    """
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise NotAClockTime(text=text[:20], field="time") from None
