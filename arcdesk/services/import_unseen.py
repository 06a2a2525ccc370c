"""Money of which a list shows less left although nothing in it went down: what it paid was in no list.

It was used for a document that came and went between two lists, or paid back. A document named after it
stands for that, so that the customer's balance is what the list says and the money stays received.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from arcdesk.importing.balances import BALANCE_PREFIX, IMPORTED_BALANCE
from arcdesk.services import import_refusals as why
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_missing import less_left, missing, receipts_less_left
from arcdesk.services.import_money import settle, source_of
from arcdesk.services.import_rows import difference_of
from arcdesk.services.import_state import Reconciliation, iso

UNSEEN_NOTE = f"{IMPORTED_BALANCE}; used for a document that no list showed"


def let_go(found: Reconciliation) -> None:
    """Bring imported receipts and credits that nothing of the file used to what the file shows of them."""
    by_list = list(_used(found))
    if not by_list:
        return
    lack = missing(found)
    listed = {row.number for row in found.file.invoices} | {row.number for row in found.file.receipts}
    listed |= found.file.closed
    for money, fen in by_list:
        number, kind = money.values["number"], _kind(money)
        is_told = lack.is_whole or number in listed
        told = why.UsedUnseen(day=found.as_of.isoformat())
        if found.takes(kind, number, by_default=is_told):
            use_up(found, money, fen)
            found.mark(kind, money, "changed" if money.values["open_fen"] else "settled", told)
            continue
        doubt = told if is_told else why.ListFiltered(count=max(lack.count, 1), all=max(lack.known, 1))
        shown = difference_of(found, kind, money)
        left = money.values["open_fen"] + (fen if kind == "invoices" else -fen)
        found.leave(
            replace(
                shown, state="changed" if left else "settled", new_fen=left, accepted=False,
                reason=doubt.sentence, values=doubt.values,
            )
        )  # fmt: skip


def _used(found: Reconciliation) -> Iterator[tuple[Entry, int]]:
    """What ``import_cover`` had no invoice for; only of imported money: what was entered here stays."""
    for money, fen in receipts_less_left(found):
        if money.id in found.ledger.imported_receipts:
            yield money, fen
    for money, fen in less_left(found, with_gone=True):
        if money.id in found.ledger.imported:
            yield money, fen


def _kind(money: Entry) -> str:
    return "invoices" if source_of(money) == "credit_note" else "receipts"


def use_up(found: Reconciliation, money: Entry, fen: int) -> None:
    """A document of the day of the list, paid by the money at once."""
    number = f"{BALANCE_PREFIX}{money.values['number']}"
    name, again = number, 1
    while name in found.ledger.invoices:
        again += 1
        name = f"{number}#{again}"
    day = iso(found.as_of)
    values = {
        "number": name, "customer_id": money.values["customer_id"], "kind": "other", "issued_on": day, "due_on": day,
        "due_source": "file", "amount_fen": fen, "open_fen": fen, "currency": money.values["currency"],
        "contract_id": None, "tax_invoice_number": "", "salesperson": "", "credits_id": None, "note": UNSEEN_NOTE,
        "delivered_on": None,
    }  # fmt: skip
    entry = found.ledger.invoices[name] = found.ledger.new("invoice", values)
    found.invoices.count(entry)
    settle(found, source_of(money), money, entry, fen, day or "")
    found.allocations.new += 1
