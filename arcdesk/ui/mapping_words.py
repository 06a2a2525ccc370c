"""Words of the mapping screen: kinds of rows, units, and how the cells of a column read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.importing.columns import DATE_FIELDS
from arcdesk.importing.layouts import AMOUNTS

if TYPE_CHECKING:
    from arcdesk.importing.mapping_check import ColumnCheck

KINDS = {
    "invoices": "Invoices",
    "receipts": "Receipts",
    "customers": "Customers",
    "contacts": "Contact persons|import",
}


def status_of(check: ColumnCheck) -> tuple[str, str, str]:
    """The line under a column, its colour by meaning, and what its tooltip adds."""
    tip = tr("Read {ok}, empty {empty}, not read {bad}", ok=check.ok, empty=check.empty, bad=check.bad)
    if check.bad:
        why = tr(check.sentence, **check.values)
        where = tr("Row {row}: {reason}", row=check.bad_row, reason=why)
        return (
            tr("✗ {count} not read: {text}", count=check.bad, text=check.bad_text),
            "bad",
            f"{where}\n{tip}",
        )
    if not check.ok:
        return tr("— empty|column"), "muted", tip
    if check.name in DATE_FIELDS:
        return tr("✓ {count} dates", count=check.ok), "good", tip
    if check.name in AMOUNTS:
        return tr("✓ {count} amounts", count=check.ok), "good", tip
    return tr("✓ {count} filled", count=check.ok), "good", tip
