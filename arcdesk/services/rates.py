"""The LPR in use: the shipped table and the publications that the person adds (R23, R94)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from arcdesk.domain.errors import Refusal
from arcdesk.domain.rates import LprTable, RateKind, RateRow, not_yet_shipped, with_rows
from arcdesk.models.queries.sql import rows
from arcdesk.models.reference import ReferenceRate
from arcdesk.services.reference import Reference
from arcdesk.services.unit_of_work import UnitOfWork

PUBLICATION_DAY = 20
"""Of each month; postponed over holidays (R23)."""


class RateInFuture(Refusal):
    """A rate that cannot have been published yet."""

    sentence = "{day} is still to come. Enter an LPR from the day on which it was published."


class RateSourceMissing(Refusal):
    """A rate that nobody could look up again."""

    sentence = "The source is missing. Say where the rate was published, such as the site and its notice."


class NotOwnRate(Refusal):
    """A rate to take back that was not entered by hand."""

    sentence = "No rate of {day} was entered by hand. Only your own rows can be taken back."


@dataclass(frozen=True, slots=True)
class RateLine:
    """A row of the table: per cent per year in force from ``from_on``.

    ``is_own`` rows were entered by hand, at ``logged_at`` and from ``source``; the others ship with ArcDesk.
    """

    from_on: date
    percent: Decimal
    five_year_percent: Decimal | None
    kind: RateKind
    is_own: bool
    source: str = ""
    logged_at: datetime | None = None


class RateService:
    """Keeps the table of reference rates."""

    def __init__(self, work: UnitOfWork, reference: Reference) -> None:
        self._work = work
        self._reference = reference

    @property
    def lpr(self) -> LprTable:
        """The shipped table with the person's own later rows; read anew each time."""
        shipped = self._reference.lpr
        return LprTable((*shipped.rows, *not_yet_shipped(shipped, (row for row, _ in _kept()))))

    def rows(self) -> tuple[RateLine, ...]:
        """The table in use, newest first."""
        own = {row.from_on: at for row, at in _kept()}
        shipped_to = self._reference.lpr.valid_to
        lines = []
        for row in reversed(self.lpr.rows):
            is_own = row.from_on > shipped_to
            at = own[row.from_on] if is_own else None
            lines.append(
                RateLine(row.from_on, row.percent, row.five_year_percent, row.kind, is_own, row.source, at)
            )
        return tuple(lines)

    @property
    def workday_years(self) -> tuple[int, int]:
        """First and last year whose holidays and make-up days are known."""
        years = sorted(self._reference.workdays.years)
        return years[0], years[-1]

    def is_behind(self, today: date | None = None) -> bool:
        """Whether a publication should have come out since the last one of the table.

        One is due on the 20th of each month; a week is left for holidays.
        """
        day = today or self._work.clock.today()
        last = self.lpr.valid_to
        months = (day.year - last.year) * 12 + day.month - last.month
        return months > 1 or (months == 1 and day.day > PUBLICATION_DAY + 7)

    def add(self, from_on: date, percent: Decimal, source: str) -> RateLine:
        """Add the publication of ``from_on``; on the day of an own row it corrects that one.

        Raises:
            RateSourceMissing, RateInFuture, LprRowTwice, LprRowNotLater, ImplausibleLpr.
        """
        if not source.strip():
            raise RateSourceMissing(field="source")
        if from_on > self._work.clock.today():
            raise RateInFuture(day=from_on.isoformat(), field="from_on")
        row = RateRow(from_on, percent, source=source.strip())
        shipped = self._reference.lpr
        kept = [each for each, _ in _kept()]
        others = [*not_yet_shipped(shipped, (each for each in kept if each.from_on != from_on)), row]
        if from_on > shipped.valid_to and any(each.from_on == from_on for each in kept):
            others.sort(key=lambda each: each.from_on)  # a correction stands where the wrong row stood
        with_rows(shipped, others)
        with self._work.write(
            "rate.added", from_on=from_on, percent=format(percent, "f"), source=row.source
        ) as deed:
            ReferenceRate.create(
                from_on=from_on,
                percent=format(percent, "f"),
                source=row.source,
                logged_at=self._work.clock.now(),
            )
            deed.touch("rate")
        return next(line for line in self.rows() if line.from_on == from_on)

    def take_back(self, from_on: date) -> None:
        """Take the own row of a day out of the table; what was issued by it keeps what it was reckoned from.

        Raises:
            NotOwnRate: there is none.
        """
        if all(row.from_on != from_on for row, _ in _kept()):
            raise NotOwnRate(day=from_on.isoformat(), field="from_on")
        with self._work.write("rate.taken_back", from_on=from_on) as deed:
            ReferenceRate.create(from_on=from_on, percent="", source="", logged_at=self._work.clock.now())
            deed.touch("rate")


def _kept() -> list[tuple[RateRow, datetime]]:
    """The person's rows by day with the moment of entry: of two for a day the later, unless taken back."""
    latest: dict[str, tuple[str, str, str]] = {}
    for day, *entry in rows("SELECT from_on, percent, source, logged_at FROM reference_rate ORDER BY id"):
        percent, source, logged_at = entry
        latest[day] = percent, source, logged_at
    return [
        (
            RateRow(date.fromisoformat(day), Decimal(percent), source=source),
            datetime.fromisoformat(logged_at),
        )
        for day, (percent, source, logged_at) in sorted(latest.items())
        if percent
    ]
