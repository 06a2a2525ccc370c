"""How a concession stands: asked for, approved, offered; then met or lapsed as the money decides (R92, S-183)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.interest import Payment
from arcdesk.domain.money import format_amount

ConcessionKind = Literal["discount", "interest", "term", "plan", "goods", "other"]
KINDS: tuple[ConcessionKind, ...] = get_args(ConcessionKind)
ConcessionEvent = Literal["approved", "refused", "offered", "accepted", "withdrawn", "carried_out"]
ConcessionState = Literal["proposed", "approved", "offered", "met", "lapsed", "done", "refused", "withdrawn"]
STATES: tuple[ConcessionState, ...] = get_args(ConcessionState)

CONDITIONAL: frozenset[ConcessionKind] = frozenset({"discount", "interest"})
"""What is given up for good is only ever given on a condition (R92)."""

ABOUT_INVOICES: frozenset[ConcessionKind] = frozenset({"discount", "interest", "term"})
MOST_DAYS = 3_650


class UnknownConcessionKind(Refusal):
    """None of the kinds there are."""

    sentence = "“{kind}” is no kind of concession. Choose one of: {known}."


class ConditionMissing(Refusal):
    """Something given up for nothing."""

    sentence = "A discount or waived interest needs a condition: how much is to be paid, and by which day."


class ConditionHalf(Refusal):
    """An amount without its day, or a day without its amount."""

    sentence = "A condition needs both: how much is to be paid, and by which day."


class ConditionTooEarly(Refusal):
    """A condition that could never be kept."""

    sentence = "The money cannot be asked for by {day}, before the concession is asked for on {begin}."


class InvoicesMissing(Refusal):
    """A concession about nothing."""

    sentence = "Choose the invoices that the concession is about."


class BadConcessionDays(Refusal):
    """A longer term that is none."""

    sentence = "A longer term needs its days, from 1 to {most}, not {days}."


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked for: fen given up, days more, and the condition, fen by a day (that day included)."""

    kind: str
    amount_fen: int = 0
    days: int = 0
    pay_fen: int | None = None
    pay_by: date | None = None

    def check(self, made_on: date, invoices: int) -> None:
        """Refuse what nobody could approve.

        Raises:
            UnknownConcessionKind, ConditionMissing, ConditionHalf, ConditionTooEarly, InvoicesMissing,
            BadConcessionDays, AmountNotPositive.
        """
        if self.kind not in KINDS:
            raise UnknownConcessionKind(kind=self.kind, known=", ".join(KINDS), field="kind")
        if self.kind in ABOUT_INVOICES and not invoices:
            raise InvoicesMissing(field="invoice")
        wrong = self.amount_fen < 0 or (self.kind == "discount" and not self.amount_fen)
        if wrong or (self.pay_fen is not None and self.pay_fen <= 0):
            shown = self.amount_fen if wrong else self.pay_fen or 0
            raise AmountNotPositive(amount=format_amount(shown), field="amount" if wrong else "pay")
        if not (0 < self.days <= MOST_DAYS if self.kind == "term" else 0 <= self.days <= MOST_DAYS):
            raise BadConcessionDays(days=self.days, most=MOST_DAYS, field="days")
        if (self.pay_fen is None) != (self.pay_by is None):
            raise ConditionHalf(field="pay")
        if self.pay_by is None:
            if self.kind in CONDITIONAL:
                raise ConditionMissing(field="pay")
        elif self.pay_by < made_on:
            raise ConditionTooEarly(day=self.pay_by.isoformat(), begin=made_on.isoformat(), field="pay")


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands on a day.

    Attributes:
        paid_fen: What counts towards the condition; ``missing_fen`` what of it has not come.
        met_on: The day from which the concession has effect; ``None`` while it has none.
    """

    state: ConcessionState
    paid_fen: int = 0
    missing_fen: int = 0
    met_on: date | None = None


def standing(
    terms: Terms, made_on: date, events: Sequence[tuple[str, date]], payments: Iterable[Payment], today: date
) -> Standing:
    """Where a concession stands on ``today`` by what was done about it and what was paid on its invoices.

    Money counts that came on or after the day it was asked for, up to the day of the condition itself; a day of
    rest is not moved, as with promises. Nothing takes effect that was not approved and offered; what was refused,
    withdrawn or carried out stays so, whatever is paid.
    """
    done = {event: on for event, on in events if on <= today}
    paid, met_on = _paid(terms, made_on, payments, today)
    missing = max(0, (terms.pay_fen or 0) - paid)
    for event, state in _FINAL:
        if event in done:
            was_met = event == "carried_out"
            return Standing(state, paid, missing, (met_on or done[event]) if was_met else None)
    if terms.pay_by is not None and missing and today > terms.pay_by:
        return Standing("lapsed", paid, missing)
    if "offered" in done:
        since = done["offered"]
        if not missing:
            return Standing("met", paid, 0, max(since, met_on or since))
        return Standing("offered", paid, missing)
    return Standing("approved" if "approved" in done else "proposed", paid, missing)


_FINAL: tuple[tuple[str, ConcessionState], ...] = (
    ("refused", "refused"), ("withdrawn", "withdrawn"), ("carried_out", "done")
)  # fmt: skip


def _paid(terms: Terms, made_on: date, payments: Iterable[Payment], today: date) -> tuple[int, date | None]:
    """What came in time, and the day on which it was enough."""
    total, met_on = 0, None
    last = min(today, terms.pay_by) if terms.pay_by else today
    for payment in sorted(payments, key=lambda payment: payment.on):
        if made_on <= payment.on <= last:
            total += payment.amount_fen
            if met_on is None and terms.pay_fen is not None and total >= terms.pay_fen:
                met_on = payment.on
    return total, met_on


def split_amount(amount_fen: int, open_fen: Sequence[int]) -> tuple[int, ...]:
    """``amount_fen`` over what is open, the first first; less in all where less is open."""
    shares = []
    for each in open_fen:
        share = min(amount_fen, max(0, each))
        shares.append(share)
        amount_fen -= share
    return tuple(shares)
