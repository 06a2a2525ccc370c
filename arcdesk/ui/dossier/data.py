"""Everything the dossier shows of one customer, read in one go on the database thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.domain.aging import Scheme
    from arcdesk.domain.grading import GradeSuggestion
    from arcdesk.services.concession_lines import ConcessionLine
    from arcdesk.services.contracts import ContractBook
    from arcdesk.services.credit_notes import CreditNoteLine
    from arcdesk.services.customers import CustomerProfile, Person
    from arcdesk.services.dispute_lines import DisputeLine
    from arcdesk.services.documents import IssuedDocument
    from arcdesk.services.evidence import StoredEvidence
    from arcdesk.services.followups import FollowUpLine
    from arcdesk.services.gate import InvoiceAnswer
    from arcdesk.services.grades import GradeDecisionLine
    from arcdesk.services.guarantee_lines import GuaranteeLine
    from arcdesk.services.interest import CustomerInterest
    from arcdesk.services.ledger import Balance, InvoiceLine, ReceiptLine
    from arcdesk.services.limitation_lines import CustomerLimitation
    from arcdesk.services.plan_lines import PlanLine
    from arcdesk.services.portrait import Portrait
    from arcdesk.services.promises import PromiseLine
    from arcdesk.services.timeline import TimelineEntry
    from arcdesk.services.write_offs import WriteOffLine


@dataclass(frozen=True, slots=True)
class DossierData:
    """One customer on one day."""

    as_of: date
    scheme: Scheme
    profile: CustomerProfile
    people: tuple[Person, ...]
    balances: tuple[Balance, ...]
    invoices: tuple[InvoiceLine, ...]
    receipts: tuple[ReceiptLine, ...]
    credit_notes: tuple[CreditNoteLine, ...]
    write_offs: tuple[WriteOffLine, ...]
    documents: tuple[IssuedDocument, ...]
    evidence: tuple[StoredEvidence, ...]
    promises: tuple[PromiseLine, ...]
    plans: tuple[PlanLine, ...]
    concessions: tuple[ConcessionLine, ...]
    disputes: tuple[DisputeLine, ...]
    follow_ups: tuple[FollowUpLine, ...]
    timeline: tuple[TimelineEntry, ...]
    gate: dict[int, InvoiceAnswer]
    limitation: CustomerLimitation
    guarantees: tuple[GuaranteeLine, ...]
    base_currency: str
    contracts: ContractBook
    interest: CustomerInterest
    portrait: Portrait
    suggestion: GradeSuggestion
    decisions: tuple[GradeDecisionLine, ...]

    @property
    def main_balance(self) -> Balance | None:
        """The standing in the base currency, else in the first one there is."""
        for balance in self.balances:
            if balance.currency == self.base_currency:
                return balance
        return self.balances[0] if self.balances else None

    @property
    def worst_bucket(self) -> str:
        """Key of the oldest bucket that holds money, empty where nothing is open."""
        rank = {bucket.key: number for number, bucket in enumerate(self.scheme.buckets)}
        keys = (line.bucket_key for line in self.invoices if line.open_fen > 0)
        return max(keys, key=lambda key: rank.get(key, -1), default="")

    @property
    def max_overdue_days(self) -> int:
        """Days the oldest open invoice is past due."""
        return max((line.overdue_days for line in self.invoices), default=0)

    @property
    def buckets(self) -> dict[str, int]:
        """Open money of the main currency by bucket, in fen."""
        currency = self.main_balance.currency if self.main_balance else self.base_currency
        found: dict[str, int] = {}
        for line in self.invoices:
            if line.open_fen > 0 and line.currency == currency:
                found[line.bucket_key] = found.get(line.bucket_key, 0) + line.open_fen
        return found


def load(desk: Desk, customer_id: int, as_of: date | None) -> DossierData:
    """The dossier of ``customer_id`` on ``as_of`` (today without one)."""
    portrait = desk.portrait.of(customer_id, as_of)
    return DossierData(
        as_of=as_of or desk.clock.today(),
        scheme=desk.company.scheme(),
        profile=desk.customers.find(customer_id),
        people=desk.customers.people(customer_id),
        balances=desk.ledger.balance(customer_id, as_of),
        invoices=desk.ledger.invoices(customer_id, as_of),
        receipts=desk.ledger.receipts(customer_id, as_of),
        credit_notes=desk.credit_notes.of(customer_id, as_of),
        write_offs=desk.write_offs.of(customer_id, as_of),
        documents=desk.documents.issued(customer_id=customer_id),
        evidence=desk.evidence.list(customer_id),
        promises=desk.promises.of(customer_id, as_of),
        plans=desk.plans.of(customer_id, as_of),
        concessions=desk.concessions.of(customer_id, as_of),
        disputes=desk.disputes.list(customer_id, as_of),
        follow_ups=desk.followups.open(customer_id=customer_id),
        timeline=desk.timeline.of(customer_id),
        gate=desk.gate.of(customer_id, as_of),
        limitation=desk.limitation.of(customer_id, as_of),
        guarantees=desk.guarantees.of(customer_id, as_of),
        base_currency=desk.company.profile().base_currency,
        contracts=desk.contracts.book(customer_id),
        interest=desk.interest.of_customer(customer_id, as_of),
        portrait=portrait,
        suggestion=desk.grades.suggestion(customer_id, as_of, portrait=portrait),
        decisions=desk.grades.history(customer_id),
    )
