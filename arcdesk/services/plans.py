"""Instalment plans: made over chosen invoices, ended by a new row, and how each stands (R46 to R48)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from arcdesk.domain.money import format_amount
from arcdesk.domain.plan_schedule import Planned, check_schedule, monthly_schedule
from arcdesk.domain.plans import share_out
from arcdesk.models import bulk
from arcdesk.models.claims import Guarantee, Instalment, PaymentPlan, PlanEnd
from arcdesk.models.collection import Contact, Evidence, EvidenceLink
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import postings
from arcdesk.services import plan_refusals as why
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.plan_debts import Debt, owed_on
from arcdesk.services.plan_lines import PlanLine, plan_lines
from arcdesk.services.unit_of_work import UnitOfWork

PlanEnding = Literal["void", "accelerated"]
ENDINGS: tuple[PlanEnding, ...] = ("void", "accelerated")


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to be entered: over ``invoices`` by number, paid oldest due first by the instalments.

    ``is_one_debt``: one limitation clock, from the last instalment (R8); else each invoice keeps its
    own. ``is_written``: agreed in writing (R12); the paper is ``evidence_id``. ``replaces`` names a
    plan that this one takes the place of, from the day on which it was agreed.
    """

    customer_id: int
    invoices: tuple[str, ...]
    instalments: tuple[Planned, ...]
    agreed_on: date | None = None
    is_written: bool = False
    is_one_debt: bool = False
    contact_id: int | None = None
    evidence_id: int | None = None
    note: str = ""
    replaces: str = ""

    @property
    def total_fen(self) -> int:
        """What the instalments come to, in fen."""
        return sum(each.amount_fen for each in self.instalments)


