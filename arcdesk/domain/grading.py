"""A grade for a customer, suggested from figures and never set without a person (R82, S-017, S-018, F-19).

The score is 100 for a customer without a flaw. Four parts make it up, each from 0 to its
weight: 40 overdue ratio, 25 average days late, 20 broken promises, 15 trend as shipped. Cut
points turn the score into A, B, C or D; then the rules in words have their say: several
serious overdue make a D, and a new or small customer is a C at best.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from arcdesk.domain.gate import Reason
from arcdesk.domain.grading_rules import GradingRules
from arcdesk.domain.money import round_half_up, with_currency
from arcdesk.domain.payment_record import PaymentRecord, months_back
from arcdesk.domain.portrait import Overdue, PromiseRecord, percent, tenths

GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class GradeFacts:
    """What the grade is made from.

    ``since`` is the first invoice or contract, None for a customer without either.
    ``invoiced_fen``: invoices of twelve months in the base currency; None where he was invoiced
    in another one, and cannot be called small.
    """

    day: date
    overdue: tuple[Overdue, ...] = ()
    record: PaymentRecord = field(default_factory=PaymentRecord)
    promises: PromiseRecord = field(default_factory=PromiseRecord)
    since: date | None = None
    invoiced_fen: int | None = None
    base_currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of the score: ``points`` of ``weight``, and how they came about in words."""

    key: str
    points: int
    weight: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class GradeSuggestion:
    """A grade with everything that led to it; no grade and no score for a customer without history."""

    grade: str
    score: int | None
    parts: tuple[ScorePart, ...]
    reasons: tuple[Reason, ...]


def suggest(facts: GradeFacts, rules: GradingRules) -> GradeSuggestion:
    """The grade that the figures speak for; the same facts give the same answer, always."""
    if facts.since is None:
        text = "No invoice and no contract yet: there is nothing to grade by."
        return GradeSuggestion("", None, (), (Reason("no_history", text, {}),))
    parts = (
        _overdue_part(facts, rules.overdue_weight),
        _late_part(facts.record, rules),
        _promise_part(facts.promises, rules.promise_weight),
        _trend_part(facts.record, rules),
    )
    score = sum(part.points for part in parts)
    grade, reason = _by_score(score, rules)
    reasons = [reason]
    for limit, why in _rules_in_words(facts, rules):
        grade = max(grade, limit)  # D is the last letter and the lowest grade
        reasons.append(why)
    return GradeSuggestion(grade, score, parts, tuple(reasons))


def _by_score(score: int, rules: GradingRules) -> tuple[str, Reason]:
    for grade, cut in (("A", rules.cut_a), ("B", rules.cut_b), ("C", rules.cut_c)):
        if score >= cut:
            values = {"score": score, "grade": grade, "cut": cut}
            return grade, Reason("score", "Score {score}: {grade}, from {cut} on.", values)
    text = "Score {score}: D, below {cut}."
    return "D", Reason("score", text, {"score": score, "cut": rules.cut_c})


def _rules_in_words(facts: GradeFacts, rules: GradingRules) -> Iterable[tuple[str, Reason]]:
    """The lowest grade each rule in words allows, with the rule."""
    serious = sum(days > rules.serious_days for part in facts.overdue for days in part.late_days)
    if serious >= rules.serious_count:
        text = "{count} invoices are more than {days} days overdue: D."
        yield "D", Reason("serious", text, {"count": serious, "days": rules.serious_days})
    if facts.since is not None and facts.since > months_back(facts.day, rules.new_months):
        text = "A new customer, since {since}, for less than {months} months: C at best."
        yield "C", Reason("new", text, {"since": facts.since, "months": rules.new_months})
    if facts.invoiced_fen is not None and facts.invoiced_fen < rules.small_fen:
        text = "A small customer, {amount} invoiced in twelve months, less than {limit}: C at best."
        base = facts.base_currency
        values = {
            "amount": with_currency(facts.invoiced_fen, base, base),
            "limit": with_currency(rules.small_fen, base, base),
        }
        yield "C", Reason("small", text, values)


