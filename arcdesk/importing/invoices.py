"""应收单: the one sheet that every layout has, with its due dates, credits and balances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount
from arcdesk.domain.terms import DueFacts, Terms, due_date
from arcdesk.importing import codes, foreign_lists, values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.errors import (
    AmountIsZero,
    BalanceContradicts,
    CreditUsedUp,
    CustomerMissing,
    DisputeTooLarge,
    ReceivedHasWrongSign,
)
from arcdesk.importing.foreign_lists import ON_ACCOUNT
from arcdesk.importing.known import Known
from arcdesk.importing.ledger_file import InvoiceRow, ReceiptRow, Remark
from arcdesk.importing.sheets import reject_doubles

LOWERING = ("credit_note", "write_off")
"""Kinds that lower what a customer owes."""


@dataclass(frozen=True, slots=True)
class InvoiceSheet:
    """The accepted invoices of one sheet, and its columns by row for totals and settled dates.

    ``receipts`` is the money on account that a list of open items shows among them, ``closed`` the numbers
    of documents of which it says that nothing is open any more. ``used`` is the part of a credit's amount, by
    row, that was not taken in because it is used up.
    """

    rows: list[InvoiceRow]
    receipts: list[ReceiptRow]
    remarks: list[Remark]
    amounts: list[int | None]
    currencies: list[str]
    received: list[int | None]
    open: list[int | None]
    settled_on: list[date | None]
    closed: frozenset[str] = frozenset()
    used: Mapping[int, int] = field(default_factory=dict)


def read_invoices(
    view: SheetView,
    *,
    number_field: str = "number",
    disputed_is_yes_no: bool = False,
    known: Known,
    lenient: bool = False,
    unnumbered: bool = False,
    main_currency: str = "CNY",
    takes_used_credits: bool = False,
) -> InvoiceSheet:
    """The invoices of one sheet; ``number_field`` names the column that identifies them.

    A sheet with what is open and no amounts lists open items. ``lenient``: other systems' lists, see
    ``foreign_lists``. ``takes_used_credits``: credits may be used up without a word of what they settled.
    """
    open_only = view.has("open") and not view.has("amount")
    number = view.read(number_field, values.identifier)
    customer, name = known.resolve(
        view.read("customer", values.identifier), view.read("customer_name", values.name)
    )
    issued_on = view.read_days("issued_on")
    currency = view.read("currency", lambda cell: values.currency(cell, main_currency), main_currency)
    amount = list(view.read_amounts("open" if open_only else "amount", currency))
    counted, remarks = amount, list[Remark]()
    due_on = view.read_days("due_on")
    if unnumbered:
        contracts = view.read("contract", values.identifier)
        party = [contract or code or called for contract, code, called in zip(contracts, customer, name, strict=True)]
        days = [due or issued for due, issued in zip(due_on, issued_on, strict=True)]
        number = list(number)
        foreign_lists.number_those_without("YS", number, party, days, amount)
    if lenient:
        parties = (number, customer, name, currency)
        kind, counted, remarks = _settle_foreign(view, parties, issued_on, due_on, amount, open_only)
    else:
        kind, amount = _settle_own(view, amount, is_open=open_only)
    money = "open" if open_only else "amount"
    for name_of, column in ((number_field, number), ("issued_on", issued_on), (money, amount)):
        view.require(name_of, column)
    _require_customer(view, customer, name)
    reject_doubles(view, number_field, number)
    _settle_signs(view, kind, amount)
    counted = counted if lenient else _with_drafts(view, amount, counted)
    credits = view.read("credits", values.identifier)
    received = view.read_amounts("received", currency)
    still_open = list(amount) if open_only else view.read_amounts("open", currency)
    closed = {called for called, fen in zip(number, counted, strict=True) if fen == 0 and open_only}
    open_rows, used = [open_only] * view.count, dict[int, int]()
    if takes_used_credits and not open_only:
        open_rows, used = _settle_used_credits(view, amount, received, still_open, remarks)
        closed |= {number[index] for index in view.joined if amount[index] == 0 and open_rows[index]}
    if open_only:
        received = [None] * view.count
    elif view.has("received") or view.has("open"):
        _settle_balances(view, amount, received, still_open, credits)
    note = view.read("note", values.text)
    settled_on = view.read_days("settled_on")
    if disputed_is_yes_no:
        disputed, note = _disputes_by_word(view, amount, settled_on, note)
    else:
        disputed = view.read_amounts("disputed", currency)
        _check_disputes(view, amount, disputed)
    contract = view.read("contract", values.identifier)
    terms = view.read("credit_days", values.terms, None)
    delivered_on = view.read_days("delivered_on")
    said = view.read("due_source", lambda cell: codes.DUE_SOURCES.get(values.text(cell), ""))
    due_source = [own or "file" for own in said]
    if None in due_on:
        facts = zip(issued_on, kind, delivered_on, terms, contract, customer, strict=True)
        _fill_due_days(view, due_on, due_source, facts, known)
    accepted = view.accepted_of(
        InvoiceRow,
        number,
        customer,
        name,
        kind,
        issued_on,
        [own.days if own else None for own in terms] if view.has("credit_days") else repeat(None),
        due_on,
        amount,
        currency,
        received,
        still_open,
        contract,
        view.read("tax_invoice_number", values.identifier),
        view.read("salesperson", values.name),
        credits,
        disputed,
        note,
        delivered_on,
        [own.rule if own else "issued" for own in terms] if view.has("credit_days") else repeat("issued"),
        [own.day if own else None for own in terms] if view.has("credit_days") else repeat(None),
        view.read("approver", values.name),
        due_source,
        open_rows,
        repeat(view.table.sheet),
        view.row_numbers,
    )
    receipts: list[ReceiptRow] = []
    if lenient:
        accepted, receipts = foreign_lists.part(accepted)
    shown = counted if open_only else still_open
    return InvoiceSheet(
        accepted, receipts, remarks, counted, currency, received, shown, settled_on, frozenset(closed - {""}), used
    )


def _settle_own(
    view: SheetView, amount: list[int | None], *, is_open: bool
) -> tuple[list[str], list[int | None]]:
    """The kinds of rows that use our own words, and the amounts without those of drafts.

    Of a list of what is open (``is_open``) a zero says that nothing is: there is nothing to take in.
    """
    foreign_lists.pass_drafts(view)
    if is_open:
        view.skipped.update(index for index, fen in enumerate(amount) if fen == 0)
    kind = view.read("kind", lambda cell: values.code(cell, codes.KINDS) or "invoice", "invoice")
    return kind, [None if index in view.passed else fen for index, fen in enumerate(amount)]


def _with_drafts(
    view: SheetView, amount: Sequence[int | None], counted: Sequence[int | None]
) -> list[int | None]:
    """The amounts as they count, and those of drafts as they stand: a credit may be written without its sign."""
    return [counted[index] if index in view.passed else fen for index, fen in enumerate(amount)]


def _settle_used_credits(
    view: SheetView,
    amount: list[int | None],
    received: list[int | None],
    still_open: list[int | None],
    remarks: list[Remark],
) -> tuple[list[bool], dict[int, int]]:
    """Rows of which only what is left was taken, and the fen of each that are used."""
    whole, open_rows = list(amount), [False] * view.count
    remarks += foreign_lists.take_used_credits(view, amount, received, still_open, open_rows)
    used = {i: (whole[i] or 0) - (amount[i] or 0) for i, is_left in enumerate(open_rows) if is_left}
    return open_rows, used


def _settle_foreign(
    view: SheetView,
    parties: tuple[list[str], list[str], list[str], list[str]],
    issued_on: list[date | None],
    due_on: list[date | None],
    amount: list[int | None],
    open_only: bool,
) -> tuple[list[str], list[int | None], list[Remark]]:
    """What ``foreign_lists`` makes of the rows: their kinds, the amounts that count in totals, what to tell."""
    number, customer, name, currency = parties
    remarks = []
    if not view.has("issued_on"):
        issued_on[:] = due_on
        remarks.append(foreign_lists.without_issue_days(view))
    counted = list(amount)
    foreign_lists.leave_out(view, number, amount, open_only)
    kind = foreign_lists.kinds(view, amount)
    if open_only:
        remarks += foreign_lists.join_parts(view, number, customer, name, currency, amount, due_on)
        return kind, counted, remarks
    figures = (view.peek_amounts("received", currency), view.peek_amounts("open", currency))
    remarks += foreign_lists.join_repeats(view, number, customer, name, currency, issued_on, due_on, amount, *figures)
    return kind, [None if index in view.joined else fen for index, fen in enumerate(counted)], remarks


def _require_customer(view: SheetView, customer: Sequence[str], name: Sequence[str]) -> None:
    if "" not in customer:
        return
    field = "customer" if view.has("customer") else "customer_name"
    for index, (code, called) in enumerate(zip(customer, name, strict=True)):
        if not code and not called:
            view.reject(index, field, CustomerMissing())


def _settle_signs(view: SheetView, kind: list[str], amount: list[int | None]) -> None:
    """Credit notes and write-offs are negative however the file writes them; any other negative is a credit note."""
    for index, (what, fen) in enumerate(zip(kind, amount, strict=True)):
        if fen is None:
            continue
        if fen == 0:
            view.reject(index, "amount", AmountIsZero())
        elif what in LOWERING:
            amount[index] = -abs(fen)
        elif fen < 0 and what != ON_ACCOUNT:
            kind[index] = "credit_note"


def _settle_balances(
    view: SheetView,
    amount: Sequence[int | None],
    received: list[int | None],
    still_open: list[int | None],
    credits: Sequence[str],
) -> None:
    """Fill in the missing one of received and open; reject the rows where the three disagree."""
    for index, fen in enumerate(amount):
        got, left = received[index], still_open[index]
        if fen is None or (got is None and left is None) or index in view.skipped:
            continue
        if fen < 0:
            # As the amount of a credit may stand without its sign, so may its balance.
            got, left = got and -abs(got), left and -abs(left)
        if got is None and left is not None:
            got = fen - left
        elif left is None and got is not None:
            left = fen - got
        received[index], still_open[index] = got, left
        if got is None or left is None:
            continue
        if got + left != fen:
            reason = BalanceContradicts(
                amount=format_amount(fen), received=format_amount(got), open=format_amount(left)
            )
            view.reject(index, "open" if view.has("open") else "received", reason)
        elif fen > 0 and got < 0:
            wrong_sign = ReceivedHasWrongSign(received=format_amount(got), amount=format_amount(fen))
            view.reject(index, "received", wrong_sign)
        elif fen < 0 and got and not credits[index]:
            view.reject(
                index, "received", CreditUsedUp(amount=format_amount(fen), received=format_amount(got))
            )


def _check_disputes(view: SheetView, amount: Sequence[int | None], disputed: Sequence[int | None]) -> None:
    if not view.has("disputed"):
        return
    for index, (fen, doubted) in enumerate(zip(amount, disputed, strict=True)):
        if fen is not None and doubted is not None and not 0 <= doubted <= abs(fen):
            reason = DisputeTooLarge(disputed=format_amount(doubted), amount=format_amount(fen))
            view.reject(index, "disputed", reason)


def _disputes_by_word(
    view: SheetView, amount: Sequence[int | None], settled_on: Sequence[date | None], note: list[str]
) -> tuple[list[int | None], list[str]]:
    """Yes and No instead of an amount: all of an open invoice is disputed, of a settled one a note stays."""
    words = view.read("disputed", values.yes, False)
    if not view.has("disputed"):
        return [None] * view.count, note
    mark = f"{view.heading_text('disputed')}: Yes"
    disputed = [
        abs(fen) if said and fen is not None and settled is None else None
        for said, fen, settled in zip(words, amount, settled_on, strict=True)
    ]
    marked = [f"{mark}\n{own}".strip() if said else own for said, own in zip(words, note, strict=True)]
    return disputed, marked


def _fill_due_days(
    view: SheetView,
    due_on: list[date | None],
    due_source: list[str],
    facts: Iterable[tuple[date | None, str, date | None, Terms | None, str, str]],
    known: Known,
) -> None:
    """Reckon missing due dates and say from what; what lowers the debt is due when issued."""
    for index, (issued, kind, delivered, own, contract, customer) in enumerate(facts):
        if due_on[index] is not None or issued is None:
            continue
        if kind in LOWERING or kind == ON_ACCOUNT:
            due_on[index] = issued
            continue
        agreed = (own, known.contract_terms.get(contract), known.customer_terms.get(customer))
        try:
            due_on[index], due_source[index] = due_date(DueFacts(issued, delivered, None, *agreed))
        except Refusal as reason:
            view.reject(index, "credit_days", reason)
