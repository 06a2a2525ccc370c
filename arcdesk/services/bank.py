"""Bank statements: lines read once, matched to open items, and confirmed one by one (F-70)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, cast

from arcdesk.domain.bank_match import BankMoney, OpenDebt, Payer, Proposal, proposals
from arcdesk.domain.errors import Refusal
from arcdesk.importing.bank_statement import BankDatesUnclear, BankStatement, load_statement
from arcdesk.models.bank import BankDecision, BankLine, BankPayer
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Contract, Invoice, Receipt
from arcdesk.models.queries import balances
from arcdesk.models.queries.sql import pairs
from arcdesk.services.ledger import ReceiptLine
from arcdesk.services.receipts import ReceiptService, UnknownReceipt
from arcdesk.services.unit_of_work import UnitOfWork

__all__ = ["BankDatesUnclear", "BankLineRow", "BankReading", "BankService", "ProposalRow"]

State = Literal["open", "receipt", "known", "ignored"]
METHOD = "Bank transfer"
_RECEIPTS_LOOKED_AT = timedelta(days=400)


class UnknownBankLine(Refusal):
    """No line has that number."""

    sentence = "There is no bank line no. {number}. List the lines with: arcdesk bank --list"


class BankLineDone(Refusal):
    """Decided before."""

    sentence = "Bank line no. {number} is done already. Open it again first."


class BankLineHasReceipt(Refusal):
    """A receipt was made of it: that has to be taken back instead."""

    sentence = "Receipt “{receipt}” was made of bank line no. {number}. Take that receipt back first."


class ReceiptOfOther(Refusal):
    """A receipt that cannot be this money."""

    sentence = "Receipt “{receipt}” is over {amount} and cannot be bank line no. {number}."


@dataclass(frozen=True, slots=True)
class BankReading:
    """What reading a statement found. ``new_ids`` are its lines that no statement had before."""

    statement: BankStatement
    new: int
    known: int
    new_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BankLineRow:
    """A line with its state; ``receipt_number`` where one was made of it or was it all along; fen."""

    id: int
    booked_on: date
    amount_fen: int
    currency: str
    payer: str
    payer_account: str
    reference: str
    source_name: str
    state: State
    receipt_number: str
    note: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal with the customer's code and name."""

    code: str
    name: str
    proposal: Proposal


