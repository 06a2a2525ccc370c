"""What every entry made by hand has in common: its day, its reason."""

from __future__ import annotations

from datetime import date

from arcdesk.domain.errors import Refusal


class EntryInFuture(Refusal):
    """Something that is dated after today."""

    sentence = "{day} is after today. Enter the day on which it happened."


class EntryTooEarly(Refusal):
    """Something that is dated before it can have happened."""

    sentence = "It cannot have happened on {day}, before {begin}. Enter a later day."


class ReasonMissing(Refusal):
    """A reversal or write-off without its reason."""

    sentence = "The reason is missing. Enter it in a few words; it stays in the books."


def entry_day(on: date | None, begin: date, today: date) -> date:
    """``on``, today without one; never after today, never before ``begin``.

    What an import dated ahead can be undone on its own day, though that is after today.

    Raises:
        EntryInFuture, EntryTooEarly.
    """
    latest = max(today, begin)
    day = on or latest
    if day > latest:
        raise EntryInFuture(day=day.isoformat(), field="on")
    if day < begin:
        raise EntryTooEarly(day=day.isoformat(), begin=begin.isoformat(), field="on")
    return day


def given_reason(text: str) -> str:
    """The reason without the spaces around it.

    Raises:
        ReasonMissing: there is none.
    """
    why = text.strip()
    if not why:
        raise ReasonMissing(field="reason")
    return why
