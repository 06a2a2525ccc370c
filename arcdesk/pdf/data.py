"""What a letter and a statement are made of: plain values, already decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcdesk.pdf.interest_data import SheetPart
from arcdesk.pdf.logo import Logo

FRIENDLY_REMINDER = 0
FIRST_DEMAND = 1
SECOND_DEMAND = 2
FINAL_DEMAND = 3
LAWYER_DRAFT = 4


@dataclass(frozen=True, slots=True)
class Party:
    """One side: full legal name (never an abbreviation, R36), how to reach it, the sender's logo."""

    name: str
    uscc: str = ""
    address: str = ""
    phone: str = ""
    contact: str = ""
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where to pay: 户名, 开户行, 账号."""

    account_name: str
    bank: str
    number: str


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One open invoice of a letter; all amounts in fen.

    ``disputed_fen`` is the part of ``open_fen`` this letter does not demand.
    """

    invoice_number: str
    tax_invoice_number: str
    issued_on: date
    due_on: date
    amount_fen: int
    received_fen: int
    open_fen: int
    overdue_days: int
    disputed_fen: int = 0


@dataclass(frozen=True, slots=True)
class CreditLine:
    """Money or a credit note not yet set against an invoice, netted visibly (C35); fen, positive."""

    label: str
    on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class InterestNote:
    """Computed interest in fen up to and including ``until``, and the sentence it rests on (R36).

    ``basis`` is printed as it is, so it comes in the language of the letter. ``sheets`` are what the
    figure was reckoned from: kept with the letter, not printed (R96).
    """

    total_fen: int
    until: date
    basis: str
    sheets: tuple[SheetPart, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierLetter:
    """A demand that went before: what it was called and when it was written."""

    number: str
    on: date


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the contracts behind a letter say, as far as it is entered.

    ``stop_supply_days``: overdue for longer, the creditor may stop delivering. ``forum`` is the clause
    on disputes in the contract's own words.
    """

    stop_supply_days: int | None = None
    forum: str = ""


@dataclass(frozen=True, slots=True)
class LetterData:
    """A dunning letter: one debtor, one currency, one demand.

    ``total_fen`` is the net demanded: open less disputed less credits; interest is stated
    beside it, never inside it. ``cause`` names contract or goods. ``copy_of`` marks a
    reprint and holds the number of the original; it does not change the check code.
    Without ``bank`` the letter asks for payment to the account agreed or notified before.
    ``earlier`` names the demands that had no effect, oldest first. ``template`` holds the words it is
    written in (the shipped ones where empty), and ``facts`` the fields these name beyond the rest.
    ``policy`` says by which policy and version it was written: kept, not printed.
    """

    number: str
    level: int
    language: str
    issued_on: date
    as_of: date
    creditor: Party
    debtor: Party
    recipient: str
    cause: str
    lines: tuple[LetterLine, ...]
    credits: tuple[CreditLine, ...]
    total_fen: int
    currency: str
    deadline_on: date
    bank: BankAccount | None
    contact_name: str
    contact_phone: str
    deadline_hour: int | None = None
    interest: InterestNote | None = None
    enclosures: tuple[str, ...] = ()
    signatory: str = ""
    place: str = ""
    copy_of: str = ""
    earlier: tuple[EarlierLetter, ...] = ()
    agreed: Agreed = Agreed()
    enclosed: tuple[str, ...] = ()
    template: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    policy: str = ""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One posting, or one open item; fen.

    ``balance_fen`` is the running balance in style ``activity``, and the item's own
    remainder (debit less credit) in style ``open_items``.
    """

    on: date
    doc_number: str
    summary: str
    debit_fen: int
    credit_fen: int
    balance_fen: int
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AgingPart:
    """One bucket of the aging strip: label in the document's language, tone, fen."""

    label: str
    tone: str
    fen: int


@dataclass(frozen=True, slots=True)
class StatementData:
    """A statement of account (R40); amounts in fen, negative closing means paid in advance.

    ``for_collection`` adds the demand, the debtor's promise and the reservation of R41, but
    only while something is owed (T4). ``pay_by`` is the date of that demand, if one is set.
    """

    number: str
    language: str
    issued_on: date
    period_from: date
    period_to: date
    currency: str
    creditor: Party
    debtor: Party
    opening_fen: int
    rows: tuple[StatementRow, ...]
    closing_fen: int
    aging: tuple[AgingPart, ...]
    unallocated_fen: int
    return_by: date
    for_collection: bool
    style: str
    bank: BankAccount | None
    pay_by: date | None = None
    copy_of: str = ""
