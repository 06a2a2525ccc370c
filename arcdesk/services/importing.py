"""Bringing a file into the ledger: planned first, then carried out whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from arcdesk.importing.ledger_file import ControlTotal, LedgerFile, RejectedRow
from arcdesk.importing.mapping import ColumnMapping
from arcdesk.models import bulk
from arcdesk.models.customer import ImportBatch
from arcdesk.models.ledger import Dispute
from arcdesk.services import import_plans, import_reconcile
from arcdesk.services.dispute_lines import replace_disputes
from arcdesk.services.import_differences import Decisions, Difference, NearMatch
from arcdesk.services.import_ledger import TABLES, Entry, Source
from arcdesk.services.import_refusals import DateOrderOpen
from arcdesk.services.import_state import Reconciliation, Tally
from arcdesk.services.mappings import saved_mappings
from arcdesk.services.unit_of_work import Deed, UnitOfWork

Progress = Callable[[int, int], None]
STEPS = len(import_reconcile.STEPS) + 2
SOURCES: tuple[Source, ...] = get_args(Source)
CHANGES_LISTED = 2000
"""Changed rows whose old values go into the audit event one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one kind: not in the ledger yet, there with other values, there as they are."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What carrying the file out would do; nothing is written yet."""

    file: LedgerFile
    as_of: date
    customers: Counts
    invoices: Counts
    receipts: Counts
    allocations: Counts
    rejected: tuple[RejectedRow, ...]
    quarantined: tuple[str, ...]
    control: dict[str, ControlTotal]
    plans: Counts = Counts(0, 0, 0)
    balances: Counts = Counts(0, 0, 0)
    differences: tuple[Difference, ...] = ()
    near: tuple[NearMatch, ...] = ()
    settled: tuple[str, ...] = ()
    decisions: Decisions = field(default_factory=Decisions)

    @property
    def all_well(self) -> bool:
        """Every row accepted and every total of the file met."""
        return not self.rejected and all(
            t.file_total_fen == t.imported_total_fen for t in self.control.values()
        )


@dataclass(frozen=True, slots=True)
class ImportResult:
    """An import that was carried out: ``batch_id`` names it; the plan says what came of it."""

    batch_id: int
    plan: ImportPlan


@dataclass(frozen=True, slots=True)
class LastImport:
    """The latest import that was carried out."""

    at: datetime
    source_name: str
    as_of: date


class ImportService:
    """Plans and carries out imports."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def last(self) -> LastImport | None:
        """When the ledger was last brought up to date, and from what; None before the first import."""
        row = ImportBatch.select().order_by(ImportBatch.id.desc()).first()
        return LastImport(row.at, row.source_name, row.as_of) if row else None

    def plan(
        self,
        path: Path,
        *,
        preset: str | None = None,
        sheet: str | None = None,
        as_of: date | None = None,
        date_order: str | None = None,
        progress: Progress | None = None,
        mapping: ColumnMapping | None = None,
    ) -> ImportPlan:
        """Read a file and hold it against the ledger: the dry run.

        Args:
            mapping: what the columns mean; without one a saved mapping that fits goes before the presets.
            as_of: day of the balances the file shows without receipts; today without one.
            date_order: "mdy" or "dmy" where the file leaves it open (``file.needs_date_order``).

        Raises:
            Refusal: one of ``arcdesk.importing.errors``, when the file cannot be taken at all.
        """
        from arcdesk.importing.load import load

        day = as_of or self._work.clock.today()
        file = load(
            path, as_of=day, preset=preset, sheet=sheet, date_order=date_order, progress=progress,
            mapping=mapping, saved=saved_mappings(),
        )  # fmt: skip
        return _plan(_reconcile(file, day, None, None))

    def carry_out(
        self,
        plan: ImportPlan,
        progress: Progress | None = None,
        check_cancelled: Callable[[], None] | None = None,
    ) -> ImportResult:
        """Write the plan's file in one transaction and one batch; a cancelled import leaves nothing.

        The file is held against the ledger anew, so the result is true even if something
        was entered since the plan.

        Args:
            check_cancelled: raises to stop; asked between two steps.

        Raises:
            DateOrderOpen: the file still leaves open how its dates are meant.
        """
        if plan.file.needs_date_order:
            raise DateOrderOpen(name=plan.file.source_name, field="date_order")
        with self._work.write("import.carried_out") as deed:
            found = _reconcile(plan.file, plan.as_of, progress, check_cancelled)
            done = _plan(found)
            batch = ImportBatch.create(
                at=self._work.clock.now(), preset=plan.file.preset, source_name=plan.file.source_name,
                source_sha256=plan.file.source_sha256, as_of=plan.as_of, summary=_summary(done),
            )  # fmt: skip
            if progress:
                progress(STEPS - 1, STEPS)
            _write(found, batch.id, plan.as_of, self._work.clock.now())
            if check_cancelled:
                check_cancelled()
            _report(deed, found, done, batch.id)
        if progress:
            progress(STEPS, STEPS)
        return ImportResult(batch.id, done)


def _reconcile(
    file: LedgerFile, as_of: date, progress: Progress | None, check_cancelled: Callable[[], None] | None
) -> Reconciliation:
    def tick(done: int) -> None:
        if check_cancelled:
            check_cancelled()
        if progress:
            progress(done, STEPS)

    return import_reconcile.reconcile(file, as_of, tick)


def _plan(found: Reconciliation) -> ImportPlan:
    return ImportPlan(
        found.file,
        found.as_of,
        _counts(found.customers),
        _counts(found.invoices),
        _counts(found.receipts),
        _counts(found.allocations),
        (*found.file.rejected, *found.rejected),
        tuple(found.undated),
        _control(found),
        _counts(found.plans),
    )


def _counts(tally: Tally) -> Counts:
    return Counts(tally.new, tally.changed, tally.unchanged)


def _control(found: Reconciliation) -> dict[str, ControlTotal]:
    """The file's totals beside what was accepted, less the invoices that the ledger refused."""
    lost: dict[str, int] = {}
    for row in found.file.invoices:
        if row.number not in found.accepted:
            lost[row.currency] = lost.get(row.currency, 0) + row.amount_fen
    return {
        currency: replace(total, imported_total_fen=total.imported_total_fen - lost.get(currency, 0))
        for currency, total in found.file.control.items()
    }


