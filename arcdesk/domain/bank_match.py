"""Whose money is this, and what does it pay? Proposals for a bank line, best first (F-70).

A proposal is never carried out by itself: a person confirms it. Every point of a proposal is
said as a reason, so that the person can see what it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from arcdesk.domain.allocation import Debt, allocate_oldest
from arcdesk.domain.gate import Reason
from arcdesk.domain.text import half_width

MOST_PROPOSALS = 5
SAME_MONEY_DAYS = 5
"""A receipt of the same customer and amount within so many days may be this very money."""

_SEARCHED_ITEMS = 24
_SEARCHED_TOGETHER = 4
_SHORTEST_NAME = 2
_SHORTEST_NUMBER = 4
_FORMS = re.compile(
    r"(股份)?有限(责任)?公司|股份公司|集团|分公司|company|limited|incorporated|co\.?,?|ltd\.?|inc\.?|llc|gmbh"
)
_NOISE = re.compile(r"[\s()（）\[\]【】.,，。·\-_/&]+")


@dataclass(frozen=True, slots=True)
class BankMoney:
    """Money on a bank statement: fen that came in, who sent it, what he wrote."""

    booked_on: date
    amount_fen: int
    currency: str
    payer: str
    payer_account: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """An open item that money may be for, in fen; ``words`` are numbers a payer may quote."""

    number: str
    open_fen: int
    due_on: date | None
    issued_on: date
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payer:
    """A customer as a payer: his names and codes, the accounts his money came from, his open items.

    ``receipts`` are (number, day, fen) of late, to tell money that is in the books already.
    """

    customer_id: int
    code: str
    name: str
    short_name: str = ""
    sender_names: tuple[str, ...] = ()
    sender_accounts: tuple[str, ...] = ()
    debts: tuple[OpenDebt, ...] = ()
    receipts: tuple[tuple[str, date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to enter the money. ``shares`` are (number, fen); the rest stays unallocated.

    ``known_receipt`` names a receipt that is probably this very money. ``score`` is of 100.
    """

    customer_id: int
    shares: tuple[tuple[str, int], ...]
    unallocated_fen: int
    score: int
    reasons: tuple[Reason, ...]
    known_receipt: str = ""


def normal_name(name: str) -> str:
    """A company's name without its legal form, brackets, blanks and case."""
    return _NOISE.sub("", _FORMS.sub("", half_width(name).casefold()))


def proposals(money: BankMoney, payers: Iterable[Payer]) -> tuple[Proposal, ...]:
    """What the money may be, best first; empty where nothing speaks for any customer."""
    found = [made for payer in payers if (made := _proposal(money, payer)) is not None]
    found.sort(key=lambda proposal: (-proposal.score, proposal.customer_id))
    return tuple(found[:MOST_PROPOSALS])


