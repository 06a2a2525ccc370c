"""Claims at the lawyer's trigger, the checklist of each, and what was decided (S-065, S-077, F-38)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.collector import no_garbage_search
from arcdesk.domain.account import Account, broken_promises, overdue, unpaid_of_letter
from arcdesk.domain.court_fees import CourtFees, court_fees
from arcdesk.domain.errors import Refusal
from arcdesk.domain.gate import Reason
from arcdesk.domain.legal import DECISIONS, SIGNS, UNREACHED, LegalFacts, triggers
from arcdesk.models.collection import Contact
from arcdesk.models.customer import Customer
from arcdesk.models.staff import LegalDecision, LegalSign
from arcdesk.services.cases import Case, CaseService
from arcdesk.services.completeness import CompletenessService, ProofLine
from arcdesk.services.contracts import ContractLine, ContractService
from arcdesk.services.customers import CustomerService
from arcdesk.services.entries import entry_day, given_reason
from arcdesk.services.gate_facts import accounts_on
from arcdesk.services.guarantee_lines import GuaranteeLine
from arcdesk.services.guarantees import GuaranteeService
from arcdesk.services.interest import InterestService, InvoiceInterest
from arcdesk.services.limitation import LimitationService
from arcdesk.services.limitation_lines import LimitationLine
from arcdesk.services.promises import corrected_contacts
from arcdesk.services.staff import checked_name
from arcdesk.services.unit_of_work import UnitOfWork


class UnknownSign(Refusal):
    """Not one of the signs."""

    sentence = "“{kind}” is no sign. Choose one of: {known}."


class NoSuchSign(Refusal):
    """Nothing of that kind to take back."""

    sentence = "Nothing of that kind stands at this customer."


class UnknownDecision(Refusal):
    """Not one of the decisions."""

    sentence = "“{decision}” is no decision. Choose one of: {known}."


class WaitUntilWhen(Refusal):
    """Waiting without an end, or until a day that is gone."""

    sentence = "Until when to wait? Give a day after today."


@dataclass(frozen=True, slots=True)
class Sign:
    """Something a person noted; ``kind`` is one of ``SIGNS``."""

    id: int
    kind: str
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by whom; ``until_on`` of waiting."""

    decision: str
    on: date
    until_on: date | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TriggerLine:
    """A customer at the trigger: overdue fen by currency, why, and the decision that stands."""

    customer_id: int
    customer_code: str
    customer_name: str
    owner: str
    overdue_fen: Mapping[str, int]
    max_overdue_days: int
    reasons: tuple[Reason, ...]
    decision: Decision | None

    def is_to_decide(self, day: date) -> bool:
        """Whether nothing was decided, or the day to wait for has come."""
        until = self.decision.until_on if self.decision else None
        return self.decision is None or (until is not None and until <= day)


@dataclass(frozen=True, slots=True)
class Claim:
    """What would be claimed in one currency, in fen: what is overdue less free money, with interest up to the day."""

    currency: str
    principal_fen: int
    disputed_fen: int
    interest_fen: int

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.interest_fen


@dataclass(frozen=True, slots=True)
class LegalChecklist:
    """All that is looked at before a suit against one customer; ``fees`` are for the claim in CNY."""

    as_of: date
    case: Case
    reasons: tuple[Reason, ...]
    claims: tuple[Claim, ...]
    fees: CourtFees | None
    proofs: tuple[ProofLine, ...]
    limitation: tuple[LimitationLine, ...]
    guarantees: tuple[GuaranteeLine, ...]
    contracts: tuple[ContractLine, ...]
    interest: tuple[InvoiceInterest, ...]
    signs: tuple[Sign, ...]
    decisions: tuple[Decision, ...]


