"""The plain sheets of a ledger workbook: customers, contacts, contracts, receipts, allocations."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from arcdesk.domain.money import format_amount
from arcdesk.domain.tags import tidy
from arcdesk.importing import codes, foreign_lists, values
from arcdesk.importing.columns import SheetView, all_differ
from arcdesk.importing.errors import NumberTwice, PlanIncomplete, ReceiptNotPositive
from arcdesk.importing.known import Known, read_agreed
from arcdesk.importing.ledger_file import (
    AllocationRow,
    ContractRow,
    CustomerRow,
    InstalmentRow,
    PersonRow,
    ReceiptRow,
)


def read_customers(view: SheetView) -> list[CustomerRow]:
    """客户: a second row of the same code is rejected."""
    number = view.read("code", values.identifier)
    name = view.read("name", values.name)
    grade = view.read("grade", lambda cell: values.code(cell, codes.GRADES))
    limit = view.read_amounts("credit_limit")
    agreed = read_agreed(view)
    size = view.read("size", lambda cell: values.code(cell, codes.SIZES))
    behaviour = view.read("behaviour", lambda cell: values.code(cell, codes.BEHAVIOURS))
    view.require("code", number)
    view.require("name", name)
    reject_doubles(view, "code", number)
    return view.accepted(
        map(
            CustomerRow,
            number,
            name,
            view.read("short_name", values.name),
            view.read("uscc", values.identifier),
            grade,
            view.read("owner", values.name),
            view.read("salesperson", values.name),
            limit,
            [row.days for row in agreed],
            view.read("industry", values.name),
            view.read("region", values.name),
            view.read("address", values.name),
            size,
            behaviour,
            view.read("pain_point", values.text),
            view.read("note", values.text),
            [row.rule for row in agreed],
            [row.day for row in agreed],
            repeat(False),
            repeat(view.table.sheet),
            view.row_numbers,
            view.read("aliases", values.text),
            [tidy(text) for text in view.read("tags", values.text)],
        )
    )


def read_persons(view: SheetView) -> list[PersonRow]:
    """联系人: who answers for a customer."""
    customer = view.read("customer", values.identifier)
    name = view.read("name", values.name)
    view.require("customer", customer)
    view.require("name", name)
    return view.accepted(
        map(
            PersonRow,
            customer,
            name,
            view.read("title", values.name),
            view.read("authority", lambda cell: values.code(cell, codes.AUTHORITIES)),
            view.read("phone", values.name),
            view.read("wechat", values.name),
            view.read("email", values.name),
            view.read("primary", values.yes, False),
            repeat(view.table.sheet),
            view.row_numbers,
        )
    )


def read_contracts(view: SheetView) -> list[ContractRow]:
    """合同: a second row of the same number is rejected."""
    number = view.read("number", values.identifier)
    customer = view.read("customer", values.identifier)
    agreed = read_agreed(view)
    view.require("number", number)
    view.require("customer", customer)
    reject_doubles(view, "number", number)
    return view.accepted(
        map(
            ContractRow,
            number,
            customer,
            view.read_days("signed_on"),
            [row.days for row in agreed],
            view.read("penalty_daily_rate", values.daily_rate, None),
            view.read("dispute_clause", values.text),
            view.read("note", values.text),
            [row.rule for row in agreed],
            [row.day for row in agreed],
            view.read("payment_order", lambda cell: values.code(cell, codes.PAYMENT_ORDERS)),
            view.read("limitation_years", values.limitation_years, None),
            view.read("stop_supply_days", values.days, None),
            view.read("notice_address", values.name),
            repeat(view.table.sheet),
            view.row_numbers,
        )
    )


def read_receipts(view: SheetView, known: Known) -> tuple[list[ReceiptRow], list[int | None], list[str]]:
    """收款单: the accepted rows, and every row's amount and currency for the control totals."""
    number = view.read("number", values.identifier)
    customer, name = known.resolve(
        view.read("customer", values.identifier), view.read("customer_name", values.name)
    )
    received_on = view.read_days("received_on")
    currency = view.read("currency", values.currency, "CNY")
    foreign_lists.pass_drafts(view)
    amount = view.read_amounts("amount", currency)
    party = customer if view.has("customer") else name
    for field, column in (
        ("number", number),
        ("customer" if view.has("customer") else "customer_name", party),
        ("received_on", received_on),
        ("amount", amount),
    ):
        view.require(field, column)
    _reject_not_positive(view, amount)
    reject_doubles(view, "number", number)
    rows = view.accepted_of(
        ReceiptRow,
        number,
        customer,
        received_on,
        amount,
        currency,
        view.read("method", values.name),
        view.read("note", values.text),
        name,
        repeat("file"),
        repeat(None),
        repeat(False),
        repeat(view.table.sheet),
        view.row_numbers,
    )
    return rows, amount, currency


def read_allocations(view: SheetView) -> list[AllocationRow]:
    """核销: which receipt pays which invoice; whether both exist is the service's to know."""
    receipt = view.read("receipt", values.identifier)
    invoice = view.read("invoice", values.identifier)
    amount = view.read_amounts("amount")
    allocated_on = view.read_days("allocated_on")
    for name, column in (("receipt", receipt), ("invoice", invoice), ("amount", amount)):
        view.require(name, column)
    _reject_not_positive(view, amount)
    rows = map(
        AllocationRow, receipt, invoice, amount, allocated_on, repeat(view.table.sheet), view.row_numbers
    )
    return view.accepted(rows)


def read_instalments(view: SheetView) -> list[InstalmentRow]:
    """分期: what each instalment of a plan pays; whether the plan is whole is the service's to know."""
    plan = view.read("plan", values.identifier)
    invoice = view.read("invoice", values.identifier)
    seq = view.read("seq", values.instalment_number, None)
    due_on = view.read_days("due_on")
    amount = view.read_amounts("amount")
    for name, column in (("plan", plan), ("invoice", invoice), ("seq", seq), ("due_on", due_on), ("amount", amount)):
        view.require(name, column)
    _reject_not_positive(view, amount)
    at_fault = {plan[index] for index in view.problems}
    for index, number in enumerate(plan):
        if number in at_fault:  # half a plan is none
            view.reject(index, "plan", PlanIncomplete(number=number))
    rows = map(
        InstalmentRow,
        plan,
        invoice,
        seq,
        due_on,
        amount,
        view.read_days("agreed_on"),
        view.read("one_debt", values.yes, False),
        view.read("written", values.yes, False),
        repeat(view.table.sheet),
        view.row_numbers,
    )
    return view.accepted(rows)


def reject_doubles(view: SheetView, name: str, numbers: Sequence[str]) -> None:
    """Reject every row whose number an accepted row above it has already."""
    if all_differ(numbers):
        return
    first: dict[str, int] = {}
    left_out = view.skipped | view.joined | view.problems.keys() | view.passed.keys()
    for index, number in enumerate(numbers):
        if not number or index in left_out:
            continue
        earlier = first.setdefault(number, index)
        if earlier != index:
            view.reject(index, name, NumberTwice(number=number, first_row=view.row_numbers[earlier]))


def _reject_not_positive(view: SheetView, amounts: Sequence[int | None]) -> None:
    for index, fen in enumerate(amounts):
        if fen is not None and fen <= 0:
            view.reject(index, "amount", ReceiptNotPositive(text=format_amount(fen)))
