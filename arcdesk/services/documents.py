"""Issued documents: numbered without gaps, sealed as evidence, never changed (F-59)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.limitation_log import NO_DEMAND_LEVELS
from arcdesk.files import safe_name, unused, write_durably
from arcdesk.models.collection import (
    Delivery,
    Document,
    DocumentInvoice,
    DocumentSeries,
    Evidence,
    EvidenceLink,
)
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.pdf.logo import Logo
from arcdesk.services.delivery_refusals import (
    DeliveryBeforeIssue,
    DeliveryInFuture,
    DocumentEnded,
    NotAStatement,
    UnknownAddressKind,
    UnknownMeans,
    UnknownResult,
)
from arcdesk.services.document_standing import MEANS, Standing, is_address_kind, standing_of, steps_of
from arcdesk.services.evidence import EvidenceService, PastedFile
from arcdesk.services.unit_of_work import Deed, UnitOfWork

SERIES = {
    "letter": "CK",
    "statement": "DZ",
    "lawyer_draft": "LS",
    "balance_confirmation": "DH",
    "audit_confirmation": "XZ",
    "receipt_confirmation": "SQ",
    "agreement": "FX",
}
"""Prefix of each series: 催款函 CK-2026-0001, 对账单 DZ, 律师函草稿 LS, 催收对账函 DH, 审计询证函 XZ,
收款确认函 SQ, 分期还款协议 FX."""

EVIDENCE_KIND = {
    "lawyer_draft": "other",
    "balance_confirmation": "statement",
    "audit_confirmation": "statement",
    "receipt_confirmation": "other",
    "agreement": "other",
}
"""As what a paper is sealed, by level, where it is not its own kind: a draft proves no demand."""

ANSWERED = frozenset({"balance_confirmation", "audit_confirmation"})
"""Levels besides statements whose answer is tracked."""

MOST_VALUES = 10_000
"""Values bound in one statement; SQLite takes no more than 32,766."""

REPLIES = ("agreed", "disputed")
"""What a customer may answer to a statement of account."""


class UnknownDocument(Refusal):
    """No document has that number."""

    sentence = "There is no issued document “{number}”. Check the number."


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A letter or statement as issued; ``balance_now_fen`` is what its invoices owe today, ``balance_then_fen`` then.

    ``figures`` holds the statement's opening, debits, credits and closing in fen.
    """

    id: int
    number: str
    kind: str
    level: str
    customer_id: int
    customer_code: str
    customer_name: str
    language: str
    currency: str
    issued_on: date
    as_of: date
    period_from: date | None
    total_fen: int
    interest_fen: int | None
    deadline_on: date | None
    sha256: str
    evidence_id: int
    state: str
    tracking: str
    balance_now_fen: int
    invoice_numbers: tuple[str, ...]
    figures: dict[str, int]
    balance_then_fen: int = 0
    standing: Standing = field(default_factory=Standing)

    @property
    def is_ended(self) -> bool:
        """Whether it no longer counts: void, or taken back."""
        return self.state in ("void", "withdrawn")

    @property
    def awaits_proof(self) -> bool:
        """Whether it demands money still owed, and nothing proves that it arrived."""
        is_demand = self.kind == "letter" and self.level not in NO_DEMAND_LEVELS and self.balance_now_fen > 0
        return is_demand and not self.is_ended and not self.standing.is_proven

    @property
    def is_answered_for(self) -> bool:
        """Whether it asks the customer to confirm it."""
        return self.kind == "statement" or self.level in ANSWERED

    @property
    def awaits_answer(self) -> bool:
        """Whether it asks for an answer, is out, and was not answered."""
        return self.is_answered_for and self.state in ("sent", "delivered")


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What a kind of document decides before it is numbered; ``invoices`` is (id, open fen)."""

    kind: str
    level: str
    customer_id: int
    language: str
    currency: str
    issued_on: date
    as_of: date
    total_fen: int
    interest_fen: int | None = None
    deadline_on: date | None = None
    period_from: date | None = None
    invoices: tuple[tuple[int, int], ...] = ()
    figures: dict[str, int] | None = None


class DocumentService:
    """Numbers, seals, lists and tracks documents of every kind."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService) -> None:
        self._work = work
        self._evidence = evidence

    def next_number(self, kind: str, year: int) -> str:
        """Take the next number of a series inside the running transaction: no gap on a rollback."""
        row = DocumentSeries.get_or_none((DocumentSeries.kind == kind) & (DocumentSeries.year == year))
        last = row.last + 1 if row else 1
        DocumentSeries.insert(kind=kind, year=year, last=last).on_conflict_replace().execute()
        return f"{SERIES[kind]}-{year}-{last:04d}"

    def keep(self, deed: Deed, number: str, new: NewDocument, snapshot: Any, pdf: bytes) -> int:
        """Seal the PDF and enter the document inside the transaction of ``deed``; returns its id."""
        sealed = self._evidence.seal(PastedFile(f"{number}.pdf", pdf))
        evidence = self._evidence.enter(
            deed, sealed, kind=EVIDENCE_KIND.get(new.level, new.kind), customer_id=new.customer_id, source="ArcDesk"
        )
        row = Document.create(
            number=number, kind=new.kind, level=new.level, customer=new.customer_id, language=new.language,
            currency=new.currency, issued_on=new.issued_on, issued_at=self._work.clock.now(), as_of=new.as_of,
            period_from=new.period_from, total_fen=new.total_fen, interest_fen=new.interest_fen,
            deadline_on=new.deadline_on, evidence=evidence.id,
            snapshot={"data": _plain(asdict(snapshot)), "figures": new.figures or {}},
        )  # fmt: skip
        EvidenceLink.create(evidence=evidence.id, customer=new.customer_id, document=row.id)
        for invoice_id, fen in new.invoices:
            DocumentInvoice.create(document=row.id, invoice=invoice_id, open_fen=fen)
        told = {
            "number": number, "kind": new.kind, "level": new.level, "total_fen": new.total_fen,
            "currency": new.currency, "sha256": sealed.sha256, "issued_on": new.issued_on,
        }  # fmt: skip
        deed.details.setdefault("documents", []).append(told)
        deed.touch("document", new.customer_id)
        return int(row.id)

    def issued(self, kind: str | None = None, customer_id: int | None = None) -> tuple[IssuedDocument, ...]:
        """Issued documents, newest first."""
        query = _every().order_by(Document.id.desc())
        if kind is not None:
            query = query.where(Document.kind == kind)
        if customer_id is not None:
            query = query.where(Document.customer == customer_id)
        return _issued(list(query))

    def find(self, which: str | int) -> IssuedDocument:
        """One document by number (str) or id (int).

        Raises:
            UnknownDocument: there is none.
        """
        known = Document.number == which if isinstance(which, str) else Document.id == which
        found = _issued(list(_every().where(known)))
        if not found:
            raise UnknownDocument(number=which, field="number")
        return found[0]

    def named(self, numbers: Iterable[str]) -> tuple[IssuedDocument, ...]:
        """The documents of these numbers in their order, each once, read together.

        Raises:
            UnknownDocument: one of the numbers is nobody's.
        """
        wanted = list(dict.fromkeys(numbers))
        found: dict[str, IssuedDocument] = {}
        for first in range(0, len(wanted), MOST_VALUES):
            some = _every().where(Document.number.in_(wanted[first : first + MOST_VALUES]))
            found |= {document.number: document for document in _issued(list(some))}
        for number in wanted:
            if number not in found:
                raise UnknownDocument(number=number, field="number")
        return tuple(found[number] for number in wanted)

    def pdf(self, which: str | int) -> bytes:
        """The sealed PDF of a document, its hash checked."""
        return self._evidence.read(self.find(which).evidence_id)

    def save_pdf(self, which: str | int, folder: Path) -> Path:
        """Write the PDF into ``folder`` under a safe name; an existing file is left alone."""
        document = self.find(which)
        content = self.pdf(which)
        target = folder / f"{safe_name(f'{document.number} {document.customer_name}')}.pdf"
        if target.is_file() and target.read_bytes() == content:
            return target
        target = unused(target)
        write_durably(target, content)
        return target

    def record_sent(
        self,
        number: str,
        by: str,
        tracking: str,
        on: date,
        note: str = "",
        *,
        addressee: str = "",
        phone: str = "",
        address: str = "",
        address_kind: str = "",
        contents: str = "",
    ) -> IssuedDocument:
        """Record that a document left the house: how, to whom, where, and what the waybill says of it (R39).

        Raises:
            UnknownDocument, UnknownMeans, UnknownAddressKind, DocumentEnded, DeliveryBeforeIssue, DeliveryInFuture.
        """
        if by not in MEANS:
            raise UnknownMeans(value=by, known=", ".join(MEANS), field="by")
        if not is_address_kind(address_kind):
            raise UnknownAddressKind(value=address_kind, field="address_kind")
        document = self.deliverable(number, on)
        if document.is_ended:
            raise DocumentEnded(number=number, field="number")
        facts = {
            "addressee": addressee.strip(), "phone": phone.strip(), "address": address.strip(),
            "address_kind": address_kind, "contents": contents.strip(),
        }  # fmt: skip
        with self._work.write("document.sent", document.customer_id) as deed:
            now = self._work.clock.now()
            Delivery.create(
                document=document.id, event="sent", on_day=on, channel=by, tracking=tracking.strip(),
                note=note, logged_at=now, **facts,
            )  # fmt: skip
            deed.details.update(number=number, by=by, tracking=tracking, on=on, **facts)
            deed.touch("document", document.customer_id)
        return self.find(number)

    def record_delivered(
        self, number: str, on: date, proof: Path | PastedFile, note: str = ""
    ) -> IssuedDocument:
        """Record that a document arrived, with the file that proves it (R10, R11, R39).

        Raises:
            UnknownDocument, DeliveryBeforeIssue, DeliveryInFuture, EvidenceFileMissing, EvidenceEmpty.
        """
        document = self.deliverable(number, on)
        sealed = self._evidence.seal(proof)
        with self._work.write("document.delivered", document.customer_id) as deed:
            file = self._evidence.enter(
                deed, sealed, kind="delivery", customer_id=document.customer_id, document_id=document.id
            )
            now = self._work.clock.now()
            Delivery.create(
                document=document.id, event="delivered", on_day=on, evidence=file.id, note=note, logged_at=now
            )
            deed.details.update(number=number, on=on)
            deed.touch("document", document.customer_id)
        return self.find(number)

    def record_reply(
        self,
        number: str,
        result: str,
        on: date,
        *,
        difference_fen: int | None = None,
        scan: Path | PastedFile | None = None,
        only_figures: bool = False,
        note: str = "",
    ) -> IssuedDocument:
        """Record the customer's answer to a statement: agreed or disputed, by how much, the scan (R41).

        A signed scan is evidence, and bears on limitation (R18): as a demand signed for where it
        carries our demand or his promise, weakly where ``only_figures`` were confirmed.

        Raises:
            UnknownDocument, NotAStatement, UnknownResult, DeliveryBeforeIssue, DeliveryInFuture,
            EvidenceFileMissing, EvidenceEmpty.
        """
        if result not in REPLIES:
            raise UnknownResult(value=result, field="result")
        document = self.deliverable(number, on)
        if not document.is_answered_for:
            raise NotAStatement(number=number, field="reply")
        if document.is_ended:
            raise DocumentEnded(number=number, field="number")
        sealed = self._evidence.seal(scan) if scan is not None else None
        with self._work.write("statement.answered", document.customer_id) as deed:
            file = None
            if sealed is not None:
                owner, row = document.customer_id, document.id
                file = self._evidence.enter(
                    deed, sealed, kind="statement", customer_id=owner, document_id=row
                )
            Delivery.create(
                document=document.id,
                event=result,
                on_day=on,
                difference_fen=difference_fen,
                evidence=file.id if file else None,
                reason="figures" if only_figures and result == "agreed" else "",
                note=note.strip(),
                logged_at=self._work.clock.now(),
            )
            deed.details.update(
                number=number, result=result, on=on, difference_fen=difference_fen, only_figures=only_figures
            )
            deed.touch("document", document.customer_id)
        return self.find(number)

    def deliverable(self, number: str, on: date) -> IssuedDocument:
        """A document of which something is to be recorded on a day.

        Raises:
            UnknownDocument, DeliveryBeforeIssue, DeliveryInFuture.
        """
        document = self.find(number)
        if on < document.issued_on:
            issued, day = document.issued_on.isoformat(), on.isoformat()
            raise DeliveryBeforeIssue(number=number, issued=issued, day=day, field="on")
        if on > self._work.clock.today():
            raise DeliveryInFuture(day=on.isoformat(), field="on")
        return document


