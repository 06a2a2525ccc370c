"""Statements for many customers: who gets one, what became of each, what of the receivables is confirmed (F-64)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.dates import add_years
from arcdesk.domain.errors import Refusal
from arcdesk.models.queries import balances, statement_runs
from arcdesk.services.customers import CustomerProfile, CustomerService
from arcdesk.services.documents import DocumentService, IssuedDocument
from arcdesk.services.statements import PeriodReversed, StatementService
from arcdesk.services.unit_of_work import UnitOfWork

WHO = ("any", "activity", "balance")
"""Customers with movements or a balance, with movements in the period, with a balance at its end."""

COVERED_YEARS = 1
"""A signature confirms for twelve months: after that a balance is confirmed anew (R18)."""


class UnknownChoice(Refusal):
    """Not one of ``WHO``."""

    sentence = "“{value}” does not say who gets a statement. Choose any, activity or balance."


@dataclass(frozen=True, slots=True)
class StatementRun:
    """Who gets a statement of a period, and who has one of that very period already."""

    period_from: date
    period_to: date
    customers: tuple[CustomerProfile, ...]
    stated: tuple[CustomerProfile, ...]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to: statements made, refusals by customer, whether it was stopped."""

    issued: tuple[IssuedDocument, ...]
    refused: tuple[tuple[CustomerProfile, Refusal], ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class TrackedStatement:
    """A statement with the days since it went out, while it waits for its answer; 0 otherwise."""

    document: IssuedDocument
    days_waiting: int


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A customer's open receivables in one currency, and what of them is signed for (fen).

    ``number`` and ``as_of`` name the last signed statement that names any of them.
    """

    customer_id: int
    customer_code: str
    customer_name: str
    currency: str
    open_fen: int
    covered_fen: int
    number: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of the receivables open on ``as_of`` is confirmed by signature since ``since``; the least covered first."""

    as_of: date
    since: date
    lines: tuple[CoverageLine, ...]

    def totals(self) -> dict[str, tuple[int, int]]:
        """Covered and open fen by currency."""
        found: dict[str, tuple[int, int]] = {}
        for line in self.lines:
            covered, opened = found.get(line.currency, (0, 0))
            found[line.currency] = covered + line.covered_fen, opened + line.open_fen
        return dict(sorted(found.items()))


class StatementRunService:
    """Plans and issues statements for many, and tells what became of them."""

    def __init__(
        self,
        work: UnitOfWork,
        customers: CustomerService,
        documents: DocumentService,
        statements: StatementService,
    ) -> None:
        self._work = work
        self._customers = customers
        self._documents = documents
        self._statements = statements

    def plan(self, period_from: date, period_to: date, who: str = "any") -> StatementRun:
        """The customers of a run.

        Raises:
            UnknownChoice, PeriodReversed.
        """
        if who not in WHO:
            raise UnknownChoice(value=who, field="who")
        if period_from > period_to:
            raise PeriodReversed(start=period_from.isoformat(), end=period_to.isoformat(), field="from")
        done = statement_runs.has_statement(period_from, period_to)
        wanted = {
            row.customer_id
            for row in statement_runs.stated(period_from, period_to)
            if (who != "balance" and row.has_moved)
            or (who != "activity" and row.balance_fen)
            or (who == "any" and row.opening_fen)
        }
        every = [profile for profile in self._customers.matching("") if profile.id in wanted]
        return StatementRun(
            period_from, period_to,
            tuple(profile for profile in every if profile.id not in done),
            tuple(profile for profile in every if profile.id in done),
        )  # fmt: skip

    def issue(
        self,
        customers: Iterable[CustomerProfile],
        period: tuple[date, date],
        style: str = "activity",
        language: str = "zh",
        *,
        progress: Callable[[int, int, str], bool] | None = None,
    ) -> RunResult:
        """Issue a statement to each; what is issued stays issued where one is refused or the run is stopped.

        ``progress`` is told done, all and the next name before each, and stops the run by answering False.
        """
        chosen = list(customers)
        issued: list[IssuedDocument] = []
        refused: list[tuple[CustomerProfile, Refusal]] = []
        for done, profile in enumerate(chosen):
            if progress is not None and not progress(done, len(chosen), profile.name):
                return RunResult(tuple(issued), tuple(refused), stopped=True)
            try:
                issued += self._statements.issue(profile.id, *period, style, language)
            except Refusal as refusal:
                refused.append((profile, refusal))
        return RunResult(tuple(issued), tuple(refused))

    def tracked(self, customer_id: int | None = None) -> tuple[TrackedStatement, ...]:
        """Every statement with the days it waits for its answer, newest first."""
        return tuple(
            TrackedStatement(document, self.days_waiting(document))
            for document in self._documents.issued("statement", customer_id)
        )

    def days_waiting(self, document: IssuedDocument) -> int:
        """Days since a statement went out without an answer; 0 once answered, ended, or while it is in the house."""
        sent_on = document.standing.sent_on or document.standing.outcome_on
        if not document.awaits_answer or sent_on is None:
            return 0
        return (self._work.clock.today() - sent_on).days

    def coverage(self, as_of: date | None = None) -> Coverage:
        """What of the open receivables is signed for within twelve months up to a day (today without one).

        Of each invoice no more than was open of it in the statement, and no more than is open now.
        """
        day = as_of or self._work.clock.today()
        since = add_years(day, -COVERED_YEARS)
        confirmed = {row.invoice_id: row for row in statement_runs.confirmed(since, day)}
        opened: dict[tuple[int, str], int] = defaultdict(int)
        covered: dict[tuple[int, str], int] = defaultdict(int)
        last: dict[tuple[int, str], statement_runs.ConfirmedRow] = {}
        whole: dict[int, int] = defaultdict(int)
        owner: dict[int, tuple[int, str]] = {}
        for item in balances.open_items(day):
            if item.open_fen > 0:
                whole[item.invoice_id] += item.open_fen
                owner[item.invoice_id] = (item.customer_id, item.currency)
        for invoice, fen in whole.items():
            key = owner[invoice]
            opened[key] += fen
            row = confirmed.get(invoice)
            if row is not None and row.open_fen > 0:
                covered[key] += min(fen, row.open_fen)
                if key not in last or (row.as_of, row.number) > (last[key].as_of, last[key].number):
                    last[key] = row
        names = {profile.id: profile for profile in self._customers.matching("")}
        lines = [
            CoverageLine(
                key[0], names[key[0]].code, names[key[0]].name, key[1], fen, covered[key],
                last[key].number if key in last else "",
                date.fromisoformat(last[key].as_of) if key in last else None,
            )
            for key, fen in opened.items()
            if key[0] in names
        ]  # fmt: skip
        lines.sort(key=lambda line: (line.currency, line.covered_fen - line.open_fen, line.customer_code))
        return Coverage(day, since, tuple(lines))
