"""Plans as they are shown: what was agreed, what is open of each instalment on a day, how all of it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from arcdesk.domain import plan_standing as rules
from arcdesk.domain.gate import Reason
from arcdesk.domain.money import with_currency
from arcdesk.domain.plans import spread
from arcdesk.models.queries import names, plans

_BY_LAW = (
    "Missed instalments: {missed}, {amount} in arrears, a fifth of the whole or more. After a demand and a "
    "fitting delay the whole may be claimed (Civil Code Art. 634)."
)
_BY_AGREEMENT = (
    "Missed instalments: {missed}, {amount} in arrears. If the agreement says so, the whole may be called in."
)


@dataclass(frozen=True, slots=True)
class InstalmentLine:
    """One instalment on a day, in fen; ``shares`` is what it pays: (invoice number, fen)."""

    seq: int
    due_on: date
    amount_fen: int
    open_fen: int
    state: rules.InstalmentState
    shares: tuple[tuple[str, int], ...]

    @property
    def paid_fen(self) -> int:
        """What was paid of it, or credited."""
        return self.amount_fen - self.open_fen


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan on a day, in fen. ``hint`` says why all of it may be claimed; ``how_ended`` is empty while it stands."""

    id: int
    number: str
    customer_id: int
    customer_code: str
    customer_name: str
    currency: str
    agreed_on: date
    total_fen: int
    open_fen: int
    overdue_fen: int
    state: rules.PlanState
    is_one_debt: bool
    is_written: bool
    contact_id: int | None
    evidence_id: int | None
    note: str
    instalments: tuple[InstalmentLine, ...]
    invoices: tuple[str, ...]
    how_ended: str
    ended_on: date | None
    end_reason: str
    hint: Reason | None

    @property
    def paid_fen(self) -> int:
        """What was paid of the plan, or credited."""
        return self.total_fen - self.open_fen

    @property
    def stands(self) -> bool:
        """Whether the invoices fall due by it."""
        return self.how_ended not in ("void", "replaced")


def plan_lines(day: date, customer_id: int | None = None) -> tuple[PlanLine, ...]:
    """The plans agreed up to ``day``, the latest first; of one customer or of all."""
    rows = plans.agreed_plans(day, customer_id)
    if not rows:
        return ()
    customers = names.customers()
    parts: dict[int, list[plans.PartRow]] = defaultdict(list)
    for part in plans.parts(day, customer_id):
        parts[part.plan_id].append(part)
    settled = {(row.plan_id, row.invoice_id): row for row in plans.settled(day, customer_id)}
    return tuple(_line(row, parts[row.id], settled, customers[row.customer_id], day) for row in rows)


def _line(
    row: plans.PlanRow,
    parts: Sequence[plans.PartRow],
    settled: Mapping[tuple[int, int], plans.SettledRow],
    customer: names.CustomerName,
    day: date,
) -> PlanLine:
    ended_on = date.fromisoformat(row.ended_on) if row.ended_on else None
    told_on = ended_on if ended_on and row.how in ("void", "replaced") else day
    instalments = _instalments(parts, settled, told_on)
    facts = [rules.InstalmentFacts(each.due_on, each.amount_fen, each.open_fen) for each in instalments]
    stands = row.how not in ("void", "replaced")
    return PlanLine(
        row.id, row.number, row.customer_id, customer.code, customer.name, row.currency,
        date.fromisoformat(row.agreed_on), row.total_fen, sum(each.open_fen for each in facts),
        rules.arrears(facts, day) if stands else 0, rules.plan_state(facts, day, row.how),
        bool(row.is_one_debt), bool(row.is_written), row.contact_id, row.evidence_id, row.note, instalments,
        tuple(dict.fromkeys(part.number for part in parts)), row.how, ended_on, row.reason,
        _hint(facts, row.currency, day) if stands else None,
    )  # fmt: skip


def _instalments(
    parts: Sequence[plans.PartRow], settled: Mapping[tuple[int, int], plans.SettledRow], day: date
) -> tuple[InstalmentLine, ...]:
    open_fen: dict[int, int] = defaultdict(int)
    by_invoice = sorted(parts, key=attrgetter("invoice_id", "due_on", "seq"))
    for invoice_id, group in groupby(by_invoice, key=attrgetter("invoice_id")):
        mine = list(group)
        row = settled[mine[0].plan_id, invoice_id]
        amounts = [part.amount_fen for part in mine]
        beyond = row.open_fen + row.money_fen + row.other_fen - sum(amounts)
        for part, fen in zip(mine, spread(amounts, beyond, row.money_fen, row.other_fen)[0], strict=True):
            open_fen[part.seq] += fen
    lines = []
    for seq, group in groupby(parts, key=attrgetter("seq")):
        mine = list(group)
        amount = sum(part.amount_fen for part in mine)
        due_on = date.fromisoformat(mine[0].due_on)
        state = rules.instalment_state(rules.InstalmentFacts(due_on, amount, open_fen[seq]), day)
        shares = tuple((part.number, part.amount_fen) for part in mine)
        lines.append(InstalmentLine(seq, due_on, amount, open_fen[seq], state, shares))
    return tuple(lines)


def _hint(facts: Sequence[rules.InstalmentFacts], currency: str, day: date) -> Reason | None:
    found = rules.acceleration(facts, day)
    if found is None:
        return None
    values = {"missed": found.missed, "amount": with_currency(found.arrears_fen, currency)}
    return Reason("acceleration", _BY_LAW if found.is_fifth else _BY_AGREEMENT, values)
