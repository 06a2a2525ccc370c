"""What a letter must have before it is printed (R36), and that its figures add up (C35)."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import tr
from arcdesk.pdf.data import LetterData
from arcdesk.pdf.document import check_language
from arcdesk.pdf.errors import DeadlineBeforeLetter, EmptyLetter, FiguresDisagree, MissingField, NothingOwed
from arcdesk.pdf.wording import money_text


def check_letter(data: LetterData) -> None:
    """Raise the refusal that applies, or return."""
    check_language(data.language)
    if not data.lines:
        raise EmptyLetter(number=data.number, field="lines")
    _check_fields(data)
    if data.deadline_on < data.issued_on:
        raise DeadlineBeforeLetter(
            number=data.number,
            deadline=data.deadline_on.isoformat(),
            issued=data.issued_on.isoformat(),
            field="deadline_on",
        )
    _check_figures(data)


def net_fen(data: LetterData) -> int:
    """What the lines demand, in fen: open less disputed less credits."""
    demanded = sum(line.open_fen - line.disputed_fen for line in data.lines)
    return demanded - sum(credit.amount_fen for credit in data.credits)


def _check_fields(data: LetterData) -> None:
    required: tuple[tuple[str, str, str], ...] = (
        ("number", data.number, tr("the document number")),
        ("creditor.name", data.creditor.name, tr("the full name of your company")),
        ("debtor.name", data.debtor.name, tr("the full name of the customer")),
        ("cause", data.cause, tr("the cause (contract or goods)")),
        ("currency", data.currency, tr("the currency")),
    )
    if data.bank is not None:
        required += (
            ("bank.account_name", data.bank.account_name, tr("the name of the receiving account")),
            ("bank.bank", data.bank.bank, tr("the bank of the receiving account")),
            ("bank.number", data.bank.number, tr("the number of the receiving account")),
        )
    for field, value, name in required:
        if not value.strip():
            raise MissingField(name=name, number=data.number, field=field)
    for line in data.lines:
        if not (line.invoice_number.strip() or line.tax_invoice_number.strip()):
            raise MissingField(name=tr("an invoice number"), number=data.number, field="lines")


def _check_figures(data: LetterData) -> None:
    if data.total_fen <= 0:
        amount = money_text(data.total_fen, data.currency, data.language)
        raise NothingOwed(number=data.number, amount=amount, field="total_fen")
    for line in data.lines:
        number = line.invoice_number or line.tax_invoice_number
        _refuse_difference(data, number, line.amount_fen - line.received_fen, line.open_fen)
        if not 0 <= line.disputed_fen <= line.open_fen:
            _refuse_difference(data, number, line.open_fen, line.disputed_fen)
    _refuse_difference(data, tr("the net demanded"), net_fen(data), data.total_fen)
    _check_interest(data)


def _check_interest(data: LetterData) -> None:
    """The interest is the sum of its parts, and each part of its segments, so that the table foots (R30, R96)."""
    if data.interest is None or not data.interest.sheets:
        return
    for part in data.interest.sheets:
        if part.segments:
            _refuse_difference(
                data, part.title, sum(each.amount_fen for each in part.segments), part.total_fen
            )
    total = sum(part.total_fen for part in data.interest.sheets)
    _refuse_difference(data, tr("the interest"), total, data.interest.total_fen)


def _refuse_difference(data: LetterData, what: str, expected: int, found: int) -> None:
    if expected != found:
        raise FiguresDisagree(
            number=data.number,
            what=what,
            expected=format_amount(expected),
            found=format_amount(found),
            field="lines",
        )
