"""The court bundle: list of evidence, one PDF of all exhibits, the originals, and hashes a stranger can check."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from arcdesk.domain import exhibits as order
from arcdesk.domain.audit import GENESIS
from arcdesk.domain.errors import Refusal
from arcdesk.files import cannot_write, discard, safe_name, sync_folder, unused, write_durably
from arcdesk.i18n import translate
from arcdesk.models.audit import AuditEvent
from arcdesk.models.collection import Delivery, DocumentInvoice, Evidence, EvidenceLink
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.pdf.exhibit_data import BundleData, Exhibit
from arcdesk.services.bundle_chats import Parts, folded, part_names
from arcdesk.services.bundle_pieces import Piece, as_exhibit, grouped
from arcdesk.services.bundle_prints import printed_lines
from arcdesk.services.bundle_stamps import write_stamps
from arcdesk.services.company import CompanyService
from arcdesk.services.evidence import EvidenceService
from arcdesk.services.evidence_custody import CustodyService
from arcdesk.services.evidence_notes import EvidenceNoteService, Note
from arcdesk.services.interest import InterestService
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.limitation import LimitationService
from arcdesk.services.transcripts import TranscriptService
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.vault import BLOCK_BYTES
from arcdesk.services.wechat import WechatService

SUMS = "SHA256SUMS"
UNFINISHED = ".tmp-bundle-"
CHAIN_RULE = (
    "hash = SHA256(hash of the event before || canonical JSON of the event); before the first: 32 zero bytes; "
    "canonical: UTF-8, keys sorted, separators ',' and ':', no ASCII escaping"
)

Progress = Callable[[int, int], None]


class NothingToBundle(Refusal):
    """A customer without a single piece."""

    sentence = "There is no evidence for “{name}” yet. Add the contract, delivery notes or letters first."


class EvidenceNotSound(Refusal):
    """A piece that is missing or altered would make the whole bundle worthless."""

    sentence = "{count} pieces are missing or altered ({names}). Run: arcdesk evidence verify --deep"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written: the folder, the list, the one PDF, the originals, numbered pages, pieces, chain head."""

    folder: Path
    index: Path
    bundle: Path
    originals: Path
    pages: int
    items: tuple[Exhibit, ...]
    head: str


