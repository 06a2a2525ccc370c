"""Evidence: files sealed by their SHA-256, with what they belong to, never changed, verified at every use."""

from __future__ import annotations

import hashlib
import mimetypes
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from arcdesk.domain.errors import Refusal
from arcdesk.domain.text import spelt
from arcdesk.models.audit_chain import actor
from arcdesk.models.collection import Evidence, EvidenceLink
from arcdesk.models.customer import Customer
from arcdesk.models.engine import WorkspaceNotWritable
from arcdesk.services import durations, evidence_files, intake, integrity
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.evidence_files import Progress
from arcdesk.services.last_backup import read_last
from arcdesk.services.unit_of_work import Deed, UnitOfWork
from arcdesk.services.vault import Vault


class EvidenceEmpty(Refusal):
    """A file without content proves nothing."""

    sentence = "The file “{path}” is empty. Nothing was recorded; choose another file."


class UnknownEvidence(Refusal):
    """No evidence has that number."""

    sentence = "There is no evidence no. {number}."


class EvidenceDamaged(Refusal):
    """The stored file is missing or no longer has its hash."""

    sentence = "The stored file of evidence no. {number} (“{name}”) is missing or altered. Run: arcdesk evidence verify"


@dataclass(frozen=True, slots=True)
class PastedFile:
    """Content that never was a file: a screenshot from the clipboard."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """One sealed file and what it belongs to; ``duplicate`` when it was in the store before."""

    id: int
    sha256: str
    size_bytes: int
    media_type: str
    original_name: str
    kind: str
    imported_at: datetime
    captured_at: str | None
    source: str
    note: str
    customer_ids: tuple[int, ...]
    duplicate: bool = False
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that lies safe in the store, not yet entered in the database."""

    sha256: str
    size_bytes: int
    original_name: str
    captured_at: str | None
    captured_source: str
    duration_ms: int | None = None


