"""Exchange rates that the person states, and a report seen in the base currency by them (F-15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arcdesk.domain.accounts import Identities
from arcdesk.domain.aging import NO_DUE_DATE, Scheme
from arcdesk.domain.errors import Refusal
from arcdesk.domain.exchange import StatedRate, convert
from arcdesk.models.reference import ExchangeRate
from arcdesk.services.aging import AgingBlock, AgingReport, AgingRow
from arcdesk.services.company import CompanyService
from arcdesk.services.unit_of_work import UnitOfWork


class RateMissing(Refusal):
    """A currency without a rate on or before the day."""

    sentence = "There is no exchange rate for {currency} on {day}. Enter one first, with its date and source."


class RateNotNeeded(Refusal):
    """A rate of the base currency, or of no currency."""

    sentence = "“{currency}” needs no rate here. State a foreign currency by its three letters, like USD."


class RateDayInFuture(Refusal):
    """A rate that cannot be known yet."""

    sentence = "{day} is still to come. Enter a rate from the day on which it was published."


@dataclass(frozen=True, slots=True)
class BaseView:
    """A report in the base currency: one block, and the rates by which the other currencies came into it."""

    currency: str
    rates: tuple[StatedRate, ...]
    block: AgingBlock


class ExchangeService:
    """Keeps stated rates and converts reports; the ledger itself is never converted."""

    def __init__(self, work: UnitOfWork, company: CompanyService) -> None:
        self._work = work
        self._company = company

    def add(self, currency: str, on: date, rate: Decimal, source: str = "") -> StatedRate:
        """State a rate from ``on`` until a later one.

        Raises:
            RateNotNeeded, RateDayInFuture.
        """
        code = currency.strip().upper()
        if not (len(code) == 3 and code.isascii() and code.isalpha()) or code == self._base:
            raise RateNotNeeded(currency=currency, field="currency")
        if on > self._work.clock.today():
            raise RateDayInFuture(day=on.isoformat(), field="on")
        with self._work.write("exchange_rate.stated", currency=code, on=on.isoformat(), rate=str(rate), source=source):
            ExchangeRate.create(
                currency=code, on_day=on, rate=str(rate), source=source.strip(), logged_at=self._work.clock.now()
            )
        return StatedRate(code, on, rate, source.strip())

    def lines(self) -> tuple[StatedRate, ...]:
        """Every stated rate, newest first; of two for a day the later entry counts."""
        found = {
            (row.currency, row.on_day): StatedRate(row.currency, row.on_day, Decimal(row.rate), row.source)
            for row in ExchangeRate.select().order_by(ExchangeRate.id)
        }
        return tuple(sorted(found.values(), key=lambda rate: (rate.on, rate.currency), reverse=True))

    def rate_on(self, currency: str, day: date) -> StatedRate:
        """The latest rate stated for a day on or before ``day``.

        Raises:
            RateMissing: there is none.
        """
        for rate in self.lines():
            if rate.currency == currency and rate.on <= day:
                return rate
        raise RateMissing(currency=currency, day=day.isoformat(), field="rate")

    def in_base(self, report: AgingReport, given: Iterable[StatedRate] = ()) -> BaseView:
        """``report`` in the base currency, by the rates ``given``, else by those stated for its day.

        Each figure is rounded to the fen and the totals are the sums of what is printed, so that
        the view adds up. A customer with several currencies is one row.

        Raises:
            RateMissing: of a currency in which something stands.
        """
        stated = {rate.currency: rate for rate in given}
        used: dict[str, StatedRate] = {}
        rows: dict[str, list[AgingRow]] = defaultdict(list)
        for block in report.currencies:
            if block.currency != self._base and block.rows:
                used[block.currency] = stated.get(block.currency) or self.rate_on(block.currency, report.as_of)
            rate = used[block.currency].rate if block.currency in used else Decimal(1)
            for row in block.rows:
                rows[row.key].append(_converted(row, rate))
        merged = [_summed(key, parts, report.scheme) for key, parts in rows.items()]
        rank = {bucket.key: number for number, bucket in enumerate(report.scheme.buckets)}
        merged.sort(key=lambda row: (-rank.get(row.worst, -1), -row.balance_fen, row.key))
        whole = Identities(
            all(block.identities.buckets_minus_unallocated_equals_balance for block in report.currencies),
            all(block.identities.opening_plus_movements_equals_closing for block in report.currencies),
        )
        totals = _summed("", merged, report.scheme)
        block = AgingBlock(self._base, tuple(merged), totals._replace(customer_id=None, code="", name=""), whole)
        return BaseView(self._base, tuple(used.values()), block)

    @property
    def _base(self) -> str:
        return self._company.profile().base_currency


def _converted(row: AgingRow, rate: Decimal) -> AgingRow:
    buckets = {key: convert(fen, rate) for key, fen in row.buckets.items()}
    gross, unallocated = sum(buckets.values()), convert(row.unallocated_fen, rate)
    return row._replace(
        buckets=buckets,
        gross_fen=gross,
        unallocated_fen=unallocated,
        balance_fen=gross - unallocated,
        disputed_fen=convert(row.disputed_fen, rate),
        overdue_fen=convert(row.overdue_fen, rate),
    )


def _summed(key: str, parts: list[AgingRow], scheme: Scheme) -> AgingRow:
    rank = {bucket.key: number for number, bucket in enumerate((NO_DUE_DATE, *scheme.buckets))}
    buckets: dict[str, int] = {bucket.key: 0 for bucket in scheme.buckets}
    for part in parts:
        for name, fen in part.buckets.items():
            buckets[name] = buckets.get(name, 0) + fen
    first = parts[0] if parts else None
    worst: Mapping[str, int] = {part.worst: rank.get(part.worst, -1) for part in parts if part.worst}
    return AgingRow(
        key,
        first.customer_id if first else None,
        first.code if first else "",
        first.name if first else "",
        balance_fen=sum(part.balance_fen for part in parts),
        gross_fen=sum(part.gross_fen for part in parts),
        unallocated_fen=sum(part.unallocated_fen for part in parts),
        disputed_fen=sum(part.disputed_fen for part in parts),
        overdue_fen=sum(part.overdue_fen for part in parts),
        buckets=buckets,
        worst=max(worst, key=lambda name: worst[name], default=""),
        max_overdue_days=max((part.max_overdue_days for part in parts), default=0),
        invoice_count=sum(part.invoice_count for part in parts),
    )
