"""What a person may change about the grading: weights, cut points, and the figures of the rules (R82)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import MAX_FEN

FULL = 100
MOST_DAYS = 3650
MOST_MONTHS = 120
MOST_INVOICES = 100


class BadGradingRule(Refusal):
    """A figure of the grading rules outside what makes sense."""

    sentence = "“{name}” must be a whole number from {least} to {most}, not {value}."


class WeightsNotHundred(Refusal):
    """Weights that do not add up."""

    sentence = "The four weights make {total}; together they must make 100."


class CutsNotFalling(Refusal):
    """Cut points that do not fall from A to C."""

    sentence = "The scores for A, B and C must fall: {a}, {b}, {c} do not. Write something like 85, 65, 40."


@dataclass(frozen=True, slots=True)
class GradingRules:
    """What the person may change: weights, cut points, and the figures of the rules in words.

    ``days_limit``: average days late at which the part for lateness is used up. ``worse_limit``: by
    how many days the last half year must be worse to use up the trend. ``small_fen``: a customer
    who was invoiced less in twelve months, in the base currency, is small; 0 for never.
    """

    overdue_weight: int = 40
    late_weight: int = 25
    promise_weight: int = 20
    trend_weight: int = 15
    days_limit: int = 60
    worse_limit: int = 30
    cut_a: int = 85
    cut_b: int = 65
    cut_c: int = 40
    serious_days: int = 90
    serious_count: int = 2
    new_months: int = 6
    small_fen: int = 1_000_000

    def check(self) -> None:
        """Refuse rules that would give no sensible score.

        Raises:
            BadGradingRule, WeightsNotHundred, CutsNotFalling.
        """
        for name, (label_key, least, most) in LIMITS.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                raise BadGradingRule(name=label_key, least=least, most=most, value=value, field=name)
        total = self.overdue_weight + self.late_weight + self.promise_weight + self.trend_weight
        if total != FULL:
            raise WeightsNotHundred(total=total, field="overdue_weight")
        if not self.cut_a > self.cut_b > self.cut_c:
            raise CutsNotFalling(a=self.cut_a, b=self.cut_b, c=self.cut_c, field="cut_a")


LIMITS: dict[str, tuple[str, int, int]] = {
    "overdue_weight": ("Weight of the overdue ratio", 0, FULL),
    "late_weight": ("Weight of the days late", 0, FULL),
    "promise_weight": ("Weight of broken promises", 0, FULL),
    "trend_weight": ("Weight of the trend", 0, FULL),
    "days_limit": ("Average days late that use up the part", 1, MOST_DAYS),
    "worse_limit": ("Days worse that use up the trend", 1, MOST_DAYS),
    "cut_a": ("Score from which it is an A", 1, FULL),
    "cut_b": ("Score from which it is a B", 1, FULL),
    "cut_c": ("Score from which it is a C", 1, FULL),
    "serious_days": ("Days from which an overdue is serious", 1, MOST_DAYS),
    "serious_count": ("Serious overdue invoices that make a D", 1, MOST_INVOICES),
    "new_months": ("Months for which a customer is new", 0, MOST_MONTHS),
    "small_fen": ("Invoiced in twelve months, below which a customer is small", 0, MAX_FEN),
}
"""Each figure of the rules: the text for it, its least and its largest value."""


def rules_from(stored: object) -> GradingRules:
    """Rules out of what was kept as JSON; what is missing or unknown is as shipped."""
    given = stored if isinstance(stored, dict) else {}
    known: dict[str, Any] = {one.name: given[one.name] for one in fields(GradingRules) if one.name in given}
    try:
        rules = GradingRules(**known)
        rules.check()
    except Refusal:
        return GradingRules()
    return rules
