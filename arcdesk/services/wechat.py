"""WeChat conversations as evidence: screenshots sealed, put in order, made into one numbered exhibit (R62, F-47)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from arcdesk.domain import wechat as rules
from arcdesk.models.collection import DocumentSeries, Evidence, EvidenceLink, EvidenceNote
from arcdesk.models.customer import ContactPerson, Customer
from arcdesk.models.ledger import Invoice
from arcdesk.models.wechat import WechatExhibit, WechatPart
from arcdesk.services import wechat_refusals as refused
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.evidence import EvidenceService, PastedFile, Sealed, UnknownEvidence
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.unit_of_work import Deed, UnitOfWork
from arcdesk.services.wechat_books import (
    STATED,
    Conversation,
    Standing,
    StoredExhibit,
    exhibits,
    in_words,
    restated,
    standings,
)
from arcdesk.services.wechat_words import exhibit_data, note_of

SERIES, PREFIX = "wechat", "WX"
KIND = "wechat"
MOST_SHOTS = 500
MOST_TRIES = 3
JPEGS = frozenset({".jpg", ".jpeg"})

Source = Path | PastedFile | int
"""A screenshot: a file, a pasted picture, or the number of evidence that is sealed already."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Shot:
    sealed: Sealed
    width_px: int
    height_px: int
    known_id: int | None
    captured_at: str

    @property
    def is_lossless(self) -> bool:
        return Path(self.sealed.original_name).suffix.lower() not in JPEGS


class _NumberTaken(Exception):
    """Another exhibit took the number while this one was printed."""


