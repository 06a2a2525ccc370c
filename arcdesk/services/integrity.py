"""Is everything still as it was sealed? Files against their hashes, events against the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from arcdesk.models import audit_chain
from arcdesk.models.audit import AuditEvent
from arcdesk.models.collection import Evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """One file that is not as it was sealed."""

    evidence_id: int
    sha256: str
    original_name: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """Outcome of a verification; ``chain_broken_at`` is the number of the first bad event."""

    files: int
    damaged: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    chain_events: int
    chain_broken_at: int | None

    @property
    def chain_ok(self) -> bool:
        return self.chain_broken_at is None

    @property
    def all_well(self) -> bool:
        return self.chain_ok and not self.damaged and not self.missing


def sha256_of(file: Path) -> str:
    """SHA-256 of a file's content in hex."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def verify(
    file_of: Callable[[str], Path], *, deep: bool = True, progress: Callable[[int, int], None] | None = None
) -> VerifyReport:
    """Check every file (its hash when ``deep``, else presence and size) and the whole chain."""
    rows = list(Evidence.select())
    damaged, missing = [], []
    for done, row in enumerate(rows, 1):
        file = file_of(row.sha256)
        finding = Finding(row.id, row.sha256, row.original_name)
        if not file.is_file():
            missing.append(finding)
        elif file.stat().st_size != row.size_bytes or (deep and sha256_of(file) != row.sha256):
            damaged.append(finding)
        if progress:
            progress(done, len(rows))
    events = AuditEvent.select().count()
    return VerifyReport(len(rows), tuple(damaged), tuple(missing), events, audit_chain.first_broken())