class PlanService:
    """Makes, ends and reads instalment plans."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def of(self, customer_id: int | None = None, as_of: date | None = None) -> tuple[PlanLine, ...]:
        """The plans agreed up to a day, newest first, with their standing; of one customer or of all."""
        return plan_lines(as_of or self._work.clock.today(), customer_id)

    def find(self, number: str, as_of: date | None = None) -> PlanLine:
        """The plan of that number as it stands on a day.

        Raises:
            UnknownPlan: there is none, or none yet.
        """
        row = PaymentPlan.get_or_none(PaymentPlan.number == number.strip())
        lines = self.of(row.customer_id, as_of) if row else ()
        found = next((line for line in lines if row is not None and line.id == row.id), None)
        if found is None:
            raise why.UnknownPlan(number=number, field="number")
        return found

    def owed(self, customer_id: int, agreed_on: date | None = None, replaces: str = "") -> tuple[Debt, ...]:
        """What a plan agreed on a day (today without one) could be about: open invoices, oldest due first."""
        today = self._work.clock.today()
        return owed_on(customer_id, agreed_on or today, today, ignore=replaces)

    def monthly(
        self,
        customer_id: int,
        invoices: Sequence[str],
        count: int,
        first: date,
        *,
        down_payment: Planned | None = None,
        total_fen: int | None = None,
        agreed_on: date | None = None,
        replaces: str = "",
    ) -> tuple[Planned, ...]:
        """A schedule over all that is undisputed of the chosen invoices, or over ``total_fen`` of it.

        Raises:
            those of ``make`` for the invoices, and of ``monthly_schedule``.
        """
        if total_fen is None:
            begin = down_payment.due_on if down_payment else first
            day = agreed_on or self._work.clock.today()
            debts = self._debts(customer_id, invoices, day, begin, replaces)
            total_fen = sum(debt.undisputed_fen for debt in debts)
        return monthly_schedule(total_fen, count, first, down_payment)

    def guarantors(self, customer_id: int) -> tuple[str, ...]:
        """Who guarantees a debt of the customer: a plan that makes it heavier binds them only with their consent.

        In writing, and without it the guarantee period stays as it was (R48).
        """
        rows = list(Guarantee.select().where(Guarantee.customer == customer_id).order_by(Guarantee.id))
        corrected = {row.corrects_id for row in rows}
        standing = (row.guarantor for row in rows if row.id not in corrected and not row.is_withdrawn)
        return tuple(dict.fromkeys(standing))

    def make(self, new: NewPlan) -> PlanLine:
        """Enter a plan; its invoices fall due by its instalments from the day it was agreed (R48).

        Each instalment pays the invoices one after the other, oldest due first; what an invoice has
        open beyond the plan keeps its own due date.

        Raises:
            UnknownCustomer, UnknownInvoice, UnknownPlan, NotThisCustomersProof, AgreedInFuture,
            NoInvoiceChosen, PlanAcrossCurrencies, NothingToPlan, InvoiceInPlan, InvoiceDisputedInFull,
            PlanTooLarge, InvoiceNotReached, PlanOfOtherCustomer, and those of ``check_schedule``.
        """
        today = self._work.clock.today()
        day = new.agreed_on or today
        if Customer.get_or_none(Customer.id == new.customer_id) is None:
            raise UnknownCustomer(code=new.customer_id, field="customer")
        if day > today:
            raise why.AgreedInFuture(day=day.isoformat(), field="agreed")
        check_schedule(new.instalments, day)
        replaced = self._to_replace(new, day)
        debts = self._debts(new.customer_id, new.invoices, day, new.instalments[0].due_on, new.replaces)
        shares = _shares(new, debts, day)
        _check_proof(new)
        with self._work.write("plan.made", new.customer_id) as deed:
            if replaced is not None:
                self._enter_end(replaced.id, day, "replaced", new.note.strip())
            row = self._enter(new, day, debts[0].currency)
            ids = self._enter_instalments(row, new.instalments)
            bulk.insert(
                "plan_share",
                ("instalment_id", "invoice_id", "amount_fen"),
                ((ids[seq], invoice, fen) for seq, parts in enumerate(shares) for invoice, fen in parts),
            )
            deed.details.update(
                number=row.number, agreed_on=day.isoformat(), total_fen=new.total_fen, currency=row.currency,
                invoices=[debt.number for debt in debts],
                instalments=[[each.due_on.isoformat(), each.amount_fen] for each in new.instalments],
                written=new.is_written, one_debt=new.is_one_debt, contact=new.contact_id,
                evidence=new.evidence_id, replaces=new.replaces or None,
            )  # fmt: skip
            for kind in ("plan", "invoice", "promise"):
                deed.touch(kind, new.customer_id)
        return self.find(row.number)

    def end(self, number: str, how: str, reason: str, on: date | None = None) -> PlanLine:
        """End a plan from ``on`` (today without one): ``void``, or ``accelerated``.

        Void, the invoices fall due by their own dates again; accelerated, all that was still to
        fall due is due on that day. An accelerated plan may be declared void later.

        Raises:
            UnknownPlan, UnknownPlanEnd, ReasonMissing, PlanEndedAlready, NothingToAccelerate, EndOutOfRange.
        """
        line = self.find(number)
        if how not in ENDINGS:
            raise why.UnknownPlanEnd(how=how, field="how")
        if not reason.strip():
            raise ReasonMissing(field="reason")
        day = on or self._work.clock.today()
        self._check_end(line, how, day)
        with self._work.write("plan.ended", line.customer_id, number=line.number) as deed:
            self._enter_end(line.id, day, how, reason.strip())
            deed.details.update(how=how, on=day.isoformat(), reason=reason.strip())
            for kind in ("plan", "invoice"):
                deed.touch(kind, line.customer_id)
        return self.find(line.number)

    def _check_end(self, line: PlanLine, how: str, day: date) -> None:
        if line.state in ("void", "replaced") or line.state == how:
            assert line.ended_on is not None  # it has an end
            raise why.PlanEndedAlready(number=line.number, day=line.ended_on.isoformat(), field="number")
        begin = max(line.agreed_on, line.ended_on or line.agreed_on)
        if not begin <= day <= self._work.clock.today():
            raise why.EndOutOfRange(number=line.number, day=day.isoformat(), begin=begin.isoformat(), field="on")
        then = self.find(line.number, day)
        if how == "accelerated" and not any(each.open_fen and each.due_on > day for each in then.instalments):
            raise why.NothingToAccelerate(number=line.number, day=day.isoformat(), field="how")

    def _to_replace(self, new: NewPlan, day: date) -> PlanLine | None:
        if not new.replaces:
            return None
        line = self.find(new.replaces)
        if line.customer_id != new.customer_id:
            raise why.PlanOfOtherCustomer(number=line.number, field="replaces")
        self._check_end(line, "replaced", day)
        return line

    def _debts(
        self, customer_id: int, invoices: Sequence[str], day: date, first_due_on: date, replaces: str
    ) -> list[Debt]:
        """The chosen invoices, oldest due first, each open, the customer's own, and free for a plan."""
        if not invoices:
            raise why.NoInvoiceChosen(field="invoice")
        _check_numbers(customer_id, invoices)
        today = self._work.clock.today()
        owed = owed_on(customer_id, day, today, is_paid_that_day=first_due_on == day, ignore=replaces)
        by_number = {debt.number: debt for debt in owed}
        for number in invoices:
            debt = by_number.get(number)
            if debt is None:
                raise why.NothingToPlan(number=number, day=day.isoformat(), field="invoice")
            if debt.plan_number:
                raise why.InvoiceInPlan(number=number, plan=debt.plan_number, field="invoice")
            if not debt.undisputed_fen:
                raise why.InvoiceDisputedInFull(number=number, amount=format_amount(debt.open_fen), field="invoice")
        debts = [debt for debt in owed if debt.number in set(invoices)]
        for debt in debts:
            if debt.currency != debts[0].currency:
                raise why.PlanAcrossCurrencies(
                    number=debt.number, currency=debt.currency, other=debts[0].currency, field="invoice"
                )
        return debts

    def _enter(self, new: NewPlan, day: date, currency: str) -> PaymentPlan:
        prefix = f"P{day.year}-"
        return PaymentPlan.create(
            number=f"{prefix}{postings.highest_number('payment_plan', prefix) + 1:03d}",
            customer=new.customer_id, currency=currency, agreed_on=day, total_fen=new.total_fen,
            is_one_debt=new.is_one_debt, is_written=new.is_written, contact=new.contact_id,
            evidence=new.evidence_id, note=new.note.strip(), logged_at=self._work.clock.now(),
        )  # fmt: skip

    def _enter_instalments(self, plan: PaymentPlan, instalments: Iterable[Planned]) -> list[int]:
        return [
            int(Instalment.create(plan=plan, seq=seq, due_on=each.due_on, amount_fen=each.amount_fen).id)
            for seq, each in enumerate(instalments, 1)
        ]

    def _enter_end(self, plan_id: int, day: date, how: str, reason: str) -> None:
        PlanEnd.create(plan=plan_id, on_day=day, how=how, reason=reason, logged_at=self._work.clock.now())