class LegalService:
    """Reads who is at the trigger; keeps signs and decisions, which are appended and never rewritten."""

    def __init__(
        self,
        work: UnitOfWork,
        customers: CustomerService,
        cases: CaseService,
        completeness: CompletenessService,
        limitation: LimitationService,
        guarantees: GuaranteeService,
        contracts: ContractService,
        interest: InterestService,
    ) -> None:
        self._work = work
        self._customers = customers
        self._cases = cases
        self._completeness = completeness
        self._limitation = limitation
        self._guarantees = guarantees
        self._contracts = contracts
        self._interest = interest

    def at_trigger(self, on: date | None = None) -> tuple[TriggerLine, ...]:
        """Customers who are a case for the lawyer on a day; those to be decided first, the oldest debt first."""
        day = on or self._work.clock.today()
        with no_garbage_search():
            return self._at_trigger(day)

    def _at_trigger(self, day: date) -> tuple[TriggerLine, ...]:
        accounts, talks, signs = accounts_on(day), _talks(day), _signs(day)
        decisions = _decisions(day)
        found = []
        for row in Customer.select().where(Customer.merged_into.is_null()):
            mine = accounts.get(row.id, ())
            owed = {each.currency: fen for each in mine if (fen := overdue(each, day)[0])}
            if not owed:
                continue
            facts = _facts(mine, talks.get(row.id, _NO_TALK), signs.get(row.id, ()), day)
            why = triggers(facts, day)
            if why:
                last = decisions.get(row.id, ())
                found.append(
                    TriggerLine(
                        row.id,
                        row.code,
                        row.name,
                        row.owner,
                        owed,
                        facts.days,
                        why,
                        last[-1] if last else None,
                    )
                )
        found.sort(key=lambda line: (not line.is_to_decide(day), -line.max_overdue_days, line.customer_code))
        return tuple(found)

    def checklist(self, customer_id: int, on: date | None = None) -> LegalChecklist:
        """The checklist of one customer on a day.

        Raises:
            UnknownCustomer.
        """
        self._customers.find(customer_id)
        day = on or self._work.clock.today()
        (case,) = self._cases.of([customer_id], day)
        mine = accounts_on(day, customer_id).get(customer_id, ())
        signs = _signs(day).get(customer_id, ())
        facts = _facts(mine, _talks(day, customer_id).get(customer_id, _NO_TALK), signs, day)
        interest = self._interest.of_customer(customer_id, day)
        claims = tuple(
            Claim(
                currency, max(0, row.overdue_fen - row.unallocated_fen), row.disputed_fen,
                interest.totals.get(currency, 0),
            )
            for currency, row in case.sums
            if row.overdue_fen > 0
        )  # fmt: skip
        yuan = sum(claim.total_fen for claim in claims if claim.currency == "CNY")
        return LegalChecklist(
            day, case, triggers(facts, day) if facts.days else (), claims, court_fees(yuan) if yuan > 0 else None,
            self._completeness.of(customer_id), self._limitation.of(customer_id, day).lines,
            self._guarantees.of(customer_id, day), self._contracts.of(customer_id), interest.invoices,
            signs, _decisions(day).get(customer_id, ()),
        )  # fmt: skip

    def note_sign(self, customer_id: int, kind: str, note: str, on: date | None = None) -> None:
        """Note that contact is lost, assets are moved away or talks failed.

        Raises:
            UnknownCustomer, UnknownSign, ReasonMissing, EntryInFuture.
        """
        self._customers.find(customer_id)
        if kind not in SIGNS:
            raise UnknownSign(kind=kind, known=", ".join(SIGNS), field="kind")
        text = given_reason(note)
        day = entry_day(on, date.min, self._work.clock.today())
        with self._work.write("legal.sign", customer_id, kind=kind, on=day, note=text) as deed:
            now = self._work.clock.now()
            LegalSign.create(customer=customer_id, kind=kind, on_day=day, note=text, logged_at=now)
            deed.touch("legal", customer_id)

    def lift_sign(self, customer_id: int, kind: str, note: str) -> None:
        """Say that a sign holds no longer.

        Raises:
            NoSuchSign, ReasonMissing.
        """
        text, today = given_reason(note), self._work.clock.today()
        standing = [sign for sign in _signs(today).get(customer_id, ()) if sign.kind == kind]
        if not standing:
            raise NoSuchSign(field="kind")
        with self._work.write("legal.sign_lifted", customer_id, kind=kind, note=text) as deed:
            now = self._work.clock.now()
            for sign in standing:
                LegalSign.create(
                    customer=customer_id, kind=kind, on_day=today, note=text, logged_at=now, lifts=sign.id
                )
            deed.touch("legal", customer_id)

    def decide(
        self, customer_id: int, decision: str, by: str, reason: str, until_on: date | None = None
    ) -> Decision:
        """Record what was decided on suing a customer; the latest decision counts.

        Raises:
            UnknownCustomer, UnknownDecision, StaffNameMissing, ReasonMissing, WaitUntilWhen.
        """
        self._customers.find(customer_id)
        if decision not in DECISIONS:
            raise UnknownDecision(decision=decision, known=", ".join(DECISIONS), field="decision")
        today = self._work.clock.today()
        if (decision == "wait") != (until_on is not None) or (until_on is not None and until_on <= today):
            raise WaitUntilWhen(field="until")
        made = Decision(decision, today, until_on, checked_name(by), given_reason(reason))
        with self._work.write(
            "legal.decided", customer_id, decision=decision, until_on=until_on, by=made.by, reason=made.reason
        ) as deed:
            LegalDecision.create(
                customer=customer_id, decision=decision, on_day=today, until_on=until_on, decided_by=made.by,
                reason=made.reason, logged_at=self._work.clock.now(),
            )  # fmt: skip
            deed.touch("legal", customer_id)
        return made


