"""What explained files leave out: numbers of documents, days of issue, the currency of all rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.importing import codes, document_types, values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.ledger_file import Remark
from arcdesk.importing.mapping import ColumnMapping
from arcdesk.importing.reader import Cell
from arcdesk.importing.totals import is_total_line

NUMBER_PREFIX = "ROW-"
_DIGITS = 10


def complete(view: SheetView, mapping: ColumnMapping) -> list[Remark]:
    """Fill in what the rows of a mapped sheet lack, before any row is looked at, and tell of it."""
    if not view.has("currency") and mapping.kind in ("invoices", "receipts"):
        view.set_cells("currency", [mapping.currency] * view.count)
    remarks = []
    if mapping.kind == "invoices":
        remarks += _issue_days(view)
        _kinds(view)
        remarks += _numbers(view, "issued_on", is_open_only=mapping.open_only)
    elif mapping.kind == "receipts":
        remarks += _numbers(view, "received_on", is_open_only=False)
    return remarks


def _kinds(view: SheetView) -> None:
    """Other people's words for the kinds of documents; what none of them is counts as an invoice."""
    if not view.has("kind"):
        return
    known: dict[Cell, Cell] = {}
    for cell in view.distinct["kind"]:
        try:
            known[cell] = values.code(cell, codes.KINDS)
        except Refusal:
            known[cell] = document_types.kind_of(document_types.category(values.cell_text(cell)))
    view.set_cells("kind", [known[cell] for cell in view.cells["kind"]])


def _issue_days(view: SheetView) -> list[Remark]:
    """A row without a day of issue was issued its days of credit before it is due, else when it is due."""
    if not view.has("due_on"):
        return []
    issued: list[Cell] = list(view.cells.get("issued_on", [""] * view.count))
    due = _peek(view, "due_on", lambda cell: values.day(cell, view.date_order, view.table.date1904))
    days = _peek(view, "credit_days", values.days)
    counted = stood = 0
    for index, cell in enumerate(issued):
        day = due[index]
        if day is None or values.cell_text(cell).strip():
            continue
        if days[index] is None:
            issued[index] = day
            stood += 1
        else:
            issued[index] = day - timedelta(days=days[index])
            counted += 1
    if not (counted or stood):
        return []
    view.set_cells("issued_on", issued)
    facts = {"sheet": view.table.sheet}
    remarks = []
    if counted:
        sentence = (
            "On sheet {sheet} {count} rows have no day of issue: it was counted back from the due date."
        )
        remarks.append(Remark(sentence, {**facts, "count": counted}))
    if stood:
        sentence = "On sheet {sheet} {count} rows have no day of issue: the due date stands for it."
        remarks.append(Remark(sentence, {**facts, "count": stood}))
    return remarks


def _numbers(view: SheetView, day_field: str, *, is_open_only: bool) -> list[Remark]:
    """A number for each row without one, the same whenever the same row is read again.

    It is made of what does not change from week to week: the amount is left out where it is what is
    still open. The number of a tax invoice stands in, at the first row that has it.
    """
    if view.has("number") and "" not in view.distinct["number"]:
        return []
    numbers: list[Cell] = list(view.cells.get("number", [""] * view.count))
    customer = _texts(view, "customer", values.identifier)
    name = _texts(view, "customer_name", values.name_key)
    tax = _texts(view, "tax_invoice_number", values.identifier)
    others = [_texts(view, field, values.text) for field in ("contract",)]
    days: Sequence[date | None] = _peek(
        view, day_field, lambda cell: values.day(cell, view.date_order, view.table.date1904)
    )
    money = "open" if is_open_only and not view.has("amount") else "amount"
    scale = view.heading.scale.get(money, 1)
    amounts = _peek(view, money, lambda cell: values.scaled_amount(cell, scale))
    no_names = {each for each in set(name) if each and is_total_line([each])}
    taken = {values.cell_text(cell).strip() for cell in numbers}
    equal: dict[str, int] = {}
    made = 0
    for index, cell in enumerate(numbers):
        if values.cell_text(cell).strip():
            continue
        day = days[index]
        if day is None or amounts[index] is None or not (customer[index] or name[index]):
            continue  # no document: blank, a total, or to be refused for what it lacks
        if not customer[index] and name[index] in no_names:
            continue
        if tax[index] and tax[index] not in taken:
            numbers[index] = tax[index]
            taken.add(tax[index])
            continue
        facts = [
            customer[index] or name[index],
            day.isoformat(),
            tax[index],
            *(each[index] for each in others),
        ]
        key = "\n".join([*facts, *(() if is_open_only else (str(amounts[index]),))])
        equal[key] = equal.get(key, 0) + 1
        number = _hashed(f"{key}\n{equal[key]}")
        numbers[index] = number
        made += 1
    view.set_cells("number", numbers)
    if not made:
        return []
    sentence = (
        "On sheet {sheet} {count} rows have no document number: each got one like ROW-7F3A01B2C4, made of "
        "its customer, day and amount, so that the next import knows the row again."
    )
    return [Remark(sentence, {"sheet": view.table.sheet, "count": made})]


def _hashed(key: str) -> str:
    return NUMBER_PREFIX + hashlib.sha256(key.encode()).hexdigest()[:_DIGITS].upper()


def _texts(view: SheetView, name: str, parse: Callable[[Any], str]) -> list[str]:
    return [found or "" for found in _peek(view, name, lambda cell: parse(values.cell_text(cell)))]


def _peek(view: SheetView, name: str, parse: Callable[[Any], Any]) -> Sequence[Any]:
    """A column parsed without a word about bad cells: whoever reads the rows says it."""
    if not view.has(name):
        return [None] * view.count
    known: dict[Cell, Any] = {}
    for cell in view.distinct[name]:
        try:
            known[cell] = parse(cell)
        except Refusal:
            known[cell] = None
    return [known[cell] for cell in view.cells[name]]
