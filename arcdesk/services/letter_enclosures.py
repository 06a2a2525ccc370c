"""What goes out with a letter: the statement, the worksheet, chosen evidence (F-61, C67, S-111)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import translate
from arcdesk.models.collection import Evidence, EvidenceLink
from arcdesk.pdf.enclosure_data import CopiedFile, Enclosure
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import CustomerService
from arcdesk.services.evidence import EvidenceService
from arcdesk.services.evidence_notes import EvidenceNoteService, Note
from arcdesk.services.interest import InterestService
from arcdesk.services.letter_draft import Draft
from arcdesk.services.statements import StatementService
from arcdesk.services.worksheets import invoices_worksheet

KINDS = ("contract", "invoice", "delivery_note")
"""Kinds of evidence that can be enclosed as such: those on file for the letter's invoices."""

SHEETS = ("statement", "worksheet")
"""What is reckoned for the letter itself."""

NAMES = {
    "contract": "Contract|evidence",
    "invoice": "Invoice|evidence",
    "delivery_note": "Delivery note|evidence",
}


class UnknownEnclosure(Refusal):
    """Neither a sheet, nor a kind of evidence, nor the number of a piece."""

    sentence = "“{value}” cannot be enclosed. Say {known}, or the number of a piece of evidence."


class EvidenceNotHis(Refusal):
    """A piece of another customer, or none at all."""

    sentence = "Evidence {number} does not belong to {customer}. Choose a piece of his."


@dataclass(frozen=True, slots=True)
class EnclosureChoice:
    """What a letter is to carry: sheets of ``SHEETS``, kinds of ``KINDS``, pieces by id."""

    sheets: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    pieces: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sheets or self.kinds or self.pieces)


NOTHING = EnclosureChoice()


def choice_of(words: Iterable[str]) -> EnclosureChoice:
    """A choice from words: ``statement``, ``worksheet``, a kind of evidence, or the number of a piece.

    Raises:
        UnknownEnclosure: none of these.
    """
    given = list(dict.fromkeys(words))
    for word in given:
        if word not in (*SHEETS, *KINDS) and not (word.isascii() and word.isdigit() and len(word) < 12):
            raise UnknownEnclosure(value=word[:40], known=", ".join((*SHEETS, *KINDS)), field="enclose")
    return EnclosureChoice(
        frozenset(given) & set(SHEETS), frozenset(given) & set(KINDS), tuple(int(w) for w in given if w.isdigit())
    )


class EnclosureService:
    """Gathers the enclosures of one letter; writes nothing."""

    def __init__(
        self,
        company: CompanyService,
        customers: CustomerService,
        evidence: EvidenceService,
        notes: EvidenceNoteService,
        statements: StatementService,
        interest: InterestService,
    ) -> None:
        self._company = company
        self._customers = customers
        self._evidence = evidence
        self._notes = notes
        self._statements = statements
        self._interest = interest

    def gather(self, customer_id: int, draft: Draft, choice: EnclosureChoice) -> tuple[Enclosure, ...]:
        """The enclosures in their order: statement, worksheet, then the evidence; each read against its hash.

        A sheet with nothing on it is left away (no interest, no worksheet).

        Raises:
            EvidenceNotHis, EvidenceDamaged.
        """
        found: list[Enclosure] = []
        if "statement" in choice.sheets:
            found += self._statement(customer_id, draft)
        if "worksheet" in choice.sheets:
            found += self._worksheet(customer_id, draft)
        return (*found, *self._pieces(customer_id, draft, choice))

    def _statement(self, customer_id: int, draft: Draft) -> list[Enclosure]:
        data = draft.data
        first = min(line.issued_on for line in data.lines)
        stated = self._statements.content(customer_id, min(first, data.as_of), data.as_of, "open_items", data.language)
        title = translate("Statement of account as of {day}", data.language, day=data.as_of.isoformat())
        return [
            Enclosure(title, replace(each, issued_on=data.issued_on, return_by=data.deadline_on))
            for each in stated
            if each.currency == data.currency
        ]

    def _worksheet(self, customer_id: int, draft: Draft) -> list[Enclosure]:
        data = draft.data
        reckoned = [one for one in self._interest.of_items(customer_id, draft.items, data.as_of) if one.total_fen]
        if not reckoned:
            return []
        sheet = invoices_worksheet(
            reckoned, self._interest.lpr, data.language, data.issued_on,
            company=data.creditor.name, customer=data.debtor.name,
        )  # fmt: skip
        title = translate("Computation of late payment interest as of {day}", data.language, day=data.as_of.isoformat())
        return [Enclosure(title, sheet)]

    def _pieces(self, customer_id: int, draft: Draft, choice: EnclosureChoice) -> list[Enclosure]:
        if not choice.kinds and not choice.pieces:
            return []
        rows = {row.id: row for row in _rows_of(customer_id)}
        for number in choice.pieces:
            if number not in rows:
                raise EvidenceNotHis(number=number, customer=draft.data.debtor.name, field="enclose")
        notes = self._notes.of(rows)
        invoices = _invoices_of(rows)
        wanted = {invoice_id for invoice_id, _ in draft.invoices}
        of_kinds = [
            number
            for number, row in rows.items()
            if ((notes[number].kind if number in notes else "") or row.kind) in choice.kinds
            and (not invoices[number] or invoices[number] & wanted)
        ]
        chosen = dict.fromkeys((*of_kinds, *choice.pieces))
        return [
            Enclosure(
                title_of(rows[number], notes.get(number), draft.data.language),
                CopiedFile(rows[number].media_type, self._evidence.read(number), rows[number].sha256),
            )
            for number in chosen
        ]


def title_of(row: Evidence, note: Note | None, language: str) -> str:
    """What a piece is called on the list: its own title, else its kind with the name of the file."""
    if note is not None and note.title:
        return note.title
    kind = (note.kind if note is not None else "") or row.kind
    name = row.original_name.rsplit(".", 1)[0]
    if kind in NAMES:
        return translate("{kind}: {name}|enclosure", language, kind=translate(NAMES[kind], language), name=name)
    return name


def _rows_of(customer_id: int) -> Sequence[Evidence]:
    linked = EvidenceLink.select(EvidenceLink.evidence).where(EvidenceLink.customer == customer_id)
    return list(Evidence.select().where(Evidence.id.in_(linked)).order_by(Evidence.id))


def _invoices_of(ids: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for link in EvidenceLink.select().where(EvidenceLink.evidence.in_(list(ids))):
        if link.invoice_id:
            found[link.evidence_id].add(link.invoice_id)
    return found
