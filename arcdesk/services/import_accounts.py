"""The same debt under two names: a ledger after a list, a list after a ledger, documents after balances.

What a file says a customer owes is held against what the ledger would come to for him in that currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from arcdesk.domain.money import format_amount
from arcdesk.importing.ledger_file import InvoiceRow
from arcdesk.services import import_refusals as why
from arcdesk.services.import_balances import ON_ACCOUNT_PREFIX, OPENING_PREFIX
from arcdesk.services.import_cover import Need, pay
from arcdesk.services.import_differences import Difference, State
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_missing import lists_everything
from arcdesk.services.import_state import Reconciliation
from arcdesk.services.import_unseen import use_up

Account = tuple[int, str]
"""A customer and a currency."""


@dataclass(slots=True)
class _Account:
    """One account: what the file brings anew, what the ledger has under other numbers, the sums of both.

    ``total`` is what the file says of the whole account, ``None`` where it may show only a part of it.
    """

    new: list[InvoiceRow] = field(default_factory=list)
    unnamed: list[Entry] = field(default_factory=list)
    advances: list[Entry] = field(default_factory=list)
    shown: int = 0
    after: int = 0
    before: int = 0
    total: int | None = None
    as_of: str = ""
    opening: InvoiceRow | None = None


def take_accounts(found: Reconciliation) -> None:
    """Each account to which the file brings documents although the ledger has some that it does not name."""
    known = dict(found.doubted)  # the second round: what is new to them stayed out
    for difference in known.values():
        found.leave(difference)
    for key, account in _accounts(found).items():
        if key in known:
            continue
        _fit_opening(found, account)
        _fit_advance(found, account)
        if account.new and account.unnamed:
            _compare(found, key, account)


def _fit_advance(found: Reconciliation, account: _Account) -> None:
    """Money on account of a list of balances gives way to the money that the file names."""
    if account.total is None or not (account.new or found.receipts.new):
        return
    unnamed = sum(entry.values["open_fen"] for entry in account.unnamed)
    short = account.total - (account.after - unnamed)
    for entry in account.advances:
        share = min(short, entry.values["open_fen"])
        if share > 0:
            use_up(found, entry, share)
            told = why.ReplacedByDocuments(amount=format_amount(share))
            found.mark("receipts", entry, "changed" if entry.values["open_fen"] else "settled", told)
            account.after += share
            short -= share


def _compare(found: Reconciliation, key: Account, account: _Account) -> None:
    """Take the documents of the file in place of what stands for the same debt, or leave them to a person."""
    balances = [entry for entry in account.unnamed if _is_balance(entry)]
    in_balances = sum(entry.values["open_fen"] for entry in balances)
    if account.total is not None:
        excess = account.after - account.total
        is_sure = 0 < excess <= in_balances
        instead = min(excess, sum(entry.values["open_fen"] for entry in account.unnamed))
        if lists_everything(found) and not is_sure and not _is_renumbered(account):
            return  # a filtered list, of which every row is shown by itself
    else:
        last = max((_day_of_balance(entry) for entry in balances), default="")
        within = sum(_open(row) for row in account.new if row.issued_on.isoformat() <= last)
        is_sure = bool(balances) and account.shown in (account.before, in_balances)
        instead = min(in_balances, account.shown if is_sure else within)
    if instead <= 0:
        return
    customer = found.ledger.by_id[key[0]]
    number = f"{customer.values['code']} {key[1]}"
    if found.takes("accounts", number, by_default=is_sure):
        _replace(found, account.unnamed, instead)
    else:
        found.doubted[key] = Difference(
            "accounts", number, customer.values["code"], customer.values["name"], "unknown", key[1],
            account.before, account.after - instead, accepted=False, reason=why.SameDebtTwice.sentence,
            values={"count": len(account.new), "known": len(account.unnamed), "amount": format_amount(instead)},
            sheet=account.new[0].sheet, row=account.new[0].row,
        )  # fmt: skip


def _replace(found: Reconciliation, unnamed: Iterable[Entry], fen: int) -> None:
    """What the documents of the file stand for now: balances without documents first, then the oldest."""
    needs = []
    order = sorted(unnamed, key=lambda e: (not _is_balance(e), e.values["issued_on"], e.id))
    for entry in order:
        share = min(fen, entry.values["open_fen"])
        if share:
            needs.append(Need(entry, share))
            fen -= share
            told = why.ReplacedByDocuments(amount=format_amount(share))
            found.mark("invoices", entry, "changed" if share < entry.values["open_fen"] else "settled", told)
    pay(found, needs)


def _fit_opening(found: Reconciliation, account: _Account) -> None:
    """An opening balance counts only as far as no document of the ledger stands for it already."""
    row = account.opening
    entry = found.ledger.invoices.get(row.number) if row else None
    if row is None or entry is None or account.total is None or row.number not in found.accepted:
        return
    first = row.issued_on.isoformat()
    within = [e for e in account.unnamed if e.values["issued_on"] <= first and not _is_balance(e)]
    known = sum(e.values["open_fen"] for e in within)
    less = min(account.after - account.total, known, entry.values["open_fen"])
    if less <= 0:
        return
    account.after -= less
    account.unnamed = [e for e in account.unnamed if e not in within]
    entry.change("amount_fen", entry.values["amount_fen"] - less)
    entry.change("open_fen", entry.values["open_fen"] - less)
    account.new = [each for each in account.new if each is not row]
    if entry.is_new and not entry.values["amount_fen"]:
        del found.ledger.invoices[row.number]
        found.touched["invoice"].pop(entry.id, None)
        found.undated = [number for number in found.undated if number != row.number]
        found.invoices.new -= 1
        found.invoices.unchanged += 1
        return
    before = {name: value for name, value in entry.before.items() if entry.values[name] != value}
    if not entry.is_new and entry.before and not before:
        found.touched["invoice"].pop(entry.id, None)
        found.invoices.changed -= 1
        found.invoices.unchanged += 1
    else:
        state: State = "new" if entry.is_new else "changed"
        found.mark("invoices", entry, state, why.OpeningKnown(amount=format_amount(less)))
    entry.before = before


def _accounts(found: Reconciliation) -> dict[Account, _Account]:
    """The accounts to which the file brings invoices, or whose whole balance it states."""
    accounts: dict[Account, _Account] = defaultdict(_Account)
    known = found.ledger.imported or found.ledger.made_up
    if not known or not (found.invoices.new or found.receipts.new or found.file.accounts):
        return {}  # nothing that anything could stand for
    numbers = {row.number for row in found.file.invoices}
    _read_file(found, accounts)
    if not any(own.new or own.opening for own in accounts.values()) and not found.receipts.new:
        return {}
    back = {part.invoice.id: part.opens_fen for part in found.taken_back}
    for entry in found.ledger.invoices.values():
        own = accounts.get(_key(entry))
        if own is None:
            continue
        fen = entry.values["open_fen"] + back.get(entry.id, 0)
        _count(own, entry, fen)
        within = not own.as_of or entry.values["issued_on"] <= own.as_of or _is_balance(entry)
        is_known = not entry.is_new and entry.id in found.ledger.imported
        if is_known and within and fen > 0 and entry.values["number"] not in numbers:
            own.unnamed.append(entry)
    left: dict[Account, int] = defaultdict(int)
    for entry in found.ledger.receipts.values():
        key = _key(entry)
        if key in accounts:
            _count(accounts[key], entry, -entry.values["open_fen"])
            is_advance = entry.values["imported_balance"] and entry.values["number"].startswith(ON_ACCOUNT_PREFIX)
            if is_advance and not entry.is_new and entry.values["open_fen"] > 0:
                accounts[key].advances.append(entry)
            else:
                left[key] += entry.values["open_fen"]
    if lists_everything(found):
        for key, own in accounts.items():
            own.total = own.shown - left[key]
    return accounts


def _read_file(found: Reconciliation, accounts: dict[Account, _Account]) -> None:
    """What the file says of each account."""
    for row in found.file.invoices:
        entry = found.ledger.invoices.get(row.number)
        if entry is None or row.number not in found.accepted:
            continue
        own = accounts[_key(entry)]
        own.shown += _open(row)
        if entry.is_new and row.amount_fen > 0:
            own.new.append(row)
    openings = {stated.opening for stated in found.file.accounts} - {""}
    rows = {row.number: row for row in found.file.invoices if row.number in openings} if openings else {}
    for stated in found.file.accounts:
        owner = found.resolver.owner(stated.customer, stated.customer_name)
        if owner is not None:
            own = accounts[owner.id, stated.currency]
            own.total, own.as_of = stated.balance_fen, stated.as_of.isoformat()
            own.opening = rows.get(stated.opening)


def _open(row: InvoiceRow) -> int:
    return row.amount_fen if row.open_fen is None else row.open_fen


def _count(own: _Account, entry: Entry, fen: int) -> None:
    """Add a document or a receipt to the balance before and after."""
    own.after += fen
    if not entry.is_new:
        before = entry.before.get("open_fen", entry.values["open_fen"])
        own.before += before if "issued_on" in entry.values else -before


def _key(entry: Entry) -> Account:
    return entry.values["customer_id"], entry.values["currency"]


def _is_balance(entry: Entry) -> bool:
    """Whether an item stands for a balance that a list without documents showed."""
    return entry.values["kind"] == "opening" and entry.values["number"].startswith(OPENING_PREFIX)


def _day_of_balance(entry: Entry) -> str:
    """The day of the list behind such an item, out of its number; else the day of the item."""
    for part in entry.values["number"].split("-"):
        if len(part) == len("20260930") and part.isdigit():
            return date.fromisoformat(part).isoformat()
    day: str = entry.values["issued_on"]
    return day


def _is_renumbered(account: _Account) -> bool:
    """Whether a new document is of the day and amount of one that the list lacks."""
    known = {(e.values["issued_on"], e.values["open_fen"]) for e in account.unnamed}
    return any((row.issued_on.isoformat(), row.amount_fen) in known for row in account.new)
