"""How limitation reads on the screen: days left with tone and shape, what an event did, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from arcdesk.domain.gate import Reason
from arcdesk.domain.limitation_log import Record
from arcdesk.i18n import tr
from arcdesk.services.limitation_lines import ChainEvent, LimitationLine, RunsFrom, Urgency
from arcdesk.ui import format as show
from arcdesk.ui.widgets import Segment

LOOKS: Mapping[Urgency, tuple[str, str]] = {
    "none": ("unknown", "dash"),
    "pending": ("not_due", "ring"),
    "far": ("green", "circle"),
    "d180": ("yellow", "triangle"),
    "d90": ("orange", "diamond"),
    "d30": ("red", "square"),
    "d7": ("red", "square"),
    "expired": ("dark_red", "hexagon"),
}
"""Tone and shape of each urgency: never the colour alone."""

ROLES: Mapping[Urgency, str] = {"d180": "warn", "d90": "warn", "d30": "bad", "d7": "bad", "expired": "bad"}
"""Role of a label that tells an urgency; a plain figure without one."""

_STATES: Mapping[str, str] = {
    "not_due": "not due yet",
    "running": "running",
    "pending": "held up, no end yet",
    "expired": "expired",
    "revived": "revived by the debtor, ask a lawyer",
}
_STARTS: Mapping[RunsFrom, str] = {
    "due": "{invoice}: counted from the due date {day}.",
    "delivered": "{invoice}: without a due date, counted from the delivery on {day}.",
    "instalment": "{invoice}: counted from the instalment due on {day}.",
    "last_instalment": "{invoice}: one debt in instalments, counted from the last one, {day}.",
}
_MARKS: Mapping[str, tuple[str, str, str]] = {
    # what an event is worth: word, tone, shape
    "counts": ("Counts|limitation", "green", "circle"),
    "no_effect": ("No effect|limitation", "not_due", "ring"),
    "weak": ("Weak|limitation", "yellow", "triangle"),
    "unproven": ("Not proven|limitation", "unknown", "dash"),
}


def said(reason: Reason) -> str:
    """A reason in the language of the window."""
    return tr(reason.text_key, **reason.values)


def name(line: LimitationLine) -> str:
    """The invoice's number, with that of the instalment."""
    if not line.instalment:
        return line.number
    return tr("{number}, instalment {seq}", number=line.number, seq=line.instalment)


def state(line: LimitationLine) -> str:
    """The clock's state in words."""
    return tr(_STATES[line.state]) if line.state else tr("no clock")


def days_left(line: LimitationLine) -> str:
    """``706 days left``, ``ended 12 days ago``, or why there is no number."""
    left = line.days_left
    if left is None:
        return tr("held up|limitation") if line.clock else tr("no clock")
    if line.state == "expired":
        return tr("ended {days} ago", days=show.days(-left))
    if left <= 0:
        return tr("last days|limitation")  # the raw end is over, the working day it rolled to is not
    return tr("{days} left", days=show.days(left))


def chip(line: LimitationLine) -> Segment:
    """Days left on the ground, and with the shape, of their urgency."""
    tone, shape = ("orange", "diamond") if line.state == "revived" else LOOKS[line.urgency]
    return Segment(line.urgency, days_left(line), tone, shape, 0)


def last_day(line: LimitationLine) -> str:
    """The last working day; an asterisk where that year's holidays are not published."""
    if line.last_day is None:
        return tr("open|limitation") if line.clock else ""
    return show.day(line.last_day) + ("*" if line.clock and line.clock.provisional else "")


def act_by(line: LimitationLine) -> date | None:
    """The next day to act by: the coming alarm, the raw end after the last one."""
    if line.clock is None or line.raw_end is None or line.state == "expired":
        return None
    coming = [alarm.on for alarm in line.clock.action_by if alarm.on > line.as_of]
    return min(coming, default=line.raw_end)


def story(line: LimitationLine) -> str:
    """What the first period began with and what else is to be known; or why there is no clock."""
    if line.clock is None:
        why = said(line.why_none) if line.why_none else ""
        return joined(tr("{invoice}: no clock.", invoice=name(line)), why)
    begins = tr(_STARTS[line.runs_from], invoice=name(line), day=show.day(line.clock.due_on))
    return joined(begins, *(tr(flag.text_key) for flag in line.clock.flags))


def joined(*sentences: str) -> str:
    """Sentences one after the other, with a blank between them where the language has one."""
    whole = ""
    for each in sentences:
        whole = (
            tr("{first} {second}|sentences", first=whole, second=each) if whole and each else whole or each
        )
    return whole


def mark(event: ChainEvent) -> Segment:
    """What an event is worth, as a word with its shape."""
    happened = event.outcome.event
    key = "counts" if event.carries else "no_effect" if happened.counts else happened.proof
    word, tone, shape = _MARKS[key]
    return Segment(key, tr(word), tone, shape, 0)


def kind(event: ChainEvent) -> str:
    """The event's name."""
    return tr(event.outcome.event.about.label_key)


def span(event: ChainEvent) -> str:
    """Its day, with the end of a proceeding, or that it goes on."""
    happened = event.outcome.event
    if happened.ends_on is not None and happened.ends_on != happened.on:
        return f"{show.day(happened.on)} – {show.day(happened.ends_on)}"
    if happened.is_open:
        return tr("since {day}|limitation", day=show.day(happened.on))
    return show.day(happened.on)


def source(record: Record) -> str:
    """Where it stands in the books; what a person confirmed is named by its own record."""
    if record.confirms is not None:
        return tr("{record}, confirmed", record=said(record.confirms.title))
    return said(record.title)


def end_after(event: ChainEvent) -> str:
    """The end that an event brought, that it holds the period up, or what its proof would bring."""
    if event.carries:
        moved = event.outcome.moved_to
        return show.day(moved) if moved is not None else tr("held up|limitation")
    return tr("({day})|limitation", day=show.day(event.would_end)) if event.would_end else ""


def why(event: ChainEvent) -> str:
    """What an event did and why, with what its proof would bring."""
    return joined(said(event.outcome.reason), would_end(event))


def would_end(event: ChainEvent) -> str:
    """What its proof would bring; empty where it would bring nothing."""
    if event.would_end is None:
        return ""
    day = show.day(event.would_end)
    if event.record.is_on_its_way:
        return tr("With that proof the end would move to {day} or later.", day=day)
    return tr("With that proof the end would move to {day}.", day=day)


def gained(event: ChainEvent, line: LimitationLine) -> timedelta:
    """How much later the end would be with the proof of ``event``."""
    if event.would_end is None or line.raw_end is None:
        return timedelta(0)
    return event.would_end - line.raw_end
