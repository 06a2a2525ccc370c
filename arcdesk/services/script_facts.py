"""Fields of scripts that are fetched only where a script names them (R91), and the history that a text may lean on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

from arcdesk.domain.workdays import Workdays
from arcdesk.i18n import translate
from arcdesk.models.collection import Document
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.models.queries.approaches import approaches
from arcdesk.models.queries.earlier_letters import last_levels
from arcdesk.pdf.wording import deadline_text, long_date
from arcdesk.services import letter_facts
from arcdesk.services.company import CompanyService
from arcdesk.services.letter_draft import bank_account
from arcdesk.services.promises import promise_lines

ANSWER_HOUR = 17
"""Hour by which an answer is asked for (S-081)."""

LISTED = 6
"""Invoices named by number; of more only the count is said."""

BROKEN = ("broken", "part_kept")
YES = "1"
OF_DEBT = frozenset({"contract_no", "penalty_clause", "statement_date", "promise_date", "plan_n", "plan_first_amount"})


@dataclass
class ScriptFacts:
    """Looks up fields of one customer or of many; what goes for all is read once.

    ``only`` limits the history to one customer where no other is asked about.
    """

    company: CompanyService
    workdays: Workdays
    now: datetime
    day: date
    language: str
    only: int | None = None
    _own: dict[str, str] = field(default_factory=dict)

    def of(self, customer_id: int, currency: str, wanted: Iterable[str]) -> Mapping[str, str]:
        """The wanted fields and conditions that have a value."""
        asked = set(wanted)
        found = {name: value for name, value in self._company.items() if name in asked}
        if "answer_by" in asked:
            found["answer_by"] = self.answer_by
        if "reminded" in asked and self._was_reminded(customer_id):
            found["reminded"] = YES
        if "broken_again" in asked and self._broken.get(customer_id, 0) > 1:
            found["broken_again"] = YES
        if asked & OF_DEBT:
            found |= dict(self._debt(customer_id, currency, asked))
        if "invoice_list" in asked and (numbers := self._late_invoices(customer_id, currency)):
            found["invoice_list"] = numbers
        if asked & {"letter_no", "letter_deadline"}:
            found |= self._letter(customer_id, currency)
        return found

    @property
    def answer_by(self) -> str:
        """17:00 today, of the next working day after that hour or on a day off (S-081, F-60)."""
        is_open = (self.now.date() == self.day and self.now.time() < time(ANSWER_HOUR)) or self.now.date() != self.day
        day = self.workdays.roll(self.day) if is_open else self.workdays.next_workday(self.day)
        if day == self.day:
            return translate("{hour}:00 today", self.language, hour=ANSWER_HOUR)
        return deadline_text(day, ANSWER_HOUR, self.language)

    @cached_property
    def _company(self) -> Mapping[str, str]:
        profile = self.company.profile()
        bank = bank_account(profile)
        block = translate(", |list", self.language).join((bank.account_name, bank.bank, bank.number)) if bank else ""
        return {
            "company": profile.name, "my_name": profile.contact, "my_phone": profile.phone, "bank_block": block,
        }  # fmt: skip

    @cached_property
    def _reached(self) -> set[int]:
        found = approaches(self.day, self.only)
        return {customer for customer, how in found.items() if how.reached_on}

    @cached_property
    def _written_to(self) -> set[int]:
        return set(last_levels())

    @cached_property
    def _broken(self) -> Mapping[int, int]:
        lines = promise_lines(self.day, self.only)
        return {customer: sum(line.state in BROKEN for line in made) for customer, made in lines.items()}

    def _was_reminded(self, customer_id: int) -> bool:
        return customer_id in self._reached or customer_id in self._written_to

    def _debt(self, customer_id: int, currency: str, asked: set[str]) -> letter_facts.Facts:
        open_ones = (Invoice.customer == customer_id) & (Invoice.open_fen > 0) & (Invoice.currency == currency)
        behind = Invoice.select(Invoice.contract).where(open_ones & Invoice.contract.is_null(False))
        contracts = list(Contract.select().where(Contract.id.in_(behind)).order_by(Contract.id))
        return letter_facts.facts(asked & OF_DEBT, customer_id, currency, contracts, self.day, self.language)

    def _late_invoices(self, customer_id: int, currency: str) -> str:
        rows = (
            Invoice.select(Invoice.number)
            .where((Invoice.customer == customer_id) & (Invoice.currency == currency))
            .where((Invoice.open_fen > 0) & (Invoice.due_on < self.day))
            .order_by(Invoice.due_on, Invoice.id)
        )
        numbers = [row.number for row in rows]
        listed = translate(", |list", self.language).join(numbers[:LISTED])
        more = len(numbers) - LISTED
        return listed + translate(" and {count} more", self.language, count=more) if more > 0 else listed

    def _letter(self, customer_id: int, currency: str) -> dict[str, str]:
        row = (
            Document.select()
            .where((Document.kind == "letter") & (Document.customer == customer_id))
            .where((Document.currency == currency) & (Document.issued_on <= self.day))
            .where(Document.level != "lawyer_draft")
            .order_by(Document.issued_on.desc(), Document.id.desc())
            .first()
        )
        if row is None:
            return {}
        deadline = long_date(row.deadline_on, self.language) if row.deadline_on else ""
        return {"letter_no": row.number, "letter_deadline": deadline}
