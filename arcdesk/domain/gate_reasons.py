"""The sentences of the gate: each rule's stable name with the text and figures a person reads (F-32)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from arcdesk.domain.account import (
    Account,
    ask_again_on,
    broken_promises,
    last_letter,
    open_promises,
    overdue,
    unpaid_of_letter,
)
from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.money import with_currency

if TYPE_CHECKING:
    from arcdesk.domain.gate import Answer, Ruling


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an answer: a rule's stable name and a text to translate with ``values``.

    ``blocking`` reasons hold something back; ``forced`` ones would have, but were overridden.
    ``instalment`` is the one it speaks of, 0 where it speaks of the invoice or the customer.
    """

    rule: str
    text_key: str
    values: Mapping[str, object]
    blocking: bool = False
    forced: bool = False
    instalment: int = 0


def explain(ruling: Ruling, answer: Answer) -> tuple[Reason, ...]:
    """Every reason of one answer: what holds it back, why it is asked for, and what to know besides."""
    found = [_reason(rule, ruling, answer, blocking=True) for rule in answer.no_claim]
    held_back = not ruling.force
    found += [
        _reason(rule, ruling, answer, blocking=held_back, forced=ruling.force) for rule in answer.pauses
    ]
    if answer.allowed:
        found += _why_asked(ruling, answer)
    if answer.item.open_fen > 0 and "not_issued" not in answer.no_claim:
        found += _remarks(ruling, answer)
    return tuple(found)


def broken_promise_reasons(account: Account, day: date) -> Iterator[Reason]:
    """Each promise that was broken and still matters."""
    for promise, missing_fen in broken_promises(account, day):
        values = {"amount": with_currency(missing_fen, account.currency), "due_on": promise.due_on}
        text = "Promise broken: {amount} was promised for {due_on} and has not come."
        yield Reason("broken_promise", text, values)


def deadline_reasons(account: Account, day: date) -> Iterator[Reason]:
    """The last letter, where its deadline has passed and money is missing."""
    unpaid, letter = unpaid_of_letter(account, day), account.letter
    if unpaid and letter is not None:
        values = {
            "number": letter.number,
            "deadline_on": letter.deadline_on,
            "amount": with_currency(unpaid, account.currency),
        }
        text = "Letter {number}: the deadline of {deadline_on} has passed, {amount} is unpaid."
        yield Reason("deadline_passed", text, values)


def covered_reason(account: Account) -> Reason:
    """Money that only has to be allocated covers all that is due (C49)."""
    text, values = _covered(account)
    return Reason("covered_by_credit", text, values, blocking=True)


def _why_asked(ruling: Ruling, answer: Answer) -> Iterator[Reason]:
    item, account = answer.item, ruling.account
    assert item.due_on is not None  # without one it is held back
    amount = with_currency(answer.demand_fen, account.currency)
    days = overdue_days(ruling.day, item.due_on)
    if days:
        values = {"amount": amount, "due_on": item.due_on, "days": days}
        text = "{amount} is overdue by {days} days (due on {due_on})."
        yield Reason("overdue", text, values, instalment=item.instalment)
    else:
        soon = {"amount": amount, "due_on": item.due_on}
        yield Reason("soon_due", "{amount} falls due on {due_on}.", soon, instalment=item.instalment)
    if ruling.purpose == "chase":
        yield from broken_promise_reasons(account, ruling.day)
        if account.letter is not None and item.invoice_id in account.letter.invoice_ids:
            yield from deadline_reasons(account, ruling.day)


def _remarks(ruling: Ruling, answer: Answer) -> Iterator[Reason]:
    """What one should know besides, but nothing waits for."""
    item, account = answer.item, ruling.account
    if 0 < item.disputed_fen < item.open_fen:
        values = {"amount": with_currency(item.disputed_fen, account.currency)}
        text = "{amount} of it is disputed and is not demanded."
        yield Reason("part_disputed", text, values, instalment=item.instalment)
    if "promised" in ruling.pauses:
        yield from _short_promise(ruling)
    if account.unallocated_fen > 0 and "covered_by_credit" not in answer.no_claim:
        values = {"amount": with_currency(account.unallocated_fen, account.currency)}
        text = "The customer has {amount} received or credited that no invoice has yet."
        yield Reason("unallocated", text, values)
    if not account.has_address:
        text = "The customer has no address, so the letter cannot be posted."
        yield Reason("no_address", text, {})
    if not account.has_contact and ruling.purpose == "chase":
        text = "Nobody is known there who may be called or written to. Enter a contact person."
        yield Reason("no_contact", text, {})


