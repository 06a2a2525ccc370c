"""Holding a file against the ledger: what is new, changed, unchanged, refused, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.models.queries.sql import rows
from arcdesk.services import (
    import_accounts,
    import_balances,
    import_cover,
    import_invoices,
    import_money,
    import_parties,
    import_plans,
    import_unseen,
    import_write_offs,
)
from arcdesk.services.import_differences import UNDECIDED, Decisions, Difference
from arcdesk.services.import_ledger import StoredLedger
from arcdesk.services.import_state import Reconciliation

STEPS: tuple[Callable[[Reconciliation], None], ...] = (
    import_parties.take_customers,
    import_parties.take_persons,
    import_parties.take_contracts,
    import_invoices.take_invoices,
    import_money.take_receipts,
    import_money.take_allocations,
    import_cover.cover_received,
    import_money.take_credit_notes,
    import_plans.take_plans,
    import_write_offs.take_write_offs,
    import_cover.cover_open,
    import_cover.raise_receipts,
    import_cover.raise_credits,
    import_unseen.let_go,
    import_accounts.take_accounts,
    import_balances.take_balances,
)
"""In the order in which rows depend on each other."""


def reconcile(
    file: LedgerFile,
    as_of: date,
    tick: Callable[[int], None],
    decisions: Decisions = UNDECIDED,
    *,
    settle_missing: bool = False,
) -> Reconciliation:
    """Compare every row of ``file`` with the ledger as it stands; ``tick`` hears of each step.

    Where it brings documents to an account that has the same debt already, it is compared once more
    without them.
    """
    found = _compare(file, as_of, tick, decisions, {}, settle_missing)
    return _compare(file, as_of, tick, decisions, found.doubted, settle_missing) if found.doubted else found


def _compare(
    file: LedgerFile,
    as_of: date,
    tick: Callable[[int], None],
    decisions: Decisions,
    doubted: dict[tuple[int, str], Difference],
    settle_missing: bool,
) -> Reconciliation:
    head = last_event()
    found = Reconciliation(
        file, StoredLedger(), as_of, decisions=decisions, settle_missing=settle_missing, head=head, doubted=doubted
    )
    for position, step in enumerate(STEPS):
        tick(position)
        step(found)
    return found


def last_event() -> int:
    """The number of the last event of the audit chain that can have changed the ledger: a backup does not."""
    return int(rows("SELECT coalesce(max(seq), 0) FROM audit_event WHERE action <> 'backup.made'")[0][0])
