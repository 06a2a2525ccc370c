"""What a concession to one customer would be held against: his debt, his record, the company's own rates (F-76)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from arcdesk.domain.concession import HIGHEST_PERCENT, BadPercent, Outlook
from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import round_half_up
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.domain.schemes import SCHEMES
from arcdesk.services.company import CompanyService
from arcdesk.services.interest import InterestService
from arcdesk.services.ledger import LedgerService
from arcdesk.services.portrait import PortraitService
from arcdesk.services.unit_of_work import UnitOfWork

PREFERENCE = "concession"
BUCKETS = tuple(bucket.key for bucket in SCHEMES["portrait"].buckets)
"""The ages for which the company may say how likely a loss is: the four colours, and what is not due."""


class UnknownLossBucket(Refusal):
    """An age that is none of the four colours."""

    sentence = "“{bucket}” is no age of the four colours. Choose one of: {known}."


@dataclass(frozen=True, slots=True)
class ConcessionSettings:
    """A year's cost of money in per cent, ``None`` for the LPR, and the chance of loss by age, in per cent."""

    capital_percent: Decimal | None = None
    loss_percent: Mapping[str, Decimal] = field(default_factory=dict)

    def check(self) -> None:
        """Refuse what is no rate.

        Raises:
            BadPercent, UnknownLossBucket.
        """
        if self.capital_percent is not None and not 0 <= self.capital_percent <= HIGHEST_PERCENT:
            raise BadPercent(text=plain_percent(self.capital_percent), field="capital")
        for bucket, percent in self.loss_percent.items():
            if bucket not in BUCKETS:
                raise UnknownLossBucket(bucket=bucket, known=", ".join(BUCKETS), field="loss")
            if not 0 <= percent <= HIGHEST_PERCENT:
                raise BadPercent(text=plain_percent(percent), field="loss")


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a customer where a concession is thought of; amounts in fen of ``currency``.

    Attributes:
        interest_fen: Late interest that could be claimed, and waived.
        oldest_days: Days the oldest item is overdue; ``bucket`` its age in the four colours.
        mean_days: Days late on average, of ``judged`` items of twelve months; ``None`` without any.
        on_time: Share paid on time.
        wait_days: What is left of his usual delay: ``mean_days`` less ``oldest_days``; ``None`` where he is
            later than ever, so that only a person can say.
        loss_percent: What the company holds likely at that age; ``None`` where it did not say.
    """

    customer_id: int
    currency: str
    open_fen: int
    overdue_fen: int
    interest_fen: int
    oldest_days: int
    bucket: str
    judged: int
    mean_days: Fraction | None
    on_time: Fraction | None
    wait_days: int | None
    loss_percent: Decimal | None
    capital_percent: Decimal
    year_days: int

    @property
    def amount_fen(self) -> int:
        """What a concession would be about: what is overdue, else all that is open."""
        return self.overdue_fen or self.open_fen

    def outlook(
        self, wait_days: int | None = None, capital: Decimal | None = None, loss: Decimal | None = None
    ) -> Outlook:
        """What waiting means here, each figure replaced by one that was typed."""
        known = self.wait_days if wait_days is None else wait_days
        return Outlook(
            known or 0,
            self.capital_percent if capital is None else capital,
            (self.loss_percent or Decimal(0)) if loss is None else loss,
            self.year_days,
        )


class WeighingService:
    """Reads what a concession is held against, and keeps the company's rates."""

    def __init__(
        self,
        work: UnitOfWork,
        company: CompanyService,
        ledger: LedgerService,
        interest: InterestService,
        portrait: PortraitService,
    ) -> None:
        self._work, self._company, self._ledger = work, company, ledger
        self._interest, self._portrait = interest, portrait

    def settings(self) -> ConcessionSettings:
        """The company's rates."""
        kept: Mapping[str, Any] = self._company.preference(PREFERENCE) or {}
        capital = kept.get("capital_percent")
        return ConcessionSettings(
            None if capital is None else Decimal(capital),
            {bucket: Decimal(text) for bucket, text in kept.get("loss_percent", {}).items()},
        )

    def save_settings(self, settings: ConcessionSettings) -> None:
        """Keep the company's rates.

        Raises:
            BadPercent, UnknownLossBucket.
        """
        settings.check()
        capital = settings.capital_percent
        self._company.set_preference(
            PREFERENCE,
            {
                "capital_percent": None if capital is None else plain_percent(capital),
                "loss_percent": {key: plain_percent(value) for key, value in settings.loss_percent.items()},
            },
        )

    def capital_percent(self) -> Decimal:
        """A year's cost of money in per cent: the company's own, else the one-year LPR last published."""
        own = self.settings().capital_percent
        return self._interest.lpr.rows[-1].percent if own is None else own

    def of(self, customer_id: int, as_of: date | None = None) -> Situation:
        """The situation of a customer on a day (today without one), in the currency most is overdue in.

        Raises:
            UnknownCustomer: there is none.
        """
        day = as_of or self._work.clock.today()
        seen = self._portrait.of(customer_id, day)
        balances = self._ledger.balance(customer_id, day)
        worst = max(balances, key=lambda one: (one.overdue_fen, one.balance_fen), default=None)
        currency = worst.currency if worst else self._company.profile().base_currency
        late, settings = seen.record.late.mean, self.settings()
        usual = None if late is None else round_half_up(late) - seen.max_overdue_days
        bucket = _bucket(seen.max_overdue_days)
        return Situation(
            customer_id, currency, max(0, worst.balance_fen) if worst else 0, worst.overdue_fen if worst else 0,
            self._interest.of_customer(customer_id, day).totals.get(currency, 0), seen.max_overdue_days, bucket,
            seen.record.late.count, late, seen.record.rate, usual if usual and usual > 0 else None,
            settings.loss_percent.get(bucket), self.capital_percent(), self._interest.settings().year_days,
        )  # fmt: skip


def _bucket(days: int) -> str:
    for bucket in SCHEMES["portrait"].buckets:
        if bucket.to_days is None or days <= bucket.to_days:
            return bucket.key
    raise AssertionError("the last bucket is open")
