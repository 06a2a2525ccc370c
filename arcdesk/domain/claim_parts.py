"""What of an invoice bears interest: its parts, each with its due date and what was paid on it (R26, R46).

Without a plan an invoice is one part. A plan moves what was open when it was agreed to its own
due dates, and interest with it: what was paid before keeps the invoice's due date, what was paid
under a plan keeps that plan's. The parts are those of ``plans``: money since the agreement meets
the earliest instalments first, whatever else lowers the debt its far end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from arcdesk.domain.interest import Payment
from arcdesk.domain.plans import PlanShare

LoweringKind = Literal["money", "set_off", "correction", "given_up", "before_books"]
"""``money`` is paid on its own day, ``set_off`` a free credit note put to the invoice, on its day.
What was never owed or is no longer claimed lowers the principal from the start, so that the smaller
claim is made: a ``correction`` of the price by a credit note written for this invoice, what was
``given_up`` by a write-off, and what came ``before_books``, on a day that nobody knows."""

_BEARS_NOTHING = ("correction", "given_up", "before_books")


@dataclass(frozen=True, slots=True)
class Lowering:
    """What stands to the credit of an invoice: ``on`` its own day, ``counts_from`` when it was allocated."""

    kind: LoweringKind
    on: date
    counts_from: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """A plan over the invoice: its shares, and how it ended where it did: (day, void|accelerated|replaced)."""

    agreed_on: date
    shares: tuple[PlanShare, ...]
    ends: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """A part of an invoice with one due date.

    Attributes:
        due_on: ``None`` where the invoice has none.
        principal_fen: What bears interest from the day after, before payments.
        payments: By day, together never more than the principal.
        disputed_fen: What was left out of the principal because it is contested.
        instalment: Its number in the plan ``plan_id``; 0 for what no plan moved.
    """

    due_on: date | None
    principal_fen: int
    payments: tuple[Payment, ...] = ()
    disputed_fen: int = 0
    instalment: int = 0
    plan_id: int = 0

    @property
    def open_fen(self) -> int:
        """What is still claimed of the principal."""
        return self.principal_fen - sum(payment.amount_fen for payment in self.payments)


def claim_parts(
    amount_fen: int,
    due_on: date | None,
    lowerings: Iterable[Lowering] = (),
    plans: Iterable[PlanTerms] = (),
    disputed_fen: int = 0,
) -> tuple[ClaimPart, ...]:
    """The parts of an invoice of ``amount_fen`` that something is, or was, claimed on, earliest first.

    Everything handed in counts: the caller leaves out what was not known on the day asked about.
    The disputed money stands where ``plans`` has it, with what is due last.
    """
    invoice = _Invoice(amount_fen, due_on)
    for step in sorted(_steps(tuple(lowerings), tuple(plans)), key=lambda step: step.order):
        invoice.take(step.deed)
    invoice.hold(disputed_fen)
    return tuple(part.frozen() for part in invoice.parts() if part.principal_fen > 0)


@dataclass(frozen=True, slots=True)
class _End:
    on: date
    how: str


@dataclass(frozen=True, slots=True)
class _Step:
    order: tuple[date, int, int]
    deed: Lowering | PlanTerms | _End


def _steps(lowerings: Sequence[Lowering], plans: Sequence[PlanTerms]) -> Iterator[_Step]:
    """Everything in its order; on the day of an agreement what was paid comes first.

    Money of that very day is a down payment where the plan has one due on it.
    """
    down_days = {
        plan.agreed_on for plan in plans if plan.agreed_on == min(share.due_on for share in plan.shares)
    }
    for place, plan in enumerate(plans):
        yield _Step((plan.agreed_on, 2, place), plan)
        for on, how in plan.ends:
            yield _Step((on, 1, place), _End(on, how))
    for place, lowering in enumerate(lowerings):
        is_down = lowering.kind == "money" and lowering.counts_from in down_days
        yield _Step((lowering.counts_from, 3 if is_down else 0, place), lowering)


@dataclass(slots=True)
class _Part:
    due_on: date | None
    principal_fen: int
    instalment: int = 0
    plan_id: int = 0
    disputed_fen: int = 0
    payments: list[Payment] = field(default_factory=list)

    @property
    def open_fen(self) -> int:
        return self.principal_fen - sum(payment.amount_fen for payment in self.payments)

    def lower(self, lowering: Lowering, fen: int) -> None:
        if lowering.kind in _BEARS_NOTHING:
            self.principal_fen -= fen
        else:
            self.payments.append(Payment(lowering.on, fen))

    def frozen(self) -> ClaimPart:
        payments = tuple(sorted(self.payments, key=lambda payment: payment.on))
        return ClaimPart(
            self.due_on, self.principal_fen, payments, self.disputed_fen, self.instalment, self.plan_id
        )


class _Invoice:
    """The parts of an invoice while its history is gone through."""

    def __init__(self, amount_fen: int, due_on: date | None) -> None:
        self._own = _Part(due_on, amount_fen)
        self._former: list[_Part] = []
        self._planned: list[_Part] = []

    def parts(self) -> list[_Part]:
        every = [self._own, *self._former, *self._planned]
        return sorted(every, key=lambda part: (part.due_on or date.min, part.plan_id, part.instalment))

    def take(self, deed: Lowering | PlanTerms | _End) -> None:
        if isinstance(deed, PlanTerms):
            self._agree(deed)
        elif isinstance(deed, _End):
            self._end(deed)
        else:
            self._lower(deed)

    def hold(self, disputed_fen: int) -> None:
        """Leave the contested money out of the claim, from its far end."""
        for part in self._from_the_far_end():
            held = min(disputed_fen, part.open_fen)
            part.principal_fen -= held
            part.disputed_fen += held
            disputed_fen -= held

    def _lower(self, lowering: Lowering) -> None:
        left = lowering.amount_fen
        ways = [*self._planned, self._own] if lowering.kind == "money" else self._from_the_far_end()
        for part in ways:
            taken = min(left, part.open_fen)
            if taken > 0:
                part.lower(lowering, taken)
                left -= taken

    def _agree(self, plan: PlanTerms) -> None:
        self._put_back()
        # More was paid before than the parties knew: the earliest instalments are met by it.
        met = max(0, sum(share.amount_fen for share in plan.shares) - self._own.open_fen)
        for share in sorted(plan.shares, key=lambda share: (share.due_on, share.seq)):
            moved = max(0, share.amount_fen - met)
            met = max(0, met - share.amount_fen)
            self._own.principal_fen -= moved
            self._planned.append(_Part(share.due_on, moved, share.seq, share.plan_id))

    def _end(self, end: _End) -> None:
        if end.how == "accelerated":
            for part in self._planned:
                part.due_on = min(part.due_on or end.on, end.on)
        else:
            self._put_back()

    def _put_back(self) -> None:
        """What is still open of a plan that stands no more has the invoice's own due date again."""
        for part in self._planned:
            moved = part.open_fen
            part.principal_fen -= moved
            self._own.principal_fen += moved
        self._former += self._planned
        self._planned = []

    def _from_the_far_end(self) -> list[_Part]:
        return [self._own, *reversed(self._planned)]
