"""Contact coverage: who is overdue and was not spoken or written to for so long, and what holds him (F-32)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from arcdesk.domain.account import Account, last_letter, open_promises, overdue
from arcdesk.domain.gate import Reason, judge
from arcdesk.models.customer import Customer
from arcdesk.services.decided import decisions
from arcdesk.services.gate_facts import accounts_on
from arcdesk.services.unit_of_work import UnitOfWork

USUAL_DAYS = 30
"""Days without contact after which an overdue customer stands out."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An overdue customer in one currency whom nobody reached or wrote to for long; amounts in fen.

    ``reached_on`` is the last talk in which somebody was reached, ``written_on`` the last letter. ``reasons``
    say what holds him, nothing where nothing does: he was forgotten.
    """

    customer_id: int
    customer_code: str
    customer_name: str
    owner: str
    currency: str
    overdue_fen: int
    max_overdue_days: int
    reached_on: date | None
    written_on: date | None
    reasons: tuple[Reason, ...]

    @property
    def touched_on(self) -> date | None:
        """The later of talk and letter."""
        return max((on for on in (self.reached_on, self.written_on) if on), default=None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what is overdue was touched within ``days``: fen by currency, and who was not."""

    on: date
    days: int
    overdue_fen: dict[str, int]
    covered_fen: dict[str, int]
    gaps: tuple[Gap, ...]


class CoverageService:
    """Reads who was left alone."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def of(self, days: int = USUAL_DAYS, on: date | None = None, owner: str | None = None) -> Coverage:
        """The coverage of a day, of one owner's customers where named; who owes longest stands first."""
        day = on or self._work.clock.today()
        query = Customer.select().where(Customer.merged_into.is_null())
        if owner is not None:
            query = query.where(Customer.owner == owner)
        everything, covered = defaultdict[str, int](int), defaultdict[str, int](int)
        gaps = []
        accounts, decided = accounts_on(day), decisions(day)
        for row in query:
            for account in accounts.get(row.id, ()):
                fen, age = overdue(account, day)
                if not fen:
                    continue
                everything[account.currency] += fen
                gap = _gap(row, account, fen, age, day)
                if row.id in decided:
                    gap = replace(gap, reasons=(*gap.reasons, decided[row.id].reason))
                if gap.touched_on and gap.touched_on >= day - timedelta(days=days):
                    covered[account.currency] += fen
                else:
                    gaps.append(gap)
        gaps.sort(key=lambda gap: (-gap.max_overdue_days, -gap.overdue_fen, gap.customer_code))
        return Coverage(day, days, dict(everything), dict(covered), tuple(gaps))


def _gap(row: Customer, account: Account, fen: int, age: int, day: date) -> Gap:
    letter = last_letter(account)
    return Gap(
        row.id, row.code, row.name, row.owner, account.currency, fen, age, account.reached_on,
        letter.issued_on if letter else None, _holding(account, day),
    )  # fmt: skip


def _holding(account: Account, day: date) -> tuple[Reason, ...]:
    """What makes the account wait; each reason once."""
    ruling = judge(account, day)
    if not ruling.pauses and not open_promises(account, day):
        return ()
    found = (reason for answer in ruling.answers for reason in ruling.reasons(answer) if reason.blocking)
    return tuple({reason.rule: reason for reason in found if reason.rule in ruling.pauses}.values())