class BundleService:
    """Gathers what proves a claim and writes it out."""

    def __init__(
        self,
        work: UnitOfWork,
        company: CompanyService,
        evidence: EvidenceService,
        notes: EvidenceNoteService,
        interest: InterestService,
        limitation: LimitationService,
        wechat: WechatService,
    ) -> None:
        self._work = work
        self._company = company
        self._evidence = evidence
        self._notes = notes
        self._custody = CustodyService(work, notes)
        self._transcripts = TranscriptService(work, evidence)
        self._interest = interest
        self._limitation = limitation
        self._wechat = wechat

    def make(
        self,
        customer_id: int,
        out: Path,
        *,
        invoices: Sequence[str] = (),
        language: str = "zh",
        progress: Progress | None = None,
    ) -> Bundle:
        """Write the bundle into a new folder inside ``out``; half a bundle is taken away again.

        Args:
            invoices: numbers; without them everything of the customer.
            progress: pieces done and in all; raises to stop.

        Raises:
            UnknownInvoice, NothingToBundle, EvidenceNotSound, MissingGlyph, CannotWrite.
        """
        customer = Customer.get_by_id(customer_id)
        chosen = self._chosen(customer_id, invoices)
        rows = self._rows(customer_id, {row.id for row in chosen} if invoices else None)
        if not rows:
            raise NothingToBundle(name=customer.name, field="customer")
        rows, parts = folded(rows, self._wechat.of(customer_id))
        self._refuse_unsound([*(row for row, _ in rows), *(row for each in parts.values() for row in each)])
        today = self._work.clock.today()
        name = safe_name(translate("Evidence {customer} {day}|file", language, customer=customer.name, day=today))
        try:
            out.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=out))
        except OSError as error:
            raise cannot_write(out, error) from error
        try:
            made = self._write(scratch, customer, rows, parts, chosen, today, language, progress, bool(invoices))
            target = unused(out / name)
            scratch.rename(target)
            sync_folder(out)
        except OSError as error:
            raise cannot_write(out / name, error) from error
        finally:
            _remove(scratch)
        self._tell(customer_id, target, made)
        return replace(
            made, folder=target, index=target / made.index.name, bundle=target / made.bundle.name,
            originals=target / made.originals.name,
        )  # fmt: skip

    def _chosen(self, customer_id: int, numbers: Sequence[str]) -> list[Invoice]:
        query = Invoice.select().where((Invoice.customer == customer_id) & (Invoice.amount_fen > 0))
        found = {row.number: row for row in query.order_by(Invoice.issued_on, Invoice.number)}
        for number in numbers:
            if number not in found:
                raise UnknownInvoice(number=number, field="invoice")
        return [found[number] for number in numbers] if numbers else [r for r in found.values() if r.open_fen]

    def _rows(self, customer_id: int, invoice_ids: set[int] | None) -> list[tuple[Evidence, str]]:
        """The pieces of the customer, each with its kind; of chosen invoices without what concerns others alone."""
        mine = Invoice.select(Invoice.id).where(Invoice.customer == customer_id)
        links = list(
            EvidenceLink.select().where(
                (EvidenceLink.customer == customer_id) | EvidenceLink.invoice.in_(mine)
            )
        )
        ids = {link.evidence_id for link in links}
        if invoice_ids is not None:
            ids = {evidence_id for evidence_id in ids if _concerns(evidence_id, links, invoice_ids)}
        rows = list(Evidence.select().where(Evidence.id.in_(ids)).order_by(Evidence.id))
        notes = self._notes.of(ids)
        found = [(row, (notes[row.id].kind if row.id in notes else "") or row.kind) for row in rows]
        position = list(order.GROUPS)
        return sorted(found, key=lambda one: (position.index(order.group_of(one[1])), _when(one[0]), one[0].id))

    def _refuse_unsound(self, rows: Iterable[Evidence]) -> None:
        bad = [row.original_name for row in rows if not self._evidence.vault.is_sound(row.sha256)]
        if bad:
            raise EvidenceNotSound(count=len(bad), names=", ".join(bad[:3]))

    def _write(
        self,
        folder: Path,
        customer: Customer,
        rows: list[tuple[Evidence, str]],
        parts: Parts,
        chosen: list[Invoice],
        today: date,
        language: str,
        progress: Progress | None,
        named: bool,
    ) -> Bundle:
        from arcdesk.pdf.bundle import render_bundle
        from arcdesk.pdf.evidence_index import render_index

        originals = folder / translate("originals|folder", language)
        originals.mkdir()
        sheets = self._sheets(folder, customer, chosen, today, language)
        ids = [row.id for row, _ in rows]
        notes, custody, said = self._notes.of(ids), self._custody.of(ids), self._transcripts.of(ids)
        pieces = [
            Piece(
                kind, row=row, note=notes.get(row.id, Note()), parts=parts.get(row.id, ()),
                custody=custody.get(row.id), transcript=said.get(row.id),
                printed=printed_lines(self._evidence.vault, row, language),
            )
            for row, kind in rows
        ]  # fmt: skip
        position = list(order.GROUPS)
        pieces += [Piece(kind, sheet=sheet) for kind, sheet in sheets]
        pieces.sort(key=lambda piece: position.index(order.group_of(piece.kind)))
        exhibits = self._exhibits(pieces, originals, language)
        last = AuditEvent.select().order_by(AuditEvent.seq.desc()).first()
        data = BundleData(
            language, self._company.profile().name, customer.name, today, grouped(pieces, exhibits, language),
            last.seq if last else 0, last.hash if last else GENESIS,
            tuple(row.number for row in chosen) if named else (), write_stamps(folder, customer.id, language),
        )  # fmt: skip
        index = folder / f"{translate('List of Evidence', language)}.pdf"
        bundle = folder / f"{translate('Evidence|bundle', language)}.pdf"
        write_durably(index, render_index(data))
        render_bundle(data, bundle, progress)
        self._write_chain(folder, customer.id, language)
        write_durably(folder / translate("How to check.txt", language), _how_to_check(data).encode("utf-8-sig"))
        _write_sums(folder)
        return Bundle(folder, index, bundle, originals, data.pages, data.exhibits, data.head)

    def _sheets(
        self, folder: Path, customer: Customer, chosen: list[Invoice], today: date, language: str
    ) -> list[tuple[str, Path]]:
        """The worksheet of the interest, one a currency, and the clocks of limitation (R52, group 7)."""
        from arcdesk.services.limitation_sheets import limitation_pdf, lines_sheet
        from arcdesk.services.worksheets import invoices_worksheet, worksheet_pdf

        company, ids = self._company.profile().name, {row.id for row in chosen}
        numbers = {row.number for row in chosen}
        found = self._interest.of_customer(customer.id, today).invoices
        by_currency: dict[str, list[Any]] = defaultdict(list)
        for one in found:
            if one.number in numbers:
                by_currency[one.currency].append(one)
        sheets: list[tuple[str, Path]] = []
        for currency, invoices in sorted(by_currency.items()):
            name = f"{translate('Computation of Late Payment Interest', language)} {currency}.pdf"
            sheet = invoices_worksheet(
                invoices, self._interest.lpr, language, today, company=company, customer=customer.name
            )
            write_durably(folder / name, worksheet_pdf(sheet))
            sheets.append(("worksheet", folder / name))
        lines = [line for line in self._limitation.of(customer.id, today).lines if line.invoice_id in ids]
        if lines:
            name = f"{translate('Limitation of the Claim', language)}.pdf"
            chain = lines_sheet(lines, language, today, today, customer=customer.name, company=company)
            write_durably(folder / name, limitation_pdf(chain))
            sheets.append(("limitation", folder / name))
        return sheets

    def _exhibits(self, pieces: list[Piece], originals: Path, language: str) -> list[Exhibit]:
        """Each piece with its number, its pages and its copy among the originals."""
        from arcdesk.pdf.bundle import pages_of
        from arcdesk.pdf.transcript import transcript_sheets

        numbers = order.numbers([order.group_of(piece.kind) for piece in pieces])
        files = [self._copied(piece, number, originals) for piece, number in zip(pieces, numbers, strict=True)]
        media = [piece.row.media_type if piece.row else "application/pdf" for piece in pieces]
        pages = order.page_ranges(
            pages_of(file, kind, piece.printed) + len(transcript_sheets(piece.paragraphs))
            for file, kind, piece in zip(files, media, pieces, strict=True)
        )
        exhibits = []
        for piece, number, file, media_type, span in zip(pieces, numbers, files, media, pages, strict=True):
            stored_as = f"{originals.name}/{file.name}" if piece.row else file.name
            exhibits.append(as_exhibit(piece, number, file, media_type, stored_as, span, language))
        return exhibits

    def _copied(self, piece: Piece, number: str, originals: Path) -> Path:
        """The piece among the originals, in plain form whatever the store holds; a reckoned sheet where it is."""
        if piece.row is None:
            return piece.sheet
        target = originals / f"{number} {safe_name(piece.row.original_name)}"
        self._copy(piece.row, target)
        for part, name in zip(piece.parts, part_names(number, piece.row, piece.parts), strict=True):
            (originals / name).parent.mkdir(exist_ok=True)
            self._copy(part, originals / name)
        return target

    def _copy(self, row: Evidence, target: Path) -> None:
        with self._evidence.vault.open(row.sha256) as content, target.open("xb") as copy:
            shutil.copyfileobj(content, copy, BLOCK_BYTES)

    def _write_chain(self, folder: Path, customer_id: int, language: str) -> None:
        """This customer's events in full; of the others, which are nobody's business here, only the hash.

        Each event given is proven by the hash before it and its own; the last hash is the head on the list.
        """
        events = [
            {"seq": row.seq, "hash": row.hash}
            | ({"event": json.loads(row.body)} if row.customer_id == customer_id else {})
            for row in AuditEvent.select().order_by(AuditEvent.seq).iterator()
        ]
        name = translate("Chain of events.json", language)
        extract = {"rule": CHAIN_RULE, "events": events}
        write_durably(folder / name, json.dumps(extract, ensure_ascii=False, indent=1).encode())

    def _tell(self, customer_id: int, target: Path, made: Bundle) -> None:
        if not self._work.workspace.can_write:
            return
        details = {"folder": target.name, "pieces": len(made.items), "pages": made.pages, "head": made.head,
                   "sha256": [sha256 for item in made.items for sha256 in (item.sha256, *item.parts)]}  # fmt: skip
        with self._work.write("evidence.bundled", customer_id, **details) as deed:
            deed.touch("evidence", customer_id)


