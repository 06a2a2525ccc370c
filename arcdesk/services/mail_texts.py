"""What stands in an e-mail or a short message beside a letter: texts with its figures filled in (R91).

The texts lie in ``resources/mail``, one file a language, by kind and level of the document, and speak the
document's language. Each letter names the amount, the day by which to pay and where (R36, R71).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from arcdesk import resources
from arcdesk.domain.aging import overdue_days
from arcdesk.domain.money import format_amount, with_currency
from arcdesk.i18n import translate
from arcdesk.services.company import CompanyProfile
from arcdesk.services.customers import Person
from arcdesk.services.documents import IssuedDocument

NAMED_INVOICES = 3
"""So many invoices are named in a text; of more, the first and how many there are."""


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and text of an e-mail."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """What a text speaks of: a document, who sends it, to whom, on which day.

    ``oldest_due`` is the earliest due date of its invoices as ISO text, "" where there is none.
    """

    document: IssuedDocument
    company: CompanyProfile
    person: Person | None
    day: date
    oldest_due: str = ""


def mail_text(about: About) -> MailText:
    """The e-mail that brings a document."""
    fields = _fields(about)
    known = texts(about.document.language)
    base = _base(about.document, "subject")
    return MailText(known[f"{base}.subject"].format_map(fields), known[f"{base}.text"].format_map(fields))


def short_text(about: About) -> str:
    """One paragraph for WeChat or SMS about a document, without an attachment."""
    base = _base(about.document, "short")
    return texts(about.document.language)[f"{base}.short"].format_map(_fields(about))


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every text of one language ("zh" or "en")."""
    found: dict[str, str] = json.loads(resources.text("mail", f"{language}.json"))
    return found


def _base(document: IssuedDocument, part: str) -> str:
    """The key of the text for this kind and level, without its last part."""
    if document.kind == "letter":
        fallback = "letter" if part == "short" else "letter.first"
        names: tuple[str, ...] = (f"letter.{document.level}", fallback)
    elif document.kind == "statement":
        names = ("statement" if document.total_fen > 0 else "statement.settled",)
    else:
        names = (f"{document.kind}.{document.level}", "other")
    return next(name for name in names if f"{name}.{part}" in texts(document.language))


def _fields(about: About) -> dict[str, str]:
    document, company, person, language = about.document, about.company, about.person, about.document.language
    sender = company.name_en if language == "en" and company.name_en else company.name
    return {
        "account": _account(company, language),
        "amount": _money(document.total_fen, document.currency, language),
        "as_of": document.as_of.isoformat(),
        "company": sender,
        "deadline": document.deadline_on.isoformat() if document.deadline_on else "",
        "from": translate("({company})", language, company=sender),
        "greeting": _greeting(person, language),
        "interest": _interest(document),
        "invoices": _invoices(document),
        "issued_on": document.issued_on.isoformat(),
        "number": document.number,
        "salutation": _salutation(document, person),
        "signature": "\n".join(line for line in (sender, company.contact, company.phone) if line),
        "standing": _standing(about),
    }


def _money(fen: int, currency: str, language: str) -> str:
    return with_currency(fen, currency) if language == "zh" else f"{currency} {format_amount(fen)}"


def _account(company: CompanyProfile, language: str) -> str:
    if not company.account_number.strip():
        return translate("Please pay to the account agreed in the contract.", language)
    return translate(
        "Account name: {name}\nBank: {bank}\nAccount number: {number}", language,
        name=company.account_name or company.name, bank=company.bank, number=company.account_number,
    )  # fmt: skip


def _greeting(person: Person | None, language: str) -> str:
    if person is None:
        return translate("Hello, ", language)
    known = "Hello {name} ({title}), " if person.title else "Hello {name}, "
    return translate(known, language, name=person.name, title=person.title)


def _salutation(document: IssuedDocument, person: Person | None) -> str:
    """The debtor by its full name (R36), and the person in whose hands it is put."""
    if person is None:
        return translate("To {customer}:", document.language, customer=document.customer_name)
    whom = f"{person.name} {person.title}".strip()
    return translate(
        "To {customer}, for the attention of {person}:", document.language,
        customer=document.customer_name, person=whom,
    )  # fmt: skip


def _interest(document: IssuedDocument) -> str:
    """A sentence about late interest, set behind another; empty where the letter reckons none."""
    if not document.interest_fen:
        return ""
    text = " Late interest of {amount} was reckoned up to {day} and is set out in the letter."
    amount = _money(document.interest_fen, document.currency, document.language)
    return translate(text, document.language, amount=amount, day=document.as_of.isoformat())


def _invoices(document: IssuedDocument) -> str:
    numbers, language = document.invoice_numbers, document.language
    if len(numbers) > NAMED_INVOICES:
        return translate(
            "invoice {first} and {count} more", language, first=numbers[0], count=len(numbers) - 1
        )
    joined = translate(", |list", language).join(numbers)
    key = "invoice {numbers}" if len(numbers) == 1 else "invoices {numbers}"
    return translate(key, language, numbers=joined)


def _standing(about: About) -> str:
    """How late the oldest of the letter's invoices is, or when it falls due."""
    document = about.document
    if not about.oldest_due:
        return translate("is unpaid", document.language)
    days = overdue_days(about.day, date.fromisoformat(about.oldest_due))
    if days:
        text = "is overdue by {days} days at most" if len(document.invoice_numbers) > 1 else "is overdue by {days} days"
        return translate(text, document.language, days=days)
    return translate("falls due on {day}", document.language, day=about.oldest_due)
