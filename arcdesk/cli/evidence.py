"""``evidence``: files that prove something, sealed by their SHA-256."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values, verifying
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.i18n import tr
from arcdesk.services.care_words import custody_words, length_words

if TYPE_CHECKING:
    from arcdesk.services.evidence import StoredEvidence
    from arcdesk.services.evidence_custody import Custody

DEEP_CHECKS = ("database", "figures")


def add_files(
    session: Session,
    files: Annotated[
        list[str], Argument(metavar="FILE", help="Files or folders to seal; the originals stay untouched.")
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
    purpose: Annotated[str, Option("--purpose", metavar="TEXT", help="What it proves.")] = "",
    device: Annotated[str, Option("--device", metavar="TEXT", help="Device, app and account it was made with.")] = "",
    form: Annotated[
        str, Option("--form", metavar="original|copy|electronic", help="What is held of it.")
    ] = "",
) -> Status:
    """Seal files and link them to a customer."""
    from arcdesk.services.evidence_intake import Particulars
    from arcdesk.services.evidence_notes import Note
    from arcdesk.services.intake import expand
    from arcdesk.services.ledger import UnknownInvoice

    moment = values.moment(captured, session.clock.now())
    with session.desk(write=True) as desk:
        customer_id = desk.customers.find(customer).id
        paths = expand(Path(name) for name in files)
        for path in paths:  # all or none: a missing third file must not leave two behind
            _check_readable(path)
        said = Particulars(
            kind, moment, source, note, Note(purpose=purpose, device=device, form=form),
            tuple((link.kind, link.id) for link in desk.evidence_links.choices(customer_id)
                  if invoice and (link.kind, link.name) == ("invoice", invoice)),
        )  # fmt: skip
        if invoice and not said.belongs:
            raise UnknownInvoice(number=invoice, field="invoice")
        stored = []
        for path in paths:
            with bar(path.name) as progress:
                stored.append(desk.intake.take_in(path, customer_id, said, progress))
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
        where = desk.custody.of(e.id for e in found)

    def lines() -> Iterator[str]:
        headings = (
            tr("No."), tr("Entered"), tr("Kind"), tr("Customers"), tr("Bytes"), tr("Length|recording"), tr("Name"),
            tr("Original|custody"), "SHA-256",
        )  # fmt: skip
        rows = [
            (
                str(e.id), f"{e.imported_at:%Y-%m-%d %H:%M}", e.kind, " ".join(codes[i] for i in e.customer_ids),
                str(e.size_bytes), length_words(e.duration_ms) if e.duration_ms else "", e.original_name,
                custody_words(where[e.id]) if e.id in where else "", f"{e.sha256[:16]}…",
            )
            for e in found
        ]  # fmt: skip
        yield from table(headings, rows, right=(0, 4, 5))

    session.answer([_document(e, codes, where.get(e.id)) for e in found], lines)
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
    head: Annotated[
        str, Option("--head", metavar="HASH", help="A head printed on a bundle or backup, to be found in the log.")
    ] = "",
) -> Status:
    """Hold every file against its hash, every event against its chain and every time stamp against both."""
    with session.desk_writing_if_free() as desk:
        found = desk.verification.event_of_head(head) if head else None
        with bar(tr("Verifying")) as progress:
            report = desk.verification.verify(progress)
        checks = [check for check in desk.health.checks() if check.name in DEEP_CHECKS] if deep else []
        zone = session.clock.now()
    document = verifying.as_document(report, checks)
    if head:
        document["head"] = {"hash": head, "event": found[0] if found else None}

    def lines() -> Iterator[str]:
        yield from verifying.lines(report, checks, zone)
        if head:
            yield verifying.head_line(report, found)

    session.answer(document, lines)
    return 0 if report.all_well and all(check.ok for check in checks) and (found or not head) else 1


def _check_readable(path: Path) -> None:
    from arcdesk.services.evidence import EvidenceEmpty
    from arcdesk.services.evidence_files import EvidenceFileMissing

    try:
        with path.open("rb") as handle:
            if not handle.read(1):
                raise EvidenceEmpty(path=str(path), field="file")
    except OSError as error:
        raise EvidenceFileMissing(path=str(path), why=error.strerror or "?", field="file") from error


def _document(e: StoredEvidence, codes: dict[int, str], where: Custody | None) -> dict[str, Any]:
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
        "duration_ms": e.duration_ms,
        "original": where.state if where else None,
    }


def describe(
    session: Session,
    number: Annotated[int, Argument(metavar="ID", help="Number of the evidence.")],
    kind: Annotated[str, Option("--kind", metavar="KIND", help="What it is, where it came in as another kind.")] = "",
    title: Annotated[str, Option("--title", metavar="TEXT", help="Its name on the list of evidence.")] = "",
    purpose: Annotated[str, Option("--purpose", metavar="TEXT", help="What it proves.")] = "",
    source: Annotated[str, Option("--from", metavar="TEXT", help="From whom and how it was obtained.")] = "",
    device: Annotated[str, Option("--device", metavar="TEXT", help="Device, app and account it was made with.")] = "",
    form: Annotated[
        str, Option("--form", metavar="original|copy|electronic", help="What is held of it.")
    ] = "",
    original: Annotated[str, Option("--original", metavar="PLACE", help="Where the original is kept.")] = "",
    custodian: Annotated[str, Option("--custodian", metavar="NAME", help="Who keeps it.")] = "",
) -> Status:
    """Note what is known of a piece; earlier notes stay readable."""
    from arcdesk.services.evidence_notes import Note

    note = Note(kind, title, purpose, source, device, form, original, custodian)
    with session.desk(write=True) as desk:
        desk.evidence_notes.describe(number, note)
    text = tr("Noted for evidence no. {number}.", number=number)
    session.answer({"id": number, "note": asdict(note)}, lambda: (text,))
    return 0


def bundle(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="The customer.")],
    out: Annotated[str, Option("--out", metavar="DIR", help="The folder in which a new one is made.")],
    invoice: Annotated[
        list[str] | None, Option("--invoice", metavar="NUMBER", help="Only what concerns these invoices.")
    ] = None,
) -> Status:
    """Write the list of evidence, one PDF with numbered pages, the originals and their hashes."""
    with session.desk_writing_if_free() as desk, bar(tr("Writing")) as progress:
        made = desk.bundles.make(
            desk.customers.find(code).id, Path(out), invoices=invoice or (),
            language=session.document_language, progress=progress,
        )  # fmt: skip
    document = {
        "folder": str(made.folder), "index": str(made.index), "bundle": str(made.bundle),
        "originals": str(made.originals), "pages": made.pages, "head": made.head,
        "items": [
            {"number": e.number, "title": e.title, "pages": [e.first_page, e.last_page], "sha256": e.sha256}
            for e in made.items
        ],
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield tr("Written: {path}", path=str(made.folder))
        yield from table(
            (tr("No."), tr("Evidence|exhibit"), tr("Pages|exhibit")),
            [(e.number, e.title, e.page_words) for e in made.items],
        )

    session.answer(document, lines)
    return 0


PROOFS = {
    "contract": "Contract|evidence",
    "invoice": "Invoice|evidence",
    "delivery_note": "Delivery note|evidence",
    "statement": "Statement|evidence",
    "letter": "Demand letter|evidence",
    "delivery": "Proof of delivery|evidence",
    "conversation": "Conversation|evidence",
}
MARKS = {"have": "●", "partial": "◐", "missing": "○"}


def complete(
    session: Session, code: Annotated[str, Argument(metavar="CODE", help="One customer's alone.")] = ""
) -> Status:
    """What proves each open invoice, what is missing, and what to get next."""
    with session.desk(write=False) as desk:
        found = desk.completeness.of(desk.customers.find(code).id if code else None)
        codes = {profile.id: profile.code for profile in desk.customers.matching("")}

    def lines() -> Iterator[str]:
        rows = [
            (
                line.number, codes[line.customer_id], f"{line.proof.percent} %",
                *(MARKS[line.proof.states[name]] for name in PROOFS),
                tr(line.proof.next_step) if line.proof.next_step else "",
            )
            for line in found
        ]  # fmt: skip
        heads = (tr("Invoice"), tr("Customer"), tr("Proven"), *map(tr, PROOFS.values()), tr("Next"))
        yield from table(heads, rows, right=(2,))
        yield tr("● there   ◐ in part   ○ missing")

    session.answer(
        [
            {
                "invoice": line.number, "customer": codes[line.customer_id], "percent": line.proof.percent,
                "states": dict(line.proof.states),
                "next": tr(line.proof.next_step) if line.proof.next_step else None,
            }
            for line in found
        ],
        lines,
    )  # fmt: skip
    return 0


COMMANDS = (
    Command("complete", complete, "What proves each open invoice, and what to get next"),
    Command("describe", describe, "Note what a piece proves, whence it came, where the original is"),
    Command("bundle", bundle, "Write a court-ready bundle of a customer's evidence"),
    Command("add", add_files, "Seal files and link them to a customer"),
    Command("list", list_files, "List evidence, newest first"),
    Command("export", export_file, "Hand out one sealed file"),
    Command("verify", verify, "Hold every file against its hash and every event against its chain"),
)
