"""Who gets the money of a receipt: shares by a rule, each with the reason of its place (R31, R32)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.allocation import Debt, Rule, allocate_oldest, allocate_pro_rata, allocate_statutory
from arcdesk.domain.money import round_half_up
from arcdesk.models.claims import Guarantee
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.models.queries import balances

DAYS_A_YEAR, PER_CENT = 365, 100


@dataclass(frozen=True, slots=True)
class Remark:
    """A text with its values, in whatever language it is shown."""

    text_key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProposedShare:
    """What one open invoice would get, in fen, its place in the order from 1, and why it stands there."""

    invoice_number: str
    due_on: date | None
    open_fen: int
    amount_fen: int
    place: int
    reasons: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Every open invoice in the order of the rule; ``rest_fen`` stays unallocated (T3.11)."""

    rule: Rule
    shares: tuple[ProposedShare, ...]
    rest_fen: int
    notes: tuple[Remark, ...] = ()

    @property
    def by_number(self) -> dict[str, int]:
        """Fen by invoice number, where an invoice gets some."""
        return {share.invoice_number: share.amount_fen for share in self.shares if share.amount_fen}


@dataclass(frozen=True, slots=True)
class _Claim:
    """One open item with what the law asks about it."""

    item: OpenItem
    number: str
    daily_rate: Decimal
    is_secured: bool

    def debt(self, key: int) -> Debt[int]:
        percent = self.daily_rate * DAYS_A_YEAR * PER_CENT
        return Debt(key, self.item.open_fen, self.item.due_on, self.item.issued_on, percent, self.is_secured)


def propose(customer_id: int, currency: str, amount_fen: int, on: date, rule: Rule) -> Proposal:
    """Share ``amount_fen`` out over the customer's open invoices that existed on ``on``.

    What is open is what is left today: an older receipt that is entered late finds what later
    money settled taken. Under an instalment plan each instalment counts by its own due date.
    """
    claims = _claims(customer_id, currency, on)
    if rule == "pro_rata":
        claims = _whole_invoices(claims)
    whole = sum(claim.item.open_fen for claim in claims)
    order = _shares(claims, whole, on, rule) if whole else []
    given = _shares(claims, min(amount_fen, whole), on, rule) if whole and amount_fen > 0 else []
    by_claim = dict(given)
    shares: dict[int, ProposedShare] = {}
    for key, _ in order:
        claim = claims[key]
        before = shares.get(claim.item.invoice_id)
        shares[claim.item.invoice_id] = ProposedShare(
            claim.number,
            before.due_on if before else claim.item.due_on,
            claim.item.open_fen + (before.open_fen if before else 0),
            by_claim.get(key, 0) + (before.amount_fen if before else 0),
            before.place if before else len(shares) + 1,
            before.reasons if before else _reasons(claim, whole, on, rule),
        )
    rest = max(amount_fen, 0) - sum(by_claim.values())
    return Proposal(rule, tuple(shares.values()), rest, _notes(claims, rule))


def _shares(claims: Sequence[_Claim], amount_fen: int, on: date, rule: Rule) -> list[tuple[int, int]]:
    debts = [claim.debt(key) for key, claim in enumerate(claims)]
    if rule == "statutory":
        return allocate_statutory(amount_fen, debts, on)[0]
    if rule == "pro_rata":
        return allocate_pro_rata(amount_fen, debts)[0]
    return allocate_oldest(amount_fen, debts)[0]


def _claims(customer_id: int, currency: str, on: date) -> list[_Claim]:
    items = [
        item
        for item in balances.open_items(date.max, customer_id)  # date.max: everything that was ever settled
        if item.currency == currency and item.issued_on <= on
    ]
    items.sort(key=lambda item: (item.due_on or date.max, item.issued_on, item.invoice_id, item.instalment))
    invoices = {row.id: row for row in Invoice.select().where(Invoice.customer == customer_id)}
    rates = {
        row.id: Decimal(row.penalty_daily_rate or 0)
        for row in Contract.select().where(Contract.customer == customer_id)
    }
    secured = _Secured.of(customer_id)
    return [
        _Claim(
            item,
            invoices[item.invoice_id].number,
            rates.get(invoices[item.invoice_id].contract_id, Decimal(0)),
            secured.covers(invoices[item.invoice_id]),
        )
        for item in items
    ]


def _whole_invoices(claims: Sequence[_Claim]) -> list[_Claim]:
    """In proportion counts what is open of an invoice, whatever instalments it is due in."""
    found: dict[int, _Claim] = {}
    for claim in claims:
        first = found.get(claim.item.invoice_id)
        open_fen = claim.item.open_fen + (first.item.open_fen if first else 0)
        kept = first or claim
        found[claim.item.invoice_id] = replace(kept, item=kept.item._replace(open_fen=open_fen))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Secured:
    """What of a customer's debts somebody else stands in for (R9)."""

    everything: bool
    contracts: frozenset[int | None]
    invoices: frozenset[int | None]

    @classmethod
    def of(cls, customer_id: int) -> _Secured:
        rows = list(Guarantee.select().where(Guarantee.customer == customer_id))
        corrected = {row.corrects_id for row in rows}
        standing = [row for row in rows if not row.is_withdrawn and row.id not in corrected]
        return cls(
            any(row.invoice_id is None and row.contract_id is None for row in standing),
            frozenset(row.contract_id for row in standing) - {None},
            frozenset(row.invoice_id for row in standing) - {None},
        )

    def covers(self, invoice: Invoice) -> bool:
        return self.everything or invoice.contract_id in self.contracts or invoice.id in self.invoices


def _reasons(claim: _Claim, whole_fen: int, on: date, rule: Rule) -> tuple[Remark, ...]:
    due_on = claim.item.due_on
    due = (
        Remark(text_key="due on {day}|order", values={"day": due_on.isoformat()})
        if due_on
        else Remark(text_key="no due date|order")
    )
    if rule == "oldest":
        return (due,)
    if rule == "pro_rata":
        return (Remark(text_key="{percent} % of what is open|order", values={"percent": _percent(claim, whole_fen)}),)
    is_due = due_on is not None and due_on <= on
    rate = format((claim.daily_rate * PER_CENT).normalize(), "f")
    return (
        Remark(text_key="due|order") if is_due else Remark(text_key="not yet due|order"),
        Remark(text_key="secured|order") if claim.is_secured else Remark(text_key="unsecured|order"),
        Remark(text_key="{rate} % a day|order", values={"rate": rate})
        if claim.daily_rate
        else Remark(text_key="no agreed rate|order"),
        due,
    )


def _percent(claim: _Claim, whole_fen: int) -> str:
    tenths = round_half_up(Fraction(claim.item.open_fen * 1000, whole_fen))
    return f"{tenths // 10}.{tenths % 10}"


def _notes(claims: Sequence[_Claim], rule: Rule) -> tuple[Remark, ...]:
    if rule != "statutory" or not claims:
        return ()
    return (
        Remark(
            text_key="Civil Code Art. 560, where nothing was agreed and the payer named no debt: what is due first,"
            " of that the unsecured, the heavier burden, the earlier due date; equals in proportion."
        ),
        Remark(
            text_key="Inside a debt Art. 561 puts costs and interest before the principal unless agreed otherwise."
            " Interest is claimed, never posted, so the ledger lowers the principal."
        ),
    )
