"""Demand letters: through the gate, numbered, sealed; never for money that is not owed (R36-R38)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.dates import deadline_after
from arcdesk.domain.errors import Refusal
from arcdesk.domain.gate import Purpose, Reason, Ruling
from arcdesk.domain.letter_levels import next_demand
from arcdesk.i18n import tr, translate
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import balances
from arcdesk.models.queries.earlier_letters import EarlierRow, demands, last_levels
from arcdesk.models.queries.sql import pairs
from arcdesk.pdf.data import LetterData
from arcdesk.pdf.enclosure_data import Enclosure
from arcdesk.services import letter_draft
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import CustomerService
from arcdesk.services.documents import DocumentService, IssuedDocument, NewDocument
from arcdesk.services.gate import rulings_for
from arcdesk.services.interest import InterestService
from arcdesk.services.letter_enclosures import NOTHING, EnclosureChoice, EnclosureService
from arcdesk.services.overrides import Overridden, given_override_reason, note_override, overridden
from arcdesk.services.reason_text import reason_text
from arcdesk.services.reference import Reference
from arcdesk.services.templates import KINDS as TEMPLATE_KINDS
from arcdesk.services.templates import TemplateService
from arcdesk.services.unit_of_work import UnitOfWork

LEVELS = {"reminder": 0, "first": 1, "second": 2, "final": 3, "lawyer_draft": 4}
"""Letter kinds that have a text, with their level in the print room."""

AUTO = "auto"
"""The demand that comes next, by those that went before and the days overdue."""

DEADLINE_DAYS = 7
"""Days from the letter to its deadline, moved on to a working day (F-60)."""


MOST_TRIED = 20
"""Customers looked at for one to try a letter on."""

MOST_VALUES = 10_000
"""Values bound in one statement; SQLite takes no more than 32,766."""


class UnknownLetterKind(Refusal):
    """Not a kind of letter, or one without a text yet."""

    sentence = "There is no letter of kind “{kind}”. Choose one of: {known}."


class NothingToDemand(Refusal):
    """The gate lets no invoice of this customer through."""

    sentence = "No letter to {customer}: {why}"


@dataclass(frozen=True, slots=True)
class GateLine:
    """One open item before a letter: in or out, for how much (fen), and every reason.

    ``instalment`` is its number in a plan; 0 for a whole invoice.
    """

    customer_id: int
    customer_code: str
    customer_name: str
    invoice_id: int
    invoice_number: str
    currency: str
    open_fen: int
    demand_fen: int
    allowed: bool
    reasons: tuple[Reason, ...]
    instalment: int = 0


class LetterService:
    """Checks, previews and issues demand letters."""

    def __init__(
        self,
        work: UnitOfWork,
        company: CompanyService,
        customers: CustomerService,
        documents: DocumentService,
        reference: Reference,
        interest: InterestService,
        templates: TemplateService,
        enclosures: EnclosureService,
    ) -> None:
        self._work = work
        self._company = company
        self._customers = customers
        self._documents = documents
        self._reference = reference
        self._interest = interest
        self._templates = templates
        self._enclosures = enclosures

    def check(
        self, customer_ids: Iterable[int], kind: str = "auto", on: date | None = None, *, force: bool = False
    ) -> tuple[GateLine, ...]:
        """Who is in and who is out, invoice by invoice, with the reason (F-31).

        Raises:
            UnknownLetterKind, UnknownCustomer.
        """
        day, profiles = self._day(on), [self._customers.find(customer_id) for customer_id in customer_ids]
        rulings = rulings_for([profile.id for profile in profiles], day, _purpose(kind), force=force)
        answers = [
            (profile, ruling, answer)
            for profile in profiles
            for ruling in rulings[profile.id]
            for answer in ruling.answers
        ]
        wanted = [answer.item.invoice_id for _, _, answer in answers]
        numbers = _numbers(wanted)
        return tuple(
            GateLine(
                profile.id, profile.code, profile.name, answer.item.invoice_id, numbers[answer.item.invoice_id],
                answer.item.currency, answer.item.open_fen, answer.demand_fen, answer.allowed,
                ruling.reasons(answer), answer.item.instalment,
            )
            for profile, ruling, answer in answers
        )  # fmt: skip

    def preview(
        self,
        customer_id: int,
        kind: str = "auto",
        language: str = "zh",
        on: date | None = None,
        *,
        force: bool = False,
        template: str = "",
        enclose: EnclosureChoice = NOTHING,
    ) -> bytes:
        """The letter as it would look, one part a currency, without a number; nothing is kept.

        ``template`` tries other words than those in use.

        Raises:
            NothingToDemand, EvidenceNotHis, EvidenceDamaged, and whatever the print room refuses.
        """
        from arcdesk.pdf.letter import render_with_enclosures

        drafts = self._drafts(customer_id, kind, language, self._day(on), force=force, template=template)
        number = translate("PREVIEW", language)
        return render_with_enclosures([self._enclosed(customer_id, draft, number, enclose) for draft in drafts])

    def issue(
        self,
        customer_id: int,
        kind: str = "auto",
        language: str = "zh",
        on: date | None = None,
        *,
        force: bool = False,
        reason: str = "",
        enclose: EnclosureChoice = NOTHING,
    ) -> tuple[IssuedDocument, ...]:
        """Issue the letter: one document a currency, numbered and sealed, or nothing at all.

        Balances are read anew inside the transaction, so money that came in since the
        preview is not demanded (case 13). What ``force`` goes past is kept with the letter,
        and the ``reason`` for it.

        Raises:
            NothingToDemand: the gate holds everything back; says why.
            OverrideReasonMissing: something is overridden without a reason.
            EvidenceNotHis, EvidenceDamaged: what was to be enclosed.
            MissingField, MissingGlyph, CannotCopy, TooManyPages, CannotWrite.
        """
        from arcdesk.pdf.letter import render_letter

        day = self._day(on)
        ids = []
        with self._work.write("letter.issued", customer_id) as deed:
            against = self._against(customer_id, kind, day) if force else {}
            why = given_override_reason(reason, against)
            if against:
                deed.details["override"] = {
                    "reason": why,
                    "rules": [[each.invoice, each.rule] for some in against.values() for each in some],
                }
            for draft in self._drafts(customer_id, kind, language, day, force=force):
                series = draft.kind if draft.kind == "lawyer_draft" else "letter"
                number = self._documents.next_number(series, day.year)
                data, enclosed = self._enclosed(customer_id, draft, number, enclose)
                new = NewDocument(
                    "letter", draft.kind, customer_id, language, data.currency, day, day, data.total_fen,
                    data.interest.total_fen if data.interest else None, data.deadline_on,
                    invoices=draft.invoices,
                )  # fmt: skip
                ids.append(self._documents.keep(deed, number, new, data, render_letter(data, enclosed)))
                if passed := against.get(data.currency):
                    note_override(ids[-1], why, passed, self._work.clock.now())
        return tuple(self._documents.find(row_id) for row_id in ids)

    def example(self) -> int | None:
        """The customer who owes most beyond its day, to try a letter on; None where nobody owes anything."""
        day = self._work.clock.today()
        owed: dict[int, int] = defaultdict(int)
        for item in balances.open_items(day):
            if item.open_fen > 0:
                owed[item.customer_id] += item.open_fen if overdue_days(day, item.due_on or day) > 0 else 1
        for customer_id in sorted(owed, key=lambda each: -owed[each])[:MOST_TRIED]:
            if _let_in(rulings_for([customer_id], day, "letter", force=True)[customer_id]):
                return customer_id
        return None

    def _enclosed(
        self, customer_id: int, draft: letter_draft.Draft, number: str, choice: EnclosureChoice
    ) -> tuple[LetterData, tuple[Enclosure, ...]]:
        """The numbered letter, naming its enclosures and their hashes, and the enclosures."""
        found = self._enclosures.gather(customer_id, draft, choice) if choice else ()
        hashes = (getattr(each.content, "sha256", "") for each in found)
        data = replace(
            draft.data,
            number=number,
            enclosures=(*draft.data.enclosures, *(each.title for each in found)),
            enclosed=tuple(sha256 for sha256 in hashes if sha256),
        )
        return data, found

    def fields(
        self, customer_id: int, kind: str, language: str = "zh", on: date | None = None
    ) -> dict[str, str]:
        """What the fields and conditions of a template are in a letter to this customer; the first currency's.

        Raises:
            NothingToDemand.
        """
        from arcdesk.domain.letter_fields import LOOKED_UP
        from arcdesk.pdf.letter_values import letter_values

        everything = "".join(f"{{{name}}}" for name in LOOKED_UP)
        draft = self._drafts(customer_id, kind, language, self._day(on), force=True, template=everything)[0]
        return letter_values(replace(draft.data, number=translate("PREVIEW", language)))

    def issued(self, customer_id: int | None = None) -> tuple[IssuedDocument, ...]:
        """Issued letters, newest first."""
        return self._documents.issued("letter", customer_id)

    def last_levels(self) -> dict[int, str]:
        """The level of the last letter to each customer that counts; customers without one are left out."""
        return last_levels()

    def _against(self, customer_id: int, kind: str, day: date) -> dict[str, tuple[Overridden, ...]]:
        """What a letter by force goes past, by currency."""
        rulings = rulings_for([customer_id], day, _purpose(kind), force=True)[customer_id]
        wanted = [answer.item.invoice_id for ruling in rulings for answer in ruling.answers]
        return overridden(rulings, _numbers(wanted))

    def _day(self, on: date | None) -> date:
        """The letter's day stands in for today: what is dated after it does not count yet."""
        return on or self._work.clock.today()

    def _drafts(
        self, customer_id: int, kind: str, language: str, day: date, *, force: bool, template: str = ""
    ) -> list[letter_draft.Draft]:
        profile = self._customers.find(customer_id)
        rulings = rulings_for([customer_id], day, _purpose(kind), force=force)[customer_id]
        chosen = _let_in(rulings)
        if not chosen:
            raise NothingToDemand(customer=profile.name, why=_why(rulings))
        writer = letter_draft.Writer(
            self._company.profile(), profile, self._interest, language, day,
            deadline_after(day, DEADLINE_DAYS, self._reference.workdays), self._recipient(customer_id),
            self._company.logo(),
        )  # fmt: skip
        chased_by = rulings[0].account.policy
        policy = f"{chased_by.code} ({chased_by.version})"
        drafts = []
        for currency, items in chosen.items():
            earlier = demands(customer_id, currency, {item.invoice_id for item in items}, day)
            wanted = _next(earlier, items, day) if kind == AUTO else kind
            words = template or self._words(wanted, language)
            drafted = writer.draft(wanted, LEVELS[wanted], currency, items, earlier, words)
            drafts.append(replace(drafted, data=replace(drafted.data, policy=policy)))
        return drafts

    def _words(self, kind: str, language: str) -> str:
        """The template in use; the draft of a lawyer's letter has none."""
        return self._templates.current(kind, language).text if kind in TEMPLATE_KINDS else ""

    def _recipient(self, customer_id: int) -> str:
        """The primary contact person with title, to whose hands the letter goes; empty without one."""
        person = next((person for person in self._customers.people(customer_id) if person.is_primary), None)
        return f"{person.name} {person.title}".strip() if person else ""


