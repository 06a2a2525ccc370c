"""What left the program on paper or as a file: each time an event of the log, with the hash of what went out (R65)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from arcdesk.models.collection import Evidence
from arcdesk.services.documents import DocumentService
from arcdesk.services.evidence_links import owner_of
from arcdesk.services.unit_of_work import UnitOfWork

PRINTED, SAVED = "document.printed", "document.saved"


class HandoutService:
    """Hands sealed documents out, and enters what others handed out."""

    def __init__(self, work: UnitOfWork, documents: DocumentService) -> None:
        self._work = work
        self._documents = documents

    def save(self, which: str | int, folder: Path) -> Path:
        """Write the sealed PDF of a document into ``folder`` and enter that.

        Raises:
            UnknownDocument, EvidenceDamaged, CannotWrite.
        """
        target = self._documents.save_pdf(which, folder)
        self._tell(SAVED, target.name, (target.read_bytes(),))
        return target

    def saved(self, name: str, content: bytes) -> None:
        """Enter that a PDF was saved under ``name``; a read-only workspace is left as it is."""
        self._tell(SAVED, name, (content,))

    def printed(self, title: str, contents: Iterable[bytes], pages: int) -> None:
        """Enter that these PDFs were printed, ``pages`` in all; a read-only workspace is left as it is."""
        self._tell(PRINTED, title, tuple(contents), pages=pages)

    def _tell(self, action: str, title: str, contents: tuple[bytes, ...], **more: int) -> None:
        if not self._work.workspace.can_write:
            return
        hashes = [hashlib.sha256(content).hexdigest() for content in contents]
        sealed = {row.sha256: row.id for row in Evidence.select().where(Evidence.sha256.in_(hashes))}
        owners = {owner_of(number) for number in sealed.values()}
        owner = owners.pop() if len(owners) == 1 and len(sealed) == len(set(hashes)) else None
        evidence = [sealed.get(sha256) for sha256 in hashes]
        with self._work.write(action, owner, title=title, sha256=hashes, evidence=evidence, **more):
            pass