class EvidenceService:
    """Seals, lists, hands out and verifies evidence."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.vault = Vault(work.workspace)

    def seal(self, source: Path | PastedFile, progress: Progress | None = None) -> Sealed:
        """Bring the bytes into the store, durable and read-only; the source stays untouched.

        Args:
            progress: told of bytes done and in all; raises to stop, which leaves nothing.

        Raises:
            EvidenceFileMissing, EvidenceEmpty: nothing usable at ``source``.
            CannotWrite: the store is read-only or the disk full.
        """
        if not self._work.workspace.can_write:
            raise WorkspaceNotWritable
        if isinstance(source, PastedFile):
            return self._seal_bytes(source)
        handle, modified, in_all = evidence_files.open_source(source)
        with handle:
            content = evidence_files.blocks(source, handle)
            digest, size = self.vault.take_in(evidence_files.told(content, in_all, progress))
        if not size:
            raise EvidenceEmpty(path=str(source), field="attach")
        return self._own_moment(Sealed(digest, size, spelt(source.name), modified, "file" if modified else ""))

    def _seal_bytes(self, source: PastedFile) -> Sealed:
        if not source.content:
            raise EvidenceEmpty(path=source.name, field="attach")
        digest, size = self.vault.take_in((source.content,))
        return self._own_moment(Sealed(digest, size, spelt(source.name), None, ""))

    def file_of(self, sha256: str) -> Path:
        """The stored file of that hash as it lies there, which may be encrypted: read it by ``open``."""
        return self.vault.file_of(sha256)

    def enter(
        self,
        deed: Deed,
        sealed: Sealed,
        *,
        kind: str = "",
        captured_at: datetime | None = None,
        source: str = "",
        note: str = "",
        customer_id: int | None = None,
        invoice_id: int | None = None,
        contact_id: int | None = None,
        document_id: int | None = None,
    ) -> StoredEvidence:
        """Enter a sealed file and its link inside the running transaction of ``deed``."""
        row = Evidence.get_or_none(Evidence.sha256 == sealed.sha256)
        duplicate = row is not None
        if row is None:
            moment = (
                self._work.local(captured_at).isoformat(timespec="seconds")
                if captured_at
                else sealed.captured_at
            )
            row = Evidence.create(
                sha256=sealed.sha256,
                size_bytes=sealed.size_bytes,
                media_type=mimetypes.guess_type(sealed.original_name)[0] or "application/octet-stream",
                original_name=sealed.original_name,
                kind=kind or "other",
                imported_at=self._work.clock.now(),
                captured_at=moment,
                captured_source="stated" if captured_at else sealed.captured_source,
                source=source,
                collector=actor(),
                note=note,
                duration_ms=sealed.duration_ms,
            )
        EvidenceLink.create(
            evidence=row, customer=customer_id, invoice=invoice_id, contact=contact_id, document=document_id
        )
        deed.details.setdefault("files", []).append(
            {"evidence": row.id, "sha256": row.sha256, "name": sealed.original_name}
        )
        deed.touch("evidence", customer_id)
        return _stored(row, (customer_id,) if customer_id else (), duplicate=duplicate)

    def add(
        self,
        source: Path | PastedFile,
        customer_id: int,
        *,
        invoice_number: str | None = None,
        kind: str = "",
        captured_at: datetime | None = None,
        origin: str = "",
        note: str = "",
        progress: Progress | None = None,
        also: Callable[[Deed, StoredEvidence], None] | None = None,
    ) -> StoredEvidence:
        """Seal a file and link it to a customer, and to one of his invoices where named.

        The attachments of an e-mail (.eml) are sealed beside it; answered is the e-mail.

        Args:
            progress: told of bytes done and in all; raises to stop, which leaves nothing.
            also: done with the entered file inside the same transaction.

        Raises:
            EvidenceFileMissing, EvidenceEmpty, CannotWrite, UnknownCustomer, UnknownInvoice.
        """
        from arcdesk.models.ledger import Invoice
        from arcdesk.services.ledger import UnknownInvoice

        if Customer.get_or_none(Customer.id == customer_id) is None:
            raise UnknownCustomer(code=customer_id, field="customer")
        invoice = None
        if invoice_number:
            invoice = Invoice.get_or_none(
                (Invoice.number == invoice_number) & (Invoice.customer == customer_id)
            )
            if invoice is None:
                raise UnknownInvoice(number=invoice_number, field="invoice")
        sealed = self.seal(source, progress)
        enclosed = self._enclosed(sealed)
        with self._work.write("evidence.added", customer_id) as deed:
            enter = partial(
                self.enter, deed, kind=kind, source=origin, customer_id=customer_id,
                invoice_id=invoice.id if invoice else None,
            )  # fmt: skip
            stored = enter(sealed, captured_at=captured_at, note=note)
            for part in enclosed:
                enter(part, captured_at=captured_at, note=f"{sealed.original_name} #{stored.id}")
            if also:
                also(deed, stored)
        return stored

    def _enclosed(self, sealed: Sealed) -> tuple[Sealed, ...]:
        """The attachments of an e-mail, sealed as files of their own beside it, dated as its head is."""
        if not sealed.original_name.lower().endswith(intake.MAIL_SUFFIX):
            return ()
        mail = self._mail(sealed)
        if mail is None:
            return ()
        parts = (self._seal_bytes(PastedFile(part.name, part.content)) for part in mail.attachments)
        return tuple(replace(part, captured_at=sealed.captured_at, captured_source="mail") for part in parts)

    def _own_moment(self, sealed: Sealed) -> Sealed:
        """What the content itself states: its moment, which goes before the file system's, or its length (R64)."""
        suffix = Path(sealed.original_name).suffix.lower()
        if suffix in intake.PHOTOGRAPHS:
            with self.vault.open(sealed.sha256) as photograph:
                taken = intake.taken_at(photograph)
            if taken:
                return replace(sealed, captured_at=taken, captured_source="exif")
        if suffix == intake.MAIL_SUFFIX:
            mail = self._mail(sealed)
            if mail is not None and mail.sent_at is not None:
                return replace(sealed, captured_at=mail.sent_at.isoformat(timespec="seconds"), captured_source="mail")
        if suffix in durations.SUFFIXES:
            with self.vault.open(sealed.sha256) as recording:
                return replace(sealed, duration_ms=durations.duration_ms(recording, sealed.original_name))
        return sealed

    def _mail(self, sealed: Sealed) -> intake.Mail | None:
        if sealed.size_bytes > intake.MOST_MAIL_BYTES:
            return None
        with self.vault.open(sealed.sha256) as file:
            return intake.read_mail(file.read())

    def list(self, customer_id: int | None = None) -> tuple[StoredEvidence, ...]:
        """Evidence, newest first: all of it, or one customer's."""
        query = Evidence.select().order_by(Evidence.id.desc())
        links = EvidenceLink.select().order_by(EvidenceLink.id)
        if customer_id is not None:
            mine = EvidenceLink.select(EvidenceLink.evidence).where(EvidenceLink.customer == customer_id)
            query = query.where(Evidence.id.in_(mine))
            links = links.where(EvidenceLink.evidence.in_(mine))
        owners: dict[int, list[int]] = defaultdict(list)
        for link in links:
            if link.customer_id and link.customer_id not in owners[link.evidence_id]:
                owners[link.evidence_id].append(link.customer_id)
        return tuple(_stored(row, tuple(owners[row.id])) for row in query)

    def find(self, evidence_id: int) -> StoredEvidence:
        """One piece by its number.

        Raises:
            UnknownEvidence.
        """
        row = Evidence.get_or_none(Evidence.id == evidence_id)
        if row is None:
            raise UnknownEvidence(number=evidence_id)
        links = EvidenceLink.select().where(EvidenceLink.evidence == evidence_id).order_by(EvidenceLink.id)
        return _stored(row, tuple(dict.fromkeys(link.customer_id for link in links if link.customer_id)))

    def owner_of(self, evidence_id: int) -> int | None:
        """The first customer whom a piece concerns."""
        mine = (EvidenceLink.evidence == evidence_id) & EvidenceLink.customer.is_null(False)
        link = EvidenceLink.select().where(mine).order_by(EvidenceLink.id).first()
        return link.customer_id if link else None

    def open(self, evidence_id: int) -> BinaryIO:
        """The content of a stored file, after it was held against its hash.

        Raises:
            UnknownEvidence, EvidenceDamaged.
        """
        row = Evidence.get_or_none(Evidence.id == evidence_id)
        if row is None:
            raise UnknownEvidence(number=evidence_id)
        try:
            file = self.vault.open(row.sha256)
            if hashlib.file_digest(file, "sha256").hexdigest() == row.sha256:  # type: ignore[arg-type]
                file.seek(0)
                return file
            file.close()
        except OSError:
            pass
        raise EvidenceDamaged(number=evidence_id, name=row.original_name)

    def path_of(self, evidence_id: int) -> Path:
        """The stored file as it lies there, which may be encrypted, after its content was checked.

        Raises:
            UnknownEvidence, EvidenceDamaged.
        """
        self.open(evidence_id).close()
        return self.vault.file_of(Evidence.get_by_id(evidence_id).sha256)

    def read(self, evidence_id: int) -> bytes:
        """Content of a stored file, after its hash was checked.

        Raises:
            UnknownEvidence, EvidenceDamaged.
        """
        with self.open(evidence_id) as file:
            return file.read()

    def export(self, evidence_id: int, target: Path) -> Path:
        """Copy a stored file out to ``target``, which must not exist; the hand-out is an event (R64).

        Raises:
            UnknownEvidence, EvidenceDamaged, ExportExists, CannotWrite, WorkspaceNotWritable.
        """
        with self.open(evidence_id) as content:
            sha256 = Evidence.get_by_id(evidence_id).sha256
            owner = self.owner_of(evidence_id)
            told = {"evidence": evidence_id, "sha256": sha256, "target": target.name}
            with self._work.write("evidence.exported", owner, **told) as deed:
                evidence_files.copy_out(content, target)
                deed.touch("evidence")
        return target

    def verify(
        self, *, deep: bool = True, progress: Callable[[int, int], None] | None = None
    ) -> integrity.VerifyReport:
        """Hold every stored file against its hash and every event against its chain."""
        known = read_last(self._work.workspace.backups)
        return integrity.verify(self.vault, deep=deep, progress=progress, known=known)


def _stored(row: Evidence, customer_ids: tuple[int, ...], *, duplicate: bool = False) -> StoredEvidence:
    return StoredEvidence(
        row.id,
        row.sha256,
        row.size_bytes,
        row.media_type,
        row.original_name,
        row.kind,
        row.imported_at,
        row.captured_at,
        row.source,
        row.note,
        customer_ids,
        duplicate,
        row.duration_ms,
    )
