"""From the books to the content of a confirmation, a receipt or an agreement (R43 to R48)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.i18n import translate
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.models.queries import balances
from arcdesk.pdf.data import Party
from arcdesk.pdf.logo import Logo
from arcdesk.pdf.paper_data import (
    AgreementData,
    Applied,
    Auditor,
    ConfirmationData,
    OpenLine,
    PaperData,
    PaperHead,
    ReceiptData,
    ScheduleLine,
)
from arcdesk.services.company import CompanyProfile
from arcdesk.services.customers import CustomerProfile
from arcdesk.services.ledger import ReceiptLine
from arcdesk.services.letter_draft import (
    bank_account,
    creditor_party,
    debtor_party,
    item_number,
    open_by_invoice,
)
from arcdesk.services.plan_lines import PlanLine


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper still without its number; ``invoices`` is (id, open fen)."""

    data: PaperData
    total_fen: int
    as_of: date
    invoices: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PaperWriter:
    """Writes the papers of one customer on one day, in one language."""

    company: CompanyProfile
    customer: CustomerProfile
    language: str
    issued_on: date
    logo: Logo | None = None

    def confirmations(
        self, as_of: date, reply_by: date, auditor: Auditor | None, pay_by: date | None
    ) -> list[PaperDraft]:
        """One confirmation a currency in which something stands open: money owed, or money held for him."""
        items: dict[str, list[OpenItem]] = defaultdict(list)
        for item in balances.open_items(as_of, self.customer.id):
            items[item.currency].append(item)
        prepaid: dict[str, int] = defaultdict(int)
        for money in balances.free_money(as_of, self.customer.id):
            prepaid[money.currency] += money.free_fen
        found = []
        for currency in sorted(items.keys() | prepaid.keys()):
            lines = self._lines(items[currency])
            owed = sum(line.open_fen for line in lines)
            if not owed and (auditor is None or not prepaid[currency]):
                continue
            data = ConfirmationData(
                self._head(currency), as_of, lines, owed, prepaid[currency], reply_by, pay_by,
                None if auditor else bank_account(self.company), auditor,
            )  # fmt: skip
            found.append(PaperDraft(data, owed, as_of, open_by_invoice(items[currency])))
        return found

    def receipt(self, line: ReceiptLine, balance_fen: int) -> PaperDraft:
        """The confirmation of one receipt: what it paid as it stands today."""
        paid: dict[str, int] = defaultdict(int)
        for part in line.allocations:
            paid[part.invoice_number] += part.amount_fen
        rows = {row.number: row for row in Invoice.select().where(Invoice.number.in_(list(paid)))}
        open_now = dict(open_by_invoice(balances.open_items(self.issued_on, self.customer.id)))
        applied = tuple(
            Applied(number, fen, open_now.get(rows[number].id, 0)) for number, fen in paid.items() if fen
        )
        data = ReceiptData(
            self._head(line.currency), line.number, line.received_on, line.method, line.amount_fen - line.returned_fen,
            applied, line.unallocated_fen, balance_fen,
        )  # fmt: skip
        invoices = tuple((rows[each.number].id, each.open_fen) for each in applied)
        return PaperDraft(data, data.amount_fen, self.issued_on, invoices)

    def agreement(self, plan: PlanLine, guarantors: tuple[str, ...]) -> PaperDraft:
        """The agreement over a plan: its invoices with what it pays of each, its instalments."""
        shares: dict[str, int] = defaultdict(int)
        for instalment in plan.instalments:
            for number, fen in instalment.shares:
                shares[number] += fen
        rows = list(
            Invoice.select().where(Invoice.number.in_(list(shares))).order_by(Invoice.due_on, Invoice.number)
        )
        contracts = _contracts(rows)
        data = AgreementData(
            self._head(plan.currency),
            plan.number,
            plan.agreed_on,
            self._cause(contracts),
            tuple(
                OpenLine(row.number, row.issued_on, row.due_on, row.amount_fen, shares[row.number]) for row in rows
            ),
            plan.total_fen,
            tuple(ScheduleLine(each.seq, each.due_on, each.amount_fen) for each in plan.instalments),
            bank_account(self.company),
            self._penalty(contracts, rows),
            _forum(contracts, rows),
            guarantors,
        )
        invoices = tuple((row.id, shares[row.number]) for row in rows)
        return PaperDraft(data, plan.total_fen, plan.agreed_on, invoices)

    def _head(self, currency: str) -> PaperHead:
        debtor = debtor_party(self.customer)
        return PaperHead(
            "", self.language, self.issued_on, creditor_party(self.company, self.logo),
            Party(debtor.name, debtor.uscc, debtor.address), currency,
        )  # fmt: skip

    def _lines(self, items: Iterable[OpenItem]) -> tuple[OpenLine, ...]:
        ordered = sorted(items, key=lambda item: (item.due_on or date.max, item.invoice_id, item.instalment))
        rows = {row.id: row for row in Invoice.select().where(Invoice.id.in_([i.invoice_id for i in ordered]))}
        return tuple(
            OpenLine(
                item_number(rows[item.invoice_id].number, item, self.language), rows[item.invoice_id].issued_on,
                item.due_on, item.amount_fen or rows[item.invoice_id].amount_fen, item.open_fen,
            )
            for item in ordered
        )  # fmt: skip

    def _cause(self, contracts: list[Contract]) -> str:
        if not contracts:
            return translate("the goods and services invoiced", self.language)
        numbers = translate(", |list", self.language).join(contract.number for contract in contracts)
        return translate("contract no. {numbers}", self.language, numbers=numbers)

    def _penalty(self, contracts: list[Contract], rows: list[Invoice]) -> str:
        """The rate agreed before, where all invoices stand under contracts with the same one (R22)."""
        rates = {contract.penalty_daily_rate for contract in contracts}
        if len(rates) != 1 or None in rates or any(not row.contract_id for row in rows):
            return ""
        percent = plain_percent(Decimal(str(next(iter(rates)))) * 100)
        return translate("at the agreed rate of {percent} % a day", self.language, percent=percent)


def _contracts(rows: Iterable[Invoice]) -> list[Contract]:
    ids = list(dict.fromkeys(row.contract_id for row in rows if row.contract_id))
    return list(Contract.select().where(Contract.id.in_(ids)).order_by(Contract.number))


def _forum(contracts: list[Contract], rows: list[Invoice]) -> str:
    clauses = {contract.dispute_clause.strip() for contract in contracts}
    if len(clauses) != 1 or any(not row.contract_id for row in rows):
        return ""
    return next(iter(clauses))
