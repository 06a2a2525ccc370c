"""Where the originals are: kept where the note says, lent to whom, back again, or lost (R58, R64). Appended only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from arcdesk.domain.errors import Refusal
from arcdesk.models.collection import Evidence, EvidenceCustody
from arcdesk.services.evidence import UnknownEvidence
from arcdesk.services.evidence_links import owner_of
from arcdesk.services.evidence_notes import EvidenceNoteService, Note
from arcdesk.services.unit_of_work import UnitOfWork


class NoOriginalNoted(Refusal):
    """A copy cannot be lent as the original."""

    sentence = "No original of evidence no. {number} is noted. Note first that it is held, or where it is kept."


class OriginalIsOut(Refusal):
    """Lent twice."""

    sentence = "The original is with {holder} since {day}. Record its return first."


class OriginalIsIn(Refusal):
    """Returned without having been lent."""

    sentence = "The original of evidence no. {number} is not out. There is nothing to return."


class OriginalIsLost(Refusal):
    """Lent or lost again after it was lost."""

    sentence = "The original is lost since {day}. Record its return first, if it was found."


class HolderMissing(Refusal):
    """Lent to nobody."""

    sentence = "Say to whom the original is given."


class CustodyDayImplausible(Refusal):
    """A day to come, or before the original last changed hands."""

    sentence = "{day} cannot be: the original last changed hands on {last}, and today is {today}."


class BackBeforeLent(Refusal):
    """Expected back before it left."""

    sentence = "It cannot be back by {day}, before it is given away. Give a later day."


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One change of hands; ``event`` is lent, returned or lost."""

    event: str
    holder: str
    on_day: date
    back_by: date | None
    note: str
    logged_at: datetime


@dataclass(frozen=True, slots=True)
class Custody:
    """Where an original is now.

    ``state``: "kept" at ``place`` by ``holder``; "lent" to ``holder`` since ``since``, expected back by ``back_by``;
    "lost"; "" where no original is noted.
    """

    state: str
    place: str
    holder: str
    since: date | None = None
    back_by: date | None = None

    @property
    def is_available(self) -> bool:
        """Whether the original can be shown to the court."""
        return self.state in ("kept", "lent")

    def is_late(self, today: date) -> bool:
        """Whether it should have come back."""
        return self.state == "lent" and self.back_by is not None and self.back_by < today


class CustodyService:
    """Records where originals go, and tells where they are."""

    def __init__(self, work: UnitOfWork, notes: EvidenceNoteService) -> None:
        self._work = work
        self._notes = notes

    def lend(self, evidence_id: int, holder: str, on: date, *, back_by: date | None = None, note: str = "") -> Custody:
        """The original is given to ``holder``: a lawyer, a court, a colleague.

        Raises:
            UnknownEvidence, NoOriginalNoted, OriginalIsOut, OriginalIsLost, HolderMissing, CustodyDayImplausible,
            BackBeforeLent.
        """
        now = self._checked(evidence_id)
        if now.state == "lent":
            raise OriginalIsOut(holder=now.holder, day=str(now.since))
        if now.state == "lost":
            raise OriginalIsLost(day=str(now.since))
        if not holder.strip():
            raise HolderMissing(field="holder")
        if back_by is not None and back_by < on:
            raise BackBeforeLent(day=back_by.isoformat(), field="back_by")
        return self._keep(evidence_id, "lent", holder.strip(), on, back_by, note)

    def give_back(self, evidence_id: int, on: date, *, note: str = "") -> Custody:
        """The original is back where it is kept; also one that was lost and found.

        Raises:
            UnknownEvidence, NoOriginalNoted, OriginalIsIn, CustodyDayImplausible.
        """
        now = self._checked(evidence_id)
        if now.state == "kept":
            raise OriginalIsIn(number=evidence_id)
        return self._keep(evidence_id, "returned", now.holder, on, None, note)

    def report_lost(self, evidence_id: int, on: date, *, note: str = "") -> Custody:
        """The original cannot be found.

        Raises:
            UnknownEvidence, NoOriginalNoted, OriginalIsLost, CustodyDayImplausible.
        """
        now = self._checked(evidence_id)
        if now.state == "lost":
            raise OriginalIsLost(day=str(now.since))
        return self._keep(evidence_id, "lost", now.holder, on, None, note)

    def of(self, evidence_ids: Iterable[int]) -> dict[int, Custody]:
        """Where the original of each piece is, for those that have one."""
        wanted = list(evidence_ids)
        notes = self._notes.of(wanted)
        rows = EvidenceCustody.select().where(EvidenceCustody.evidence.in_(wanted)).order_by(EvidenceCustody.id)
        last = {row.evidence_id: row for row in rows}
        found = {number: _where(notes.get(number, Note()), last.get(number)) for number in wanted}
        return {number: custody for number, custody in found.items() if custody.state}

    def history(self, evidence_id: int) -> tuple[CustodyEvent, ...]:
        """Every change of hands, newest first."""
        rows = EvidenceCustody.select().where(EvidenceCustody.evidence == evidence_id)
        return tuple(_event(row) for row in rows.order_by(EvidenceCustody.id.desc()))

    def out(self) -> dict[int, Custody]:
        """The originals that are out, by evidence number."""
        touched = {row.evidence_id for row in EvidenceCustody.select(EvidenceCustody.evidence).distinct()}
        return {number: custody for number, custody in self.of(sorted(touched)).items() if custody.state == "lent"}

    # inside

    def _checked(self, evidence_id: int) -> Custody:
        if Evidence.get_or_none(Evidence.id == evidence_id) is None:
            raise UnknownEvidence(number=evidence_id)
        now = self.of([evidence_id]).get(evidence_id)
        if now is None:
            raise NoOriginalNoted(number=evidence_id)
        return now

    def _keep(
        self, evidence_id: int, event: str, holder: str, on: date, back_by: date | None, note: str
    ) -> Custody:
        today, before = self._work.clock.today(), self.history(evidence_id)
        if on > today or (before and on < before[0].on_day):
            last = before[0].on_day.isoformat() if before else "—"
            raise CustodyDayImplausible(day=on.isoformat(), last=last, today=today.isoformat(), field="on")
        owner = owner_of(evidence_id)
        told = {"evidence": evidence_id, "holder": holder, "on": on, "back_by": back_by, "note": note}
        with self._work.write(f"evidence.{event}", owner, **told) as deed:
            EvidenceCustody.create(
                evidence=evidence_id, event=event, holder=holder, on_day=on, back_by=back_by, note=note,
                logged_at=self._work.clock.now(),
            )  # fmt: skip
            deed.touch("evidence", owner)
        return self.of([evidence_id])[evidence_id]


def _where(note: Note, last: EvidenceCustody | None) -> Custody:
    if last is not None and last.event != "returned":
        return Custody(last.event, note.original_at, last.holder, last.on_day, last.back_by)
    if last is not None or note.form == "original" or note.original_at:
        return Custody("kept", note.original_at, note.custodian, last.on_day if last else None)
    return Custody("", "", "")


def _event(row: EvidenceCustody) -> CustodyEvent:
    return CustodyEvent(row.event, row.holder, row.on_day, row.back_by, row.note, row.logged_at)
