"""What is known of a piece of evidence beside its file: noted by a person, never changed, only noted anew (R64)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from arcdesk.domain.errors import Refusal
from arcdesk.models.collection import Evidence, EvidenceLink, EvidenceNote
from arcdesk.services.evidence import UnknownEvidence
from arcdesk.services.unit_of_work import UnitOfWork

FORMS = ("", "original", "copy", "electronic")


class UnknownForm(Refusal):
    """None of ``FORMS``."""

    sentence = "“{form}” is not a form of evidence. Choose one of: original, copy, electronic."


class NothingNoted(Refusal):
    """A note without a word."""

    sentence = "The note is empty. Say at least what the piece proves or where the original is."


@dataclass(frozen=True, slots=True)
class Note:
    """What a person noted. ``kind`` "" leaves the kind as it was when the file came in (R51, R64)."""

    kind: str = ""
    title: str = ""
    purpose: str = ""
    obtained_from: str = ""
    device: str = ""
    form: str = ""
    original_at: str = ""
    custodian: str = ""


@dataclass(frozen=True, slots=True)
class LoggedNote:
    """A note with the moment at which it was made."""

    note: Note
    logged_at: datetime


class EvidenceNoteService:
    """Keeps notes on evidence."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def describe(self, evidence_id: int, note: Note) -> Note:
        """Note what is known of a piece; earlier notes stay readable.

        Raises:
            UnknownEvidence, UnknownForm, NothingNoted.
        """
        if note.form not in FORMS:
            raise UnknownForm(form=note.form, field="form")
        if note == Note():
            raise NothingNoted(field="purpose")
        if Evidence.get_or_none(Evidence.id == evidence_id) is None:
            raise UnknownEvidence(number=evidence_id)
        link = (
            EvidenceLink.select()
            .where((EvidenceLink.evidence == evidence_id) & EvidenceLink.customer.is_null(False))
            .first()
        )
        owner = link.customer_id if link else None
        with self._work.write("evidence.noted", owner, evidence=evidence_id, note=asdict(note)) as deed:
            EvidenceNote.create(evidence=evidence_id, logged_at=self._work.clock.now(), **asdict(note))
            deed.touch("evidence", owner)
        return note

    def of(self, evidence_ids: Iterable[int]) -> dict[int, Note]:
        """The note that counts of each piece that has one."""
        rows = EvidenceNote.select().where(EvidenceNote.evidence.in_(list(evidence_ids))).order_by(EvidenceNote.id)
        return {row.evidence_id: _note(row) for row in rows}

    def history(self, evidence_id: int) -> tuple[LoggedNote, ...]:
        """Every note on a piece, newest first."""
        rows = EvidenceNote.select().where(EvidenceNote.evidence == evidence_id).order_by(EvidenceNote.id.desc())
        return tuple(LoggedNote(_note(row), row.logged_at) for row in rows)


def _note(row: EvidenceNote) -> Note:
    return Note(**{name: getattr(row, name) for name in Note.__slots__})
