"""What a list of everything open no longer shows, and whether the list was whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_state import Reconciliation


@dataclass(frozen=True, slots=True)
class Missing:
    """Imported invoices and credits that are open in the ledger and in no row of the file, of ``known`` in all.

    ``is_whole``: fewer than half are missing, or a person said that the file lists everything; else the
    list was probably filtered.
    """

    invoices: tuple[Entry, ...] = ()
    credits: tuple[Entry, ...] = ()
    known: int = 0
    is_whole: bool = False

    @property
    def count(self) -> int:
        """How many are missing."""
        return len(self.invoices) + len(self.credits)


def lists_everything(found: Reconciliation) -> bool:
    """Whether the file lists all that is open, by its layout or by a person's word."""
    return found.settle_missing or found.file.lists_all_open


def missing(found: Reconciliation) -> Missing:
    """What the list lacks; nothing where it does not list everything open."""
    if not lists_everything(found):
        return Missing()
    listed = {row.number for row in found.file.invoices} - found.file.closed
    currencies = currencies_of(found)
    known = [
        entry
        for entry in found.ledger.invoices.values()
        if not entry.is_new
        and entry.id in found.ledger.imported
        and entry.before.get("open_fen", entry.values["open_fen"]) != 0
        and entry.values["currency"] in currencies
        and entry.values["issued_on"] <= found.as_of.isoformat()
    ]
    gone = [e for e in known if e.values["number"] not in listed and e.values["open_fen"]]
    # What the list brings counts too, or the same list read again would find another share.
    new = found.invoices.new
    unsaid = sum(e.values["number"] not in found.file.closed for e in gone)
    return Missing(
        tuple(e for e in gone if e.values["open_fen"] > 0),
        tuple(e for e in gone if e.values["open_fen"] < 0),
        len(known) + new,
        found.settle_missing or 2 * unsaid < len(known) + new,
    )


def currencies_of(found: Reconciliation) -> set[str]:
    """The currencies that the file shows: of others nothing is missing."""
    shown = {row.currency for row in found.file.invoices} | {row.currency for row in found.file.receipts}
    return shown or {"CNY"}


def less_left(found: Reconciliation, *, with_gone: bool) -> Iterator[tuple[Entry, int]]:
    """Credits of the ledger of which the file shows less left than the ledger has, and by how many fen.

    ``with_gone``: also those that a list of everything open no longer shows.
    """
    shown = {row.number: -row.amount_fen for row in found.file.invoices if row.open_only and row.amount_fen < 0}
    for number, fen in shown.items():
        entry = found.ledger.invoices.get(number)
        if entry is not None and not entry.is_new and not found.is_left("invoices", number):
            more = -entry.values["open_fen"] - fen
            if more > 0:
                yield entry, more
    named = (found.ledger.invoices.get(number) for number in found.file.closed)
    said = [entry for entry in named if entry is not None and entry.values["open_fen"] < 0]
    yield from ((entry, -entry.values["open_fen"]) for entry in said)
    if with_gone and lists_everything(found):
        credits = [e for e in found.ledger.credits if e.values["open_fen"] < 0 and e.id in found.ledger.imported]
        listed = {row.number for row in found.file.invoices} | found.file.closed if credits else set()
        currencies = currencies_of(found) if credits else set()
        for entry in credits:
            values = entry.values
            is_of_list = values["currency"] in currencies and values["issued_on"] <= found.as_of.isoformat()
            if is_of_list and values["number"] not in listed:
                yield entry, -values["open_fen"]


def receipts_less_left(found: Reconciliation) -> Iterator[tuple[Entry, int]]:
    """As ``less_left``, of receipts in a list that shows only what is left of them, or lacks them."""
    shown = {row.number: row.amount_fen for row in found.file.receipts if row.open_only}
    if not (shown or found.file.closed or lists_everything(found)):
        return
    named = {row.number for row in found.file.receipts}
    currencies = currencies_of(found)
    for number, entry in found.ledger.receipts.items():
        values = entry.values
        left = values["open_fen"]
        if entry.is_new or left <= 0 or values["imported_balance"] or found.is_left("receipts", number):
            continue
        if number in shown:
            left -= shown[number]
        elif number not in found.file.closed and (
            not lists_everything(found)
            or number in named
            or values["currency"] not in currencies
            or values["received_on"] > found.as_of.isoformat()
        ):
            continue
        if left > 0:
            yield entry, left
