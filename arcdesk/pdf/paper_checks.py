"""That a confirmation, a receipt or an agreement is complete and adds up, before it is printed (R46, R47)."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import tr
from arcdesk.pdf.document import check_language
from arcdesk.pdf.errors import DeadlineBeforeLetter, FiguresDisagree, MissingField, NothingOwed
from arcdesk.pdf.paper_data import AgreementData, ConfirmationData, PaperHead, ReceiptData
from arcdesk.pdf.wording import money_text


def check_confirmation(data: ConfirmationData) -> None:
    """Raise the refusal that applies, or return: a request for payment needs money that is owed."""
    head = data.head
    _check_head(head)
    if data.auditor is not None:
        _need(head, "auditor", data.auditor.name, tr("the accounting firm"))
    elif data.owed_fen <= 0:
        amount = money_text(data.owed_fen, head.currency, head.language)
        raise NothingOwed(number=head.number, amount=amount, field="owed_fen")
    _same(head, tr("the balance to be confirmed"), sum(line.open_fen for line in data.lines), data.owed_fen)
    for day in (data.reply_by, data.pay_by):
        if day is not None and day < head.issued_on:
            raise DeadlineBeforeLetter(
                number=head.number,
                deadline=day.isoformat(),
                issued=head.issued_on.isoformat(),
                field="reply_by",
            )


def check_receipt(data: ReceiptData) -> None:
    """What was applied and what is left make up what came in."""
    _check_head(data.head)
    applied = sum(each.applied_fen for each in data.applied)
    _same(data.head, tr("the money received"), applied + data.unallocated_fen, data.amount_fen)


def check_agreement(data: AgreementData) -> None:
    """The instalments come to the principal to the fen, in the order of their days (R47)."""
    _check_head(data.head)
    _need(data.head, "cause", data.cause, tr("the cause (contract or goods)"))
    total = sum(each.amount_fen for each in data.schedule)
    _same(data.head, tr("the sum of the instalments"), data.principal_fen, total)


def _check_head(head: PaperHead) -> None:
    check_language(head.language)
    _need(head, "number", head.number, tr("the document number"))
    _need(head, "creditor.name", head.creditor.name, tr("the full name of your company"))
    _need(head, "debtor.name", head.debtor.name, tr("the full name of the customer"))
    _need(head, "currency", head.currency, tr("the currency"))


def _need(head: PaperHead, field: str, value: str, name: str) -> None:
    if not value.strip():
        raise MissingField(name=name, number=head.number, field=field)


def _same(head: PaperHead, what: str, expected: int, found: int) -> None:
    if expected != found:
        raise FiguresDisagree(
            number=head.number, what=what, expected=format_amount(expected), found=format_amount(found)
        )
