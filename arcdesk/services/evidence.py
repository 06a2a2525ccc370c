"""The evidence store: files in, sealed by their SHA-256, never changed, verified at every use.

A file is written under a temporary name, fsynced, renamed and made read-only before its row
is entered: a row without its file is impossible, a file without a row is harmless (R64).
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import stat
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from arcdesk.domain.errors import Refusal
from arcdesk.files import cannot_write, discard, sync_folder
from arcdesk.files import replace as rename
from arcdesk.models.audit_chain import actor
from arcdesk.models.collection import Evidence, EvidenceLink
from arcdesk.models.customer import Customer
from arcdesk.models.engine import WorkspaceNotWritable
from arcdesk.services import intake, integrity
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.unit_of_work import Deed, UnitOfWork

BLOCK_BYTES = 1 << 20
MAIL_SUFFIX = ".eml"
PHOTOGRAPHS = frozenset({".jpg", ".jpeg", ".heic", ".tif", ".tiff", ".png", ".webp"})


class EvidenceFileMissing(Refusal):
    """The file that was to be added is not there."""

    sentence = "The file “{path}” cannot be read ({why}). Nothing was recorded; choose the file again."


class EvidenceEmpty(Refusal):
    """A file without content proves nothing."""

    sentence = "The file “{path}” is empty. Nothing was recorded; choose another file."


class UnknownEvidence(Refusal):
    """No evidence has that number."""

    sentence = "There is no evidence no. {number}."


class EvidenceDamaged(Refusal):
    """The stored file is missing or no longer has its hash."""

    sentence = "The stored file of evidence no. {number} (“{name}”) is missing or altered. Run: arcdesk evidence verify"


class ExportExists(Refusal):
    """An export never overwrites."""

    sentence = "“{path}” exists already. Choose another name."


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


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that lies safe in the store, not yet entered in the database."""

    sha256: str
    size_bytes: int
    original_name: str
    captured_at: str | None
    captured_source: str


