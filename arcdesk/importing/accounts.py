"""Documents out of a ledger of debit and credit: invoices, receipts, and which pays which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from arcdesk.importing import document_types as types
from arcdesk.importing.debit_credit import Account, Entry
from arcdesk.importing.ledger_file import AccountTotal, AllocationRow, InvoiceRow, ReceiptRow, TotalCheck

OPENING_PREFIX = "QC-"
_LOWERING = {types.CREDIT_NOTE: "", types.DISCOUNT: "", types.WRITE_OFF: ""}


@dataclass(slots=True)
class Documents:
    """What the accounts of a sheet come to."""

    sheet: str
    first_day: date | None
    invoices: list[InvoiceRow] = field(default_factory=list)
    receipts: list[ReceiptRow] = field(default_factory=list)
    allocations: list[AllocationRow] = field(default_factory=list)
    checks: list[TotalCheck] = field(default_factory=list)
    uneven: list[str] = field(default_factory=list)
    advances: list[str] = field(default_factory=list)
    accounts: list[AccountTotal] = field(default_factory=list)
    set_aside: dict[str, int] = field(default_factory=dict)

    def add(self, own: Account, balance_heading: str) -> None:
        """Take in one customer's account."""
        if own.set_aside:
            self.set_aside[own.currency] = self.set_aside.get(own.currency, 0) + own.set_aside
        opening = self._add_opening(own)
        self._add_total(own, opening)
        groups: dict[tuple[str, str], list[Entry]] = {}
        matches: list[Entry] = []
        for entry in own.entries:
            if entry.is_match and types.RECEIPT in (entry.category, entry.partner_category):
                matches.append(entry)
                continue
            number = entry.number or _made_number(entry, own, groups)
            groups.setdefault((_side(entry), number), []).append(entry)
        paid = _by_receipt(matches)
        for number in paid:
            groups.setdefault(("receipt", number), [])
        for (side, number), rows in groups.items():
            if side == "receipt":
                self._add_receipt(own, number, rows, paid.get(number, []))
            else:
                self._add_invoice(own, number, rows)
        for number, rows in paid.items():
            self.allocations += [
                AllocationRow(number, _invoice_of(entry), abs(entry.net), entry.day, self.sheet, entry.row)
                for entry in rows
                if entry.net
            ]
        if own.advance_left_out:
            self.advances.append(own.name or own.customer)
        if own.closing is not None:
            label = own.name or own.customer
            self.checks.append(
                TotalCheck(self.sheet, own.closing_row, label, balance_heading, own.closing, own.reckon())
            )
        elif not own.runs_on:
            self.uneven.append(own.name or own.customer)

    def _add_total(self, own: Account, opening: str) -> None:
        """What the account comes to, where nothing before its first row is left open.

        An opening row or the running balance says so, or each row says how much of it is settled.
        """
        tells = all(entry.settled is not None or entry.open is not None for entry in own.entries)
        is_whole = own.opening_row or own.closing is not None or tells
        if not own.entries or own.rows_set_aside or not is_whole:
            return
        last = max(entry.day for entry in own.entries)
        self.accounts.append(
            AccountTotal(own.customer, own.name, own.currency, last, own.reckon(), opening)
        )

    def _add_opening(self, own: Account) -> str:
        """Enter the opening balance; its number, or nothing."""
        if not own.opening:
            return ""
        day = own.opening_day or self.first_day or min((entry.day for entry in own.entries), default=None)
        if day is None:
            return ""
        number = f"{OPENING_PREFIX}{own.customer or own.name}"
        if own.currency != "CNY":
            number += f"-{own.currency}"
        if own.opening > 0:
            self.invoices.append(self._invoice(own, number, "opening", day, own.opening, row=own.opening_row))
        else:
            self.receipts.append(
                ReceiptRow(
                    number, own.customer, day, -own.opening, own.currency, customer_name=own.name,
                    open_fen=-own.opening, open_only=True, sheet=self.sheet, row=own.opening_row,
                )
            )  # fmt: skip
        return number

    def _add_receipt(self, own: Account, number: str, rows: list[Entry], matches: list[Entry]) -> None:
        fen = _received(rows, matches)
        first = (rows or matches)[0]
        discount = sum(row.discount for row in rows)
        if discount:
            called = f"{number}-折扣"
            self.invoices.append(
                self._invoice(own, called, "credit_note", first.day, -discount, first, due_on=first.day)
            )
        if fen < 0:  # more paid back than received
            self.invoices.append(
                self._invoice(own, number, "other", first.day, -fen, first, due_on=first.day)
            )
        if fen <= 0:
            return
        settled, still_open = _sum(row.settled for row in rows), _sum(row.open for row in rows)
        if still_open is None and settled is not None:
            still_open = fen - settled
        self.receipts.append(
            ReceiptRow(
                number, own.customer, first.day, fen, own.currency, note=first.note, customer_name=own.name,
                open_fen=still_open if still_open is not None and 0 <= still_open <= fen else None,
                sheet=self.sheet, row=first.row,
            )
        )  # fmt: skip

    def _add_invoice(self, own: Account, number: str, rows: list[Entry]) -> None:
        fen = sum(row.net for row in rows)
        first = rows[0]
        if not fen:
            return
        kind = types.kind_of(first.category) if fen > 0 else "credit_note"
        due_on = min((row.due_on for row in rows if row.due_on), default=None)
        settled, still_open = _sum(row.settled for row in rows), _sum(row.open for row in rows)
        if fen < 0 or (settled is None and still_open is None):
            settled = still_open = None
        elif settled is None:
            settled = fen - (still_open or 0)
        elif still_open is None:
            still_open = fen - settled
        if settled is not None and (settled + (still_open or 0) != fen or not 0 <= settled <= fen):
            self.uneven.append(number)
            settled = still_open = None
        self.invoices.append(
            self._invoice(own, number, kind, first.day, fen, first, due_on=due_on if fen > 0 else first.day,
                          received=settled, still_open=still_open)
        )  # fmt: skip

    def _invoice(
        self,
        own: Account,
        number: str,
        kind: str,
        day: date,
        fen: int,
        entry: Entry | None = None,
        *,
        row: int = 0,
        due_on: date | None = None,
        received: int | None = None,
        still_open: int | None = None,
    ) -> InvoiceRow:
        return InvoiceRow(
            number, own.customer, own.name, kind, day, None, due_on, fen, own.currency, received, still_open,
            salesperson=entry.salesperson if entry else "", note=entry.note if entry else "",
            sheet=self.sheet, row=entry.row if entry else row,
        )  # fmt: skip


