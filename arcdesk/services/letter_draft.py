"""Turning judged invoices into the data of one letter: lines, credits, interest, deadline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.interest import InterestSheet
from arcdesk.domain.letter_fields import LOOKED_UP
from arcdesk.i18n import translate
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.models.queries import balances
from arcdesk.models.queries.earlier_letters import EarlierRow
from arcdesk.pdf.data import (
    Agreed,
    BankAccount,
    CreditLine,
    EarlierLetter,
    InterestNote,
    LetterData,
    LetterLine,
    Party,
)
from arcdesk.pdf.logo import Logo
from arcdesk.services.company import CompanyProfile
from arcdesk.services.customers import CustomerProfile
from arcdesk.services.interest import InterestService
from arcdesk.services.worksheets import invoice_parts, part_title

MOST_EARLIER = 3
"""So many of the demands that went before are named, the latest ones."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter still without its number; ``invoices`` is (id, open fen), ``items`` what it demands."""

    kind: str
    data: LetterData
    invoices: tuple[tuple[int, int], ...]
    items: tuple[OpenItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the letters of one customer on one day."""

    company: CompanyProfile
    customer: CustomerProfile
    interest: InterestService
    language: str
    day: date
    deadline_on: date
    recipient: str = ""
    logo: Logo | None = None

    def draft(
        self,
        kind: str,
        level: int,
        currency: str,
        items: Sequence[OpenItem],
        earlier: Sequence[EarlierRow] = (),
        template: str = "",
    ) -> Draft:
        """The letter over ``items``, all of one currency, net of the customer's free credits.

        ``earlier`` are the demands over the same invoices; the latest of them are named. ``template``
        is what it is written in; what that names beyond the letter's own figures is looked up.
        """
        rows = {row.id: row for row in Invoice.select().where(Invoice.id.in_([i.invoice_id for i in items]))}
        contracts = {row.id: row for row in Contract.select().where(Contract.customer == self.customer.id)}
        lines = tuple(_line(rows[item.invoice_id], item, self.day, self.language) for item in items)
        credits = _credits(self.customer.id, currency, self.day, self.language)
        demanded = sum(line.open_fen - line.disputed_fen for line in lines)
        data = LetterData(
            number="",
            level=level,
            language=self.language,
            issued_on=self.day,
            as_of=self.day,
            creditor=creditor_party(self.company, self.logo),
            debtor=debtor_party(self.customer),
            recipient=self.recipient,
            cause=self._cause(rows, contracts),
            lines=lines,
            credits=credits,
            total_fen=demanded - sum(credit.amount_fen for credit in credits),
            currency=currency,
            deadline_on=self.deadline_on,
            bank=bank_account(self.company),
            contact_name=self.company.contact,
            contact_phone=self.company.phone,
            interest=self._interest(items),
            earlier=tuple(
                EarlierLetter(row.number, date.fromisoformat(row.issued_on))
                for row in earlier[-MOST_EARLIER:]
            ),
            agreed=_agreed(rows.values(), contracts),
            template=template,
            facts=self._facts(template, currency, rows, contracts),
        )
        return Draft(kind, data, open_by_invoice(items), tuple(items))

    def _facts(
        self, template: str, currency: str, rows: dict[int, Invoice], contracts: dict[int, Contract]
    ) -> tuple[tuple[str, str], ...]:
        wanted = [name for name in LOOKED_UP if name in template]
        if not wanted:
            return ()
        from arcdesk.services.letter_facts import facts

        ids = dict.fromkeys(row.contract_id for row in rows.values() if row.contract_id)
        behind = [contracts[each] for each in ids]
        return facts(wanted, self.customer.id, currency, behind, self.day, self.language)

    def _cause(self, rows: dict[int, Invoice], contracts: dict[int, Contract]) -> str:
        ids = dict.fromkeys(row.contract_id for row in rows.values() if row.contract_id)
        if not ids:
            return translate("the goods and services invoiced", self.language)
        numbers = translate(", |list", self.language).join(contracts[contract].number for contract in ids)
        return translate("contract no. {numbers}", self.language, numbers=numbers)

    def _interest(self, items: Sequence[OpenItem]) -> InterestNote | None:
        """Late interest over all lines, with the sheets it was reckoned from (R22, R24, R96)."""
        found = self.interest.of_items(self.customer.id, items, self.day)
        total = sum(one.total_fen for one in found)
        if not total:
            return None
        sheets = [sheet for one in found for sheet in one.sheets if sheet.total_fen]
        missing = [one.number for one in found if one.gaps]
        lpr = self.interest.lpr
        parts = [part for one in found for part in invoice_parts(one, lpr, self.language)]
        return InterestNote(total, self.day, self._basis(sheets, missing), tuple(parts))

    def _basis(self, sheets: Sequence[InterestSheet], missing: Sequence[str]) -> str:
        """What the interest rests on: each rate once, with every publication it was taken from (R24).

        What bears interest that could not be reckoned is named, as it is not in the figure.
        """
        published: dict[tuple[str, str], list[str]] = defaultdict(list)
        values: dict[tuple[str, str], dict[str, object]] = {}
        for sheet in sheets:
            rule = (sheet.rate_key, str(sheet.rate_values.get("percent")))
            values[rule] = dict(sheet.rate_values)
            if day := sheet.rate_values.get("published"):
                published[rule].append(str(day))
        joint = translate(", |list", self.language)
        texts = [
            translate(
                key, self.language, **rest | {"published": joint.join(sorted(set(published[key, percent])))}
            )
            for (key, percent), rest in values.items()
        ]
        basis = translate("; |list", self.language).join(texts)
        known = [sheet.lpr_data_to for sheet in sheets if sheet.lpr_data_to is not None]
        if known and self.day > min(known):
            basis += translate(" (LPR data up to {until})", self.language, until=min(known).isoformat())
        if missing:
            basis += translate(
                " (without interest on {numbers})", self.language, numbers=joint.join(dict.fromkeys(missing))
            )
        return basis


def _agreed(rows: Iterable[Invoice], contracts: dict[int, Contract]) -> Agreed:
    """What can be said of the contracts: stopping supply and the forum only where all of them agree on it."""
    ids = {row.contract_id for row in rows}
    known = [contracts[each] for each in ids if each in contracts]
    if not known or len(known) < len(ids):
        return Agreed()
    stops = [contract.stop_supply_days for contract in known if contract.stop_supply_days is not None]
    forums = {contract.dispute_clause.strip() for contract in known}
    return Agreed(
        max(stops) if len(stops) == len(known) else None,
        next(iter(forums)) if len(forums) == 1 else "",
    )


def creditor_party(company: CompanyProfile, logo: Logo | None = None) -> Party:
    """The company as it signs, with the logo of its letterhead."""
    return Party(company.name, company.uscc, company.address, company.phone, company.contact, logo)


def debtor_party(customer: CustomerProfile) -> Party:
    """The customer as addressed: the full registered name, never the short one (R36)."""
    return Party(customer.name, customer.uscc, customer.address)


def bank_account(company: CompanyProfile) -> BankAccount | None:
    """Where the money is to go; None before the account is entered."""
    if not company.account_number.strip():
        return None
    return BankAccount(company.account_name or company.name, company.bank, company.account_number)


def open_by_invoice(items: Iterable[OpenItem]) -> tuple[tuple[int, int], ...]:
    """Open fen by invoice id: the instalments of one invoice together."""
    found: dict[int, int] = defaultdict(int)
    for item in items:
        found[item.invoice_id] += item.open_fen
    return tuple(found.items())


def item_number(number: str, item: OpenItem, language: str) -> str:
    """What a document calls an open item: the invoice's number, and which instalment of it."""
    return part_title(number, item.instalment, language)


def _line(row: Invoice, item: OpenItem, day: date, language: str) -> LetterLine:
    due_on = item.due_on or day
    amount = item.amount_fen or row.amount_fen
    return LetterLine(
        item_number(row.number, item, language), row.tax_invoice_number, row.issued_on, due_on, amount,
        amount - item.open_fen, item.open_fen, overdue_days(day, due_on), item.disputed_fen,
    )  # fmt: skip


def _credits(customer_id: int, currency: str, day: date, language: str) -> tuple[CreditLine, ...]:
    """Unallocated receipts and free credit notes, each shown and netted in the open (C35)."""
    free = balances.free_money(day, customer_id)
    found = []
    for money in free:
        if money.currency == currency:
            label = "Receipt {number}, not allocated" if money.is_receipt else "Credit note {number}"
            text = translate(label, language, number=money.number)
            found.append(CreditLine(text, money.on, money.free_fen))
    return tuple(found)