def _short_promise(ruling: Ruling) -> Iterator[Reason]:
    account = ruling.account
    promised = sum(promise.missing_fen for promise in open_promises(account, ruling.day))
    due_fen = overdue(account, ruling.day)[0]
    if promised < due_fen:
        values = {
            "promised": with_currency(promised, account.currency),
            "due": with_currency(due_fen, account.currency),
        }
        yield Reason("promised_in_part", "Only {promised} of the {due} overdue is promised.", values)


def _reason(rule: str, ruling: Ruling, answer: Answer, *, blocking: bool, forced: bool = False) -> Reason:
    text, values = _TEXTS[rule](ruling, answer.item)
    instalment = answer.item.instalment if rule in _OF_THE_ITEM else 0
    return Reason(rule, text, values, blocking, forced, instalment)


Text: TypeAlias = tuple[str, Mapping[str, object]]


def _not_issued(_ruling: Ruling, item: OpenItem) -> Text:
    return "It was issued on {issued_on}, after this day.", {"issued_on": item.issued_on}


def _credit_note(_ruling: Ruling, _item: OpenItem) -> Text:
    return "It is a credit note: it is owed to the customer, not by him.", {}


def _paid(_ruling: Ruling, _item: OpenItem) -> Text:
    return "Nothing is open on it any more.", {}


def _no_due_date(_ruling: Ruling, _item: OpenItem) -> Text:
    return "It has no due date. Enter one first.", {}


def _not_due(_ruling: Ruling, item: OpenItem) -> Text:
    return "Not overdue: due on {due_on}.", {"due_on": item.due_on}


def _disputed(ruling: Ruling, item: OpenItem) -> Text:
    values = {"amount": with_currency(item.open_fen, ruling.account.currency)}
    return "Disputed in full ({amount}). Settle the dispute first.", values


def _covered(account: Account) -> Text:
    values = {"amount": with_currency(account.unallocated_fen, account.currency)}
    text = "Received or credited, but not allocated: {amount}, which covers all that is due. Allocate it."
    return text, values


def _on_hold(ruling: Ruling, _item: OpenItem) -> Text:
    hold = ruling.account.hold
    assert hold is not None
    if not hold.reason:
        return "The customer is on hold until {until}.", {"until": hold.until_on}
    values = {"until": hold.until_on, "reason": hold.reason}
    return "The customer is on hold until {until}: {reason}", values


def _invoice_on_hold(ruling: Ruling, item: OpenItem) -> Text:
    hold = ruling.account.held[item.invoice_id]
    values = {"until": hold.until_on, "reason": hold.reason}
    return "It is not to be chased until {until}: {reason}", values


def _promised(ruling: Ruling, _item: OpenItem) -> Text:
    last = open_promises(ruling.account, ruling.day)[0]
    return "Payment is promised for {due_on}; wait until then.", {"due_on": last.due_on}


def _too_soon(ruling: Ruling, _item: OpenItem) -> Text:
    account, letter = ruling.account, last_letter(ruling.account)
    again_on = ask_again_on(account, ruling.day, ruling.purpose)
    is_letter = letter is not None and (
        ruling.purpose != "chase" or account.reached_on is None or letter.issued_on > account.reached_on
    )
    if is_letter and letter is not None:
        text = "Letter {number} is of {on}; the next step may follow from {again_on}."
        return text, {"number": letter.number, "on": letter.issued_on, "again_on": again_on}
    text = "The last contact was on {on}; the next step may follow from {again_on}."
    return text, {"on": account.reached_on, "again_on": again_on}


def _tried_enough(ruling: Ruling, _item: OpenItem) -> Text:
    text = "{count} attempts were made on this day; try again on another."
    return text, {"count": ruling.account.attempts}


_OF_THE_ITEM = frozenset({"paid", "no_due_date", "not_due", "disputed"})

_TEXTS: Mapping[str, Callable[[Ruling, OpenItem], Text]] = {
    "not_issued": _not_issued,
    "credit_note": _credit_note,
    "paid": _paid,
    "no_due_date": _no_due_date,
    "not_due": _not_due,
    "disputed": _disputed,
    "covered_by_credit": lambda ruling, _item: _covered(ruling.account),
    "on_hold": _on_hold,
    "invoice_on_hold": _invoice_on_hold,
    "promised": _promised,
    "too_soon": _too_soon,
    "tried_enough": _tried_enough,
}