def _concerns(evidence_id: int, links: list[EvidenceLink], invoice_ids: set[int]) -> bool:
    """Whether a piece speaks of the chosen invoices, or of no invoice in particular."""
    own = [link for link in links if link.evidence_id == evidence_id]
    named = {link.invoice_id for link in own if link.invoice_id}
    papers = {link.document_id for link in own if link.document_id}
    sendings = [link.delivery_id for link in own if link.delivery_id]
    if sendings:
        papers |= {row.document_id for row in Delivery.select(Delivery.document).where(Delivery.id.in_(sendings))}
    terms = [link.contract_id for link in own if link.contract_id]
    if terms:
        named |= {row.id for row in Invoice.select(Invoice.id).where(Invoice.contract.in_(terms))}
    if papers:
        named |= {
            row.invoice_id for row in DocumentInvoice.select().where(DocumentInvoice.document.in_(papers))
        }
    return not named or bool(named & invoice_ids)


def _when(row: Evidence) -> str:
    return str(row.captured_at or row.imported_at.isoformat())[:10]


def _how_to_check(data: BundleData) -> str:
    lines: tuple[str, ...] = (
        "This folder holds {count} pieces of evidence on {pages} numbered pages.",
        "Windows: open PowerShell in this folder and run: Get-FileHash -Algorithm SHA256 FILE; the value must stand "
        "beside the file's name in SHA256SUMS.",
        "Linux, macOS, Git Bash: sha256sum -c SHA256SUMS. Every line must end in OK.",
        "The list of evidence names the SHA-256 of every piece of electronic data and the head of the chain of events.",
        "A hash proves that a file has not changed since it was taken in; it proves neither its origin nor the time "
        "before.",
    )
    if data.stamps:
        lines += (
            "Time stamps: openssl ts -verify -digest HASH -in FILE.tsr -CAfile ROOT.pem, where HASH is the hash of the "
            "event on the list of evidence and ROOT.pem the root certificate that the authority publishes. The hash "
            "stands in the chain of events too.",
        )
    values = {"count": len(data.exhibits), "pages": data.pages}
    return "\r\n".join(translate(line, data.language, **values) for line in lines) + "\r\n"


def _write_sums(folder: Path) -> None:
    """Hashes of every file in the form that ``sha256sum -c`` reads."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            lines.append(f"{digest} *{path.relative_to(folder).as_posix()}\n")
    write_durably(folder / SUMS, "".join(lines).encode())


def _remove(folder: Path) -> None:
    for path in folder.rglob("*") if folder.exists() else ():
        if path.is_file():
            discard(path)
    with suppress(OSError):
        shutil.rmtree(folder)
