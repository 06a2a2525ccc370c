"""Statements of account (对账单): what moved, what is open, to be confirmed (R40, R41)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from arcdesk.domain.aging import OpenItem, age_items
from arcdesk.domain.dates import deadline_after
from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import balances, postings
from arcdesk.models.queries.sql import pairs
from arcdesk.pdf.data import AgingPart, StatementData, StatementRow
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import CustomerProfile, CustomerService
from arcdesk.services.documents import DocumentService, IssuedDocument, NewDocument
from arcdesk.services.letter_draft import bank_account, creditor_party, debtor_party, open_by_invoice
from arcdesk.services.reference import Reference
from arcdesk.services.unit_of_work import UnitOfWork

STYLES = ("activity", "open_items")
RETURN_DAYS = 7
"""Days given to send the confirmed statement back, moved on to a working day."""


_UNSAID = frozenset({postings.LABELS["write_off"], postings.LABELS["write_off_back"]})
"""What the customer is not told (decision 0010): it stands as an adjustment, so that the balances still add up."""


class UnknownStyle(Refusal):
    """Not one of ``STYLES``."""

    sentence = "There is no statement of style “{style}”. Choose activity or open_items."


class PeriodReversed(Refusal):
    """A period that ends before it begins."""

    sentence = "The period {start} to {end} cannot be stated. It must begin before it ends."


class NothingToState(Refusal):
    """No posting ever: a statement of nothing."""

    sentence = "There is nothing to state for {customer} up to {end}: no invoice and no receipt."


class StatementService:
    """Previews and issues statements."""

    def __init__(
        self,
        work: UnitOfWork,
        company: CompanyService,
        customers: CustomerService,
        documents: DocumentService,
        reference: Reference,
    ) -> None:
        self._work = work
        self._company = company
        self._customers = customers
        self._documents = documents
        self._reference = reference

    def preview(
        self,
        customer_id: int,
        period_from: date,
        period_to: date,
        style: str = "activity",
        language: str = "zh",
    ) -> bytes:
        """The statement as it would look, one part a currency; nothing is kept."""
        from arcdesk.pdf.statement import render_statements

        drafts = self._drafts(customer_id, period_from, period_to, style, language)
        number = translate("PREVIEW", language)
        return render_statements([replace(data, number=number) for data in drafts])

    def issue(
        self,
        customer_id: int,
        period_from: date,
        period_to: date,
        style: str = "activity",
        language: str = "zh",
    ) -> tuple[IssuedDocument, ...]:
        """Issue the statement: one document a currency, numbered and sealed, or nothing at all.

        Raises:
            UnknownCustomer, UnknownStyle, PeriodReversed, NothingToState, MissingField, CannotWrite.
        """
        from arcdesk.pdf.statement import render_statement

        today = self._work.clock.today()
        ids = []
        with self._work.write("statement.issued", customer_id) as deed:
            for draft in self._drafts(customer_id, period_from, period_to, style, language):
                number = self._documents.next_number("statement", today.year)
                data = replace(draft, number=number)
                figures = {
                    "opening": data.opening_fen,
                    "debits": sum(row.debit_fen for row in data.rows),
                    "credits": sum(row.credit_fen for row in data.rows),
                    "closing": data.closing_fen,
                }
                new = NewDocument(
                    "statement", style, customer_id, language, data.currency, today, period_to,
                    data.closing_fen, period_from=period_from, figures=figures,
                    invoices=_open_ids(customer_id, data.currency, period_to),
                )  # fmt: skip
                ids.append(self._documents.keep(deed, number, new, data, render_statement(data)))
        return tuple(self._documents.find(row_id) for row_id in ids)

    def content(
        self, customer_id: int, period_from: date, period_to: date, style: str, language: str
    ) -> tuple[StatementData, ...]:
        """What a statement would say, one a currency, without a number: for a letter that carries it.

        Raises:
            UnknownCustomer, UnknownStyle, PeriodReversed, NothingToState.
        """
        return tuple(self._drafts(customer_id, period_from, period_to, style, language))

    def issued(self, customer_id: int | None = None) -> tuple[IssuedDocument, ...]:
        """Issued statements, newest first."""
        return self._documents.issued("statement", customer_id)

    def _drafts(
        self, customer_id: int, period_from: date, period_to: date, style: str, language: str
    ) -> list[StatementData]:
        if style not in STYLES:
            raise UnknownStyle(style=style, field="style")
        if period_from > period_to:
            raise PeriodReversed(start=period_from.isoformat(), end=period_to.isoformat(), field="from")
        customer = self._customers.find(customer_id)
        moved = balances.movements(period_from, period_to, customer_id)
        if not moved:
            raise NothingToState(customer=customer.name, end=period_to.isoformat())
        return [
            self._draft(customer, currency, figures.opening_fen, period_from, period_to, style, language)
            for (_, currency), figures in sorted(moved.items())
        ]

    def _draft(
        self,
        customer: CustomerProfile,
        currency: str,
        opening_fen: int,
        period_from: date,
        period_to: date,
        style: str,
        language: str,
    ) -> StatementData:
        if style == "activity":
            rows = _activity_rows(customer.id, currency, opening_fen, period_from, period_to, language)
            rows = _marked_disputed(rows, customer.id, period_to, language)
        else:
            opening_fen = 0
            rows = _open_rows(customer.id, currency, period_to, language)
        closing = opening_fen + sum(row.debit_fen - row.credit_fen for row in rows)
        aging, unallocated = self._aging(customer.id, currency, period_to, language)
        company = self._company.profile()
        today = self._work.clock.today()
        return StatementData(
            number="",
            language=language,
            issued_on=today,
            period_from=period_from,
            period_to=period_to,
            currency=currency,
            creditor=creditor_party(company, self._company.logo()),
            debtor=debtor_party(customer),
            opening_fen=opening_fen,
            rows=rows,
            closing_fen=closing,
            aging=aging,
            unallocated_fen=unallocated,
            return_by=deadline_after(today, RETURN_DAYS, self._reference.workdays),
            for_collection=True,
            style=style,
            bank=bank_account(company),
        )

    def _aging(
        self, customer_id: int, currency: str, day: date, language: str
    ) -> tuple[tuple[AgingPart, ...], int]:
        scheme = self._company.scheme()
        items = [item for item in balances.open_items(day, customer_id) if item.currency == currency]
        aged = age_items(items, scheme, day).get((customer_id, currency))
        parts = tuple(
            AgingPart(translate(bucket.label_key, language, **bucket.label_values), bucket.tone, fen)
            for key, fen in (aged.bucket_fen.items() if aged else ())
            if (bucket := scheme.bucket(key)) is not None
        )
        credit = balances.free_credits(day, customer_id).get((customer_id, currency))
        return parts, credit.receipts_fen + credit.credit_notes_fen if credit else 0


def _activity_rows(
    customer_id: int, currency: str, opening_fen: int, start: date, end: date, language: str
) -> tuple[StatementRow, ...]:
    rows, balance = [], opening_fen
    for posting in postings.of_customer(customer_id, currency, start, end):
        balance += posting.amount_fen
        debit, credit = max(posting.amount_fen, 0), max(-posting.amount_fen, 0)
        if posting.label_key in _UNSAID:
            text = translate("Adjustment|statement", language)
            rows.append(StatementRow(posting.on, "—", text, debit, credit, balance))
            continue
        summary = translate(posting.label_key, language)
        if posting.note:
            summary = f"{summary} {posting.note}"
        rows.append(StatementRow(posting.on, posting.number, summary, debit, credit, balance, posting.due_on))
    return tuple(rows)


def _open_rows(customer_id: int, currency: str, day: date, language: str) -> tuple[StatementRow, ...]:
    items = [item for item in balances.open_items(day, customer_id) if item.currency == currency]
    items.sort(key=lambda item: (item.due_on or date.min, item.invoice_id))
    invoices = {
        row.id: row for row in Invoice.select().where(Invoice.id.in_([item.invoice_id for item in items]))
    }
    rows = []
    for item in items:
        row = invoices[item.invoice_id]
        amount = item.amount_fen or row.amount_fen
        rows.append(
            StatementRow(
                row.issued_on, row.number, _kind_of(row, item, language), amount, amount - item.open_fen,
                item.open_fen, item.due_on,
            )
        )  # fmt: skip
    for money in balances.free_money(day, customer_id):
        if money.currency == currency:
            label = "Receipt, not allocated" if money.is_receipt else "Credit note, not allocated"
            text = translate(label, language)
            rows.append(StatementRow(money.on, money.number, text, 0, money.free_fen, -money.free_fen))
    return tuple(rows)


def _kind_of(row: Invoice, item: OpenItem, language: str) -> str:
    kind = translate(postings.LABELS[row.kind], language)
    if item.instalment:
        kind = translate("{kind}, instalment {seq}", language, kind=kind, seq=item.instalment)
    return f"{kind} ({_disputed_mark(item.disputed_fen, language)})" if item.disputed_fen else kind


def _disputed_mark(fen: int, language: str) -> str:
    return translate("{amount} disputed", language, amount=format_amount(fen))


def _marked_disputed(
    rows: tuple[StatementRow, ...], customer_id: int, day: date, language: str
) -> tuple[StatementRow, ...]:
    """The rows of movements with what is disputed of an invoice said beside it (case 9)."""
    disputed: dict[int, int] = defaultdict(int)
    for item in balances.open_items(day, customer_id):
        if item.disputed_fen:
            disputed[item.invoice_id] += item.disputed_fen
    numbers = pairs(Invoice.select(Invoice.id, Invoice.number).where(Invoice.id.in_(list(disputed))))
    marks = {numbers[invoice_id]: _disputed_mark(fen, language) for invoice_id, fen in disputed.items()}
    return tuple(
        replace(row, summary=f"{row.summary} ({marks[row.doc_number]})")
        if row.debit_fen and row.doc_number in marks
        else row
        for row in rows
    )


def _open_ids(customer_id: int, currency: str, day: date) -> tuple[tuple[int, int], ...]:
    items = balances.open_items(day, customer_id)
    return open_by_invoice(item for item in items if item.currency == currency)
