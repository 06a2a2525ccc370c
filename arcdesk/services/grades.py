"""Grades: suggested from the figures, set by a person, each decision kept for good (R82, F-19)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.errors import Refusal
from arcdesk.domain.gate import Reason
from arcdesk.domain.grading import GRADES, GradeFacts, GradeSuggestion, ScorePart, suggest
from arcdesk.domain.grading_rules import GradingRules, rules_from
from arcdesk.domain.payment_record import PaymentRecord, record_of, window
from arcdesk.domain.portrait import Overdue, PromiseRecord, overdue_of
from arcdesk.models.customer import Customer, GradeDecision
from arcdesk.models.queries import balances, portrait
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import CustomerService
from arcdesk.services.payment_records import items_of
from arcdesk.services.portrait import Portrait, conduct, promises_of_a_year
from arcdesk.services.promises import promise_lines
from arcdesk.services.unit_of_work import UnitOfWork

PREFERENCE = "grading"


class UnknownGrade(Refusal):
    """None of the four grades."""

    sentence = "“{grade}” is not a grade. Choose A, B, C or D."


class GradeNoteMissing(Refusal):
    """A grade other than the suggested one without a reason."""

    sentence = "The figures suggest {suggested}, not {grade}. Say why in the note; it stays in the books."


class GradeInFuture(Refusal):
    """A decision that is dated after today."""

    sentence = "A grade cannot be confirmed on {day}, after today."


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A customer with his grade and the one suggested."""

    customer_id: int
    code: str
    name: str
    grade: str
    suggestion: GradeSuggestion


@dataclass(frozen=True, slots=True)
class GradeDecisionLine:
    """A grade that a person confirmed, with what was suggested and from which parts."""

    id: int
    customer_id: int
    on: date
    suggested: str
    confirmed: str
    score: int | None
    parts: tuple[ScorePart, ...]
    reasons: tuple[Reason, ...]
    note: str
    logged_at: datetime


