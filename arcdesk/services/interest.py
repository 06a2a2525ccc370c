"""Late interest on the ledger's invoices: the one figure of screens, letters and commands (R22 to R30).

It is shown and claimed, never posted: nothing here writes to the ledger (C44).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.claim_parts import ClaimPart, Lowering, PlanTerms, claim_parts
from arcdesk.domain.errors import NoRateOnDay, Refusal
from arcdesk.domain.gate import Reason
from arcdesk.domain.interest import InterestSheet, Terms, late_interest
from arcdesk.domain.interest_choice import Choice, ClaimFacts, choose_basis, why_text
from arcdesk.domain.interest_flags import Flag, Yardstick, interest_flags, yardstick
from arcdesk.domain.interest_terms import InterestBasis
from arcdesk.domain.lawful_terms import SME_DAYS
from arcdesk.domain.rates import LprTable
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import balances, claim_postings
from arcdesk.models.queries.claim_postings import Receivable
from arcdesk.services.company import CompanyService
from arcdesk.services.concession_lines import waived_interest
from arcdesk.services.interest_remarks import remarks
from arcdesk.services.interest_settings import (
    NO_WISH,
    PREFERENCE,
    InterestSettings,
    Wish,
    from_preference,
    to_preference,
)
from arcdesk.services.rates import RateService
from arcdesk.services.unit_of_work import UnitOfWork

T = TypeVar("T")

NO_DUE_DATE = Reason(
    "no_due_date",
    text_key="It has no due date, so no interest can be reckoned. Complete the date first.",
    values={},
)

WAIVED = Reason(
    "interest_waived",
    text_key="Late interest on it is waived by concession {number}, whose condition was met on {day}.",
    values={},
)


class NoSuchInvoice(Refusal):
    """No receivable has that number."""

    sentence = "There is no invoice “{number}”. Check the number."


class CreditNoteBearsNone(Refusal):
    """A credit note instead of an invoice."""

    sentence = "“{number}” is a credit note and bears no interest. Give the number of an invoice."


class InvoiceNotYetIssued(Refusal):
    """A day before there was anything to owe."""

    sentence = "“{number}” was issued on {issued}, after {day}. Choose a later day."


class NoAgreedRate(Refusal):
    """Interest by contract where none was agreed."""

    sentence = "“{number}” has no contract with a penalty rate. Enter the rate in the contract, or reckon by the LPR."


@dataclass(frozen=True, slots=True)
class PartInterest:
    """Interest on one part of an invoice: its sheet, or why there is none."""

    part: ClaimPart
    sheet: InterestSheet | None
    flags: tuple[Flag, ...] = ()
    beside: Yardstick | None = None
    gap: Reason | None = None

    @property
    def total_fen(self) -> int:
        return self.sheet.total_fen if self.sheet else 0

    @property
    def is_open(self) -> bool:
        """Whether anything of it is still owed, contested or not."""
        return bool(self.part.open_fen or self.part.disputed_fen)

    @property
    def days(self) -> int:
        """Days that bore interest: those overdue, until the principal was paid."""
        return sum(segment.days for segment in self.sheet.segments) if self.sheet else 0


@dataclass(frozen=True, slots=True)
class InvoiceInterest:
    """Late interest on one invoice up to and including ``as_of``, in fen, and what it rests on.

    Attributes:
        choice: The basis that the facts ask for, and the other ones there are.
        terms: What was reckoned with; ``is_chosen`` where a person asked for the basis.
        why: Why interest is reckoned on that basis.
        parts: One, or more where a plan moved due dates.
        remarks: What was left out of the claim or should be known beside it.
    """

    invoice_id: int
    number: str
    customer_id: int
    currency: str
    issued_on: date
    due_on: date | None
    as_of: date
    amount_fen: int
    contract_number: str
    choice: Choice
    terms: Terms
    is_chosen: bool
    why: Reason
    parts: tuple[PartInterest, ...]
    remarks: tuple[Reason, ...] = ()

    @property
    def basis(self) -> InterestBasis:
        return self.terms.basis

    @property
    def principal_fen(self) -> int:
        """What bears, or bore, interest: the invoice less what is not claimed."""
        return sum(part.part.principal_fen for part in self.parts)

    @property
    def open_fen(self) -> int:
        """What is still claimed of the principal, by the ledger's own allocation."""
        return sum(part.part.open_fen for part in self.parts)

    @property
    def total_fen(self) -> int:
        """Interest accrued, paid or not."""
        return sum(part.total_fen for part in self.parts)

    @property
    def is_open(self) -> bool:
        """Whether anything of it is still owed, contested or not."""
        return any(part.is_open for part in self.parts)

    @property
    def sheets(self) -> tuple[InterestSheet, ...]:
        return tuple(part.sheet for part in self.parts if part.sheet is not None)

    @property
    def gaps(self) -> tuple[Reason, ...]:
        """Why nothing was reckoned on some part, each reason once."""
        return _once(part.gap for part in self.parts if part.gap is not None)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The remarks on the rate and its data, each once, of all parts that bear interest."""
        return _once(flag for part in self.parts if part.total_fen for flag in part.flags)

    @property
    def lpr_data_to(self) -> date | None:
        """Day of the last publication known, for a basis that uses the LPR."""
        return next((sheet.lpr_data_to for sheet in self.sheets if sheet.lpr_data_to), None)


@dataclass(frozen=True, slots=True)
class CustomerInterest:
    """Late interest on a customer's open items on a day; ``paid_late`` is what was settled, but late.

    What bears none, because it is not due, is left out. An invoice under a plan may stand in both:
    its open instalments, and those that were paid late.
    """

    customer_id: int
    as_of: date
    invoices: tuple[InvoiceInterest, ...]
    paid_late: tuple[InvoiceInterest, ...] = ()

    @property
    def totals(self) -> dict[str, int]:
        """Interest on the open invoices by currency, in fen; never summed across."""
        return _totals(self.invoices)

    @property
    def paid_late_totals(self) -> dict[str, int]:
        """The same of the settled ones."""
        return _totals(self.paid_late)


@dataclass(frozen=True, slots=True)
class _Book:
    """What the reckoning needs of one customer on one day, read once."""

    day: date
    debtor_size: str
    creditor_size: str
    items: Mapping[int, list[OpenItem]]
    lowerings: Mapping[int, list[Lowering]]
    plans: Mapping[int, list[PlanTerms]]
    unallocated_fen: Mapping[str, int]
    settings: InterestSettings
    lpr: LprTable
    waived: Mapping[int, tuple[str, date]]


class InterestService:
    """Reckons late interest and keeps the company's defaults for it."""

    def __init__(self, work: UnitOfWork, company: CompanyService, rates: RateService) -> None:
        self._work = work
        self._company = company
        self._rates = rates

    @property
    def lpr(self) -> LprTable:
        """The table of reference rates in use."""
        return self._rates.lpr

    def settings(self) -> InterestSettings:
        """The company's defaults; the shipped ones before any were set."""
        return from_preference(self._company.preference(PREFERENCE))

    def save_settings(self, settings: InterestSettings) -> None:
        """Keep the company's defaults.

        Raises:
            BadMultiplier, BadYearDays, BadLossFactor, UnknownOrder.
        """
        settings.check()
        self._company.set_preference(PREFERENCE, to_preference(settings))

    def of_invoice(self, number: str, as_of: date | None = None, wish: Wish = NO_WISH) -> InvoiceInterest:
        """Interest on one invoice, open or paid late.

        Raises:
            NoSuchInvoice, CreditNoteBearsNone, InvoiceNotYetIssued, NoAgreedRate, BadMultiplier, BadYearDays.
        """
        day = as_of or self._work.clock.today()
        row = Invoice.get_or_none(Invoice.number == number)
        if row is None:
            raise NoSuchInvoice(number=number, field="invoice")
        if row.amount_fen < 0:
            raise CreditNoteBearsNone(number=number, field="invoice")
        if row.issued_on > day:
            raise InvoiceNotYetIssued(
                number=number, issued=row.issued_on.isoformat(), day=day.isoformat(), field="as_of"
            )
        one = next(each for each in claim_postings.receivables(day, row.customer_id) if each.id == row.id)
        return self._reckon(one, self._book(row.customer_id, day), wish)

    def of_customer(
        self, customer_id: int, as_of: date | None = None, wish: Wish = NO_WISH, *, with_paid: bool = False
    ) -> CustomerInterest:
        """Interest on every open invoice of a customer; ``with_paid`` adds those settled, but late.

        Raises:
            NoAgreedRate, BadMultiplier, BadYearDays.
        """
        day = as_of or self._work.clock.today()
        book = self._book(customer_id, day)
        rows = claim_postings.receivables(day, customer_id)
        found = [self._reckon(row, book, wish) for row in rows if with_paid or row.id in book.items]
        still_open = (_only(one, lambda part: part.is_open) for one in found)
        settled = (_only(one, lambda part: not part.is_open) for one in found if with_paid)
        return CustomerInterest(
            customer_id,
            day,
            tuple(one for one in still_open if one.total_fen or one.gaps),
            tuple(one for one in settled if one.total_fen),
        )

    def of_items(
        self, customer_id: int, items: Collection[OpenItem], as_of: date
    ) -> tuple[InvoiceInterest, ...]:
        """Interest on the open items of a letter, by invoice; of one under a plan, on those instalments alone."""
        book = self._book(customer_id, as_of)
        chosen: dict[int, set[tuple[int, int]]] = {}
        for item in items:
            chosen.setdefault(item.invoice_id, set()).add((item.plan_id, item.instalment))
        rows = {row.id: row for row in claim_postings.receivables(as_of, customer_id) if row.id in chosen}
        return tuple(
            _only(self._reckon(rows[row_id], book, NO_WISH), partial(_is_among, parts))
            for row_id, parts in chosen.items()
        )

    def _book(self, customer_id: int, day: date) -> _Book:
        items: dict[int, list[OpenItem]] = {}
        for item in balances.open_items(day, customer_id):
            items.setdefault(item.invoice_id, []).append(item)
        free = balances.free_credits(day, customer_id)
        return _Book(
            day,
            claim_postings.debtor_size(customer_id),
            self._company.profile().size,
            items,
            claim_postings.lowerings(day, customer_id),
            claim_postings.plan_terms(day, customer_id),
            {
                currency: credit.receipts_fen + credit.credit_notes_fen
                for (_, currency), credit in free.items()
            },
            self.settings(),
            self._rates.lpr,
            waived_interest(day, customer_id),
        )

    def _reckon(self, row: Receivable, book: _Book, wish: Wish) -> InvoiceInterest:
        facts = ClaimFacts(
            row.daily_rate, row.contract_on or row.issued_on, book.debtor_size, book.creditor_size
        )
        choice = choose_basis(facts)
        basis = wish.basis or choice.basis
        if basis == "contract" and facts.daily_rate is None:
            raise NoAgreedRate(number=row.number, field="basis")
        settings = wish.over(book.settings)
        agreed_order = row.is_interest_first and wish.order is None
        terms = Terms(
            basis,
            daily_rate=facts.daily_rate if basis == "contract" else None,
            multiplier=settings.multiplier,
            year_days=settings.year_days,
            allocation="interest_first" if agreed_order else settings.order,
        )
        lowered = book.lowerings.get(row.id, ())
        disputed = sum(item.disputed_fen for item in book.items.get(row.id, ()))
        parts = claim_parts(row.amount_fen, row.due_on, lowered, book.plans.get(row.id, ()), disputed)
        found = InvoiceInterest(
            row.id, row.number, row.customer_id, row.currency, row.issued_on, row.due_on, book.day, row.amount_fen,
            row.contract_number, choice, terms, wish.basis is not None, why_text(basis, facts),
            tuple(_part(part, terms, book, facts, book.waived.get(row.id)) for part in parts),
        )  # fmt: skip
        return replace(found, remarks=remarks(found, lowered, book.unallocated_fen.get(row.currency, 0)))