@dataclass
class _Talk:
    """What the log says of reaching a customer: the latest misses in a row, the last talk, the last refusal."""

    misses: int = 0
    reached_on: date | None = None
    refused_on: date | None = None


_NO_TALK = _Talk()


def _talks(day: date, customer_id: int | None = None) -> Mapping[int, _Talk]:
    gone = set(corrected_contacts())
    found: dict[int, _Talk] = defaultdict(_Talk)
    query = Contact.select().order_by(Contact.at, Contact.id)
    for row in query if customer_id is None else query.where(Contact.customer == customer_id):
        on = row.at.date()
        if row.id in gone or on > day:
            continue
        talk = found[row.customer_id]
        if row.outcome in UNREACHED:
            talk.misses += 1
            continue
        talk.misses, talk.reached_on = 0, on
        if row.outcome == "refused":
            talk.refused_on = on
        elif row.outcome in ("promised", "partial_paid", "paid"):
            talk.refused_on = None
    return found


def _signs(day: date) -> Mapping[int, tuple[Sign, ...]]:
    rows = [row for row in LegalSign.select().order_by(LegalSign.id) if row.on_day <= day]
    lifted = {row.lifts_id for row in rows}
    found: dict[int, list[Sign]] = defaultdict(list)
    for row in rows:
        if row.lifts_id is None and row.id not in lifted:
            found[row.customer_id].append(Sign(row.id, row.kind, row.on_day, row.note))
    return {customer: tuple(signs) for customer, signs in found.items()}


def _decisions(day: date) -> Mapping[int, tuple[Decision, ...]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    for row in LegalDecision.select().order_by(LegalDecision.id):
        if row.on_day <= day:
            found[row.customer_id].append(
                Decision(row.decision, row.on_day, row.until_on, row.decided_by, row.reason)
            )
    return {customer: tuple(made) for customer, made in found.items()}


def _facts(accounts: tuple[Account, ...], talk: _Talk, signs: tuple[Sign, ...], day: date) -> LegalFacts:
    broken = [promise.due_on for account in accounts for promise, _ in broken_promises(account, day)]
    deadlines = [
        account.letter.deadline_on
        for account in accounts
        if account.letter and account.letter.deadline_on and unpaid_of_letter(account, day) > 0
    ]
    return LegalFacts(
        max((days for fen, days in (overdue(account, day) for account in accounts) if fen), default=0),
        {sign.kind: sign.on for sign in signs},
        talk.misses, talk.reached_on, talk.refused_on, max(broken, default=None), max(deadlines, default=None),
    )  # fmt: skip
