"""收款单列表 of other systems: fees and discounts beside the money, refunds among the receipts."""

from __future__ import annotations

from dataclasses import dataclass

from arcdesk.importing import document_types, foreign_lists, values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.errors import AmountIsZero, CustomerMissing
from arcdesk.importing.known import Known
from arcdesk.importing.ledger_file import InvoiceRow, ReceiptRow
from arcdesk.importing.sheets import reject_doubles


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """The receipts of a list and its refunds, which raise the debt again; its amounts for the totals."""

    rows: list[ReceiptRow]
    refunds: list[InvoiceRow]
    amounts: list[int | None]
    currencies: list[str]


def read_receipt_list(
    view: SheetView, known: Known, main_currency: str, *, unnumbered: bool = False
) -> ReceiptSheet:
    """The rows of a list of receipts.

    What a receipt pays of the debt is 应收金额 where the list has it: 实收金额 is less the bank's fee and
    the discount, which the customer does not owe any more.
    """
    number = view.read("number", values.identifier)
    customer, name = known.resolve(
        view.read("customer", values.identifier), view.read("customer_name", values.name)
    )
    received_on = view.read_days("received_on")
    currency = view.read("currency", lambda cell: values.currency(cell, main_currency), main_currency)
    amount = _paid(view, currency)
    if unnumbered:
        party = [code or called for code, called in zip(customer, name, strict=True)]
        number = list(number)
        foreign_lists.number_those_without("SK", number, party, received_on, amount)
    purpose = view.read("purpose", values.name)
    words = view.read("kind", values.name)
    whole = list(amount)
    foreign_lists.leave_out(view, number, amount, False)
    column = "amount" if view.has("amount") else "net"
    for field, cells in (("number", number), ("received_on", received_on), (column, amount)):
        view.require(field, cells)
    for index, (code, called) in enumerate(zip(customer, name, strict=True)):
        if not code and not called:
            view.reject(index, "customer" if view.has("customer") else "customer_name", CustomerMissing())
    for index, fen in enumerate(amount):
        if fen == 0:
            view.reject(index, column, AmountIsZero())
    reject_doubles(view, "number", number)
    method = view.read("method", values.name)
    note = view.read("note", values.text)
    numbers = view.row_numbers
    receipts: list[ReceiptRow] = []
    refunds: list[InvoiceRow] = []
    counted: list[int | None] = []
    for index, fen in enumerate(amount):
        is_refund = document_types.category(words[index]) == document_types.REFUND
        signed = -abs(fen) if fen is not None and is_refund else fen
        draft = whole[index] if index in view.passed else None
        counted.append(-abs(draft) if draft is not None and is_refund else draft or signed)
        if index in view.skipped or index in view.problems or signed is None:
            continue
        said = " ".join(text for text in (purpose[index], note[index]) if text)
        sheet, row = view.table.sheet, numbers[index]
        if signed > 0:
            receipts.append(
                ReceiptRow(
                    number[index], customer[index], received_on[index], signed, currency[index],
                    method[index], said, name[index], sheet=sheet, row=row,
                )
            )  # fmt: skip
        else:
            refunds.append(
                InvoiceRow(
                    number[index], customer[index], name[index], "other", received_on[index], None,
                    received_on[index], -signed, currency[index], note=said, sheet=sheet, row=row,
                )
            )  # fmt: skip
    return ReceiptSheet(receipts, refunds, counted, currency)


def _paid(view: SheetView, currency: list[str]) -> list[int | None]:
    amount = list(view.read_amounts("amount", currency))
    net = view.read_amounts("net", currency)
    if not view.has("net"):
        return amount
    fee, discount = view.read_amounts("fee", currency), view.read_amounts("discount", currency)
    for index, fen in enumerate(net):
        if amount[index] is None and fen is not None:
            amount[index] = fen + (fee[index] or 0) + (discount[index] or 0)
    return amount