def _part(
    part: ClaimPart, terms: Terms, book: _Book, facts: ClaimFacts, waived: tuple[str, date] | None
) -> PartInterest:
    if waived is not None:
        number, day = waived
        gap = replace(WAIVED, values={"number": number, "day": day})
        return PartInterest(part, None, gap=gap)
    if part.due_on is None:
        return PartInterest(part, None, gap=NO_DUE_DATE)
    try:
        sheet = late_interest(
            part.principal_fen, part.due_on, book.day, terms, payments=part.payments, lpr=book.lpr
        )
    except NoRateOnDay as refusal:
        gap = Reason(
            "no_rate_on_day",
            text_key="It fell due on {due_on}, before the table of reference rates begins ({first_day}): no interest "
            "is reckoned.",
            values={"due_on": part.due_on, "first_day": refusal.values["first_day"]},
        )
        return PartInterest(part, None, gap=gap)
    bound = facts.contract_on if facts.debtor_size in SME_DAYS else None
    factor = book.settings.loss_factor
    flags = interest_flags(sheet, book.lpr, contract_on=bound, loss_factor=factor)
    return PartInterest(part, sheet, flags, yardstick(sheet, book.lpr, factor))


def _only(found: InvoiceInterest, keep: Callable[[PartInterest], bool]) -> InvoiceInterest:
    return replace(found, parts=tuple(part for part in found.parts if keep(part)))


def _is_among(chosen: Container[tuple[int, int]], each: PartInterest) -> bool:
    return (each.part.plan_id, each.part.instalment) in chosen


def _totals(invoices: Iterable[InvoiceInterest]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in invoices:
        if one.total_fen:
            found[one.currency] = found.get(one.currency, 0) + one.total_fen
    return found


def _once(things: Iterable[T]) -> tuple[T, ...]:
    found: list[T] = []
    for thing in things:
        if thing not in found:
            found.append(thing)
    return tuple(found)