class WechatService:
    """Makes exhibits of screenshots and knows their parts."""

    def __init__(self, work: UnitOfWork, company: CompanyService, evidence: EvidenceService) -> None:
        self._work = work
        self._company = company
        self._evidence = evidence

    def make(
        self,
        customer_id: int,
        sources: Sequence[Source],
        talk: Conversation,
        *,
        invoices: Sequence[str] = (),
        corrects: str = "",
        reason: str = "",
        language: str = "zh",
        progress: Progress | None = None,
    ) -> StoredExhibit:
        """Seal the screenshots in this order and make one exhibit of them.

        Args:
            invoices: numbers of the invoices the conversation is about.
            corrects: number of the exhibit that this one replaces, with the ``reason``; without ``sources`` its
                screenshots stay as they are.
            progress: steps done and in all; raises to stop, which leaves no exhibit.

        Raises:
            one of ``wechat_refusals``; UnknownCustomer, UnknownInvoice, UnknownEvidence; what sealing raises;
            MissingGlyph, UnknownLanguage.
        """
        customer = Customer.get_or_none(Customer.id == customer_id)
        if customer is None:
            raise UnknownCustomer(code=customer_id, field="customer")
        talk = self._checked(talk)
        person = _person_of(customer_id, talk.person_id)
        _invoices(customer_id, invoices)
        old = self._replaceable(customer_id, corrects, reason)
        if old is not None and not sources:
            sources = [part.evidence_id for part in old.parts]
        shots = self._take_in(sources, progress)
        for _ in range(MOST_TRIES):
            try:
                return self._made(customer, shots, talk, person, invoices, old, reason.strip(), language, progress)
            except _NumberTaken:  # it is printed on every page: print again
                continue
        raise _NumberTaken

    def find(self, number: str) -> StoredExhibit:
        """One exhibit.

        Raises:
            UnknownWechatExhibit.
        """
        for one in exhibits():
            if one.number == number.strip():
                return one
        raise refused.UnknownWechatExhibit(number=number, field="corrects")

    def of(self, customer_id: int | None = None) -> tuple[StoredExhibit, ...]:
        """Exhibits, newest first: all, or one customer's; replaced ones too."""
        return exhibits(customer_id)

    def standings(self, evidence_id: int) -> tuple[Standing, ...]:
        """The exhibit that a file is, or the exhibits in which it is a screenshot; the latest first."""
        return standings(evidence_id)

    def restated(self, old: StoredExhibit) -> Conversation:
        """What was stated of an exhibit, to begin its correction with."""
        return restated(old)

    # inside

    def _checked(self, talk: Conversation) -> Conversation:
        texts: dict[str, Any] = {
            name: " ".join(getattr(talk, name).split()) for name in STATED if not name.endswith("_at")
        }
        talk = replace(
            talk,
            first_at=self._work.local(talk.first_at),
            last_at=self._work.local(talk.last_at),
            answers={key: answer for key, answer in talk.answers.items() if answer},
            **texts,
        )
        if not talk.partner:
            raise refused.PartnerMissing(field="partner")
        if talk.last_at < talk.first_at:
            raise refused.TimesTurned(first=_minute(talk.first_at), last=_minute(talk.last_at), field="to")
        if talk.last_at > self._work.clock.now():
            raise refused.MessagesToCome(moment=_minute(talk.last_at), field="to")
        for key in rules.wrong_answers(talk.answers):
            raise refused.UnknownPoint(key=key, known=", ".join(rules.CHECKLIST), field="check")
        return talk

    def _replaceable(self, customer_id: int, number: str, reason: str) -> StoredExhibit | None:
        if not number:
            return None
        old = self.find(number)
        if old.replaced_by:
            raise refused.CorrectedAlready(number=old.number, by=old.replaced_by, field="corrects")
        if customer_id not in old.customer_ids:
            raise refused.OtherCustomersExhibit(number=old.number, field="corrects")
        if not reason.strip():
            raise refused.ReasonMissing(number=old.number, field="reason")
        return old

    def _take_in(self, sources: Sequence[Source], progress: Progress | None) -> list[_Shot]:
        """Look at all of them, then seal those that are not sealed: one that is no picture leaves none behind."""
        if not sources:
            raise refused.NoScreenshots(field="files")
        if len(sources) > MOST_SHOTS:
            raise refused.TooManyScreenshots(most=MOST_SHOTS, count=len(sources), field="files")
        sizes = [self._size(source) for source in sources]
        shots: list[_Shot] = []
        names: dict[str, str] = {}
        for done, (source, (width, height)) in enumerate(zip(sources, sizes, strict=True)):
            if progress:
                progress(done, len(sources) * 2)
            sealed, known = self._sealed(source)
            if sealed.sha256 in names:
                raise refused.ScreenshotTwice(
                    name=sealed.original_name, other=names[sealed.sha256], field="files"
                )
            names[sealed.sha256] = sealed.original_name
            stamped = (known.captured_at if known else sealed.captured_at) or ""
            shots.append(_Shot(sealed, width, height, known.id if known else None, str(stamped)))
        return shots

    def _size(self, source: Source) -> tuple[int, int]:
        from arcdesk.pdf import pictures
        from arcdesk.services.evidence_files import EvidenceFileMissing

        try:
            if isinstance(source, Path):
                name, size = source.name, pictures.size_of(source)
            elif isinstance(source, PastedFile):
                name, size = source.name, pictures.size_of(BytesIO(source.content))
            else:
                row = Evidence.get_or_none(Evidence.id == source)
                if row is None:
                    raise UnknownEvidence(number=source, field="files")
                with self._evidence.open(source) as file:
                    name, size = row.original_name, pictures.size_of(BytesIO(file.read()))
        except OSError as error:
            raise EvidenceFileMissing(path=str(source), why=error.strerror or "?", field="files") from error
        if size is None:
            raise refused.NotAScreenshot(name=name, field="files")
        return size

    def _sealed(self, source: Source) -> tuple[Sealed, Any]:
        """The screenshot in the store, and its row where it is entered already."""
        if isinstance(source, int):
            row = Evidence.get_by_id(source)
            return Sealed(row.sha256, row.size_bytes, row.original_name, row.captured_at, row.captured_source), row
        sealed = self._evidence.seal(source)
        return sealed, Evidence.get_or_none(Evidence.sha256 == sealed.sha256)

    def _render(self, data: Any, shots: Sequence[_Shot], progress: Progress | None) -> tuple[bytes, int]:
        from arcdesk.pdf import pictures, preview
        from arcdesk.pdf.wechat import render_wechat

        def told(done: int, total: int) -> None:
            if progress:
                progress(total + done, total * 2)

        looked_at = shots[0]

        def contents(number: int) -> BinaryIO:
            nonlocal looked_at
            looked_at = shots[number - 1]
            return self._evidence.vault.open(looked_at.sealed.sha256)

        try:
            pdf = render_wechat(data, contents, told)
        except (OSError, pictures.NotDrawable) as error:
            raise refused.NotAScreenshot(name=looked_at.sealed.original_name, field="files") from error
        return pdf, preview.page_count(pdf)

    def _made(
        self,
        customer: Customer,
        shots: Sequence[_Shot],
        talk: Conversation,
        person: str,
        invoices: Sequence[str],
        old: StoredExhibit | None,
        reason: str,
        language: str,
        progress: Progress | None,
    ) -> StoredExhibit:
        """Print the exhibit under the next number, and enter it, its screenshots and its note in one transaction."""
        now = self._work.clock.now()
        number, invoice_ids = _next_number(now.year), _invoices(customer.id, invoices)
        data = exhibit_data(
            number, talk, person, self._company.profile().name, customer.name, now.date(),
            [(shot.sealed, shot.width_px, shot.height_px, shot.captured_at, shot.is_lossless) for shot in shots],
            invoices, old.number if old else "", reason, language,
        )  # fmt: skip
        pdf, pages = self._render(data, shots, progress)
        made, note = self._evidence.seal(PastedFile(f"{number}.pdf", pdf)), note_of(talk, person, language)
        with self._work.write("evidence.wechat_exhibit", customer.id, number=number) as deed:
            if _next_number(now.year) != number:
                raise _NumberTaken
            parts = [self._entered(deed, shot.sealed, customer.id, invoice_ids, note.obtained_from) for shot in shots]
            exhibit = self._entered(deed, made, customer.id, invoice_ids, "ArcDesk")
            row = WechatExhibit.create(
                number=number, evidence=exhibit, person=person, checklist=dict(talk.answers), reason=reason,
                corrects=WechatExhibit.get(WechatExhibit.number == old.number) if old else None,
                language=language, pages=pages, made_at=now, **{name: getattr(talk, name) for name in STATED},
            )  # fmt: skip
            for position, (shot, part) in enumerate(zip(shots, parts, strict=True), start=1):
                WechatPart.create(exhibit=row, position=position, evidence=part, name=shot.sealed.original_name)
            EvidenceNote.create(evidence=exhibit, logged_at=now, **asdict(note))
            DocumentSeries.insert(kind=SERIES, year=now.year, last=_count(number)).on_conflict_replace().execute()
            deed.details.update(
                parts=[shot.sealed.sha256 for shot in shots], sha256=made.sha256, partner=talk.partner, pages=pages,
                missing=list(rules.missing(talk.answers)), corrects=old.number if old else None, reason=reason,
            )  # fmt: skip
        return self.find(number)

    def _entered(
        self, deed: Deed, sealed: Sealed, customer_id: int, invoice_ids: Sequence[int], source: str
    ) -> int:
        """The evidence number of a sealed file, linked to the customer and each invoice where it is not yet."""
        row = Evidence.get_or_none(Evidence.sha256 == sealed.sha256)
        mine = (EvidenceLink.evidence == row) & (EvidenceLink.customer == customer_id)
        there = {link.invoice_id for link in EvidenceLink.select().where(mine)} if row else set()
        wanted: list[int | None] = [one for one in invoice_ids if one not in there]
        if not invoice_ids and not there:
            wanted = [None]
        number = int(row.id) if row else 0
        for invoice_id in wanted:
            number = self._evidence.enter(
                deed, sealed, kind=KIND, source=source, customer_id=customer_id, invoice_id=invoice_id
            ).id
        deed.touch("evidence", customer_id)
        return number


def _next_number(year: int) -> str:
    row = DocumentSeries.get_or_none((DocumentSeries.kind == SERIES) & (DocumentSeries.year == year))
    return f"{PREFIX}-{year}-{(row.last if row else 0) + 1:04d}"


def _count(number: str) -> int:
    return int(number.rsplit("-", 1)[1])


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _person_of(customer_id: int, person_id: int | None) -> str:
    """The contact person in words: name and title."""
    if person_id is None:
        return ""
    row = ContactPerson.get_or_none((ContactPerson.id == person_id) & (ContactPerson.customer == customer_id))
    if row is None:
        raise refused.UnknownContactPerson(name=person_id, field="person")
    return in_words(row)


def _invoices(customer_id: int, numbers: Iterable[str]) -> list[int]:
    found = []
    for number in dict.fromkeys(numbers):
        row = Invoice.get_or_none((Invoice.number == number) & (Invoice.customer == customer_id))
        if row is None:
            raise UnknownInvoice(number=number, field="invoice")
        found.append(int(row.id))
    return found