class BankService:
    """Reads statements and turns their lines into receipts, each confirmed by the person."""

    def __init__(self, work: UnitOfWork, receipts: ReceiptService) -> None:
        self._work = work
        self._receipts = receipts

    def read(self, path: Path, *, date_order: str | None = None, keep: bool = True) -> BankReading:
        """Read a statement and keep the lines that are new; with ``keep`` false only look.

        The same line in a later statement is known by its day, amount, payer, text and serial.

        Raises:
            NoBankStatement, BankDatesUnclear, or a refusal of ``arcdesk.importing.errors``.
        """
        statement = load_statement(path, date_order=date_order)
        stored = pairs(BankLine.select(BankLine.fingerprint, BankLine.id))
        fresh = [line for line in statement.lines if line.fingerprint not in stored]
        ids: list[int] = []
        if fresh and keep:
            with self._work.write(
                "bank.read", file=statement.source_name, sha256=statement.source_sha256
            ) as deed:
                for line in fresh:
                    row_id = BankLine.insert(
                        fingerprint=line.fingerprint, booked_on=line.booked_on, amount_fen=line.amount_fen,
                        currency=line.currency, payer=line.payer, payer_account=line.payer_account,
                        reference=line.reference, source_name=statement.source_name, read_at=self._work.clock.now(),
                    ).execute()  # fmt: skip
                    ids.append(row_id)
                deed.details["lines"] = len(fresh)
                deed.touch("bank")
        return BankReading(statement, len(fresh), len(statement.lines) - len(fresh), tuple(ids))

    def lines(self, state: State | None = None) -> tuple[BankLineRow, ...]:
        """Every line, newest first; of one ``state`` where given."""
        latest: dict[int, BankDecision] = {}
        numbers = pairs(
            Receipt.select(Receipt.id, Receipt.number).where(
                Receipt.id.in_(BankDecision.select(BankDecision.receipt))
            )
        )
        back = _never_came()
        for decision in BankDecision.select().order_by(BankDecision.id):
            latest[decision.line_id] = decision
        rows = []
        for line in BankLine.select().order_by(BankLine.booked_on.desc(), BankLine.id.desc()):
            made = _row(line, latest.get(line.id), numbers, back)
            if state is None or made.state == state:
                rows.append(made)
        return tuple(rows)

    def line(self, line_id: int) -> BankLineRow:
        """One line.

        Raises:
            UnknownBankLine: there is none.
        """
        for row in self.lines():
            if row.id == line_id:
                return row
        raise UnknownBankLine(number=line_id, field="line")

    def proposals(self, line_ids: Iterable[int] | None = None) -> dict[int, tuple[ProposalRow, ...]]:
        """Proposals for the open lines (or those named), best first; in a fixed number of queries."""
        wanted = None if line_ids is None else set(line_ids)
        open_lines = [row for row in self.lines("open") if wanted is None or row.id in wanted]
        if not open_lines:
            return {}
        book = _PayerBook(self._work.clock.today(), min(row.booked_on for row in open_lines))
        by_currency = {currency: book.payers(currency) for currency in {row.currency for row in open_lines}}
        customers = {row.id: row for row in Customer.select(Customer.id, Customer.code, Customer.name)}
        found = {}
        for row in open_lines:
            money = BankMoney(
                row.booked_on, row.amount_fen, row.currency, row.payer, row.payer_account, row.reference
            )
            found[row.id] = tuple(
                ProposalRow(customers[made.customer_id].code, customers[made.customer_id].name, made)
                for made in proposals(money, by_currency[row.currency])
            )
        return found

    def proposal_for(self, line_id: int, customer_id: int) -> Proposal:
        """How the money of a line would be put to the open items of a customer whom the person names.

        Raises:
            UnknownBankLine: there is none.
        """
        row = self.line(line_id)
        book = _PayerBook(self._work.clock.today(), row.booked_on)
        payer = next(payer for payer in book.payers(row.currency) if payer.customer_id == customer_id)
        money = BankMoney(row.booked_on, row.amount_fen, row.currency, payer.name, "", row.reference)
        return proposals(money, (payer,))[0]

    def confirm(self, line_id: int, customer_id: int, shares: Mapping[str, int] | None = None) -> ReceiptLine:
        """Make a receipt of a line, as the person decided, and remember the payer for the next time.

        Raises:
            UnknownBankLine, BankLineDone, UnknownCustomer, UnknownInvoice, AllocationTooLarge, ReceiptInFuture.
        """
        line = self._open(line_id)
        with self._work.write("bank.confirmed", customer_id, line=line_id) as deed:
            receipt = self._receipts.record(
                customer_id, line.amount_fen, line.booked_on, currency=line.currency, method=METHOD,
                note=" ".join(text for text in (line.payer, line.reference) if text), allocate=shares,
            )  # fmt: skip
            self._decide(line_id, "receipt", receipt.id)
            _remember(line, customer_id)
            deed.details.update(
                receipt=receipt.number, amount_fen=line.amount_fen, allocate=dict(shares or {})
            )
            deed.touch("bank", customer_id)
        return receipt

    def mark_known(self, line_id: int, receipt_number: str) -> BankLineRow:
        """Say that a line is money which the books have already.

        Raises:
            UnknownBankLine, BankLineDone, UnknownReceipt, ReceiptOfOther.
        """
        line = self._open(line_id)
        receipt = Receipt.get_or_none(Receipt.number == receipt_number)
        if receipt is None or receipt.reverses_id is not None:
            raise UnknownReceipt(number=receipt_number, field="receipt")
        if (receipt.amount_fen, receipt.currency) != (line.amount_fen, line.currency):
            from arcdesk.domain.money import with_currency

            amount = with_currency(receipt.amount_fen, receipt.currency)
            raise ReceiptOfOther(receipt=receipt_number, amount=amount, number=line_id, field="receipt")
        with self._work.write(
            "bank.known", receipt.customer_id, line=line_id, receipt=receipt_number
        ) as deed:
            self._decide(line_id, "known", receipt.id)
            _remember(line, receipt.customer_id)
            deed.touch("bank", receipt.customer_id)
        return self.line(line_id)

    def ignore(self, line_id: int, note: str = "") -> BankLineRow:
        """Set a line aside: it is no customer's money.

        Raises:
            UnknownBankLine, BankLineDone.
        """
        self._open(line_id)
        with self._work.write("bank.ignored", line=line_id, note=note) as deed:
            self._decide(line_id, "ignored", None, note)
            deed.touch("bank")
        return self.line(line_id)

    def reopen(self, line_id: int) -> BankLineRow:
        """Take "ignored" or "known" back.

        Raises:
            UnknownBankLine, BankLineHasReceipt.
        """
        row = self.line(line_id)
        if row.state == "receipt":
            raise BankLineHasReceipt(receipt=row.receipt_number, number=line_id, field="line")
        if row.state != "open":
            with self._work.write("bank.reopened", line=line_id) as deed:
                self._decide(line_id, "reopened", None)
                deed.touch("bank")
        return self.line(line_id)

    def _open(self, line_id: int) -> BankLineRow:
        row = self.line(line_id)
        if row.state != "open":
            raise BankLineDone(number=line_id, field="line")
        return row

    def _decide(self, line_id: int, decision: str, receipt_id: int | None, note: str = "") -> None:
        BankDecision.create(
            line=line_id, decision=decision, receipt=receipt_id, note=note, logged_at=self._work.clock.now()
        )


