"""What late interest on an open item is reckoned from: its principal, and what was paid of it and when.

An invoice under an instalment plan is claimed instalment by instalment: each bears interest from its
own due date only (R26), on its own amount, less what the receipts put to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.interest import Payment
from arcdesk.domain.plans import InvoicePlan, settled_parts
from arcdesk.models.ledger import Allocation, Invoice, Receipt
from arcdesk.models.queries import plans
from arcdesk.models.queries.sql import pairs

Source = tuple[int | None, int | None, int | None]
"""A receipt, a credit note or a write-off, by id."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The principal of an open item before anything was paid of it, in fen, and the payments."""

    principal_fen: int
    payments: tuple[Payment, ...]


def claims_of(customer_id: int, items: Sequence[OpenItem], day: date) -> dict[tuple[int, int], Claim]:
    """The claim behind each open item of a customer, by (invoice id, instalment or 0).

    A payment counts from the money's own day. What was taken back since never came (a cheque that
    bounced), so reversals are netted.
    """
    ids = list(dict.fromkeys(item.invoice_id for item in items))
    amounts = pairs(Invoice.select(Invoice.id, Invoice.amount_fen).where(Invoice.id.in_(ids)))
    paid = _payments(ids, day)
    standing = plans.on_invoices(day, customer_id)
    lowered = plans.reductions(day, customer_id) if standing else {}
    claims: dict[tuple[int, int], Claim] = {}
    for invoice in ids:
        plan = standing.get(invoice)
        if plan is None:
            claims[invoice, 0] = Claim(amounts[invoice], _positive(paid[invoice].values()))
        else:
            since = lowered.get((invoice, plan.shares[0].plan_id), [])
            claims.update(_by_instalment(invoice, plan, since, paid[invoice], amounts[invoice]))
    return claims


def _by_instalment(
    invoice: int,
    plan: InvoicePlan,
    since: Iterable[plans.Reduction],
    paid: dict[Source, tuple[date, int]],
    amount_fen: int,
) -> dict[tuple[int, int], Claim]:
    shares = sorted(plan.shares, key=lambda share: (share.due_on, share.seq))
    net: dict[Source, int] = defaultdict(int)
    for each in since:
        net[each.source] += each.amount_fen
    earlier = {source: (on, fen - max(net[source], 0)) for source, (on, fen) in paid.items()}
    settled = [(paid[source][0], fen, source[0] is not None) for source, fen in net.items() if fen > 0]
    amounts = [share.amount_fen for share in shares]
    beyond = amount_fen - sum(amounts)
    before = _positive(earlier.values())
    parts = settled_parts(amounts, beyond - sum(payment.amount_fen for payment in before), settled)
    claims = {
        (invoice, share.seq): Claim(share.amount_fen, tuple(Payment(on, fen) for on, fen in part))
        for share, part in zip(shares, parts[:-1], strict=True)
    }
    rest = tuple(Payment(on, fen) for on, fen in parts[-1])
    claims[invoice, 0] = Claim(beyond, (*before, *rest))
    return claims


def _payments(invoice_ids: list[int], day: date) -> dict[int, dict[Source, tuple[date, int]]]:
    """What was paid on each invoice, by source, netted: the money's own day and fen."""
    query = (
        Allocation.select(
            Allocation.invoice, Allocation.receipt, Allocation.credit_note, Allocation.write_off,
            Allocation.amount_fen, Allocation.effective_on, Receipt.received_on,
        )
        .left_outer_join(Receipt)
        .where(Allocation.invoice.in_(invoice_ids) & (Allocation.effective_on <= day))
        .order_by(Allocation.id)
    )  # fmt: skip
    paid: dict[int, dict[Source, tuple[date, int]]] = defaultdict(dict)
    row: Any  # an allocation with its receipt's day beside it
    for row in query.objects():
        source = (row.receipt_id, row.credit_note_id, row.write_off_id)
        begin, before = paid[row.invoice_id].get(source, (row.received_on or row.effective_on, 0))
        paid[row.invoice_id][source] = (begin, before + row.amount_fen)
    return paid


def _positive(payments: Iterable[tuple[date, int]]) -> tuple[Payment, ...]:
    return tuple(Payment(on, fen) for on, fen in payments if fen > 0)
