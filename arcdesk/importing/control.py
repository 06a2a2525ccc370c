"""Control totals of a file, and numbers that stand on two of its sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from arcdesk.importing.columns import SheetView
from arcdesk.importing.errors import NumberTwice
from arcdesk.importing.headings import chinese_heading
from arcdesk.importing.ledger_file import (
    BalanceRow,
    ContractRow,
    ControlTotal,
    CustomerRow,
    InvoiceRow,
    ReceiptRow,
    RejectedRow,
)
from arcdesk.importing.totals import TotalRow

NumberedRow = TypeVar("NumberedRow", CustomerRow, ContractRow, InvoiceRow, ReceiptRow)


@dataclass(slots=True)
class Tally:
    """What the sheets of a file add up to or state, in fen by kind and currency."""

    counted: dict[str, dict[str, int]] = field(default_factory=dict)
    stated: dict[str, bool] = field(default_factory=dict)
    netted: set[str] = field(default_factory=set)
    passed: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(
        self,
        kind: str,
        view: SheetView,
        amounts: Sequence[int | None],
        currencies: Sequence[str],
        stated: Sequence[TotalRow],
        name: str = "amount",
        used: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Count one sheet: by its own grand total where it has one over one currency, else row by row.

        Rows that were passed over, and the ``used`` parts of others, are of the file all the same, unless
        its own total leaves them out.
        """
        sums: dict[str, int] = {}
        passed: dict[str, int] = {}
        skipped = view.skipped
        data = [index for index, fen in enumerate(amounts) if fen is not None and index not in skipped]
        for money in dict.fromkeys(map(currencies.__getitem__, data)):
            own = data if len(set(currencies)) == 1 else [index for index in data if currencies[index] == money]
            sums[money or "CNY"] = sums.get(money or "CNY", 0) + sum(amounts[index] or 0 for index in own)
        for index in data if view.passed or used else ():
            part = (amounts[index] or 0) if index in view.passed else used.get(index, 0)
            if part:
                money = currencies[index] or "CNY"
                passed[money] = passed.get(money, 0) + part
        last = data[-1] if data and stated else -1
        grand = [
            total.stated[name]
            for total in stated
            if total.is_grand and total.index > last and name in total.stated
        ]
        if grand and len(sums) == 1:
            (counted,) = sums.values()
            sums = dict.fromkeys(sums, grand[-1])
            drafts = sum(amounts[i] or 0 for i in view.passed if i not in view.skipped)
            if grand[-1] == counted - drafts:
                passed = {currency: fen - drafts for currency, fen in passed.items()}
            elif grand[-1] == counted - sum(passed.values()):
                passed = {}
        self.stated[kind] = self.stated.get(kind, True) and bool(grand) and len(sums) == 1
        into = self.counted.setdefault(kind, {})
        for currency, fen in sums.items():
            into[currency] = into.get(currency, 0) + fen
        over = self.passed.setdefault(kind, {})
        for currency, fen in passed.items():
            over[currency] = over.get(currency, 0) + fen

    def add_net(
        self,
        sheet: str,
        invoices: Sequence[InvoiceRow],
        receipts: Sequence[ReceiptRow],
        set_aside: Mapping[str, int],
    ) -> None:
        """Count a ledger of debit and credit: what its documents leave open, receipts taken off.

        ``set_aside`` is the fen by currency of rows that made no document: they are of the file all the same.
        """
        self.netted.add(sheet)
        self.stated["invoices"] = False
        into = self.counted.setdefault("invoices", {})
        for invoice in invoices:
            into[invoice.currency] = into.get(invoice.currency, 0) + invoice.amount_fen
        for receipt in receipts:
            into[receipt.currency] = into.get(receipt.currency, 0) - receipt.amount_fen
        for currency, fen in set_aside.items():
            into[currency] = into.get(currency, 0) + fen

    def totals(
        self,
        invoices: Sequence[InvoiceRow],
        receipts: Sequence[ReceiptRow],
        balances: Sequence[BalanceRow] = (),
    ) -> dict[str, ControlTotal]:
        """File and accepted totals by currency: of the invoices, else of the balances, else of the receipts.

        Money on account among open items, and the receipts of a ledger, are taken off.
        """
        kind = next(
            (kind for kind in ("invoices", "balances", "receipts") if kind in self.counted), "receipts"
        )
        imported: dict[str, int] = {}
        if kind == "invoices":
            for invoice in invoices:
                imported[invoice.currency] = imported.get(invoice.currency, 0) + invoice.amount_fen
            for receipt in receipts:
                if receipt.open_only or receipt.sheet in self.netted:
                    imported[receipt.currency] = imported.get(receipt.currency, 0) - receipt.amount_fen
        elif kind == "balances":
            for balance in balances:
                imported[balance.currency] = imported.get(balance.currency, 0) + balance.balance_fen
        else:
            for receipt in receipts:
                imported[receipt.currency] = imported.get(receipt.currency, 0) + receipt.amount_fen
            for refund in invoices:
                imported[refund.currency] = imported.get(refund.currency, 0) - refund.amount_fen
        return {
            currency: ControlTotal(
                fen, imported.get(currency, 0), self.stated.get(kind, False), self.passed.get(kind, {}).get(currency, 0)
            )
            for currency, fen in sorted(self.counted.get(kind, {}).items())
        }


def drop_doubles(
    rows: list[NumberedRow], kind: str, name: str, rejected: list[RejectedRow]
) -> list[NumberedRow]:
    """The rows without those whose number an earlier sheet has; these join ``rejected``."""
    numbers = [getattr(row, name) for row in rows]
    if len(set(numbers)) == len(numbers):
        return rows
    first: dict[str, NumberedRow] = {}
    kept = []
    for number, row in zip(numbers, rows, strict=True):
        earlier = first.setdefault(number, row)
        if earlier is row:
            kept.append(row)
            continue
        values = {"number": number, "first_row": earlier.row}
        rejected.append(
            RejectedRow(row.sheet, row.row, chinese_heading(kind, name), number, NumberTwice.sentence, values)
        )
    return kept