class GradeService:
    """Suggests grades and keeps what was decided."""

    def __init__(self, work: UnitOfWork, company: CompanyService, customers: CustomerService) -> None:
        self._work = work
        self._company = company
        self._customers = customers

    def rules(self) -> GradingRules:
        """Weights, cut points and the figures of the rules, as this workspace has them."""
        return rules_from(self._company.preference(PREFERENCE))

    def save_rules(self, rules: GradingRules) -> GradingRules:
        """Keep other rules; grades that were confirmed stay until somebody confirms another.

        Raises:
            BadGradingRule, WeightsNotHundred, CutsNotFalling.
        """
        rules.check()
        self._company.set_preference(PREFERENCE, asdict(rules))
        return rules

    def suggestion(
        self, customer_id: int, as_of: date | None = None, *, portrait: Portrait | None = None
    ) -> GradeSuggestion:
        """The grade that the figures of a day speak for (today without one).

        ``portrait`` is the customer's on that day, from a reader who has it already.
        """
        day = as_of or self._work.clock.today()
        facts = self._facts(day, customer_id, portrait).get(customer_id, GradeFacts(day))
        return suggest(facts, self.rules())

    def differing(self, as_of: date | None = None) -> tuple[GradeLine, ...]:
        """Customers whose grade is not the one suggested, the lowest suggestion first."""
        day = as_of or self._work.clock.today()
        rules, facts = self.rules(), self._facts(day)
        query = Customer.select(Customer.id, Customer.code, Customer.name, Customer.grade)
        query = query.where(Customer.merged_into.is_null()).namedtuples()
        lines = [
            GradeLine(row.id, row.code, row.name, row.grade, suggest(facts[row.id], rules))
            for row in query
            if row.id in facts
        ]
        wanted = [line for line in lines if line.suggestion.grade and line.suggestion.grade != line.grade]
        return tuple(sorted(wanted, key=lambda line: (-GRADES.index(line.suggestion.grade), line.code)))

    def confirm(
        self, customer_id: int, grade: str, note: str = "", on: date | None = None
    ) -> GradeDecisionLine:
        """Set a customer's grade on ``on`` (today without one), beside what the figures of that day suggest.

        Raises:
            UnknownCustomer, UnknownGrade, GradeNoteMissing, GradeInFuture.
        """
        wanted, why = grade.strip().upper(), note.strip()
        today = self._work.clock.today()
        day = on or today
        before = self._customers.find(customer_id).grade
        if wanted not in GRADES:
            raise UnknownGrade(grade=grade, field="grade")
        if day > today:
            raise GradeInFuture(day=day.isoformat(), field="on")
        suggestion = self.suggestion(customer_id, day)
        if wanted != suggestion.grade and not why:
            raise GradeNoteMissing(suggested=suggestion.grade or "—", grade=wanted, field="note")
        with self._work.write("grade.confirmed", customer_id) as deed:
            row = GradeDecision.create(
                customer=customer_id, on_day=day, suggested=suggestion.grade, confirmed=wanted,
                parts=_as_json(suggestion), note=why, logged_at=self._work.clock.now(),
            )  # fmt: skip
            Customer.update(grade=wanted).where(Customer.id == customer_id).execute()
            deed.details.update(
                decision=row.id, before=before, confirmed=wanted, suggested=suggestion.grade,
                score=suggestion.score, on=day.isoformat(), note=why,
            )  # fmt: skip
            deed.touch("customer", customer_id)
        return _line(row)

    def history(self, customer_id: int) -> tuple[GradeDecisionLine, ...]:
        """Every decision about a customer's grade, newest first."""
        query = GradeDecision.select().where(GradeDecision.customer == customer_id)
        return tuple(_line(row) for row in query.order_by(GradeDecision.id.desc()))

    def _facts(
        self, day: date, customer_id: int | None = None, known_portrait: Portrait | None = None
    ) -> dict[int, GradeFacts]:
        """What the grade is made from, of one customer or of all, in a fixed number of queries."""
        base, (start, _) = self._company.profile().base_currency, window(day)
        items = balances.open_items(day, customer_id)
        overdue = _overdue(day, items, customer_id)
        promises = promise_lines(day, customer_id) if known_portrait is None else {}
        if known_portrait is not None:
            known = {known_portrait.profile.id: (known_portrait.record, known_portrait.promises)}
        elif customer_id is None:
            known = {who: (one.record, one.promises) for who, one in conduct(day, items, promises).items()}
        else:
            record = record_of(items_of(day, customer_id), day)
            known = {customer_id: (record, promises_of_a_year(promises.get(customer_id, ()), day))}
        nothing = (PaymentRecord(), PromiseRecord())
        return {
            who: GradeFacts(
                day, tuple(overdue.get(who, ())), *known.get(who, nothing), history.since,
                None if history.is_foreign else history.invoiced_fen, base,
            )
            for who, history in portrait.histories(day, start, base, customer_id).items()
        }  # fmt: skip


def _overdue(day: date, items: list[OpenItem], customer_id: int | None) -> dict[int, list[Overdue]]:
    """What is owed and late by customer, one entry a currency."""
    by_currency: dict[tuple[int, str], list[OpenItem]] = defaultdict(list)
    for item in items:
        by_currency[item.customer_id, item.currency].append(item)
    free = balances.free_credits(day, customer_id)
    found: dict[int, list[Overdue]] = defaultdict(list)
    for (customer, currency), mine in by_currency.items():
        credit = free.get((customer, currency))
        spare = credit.receipts_fen + credit.credit_notes_fen if credit else 0
        found[customer].append(overdue_of(mine, spare, currency, day))
    return found


def _as_json(suggestion: GradeSuggestion) -> dict[str, Any]:
    """What a decision keeps of the suggestion: enough to show it again as it was."""
    return {
        "score": suggestion.score,
        "parts": [
            {"key": part.key, "points": part.points, "weight": part.weight, **_reason_as_json(part.reason)}
            for part in suggestion.parts
        ],
        "reasons": [{"rule": reason.rule, **_reason_as_json(reason)} for reason in suggestion.reasons],
    }


def _reason_as_json(reason: Reason) -> dict[str, Any]:
    values = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in reason.values.items()
    }
    return {"text": reason.text_key, "values": values}


def _line(row: GradeDecision) -> GradeDecisionLine:
    kept: Mapping[str, Any] = row.parts
    parts = tuple(
        ScorePart(
            part["key"], part["points"], part["weight"], Reason(part["key"], part["text"], part["values"])
        )
        for part in kept["parts"]
    )
    reasons = tuple(Reason(one["rule"], one["text"], one["values"]) for one in kept["reasons"])
    return GradeDecisionLine(
        row.id, row.customer_id, row.on_day, row.suggested, row.confirmed, kept["score"], parts, reasons,
        row.note, row.logged_at,
    )  # fmt: skip
