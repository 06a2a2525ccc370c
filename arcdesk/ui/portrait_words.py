"""The portrait in words, one short line a fact: the same for the window and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arcdesk.domain.portrait import percent, tenths
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.labels import AUTHORITIES, BEHAVIOURS, SUPPLY, label

if TYPE_CHECKING:
    from arcdesk.services.portrait import Portrait

GOOD_RATE, POOR_RATE = 90, 60
ARROWS = {"better": "↘", "same": "→", "worse": "↗"}
"""The days late fall, stay, or rise."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the portrait: what it is, what it says, in which tone, and where it comes from.

    ``has_items``: invoices stand behind it and can be listed.
    """

    key: str
    title: str
    text: str
    role: str = ""
    tip: str = ""
    has_items: bool = False


def facts(portrait: Portrait) -> tuple[Fact, ...]:
    """The four columns of the portrait (S-038) and what belongs to each, in their order."""
    return tuple(tell(portrait) for tell in _TELLERS)


def overdue(portrait: Portrait) -> Fact:
    """How late the oldest open item is, and how many are late."""
    title = tr("Overdue|portrait")
    if not portrait.overdue_items:
        return Fact("overdue", title, tr("nothing overdue"), "good")
    text = tr(
        "{days} · {count} items", days=show.days(portrait.max_overdue_days), count=portrait.overdue_items
    )
    return Fact("overdue", title, text, "bad", tr("Of the oldest open item"), bool(portrait.items))


def on_time(portrait: Portrait) -> Fact:
    """The on-time rate by number; by amount in the hint."""
    record, title = portrait.record, tr("On time|portrait")
    unknown = tr("{count} more were paid on a day that an import did not tell", count=record.undated)
    if record.rate is None:
        tip = unknown if record.undated else ""
        return Fact("on_time", title, tr("nothing to judge by yet"), "muted", tip, bool(portrait.items))
    start = portrait.since
    tips = [
        tr(
            "Fell due from {start} on and paid in full by the due date; a write-off is no payment.",
            start=start,
        ),
        *_by_amount(record.amounts),
        *([unknown] if record.undated else []),
    ]
    text = tr("{rate}% · {part} of {whole}", rate=percent(record.rate), part=record.on_time, whole=record.due)
    value = record.rate * 100
    role = "good" if value >= GOOD_RATE else "bad" if value < POOR_RATE else "warn"
    return Fact("on_time", title, text, role, "\n".join(tips), has_items=True)


def days_late(portrait: Portrait) -> Fact:
    """Mean and median of the days late; weighted by amount in the hint."""
    title, late = tr("Days late|portrait"), portrait.record.late
    if late.mean is None or portrait.median_days is None:
        return Fact("late", title, tr("nothing to judge by yet"), "muted")
    day = portrait.as_of
    tips = [
        tr(
            "Of {count} items: what is not paid counts up to {day}, early counts 0.",
            count=late.count,
            day=day,
        )
    ]
    tips += [
        tr("Weighted by amount, {currency}: {days} days", currency=currency, days=tenths(days))
        for currency, days in portrait.weighted_days.items()
    ]
    text = tr("{mean} mean · {median} median", mean=tenths(late.mean), median=tenths(portrait.median_days))
    return Fact("late", title, text, "", "\n".join(tips), has_items=True)


def trend(portrait: Portrait) -> Fact:
    """Better, the same or worse than the half year before, by an arrow and in words."""
    title, found = tr("Trend"), portrait.trend
    if found.direction is None or found.recent is None or found.before is None:
        return Fact("trend", title, tr("too little to compare yet"), "muted")
    values = {"before": tenths(found.before), "recent": tenths(found.recent)}
    text = {
        "better": tr("better: {before} → {recent}", **values),
        "same": tr("no change: {before} → {recent}", **values),
        "worse": tr("worse: {before} → {recent}", **values),
    }[found.direction]
    tip = tr("Average days late of what fell due in the six months before, at their end, and in the last six")
    role = {"better": "good", "same": "", "worse": "bad"}[found.direction]
    return Fact("trend", title, f"{ARROWS[found.direction]} {text}", role, tip, has_items=True)


def promises(portrait: Portrait) -> Fact:
    """How many promises were kept; the money in the hint."""
    title, record = tr("Promises|portrait"), portrait.promises
    if record.rate is None:
        return Fact("promises", title, tr("none come due yet"), "muted")
    text = tr(
        "{rate}% · {part} of {whole} kept", rate=percent(record.rate), part=record.kept, whole=record.decided
    )
    tips = [
        tr("{part} kept in part, {broken} broken, in 12 months", part=record.part_kept, broken=record.broken),
        *_by_amount(record.amounts),
    ]
    role = "bad" if record.broken else "warn" if record.part_kept else "good"
    return Fact("promises", title, text, role, "\n".join(tips))


def authority(portrait: Portrait) -> Fact:
    """How far up anybody was ever reached, with a warning where a clerk is not enough (F-20)."""
    code, title = portrait.authority_reached, tr("Reached|portrait")
    reached = label(AUTHORITIES, code) if code else tr("nobody yet")
    if not portrait.needs_decision_maker:
        return Fact("authority", title, reached, "good" if code == "final" else "" if code else "muted")
    tip = tr("Over 30 days late and nobody who decides was reached yet. Ask for the owner or the manager.")
    return Fact("authority", title, tr("{reached} · ask higher up", reached=reached), "warn", tip)


def pain_point(portrait: Portrait) -> Fact:
    """What hurts the customer, where it is known."""
    text = portrait.profile.pain_point
    return Fact(
        "pain_point", tr("Pain point|portrait"), text or tr("not known yet"), "" if text else "muted", text
    )


def behaviour(portrait: Portrait) -> Fact:
    """Of which type he is."""
    code = portrait.profile.behaviour
    text = label(BEHAVIOURS, code) if code else tr("not known yet")
    return Fact("behaviour", tr("Type|portrait"), text, "" if code else "muted")


def exposure(portrait: Portrait) -> Fact:
    """What is at stake against the credit limit."""
    found, title = portrait.exposure, tr("Credit|portrait")
    base = found.currency
    tips = [
        tr("Balance {amount}: everything owed, due or not, less what is unallocated",
           amount=show.money_with_sign(found.balance_fen, base)),
        *(tr("Not counted: {amount}", amount=show.money_with_sign(fen, currency))
          for currency, fen in found.elsewhere.items()),
    ]  # fmt: skip
    if found.limit_fen is None:
        return Fact("exposure", title, tr("no limit agreed"), "muted", "\n".join(tips))
    limit = show.money_with_sign(found.limit_fen, base)
    tips.append(tr("Credit limit {limit}", limit=limit))
    used = (
        tr("limit {limit}", limit=limit)
        if found.used is None
        else tr("{share}% used", share=percent(found.used))
    )
    if not found.over_fen:
        return Fact("exposure", title, used, "", "\n".join(tips))
    over = tr("{amount} over", amount=show.money_with_sign(found.over_fen, base))
    return Fact("exposure", title, f"{used} · {over}", "bad", "\n".join(tips))


def supply(portrait: Portrait) -> Fact:
    """What the customer is still delivered, and why (S-027, S-028)."""
    profile, title = portrait.profile, tr("Supply")
    text = label(SUPPLY, profile.supply)
    if profile.supply:
        return Fact("supply", title, f"{text} · {profile.supply_reason}", "warn", hint(portrait))
    return Fact("supply", title, text, "", hint(portrait))


def hint(portrait: Portrait) -> str:
    """Whether to set or lift the hold on supply, and why; empty for neither."""
    return tr(portrait.hint.text_key, **portrait.hint.values) if portrait.hint is not None else ""


def grade(current: str, suggested: str, score: int | None) -> str:
    """``B, suggested C (63 points)``: the grade beside the one suggested."""
    now = current or tr("Not graded")
    if not suggested or score is None:
        return tr("{grade}, nothing to suggest from yet", grade=now)
    if suggested == current:
        return tr("{grade}, as the figures suggest ({score} points)", grade=now, score=score)
    return tr("{grade}, suggested {suggested} ({score} points)", grade=now, suggested=suggested, score=score)


def _by_amount(amounts: Mapping[str, tuple[int, int]]) -> list[str]:
    """A line a currency: the share, the part and the whole in money."""
    return [
        tr(
            "By amount: {share}, {part} of {whole}",
            share=show.share(part_fen, whole_fen),
            part=show.money_with_sign(part_fen, currency),
            whole=show.money_with_sign(whole_fen, currency),
        )
        for currency, (whole_fen, part_fen) in sorted(amounts.items())
    ]


_TELLERS: tuple[Callable[[Portrait], Fact], ...] = (
    overdue, on_time, days_late, trend, promises, authority, pain_point, behaviour, exposure, supply,
)  # fmt: skip
