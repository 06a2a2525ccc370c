"""The contact log: what was said, by whom, with its evidence; appended, never rewritten (F-42)."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount
from arcdesk.models.collection import Contact, FollowUp, Promise
from arcdesk.models.customer import ContactPerson, Customer
from arcdesk.models.ledger import Dispute, Invoice
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.dispute_lines import check_category, replace_disputes
from arcdesk.services.evidence import EvidenceService, PastedFile, Sealed, StoredEvidence
from arcdesk.services.evidence_files import Progress
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.unit_of_work import Deed, UnitOfWork

CHANNELS = ("phone", "wechat", "sms", "email", "letter", "visit", "meeting", "lawyer", "other")
OUTCOMES = (
    "promised", "partial_paid", "paid", "will_check", "in_approval", "invoice_missing", "disputes",
    "short_of_cash", "downstream_unpaid", "wrong_person", "no_answer", "refused", "unreachable", "other",
)  # fmt: skip
EVIDENCE_KIND = {"wechat": "wechat", "sms": "sms", "email": "email", "letter": "letter"}


class UnknownChannel(Refusal):
    """Not one of ``CHANNELS``."""

    sentence = "“{value}” is not a channel. Choose one of: {known}."


class UnknownOutcome(Refusal):
    """Not one of ``OUTCOMES``."""

    sentence = "“{value}” is not an outcome. Choose one of: {known}."


class ContactInFuture(Refusal):
    """A contact that has not happened yet."""

    sentence = "The contact is dated {moment}, which is still to come. Enter when it took place."


class PromiseBeforeContact(Refusal):
    """A promise for a day before it was made."""

    sentence = "The promised day {day} lies before the contact. Enter the day the customer named."


class PromiseNotPositive(Refusal):
    """A promise of nothing."""

    sentence = "A promise needs an amount above zero."


class DisputeTooLarge(Refusal):
    """More disputed than is open."""

    sentence = "Only {open} is open on “{number}”, so {amount} cannot be disputed."


class FollowUpInPast(Refusal):
    """A reminder for a day that is gone."""

    sentence = "The follow-up day {day} is already past. Choose today or a later day."


class UnknownContact(Refusal):
    """A correction of something that is not this customer's."""

    sentence = "There is no contact no. {number} of this customer to correct."


class CorrectedAlready(Refusal):
    """A second correction of the same entry."""

    sentence = "Contact no. {number} was corrected already. Correct no. {newer} instead."


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact to be logged; promises are (fen, due day), disputes (invoice, fen, reason).

    One that ``corrects`` another stands in its place: the promises, disputes and open
    follow-ups of the older entry no longer count, only those named here.
    ``dispute_kinds`` is the kind of a dispute (``disputes.CATEGORIES``) by invoice number; ``script``
    the key of the script that stood beside the contact while it was logged.
    """

    customer_id: int
    channel: str
    outcome: str
    note: str = ""
    person: str = ""
    at: datetime | None = None
    promises: tuple[tuple[int, date], ...] = ()
    disputes: tuple[tuple[str, int, str], ...] = ()
    follow_up_on: date | None = None
    follow_up_reason: str = ""
    attachments: tuple[Path | PastedFile, ...] = ()
    corrects: int | None = None
    currency: str = "CNY"
    dispute_kinds: Mapping[str, str] = field(default_factory=dict)
    script: str = ""


@dataclass(frozen=True, slots=True)
class LoggedContact:
    """What a logged contact left behind: ids of the rows, and the sealed files."""

    id: int
    evidence: tuple[StoredEvidence, ...]
    promise_ids: tuple[int, ...]
    follow_up_id: int | None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One logged contact as it is shown."""

    id: int
    at: datetime
    channel: str
    outcome: str
    person: str
    note: str
    corrects: int | None


