"""Disputes as things of their own: opened with reason and owner, closed with a resolution (F-79, case 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from arcdesk.domain.errors import AmountNotPositive
from arcdesk.domain.money import format_amount
from arcdesk.models.collection import EvidenceLink
from arcdesk.models.ledger import Dispute, Invoice
from arcdesk.services import dispute_refusals as why
from arcdesk.services.contacts import DisputeTooLarge
from arcdesk.services.credit_notes import CreditNoteService
from arcdesk.services.dispute_lines import (
    DisputeLine,
    check_category,
    dispute_lines,
    replace_disputes,
    standing_over,
)
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.ledger import InvoiceLine, UnknownInvoice
from arcdesk.services.plan_refusals import NotThisCustomersProof
from arcdesk.services.unit_of_work import Deed, UnitOfWork

Resolution = Literal["accepted", "rejected", "partly"]
RESOLUTIONS: tuple[Resolution, ...] = ("accepted", "rejected", "partly")


@dataclass(frozen=True, slots=True)
class ClosedDispute:
    """A dispute that was closed, and the credit note issued for what was conceded, if one was."""

    line: DisputeLine
    credit_note: InvoiceLine | None


class DisputeService:
    """Opens, hands over and closes disputes; reads them."""

    def __init__(self, work: UnitOfWork, credit_notes: CreditNoteService) -> None:
        self._work = work
        self._credit_notes = credit_notes

    def list(
        self, customer_id: int | None = None, as_of: date | None = None, *, open_only: bool = False
    ) -> tuple[DisputeLine, ...]:
        """Disputes opened up to a day, those that stand first, then the newest; of one customer or of all.

        One that a later statement or a correction replaced is left out.
        """
        day = as_of or self._work.clock.today()
        lines = [line for line in dispute_lines(day, customer_id) if line.is_open or not open_only]
        return tuple(sorted(lines, key=lambda line: (not line.is_open, -line.opened_on.toordinal(), -line.id)))

    def find(self, invoice_number: str) -> DisputeLine:
        """The dispute that stands over an invoice.

        Raises:
            UnknownDispute: none does.
        """
        row = standing_over(invoice_number)
        if row is None:
            raise why.UnknownDispute(number=invoice_number, field="invoice")
        return self._line(row.id)

    def open(
        self,
        invoice_number: str,
        amount_fen: int,
        reason: str = "",
        *,
        category: str = "",
        owner: str = "",
        on: date | None = None,
        evidence_id: int | None = None,
    ) -> DisputeLine:
        """Enter a dispute by hand; what stood over the invoice before is replaced by it.

        Raises:
            UnknownInvoice, AmountNotPositive, DisputeTooLarge, UnknownCategory, DisputeReasonMissing,
            DisputeInFuture, NotThisCustomersProof.
        """
        invoice = Invoice.get_or_none(Invoice.number == invoice_number)
        if invoice is None or invoice.amount_fen < 0:
            raise UnknownInvoice(number=invoice_number, field="invoice")
        day = self._day(on)
        _check_amount(invoice, amount_fen)
        check_category(category)
        if not reason.strip() and not category:
            raise why.DisputeReasonMissing(field="reason")
        _check_proof(evidence_id, invoice.customer_id)
        with self._work.write("dispute.opened", invoice.customer_id) as deed:
            replaced = replace_disputes(Dispute.invoice == invoice.id, day)
            row = Dispute.create(
                invoice=invoice, amount_fen=amount_fen, reason=reason.strip(), category=category,
                owner=owner.strip(), opened_on=day, evidence_id=evidence_id,
            )  # fmt: skip
            deed.details.update(
                dispute=row.id, invoice=invoice_number, amount_fen=amount_fen, category=category,
                reason=row.reason, owner=row.owner, on=day.isoformat(), evidence=evidence_id, replaced=replaced,
            )  # fmt: skip
            _touch(deed, invoice.customer_id)
        return self._line(row.id)

    def hand_over(self, dispute_id: int, *, owner: str, category: str, reason: str) -> DisputeLine:
        """Say who is to clear a dispute, and of what kind it is; the old values stay in the event.

        Raises:
            UnknownDispute, DisputeClosedAlready, UnknownCategory, DisputeReasonMissing.
        """
        row, invoice = self._standing_row(dispute_id)
        check_category(category)
        if not reason.strip() and not category:
            raise why.DisputeReasonMissing(field="reason")
        after = {"owner": owner.strip(), "category": category, "reason": reason.strip()}
        before = {name: getattr(row, name) for name in after}
        if before == after:
            return self._line(row.id)
        with self._work.write("dispute.handed_over", invoice.customer_id, dispute=row.id) as deed:
            Dispute.update(**after).where(Dispute.id == row.id).execute()
            deed.details.update(invoice=invoice.number, before=before, after=after)
            _touch(deed, invoice.customer_id)
        return self._line(row.id)

    def close(
        self,
        dispute_id: int,
        resolution: str,
        note: str,
        *,
        on: date | None = None,
        accepted_fen: int | None = None,
        credit: bool = False,
    ) -> ClosedDispute:
        """Close a dispute: ``accepted``, ``rejected``, or ``partly`` with the part accepted.

        With ``credit`` the part conceded is credited to the invoice in the same transaction. What was
        not conceded is demanded again from that day.

        Raises:
            UnknownDispute, DisputeClosedAlready, UnknownResolution, ReasonMissing, DisputeInFuture,
            ClosedBeforeOpened, AcceptedPartWrong, AcceptedInFull, NothingAccepted.
        """
        row, invoice = self._standing_row(dispute_id)
        conceded = _conceded(row, resolution, accepted_fen, credit=credit)
        if not note.strip():
            raise ReasonMissing(field="note")
        day = self._day(on)
        if day < row.opened_on:
            raise why.ClosedBeforeOpened(day=day.isoformat(), opened=row.opened_on.isoformat(), field="on")
        after = {"resolution": resolution, "closed_note": note.strip(), "accepted_fen": conceded}
        before = {name: getattr(row, name) for name in ("closed_on", *after)}
        with self._work.write("dispute.closed", invoice.customer_id, dispute=row.id) as deed:
            credited = None
            if credit:
                credited = self._credit_notes.add(
                    invoice.customer_id, conceded, day, invoice=invoice.number, note=note.strip()
                )
            Dispute.update(closed_on=day, **after).where(Dispute.id == row.id).execute()
            deed.details.update(
                invoice=invoice.number, before=before, after={**after, "closed_on": day.isoformat()},
                credit_note=credited.number if credited else None,
            )  # fmt: skip
            _touch(deed, invoice.customer_id)
        return ClosedDispute(self._line(row.id), credited)

    def _standing_row(self, dispute_id: int) -> tuple[Dispute, Invoice]:
        row = Dispute.get_or_none(Dispute.id == dispute_id)
        if row is None:
            raise why.UnknownDispute(number=dispute_id, field="dispute")
        invoice = Invoice.get_by_id(row.invoice_id)
        if row.closed_on is not None:
            raise why.DisputeClosedAlready(number=invoice.number, day=row.closed_on.isoformat(), field="dispute")
        return row, invoice

    def _day(self, on: date | None) -> date:
        today = self._work.clock.today()
        if on is not None and on > today:
            raise why.DisputeInFuture(day=on.isoformat(), field="on")
        return on or today

    def _line(self, dispute_id: int) -> DisputeLine:
        invoice = Invoice.get_by_id(Dispute.get_by_id(dispute_id).invoice_id)
        lines = dispute_lines(self._work.clock.today(), invoice.customer_id)
        return next(line for line in lines if line.id == dispute_id)


def _conceded(row: Dispute, resolution: str, accepted_fen: int | None, *, credit: bool) -> int:
    if resolution not in RESOLUTIONS:
        raise why.UnknownResolution(value=resolution, known=", ".join(RESOLUTIONS), field="resolution")
    amount = format_amount(row.amount_fen)
    if resolution == "rejected":
        if credit or accepted_fen:
            raise why.NothingAccepted(field="credit")
        return 0
    if resolution == "accepted":
        if accepted_fen not in (None, row.amount_fen):
            raise why.AcceptedInFull(amount=amount, accepted=format_amount(accepted_fen or 0), field="credit")
        return row.amount_fen
    if accepted_fen is None or not 0 < accepted_fen < row.amount_fen:
        raise why.AcceptedPartWrong(amount=amount, accepted=format_amount(accepted_fen or 0), field="credit")
    return accepted_fen


def _check_amount(invoice: Invoice, amount_fen: int) -> None:
    if amount_fen <= 0:
        raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
    if amount_fen > invoice.open_fen:
        raise DisputeTooLarge(
            open=format_amount(invoice.open_fen), number=invoice.number, amount=format_amount(amount_fen),
            field="amount",
        )  # fmt: skip


def _check_proof(evidence_id: int | None, customer_id: int) -> None:
    link = (EvidenceLink.evidence == evidence_id) & (EvidenceLink.customer == customer_id)
    if evidence_id is not None and EvidenceLink.get_or_none(link) is None:
        raise NotThisCustomersProof(number=evidence_id, field="evidence")


def _touch(deed: Deed, customer_id: int) -> None:
    deed.touch("dispute", customer_id)
    deed.touch("invoice", customer_id)
