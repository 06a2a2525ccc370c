"""The pre-send gate: why an invoice is or is not chased today (F-31, F-32, C30 to C36)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from arcdesk.domain.aging import overdue_days
from arcdesk.domain.money import with_currency


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an answer: a rule's stable name and a text to translate with ``values``.

    ``blocking`` reasons hold something back; ``forced`` ones would have, but were overridden.
    """

    rule: str
    text_key: str
    values: Mapping[str, object]
    blocking: bool = False
    forced: bool = False


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What the gate must know of one invoice, re-read at the moment of asking (case 13).

    Attributes:
        open_fen: Open on the day, after receipts and credit notes allocated to it.
        disputed_fen: Disputed part of it.
        unallocated_fen: The customer's receipts and credits in this currency that no invoice has.
        customer_demand_fen: Undisputed overdue money of the customer in this currency, this
            invoice included; ``None`` if it is the only one (``judge_customer`` fills it in).
        last_letter_on: Day of the last letter that held this invoice or went to its customer.
        open_promise_due_on: Promised day of a promise that still stands.
        remind_ahead_days: For a friendly reminder: how long before the due date it may go.
    """

    number: str
    open_fen: int
    due_on: date | None
    currency: str = "CNY"
    disputed_fen: int = 0
    unallocated_fen: int = 0
    customer_demand_fen: int | None = None
    on_hold: bool = False
    hold_until: date | None = None
    open_promise_due_on: date | None = None
    last_letter_on: date | None = None
    min_interval_days: int = 7
    has_address: bool = True
    remind_ahead_days: int | None = None


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """Whether an invoice is chased, for how much (fen), and every reason, blocking ones first."""

    number: str
    allowed: bool
    demand_fen: int
    reasons: tuple[Reason, ...]


def may_send(facts: InvoiceFacts, today: date, *, force: bool = False) -> GateAnswer:
    """Whether ``facts`` may stand in a demand on ``today``.

    ``force`` overrides a hold, a promise and the minimum interval (C55); never that nothing is
    owed, due or undisputed, nor that the customer's own credit covers it all.
    """
    reasons = [*_claim_reasons(facts, today), *_pause_reasons(facts, today, force=force)]
    allowed = not any(reason.blocking for reason in reasons)
    if allowed:
        reasons += [_chased(facts, today)]
    known = {reason.rule for reason in reasons}
    if "paid" not in known:
        reasons += [r for r in _remarks(facts) if r.rule != "unallocated" or "covered_by_credit" not in known]
    reasons.sort(key=lambda reason: not reason.blocking)
    return GateAnswer(facts.number, allowed, _undisputed(facts) if allowed else 0, tuple(reasons))


def judge_customer(
    invoices: Iterable[InvoiceFacts], today: date, *, force: bool = False
) -> tuple[GateAnswer, ...]:
    """Answers for all invoices of one customer in one currency, in the order given.

    The customer's unallocated money is held against the sum of what would be demanded, not
    against each invoice anew (case 5).
    """
    every = tuple(invoices)
    total = sum(_undisputed(facts) for facts in every if not list(_hindrances(facts, today)))
    return tuple(may_send(replace(facts, customer_demand_fen=total), today, force=force) for facts in every)


def _claim_reasons(facts: InvoiceFacts, today: date) -> list[Reason]:
    """Whether there is a claim to demand at all; nothing overrides these."""
    found = list(_hindrances(facts, today))
    demand = _undisputed(facts) if facts.customer_demand_fen is None else facts.customer_demand_fen
    if not found and facts.unallocated_fen > 0 and demand <= facts.unallocated_fen:
        values = {"amount": with_currency(facts.unallocated_fen, facts.currency)}
        text = "Received or credited, but not allocated: {amount}, which covers all that is due. Allocate it."
        found.append(Reason("covered_by_credit", text, values, blocking=True))
    return found


def _hindrances(facts: InvoiceFacts, today: date) -> Iterable[Reason]:
    if facts.open_fen <= 0:
        yield Reason("paid", "Nothing is open on it any more.", {}, blocking=True)
        return
    if facts.due_on is None:
        text = "It has no due date. Enter one first."
        yield Reason("no_due_date", text, {}, blocking=True)
    elif (facts.due_on - today).days > (-1 if facts.remind_ahead_days is None else facts.remind_ahead_days):
        yield Reason("not_due", "Not overdue: due on {due_on}.", {"due_on": facts.due_on}, blocking=True)
    if facts.disputed_fen >= facts.open_fen:
        values = {"amount": with_currency(facts.open_fen, facts.currency)}
        text = "Disputed in full ({amount}). Settle the dispute first."
        yield Reason("disputed", text, values, blocking=True)


def _pause_reasons(facts: InvoiceFacts, today: date, *, force: bool) -> Iterable[Reason]:
    """Reasons to wait, which a person may override."""

    def pause(rule: str, text: str, values: Mapping[str, object]) -> Reason:
        return Reason(rule, text, values, blocking=not force, forced=force)

    if facts.on_hold and (facts.hold_until is None or today <= facts.hold_until):
        if facts.hold_until is None:
            yield pause("on_hold", "The customer is on hold.", {})
        else:
            yield pause("on_hold", "The customer is on hold until {until}.", {"until": facts.hold_until})
    promised = facts.open_promise_due_on
    if promised is not None and today <= promised:
        yield pause("promised", "Payment is promised for {due_on}; wait until then.", {"due_on": promised})
    if facts.last_letter_on is not None:
        days = (today - facts.last_letter_on).days
        if days < facts.min_interval_days:
            values = {"on": facts.last_letter_on, "days": facts.min_interval_days}
            text = "The last letter is of {on}; the next may follow after {days} days."
            yield pause("too_soon", text, values)


def _chased(facts: InvoiceFacts, today: date) -> Reason:
    assert facts.due_on is not None  # without one it is blocked
    values: dict[str, object] = {
        "amount": with_currency(_undisputed(facts), facts.currency),
        "due_on": facts.due_on,
        "days": overdue_days(today, facts.due_on),
    }
    if values["days"]:
        return Reason("overdue", "{amount} is overdue by {days} days (due on {due_on}).", values)
    return Reason("soon_due", "{amount} falls due on {due_on}.", values)


def _remarks(facts: InvoiceFacts) -> Iterable[Reason]:
    """What the sender should know, but nothing waits for."""
    if 0 < facts.disputed_fen < facts.open_fen:
        values = {"amount": with_currency(facts.disputed_fen, facts.currency)}
        yield Reason("part_disputed", "{amount} of it is disputed and is not demanded.", values)
    if facts.unallocated_fen > 0:
        values = {"amount": with_currency(facts.unallocated_fen, facts.currency)}
        text = "The customer has {amount} received or credited that no invoice has yet."
        yield Reason("unallocated", text, values)
    if not facts.has_address:
        text = "The customer has no address, so the letter cannot be posted."
        yield Reason("no_address", text, {})


def _undisputed(facts: InvoiceFacts) -> int:
    return max(0, facts.open_fen - max(0, facts.disputed_fen))
