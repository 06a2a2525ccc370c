"""Ledgers of debit and credit: each row told apart, customer by customer, before documents are made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from arcdesk.domain.errors import Refusal
from arcdesk.importing import document_types as types
from arcdesk.importing import foreign_lists, running_balance, values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.errors import CustomerMissing, ValueMissing
from arcdesk.importing.known import Known
from arcdesk.importing.reader import Cell
from arcdesk.importing.titles import Titles

_YEAR = re.compile(r"20[0-9]{2}|19[0-9]{2}")
_OPENING_WORDS = ("期初", "年初", "上年结转", "上期结转", "上期结余", "上年结余", "承前页")


@dataclass(slots=True)
class Entry:
    """One row: ``category`` of ``document_types``, fen, and what it says of its partner.

    ``moves`` tells whether the row changes the balance, ``None`` where the file does not show it.
    """

    index: int
    row: int
    day: date
    category: str
    number: str
    note: str
    debit: int
    credit: int
    discount: int = 0
    advance: int = 0
    balance: int | None = None
    partner: str = ""
    partner_category: str = ""
    due_on: date | None = None
    salesperson: str = ""
    settled: int | None = None
    open: int | None = None
    moves: bool | None = None

    @property
    def net(self) -> int:
        return self.debit - self.credit - self.discount - self.advance

    @property
    def is_match(self) -> bool:
        """Whether the row sets one document against another one."""
        return bool(self.partner) and self.partner != self.number


@dataclass(slots=True)
class Account:
    """The rows of one customer in one currency, in the order of the file."""

    customer: str
    name: str
    currency: str
    opening: int = 0
    opening_day: date | None = None
    opening_row: int = 0
    entries: list[Entry] = field(default_factory=list)
    closing: int | None = None
    closing_row: int = 0
    runs_on: bool = True
    advance_left_out: int = 0
    set_aside: int = 0
    """Fen of the rows that are left out with a reason."""
    rows_set_aside: int = 0

    def reckon(self) -> int:
        """The balance after the last row."""
        return self.opening + sum(entry.net for entry in self.entries if entry.moves is not False)


def read_accounts(view: SheetView, known: Known, titles: Titles) -> list[Account]:
    """The rows of a ledger by customer and currency, with the opening balance of each.

    Without an opening row it is what the first running balance leaves over, if the balance runs on
    from row to row.
    """
    customer, name = known.resolve(
        view.read("customer", values.identifier), view.read("customer_name", values.name)
    )
    currency = view.read("currency", lambda cell: values.currency(cell, titles.currency), titles.currency)
    column = {
        field: view.read_amounts(field, currency)
        for field in (
            "debit",
            "credit",
            "discount",
            "advance",
            "debit_settled",
            "debit_open",
            "credit_settled",
            "credit_open",
        )
    }
    balance = _signed_balance(view, currency)
    text = {field: view.read(field, values.name) for field in ("kind", "co_kind", "salesperson", "voucher")}
    number, partner = view.read("number", values.identifier), view.read("co_number", values.identifier)
    note = view.read("note", values.text)
    days, due_on = _days(view, titles), view.read_days("due_on")
    foreign_lists.pass_drafts(view)
    accounts: dict[tuple[str, str], Account] = {}
    for index, (code, called) in enumerate(zip(customer, name, strict=True)):
        if index in view.skipped or index in view.problems or index in view.passed:
            continue
        figures = {field: cells[index] for field, cells in column.items()}
        is_opening = _is_opening(text["kind"][index], note[index], number[index], text["voucher"][index])
        if not any(figures.values()) and not is_opening:
            view.skipped.add(index)  # a line without money: a text, a heading of a month
            continue
        if not code and not called:
            view.reject(index, "customer" if view.has("customer") else "customer_name", CustomerMissing())
            continue
        own = accounts.setdefault((code or called, currency[index]), Account(code, called, currency[index]))
        own.name = own.name or called
        debit, credit, advance = (figures[name] or 0 for name in ("debit", "credit", "advance"))
        if is_opening:
            if own.entries and "承前页" in f"{text['kind'][index]}{note[index]}":
                continue
            own.opening += debit - credit - advance or balance[index] or 0
            own.opening_day, own.opening_row = days[index], view.row_numbers[index]
            continue
        day = days[index]
        if day is None:
            view.reject(index, "date", ValueMissing(heading=view.heading_text("date")))
            own.set_aside += debit - credit - advance - (figures["discount"] or 0)
            own.rows_set_aside += 1
            continue
        called_by = number[index] or _voucher(text["voucher"][index], day, code or called)
        entry = Entry(
            index, view.row_numbers[index], day, "", called_by,
            note[index], debit, credit, figures["discount"] or 0, advance, balance[index], partner[index],
            types.category(text["co_kind"][index]), due_on[index], text["salesperson"][index],
        )  # fmt: skip
        entry.category = _category(text["kind"][index], note[index], entry)
        side = "debit" if debit else "credit"
        entry.settled, entry.open = figures[f"{side}_settled"], figures[f"{side}_open"]
        own.entries.append(entry)
    running_balance.follow(view, accounts.values())
    return list(accounts.values())


def _days(view: SheetView, titles: Titles) -> list[date | None]:
    """The day of each row, from one column or from those of year, month and day of a printed ledger."""
    if view.has("date") or not view.has("month"):
        return view.read_days("date")
    above = _YEAR.search(" ".join(values.cell_text(cell) for row in view.heading_rows for cell in row))
    general = above[0] if above else str(titles.as_of.year) if titles.as_of else ""
    parts = [view.read(name, _number) for name in ("year", "month", "day")]
    answer: list[date | None] = []
    for index, (year, month, number) in enumerate(zip(*parts, strict=True)):
        if not month or not number:
            answer.append(None)
            continue
        try:
            answer.append(values.day(f"{year or general}-{month}-{number}"))
        except Refusal as reason:
            view.reject(index, "month", reason)
            answer.append(None)
    return answer


def _number(cell: Cell) -> str:
    return values.cell_text(cell).strip().rstrip("年月日")


def _signed_balance(view: SheetView, currency: Sequence[str]) -> list[int | None]:
    """The running balance, below zero where the column 方向 says 贷."""
    amounts = view.peek_amounts("balance", currency)
    if not view.has("direction"):
        return amounts
    sides = view.read("direction", values.name)
    return [
        -fen if fen is not None and fen > 0 and side.strip() in ("贷", "credit", "Cr") else fen
        for fen, side in zip(amounts, sides, strict=True)
    ]


def _is_opening(kind: str, note: str, number: str, voucher: str) -> bool:
    if types.category(kind) not in ("", types.OPENING):
        return False  # 期初应收单 is a document; 期初预收单 is money
    if any(word in kind for word in ("应收单", "发票")):
        return False
    if number and number not in note and not number.startswith(_OPENING_WORDS):
        return kind.startswith(_OPENING_WORDS)
    return any(word.startswith(_OPENING_WORDS) for word in (kind, note, number, voucher))


def _category(kind: str, note: str, entry: Entry) -> str:
    """What the row is: by its kind; else by its side, which the words of the summary only refine."""
    strong = types.category(kind)
    if strong:
        return strong
    weak = types.category(note)
    if entry.debit or (entry.credit < 0 and not entry.debit):
        if entry.credit < 0:
            return weak if weak in (types.REFUND, types.RECEIPT) else types.REFUND
        return weak if weak in (types.REFUND, types.OTHER, types.CREDIT_NOTE) else types.INVOICE
    return (
        weak if weak in (types.CREDIT_NOTE, types.DISCOUNT, types.WRITE_OFF, types.REFUND) else types.RECEIPT
    )


def _voucher(voucher: str, day: date, party: str) -> str:
    """A voucher's number begins anew every month, and one voucher may concern several customers."""
    return f"{day:%Y%m}-{voucher}-{party}" if voucher else ""
