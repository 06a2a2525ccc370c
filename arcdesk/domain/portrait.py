"""The portrait of a customer beside his payment record: exposure, authority, promises, hold (S-038).

Whatever is owed in several currencies is kept apart; nothing is added up across them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.gate import Reason
from arcdesk.domain.money import round_half_up, with_currency
from arcdesk.domain.promises import Reliability

ASK_HIGHER_AFTER_DAYS = 30
"""Days overdue after which a clerk is no longer the one to speak to (F-20, S-099)."""

STOP_SUPPLY_AFTER_DAYS = 60
"""Days overdue from which stopping the supply is to be considered, where no contract says (R83)."""

SUPPLY_STATES = ("", "cash_only", "stopped")
"""As usual; cash only (只收现款); supply stopped until the overdue is paid (S-027, S-028)."""

WHOLE = 100
MOST = Fraction(4, 5)
"""The 80 of 80/20 (S-030)."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is at stake with a customer in the base currency, against his credit limit, in fen.

    ``balance_fen`` is everything owed, due or not, less what is unallocated. ``limit_fen`` is
    None where none was agreed; a limit of 0 is a customer who gets no credit. ``elsewhere`` holds
    the balances in other currencies, which the limit does not cover.
    """

    limit_fen: int | None
    balance_fen: int
    currency: str
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    @property
    def used(self) -> Fraction | None:
        """Share of the limit that is used; None without a limit or with one of 0."""
        return Fraction(self.balance_fen, self.limit_fen) if self.limit_fen else None

    @property
    def over_fen(self) -> int:
        """By how much the limit is exceeded; 0 where it is not."""
        return max(0, self.balance_fen - self.limit_fen) if self.limit_fen is not None else 0


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """What became of the promises of twelve months: by number, and fen promised and come in time."""

    kept: int = 0
    part_kept: int = 0
    broken: int = 0
    amounts: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        """Promises whose day has passed, or that were kept before it."""
        return self.kept + self.part_kept + self.broken

    @property
    def rate(self) -> Fraction | None:
        """Share of the decided promises that were kept in full; None where there is none."""
        return Fraction(self.kept, self.decided) if self.decided else None


def promise_record(by_currency: Mapping[str, Reliability]) -> PromiseRecord:
    """The promises of all currencies counted together, their money kept apart."""
    every = [found for _, found in sorted(by_currency.items())]
    return PromiseRecord(
        sum(found.kept for found in every),
        sum(found.part_kept for found in every),
        sum(found.broken for found in every),
        {
            key: (found.promised_fen, found.paid_fen)
            for key, found in sorted(by_currency.items())
            if found.judged
        },
    )


@dataclass(frozen=True, slots=True)
class Overdue:
    """What a customer owes in one currency and how much of it is late, in fen.

    Disputed money is not late while it is disputed, and unallocated money has paid the oldest
    already: nobody is judged by what he has paid. ``late_days`` holds, for each invoice that is
    late even so, its days.
    """

    currency: str
    owed_fen: int
    overdue_fen: int
    late_days: tuple[int, ...] = ()

    @property
    def ratio(self) -> Fraction:
        """Late share of what is owed, 0 to 1."""
        return Fraction(self.overdue_fen, self.owed_fen) if self.owed_fen > 0 else Fraction(0)


def overdue_of(items: Iterable[OpenItem], unallocated_fen: int, currency: str, day: date) -> Overdue:
    """What is late on ``day`` of a customer's open items in one currency."""
    every = list(items)
    late = sorted(
        (item.due_on, item.invoice_id, item.open_fen - item.disputed_fen)
        for item in every
        if item.due_on is not None and item.due_on < day and item.open_fen > item.disputed_fen
    )
    spare, overdue_fen = max(0, unallocated_fen), 0
    days: dict[int, int] = {}
    for due_on, invoice_id, fen in late:
        covered = min(spare, fen)
        spare -= covered
        if fen > covered:
            overdue_fen += fen - covered
            days.setdefault(invoice_id, overdue_days(day, due_on))
    owed_fen = sum(item.open_fen for item in every) - unallocated_fen
    return Overdue(currency, owed_fen, overdue_fen, tuple(days.values()))


def needs_decision_maker(max_overdue_days: int, authority_reached: str) -> bool:
    """More than thirty days late, and nobody who may decide anything was ever reached (F-20, S-099)."""
    return max_overdue_days > ASK_HIGHER_AFTER_DAYS and authority_reached in ("", "none")


def supply_hint(
    state: str, exposure: Exposure, late: Iterable[tuple[int, int | None]], base: str = "CNY"
) -> Reason | None:
    """Whether to set or lift the hold on supply, and why; a hint, never a deed (S-027, S-028).

    Args:
        state: The hold as it stands, of ``SUPPLY_STATES``.
        late: For each overdue item its days, and the days its contract gives before the supply stops.
    """
    every = list(late)
    beyond = [(days, limit) for days, agreed in every if days >= (limit := _stop_after(agreed))]
    if state:
        if every or exposure.over_fen:
            return None
        return Reason("lift_hold", "Nothing is overdue and the limit is kept: supply may go on as usual.", {})
    if beyond:
        days, limit = max(beyond)
        text = "{days} days overdue: from {limit} days on, consider to stop the supply."
        return Reason("stop_overdue", text, {"days": days, "limit": limit})
    if exposure.over_fen:
        values = {"amount": with_currency(exposure.over_fen, exposure.currency, base)}
        return Reason(
            "stop_over_limit", "{amount} over the credit limit: cash only, or stop the supply.", values
        )
    return None


def tenths(value: Fraction) -> str:
    """A figure with one decimal, halves rounded up: ``12.5``."""
    rounded = round_half_up(value * 10)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{abs(rounded) // 10}.{abs(rounded) % 10}"


def percent(share: Fraction) -> str:
    """A share in per cent with one decimal: ``83.3``."""
    return tenths(share * WHOLE)


@dataclass(frozen=True, slots=True)
class Concentration:
    """How few customers make up most of the receivable (F-26, S-030).

    ``top`` are the largest debtors as (id, fen, share of the whole up to and with him), as many as
    it takes to reach the share asked for; ``debtors`` is how many there are in all.
    """

    total_fen: int
    debtors: int
    top: tuple[tuple[int, int, Fraction], ...]


def concentration(balances: Mapping[int, int], share: Fraction = MOST) -> Concentration:
    """The largest of ``balances`` (fen by id) that reach ``share`` of all that is owed (80/20).

    Customers who are owed money themselves are no debtors and are left out.
    """
    owed = sorted(((fen, -key) for key, fen in balances.items() if fen > 0), reverse=True)
    total, reached, top = sum(fen for fen, _ in owed), 0, []
    for fen, key in owed:
        if reached >= share * total:
            break
        reached += fen
        top.append((-key, fen, Fraction(reached, total)))
    return Concentration(total, len(owed), tuple(top))


def _stop_after(agreed_days: int | None) -> int:
    return STOP_SUPPLY_AFTER_DAYS if agreed_days is None else agreed_days