class ContactService:
    """Logs contacts and reads them back."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService) -> None:
        self._work = work
        self._evidence = evidence

    def log(self, new: NewContact, progress: Progress | None = None) -> LoggedContact:
        """Log one contact with its promises, disputes, follow-up and files: all of it or nothing.

        Files are sealed first; if the rest is refused they stay in the store, unlisted.

        Args:
            progress: told of bytes done and in all of the file being sealed; raises to stop.

        Raises:
            UnknownCustomer, UnknownChannel, UnknownOutcome, ContactInFuture, UnknownInvoice,
            PromiseBeforeContact, PromiseNotPositive, DisputeTooLarge, UnknownCategory, FollowUpInPast,
            UnknownContact, EvidenceFileMissing, EvidenceEmpty, CannotWrite.
        """
        at = self._work.local(new.at) if new.at else self._work.clock.now()
        self._check(new, at)
        sealed = [self._evidence.seal(source, progress) for source in new.attachments]
        with self._work.write("contact.logged", new.customer_id) as deed:
            contact = Contact.create(
                customer=new.customer_id,
                at=at,
                logged_at=self._work.clock.now(),
                channel=new.channel,
                outcome=new.outcome,
                person=new.person,
                note=new.note,
                person_row=_person_id(new.customer_id, new.person),
                corrects=new.corrects,
                script=new.script,
            )
            retired = [] if new.corrects is None else self._retire(new.corrects)
            promises = _promises(new, contact, at.date())
            retired += _disputes(new, contact, at.date(), retired)
            follow_up = self._follow_up(new, contact)
            files = self._files(deed, new, contact, sealed)
            deed.details.update(
                contact=contact.id,
                channel=new.channel,
                outcome=new.outcome,
                took_place=at.isoformat(),
                person=new.person,
                note=new.note,
                corrects=new.corrects,
                promises=[[fen, day] for fen, day in new.promises],
                disputes=[[number, fen, reason] for number, fen, reason in new.disputes],
                follow_up_on=new.follow_up_on,
                **({"disputes_replaced": retired} if retired else {}),
                **({"script": new.script} if new.script else {}),
            )
            corrected = new.corrects is not None
            came = {
                "contact": True,
                "promise": promises or corrected,
                "invoice": new.disputes or corrected,
                "follow_up": follow_up or corrected,
            }
            for kind in (kind for kind, there in came.items() if there):
                deed.touch(kind, new.customer_id)
        return LoggedContact(contact.id, tuple(files), tuple(promises), follow_up)

    def original(self, contact_id: int) -> NewContact:
        """A logged contact as the starting point of its correction; its files stay where they are.

        Raises:
            UnknownContact: no contact has that number.
        """
        row = Contact.get_or_none(Contact.id == contact_id)
        if row is None:
            raise UnknownContact(number=contact_id, field="corrects")
        promises = list(Promise.select().where(Promise.contact == contact_id).order_by(Promise.id))
        standing = (Dispute.contact_id == contact_id) & Dispute.closed_on.is_null()
        disputes = Dispute.select(Dispute, Invoice).join(Invoice).where(standing).order_by(Dispute.id)
        waiting = (FollowUp.contact == contact_id) & (FollowUp.state == "open")
        follow_up = FollowUp.get_or_none(waiting & (FollowUp.due_on >= self._work.clock.today()))
        return NewContact(
            customer_id=row.customer_id,
            channel=row.channel,
            outcome=row.outcome,
            note=row.note,
            person=row.person,
            at=row.at,
            promises=tuple((promise.amount_fen, promise.due_on) for promise in promises),
            disputes=tuple((each.invoice.number, each.amount_fen, each.reason) for each in disputes),
            follow_up_on=follow_up.due_on if follow_up else None,
            follow_up_reason=follow_up.reason if follow_up else "",
            corrects=contact_id,
            currency=promises[0].currency if promises else "CNY",
            dispute_kinds={each.invoice.number: each.category for each in disputes if each.category},
            script=row.script,
        )

    def recent(self, customer_id: int, count: int = 3) -> tuple[ContactLine, ...]:
        """A customer's latest contacts, newest first."""
        rows = Contact.select().where(Contact.customer == customer_id)
        ordered = rows.order_by(Contact.at.desc(), Contact.id.desc()).limit(count)
        return tuple(
            ContactLine(row.id, row.at, row.channel, row.outcome, row.person, row.note, row.corrects_id)
            for row in ordered
        )

    def _check(self, new: NewContact, at: datetime) -> None:
        if Customer.get_or_none(Customer.id == new.customer_id) is None:
            raise UnknownCustomer(code=new.customer_id, field="customer")
        if new.channel not in CHANNELS:
            raise UnknownChannel(value=new.channel, known=", ".join(CHANNELS), field="channel")
        if new.outcome not in OUTCOMES:
            raise UnknownOutcome(value=new.outcome, known=", ".join(OUTCOMES), field="outcome")
        if at > self._work.clock.now():
            raise ContactInFuture(moment=at.isoformat(" ", "minutes")[:16], field="at")
        for fen, day in new.promises:
            if fen <= 0:
                raise PromiseNotPositive(field="promise")
            if day < at.date():
                raise PromiseBeforeContact(day=day.isoformat(), field="promise")
        for number, fen, _reason in new.disputes:
            _check_dispute(new.customer_id, number, fen)
            check_category(new.dispute_kinds.get(number, ""))
        if new.follow_up_on and new.follow_up_on < at.date():
            raise FollowUpInPast(day=new.follow_up_on.isoformat(), field="follow_up")
        if new.corrects is not None:
            _check_correction(new.customer_id, new.corrects)

    def _retire(self, contact_id: int) -> list[dict[str, Any]]:
        """End what a corrected entry had set going; its promises are left out by ``promise_lines``.

        Gives the old values of the disputes it closed.
        """
        now = self._work.clock.now()
        old = replace_disputes(Dispute.contact_id == contact_id, now.date())
        FollowUp.update(state="done", closed_at=now).where(
            (FollowUp.contact == contact_id) & (FollowUp.state == "open")
        ).execute()
        return old

    def _follow_up(self, new: NewContact, contact: Contact) -> int | None:
        if new.follow_up_on is None:
            return None
        row = FollowUp.create(
            customer=new.customer_id,
            contact=contact,
            due_on=new.follow_up_on,
            reason=new.follow_up_reason or new.note,
            created_at=self._work.clock.now(),
        )
        return int(row.id)

    def _files(
        self, deed: Deed, new: NewContact, contact: Contact, sealed: list[Sealed]
    ) -> list[StoredEvidence]:
        return [
            self._evidence.enter(
                deed,
                file,
                kind=_evidence_kind(new.channel, file.original_name),
                customer_id=new.customer_id,
                contact_id=contact.id,
            )
            for file in sealed
        ]


