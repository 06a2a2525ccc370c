"""E-mail with a letter in it: who gets it, whether it may leave, and drafts for any mail program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.domain.gate import Reason
from arcdesk.domain.mail_address import BadMailAddress, parse_addresses
from arcdesk.files import safe_name, unused, write_durably
from arcdesk.models.queries import mail
from arcdesk.services import mail_gate, mail_remarks, mail_texts
from arcdesk.services.company import CompanyService
from arcdesk.services.contacts import ContactService, NewContact
from arcdesk.services.customers import Person
from arcdesk.services.documents import DocumentService, IssuedDocument
from arcdesk.services.mail_account import MailAccount, MailAccountService
from arcdesk.services.mail_message import Enclosure, Sender, draft
from arcdesk.services.quiet import read_hours
from arcdesk.services.reason_text import reason_text
from arcdesk.services.unit_of_work import UnitOfWork

STATEMENT_DAYS = 31
"""A statement of account goes with a letter as long as it is no older than that before the letter's day."""


class MayNotLeave(Refusal):
    """A document that is not to be sent, with the first reason against it."""

    sentence = "“{number}” is not sent: {why}"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where an e-mail goes: addresses, and the person it speaks to, where known."""

    addresses: tuple[str, ...]
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class MailLine:
    """One document before it leaves: to whom, with what, and what stands against it (nothing: it may go).

    ``enclosed`` are other documents that go with it.
    """

    about: mail_texts.About
    to: tuple[str, ...]
    subject: str
    text: str
    reasons: tuple[Reason, ...]
    enclosed: tuple[IssuedDocument, ...] = ()

    @property
    def document(self) -> IssuedDocument:
        return self.about.document

    @property
    def person(self) -> Person | None:
        """Whom it speaks to, where known."""
        return self.about.person

    @property
    def allowed(self) -> bool:
        """Whether it may leave."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft that was written."""

    number: str
    customer_code: str
    to: tuple[str, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said: send it though it was sent before, in spite of a hold or a promise, to others.

    ``to`` holds addresses by the number of the document; ``with_statement`` encloses the latest
    statement of account with a letter (S-111), where it is not older than ``STATEMENT_DAYS``;
    ``statement_for`` names single letters to which that applies.
    """

    again: bool = False
    force: bool = False
    to: Mapping[str, str] | None = None
    with_statement: bool = False
    statement_for: frozenset[str] = frozenset()

    def encloses(self, document: IssuedDocument) -> bool:
        """Whether a statement is to go with the document."""
        is_wanted = self.with_statement or document.number in self.statement_for
        return is_wanted and document.kind == "letter"


class MailService:
    """Plans e-mails, writes drafts and short texts; sends nothing."""

    def __init__(
        self,
        work: UnitOfWork,
        company: CompanyService,
        documents: DocumentService,
        accounts: MailAccountService,
        contacts: ContactService,
    ) -> None:
        self._work = work
        self._company = company
        self._documents = documents
        self._accounts = accounts
        self._contacts = contacts

    def plan(self, numbers: Iterable[str], choice: Choice | None = None) -> tuple[MailLine, ...]:
        """Each document with its recipients, its text and everything that holds it back today.

        In a fixed number of queries for many documents.

        Raises:
            UnknownDocument: one of the numbers is nobody's.
        """
        documents, choice = self._documents.named(numbers), choice or Choice()
        day, company = self._work.clock.today(), self._company.profile()
        found = mail_gate.hindrances(documents, day)
        due = mail.oldest_due(document.id for document in documents)
        people = _people({document.customer_id for document in documents})
        statements = self._statements([document for document in documents if choice.encloses(document)])
        lines = []
        for document in documents:
            reasons = mail_gate.held_back(found[document.id], again=choice.again, force=choice.force)
            wished = (choice.to or {}).get(document.number)
            recipient, against = _recipient(document, people.get(document.customer_id, ()), wished)
            about = mail_texts.About(document, company, recipient.person, day, due.get(document.id, ""))
            text = mail_texts.mail_text(about)
            enclosed = statements.get(document.id, ())
            against = (*reasons, *against)
            lines.append(MailLine(about, recipient.addresses, text.subject, text.text, against, enclosed))
        return tuple(lines)

    def line(self, number: str, choice: Choice | None = None) -> MailLine:
        """One document, read anew: what held yesterday may be paid today.

        Raises:
            UnknownDocument.
        """
        (line,) = self.plan([number], choice)
        return line

    def draft(self, number: str, folder: Path, choice: Choice | None = None) -> DraftFile:
        """Write one document as an unsent e-mail (.eml) into ``folder``; an existing file is left alone.

        A document without an address becomes a draft to nobody: the person fills it in.

        Raises:
            UnknownDocument, MayNotLeave, EvidenceDamaged, CannotWrite, WorkspaceNotWritable.
        """
        line = self.line(number, choice)
        against = tuple(reason for reason in line.reasons if reason.rule != "no_address")
        if against:
            raise MayNotLeave(number=number, why=reason_text(against[0]))
        message = draft(self.sender(), line.to, line.subject, line.text, self.enclosures(line))
        document = line.document
        with self._work.write("mail.drafted", document.customer_id, number=number, to=list(line.to)):
            target = unused(folder / f"{safe_name(f'{number} {document.customer_name}')}.eml")
            write_durably(target, message.as_bytes())
        return DraftFile(number, document.customer_code, line.to, target)

    def short_text(self, number: str, choice: Choice | None = None) -> str:
        """One paragraph for WeChat or SMS about a document.

        Raises:
            UnknownDocument, MayNotLeave: the money is not owed any more.
        """
        line = self.line(number, replace(choice or Choice(), again=True))
        against = tuple(reason for reason in line.reasons if reason.rule not in ("no_address", "bad_address"))
        if against:
            raise MayNotLeave(number=number, why=reason_text(against[0]))
        return mail_texts.short_text(line.about)

    def remarks(self, number: str) -> tuple[Reason, ...]:
        """What to know before a short message about a document goes out now; nothing of it holds it back.

        Raises:
            UnknownDocument.
        """
        hours = read_hours(self._company)
        return mail_remarks.remarks(self._documents.find(number).customer_id, self._work.clock.now(), hours)

    def log_text(self, number: str, channel: str, text: str) -> int:
        """Log that a short text went out, as the person says: a message that has no answer yet.

        Returns:
            The number of the contact.

        Raises:
            UnknownDocument, UnknownChannel, WorkspaceNotWritable.
        """
        line = self.line(number)
        person = line.person.name if line.person else ""
        new = NewContact(line.document.customer_id, channel, "no_answer", note=text, person=person)
        return self._contacts.log(new).id

    def sender(self, account: MailAccount | None = None) -> Sender:
        """As whom is written: by the account, else by the company's own address."""
        account = account or self._accounts.account()
        company = self._company.profile()
        if account is None:
            try:
                (address, *_) = parse_addresses(company.email) or ("",)
            except BadMailAddress:
                address = ""
            return Sender(address, company.name)
        name = account.from_name or company.name
        return Sender(account.from_address, name, account.reply_to, account.wants_receipt)

    def enclosures(self, line: MailLine) -> list[Enclosure]:
        """The sealed PDF of a document and of what goes with it, under the names that the customer sees.

        Raises:
            EvidenceDamaged.
        """
        return [
            Enclosure(pdf_name(document), self._documents.pdf(document.number))
            for document in (line.document, *line.enclosed)
        ]

    def _statements(self, letters: Sequence[IssuedDocument]) -> dict[int, tuple[IssuedDocument, ...]]:
        """The statement that goes with each letter, where there is one that is new enough."""
        latest = mail.latest_statements({letter.customer_id for letter in letters})
        known = {each.number: each for each in self._documents.named(latest.values())}
        found: dict[int, tuple[IssuedDocument, ...]] = {}
        for letter in letters:
            number = latest.get((letter.customer_id, letter.currency))
            statement = known[number] if number else None
            if statement is not None and (letter.as_of - statement.as_of).days <= STATEMENT_DAYS:
                found[letter.id] = (statement,)
        return found


def pdf_name(document: IssuedDocument) -> str:
    """The name of a document's file as the customer sees it."""
    return f"{safe_name(f'{document.number} {document.customer_name}')}.pdf"


def _recipient(
    document: IssuedDocument, everybody: Sequence[Person], wished: str | None
) -> tuple[Recipient, tuple[Reason, ...]]:
    """Whom a document goes to: the addresses wished for, else the first contact person who has one."""
    people = [person for person in everybody if not person.do_not_contact]
    person = next((person for person in people if person.email.strip()), None)
    text = wished if wished is not None else person.email if person else ""
    if person is None and people:
        person = people[0]
    try:
        addresses = parse_addresses(text)
    except BadMailAddress as refusal:
        return Recipient((), person), (Reason("bad_address", refusal.sentence, refusal.values, blocking=True),)
    if not addresses:
        text = "No contact person of {customer} has an e-mail address. Enter one."
        values = {"customer": document.customer_name}
        return Recipient((), person), (Reason("no_address", text, values, blocking=True),)
    owner = _owner(everybody, addresses)
    if owner is not None and owner.do_not_contact:
        text = "{person} is not to be contacted. Choose another address."
        return Recipient((), None), (Reason("do_not_contact", text, {"person": owner.name}, blocking=True),)
    return Recipient(addresses, owner), ()


def _people(customer_ids: Iterable[int]) -> dict[int, list[Person]]:
    found = mail.people(customer_ids)
    return {
        customer: [
            Person(*row[:7], is_primary=bool(row.is_primary), do_not_contact=bool(row.do_not_contact)) for row in rows
        ]
        for customer, rows in found.items()
    }


def _owner(people: Iterable[Person], addresses: tuple[str, ...]) -> Person | None:
    """The contact person whose address is among ``addresses``."""
    for person in people:
        try:
            if set(parse_addresses(person.email)) & set(addresses):
                return person
        except BadMailAddress:
            continue
    return None