def _overdue_part(facts: GradeFacts, weight: int) -> ScorePart:
    """The currency with the largest overdue ratio speaks: nothing is added up across currencies."""
    worst = max(facts.overdue, key=lambda part: (part.ratio, part.overdue_fen, part.currency), default=None)
    if worst is None or not worst.overdue_fen:
        return ScorePart("overdue", weight, weight, Reason("overdue", "Nothing is overdue.", {}))
    points, left = _points(weight, 1 - worst.ratio)
    values = {
        "overdue": with_currency(worst.overdue_fen, worst.currency, facts.base_currency),
        "owed": with_currency(worst.owed_fen, worst.currency, facts.base_currency),
        "percent": percent(worst.ratio),
        "weight": weight,
        "left": left,
        "points": points,
    }
    text = "{overdue} of {owed} is overdue ({percent} %): {weight} × {left} % = {points}"
    return ScorePart("overdue", points, weight, Reason("overdue", text, values))


def _late_part(record: PaymentRecord, rules: GradingRules) -> ScorePart:
    weight, mean = rules.late_weight, record.late.mean
    if mean is None:
        return ScorePart(
            "late", weight, weight, Reason("late", "Nothing has fallen due in twelve months.", {})
        )
    points, left = _points(weight, 1 - mean / rules.days_limit)
    values = {
        "days": tenths(mean),
        "count": record.late.count,
        "limit": rules.days_limit,
        "weight": weight,
        "left": left,
        "points": points,
    }
    text = "{days} days late on average ({count} items), of {limit} allowed: {weight} × {left} % = {points}"
    return ScorePart("late", points, weight, Reason("late", text, values))


def _promise_part(promises: PromiseRecord, weight: int) -> ScorePart:
    """A promise kept in part counts as half broken."""
    if not promises.decided:
        return ScorePart("promises", weight, weight, Reason("promises", "No promise has come due.", {}))
    missed = Fraction(2 * promises.broken + promises.part_kept, 2 * promises.decided)
    points, left = _points(weight, 1 - missed)
    values = {
        "kept": promises.kept,
        "part_kept": promises.part_kept,
        "broken": promises.broken,
        "weight": weight,
        "left": left,
        "points": points,
    }
    text = "Promises: {kept} kept, {part_kept} part kept, {broken} broken: {weight} × {left} % = {points}"
    return ScorePart("promises", points, weight, Reason("promises", text, values))


def _trend_part(record: PaymentRecord, rules: GradingRules) -> ScorePart:
    weight, trend = rules.trend_weight, record.trend
    if trend.recent is None or trend.before is None:
        text = "Too little fell due to compare the last six months with the six before."
        return ScorePart("trend", weight, weight, Reason("trend", text, {}))
    values: dict[str, object] = {"recent": tenths(trend.recent), "before": tenths(trend.before)}
    if trend.direction != "worse":
        text = "{recent} days late in the last six months, {before} in the six before at their end: no worse."
        return ScorePart("trend", weight, weight, Reason("trend", text, values))
    worse = trend.recent - trend.before
    points, left = _points(weight, 1 - worse / rules.worse_limit)
    values |= {
        "worse": tenths(worse),
        "limit": rules.worse_limit,
        "weight": weight,
        "left": left,
        "points": points,
    }
    text = (
        "{recent} days late in the last six months, {before} in the six before at their end: "
        "{worse} worse, of {limit} allowed: {weight} × {left} % = {points}"
    )
    return ScorePart("trend", points, weight, Reason("trend", text, values))


def _points(weight: int, left: Fraction) -> tuple[int, str]:
    """Whole points of ``weight`` for the share that is left, and that share in per cent."""
    share = min(Fraction(1), max(Fraction(0), left))
    return round_half_up(weight * share), percent(share)
