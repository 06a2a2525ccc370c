"""That a statement adds up (R40) and its aging agrees with its balance, before it is printed."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import tr
from arcdesk.pdf.data import StatementData
from arcdesk.pdf.document import check_language
from arcdesk.pdf.errors import FiguresDisagree, MissingField

ACTIVITY = "activity"
OPEN_ITEMS = "open_items"


def check_statement(data: StatementData) -> None:
    """Raise the refusal that applies, or return."""
    check_language(data.language)
    required = (
        ("number", data.number, tr("the document number")),
        ("creditor.name", data.creditor.name, tr("the full name of your company")),
        ("debtor.name", data.debtor.name, tr("the full name of the customer")),
        ("currency", data.currency, tr("the currency")),
    )
    for field, value, name in required:
        if not value.strip():
            raise MissingField(name=name, number=data.number, field=field)
    if data.style not in (ACTIVITY, OPEN_ITEMS):
        raise ValueError(f"unknown style of statement: {data.style}")
    _check_balances(data)
    _check_aging(data)


def _check_balances(data: StatementData) -> None:
    """Closing is opening plus debits less credits, and so is every balance on the way (R40)."""
    balance = data.opening_fen
    for row in data.rows:
        movement = row.debit_fen - row.credit_fen
        balance += movement
        expected = movement if data.style == OPEN_ITEMS else balance
        what = tr("the balance of {document}", document=row.doc_number or row.summary)
        _refuse_difference(data, what, expected, row.balance_fen)
    _refuse_difference(data, tr("the closing balance"), balance, data.closing_fen)


def _check_aging(data: StatementData) -> None:
    """Buckets less what is unallocated give the balance (F-7)."""
    if data.aging:
        aged = sum(part.fen for part in data.aging) - data.unallocated_fen
        _refuse_difference(data, tr("the aging less unallocated money"), data.closing_fen, aged)


def _refuse_difference(data: StatementData, what: str, expected: int, found: int) -> None:
    if expected != found:
        raise FiguresDisagree(
            number=data.number, what=what, expected=format_amount(expected), found=format_amount(found)
        )
