"""Bringing a file into the ledger: planned first, then carried out whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from arcdesk.collector import no_garbage_search
from arcdesk.importing.ledger_file import ControlTotal, LedgerFile, RejectedRow
from arcdesk.importing.mapping import ColumnMapping
from arcdesk.models.customer import ImportBatch
from arcdesk.services import import_aliases, import_reconcile
from arcdesk.services.backups import BackupService
from arcdesk.services.customer_match import write_aliases
from arcdesk.services.import_day import DayOpen, check_day, settle_day, states_balances
from arcdesk.services.import_differences import UNDECIDED, Decisions, Difference, NearMatch
from arcdesk.services.import_refusals import DateOrderOpen
from arcdesk.services.import_rows import differences
from arcdesk.services.import_state import Reconciliation, Tally
from arcdesk.services.import_undo import UndoneImport, undo
from arcdesk.services.import_write import write
from arcdesk.services.mappings import saved_mappings
from arcdesk.services.unit_of_work import Deed, UnitOfWork

Progress = Callable[[int, int], None]
STEPS = len(import_reconcile.STEPS) + 2
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
    differences: Sequence[Difference] = ()
    near: tuple[NearMatch, ...] = ()
    settled: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    decisions: Decisions = UNDECIDED
    settle_missing: bool = False
    found: Reconciliation | None = field(default=None, compare=False, repr=False)

    @property
    def undecided(self) -> int:
        """Rows at odds with the ledger that were left as they are."""
        return sum(row.state == "unknown" and not row.accepted for row in self.differences)

    @property
    def all_well(self) -> bool:
        """Every row accepted, nothing left undecided, and every total of the file met."""
        return not self.rejected and not self.undecided and all(
            total.agrees for total in self.control.values()
        )


@dataclass(frozen=True, slots=True)
class ImportResult:
    """An import that was carried out: ``batch_id`` names it; the plan says what came of it."""

    batch_id: int
    plan: ImportPlan


@dataclass(frozen=True, slots=True)
class ImportBatchLine:
    """One import in the list of all: what it brought, and whether it was taken back."""

    id: int
    at: datetime
    source_name: str
    preset: str
    as_of: date
    summary: dict[str, Any]
    undone_at: datetime | None
    undone_reason: str


@dataclass(frozen=True, slots=True)
class LastImport:
    """The latest import that was carried out."""

    at: datetime
    source_name: str
    as_of: date


class ImportService:
    """Plans and carries out imports."""

    def __init__(self, work: UnitOfWork, backups: BackupService) -> None:
        self._work = work
        self._backups = backups

    def last(self) -> LastImport | None:
        """When the ledger was last brought up to date, and from what; None before the first import."""
        row = ImportBatch.select().where(ImportBatch.undone_at.is_null()).order_by(ImportBatch.id.desc()).first()
        return LastImport(row.at, row.source_name, row.as_of) if row else None

    @no_garbage_search()
    def plan(
        self,
        path: Path,
        *,
        preset: str | None = None,
        sheet: str | None = None,
        as_of: date | None = None,
        date_order: str | None = None,
        progress: Progress | None = None,
        decisions: Decisions = UNDECIDED,
        settle_missing: bool = False,
        mapping: ColumnMapping | None = None,
    ) -> ImportPlan:
        """Read a file and hold it against the ledger: the dry run.

        Args:
            mapping: what the columns mean; without one a saved mapping that fits goes before the presets.
            decisions: what the person chose of an earlier plan of the same file.
            settle_missing: the file lists everything open, whatever its layout says.
            as_of: day of the balances the file shows without receipts; without one the day the file says, else today.
            date_order: "mdy" or "dmy" where the file leaves it open (``file.needs_date_order``).

        Raises:
            Refusal: one of ``arcdesk.importing.errors``, when the file cannot be taken at all.
            DayAfterToday, OlderThanBooks: the day of the list can't be, or something newer was imported.
        """
        from arcdesk.importing.load import load

        today = self._work.clock.today()
        file = load(
            path, as_of=as_of or today, preset=preset, sheet=sheet, date_order=date_order, progress=progress,
            mapping=mapping, saved=saved_mappings(),
        )  # fmt: skip
        file, day = settle_day(file, as_of, today)
        return _plan(_reconcile(file, day, decisions, None, None, settle_missing=settle_missing))

    def replan(self, plan: ImportPlan, decisions: Decisions) -> ImportPlan:
        """The same file with other decisions; nothing is read again but the ledger."""
        return _plan(
            _reconcile(plan.file, plan.as_of, decisions, None, None, settle_missing=plan.settle_missing)
        )

    def batches(self) -> tuple[ImportBatchLine, ...]:
        """Every import, the newest first."""
        rows = ImportBatch.select().order_by(ImportBatch.id.desc())
        return tuple(
            ImportBatchLine(
                row.id, row.at, row.source_name, row.preset, row.as_of, row.summary, row.undone_at, row.undone_reason
            )
            for row in rows
        )

    def undo(self, batch_id: int, reason: str, *, progress: Progress | None = None) -> UndoneImport:
        """Take a whole import back, in one transaction.

        Raises:
            UnknownBatch, UndoneAlready, ReasonMissing, LaterImport, BuiltOn, ChangedSince.
        """
        return undo(self._work, batch_id, reason, progress)

    @no_garbage_search()
    def carry_out(
        self,
        plan: ImportPlan,
        progress: Progress | None = None,
        check_cancelled: Callable[[], None] | None = None,
    ) -> ImportResult:
        """Write the plan's file in one transaction and one batch; a cancelled import leaves nothing.

        The file is held against the ledger anew if anything was entered since the plan, so the
        result is true in any case.

        Args:
            check_cancelled: raises to stop; asked between two steps.

        Raises:
            DateOrderOpen: the file still leaves open how its dates are meant.
            DayOpen: balances without documents, and nobody has said of which day.
            DayAfterToday, OlderThanBooks: the day of the list can't be, or something newer was imported.
            NoRoomForBackup, CannotWrite: the books cannot be saved before; nothing was changed.
        """
        if plan.file.needs_date_order:
            raise DateOrderOpen(name=plan.file.source_name, field="date_order")
        if plan.file.needs_day:
            raise DayOpen(name=plan.file.source_name, field="as_of")
        check_day(plan.file, plan.as_of, self._work.clock.today())
        self._backups.make_before_import()
        with self._work.write("import.carried_out") as deed:
            found = _as_planned(plan) or _reconcile(
                plan.file, plan.as_of, plan.decisions, progress, check_cancelled, settle_missing=plan.settle_missing
            )
            found.is_used = True
            done = _plan(found)
            batch = ImportBatch.create(
                at=self._work.clock.now(), preset=plan.file.preset, source_name=plan.file.source_name,
                source_sha256=plan.file.source_sha256, as_of=plan.as_of, summary=_summary(done),
            )  # fmt: skip
            if progress:
                progress(STEPS - 1, STEPS)
            with no_garbage_search():
                write(found, batch.id, self._work.clock.now(), check_cancelled)
            write_aliases(found.resolver.aliases, batch.id, self._work.clock.now())
            import_aliases.write_aliases(found, batch.id, self._work.clock.now())
            if check_cancelled:
                check_cancelled()
            _report(deed, found, done, batch.id)
        if progress:
            progress(STEPS, STEPS)
        return ImportResult(batch.id, done)


def _reconcile(
    file: LedgerFile,
    as_of: date,
    decisions: Decisions,
    progress: Progress | None,
    check_cancelled: Callable[[], None] | None,
    *,
    settle_missing: bool,
) -> Reconciliation:
    def tick(done: int) -> None:
        if check_cancelled:
            check_cancelled()
        if progress:
            progress(done, STEPS)

    with no_garbage_search():
        return import_reconcile.reconcile(file, as_of, tick, decisions, settle_missing=settle_missing)


def _as_planned(plan: ImportPlan) -> Reconciliation | None:
    """What the plan found, while it is still true: nothing was entered since, and it was not written before."""
    found = plan.found
    if found is None or found.is_used or found.decisions is not plan.decisions:
        return None
    return found if found.head == import_reconcile.last_event() else None


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
        _counts(found.balances),
        differences(found),
        found.resolver.near(),
        tuple(found.settled),
        tuple(
            f"{name} → {entry.values['code']} {entry.values['name']}"
            for name, entry in found.resolver.by_short_name.items()
        ),
        found.decisions,
        found.settle_missing,
        found,
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
    return {
        **counts, "states_balances": states_balances(plan.file),
        "rejected": len(plan.rejected), "passed_over": len(plan.file.passed_over),
        "quarantined": len(plan.quarantined), "settled": len(plan.settled)
    }  # fmt: skip
