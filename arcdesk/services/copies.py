"""Printing an issued document again: what left the house once is printed as a copy, and that is written down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from arcdesk.files import safe_name, unused, write_durably
from arcdesk.i18n import translate
from arcdesk.models.collection import Delivery
from arcdesk.services.documents import DocumentService, IssuedDocument
from arcdesk.services.unit_of_work import UnitOfWork


class CopyService:
    """Gives out the pages of issued documents for paper; the sealed original is never changed."""

    def __init__(self, work: UnitOfWork, documents: DocumentService) -> None:
        self._work = work
        self._documents = documents

    def is_copy(self, document: IssuedDocument) -> bool:
        """Whether another print of it is a copy: its original has left the house, or it no longer counts."""
        return document.state != "issued"

    def pages(self, which: str | int) -> bytes:
        """The PDF as it may be printed now: the original, or marked as a copy or as void."""
        document = self._documents.find(which)
        pdf = self._documents.pdf(which)
        if not self.is_copy(document):
            return pdf
        from arcdesk.pdf.stamp import stamped

        return stamped(pdf, mark_of(document), document.language)

    def note(self, documents: Iterable[int]) -> None:
        """Enter that copies of these documents were printed.

        Originals among them are left out; a read-only workspace is left as it is.
        """
        if not self._work.workspace.can_write:
            return
        for row_id in documents:
            document = self._documents.find(row_id)
            if not self.is_copy(document):
                continue
            with self._work.write("document.copied", document.customer_id) as deed:
                today = self._work.clock.today()
                now = self._work.clock.now()
                Delivery.create(document=document.id, event="copied", on_day=today, logged_at=now)
                deed.details.update(number=document.number, on=today)
                deed.touch("document", document.customer_id)

    def save(self, which: str | int, folder: Path) -> Path:
        """Write the PDF as it may be printed now into ``folder``, and enter it where that is a copy.

        Raises:
            UnknownDocument, EvidenceAltered, UnreadablePdf, CannotWrite.
        """
        document = self._documents.find(which)
        mark = f" {mark_of(document)}" if self.is_copy(document) else ""
        target = unused(folder / f"{safe_name(f'{document.number} {document.customer_name}{mark}')}.pdf")
        write_durably(target, self.pages(which))
        self.note((document.id,))
        return target

    def save_joined(self, which: Iterable[str | int], target: Path) -> Path:
        """Write the sealed PDFs of these documents as one file, in their order.

        Raises:
            UnknownDocument, EvidenceAltered, UnreadablePdf, CannotWrite.
        """
        from arcdesk.pdf.joined import joined

        write_durably(target, joined(self._documents.pdf(one) for one in which))
        return target


def mark_of(document: IssuedDocument) -> str:
    """What stands on the copy, in the language of the document and in the other one."""
    key = {"void": "VOID|copy", "withdrawn": "TAKEN BACK|copy"}.get(document.state, "COPY|copy")
    return f"{translate(key, 'zh')} {translate(key, 'en')}"
