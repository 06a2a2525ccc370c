"""One tax invoice under two numbers: that of the tax bureau's list, and that of the books."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from arcdesk.domain.money import format_amount
from arcdesk.importing.ledger_file import InvoiceRow
from arcdesk.importing.presets import TAX_LIST
from arcdesk.services import import_refusals as why
from arcdesk.services.import_differences import Difference
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_state import Reconciliation


def set_known_apart(found: Reconciliation, rows: list[InvoiceRow]) -> tuple[list[InvoiceRow], set[str]]:
    """The rows without those whose tax invoice the ledger has under another number; the numbers of these.

    A row of the tax bureau's list brings nothing to the documents of the books that come to as much. One of
    another amount waits for a person, and so does another list's row beside an invoice of the tax bureau's.
    """
    named = {row.number for row in rows}
    known = _by_tax_number(found, named)
    if not known:
        return rows, set()
    kept, same = [], set()
    for row in rows:
        twins = _twins(found, known, row) if row.number not in found.ledger.invoices else []
        if not twins or found.takes("invoices", row.number, by_default=False):
            kept.append(row)
        elif found.file.preset == TAX_LIST and sum(e.values["amount_fen"] for e in twins) == row.amount_fen:
            same.add(row.number)
            found.same_as[row.number] = twins[0]
            found.invoices.unchanged += 1
        else:
            _leave(found, row, twins[0])
    return kept, same


def _by_tax_number(found: Reconciliation, named: set[str]) -> dict[str, list[Entry]]:
    known: dict[str, list[Entry]] = defaultdict(list)
    for entry in found.ledger.invoices.values():
        text = entry.values["tax_invoice_number"]
        if text and entry.values["number"] not in named:
            known[text].append(entry)
    return known


def _twins(found: Reconciliation, known: dict[str, list[Entry]], row: InvoiceRow) -> list[Entry]:
    """Stored documents of the row's customer and currency that have its tax number.

    Two documents of the books may share one; of those only the tax bureau's own is a twin.
    """
    entries = known.get(row.tax_invoice_number, []) if row.tax_invoice_number else []
    owner = found.owner_of(row) if entries else None
    if owner is None:
        return []
    is_tax_list = found.file.preset == TAX_LIST
    return [
        entry
        for entry in entries
        if (entry.values["customer_id"], entry.values["currency"]) == (owner.id, row.currency)
        and (entry.values["amount_fen"] > 0) == (row.amount_fen > 0)
        and (is_tax_list or entry.values["number"].endswith(row.tax_invoice_number))
    ]


def _leave(found: Reconciliation, row: InvoiceRow, entry: Entry) -> None:
    owner = found.ledger.by_id[entry.values["customer_id"]]
    told = why.SameTaxInvoice(
        number=row.number, known=entry.values["number"], amount=format_amount(entry.values["amount_fen"])
    )
    shown = Difference(
        "invoices", row.number, owner.values["code"], owner.values["name"], "unknown", row.currency, None,
        row.amount_fen, accepted=False, sheet=row.sheet, row=row.row,
    )  # fmt: skip
    found.leave(replace(shown, reason=told.sentence, values=told.values))
