"""Letters into the post: the list that EMS reads in, and address labels (F-66, R20, R39)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.domain.tracking_lines import read_tracking
from arcdesk.services.company import CompanyService
from arcdesk.services.deliveries import DeliveryService, PostAddress
from arcdesk.services.delivery_refusals import DocumentEnded, UnknownMeans
from arcdesk.services.document_standing import MEANS
from arcdesk.services.documents import DocumentService, IssuedDocument
from arcdesk.services.list_files import Cell, ListColumn, write_list

EMS_COLUMNS = (
    "序号", "收件人姓名", "收件人电话", "收件人单位", "收件人地址", "内件品名", "内件数量", "备注",
    "寄件人姓名", "寄件人电话", "寄件人单位", "寄件人地址",
)  # fmt: skip
"""Headings of the list for batch sending; its reader is the carrier's page, so they are Chinese always."""

TRACKING_HEADINGS = frozenset({"运单号", "邮件号", "邮件号码", "快递单号", "单号", "Tracking no."})
OWN_HEADINGS = frozenset({"备注", "文件号", "编号", "函件编号", "Number"})
"""Headings of the list that the carrier hands back, by which its two columns are known."""

SHEET_TITLE = "批量寄件"


class NobodyToSendTo(Refusal):
    """No document that could be posted."""

    sentence = "None of these documents can be posted: their customers have no address. Enter it with the customer."


@dataclass(frozen=True, slots=True)
class MailItem:
    """An envelope: the document that goes into it, whereto, and what the waybill says is inside."""

    document: IssuedDocument
    place: PostAddress
    contents: str


@dataclass(frozen=True, slots=True)
class Mailing:
    """The envelopes of a choice of documents, and the documents whose customers have no address."""

    items: tuple[MailItem, ...]
    without_address: tuple[IssuedDocument, ...]


class MailingService:
    """Makes the list for the carrier and the labels from issued documents; writes nothing in the books."""

    def __init__(self, company: CompanyService, documents: DocumentService, deliveries: DeliveryService) -> None:
        self._company = company
        self._documents = documents
        self._deliveries = deliveries

    def plan(self, numbers: Iterable[str], *, every_address: bool = False) -> Mailing:
        """One envelope a document, to the agreed address before the registered one; to each with ``every_address``.

        Raises:
            UnknownDocument, DocumentEnded.
        """
        items: list[MailItem] = []
        without: list[IssuedDocument] = []
        for document in self._documents.named(numbers):
            if document.is_ended:
                raise DocumentEnded(number=document.number, field="number")
            places = self._deliveries.addresses(document.customer_id)
            if not places:
                without.append(document)
            contents = self._deliveries.contents(document)
            items += [MailItem(document, place, contents) for place in (places if every_address else places[:1])]
        return Mailing(tuple(items), tuple(without))

    def ems_list(self, path: Path, mailing: Mailing) -> Path:
        """Write the list that EMS and 中国邮政 take for batch sending to ``path`` (.xlsx).

        Raises:
            NobodyToSendTo, FileOpenElsewhere, DiskIsFull, CannotWrite.
        """
        if not mailing.items:
            raise NobodyToSendTo(field="number")
        company = self._company.profile()
        sender = (company.contact or company.name, company.phone, company.name, company.address)
        rows: list[Sequence[Cell]] = [
            (
                str(number), item.place.addressee, item.place.phone, item.place.company, item.place.address,
                item.contents, "1", item.document.number, *sender,
            )
            for number, item in enumerate(mailing.items, 1)
        ]  # fmt: skip
        return write_list(path, [ListColumn(title) for title in EMS_COLUMNS], rows, title=SHEET_TITLE)

    def tracked_in(self, path: Path) -> tuple[tuple[str, str], ...]:
        """(number, consignment number) of a text file or workbook, as the carrier hands it back.

        Of a table with a heading for the consignment numbers only that column and the one of our
        numbers are read; of any other each row is a number and its consignment number.

        Raises:
            FileNotThere, NotASpreadsheet and what else the reader refuses.
            TrackingLineUnreadable, NumberTwice, NoTracking.
        """
        from arcdesk.importing.reader import read_tables

        rows = [["" if cell is None else str(cell).strip() for cell in row] for row in read_tables(path)[0].rows]
        return read_tracking("\n".join("\t".join(row) for row in _two_columns(rows)))

    def record_sent(
        self, tracked: Sequence[tuple[str, str]], by: str, on: date
    ) -> tuple[IssuedDocument, ...]:
        """Record that many documents went out, each with its consignment number, to the address of ``plan``.

        All are looked at before the first is recorded, so that a wrong number records nothing.

        Raises:
            UnknownDocument, UnknownMeans, DocumentEnded, DeliveryBeforeIssue, DeliveryInFuture.
        """
        if by not in MEANS:
            raise UnknownMeans(value=by, known=", ".join(MEANS), field="by")
        numbers = [number for number, _ in tracked]
        for number in numbers:
            self._documents.deliverable(number, on)
        items = {item.document.number: item for item in reversed(self.plan(numbers).items)}
        found = []
        for number, tracking in tracked:
            item = items.get(number)
            facts = {}
            if item is not None:
                place = item.place
                facts = {
                    "addressee": place.addressee, "phone": place.phone, "address": place.address,
                    "address_kind": place.kind, "contents": item.contents,
                }  # fmt: skip
            found.append(self._documents.record_sent(number, by, tracking, on, **facts))
        return tuple(found)

    def labels(self, mailing: Mailing, sheet: str, start: int = 1, language: str = "zh") -> bytes:
        """Address labels as a PDF, the first one on label ``start`` of the sheet.

        Raises:
            NobodyToSendTo, UnknownLabelSheet, NoSuchLabel, AddressTooLong, MissingGlyph.
        """
        from arcdesk.pdf.labels import Label, render_labels

        if not mailing.items:
            raise NobodyToSendTo(field="number")
        found = [
            Label(place.company, place.addressee, place.address, place.phone, item.document.number)
            for item in mailing.items
            for place in (item.place,)
        ]
        return render_labels(found, sheet, start, language)


def _two_columns(rows: list[list[str]]) -> list[list[str]]:
    """The columns of numbers and consignment numbers where the first row names them; else the rows as they are."""
    head = rows[0] if rows else []
    own = next((place for place, name in enumerate(head) if name in OWN_HEADINGS), None)
    tracking = next((place for place, name in enumerate(head) if name in TRACKING_HEADINGS), None)
    if own is None or tracking is None:
        return rows
    return [[row[own], row[tracking]] for row in rows[1:] if len(row) > max(own, tracking) and row[own]]
