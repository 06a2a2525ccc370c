"""What confirmations, receipts and agreements are made of: plain values, decided elsewhere; fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcdesk.pdf.data import BankAccount, Party


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One open item of a confirmation or an agreement."""

    number: str
    issued_on: date
    due_on: date | None
    amount_fen: int
    open_fen: int


@dataclass(frozen=True, slots=True)
class Auditor:
    """To whom the answer to an audit confirmation goes: the accounting firm, never the creditor (R43)."""

    name: str
    address: str = ""
    phone: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every such paper begins with. ``copy_of`` marks a reprint."""

    number: str
    language: str
    issued_on: date
    creditor: Party
    debtor: Party
    currency: str
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmationData:
    """A balance to be confirmed as of a day: for collection, or for an auditor.

    ``owed_fen`` is what the debtor owes, ``prepaid_fen`` what the creditor owes him (money not allocated);
    the two stand side by side and are never netted silently (R42). ``auditor`` makes it an audit
    confirmation, which demands nothing (R43, R45). ``pay_by`` and ``bank`` belong to the collection kind.
    """

    head: PaperHead
    as_of: date
    lines: tuple[OpenLine, ...]
    owed_fen: int
    prepaid_fen: int
    reply_by: date
    pay_by: date | None = None
    bank: BankAccount | None = None
    auditor: Auditor | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What a receipt paid of one invoice, and what is open of it after that."""

    number: str
    applied_fen: int
    open_fen: int


@dataclass(frozen=True, slots=True)
class ReceiptData:
    """A confirmation that money came in: how much, when, what it was applied to, what is left of it.

    ``balance_fen`` is what the customer owes altogether on the day of issue.
    """

    head: PaperHead
    receipt_number: str
    received_on: date
    method: str
    amount_fen: int
    applied: tuple[Applied, ...]
    unallocated_fen: int
    balance_fen: int


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One instalment: when, how much of the principal."""

    seq: int
    due_on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class AgreementData:
    """An instalment agreement over a plan (R46); what is not known is a blank to fill in by hand.

    ``forum`` is the clause on disputes of the contract; without one the creditor's seat is offered (R35).
    ``guarantors`` have to consent in writing (R48). ``penalty`` is the rate agreed before, in words.
    """

    head: PaperHead
    plan_number: str
    agreed_on: date
    cause: str
    lines: tuple[OpenLine, ...]
    principal_fen: int
    schedule: tuple[ScheduleLine, ...]
    bank: BankAccount | None
    penalty: str = ""
    forum: str = ""
    guarantors: tuple[str, ...] = ()


PaperData = ConfirmationData | ReceiptData | AgreementData
