"""Taking a file in with all that is known of it: what it proves, whence it came, what it belongs to (R64, F-46)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from arcdesk.models.collection import EvidenceLink, EvidenceNote
from arcdesk.services.evidence import EvidenceService, PastedFile, StoredEvidence
from arcdesk.services.evidence_links import Link, UnknownLink, link_to
from arcdesk.services.evidence_notes import FORMS, Note, UnknownForm
from arcdesk.services.unit_of_work import Deed, UnitOfWork


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a person says of a file. ``belongs`` names things of the customer by kind and id (``evidence_links``).

    ``captured_at`` is when it came to be, as stated; without it counts what the file itself states.
    """

    kind: str = ""
    captured_at: datetime | None = None
    source: str = ""
    remark: str = ""
    note: Note = field(default_factory=Note)
    belongs: tuple[tuple[str, int], ...] = ()


class IntakeService:
    """Seals a file, its note and its links in one deed."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService) -> None:
        self._work = work
        self._evidence = evidence

    def take_in(
        self,
        source: Path | PastedFile,
        customer_id: int,
        said: Particulars,
        progress: Callable[[int, int], None] | None = None,
    ) -> StoredEvidence:
        """Seal a file with all that is said of it, or leave nothing.

        Args:
            progress: told of bytes done and in all; raises to stop, which leaves nothing.

        Raises:
            what ``EvidenceService.add`` raises; UnknownForm; UnknownLink and its kin for a thing that is not there
            or another customer's.
        """
        if said.note.form not in FORMS:
            raise UnknownForm(form=said.note.form, field="form")
        links = tuple(self._mine(customer_id, kind, number) for kind, number in said.belongs)

        def also(deed: Deed, stored: StoredEvidence) -> None:
            self._link(deed, stored.id, links)
            if said.note != Note():
                now = self._work.clock.now()
                EvidenceNote.create(evidence=stored.id, logged_at=now, **asdict(said.note))
                deed.details["note"] = {name: text for name, text in asdict(said.note).items() if text}

        return self._evidence.add(
            source, customer_id, kind=said.kind, captured_at=said.captured_at, origin=said.source, note=said.remark,
            progress=progress, also=also,
        )  # fmt: skip

    def _mine(self, customer_id: int, kind: str, number: int) -> Link:
        link = link_to(kind, number)
        if link.customer_id != customer_id:
            raise UnknownLink(kind=kind, number=number, field="belongs")
        return link

    def _link(self, deed: Deed, evidence_id: int, links: tuple[Link, ...]) -> None:
        told = []
        for link in links:
            columns = {"evidence": evidence_id, "customer": link.customer_id, link.kind: link.id}
            known = EvidenceLink.select().where(
                (EvidenceLink.evidence == evidence_id) & (getattr(EvidenceLink, link.kind) == link.id)
            )
            if link.kind == "customer" or known.exists():
                continue
            EvidenceLink.create(**columns)
            told.append({"to": link.kind, "id": link.id, "name": link.name})
            if link.kind in ("document", "delivery"):
                deed.touch("document", link.customer_id)
        if told:
            deed.details["links"] = told
