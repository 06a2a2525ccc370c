"""Other codes and names of a customer that a ledger workbook carries: a merge left them, or a person confirmed them."""

from __future__ import annotations

from datetime import datetime

from arcdesk.importing.aliases import read_aliases
from arcdesk.models import bulk
from arcdesk.models.queries.sql import rows
from arcdesk.services.import_state import Reconciliation


def write_aliases(found: Reconciliation, batch_id: int, now: datetime) -> None:
    """Enter those that the ledger does not know, inside the import's transaction."""
    named = [row for row in found.file.customers if row.aliases and row.code in found.ledger.customers]
    if not named:
        return
    known = {(kind, text) for kind, text in rows("SELECT kind, text FROM customer_alias")}
    codes = set(found.ledger.customers)
    added: list[tuple[str, str, int, int, str]] = []
    for row in named:
        for kind, text in read_aliases(row.aliases):
            if (kind, text) in known or (kind == "code" and text in codes):
                continue  # a customer of that code is himself
            known.add((kind, text))
            stamp = now.isoformat(timespec="seconds")
            added.append((kind, text, found.ledger.customers[row.code].id, batch_id, stamp))
    bulk.insert("customer_alias", ("kind", "text", "customer_id", "batch_id", "noted_at"), added)
