"""What ``evidence verify`` says: files, chain and time stamps, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from arcdesk.cli import stamps
from arcdesk.cli.tables import facts
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from datetime import datetime

    from arcdesk.services.health import Check
    from arcdesk.services.integrity import Finding, VerifyReport

FAULTS = {
    "changed": "Event {seq}, or the one before it, was changed.",
    "removed": "Event {seq} was removed.",
    "inserted": "At event {seq} stands one that was never sealed: it was inserted.",
    "moved": "The events from {seq} on were put into another order.",
    "cut": "The log ends before event {seq}: its end was cut off.",
    "rewritten": "Event {seq} is not the one that the last backup has: the log was rewritten since.",
}


def as_document(report: VerifyReport, checks: list[Check]) -> dict[str, Any]:
    """The report as JSON."""

    def plain(finding: Finding) -> dict[str, Any]:
        return {"id": finding.evidence_id, "sha256": finding.sha256, "name": finding.original_name}

    return {
        "files": report.files,
        "damaged": [plain(finding) for finding in report.damaged],
        "missing": [plain(finding) for finding in report.missing],
        "chain": {"events": report.chain_events, "ok": report.chain_ok, "broken_at": report.chain_broken_at},
        "fault": report.chain_fault or None,
        "stamps": stamps.report_document(report.stamps),
        "checks": [{"check": c.name, "ok": c.ok, "detail": tr(c.detail_key, **c.values)} for c in checks],
    }


def lines(report: VerifyReport, checks: list[Check], zone: datetime) -> Iterator[str]:
    """The report in words."""
    chain = tr("{events} events, unbroken.", events=report.chain_events)
    if not report.chain_ok:
        chain = tr(
            "The chain of events is broken at event {seq}. Restore a backup from before it.",
            seq=report.chain_broken_at,
        )
    yield from facts(
        (
            (tr("Files"), str(report.files)),
            (tr("Damaged"), str(len(report.damaged))),
            (tr("Missing"), str(len(report.missing))),
            (tr("Event chain|check"), chain),
            (tr("Time stamps"), stamps.reach(report.stamps, zone)),
        )
    )
    if report.chain_fault:
        yield tr(FAULTS[report.chain_fault], seq=report.chain_broken_at)
    for title, findings in ((tr("Damaged"), report.damaged), (tr("Missing"), report.missing)):
        for finding in findings:
            yield tr(
                "{what}: no. {number} “{name}”",
                what=title,
                number=finding.evidence_id,
                name=finding.original_name,
            )
    yield from stamps.report_lines(report.stamps, zone)
    for check in checks:
        yield tr(check.detail_key, **check.values)


def head_line(report: VerifyReport, found: tuple[int, str] | None) -> str:
    """Whether the head that was given is in the log."""
    if found is None:
        return tr("No event has that head: the log was rewritten since it was printed, or it is of another workspace.")
    seq, at = found
    if report.chain_broken_at is not None and report.chain_broken_at <= seq:
        return tr("That head is of event {seq}, {at}, but the log is broken before it.", seq=seq, at=at)
    return tr("That head is of event {seq}, {at}: everything up to it is as it was printed.", seq=seq, at=at)