class EvidenceService:
    """Seals, lists, hands out and verifies evidence."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    @property
    def store(self) -> Path:
        """Folder of the sealed files."""
        return self._work.workspace.evidence

    def seal(self, source: Path | PastedFile) -> Sealed:
        """Bring the bytes into the store, durable and read-only; the source stays untouched.

        Raises:
            EvidenceFileMissing, EvidenceEmpty: nothing usable at ``source``.
            CannotWrite: the store is read-only or the disk full.
        """
        if not self._work.workspace.can_write:
            raise WorkspaceNotWritable
        if isinstance(source, PastedFile):
            return self._seal_bytes(source)
        handle, modified = _open_source(source)
        with handle:
            digest, size = self._copy_in(_blocks(source, handle))
        if not size:
            raise EvidenceEmpty(path=str(source), field="attach")
        return self._own_moment(Sealed(digest, size, source.name, modified, "file" if modified else ""))

    def _seal_bytes(self, source: PastedFile) -> Sealed:
        if not source.content:
            raise EvidenceEmpty(path=source.name, field="attach")
        digest, size = self._copy_in(iter((source.content,)))
        return self._own_moment(Sealed(digest, size, source.name, None, ""))

    def _copy_in(self, blocks: Iterable[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        temporary: Path | None = None
        try:
            self.store.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".tmp-", dir=self.store)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as file:
                for block in blocks:
                    file.write(block)
                    digest.update(block)
                    size += len(block)
                file.flush()
                os.fsync(file.fileno())
            if size:
                self._file_away(temporary, digest.hexdigest())
        except OSError as error:
            raise cannot_write(self.store, error) from error
        finally:
            if temporary is not None:
                discard(temporary)
        return digest.hexdigest(), size

    def _file_away(self, temporary: Path, sha256: str) -> None:
        """Give the written file its place; one that lies there damaged is mended by it."""
        target = self.file_of(sha256)
        if not (target.is_file() and integrity.sha256_of(target) == sha256):
            target.parent.mkdir(exist_ok=True)
            if target.exists():
                target.chmod(0o600)  # Windows replaces no read-only file
            temporary.chmod(0o444)
            rename(temporary, target)
        sync_folder(target.parent)  # also where it was there before: a crash may have come in between
        sync_folder(self.store)

    def file_of(self, sha256: str) -> Path:
        """Where the store keeps the file of that hash."""
        return self.store / sha256[:2] / sha256

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
    ) -> StoredEvidence:
        """Seal a file and link it to a customer, and to one of his invoices where named.

        The attachments of an e-mail (.eml) are sealed beside it; answered is the e-mail.

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
        sealed = self.seal(source)
        enclosed = self._enclosed(sealed)
        with self._work.write("evidence.added", customer_id) as deed:
            enter = partial(
                self.enter, deed, kind=kind, source=origin, customer_id=customer_id,
                invoice_id=invoice.id if invoice else None,
            )  # fmt: skip
            stored = enter(sealed, captured_at=captured_at, note=note)
            for part in enclosed:
                enter(part, captured_at=captured_at, note=f"{sealed.original_name} #{stored.id}")
        return stored

    def _enclosed(self, sealed: Sealed) -> tuple[Sealed, ...]:
        """The attachments of an e-mail, sealed as files of their own beside it, dated as its head is."""
        if not sealed.original_name.lower().endswith(MAIL_SUFFIX):
            return ()
        mail = intake.read_mail(self.file_of(sealed.sha256).read_bytes())
        if mail is None:
            return ()
        parts = (self._seal_bytes(PastedFile(part.name, part.content)) for part in mail.attachments)
        return tuple(replace(part, captured_at=sealed.captured_at, captured_source="mail") for part in parts)

    def _own_moment(self, sealed: Sealed) -> Sealed:
        """The moment that the content itself states goes before that of the file system (R64)."""
        suffix = Path(sealed.original_name).suffix.lower()
        if suffix in PHOTOGRAPHS and (taken := intake.taken_at(self.file_of(sealed.sha256))):
            return replace(sealed, captured_at=taken, captured_source="exif")
        if suffix == MAIL_SUFFIX:
            mail = intake.read_mail(self.file_of(sealed.sha256).read_bytes())
            if mail is not None and mail.sent_at is not None:
                return replace(sealed, captured_at=mail.sent_at.isoformat(timespec="seconds"), captured_source="mail")
        return sealed

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

    def path_of(self, evidence_id: int) -> Path:
        """The stored file, after its hash was checked.

        Raises:
            UnknownEvidence, EvidenceDamaged.
        """
        row = Evidence.get_or_none(Evidence.id == evidence_id)
        if row is None:
            raise UnknownEvidence(number=evidence_id)
        file = self.file_of(row.sha256)
        if not file.is_file() or integrity.sha256_of(file) != row.sha256:
            raise EvidenceDamaged(number=evidence_id, name=row.original_name)
        return file

    def read(self, evidence_id: int) -> bytes:
        """Content of a stored file, after its hash was checked."""
        return self.path_of(evidence_id).read_bytes()

    def export(self, evidence_id: int, target: Path) -> Path:
        """Copy a stored file out to ``target``, which must not exist; the hand-out is an event (R64).

        Raises:
            UnknownEvidence, EvidenceDamaged, ExportExists, CannotWrite, WorkspaceNotWritable.
        """
        source = self.path_of(evidence_id)
        with self._work.write(
            "evidence.exported", evidence=evidence_id, sha256=source.name, target=target.name
        ) as deed:
            _copy_out(source, target)
            deed.touch("evidence")
        return target

    def verify(
        self, *, deep: bool = True, progress: Callable[[int, int], None] | None = None
    ) -> integrity.VerifyReport:
        """Hold every stored file against its hash and every event against its chain."""
        return integrity.verify(self.file_of, deep=deep, progress=progress)


def _open_source(source: Path) -> tuple[IO[bytes], str | None]:
    """The file opened, with the day and time of its last change where the system knows them."""
    try:
        status = source.stat()
        if not stat.S_ISREG(status.st_mode):
            raise EvidenceFileMissing(path=str(source), why="no file", field="attach")
        handle = source.open("rb")
    except OSError as error:
        raise EvidenceFileMissing(path=str(source), why=error.strerror or "?", field="attach") from error
    try:
        return handle, datetime.fromtimestamp(status.st_mtime).astimezone().isoformat(timespec="seconds")
    except (OSError, OverflowError, ValueError):  # a time outside the calendar
        return handle, None


def _blocks(source: Path, handle: IO[bytes]) -> Iterator[bytes]:
    """Content of the source; an error of its disk is not one of the store's."""
    try:
        while block := handle.read(BLOCK_BYTES):
            yield block
    except OSError as error:
        raise EvidenceFileMissing(path=str(source), why=error.strerror or "?", field="attach") from error


def _copy_out(source: Path, target: Path) -> None:
    """Copy ``source`` to the new file ``target``; half a copy is taken away again."""
    try:
        with source.open("rb") as original, target.open("xb") as copy:
            try:
                for block in iter(lambda: original.read(BLOCK_BYTES), b""):
                    copy.write(block)
                copy.flush()
                os.fsync(copy.fileno())
            except OSError:
                copy.close()
                discard(target)
                raise
    except FileExistsError:
        raise ExportExists(path=str(target)) from None
    except OSError as error:
        raise cannot_write(target, error) from error


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
    )
