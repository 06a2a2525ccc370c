"""Money that moved without its receipt in the file: from receipts and credits that have less left, else an
imported balance.

docs/decisions/0019-second-import.md
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount
from arcdesk.importing.balances import BALANCE_PREFIX, IMPORTED_BALANCE
from arcdesk.importing.ledger_file import InvoiceRow, ReceiptRow
from arcdesk.services import import_refusals as why
from arcdesk.services.import_differences import State
from arcdesk.services.import_ledger import Entry, FreedPart, Source
from arcdesk.services.import_missing import less_left, missing, receipts_less_left
from arcdesk.services.import_money import new_receipt, settle, source_of
from arcdesk.services.import_rows import difference_of
from arcdesk.services.import_state import Reconciliation, TakenBack, iso

Account = tuple[int, str]
"""A customer and a currency."""


Free = tuple[Entry, int, bool]
"""A receipt or credit note, fen of it that the file shows as used, and whether the file brings it."""


@dataclass(slots=True)
class Need:
    """An invoice of which ``fen`` more is paid than the ledger knows; ``row`` says so, or nothing does any more."""

    invoice: Entry
    fen: int
    row: InvoiceRow | None = None


def cover_received(found: Reconciliation) -> None:
    """Invoices whose file says what was received of them, as far as no row of the file says whose money it is."""
    told = {row.invoice for row in found.file.allocations} - _made_for(found)
    # A credit that the file shows as open in full is no part of what it shows as received.
    credits = (row.number for row in found.file.invoices if row.amount_fen < 0 and not row.open_only)
    unused = {found.ledger.invoices[number].id for number in credits if number in found.ledger.invoices}
    needs = []
    for row in found.file.invoices:
        received = row.received_fen
        if received is None or row.open_only or row.amount_fen < 0 or row.number in told:
            continue
        if row.number not in found.accepted:
            continue
        invoice = found.ledger.invoices[row.number]
        own, settled, _ = _own_balances(found, row.number)
        known = own + found.ledger.received.get(invoice.id, 0) - settled
        credited = sum(fen for note, fen in found.ledger.credited.get(invoice.id, ()) if note not in unused)
        if received > known + credited:
            needs.append(Need(invoice, received - known - credited, row))
        elif received < known:
            sentence = why.ReceivedLess(received=format_amount(received), known=format_amount(known))
            _open_again(found, row, invoice, known - received, own - settled, sentence)
        elif received:
            found.receipts.unchanged += 1
            found.allocations.unchanged += 1
    _pay(found, needs, _freed(found))


def _made_for(found: Reconciliation) -> set[str]:
    """Invoices that only a receipt made up by the reader is allocated to."""
    return {row.invoice for row in found.file.allocations if row.receipt == f"{BALANCE_PREFIX}{row.invoice}"}


def cover_open(found: Reconciliation) -> None:
    """Invoices of lists that show only what is open; and what such a list of everything no longer shows."""
    needs = []
    for row in found.file.invoices:
        if not row.open_only or row.amount_fen < 0 or row.number not in found.accepted:
            continue
        invoice = found.ledger.invoices[row.number]
        more = invoice.values["open_fen"] - row.amount_fen
        if more > 0:
            needs.append(Need(invoice, more, row))
        elif more < 0:
            sentence = why.OpenLess(
                open=format_amount(row.amount_fen), known=format_amount(invoice.values["open_fen"])
            )
            _open_again(found, row, invoice, -more, 0, sentence)
        elif not invoice.is_new:
            found.allocations.unchanged += 1
    needs += _missing(found)
    _pay(found, needs, _freed_by_list(found))


def _missing(found: Reconciliation) -> list[Need]:
    """Open items that came by an import and are in no row of a list of everything open."""
    lack = missing(found)
    needs = []
    for entry in lack.invoices:
        number = entry.values["number"]
        told: Refusal = why.NotInList(day=found.as_of.isoformat())
        is_told = lack.is_whole or number in found.file.closed
        if not is_told:
            told = why.ListFiltered(count=lack.count, all=lack.known)
        if found.takes("invoices", number, by_default=is_told):
            found.mark("invoices", entry, "settled", told)
            found.settled.append(number)
            needs.append(Need(entry, entry.values["open_fen"]))
        else:
            row = difference_of(found, "invoices", entry)
            found.leave(
                replace(row, state="settled", new_fen=0, accepted=False, reason=told.sentence, values=told.values)
            )
    return needs


def _open_again(
    found: Reconciliation, row: InvoiceRow, invoice: Entry, fen: int, unused: int, sentence: Refusal
) -> None:
    """The file shows less paid than the ledger: what earlier files settled is taken back, nothing else is.

    ``unused`` of the money made up for the invoice settles nothing and goes first.
    """
    state: State = "reopened" if invoice.values["open_fen"] == 0 else "changed"
    back = TakenBack(invoice, min(fen, unused), _to_free(found, invoice, fen - min(fen, unused)))
    possible = back.unused_fen + back.opens_fen == fen
    if found.takes("invoices", row.number, by_default=possible) and possible:
        found.taken_back.append(back)
        found.mark("invoices", invoice, state, why.OpenAgain(amount=format_amount(fen)))
        found.invoices.unchanged -= not (invoice.is_new or invoice.before)
        found.invoices.changed += not (invoice.is_new or invoice.before)
        return
    told = why.OpenAgain(amount=format_amount(fen)) if possible else sentence
    shown = difference_of(found, "invoices", invoice, (row.sheet, row.row))
    found.leave(
        replace(
            shown, state=state if possible else "unknown", old_fen=invoice.values["open_fen"],
            new_fen=invoice.values["open_fen"] + fen, accepted=False, reason=told.sentence, values=told.values,
        )
    )  # fmt: skip


def _to_free(found: Reconciliation, invoice: Entry, fen: int) -> tuple[FreedPart, ...]:
    """Settlements by earlier imports that come to ``fen``, the latest first, as far as there are any."""
    parts: list[FreedPart] = []
    for allocation, source, money, settled in found.ledger.by_import.get(invoice.id, ()):
        share = min(settled, fen)
        if share:
            parts.append((allocation, source, money, share))
            fen -= share
    return tuple(parts)


def raise_credits(found: Reconciliation) -> None:
    """A credit of which a list shows more left than the ledger has: its whole amount was never known."""
    freed = _freed_of(found, "credit_note")
    for row in found.file.invoices:
        entry = found.ledger.invoices.get(row.number) if row.open_only and row.amount_fen < 0 else None
        if entry is None or entry.is_new or row.number not in found.accepted:
            continue
        more = entry.values["open_fen"] - row.amount_fen - freed[entry.id]
        if more > 0:
            is_unchanged = not entry.before
            entry.change("amount_fen", entry.values["amount_fen"] - more)
            entry.change("open_fen", entry.values["open_fen"] - more)
            found.invoices.unchanged -= is_unchanged
            found.invoices.changed += is_unchanged
            found.keep("invoice", entry)


def _freed_of(found: Reconciliation, source: Source) -> dict[int, int]:
    """Fen of each receipt or credit note that this import takes back from invoices."""
    freed: dict[int, int] = defaultdict(int)
    for back in found.taken_back:
        for _, part_source, money, fen in back.parts:
            if part_source == source:
                freed[money] += fen
    return freed


def raise_receipts(found: Reconciliation) -> None:
    """A receipt of which a list shows more left than the ledger has: its whole amount was never known."""
    freed = _freed_of(found, "receipt")
    for row in found.file.receipts:
        entry = found.ledger.receipts.get(row.number) if row.open_only else None
        if entry is None or entry.is_new or found.is_left("receipts", row.number):
            continue
        more = row.amount_fen - entry.values["open_fen"] - freed[entry.id]
        if more <= 0:
            continue
        if found.takes("receipts", row.number):
            entry.change("amount_fen", entry.values["amount_fen"] + more)
            entry.change("open_fen", entry.values["open_fen"] + more)
            found.receipts.unchanged -= 1
            found.receipts.changed += 1
            found.keep("receipt", entry)
        else:
            shown = difference_of(found, "receipts", entry, (row.sheet, row.row))
            found.leave(replace(shown, state="changed", new_fen=row.amount_fen, accepted=False))


def _freed(found: Reconciliation) -> dict[Account, list[Free]]:
    """Money of which the file says that less is left than the ledger has: receipt or credit, fen, whether it is new."""
    free: dict[Account, list[Free]] = defaultdict(list)
    for row in found.file.receipts:
        entry = found.ledger.receipts.get(row.number) if row.open_fen is not None and not row.open_only else None
        if entry is None or found.is_left("receipts", row.number):
            continue
        more = entry.values["open_fen"] - (row.open_fen or 0)
        if more > 0:
            free[_account(entry)].append((entry, more, entry.is_new))
    for entry, more in less_left(found, with_gone=False):
        free[_account(entry)].append((entry, more, False))
    if not found.file.receipts:  # a list without receipts: what an imported ledger has on account paid first
        for entry in found.ledger.receipts.values():
            values = entry.values
            is_money = entry.id in found.ledger.imported_receipts and not values["imported_balance"]
            if is_money and values["open_fen"] > 0 and values["received_on"] <= found.as_of.isoformat():
                free[_account(entry)].append((entry, values["open_fen"], False))
    return free


def _freed_by_list(found: Reconciliation) -> dict[Account, list[Free]]:
    """As ``_freed``, of a list that shows only what is left, or no longer shows the money at all."""
    free: dict[Account, list[Free]] = defaultdict(list)
    for entry, more in receipts_less_left(found):
        free[_account(entry)].append((entry, more, False))
    for entry, more in less_left(found, with_gone=True):
        free[_account(entry)].append((entry, more, False))
    return free


def _account(entry: Entry) -> Account:
    return entry.values["customer_id"], entry.values["currency"]


def _pay(found: Reconciliation, needs: Iterable[Need], free: dict[Account, list[Free]]) -> None:
    """Each need from the freed money of its account, the oldest to the oldest; the rest is an imported balance."""
    for pool in free.values():
        pool.sort(key=lambda part: (part[0].values[_day_of(part[0])], part[0].id))
    for need in sorted(needs, key=lambda n: (n.invoice.values["issued_on"], n.invoice.id)):
        invoice = need.invoice
        pool = free.get(_account(invoice), [])
        while pool and need.fen and invoice.values["open_fen"]:
            money, left, is_new = pool[0]
            share = min(left, need.fen, invoice.values["open_fen"])
            # What lay free in the ledger until now was used by the day of the list; new money on its own day.
            on = money.values["received_on"] if is_new else found.as_of.isoformat()
            settle(found, source_of(money), money, invoice, share, on)
            found.allocations.new += 1
            need.fen -= share
            if left == share:
                pool.pop(0)
            else:
                pool[0] = (money, left - share, is_new)
        if need.fen:
            _balance(found, need)


def _day_of(money: Entry) -> str:
    return "issued_on" if source_of(money) == "credit_note" else "received_on"


def pay(found: Reconciliation, needs: Iterable[Need]) -> None:
    """Cover each need by an imported balance."""
    _pay(found, needs, {})


def _balance(found: Reconciliation, need: Need) -> None:
    """A receipt marked as imported balance for what nothing else explains."""
    invoice = need.invoice
    number = invoice.values["number"]
    name = _own_balances(found, number)[2]
    row = ReceiptRow(
        name, "", found.as_of, need.fen, invoice.values["currency"], note=IMPORTED_BALANCE,
        origin="imported_balance", sheet=need.row.sheet if need.row else "", row=need.row.row if need.row else 0,
    )  # fmt: skip
    entry = new_receipt(found, row, name, invoice.values["customer_id"], need.fen)
    found.receipts.count(entry)
    found.keep("receipt", entry)
    share = min(need.fen, invoice.values["open_fen"])
    if share:
        settle(found, "receipt", entry, invoice, share, iso(found.as_of) or "")
        found.allocations.new += 1


def _own_balances(found: Reconciliation, number: str) -> tuple[int, int, str]:
    """Receipts made for an invoice by earlier imports: fen that still count, fen that settle it, next free number.

    What was paid beyond the amount is in the first but not in the second, so that the same
    file brings nothing new.
    """
    name, again, own, settled = f"{BALANCE_PREFIX}{number}", 1, 0, 0
    invoice = found.ledger.invoices.get(number)
    while (entry := found.ledger.receipts.get(name)) is not None:
        own += entry.values["amount_fen"] - found.ledger.returned.get(entry.id, 0)
        settled += found.ledger.settled[entry.id, invoice.id] if invoice else 0
        again += 1
        name = f"{BALANCE_PREFIX}{number}#{again}"
    return own, settled, name
