"""A customer's portrait and suggested grade as JSON and as text: shared by ``customer`` and ``grade``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from arcdesk.cli.tables import facts
from arcdesk.domain.money import format_plain
from arcdesk.domain.portrait import percent, tenths
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.domain.due_items import DueItem
    from arcdesk.domain.grading import GradeSuggestion, ScorePart
    from arcdesk.services.portrait import Portrait


def portrait_document(portrait: Portrait) -> dict[str, Any]:
    """The portrait as JSON; rates in per cent and days with one decimal, as text."""
    record, promises, profile = portrait.record, portrait.promises, portrait.profile
    found, trend = portrait.exposure, portrait.trend
    return {
        "as_of": portrait.as_of.isoformat(),
        "since": portrait.since.isoformat(),
        "max_overdue_days": portrait.max_overdue_days,
        "overdue_items": portrait.overdue_items,
        "on_time": {
            "due": record.due,
            "on_time": record.on_time,
            "rate": _percent(record.rate),
            "undated": record.undated,
            "amounts": _amounts(record.amounts, "due", "on_time"),
        },
        "days_late": {
            "items": record.late.count,
            "mean": _tenths(record.late.mean),
            "median": _tenths(portrait.median_days),
            "weighted": {currency: tenths(days) for currency, days in portrait.weighted_days.items()},
        },
        "trend": {
            "direction": trend.direction,
            "recent": _tenths(trend.recent),
            "before": _tenths(trend.before),
        },
        "promises": {
            "decided": promises.decided,
            "kept": promises.kept,
            "part_kept": promises.part_kept,
            "broken": promises.broken,
            "rate": _percent(promises.rate),
            "amounts": _amounts(promises.amounts, "promised", "paid"),
        },
        "authority": {
            "reached": portrait.authority_reached or None,
            "needs_decision_maker": portrait.needs_decision_maker,
        },
        "pain_point": profile.pain_point or None,
        "behaviour": profile.behaviour or None,
        "exposure": {
            "currency": found.currency,
            "balance": format_plain(found.balance_fen),
            "limit": None if found.limit_fen is None else format_plain(found.limit_fen),
            "used": _percent(found.used),
            "over": format_plain(found.over_fen),
            "elsewhere": {currency: format_plain(fen) for currency, fen in found.elsewhere.items()},
        },
        "supply": {
            "state": profile.supply or None,
            "reason": profile.supply_reason or None,
            "hint": reason_text(portrait.hint) if portrait.hint is not None else None,
        },
        "items": [_item(item, portrait) for item in portrait.items],
    }


def grade_document(current: str, suggestion: GradeSuggestion) -> dict[str, Any]:
    """The grade as it is and as the figures suggest it, with the parts of the score."""
    return {
        "current": current or None,
        "suggested": suggestion.grade or None,
        "score": suggestion.score,
        "parts": [_part(part) for part in suggestion.parts],
        "reasons": [reason_text(reason) for reason in suggestion.reasons],
    }


def portrait_lines(portrait: Portrait) -> Iterator[str]:
    """The portrait, a line a fact, in the very words of the window."""
    from arcdesk.ui.portrait_words import facts as told
    from arcdesk.ui.portrait_words import hint

    yield from facts([*((fact.title, fact.text) for fact in told(portrait)), (tr("Hint"), hint(portrait))])


def grade_lines(current: str, suggestion: GradeSuggestion) -> Iterator[str]:
    """The grade, the suggestion and why."""
    yield from facts(
        ((tr("Grade"), current or tr("Not graded")), (tr("Suggested grade"), suggestion.grade or "—"))
    )
    yield from facts(
        [
            (part_title(part), f"{part.points:>3} / {part.weight}  {reason_text(part.reason)}")
            for part in suggestion.parts
        ]
    )
    for reason in suggestion.reasons:
        yield reason_text(reason)


def part_title(part: ScorePart) -> str:
    """What a part of the score is called."""
    from arcdesk.ui.labels import SCORE_PARTS, label

    return label(SCORE_PARTS, part.key)


def _part(part: ScorePart) -> dict[str, Any]:
    return {"key": part.key, "points": part.points, "weight": part.weight, "text": reason_text(part.reason)}


def _item(item: DueItem, portrait: Portrait) -> dict[str, Any]:
    return {
        "invoice": item.number,
        "instalment": item.instalment or None,
        "due_on": item.due_on.isoformat(),
        "amount": format_plain(item.amount_fen),
        "currency": item.currency,
        "settled_on": item.closed_on.isoformat() if item.closed_on else None,
        "standing": item.standing,
        "on_time": item.is_on_time,
        "days_late": None if item.standing == "undated" else item.days_late(portrait.as_of),
    }


def _amounts(amounts: Any, whole: str, part: str) -> dict[str, dict[str, str]]:
    return {
        currency: {
            whole: format_plain(whole_fen),
            part: format_plain(part_fen),
            "rate": percent(Fraction(part_fen, whole_fen)),
        }
        for currency, (whole_fen, part_fen) in sorted(amounts.items())
    }


def _percent(share: Fraction | None) -> str | None:
    return None if share is None else percent(share)


def _tenths(value: Fraction | None) -> str | None:
    return None if value is None else tenths(value)