def _every() -> Any:
    """All documents with their customer and the hash of their PDF."""
    chosen = Document.select(Document, Customer, Evidence.id, Evidence.sha256)
    return chosen.join(Customer).switch(Document).join(Evidence)


def _issued(rows: list[Document]) -> tuple[IssuedDocument, ...]:
    if not rows:
        return ()
    ids = [row.id for row in rows]
    invoices: dict[int, list[Invoice]] = defaultdict(list)
    then: dict[int, int] = defaultdict(int)
    linked = (
        DocumentInvoice.select(DocumentInvoice, Invoice)
        .join(Invoice)
        .where(DocumentInvoice.document.in_(ids))
    )
    for link in linked.order_by(Invoice.due_on, Invoice.number):
        invoices[link.document_id].append(link.invoice)
        then[link.document_id] += link.open_fen
    steps = steps_of(ids)
    standings = {row_id: standing_of(steps.get(row_id, ())) for row_id in ids}
    return tuple(
        IssuedDocument(
            row.id, row.number, row.kind, row.level, row.customer_id, row.customer.code, row.customer.name,
            row.language, row.currency, row.issued_on, row.as_of, row.period_from, row.total_fen,
            row.interest_fen, row.deadline_on, row.evidence.sha256, row.evidence.id,
            standings[row.id].state, standings[row.id].tracking,
            sum(invoice.open_fen for invoice in invoices[row.id]),
            tuple(invoice.number for invoice in invoices[row.id]), row.snapshot["figures"], then[row.id],
            standings[row.id],
        )
        for row in rows
    )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Logo):
        return value.sha256
    return value.isoformat() if isinstance(value, date) else value