def _write(found: Reconciliation, batch_id: int, as_of: date, now: datetime) -> None:
    for table, columns in TABLES.items():
        changed = found.touched.get(table, {}).values()
        has_batch = table != "contact_person"
        fixed: dict[str, Any] = {"batch_id": batch_id} if has_batch else {}
        if table == "customer":
            fixed["hold_reason"] = ""
        if table == "contact_person":
            fixed["do_not_contact"] = 0
        if table == "write_off":
            fixed["logged_at"] = now.isoformat(timespec="seconds")
        bulk.insert(
            table,
            ("id", *columns, *fixed),
            (
                (e.id, *(e.values[name] for name in columns), *fixed.values())
                for e in _referred_first(changed)
            ),
        )
        _update(table, [entry for entry in changed if not entry.is_new])
    bulk.insert(
        "allocation",
        (*(f"{source}_id" for source in SOURCES), "invoice_id", "amount_fen", "allocated_on", "effective_on",
         "batch_id"),
        (
            (
                *(part.money.id if part.source == source else None for source in SOURCES),
                part.invoice.id, part.amount_fen, part.allocated_on, part.effective_on, batch_id,
            )
            for part in found.new_allocations
        ),
    )  # fmt: skip
    moved = [
        e.id for e in found.touched.get("invoice", {}).values() if not e.is_new and "issued_on" in e.before
    ]
    bulk.renew_effective_days(moved)
    import_plans.write_plans(found, now)
    _note_due_changes(found, now)
    for invoice_id, fen in found.disputes.items():
        found.disputes_replaced += replace_disputes(Dispute.invoice == invoice_id, as_of)
        if fen:
            Dispute.create(invoice=invoice_id, amount_fen=fen, opened_on=as_of, batch=batch_id)


def _note_due_changes(found: Reconciliation, logged_at: datetime) -> None:
    """A due date that the file replaced stays readable beside the new one."""
    changed = [e for e in found.touched.get("invoice", {}).values() if not e.is_new and "due_on" in e.before]
    bulk.insert(
        "due_change",
        ("invoice_id", "logged_at", "rule", "due_on", "old_due_on", "note", "source", "old_source", "sets_delivery"),
        (
            (
                e.id, logged_at.isoformat(timespec="seconds"), "file", e.values["due_on"], e.before["due_on"], "",
                e.values["due_source"], e.before.get("due_source", e.values["due_source"]), 0,
            )
            for e in changed
        ),
    )  # fmt: skip


def _referred_first(entries: Iterable[Entry]) -> list[Entry]:
    """The new rows, a credit note after the invoice it refers to, wherever the file has it."""
    return sorted((e for e in entries if e.is_new), key=lambda e: e.values.get("credits_id") is not None)


def _update(table: str, entries: list[Entry]) -> None:
    by_columns: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        by_columns.setdefault(tuple(entry.before), []).append(entry)
    for columns, group in by_columns.items():
        bulk.update(table, columns, ((*(e.values[name] for name in columns), e.id) for e in group))


def _report(deed: Deed, found: Reconciliation, plan: ImportPlan, batch_id: int) -> None:
    old = [
        {
            "table": table,
            "id": entry.id,
            "before": entry.before,
            "after": {n: entry.values[n] for n in entry.before},
        }
        for table, entries in found.touched.items()
        for entry in entries.values()
        if entry.before and not entry.is_new
    ]
    deed.details.update(
        batch=batch_id, file=plan.file.source_name, sha256=plan.file.source_sha256, preset=plan.file.preset,
        as_of=plan.as_of, summary=_summary(plan), changed=old[:CHANGES_LISTED],
        disputes_replaced=found.disputes_replaced[:CHANGES_LISTED],
    )  # fmt: skip
    kinds = ("import", "customer", "invoice", "receipt", "write_off", *(("plan",) if found.new_plans else ()))
    for kind in kinds:
        deed.touch(kind)


def _summary(plan: ImportPlan) -> dict[str, Any]:
    kinds = {"customers": plan.customers, "invoices": plan.invoices, "receipts": plan.receipts}
    counts = {name: [c.new, c.changed, c.unchanged] for name, c in kinds.items()}
    return {**counts, "rejected": len(plan.rejected), "quarantined": len(plan.quarantined)}