def _purpose(kind: str) -> Purpose:
    """What the gate is asked for by a kind of letter.

    Raises:
        UnknownLetterKind: there is no text of that kind.
    """
    if kind != AUTO and kind not in LEVELS:
        raise UnknownLetterKind(kind=kind, known=", ".join((AUTO, *LEVELS)), field="kind")
    return "reminder" if kind == "reminder" else "letter"


def _next(earlier: Iterable[EarlierRow], items: Iterable[OpenItem], day: date) -> str:
    """The level that follows the last demand, as far as the oldest item allows (R37)."""
    oldest = max(overdue_days(day, item.due_on) if item.due_on else 0 for item in items)
    return next_demand((row.level for row in earlier), oldest)


def _let_in(rulings: Iterable[Ruling]) -> dict[str, list[OpenItem]]:
    """The items that may be demanded, by currency."""
    found = {
        ruling.account.currency: [answer.item for answer in ruling.answers if answer.allowed] for ruling in rulings
    }
    return {currency: items for currency, items in found.items() if items}


def _numbers(invoice_ids: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for first in range(0, len(invoice_ids), MOST_VALUES):
        some = Invoice.id.in_(invoice_ids[first : first + MOST_VALUES])
        found |= pairs(Invoice.select(Invoice.id, Invoice.number).where(some))
    return found


def _why(rulings: Iterable[Ruling]) -> str:
    """The first reason that holds anything back, in the language of this process."""
    reasons = (
        reason
        for ruling in rulings
        for answer in ruling.answers
        for reason in ruling.reasons(answer)
        if reason.blocking
    )
    first = next(reasons, None)
    return reason_text(first) if first else tr("Nothing is open.")
