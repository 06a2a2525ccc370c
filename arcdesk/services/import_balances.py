"""Lists that name no documents: a customer's balance becomes opening items, a later one the difference (S-118)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from arcdesk.domain.money import format_amount
from arcdesk.importing.balances import IMPORTED_BALANCE
from arcdesk.importing.ledger_file import BalanceRow, ReceiptRow
from arcdesk.services import import_refusals as why
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.import_differences import Difference
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_money import new_receipt, settle
from arcdesk.services.import_state import Reconciliation

OPENING_PREFIX = "QC-"
ON_ACCOUNT_PREFIX = "YS-"
FIFO_NOTE = f"{IMPORTED_BALANCE}; oldest first"
Part = tuple[int, int | None, int]


def take_balances(found: Reconciliation) -> None:
    """Each balance against what the ledger has for that customer and currency."""
    if not found.file.balances:
        return
    accounts = _accounts(found)
    for row in found.file.balances:
        customer = _owner(found, row)
        if customer is None:
            continue
        items, credits = accounts.get((customer.id, row.currency), ([], []))
        known = sum(e.values["open_fen"] for e in items) + sum(_left(e) for e in credits)
        news = row.balance_fen - known
        documents = [e for e in items if not e.values["number"].startswith(OPENING_PREFIX)]
        key = f"{customer.values['code']} {row.currency}"
        if not news:
            found.balances.unchanged += 1
            continue
        refusal = why.DocumentsKnown(balance=format_amount(row.balance_fen), known=format_amount(known))
        if not found.takes("balances", key, by_default=not documents):
            _leave(found, row, customer, key, known, refusal if documents else None)
            continue
        if known:
            found.balances.changed += 1
        else:
            found.balances.new += 1
        if news > 0:
            _add(found, row, customer, news, is_first=not items and not credits)
        else:
            _lower(found, row, customer, items, -news)


def _owner(found: Reconciliation, row: BalanceRow) -> Entry | None:
    customer = found.resolver.owner(row.customer, row.customer_name)
    if customer is None:
        name = row.customer or row.customer_name
        if not found.is_left("customers", name):
            found.refuse(row, "customer", name, UnknownCustomer(code=name))
    return customer


def _accounts(found: Reconciliation) -> dict[tuple[int, str], tuple[list[Entry], list[Entry]]]:
    """What is open and what lies on account, by customer and currency."""
    accounts: dict[tuple[int, str], tuple[list[Entry], list[Entry]]] = {}
    for entry in (*found.ledger.invoices.values(), *found.ledger.receipts.values()):
        values = entry.values
        if not values["open_fen"]:
            continue
        both = accounts.setdefault((values["customer_id"], values["currency"]), ([], []))
        is_item = "issued_on" in values and values["open_fen"] > 0
        both[0 if is_item else 1].append(entry)
    return accounts


def _left(entry: Entry) -> int:
    """What a credit lowers the balance by, below zero: a credit note is so already, a receipt not."""
    fen: int = entry.values["open_fen"]
    return fen if "issued_on" in entry.values else -fen


def _add(found: Reconciliation, row: BalanceRow, customer: Entry, news: int, *, is_first: bool) -> None:
    """The whole by its ages the first time; later what came to it, as the youngest part of the list."""
    owed = [part for part in row.parts if part[2] > 0]
    credit = -sum(part[2] for part in row.parts if part[2] < 0)
    if is_first and owed and sum(part[2] for part in owed) - credit == row.balance_fen:
        for number, part in enumerate(owed, start=1):
            _open_item(found, row, customer, part[2], part, number)
        if credit:
            _on_account(found, row, customer, credit)
        return
    youngest = min(owed, key=lambda part: part[0], default=None)
    _open_item(found, row, customer, news, youngest, 1)


def _open_item(
    found: Reconciliation, row: BalanceRow, customer: Entry, fen: int, part: Part | None, position: int
) -> None:
    due = _due(row.as_of, part)
    base = f"{OPENING_PREFIX}{customer.values['code']}-{row.as_of:%Y%m%d}-{row.currency}"
    number, again = f"{base}-{position}", position
    while number in found.ledger.invoices:
        again += 1
        number = f"{base}-{again}"
    issued = min(due or row.as_of, row.as_of)
    values = {
        "number": number, "customer_id": customer.id, "kind": "opening", "issued_on": issued.isoformat(),
        "due_on": due.isoformat() if due else None, "due_source": "file" if due else "missing", "amount_fen": fen,
        "open_fen": fen, "currency": row.currency, "contract_id": None, "tax_invoice_number": "",
        "salesperson": row.salesperson, "credits_id": None, "note": "", "delivered_on": None,
    }  # fmt: skip
    entry = found.ledger.invoices[number] = found.ledger.new("invoice", values)
    found.invoices.count(entry)
    found.keep("invoice", entry)
    if due is None:
        found.undated.append(number)


def _due(as_of: date, part: Part | None) -> date | None:
    """The latest day that puts an item into its age group: nobody is made more overdue than the list says."""
    if part is None:
        return None
    youngest, oldest, _ = part
    if youngest > 0:
        return as_of - timedelta(days=youngest)
    if oldest is not None and oldest < 0:
        return as_of - timedelta(days=oldest)
    return as_of


def _on_account(found: Reconciliation, row: BalanceRow, customer: Entry, fen: int) -> Entry:
    base = f"{ON_ACCOUNT_PREFIX}{customer.values['code']}-{row.as_of:%Y%m%d}-{row.currency}"
    number, again = base, 1
    while number in found.ledger.receipts:
        again += 1
        number = f"{base}#{again}"
    made = ReceiptRow(number, "", row.as_of, fen, row.currency, note=IMPORTED_BALANCE, origin="imported_balance")
    entry = new_receipt(found, made, number, customer.id, fen)
    found.receipts.count(entry)
    found.keep("receipt", entry)
    return entry


def _lower(found: Reconciliation, row: BalanceRow, customer: Entry, items: Sequence[Entry], fen: int) -> None:
    """A balance that fell: money of which the list says nothing, put to the oldest items (C23)."""
    money = _on_account(found, row, customer, fen)
    money.values["note"] = FIFO_NOTE
    oldest_first = sorted(items, key=lambda e: (e.values["due_on"] or e.values["issued_on"], e.id))
    for item in oldest_first:
        share = min(money.values["open_fen"], item.values["open_fen"])
        if share:
            settle(found, "receipt", money, item, share, row.as_of.isoformat())
            found.allocations.new += 1


def _leave(
    found: Reconciliation, row: BalanceRow, customer: Entry, key: str, known: int, refusal: why.DocumentsKnown | None
) -> None:
    found.leave(
        Difference(
            "balances", key, customer.values["code"], customer.values["name"],
            "unknown" if refusal else "changed" if known else "new", row.currency, known, row.balance_fen,
            accepted=False, reason=refusal.sentence if refusal else "", values=refusal.values if refusal else {},
            sheet=row.sheet, row=row.row,
        )
    )  # fmt: skip
