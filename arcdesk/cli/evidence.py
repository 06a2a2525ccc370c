"""``evidence``: files that prove something, sealed by their SHA-256."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.evidence import StoredEvidence
    from arcdesk.services.health import Check
    from arcdesk.services.integrity import Finding, VerifyReport

DEEP_CHECKS = ("database", "figures")


def add_files(
    session: Session,
    files: Annotated[
        list[str], Argument(metavar="FILE", help="Files to seal; the originals stay untouched.")
    ],
    customer: Annotated[str, Option("--customer", metavar="CODE", help="Whom they concern.")],
    invoice: Annotated[str, Option("--invoice", metavar="NUMBER", help="The invoice they prove.")] = "",
    kind: Annotated[
        str, Option("--kind", metavar="KIND", help="contract, delivery_note, wechat, recording and others.")
    ] = "",
    captured: Annotated[
        str, Option("--captured", metavar="DATETIME", help="When they came to be, as you state it.")
    ] = "",
    source: Annotated[str, Option("--source", metavar="TEXT", help="Where they come from.")] = "",
    note: Annotated[str, Option("--note", metavar="TEXT", help="A remark.")] = "",
) -> Status:
    """Seal files and link them to a customer."""
    moment = values.moment(captured, session.clock.now())
    with session.desk(write=True) as desk:
        customer_id = desk.customers.find(customer).id
        paths = [Path(name) for name in files]
        for path in paths:  # all or none: a missing third file must not leave two behind
            _check_readable(path)
        stored = [
            desk.evidence.add(
                path,
                customer_id,
                invoice_number=invoice or None,
                kind=kind,
                captured_at=moment,
                origin=source,
                note=note,
            )
            for path in paths
        ]
    session.answer(
        [{"id": e.id, "sha256": e.sha256, "duplicate": e.duplicate, "name": e.original_name} for e in stored],
        lambda: (
            tr("Evidence no. {number}: SHA-256 {sha256}", number=e.id, sha256=e.sha256)
            + (tr(" (was in the store before)") if e.duplicate else "")
            for e in stored
        ),
    )
    return 0


def list_files(
    session: Session, code: Annotated[str, Argument(metavar="CODE", help="One customer's alone.")] = ""
) -> Status:
    """List evidence, newest first."""
    with session.desk(write=False) as desk:
        found = desk.evidence.list(desk.customers.find(code).id if code else None)
        codes = {profile.id: profile.code for profile in desk.customers.matching("")}

    def lines() -> Iterator[str]:
        headings = (tr("No."), tr("Entered"), tr("Kind"), tr("Customers"), tr("Bytes"), tr("Name"), "SHA-256")
        rows = [
            (
                str(e.id), f"{e.imported_at:%Y-%m-%d %H:%M}", e.kind, " ".join(codes[i] for i in e.customer_ids),
                str(e.size_bytes), e.original_name, f"{e.sha256[:16]}…",
            )
            for e in found
        ]  # fmt: skip
        yield from table(headings, rows, right=(0, 4))

    session.answer([_document(e, codes) for e in found], lines)
    return 0


def export_file(
    session: Session,
    number: Annotated[int, Argument(metavar="ID", help="Number of the evidence.")],
    file: Annotated[str, Argument(metavar="FILE", help="Where to write it; nothing is overwritten.")],
) -> Status:
    """Hand out one sealed file, its hash checked."""
    with session.desk(write=True) as desk:
        target = desk.evidence.export(number, Path(file))
    session.answer({"id": number, "path": str(target)}, lambda: (tr("Written: {path}", path=str(target)),))
    return 0


def verify(
    session: Session,
    deep: Annotated[
        bool, Option("--deep", help="Check every page of the database and the open amounts too.")
    ] = False,
) -> Status:
    """Hold every file against its hash and every event against its chain."""
    with session.desk(write=False) as desk:
        with bar(tr("Verifying")) as progress:
            report = desk.evidence.verify(deep=True, progress=progress)
        checks = [check for check in desk.health.checks() if check.name in DEEP_CHECKS] if deep else []
    session.answer(_report_document(report, checks), lambda: _report_lines(report, checks))
    return 0 if report.all_well and all(check.ok for check in checks) else 1


def _check_readable(path: Path) -> None:
    from arcdesk.services.evidence import EvidenceEmpty, EvidenceFileMissing

    try:
        with path.open("rb") as handle:
            if not handle.read(1):
                raise EvidenceEmpty(path=str(path), field="file")
    except OSError as error:
        raise EvidenceFileMissing(path=str(path), why=error.strerror or "?", field="file") from error


def _document(e: StoredEvidence, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "id": e.id,
        "sha256": e.sha256,
        "name": e.original_name,
        "kind": e.kind,
        "media_type": e.media_type,
        "bytes": e.size_bytes,
        "imported_at": e.imported_at.isoformat(),
        "captured_at": e.captured_at,
        "source": e.source or None,
        "note": e.note or None,
        "customers": [codes[number] for number in e.customer_ids],
    }


def _report_document(report: VerifyReport, checks: list[Check]) -> dict[str, Any]:
    def plain(finding: Finding) -> dict[str, Any]:
        return {"id": finding.evidence_id, "sha256": finding.sha256, "name": finding.original_name}

    return {
        "files": report.files,
        "damaged": [plain(finding) for finding in report.damaged],
        "missing": [plain(finding) for finding in report.missing],
        "chain": {"events": report.chain_events, "ok": report.chain_ok, "broken_at": report.chain_broken_at},
        "checks": [{"check": c.name, "ok": c.ok, "detail": tr(c.detail_key, **c.values)} for c in checks],
    }


def _report_lines(report: VerifyReport, checks: list[Check]) -> Iterator[str]:
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
        )
    )
    for title, findings in ((tr("Damaged"), report.damaged), (tr("Missing"), report.missing)):
        for finding in findings:
            yield tr(
                "{what}: no. {number} “{name}”",
                what=title,
                number=finding.evidence_id,
                name=finding.original_name,
            )
    for check in checks:
        yield tr(check.detail_key, **check.values)


COMMANDS = (
    Command("add", add_files, "Seal files and link them to a customer"),
    Command("list", list_files, "List evidence, newest first"),
    Command("export", export_file, "Hand out one sealed file"),
    Command("verify", verify, "Hold every file against its hash and every event against its chain"),
)
