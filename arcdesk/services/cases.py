"""All that somebody who takes a customer over has to know, read for many customers at once (S-206, F-84)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.account import Account
from arcdesk.domain.gate import Reason, judge
from arcdesk.domain.schemes import Scheme
from arcdesk.models.collection import Contact
from arcdesk.models.customer import ContactPerson
from arcdesk.services.aging import AgingReport, AgingRow, AgingService
from arcdesk.services.completeness import CompletenessService
from arcdesk.services.contacts import ContactLine
from arcdesk.services.customers import CustomerProfile, CustomerService, Person
from arcdesk.services.dispute_lines import DisputeLine
from arcdesk.services.disputes import DisputeService
from arcdesk.services.documents import DocumentService, IssuedDocument
from arcdesk.services.followups import FollowUpLine, FollowUpService
from arcdesk.services.gate_facts import accounts_on
from arcdesk.services.limitation import LimitationService
from arcdesk.services.promises import PromiseLine, corrected_contacts, promise_lines
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.worklist import TodayEntry, WorklistService

LAST_CONTACTS = 3
LAST_LETTERS = 3
MOST_NAMED = 500
"""Of so many customers the rows are asked for by name; of more, all are read."""


@dataclass(frozen=True, slots=True)
class Case:
    """A customer as his owner knows him on a day; figures by currency (``sums``), never added across.

    ``held`` says what the next step waits for. ``promises`` are those still open or broken; ``limitation`` is the
    nearest end with the invoice it is of; ``proof_percent`` how complete the proof is, weighed by what is open;
    ``scheme`` names the buckets of ``sums``.
    """

    customer: CustomerProfile
    sums: tuple[tuple[str, AgingRow], ...]
    promises: tuple[PromiseLine, ...]
    disputes: tuple[DisputeLine, ...]
    contacts: tuple[ContactLine, ...]
    letters: tuple[IssuedDocument, ...]
    followups: tuple[FollowUpLine, ...]
    people: tuple[Person, ...]
    entry: TodayEntry | None
    held: tuple[Reason, ...]
    limitation: tuple[date, str] | None
    proof_percent: int | None
    scheme: Scheme

    @property
    def max_overdue_days(self) -> int:
        return max((row.max_overdue_days for _, row in self.sums), default=0)

    @property
    def last_contact(self) -> ContactLine | None:
        return self.contacts[0] if self.contacts else None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the next step is what it is."""
        return self.entry.reasons if self.entry else ()