def _side(entry: Entry) -> str:
    """Where a row belongs: with a receipt of its number, or with an invoice."""
    if entry.category == types.RECEIPT:
        return "receipt"
    return "lowering" if entry.category in _LOWERING else "invoice"


def _by_receipt(matches: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Rows of matching by the number of the receipt, from whichever side they were written."""
    found: dict[str, list[Entry]] = {}
    for entry in matches:
        number = entry.number if entry.category == types.RECEIPT else entry.partner
        found.setdefault(number, []).append(entry)
    return found


def _invoice_of(entry: Entry) -> str:
    return entry.partner if entry.category == types.RECEIPT else entry.number


def _received(rows: list[Entry], matches: list[Entry]) -> int:
    """What a receipt came to: its own rows and those rows of matching that move the balance.

    Where the file does not show a balance: matching only repeats a receipt whose own rows cover it,
    unless one of these takes the matched part back.
    """
    own = sum(row.credit + row.advance - row.debit for row in rows)
    moved = sum(-row.net for row in matches if row.moves)
    open_question = [row for row in matches if row.moves is None]
    matched = sum(abs(row.net) for row in open_question)
    taken_back = any(row.credit < 0 or row.debit > 0 for row in rows)
    if open_question and (taken_back or own < matched):
        own += matched
    return own + moved


def _sum(cells: Iterable[int | None]) -> int | None:
    known = [cell for cell in cells if cell is not None]
    return sum(known) if known else None


def _made_number(entry: Entry, own: Account, taken: dict[tuple[str, str], list[Entry]]) -> str:
    """A number for a row without one, the same at every import: what it is, whose, of which day, how much."""
    side = _side(entry)
    letters = {"receipt": "SK", "invoice": "YS", "lowering": "CJ"}[side]
    stem = f"{letters}-{own.customer or own.name}-{entry.day:%Y%m%d}-{abs(entry.net)}"
    number, again = stem, 1
    while (side, number) in taken:
        again += 1
        number = f"{stem}#{again}"
    return number
