"""Customers and their contact persons: finding, reading, changing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.tags import tidy
from arcdesk.domain.terms import Terms, make_terms
from arcdesk.domain.text import one_line
from arcdesk.models.collection import Document
from arcdesk.models.customer import ContactPerson, Customer
from arcdesk.models.imports import CustomerAlias
from arcdesk.models.ledger import Invoice
from arcdesk.services import hold_history
from arcdesk.services.pinyin import search_key
from arcdesk.services.unit_of_work import UnitOfWork


class UnknownCustomer(Refusal):
    """No customer has that code or name."""

    sentence = (
        "There is no customer “{code}” in this workspace. Check the code, or import the customer first."
    )


class CustomerCodeTaken(Refusal):
    """Another customer has the code."""

    sentence = "The customer code “{code}” is already in use. Give this customer another code."


class CustomerCodeMissing(Refusal):
    """A customer without a code."""

    sentence = "A customer needs a code. Enter a short one of your own, like C001."


class PersonNameMissing(Refusal):
    """A contact person without a name."""

    sentence = "A contact person needs a name. Enter it."


class PersonNameTaken(Refusal):
    """Two contact persons of one customer under one name could not be told apart in the log."""

    sentence = "This customer already has a contact person “{name}”. Change that entry, or add to the name."


class CustomerNameMissing(Refusal):
    """A customer without a name."""

    sentence = "A customer needs a name. Enter its full registered name."


@dataclass(frozen=True, slots=True)
class CustomerProfile:
    """What is known of a customer. ``credit_limit_fen`` in fen.

    ``credit_days`` with ``due_rule`` and ``due_day`` are the usual terms (``domain.terms``).
    ``tags`` are words of one's own, joined by a comma (``domain.tags``).
    ``hold_until`` and ``hold_reason`` pause the chasing; ``supply`` and ``supply_reason`` say what
    he is still delivered: as usual (""), ``cash_only`` or ``stopped`` (S-027, S-028).
    """

    id: int
    code: str
    name: str
    short_name: str = ""
    uscc: str = ""
    grade: str = ""
    owner: str = ""
    salesperson: str = ""
    credit_limit_fen: int | None = None
    credit_days: int | None = None
    industry: str = ""
    region: str = ""
    address: str = ""
    size: str = ""
    behaviour: str = ""
    pain_point: str = ""
    note: str = ""
    hold_until: date | None = None
    hold_reason: str = ""
    due_rule: str = "issued"
    due_day: int | None = None
    supply: str = ""
    supply_reason: str = ""
    tags: str = ""

    @property
    def terms(self) -> Terms | None:
        """The usual terms; ``None`` where no credit days are agreed."""
        return make_terms(self.credit_days, self.due_rule, self.due_day)


@dataclass(frozen=True, slots=True)
class Person:
    """A contact person; ``authority`` is "", none, partial or final (S-015). ``id`` 0 is new."""

    id: int
    name: str
    title: str = ""
    authority: str = ""
    phone: str = ""
    wechat: str = ""
    email: str = ""
    is_primary: bool = False
    do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line under the search box."""

    kind: str
    id: int
    customer_id: int
    title: str
    subtitle: str


