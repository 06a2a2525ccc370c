"""Lists of one balance a customer, divided by age or not: aging without documents, summaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from arcdesk.importing import values
from arcdesk.importing.captions import NOT_DUE_FROM
from arcdesk.importing.columns import GROUP, SheetView
from arcdesk.importing.errors import CustomerMissing, ValueMissing
from arcdesk.importing.known import Known
from arcdesk.importing.ledger_file import BalanceRow, Remark

Part = tuple[int, int | None, int]


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """The balances of one sheet, its column of them by row for the totals, and what does not add up."""

    rows: list[BalanceRow]
    amounts: list[int | None]
    currencies: list[str]
    remarks: list[Remark]


@dataclass(slots=True)
class _Balance:
    """A customer's rows of one currency added up: a list may have one for each department."""

    index: int
    salesperson: str
    balance: int = 0
    parts: dict[tuple[int, int | None], int] = field(default_factory=dict)
    is_whole: bool = True


def read_balances(view: SheetView, known: Known, as_of: date, main_currency: str) -> BalanceSheet:
    """The balances of one sheet; without a column of them they are the sum of the age groups.

    The parts of a balance add up to it: money on account is a negative part of age zero, and what
    the groups leave over where none of them is for it is not due. Groups that contradict are left out.
    """
    customer, name = known.resolve(
        view.read("customer", values.identifier), view.read("customer_name", values.name)
    )
    currency = view.read("currency", lambda cell: values.currency(cell, main_currency), main_currency)
    groups = [view.read_amounts(f"{GROUP}{number}", currency) for number in range(len(view.heading.groups))]
    prepaid = view.read_amounts("prepaid", currency)
    stated = view.read_amounts("balance", currency)
    people = view.read("salesperson", values.name)
    balance: list[int | None] = list(stated)
    if not view.has("balance"):
        for index in range(view.count):
            cells = [column[index] for column in groups if column[index] is not None]
            balance[index] = sum(cells) - abs(prepaid[index] or 0) if cells or prepaid[index] else None  # type: ignore[arg-type]
    _require(view, customer, name, balance, groups)
    found: dict[tuple[str, str, str], _Balance] = {}
    for index, fen in enumerate(balance):
        if index in view.skipped or index in view.problems:
            continue
        key = (customer[index], "" if customer[index] else name[index], currency[index])
        own = found.setdefault(key, _Balance(index, people[index]))
        own.balance += fen or 0
        own.salesperson = own.salesperson or people[index]
        parts = _parts(view, fen or 0, [column[index] for column in groups], prepaid[index])
        own.is_whole = own.is_whole and parts is not None
        for start, end, part in parts or ():
            own.parts[start, end] = own.parts.get((start, end), 0) + part
    rows = [
        BalanceRow(
            code, name[own.index], as_of, own.balance, money,
            tuple((start, end, part) for (start, end), part in own.parts.items() if part) if own.is_whole else (),
            own.salesperson, view.table.sheet, view.row_numbers[own.index],
        )
        for (code, _, money), own in found.items()
    ]  # fmt: skip
    return BalanceSheet(rows, balance, currency, _remarks(view, found.values()))


def _require(
    view: SheetView,
    customer: Sequence[str],
    name: Sequence[str],
    balance: list[int | None],
    groups: Sequence[Sequence[int | None]],
) -> None:
    for index, (code, called) in enumerate(zip(customer, name, strict=True)):
        if not code and not called:
            view.reject(index, "customer" if view.has("customer") else "customer_name", CustomerMissing())
        elif balance[index] is None:
            if view.has("balance") and any(column[index] for column in groups):
                view.reject(index, "balance", ValueMissing(heading=view.heading_text("balance")))
            balance[index] = 0  # an empty cell in a report of balances is none


def _parts(
    view: SheetView, balance: int, cells: Sequence[int | None], prepaid: int | None
) -> tuple[Part, ...] | None:
    """The balance by age, ``None`` where the groups contradict it."""
    groups = view.heading.groups
    if not groups:
        return ()
    parts = [(group.from_days, group.to_days, fen or 0) for group, fen in zip(groups, cells, strict=True)]
    counted = sum(part for _, _, part in parts)
    on_account = abs(prepaid or 0)
    if on_account and counted - on_account == balance:
        return (*parts, (0, 0, -on_account))
    if counted == balance:
        return tuple(parts)
    rest = balance - counted
    if (
        rest > 0
        and not any(group.from_days < 0 for group in groups)
        and all(cell is None or cell >= 0 for cell in cells)
    ):
        return ((NOT_DUE_FROM, 0, rest), *parts)
    return None


def _remarks(view: SheetView, found: Iterable[_Balance]) -> list[Remark]:
    contradicting = [own.index for own in found if not own.is_whole]
    answer = []
    if contradicting:
        sentence = (
            "On sheet {sheet} the age groups of {count} rows do not add up to the balance, first in row {row}: "
            "these balances were taken in without their ages."
        )
        values_of = {
            "sheet": view.table.sheet,
            "count": len(contradicting),
            "row": view.row_numbers[contradicting[0]],
        }
        answer.append(Remark(sentence, values_of))
    return answer