def _check_numbers(customer_id: int, numbers: Iterable[str]) -> None:
    for number in numbers:
        row = Invoice.get_or_none((Invoice.number == number) & (Invoice.customer == customer_id))
        if row is None or row.amount_fen < 0:
            raise UnknownInvoice(number=number, field="invoice")


def _shares(new: NewPlan, debts: Sequence[Debt], day: date) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Which invoices each instalment pays, as (invoice id, fen); disputed money only where the total needs it."""
    total = new.total_fen
    capacity = [debt.undisputed_fen for debt in debts]
    if total > sum(capacity):
        capacity = [debt.open_fen for debt in debts]
    if total > sum(capacity):
        raise why.PlanTooLarge(
            total=format_amount(total), open=format_amount(sum(capacity)), day=day.isoformat(), field="instalment"
        )
    left, taken = total, []
    for debt, fen in zip(debts, capacity, strict=True):
        if not left:
            raise why.InvoiceNotReached(number=debt.number, total=format_amount(total), field="invoice")
        taken.append((debt.invoice_id, min(left, fen)))
        left -= min(left, fen)
    return share_out([each.amount_fen for each in new.instalments], taken)


def _check_proof(new: NewPlan) -> None:
    if new.contact_id is not None:
        contact = (Contact.id == new.contact_id) & (Contact.customer == new.customer_id)
        if Contact.get_or_none(contact) is None:
            raise why.NotThisCustomersProof(number=new.contact_id, field="contact")
    if new.evidence_id is not None:
        link = (EvidenceLink.evidence == new.evidence_id) & (EvidenceLink.customer == new.customer_id)
        if Evidence.get_or_none(Evidence.id == new.evidence_id) is None or EvidenceLink.get_or_none(link) is None:
            raise why.NotThisCustomersProof(number=new.evidence_id, field="evidence")