class CustomerService:
    """Reads and changes customers."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def find(self, which: str | int) -> CustomerProfile:
        """The customer with this id (int), or this code or exact name (str).

        A code or name that a merge or an import left to another customer leads to that one.

        Raises:
            UnknownCustomer: there is none.
        """
        if isinstance(which, int):
            row = Customer.get_or_none(Customer.id == which)
        else:
            row = _by_text(which)
        if row is None:
            raise UnknownCustomer(code=which, field="customer")
        return _profile(row)

    def matching(self, text: str, limit: int | None = None) -> tuple[CustomerProfile, ...]:
        """Customers whose code, name, pinyin, initials, credit code, tags or phone contains ``text``.

        Where a word begins with it comes first.
        """
        query = Customer.select().where(Customer.merged_into.is_null())
        wanted = one_line(text).strip().lower()
        if wanted:
            phones = ContactPerson.select(ContactPerson.customer).where(
                ContactPerson.phone.contains(wanted) | ContactPerson.name.contains(wanted)
            )
            other_names = CustomerAlias.select(CustomerAlias.customer).where(CustomerAlias.text.contains(wanted))
            query = query.where(
                Customer.search_key.contains(wanted)
                | Customer.uscc.contains(wanted)
                | Customer.tags.contains(wanted)
                | Customer.id.in_(phones)
                | Customer.id.in_(other_names)
            )
        ordered = sorted(query, key=lambda row: (f" {wanted}" not in f" {row.search_key}", row.code))
        return tuple(_profile(row) for row in ordered[:limit])

    def search(self, text: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Customers, then invoices, then issued documents that ``text`` is part of."""
        wanted = one_line(text).strip().lower()
        if not wanted:
            return ()
        hits = [SearchHit("customer", c.id, c.id, c.name, c.code) for c in self.matching(wanted, limit)]
        invoices = (
            Invoice.select(Invoice.id, Invoice.number, Customer.id, Customer.name)
            .join(Customer)
            .where(Invoice.number.contains(wanted) | Invoice.tax_invoice_number.contains(wanted))
            .order_by(Invoice.number)
            .limit(limit)
        )
        hits += [
            SearchHit("invoice", row.id, row.customer.id, row.number, row.customer.name) for row in invoices
        ]
        documents = (
            Document.select(Document.id, Document.number, Document.kind, Customer.id, Customer.name)
            .join(Customer)
            .where(Document.number.contains(wanted))
            .order_by(Document.id.desc())
            .limit(limit)
        )
        hits += [
            SearchHit(row.kind, row.id, row.customer.id, row.number, row.customer.name) for row in documents
        ]
        return tuple(hits[:limit])

    def names(self) -> dict[int, str]:
        """Every customer's full name by id."""
        return {row.id: row.name for row in Customer.select(Customer.id, Customer.name)}

    def people(self, customer_id: int) -> tuple[Person, ...]:
        """Contact persons, the primary one first."""
        rows = (
            ContactPerson.select()
            .where(ContactPerson.customer == customer_id)
            .order_by(ContactPerson.is_primary.desc(), ContactPerson.id)
        )
        return tuple(Person(*(getattr(row, name) for name in Person.__dataclass_fields__)) for row in rows)

    def add(self, code: str, name: str, **particulars: Any) -> CustomerProfile:
        """Enter a customer by hand; ``particulars`` are fields of ``CustomerProfile``.

        Raises:
            CustomerCodeMissing, CustomerCodeTaken, CustomerNameMissing, UnknownDueRule, BadCreditDays, BadDueDay.
        """
        code, name = code.strip(), name.strip()
        _check(code, name)
        rule, day = particulars.get("due_rule", "issued"), particulars.get("due_day")
        make_terms(particulars.get("credit_days"), rule, day)
        particulars["tags"] = tidy(particulars.get("tags", ""))
        with self._work.write("customer.added", code=code, name=name, particulars=particulars) as deed:
            key = search_key(code, name, particulars.get("short_name", ""))
            row = Customer.create(code=code, name=name, search_key=key, **particulars)
            self._note_hold(_profile(row))
            deed.customer_id = row.id
            deed.touch("customer", row.id)
        return _profile(row)

    def save_profile(self, profile: CustomerProfile) -> CustomerProfile:
        """Change a customer's particulars; the audit event keeps each old value.

        Raises:
            UnknownCustomer, CustomerNameMissing, CustomerCodeMissing, CustomerCodeTaken,
            UnknownDueRule, BadCreditDays, BadDueDay.
        """
        profile = replace(profile, code=profile.code.strip(), name=profile.name.strip(), tags=tidy(profile.tags))
        before, after = asdict(self.find(profile.id)), asdict(profile)
        _check(profile.code, profile.name, profile.id)
        make_terms(profile.credit_days, profile.due_rule, profile.due_day)
        changed = {name: value for name, value in after.items() if before[name] != value}
        if changed:
            old = {name: before[name] for name in changed}
            with self._work.write("customer.changed", profile.id, before=old, after=changed) as deed:
                key = search_key(profile.code, profile.name, profile.short_name)
                Customer.update(**changed, search_key=key).where(Customer.id == profile.id).execute()
                if changed.keys() & {"hold_until", "hold_reason"}:
                    self._note_hold(profile)
                deed.touch("customer", profile.id)
        return profile

    def _note_hold(self, profile: CustomerProfile) -> None:
        """Keep since when the customer is on hold, so that a past day has its own answer."""
        now = self._work.clock.now()
        hold_history.note_customer(profile.id, profile.hold_until, profile.hold_reason, now)

    def save_person(self, customer_id: int, person: Person) -> Person:
        """Add a contact person (id 0) or change one; a new primary person replaces the old.

        Raises:
            UnknownCustomer, PersonNameMissing, PersonNameTaken.
        """
        self.find(customer_id)
        values = asdict(person) | {"name": person.name.strip()}
        values.pop("id")
        if not values["name"]:
            raise PersonNameMissing(field="name")
        known_people = self.people(customer_id)
        if any(known.name == values["name"] and known.id != person.id for known in known_people):
            raise PersonNameTaken(name=values["name"], field="name")
        old = next((asdict(known) for known in known_people if known.id == person.id), None)
        with self._work.write("person.saved", customer_id, before=old, after=values) as deed:
            if person.is_primary:
                others = ContactPerson.update(is_primary=False).where(ContactPerson.customer == customer_id)
                others.execute()
            if old is None:
                row_id = ContactPerson.insert(customer=customer_id, **values).execute()
            else:
                row_id = person.id
                ContactPerson.update(**values).where(ContactPerson.id == row_id).execute()
            deed.touch("customer", customer_id)
        return Person(row_id, **values)


def _by_text(text: str) -> Customer | None:
    """The customer whom a code or name means; one that was merged means the one it went into."""
    named = Customer.get_or_none((Customer.name == text) & Customer.merged_into.is_null())
    row = Customer.get_or_none(Customer.code == text) or _by_alias("code", text) or named or _by_alias("name", text)
    while row is not None and row.merged_into_id is not None:
        row = Customer.get_by_id(row.merged_into_id)
    return row


def _by_alias(kind: str, text: str) -> Customer | None:
    alias = CustomerAlias.get_or_none((CustomerAlias.kind == kind) & (CustomerAlias.text == text))
    return None if alias is None else Customer.get_by_id(alias.customer_id)


def _check(code: str, name: str, customer_id: int | None = None) -> None:
    """Raise the refusal of a code or name that a customer cannot have; ``customer_id`` is his own."""
    if not name:
        raise CustomerNameMissing(field="name")
    if not code:
        raise CustomerCodeMissing(field="code")
    holder = Customer.get_or_none(Customer.code == code)
    if holder is not None and holder.id != customer_id:
        raise CustomerCodeTaken(code=code, field="code")


def _profile(row: Customer) -> CustomerProfile:
    return CustomerProfile(*(getattr(row, name) for name in CustomerProfile.__dataclass_fields__))