def _proposal(money: BankMoney, payer: Payer) -> Proposal | None:
    who, identity = _identity(money, payer)
    quoted = _quoted(money.reference, payer.debts)
    exact = _exact_items(money.amount_fen, payer.debts)
    if quoted:
        who += [_reason("number_quoted", "The reference names {numbers}.", numbers=_list(quoted))]
        identity = max(identity, 80)
    if not identity:
        if exact is None or len(exact) > 1 or not payer.debts:
            return None
        identity = 25  # the amount alone: one open item of exactly that much
    shares, how, fit = _shares(money.amount_fen, payer.debts, quoted, exact)
    rest = money.amount_fen - sum(fen for _, fen in shares)
    if rest > 0 and shares:
        how.append(_reason("rest", "What is left stays unallocated."))
    known = _known(money, payer)
    if known:
        text = "Receipt {number} has the same amount and nearly the same day: it may be this money."
        how.append(_reason("known", text, number=known))
    score = min(100, identity * 7 // 10 + fit)
    return Proposal(payer.customer_id, tuple(shares), rest, score, (*who, *how), known)


def _identity(money: BankMoney, payer: Payer) -> tuple[list[Reason], int]:
    """How surely the sender is this customer, of 100, and why."""
    account = _digits(money.payer_account)
    if account and account in map(_digits, payer.sender_accounts):
        return [_reason("account_known", "Money came from this account before.")], 100
    sender = normal_name(money.payer)
    if not sender:
        return _mentioned(money, payer)
    if sender in map(normal_name, payer.sender_names):
        return [_reason("payer_known", "Money came from this payer before.")], 95
    own = normal_name(payer.name)
    if half_width(money.payer).strip() == half_width(payer.name).strip():
        return [_reason("same_name", "The payer has the customer's name.")], 95
    if sender == own:
        return [_reason("like_name", "The payer has the customer's name, but for its spelling.")], 88
    short = normal_name(payer.short_name)
    if short and len(short) >= _SHORTEST_NAME and (short in sender or sender in (short, own)):
        return [
            _reason("short_name", "The payer's name holds the short name {name}.", name=payer.short_name)
        ], 60
    if len(own) > _SHORTEST_NAME and len(sender) > _SHORTEST_NAME and (own in sender or sender in own):
        return [_reason("part_name", "The payer's name and the customer's have a part in common.")], 50
    return _mentioned(money, payer)


def _mentioned(money: BankMoney, payer: Payer) -> tuple[list[Reason], int]:
    """The customer named in what the payer wrote: somebody else may pay for him."""
    own, text = normal_name(payer.name), normal_name(money.reference)
    if len(own) > _SHORTEST_NAME and own in text:
        return [_reason("name_in_reference", "The reference names the customer.")], 60
    return [], 0


def _quoted(reference: str, debts: Iterable[OpenDebt]) -> list[OpenDebt]:
    """The open items whose number stands in the reference as a word of its own."""
    text = half_width(reference).casefold()
    return [
        debt for debt in debts
        if any(_stands_in(half_width(word).casefold(), text) for word in (debt.number, *debt.words))
    ]  # fmt: skip


def _stands_in(word: str, text: str) -> bool:
    if len(word) < _SHORTEST_NUMBER:
        return False
    return re.search(rf"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])", text) is not None


def _shares(
    amount_fen: int, debts: Sequence[OpenDebt], quoted: Sequence[OpenDebt], exact: Sequence[OpenDebt] | None
) -> tuple[list[tuple[str, int]], list[Reason], int]:
    """Shares, why, and how well the amount fits, of 30."""
    if quoted:
        left, fit = sum(debt.open_fen for debt in quoted), 20
        why = []
        if left == amount_fen:
            why.append(_reason("amount_of_quoted", "The amount is exactly what is open of them."))
            fit = 30
        return _oldest(amount_fen, quoted), why, fit
    if exact is not None:
        text = "The amount is exactly what is open of {numbers}."
        why = [_reason("amount_exact", text, numbers=_list(exact))]
        return [(debt.number, debt.open_fen) for debt in exact], why, 30 if len(exact) == 1 else 26
    if not debts:
        return [], [_reason("nothing_open", "Nothing is open; the money stays unallocated.")], 5
    return (
        _oldest(amount_fen, debts),
        [_reason("oldest_first", "No amount fits; shared out oldest first.")],
        12,
    )


def _oldest(amount_fen: int, debts: Sequence[OpenDebt]) -> list[tuple[str, int]]:
    rows = [Debt(n, debt.open_fen, debt.due_on, debt.issued_on) for n, debt in enumerate(debts)]
    shares, _ = allocate_oldest(amount_fen, rows)
    return [(debts[int(row)].number, fen) for row, fen in shares]


def _exact_items(amount_fen: int, debts: Sequence[OpenDebt]) -> tuple[OpenDebt, ...] | None:
    """The fewest open items that add up to the amount, oldest first among equals; at most four."""
    ordered = sorted(debts, key=lambda debt: (debt.due_on or date.max, debt.issued_on, debt.number))
    if sum(debt.open_fen for debt in ordered) == amount_fen and ordered:
        whole: tuple[OpenDebt, ...] | None = tuple(ordered)
    else:
        whole = None
    nearest = ordered[:_SEARCHED_ITEMS]
    for single in ordered:
        if single.open_fen == amount_fen:
            return (single,)
    for count in range(2, _SEARCHED_TOGETHER + 1):
        for group in combinations(nearest, count):
            if sum(debt.open_fen for debt in group) == amount_fen:
                return group
    return whole


def _known(money: BankMoney, payer: Payer) -> str:
    near = timedelta(days=SAME_MONEY_DAYS)
    return next(
        (
            number
            for number, on, fen in payer.receipts
            if fen == money.amount_fen and abs(on - money.booked_on) <= near
        ),
        "",
    )


def _digits(account: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", half_width(account))


def _list(debts: Sequence[OpenDebt]) -> str:
    return ", ".join(dict.fromkeys(debt.number for debt in debts))


def _reason(rule: str, text_key: str, **values: object) -> Reason:
    return Reason(rule, text_key, values)
