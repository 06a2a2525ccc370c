"""Is everything still as it was sealed? Files against their hashes, events against the chain, stamps against both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from arcdesk.domain.audit import Fault
from arcdesk.models import audit_chain
from arcdesk.models.audit import AuditEvent
from arcdesk.models.collection import Evidence
from arcdesk.models.queries.sql import rows
from arcdesk.services.last_backup import LastBackup
from arcdesk.services.stamp_check import StampReport, check_stamps
from arcdesk.services.vault import Vault


@dataclass(frozen=True, slots=True)
class Finding:
    """One file that is not as it was sealed."""

    evidence_id: int
    sha256: str
    original_name: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """Outcome of a verification; ``chain_broken_at`` is the number of the first bad event.

    ``chain_fault`` says what befell it: "changed", "removed", "inserted", "moved", "cut" (the end of the log is
    gone), or "rewritten" (the chain fits itself, but not the head that the last backup knows).
    """

    files: int
    damaged: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    chain_events: int
    chain_broken_at: int | None
    chain_fault: str = ""
    stamps: StampReport = field(default_factory=lambda: StampReport((), 0))

    @property
    def chain_ok(self) -> bool:
        return self.chain_broken_at is None

    @property
    def all_well(self) -> bool:
        return self.chain_ok and not self.damaged and not self.missing and self.stamps.all_well


def verify(
    vault: Vault,
    *,
    deep: bool = True,
    progress: Callable[[int, int], None] | None = None,
    known: LastBackup | None = None,
) -> VerifyReport:
    """Check every file (its hash when ``deep``, else presence and size), the whole chain and every time stamp.

    Args:
        known: a backup whose head the chain has to have.
    """
    items = list(Evidence.select())
    damaged, missing = [], []
    for done, row in enumerate(items, 1):
        finding = Finding(row.id, row.sha256, row.original_name)
        if not vault.file_of(row.sha256).is_file():
            missing.append(finding)
        elif not vault.is_sound(row.sha256, row.size_bytes, deep=deep):
            damaged.append(finding)
        if progress:
            progress(done, len(items))
    fault = _chain_fault(known)
    broken_at = fault.seq if fault else None
    return VerifyReport(
        files=len(items), damaged=tuple(damaged), missing=tuple(missing), chain_events=AuditEvent.select().count(),
        chain_broken_at=broken_at, chain_fault=fault.kind if fault else "", stamps=check_stamps(broken_at),
    )  # fmt: skip


def as_details(report: VerifyReport) -> dict[str, Any]:
    """What an event tells of a verification."""
    furthest = report.stamps.stamped_to
    return {
        "files": report.files, "damaged": [each.evidence_id for each in report.damaged],
        "missing": [each.evidence_id for each in report.missing], "events": report.chain_events,
        "chain_broken_at": report.chain_broken_at, "stamped_to": furthest.event if furthest else None,
        "all_well": report.all_well,
    }  # fmt: skip


def _chain_fault(known: LastBackup | None) -> Fault | None:
    """What is wrong with the chain: in itself, by its rows, or by a head that was noted elsewhere."""
    fault = audit_chain.find_fault()
    if fault is not None:
        return fault
    events = AuditEvent.select().count()
    if _lost_events() or (known is not None and events < known.events):
        return Fault(events + 1, "cut")
    if known is not None and known.events:
        there = AuditEvent.get_or_none(AuditEvent.seq == known.events)
        if there is None or there.hash != known.head:
            return Fault(known.events, "rewritten")
    return None


def _lost_events() -> bool:
    """Whether fewer events than rows tell of something: what a chain cut off at its end hides."""
    told = dict(rows("SELECT action, count(*) FROM audit_event GROUP BY action"))
    kept = rows(
        """SELECT 'contact.logged', count(*) FROM contact UNION ALL
           SELECT 'receipt.recorded', count(*) FROM receipt WHERE batch_id IS NULL AND reverses_id IS NULL UNION ALL
           SELECT 'invoice.written_off', count(*) FROM write_off
           WHERE batch_id IS NULL AND reverses_id IS NULL UNION ALL
           SELECT 'write_off.reversed', count(*) FROM write_off WHERE reverses_id IS NOT NULL UNION ALL
           SELECT 'receipt.reversed', count(*) FROM receipt
           WHERE return_kind IN ('bounced', 'mistake') AND batch_id IS NULL UNION ALL
           SELECT 'receipt.refunded', count(*) FROM receipt WHERE return_kind = 'refunded' UNION ALL
           SELECT 'import.carried_out', count(*) FROM import_batch UNION ALL
           SELECT 'evidence.stamped', count(*) FROM time_stamp UNION ALL
           SELECT 'evidence.' || event, count(*) FROM evidence_custody GROUP BY event UNION ALL
           SELECT 'evidence.transcribed', count(*) FROM evidence_transcript UNION ALL
           SELECT 'company.saved', count(*) FROM company"""
    )
    return any(told.get(action, 0) < count for action, count in kept)