def _evidence_kind(channel: str, name: str) -> str:
    """What a file of a contact is: a note taken on the phone is no recording of the call."""
    is_sound = (mimetypes.guess_type(name)[0] or "").startswith(("audio/", "video/"))
    if is_sound or channel == "phone":
        return "recording" if is_sound else "contact"
    return EVIDENCE_KIND.get(channel, "contact")


def _person_id(customer_id: int, name: str) -> int | None:
    row = ContactPerson.get_or_none((ContactPerson.customer == customer_id) & (ContactPerson.name == name))
    return row.id if row else None


def _promises(new: NewContact, contact: Contact, made_on: date) -> list[int]:
    return [
        Promise.create(
            customer=new.customer_id,
            contact=contact,
            currency=new.currency,
            amount_fen=fen,
            made_on=made_on,
            due_on=day,
        ).id
        for fen, day in new.promises
    ]


def _check_correction(customer_id: int, contact_id: int) -> None:
    if Contact.get_or_none((Contact.id == contact_id) & (Contact.customer == customer_id)) is None:
        raise UnknownContact(number=contact_id, field="corrects")
    newer = Contact.get_or_none(Contact.corrects == contact_id)
    if newer is not None:
        raise CorrectedAlready(number=contact_id, newer=newer.id, field="corrects")


def _check_dispute(customer_id: int, number: str, fen: int) -> None:
    row = Invoice.get_or_none((Invoice.number == number) & (Invoice.customer == customer_id))
    if row is None:
        raise UnknownInvoice(number=number, field="dispute")
    if not 0 < fen <= row.open_fen:
        raise DisputeTooLarge(
            open=format_amount(row.open_fen), number=number, amount=format_amount(fen), field="dispute"
        )


def _disputes(new: NewContact, contact: Contact, on: date, retired: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Enter what is disputed; a new statement of it replaces the old, whose values are given back.

    Who is to clear it and its kind pass on to the new one.
    """
    found = []
    for number, fen, reason in new.disputes:
        invoice = Invoice.get(Invoice.number == number)
        old = replace_disputes(Dispute.invoice == invoice, on)
        found += old
        before: dict[str, Any] = next((row for row in (*old, *retired) if row["invoice_id"] == invoice.id), {})
        Dispute.create(
            invoice=invoice, contact_id=contact.id, amount_fen=fen, reason=reason, opened_on=on,
            owner=before.get("owner", ""), category=new.dispute_kinds.get(number) or before.get("category", ""),
        )  # fmt: skip
    return found
