"""Concessions: asked for, approved by somebody, offered on a condition, and carried out when it is met (R92, S-183)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from arcdesk.domain.concession_state import ConcessionEvent as EventName
from arcdesk.domain.concession_state import ConcessionState, Terms, split_amount
from arcdesk.domain.due_repair import Repair
from arcdesk.domain.money import format_amount
from arcdesk.models.collection import Contact, Evidence
from arcdesk.models.concession import Concession, ConcessionEvent, ConcessionInvoice
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import postings
from arcdesk.services import concession_refusals as why
from arcdesk.services.concession_lines import ConcessionLine, concession_lines
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import entry_day, given_reason
from arcdesk.services.evidence import EvidenceService, PastedFile, UnknownEvidence
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.limitation_entries import NewLimitationEvent
from arcdesk.services.unit_of_work import Deed, UnitOfWork
from arcdesk.services.write_offs import WriteOffService, given_approver

if TYPE_CHECKING:
    from arcdesk.services.credit_notes import CreditNoteService
    from arcdesk.services.due_dates import DueDateService
    from arcdesk.services.limitation_entries import LimitationEntries

Booking = Literal["credit_note", "write_off"]
BOOKINGS: tuple[Booking, ...] = ("credit_note", "write_off")
OVER: tuple[ConcessionState, ...] = ("lapsed", "done", "refused", "withdrawn")
BOOKS_NOTHING = ("interest",)


@dataclass(frozen=True, slots=True)
class NewConcession:
    """What is asked for, of whom, and why; ``invoices`` by number.

    ``cost_fen`` and ``waiting_fen`` are what it and waiting come to, where that was reckoned.
    """

    customer_id: int
    terms: Terms
    ask: str
    reason: str
    invoices: tuple[str, ...] = ()
    cost_fen: int | None = None
    waiting_fen: int | None = None
    contact_id: int | None = None


class ConcessionService:
    """Keeps concessions and carries them out through the services of the ledger."""

    def __init__(
        self,
        work: UnitOfWork,
        evidence: EvidenceService,
        credit_notes: CreditNoteService,
        write_offs: WriteOffService,
        due_dates: DueDateService,
        limitation: LimitationEntries,
    ) -> None:
        self._work, self._evidence = work, evidence
        self._credit_notes, self._write_offs, self._due_dates = credit_notes, write_offs, due_dates
        self._limitation = limitation

    def of(
        self,
        customer_id: int | None = None,
        as_of: date | None = None,
        states: Sequence[ConcessionState] = (),
    ) -> tuple[ConcessionLine, ...]:
        """Concessions with their standing on a day, newest first; of one customer or all, in these states or any."""
        lines = concession_lines(as_of or self._work.clock.today(), customer_id)
        return tuple(line for line in lines if not states or line.state in states)

    def find(self, number: str, as_of: date | None = None) -> ConcessionLine:
        """One concession by its number.

        Raises:
            UnknownConcession: there is none, or none yet.
        """
        row = Concession.get_or_none(Concession.number == number.strip())
        lines = self.of(row.customer_id, as_of) if row is not None else ()
        found = next((line for line in lines if row is not None and line.id == row.id), None)
        if found is None:
            raise why.UnknownConcession(number=number, field="number")
        return found

    def propose(self, new: NewConcession) -> ConcessionLine:
        """Ask for a concession today; nothing may be promised of it until it is approved.

        Raises:
            UnknownCustomer, UnknownInvoice, AskMissing, ReasonMissing, ConcessionAcrossCurrencies, NothingToGive,
            GivesTooMuch, NotThisCustomersContact, and those of ``Terms.check``.
        """
        today = self._work.clock.today()
        if Customer.get_or_none(Customer.id == new.customer_id) is None:
            raise UnknownCustomer(code=new.customer_id, field="customer")
        new.terms.check(today, len(new.invoices))
        reason = given_reason(new.reason)
        if not new.ask.strip():
            raise why.AskMissing(field="ask")
        rows = self._about(new)
        mine = (Contact.id == new.contact_id) & (Contact.customer == new.customer_id)
        if new.contact_id is not None and Contact.get_or_none(mine) is None:
            raise why.NotThisCustomersContact(number=new.contact_id, field="contact")
        terms, prefix = new.terms, f"N{today.year}-"
        with self._work.write("concession.proposed", new.customer_id) as deed:
            row = Concession.create(
                number=f"{prefix}{postings.highest_number('concession', prefix) + 1:03d}", customer=new.customer_id,
                kind=terms.kind, currency=rows[0].currency if rows else "CNY", amount_fen=terms.amount_fen,
                days=terms.days, pay_fen=terms.pay_fen, pay_by=terms.pay_by, ask=new.ask.strip(), reason=reason,
                cost_fen=new.cost_fen, waiting_fen=new.waiting_fen, contact=new.contact_id, made_on=today,
                logged_at=self._work.clock.now(),
            )  # fmt: skip
            for invoice in rows:
                ConcessionInvoice.create(concession=row.id, invoice=invoice.id)
            deed.details.update(
                number=row.number, kind=terms.kind, amount_fen=terms.amount_fen, days=terms.days or None,
                pay_fen=terms.pay_fen, pay_by=terms.pay_by.isoformat() if terms.pay_by else None, ask=row.ask,
                reason=reason, invoices=list(new.invoices), currency=row.currency,
            )  # fmt: skip
            deed.touch("concession", new.customer_id)
        return self.find(row.number)

    def approve(
        self,
        number: str,
        who: str,
        on: date | None = None,
        *,
        note: str = "",
        proof: Path | PastedFile | None = None,
        evidence_id: int | None = None,
    ) -> ConcessionLine:
        """Enter that ``who`` approved it, on a day (today without one), shown by a file where there is one.

        Raises:
            UnknownConcession, ApproverMissing, DecidedAlready, ConcessionOver, EntryInFuture, EntryTooEarly,
            UnknownEvidence, and what sealing a file raises.
        """
        return self._decide(number, "approved", who, on, note, proof, evidence_id)

    def refuse(self, number: str, who: str, reason: str, on: date | None = None) -> ConcessionLine:
        """Enter that ``who`` refused it, and why.

        Raises:
            UnknownConcession, ApproverMissing, ReasonMissing, DecidedAlready, ConcessionOver, EntryInFuture,
            EntryTooEarly.
        """
        return self._decide(number, "refused", who, on, given_reason(reason), None, None)

    def offer(self, number: str, who: str = "", on: date | None = None, *, note: str = "") -> ConcessionLine:
        """Enter that it was offered to the customer: to ``who`` of them, how in ``note``.

        Raises:
            UnknownConcession, NotApproved, ConcessionOver, DecidedAlready, EntryInFuture, EntryTooEarly.
        """
        line = self._approved(number)
        if line.step("offered") is not None:
            raise why.DecidedAlready(number=line.number, field="number")
        approved = line.step("approved")
        assert approved is not None  # _approved saw to it
        day = entry_day(on, approved.on, self._work.clock.today())
        return self._enter(line, "offered", day, who, note)

    def accept(
        self,
        number: str,
        who: str,
        on: date | None = None,
        *,
        note: str = "",
        proof: Path | PastedFile | None = None,
        evidence_id: int | None = None,
    ) -> ConcessionLine:
        """Enter that the customer accepted; in writing, with the paper, it acknowledges the debt (R12).

        The offer itself acknowledges nothing: it is ours. The event of limitation is entered with the same paper.

        Raises:
            UnknownConcession, NotOffered, ConcessionOver, EntryInFuture, EntryTooEarly, UnknownEvidence.
        """
        line = self._approved(number)
        offered = line.step("offered")
        if offered is None:
            raise why.NotOffered(number=line.number, field="number")
        if line.step("accepted") is not None:
            raise why.DecidedAlready(number=line.number, field="number")
        day = entry_day(on, offered.on, self._work.clock.today())
        return self._enter(line, "accepted", day, who, note, proof, evidence_id)

    def withdraw(self, number: str, reason: str, on: date | None = None) -> ConcessionLine:
        """End it: asked for by mistake, or taken back before the customer kept his part.

        Raises:
            UnknownConcession, ReasonMissing, ConcessionOver, EntryInFuture, EntryTooEarly.
        """
        line, note = self.find(number), given_reason(reason)
        if line.state in OVER:
            raise why.ConcessionOver(number=line.number, field="number")
        return self._enter(line, "withdrawn", self._day(line, on), "", note)

    def carry_out(self, number: str, how: str = "credit_note") -> ConcessionLine:
        """Book what was approved, once its condition is met: one transaction with the credit note or write-off.

        A discount becomes credit notes or write-offs of its invoices, the earliest due first; a longer term other
        due dates; of the rest it is only noted that it was done.

        Raises:
            UnknownConcession, NotApproved, ConcessionOver, NotOffered, ConditionNotMet, NothingToBook,
            UnknownBooking, OpenTooLittle, and those of the services it goes through.
        """
        line = self._approved(number)
        if line.state != "met":
            if line.step("offered") is None:
                raise why.NotOffered(number=line.number, field="number")
            missing = format_amount(line.missing_fen)
            raise why.ConditionNotMet(number=line.number, missing=missing, field="number")
        if line.kind in BOOKS_NOTHING:
            raise why.NothingToBook(number=line.number, field="number")
        if how not in BOOKINGS:
            raise why.UnknownBooking(how=how, field="how")
        with self._work.write("concession.carried_out", line.customer_id, number=line.number) as deed:
            if line.kind == "discount":
                results = self._give_up(line, how)
            elif line.kind == "term":
                results = self._move_due_dates(line)
            else:
                results = []
            self._step(line.id, "carried_out", self._work.clock.today(), "", "", None, ", ".join(results))
            deed.details.update(kind=line.kind, how=how if line.kind == "discount" else None, results=results)
            deed.touch("concession", line.customer_id)
        return self.find(line.number)

    # inside

    def _about(self, new: NewConcession) -> list[Invoice]:
        """The invoices, each the customer's own and, where principal is given up, with enough open."""
        rows: list[Invoice] = []
        for number in dict.fromkeys(new.invoices):
            row = Invoice.get_or_none((Invoice.number == number) & (Invoice.customer == new.customer_id))
            if row is None or row.amount_fen < 0:
                raise UnknownInvoice(number=number, field="invoice")
            if rows and row.currency != rows[0].currency:
                raise why.ConcessionAcrossCurrencies(
                    number=number, currency=row.currency, other=rows[0].currency, field="invoice"
                )
            if row.open_fen <= 0 and new.terms.kind != "interest":
                raise why.NothingToGive(number=number, field="invoice")
            rows.append(row)
        in_all = sum(row.open_fen for row in rows)
        if new.terms.kind == "discount" and new.terms.amount_fen > in_all:
            raise why.GivesTooMuch(
                open=format_amount(in_all), amount=format_amount(new.terms.amount_fen), field="amount"
            )
        return rows

    def _decide(
        self, number: str, event: EventName, who: str, on: date | None, note: str,
        proof: Path | PastedFile | None, evidence_id: int | None,
    ) -> ConcessionLine:  # fmt: skip
        line, name = self.find(number), given_approver(who)
        if line.state == "lapsed":
            raise why.ConcessionOver(number=line.number, field="number")
        if line.state != "proposed":
            raise why.DecidedAlready(number=line.number, field="number")
        return self._enter(line, event, self._day(line, on), name, note, proof, evidence_id)

    def _approved(self, number: str) -> ConcessionLine:
        line = self.find(number)
        if line.state in OVER:
            raise why.ConcessionOver(number=line.number, field="number")
        if line.step("approved") is None:
            raise why.NotApproved(number=line.number, ask=line.ask, field="number")
        return line

    def _day(self, line: ConcessionLine, on: date | None) -> date:
        begin = max((line.made_on, *(step.on for step in line.steps)))
        return entry_day(on, begin, self._work.clock.today())

    def _enter(
        self, line: ConcessionLine, event: EventName, on: date, who: str, note: str,
        proof: Path | PastedFile | None = None, evidence_id: int | None = None,
    ) -> ConcessionLine:  # fmt: skip
        if evidence_id is not None and Evidence.get_or_none(Evidence.id == evidence_id) is None:
            raise UnknownEvidence(number=evidence_id, field="evidence")
        sealed = self._evidence.seal(proof) if proof is not None else None
        with self._work.write(f"concession.{event}", line.customer_id, number=line.number) as deed:
            if sealed is not None:
                kind = "approval" if event == "approved" else "other"
                kept = self._evidence.enter(deed, sealed, kind=kind, customer_id=line.customer_id)
                evidence_id = kept.id
            self._step(line.id, event, on, who.strip(), note.strip(), evidence_id)
            if event == "accepted" and evidence_id is not None:
                self._acknowledge(line, on, evidence_id)
            self._tell(deed, line, on, {"who": who.strip(), "note": note.strip(), "evidence": evidence_id})
        return self.find(line.number)

    def _step(
        self, concession_id: int, event: str, on: date, who: str, note: str, evidence_id: int | None,
        result: str = "",
    ) -> None:  # fmt: skip
        ConcessionEvent.create(
            concession=concession_id, event=event, on_day=on, who=who, note=note, evidence=evidence_id,
            result=result, logged_at=self._work.clock.now(),
        )  # fmt: skip

    def _acknowledge(self, line: ConcessionLine, on: date, evidence_id: int) -> None:
        """The customer's written acceptance interrupts limitation: of its invoices, of all without any (R12)."""
        for number in line.invoices or ("",):
            event = NewLimitationEvent(
                line.customer_id, "debtor_agrees", on, invoice=number, evidence_id=evidence_id, note=line.number
            )
            self._limitation.add(event)

    def _tell(self, deed: Deed, line: ConcessionLine, on: date, facts: Mapping[str, object]) -> None:
        deed.details.update({name: value for name, value in facts.items() if value}, on=on.isoformat())
        deed.touch("concession", line.customer_id)
        if line.kind == "interest":
            deed.touch("invoice", line.customer_id)

    def _give_up(self, line: ConcessionLine, how: str) -> list[str]:
        """Credit notes or write-offs over the invoices; their numbers."""
        rows = [Invoice.get(Invoice.number == number) for number in line.invoices]
        shares = split_amount(line.amount_fen, [row.open_fen for row in rows])
        if sum(shares) < line.amount_fen:
            raise why.OpenTooLittle(
                open=format_amount(sum(shares)), amount=format_amount(line.amount_fen), field="amount"
            )
        approved, today = line.step("approved"), self._work.clock.today()
        assert approved is not None  # carry_out saw to it
        found = []
        for row, fen in zip(rows, shares, strict=True):
            if not fen:
                continue
            if how == "credit_note":
                note = self._credit_notes.add(
                    line.customer_id, fen, today, invoice=row.number, note=line.number
                )
                found.append(note.number)
            else:
                entry = self._write_offs.write_off(
                    row.number, fen, today, approver=approved.who, reason=f"{line.number} {line.reason}",
                    evidence_id=approved.evidence_id,
                )  # fmt: skip
                found.append(entry.number)
        return found

    def _move_due_dates(self, line: ConcessionLine) -> list[str]:
        """Due dates so many days later; an extension that both agreed to only where it was accepted (R12)."""
        is_agreed = line.step("accepted") is not None
        by_day: dict[date, list[int]] = {}
        for number in line.invoices:
            row = Invoice.get(Invoice.number == number)
            if row.due_on is not None and row.open_fen > 0:
                by_day.setdefault(row.due_on + timedelta(days=line.days), []).append(row.id)
        for day, ids in by_day.items():
            self._due_dates.repair(
                ids, Repair("fixed", on=day, is_agreed=is_agreed), f"{line.number} {line.reason}"
            )
        return [day.isoformat() for day in by_day]