class CaseService:
    """Reads cases in a fixed number of queries, however many customers there are."""

    def __init__(
        self,
        work: UnitOfWork,
        customers: CustomerService,
        aging: AgingService,
        worklist: WorklistService,
        disputes: DisputeService,
        documents: DocumentService,
        followups: FollowUpService,
        limitation: LimitationService,
        completeness: CompletenessService,
    ) -> None:
        self._work = work
        self._customers = customers
        self._aging = aging
        self._worklist = worklist
        self._disputes = disputes
        self._documents = documents
        self._followups = followups
        self._limitation = limitation
        self._completeness = completeness

    def of(self, customer_ids: Collection[int], on: date | None = None) -> tuple[Case, ...]:
        """The cases of these customers on ``on``, the oldest debt first."""
        day = on or self._work.clock.today()
        wanted = set(customer_ids)
        one = next(iter(wanted)) if len(wanted) == 1 else None
        promises, letters, disputes = promise_lines(day, one), self._letters(one), self._disputes_of(day, one)
        followups: dict[int, list[FollowUpLine]] = defaultdict(list)
        for line in self._followups.open(customer_id=one):
            followups[line.customer_id].append(line)
        entries = {entry.customer_id: entry for entry in self._entries(day, one)}
        report = self._aging.report(day)
        scheme, sums = report.scheme, _sums(report)
        contacts, people = _contacts(wanted), _people(wanted)
        ends, proofs, accounts = self._ends(wanted, day), self._proofs(wanted, one), accounts_on(day, one)
        found = [
            Case(
                profile,
                tuple(sums.get(profile.id, ())),
                tuple(
                    each
                    for each in promises.get(profile.id, ())
                    if each.missing_fen > 0 and not each.plan_number
                ),
                tuple(disputes.get(profile.id, ())),
                tuple(contacts.get(profile.id, ())),
                tuple(letters.get(profile.id, ())),
                tuple(followups.get(profile.id, ())),
                tuple(people.get(profile.id, ())),
                entries.get(profile.id),
                _held(accounts.get(profile.id, ()), day),
                ends.get(profile.id),
                proofs.get(profile.id),
                scheme,
            )
            for profile in self._profiles(wanted, one)
        ]
        return tuple(sorted(found, key=lambda case: (-case.max_overdue_days, case.customer.code)))

    def _entries(self, day: date, one: int | None) -> tuple[TodayEntry, ...]:
        if one is None:
            return self._worklist.today(day)
        found = self._worklist.of(one, day)
        return (found,) if found else ()

    def _profiles(self, wanted: set[int], one: int | None) -> list[CustomerProfile]:
        if one is not None:
            return [self._customers.find(one)]
        return [profile for profile in self._customers.matching("") if profile.id in wanted]

    def _letters(self, one: int | None) -> Mapping[int, list[IssuedDocument]]:
        found: dict[int, list[IssuedDocument]] = defaultdict(list)
        for letter in sorted(
            self._documents.issued("letter", one), key=lambda each: (each.issued_on, each.id), reverse=True
        ):
            if not letter.is_ended and len(found[letter.customer_id]) < LAST_LETTERS:
                found[letter.customer_id].append(letter)
        return found

    def _disputes_of(self, day: date, one: int | None) -> Mapping[int, list[DisputeLine]]:
        found: dict[int, list[DisputeLine]] = defaultdict(list)
        for line in self._disputes.list(one, day, open_only=True):
            found[line.customer_id].append(line)
        return found

    def _ends(self, wanted: set[int], day: date) -> Mapping[int, tuple[date, str]]:
        """The nearest end that has not come yet, else the last that has, by customer."""
        ahead: dict[int, tuple[date, str]] = {}
        gone: dict[int, tuple[date, str]] = {}
        for line in self._limitation.of_several(wanted, day):
            if line.raw_end is not None:
                if line.state == "expired":
                    gone[line.customer_id] = (line.raw_end, line.number)
                else:
                    ahead.setdefault(line.customer_id, (line.raw_end, line.number))
        return gone | ahead

    def _proofs(self, wanted: set[int], one: int | None) -> Mapping[int, int]:
        weighed: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for line in self._completeness.of(one, wanted):
            weighed[line.customer_id].append((line.proof.percent, line.open_fen))
        return {
            customer: sum(percent * fen for percent, fen in pairs) // max(1, sum(fen for _, fen in pairs))
            for customer, pairs in weighed.items()
        }


def _held(accounts: Iterable[Account], day: date) -> tuple[Reason, ...]:
    """What makes the accounts wait, each rule once."""
    found: dict[str, Reason] = {}
    for account in accounts:
        ruling = judge(account, day)
        for answer in ruling.answers if ruling.pauses else ():
            for reason in ruling.reasons(answer):
                if reason.rule in ruling.pauses:
                    found.setdefault(reason.rule, reason)
    return tuple(found.values())


def _sums(report: AgingReport) -> Mapping[int, list[tuple[str, AgingRow]]]:
    """What each customer owes, by currency, in the workspace's scheme."""
    found: dict[int, list[tuple[str, AgingRow]]] = defaultdict(list)
    for block in report.currencies:
        for row in block.rows:
            if row.customer_id is not None:
                found[row.customer_id].append((block.currency, row))
    return found


def _contacts(wanted: set[int]) -> Mapping[int, list[ContactLine]]:
    gone = set(corrected_contacts())
    found: dict[int, list[ContactLine]] = defaultdict(list)
    query = Contact.select().order_by(Contact.at.desc(), Contact.id.desc())
    for row in query.where(Contact.customer.in_(list(wanted))) if len(wanted) <= MOST_NAMED else query:
        mine = found[row.customer_id]
        if row.customer_id in wanted and row.id not in gone and len(mine) < LAST_CONTACTS:
            mine.append(
                ContactLine(row.id, row.at, row.channel, row.outcome, row.person, row.note, row.corrects_id)
            )
    return found


def _people(wanted: set[int]) -> Mapping[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    query = ContactPerson.select().order_by(ContactPerson.is_primary.desc(), ContactPerson.id)
    for row in query.where(ContactPerson.customer.in_(list(wanted))) if len(wanted) <= MOST_NAMED else query:
        if row.customer_id in wanted:
            found[row.customer_id].append(
                Person(*(getattr(row, name) for name in Person.__dataclass_fields__))
            )
    return found