def _row(
    line: BankLine, decision: BankDecision | None, numbers: Mapping[int, str], back: set[int | None]
) -> BankLineRow:
    state: State = "open"
    receipt = ""
    # A receipt that was taken back leaves the money of its line without an entry: it is open again.
    if (
        decision is not None
        and decision.decision != "reopened"
        and decision.receipt_id not in (back - {None})
    ):
        state = cast("State", decision.decision)
        receipt = numbers.get(decision.receipt_id or 0, "")
    return BankLineRow(
        line.id, line.booked_on, line.amount_fen, line.currency, line.payer, line.payer_account, line.reference,
        line.source_name, state, receipt, decision.note if decision and state != "open" else "",
    )  # fmt: skip


def _never_came() -> set[int | None]:
    """Receipts that bounced or were entered by mistake; one of which a part was paid back did come."""
    query = Receipt.select(Receipt.reverses).where(Receipt.return_kind.in_(("bounced", "mistake")))
    return {row.reverses_id for row in query}


def _remember(line: BankLineRow, customer_id: int) -> None:
    """Keep whose money comes from this payer and account; the latest decision holds."""
    if line.payer or line.payer_account:
        values = {"payer": line.payer, "payer_account": line.payer_account}
        known = BankPayer.get_or_none(**values)
        if known is None:
            BankPayer.create(customer=customer_id, **values)
        elif known.customer_id != customer_id:
            BankPayer.update(customer=customer_id).where(BankPayer.id == known.id).execute()


class _PayerBook:
    """Every customer as a payer in one currency, from a fixed number of queries."""

    def __init__(self, today: date, since: date) -> None:
        self._customers = list(Customer.select().where(Customer.merged_into.is_null()))
        self._senders: dict[int, list[BankPayer]] = defaultdict(list)
        for sender in BankPayer.select():
            self._senders[sender.customer_id].append(sender)
        contracts = pairs(Contract.select(Contract.id, Contract.number))
        items = balances.open_items(today)
        rows = {row.id: row for row in Invoice.select().where(Invoice.open_fen > 0)}
        merged: dict[int, int] = defaultdict(int)
        for item in items:
            merged[item.invoice_id] += item.open_fen
        self._debts: dict[tuple[int, str], list[OpenDebt]] = defaultdict(list)
        for invoice_id, fen in merged.items():
            invoice = rows.get(invoice_id)
            if invoice is not None:
                words = (invoice.tax_invoice_number, contracts.get(invoice.contract_id, ""))
                quoted = tuple(word for word in words if word)
                debt = OpenDebt(invoice.number, fen, invoice.due_on, invoice.issued_on, quoted)
                self._debts[invoice.customer_id, invoice.currency].append(debt)
        self._receipts: dict[tuple[int, str], list[tuple[str, date, int]]] = defaultdict(list)
        recent = Receipt.select().where(
            (Receipt.received_on >= since - _RECEIPTS_LOOKED_AT) & Receipt.reverses.is_null()
        )
        taken = {row.receipt_id for row in BankDecision.select().where(BankDecision.receipt.is_null(False))}
        back = _never_came()
        for receipt in recent:
            if receipt.id not in taken and receipt.id not in back:
                entry = (receipt.number, receipt.received_on, receipt.amount_fen)
                self._receipts[receipt.customer_id, receipt.currency].append(entry)

    def payers(self, currency: str) -> list[Payer]:
        return [
            Payer(
                row.id, row.code, row.name, row.short_name,
                tuple(sender.payer for sender in self._senders[row.id] if sender.payer),
                tuple(sender.payer_account for sender in self._senders[row.id] if sender.payer_account),
                tuple(self._debts.get((row.id, currency), ())),
                tuple(self._receipts.get((row.id, currency), ())),
            )
            for row in self._customers
        ]  # fmt: skip
